//! Reads projects from disk, on a thread of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use annexa_model::{Analysis, Project, Settings};
use annexa_syntax::{DeclarationKind, Document, TextRange, TextSize};
use annexa_workspace::{Config, Failure, Root, SourceFile, Unread};
use rayon::{ThreadPool, ThreadPoolBuilder, prelude::*};
use rustc_hash::FxHashMap;
use tower_lsp::ls_types::Range;

use crate::counters;
use crate::documents;
use crate::event::Event;
use crate::positions::{self, Encoding};
use crate::progress::Steps;
use crate::session::Session;
use crate::snapshot::{Files, Trouble, View};
use crate::targets::LoadTarget;

/// A project as it is on disk, with the texts of the open documents.
#[derive(Clone)]
pub(crate) struct LoadedProject {
    pub(crate) folder: PathBuf,
    pub(crate) files: Arc<Files>,
    pub(crate) config: Arc<Config>,
    pub(crate) settings: Settings,
    pub(crate) analysis: Analysis,
    pub(crate) troubles: Vec<Trouble>,
}

/// The result of a reading pass.
#[derive(Default)]
pub(crate) struct LoadResult {
    pub(crate) projects: Vec<LoadedProject>,
    /// Why projects could not be read, where the reason has no place in a file.
    pub(crate) failures: Vec<String>,
}

/// Texts by their paths.
type Documents = FxHashMap<PathBuf, Document>;

/// What a reading pass need not find out again.
pub(crate) struct LoadInput {
    /// The open texts, which count instead of the files on disk.
    pub(crate) open: Documents,
    /// The texts of closed files, which are parsed only if they have changed on disk.
    pub(crate) closed: Documents,
    /// The checked projects, which are checked only if a text or a setting has changed.
    pub(crate) projects: Vec<(Arc<View>, Settings)>,
}

/// Reads a target, and sends the result to the main loop.
pub(crate) fn start(session: &Arc<Session>, target: LoadTarget, known: LoadInput) {
    let session = Arc::clone(session);
    let loader = Loader {
        encoding: session.client().encoding,
        known,
        are_many: target.is_loose() && target.paths().len() > 1,
        session: Arc::clone(&session),
    };
    let place = target.clone();
    let reporter = Arc::clone(&session);
    let read = move || {
        let result = catch_unwind(AssertUnwindSafe(|| loader.load(&target)));
        session.post(Event::Loaded { target, result: result.unwrap_or_default() });
    };
    if let Err(error) = std::thread::Builder::new().name("loader".to_owned()).spawn(read) {
        let result = LoadResult { failures: vec![error.to_string()], ..LoadResult::default() };
        reporter.post(Event::Loaded { target: place, result });
    }
}

/// The threads that read and parse files. Requests and edits have other threads, so that they do not wait
/// for files.
static READERS: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    ThreadPoolBuilder::new().thread_name(|index| format!("reader-{index}")).build().ok()
});

/// With so many files, a project takes so long to read that users look at it meanwhile.
const MANY: usize = 200;

/// Whether a line begins a standard, or a file of bases.
fn leads(line: &str) -> bool {
    let heads = DeclarationKind::ALL.iter().filter(|kind| kind.is_file_head());
    let mut words = heads.filter(|kind| **kind != DeclarationKind::PartOf).map(|kind| kind.words());
    words.any(|words| line.trim_start().starts_with(words))
}

struct Loader {
    session: Arc<Session>,
    /// Whether several projects are read for files that lie in one folder.
    are_many: bool,
    encoding: Encoding,
    known: LoadInput,
}

impl LoadedProject {
    /// The paths of its files.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.paths.iter().map(PathBuf::as_path)
    }
}

impl Loader {
    fn load(&self, target: &LoadTarget) -> LoadResult {
        let roots = annexa_workspace::discover_beside(&target.paths(), &self.session.neighbours);
        let files = roots.iter().flatten().map(|root| root.files.len()).sum();
        let progress = Steps::begin(&self.session, files);
        let read = || self.read_all(target, roots, &progress);
        let read = match &*READERS {
            Some(readers) => readers.install(read),
            None => read(),
        };
        progress.end();
        self.session.readings.forget();
        read
    }

    fn read_all(
        &self,
        target: &LoadTarget,
        roots: Vec<Result<Root, Failure>>,
        progress: &Steps,
    ) -> LoadResult {
        let mut read = LoadResult::default();
        for root in roots {
            match root {
                Ok(root) => read.projects.push(self.read(root, progress)),
                Err(failure) => {
                    tracing::debug!("{failure}");
                    match self.without_files(&failure) {
                        Some(project) => read.projects.push(project),
                        // A folder without standards is as good as any, and a file that belongs to
                        // no project is looked at by itself.
                        None if failure.is_emptiness() || target.is_loose() => {}
                        None => read.failures.push(failure.to_string()),
                    }
                }
            }
        }
        read
    }

    fn read(&self, root: Root, progress: &Steps) -> LoadedProject {
        let Root { folder, files, config, unread } = root;
        let (mut settings, failure) = match annexa_workspace::settings(&config) {
            Ok(settings) => (settings, None),
            Err(failure) => (Settings::default(), Some(failure)),
        };
        let mut troubles: Vec<_> = failure.iter().filter_map(|it| self.trouble(it)).collect();
        for Unread { path, failure } in unread {
            match path.is_dir() {
                // No editor shows the findings of a folder.
                true => tracing::warn!("{failure}"),
                false => troubles.push(of_file(path, &failure)),
            }
        }
        let config = Arc::new(config);
        if files.len() >= MANY && self.is_new(&folder) {
            self.send_heads(&folder, &files, &config, &settings);
        }
        let files = self.of_the_user(&files).map(|file| {
            let document = self.document(&file.path);
            // Lowered here, where there are several threads; the model would do it one by one.
            document.iter().for_each(Document::lower);
            progress.step();
            (file.name.clone(), file.path.clone(), document)
        });
        let (files, ()) = rayon::join(|| files.collect::<Vec<_>>(), annexa_model::parse_newest);
        let mut documents = Vec::new();
        let mut paths = Vec::new();
        for (name, path, document) in files {
            match document {
                Ok(document) => {
                    documents.push((name, document));
                    paths.push(path);
                }
                // The others are worth something without it.
                Err(failure) => troubles.push(of_file(path, &failure)),
            }
        }
        settings.figures =
            annexa_workspace::figures(&folder, documents.iter().map(|(_, document)| document));
        let known = self.known.projects.iter().find(|(view, with)| {
            let known = view.project().files().iter().map(|file| &file.document);
            (&view.folder, &view.files.paths, with) == (&folder, &paths, &settings)
                && known
                    .zip(&documents)
                    .all(|(known, (_, found))| documents::are_same(known, found))
        });
        if let Some((view, _)) = known {
            let (files, analysis) = (Arc::clone(&view.files), view.analysis.clone());
            return LoadedProject { folder, files, config, settings, analysis, troubles };
        }
        let analysis = Analysis::unchecked(Project::new(documents, settings.clone()));
        let files = Arc::new(Files::new(paths));
        let unchecked = LoadedProject { folder, files, config, settings, analysis, troubles };
        self.send_unchecked(&unchecked);
        let analysis = Analysis::of(unchecked.analysis.project().clone());
        counters::worked(analysis.work());
        LoadedProject { analysis, ..unchecked }
    }

    /// What the program wrote itself is no file of the user's, wherever the cache may be.
    fn of_the_user<'a>(
        &'a self,
        files: &'a [SourceFile],
    ) -> impl ParallelIterator<Item = &'a SourceFile> {
        files.par_iter().filter(|file| !self.session.catalogues.has_written(&file.path))
    }

    /// The heads of standards and the catalogues of a large project are few and soon found, and with
    /// them most of what is asked of one of its files can be answered.
    fn send_heads(
        &self,
        folder: &Path,
        files: &[SourceFile],
        config: &Arc<Config>,
        settings: &Settings,
    ) {
        let heads = self.of_the_user(files).filter_map(|file| {
            let document = match self.known.open.get(&file.path) {
                Some(open) => open.clone(),
                None => {
                    let text = annexa_workspace::text_file(&file.path).ok()?;
                    text.lines().any(leads).then(|| Document::new(&text))?
                }
            };
            Some(((file.name.clone(), document), file.path.clone()))
        });
        let (documents, paths): (Vec<_>, Vec<_>) = heads.unzip();
        self.send_unchecked(&LoadedProject {
            folder: folder.to_owned(),
            files: Arc::new(Files::new(paths)),
            config: Arc::clone(config),
            settings: settings.clone(),
            analysis: Analysis::unchecked(Project::new(documents, settings.clone())),
            troubles: Vec::new(),
        });
    }

    /// What a large project means is known long before all that is wrong with it, and is all that most
    /// requests ask for.
    fn send_unchecked(&self, project: &LoadedProject) {
        if self.is_new(&project.folder) {
            self.session.post(Event::Understood(Box::new(project.clone())));
        }
    }

    fn is_new(&self, folder: &Path) -> bool {
        // Where there are many small projects, progress of a single one is not reported.
        if self.are_many {
            return false;
        }
        self.known.projects.iter().all(|(view, _)| view.folder != folder)
    }

    fn document(&self, path: &Path) -> Result<Document, Failure> {
        if let Some(open) = self.known.open.get(path) {
            return Ok(open.clone());
        }
        let text = annexa_workspace::text_file(path)?;
        let known = self.known.closed.get(path);
        if let Some(known) = known.filter(|known| documents::says(known, &text)) {
            return Ok(known.clone());
        }
        Ok(self.session.readings.parse(path, &text))
    }

    /// A project whose settings cannot be read has no files, but a place to say so.
    fn without_files(&self, failure: &Failure) -> Option<LoadedProject> {
        Some(LoadedProject {
            folder: failure.place()?.path.parent()?.to_owned(),
            files: Arc::default(),
            config: Arc::default(),
            settings: Settings::default(),
            analysis: Analysis::new([], Settings::default()),
            troubles: vec![self.trouble(failure)?],
        })
    }

    /// What is wrong with settings, with its place.
    fn trouble(&self, failure: &Failure) -> Option<Trouble> {
        let place = failure.place()?;
        let at = |offset: usize| TextSize::new(offset as u32);
        let range = TextRange::new(at(place.range.start), at(place.range.end));
        let range = positions::range(&Document::new(place.text), range, self.encoding);
        let message = place.message.to_owned();
        Some(Trouble { path: place.path.to_owned(), range, message, is_warning: false })
    }
}

/// Why a file is not read, at its beginning.
fn of_file(path: PathBuf, failure: &Failure) -> Trouble {
    let (range, message) = (Range::default(), failure.to_string());
    Trouble { path, range, message, is_warning: failure.is_warning() }
}
