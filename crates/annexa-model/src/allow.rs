//! Where a rule is allowed to be broken, and why.

use annexa_syntax::SmolStr;

use crate::{DeclarationId, Location, StandardId};

/// An `allow CODE """why"""`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Allow {
    /// The code of the rule.
    pub code: SmolStr,
    /// The declaration that it stands in.
    pub declaration: DeclarationId,
    /// The standard for the whole of which it holds, where it stands in its head.
    pub whole: Option<StandardId>,
    /// Where the code stands.
    pub location: Location,
    /// All of the field.
    pub field: Location,
}
