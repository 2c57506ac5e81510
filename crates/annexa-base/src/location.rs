//! Where things stand, and which edition of which document they belong to.

use std::cmp::Ordering;

use annexa_syntax::{Designation, Document, ItemKey, SmolStr, TextRange, TextSize};

/// A file: one of the program's own catalogues, or one of the project.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FileId {
    /// An index into [`crate::BUILT_IN`].
    BuiltIn(u32),
    /// An index into the files of the project, which are sorted by path.
    Project(u32),
}

/// A range of bytes in an item of a file. It is counted from the beginning of the item, so that it
/// stays true while other items are edited.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The key of the item.
    pub item: ItemKey,
    /// The bytes of the item.
    pub range: TextRange,
}

impl Location {
    /// The bytes of the whole file; `document` is its text.
    pub fn range_in(&self, document: &Document) -> TextRange {
        let start = document.find(self.item).map_or(document.len(), |(start, _)| start.offset);
        self.range + TextSize::new(start as u32)
    }

    fn key(&self) -> (FileId, ItemKey, TextSize, TextSize) {
        (self.file, self.item, self.range.start(), self.range.end())
    }
}

impl Ord for Location {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for Location {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// An edition of a document, or the document whatever its edition.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DocumentEdition {
    /// Without the edition: `ISO/IEC 27002`.
    pub document: SmolStr,
    /// The number in it: `27002`. `None` for a designation written as a string.
    pub number: Option<SmolStr>,
    /// `2022`; `None` where it is undated.
    pub edition: Option<SmolStr>,
}

impl DocumentEdition {
    /// As it is printed: `ISO/IEC 27002:2022`.
    pub fn printed(&self) -> String {
        match &self.edition {
            Some(edition) => format!("{}:{edition}", self.document),
            None => self.document.to_string(),
        }
    }

    /// Whether both are the same edition of the same document, however they are written.
    pub fn is(&self, other: &DocumentEdition) -> bool {
        self.document == other.document && self.edition == other.edition
    }
}

impl From<&Designation> for DocumentEdition {
    fn from(designation: &Designation) -> Self {
        DocumentEdition {
            document: designation.document.clone(),
            number: designation.number.clone(),
            edition: designation.edition.as_ref().map(|edition| edition.value.clone()),
        }
    }
}
