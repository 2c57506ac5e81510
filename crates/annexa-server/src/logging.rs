//! The log: to a file or to the client, at a level that can be changed while the server runs. No text
//! of the user's is in it above the level `debug`.

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use tower_lsp::ls_types::{LogMessageParams, MessageType, notification::LogMessage};
use tracing_subscriber::filter::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Registry, fmt, reload};

use crate::client::Outbox;

static LEVEL: OnceLock<reload::Handle<EnvFilter, Registry>> = OnceLock::new();

fn filter(level: &str) -> EnvFilter {
    let level = match level {
        "off" | "error" | "info" | "debug" | "trace" => level,
        _ => "warn",
    };
    // The library logs whole messages at its level `trace`, which hold the user's text.
    let of_library = if level == "trace" { "trace" } else { "off" };
    EnvFilter::new(format!("annexa_server={level},tower_lsp_server={of_library}"))
}

/// Begins to log.
pub(crate) fn start(file: Option<&Path>, level: &str, outbox: Outbox) -> io::Result<()> {
    let (filter, handle) = reload::Layer::new(filter(level));
    let registry = tracing_subscriber::registry().with(filter);
    let begun = match file {
        Some(file) => {
            let file = std::fs::File::options().create(true).append(true).open(file)?;
            registry.with(fmt::layer().with_ansi(false).with_writer(Mutex::new(file))).try_init()
        }
        None => {
            let layer = fmt::layer().with_ansi(false).without_time();
            registry.with(layer.with_writer(move || ToClient(outbox.clone()))).try_init()
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

struct ToClient(Outbox);

impl Write for ToClient {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let message = String::from_utf8_lossy(line).trim_end().to_owned();
        self.0.notify::<LogMessage>(LogMessageParams { typ: MessageType::LOG, message });
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
