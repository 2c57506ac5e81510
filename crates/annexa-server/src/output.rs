//! The output. A short message is written by who has it; all others go to a thread that writes them one
//! after the other. Nobody waits for the client: where it does not read, messages pile up behind the
//! one that is being written.

use std::fs::File;
use std::io::{self, Write as _};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};
use std::time::Duration;

use serde::Serialize;

use crate::locked::locked;
use crate::spelling::Spellings;

/// The way to the client.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    queue: Sender<Outgoing>,
    line: Arc<Line>,
    /// How the client spells URIs.
    pub(crate) spellings: Arc<Spellings>,
}

/// What the thread that writes shares with those who send.
#[derive(Debug)]
struct Line {
    stream: Mutex<File>,
    /// How many messages the thread has before it. What is sent now comes behind them.
    queued: AtomicUsize,
}

#[derive(Debug)]
enum Outgoing {
    Message(Vec<u8>),
    /// Says when all before it is written.
    Flush(Sender<()>),
}

impl Output {
    /// Begins to write to the standard output.
    pub(crate) fn start() -> io::Result<Output> {
        Output::to(standard_output()?)
    }

    fn to(stream: File) -> io::Result<Output> {
        let line = Arc::new(Line { stream: Mutex::new(stream), queued: AtomicUsize::new(0) });
        let (queue, messages) = channel();
        let writing = Arc::clone(&line);
        let write = move || writing.write_all(&messages);
        std::thread::Builder::new().name("output".to_owned()).spawn(write)?;
        Ok(Output { queue, line, spellings: Arc::default() })
    }

    /// Sends a message.
    pub(crate) fn send(&self, message: &impl Serialize) {
        match serde_json::to_vec(message) {
            Ok(body) => {
                let body = self.spellings.write(body);
                let mut message = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
                message.extend(body);
                if !self.line.write_now(&message) {
                    self.put(Outgoing::Message(message));
                }
            }
            Err(error) => tracing::error!("a message cannot be written: {error}"),
        }
    }

    /// Waits until all is written, but not for a client that does not read.
    pub(crate) fn flush(&self) {
        const PATIENCE: Duration = Duration::from_secs(1);
        let (done, written) = channel();
        self.put(Outgoing::Flush(done));
        if written.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            tracing::warn!("the client does not read what it is sent");
        }
    }

    fn put(&self, outgoing: Outgoing) {
        self.line.queued.fetch_add(1, Ordering::SeqCst);
        // Where the client listens no more, it will soon say so on the other stream.
        let _ = self.queue.send(outgoing);
    }
}

impl Line {
    /// Writes a message here and now if nobody has to wait for that. While all processors are busy, it
    /// would take a thread some milliseconds to be woken.
    fn write_now(&self, message: &[u8]) -> bool {
        let Ok(mut stream) = self.stream.try_lock() else { return false };
        self.queued.load(Ordering::SeqCst) == 0
            && takes_at_once(&stream, message.len())
            && stream.write_all(message).is_ok()
    }

    /// Writes until the client reads no more.
    fn write_all(&self, messages: &Receiver<Outgoing>) {
        for outgoing in messages {
            match outgoing {
                Outgoing::Message(message) => {
                    if locked(&self.stream).write_all(&message).is_err() {
                        return;
                    }
                }
                // Whoever waited may have lost patience.
                Outgoing::Flush(done) => drop(done.send(())),
            }
            self.queued.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

/// Whether so many bytes can be written without waiting for a reader: POSIX promises it to those who
/// write no more than `PIPE_BUF` of them to a pipe that has room.
#[cfg(unix)]
fn takes_at_once(stream: &File, length: usize) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let mut polled = [PollFd::new(stream, PollFlags::OUT)];
    length <= rustix::pipe::PIPE_BUF
        && poll(&mut polled, Some(&Timespec::default())) == Ok(1)
        && polled[0].revents() == PollFlags::OUT
}

#[cfg(not(unix))]
fn takes_at_once(_: &File, _: usize) -> bool {
    false
}

/// The standard output as it is: the one of the library writes what stands before a line end apart from
/// what stands behind it.
fn standard_output() -> io::Result<File> {
    #[cfg(unix)]
    use std::os::fd::AsFd as _;
    #[cfg(windows)]
    use std::os::windows::io::AsHandle as _;
    #[cfg(unix)]
    let stream = io::stdout().as_fd().try_clone_to_owned()?;
    #[cfg(windows)]
    let stream = io::stdout().as_handle().try_clone_to_owned()?;
    Ok(File::from(stream))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::io::{PipeReader, Read as _};
    use std::os::fd::OwnedFd;

    use serde_json::json;

    use super::*;

    fn output() -> (PipeReader, Output) {
        let (reader, writer) = io::pipe().unwrap();
        (reader, Output::to(File::from(OwnedFd::from(writer))).unwrap())
    }

    /// The numbers that are all there is in the messages up to the end.
    fn numbers(mut reader: PipeReader) -> Vec<usize> {
        let mut all = String::new();
        reader.read_to_string(&mut all).unwrap();
        let mut numbers = Vec::new();
        let mut rest = all.as_str();
        while let Some((header, behind)) = rest.split_once("\r\n\r\n") {
            let length: usize = header.strip_prefix("Content-Length: ").unwrap().parse().unwrap();
            let (body, behind) = behind.split_at(length);
            numbers.push(serde_json::from_str::<Vec<usize>>(body).unwrap()[0]);
            rest = behind;
        }
        assert_eq!(rest, "");
        numbers
    }

    #[test]
    fn long_and_short_messages_come_whole_and_in_order() {
        let (reader, output) = output();
        let reading = std::thread::spawn(|| numbers(reader));
        for number in 0..300 {
            let length = if number % 3 == 0 { 40_000 } else { 1 };
            output.send(&vec![number; length]);
        }
        drop(output);
        assert_eq!(reading.join().unwrap(), Vec::from_iter(0..300));
    }

    #[test]
    fn nobody_waits_for_a_client_that_does_not_read() {
        let (reader, output) = output();
        // Far more than a pipe holds.
        for number in 0..20_000 {
            output.send(&[number; 20]);
        }
        drop(output);
        assert_eq!(numbers(reader), Vec::from_iter(0..20_000));
    }

    #[test]
    fn a_short_message_is_there_at_once_and_a_long_one_after_a_while() {
        let (mut reader, output) = output();
        let short = json!("short");
        output.send(&short);
        assert_eq!(output.line.queued.load(Ordering::SeqCst), 0);
        let mut bytes = vec![0; "Content-Length: 7\r\n\r\n\"short\"".len()];
        reader.read_exact(&mut bytes).unwrap();
        assert_eq!(bytes, b"Content-Length: 7\r\n\r\n\"short\"");
        // The thread is at it until the client reads.
        output.send(&json!("long".repeat(50_000)));
        assert_eq!(output.line.queued.load(Ordering::SeqCst), 1);
        assert!(!output.line.write_now(b"short"));
        drop(output);
        drop(reader);
    }
}
