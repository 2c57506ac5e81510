//! The files of a project: found by walking its folder, kept below it, and read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use toml::Spanned;

use crate::place::shown;
use crate::walk::walk;
use crate::{Config, ENDING, Failure, Unread, read};

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
    /// Links that are named like files of the language.
    pub(crate) links: BTreeSet<PathBuf>,
    /// What is not read, and why.
    unread: BTreeMap<PathBuf, Failure>,
    /// The folders below it that are projects of their own.
    pub(crate) nested: BTreeSet<PathBuf>,
}

impl Found {
    /// Whether there is no file.
    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Adds a file. One that is reached by two paths counts once, under the first of them.
    pub(crate) fn add(&mut self, real: PathBuf, found_at: &Path) {
        self.files.entry(real).or_insert_with(|| found_at.to_owned());
    }

    /// Adds what is not read.
    pub(crate) fn unread(&mut self, path: PathBuf, failure: Failure) {
        self.unread.insert(path, failure);
    }

    fn append(&mut self, other: &mut Found) {
        self.files.append(&mut other.files);
        self.links.append(&mut other.links);
        self.unread.append(&mut other.unread);
        self.nested.append(&mut other.nested);
    }

    /// The files of the project at a root, sorted by name, and what is not read.
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

    /// What a link does not lead to: a link to a file of the project says nothing new.
    fn left_out(&self, link: &Path) -> Option<Failure> {
        let message = match fs::canonicalize(link) {
            Ok(real) if self.files.contains_key(&real) => return None,
            Ok(real) => format!(
                "`{}` is a link to `{}`; links are not followed, so it is left out",
                shown(link),
                shown(&real)
            ),
            Err(error) => format!(
                "`{}` is a link that leads to no file and is left out: {}",
                shown(link),
                read::plain(&error)
            ),
        };
        Some(Failure::new(message).help("put the file itself into the project").warning())
    }
}

pub(crate) fn not_utf8(path: &Path) -> String {
    format!("the name of `{}` is not UTF-8; rename it", shown(path))
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
    let pattern = &pattern(source.get_ref());
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
    if own.is_empty() && own.links.is_empty() && own.unread.is_empty() {
        let message = format!("no .annexa file is found here: `{}`", source.get_ref());
        return Err(config.error_at(source.span(), &message));
    }
    found.append(&mut own);
    Ok(())
}

/// What is named in `sources`, in the one form that each path has: `a` for `./b/..//a/`.
pub(crate) fn pattern(source: &str) -> String {
    slashed(&path_clean::clean(source)).unwrap_or_else(|| source.to_owned())
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
        pattern if is_glob(&pattern) => glob(&pattern).is_ok_and(|glob| glob.is_match(path)),
        pattern => pattern == "." || path.starts_with(pattern),
    }
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
        shown(&real)
    ))
    .help("put the file itself into the project"))
}

/// Whether a path ends in `.annexa`, in small letters or capitals.
pub fn has_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
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
        let some = "[project]\nsources = [\"./src/\", \"more/../more/*.annexa\", \"a.annexa\"]\n[bases]\npath = \"bases\"\n";
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
