//! The files of a project: found by walking its folder, kept below it, and read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use globset::{GlobBuilder, GlobMatcher};
use ignore::{DirEntry, WalkBuilder};
use toml::Spanned;

use crate::place::{has_config, shown};
use crate::{Config, ENDING, Failure, read};

/// A file of a project.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SourceFile {
    /// From the root, with `/` between the parts: the name by which outputs speak of it.
    pub name: String,
    /// Where it is: absolute and without links.
    pub path: PathBuf,
}

impl SourceFile {
    /// Reads it.
    pub fn read(&self) -> Result<String, Failure> {
        read::text_file(&self.path)
    }
}

/// What a walk through a folder found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The files that belong to its project, by their path without links, with the path they were
    /// found at.
    files: BTreeMap<PathBuf, PathBuf>,
    /// The folders below it that are projects of their own.
    pub(crate) nested: BTreeSet<PathBuf>,
}

impl Found {
    /// Whether there is no file.
    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Adds a file. One that is reached by two paths counts once, under the first of them.
    fn add(&mut self, real: PathBuf, found_at: &Path) {
        self.files.entry(real).or_insert_with(|| found_at.to_owned());
    }

    /// The files of the project at a root, sorted by name.
    pub(crate) fn files(self, root: &Path) -> Result<Vec<SourceFile>, Failure> {
        let mut files: Vec<_> = self
            .files
            .into_iter()
            .map(|(path, found_at)| source_file(root, path, &found_at))
            .collect::<Result<_, _>>()?;
        files.sort();
        Ok(files)
    }
}

fn source_file(root: &Path, path: PathBuf, found_at: &Path) -> Result<SourceFile, Failure> {
    let relative = found_at.strip_prefix(root).unwrap_or(found_at);
    match slashed(relative) {
        Some(name) => Ok(SourceFile { name, path }),
        None => Err(Failure::new(format!(
            "the name of `{}` is not UTF-8; rename it",
            found_at.display()
        ))),
    }
}

/// A path with `/` between its parts; `None` where it is not UTF-8.
pub(crate) fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> =
        path.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

/// Finds the files of the project at a root: all below it, or those that its settings name.
pub(crate) fn find(root: &Path, config: &Config) -> Result<Found, Failure> {
    let mut found = Found::default();
    let Some(sources) = &config.project.sources else {
        walk(root, root, &mut found, &|_| true)?;
        return Ok(found);
    };
    for source in sources.get_ref().iter().chain(&config.bases.path) {
        find_source(root, config, source, &mut found)?;
    }
    Ok(found)
}

fn find_source(
    root: &Path,
    config: &Config,
    source: &Spanned<String>,
    found: &mut Found,
) -> Result<(), Failure> {
    let pattern = pattern(source.get_ref());
    let mut own = Found::default();
    if is_glob(pattern) {
        let glob = glob(pattern)
            .map_err(|error| config.error_at(source.span(), &error.kind().to_string()))?;
        let fixed: PathBuf = Path::new(pattern)
            .components()
            .take_while(|part| !is_glob(&part.as_os_str().to_string_lossy()))
            .collect();
        let start = root.join(fixed);
        if start.is_dir() {
            walk(root, &start, &mut own, &|relative| glob.is_match(relative))?;
        }
    } else {
        let path = root.join(pattern);
        if path.is_dir() {
            stays_below(root, &path)?;
            walk(root, &path, &mut own, &|_| true)?;
        } else if path.exists() && has_ending(&path) {
            own.add(stays_below(root, &path)?, &path);
        }
    }
    if own.is_empty() {
        let message = format!("no .annexa file is found here: `{}`", source.get_ref());
        return Err(config.error_at(source.span(), &message));
    }
    found.files.append(&mut own.files);
    found.nested.append(&mut own.nested);
    Ok(())
}

/// What is named in `sources`, without what may stand around it.
fn pattern(source: &str) -> &str {
    source.trim_end_matches('/').trim_start_matches("./")
}

pub(crate) fn is_glob(pattern: &str) -> bool {
    pattern.contains(['*', '?', '[', '{'])
}

fn glob(pattern: &str) -> Result<GlobMatcher, globset::Error> {
    Ok(GlobBuilder::new(pattern).literal_separator(true).build()?.compile_matcher())
}

impl Config {
    /// Whether a file would be one of the project's if it was there, by its path from the root.
    pub fn names(&self, path: &Path) -> bool {
        let is_named = |source: &Spanned<String>| covers(source.get_ref(), path);
        has_ending(path)
            && match &self.project.sources {
                None => true,
                Some(sources) => sources.get_ref().iter().chain(&self.bases.path).any(is_named),
            }
    }
}

/// Whether one of the `sources` means a file, or all that is below a folder.
pub(crate) fn covers(source: &str, path: &Path) -> bool {
    match pattern(source) {
        pattern if is_glob(pattern) => glob(pattern).is_ok_and(|glob| glob.is_match(path)),
        pattern => pattern == "." || path.starts_with(pattern),
    }
}

/// Walks through a folder, without what is hidden or named by `.gitignore`, and without the folders
/// that are projects of their own.
fn walk(
    root: &Path,
    start: &Path,
    found: &mut Found,
    wanted: &dyn Fn(&Path) -> bool,
) -> Result<(), Failure> {
    // Where the walk begins is told once; what it meets on its way is no link, and needs no look.
    let real = stays_below(root, start)?;
    // What counts is in the project alone, so that it is the same on every machine: neither the
    // settings of one user's git nor whether there is a git at all.
    let nested = Arc::new(Mutex::new(BTreeSet::new()));
    let entries = WalkBuilder::new(start)
        .require_git(false)
        .git_global(false)
        .git_exclude(false)
        .follow_links(false)
        .sort_by_file_name(std::ffi::OsStr::cmp)
        .filter_entry({
            let root = root.to_owned();
            let nested = Arc::clone(&nested);
            move |entry| {
                let is_nested =
                    is_folder(entry) && entry.path() != root && has_config(entry.path());
                if let (true, Ok(mut nested)) = (is_nested, nested.lock()) {
                    nested.insert(entry.path().to_owned());
                }
                !is_nested
            }
        })
        .build();
    for entry in entries {
        let entry = entry
            .map_err(|error| Failure::new(format!("cannot search `{}`: {error}", shown(start))))?;
        let path = entry.path();
        if is_folder(&entry) {
            continue;
        }
        if entry.path_is_symlink() && path.is_dir() {
            // Its files are found where they lie.
            stays_below(root, path)?;
        } else if has_ending(path) && wanted(path.strip_prefix(root).unwrap_or(path)) {
            let below = path.strip_prefix(start).unwrap_or(path);
            let file =
                if entry.path_is_symlink() { stays_below(root, path)? } else { real.join(below) };
            found.add(file, path);
        }
    }
    if let Ok(mut nested) = nested.lock() {
        found.nested.append(&mut nested);
    }
    Ok(())
}

fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|file_type| file_type.is_dir())
}

/// Where a path leads, which must be below the root.
pub fn stays_below(root: &Path, path: &Path) -> Result<PathBuf, Failure> {
    let real = fs::canonicalize(path)
        .map_err(|error| Failure::of_file("read", Path::new(&shown(path)), read::plain(&error)))?;
    if real.starts_with(root) {
        return Ok(real);
    }
    Err(Failure::new(format!(
        "`{}` leads out of the project `{}`, to `{}`",
        shown(path),
        shown(root),
        real.display()
    ))
    .help("put the file itself into the project"))
}

/// Whether a path ends in `.annexa`.
pub(crate) fn has_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == ENDING)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::Config;

    #[test]
    fn settings_name_files_that_are_not_there_yet() {
        let named = |settings: &str, path: &str| {
            let config = Config::parse(settings.to_owned(), "annexa.toml".into());
            config.expect("it is right").names(Path::new(path))
        };
        let some = "[project]\nsources = [\"./src/\", \"more/*.annexa\", \"a.annexa\"]\n[bases]\npath = \"bases\"\n";
        for path in
            ["src/x.annexa", "src/deep/x.annexa", "more/x.annexa", "a.annexa", "bases/x.annexa"]
        {
            assert!(named(some, path), "{path}");
        }
        for path in ["x.annexa", "srcs/x.annexa", "more/deep/x.annexa", "src/x.txt", "b/a.annexa"] {
            assert!(!named(some, path), "{path}");
        }
        assert!(named("", "any/where.annexa") && !named("", "any/where.toml"));
        assert!(named("[project]\nsources = [\".\"]\n", "any/where.annexa"));
    }
}
