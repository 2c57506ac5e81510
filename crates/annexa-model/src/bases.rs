//! The editions that are known: the built-in ones and those of the project, and which is the latest.

/// A catalogue that the project can refer to: a built-in one or one of its own. See
/// [`crate::Project::catalogue`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CatalogueId(pub u32);
