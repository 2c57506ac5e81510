//! The files to which a command may write its output: never sources, the settings of a project,
//! files of git, or files of another kind.

use std::fs;
use std::path::{Component, Path, PathBuf};

use annexa_workspace::{CONFIG_FILE, ENDING};

use crate::outcome::Failure;
use crate::terminal;

/// A kind of output.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    /// Its name in a message.
    pub(crate) name: &'static str,
    /// The extensions of its files.
    pub(crate) endings: &'static [&'static str],
}

/// Checks that a file may be written, or replaced if it exists.
///
/// # Errors
///
/// Fails if the file is protected or of another kind.
pub(crate) fn check(path: &Path, kind: Kind) -> Result<(), Failure> {
    let real = check_place(path)?;
    if let Some(hidden) = hidden_below_here(&real) {
        return Err(refused(path, &format!("`{hidden}` is a hidden folder"), kind));
    }
    check_ending(path, &real, kind)
}

/// Same as [`check`], for a manual page, which may be in a hidden folder.
pub(crate) fn check_page(path: &Path, kind: Kind) -> Result<(), Failure> {
    check_ending(path, &check_place(path)?, kind)
}

fn check_ending(path: &Path, real: &Path, kind: Kind) -> Result<(), Failure> {
    // A device or a pipe is written to, not replaced.
    let is_replaced = fs::metadata(real).map_or(true, |it| it.is_file() || it.is_dir());
    if !is_replaced || ends_in(path, kind.endings) && ends_in(real, kind.endings) {
        return Ok(());
    }
    let endings = kind.endings.iter().map(|ending| format!(".{ending}"));
    let endings = endings.collect::<Vec<_>>().join(" or ");
    Err(refused(path, &format!("{} ends in {endings}", kind.name), kind))
}

/// Checks that nothing is written to a source, to the settings of a project, or to files of git.
/// Returns the path with links resolved.
pub(crate) fn check_place(path: &Path) -> Result<PathBuf, Failure> {
    let kind = Kind { name: "an output", endings: &[] };
    let real =
        without_links(path).ok_or_else(|| refused(path, "it is a link to a missing file", kind))?;
    for path_or_real in [path, &real] {
        if ends_in(path_or_real, &[ENDING]) {
            return Err(refused(path, "a file that ends with .annexa is a source", kind));
        }
        if is_named(path_or_real, CONFIG_FILE) {
            return Err(refused(path, "it contains the settings of a project", kind));
        }
        if path_or_real.components().any(|part| is_named(Path::new(&part), ".git")) {
            return Err(refused(path, "it belongs to git", kind));
        }
    }
    Ok(real)
}

/// Whether a path has one of these extensions, ignoring case.
pub(crate) fn ends_in(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| endings.iter().any(|it| ending.eq_ignore_ascii_case(it)))
}

fn is_named(path: &Path, name: &str) -> bool {
    path.file_name().is_some_and(|it| it.eq_ignore_ascii_case(name))
}

/// Returns the path with links and redundant components resolved, whether it exists or not; `None`
/// for a dangling link, because writing to it would replace the link.
fn without_links(path: &Path) -> Option<PathBuf> {
    let is_link_to_no_file = path.is_symlink() && !path.exists();
    (!is_link_to_no_file).then(|| annexa_workspace::real(path))
}

/// Returns the first hidden folder on the path from the current folder to a file. Folders above
/// both do not count, because a project may be in a hidden folder.
fn hidden_below_here(real: &Path) -> Option<String> {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let both = real.components().zip(here.components()).take_while(|(a, b)| a == b).count();
    let folders = real.parent()?.components().skip(both);
    let mut hidden = folders.filter_map(|part| match part {
        Component::Normal(name) => name.to_str().filter(|name| name.starts_with('.')),
        _ => None,
    });
    hidden.next().map(str::to_owned)
}

fn refused(path: &Path, why: &str, kind: Kind) -> Failure {
    let help = match kind.endings.first() {
        Some(ending) => format!("nothing was written; choose another place, such as out.{ending}"),
        None => "nothing was written; choose another place".to_owned(),
    };
    Failure::new(format!("`{}` is not written: {why}", terminal::path(path))).help(help)
}
