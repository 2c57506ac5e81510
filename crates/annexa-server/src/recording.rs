//! Recordings: what a client said, and when, one message a line.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::transport::Listener;

/// A line of a recording.
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    /// Milliseconds since the beginning.
    at: u64,
    /// As it was sent; a string where it was no JSON.
    #[serde(borrow)]
    message: &'a RawValue,
}

/// A message, as far as it matters here.
#[derive(Deserialize)]
struct Method<'a> {
    method: &'a str,
}

/// Makes a recording.
pub(crate) struct Recorder {
    file: File,
    start: Instant,
}

impl Recorder {
    pub(crate) fn new(path: &Path) -> io::Result<Recorder> {
        Ok(Recorder { file: File::create(path)?, start: Instant::now() })
    }

    pub(crate) fn record(&mut self, body: &[u8]) {
        let at = self.start.elapsed().as_millis() as u64;
        let as_string =
            || RawValue::from_string(serde_json::to_string(&String::from_utf8_lossy(body))?);
        // A line is one line, whatever blanks the client has put between.
        let message = serde_json::from_slice::<serde_json::Value>(body)
            .and_then(|value| RawValue::from_string(serde_json::to_string(&value)?))
            .or_else(|_| as_string());
        let line =
            message.and_then(|message| serde_json::to_string(&Line { at, message: &message }));
        let written = line.map_err(io::Error::from).and_then(|line| writeln!(self.file, "{line}"));
        if let Err(error) = written {
            tracing::warn!("the recording has a gap: {error}");
        }
    }
}

/// So long it is waited for answers at the end of a recording.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// Says again what was recorded, at the pace at which it was said, but without long breaks.
pub(crate) fn play(recording: File, listener: &mut Listener) -> io::Result<()> {
    const LONGEST_BREAK: Duration = Duration::from_millis(250);
    let mut before = Duration::ZERO;
    for line in BufReader::new(recording).lines() {
        let line = line?;
        let Line { at, message } = serde_json::from_str(&line)?;
        let at = Duration::from_millis(at);
        std::thread::sleep(at.saturating_sub(before).min(LONGEST_BREAK));
        before = at;
        let method = serde_json::from_str::<Method<'_>>(message.get());
        if method.is_ok_and(|it| it.method == "shutdown" || it.method == "exit") {
            listener.rest(PATIENCE);
        }
        match serde_json::from_str::<String>(message.get()) {
            Ok(no_json) => listener.hear(no_json.as_bytes()),
            Err(_) => listener.hear(message.get().as_bytes()),
        }
    }
    Ok(())
}
