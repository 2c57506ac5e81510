//! Files that any editor can open: read-only, in the user's cache, in a folder named by what they hold, so that two
//! versions of the program never disturb each other. The built-in catalogues and the pages of the rules are such files.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::SystemTime;

use annexa_workspace::Temporary;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::locked::locked;

/// A file and what it holds.
#[derive(Debug)]
pub(crate) struct CachedFile {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// Files of one kind.
#[derive(Debug)]
pub(crate) struct CacheFolder {
    files: Vec<CachedFile>,
    /// The folder of this version of the program, below that of all versions; `None` where nothing can be written.
    folder: Option<PathBuf>,
    /// Where the cache could not be written; it is removed at the end.
    temporary: Mutex<Option<tempfile::TempDir>>,
    /// When each of them was written last.
    seen: Mutex<FxHashMap<usize, SystemTime>>,
}

impl CacheFolder {
    /// The folder for files of a kind, which names it; `None` where the user's cache cannot be written.
    pub(crate) fn in_cache(kind: &str, files: Vec<CachedFile>) -> Option<CacheFolder> {
        let folder = in_user_cache(kind, &files)?;
        Some(CacheFolder::at(files, Some(folder), None))
    }

    /// The same, in a temporary folder where the cache cannot be written. The files are written when they are asked for.
    pub(crate) fn new(kind: &str, files: Vec<CachedFile>) -> CacheFolder {
        if let Some(folder) = in_user_cache(kind, &files) {
            return CacheFolder::at(files, Some(folder), None);
        }
        let temporary = tempfile::Builder::new().prefix("annexa-").tempdir();
        let folder =
            temporary.and_then(|temporary| Ok((made(temporary.path(), kind, &files)?, temporary)));
        match folder {
            Ok((folder, temporary)) => CacheFolder::at(files, Some(folder), Some(temporary)),
            Err(error) => {
                tracing::warn!("the {kind} cannot be written anywhere: {error}");
                CacheFolder::at(files, None, None)
            }
        }
    }

    fn at(
        files: Vec<CachedFile>,
        folder: Option<PathBuf>,
        temporary: Option<tempfile::TempDir>,
    ) -> CacheFolder {
        CacheFolder { files, folder, temporary: Mutex::new(temporary), seen: Mutex::default() }
    }

    /// Writes all files.
    pub(crate) fn write_all(&self) {
        for index in 0..self.files.len() {
            self.path(index);
        }
    }

    /// Removes what is of no use when the server has ended.
    pub(crate) fn tidy(&self) {
        locked(&self.temporary).take();
    }

    /// The path of a file, which is written where it is not.
    pub(crate) fn path(&self, index: usize) -> Option<PathBuf> {
        let (folder, file) = (self.folder.as_ref()?, self.files.get(index)?);
        let path = folder.join(&file.name);
        // It can be changed or removed while the server runs. To compare its time costs nothing.
        let time = path.symlink_metadata().and_then(|it| it.modified()).ok();
        let mut seen = locked(&self.seen);
        if time.is_none() || seen.get(&index) != time.as_ref() {
            if let Err(error) = write(folder, file) {
                tracing::warn!("{} cannot be written: {error}", file.name);
            }
            seen.extend(path.metadata().and_then(|it| it.modified()).ok().map(|it| (index, it)));
        }
        Some(path)
    }

    /// Which of the files a path is.
    pub(crate) fn find(&self, path: &Path) -> Option<usize> {
        if path.parent() != self.folder.as_deref() {
            return None;
        }
        self.files.iter().position(|file| path.ends_with(&file.name))
    }

    /// The folder of this version of the program.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }
}

fn in_user_cache(kind: &str, files: &[CachedFile]) -> Option<PathBuf> {
    made(&dirs::cache_dir()?.join("annexa"), kind, files).ok()
}

/// Makes the folder for files of a kind, below that of all versions of the program.
fn made(above: &Path, kind: &str, files: &[CachedFile]) -> io::Result<PathBuf> {
    let folder = above.join(kind).join(content_hash(files));
    fs::create_dir_all(&folder)?;
    annexa_workspace::sweep(&folder);
    // A folder that is there may still take no files.
    Temporary::new(&folder)?;
    folder.canonicalize()
}

fn content_hash(files: &[CachedFile]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.name.as_bytes());
        hash.update(file.text.as_bytes());
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a file is in its place as a whole: it can have been cut short or written in by hand, and a pipe or a link to
/// a device can have taken its place.
fn is_written(path: &Path, text: &str) -> bool {
    let is_regular = path.symlink_metadata().is_ok_and(|it| it.is_file());
    let there = || annexa_workspace::regular_file(path, text.len() as u64);
    is_regular && there().is_ok_and(|there| there == text.as_bytes())
}

fn write(folder: &Path, file: &CachedFile) -> io::Result<()> {
    let path = folder.join(&file.name);
    if is_written(&path, &file.text) {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    let mut written = Temporary::new(folder)?;
    written.file.write_all(file.text.as_bytes())?;
    make_replaceable(&path)?;
    let opened = written.file.try_clone()?;
    written.replace(&path)?;
    // On Windows a file loses this attribute where it takes its name.
    let mut permissions = opened.metadata()?.permissions();
    permissions.set_readonly(true);
    opened.set_permissions(permissions)
}

/// Windows replaces no file that is read-only.
#[cfg(windows)]
fn make_replaceable(path: &Path) -> io::Result<()> {
    let Ok(there) = path.symlink_metadata() else { return Ok(()) };
    let mut permissions = there.permissions();
    #[expect(clippy::permissions_set_readonly_false, reason = "on Windows it is one attribute")]
    permissions.set_readonly(false);
    fs::set_permissions(path, permissions)
}

#[cfg(not(windows))]
fn make_replaceable(_: &Path) -> io::Result<()> {
    Ok(())
}
