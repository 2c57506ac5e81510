//! The built-in catalogues as files, so that any editor can open them.

use std::path::{Path, PathBuf};

use annexa_base::{BUILT_IN, FileId};

use crate::cache::{CacheFolder, CachedFile};

/// Where the built-in catalogues are.
#[derive(Debug)]
pub(crate) struct Catalogues(CacheFolder);

const KIND: &str = "catalogues";

fn files() -> Vec<CachedFile> {
    let files = BUILT_IN.iter();
    files
        .map(|file| CachedFile { name: file.name.to_owned(), text: file.text.to_owned() })
        .collect()
}

/// The folder in the user's cache that holds the built-in catalogues. Writes those that are missing; `None` where the
/// cache cannot be written.
pub fn cached_catalogues() -> Option<PathBuf> {
    let folder = CacheFolder::in_cache(KIND, files())?;
    folder.write_all();
    folder.folder().map(Path::to_owned)
}

impl Catalogues {
    /// Writes the catalogues where they are not written yet.
    pub(crate) fn written() -> Catalogues {
        let folder = CacheFolder::new(KIND, files());
        folder.write_all();
        Catalogues(folder)
    }

    /// Removes what is of no use when the server has ended.
    pub(crate) fn tidy(&self) {
        self.0.tidy();
    }

    /// The file of a built-in catalogue.
    pub(crate) fn path(&self, index: u32) -> Option<PathBuf> {
        self.0.path(index as usize)
    }

    /// The built-in catalogue that a file is.
    pub(crate) fn find(&self, path: &Path) -> Option<FileId> {
        Some(FileId::BuiltIn(self.0.find(path)? as u32))
    }

    /// Whether a file was written by this or another version of the program, so that it is no file of
    /// the user's.
    pub(crate) fn has_written(&self, path: &Path) -> bool {
        self.of_all_versions().is_some_and(|all| path.starts_with(all))
    }

    /// The folder below which all versions of the program write their catalogues.
    pub(crate) fn of_all_versions(&self) -> Option<&Path> {
        self.0.folder()?.parent()
    }
}
