//! Plays a recorded session again.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::time::Duration;

use serde::Deserialize;

use crate::recording::Line;
use crate::session::Session;
use crate::transport::Listener;

/// A message, as far as it matters here.
#[derive(Deserialize)]
struct Method<'a> {
    method: &'a str,
}

/// So long it is waited for answers at the end of a recording.
const PATIENCE: Duration = Duration::from_secs(5);

/// Plays a recording, and ends when all is answered that can be.
pub(crate) fn run(mut listener: Listener, session: &Session, recording: File) {
    let played = play(recording, &mut listener);
    listener.rest(PATIENCE);
    if let Err(error) = played {
        tracing::error!("the recording cannot be read: {error}");
        return session.exit(2);
    }
    session.exit(0);
}

/// Says again what was recorded, at the pace at which it was said, but without long breaks.
fn play(recording: File, listener: &mut Listener) -> io::Result<()> {
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
