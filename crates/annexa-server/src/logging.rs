//! The log: to a file or to the client, at a level that can be changed while the server runs. No text
//! of the user's is in it above the level `debug`.

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use tower_lsp::ls_types::{LogMessageParams, MessageType, notification::LogMessage};
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Registry, fmt, reload};

use crate::client::Outbox;

static LEVEL: OnceLock<reload::Handle<Targets, Registry>> = OnceLock::new();

/// What is logged at a level. The libraries say nothing that is not said here as well.
fn filter(level: &str) -> Targets {
    let level = level.parse().unwrap_or(LevelFilter::WARN);
    Targets::new().with_target("annexa_server", level)
}

/// Begins to log.
pub(crate) fn start(file: Option<&Path>, level: &str, outbox: Outbox) -> io::Result<()> {
    let (filter, handle) = reload::Layer::new(filter(level));
    let registry = tracing_subscriber::registry().with(filter);
    let layer = fmt::layer().with_ansi(false);
    let begun = match file {
        Some(file) => {
            let file = std::fs::File::options().create(true).append(true).open(file)?;
            registry.with(layer.with_writer(Mutex::new(file))).try_init()
        }
        None => {
            let layer = layer.without_time().with_level(false).with_target(false);
            registry.with(layer.with_writer(ToClient(outbox))).try_init()
        }
    };
    if begun.is_ok() {
        let _ = LEVEL.set(handle);
    }
    Ok(())
}

/// Changes the level: `off`, `error`, `warn`, `info`, `debug` or `trace`.
pub(crate) fn set_level(level: &str) {
    if let Some(handle) = LEVEL.get() {
        // It fails only where the subscriber is gone.
        let _ = handle.reload(filter(level));
    }
}

/// Makes a message to the client of each line.
struct ToClient(Outbox);

struct Line<'a> {
    outbox: &'a Outbox,
    typ: MessageType,
}

impl<'a> MakeWriter<'a> for ToClient {
    type Writer = Line<'a>;

    fn make_writer(&'a self) -> Line<'a> {
        Line { outbox: &self.0, typ: MessageType::LOG }
    }

    fn make_writer_for(&'a self, metadata: &Metadata<'_>) -> Line<'a> {
        let typ = match *metadata.level() {
            Level::ERROR => MessageType::ERROR,
            Level::WARN => MessageType::WARNING,
            Level::INFO => MessageType::INFO,
            Level::DEBUG | Level::TRACE => MessageType::LOG,
        };
        Line { outbox: &self.0, typ }
    }
}

impl Write for Line<'_> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let message = String::from_utf8_lossy(line).trim_end().to_owned();
        self.outbox.notify::<LogMessage>(LogMessageParams { typ: self.typ, message });
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
