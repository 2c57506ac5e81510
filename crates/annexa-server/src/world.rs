//! The projects, as the analyst keeps them: what is on disk, and above it what is open.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use annexa_model::{Analysis, FileId, Settings};
use annexa_syntax::Document;
use annexa_workspace::Failure;
use tower_lsp::ls_types::Uri;

use crate::counters;
use crate::documents::Open;
use crate::loader::Loaded;
use crate::snapshot::{ConfigFinding, Files, OpenFile, View};

/// All projects.
#[derive(Default)]
pub(crate) struct World {
    projects: Vec<Arc<Kept>>,
    folders: Vec<PathBuf>,
    open: Vec<(OpenFile, Document)>,
    /// What is being read, and whether it has to be read once more.
    loading: Vec<(PathBuf, bool)>,
    active: PathBuf,
}

/// A project.
#[derive(Clone)]
struct Kept {
    view: Arc<View>,
    settings: Settings,
}

impl Kept {
    fn new(view: View, settings: Settings) -> Arc<Kept> {
        Arc::new(Kept { view: Arc::new(view), settings })
    }

    fn has(&self, path: &Path) -> bool {
        self.view.files.ids.contains_key(path)
    }

    /// The project after a file got another text.
    fn with(&self, path: &Path, document: &Document) -> Option<Arc<Kept>> {
        let file = *self.view.files.ids.get(path)?;
        let analysis = self.view.analysis.edited(file, document.clone());
        counters::worked(analysis.work());
        Some(Kept::new(View { analysis, ..(*self.view).clone() }, self.settings.clone()))
    }

    /// The project with a file more.
    fn with_new(&self, path: &Path, document: &Document) -> Arc<Kept> {
        let mut files = self.files();
        files.push((path.to_owned(), document.clone()));
        self.of(files)
    }

    /// The project with a file less.
    fn without(&self, path: &Path) -> Arc<Kept> {
        let mut files = self.files();
        files.retain(|(other, _)| other != path);
        self.of(files)
    }

    fn files(&self) -> Vec<(PathBuf, Document)> {
        let sources = self.view.project().files().iter();
        let documents = sources.map(|source| source.document.clone());
        self.view.files.paths.iter().cloned().zip(documents).collect()
    }

    fn of(&self, files: Vec<(PathBuf, Document)>) -> Arc<Kept> {
        let folder = &self.view.folder;
        let mut named: Vec<(String, PathBuf, Document)> = files
            .into_iter()
            .map(|(path, document)| (name(folder, &path), path, document))
            .collect();
        named.sort_by(|a, b| a.0.cmp(&b.0));
        let paths = named.iter().map(|(_, path, _)| path.clone()).collect();
        let documents = named.into_iter().map(|(name, _, document)| (name, document));
        let analysis = Analysis::new(documents.collect::<Vec<_>>(), self.settings.clone());
        counters::worked(analysis.work());
        let files = Arc::new(Files::new(paths));
        Kept::new(View { analysis, files, ..(*self.view).clone() }, self.settings.clone())
    }
}

/// What a project calls a file: the path below its folder, with `/`.
fn name(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

impl World {
    pub(crate) fn views(&self) -> Vec<Arc<View>> {
        self.projects.iter().map(|kept| Arc::clone(&kept.view)).collect()
    }

    pub(crate) fn open_files(&self) -> Arc<Vec<OpenFile>> {
        Arc::new(self.open.iter().map(|(open, _)| open.clone()).collect())
    }

    pub(crate) fn active(&self) -> usize {
        self.projects.iter().position(|kept| kept.has(&self.active)).unwrap_or(0)
    }

    pub(crate) fn has(&self, path: &Path) -> bool {
        self.projects.iter().any(|kept| kept.has(path))
    }

    pub(crate) fn is_open(&self, path: &Path) -> bool {
        self.open.iter().any(|(open, _)| open.path == path)
    }

    pub(crate) fn add_folder(&mut self, folder: PathBuf) {
        if !self.folders.contains(&folder) {
            self.folders.push(folder);
        }
    }

    /// Forgets a folder, and the projects in it of which nothing is open.
    pub(crate) fn remove_folder(&mut self, folder: &Path) {
        self.folders.retain(|other| other != folder);
        let folders = self.folders.clone();
        self.projects.retain(|kept| {
            let is_in = |folder: &Path| kept.view.folder.starts_with(folder);
            let is_open = self.open.iter().any(|(open, _)| kept.has(&open.path));
            !is_in(folder) || is_open || folders.iter().any(|folder| is_in(folder))
        });
    }

    /// Opens a document; says whether its project is known or is being read.
    pub(crate) fn open(&mut self, uri: Uri, path: PathBuf, open: &Open, is_built_in: bool) -> bool {
        self.open.retain(|(other, _)| other.uri != uri);
        let file = OpenFile { uri, path: path.clone(), version: open.version };
        self.open.push((file, open.document.clone()));
        if is_built_in {
            return true;
        }
        self.active.clone_from(&path);
        if self.set(&path, &open.document) {
            return true;
        }
        // Analysed by itself, until its project is read.
        let is_read = self.loading.iter().any(|(target, _)| path.starts_with(target));
        let folder = path.parent().unwrap_or(&path).to_owned();
        let documents = [(name(&folder, &path), open.document.clone())];
        let analysis = Analysis::new(documents, Settings::default());
        counters::worked(analysis.work());
        let view = View {
            folder,
            analysis,
            files: Arc::new(Files::new(vec![path.clone()])),
            is_provisional: is_read || path.is_absolute(),
            config: None,
        };
        self.projects.push(Kept::new(view, Settings::default()));
        is_read || !path.is_absolute()
    }

    /// Takes over the text of an open document; says whether it changed what other files show.
    pub(crate) fn change(&mut self, uri: &Uri, open: &Open) -> bool {
        let Some((file, document)) = self.open.iter_mut().find(|(file, _)| file.uri == *uri) else {
            return false;
        };
        file.version = open.version;
        *document = open.document.clone();
        let path = file.path.clone();
        self.active.clone_from(&path);
        self.set(&path, &open.document);
        let changed = self.projects.iter().find(|kept| kept.has(&path));
        changed.is_some_and(|kept| {
            let project = kept.view.project();
            project.files().len() > 1
                && kept.view.analysis.work().resolved == project.declaration_count()
        })
    }

    /// Closes a document: what is on disk counts again.
    pub(crate) fn close(&mut self, uri: &Uri) {
        let Some(index) = self.open.iter().position(|(file, _)| file.uri == *uri) else { return };
        let (file, _) = self.open.remove(index);
        self.reread(&file.path);
        // What is in no folder of the workspace was known for the sake of what was open.
        let (folders, open) = (&self.folders, &self.open);
        self.projects.retain(|kept| {
            folders.iter().any(|folder| kept.view.folder.starts_with(folder))
                || open.iter().any(|(open, _)| kept.has(&open.path))
        });
    }

    /// Takes over what is on disk, or that nothing is there any more.
    pub(crate) fn reread(&mut self, path: &Path) {
        let name = path.to_string_lossy().into_owned();
        match (annexa_workspace::SourceFile { name, path: path.to_owned() }).read() {
            Ok(text) => {
                let document = Document::new(&text);
                counters::parsed(document.item_count());
                self.set(path, &document);
            }
            Err(_) => {
                for kept in &mut self.projects {
                    if kept.has(path) {
                        *kept = kept.without(path);
                    }
                }
                self.projects
                    .retain(|kept| !kept.view.files.paths.is_empty() || kept.view.config.is_some());
            }
        }
    }

    fn set(&mut self, path: &Path, document: &Document) -> bool {
        let mut found = false;
        for kept in &mut self.projects {
            if let Some(with) = kept.with(path, document) {
                *kept = with;
                found = true;
            }
        }
        found
    }

    /// What is to be read again when something about a path is new: the folder of the workspace that
    /// it lies in, or else that of its project, or else the file.
    pub(crate) fn target_of(&self, path: &Path) -> Option<PathBuf> {
        let longest = |folders: &mut dyn Iterator<Item = &PathBuf>| {
            folders
                .filter(|folder| path.starts_with(folder))
                .max_by_key(|it| it.as_os_str().len())
                .cloned()
        };
        longest(&mut self.folders.iter())
            .or_else(|| longest(&mut self.projects.iter().map(|kept| &kept.view.folder)))
    }

    /// Notes that a target is being read; says whether the reading has to begin now.
    pub(crate) fn begin_loading(&mut self, target: &Path) -> bool {
        match self.loading.iter_mut().find(|(other, _)| other == target) {
            Some((_, again)) => {
                *again = true;
                false
            }
            None => {
                self.loading.push((target.to_owned(), false));
                true
            }
        }
    }

    /// Takes over what was read; gives what has to be read next.
    pub(crate) fn loaded(&mut self, target: &Path, projects: Vec<Loaded>) -> Vec<PathBuf> {
        let mut next = Vec::new();
        self.loading.retain(|(other, again)| {
            if other == target && *again {
                next.push(target.to_owned());
            }
            other != target
        });
        // What is in the target and was not found there is there no more.
        self.projects
            .retain(|kept| kept.view.is_provisional || !kept.view.folder.starts_with(target));
        for project in projects {
            self.add(project);
        }
        for (file, document) in self.open.clone() {
            if self.projects.iter().any(|kept| !kept.view.is_provisional && kept.has(&file.path)) {
                self.projects.retain(|kept| !kept.view.is_provisional || !kept.has(&file.path));
                self.set(&file.path, &document);
            }
        }
        self.settle();
        next
    }

    fn add(&mut self, project: Loaded) {
        let Loaded { folder, paths, settings, analysis, failure } = project;
        let config = failure.as_ref().and_then(config_finding).map(Arc::new);
        let files = Arc::new(Files::new(paths));
        // The same project, read before for the sake of another file.
        self.projects.retain(|kept| {
            kept.view.is_provisional
                || kept.view.folder != folder
                || !files.paths.iter().any(|path| kept.has(path))
        });
        let view = View { folder, analysis, files, is_provisional: false, config };
        self.projects.push(Kept::new(view, settings));
        self.projects.sort_by(|a, b| a.view.folder.cmp(&b.view.folder));
    }

    /// What no reading will tell more of is as it is. A new file belongs to the project of its folder
    /// before it is on disk.
    fn settle(&mut self) {
        let (known, provisional): (Vec<_>, Vec<_>) =
            self.projects.drain(..).partition(|kept| !kept.view.is_provisional);
        self.projects = known;
        for kept in provisional {
            let path = kept.view.files.paths.first().cloned().unwrap_or_default();
            if self.loading.iter().any(|(target, _)| path.starts_with(target)) {
                self.projects.push(kept);
                continue;
            }
            let holds = |other: &&mut Arc<Kept>| {
                path.starts_with(&other.view.folder)
                    && other.view.folder.join(annexa_workspace::CONFIG_FILE).exists()
            };
            let document = kept.view.project().document(FileId::Project(0));
            let holder = self.projects.iter_mut().filter(holds);
            let holder = holder.max_by_key(|other| other.view.folder.as_os_str().len());
            match (holder, document) {
                (Some(holder), Some(document)) if !path.exists() => {
                    *holder = holder.with_new(&path, document);
                }
                _ => {
                    let view = View { is_provisional: false, ..(*kept.view).clone() };
                    self.projects.push(Kept::new(view, kept.settings.clone()));
                }
            }
        }
    }
}

/// What is wrong with the settings of a project, with its place.
fn config_finding(failure: &Failure) -> Option<ConfigFinding> {
    let place = failure.place()?;
    let document = Document::new(place.text);
    let at = |offset: usize| {
        crate::positions::position(
            &document,
            annexa_syntax::TextSize::new(offset as u32),
            crate::positions::Encoding::Utf16,
        )
    };
    Some(ConfigFinding {
        path: place.path.to_owned(),
        range: tower_lsp::ls_types::Range {
            start: at(place.range.start),
            end: at(place.range.end),
        },
        message: place.message.to_owned(),
    })
}
