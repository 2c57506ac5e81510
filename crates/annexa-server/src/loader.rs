//! Reads projects from disk, on a thread of its own, and says how far it is.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use annexa_model::{Analysis, Settings};
use annexa_syntax::Document;
use annexa_workspace::{Failure, Root};
use rayon::prelude::*;
use tower_lsp::ls_types::{
    NumberOrString, ProgressParams, ProgressParamsValue, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressCreateParams, WorkDoneProgressEnd, WorkDoneProgressReport,
    notification::Progress, request::WorkDoneProgressCreate,
};

use crate::analyst::Event;
use crate::client::Outbox;
use crate::counters;
use crate::session::Session;

/// A project as it is on disk.
pub(crate) struct Loaded {
    pub(crate) folder: PathBuf,
    /// In the order of the project.
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) settings: Settings,
    pub(crate) analysis: Analysis,
    pub(crate) failure: Option<Failure>,
}

/// Loads the projects of a folder, or that of a file, and tells the analyst.
pub(crate) fn start(session: &Arc<Session>, target: PathBuf) {
    let session = Arc::clone(session);
    std::thread::spawn(move || {
        let loaded =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| load(&session, &target)));
        let loaded = loaded.unwrap_or_default();
        session.tell(Event::Loaded { target, projects: loaded });
    });
}

fn load(session: &Session, target: &Path) -> Vec<Loaded> {
    let roots = annexa_workspace::discover(&[target.to_owned()]);
    let files = roots.iter().flatten().map(|root| root.files.len()).sum();
    let progress = Steps::begin(session, files);
    let mut projects = Vec::new();
    for root in roots {
        match root {
            Ok(root) => projects.push(read(root, &progress)),
            Err(failure) => {
                tracing::info!("{failure}");
                projects.extend(unreadable(failure));
            }
        }
    }
    progress.end();
    projects
}

fn read(root: Root, progress: &Steps) -> Loaded {
    let (settings, failure) = match annexa_workspace::settings(&root.config) {
        Ok(settings) => (settings, None),
        Err(failure) => (Settings::default(), Some(failure)),
    };
    // A file that cannot be read is left out; the others are worth something without it.
    let files = root.files.par_iter().filter_map(|file| {
        let text = match file.read() {
            Ok(text) => text,
            Err(failure) => {
                tracing::warn!("{failure}");
                return None;
            }
        };
        let document = Document::new(&text);
        // Lowered here, where there are several threads; the model would do it one by one.
        document.items().for_each(|(_, item)| {
            item.declarations();
        });
        counters::parsed(document.item_count());
        progress.step();
        Some((file.name.clone(), file.path.clone(), document))
    });
    let files: Vec<_> = files.collect();
    let mut names: Vec<_> =
        files.iter().map(|(name, path, _)| (name.clone(), path.clone())).collect();
    names.sort();
    let documents = files.into_iter().map(|(name, _, document)| (name, document));
    let analysis = Analysis::new(documents, settings.clone());
    counters::worked(analysis.work());
    let paths = names.into_iter().map(|(_, path)| path).collect();
    Loaded { folder: root.folder, paths, settings, analysis, failure }
}

/// A project whose settings cannot be read has no files, but a place to say so.
fn unreadable(failure: Failure) -> Option<Loaded> {
    Some(Loaded {
        folder: failure.place()?.path.parent()?.to_owned(),
        paths: Vec::new(),
        settings: Settings::default(),
        analysis: Analysis::new([], Settings::default()),
        failure: Some(failure),
    })
}

/// How far it is, for the client to show.
#[derive(Clone)]
struct Steps {
    outbox: Outbox,
    token: NumberOrString,
    files: usize,
    read: Arc<AtomicUsize>,
    state: Arc<Mutex<State>>,
}

/// What the client is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing, for it is not worth it, or the client has not agreed yet.
    Nothing,
    /// How many parts in a hundred were read.
    Percent(usize),
    Over,
}

impl Steps {
    /// Fewer files are read before anybody could see it.
    const WORTH_SHOWING: usize = 50;

    fn begin(session: &Session, files: usize) -> Steps {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let steps = Steps {
            outbox: session.outbox.clone(),
            token: NumberOrString::String(format!("annexa/loading/{number}")),
            files,
            read: Arc::default(),
            state: Arc::new(Mutex::new(State::Nothing)),
        };
        if files >= Steps::WORTH_SHOWING && session.client().can("window.workDoneProgress") {
            let (asked, token) = (steps.clone(), steps.token.clone());
            let params = WorkDoneProgressCreateParams { token };
            steps.outbox.request::<WorkDoneProgressCreate>(params, move |result| {
                if result.is_ok() {
                    asked.show();
                }
            });
        }
        steps
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn percent(&self) -> usize {
        (self.read.load(Ordering::Relaxed) * 100 / self.files.max(1)).min(100)
    }

    /// The client has agreed to show it.
    fn show(&self) {
        let mut state = self.state();
        if *state == State::Nothing {
            let percent = self.percent();
            *state = State::Percent(percent);
            self.say(WorkDoneProgress::Begin(WorkDoneProgressBegin {
                title: "Reading the project".to_owned(),
                cancellable: Some(false),
                message: Some(format!("{} files", self.files)),
                percentage: Some(percent as u32),
            }));
        }
    }

    /// A file more was read.
    fn step(&self) {
        const WORTH_SAYING: usize = 5;
        let read = self.read.fetch_add(1, Ordering::Relaxed) + 1;
        let percent = self.percent();
        let mut state = self.state();
        if let State::Percent(said) = *state
            && percent >= said + WORTH_SAYING
        {
            *state = State::Percent(percent);
            self.say(WorkDoneProgress::Report(WorkDoneProgressReport {
                cancellable: Some(false),
                message: Some(format!("{read} of {} files", self.files)),
                percentage: Some(percent as u32),
            }));
        }
    }

    fn end(&self) {
        let mut state = self.state();
        if matches!(*state, State::Percent(_)) {
            self.say(WorkDoneProgress::End(WorkDoneProgressEnd { message: None }));
        }
        *state = State::Over;
    }

    fn say(&self, progress: WorkDoneProgress) {
        let value = ProgressParamsValue::WorkDone(progress);
        self.outbox.notify::<Progress>(ProgressParams { token: self.token.clone(), value });
    }
}
