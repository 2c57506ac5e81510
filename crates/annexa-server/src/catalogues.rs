//! The built-in catalogues as files, so that any editor can open them: read-only, in the user's cache,
//! in a folder named by what they hold, so that two versions of the program never disturb each other.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::SystemTime;

use annexa_base::{BUILT_IN, FileId};
use annexa_workspace::Temporary;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::locked::locked;

/// Where the built-in catalogues are.
#[derive(Debug)]
pub(crate) struct Catalogues {
    /// The folder of this version of the program, below that of all versions; `None` where nothing
    /// can be written.
    folder: Option<PathBuf>,
    /// Where the cache could not be written; it is taken away at the end.
    temporary: Mutex<Option<tempfile::TempDir>>,
    /// When each of them was written last.
    seen: Mutex<FxHashMap<u32, SystemTime>>,
}

/// The folder in the user's cache that holds the built-in catalogues. Writes those that are missing; `None` where the
/// cache cannot be written.
pub fn cached_catalogues() -> Option<PathBuf> {
    written_below(&dirs::cache_dir()?.join("annexa")).ok()
}

fn written_below(above: &Path) -> io::Result<PathBuf> {
    let folder = above.join("catalogues").join(content_hash());
    write(&folder).and_then(|()| folder.canonicalize())
}

impl Catalogues {
    /// Writes the catalogues where they are not written yet.
    pub(crate) fn written() -> Catalogues {
        if let Some(folder) = cached_catalogues() {
            return Catalogues::at(Some(folder), None);
        }
        let temporary = tempfile::Builder::new().prefix("annexa-").tempdir();
        match temporary.and_then(|temporary| Ok((written_below(temporary.path())?, temporary))) {
            Ok((folder, temporary)) => Catalogues::at(Some(folder), Some(temporary)),
            Err(error) => {
                tracing::warn!("the built-in catalogues cannot be written anywhere: {error}");
                Catalogues::at(None, None)
            }
        }
    }

    fn at(folder: Option<PathBuf>, temporary: Option<tempfile::TempDir>) -> Catalogues {
        Catalogues { folder, temporary: Mutex::new(temporary), seen: Mutex::default() }
    }

    /// Takes away what is of no use when the server has ended.
    pub(crate) fn tidy(&self) {
        locked(&self.temporary).take();
    }

    /// The file of a built-in catalogue.
    pub(crate) fn path(&self, index: u32) -> Option<PathBuf> {
        let (folder, file) = (self.folder.as_ref()?, BUILT_IN.get(index as usize)?);
        let path = folder.join(file.name);
        // It can be changed or removed while the server runs. To compare its time costs nothing.
        let time = path.symlink_metadata().and_then(|it| it.modified()).ok();
        let mut seen = locked(&self.seen);
        if time.is_none() || seen.get(&index) != time.as_ref() {
            if let Err(error) = write(folder) {
                tracing::warn!("a built-in catalogue cannot be written: {error}");
            }
            seen.extend(path.metadata().and_then(|it| it.modified()).ok().map(|it| (index, it)));
        }
        Some(path)
    }

    /// The built-in catalogue that a file is.
    pub(crate) fn find(&self, path: &Path) -> Option<FileId> {
        if path.parent() != self.folder.as_deref() {
            return None;
        }
        let index = BUILT_IN.iter().position(|file| path.ends_with(file.name))?;
        Some(FileId::BuiltIn(index as u32))
    }

    /// Whether a file was written by this or another version of the program, so that it is no file of
    /// the user's.
    pub(crate) fn has_written(&self, path: &Path) -> bool {
        self.of_all_versions().is_some_and(|all| path.starts_with(all))
    }

    /// The folder below which all versions of the program write their catalogues.
    pub(crate) fn of_all_versions(&self) -> Option<&Path> {
        self.folder.as_ref()?.parent()
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

/// Whether a catalogue is in its place as a whole: it can have been cut short or written in by hand, and
/// a pipe or a link to a device can have taken its place.
fn is_written(path: &Path, text: &str) -> bool {
    let is_regular = path.symlink_metadata().is_ok_and(|it| it.is_file());
    let there = || annexa_workspace::regular_file(path, text.len() as u64);
    is_regular && there().is_ok_and(|there| there == text.as_bytes())
}

fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    annexa_workspace::sweep(folder);
    for file in BUILT_IN {
        let path = folder.join(file.name);
        if is_written(&path, file.text) {
            continue;
        }
        let mut written = Temporary::new(folder)?;
        written.file.write_all(file.text.as_bytes())?;
        make_replaceable(&path)?;
        let opened = written.file.try_clone()?;
        written.replace(&path)?;
        // On Windows a file loses this attribute where it takes its name.
        let mut permissions = opened.metadata()?.permissions();
        permissions.set_readonly(true);
        opened.set_permissions(permissions)?;
    }
    Ok(())
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
