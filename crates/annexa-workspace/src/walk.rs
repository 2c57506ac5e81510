//! Walks through the folder of a project. Links are not followed, and an entry that cannot be read
//! does not prevent others from being found.
//!
//! Invariant: only files below the root decide which files are found, so that a project has the
//! same files on every machine.

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry, FileType};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::found::{WalkResult, has_ending, stays_below};
use crate::open::regular_file;
use crate::place::has_config;
use crate::{CONFIG_FILE, Failure, plain, shown};

/// The file with patterns of ignored files.
const IGNORE_FILE: &str = ".gitignore";

/// In bytes; the longest templates have a hundredth of it.
const LONGEST_IGNORE_FILE: u64 = 1 << 20;

/// Walks through a folder, except what is hidden, named by `.gitignore`, or in a folder that is a
/// project of its own.
pub(crate) fn walk(
    root: &Path,
    start: &Path,
    found: &mut WalkResult,
    wanted: &dyn Fn(&Path) -> bool,
) -> Result<(), Failure> {
    // Links are not followed from here on, so no later entry can lead out.
    let real = stays_below(root, start)?;
    let mut walk = Walk { root, start, real, found, wanted };
    let mut patterns = None;
    let above: Vec<_> = start.ancestors().skip(1).take_while(|it| it.starts_with(root)).collect();
    for folder in above.into_iter().rev() {
        let own = walk.patterns(folder);
        patterns = with(patterns, own);
    }
    let mut open = vec![(start.to_owned(), patterns)];
    while let Some((folder, patterns)) = open.pop() {
        walk.folder(folder, patterns, &mut open);
    }
    Ok(())
}

/// The patterns of `.gitignore` files, from the innermost to the outermost folder.
struct Patterns {
    own: Gitignore,
    above: Option<Arc<Patterns>>,
}

type Open = Vec<(PathBuf, Option<Arc<Patterns>>)>;

fn with(above: Option<Arc<Patterns>>, own: Option<Gitignore>) -> Option<Arc<Patterns>> {
    match own {
        Some(own) => Some(Arc::new(Patterns { own, above })),
        None => above,
    }
}

/// Whether patterns exclude a path; the innermost matching pattern decides.
fn leave_out(patterns: Option<&Arc<Patterns>>, path: &Path, is_folder: bool) -> bool {
    let mut next = patterns;
    while let Some(patterns) = next {
        let matched = patterns.own.matched(path, is_folder);
        if !matched.is_none() {
            return matched.is_ignore();
        }
        next = patterns.above.as_ref();
    }
    false
}

struct Walk<'a> {
    root: &'a Path,
    start: &'a Path,
    /// The start, with links resolved.
    real: PathBuf,
    found: &'a mut WalkResult,
    wanted: &'a dyn Fn(&Path) -> bool,
}

impl Walk<'_> {
    /// Reads the entries of a folder, and adds its subfolders to `open`.
    fn folder(&mut self, folder: PathBuf, patterns: Option<Arc<Patterns>>, open: &mut Open) {
        let entries = match entries(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                let why = plain(&error);
                let failure = Failure::new(format!("cannot search `{}`: {why}", shown(&folder)));
                return self.found.unread(folder, failure.warning());
            }
        };
        let has = |name: &str| entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name));
        if folder != self.root && has(CONFIG_FILE) && has_config(&folder) {
            self.found.nested.insert(folder);
            return;
        }
        let own = has(IGNORE_FILE).then(|| self.patterns(&folder)).flatten();
        let patterns = with(patterns, own);
        for entry in entries {
            let path = folder.join(&entry.name);
            let is_folder = entry.kind.is_dir();
            let may_count = is_folder || has_ending(&path);
            if !may_count || entry.is_hidden || leave_out(patterns.as_ref(), &path, is_folder) {
                continue;
            }
            match is_folder {
                true => open.push((path, patterns.clone())),
                false => self.file(path, entry.kind),
            }
        }
    }

    fn file(&mut self, path: PathBuf, kind: FileType) {
        if !(self.wanted)(path.strip_prefix(self.root).unwrap_or(&path)) {
            return;
        }
        if kind.is_symlink() {
            self.found.links.insert(path);
        } else if kind.is_file() {
            let below = path.strip_prefix(self.start).unwrap_or(&path);
            self.found.add(self.real.join(below), &path);
        } else {
            let message =
                format!("`{}` is a pipe or a device, not a file, and is ignored", shown(&path));
            self.found.unread(path, Failure::new(message).warning());
        }
    }

    /// Returns the patterns of a folder. A file that cannot be read is ignored, as git does.
    fn patterns(&mut self, folder: &Path) -> Option<Gitignore> {
        let path = folder.join(IGNORE_FILE);
        let kind = path.symlink_metadata().ok()?.file_type();
        let text = match kind.is_symlink() {
            true => Err("it is a link".to_owned()),
            false => regular_file(&path, LONGEST_IGNORE_FILE)
                .map_err(|unreadable| unreadable.to_string()),
        };
        match text {
            Ok(text) => {
                let mut builder = GitignoreBuilder::new(folder);
                for line in String::from_utf8_lossy(&text).lines() {
                    // Git ignores an invalid pattern too.
                    let _ = builder.add_line(None, line);
                }
                builder.build().ok()
            }
            Err(why) => {
                let message = format!("`{}` is ignored: {why}", shown(&path));
                self.found.unread(path, Failure::new(message).warning());
                None
            }
        }
    }
}

/// An entry of a folder.
struct FolderEntry {
    name: OsString,
    kind: FileType,
    is_hidden: bool,
}

/// Returns the entries of a folder in reverse order of name, because the folder that is added last
/// is walked first.
fn entries(folder: &Path) -> std::io::Result<Vec<FolderEntry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (name, kind) = (entry.file_name(), entry.file_type()?);
        let is_hidden = is_hidden(&entry, &name);
        entries.push(FolderEntry { name, kind, is_hidden });
    }
    entries.sort_by(|a, b| b.name.cmp(&a.name));
    Ok(entries)
}

#[cfg(not(windows))]
fn is_hidden(_: &DirEntry, name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

#[cfg(windows)]
fn is_hidden(entry: &DirEntry, name: &OsStr) -> bool {
    use std::os::windows::fs::MetadataExt;
    const FILE_ATTRIBUTE_HIDDEN: u32 = 2;
    let attributes = entry.metadata().map_or(0, |metadata| metadata.file_attributes());
    name.as_encoded_bytes().starts_with(b".") || attributes & FILE_ATTRIBUTE_HIDDEN != 0
}
