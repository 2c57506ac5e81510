//! Which projects make room for others, as their states change.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::open::OpenTexts;
use super::projects::{Projects, WorkspaceProject};
use super::state::ProjectState;
use crate::loader::LoadedProject;
use crate::targets::LoadTarget;

impl Projects {
    /// Replaces what is known of a project that is still being read or checked. It counts for open files
    /// until [`Projects::replace_checked`] has the rest.
    pub(super) fn replace_unchecked(&mut self, project: LoadedProject) {
        let project = WorkspaceProject::of(project, ProjectState::Unchecked);
        self.retain(|other| {
            other.is_checked()
                || !other.paths().any(|path| project.has(path) || project.names(path))
        });
        self.extend([project]);
    }

    /// Replaces the projects of a target by those that a reading pass found. Those that it did not find
    /// again are gone.
    pub(super) fn replace_checked(
        &mut self,
        target: &LoadTarget,
        found: Vec<LoadedProject>,
        open: &OpenTexts,
    ) {
        let new: FxHashSet<(&Path, &Path)> = found
            .iter()
            .flat_map(|it| it.paths().map(|path| (it.folder.as_path(), path)))
            .collect();
        self.retain(|project| {
            let folder = project.folder();
            let is_found = |path: &Path| new.contains(&(folder, path));
            // The same project may have been read for another file. Two projects of one folder can share
            // a file of bases.
            let is_replaced = || {
                project.paths().any(is_found)
                    && project.paths().all(|path| is_found(path) || !open.has(path))
            };
            match project.view.state {
                // It goes when each of its files has a checked one.
                ProjectState::Provisional => true,
                ProjectState::Unchecked => !is_of(project, target),
                ProjectState::Checked => !is_of(project, target) && !is_replaced(),
            }
        });
        self.extend(found.into_iter().map(|it| WorkspaceProject::of(it, ProjectState::Checked)));
        self.sort();
    }

    /// Removes projects that were only there until these files had a checked one.
    pub(super) fn remove_overtaken(&mut self, files: &FxHashSet<&Path>) {
        self.retain(|project| {
            project.is_checked() || !project.paths().any(|path| files.contains(path))
        });
    }

    /// Removes projects that are in no folder of the workspace and have no open file.
    pub(super) fn remove_unneeded(&mut self, folders: &[PathBuf], open: &OpenTexts) {
        self.retain(|project| {
            let is_of_workspace = folders
                .iter()
                .any(|it| project.folder().starts_with(it) || it.starts_with(project.folder()));
            let is_read = project.view.state != ProjectState::Provisional;
            is_of_workspace && is_read && !project.is_empty()
                || project.paths().any(|path| open.has(path))
        });
    }
}

/// Whether a reading pass over a target finds a project that is still there.
fn is_of(project: &WorkspaceProject, target: &LoadTarget) -> bool {
    match target {
        LoadTarget::Folder(folder) => {
            project.folder().starts_with(folder) || folder.starts_with(project.folder())
        }
        LoadTarget::Files { files, .. } => files.iter().any(|file| project.has(file)),
    }
}
