//! Who cites whom, and which rules are silenced.

use annexa_syntax::SmolStr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Id, SourcePlace, TargetKind, Text};

/// A reference from one thing to another, once for each pair and kind.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Relation {
    /// Who cites: the id of an addition, a change, a term or the standard (for its scope, introduction
    /// or foreword).
    pub from: Id,
    /// What kind of reference it is.
    pub kind: RelationKind,
    /// What is cited, by id.
    pub to: Id,
    /// What kind of thing is cited.
    pub target: TargetKind,
    /// The list item that is cited.
    pub item: Option<SmolStr>,
}

/// What kind of reference it is.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum RelationKind {
    /// A text refers to a provision or a document.
    Cites,
    /// A text uses a term.
    UsesTerm,
}

/// A rule of validation that is silent in one place, with the authors' reason.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Allowance {
    /// The code of the rule: `Q502`.
    pub code: String,
    /// Where it is silent: the id of an addition, a change, a term or the standard.
    pub on: Id,
    /// Why.
    pub reason: Text,
    /// Where it is written.
    pub source: SourcePlace,
}
