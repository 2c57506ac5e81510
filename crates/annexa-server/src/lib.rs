//! The language server of Annexa.
//!
//! The way of a message: [`sieve`] reads it from the input, `tower-lsp` takes it apart, the [`gate`]
//! does at once what has to happen in order, the [`analyst`] brings the projects up to date and
//! publishes a [`snapshot`], and the [`requests`] answer from such snapshots.
//!
//! Invariants: types of the protocol occur in this crate alone, and positions are converted in
//! [`positions`] alone; no handler waits for the client; a panic answers one request with an error.

mod analyst;
mod capabilities;
mod catalogues;
mod client;
mod counters;
mod diagnostics;
mod documents;
mod ending;
mod gate;
mod loader;
mod logging;
mod notifications;
mod positions;
mod protocol;
mod publisher;
mod requests;
mod session;
mod sieve;
mod snapshot;
mod world;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::mpsc;
use tower_lsp::{LspService, Server};

use crate::catalogues::Catalogues;
use crate::client::Outbox;
use crate::gate::Gate;
use crate::protocol::Protocol;
use crate::session::Session;
use crate::sieve::Source;

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

/// Requests that run at a time. Waiting ones take no thread, and cost next to nothing.
const AT_A_TIME: usize = 10_000;

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
    let source = match &options.replay {
        Some(recording) => Source::Recording(recording),
        None => Source::Input(options.record.as_deref()),
    };
    let input = sieve::read(source)?;
    let (outbox, messages) = Outbox::new();
    let level = options.log_level.as_deref().unwrap_or("warn");
    logging::start(options.log.as_deref(), level, outbox.clone())?;

    let (exit, mut exits) = mpsc::unbounded_channel();
    let (tell, events) = std::sync::mpsc::channel();
    let pool = rayon::ThreadPoolBuilder::new()
        .thread_name(|index| format!("request-{index}"))
        .build()
        .map_err(io::Error::other)?;
    let catalogues = Arc::new(Catalogues::written()?);
    let session = Session::new(tell, exit, outbox, catalogues, pool);
    analyst::start(Arc::clone(&session), events)?;

    let (protocol, socket) = LspService::new(|client| {
        tokio::spawn(client::send(messages, client));
        Protocol(Arc::clone(&session))
    });
    let gate = Gate::new(session, protocol);
    let server = Server::new(input, tokio::io::stdout(), socket).concurrency_level(AT_A_TIME);
    tokio::select! {
        biased;
        Some(code) = exits.recv() => Ok(code),
        () = server.serve(gate) => Ok(1),
    }
}
