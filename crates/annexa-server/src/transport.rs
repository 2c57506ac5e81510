//! The input. Messages are read on one thread, which carries them through dispatch one after the other.
//! A message that cannot be read is answered with the error that the protocol wants, and the next one is
//! read. Answers go to the [`crate::output`].

use std::io::{self, BufRead, Read};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures::{FutureExt as _, SinkExt as _};
use rustc_hash::FxHashSet;
use serde_json::Value;
use tokio::runtime::Handle;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::{ClientSocket, Loopback};

use crate::dispatch::{self, Dispatch, Reply};
use crate::locked::locked;
use crate::output::Output;
use crate::recording::Recorder;
use crate::session::Session;
use crate::spelling::Spellings;

/// No message comes near it: what is larger is skipped.
const LARGEST: usize = 1 << 27;

/// No header comes near it.
const LONGEST_HEADER: u64 = 1 << 16;

/// What carries messages from the input to those who take them.
pub(crate) struct Listener {
    dispatch: Dispatch,
    session: Arc<Session>,
    output: Output,
    answers: <ClientSocket as Loopback>::ResponseSink,
    runtime: Handle,
    /// Requests that are not answered yet.
    waiting: Arc<Mutex<FxHashSet<Id>>>,
}

impl Listener {
    pub(crate) fn new(
        dispatch: Dispatch,
        session: Arc<Session>,
        output: Output,
        answers: <ClientSocket as Loopback>::ResponseSink,
    ) -> Listener {
        let runtime = Handle::current();
        Listener { dispatch, session, output, answers, runtime, waiting: Arc::default() }
    }

    /// Waits until all is answered, but not for long.
    pub(crate) fn rest(&self, patience: Duration) {
        let end = Instant::now() + patience;
        // Whoever has an answer to deliver has a share of it.
        while Arc::strong_count(&self.waiting) > 1 && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Reads to the end of the input. What was asked before it is answered still.
    pub(crate) fn listen(mut self, mut input: impl BufRead, mut recorder: Option<Recorder>) {
        while let Some(body) = next(&mut input) {
            if let (Ok(body), Some(recorder)) = (&body, &mut recorder) {
                recorder.record(body);
            }
            match body {
                Ok(body) => self.hear(&body),
                Err(reason) => self.output.send(&refusal(Id::Null, ErrorCode::ParseError, reason)),
            }
        }
        self.rest(Duration::from_secs(1));
    }

    /// Takes a message.
    pub(crate) fn hear(&mut self, body: &[u8]) {
        tracing::debug!("← {}", String::from_utf8_lossy(body));
        match read(body, &self.output.spellings) {
            Ok(Message::Request(request)) => self.call(request),
            // It is taken at once: nobody has to be ready for it.
            Ok(Message::Answer(answer)) => drop(self.answers.send(answer).now_or_never()),
            Err(refusal) => self.output.send(&refusal),
        }
    }

    fn call(&mut self, request: Request) {
        let is_first = request.method() == "initialize";
        // Answered from here, it waits for none of those that are busy, and not for those either that are
        // woken to stop.
        let cancelled = dispatch::cancelled(&request);
        if let Some(id) = cancelled.filter(|id| locked(&self.waiting).remove(id)) {
            self.output.send(&Reply::error(id, Error::request_cancelled()));
        }
        let id = request.id().cloned();
        let _runtime = self.runtime.enter();
        let mut answer = self.dispatch.call(request);
        let (output, session) = (self.output.clone(), Arc::clone(&self.session));
        let deliver = move |answer: &Reply| {
            output.send(answer);
            if is_first && !answer.is_error() {
                session.outbox.open();
            }
        };
        match (&mut answer).now_or_never() {
            Some(Some(answer)) => deliver(&answer),
            Some(None) => {}
            None => {
                let waiting = Arc::clone(&self.waiting);
                locked(&waiting).extend(id);
                self.runtime.spawn(async move {
                    if let Some(answer) = answer.await
                        && locked(&waiting).remove(answer.id())
                    {
                        deliver(&answer);
                    }
                });
            }
        }
    }
}

enum Message {
    Request(Request),
    Answer(Response),
}

fn refusal(id: Id, code: ErrorCode, reason: impl Into<String>) -> Response {
    Response::from_error(id, Error { code, message: reason.into().into(), data: None })
}

/// Reads the body of a message. What is none gives the answer that the protocol has for it.
fn read(body: &[u8], spellings: &Spellings) -> Result<Message, Response> {
    let mut value: Value = serde_json::from_slice(body)
        .map_err(|error| refusal(Id::Null, ErrorCode::ParseError, error.to_string()))?;
    spellings.read(&mut value);
    let Value::Object(mut message) = value else {
        let reason = "a message is an object, and messages come one by one";
        return Err(refusal(Id::Null, ErrorCode::InvalidRequest, reason));
    };
    let id = match message.remove("id") {
        None => None,
        Some(Value::String(id)) => Some(Id::String(id)),
        Some(id) => match id.as_i64() {
            Some(id) => Some(Id::Number(id)),
            None if id.is_null() && message.contains_key("error") => Some(Id::Null),
            None => {
                let reason = "`id` is a string or a whole number";
                return Err(refusal(Id::Null, ErrorCode::InvalidRequest, reason));
            }
        },
    };
    let wrong = |reason: &str| {
        let id = id.clone().unwrap_or(Id::Null);
        Err(refusal(id, ErrorCode::InvalidRequest, reason))
    };
    if message.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return wrong("`jsonrpc` is \"2.0\"");
    }
    match (message.remove("method"), id.clone()) {
        (Some(Value::String(method)), id) => {
            let mut request = Request::build(method);
            if let Some(id) = id {
                request = request.id(id);
            }
            if let Some(params) = message.remove("params") {
                request = request.params(params);
            }
            Ok(Message::Request(request.finish()))
        }
        (Some(_), _) => wrong("`method` is a string"),
        (None, Some(id)) => match (message.remove("result"), message.remove("error")) {
            (_, Some(error)) => {
                let error = serde_json::from_value(error);
                let error = error.unwrap_or_else(|_| Error::internal_error());
                Ok(Message::Answer(Response::from_error(id, error)))
            }
            (Some(result), None) => Ok(Message::Answer(Response::from_ok(id, result))),
            (None, None) => wrong("a request has a `method`, an answer a `result` or an `error`"),
        },
        (None, None) => wrong("a request has a `method`, an answer an `id`"),
    }
}

/// The body of the next message, or why there is none; `None` at the end of the input.
fn next(input: &mut impl BufRead) -> Option<Result<Vec<u8>, String>> {
    const NAME: &[u8] = b"content-length:";
    let mut length: Option<Result<usize, String>> = None;
    let mut is_begun = false;
    loop {
        let mut line = Vec::new();
        if input.take(LONGEST_HEADER).read_until(b'\n', &mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_ascii_end();
        if line.is_empty() {
            // Between messages, blank lines do no harm.
            if is_begun {
                break;
            }
            continue;
        }
        is_begun = true;
        // After a message of another length than was said, a header stands behind its rest.
        let at = line.windows(NAME.len()).rposition(|it| it.eq_ignore_ascii_case(NAME));
        if let Some(at) = at {
            let value = String::from_utf8_lossy(&line[at + NAME.len()..]).trim().to_owned();
            length = Some(value.parse().map_err(|_| format!("`{value}` is no length")));
        }
    }
    let length = match length {
        Some(Ok(length)) => length,
        Some(Err(reason)) => return Some(Err(reason)),
        None => return Some(Err("a message begins with Content-Length".to_owned())),
    };
    if length > LARGEST {
        io::copy(&mut input.take(length as u64), &mut io::sink()).ok()?;
        return Some(Err(format!("a message of {length} bytes is too large")));
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    Some(Ok(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut input: &[u8]) -> Vec<Result<String, ()>> {
        let mut messages = Vec::new();
        while let Some(message) = next(&mut input) {
            let text = message.map(|body| String::from_utf8(body).unwrap());
            messages.push(text.map_err(drop));
        }
        messages
    }

    #[test]
    fn what_has_no_length_is_one_mistake_and_the_next_message_is_read() {
        let good = "Content-Length: 2\r\n\r\n{}";
        for bad in ["Content-Length: x\r\n\r\n", "Content-Type: x\r\n\r\n", "rubbish\r\n\r\n"] {
            let input = format!("{good}{bad}{good}");
            let good = Ok("{}".to_owned());
            assert_eq!(all(input.as_bytes()), [good.clone(), Err(()), good], "{bad:?}");
        }
        assert_eq!(all(b"Content-Length: 20\r\n\r\n{}"), []);
    }

    #[test]
    fn after_a_wrong_length_the_next_message_is_found() {
        let input = "Content-Length: 3\r\n\r\n{  }\r\ncontent-length:2\r\n\r\n{}";
        assert_eq!(all(input.as_bytes()), [Ok("{  ".to_owned()), Ok("{}".to_owned())]);
        let input = "Content-Length: 3\r\n\r\n{   }Content-Length: 2\r\n\r\n{}";
        assert_eq!(all(input.as_bytes()), [Ok("{  ".to_owned()), Ok("{}".to_owned())]);
    }

    fn refused(body: &str) -> (Id, i64) {
        let Err(refusal) = read(body.as_bytes(), &Spellings::default()) else {
            panic!("{body} is taken")
        };
        let (id, error) = refusal.into_parts();
        (id, error.unwrap_err().code.code())
    }

    #[test]
    fn what_is_no_message_is_refused_as_the_protocol_wants() {
        assert_eq!(refused("{"), (Id::Null, -32700));
        assert_eq!(refused("\u{0}"), (Id::Null, -32700));
        for body in ["[]", "1", "\"x\"", "null", "{}", r#"{"jsonrpc":"1.0","method":"x"}"#] {
            assert_eq!(refused(body), (Id::Null, -32600), "{body}");
        }
        for body in [
            r#"{"jsonrpc":"2.0","id":7}"#,
            r#"{"jsonrpc":"2.0","id":7,"method":7}"#,
            r#"{"id":7,"method":"x"}"#,
        ] {
            assert_eq!(refused(body), (Id::Number(7), -32600), "{body}");
        }
        for id in ["1.5", "true", "[]", "null", "18446744073709551615"] {
            let body = format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"x"}}"#);
            assert_eq!(refused(&body), (Id::Null, -32600), "{body}");
        }
    }
}
