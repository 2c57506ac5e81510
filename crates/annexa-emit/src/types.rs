//! What the native output holds: one document for one standard. The types are the format; the JSON
//! Schema is made of them, and the comments here are its descriptions.
//!
//! Every field is always there. `null` says that there is no value, an empty list that there are
//! none, so a reader need not tell a missing key from an empty one.

mod addition;
mod applicability;
mod base;
mod change;
mod combination;
mod compilation;
mod findings;
mod known;
mod provision;
mod relation;
mod standard;
mod status;
mod text;

use annexa_syntax::SmolStr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use addition::{Addition, AdditionKind, AudienceText, ControlStatement};
pub use applicability::{ApplicabilityEntry, ImplementationStatus};
pub use base::{Amendment, Annex, Base, Layout};
pub use change::{Change, ChangeKind, ChangeTarget, Part, Replacement};
pub use combination::{
    Combination, CombinedChange, CombinedControl, CombinedStandard, Conflict, ConflictKind, Party,
};
pub use compilation::CompilationMessage;
pub use findings::{
    Finding, FindingCounts, FindingEdit, FindingFix, FindingLevel, FindingPlace, FixApplicability,
    Position, RelatedPlace, Report, RuleSummary,
};
pub use known::{CatalogueOrigin, KnownBase, KnownBases};
pub use provision::{
    AppliedChange, Attributes, Correspondence, Provision, ProvisionItem, ProvisionKind, State,
    Wording,
};
pub use relation::{Allowance, Relation, RelationKind};
pub use standard::{
    Audience, Numbering, ReferenceRole, ReferencedDocument, Standard, Status, Term,
};
pub use status::{BaseCoverage, ClauseCoverage, StandardStatus, StatusReport, Step, Template};
pub use text::{
    Block, Inline, ListItem, Origin, Statement, TargetKind, Text, VerbalCategory, VerbalForm,
};

/// A sector-specific standard, compiled: what it says, and the state of every provision of its
/// bases.
///
/// All ids in a document are stable. They are made of labels and keys, never of printed numbers, so
/// a provision keeps its id when it is renumbered and when another edition of the standard comes out.
///
/// All lists stand in one order: bases as the standard lists them, provisions by the natural order of
/// their numbers, added ones after those of the base, then audiences as declared; terms by name.
// The lists that grow with the standard are parameters, so that they can also be written piece by
// piece. Plain comments: the others become descriptions of the schema.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Document<
    T = Vec<Term>,
    P = Vec<Provision>,
    A = Vec<Addition>,
    R = Vec<Relation>,
    C = Vec<ApplicabilityEntry>,
> {
    /// The address of the schema that the document meets. It names the major version of the format.
    #[serde(rename = "$schema")]
    #[schemars(extend("const" = crate::schema::SCHEMA_ID))]
    pub schema: String,
    /// The version of the format, by semantic versioning: a patch changes descriptions, a minor
    /// version adds fields or values, a major version changes or removes them. A reader takes any
    /// document of the major version that it knows, and passes over what it does not know. The schema
    /// is closed, so a document is checked against the schema of its own minor version or a later one.
    #[schemars(regex(pattern = r"^1\.[0-9]+\.[0-9]+$"))]
    pub annexa: String,
    /// The program that wrote the document.
    pub generator: Generator,
    /// When it was written, as the caller gave it (RFC 3339); `null` unless one was given, so that the
    /// same standard gives the same bytes.
    pub timestamp: Option<String>,
    /// Whether the licensed wording of the bases is in the document, so that it must not be passed
    /// on to those without a licence.
    pub includes_base_text: bool,
    /// The standard itself.
    pub standard: Standard,
    /// The documents that it extends, in the order in which it lists them.
    pub bases: Vec<Base>,
    /// The documents that it refers to: the bases, those it declares, and those cited in its texts.
    pub references: Vec<ReferencedDocument>,
    /// Its terms, by name.
    pub terms: T,
    /// Every clause, objective and control of the bases, changed or not. A flat list in the order of
    /// the documents; `parent` gives the tree.
    pub provisions: P,
    /// What the standard adds: clauses, objectives, controls and requirements. A flat list, as a
    /// parent may be a provision of a base as well as another addition; `parent` gives the tree.
    pub additions: A,
    /// What the standard changes or says of provisions that are there already.
    pub changes: Vec<Change>,
    /// Who cites whom.
    pub relations: R,
    /// The rules of validation that the authors have silenced, with their reasons.
    pub allowances: Vec<Allowance>,
    /// The skeleton of a Statement of Applicability (ISO/IEC 27001:2022, 6.1.3 d)): one entry for each
    /// reference control of the bases and for each added control, in the order of the documents.
    pub statement_of_applicability: C,
}

/// The program that wrote a document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Generator {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl Generator {
    /// This program.
    pub(crate) fn this() -> Generator {
        Generator { name: "annexa".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

/// A stable id: a UUID of version 5, in lower case.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Id(
    /// The UUID.
    #[schemars(
        with = "String",
        regex(pattern = r"^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
    )]
    pub Uuid,
);

/// Where something is written in the sources.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SourcePlace {
    /// The file, as a path from the root of the project, parted by `/`.
    pub file: SmolStr,
    /// The line, counted from 1.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// The column in characters (Unicode scalar values), counted from 1.
    #[schemars(range(min = 1))]
    pub column: u32,
}
