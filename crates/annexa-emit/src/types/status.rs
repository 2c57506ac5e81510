//! How far standards are from complete, as a document.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FindingPlace, Generator};

/// How far standards are from complete, by the templates of ISO/IEC 27009.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StatusReport {
    /// The address of the schema that the document meets. It names the major version of the format.
    #[serde(rename = "$schema")]
    #[schemars(extend("const" = crate::schema::STATUS_SCHEMA_ID))]
    pub schema: String,
    /// The version of the format, by semantic versioning: a minor version adds fields or values, a
    /// major version changes or removes them.
    #[schemars(regex(pattern = r"^1\.[0-9]+\.[0-9]+$"))]
    pub annexa: String,
    /// The program that wrote the document.
    pub generator: Generator,
    /// The standards, in the order of their projects, then by prefix.
    pub standards: Vec<StandardStatus>,
    /// What could not be looked at, and why.
    pub failures: Vec<String>,
}

/// How far a standard is from complete.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StandardStatus {
    /// Its prefix.
    pub prefix: String,
    /// Its title.
    pub title: String,
    /// The template that it follows.
    pub template: Template,
    /// Whether all steps are done.
    pub complete: bool,
    /// What it needs, in the order in which the template has it. The first that is not done comes
    /// next.
    pub steps: Vec<Step>,
    /// How much of each base was looked at.
    pub coverage: Vec<BaseCoverage>,
}

/// A template of ISO/IEC 27009.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Template {
    /// Annex A: for a standard related to ISO/IEC 27001.
    AnnexA,
    /// Annex B: for a standard related to ISO/IEC 27002 alone.
    AnnexB,
}

/// Something that a standard needs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// What it is.
    pub title: String,
    /// Whether it is there.
    pub done: bool,
    /// What to write; `null` where it is done.
    pub missing: Option<String>,
    /// Where to write it, or what it is about; `null` for a standard that no file opens.
    pub place: Option<FindingPlace>,
}

/// How much of a base was looked at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BaseCoverage {
    /// The base, with its edition.
    pub document: String,
    /// Its top clauses, themes among them, in order. What is counted below them are controls where
    /// the base has some, otherwise the clauses that have none below them.
    pub clauses: Vec<ClauseCoverage>,
}

/// How much of a clause was looked at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClauseCoverage {
    /// Its number.
    pub label: String,
    /// Its title.
    pub title: String,
    /// How many provisions below it are changed or explained by a declaration that names them or a list
    /// item of them.
    pub changed: usize,
    /// How many are explained or refined only with a clause or the document above them.
    pub via: usize,
    /// How many are retained as they are.
    pub retained: usize,
    /// The numbers of those that no declaration names.
    pub open: Vec<String>,
    /// How many controls and requirements the standard adds below it.
    pub added: usize,
}
