//! From the paths on the command line to projects.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use annexa_syntax::{DeclarationKind, Document};

use crate::place::{config_of, has_config, shown};
use crate::sources::{self, Found, SourceFile, has_ending, stays_below};
use crate::{CONFIG_FILE, ENDING, Failure, Root, read};

/// The projects that the paths belong to, each once, in the order of their folders. No path means
/// the current folder. One project that cannot be read does not keep the others from being found.
pub fn discover(paths: &[PathBuf]) -> Vec<Result<Root, Failure>> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let mut found = Vec::new();
    for path in paths {
        match targets(path) {
            Ok(targets) => found.extend(targets.into_iter().map(Ok)),
            Err(failure) => found.push(Err(failure)),
        }
    }
    let mut seen = BTreeSet::new();
    let mut roots = Vec::new();
    for target in found {
        match target {
            Ok(target) if seen.insert(target.clone()) => roots.push(open(target)),
            Ok(_) => {}
            Err(failure) => roots.push(Err(failure)),
        }
    }
    // Two files of one folder may turn out to be one standard.
    let mut seen = BTreeSet::new();
    roots.retain(|root| match root {
        Ok(root) => seen.insert((root.folder.clone(), root.files.clone())),
        Err(_) => true,
    });
    roots.sort_by_key(|root| {
        root.as_ref().ok().map(|root| (root.folder.clone(), root.files.clone()))
    });
    roots
}

/// What a path on the command line stands for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Target {
    /// The project at a folder, of which a file or folder must be part if it was named.
    Project { root: PathBuf },
    /// A file on its own.
    File { path: PathBuf },
}

fn targets(path: &Path) -> Result<Vec<Target>, Failure> {
    let metadata =
        fs::metadata(path).map_err(|error| Failure::of_file("read", path, read::plain(&error)))?;
    let real = absolute(path)?;
    if metadata.is_dir() {
        return folder_targets(&real);
    }
    if !has_ending(&real) && real.file_name().is_none_or(|name| name != CONFIG_FILE) {
        return Err(Failure::new(format!(
            "`{}` does not end in .{ENDING}, so it is no file of the language",
            path.display()
        )));
    }
    let folder = real.parent().unwrap_or(&real);
    match root_above(folder) {
        Some(root) => {
            if has_ending(&real) {
                is_part_of(&root, &real)?;
            }
            Ok(vec![Target::Project { root }])
        }
        None => Ok(vec![Target::File { path: real }]),
    }
}

/// The path without the links that lead to its folder. A link to a file is kept: whether it leads
/// out of its project is looked at there.
fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    let cannot = |error| Failure::of_file("read", path, read::plain(&error));
    if path.is_dir() {
        return fs::canonicalize(path).map_err(cannot);
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let folder = fs::canonicalize(folder).map_err(cannot)?;
    Ok(path.file_name().map_or(folder.clone(), |name| folder.join(name)))
}

fn folder_targets(folder: &Path) -> Result<Vec<Target>, Failure> {
    let above = root_above(folder);
    let root = above.as_deref().unwrap_or(folder);
    let config = config_of(root)?;
    let found = sources::find(root, &config)?;
    let mut targets: Vec<_> = nested_below(folder, &found, config.project.sources.is_some())?
        .into_iter()
        .map(|root| Target::Project { root })
        .collect();
    // A folder that only holds projects is none itself.
    if above.is_some() || !found.is_empty() || targets.is_empty() {
        targets.insert(0, Target::Project { root: root.to_owned() });
    }
    Ok(targets)
}

/// The projects below a folder. Settings that name sources do not hide them.
fn nested_below(
    folder: &Path,
    found: &Found,
    names_sources: bool,
) -> Result<BTreeSet<PathBuf>, Failure> {
    let mut open: Vec<PathBuf> = found.nested.iter().cloned().collect();
    if names_sources {
        open.extend(sources::find(folder, &crate::Config::default())?.nested);
    }
    let mut nested = BTreeSet::new();
    while let Some(root) = open.pop() {
        if root.starts_with(folder) && nested.insert(root.clone()) {
            open.extend(sources::find(&root, &crate::Config::default())?.nested);
        }
    }
    Ok(nested)
}

/// The project that a folder lies in, if there is an `annexa.toml` in it or above it.
pub fn root_above(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|folder| has_config(folder)).map(Path::to_owned)
}

fn is_part_of(root: &Path, file: &Path) -> Result<(), Failure> {
    let real = stays_below(root, file)?;
    let files = sources::find(root, &config_of(root)?)?.files(root)?;
    if files.iter().any(|source| source.path == real) {
        return Ok(());
    }
    Err(Failure::new(format!("`{}` is not part of the project `{}`", shown(file), shown(root)))
        .help(format!("`sources` in its {CONFIG_FILE} or a .gitignore leaves it out")))
}

fn open(target: Target) -> Result<Root, Failure> {
    match target {
        Target::Project { root } => {
            let config = config_of(&root)?;
            let files = sources::find(&root, &config)?.files(&root)?;
            if files.is_empty() {
                return Err(Failure::emptiness(format!(
                    "no .{ENDING} file is found in `{}`",
                    shown(&root)
                ))
                .help("`annexa new` writes the first one for you"));
            }
            Ok(Root { folder: root, config, files })
        }
        Target::File { path } => open_file(&path),
    }
}

/// A file without settings above it: with it go the files of its folder that carry its standard on,
/// and those that tell of bases.
fn open_file(path: &Path) -> Result<Root, Failure> {
    let folder = path.parent().unwrap_or(path);
    stays_below(folder, path)?;
    let file = |path: &Path| {
        Some(SourceFile {
            name: path.file_name()?.to_str()?.to_owned(),
            path: fs::canonicalize(path).ok()?,
        })
    };
    let own = file(path).ok_or_else(|| {
        Failure::new(format!("the name of `{}` is not UTF-8; rename it", path.display()))
    })?;
    let heads = heads(&own.read()?);
    let entries = fs::read_dir(folder)
        .map_err(|error| Failure::of_file("search", folder, read::plain(&error)))?;
    let mut files = vec![own];
    for entry in entries.flatten() {
        let neighbour = entry.path();
        if !has_ending(&neighbour) || !neighbour.is_file() || neighbour == path {
            continue;
        }
        // A neighbour that is none of ours may be in any state.
        let Ok(bytes) = read::beginning(&neighbour) else { continue };
        if heads_of_neighbour(&bytes).iter().any(|head| head.belongs_to(&heads)) {
            stays_below(folder, &neighbour)?;
            files.extend(file(&neighbour));
        }
    }
    files.sort();
    files.dedup();
    Ok(Root { folder: folder.to_owned(), config: crate::Config::default(), files })
}

/// What a file begins with.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Head {
    Standard(String),
    PartOf(String),
    Base,
}

impl Head {
    fn belongs_to(&self, heads: &[Head]) -> bool {
        match self {
            Head::Base => true,
            Head::PartOf(prefix) => heads.iter().any(|head| match head {
                Head::Standard(other) | Head::PartOf(other) => prefix == other,
                Head::Base => false,
            }),
            Head::Standard(prefix) => heads.contains(&Head::PartOf(prefix.clone())),
        }
    }
}

fn heads(text: &str) -> Vec<Head> {
    let document = Document::new(text);
    document.items().flat_map(|(_, item)| item.declarations()).filter_map(head).collect()
}

/// The heads that stand in the beginning of a file; the rest of it is not needed to know.
fn heads_of_neighbour(bytes: &[u8]) -> Vec<Head> {
    heads(&String::from_utf8_lossy(bytes))
}

fn head(declaration: &annexa_syntax::Declaration) -> Option<Head> {
    let prefix = || declaration.label.as_ref().map(|label| label.value.to_string());
    match declaration.kind {
        DeclarationKind::Standard => prefix().map(Head::Standard),
        DeclarationKind::PartOf => prefix().map(Head::PartOf),
        DeclarationKind::Catalogue | DeclarationKind::Overlay | DeclarationKind::Correspondence => {
            Some(Head::Base)
        }
        _ => None,
    }
}

/// The files that `annexa fmt` is asked to format: a file is itself alone, a folder is all below it
/// whatever project it belongs to.
pub fn formattable(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let metadata =
        fs::metadata(path).map_err(|error| Failure::of_file("read", path, read::plain(&error)))?;
    if !metadata.is_dir() {
        if !has_ending(path) {
            return Err(Failure::new(format!(
                "`{}` does not end in .{ENDING}, so it is no file of the language",
                path.display()
            )));
        }
        return Ok(vec![absolute(path)?]);
    }
    let folder = absolute(path)?;
    let mut files = Vec::new();
    let mut open = vec![folder.clone()];
    let mut seen = BTreeSet::new();
    while let Some(root) = open.pop() {
        if !seen.insert(root.clone()) {
            continue;
        }
        let found = sources::find(&root, &crate::Config::default())?;
        open.extend(found.nested.iter().cloned());
        files.extend(found.files(&root)?.into_iter().map(|file| file.path));
    }
    if files.is_empty() {
        return Err(Failure::new(format!("no .{ENDING} file is found in `{}`", shown(&folder))));
    }
    files.sort();
    Ok(files)
}

/// The project that the current folder belongs to, for commands that do not ask for one. A folder
/// without settings is not searched below: it may be a home folder.
pub fn of_current_folder() -> Result<Option<Root>, Failure> {
    let here = absolute(Path::new("."))?;
    if let Some(root) = root_above(&here) {
        return open(Target::Project { root }).map(Some);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(&here).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_ours = has_ending(&path) && path.is_file() && stays_below(&here, &path).is_ok();
        if let (true, Some(name)) = (is_ours, path.file_name().and_then(|name| name.to_str())) {
            files.push(SourceFile { name: name.to_owned(), path: path.clone() });
        }
    }
    files.sort();
    let config = crate::Config::default();
    Ok((!files.is_empty()).then_some(Root { folder: here, config, files }))
}
