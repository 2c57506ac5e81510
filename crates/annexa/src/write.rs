//! Writing files: to a temporary file beside the target, which then takes its name. A reader sees
//! the old file or the new one, and what fails half way leaves nothing behind.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use annexa_workspace::plain;

use crate::outcome::Failure;

/// What to do about a file that is there already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// Put the new one in its place, with its permissions.
    Replace,
    /// Fail.
    Refuse,
}

/// Writes a file of the user's, and the folders that lead to it. It is on the disk when this ends.
pub(crate) fn file(path: &Path, bytes: &[u8], existing: Existing) -> Result<(), Failure> {
    let write = |file: &mut fs::File| {
        file.write_all(bytes)?;
        file.sync_all()
    };
    try_file(path, existing, &write).map_err(|error| Failure::of_file("write", path, plain(&error)))
}

/// Writes new texts in the place of old ones, to all the files or to none.
pub(crate) fn all(changes: &[(PathBuf, String, String)]) -> Result<(), Failure> {
    for (index, (path, _, new)) in changes.iter().enumerate() {
        if let Err(failure) = file(path, new.as_bytes(), Existing::Replace) {
            for (path, old, _) in changes.iter().take(index) {
                // If this fails as well, the first error is the one to be told.
                let _ = file(path, old.as_bytes(), Existing::Replace);
            }
            return Err(failure.help("no file was changed"));
        }
    }
    Ok(())
}

/// Writes what `write` makes to a file. What is compiled can be compiled again: nobody waits for the
/// disk.
pub(crate) fn output(path: &Path, write: &Make<'_>) -> Result<(), Failure> {
    try_file(path, Existing::Replace, write)
        .map_err(|error| Failure::of_file("write", path, plain(&error)))
}

/// Makes the bytes of a file.
type Make<'a> = dyn Fn(&mut fs::File) -> io::Result<()> + 'a;

fn try_file(path: &Path, existing: Existing, write: &Make<'_>) -> io::Result<()> {
    // A file that is reached by a link is written where it lies; the link stays.
    let target = match fs::canonicalize(path) {
        Ok(target) => target,
        Err(_) => path.to_owned(),
    };
    let old = fs::metadata(&target).ok();
    if old.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    // A device or a pipe cannot be replaced, only written to.
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        return write(&mut fs::OpenOptions::new().write(true).open(&target)?);
    }
    // The folder's permissions decide on a rename, but who marks a file as read-only means it.
    if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
        return Err(io::Error::other("the file is read-only"));
    }
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if folder.exists() && !folder.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    fs::create_dir_all(folder)?;
    let mut temporary = tempfile::Builder::new();
    temporary.prefix(".annexa-");
    // Readable by whoever may read new files here; the default is the owner alone.
    #[cfg(unix)]
    let temporary = {
        use std::os::unix::fs::PermissionsExt;
        temporary.permissions(fs::Permissions::from_mode(0o666))
    };
    let mut temporary = temporary.tempfile_in(folder)?;
    write(temporary.as_file_mut())?;
    if let Some(old) = old {
        temporary.as_file().set_permissions(old.permissions())?;
    }
    match existing {
        Existing::Replace => temporary.persist(&target)?,
        Existing::Refuse => temporary.persist_noclobber(&target)?,
    };
    Ok(())
}
