//! The projects, as the analyst keeps them: what is on disk, and above it what is open.
//!
//! Invariant: whatever is open is in a view, if only in one of its own, so that every request about it
//! finds something.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use annexa_model::{Analysis, Settings};
use annexa_syntax::Document;
use annexa_workspace::Config;
use tower_lsp::ls_types::{FileChangeType, Uri};

use crate::counters;
use crate::documents::{self, Open};
use crate::loader::{Known, Loaded};
use crate::snapshot::{Files, OpenFile, View};

/// All projects.
#[derive(Default)]
pub(crate) struct World {
    projects: Vec<Kept>,
    folders: Vec<PathBuf>,
    /// What is open, with its text where that is one of the user's.
    open: Vec<(OpenFile, Option<Document>)>,
    /// What is being read, and whether it has to be read once more.
    loading: Vec<(Target, bool)>,
    /// Files that were looked at meanwhile: whoever is reading may have seen what was there before, or
    /// what was open.
    overtaken: Vec<PathBuf>,
    active: PathBuf,
}

/// What is read from disk in one go.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Target {
    /// The projects of a folder of the workspace.
    Folder(PathBuf),
    /// The project of a file that lies in no such folder.
    File(PathBuf),
}

impl Target {
    pub(crate) fn path(&self) -> &Path {
        match self {
            Target::Folder(path) | Target::File(path) => path,
        }
    }

    /// Whether it tells of a file.
    fn covers(&self, path: &Path) -> bool {
        match self {
            Target::Folder(folder) => path.starts_with(folder),
            Target::File(file) => file == path,
        }
    }
}

/// A project.
#[derive(Clone)]
struct Kept {
    view: Arc<View>,
    config: Arc<Config>,
    settings: Settings,
}

impl Kept {
    fn of(project: Loaded, is_provisional: bool) -> Kept {
        let Loaded { folder, files, config, settings, analysis, troubles } = project;
        let view = View { folder, analysis, files, is_provisional, troubles };
        Kept { view: Arc::new(view), config, settings }
    }

    fn has(&self, path: &Path) -> bool {
        self.view.files.ids.contains_key(path)
    }

    fn document(&self, path: &Path) -> Option<&Document> {
        self.view.project().document(*self.view.files.ids.get(path)?)
    }

    /// Takes over another text of a file.
    fn set(&mut self, path: &Path, document: &Document) {
        if let Some(&file) = self.view.files.ids.get(path) {
            let analysis = self.view.analysis.edited(file, document.clone());
            counters::worked(analysis.work());
            self.view = Arc::new(self.view.with(analysis));
        }
    }

    /// Takes over which files there are.
    fn set_files(&mut self, files: Vec<(PathBuf, Document)>) {
        let folder = &self.view.folder;
        let mut named: Vec<(String, PathBuf, Document)> = files
            .into_iter()
            .map(|(path, document)| (name(folder, &path), path, document))
            .collect();
        named.sort_by(|a, b| a.0.cmp(&b.0));
        let paths = named.iter().map(|(_, path, _)| path.clone()).collect();
        let documents = named.into_iter().map(|(name, _, document)| (name, document));
        let analysis = self.view.analysis.with_files(documents.collect::<Vec<_>>());
        counters::worked(analysis.work());
        let files = Arc::new(Files::new(paths));
        self.view = Arc::new(View { files, ..self.view.with(analysis) });
    }

    fn files(&self) -> Vec<(PathBuf, Document)> {
        let sources = self.view.project().files().iter();
        let documents = sources.map(|source| source.document.clone());
        self.view.files.paths.iter().cloned().zip(documents).collect()
    }

    /// A document that belongs to nothing that is known.
    fn alone(path: &Path, document: &Document, is_provisional: bool) -> Kept {
        let folder = path.parent().unwrap_or(path).to_owned();
        let documents = [(name(&folder, path), document.clone())];
        let analysis = Analysis::new(documents, Settings::default());
        counters::worked(analysis.work());
        let files = Arc::new(Files::new(vec![path.to_owned()]));
        let view = View { folder, analysis, files, is_provisional, troubles: Vec::new() };
        Kept {
            view: Arc::new(view),
            config: Arc::new(Config::default()),
            settings: Settings::default(),
        }
    }

    /// Whether a file that is not on disk yet would be one of the project's.
    fn would_have(&self, path: &Path) -> bool {
        !self.view.is_provisional && self.names(path)
    }

    fn names(&self, path: &Path) -> bool {
        let below = path.strip_prefix(&self.view.folder);
        below.is_ok_and(|below| self.config.names(below))
    }
}

/// What a project calls a file: the path below its folder, with `/`.
fn name(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

impl World {
    /// The projects, to be seen. What is open is looked at by itself, or with what is known of its
    /// project, until that is read; most projects are read before anybody looks.
    pub(crate) fn views(&mut self) -> Vec<Arc<View>> {
        for (path, document) in self.open_documents() {
            if self.projects.iter().any(|kept| kept.has(&path)) {
                continue;
            }
            // What is only understood so far has not been checked.
            let mut known =
                self.projects.iter_mut().filter(|kept| !kept.view.analysis.is_checked());
            match known.find(|kept| kept.names(&path)) {
                Some(kept) => {
                    let mut files = kept.files();
                    files.push((path, document));
                    kept.set_files(files);
                }
                None => self.projects.push(Kept::alone(&path, &document, true)),
            }
        }
        self.projects.iter().map(|kept| Arc::clone(&kept.view)).collect()
    }

    pub(crate) fn open_files(&self) -> Arc<Vec<OpenFile>> {
        Arc::new(self.open.iter().map(|(open, _)| open.clone()).collect())
    }

    /// The texts that count instead of what is on disk.
    pub(crate) fn open_documents(&self) -> Vec<(PathBuf, Document)> {
        let of_the_user = self
            .open
            .iter()
            .filter_map(|(open, document)| Some((open.path.clone(), document.clone()?)));
        of_the_user.collect()
    }

    /// What does not have to be found out once more.
    pub(crate) fn known(&self) -> Known {
        let closed = self.projects.iter().flat_map(Kept::files);
        let projects = self.projects.iter().filter(|kept| !kept.view.is_provisional);
        Known {
            open: self.open_documents().into_iter().collect(),
            closed: closed.filter(|(path, _)| !self.is_open(path)).collect(),
            projects: projects.map(|it| (Arc::clone(&it.view), it.settings.clone())).collect(),
        }
    }

    pub(crate) fn active(&self) -> usize {
        self.projects.iter().position(|kept| kept.has(&self.active)).unwrap_or(0)
    }

    pub(crate) fn is_loading(&self) -> bool {
        !self.loading.is_empty()
    }

    fn is_open(&self, path: &Path) -> bool {
        self.open.iter().any(|(open, _)| open.path == path)
    }

    /// Takes over which folders the workspace has; gives what is to be read.
    pub(crate) fn set_folders(&mut self, added: Vec<PathBuf>, removed: &[PathBuf]) -> Vec<Target> {
        self.folders.retain(|folder| !removed.contains(folder));
        for folder in added {
            if !self.folders.contains(&folder) {
                self.folders.push(folder);
            }
        }
        self.forget_the_unneeded();
        let mut targets: Vec<_> = self.folders.iter().cloned().map(Target::Folder).collect();
        targets.extend(self.settle(None));
        targets
    }

    /// Opens a document; gives what is to be read for it.
    pub(crate) fn open(&mut self, uri: Uri, path: PathBuf, open: &Open) -> Vec<Target> {
        self.open.retain(|(other, _)| other.uri != uri);
        let file = OpenFile { uri, path: path.clone(), version: open.version };
        self.open.push((file, Some(open.document.clone())));
        self.set(&path, &open.document);
        self.active = path;
        self.settle(None)
    }

    /// Opens a document that is none of the user's.
    pub(crate) fn open_built_in(&mut self, uri: Uri, path: PathBuf, open: &Open) {
        self.open.retain(|(other, _)| other.uri != uri);
        let file = OpenFile { uri, path, version: open.version };
        self.open.push((file, None));
    }

    /// Takes over the text of an open document; says whether it can have changed what other files
    /// show.
    pub(crate) fn change(&mut self, uri: &Uri, open: &Open) -> bool {
        let Some((file, document)) = self.open.iter_mut().find(|(file, _)| file.uri == *uri) else {
            return false;
        };
        file.version = open.version;
        if document.is_none() {
            return false;
        }
        *document = Some(open.document.clone());
        let path = file.path.clone();
        self.set(&path, &open.document);
        self.active.clone_from(&path);
        let changed = self.projects.iter().find(|kept| kept.has(&path));
        changed.is_some_and(|kept| {
            let project = kept.view.project();
            project.files().len() > 1
                && kept.view.analysis.work().resolved == project.declaration_count()
        })
    }

    /// Closes a document: what is on disk counts again. Gives what is to be read.
    pub(crate) fn close(&mut self, uri: &Uri) -> Vec<Target> {
        let Some(index) = self.open.iter().position(|(file, _)| file.uri == *uri) else {
            return Vec::new();
        };
        let (file, _) = self.open.remove(index);
        // The same file may be open by another name.
        let other = self.open.iter().find(|(other, _)| other.path == file.path);
        match other.and_then(|(_, document)| document.clone()) {
            Some(document) => self.set(&file.path, &document),
            None => self.reread(&file.path),
        }
        self.forget_the_unneeded();
        self.settle(None)
    }

    /// Looks at what changed on disk; gives what is to be read.
    pub(crate) fn changed_on_disk(&mut self, changes: &[(PathBuf, FileChangeType)]) -> Vec<Target> {
        /// More texts than these are read side by side.
        const FEW: usize = 8;
        let are_few = changes.len() <= FEW;
        let mut targets = Vec::new();
        for (path, change) in changes {
            let is_known = self.projects.iter().any(|kept| kept.has(path));
            if *change != FileChangeType::CHANGED || !is_known {
                targets.extend(self.targets_of(path));
            } else if self.is_open(path) {
                // What is open counts, whatever is on disk.
            } else if are_few {
                self.reread(path);
            } else {
                targets.extend(self.targets_of(path));
            }
        }
        self.forget_the_unneeded();
        targets.extend(self.settle(None));
        targets
    }

    /// All that there is to read.
    pub(crate) fn all_targets(&self) -> Vec<Target> {
        let of_the_user = self.open.iter().filter(|(_, document)| document.is_some());
        let files = of_the_user.map(|(file, _)| &file.path).filter(|path| path.is_file());
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
        let loose = self
            .open
            .iter()
            .filter(|(file, document)| document.is_some() && !self.is_in_workspace(&file.path));
        for (file, _) in loose {
            let is_in_its_project = self
                .projects
                .iter()
                .any(|kept| kept.has(&file.path) && (kept.has(path) || kept.would_have(path)));
            if is_in_its_project || file.path.starts_with(beside) && file.path.is_file() {
                targets.push(Target::File(file.path.clone()));
            }
        }
        targets
    }

    fn is_in_workspace(&self, path: &Path) -> bool {
        self.folders.iter().any(|folder| path.starts_with(folder))
    }

    /// Takes over what is on disk, or that nothing is there any more.
    fn reread(&mut self, path: &Path) {
        if self.is_loading() {
            self.overtaken.push(path.to_owned());
        }
        if !self.projects.iter().any(|kept| kept.has(path)) {
            return;
        }
        match annexa_workspace::text_file(path) {
            Ok(text) => {
                let document = Document::new(&text);
                counters::parsed(document.item_count());
                self.set(path, &document);
            }
            Err(_) => {
                for kept in self.projects.iter_mut().filter(|kept| kept.has(path)) {
                    let mut files = kept.files();
                    files.retain(|(other, _)| other != path);
                    kept.set_files(files);
                }
            }
        }
    }

    fn set(&mut self, path: &Path, document: &Document) {
        for kept in &mut self.projects {
            if kept.document(path).is_some_and(|known| !documents::are_same(known, document)) {
                kept.set(path, document);
            }
        }
    }

    /// Notes that something is being read; says whether the reading has to begin now.
    pub(crate) fn begin_loading(&mut self, target: &Target) -> bool {
        match self.loading.iter_mut().find(|(other, _)| other == target) {
            Some((_, again)) => {
                *again = true;
                false
            }
            None => {
                self.loading.push((target.clone(), false));
                true
            }
        }
    }

    /// Takes over what was read; gives what has to be read next.
    pub(crate) fn loaded(&mut self, target: &Target, projects: Vec<Loaded>) -> Vec<Target> {
        let is_again = self.loading.iter().any(|(other, again)| other == target && *again);
        self.loading.retain(|(other, _)| other != target);
        // What was there before and was not found again is there no more.
        self.projects.retain(|kept| {
            kept.view.is_provisional
                || match target {
                    Target::Folder(folder) => {
                        !kept.view.folder.starts_with(folder)
                            && !folder.starts_with(&kept.view.folder)
                    }
                    Target::File(file) => !kept.has(file),
                }
        });
        projects.into_iter().for_each(|project| self.add(project));
        for path in std::mem::take(&mut self.overtaken) {
            self.reread(&path);
        }
        for (path, document) in self.open_documents() {
            self.set(&path, &document);
        }
        let mut next = self.settle(Some(target));
        self.forget_the_unneeded();
        if is_again {
            next.push(target.clone());
        }
        next
    }

    /// Takes over what is known of a project that is still being read or checked. It counts for what is
    /// open until [`World::loaded`] has the rest.
    pub(crate) fn understood(&mut self, project: Loaded) {
        let kept = Kept::of(project, true);
        self.projects.retain(|other| {
            !other.view.is_provisional
                || !other.view.files.paths.iter().any(|path| kept.has(path) || kept.names(path))
        });
        self.projects.push(kept);
        for (path, document) in self.open_documents() {
            self.set(&path, &document);
        }
    }

    fn add(&mut self, project: Loaded) {
        let Loaded { folder, files, .. } = &project;
        // The same project, read before for the sake of another file.
        self.projects.retain(|kept| {
            kept.view.is_provisional
                || kept.view.folder != *folder
                || !files.paths.iter().any(|path| kept.has(path))
        });
        self.projects.push(Kept::of(project, false));
        self.projects.sort_by(|a, b| a.view.folder.cmp(&b.view.folder));
    }

    /// Finds a project for all that is open, and gives what has to be read for that. What was read
    /// just now tells nothing new when it is read again.
    fn settle(&mut self, read: Option<&Target>) -> Vec<Target> {
        let mut targets = Vec::new();
        for (path, document) in self.open_documents() {
            if self.projects.iter().any(|kept| !kept.view.is_provisional && kept.has(&path)) {
                self.projects.retain(|kept| !kept.view.is_provisional || !kept.has(&path));
                continue;
            }
            let wanted = match path.is_file() {
                false => None,
                true => Some(self.target_of(&path)).filter(|target| Some(target) != read),
            };
            let is_loading = self.loading.iter().any(|(target, _)| target.covers(&path));
            if is_loading || wanted.is_some() {
                targets.extend(wanted.filter(|_| !is_loading));
                continue;
            }
            self.projects.retain(|kept| !kept.view.is_provisional || !kept.has(&path));
            let holders = self.projects.iter_mut().filter(|kept| kept.would_have(&path));
            let holder = holders.max_by_key(|kept| kept.view.folder.as_os_str().len());
            match holder.filter(|_| path.is_absolute() && !path.exists()) {
                Some(holder) => {
                    let mut files = holder.files();
                    files.push((path, document));
                    holder.set_files(files);
                }
                None => self.projects.push(Kept::alone(&path, &document, false)),
            }
        }
        targets
    }

    /// What is to be read to know the project of a file.
    fn target_of(&self, path: &Path) -> Target {
        let folders = self.folders.iter().filter(|folder| path.starts_with(folder));
        match folders.max_by_key(|folder| folder.as_os_str().len()) {
            Some(folder) => Target::Folder(folder.clone()),
            None => Target::File(path.to_owned()),
        }
    }

    /// Forgets projects that are in no folder of the workspace and of which nothing is open.
    fn forget_the_unneeded(&mut self) {
        let (folders, open) = (&self.folders, &self.open);
        self.projects.retain(|kept| {
            let folder = &kept.view.folder;
            let is_of_workspace =
                folders.iter().any(|it| folder.starts_with(it) || it.starts_with(folder));
            let is_empty = kept.view.files.paths.is_empty() && kept.view.troubles.is_empty();
            let is_open = open.iter().any(|(open, _)| kept.has(&open.path));
            is_open || is_of_workspace && !is_empty && !kept.view.is_provisional
        });
    }
}
