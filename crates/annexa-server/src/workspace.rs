//! The projects that the main loop keeps: the files on disk, which open documents replace.
//!
//! Invariant: whatever is open is in a view, if only in one of its own, so that every request about it
//! finds something.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use annexa_syntax::Document;
use rustc_hash::FxHashSet;
use tower_lsp::ls_types::{FileChangeType, Uri};

use crate::counters;
use crate::documents::Open;
use crate::loader::{Known, Loaded};
use crate::projects::{Kept, Projects};
use crate::snapshot::{Folder, Index, OpenFile, OpenFiles, View};
use crate::targets::Target;

/// All projects.
#[derive(Default)]
pub(crate) struct Workspace {
    projects: Projects,
    folders: Vec<PathBuf>,
    /// Those of the folders that the client spells otherwise.
    spelled_folders: Vec<Folder>,
    /// These, and those of open files outside the workspace.
    spelled: Arc<Vec<Folder>>,
    /// The open documents.
    open: Arc<OpenFiles>,
    /// The texts of the open documents that are the user's, by URI.
    texts: BTreeMap<Arc<str>, Text>,
    /// What is being read, and what has to be read once more.
    loading: Vec<(Target, Option<Target>)>,
    /// What was read since all that is open found its project.
    just_read: Vec<Target>,
    /// The URIs of what was opened since: an editor opens many files at once, which are taken over
    /// together.
    opened: Vec<Arc<str>>,
    /// Whether something open can be without its project.
    is_unsettled: bool,
    /// Files that were looked at meanwhile: whoever is reading may have seen what was there before, or
    /// what was open.
    overtaken: Vec<PathBuf>,
    active: PathBuf,
}

/// An open text.
struct Text {
    path: Arc<Path>,
    document: Document,
    /// A folder above it that the client spells otherwise.
    folder: Option<Folder>,
}

impl Workspace {
    /// The projects, to be seen. What is open is looked at by itself, or with what is known of its
    /// project, until that is read; most projects are read before anybody looks.
    pub(crate) fn views(&mut self) -> Vec<Arc<View>> {
        let index = self.projects.index();
        let mut alone = Vec::new();
        for Text { path, document, .. } in self.texts.values() {
            if index.contains_key(&**path) {
                continue;
            }
            // What is only understood so far has not been checked.
            let is_its = |kept: &Kept| !kept.view.analysis.is_checked() && kept.names(path);
            if !self.projects.iter().any(is_its) {
                alone.push(Kept::alone(path, document, true));
            } else if let Some(kept) = self.projects.iter_mut().find(|kept| is_its(kept)) {
                let mut files = kept.files();
                files.push((path.to_path_buf(), document.clone()));
                kept.set_files(files);
            }
        }
        self.projects.extend(alone);
        self.projects.iter().map(|kept| Arc::clone(&kept.view)).collect()
    }

    /// Which of the views have a file.
    pub(crate) fn index(&mut self) -> Arc<Index> {
        self.projects.index()
    }

    pub(crate) fn open_files(&self) -> Arc<OpenFiles> {
        Arc::clone(&self.open)
    }

    /// The folders that the client spells otherwise than their paths are.
    pub(crate) fn spelled(&self) -> Arc<Vec<Folder>> {
        Arc::clone(&self.spelled)
    }

    /// What does not have to be found out once more.
    pub(crate) fn known(&self) -> Known {
        let open = self.texts.values().map(|text| (text.path.to_path_buf(), text.document.clone()));
        let closed = self.projects.iter().flat_map(Kept::texts);
        let closed = closed.filter(|(path, _)| !self.open.has(path));
        let projects = self.projects.iter().filter(|kept| !kept.view.is_provisional);
        Known {
            open: open.collect(),
            closed: closed.map(|(path, document)| (path.clone(), document.clone())).collect(),
            projects: projects.map(|it| (Arc::clone(&it.view), it.settings.clone())).collect(),
        }
    }

    pub(crate) fn active(&self) -> usize {
        self.projects.iter().position(|kept| kept.has(&self.active)).unwrap_or(0)
    }

    pub(crate) fn is_loading(&self) -> bool {
        !self.loading.is_empty()
    }

    /// Takes over which folders the workspace has; gives what is to be read.
    pub(crate) fn set_folders(&mut self, added: Vec<Folder>, removed: &[Folder]) -> Vec<Target> {
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
        self.forget_the_unneeded();
        self.is_unsettled = true;
        self.folders.iter().cloned().map(Target::Folder).collect()
    }

    /// Opens a document.
    pub(crate) fn open(&mut self, uri: Uri, path: PathBuf, open: &Open) {
        let folder = Folder::above(&uri, &path);
        let is_spelled_otherwise = folder.is_some();
        let document = open.document.clone();
        let name: Arc<str> = uri.as_str().into();
        self.texts
            .insert(Arc::clone(&name), Text { path: path.as_path().into(), document, folder });
        if is_spelled_otherwise {
            self.spell();
        }
        self.open_built_in(uri, &path, open);
        self.opened.push(name);
        self.active = path;
        self.is_unsettled = true;
    }

    /// Notes how the client spells folders.
    fn spell(&mut self) {
        let mut spelled = self.spelled_folders.clone();
        for text in self.texts.values() {
            if let Some(folder) = &text.folder
                && !self.is_in_workspace(&text.path)
                && !spelled.contains(folder)
            {
                spelled.push(folder.clone());
            }
        }
        self.spelled = Arc::new(spelled);
    }

    /// Opens a document that is none of the user's.
    pub(crate) fn open_built_in(&mut self, uri: Uri, path: &Path, open: &Open) {
        let file = OpenFile { uri, path: path.into(), version: open.version };
        Arc::make_mut(&mut self.open).insert(file);
    }

    /// Takes over the text of an open document; says whether it can have changed what other files
    /// show.
    pub(crate) fn change(&mut self, uri: &Uri, open: &Open) -> bool {
        Arc::make_mut(&mut self.open).set_version(uri, open.version);
        let Some(text) = self.texts.get_mut(uri.as_str()) else { return false };
        text.document = open.document.clone();
        let path = text.path.to_path_buf();
        self.projects.set(&path, &open.document);
        self.active.clone_from(&path);
        let changed = self.projects.of(&path).next();
        changed.is_some_and(|kept| {
            let project = kept.view.project();
            project.files().len() > 1
                && kept.view.analysis.work().resolved == project.declaration_count()
        })
    }

    /// Closes a document: what is on disk counts again; gives what is to be read.
    pub(crate) fn close(&mut self, uri: &Uri) -> Vec<Target> {
        Arc::make_mut(&mut self.open).remove(uri);
        let Some(text) = self.texts.remove(uri.as_str()) else { return Vec::new() };
        if text.folder.is_some() {
            self.spell();
        }
        // The same file may be open by another name.
        let other = self.texts.values().find(|other| other.path == text.path);
        let targets = match other.map(|other| other.document.clone()) {
            Some(document) => {
                self.projects.set(&text.path, &document);
                Vec::new()
            }
            None => self.reread(&text.path),
        };
        self.forget_the_unneeded();
        self.is_unsettled = true;
        targets
    }

    /// Looks at what changed on disk; gives what is to be read.
    pub(crate) fn changed_on_disk(&mut self, changes: &[(PathBuf, FileChangeType)]) -> Vec<Target> {
        /// More texts than these are read side by side.
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
                let is_to_read = self.projects.of(path).any(|kept| kept.names_new_figures(path));
                if is_to_read {
                    targets.extend(self.targets_of(path));
                }
            } else if are_few {
                targets.extend(self.reread(path));
            } else {
                targets.extend(self.targets_of(path));
            }
        }
        self.forget_the_unneeded();
        self.is_unsettled = true;
        targets
    }

    /// All that there is to read.
    pub(crate) fn all_targets(&self) -> Vec<Target> {
        let files = self.texts.values().map(|text| &text.path).filter(|path| path.is_file());
        let folders = self.folders.iter().cloned().map(Target::Folder);
        folders.chain(files.map(|path| self.target_of(path))).collect()
    }

    /// What is to be read again when something about a path is new.
    pub(crate) fn targets_of(&self, path: &Path) -> Vec<Target> {
        let is_of = |folder: &Path| {
            path.starts_with(folder)
                || self.projects.iter().any(|kept| {
                    folder.starts_with(&kept.view.folder) && path.starts_with(&kept.view.folder)
                })
        };
        let folders = self.folders.iter().filter(|folder| is_of(folder));
        let mut targets: Vec<_> = folders.cloned().map(Target::Folder).collect();
        // What lies beside a file may belong to it; settings above it are its own.
        let beside = path.parent().unwrap_or(path);
        let loose = self.texts.values().map(|text| &*text.path);
        for file in loose.filter(|file| !self.is_in_workspace(file)) {
            let is_in_its_project = self
                .projects
                .iter()
                .any(|kept| kept.has(file) && (kept.has(path) || kept.would_have(path)));
            if is_in_its_project || file.starts_with(beside) && file.is_file() {
                targets.push(Target::file(file));
            }
        }
        targets
    }

    fn is_in_workspace(&self, path: &Path) -> bool {
        self.folders.iter().any(|folder| path.starts_with(folder))
    }

    /// Takes over what is on disk. Where nothing can be read there any more, its project is to be read
    /// again, which reports why.
    fn reread(&mut self, path: &Path) -> Vec<Target> {
        if self.is_loading() {
            self.overtaken.push(path.to_owned());
        }
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
                for kept in self.projects.iter_mut().filter(|kept| kept.has(path)) {
                    let mut files = kept.files();
                    files.retain(|(other, _)| other != path);
                    kept.set_files(files);
                }
                self.targets_of(path)
            }
        }
    }

    fn set_all_that_is_open(&mut self) {
        self.opened.clear();
        self.projects.set_all(self.texts.values().map(|text| (&*text.path, &text.document)));
    }

    fn set_what_was_opened(&mut self) {
        let opened = std::mem::take(&mut self.opened);
        let texts = opened.iter().filter_map(|uri| self.texts.get(uri));
        self.projects.set_all(texts.map(|text| (&*text.path, &text.document)));
    }

    /// Notes that something is being read; says whether the reading has to begin now.
    pub(crate) fn begin_loading(&mut self, target: &Target) -> bool {
        match self.loading.iter_mut().find(|(other, _)| other.is_at_the_place_of(target)) {
            Some((_, again)) => {
                match again {
                    Some(again) => again.add(target),
                    None => *again = Some(target.clone()),
                }
                false
            }
            None => {
                self.loading.push((target.clone(), None));
                true
            }
        }
    }

    /// Takes over what was read; gives what has to be read next.
    pub(crate) fn loaded(&mut self, target: &Target, projects: Vec<Loaded>) -> Vec<Target> {
        let at = self.loading.iter().position(|(other, _)| other.is_at_the_place_of(target));
        let again = at.and_then(|at| self.loading.remove(at).1);
        // What was there before and was not found again is there no more.
        self.projects.retain(|kept| {
            kept.view.is_provisional
                || match target {
                    Target::Folder(folder) => {
                        !kept.view.folder.starts_with(folder)
                            && !folder.starts_with(&kept.view.folder)
                    }
                    Target::Files { files, .. } => !files.iter().any(|file| kept.has(file)),
                }
        });
        self.add(projects);
        let mut targets = Vec::from_iter(again);
        for path in std::mem::take(&mut self.overtaken) {
            targets.extend(self.reread(&path));
        }
        self.set_all_that_is_open();
        self.just_read.push(target.clone());
        self.is_unsettled = true;
        targets
    }

    /// Takes over what is known of a project that is still being read or checked. It counts for what is
    /// open until [`Workspace::loaded`] has the rest.
    pub(crate) fn understood(&mut self, project: Loaded) {
        let kept = Kept::of(project, true);
        self.projects.retain(|other| {
            !other.view.is_provisional
                || !other.view.files.paths.iter().any(|path| kept.has(path) || kept.names(path))
        });
        self.projects.extend([kept]);
        self.set_all_that_is_open();
    }

    fn add(&mut self, projects: Vec<Loaded>) {
        let new: FxHashSet<(&Path, &Path)> = projects
            .iter()
            .flat_map(|it| it.files.paths.iter().map(|file| (it.folder.as_path(), file.as_path())))
            .collect();
        // The same project, read before for the sake of another file. Two projects of one folder can
        // share a file of bases.
        self.projects.retain(|kept| {
            let is_new =
                |path: &PathBuf| new.contains(&(kept.view.folder.as_path(), path.as_path()));
            let paths = &kept.view.files.paths;
            kept.view.is_provisional
                || !paths.iter().any(is_new)
                || paths.iter().any(|path| self.open.has(path) && !is_new(path))
        });
        self.projects.extend(projects.into_iter().map(|project| Kept::of(project, false)));
        self.projects.sort();
    }

    /// Finds a project for all that is open, and gives what has to be read for that. What was read
    /// just now tells nothing new when it is read again.
    pub(crate) fn settle(&mut self) -> Vec<Target> {
        if !std::mem::take(&mut self.is_unsettled) {
            return Vec::new();
        }
        self.set_what_was_opened();
        let just_read = std::mem::take(&mut self.just_read);
        let mut targets = Vec::new();
        let index = self.projects.index();
        let provisional: Vec<bool> =
            self.projects.iter().map(|kept| kept.view.is_provisional).collect();
        let is_whole = |number: &usize| provisional.get(*number) == Some(&false);
        let mut settled = FxHashSet::default();
        let mut left = Vec::new();
        for Text { path, document, .. } in self.texts.values() {
            if index.get(&**path).is_some_and(|numbers| numbers.iter().any(is_whole)) {
                settled.insert(&**path);
                continue;
            }
            let wanted = path.is_file().then(|| self.target_of(path));
            let wanted = wanted.filter(|_| !just_read.iter().any(|read| read.reads(path)));
            let is_loading = self.loading.iter().any(|(target, _)| target.covers(path));
            if is_loading || wanted.is_some() {
                targets.extend(wanted.filter(|_| !is_loading));
                continue;
            }
            settled.insert(&**path);
            left.push((path.to_path_buf(), document.clone()));
        }
        self.projects.retain(|kept| {
            !kept.view.is_provisional
                || !kept.view.files.paths.iter().any(|path| settled.contains(path.as_path()))
        });
        self.settle_without_project(left);
        self.forget_the_unneeded();
        targets
    }

    /// Files that are not on disk yet belong to the project that would have them; all others stay alone.
    fn settle_without_project(&mut self, files: Vec<(PathBuf, Document)>) {
        let mut alone = Vec::new();
        for (path, document) in files {
            let may_come = path.is_absolute() && !path.exists();
            let holders = self.projects.iter().filter(|kept| may_come && kept.would_have(&path));
            let holder = holders.max_by_key(|kept| kept.view.folder.as_os_str().len());
            match holder.map(|kept| Arc::clone(&kept.view)) {
                None => alone.push(Kept::alone(&path, &document, false)),
                Some(view) => {
                    let mut holders = self.projects.iter_mut();
                    if let Some(holder) = holders.find(|kept| Arc::ptr_eq(&kept.view, &view)) {
                        let mut files = holder.files();
                        files.push((path, document));
                        holder.set_files(files);
                    }
                }
            }
        }
        self.projects.extend(alone);
    }

    /// What is to be read to know the project of a file.
    fn target_of(&self, path: &Path) -> Target {
        let folders = self.folders.iter().filter(|folder| path.starts_with(folder));
        match folders.max_by_key(|folder| folder.as_os_str().len()) {
            Some(folder) => Target::Folder(folder.clone()),
            None => Target::file(path),
        }
    }

    /// Forgets projects that are in no folder of the workspace and of which nothing is open.
    fn forget_the_unneeded(&mut self) {
        let folders = &self.folders;
        let open = &self.open;
        self.projects.retain(|kept| {
            let (folder, paths) = (&kept.view.folder, &kept.view.files.paths);
            let is_of_workspace =
                folders.iter().any(|it| folder.starts_with(it) || it.starts_with(folder));
            let is_empty = paths.is_empty() && kept.view.troubles.is_empty();
            let is_open = || paths.iter().any(|path| open.has(path));
            is_of_workspace && !is_empty && !kept.view.is_provisional || is_open()
        });
    }
}
