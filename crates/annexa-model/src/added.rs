//! What a standard adds: clauses, objectives, controls and requirements as a tree, with the numbers
//! that are printed.

use annexa_base::ProvisionId;
use annexa_syntax::SmolStr;

use crate::{BaseId, DeclarationId, Location};

/// An added provision: an index into [`crate::Standard::added`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AddedId(pub u32);

/// What is added.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AddedKind {
    /// A clause.
    Clause,
    /// A control objective.
    Objective,
    /// A control.
    Control,
    /// A requirement.
    Requirement,
}

/// A provision that a standard adds.
#[derive(Clone, Debug)]
pub struct AddedProvision {
    /// The declaration that adds it.
    pub declaration: DeclarationId,
    /// What it is.
    pub kind: AddedKind,
    /// Its label, which identifies it: `SMX.8.35`.
    pub label: SmolStr,
    /// Its title.
    pub title: SmolStr,
    /// What it is added to.
    pub parent: Parent,
    /// The added provisions right below it, in natural order of label.
    pub children: Vec<AddedId>,
    /// The number that is printed, after the numbering of the standard: `8.35 SMX`, `SMX.8.35`,
    /// `8.35`; or `9.3.2 h)` where it is the next item of the base's list.
    pub number: String,
    /// The base that it belongs to in the end, through the added provisions above it.
    pub base: Option<BaseId>,
    /// Where its label stands.
    pub location: Location,
}

/// What a provision is added to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Parent {
    /// A base as a whole.
    Document(BaseId),
    /// A provision of a base.
    Provision(BaseId, ProvisionId),
    /// An added provision.
    Added(AddedId),
    /// The reference names nothing; a diagnostic says so.
    Unknown,
}
