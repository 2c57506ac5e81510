//! Stands between the client and the server, for a stream must not end because one message in it
//! cannot be read. What cannot be read is put into a message that the gate answers with the error
//! that the protocol wants; then it goes on with the next one. A recording is made here as well.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::UnboundedReceiverStream;
use tokio_util::io::StreamReader;

/// The method of the message that stands for one that cannot be read.
pub(crate) const UNREADABLE: &str = "annexa/unreadable";

/// No message comes near it.
const LARGEST: usize = 1 << 30;

/// Where messages come from.
pub(crate) enum Source<'a> {
    /// Standard input, kept in a file where one is named.
    Input(Option<&'a Path>),
    /// A recording.
    Recording(&'a Path),
}

/// A line of a recording.
#[derive(Serialize, Deserialize)]
struct Recorded {
    /// Milliseconds since the beginning.
    at: u64,
    message: Box<RawValue>,
}

/// Reads messages on a thread of its own.
pub(crate) fn read(source: Source<'_>) -> io::Result<impl tokio::io::AsyncRead + Unpin + use<>> {
    let (sender, receiver) = unbounded_channel();
    match source {
        Source::Input(recording) => {
            let recording = recording.map(File::create).transpose()?;
            std::thread::Builder::new().name("input".to_owned()).spawn(move || {
                pass(&mut io::stdin().lock(), recording, &sender);
            })?;
        }
        Source::Recording(path) => {
            let recording = BufReader::new(File::open(path)?);
            std::thread::Builder::new().name("input".to_owned()).spawn(move || {
                play(recording, &sender);
            })?;
        }
    }
    let bytes = UnboundedReceiverStream::new(receiver);
    Ok(StreamReader::new(bytes.map(|bytes: Vec<u8>| Ok::<_, io::Error>(io::Cursor::new(bytes)))))
}

fn framed(body: &[u8]) -> Vec<u8> {
    let mut framed = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    framed.extend(body);
    framed
}

fn unreadable(reason: &str) -> Vec<u8> {
    let message =
        serde_json::json!({ "jsonrpc": "2.0", "id": null, "method": UNREADABLE, "params": reason });
    framed(message.to_string().as_bytes())
}

fn pass(input: &mut impl BufRead, mut recording: Option<File>, sender: &UnboundedSender<Vec<u8>>) {
    let start = Instant::now();
    while let Some(message) = next(input) {
        let message = match message {
            Ok(body) => {
                if let Some(recording) = &mut recording {
                    record(recording, start.elapsed(), &body);
                }
                framed(&body)
            }
            Err(reason) => unreadable(&reason),
        };
        if sender.send(message).is_err() {
            return;
        }
    }
}

/// The next message, or why it cannot be read; `None` at the end of the input.
fn next(input: &mut impl BufRead) -> Option<Result<Vec<u8>, String>> {
    let mut length = None;
    let mut headers = 0;
    loop {
        let mut line = Vec::new();
        // A header is short; what is not is no header.
        if input.take(64 * 1024).read_until(b'\n', &mut line).ok()? == 0 {
            return None;
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end();
        if line.is_empty() {
            if headers == 0 {
                continue;
            }
            break;
        }
        headers += 1;
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = Some(value.trim().parse::<usize>());
        }
    }
    let length = match length {
        Some(Ok(length)) => length,
        Some(Err(error)) => return Some(Err(format!("the length of the message: {error}"))),
        None => return Some(Err("a message without Content-Length".to_owned())),
    };
    if length > LARGEST {
        io::copy(&mut input.take(length as u64), &mut io::sink()).ok()?;
        return Some(Err(format!("a message of {length} bytes is too large")));
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    Some(checked(body))
}

fn checked(body: Vec<u8>) -> Result<Vec<u8>, String> {
    let value: &RawValue = serde_json::from_slice(&body).map_err(|error| error.to_string())?;
    if !value.get().trim_start().starts_with('{') {
        return Err("a message is an object".to_owned());
    }
    // Both would make a message of another kind of it.
    let message: Value = serde_json::from_str(value.get()).map_err(|error| error.to_string())?;
    match (message.get("method"), message.get("id")) {
        (Some(method), _) if !method.is_string() => Err("`method` is a string".to_owned()),
        (Some(_), Some(id)) if !(id.is_string() || id.is_i64() || id.is_null()) => {
            Err("`id` is a string or a whole number".to_owned())
        }
        _ => Ok(body),
    }
}

fn record(recording: &mut File, at: Duration, body: &[u8]) {
    let Ok(message) = serde_json::from_slice(body) else { return };
    let line = Recorded { at: at.as_millis() as u64, message };
    let Ok(mut line) = serde_json::to_vec(&line) else { return };
    line.push(b'\n');
    if let Err(error) = recording.write_all(&line) {
        tracing::warn!("the recording has a gap: {error}");
    }
}

/// Plays a recording: each message at its time, so that what was open meanwhile is open again.
fn play(recording: impl BufRead, sender: &UnboundedSender<Vec<u8>>) {
    let start = Instant::now();
    for line in recording.lines() {
        let Ok(line) = line else { return };
        let message = match serde_json::from_str::<Recorded>(&line) {
            Ok(recorded) => {
                let at = Duration::from_millis(recorded.at);
                std::thread::sleep(at.saturating_sub(start.elapsed()));
                framed(recorded.message.get().as_bytes())
            }
            Err(error) => unreadable(&error.to_string()),
        };
        if sender.send(message).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::next;

    fn all(mut input: &[u8]) -> Vec<Result<String, ()>> {
        let mut messages = Vec::new();
        while let Some(message) = next(&mut input) {
            let text = message.map(|body| String::from_utf8(body).unwrap());
            messages.push(text.map_err(drop));
        }
        messages
    }

    #[test]
    fn what_cannot_be_read_is_one_mistake_and_the_next_message_is_read() {
        let good = "Content-Length: 2\r\n\r\n{}";
        for bad in [
            "Content-Length: 4\r\n\r\n{\"a\"",
            "Content-Length: 3\r\n\r\n123",
            "Content-Length: x\r\n\r\n",
            "Content-Type: x\r\n\r\n",
            "rubbish\r\n\r\n",
            "Content-Length: 12\r\n\r\n{\"method\":1}",
            "Content-Length: 2\r\n\r\n\u{0}\u{0}",
        ] {
            let input = format!("{good}{bad}{good}");
            let good = Ok("{}".to_owned());
            assert_eq!(all(input.as_bytes()), [good.clone(), Err(()), good], "{bad:?}");
        }
        assert_eq!(all(b"Content-Length: 20\r\n\r\n{}"), []);
    }
}
