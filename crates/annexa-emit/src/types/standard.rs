//! The standard's head, its terms, and the documents it refers to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Id, SourcePlace, Text};

/// The head of a sector-specific standard.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Standard {
    /// Its stable id, made of its prefix.
    pub id: Id,
    /// What the labels of its provisions begin with.
    pub prefix: String,
    /// Its title.
    pub title: String,
    /// Its designation, if it has been given one: `ISO/IEC 27019:2024`.
    pub designation: Option<String>,
    /// Its edition: a year or a number.
    pub edition: String,
    /// How far it has come.
    pub status: Status,
    /// The sector that it is for.
    pub sector: String,
    /// The language that it is written in (BCP 47).
    pub language: String,
    /// How the numbers of added controls are printed (ISO/IEC 27009:2020, Annex C).
    pub numbering: Numbering,
    /// The audiences that its guidance is split by, in the order of declaration.
    pub audiences: Vec<Audience>,
    /// Its scope.
    pub scope: Option<Text>,
    /// Its introduction.
    pub introduction: Option<Text>,
    /// Its foreword.
    pub foreword: Option<Text>,
    /// Where its head is written.
    pub source: SourcePlace,
}

/// How far a standard has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// A working draft.
    Draft,
    /// A committee draft.
    Committee,
    /// A draft that is out for enquiry.
    Enquiry,
    /// In force.
    Published,
    /// No longer in force.
    Withdrawn,
}

/// How the numbers of added controls are printed (ISO/IEC 27009:2020, Annex C).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Numbering {
    /// Among the base's controls, with the prefix as a marker: `8.35 SMX`.
    Inline,
    /// In an annex of their own, under their labels: `SMX.8.35`.
    Annex,
    /// Under their labels without the prefix: `A.10.1`.
    Plain,
}

/// One of the parties that a standard speaks to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Audience {
    /// Its name, by which texts are addressed to it.
    pub name: String,
    /// Its title, as it is printed.
    pub title: String,
}

/// A term and its definition.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Term {
    /// Its stable id.
    pub id: Id,
    /// What the id is made of.
    pub key: String,
    /// The term.
    pub name: String,
    /// What it means.
    pub definition: Text,
    /// Notes to the entry.
    pub notes: Vec<Text>,
    /// Examples.
    pub examples: Vec<Text>,
    /// Where the definition is taken from.
    pub definition_source: Option<Text>,
    /// Where it is written.
    pub source: SourcePlace,
}

/// A document that the standard refers to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReferencedDocument {
    /// Its stable id, made of its designation.
    pub id: Id,
    /// Its designation: `ISO/IEC 27005:2022`.
    pub designation: String,
    /// Its title, where the standard or a catalogue gives it.
    pub title: Option<String>,
    /// Whether it is a normative reference or goes to the bibliography.
    pub role: ReferenceRole,
    /// Whether the standard declares it (`base`, `reference`), or only cites it in a text.
    pub declared: bool,
}

/// What a standard needs a document for (ISO/IEC Directives, Part 2:2021, clauses 15 and 21).
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ReferenceRole {
    /// The standard cannot be applied without it: the bases.
    Normative,
    /// It is mentioned: declared documents, and those cited in a text.
    Bibliographic,
}
