//! Writes files: to a temporary file beside the target, which then replaces it. So readers see the
//! old or the new file, and a failure leaves nothing behind.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use annexa_workspace::{Temporary, plain, text_file};

use crate::outcome::Failure;
use crate::target::{self, Kind};

/// What to do if the file exists.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// Replace it and keep its permissions.
    Replace,
    /// Fail.
    Refuse,
}

/// Writes a file of the user, and the folders that lead to it. It is flushed to the disk before
/// this returns.
pub(crate) fn file(path: &Path, bytes: &[u8], existing: Existing) -> Result<(), Failure> {
    let write = |file: &mut fs::File| {
        file.write_all(bytes)?;
        file.sync_all()
    };
    try_file(path, existing, &write).map_err(|error| Failure::of_file("write", path, plain(&error)))
}

/// Replaces the text of a file that was read before. If another program has changed the file since
/// then, it is kept.
pub(crate) fn replace(path: &Path, old: &str, new: &str) -> Result<(), Failure> {
    // Other runs wait here and then see what this one wrote.
    let lock = cfg!(unix).then(|| fs::File::open(path).ok()).flatten();
    // Not every file system supports locks.
    let _ = lock.as_ref().map(fs::File::lock);
    let now = text_file(path)?;
    if now == new {
        return Ok(());
    }
    if now != old {
        return Err(Failure::of_file(
            "write",
            path,
            "another program has changed it in the meantime",
        )
        .help("run the command again"));
    }
    file(path, new.as_bytes(), Existing::Replace)
}

/// Replaces the texts of all these files or, on failure, of none.
pub(crate) fn all(changes: &[(PathBuf, String, String)]) -> Result<(), Failure> {
    for (index, (path, old, new)) in changes.iter().enumerate() {
        if let Err(failure) = replace(path, old, new) {
            for (path, old, new) in changes.iter().take(index) {
                // If this fails too, the first error is the one to report.
                let _ = replace(path, new, old);
            }
            return Err(failure.help("no file was changed"));
        }
    }
    Ok(())
}

/// Writes what `write` produces to a file of a kind. It is not flushed to the disk, because it can
/// be compiled again.
pub(crate) fn output(path: &Path, kind: Kind, write: &Make<'_>) -> Result<(), Failure> {
    target::check(path, kind)?;
    try_file(path, Existing::Replace, write)
        .map_err(|error| Failure::of_file("write", path, plain(&error)))
}

/// Produces the bytes of a file.
type Make<'a> = dyn Fn(&mut fs::File) -> io::Result<()> + 'a;

fn try_file(path: &Path, existing: Existing, write: &Make<'_>) -> io::Result<()> {
    // A file that is reached through a link is replaced at its own place; the link stays.
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
    // The permissions of the folder decide whether a file can be renamed, but users who mark a file
    // as read-only expect it to be kept.
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
    let mut temporary = Temporary::new(folder)?;
    write(&mut temporary.file)?;
    if let Some(old) = old {
        temporary.file.set_permissions(old.permissions())?;
    }
    match existing {
        Existing::Replace => temporary.replace(&target),
        Existing::Refuse => temporary.create(&target),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_program_changed_meanwhile_stays() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        for path in [&one, &two] {
            fs::write(path, "old").expect("can be written");
        }
        replace(&one, "old", "new").expect("it is as it was read");
        fs::write(&two, "of another").expect("can be written");
        assert!(replace(&two, "old", "new").is_err());
        replace(&one, "old", "new").expect("another run wrote the same");
        let change = |path: &Path, old: &str| (path.to_owned(), old.to_owned(), "more".to_owned());
        assert!(all(&[change(&one, "new"), change(&two, "old")]).is_err());
        let read = |path| fs::read_to_string(path).expect("it is there");
        assert_eq!((read(&one).as_str(), read(&two).as_str()), ("new", "of another"));
    }
}
