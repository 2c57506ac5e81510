//! Locations in files, and editions of documents.

use std::cmp::Ordering;

use annexa_syntax::{Designation, Document, ItemKey, SmolStr, TextRange, TextSize};

/// A file: a built-in catalogue, or a file of the project.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FileId {
    /// An index into [`crate::BUILT_IN`].
    BuiltIn(u32),
    /// An index into the files of the project, which are sorted by path.
    Project(u32),
}

/// A range of bytes in an item of a file, relative to the beginning of the item, so that it stays
/// valid while other items are edited.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The key of the item in the file.
    pub item: ItemKey,
    /// The range relative to the item.
    pub range: TextRange,
}

impl Location {
    /// Returns the range relative to the whole file; `document` is its parsed text.
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

/// An edition of a document, or an undated document.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DocumentEdition {
    /// The designation without the edition: `ISO/IEC 27002`.
    pub document: SmolStr,
    /// The document number: `27002`. `None` for a designation written as a string.
    pub number: Option<SmolStr>,
    /// The edition: `2022`; `None` if undated.
    pub edition: Option<SmolStr>,
}

impl DocumentEdition {
    /// Returns the printed form: `ISO/IEC 27002:2022`.
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
