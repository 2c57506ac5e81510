//! The files that `annexa fmt` formats.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::discover::absolute;
use crate::found::{has_ending, not_ours};
use crate::sources;
use crate::{Config, ENDING, Failure, Unread, plain, shown};

/// Returns the file itself, or all files in a folder and below it, whatever project they belong to;
/// and what could not be read.
///
/// # Errors
///
/// Fails if the path does not exist, or if there is no file of the language.
pub fn formattable(path: &Path) -> Result<(Vec<PathBuf>, Vec<Unread>), Failure> {
    let metadata =
        fs::metadata(path).map_err(|error| Failure::of_file("read", path, plain(&error)))?;
    if !metadata.is_dir() {
        if !has_ending(path) {
            return Err(not_ours(path));
        }
        return Ok((vec![absolute(path)], Vec::new()));
    }
    let folder = absolute(path);
    let (mut files, mut unread) = (Vec::new(), Vec::new());
    let mut open = vec![folder.clone()];
    let mut seen = BTreeSet::new();
    while let Some(root) = open.pop() {
        if !seen.insert(root.clone()) {
            continue;
        }
        let found = sources::find(&root, &Config::default())?;
        open.extend(found.nested.iter().cloned());
        let (own, not_read) = found.files(&root);
        files.extend(own.into_iter().map(|file| file.path));
        unread.extend(not_read);
    }
    if files.is_empty() && unread.is_empty() {
        return Err(Failure::new(format!("there is no .{ENDING} file in `{}`", shown(&folder))));
    }
    files.sort();
    Ok((files, unread))
}
