//! The documents that a standard extends.

use annexa_syntax::SmolStr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Id;

/// A document that the standard extends, as it was used.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Base {
    /// The stable id of the document, as in `references`.
    pub id: Id,
    /// The name by which the standard calls it: the number of its designation, or one of its own.
    pub alias: SmolStr,
    /// The document without its edition: `ISO/IEC 27002`.
    pub document: String,
    /// The edition that was used; `null` for a document that has none.
    pub edition: Option<String>,
    /// The document with the edition that was used: `ISO/IEC 27002:2022`.
    pub designation: String,
    /// Its title.
    pub title: String,
    /// How its controls are laid out.
    pub layout: Layout,
    /// Whether the standard names the edition. Otherwise it means the latest, with its amendments
    /// (ISO/IEC Directives, Part 2:2021, 10.5), and `edition` says which one that was.
    pub dated: bool,
    /// The amendments that were taken into account.
    pub amendments: Vec<Amendment>,
    /// Its annexes that carry the controls of another document, such as Annex A of ISO/IEC 27001.
    pub annexes: Vec<Annex>,
    /// The SHA-256 of the catalogue that was used, in its canonical form: the same catalogue gives the
    /// same digest, however it is laid out and commented.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub sha256: String,
    /// The edition that supersedes the one used, where a catalogue knows of one.
    pub superseded_by: Option<String>,
}

/// An annex that carries the controls of another document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Annex {
    /// Its letter.
    pub letter: String,
    /// Its title.
    pub title: String,
    /// The document whose controls it carries: `ISO/IEC 27002:2022`.
    pub document: String,
}

/// An amendment of a base.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Amendment {
    /// `Amd 1:2024`
    pub name: String,
    /// The provisions that it changes, by id.
    pub provisions: Vec<Id>,
}

/// How the controls of a document are laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// Controls with attributes and a purpose, as in ISO/IEC 27002:2022.
    Attributes,
    /// Controls under objectives, as in ISO/IEC 27002:2013.
    Objectives,
    /// Neither.
    Plain,
}
