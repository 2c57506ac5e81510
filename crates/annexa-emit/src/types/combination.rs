//! Several standards taken together, as a document.

use annexa_syntax::SmolStr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ChangeKind, FindingLevel, Generator, Id, Part, SourcePlace};

/// The controls of several sector-specific standards taken together, for an organization that works
/// with all of them, and where they get into one another's way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Combination {
    /// The address of the schema that the document meets. It names the major version of the format.
    #[serde(rename = "$schema")]
    #[schemars(extend("const" = crate::schema::COMBINATION_SCHEMA_ID))]
    pub schema: String,
    /// The version of the format, by semantic versioning: a minor version adds fields or values, a
    /// major version changes or removes them.
    #[schemars(regex(pattern = r"^1\.[0-9]+\.[0-9]+$"))]
    pub annexa: String,
    /// The program that wrote the document.
    pub generator: Generator,
    /// The standards, in the order in which they were given.
    pub standards: Vec<CombinedStandard>,
    /// The controls of all bases, each once, in the order of the documents; then those that each
    /// standard adds.
    pub controls: Vec<CombinedControl>,
    /// Where the standards get into one another's way, the gravest first.
    pub conflicts: Vec<Conflict>,
}

/// One of the standards.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CombinedStandard {
    /// Its stable id.
    pub id: Id,
    /// Its prefix.
    pub prefix: String,
    /// Its title.
    pub title: String,
    /// Its edition.
    pub edition: String,
    /// The documents that it extends, with their editions.
    pub bases: Vec<String>,
    /// Where its head is written. Here and below, files are told from the folder in which the program
    /// was run.
    pub source: SourcePlace,
}

/// A control of the union.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CombinedControl {
    /// Its stable id, as in the compiled standards.
    pub id: Id,
    /// As a reader cites it.
    pub reference: SmolStr,
    /// Its label or number.
    pub label: SmolStr,
    /// Its title.
    pub title: SmolStr,
    /// The prefix of the standard that adds it; `null` for a control of a base.
    pub added_by: Option<String>,
    /// What the standards do to it, in the order of the standards. None says that it applies as it
    /// stands.
    pub changes: Vec<CombinedChange>,
}

/// What one of the standards does to a control.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CombinedChange {
    /// The prefix of the standard.
    pub standard: String,
    /// The change, by its id in the compiled standard.
    pub change: Id,
    /// What kind of change it is.
    pub kind: ChangeKind,
    /// The part of the control that is changed.
    pub part: Option<Part>,
    /// Whom it is for; none means all.
    pub audiences: Vec<String>,
}

/// Where standards get into one another's way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Conflict {
    /// What kind of conflict it is.
    pub kind: ConflictKind,
    /// How grave it is.
    pub level: FindingLevel,
    /// What it is about: a reference, a number, a term, a document or a prefix.
    pub subject: SmolStr,
    /// What is to be looked at, or decided.
    pub message: String,
    /// The standards in conflict, with the place where each says its part.
    pub parties: Vec<Party>,
}

/// What kind of conflict it is.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ConflictKind {
    /// Two standards have one prefix, so that their labels name two things.
    PrefixTaken,
    /// Standards rest on different editions of one document.
    EditionsDiffer,
    /// Standards print one number for different things.
    NumberCollision,
    /// Standards define one term in different words.
    TermDefinedDifferently,
    /// Standards change one provision. Both changes hold; whether they agree is to be read.
    ChangedBySeveral,
}

/// A standard in a conflict.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Party {
    /// The prefix of the standard.
    pub standard: String,
    /// What it says or does.
    pub says: String,
    /// Where.
    pub source: SourcePlace,
}
