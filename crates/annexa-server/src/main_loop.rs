//! Follows all that happens to projects, on a thread of its own: takes the events of dispatch, brings
//! the projects up to date, and publishes a snapshot.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use tower_lsp::ls_types::{MessageType, ShowMessageParams, notification::ShowMessage};

use crate::client::ClientInfo;
use crate::event::Event;
use crate::loader;
use crate::publisher::Publisher;
use crate::refresher::Refresher;
use crate::session::Session;
use crate::snapshot::{Snapshot, path_of};
use crate::targets::{LoadTarget, together};
use crate::workspace::Workspace;

/// So long what is known is not given away while more is being read: most projects are read sooner,
/// and then nobody ever sees half of one.
const PATIENCE: Duration = Duration::from_millis(200);

/// Begins to follow.
pub(crate) fn start(session: &Arc<Session>, events: Receiver<(u64, Event)>) -> std::io::Result<()> {
    let mut main_loop = MainLoop {
        client: session.client(),
        // The session ends with the conversation; it is not kept alive from here.
        session: Arc::downgrade(session),
        workspace: Workspace::default(),
        publisher: Publisher::default(),
        refresher: Refresher::default(),
        said: BTreeSet::new(),
        generation: 0,
        is_wide: false,
        loading_since: None,
        is_behind: false,
    };
    let follow = move || {
        let mut next = || catch_unwind(AssertUnwindSafe(|| main_loop.follow(&events)));
        // Without the main loop every request would wait for good.
        while !matches!(next(), Ok(None)) {}
    };
    std::thread::Builder::new().name("main loop".to_owned()).spawn(follow)?;
    Ok(())
}

struct MainLoop {
    client: Arc<ClientInfo>,
    session: Weak<Session>,
    workspace: Workspace,
    publisher: Publisher,
    refresher: Refresher,
    /// Failures that the user has been told of.
    said: BTreeSet<String>,
    /// How many events there were.
    generation: u64,
    /// Whether something happened since the last snapshot that other files may show.
    is_wide: bool,
    loading_since: Option<Instant>,
    /// Whether something happened that no snapshot shows.
    is_behind: bool,
}

impl MainLoop {
    /// Takes what happened since the last time, and publishes what came of it.
    fn follow(&mut self, events: &Receiver<(u64, Event)>) -> Option<()> {
        let mut next = match self.loading_since.filter(|_| self.is_behind) {
            Some(since) => match events.recv_timeout(PATIENCE.saturating_sub(since.elapsed())) {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return None,
            },
            None => Some(events.recv().ok()?),
        };
        let session = self.session.upgrade()?;
        let mut batch = Vec::new();
        while let Some((generation, event)) = next {
            self.generation = generation;
            self.is_behind = true;
            batch.push(event);
            next = events.try_recv().ok();
        }
        let mut targets = BTreeSet::new();
        for event in only_last_changes(batch) {
            let take = AssertUnwindSafe(|| self.take(&session, event));
            // What cannot be followed any further does not take everything else with it.
            let (is_wide, read) = catch_unwind(take).unwrap_or_else(|_| {
                tracing::error!("a change could not be followed");
                (true, Vec::new())
            });
            self.is_wide |= is_wide;
            targets.extend(read);
        }
        // Once for all that happened: many files can be opened at once.
        targets.extend(self.workspace.settle());
        for target in together(targets) {
            if self.workspace.begin_loading(&target) {
                loader::start(&session, target, self.workspace.load_input());
            }
        }
        self.loading_since = match self.loading_since {
            _ if !self.workspace.is_loading() => None,
            Some(since) => Some(since),
            None => Some(Instant::now()),
        };
        if self.loading_since.is_none_or(|since| since.elapsed() >= PATIENCE) {
            self.publish(&session);
        }
        Some(())
    }

    fn publish(&mut self, session: &Session) {
        let views = self.workspace.views();
        let snapshot = Arc::new(Snapshot {
            generation: self.generation,
            views,
            index: self.workspace.index(),
            open: self.workspace.open_files(),
            spelled: self.workspace.spelled(),
            active: self.workspace.active(),
            client: Arc::clone(&self.client),
            catalogues: Arc::clone(&session.catalogues),
            rule_pages: Arc::clone(&session.rule_pages),
        });
        session.publish(Arc::clone(&snapshot));
        self.is_behind = false;
        self.publisher.publish(&session.outbox, &snapshot);
        if std::mem::take(&mut self.is_wide) {
            self.refresher.refresh(&self.client, &session.outbox);
        }
    }

    /// Takes an event; says whether it can have changed what other files show, and what is to be read.
    fn take(&mut self, session: &Arc<Session>, event: Event) -> (bool, Vec<LoadTarget>) {
        let mut is_wide = true;
        let targets = match event {
            Event::Started { folders, client } => {
                self.client = client;
                self.workspace.set_folders(folders, &[])
            }
            Event::Opened { uri, open } => {
                let path = path_of(&uri);
                if session.catalogues.has_written(&path) {
                    // It is what it is, whatever the editor makes of it.
                    self.workspace.open_built_in(uri, &path, &open);
                } else {
                    self.workspace.open(uri, path, &open);
                }
                Vec::new()
            }
            Event::Changed { uri, open } => {
                is_wide = self.workspace.change(&uri, &open);
                Vec::new()
            }
            Event::Closed { uri } => {
                session.neighbours.forget();
                self.workspace.close(&uri)
            }
            Event::Watched(changes) => {
                session.neighbours.forget();
                self.workspace.changed_on_disk(&changes)
            }
            Event::Moved(paths) => {
                session.neighbours.forget();
                paths.iter().flat_map(|path| self.workspace.targets_of(path)).collect()
            }
            Event::Folders { added, removed } => self.workspace.set_folders(added, &removed),
            Event::Reload => {
                // What is still wrong is worth saying again.
                self.said.clear();
                session.neighbours.forget();
                self.workspace.all_targets()
            }
            Event::Understood(project) => {
                self.workspace.understood(*project);
                Vec::new()
            }
            Event::Loaded { target, result } => {
                result.failures.into_iter().for_each(|failure| self.say(session, failure));
                self.workspace.loaded(&target, result.projects)
            }
        };
        (is_wide, targets)
    }

    /// Tells the user, once, what keeps a project from being read.
    fn say(&mut self, session: &Session, message: String) {
        if self.said.insert(message.clone()) {
            let typ = MessageType::WARNING;
            session.outbox.notify::<ShowMessage>(ShowMessageParams { typ, message });
        }
    }
}

/// Of several changes of one document in a row the last one tells all.
fn only_last_changes(batch: Vec<Event>) -> Vec<Event> {
    let mut kept: Vec<Event> = Vec::with_capacity(batch.len());
    for event in batch {
        if let (Event::Changed { uri, .. }, Some(Event::Changed { uri: before, .. })) =
            (&event, kept.last())
            && uri == before
        {
            kept.pop();
        }
        kept.push(event);
    }
    kept
}
