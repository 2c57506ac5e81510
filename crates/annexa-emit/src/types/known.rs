//! The bases that are known, as a document.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The bases that a standard can extend: those with a built-in catalogue, then those with a catalogue of the project.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct KnownBases(pub Vec<KnownBase>);

/// A base that a standard can extend.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KnownBase {
    /// The document without its edition: `ISO/IEC 27002`.
    pub document: String,
    /// The edition; `null` for a document that has none.
    pub edition: Option<String>,
    /// The document with its edition, as a `base` line names it: `ISO/IEC 27002:2022`.
    pub designation: String,
    /// Its title.
    pub title: String,
    /// The names of its amendments: `Amd 1:2024`.
    pub amendments: Vec<String>,
    /// The edition that supersedes it, where a catalogue knows of one.
    pub superseded_by: Option<String>,
    /// How it is known.
    pub origin: CatalogueOrigin,
    /// The file of its catalogue, as an absolute path of this system. A built-in catalogue is a read-only file in
    /// the user's cache; `null` where the cache cannot be written.
    pub path: Option<String>,
}

/// How a base is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CatalogueOrigin {
    /// By a catalogue that is built into the program.
    BuiltIn,
    /// By a catalogue of the project.
    Project,
}
