//! The provisions of the bases, and what has become of them.

use annexa_syntax::SmolStr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Id, Statement, Text};

/// A clause, objective or control of a base, and what the standard makes of it. What the standard does
/// not name applies unchanged (ISO/IEC 27009:2020, clause 4).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Provision {
    /// Its stable id, the same in every standard that extends this edition.
    pub id: Id,
    /// What the id is made of.
    pub key: String,
    /// The alias of the base that it belongs to.
    pub base: SmolStr,
    /// The base with its edition: `ISO/IEC 27002:2022`.
    pub document: String,
    /// Its number: `5.23`.
    pub label: SmolStr,
    /// As it is printed: `ISO/IEC 27002:2022, 5.23`.
    pub reference: String,
    /// What it is.
    pub kind: ProvisionKind,
    /// Its title.
    pub title: SmolStr,
    /// The provision above it.
    pub parent: Option<Id>,
    /// Whether no provision of the base stands below it. The leaves are what is assessed: 30 clauses
    /// of ISO/IEC 27001:2022, 93 controls of ISO/IEC 27002:2022.
    pub leaf: bool,
    /// What it is about, in the words of the catalogue (not of the base).
    pub summary: Option<String>,
    /// The attributes of a control (ISO/IEC 27002:2022, 4.2); `null` where the layout has none.
    pub attributes: Option<Attributes>,
    /// Its list items, each with a state of its own.
    pub items: Vec<ProvisionItem>,
    /// Its reference in the annex of reference controls of another base: `A.5.23` of ISO/IEC 27001.
    pub annex_reference: Option<String>,
    /// The amendments in force that change it: `Amd 1:2024`.
    pub amended_by: Vec<String>,
    /// What the standard does to it, its list items included: the strongest of `changes`.
    pub state: State,
    /// What was done to it, in the order of `changes`; those made to its list items and those made to a
    /// provision above it are among them.
    pub changes: Vec<AppliedChange>,
    /// The additions directly below it, by id.
    pub additions: Vec<Id>,
    /// Where it stands in the other editions of the base that the catalogues know.
    pub correspondence: Vec<Correspondence>,
    /// The licensed wording of the base, part by part. Empty unless the output was asked for with the
    /// wording of the bases, and the project has it. With the texts of `changes` it makes up what the
    /// provision says in effect.
    pub wording: Vec<Wording>,
}

/// A list item of a provision.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProvisionItem {
    /// Its stable id.
    pub id: Id,
    /// Its mark: `c)`, `2)`.
    pub mark: String,
    /// Its marks from the provision down: `d) 2)`.
    pub label: String,
    /// As it is printed: `ISO/IEC 27001:2022, 9.3.2 d) 2)`.
    pub reference: String,
    /// What the standard does to it.
    pub state: State,
    /// What was done to it, in the order of `changes`. What was done to the provision as a whole, or
    /// to an item above this one, is not repeated here.
    pub changes: Vec<AppliedChange>,
    /// Where it stands in the other editions of the base that the catalogues know.
    pub correspondence: Vec<Correspondence>,
    /// The items nested in it.
    pub items: Vec<ProvisionItem>,
}

/// What a provision of a base is.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ProvisionKind {
    /// A clause; those of ISO/IEC 27001 hold requirements.
    Clause,
    /// A control objective (2013 layout).
    Objective,
    /// A control.
    Control,
}

/// What a standard does to a provision.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It applies as it is (ISO/IEC 27009:2020, clause 4).
    Unchanged,
    /// It was looked at and left as it is, for a reason.
    Retained,
    /// It is explained in the context of the sector (ISO/IEC 27009:2020, 5.4).
    Interpreted,
    /// Guidance, information or a note is added to it (ISO/IEC 27009:2020, 6.2).
    GuidanceAdded,
    /// Requirements, clauses, objectives or controls are added below it (ISO/IEC 27009:2020, 5.2 and 6.2).
    AddedTo,
    /// It is supplemented or adapted (ISO/IEC 27009:2020, 5.3).
    Refined,
    /// Its wording is modified (ISO/IEC 27009:2020, 6.3).
    Modified,
    /// It is new: an addition.
    New,
}

/// A change that bears on a provision.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AppliedChange {
    /// The change or the addition, by id.
    pub change: Id,
    /// Where the change is made to a provision above this one (a clause, or a whole document): the id
    /// of that provision or document. `null` where it is made to this provision or to an item of it.
    pub via: Option<Id>,
}

/// The five attributes of a control (ISO/IEC 27002:2022, 4.2).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Attributes {
    /// Control type: when and how it modifies a risk.
    #[serde(rename = "type")]
    pub control_type: Vec<SmolStr>,
    /// Information security properties.
    pub properties: Vec<SmolStr>,
    /// Cybersecurity concepts.
    pub concepts: Vec<SmolStr>,
    /// Operational capabilities.
    pub capabilities: Vec<SmolStr>,
    /// Security domains.
    pub domains: Vec<SmolStr>,
}

/// A provision of another edition that corresponds to a provision of a base.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Correspondence {
    /// The other edition: `ISO/IEC 27002:2013`.
    pub document: String,
    /// The number there: `15.2.1`.
    pub label: String,
    /// The list item there: `d) 2)`.
    pub item: Option<SmolStr>,
    /// The id that the provision, or the list item, has where that edition is a base.
    pub id: Id,
}

/// Licensed wording of a base.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Wording {
    /// The part of the provision.
    pub part: super::Part,
    /// The list item that it belongs to: `d) 2)`.
    pub item: Option<SmolStr>,
    /// The wording.
    pub text: Text,
    /// The sentences of it.
    pub statements: Vec<Statement>,
    /// The modifications that put a wording of their own in its place, by id, each for its audiences;
    /// empty where it stands.
    pub replaced_by: Vec<Id>,
}
