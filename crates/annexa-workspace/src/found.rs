//! The results of a walk through a folder: files of the language, links, and what could not be
//! read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::place::shown;
use crate::{ENDING, Failure, Unread, plain, read};

/// A file of a project.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SourceFile {
    /// The path from the root, with `/` between its components; outputs use it as the name.
    pub name: String,
    /// The absolute path with links resolved.
    pub path: PathBuf,
}

impl SourceFile {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be read or is not a text in UTF-8.
    pub fn read(&self) -> Result<String, Failure> {
        read::text_file(&self.path)
    }
}

pub(crate) fn not_utf8(path: &Path) -> String {
    format!("the name of `{}` is not UTF-8; rename it", shown(path))
}

/// Returns a path with `/` between its components; `None` if it is not UTF-8.
pub(crate) fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> =
        path.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

/// The results of a walk through a folder.
#[derive(Debug, Default)]
pub(crate) struct WalkResult {
    /// The files of the project: the path with links resolved, and the path at which it was found.
    files: BTreeMap<PathBuf, PathBuf>,
    /// Links with the extension of the language.
    pub(crate) links: BTreeSet<PathBuf>,
    /// What could not be read, and why.
    unread: BTreeMap<PathBuf, Failure>,
    /// The folders below it that are projects of their own.
    pub(crate) nested: BTreeSet<PathBuf>,
}

impl WalkResult {
    /// Whether there are no files.
    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Whether there are no files, links or failures.
    pub(crate) fn is_nothing(&self) -> bool {
        self.is_empty() && self.links.is_empty() && self.unread.is_empty()
    }

    /// Adds a file. One that is reached by two paths counts once, under the first of them.
    pub(crate) fn add(&mut self, real: PathBuf, found_at: &Path) {
        self.files.entry(real).or_insert_with(|| found_at.to_owned());
    }

    /// Adds something that could not be read.
    pub(crate) fn unread(&mut self, path: PathBuf, failure: Failure) {
        self.unread.insert(path, failure);
    }

    pub(crate) fn append(&mut self, other: &mut WalkResult) {
        self.files.append(&mut other.files);
        self.links.append(&mut other.links);
        self.unread.append(&mut other.unread);
        self.nested.append(&mut other.nested);
    }

    /// Returns the files of the project at a root, sorted by name, and what could not be read.
    pub(crate) fn files(mut self, root: &Path) -> (Vec<SourceFile>, Vec<Unread>) {
        for link in std::mem::take(&mut self.links) {
            if let Some(failure) = self.left_out(&link) {
                self.unread(link, failure);
            }
        }
        let mut files = Vec::new();
        for (path, found_at) in self.files {
            match slashed(found_at.strip_prefix(root).unwrap_or(&found_at)) {
                Some(name) => files.push(SourceFile { name, path }),
                None => {
                    let failure = Failure::new(not_utf8(&found_at));
                    self.unread.insert(path, failure);
                }
            }
        }
        files.sort();
        let unread = self.unread.into_iter().map(|(path, failure)| Unread { path, failure });
        (files, unread.collect())
    }

    /// Returns why a link is not followed; `None` for a link to a file of the project, which adds
    /// nothing.
    fn left_out(&self, link: &Path) -> Option<Failure> {
        let message = match fs::canonicalize(link) {
            Ok(real) if self.files.contains_key(&real) => return None,
            Ok(real) => format!(
                "`{}` is a link to `{}`; links are not followed, so it is ignored",
                shown(link),
                shown(&real)
            ),
            Err(error) => format!(
                "`{}` is a link to a missing file and is ignored: {}",
                shown(link),
                plain(&error)
            ),
        };
        Some(Failure::new(message).help("copy the file into the project").warning())
    }
}

/// Returns the target of a path, which must be below the root.
///
/// # Errors
///
/// Fails if the path does not exist or leads out of the root.
pub fn stays_below(root: &Path, path: &Path) -> Result<PathBuf, Failure> {
    let real = fs::canonicalize(path)
        .map_err(|error| Failure::of_file("read", Path::new(&shown(path)), plain(&error)))?;
    if real.starts_with(root) {
        return Ok(real);
    }
    Err(Failure::new(format!(
        "`{}` leads out of the project `{}`, to `{}`",
        shown(path),
        shown(root),
        shown(&real)
    ))
    .help("copy the file into the project"))
}

/// Whether a path ends with `.annexa`, in any case.
pub fn has_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
}

/// Returns the failure for a file on the command line that is not a file of the language.
pub(crate) fn not_ours(path: &Path) -> Failure {
    Failure::new(format!(
        "`{}` does not end with .{ENDING}, so it is not a file of the language",
        path.display()
    ))
}
