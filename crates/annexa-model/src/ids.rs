//! IDs of declarations, standards and bases.

use annexa_base::FileId;
use annexa_syntax::ItemKey;

/// Identifies a declaration of the project. It keeps its ID while other declarations come and go.
/// IDs are ordered by file, then by position in the file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DeclarationId {
    /// The index of the file in the project.
    pub(crate) file: u32,
    /// The key of the item in the file.
    pub(crate) item: ItemKey,
    /// The index of the declaration in the item.
    pub(crate) index: u32,
}

impl DeclarationId {
    /// Returns the file that contains it.
    pub fn file(self) -> FileId {
        FileId::Project(self.file)
    }
}

/// Identifies a standard of the project: an index into [`crate::Project::standards`], which are
/// sorted by prefix.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StandardId(pub u32);

/// Identifies a base of a standard: an index into [`Standard::bases`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct BaseId(pub u32);

/// The position of a declaration in the order of a standard's files, of which the one with the head
/// comes first.
pub(crate) type Rank = (bool, DeclarationId);
