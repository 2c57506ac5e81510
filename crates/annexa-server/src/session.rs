//! What dispatch and those behind it share: the phase, the open documents, the requests that run, and
//! the newest snapshot.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use annexa_workspace::Neighbours;
use rustc_hash::FxHashMap;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;
use tower_lsp::jsonrpc::Id;

use crate::catalogues::Catalogues;
use crate::client::{ClientInfo, Outbox};
use crate::documents::Documents;
use crate::event::Event;
use crate::locked::locked;
use crate::pool::Pool;
use crate::readings::Readings;
use crate::rule_pages::RulePages;
use crate::sent_tokens::SentTokens;
use crate::snapshot::Snapshot;

/// How far the conversation is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Phase {
    New,
    Running,
    ShutDown,
}

/// What dispatch alone changes, one message after the other.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) phase: Phase,
    pub(crate) documents: Documents,
    pub(crate) client: Arc<ClientInfo>,
}

/// The events of the main loop, sent by dispatch and by threads that read.
#[derive(Debug)]
struct Events {
    count: AtomicU64,
    sender: Mutex<std::sync::mpsc::Sender<(u64, Event)>>,
}

impl Events {
    /// Counts and sends in one go: an event that overtook another would leave the main loop with the
    /// lower number at the end, and the requests that wait for the higher one waiting for good.
    fn tell(&self, event: Event) {
        let sender = locked(&self.sender);
        let number = self.count.fetch_add(1, Ordering::SeqCst) + 1;
        // There is no main loop where the server is ending.
        let _ = sender.send((number, event));
    }
}

/// A conversation with a client.
#[derive(Debug)]
pub(crate) struct Session {
    state: Mutex<State>,
    running: Mutex<FxHashMap<Id, CancellationToken>>,
    events: Events,
    snapshots: watch::Sender<Arc<Snapshot>>,
    exit: mpsc::UnboundedSender<u8>,
    /// Whether the client wants to know what happens.
    pub(crate) is_traced: AtomicBool,
    pub(crate) outbox: Outbox,
    pub(crate) sent: Arc<SentTokens>,
    pub(crate) pool: Pool,
    pub(crate) catalogues: Arc<Catalogues>,
    pub(crate) rule_pages: Arc<RulePages>,
    pub(crate) readings: Readings,
    /// What the files of folders without settings begin with.
    pub(crate) neighbours: Neighbours,
}

impl Session {
    pub(crate) fn new(
        events: std::sync::mpsc::Sender<(u64, Event)>,
        exit: mpsc::UnboundedSender<u8>,
        outbox: Outbox,
        catalogues: Arc<Catalogues>,
        pool: Pool,
    ) -> Arc<Session> {
        let client = Arc::new(ClientInfo::default());
        let rule_pages = Arc::<RulePages>::default();
        let (snapshots, _) = watch::channel(Arc::new(Snapshot {
            generation: 0,
            views: Vec::new(),
            index: Arc::default(),
            open: Arc::default(),
            spelled: Arc::default(),
            active: 0,
            client: Arc::clone(&client),
            catalogues: Arc::clone(&catalogues),
            rule_pages: Arc::clone(&rule_pages),
        }));
        Arc::new(Session {
            state: Mutex::new(State { phase: Phase::New, documents: Documents::default(), client }),
            running: Mutex::default(),
            events: Events { count: AtomicU64::new(0), sender: Mutex::new(events) },
            snapshots,
            exit,
            is_traced: AtomicBool::new(false),
            outbox,
            sent: Arc::default(),
            pool,
            catalogues,
            rule_pages,
            readings: Readings::default(),
            neighbours: Neighbours::default(),
        })
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        locked(&self.state)
    }

    pub(crate) fn client(&self) -> Arc<ClientInfo> {
        Arc::clone(&self.state().client)
    }

    /// Sends an event to the main loop; requests that come later wait until it has heard it.
    pub(crate) fn post(&self, event: Event) {
        self.events.tell(event);
    }

    /// How many events there were.
    pub(crate) fn generation(&self) -> u64 {
        self.events.count.load(Ordering::SeqCst)
    }

    pub(crate) fn snapshots(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshots.subscribe()
    }

    /// Replaces the snapshot; the main loop alone does.
    pub(crate) fn publish(&self, snapshot: Arc<Snapshot>) {
        self.snapshots.send_replace(snapshot);
    }

    /// The token by which a request is cancelled, from now until it is dropped.
    pub(crate) fn running(self: &Arc<Self>, id: Id) -> Running {
        let token = CancellationToken::new();
        locked(&self.running).insert(id.clone(), token.clone());
        Running { session: Arc::clone(self), id, token }
    }

    pub(crate) fn cancel(&self, id: &Id) {
        if let Some(token) = locked(&self.running).get(id) {
            token.cancel();
        }
    }

    /// Whether a request of that number runs.
    pub(crate) fn runs(&self, id: &Id) -> bool {
        locked(&self.running).contains_key(id)
    }

    /// Ends the process at the end of the input.
    pub(crate) fn end(&self) {
        let is_announced = self.state().phase == Phase::ShutDown;
        self.exit(u8::from(!is_announced));
    }

    /// Ends the process.
    pub(crate) fn exit(&self, code: u8) {
        // Where nobody listens any more, the process is ending already.
        let _ = self.exit.send(code);
    }
}

/// The snapshot that is there, or else the first one to come, of which something is true.
pub(crate) async fn wait_for(
    snapshots: &mut watch::Receiver<Arc<Snapshot>>,
    is_it: impl FnMut(&Arc<Snapshot>) -> bool,
) -> tower_lsp::jsonrpc::Result<Arc<Snapshot>> {
    let snapshot = snapshots.wait_for(is_it).await;
    // None comes any more where the server is ending.
    snapshot.map(|it| Arc::clone(&*it)).map_err(|_| tower_lsp::jsonrpc::Error::internal_error())
}

/// A request that runs.
pub(crate) struct Running {
    session: Arc<Session>,
    id: Id,
    pub(crate) token: CancellationToken,
}

impl Drop for Running {
    fn drop(&mut self) {
        locked(&self.session.running).remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_of_several_threads_come_in_the_order_of_their_numbers() {
        let (sender, received) = std::sync::mpsc::channel();
        let events = Events { count: AtomicU64::new(0), sender: Mutex::new(sender) };
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..5_000).for_each(|_| events.tell(Event::Moved(Vec::new()))));
            }
        });
        let numbers: Vec<u64> = received.try_iter().map(|(number, _)| number).collect();
        assert_eq!(numbers, Vec::from_iter(1..=20_000));
    }
}
