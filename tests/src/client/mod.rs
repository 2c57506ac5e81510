//! A client that speaks to any language server over stdio, as an editor would, for tests and
//! benchmarks. It knows no protocol types: what goes over the wire is what a test writes down.
//!
//! What a test waits for and does not get within the client's patience is a panic that says what was
//! awaited, what came instead, and what the server wrote to its standard error.

mod document;
mod process;
mod program;
mod state;
mod text;
mod wire;

use std::collections::HashMap;
use std::io::{BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use state::{Shared, State};

pub use document::{Document, path, uri};
pub use process::Memory;
pub use program::{WINE, annexa, program};
pub use state::Message;
pub use text::{Encoding, change, edited, offset, position, range};

/// An error that the server answered with.
#[derive(Clone, Debug, PartialEq)]
pub struct RpcError {
    /// Its number: -32601 for a method that the server does not know.
    pub code: i64,
    /// Its text.
    pub message: String,
    /// What came with it.
    pub data: Option<Value>,
}

/// A request that was sent.
#[derive(Clone, Debug)]
pub struct Pending {
    /// Its number.
    pub id: Value,
    method: String,
}

/// What the server answered, and when.
#[derive(Debug)]
pub struct Answer {
    /// What it said.
    pub result: Result<Value, RpcError>,
    /// When the request began to be written.
    pub sent: Instant,
    /// When the answer had been read.
    pub at: Instant,
}

/// What the writing thread is asked to do.
enum Outgoing {
    Message(Value),
    Bytes(Vec<u8>),
    End,
}

/// A running server and what it has said.
pub struct Client {
    child: Mutex<Child>,
    outgoing: Sender<Outgoing>,
    shared: Arc<Shared>,
    next: AtomicI64,
    versions: Mutex<HashMap<String, i64>>,
    /// How long it waits before it panics.
    pub patience: Duration,
}

impl Client {
    /// Starts a server.
    ///
    /// # Panics
    /// When the command cannot be started.
    pub fn start_server(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let shared = Arc::new(Shared::default());
        let (outgoing, orders) = channel();

        let mut input = child.stdin.take();
        let writing = Arc::clone(&shared);
        std::thread::spawn(move || {
            for order in orders {
                let (bytes, message) = match order {
                    Outgoing::Message(message) => (wire::framed(&message), Some(message)),
                    Outgoing::Bytes(bytes) => (bytes, None),
                    Outgoing::End => {
                        input = None;
                        continue;
                    }
                };
                if let Some(message) = message {
                    writing.change(|state| state.sent(message));
                }
                // A server that is gone is noticed by who reads from it.
                if let Some(open) = &mut input
                    && wire::write(open, &bytes).is_err()
                {
                    input = None;
                }
            }
        });

        let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
        let (found, bodies) = channel();
        // It only reads, so that no message is late because the one before it is large.
        std::thread::spawn(move || {
            while let Some(read) = wire::read(&mut output).transpose() {
                let is_last = read.is_err();
                if found.send(read).is_err() || is_last {
                    break;
                }
            }
        });
        let (filing, replies) = (Arc::clone(&shared), outgoing.clone());
        std::thread::spawn(move || {
            let file = |read: Result<(Vec<u8>, Instant), String>| {
                let (body, at) = read?;
                let message = wire::message(&body)?;
                if let Some(reply) = filing.change(|state| state.received(message, at)) {
                    let _ = replies.send(Outgoing::Message(reply));
                }
                Ok(())
            };
            let why = bodies.into_iter().try_for_each(file).err();
            filing.change(|state| state.ended(why));
        });

        let mut errors = child.stderr.take().expect("it is piped");
        let noting = Arc::clone(&shared);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = errors.read(&mut bytes) {
                let text = String::from_utf8_lossy(&bytes[..count]);
                noting.change(|state| state.stderr += &text);
            }
        });

        Self {
            child: Mutex::new(child),
            outgoing,
            shared,
            next: AtomicI64::new(1),
            versions: Mutex::default(),
            patience: Duration::from_secs(60),
        }
    }

    /// Starts `annexa lsp` in a folder.
    pub fn annexa(folder: &Path) -> Self {
        Self::start_server(program().arg("lsp").current_dir(folder))
    }

    /// From now on answers the server's requests of this method so; where the function gives nothing,
    /// it does not answer. Requests of other methods are answered with null, and
    /// `workspace/configuration` with as many nulls as it asks for.
    pub fn on<F>(&self, method: &str, answer: F)
    where
        F: Fn(&Value) -> Option<Result<Value, RpcError>> + Send + 'static,
    {
        self.shared.change(|state| state.policy.insert(method.to_owned(), Box::new(answer)));
    }

    /// Opens the session: `initialize` with these workspace folders, client capabilities and position
    /// encodings in the order of preference (none: the client says nothing of encodings), then
    /// `initialized`. Gives the answer.
    ///
    /// # Panics
    /// When the server answers with an error.
    pub fn initialize(
        &self,
        folders: &[&Path],
        capabilities: Value,
        encodings: &[Encoding],
    ) -> Value {
        let folder = |path: &&Path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            json!({ "uri": uri(path), "name": name })
        };
        let mut capabilities = capabilities;
        if !encodings.is_empty() {
            let names: Vec<_> = encodings.iter().map(|encoding| encoding.name()).collect();
            capabilities["general"]["positionEncodings"] = json!(names);
        }
        let answer = self.request(
            "initialize",
            json!({
                "processId": std::process::id(),
                "clientInfo": { "name": "annexa-tests" },
                "rootUri": folders.first().map(|folder| uri(folder)),
                "workspaceFolders": folders.iter().map(folder).collect::<Vec<_>>(),
                "capabilities": capabilities,
            }),
        );
        let answer = answer.unwrap_or_else(|error| panic!("initialize: {error:?}"));
        self.notify("initialized", json!({}));
        answer
    }

    /// Sends a request and waits for its answer.
    ///
    /// # Errors
    /// The error that the server answers with.
    ///
    /// # Panics
    /// When no answer comes.
    pub fn request(&self, method: &str, params: Value) -> Result<Value, RpcError> {
        self.answer(&self.start(method, params)).result
    }

    /// Sends a request and goes on.
    pub fn start(&self, method: &str, params: Value) -> Pending {
        let id = json!(self.next.fetch_add(1, Ordering::Relaxed));
        let pending = self.awaited(id.clone(), method);
        let mut message = json!({ "jsonrpc": "2.0", "id": id, "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(message);
        pending
    }

    /// A request that the test has sent in its own words, or will send.
    pub fn awaited(&self, id: Value, method: &str) -> Pending {
        self.shared.change(|state| state.asked(&id));
        Pending { id, method: method.to_owned() }
    }

    /// The answer to a request.
    ///
    /// # Panics
    /// When none comes.
    pub fn answer(&self, pending: &Pending) -> Answer {
        let what = format!("the answer to {} {}", pending.method, pending.id);
        self.wait(&what, |state| state.answer(&pending.id))
    }

    /// The answer to a request if it comes in time.
    pub fn try_answer(&self, pending: &Pending, time: Duration) -> Option<Answer> {
        self.shared.wait(time, |state| state.answer(&pending.id))
    }

    /// Asks the server to give a request up.
    pub fn cancel(&self, pending: &Pending) {
        self.notify("$/cancelRequest", json!({ "id": pending.id }));
    }

    /// Sends a notification.
    pub fn notify(&self, method: &str, params: Value) {
        let mut message = json!({ "jsonrpc": "2.0", "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(message);
    }

    /// Sends a message as it is.
    pub fn send(&self, message: Value) {
        let _ = self.outgoing.send(Outgoing::Message(message));
    }

    /// Sends bytes as they are, with a header or without.
    pub fn send_bytes(&self, bytes: impl Into<Vec<u8>>) {
        let _ = self.outgoing.send(Outgoing::Bytes(bytes.into()));
    }

    /// Closes the server's standard input.
    pub fn end_input(&self) {
        let _ = self.outgoing.send(Outgoing::End);
    }

    /// The params of the first notification or request of this method that nobody has read and the
    /// predicate likes. It then counts as read, and those before it do not.
    ///
    /// # Panics
    /// When none comes.
    pub fn wait_for(&self, method: &str, likes: impl Fn(&Value) -> bool) -> Value {
        let what = format!("a {method} that is as the test wants it");
        self.wait(&what, |state| state.read(method, &likes)).params().clone()
    }

    /// The same, if it comes in time, with its time.
    pub fn try_wait_for(
        &self,
        method: &str,
        time: Duration,
        likes: impl Fn(&Value) -> bool,
    ) -> Option<Arc<Message>> {
        self.shared.wait(time, |state| state.read(method, &likes))
    }

    /// The diagnostics that the server pushes for this version of a document.
    ///
    /// # Panics
    /// When it pushes none.
    pub fn diagnostics(&self, uri: &str, version: i64) -> Vec<Value> {
        let params = self.wait_for("textDocument/publishDiagnostics", |params| {
            params["uri"] == uri && params["version"] == version
        });
        params["diagnostics"].as_array().cloned().unwrap_or_default()
    }

    /// The params of all notifications and requests of this method so far, read or not.
    pub fn received(&self, method: &str) -> Vec<Value> {
        self.log()
            .iter()
            .filter(|message| !message.sent && message.method() == Some(method))
            .map(|message| message.params().clone())
            .collect()
    }

    /// All messages so far, in the order in which they were written and read.
    pub fn log(&self) -> Vec<Arc<Message>> {
        self.shared.change(|state| state.log.clone())
    }

    /// Forgets the messages so far, so that long sessions stay small. Answers that somebody still waits
    /// for stay.
    pub fn forget(&self) {
        self.shared.change(State::forget);
    }

    /// Sees that nothing unexpected was left: an answer that nobody asked for, an error that nobody
    /// read, an error shown to the user, something on the standard output that is no message.
    ///
    /// # Panics
    /// When there is such a thing.
    pub fn assert_quiet(&self) {
        let left = self.shared.change(|state| state.unexpected());
        assert!(left.is_empty(), "unexpected messages:\n{}", left.join("\n"));
    }

    /// Waits, and panics where the waiting is in vain.
    fn wait<T>(&self, what: &str, look: impl FnMut(&mut State) -> Option<T>) -> T {
        self.shared
            .wait(self.patience, look)
            .unwrap_or_else(|| panic!("{what} did not come{}", self.last_words()))
    }

    /// The last messages and errors of a server that did not answer as expected.
    fn last_words(&self) -> String {
        self.shared.change(|state| state.last_words())
    }
}

// They start servers of a few lines of shell.
#[cfg(all(test, unix))]
mod tests;
