//! What a check found, as a document.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Generator;

/// What the rules of validation say of one or more projects.
///
/// Findings stand in the order of projects, files and places; files and rules by path and code.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Report {
    /// The address of the schema that the document meets. It names the major version of the format.
    #[serde(rename = "$schema")]
    #[schemars(extend("const" = crate::schema::FINDINGS_SCHEMA_ID))]
    pub schema: String,
    /// The version of the format, by semantic versioning: a minor version adds fields or values, a
    /// major version changes or removes them.
    #[schemars(regex(pattern = r"^1\.[0-9]+\.[0-9]+$"))]
    pub annexa: String,
    /// The program that wrote the document.
    pub generator: Generator,
    /// The files that were checked, as `file` of a place names them.
    pub files: Vec<String>,
    /// How many findings there are of each level.
    pub counts: FindingCounts,
    /// The rules that found something.
    pub rules: Vec<RuleSummary>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What could not be checked, and why; a project that could not be read is not among the files.
    pub failures: Vec<String>,
}

/// How many findings there are of each level.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FindingCounts {
    /// The mistakes.
    pub errors: usize,
    /// The likely mistakes.
    pub warnings: usize,
    /// What is worth a look.
    pub infos: usize,
}

/// A rule that found something.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RuleSummary {
    /// Its code, which never changes its meaning: `R102`.
    pub code: String,
    /// Its name: `unknown-provision`.
    pub name: String,
    /// Its level where no project sets another.
    pub level: FindingLevel,
    /// When it fires.
    pub summary: String,
    /// What it rests on: a clause of a standard, or the language itself.
    pub basis: String,
}

/// How grave a finding is.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum FindingLevel {
    /// Worth a look.
    Info,
    /// Likely a mistake.
    Warning,
    /// A mistake.
    Error,
}

/// Something that is wrong.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Finding {
    /// The code of the rule that says so.
    pub code: String,
    /// How grave it is, after the settings of its project.
    pub level: FindingLevel,
    /// What is wrong, and what to write instead.
    pub message: String,
    /// Where.
    pub place: FindingPlace,
    /// Other places that explain it.
    pub related: Vec<RelatedPlace>,
    /// Its fixes, the best first.
    pub fixes: Vec<FindingFix>,
    /// Tells the finding from all others of the document, and stays the same while only other lines
    /// change: a SHA-256 of rule, file, marked text and message, in hexadecimal.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub fingerprint: String,
}

/// A part of a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FindingPlace {
    /// The file, parted by `/`: from the folder in which the program was run, or from the root of the
    /// disk where it lies outside. A catalogue that is built in has its bare name.
    pub file: String,
    /// Whether the file is a catalogue that is built into the program.
    pub built_in: bool,
    /// Where the part begins.
    pub start: Position,
    /// Where it ends: the first character that no longer belongs to it.
    pub end: Position,
}

/// A place between two characters of a file.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Position {
    /// The line, counted from 1. Lines end with a line feed, a carriage return, or both.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// The column in characters (Unicode scalar values), counted from 1. A byte order mark is none.
    #[schemars(range(min = 1))]
    pub column: u32,
    /// The bytes of the file that stand before it.
    pub offset: u32,
}

/// Another place that explains a finding.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RelatedPlace {
    /// Where.
    pub place: FindingPlace,
    /// What is there.
    pub message: String,
}

/// A fix of a finding.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FindingFix {
    /// What it does.
    pub title: String,
    /// Whether it may be applied without asking the author.
    pub applicability: FixApplicability,
    /// The replacements, none of which overlap.
    pub edits: Vec<FindingEdit>,
}

/// Whether a fix may be applied without asking the author.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FixApplicability {
    /// It has one answer, which needs no knowledge of the author's intent and changes no meaning.
    Safe,
    /// It is one of several answers, or changes what the text says: the author chooses.
    Choice,
}

/// A replacement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FindingEdit {
    /// What is replaced; nothing where it begins and ends at one place.
    pub place: FindingPlace,
    /// What stands there afterwards.
    pub text: String,
}
