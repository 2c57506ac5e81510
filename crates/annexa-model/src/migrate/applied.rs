//! The files after a migration, and the positions of its decisions in them.

use annexa_syntax::{TextRange, TextSize};

use super::Migration;
use crate::{FileId, Location, Project};

/// A file after a migration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Migrated {
    /// The ID of the file.
    pub file: FileId,
    /// The new text.
    pub text: String,
    edits: Vec<(TextRange, usize)>,
}

impl Migration {
    /// Returns the changed files, in order.
    pub fn files(&self, project: &Project) -> Vec<Migrated> {
        let of_file = self.edits.chunk_by(|a, b| a.location.file == b.location.file);
        of_file
            .filter_map(|edits| {
                let file = edits.first()?.location.file;
                let mut text = project.document(file)?.text().to_string();
                let ranges: Vec<TextRange> =
                    edits.iter().map(|edit| project.range(edit.location)).collect();
                for (edit, range) in edits.iter().zip(&ranges).rev() {
                    text.replace_range(std::ops::Range::<usize>::from(*range), &edit.new);
                }
                let edits = edits.iter().zip(ranges).map(|(edit, range)| (range, edit.new.len()));
                Some(Migrated { file, text, edits: edits.collect() })
            })
            .collect()
    }
}

impl Migrated {
    /// Returns the offset in the old text for an offset in the new one.
    pub(super) fn origin(&self, place: TextSize) -> TextSize {
        let mut origin = usize::from(place);
        for (range, new) in &self.edits {
            let start = usize::from(range.start());
            if origin < start {
                break;
            }
            if origin < start + new {
                return range.start();
            }
            origin = origin - new + usize::from(range.len());
        }
        TextSize::new(origin as u32)
    }

    /// Returns the offset in the new text of something that began at `location` in the old one.
    pub fn start(&self, project: &Project, location: Location) -> usize {
        let place = project.range(location).start();
        let mut offset = usize::from(place);
        for (range, new) in self.edits.iter().rev().filter(|(range, _)| range.start() < place) {
            // A replacement begins where the replaced range began.
            let behind = place.min(range.end()) - range.start();
            offset = offset - usize::from(behind) + if range.end() <= place { *new } else { 0 };
        }
        offset
    }
}
