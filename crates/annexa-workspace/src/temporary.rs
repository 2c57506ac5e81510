//! Temporary files that replace a target when they are complete. However the program ends, none
//! remains for long: if the system supports it, a file has no name until it is complete; and before
//! writing to a folder, a run removes the files that earlier runs left there.
//!
//! Invariant: a temporary file with a name is locked as long as its program runs. So a program
//! never removes the file of another.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tempfile::{Builder, TempPath};

const PREFIX: &str = ".annexa-";
const SUFFIX: &str = ".tmp";
const RANDOM: usize = 12;

/// A temporary file.
#[derive(Debug)]
pub struct Temporary {
    /// The file to write to.
    pub file: File,
    folder: PathBuf,
    /// `None` if the file has no name yet.
    path: Option<TempPath>,
}

impl Temporary {
    /// Creates a temporary file in a folder.
    ///
    /// # Errors
    ///
    /// Fails if the folder is not writable.
    pub fn new(folder: &Path) -> io::Result<Temporary> {
        /// Another program can remove a file only before it is locked.
        const ATTEMPTS: usize = 8;
        sweep_once(folder);
        if let Some(file) = unnamed(folder) {
            // On a file system without locks, no program checks them.
            let _ = file.lock();
            return Ok(Temporary { file, folder: folder.to_owned(), path: None });
        }
        for _ in 0..ATTEMPTS {
            let (file, path) = named().tempfile_in(folder)?.into_parts();
            let _ = file.lock();
            if path.exists() {
                return Ok(Temporary { file, folder: folder.to_owned(), path: Some(path) });
            }
        }
        Err(io::Error::other("another program removes its temporary files"))
    }

    /// Replaces a target, which may exist.
    ///
    /// # Errors
    ///
    /// Fails if the target cannot be replaced.
    pub fn replace(self, target: &Path) -> io::Result<()> {
        let path = match self.path {
            Some(path) => path,
            None => named().make_in(&self.folder, |path| link(&self.file, path))?.into_temp_path(),
        };
        while_held(path, |path| path.persist(target).map_err(|it| (it.error, it.path)), is_held)
    }

    /// Creates a target, which must not exist.
    ///
    /// # Errors
    ///
    /// Fails if the target exists or cannot be created.
    pub fn create(self, target: &Path) -> io::Result<()> {
        match self.path {
            Some(path) => path.persist_noclobber(target).map_err(io::Error::from),
            None => link(&self.file, target),
        }
    }
}

/// Whether Windows refuses because another program has opened the file: an editor or a viewer (32),
/// or a virus scanner (5, which can also mean that the user lacks the permission).
fn is_held(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32))
}

/// Retries for about a second while another program has opened the file; virus scanners release it
/// by then.
fn while_held<T>(
    mut thing: T,
    attempt: impl Fn(T) -> Result<(), (io::Error, T)>,
    is_held: impl Fn(&io::Error) -> bool,
) -> io::Result<()> {
    const PAUSES: [u64; 7] = [10, 20, 40, 80, 160, 320, 400];
    for pause in PAUSES {
        match attempt(thing) {
            Err((error, again)) if is_held(&error) => thing = again,
            done => return done.map_err(|(error, _)| error),
        }
        std::thread::sleep(Duration::from_millis(pause));
    }
    attempt(thing).map_err(|(error, _)| match is_held(&error) {
        true => io::Error::other(
            "another program has opened the file, such as an editor, a viewer or a virus \
             scanner; close it there and run the command again",
        ),
        false => error,
    })
}

fn named<'a>() -> Builder<'a, 'a> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM);
    // The permissions follow the umask; the default of temporary files is the owner only.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

/// Returns a file without a name, if the system and the file system support it.
#[cfg(target_os = "linux")]
fn unnamed(folder: &Path) -> Option<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::open(folder, flags, Mode::from(0o666)).ok()?);
    // It is named through this path, which a container may lack.
    source_of(&file).exists().then_some(file)
}

#[cfg(not(target_os = "linux"))]
fn unnamed(_: &Path) -> Option<File> {
    None
}

#[cfg(target_os = "linux")]
fn source_of(file: &File) -> PathBuf {
    use std::os::fd::AsRawFd;
    PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()))
}

/// Gives a name to a file without one.
#[cfg(target_os = "linux")]
fn link(file: &File, path: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    Ok(linkat(CWD, source_of(file), CWD, path, AtFlags::SYMLINK_FOLLOW)?)
}

#[cfg(not(target_os = "linux"))]
fn link(_: &File, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Removes what earlier runs left in a folder, when this run first writes there.
fn sweep_once(folder: &Path) {
    static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let is_new = SWEPT.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
    if is_new {
        sweep(folder);
    }
}

/// Removes the temporary files of programs that have ended. Files that cannot be removed do not
/// prevent writing and are ignored.
pub fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if !is_file || !entry.file_name().to_str().is_some_and(is_ours) {
            continue;
        }
        let path = entry.path();
        let Ok(file) = File::open(&path) else { continue };
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {}
            Ok(()) | Err(TryLockError::Error(_)) => {
                let _ = fs::remove_file(&path);
            }
        }
    }
}

fn is_ours(name: &str) -> bool {
    let random = name.strip_prefix(PREFIX).and_then(|name| name.strip_suffix(SUFFIX));
    random.is_some_and(|random| {
        random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("can be read").flatten();
        let mut names: Vec<_> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_earlier_runs_left_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = |name: &str| folder.path().join(name);
        let others = [".annexa-backup", ".annexa-notes-of-mine.tmp", "annexa-aaaaaaaaaaaa.tmp"];
        for name in others.iter().chain(&[".annexa-aaaaaaaaaaaa.tmp", ".annexa-bbbbbbbbbbbb.tmp"]) {
            fs::write(path(name), "x").expect("can be written");
        }
        let running = File::open(path(".annexa-bbbbbbbbbbbb.tmp")).expect("it is there");
        running.lock().expect("it can be locked");
        sweep(folder.path());
        let mut expected = others.map(str::to_owned).to_vec();
        expected.push(".annexa-bbbbbbbbbbbb.tmp".to_owned());
        expected.sort();
        assert_eq!(names(folder.path()), expected);
        drop(running);
        sweep(folder.path());
        assert_eq!(names(folder.path()).len(), others.len());
    }

    #[test]
    fn a_file_that_another_program_holds_is_tried_again_for_a_second() {
        let run = |held: usize, held_by: fn(&io::Error) -> bool| {
            let attempts = std::cell::Cell::new(0);
            let attempt = |()| {
                attempts.set(attempts.get() + 1);
                match attempts.get() > held {
                    true => Ok(()),
                    false => Err((io::Error::from_raw_os_error(32), ())),
                }
            };
            let outcome = while_held((), attempt, held_by).map_err(|error| error.to_string());
            (outcome, attempts.get())
        };
        assert_eq!(run(0, |_| true), (Ok(()), 1));
        assert_eq!(run(3, |_| true), (Ok(()), 4));
        let (outcome, attempts) = run(usize::MAX, |_| true);
        assert_eq!(attempts, 8);
        assert!(outcome.is_err_and(|message| message.contains("close it there")));
        // Any other error is reported at once.
        let (outcome, attempts) = run(usize::MAX, |_| false);
        assert!(outcome.is_err() && attempts == 1);
    }

    #[test]
    fn a_file_with_or_without_a_name_takes_that_of_its_target() {
        use std::io::Write;
        let folder = tempfile::tempdir().expect("a folder can be made");
        let target = folder.path().join("a");
        let with_name = || {
            let (file, path) = named().tempfile_in(folder.path()).expect("made").into_parts();
            Temporary { file, folder: folder.path().to_owned(), path: Some(path) }
        };
        let any = || Temporary::new(folder.path()).expect("made");
        for make in [&with_name as &dyn Fn() -> Temporary, &any] {
            let _ = fs::remove_file(&target);
            for (text, is_new) in [("one", true), ("two", false)] {
                let mut temporary = make();
                temporary.file.write_all(text.as_bytes()).expect("can be written");
                match is_new {
                    true => temporary.create(&target).expect("it is not there"),
                    false => temporary.replace(&target).expect("can be replaced"),
                }
                assert_eq!(fs::read_to_string(&target).expect("it is there"), text);
            }
            assert!(make().create(&target).is_err());
            assert_eq!(names(folder.path()), ["a"]);
        }
    }
}
