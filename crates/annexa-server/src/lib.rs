//! The language server of Annexa.
//!
//! The way of a message: [`transport`] reads it from the input, [`dispatch`] does at once what has to
//! happen in order, the [`main_loop`] brings the projects up to date and
//! publishes a [`snapshot`], the [`requests`] answer from such snapshots on the threads of the [`pool`],
//! and the answer goes out by [`output`].
//!
//! Invariants: types of the protocol occur in this crate alone, and positions are converted in
//! [`positions`] alone; no handler waits for the client; a panic answers one request with an error.

mod cache;
mod capabilities;
mod catalogues;
mod client;
mod counters;
mod diagnostics;
mod dispatch;
mod documents;
mod edits;
mod ending;
mod event;
mod loader;
mod locked;
mod logging;
mod main_loop;
mod markup;
mod notifications;
mod output;
mod pool;
mod positions;
mod progress;
mod protocol;
mod publisher;
mod readings;
mod recording;
mod refresher;
mod replay;
mod requests;
mod rule_pages;
mod sent_tokens;
mod session;
mod snapshot;
mod spelling;
mod symbols;
mod targets;
mod transport;
mod workspace;

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use futures::StreamExt as _;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tower_lsp::LspService;

use crate::catalogues::Catalogues;
use crate::client::Outbox;
use crate::dispatch::Dispatch;
use crate::output::Output;
use crate::pool::Pool;
use crate::protocol::Protocol;
use crate::recording::Recorder;
use crate::session::Session;
use crate::transport::Listener;

pub use crate::catalogues::cached_catalogues;

/// How the server is run.
#[derive(Clone, Default, Debug)]
pub struct Options {
    /// The file that the log goes to; to the client where there is none.
    pub log: Option<PathBuf>,
    /// The level of the log: `off`, `error`, `warn`, `info`, `debug` or `trace`.
    pub log_level: Option<String>,
    /// A file that all messages of the client are kept in, with their times.
    pub record: Option<PathBuf>,
    /// Such a file, to be played instead of listening to the input.
    pub replay: Option<PathBuf>,
}

/// Serves a client on standard input and output until it says `exit`; gives the exit code: 0 after
/// `shutdown`, 1 without.
///
/// # Errors
///
/// A file that the options name cannot be read or written, or the system gives no threads.
pub fn run(options: &Options) -> io::Result<u8> {
    // The program's own hook ends the process; here a panic ends one request.
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        tracing::error!("a panic at {}", place.as_deref().unwrap_or("an unknown place"));
    }));
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let code = runtime.block_on(serve(options));
    // A thread that is in the middle of a request or waits for input is not waited for.
    runtime.shutdown_background();
    code
}

async fn serve(options: &Options) -> io::Result<u8> {
    let recorder = options.record.as_deref().map(Recorder::new).transpose()?;
    let recording = options.replay.as_deref().map(File::open).transpose()?;
    let output = Output::start()?;
    let (exit, mut exits) = mpsc::unbounded_channel();
    let (tell, events) = std::sync::mpsc::channel();
    let pool = Pool::start()?;

    let mut session = None;
    let (protocol, socket) = LspService::new(|client| {
        let outbox = Outbox::new(output.clone(), client, Handle::current());
        let catalogues = Arc::new(Catalogues::written());
        Protocol(session.insert(Session::new(tell, exit, outbox, catalogues, pool)).clone())
    });
    let Some(session) = session else { return Err(io::ErrorKind::Other.into()) };
    let level = options.log_level.as_deref().unwrap_or("warn");
    logging::start(options.log.as_deref(), level, session.outbox.clone())?;
    main_loop::start(&session, events)?;

    let (mut questions, answers) = socket.split();
    let asks = output.clone();
    tokio::spawn(async move {
        while let Some(question) = questions.next().await {
            asks.send(&question);
        }
    });
    let dispatch = Dispatch::new(Arc::clone(&session), protocol);
    let listener = Listener::new(dispatch, Arc::clone(&session), output.clone(), answers);
    let listening = Arc::clone(&session);
    std::thread::Builder::new().name("input".to_owned()).spawn(move || match recording {
        Some(recording) => replay::run(listener, &listening, recording),
        None => {
            listener.listen(io::stdin().lock(), recorder);
            listening.end();
        }
    })?;
    let code = exits.recv().await.unwrap_or(1);
    output.flush();
    session.catalogues.tidy();
    session.rule_pages.tidy();
    Ok(code)
}
