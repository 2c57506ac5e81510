//! What a standard adds.

use annexa_syntax::SmolStr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Attributes, Id, SourcePlace, State, Statement, Text};

/// An added clause, objective, control or requirement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Addition {
    /// Its stable id, made of its key alone.
    pub id: Id,
    /// The label that it was first published under; the same as `label` until it is renumbered.
    pub key: SmolStr,
    /// Its label: `SMX.8.35`.
    pub label: SmolStr,
    /// Its number as it is printed: `8.35 SMX`, `SMX.8.35` or `8.35`, by the standard's numbering.
    pub number: SmolStr,
    /// The document that adds it: the designation of the standard, or else prefix and edition.
    pub document: SmolStr,
    /// As a reader cites it: document and number.
    pub reference: SmolStr,
    /// What it is.
    pub kind: AdditionKind,
    /// The subclause of ISO/IEC 27009 that allows it: `5.2`, `6.2`.
    pub basis: SmolStr,
    /// Its title.
    pub title: SmolStr,
    /// The provision, addition or whole document that it is added to, by id.
    pub parent: Option<Id>,
    /// The alias of the base that it belongs to in the end.
    pub base: Option<SmolStr>,
    /// The mark under which it is printed as the next item of the base's list: `h)`.
    pub as_item: Option<SmolStr>,
    /// Always `new`.
    pub state: State,
    /// The audiences that it is addressed to, by name; empty for all.
    pub audiences: Vec<String>,
    /// The condition under which it applies.
    pub applies: Option<Text>,
    /// What a clause, objective or requirement says.
    pub text: Option<Text>,
    /// What a control says.
    pub control: Option<ControlStatement>,
    /// The purpose of a control (2022 layout).
    pub purpose: Option<Text>,
    /// The guidance of a control, by audience.
    pub guidance: Vec<AudienceText>,
    /// Other information of a control.
    pub information: Option<Text>,
    /// Notes.
    pub notes: Vec<Text>,
    /// Examples.
    pub examples: Vec<Text>,
    /// The attributes of a control (2022 layout).
    pub attributes: Option<Attributes>,
    /// Why it is there.
    pub rationale: Option<Text>,
    /// What it says, sentence by sentence.
    pub statements: Vec<Statement>,
    /// Where it is written.
    pub source: SourcePlace,
}

/// What is added.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum AdditionKind {
    /// A clause (ISO/IEC 27009:2020, 6.2).
    Clause,
    /// A control objective (ISO/IEC 27009:2020, 6.2; 2013 layout).
    Objective,
    /// A control (ISO/IEC 27009:2020, 6.2).
    Control,
    /// A requirement (ISO/IEC 27009:2020, 5.2).
    Requirement,
}

/// The statement of a control in its two printed forms.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ControlStatement {
    /// The control as it is written, with one `should` (ISO/IEC 27009:2020, clause 6).
    pub control: Text,
    /// As it stands in the annex of reference controls, its one `should` as `shall`: what an
    /// organization claims conformity to (ISO/IEC 27001:2022, Annex A). In a language whose verbal forms
    /// are not known, as it is written.
    pub reference_control: Text,
}

/// A text for some of the audiences.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AudienceText {
    /// The audiences that it is addressed to, by name; empty for all. Guidance that names none is
    /// addressed to the audiences of its control.
    pub audiences: Vec<String>,
    /// The text.
    pub text: Text,
}
