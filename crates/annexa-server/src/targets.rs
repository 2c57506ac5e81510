//! What one reading pass covers: a folder of the workspace, or loose files of one folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What one reading pass covers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum LoadTarget {
    /// The projects of a folder of the workspace.
    Folder(PathBuf),
    /// The projects of files of one folder that lie in no such folder.
    Files { folder: PathBuf, files: BTreeSet<PathBuf> },
}

impl LoadTarget {
    /// The project of a file.
    pub(crate) fn file(path: &Path) -> LoadTarget {
        let folder = path.parent().unwrap_or(path).to_owned();
        LoadTarget::Files { folder, files: BTreeSet::from([path.to_owned()]) }
    }

    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        match self {
            LoadTarget::Folder(folder) => vec![folder.clone()],
            LoadTarget::Files { files, .. } => files.iter().cloned().collect(),
        }
    }

    /// Whether it is no folder of the workspace.
    pub(crate) fn is_loose(&self) -> bool {
        matches!(self, LoadTarget::Files { .. })
    }

    /// Whether another target is better not read at the same time.
    pub(crate) fn is_at_the_place_of(&self, other: &LoadTarget) -> bool {
        match (self, other) {
            (LoadTarget::Folder(one), LoadTarget::Folder(other)) => one == other,
            (LoadTarget::Files { folder, .. }, LoadTarget::Files { folder: other, .. }) => {
                folder == other
            }
            _ => false,
        }
    }

    /// Whether it may show something about a file.
    pub(crate) fn covers(&self, path: &Path) -> bool {
        match self {
            LoadTarget::Folder(folder) => path.starts_with(folder),
            LoadTarget::Files { folder, .. } => path.parent() == Some(folder),
        }
    }

    /// Whether it shows all about a file.
    pub(crate) fn reads(&self, path: &Path) -> bool {
        match self {
            LoadTarget::Folder(folder) => path.starts_with(folder),
            LoadTarget::Files { files, .. } => files.contains(path),
        }
    }

    /// Adds the files of another target at the same place.
    pub(crate) fn add(&mut self, other: &LoadTarget) {
        if let (LoadTarget::Files { files, .. }, LoadTarget::Files { files: more, .. }) =
            (self, other)
        {
            files.extend(more.iter().cloned());
        }
    }
}

/// Targets, with one for all files of a folder.
pub(crate) fn together(targets: impl IntoIterator<Item = LoadTarget>) -> Vec<LoadTarget> {
    let mut together: Vec<LoadTarget> = Vec::new();
    for target in targets {
        match together.iter_mut().find(|other| other.is_at_the_place_of(&target)) {
            Some(other) => other.add(&target),
            None => together.push(target),
        }
    }
    together
}
