//! The workspace: its folders, the open documents, and their projects. The main loop hands it each event
//! and reads the targets that it returns; it starts no thread and sends nothing.
//!
//! Invariant: each open document is in a view, if only in one of its own, so that every request about
//! it finds something.

mod loading;
mod open;
mod projects;
mod state;
#[cfg(test)]
mod tests;
mod transitions;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use annexa_syntax::Document;
use rustc_hash::FxHashSet;
use tower_lsp::ls_types::{FileChangeType, Uri};

use crate::counters;
use crate::documents::Open;
use crate::loader::{LoadInput, LoadedProject};
use crate::snapshot::{Folder, Index, OpenFiles, View};
use crate::targets::LoadTarget;
use loading::Loading;
use open::{OpenText, OpenTexts};
use projects::{Projects, WorkspaceProject};
pub(crate) use state::ProjectState;

/// All projects.
#[derive(Default)]
pub(crate) struct Workspace {
    projects: Projects,
    folders: Vec<PathBuf>,
    /// Those of the folders that the client spells otherwise.
    spelled_folders: Vec<Folder>,
    /// These, and those of open files outside the workspace.
    spelled: Arc<Vec<Folder>>,
    open: OpenTexts,
    loading: Loading,
    /// Whether an open document can be without its project.
    is_unsettled: bool,
    /// The file that was opened or edited last.
    active: PathBuf,
}

impl Workspace {
    /// The projects, for a snapshot. Until the project of an open file is read, the file is in a
    /// provisional one, or in what is known of its own; most projects are read before a snapshot is made.
    pub(crate) fn views(&mut self) -> Vec<Arc<View>> {
        let index = self.projects.index();
        let mut alone = Vec::new();
        for OpenText { path, document, .. } in self.open.iter() {
            if index.contains_key(&**path) {
                continue;
            }
            let is_its = |project: &WorkspaceProject| {
                project.view.state == ProjectState::Unchecked && project.names(path)
            };
            if !self.projects.iter().any(is_its) {
                alone.push(WorkspaceProject::alone(path, document, ProjectState::Provisional));
            } else if let Some(project) = self.projects.iter_mut().find(|it| is_its(it)) {
                let mut files = project.files();
                files.push((path.to_path_buf(), document.clone()));
                project.set_files(files);
            }
        }
        self.projects.extend(alone);
        self.projects.iter().map(|project| Arc::clone(&project.view)).collect()
    }

    /// Which of the views have a file.
    pub(crate) fn index(&mut self) -> Arc<Index> {
        self.projects.index()
    }

    pub(crate) fn open_files(&self) -> Arc<OpenFiles> {
        self.open.files()
    }

    /// The folders that the client spells otherwise than their paths are.
    pub(crate) fn spelled(&self) -> Arc<Vec<Folder>> {
        Arc::clone(&self.spelled)
    }

    /// What a reading pass need not find out again.
    pub(crate) fn load_input(&self) -> LoadInput {
        let open = self.open.iter().map(|text| (text.path.to_path_buf(), text.document.clone()));
        let closed = self.projects.iter().flat_map(WorkspaceProject::texts);
        let closed = closed.filter(|(path, _)| !self.open.has(path));
        let projects = self.projects.iter().filter(|project| project.is_checked());
        LoadInput {
            open: open.collect(),
            closed: closed.map(|(path, document)| (path.clone(), document.clone())).collect(),
            projects: projects.map(|it| (Arc::clone(&it.view), it.settings.clone())).collect(),
        }
    }

    /// The number of the view that was worked on last.
    pub(crate) fn active(&self) -> usize {
        self.projects.iter().position(|project| project.has(&self.active)).unwrap_or(0)
    }

    pub(crate) fn is_loading(&self) -> bool {
        self.loading.is_running()
    }

    /// Notes that a target is to be read. Returns whether its pass begins now.
    pub(crate) fn begin_loading(&mut self, target: &LoadTarget) -> bool {
        self.loading.begin(target)
    }

    /// Takes over which folders the workspace has. Returns the targets to read.
    pub(crate) fn set_folders(
        &mut self,
        added: Vec<Folder>,
        removed: &[Folder],
    ) -> Vec<LoadTarget> {
        let is_removed = |path: &Path| removed.iter().any(|folder| folder.path == path);
        self.folders.retain(|folder| !is_removed(folder));
        self.spelled_folders.retain(|folder| !is_removed(&folder.path));
        for folder in added {
            if !self.folders.contains(&folder.path) {
                self.folders.push(folder.path.clone());
                self.spelled_folders.extend(Some(folder).filter(Folder::is_spelled_otherwise));
            }
        }
        self.spell();
        self.unsettle();
        self.folders.iter().cloned().map(LoadTarget::Folder).collect()
    }

    /// Opens a document of the user.
    pub(crate) fn open(&mut self, uri: Uri, path: PathBuf, open: &Open) {
        if self.open.open(uri, &path, open) {
            self.spell();
        }
        self.active = path;
        self.is_unsettled = true;
    }

    /// Opens a built-in catalogue.
    pub(crate) fn open_built_in(&mut self, uri: Uri, path: &Path, open: &Open) {
        self.open.open_built_in(uri, path, open);
    }

    /// Takes over the text of an open document. Returns whether it can have changed what other files
    /// show.
    pub(crate) fn change(&mut self, uri: &Uri, open: &Open) -> bool {
        let Some(path) = self.open.change(uri, open) else { return false };
        self.projects.set(&path, &open.document);
        self.active.clone_from(&path);
        let changed = self.projects.of(&path).next();
        changed.is_some_and(|WorkspaceProject { view, .. }| {
            let project = view.project();
            project.files().len() > 1
                && view.analysis.work().resolved == project.declaration_count()
        })
    }

    /// Closes a document: the text on disk counts again. Returns the targets to read.
    pub(crate) fn close(&mut self, uri: &Uri) -> Vec<LoadTarget> {
        let Some(closed) = self.open.close(uri) else { return Vec::new() };
        if closed.folder.is_some() {
            self.spell();
        }
        // The same file may be open by another name.
        let other = self.open.iter().find(|other| other.path == closed.path);
        let targets = match other.map(|other| other.document.clone()) {
            Some(document) => {
                self.projects.set(&closed.path, &document);
                Vec::new()
            }
            None => self.reread(&closed.path),
        };
        self.unsettle();
        targets
    }

    /// Takes over changes on disk. Returns the targets to read.
    pub(crate) fn changed_on_disk(
        &mut self,
        changes: &[(PathBuf, FileChangeType)],
    ) -> Vec<LoadTarget> {
        /// A reading pass reads more texts than these side by side.
        const FEW: usize = 8;
        let are_few = changes.len() <= FEW;
        let mut targets = Vec::new();
        for (path, change) in changes {
            let is_known = self.projects.index().contains_key(path);
            if *change != FileChangeType::CHANGED || !is_known {
                targets.extend(self.targets_of(path));
            } else if self.open.has(path) {
                // The open text counts, not the one on disk. But it has just been saved, and can name
                // figures whose files have not been looked at.
                let is_to_read = self.projects.of(path).any(|it| it.names_new_figures(path));
                if is_to_read {
                    targets.extend(self.targets_of(path));
                }
            } else if are_few {
                targets.extend(self.reread(path));
            } else {
                targets.extend(self.targets_of(path));
            }
        }
        self.unsettle();
        targets
    }

    /// All that there is to read.
    pub(crate) fn all_targets(&self) -> Vec<LoadTarget> {
        let files = self.open.iter().map(|text| &text.path).filter(|path| path.is_file());
        let folders = self.folders.iter().cloned().map(LoadTarget::Folder);
        folders.chain(files.map(|path| self.target_of(path))).collect()
    }

    /// What is to be read again when something about a path is new.
    pub(crate) fn targets_of(&self, path: &Path) -> Vec<LoadTarget> {
        let is_of = |folder: &Path| {
            path.starts_with(folder)
                || self.projects.iter().any(|project| {
                    folder.starts_with(project.folder()) && path.starts_with(project.folder())
                })
        };
        let folders = self.folders.iter().filter(|folder| is_of(folder));
        let mut targets: Vec<_> = folders.cloned().map(LoadTarget::Folder).collect();
        // What lies beside a file may belong to it; settings above it are its own.
        let beside = path.parent().unwrap_or(path);
        let loose = self.open.iter().map(|text| &*text.path);
        for file in loose.filter(|file| !self.is_in_workspace(file)) {
            let is_in_its_project = self
                .projects
                .iter()
                .any(|it| it.has(file) && (it.has(path) || it.would_have(path)));
            if is_in_its_project || file.starts_with(beside) && file.is_file() {
                targets.push(LoadTarget::file(file));
            }
        }
        targets
    }

    /// Takes over what is known of a project that is still being read or checked.
    pub(crate) fn understood(&mut self, project: LoadedProject) {
        self.projects.replace_unchecked(project);
        self.set_all_open();
    }

    /// Takes over the projects that a reading pass found. Returns the targets to read next.
    pub(crate) fn loaded(
        &mut self,
        target: &LoadTarget,
        found: Vec<LoadedProject>,
    ) -> Vec<LoadTarget> {
        let (next, changed) = self.loading.end(target);
        self.projects.replace_checked(target, found, &self.open);
        let mut targets = Vec::from_iter(next);
        for path in changed {
            targets.extend(self.reread(&path));
        }
        self.set_all_open();
        self.is_unsettled = true;
        targets
    }

    /// Finds a project for each open document. Returns the targets to read for that. Files that were
    /// just read need not be read again.
    pub(crate) fn settle(&mut self) -> Vec<LoadTarget> {
        if !std::mem::take(&mut self.is_unsettled) {
            return Vec::new();
        }
        let new = self.open.take_new();
        self.projects.set_all(new.map(|text| (&*text.path, &text.document)));
        let just_read = self.loading.take_ended();
        let index = self.projects.index();
        let is_checked: Vec<bool> =
            self.projects.iter().map(WorkspaceProject::is_checked).collect();
        let is_whole = |number: &usize| is_checked.get(*number) == Some(&true);
        let mut targets = Vec::new();
        let mut settled = FxHashSet::default();
        let mut left = Vec::new();
        for OpenText { path, document, .. } in self.open.iter() {
            if index.get(&**path).is_some_and(|numbers| numbers.iter().any(is_whole)) {
                settled.insert(&**path);
                continue;
            }
            let wanted = path.is_file().then(|| self.target_of(path));
            let wanted = wanted.filter(|_| !just_read.iter().any(|read| read.reads(path)));
            let is_loading = self.loading.covers(path);
            if is_loading || wanted.is_some() {
                targets.extend(wanted.filter(|_| !is_loading));
                continue;
            }
            settled.insert(&**path);
            left.push((path.to_path_buf(), document.clone()));
        }
        self.projects.remove_overtaken(&settled);
        self.settle_without_project(left);
        self.projects.remove_unneeded(&self.folders, &self.open);
        targets
    }

    /// Files that are not on disk yet belong to the project that would have them; all others stay alone.
    fn settle_without_project(&mut self, files: Vec<(PathBuf, Document)>) {
        let mut alone = Vec::new();
        for (path, document) in files {
            let may_come = path.is_absolute() && !path.exists();
            let holders = self.projects.iter_mut().filter(|it| may_come && it.would_have(&path));
            match holders.max_by_key(|holder| holder.folder().as_os_str().len()) {
                None => {
                    alone.push(WorkspaceProject::alone(&path, &document, ProjectState::Checked))
                }
                Some(holder) => {
                    let mut files = holder.files();
                    files.push((path, document));
                    holder.set_files(files);
                }
            }
        }
        self.projects.extend(alone);
    }

    /// After a change, projects may be unneeded, and open documents without theirs.
    fn unsettle(&mut self) {
        self.projects.remove_unneeded(&self.folders, &self.open);
        self.is_unsettled = true;
    }

    /// Takes over the text on disk. If the file cannot be read any more, its project is to be read
    /// again, which reports why.
    fn reread(&mut self, path: &Path) -> Vec<LoadTarget> {
        self.loading.changed(path);
        if !self.projects.index().contains_key(path) {
            return Vec::new();
        }
        match annexa_workspace::text_file(path) {
            Ok(text) => {
                let document = Document::new(&text);
                counters::parsed(document.item_count());
                self.projects.set(path, &document);
                Vec::new()
            }
            Err(_) => {
                for project in self.projects.iter_mut().filter(|project| project.has(path)) {
                    let mut files = project.files();
                    files.retain(|(other, _)| other != path);
                    project.set_files(files);
                }
                self.targets_of(path)
            }
        }
    }

    fn set_all_open(&mut self) {
        drop(self.open.take_new());
        self.projects.set_all(self.open.iter().map(|text| (&*text.path, &text.document)));
    }

    /// Notes how the client spells folders.
    fn spell(&mut self) {
        let mut spelled = self.spelled_folders.clone();
        for text in self.open.iter() {
            if let Some(folder) = &text.folder
                && !self.is_in_workspace(&text.path)
                && !spelled.contains(folder)
            {
                spelled.push(folder.clone());
            }
        }
        self.spelled = Arc::new(spelled);
    }

    fn is_in_workspace(&self, path: &Path) -> bool {
        self.folders.iter().any(|folder| path.starts_with(folder))
    }

    /// What is to be read to know the project of a file.
    fn target_of(&self, path: &Path) -> LoadTarget {
        let folders = self.folders.iter().filter(|folder| path.starts_with(folder));
        match folders.max_by_key(|folder| folder.as_os_str().len()) {
            Some(folder) => LoadTarget::Folder(folder.clone()),
            None => LoadTarget::file(path),
        }
    }
}
