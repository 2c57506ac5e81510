//! A server with one open document, and an author who types.

use std::path::Path;
use std::time::{Duration, Instant};

use annexa_tests::client::{Answer, Client, Encoding, change, position, uri};
use serde_json::{Value, json};

use super::peers::{Arrival, Peer};
use super::sample::Sample;

/// The maximal time that a server may take for a keystroke or a request.
const PATIENCE: Duration = Duration::from_secs(60);

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// How diagnostics arrive.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// The server publishes them.
    Push,
    /// The client requests them.
    Pull,
}

/// A keystroke as servers receive it: as a change, or as the whole text.
struct Keystroke {
    change: Value,
    text: String,
    wrong: bool,
}

pub(crate) struct Session<'peer> {
    pub(crate) client: Client,
    pub(crate) capabilities: Value,
    /// When the process was started, and when it had published the first diagnostics.
    pub(crate) started: Instant,
    pub(crate) first: Instant,
    peer: &'peer Peer,
    mode: Mode,
    uri: String,
    /// Four keystrokes, after which the text is as before.
    round: Vec<Keystroke>,
    turn: usize,
    /// The present number of diagnostics, and that of the valid document.
    found: usize,
    right: usize,
    /// The ID of the last result, which a client sends back.
    result: Value,
}

impl<'peer> Session<'peer> {
    /// Starts the server in this folder and opens the sample in it.
    pub(crate) fn open(
        peer: &'peer Peer,
        folder: &Path,
        sample: &Sample,
        mode: Mode,
    ) -> Result<Self> {
        let mut command = peer.command(folder);
        let started = Instant::now();
        let client = Client::start_server(&mut command);
        let configuration = peer.configuration.clone();
        client.on("workspace/configuration", move |params| {
            let count = params["items"].as_array().map_or(0, Vec::len);
            Some(Ok(json!(vec![&configuration; count])))
        });
        let answer = client.initialize(&[folder], capabilities(mode), &[]);
        let uri = uri(&folder.join(sample.file));
        client.open(&uri, sample.language, &sample.text);
        let mut session = Self {
            capabilities: answer["capabilities"].clone(),
            started,
            first: started,
            peer,
            mode,
            uri,
            round: Vec::new(),
            turn: 0,
            found: 0,
            right: 0,
            result: Value::Null,
            client,
        };
        if mode == Mode::Push || session.can_pull() {
            (session.first, session.found) = session.arrived(1)?;
            session.right = session.found;
        }
        Ok(session)
    }

    /// Prepares the keystrokes. This is separate from opening, so that it does not count as a part
    /// of the start.
    pub(crate) fn with_keyboard(mut self, sample: &Sample) -> Self {
        let mut text = sample.text.clone();
        let letter = sample.letter.len();
        let (quiet, wrong) = (sample.quiet, sample.wrong + letter);
        for (range, new, is_wrong) in [
            (quiet..quiet, sample.letter, false),
            (wrong..wrong, sample.letter, true),
            (wrong..wrong + letter, "", false),
            (quiet..quiet + letter, "", false),
        ] {
            let change = change(&text, range.clone(), new, Encoding::Utf16);
            text.replace_range(range, new);
            self.round.push(Keystroke { change, text: text.clone(), wrong: is_wrong });
        }
        self
    }

    /// Whether the server answers requests for diagnostics.
    pub(crate) fn can_pull(&self) -> bool {
        !self.capabilities["diagnosticProvider"].is_null()
    }

    /// Types the next letter, and returns its version and whether it causes an error.
    fn press(&mut self) -> (i64, bool) {
        self.client.forget();
        let keystroke = &self.round[self.turn % self.round.len()];
        self.turn += 1;
        let sync = &self.capabilities["textDocumentSync"];
        let kind = if sync.is_number() { sync } else { &sync["change"] };
        let change =
            if *kind == 1 { json!({ "text": keystroke.text }) } else { keystroke.change.clone() };
        (self.client.change(&self.uri, &[change]), keystroke.wrong)
    }

    /// Types a letter and waits for its diagnostics: returns the time from the first byte of the
    /// notification to the last byte of the diagnostics.
    pub(crate) fn keystroke(&mut self) -> Result<Duration> {
        let (version, wrong) = self.press();
        self.settle(version, wrong)
    }

    fn settle(&mut self, version: i64, wrong: bool) -> Result<Duration> {
        let (at, found) = self.arrived(version)?;
        if wrong != (found > self.right) {
            return Err(format!("{found} diagnostics, and {} before", self.right).into());
        }
        self.found = found;
        let log = self.client.log();
        let sent = log
            .iter()
            .rfind(|message| message.sent && message.method() == Some("textDocument/didChange"))
            .ok_or("the change was not sent")?;
        Ok(at.saturating_duration_since(sent.at))
    }

    /// Waits for the diagnostics of a version; returns when they arrived, and their number.
    fn arrived(&mut self, version: i64) -> Result<(Instant, usize)> {
        if self.mode == Mode::Pull {
            let mut params = json!({ "textDocument": { "uri": self.uri } });
            if !self.result.is_null() {
                params["previousResultId"] = self.result.clone();
            }
            let answer = self.ask("textDocument/diagnostic", params)?;
            let report = answer.result.map_err(|error| format!("{error:?}"))?;
            self.result = report["resultId"].clone();
            let found = report["items"].as_array().map_or(self.found, Vec::len);
            return Ok((answer.at, found));
        }
        let publish = "textDocument/publishDiagnostics";
        let is_mine = |params: &Value| params["uri"] == self.uri.as_str();
        let count = |params: &Value| params["diagnostics"].as_array().map_or(0, Vec::len);
        let came = match self.peer.arrival {
            Arrival::Version => self
                .client
                .try_wait_for(publish, PATIENCE, |params| {
                    is_mine(params) && params["version"] == version
                })
                .map(|message| (message.at, count(message.params()))),
            Arrival::Publications(times) => (0..times)
                .map(|_| self.client.try_wait_for(publish, PATIENCE, is_mine))
                .last()
                .flatten()
                .map(|message| (message.at, count(message.params()))),
            Arrival::Log(words) => self
                .client
                .try_wait_for("window/logMessage", PATIENCE, |params| params["message"] == words)
                .map(|message| {
                    let published = self.client.received(publish);
                    let found = published.iter().rfind(|params| is_mine(params)).map_or(0, count);
                    (message.at, found)
                }),
        };
        came.ok_or_else(|| format!("no diagnostics in {} s", PATIENCE.as_secs()).into())
    }

    /// Types a letter, sends a request at once, and returns the time until the answer; `None` for
    /// an empty answer. Then lets the server process the letter.
    pub(crate) fn ask_while_typing(
        &mut self,
        method: &str,
        params: Value,
    ) -> Result<Option<Duration>> {
        let (version, wrong) = self.press();
        let answer = self.ask(method, params)?;
        self.settle(version, wrong)?;
        Ok(time_of(&answer))
    }

    /// Types a letter, lets the server process it, sends a request, and returns the time until the
    /// answer.
    pub(crate) fn ask_after_typing(
        &mut self,
        method: &str,
        params: Value,
    ) -> Result<Option<Duration>> {
        self.keystroke()?;
        Ok(time_of(&self.ask(method, params)?))
    }

    fn ask(&self, method: &str, params: Value) -> Result<Answer> {
        let pending = self.client.start(method, params);
        let answer = self.client.try_answer(&pending, PATIENCE);
        answer.ok_or_else(|| format!("no answer to {method} in {} s", PATIENCE.as_secs()).into())
    }

    /// Returns the parameters for a position of the sample between two rounds, on a line that was
    /// not edited before it.
    pub(crate) fn at(&self, sample: &Sample, offset: usize) -> Value {
        json!({
            "textDocument": { "uri": self.uri },
            "position": position(&sample.text, offset, Encoding::Utf16),
        })
    }

    /// Returns the parameters for the whole document.
    pub(crate) fn whole(&self) -> Value {
        json!({ "textDocument": { "uri": self.uri } })
    }
}

/// Returns the time of an answer, unless it is empty.
fn time_of(answer: &Answer) -> Option<Duration> {
    let result = answer.result.as_ref().ok()?;
    let list = if result["items"].is_array() { &result["items"] } else { result };
    let empty = list.is_null() || list.as_array().is_some_and(Vec::is_empty);
    (!empty).then(|| answer.at.saturating_duration_since(answer.sent))
}

/// Returns the client's capabilities: only those that the figures need.
pub(crate) fn capabilities(mode: Mode) -> Value {
    let mut capabilities = json!({
        "textDocument": {
            "publishDiagnostics": { "versionSupport": true, "relatedInformation": true },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "completion": { "completionItem": { "snippetSupport": true } },
        },
        "workspace": { "configuration": true, "workspaceFolders": true },
        "window": { "workDoneProgress": true },
    });
    if mode == Mode::Pull {
        capabilities["textDocument"]["diagnostic"] = json!({ "relatedDocumentSupport": true });
    }
    capabilities
}
