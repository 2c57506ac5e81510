//! The skeleton of a Statement of Applicability.

use annexa_syntax::SmolStr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Id, Origin, State};

/// A line of a Statement of Applicability, for an organization to fill in (ISO/IEC 27001:2022, 6.1.3 d)).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApplicabilityEntry {
    /// The control, by id: in `provisions` or in `additions`.
    pub control: Id,
    /// The document in which it has that reference: `ISO/IEC 27001:2022`; of an added control the
    /// designation of the standard, or else prefix and edition.
    pub document: SmolStr,
    /// Its reference: that of the annex of reference controls (`A.5.23`) where a base has one, else the
    /// number in its document; the printed number of an added control.
    pub reference: SmolStr,
    /// Its title.
    pub title: SmolStr,
    /// The base or this standard.
    pub origin: Origin,
    /// What the standard does to it.
    pub state: State,
    /// Whether the control is necessary: `true` or `false`; `null` until it is decided.
    pub applicable: Option<bool>,
    /// Why it is included.
    pub justification_for_inclusion: SmolStr,
    /// Why it is excluded.
    pub justification_for_exclusion: SmolStr,
    /// Whether it is implemented; `null` until it is known.
    pub status: Option<ImplementationStatus>,
}

/// Whether a control is implemented.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ImplementationStatus {
    /// It is implemented.
    Implemented,
    /// It is implemented in part.
    PartlyImplemented,
    /// It is decided, and not implemented yet.
    Planned,
    /// It is not implemented.
    NotImplemented,
}
