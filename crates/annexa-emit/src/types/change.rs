//! What a standard changes, or says of what is there.

use annexa_syntax::SmolStr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Id, SourcePlace, Statement, Text};

/// A change to a provision of a base: a refinement, an interpretation, added guidance, a modification,
/// or the decision to leave it as it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Change {
    /// Its stable id, made of its key.
    pub id: Id,
    /// What the id is made of, with `|` between the parts: the prefix of the standard, kind, part, document
    /// with edition, number, item and audiences in the order in which the standard declares them. In the
    /// place of document, edition and number stands the key of an added provision; in the place of a
    /// reference to nothing stands what is written.
    pub key: String,
    /// What kind of change it is.
    pub kind: ChangeKind,
    /// The subclause of ISO/IEC 27009 that it rests on: `5.3`, `5.4`, `6.2`, `6.3`; `4` for a
    /// retention.
    pub basis: String,
    /// What it changes.
    pub target: ChangeTarget,
    /// The audiences that it is addressed to, by name; empty for all.
    pub audiences: Vec<String>,
    /// The condition under which it applies.
    pub applies: Option<Text>,
    /// What it says: a refinement, an interpretation, added guidance, information or a note; of a
    /// modification, the new wording, which stands in place of the base's.
    pub text: Option<Text>,
    /// Of a modification: what stands behind the base's wording.
    pub addition: Option<Text>,
    /// Of a modification: some words of the base and those in their place.
    pub replacement: Option<Replacement>,
    /// Of a modified control statement: `text` or `addition` as it stands in the annex of reference
    /// controls, its one `should` as `shall`; as it is written in a language whose verbal forms are
    /// not known.
    pub reference_control: Option<Text>,
    /// Why it is made. A modification and a retention always have one (ISO/IEC 27009:2020, 6.3: nothing is
    /// removed, invalidated or reduced).
    pub reason: Option<Text>,
    /// Why the sector needs it.
    pub rationale: Option<Text>,
    /// What it says, sentence by sentence.
    pub statements: Vec<Statement>,
    /// Where it is written.
    pub source: SourcePlace,
}

/// What kind of change it is.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// A requirement is supplemented or adapted (ISO/IEC 27009:2020, 5.3).
    Refinement,
    /// A requirement is explained in the context of the sector (ISO/IEC 27009:2020, 5.4).
    Interpretation,
    /// Implementation guidance is added (ISO/IEC 27009:2020, 6.2).
    GuidanceAddition,
    /// Other information is added (ISO/IEC 27009:2020, 6.2).
    InformationAddition,
    /// A note is added (ISO/IEC 27009:2020, 6.2).
    NoteAddition,
    /// A part of a provision is modified (ISO/IEC 27009:2020, 6.3).
    Modification,
    /// It was looked at and left as it is (ISO/IEC 27009:2020, clause 4).
    Retention,
}

/// What a change is made to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeTarget {
    /// The alias of the base; `null` where the change is made to an addition.
    pub base: Option<SmolStr>,
    /// The id of the provision, the addition, or (where a change is made to all of it) the document;
    /// `null` where the reference leads to nothing, which is an error of the standard.
    pub id: Option<Id>,
    /// The list item: `d) 1)`.
    pub item: Option<SmolStr>,
    /// The part of the provision.
    pub part: Option<Part>,
    /// As it is printed: `ISO/IEC 27001:2022, 6.1.3 c)`.
    pub reference: SmolStr,
}

/// A part of a provision.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The text of a clause or requirement, a refinement, or an interpretation.
    Text,
    /// The text of a control objective.
    Objective,
    /// The statement of a control.
    Control,
    /// The purpose of a control.
    Purpose,
    /// Implementation guidance.
    Guidance,
    /// Other information.
    Information,
    /// A note.
    Note,
}

/// Words of the base and those in their place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Replacement {
    /// The words of the base, as the standard quotes them.
    pub old: String,
    /// The words in their place.
    pub new: String,
}
