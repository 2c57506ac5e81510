//! The built-in catalogues as files, so that any editor can open them: read-only, in the user's cache,
//! in a folder named by what they hold, so that two versions of the program never disturb each other.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use annexa_base::{BUILT_IN, FileId};
use sha2::{Digest, Sha256};

/// Where the built-in catalogues are.
#[derive(Debug)]
pub(crate) struct Catalogues {
    folder: PathBuf,
    /// Kept so that it is taken away at the end, where the cache could not be written.
    _temporary: Option<tempfile::TempDir>,
}

impl Catalogues {
    /// Writes the catalogues where they are not written yet.
    pub(crate) fn written() -> io::Result<Catalogues> {
        if let Some(cache) = dirs::cache_dir() {
            let folder = cache.join("annexa").join("catalogues").join(content_hash());
            if write(&folder).is_ok() {
                let folder = folder.canonicalize()?;
                return Ok(Catalogues { folder, _temporary: None });
            }
        }
        let temporary = tempfile::Builder::new().prefix("annexa-catalogues-").tempdir()?;
        write(temporary.path())?;
        let folder = temporary.path().canonicalize()?;
        Ok(Catalogues { folder, _temporary: Some(temporary) })
    }

    /// The file of a built-in catalogue.
    pub(crate) fn path(&self, index: u32) -> Option<PathBuf> {
        Some(self.folder.join(BUILT_IN.get(index as usize)?.name))
    }

    /// The built-in catalogue that a file is. Files of this and of any other version of the program
    /// are never taken for the user's own.
    pub(crate) fn find(&self, path: &Path) -> Option<FileId> {
        let name = path.file_name()?.to_str()?;
        let index = BUILT_IN.iter().position(|file| file.name == name)?;
        let folder = path.parent()?;
        (folder == self.folder || folder.parent() == self.folder.parent())
            .then_some(FileId::BuiltIn(index as u32))
    }
}

fn content_hash() -> String {
    let mut hash = Sha256::new();
    for file in BUILT_IN {
        hash.update(file.name.as_bytes());
        hash.update(file.text.as_bytes());
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for file in BUILT_IN {
        let path = folder.join(file.name);
        // What stands there can have been cut short or written in by hand.
        if fs::read(&path).is_ok_and(|text| text == file.text.as_bytes()) {
            continue;
        }
        let mut written = tempfile::NamedTempFile::new_in(folder)?;
        io::Write::write_all(&mut written, file.text.as_bytes())?;
        let mut permissions = written.as_file().metadata()?.permissions();
        permissions.set_readonly(true);
        written.as_file().set_permissions(permissions)?;
        written.persist(&path).map_err(|error| error.error)?;
    }
    Ok(())
}
