//! How far work is, as the client shows it: the reading of a project, and what the user asked for.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tower_lsp::ls_types::{
    NumberOrString, ProgressParams, ProgressParamsValue, ProgressToken, WorkDoneProgress,
    WorkDoneProgressBegin, WorkDoneProgressCreateParams, WorkDoneProgressEnd,
    WorkDoneProgressReport, notification::Progress, request::WorkDoneProgressCreate,
};

use crate::client::Outbox;
use crate::session::Session;

/// Work that the client asked for: how far it is, where it wants to know.
pub(crate) struct Work {
    outbox: Outbox,
    token: Option<ProgressToken>,
}

impl Work {
    pub(crate) fn begin(outbox: &Outbox, token: Option<ProgressToken>, title: &str) -> Work {
        let work = Work { outbox: outbox.clone(), token };
        work.say(WorkDoneProgress::Begin(WorkDoneProgressBegin {
            title: title.to_owned(),
            // By the request itself.
            cancellable: Some(true),
            message: None,
            percentage: Some(0),
        }));
        work
    }

    /// The parts before this one are done.
    pub(crate) fn reach(&self, part: usize, parts: usize, message: &str) {
        self.say(WorkDoneProgress::Report(WorkDoneProgressReport {
            cancellable: Some(true),
            message: Some(message.to_owned()),
            percentage: Some((part * 100 / parts.max(1)) as u32),
        }));
    }

    fn say(&self, progress: WorkDoneProgress) {
        if let Some(token) = &self.token {
            say(&self.outbox, token, progress);
        }
    }
}

/// It is over, however it ends.
impl Drop for Work {
    fn drop(&mut self) {
        self.say(WorkDoneProgress::End(WorkDoneProgressEnd { message: None }));
    }
}

fn say(outbox: &Outbox, token: &ProgressToken, progress: WorkDoneProgress) {
    let value = ProgressParamsValue::WorkDone(progress);
    outbox.notify::<Progress>(ProgressParams { token: token.clone(), value });
}

/// How far it is, for the client to show.
#[derive(Clone)]
pub(crate) struct Steps {
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

    pub(crate) fn begin(session: &Session, files: usize) -> Steps {
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
    pub(crate) fn step(&self) {
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

    pub(crate) fn end(&self) {
        let mut state = self.state();
        if matches!(*state, State::Percent(_)) {
            self.say(WorkDoneProgress::End(WorkDoneProgressEnd { message: None }));
        }
        *state = State::Over;
    }

    fn say(&self, progress: WorkDoneProgress) {
        say(&self.outbox, &self.token, progress);
    }
}
