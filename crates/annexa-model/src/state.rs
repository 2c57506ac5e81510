//! The state of the provisions of a base: what the standard does to each, those left alone included.

use annexa_base::ProvisionId;
use annexa_syntax::SmolStr;

use crate::DeclarationId;

/// What is done to a provision. The order is that of weight: the state of a provision to which
/// several things are done is the greatest of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Change {
    /// Nothing: it applies as it stands.
    Unchanged,
    /// It was looked at and left as it is.
    Retained,
    /// It is explained in the sector's context.
    Interpreted,
    /// Guidance, other information or a note is added.
    GuidanceAdded,
    /// A requirement, a control, an objective or a clause is added below it.
    AddedTo,
    /// It is supplemented or adapted.
    Refined,
    /// Its wording is modified.
    Modified,
}

impl Change {
    /// As outputs write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Change::Unchanged => "unchanged",
            Change::Retained => "retained",
            Change::Interpreted => "interpreted",
            Change::GuidanceAdded => "guidance-added",
            Change::AddedTo => "added-to",
            Change::Refined => "refined",
            Change::Modified => "modified",
        }
    }
}

/// The state of one base provision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProvisionState {
    /// The provision.
    pub provision: ProvisionId,
    /// The greatest of its changes.
    pub state: Change,
    /// What brings it about, in the order of output: by list item, then audience, then as declared.
    pub causes: Vec<Cause>,
}

/// A declaration that does something to a provision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cause {
    /// The declaration.
    pub declaration: DeclarationId,
    /// What it does.
    pub change: Change,
    /// The list item that it names.
    pub items: Vec<SmolStr>,
    /// Whom it is for; none means all.
    pub audiences: Vec<SmolStr>,
    /// What it names where that is not the provision itself.
    pub via: Option<Via>,
}

/// What a change names that reaches a provision from above.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Via {
    /// A clause or an objective above it.
    Provision(ProvisionId),
    /// The document as a whole.
    Document,
}

impl ProvisionState {
    /// The changes, each once, in order of weight.
    pub fn changes(&self) -> Vec<Change> {
        let mut changes: Vec<Change> = self.causes.iter().map(|cause| cause.change).collect();
        changes.sort_unstable();
        changes.dedup();
        changes
    }

    /// What is done to one list item itself.
    pub fn item_causes<'a>(&'a self, items: &'a [SmolStr]) -> impl Iterator<Item = &'a Cause> {
        self.causes.iter().filter(move |cause| cause.items == items)
    }
}
