//! Every reference in the project with what it names, and every use of each thing that has a name.

use annexa_base::ProvisionId;
use annexa_syntax::TextRange;

use crate::{
    AddedId, BaseId, CatalogueId, DeclarationId, Location, ResolveError, Resolved, StandardId,
};

/// A reference and what it names.
#[derive(Clone, Debug)]
pub struct Link {
    /// The declaration that it stands in.
    pub declaration: DeclarationId,
    /// Where it stands, without braces, relative to the item.
    pub range: TextRange,
    /// What for.
    pub role: LinkRole,
    /// What it names.
    pub resolved: Result<Resolved, ResolveError>,
}

/// What a reference is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LinkRole {
    /// The head of a declaration names what it changes or adds to.
    Target,
    /// A text cites it.
    Citation,
}

/// A thing that has a name and is used by it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Symbol {
    /// An edition of a document as a whole.
    Document(CatalogueId),
    /// A provision of an edition, whatever list item of it is named.
    Provision(CatalogueId, ProvisionId),
    /// An added provision.
    Added(StandardId, AddedId),
    /// A term: an index into [`crate::Standard::terms`].
    Term(StandardId, u32),
    /// An audience: an index into [`crate::Standard::audiences`].
    Audience(StandardId, u32),
    /// A base by its alias.
    Base(StandardId, BaseId),
    /// A standard by its prefix.
    Standard(StandardId),
}

/// A use of a thing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Use {
    /// What is used.
    pub symbol: Symbol,
    /// The declaration that uses it.
    pub declaration: DeclarationId,
    /// Where its name stands: the whole reference, the name in `{term …}` or after `for`, the alias.
    pub location: Location,
    /// What for.
    pub role: LinkRole,
}
