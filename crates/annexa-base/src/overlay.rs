//! Licensed wording that a user keeps beside a catalogue.

use annexa_syntax::{Keyword, SmolStr};

use crate::{DocumentEdition, Location, ProvisionKind};

/// The wording of provisions of one edition.
#[derive(Clone, Debug)]
pub struct Overlay {
    /// The document and its edition.
    pub document: DocumentEdition,
    /// The provisions with their wording, in the order of the file.
    pub entries: Vec<OverlayEntry>,
    /// Where its designation stands.
    pub location: Location,
}

/// The wording of one provision.
#[derive(Clone, Debug)]
pub struct OverlayEntry {
    /// The number of the provision.
    pub number: SmolStr,
    /// What it is said to be.
    pub kind: ProvisionKind,
    /// Its parts: `control`, `purpose`, `guidance`, `information` or `text`.
    pub texts: Vec<OverlayText>,
    /// Its list items.
    pub items: Vec<OverlayItem>,
    /// Where its number stands.
    pub location: Location,
}

/// The wording of a part of a provision.
#[derive(Clone, Debug)]
pub struct OverlayText {
    /// Which part.
    pub part: Keyword,
    /// The wording.
    pub value: String,
    /// Where it stands.
    pub location: Location,
}

/// The wording of a list item.
#[derive(Clone, Debug)]
pub struct OverlayItem {
    /// `a)`
    pub mark: SmolStr,
    /// The wording.
    pub value: Option<String>,
    /// The items below it.
    pub items: Vec<OverlayItem>,
    /// Where its mark stands.
    pub location: Location,
}

impl OverlayEntry {
    /// The wording of a part.
    pub fn text(&self, part: Keyword) -> Option<&OverlayText> {
        self.texts.iter().find(|text| text.part == part)
    }
}

impl Overlay {
    /// The entry of a provision.
    pub fn entry(&self, number: &str) -> Option<&OverlayEntry> {
        self.entries.iter().find(|entry| entry.number == number)
    }
}
