//! Recordings: what a client said, and when, one message a line.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A line of a recording.
#[derive(Serialize, Deserialize)]
pub(crate) struct Line<'a> {
    /// Milliseconds since the beginning.
    pub(crate) at: u64,
    /// As it was sent; a string where it was no JSON.
    #[serde(borrow)]
    pub(crate) message: &'a RawValue,
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
