//! What was said so far, shared by the threads that write, read and wait.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Answer, RpcError};

/// A message, and when it began to be written or had been read.
#[derive(Debug)]
pub struct Message {
    /// Whether the client sent it.
    pub sent: bool,
    /// When.
    pub at: Instant,
    /// What it says.
    pub value: Value,
}

impl Message {
    /// Its method, where it is no answer.
    pub fn method(&self) -> Option<&str> {
        self.value["method"].as_str()
    }

    /// Its params, or null.
    pub fn params(&self) -> &Value {
        &self.value["params"]
    }
}

/// How requests of one method are answered.
type Policy = Box<dyn Fn(&Value) -> Option<Result<Value, RpcError>> + Send>;

#[derive(Default)]
pub(super) struct State {
    pub(super) policy: HashMap<String, Policy>,
    pub(super) log: Vec<Arc<Message>>,
    pub(super) stderr: String,
    /// Notifications and requests that nobody has read.
    unread: Vec<Arc<Message>>,
    /// Requests without an answer that somebody took: when they were sent, by their number.
    open: HashMap<String, Option<Instant>>,
    /// Answers that nobody has taken.
    answers: HashMap<String, Arc<Message>>,
    /// Answers to what was not asked, or had been answered.
    strays: Vec<Arc<Message>>,
    /// Whether the server's output has ended, and with what that is no message.
    end: Option<Option<String>>,
}

impl State {
    pub(super) fn asked(&mut self, id: &Value) {
        self.open.insert(id.to_string(), None);
    }

    pub(super) fn sent(&mut self, value: Value) {
        let message = Arc::new(Message { sent: true, at: Instant::now(), value });
        if message.method().is_some()
            && let Some(time) = self.open.get_mut(&message.value["id"].to_string())
        {
            *time = Some(message.at);
        }
        self.log.push(message);
    }

    /// Files a message that was read, and gives the answer where it is a request.
    pub(super) fn received(&mut self, value: Value, at: Instant) -> Option<Value> {
        let message = Arc::new(Message { sent: false, at, value });
        self.log.push(Arc::clone(&message));
        let id = &message.value["id"];
        let Some(method) = message.method() else {
            let key = id.to_string();
            if self.open.contains_key(&key) && !self.answers.contains_key(&key) {
                self.answers.insert(key, message);
            } else {
                self.strays.push(message);
            }
            return None;
        };
        self.unread.push(Arc::clone(&message));
        if id.is_null() {
            return None;
        }
        let answer = match self.policy.get(method) {
            Some(policy) => policy(message.params())?,
            None if method == "workspace/configuration" => {
                let count = message.params()["items"].as_array().map_or(0, Vec::len);
                Ok(json!(vec![Value::Null; count]))
            }
            None => Ok(Value::Null),
        };
        Some(match answer {
            Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
            Err(error) => json!({
                "jsonrpc": "2.0",
                "id": id,
                "error": { "code": error.code, "message": error.message, "data": error.data },
            }),
        })
    }

    pub(super) fn ended(&mut self, why: Option<String>) {
        self.end = Some(why);
    }

    /// Takes the answer to a request.
    pub(super) fn answer(&mut self, id: &Value) -> Option<Answer> {
        let key = id.to_string();
        let message = self.answers.remove(&key)?;
        let sent = self.open.remove(&key).flatten().unwrap_or(message.at);
        Some(Answer { result: outcome(&message.value), sent, at: message.at })
    }

    /// Takes the first message of a method that nobody has read and the predicate likes.
    pub(super) fn read(
        &mut self,
        method: &str,
        likes: impl Fn(&Value) -> bool,
    ) -> Option<Arc<Message>> {
        let at = self
            .unread
            .iter()
            .position(|message| message.method() == Some(method) && likes(message.params()))?;
        Some(self.unread.remove(at))
    }

    pub(super) fn forget(&mut self) {
        self.log.clear();
        self.unread.clear();
    }

    pub(super) fn unexpected(&self) -> Vec<String> {
        let errors = self.answers.values().filter(|message| outcome(&message.value).is_err());
        let shown = self.unread.iter().filter(|message| {
            message.method() == Some("window/showMessage") && message.params()["type"] == 1
        });
        let messages: HashSet<_> = errors
            .chain(shown)
            .chain(&self.strays)
            .map(|message| message.value.to_string())
            .collect();
        messages.into_iter().chain(self.end.clone().flatten()).collect()
    }

    /// The last messages and errors, for a test that waited in vain.
    pub(super) fn last_words(&self) -> String {
        let mut text = String::new();
        if let Some(end) = &self.end {
            text += "\nthe server's output has ended";
            text.extend(end.iter().flat_map(|why| [": ", why]));
        }
        for message in self.log.iter().rev().take(12).rev() {
            let arrow = if message.sent { "→" } else { "←" };
            text += &format!("\n{arrow} {}", shortened(&message.value.to_string(), 240));
        }
        for message in &self.strays {
            text += &format!("\nnot asked for: {}", message.value);
        }
        if !self.stderr.is_empty() {
            text += &format!("\nstderr: {}", self.stderr);
        }
        text
    }
}

fn shortened(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What an answer says.
fn outcome(answer: &Value) -> Result<Value, RpcError> {
    match answer.get("error") {
        None => Ok(answer["result"].clone()),
        Some(error) => Err(RpcError {
            code: error["code"].as_i64().unwrap_or_default(),
            message: error["message"].as_str().unwrap_or_default().to_owned(),
            data: error.get("data").cloned(),
        }),
    }
}

#[derive(Default)]
pub(super) struct Shared {
    state: Mutex<State>,
    news: Condvar,
}

impl Shared {
    /// Looks at the state or changes it, and wakes who waits for that.
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state.lock().expect("nobody panics with it");
        let result = change(&mut state);
        self.news.notify_all();
        result
    }

    /// Looks at the state at each change until something is seen, the time is over, or nothing more can
    /// come.
    pub(super) fn wait<T>(
        &self,
        time: Duration,
        mut look: impl FnMut(&mut State) -> Option<T>,
    ) -> Option<T> {
        let end = Instant::now() + time;
        let mut state = self.state.lock().expect("nobody panics with it");
        loop {
            if let Some(seen) = look(&mut state) {
                return Some(seen);
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || state.end.is_some() {
                return None;
            }
            state = self.news.wait_timeout(state, left).expect("nobody panics with it").0;
        }
    }
}
