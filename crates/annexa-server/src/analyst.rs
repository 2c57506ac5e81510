//! Follows all that happens to projects, on a thread of its own: takes what the gate tells it, brings
//! the projects up to date, and publishes a snapshot.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use tower_lsp::ls_types::{
    FileChangeType, Uri,
    request::{
        CodeLensRefresh, InlayHintRefreshRequest, SemanticTokensRefresh, WorkspaceDiagnosticRefresh,
    },
};

use crate::client::ClientInfo;
use crate::documents::Open;
use crate::loader::{self, Loaded};
use crate::publisher::Publisher;
use crate::session::Session;
use crate::snapshot::{Snapshot, path_of};
use crate::world::World;

/// Something that happened.
pub(crate) enum Event {
    /// The conversation begins.
    Started { folders: Vec<PathBuf>, client: Arc<ClientInfo> },
    /// A document was opened.
    Opened { uri: Uri, open: Open },
    /// A document that is open has another text.
    Changed { uri: Uri, open: Open },
    /// A document was closed.
    Closed { uri: Uri },
    /// The watcher saw files come, change or go.
    Watched(Vec<(PathBuf, FileChangeType)>),
    /// The client created, renamed or deleted files.
    Moved(Vec<PathBuf>),
    /// The folders of the workspace are others.
    Folders { added: Vec<PathBuf>, removed: Vec<PathBuf> },
    /// Projects were read from disk.
    Loaded { target: PathBuf, projects: Vec<Loaded> },
}

/// Begins to follow.
pub(crate) fn start(session: Arc<Session>, events: Receiver<(u64, Event)>) -> std::io::Result<()> {
    let follow = move || {
        let mut analyst = Analyst {
            world: World::default(),
            publisher: Publisher::default(),
            client: session.client(),
            session: Arc::downgrade(&session),
        };
        // The session ends with the conversation; it is not kept alive from here.
        drop(session);
        while let Ok(first) = events.recv() {
            let mut generation = first.0;
            let mut batch = vec![first.1];
            for (later, event) in events.try_iter() {
                generation = later;
                batch.push(event);
            }
            if analyst.follow(generation, batch).is_none() {
                return;
            }
        }
    };
    std::thread::Builder::new().name("analyst".to_owned()).spawn(follow)?;
    Ok(())
}

struct Analyst {
    world: World,
    publisher: Publisher,
    client: Arc<ClientInfo>,
    session: std::sync::Weak<Session>,
}

impl Analyst {
    fn follow(&mut self, generation: u64, batch: Vec<Event>) -> Option<()> {
        let session = self.session.upgrade()?;
        let mut is_wide = false;
        for event in only_last_changes(batch) {
            let take = std::panic::AssertUnwindSafe(|| self.take(&session, event));
            // A project that cannot be followed any further does not take the others with it.
            is_wide |= std::panic::catch_unwind(take).unwrap_or_else(|_| {
                tracing::error!("a change could not be followed");
                true
            });
        }
        let snapshot = Arc::new(Snapshot {
            generation,
            views: self.world.views(),
            open: self.world.open_files(),
            active: self.world.active(),
            client: Arc::clone(&self.client),
            catalogues: Arc::clone(&session.catalogues),
        });
        session.publish(Arc::clone(&snapshot));
        if self.client.pulls_diagnostics() {
            self.publisher.publish_configs(&session.outbox, &snapshot);
        } else {
            self.publisher.publish(&session.outbox, &snapshot);
        }
        if is_wide {
            self.refresh(&session);
        }
        Some(())
    }

    /// Takes an event; says whether it can have changed what other files show.
    fn take(&mut self, session: &Arc<Session>, event: Event) -> bool {
        match event {
            Event::Started { folders, client } => {
                self.client = client;
                for folder in folders {
                    self.world.add_folder(folder.clone());
                    self.load(session, folder);
                }
                false
            }
            Event::Opened { uri, open } => {
                let path = path_of(&uri);
                if session.catalogues.find(&path).is_some() {
                    // It is what it is, whatever the editor makes of it.
                    self.world.open(uri, path, &open, true);
                    return false;
                }
                if !self.world.open(uri, path.clone(), &open, false) {
                    self.load(session, path);
                }
                true
            }
            Event::Changed { uri, open } => self.world.change(&uri, &open),
            Event::Closed { uri } => {
                self.world.close(&uri);
                true
            }
            Event::Watched(changes) => {
                let mut again: Vec<PathBuf> = Vec::new();
                for (path, change) in changes {
                    let is_known = self.world.has(&path);
                    if change != FileChangeType::CHANGED || !is_known {
                        again.extend(self.world.target_of(&path));
                    } else if !self.world.is_open(&path) {
                        self.world.reread(&path);
                    }
                }
                self.load_all(session, again);
                true
            }
            Event::Moved(paths) => {
                let again = paths.iter().filter_map(|path| self.world.target_of(path)).collect();
                self.load_all(session, again);
                true
            }
            Event::Folders { added, removed } => {
                for folder in removed {
                    self.world.remove_folder(&folder);
                }
                for folder in added {
                    self.world.add_folder(folder.clone());
                    self.load(session, folder);
                }
                true
            }
            Event::Loaded { target, projects } => {
                for next in self.world.loaded(&target, projects) {
                    self.load(session, next);
                }
                true
            }
        }
    }

    fn load_all(&mut self, session: &Arc<Session>, mut targets: Vec<PathBuf>) {
        targets.sort();
        targets.dedup();
        targets.into_iter().for_each(|target| self.load(session, target));
    }

    fn load(&mut self, session: &Arc<Session>, target: PathBuf) {
        if is_on_disk(&target) && self.world.begin_loading(&target) {
            loader::start(session, target);
        }
    }

    /// What the client shows of other files may be old.
    fn refresh(&self, session: &Session) {
        let outbox = &session.outbox;
        if self.client.pulls_diagnostics()
            && self.client.can("workspace.diagnostics.refreshSupport")
        {
            outbox.request::<WorkspaceDiagnosticRefresh>((), drop);
        }
        if self.client.can("workspace.codeLens.refreshSupport") {
            outbox.request::<CodeLensRefresh>((), drop);
        }
        if self.client.can("workspace.inlayHint.refreshSupport") {
            outbox.request::<InlayHintRefreshRequest>((), drop);
        }
        if self.client.can("workspace.semanticTokens.refreshSupport") {
            outbox.request::<SemanticTokensRefresh>((), drop);
        }
    }
}

fn is_on_disk(target: &Path) -> bool {
    target.is_absolute() && target.ancestors().nth(1).is_some_and(Path::exists)
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
