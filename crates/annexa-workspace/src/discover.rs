//! Finds the projects for the paths on the command line.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::found::{SourceFile, WalkResult, has_ending, not_ours, stays_below};
use crate::loose::{Loose, Neighbours};
use crate::place::{config_of, has_config, shown};
use crate::real::{real, real_by_name};
use crate::sources;
use crate::{CONFIG_FILE, Config, ENDING, Failure, Root, plain};

/// Returns the projects to which the paths belong, without duplicates, in the order of their
/// folders. Without paths, the current folder is used. A project that cannot be read does not
/// prevent others from being found.
pub fn discover(paths: &[PathBuf]) -> Vec<Result<Root, Failure>> {
    discover_beside(paths, &Neighbours::default())
}

/// Same as [`discover`], with a cache of the neighbours of files without settings.
pub fn discover_beside(paths: &[PathBuf], neighbours: &Neighbours) -> Vec<Result<Root, Failure>> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let mut discovery = Discovery::new(neighbours);
    for path in paths {
        if let Err(failure) = discovery.path(path) {
            discovery.failures.push(failure);
        }
    }
    discovery.roots()
}

/// The results so far. Each project and each folder is read once, however many paths lead to it.
struct Discovery<'a> {
    neighbours: &'a Neighbours,
    projects: BTreeMap<PathBuf, Opened>,
    /// The projects to which the paths belong.
    wanted: BTreeSet<PathBuf>,
    /// Files without settings, by folder.
    loose: BTreeMap<PathBuf, Loose>,
    loose_roots: Vec<Root>,
    failures: Vec<Failure>,
}

/// A project and the content of its folder.
struct Opened {
    root: Result<Root, Failure>,
    /// Its files, with links resolved.
    files: HashSet<PathBuf>,
    nested: BTreeSet<PathBuf>,
}

impl Discovery<'_> {
    fn new(neighbours: &Neighbours) -> Discovery<'_> {
        Discovery {
            neighbours,
            projects: BTreeMap::new(),
            wanted: BTreeSet::new(),
            loose: BTreeMap::new(),
            loose_roots: Vec::new(),
            failures: Vec::new(),
        }
    }

    fn path(&mut self, path: &Path) -> Result<(), Failure> {
        let metadata =
            fs::metadata(path).map_err(|error| Failure::of_file("read", path, plain(&error)))?;
        let real = absolute(path);
        if metadata.is_dir() {
            self.folder(&real);
            return Ok(());
        }
        if !has_ending(&real) && !is_settings(&real) {
            return Err(not_ours(path));
        }
        self.file(real)
    }

    fn file(&mut self, file: PathBuf) -> Result<(), Failure> {
        let folder = file.parent().unwrap_or(&file);
        let Some(root) = root_above(folder) else {
            let loose = match self.loose.entry(folder.to_owned()) {
                std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::btree_map::Entry::Vacant(new) => {
                    new.insert(Loose::of(folder, self.neighbours)?)
                }
            };
            self.loose_roots.extend(loose.root(&file)?);
            return Ok(());
        };
        if has_ending(&file) {
            let real = stays_below(&root, &file)?;
            let project = self.project(&root);
            if project.root.is_ok() && !project.files.contains(&real) {
                return Err(not_part_of(&root, &file));
            }
        }
        self.project(&root);
        self.wanted.insert(root);
        Ok(())
    }

    fn folder(&mut self, folder: &Path) {
        let above = root_above(folder);
        let root = above.clone().unwrap_or_else(|| folder.to_owned());
        let opened = self.project(&root);
        let has_files = !opened.files.is_empty();
        let mut open: Vec<_> = opened.nested.iter().cloned().collect();
        let mut nested = BTreeSet::new();
        while let Some(root) = open.pop() {
            if root.starts_with(folder) && nested.insert(root.clone()) {
                open.extend(self.project(&root).nested.iter().cloned());
            }
        }
        // A folder that only contains projects is not a project itself.
        if above.is_some() || has_files || nested.is_empty() {
            self.wanted.insert(root);
        }
        self.wanted.append(&mut nested);
    }

    fn project(&mut self, root: &Path) -> &Opened {
        self.projects.entry(root.to_owned()).or_insert_with(|| open(root))
    }

    fn roots(self) -> Vec<Result<Root, Failure>> {
        let projects = self.projects.into_iter().filter(|(root, _)| self.wanted.contains(root));
        let loose = self.loose_roots.into_iter().map(Ok);
        let mut roots: Vec<_> = self.failures.into_iter().map(Err).collect();
        roots.extend(projects.map(|(_, opened)| opened.root).chain(loose));
        roots.sort_by(|a, b| order(a).cmp(&order(b)));
        roots
    }
}

/// Projects that cannot be used come first.
fn order(root: &Result<Root, Failure>) -> Option<(&Path, &[SourceFile])> {
    root.as_ref().ok().map(|root| (root.folder.as_path(), root.files.as_slice()))
}

/// Reads the settings of a project and finds its files and the projects below it. Settings that
/// name sources, or that have errors, do not hide the projects below.
fn open(root: &Path) -> Opened {
    let mut nested = BTreeSet::new();
    let config = config_of(root);
    let shows_all = config.as_ref().is_ok_and(|config| config.project.sources.is_none());
    if !shows_all && let Ok(found) = sources::find(root, &Config::default()) {
        nested.extend(found.nested);
    }
    let found = config.and_then(|config| Ok((sources::find(root, &config)?, config)));
    let root = found.and_then(|(mut found, config)| {
        nested.append(&mut found.nested);
        whole(root, config, found)
    });
    let files = root.iter().flat_map(|root| &root.files).map(|file| file.path.clone()).collect();
    Opened { root, files, nested }
}

fn whole(root: &Path, config: Config, found: WalkResult) -> Result<Root, Failure> {
    let (files, unread) = found.files(root);
    if !files.is_empty() {
        return Ok(Root { folder: root.to_owned(), config, files, unread });
    }
    let mut why = unread.into_iter().map(|unread| unread.failure.error());
    Err(why.next_back().unwrap_or_else(|| {
        Failure::emptiness(format!("there is no .{ENDING} file in `{}`", shown(root)))
            .help("`annexa new` creates one")
    }))
}

/// Whether a file holds the settings of its folder, whatever the case of its name on a system that
/// ignores case.
fn is_settings(file: &Path) -> bool {
    let is_named_so = file.file_name().is_some_and(|name| name.eq_ignore_ascii_case(CONFIG_FILE));
    is_named_so && file.parent().is_some_and(has_config)
}

/// Returns the path with all links to its folder resolved. A link to a file is kept; the caller
/// checks whether it leads out of the project.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    let is_link_to_file = path.is_symlink() && !path.is_dir();
    if is_link_to_file { real_by_name(path) } else { real(path) }
}

/// Returns the project that contains a folder: the nearest folder with an `annexa.toml`, from this
/// one upwards.
pub fn root_above(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|folder| has_config(folder)).map(Path::to_owned)
}

fn not_part_of(root: &Path, file: &Path) -> Failure {
    Failure::new(format!("`{}` is not part of the project `{}`", shown(file), shown(root)))
        .help(format!("`sources` in its {CONFIG_FILE} or a .gitignore excludes it"))
}

/// Returns the project that contains the current folder, for commands that need none. Without
/// settings, the folder is not searched: it may be a home folder.
///
/// # Errors
///
/// Fails if the settings or a file of the project cannot be used.
pub fn of_current_folder() -> Result<Option<Root>, Failure> {
    let here = absolute(Path::new("."));
    if let Some(root) = root_above(&here) {
        return open(&root).root.map(Some);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(&here).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_ours = has_ending(&path) && entry.file_type().is_ok_and(|kind| kind.is_file());
        if let (true, Some(name)) = (is_ours, path.file_name().and_then(|name| name.to_str())) {
            files.push(SourceFile { name: name.to_owned(), path: path.clone() });
        }
    }
    files.sort();
    let config = Config::default();
    let root = Root { folder: here, config, files, unread: Vec::new() };
    Ok((!root.files.is_empty()).then_some(root))
}
