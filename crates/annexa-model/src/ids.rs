//! What declarations, standards and bases are known by.

use annexa_base::FileId;
use annexa_syntax::ItemKey;

/// A declaration of the project. It keeps its id while other declarations come and go; the order of ids
/// is that of paths, then of places.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DeclarationId {
    /// Which of the files of the project.
    pub(crate) file: u32,
    /// The item of the file.
    pub(crate) item: ItemKey,
    /// Which of the declarations of the item.
    pub(crate) index: u32,
}

impl DeclarationId {
    /// The file that it stands in.
    pub fn file(self) -> FileId {
        FileId::Project(self.file)
    }
}

/// A standard of the project: an index into [`crate::Project::standards`], which are sorted by
/// prefix.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StandardId(pub u32);

/// A base of a standard: an index into [`Standard::bases`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct BaseId(pub u32);

/// The place of a declaration in the order of a standard's files.
pub(crate) type Rank = (bool, DeclarationId);
