//! Ranges of whole files: what editors are told.

use annexa_model::{FileId, Location, Project};
use annexa_syntax::{TextRange, TextSize};

/// A range of bytes in a file, counted from the beginning of the file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The bytes.
    pub range: TextRange,
}

impl Span {
    /// Where a location of the model lies in its file. Features go through here wherever they give
    /// a location away.
    pub fn of(project: &Project, location: Location) -> Span {
        Span { file: location.file, range: project.range(location) }
    }

    /// Whether an offset lies in the range or at its end.
    pub fn touches(&self, offset: TextSize) -> bool {
        self.range.contains_inclusive(offset)
    }
}
