//! Licensed wording that users keep beside a catalogue.

use annexa_syntax::{Keyword, SmolStr};

use crate::{DocumentEdition, Location, ProvisionKind};

/// The wording of the provisions of one edition.
#[derive(Clone, Debug)]
pub struct Overlay {
    /// The document and its edition.
    pub document: DocumentEdition,
    /// The provisions with their wording, in the order of the file.
    pub entries: Vec<OverlayEntry>,
    /// The location of the designation.
    pub location: Location,
}

/// The wording of one provision.
#[derive(Clone, Debug)]
pub struct OverlayEntry {
    /// The number of the provision.
    pub number: SmolStr,
    /// The kind of the provision, according to the overlay.
    pub kind: ProvisionKind,
    /// The texts of its parts: `control`, `purpose`, `guidance`, `information` or `text`.
    pub texts: Vec<OverlayText>,
    /// The list items.
    pub items: Vec<OverlayItem>,
    /// The location of the number.
    pub location: Location,
}

/// The wording of a part of a provision.
#[derive(Clone, Debug)]
pub struct OverlayText {
    /// The field that names the part.
    pub part: Keyword,
    /// The wording.
    pub value: String,
    /// The location of the text.
    pub location: Location,
}

/// The wording of a list item.
#[derive(Clone, Debug)]
pub struct OverlayItem {
    /// The mark: `a)`.
    pub mark: SmolStr,
    /// The wording, if it is given.
    pub value: Option<String>,
    /// The nested items.
    pub items: Vec<OverlayItem>,
    /// The location of the mark.
    pub location: Location,
}

impl OverlayEntry {
    /// Returns the wording of a part.
    pub fn text(&self, part: Keyword) -> Option<&OverlayText> {
        self.texts.iter().find(|text| text.part == part)
    }
}

impl Overlay {
    /// Returns the entry of a provision, given its number.
    pub fn entry(&self, number: &str) -> Option<&OverlayEntry> {
        self.entries.iter().find(|entry| entry.number == number)
    }
}
