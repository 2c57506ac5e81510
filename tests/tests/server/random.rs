//! Random sessions: whatever was typed, pasted, deleted and undone, the server knows no other document
//! than one that has just been started on the same text.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use annexa_tests::client::{Client, Document, Encoding, Pending, uri};
use serde_json::{Value, json};

/// Content changes of one session.
const EDITS: usize = 10_000;

/// How often the session is compared with a fresh one.
const COMPARED: usize = 2_000;

/// What is typed: characters of every length, what ends lines in every way, and what opens or closes
/// something in the language.
const TYPED: [&str; 30] = [
    "a",
    "k",
    "s",
    " ",
    "5",
    ".",
    "é",
    "ß",
    "漢",
    "🔑",
    "👩\u{200d}💻",
    "e\u{301}",
    "\n",
    "\r\n",
    "\r",
    "\u{2028}",
    "\u{85}",
    "\u{b}",
    "\t",
    "\"",
    "\"\"\"",
    "{",
    "}",
    "{27002 8.24}",
    "{term sample device ",
    "//",
    "a) ",
    "\u{202e}",
    "\u{feff}",
    "“",
];

/// What is pasted beside parts of the text itself.
const PASTED: [&str; 5] = [
    "\nterm \"new device\" {\n  definition \"\"\"device that is 🔑 new\"\"\"\n}\n",
    "\r\nretain 27002 5.2 {\r\n  reason \"\"\"Looked at in the second draft; no sector need.\"\"\"\r\n}\r\n",
    "\ninterpret 27001 7.2 {\n  text \"\"\"Für 漢字: see {27002 5.99}, and {term sample device 3}.\"\"\"\n}\n",
    "  guidance \"\"\"\n    a) one;\n    b) two.\n",
    "standard X \"",
];

#[test]
fn random_edits_in_utf_8_leave_what_a_fresh_server_finds() {
    session(Encoding::Utf8, 1);
}

#[test]
fn random_edits_in_utf_16_leave_what_a_fresh_server_finds() {
    session(Encoding::Utf16, 2);
}

#[test]
fn random_edits_in_utf_32_leave_what_a_fresh_server_finds() {
    session(Encoding::Utf32, 3);
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    /// A place between two characters.
    fn place(&mut self, text: &str) -> usize {
        let near = self.below(text.len() + 1);
        (near..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
    }

    /// A place, and up to so many bytes behind it.
    fn range(&mut self, text: &str, most: usize) -> Range<usize> {
        let start = self.place(text);
        let near = (start + self.below(most)).min(text.len());
        let end = (near..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        start..end
    }
}

/// An edit.
type Edit = (Range<usize>, String);

/// The edit in other words where one of its ends lies between `\r` and `\n`: there is no position for
/// that.
fn positioned(text: &str, (mut range, mut new): Edit) -> Edit {
    let splits = |at: usize| text[..at].ends_with('\r') && text[at..].starts_with('\n');
    if splits(range.start) {
        range.start -= 1;
        new.insert(0, '\r');
    }
    if splits(range.end) {
        range.end += 1;
        new.push('\n');
    }
    (range, new)
}

/// An author without any plan.
struct Author {
    chance: Chance,
    /// The text as this author sees it, ahead of what was sent.
    text: String,
    original: String,
    /// What takes the edits since the last rest back.
    undo: Vec<Edit>,
    /// How many of these are to be taken back now.
    undoing: usize,
}

impl Author {
    fn next(&mut self) -> Edit {
        let edit = if self.undoing > 0 {
            self.undoing -= 1;
            self.undo.pop().expect("no more are undone than there are")
        } else {
            let edit = self.idea();
            let old = self.text[edit.0.clone()].to_owned();
            self.undo.push((edit.0.start..edit.0.start + edit.1.len(), old));
            // Much is undone, so that the text stays one of the language, more or less.
            if self.chance.one_in(12) {
                self.undoing = self.chance.below(self.undo.len() + 1).max(self.undo.len() / 2);
            } else if self.chance.one_in(200) {
                self.undo.clear();
            }
            edit
        };
        self.text.replace_range(edit.0.clone(), &edit.1);
        edit
    }

    fn idea(&mut self) -> Edit {
        let Self { chance, text, .. } = self;
        let (all, usual) = (0..text.len(), self.original.len());
        // Little is found in a text that has become too short, and a long one takes long.
        let short = text.len() < usual / 2 && chance.one_in(10);
        let odd = short || text.len() > 2 * usual;
        match chance.below(400) {
            0 => return (all, String::new()),
            1 => return (all, self.original.clone()),
            _ if odd => return (all, self.original.clone()),
            _ => {}
        }
        match chance.below(10) {
            0..=4 => {
                let at = chance.place(text);
                (at..at, chance.of(&TYPED).to_owned())
            }
            5 => (chance.range(text, 12), String::new()),
            6 => (chance.range(text, 200), String::new()),
            7 => (chance.range(text, 12), chance.of(&TYPED).to_owned()),
            8 => {
                let at = chance.place(text);
                (at..at, chance.of(&PASTED).to_owned())
            }
            _ => {
                let pasted = text[chance.range(text, 600)].to_owned();
                let at = chance.place(text);
                (at..at, pasted)
            }
        }
    }
}

/// What the client keeps of semantic tokens: the numbers, and what the server calls them.
struct Tokens {
    data: Vec<Value>,
    id: Value,
}

impl Tokens {
    fn full(client: &Client, document: &Document<'_>) -> Self {
        let answer = asked(client, "textDocument/semanticTokens/full", document.whole());
        Self { data: list(&answer["data"]), id: answer["resultId"].clone() }
    }

    /// Brings them up to date as the protocol says: every edit means the numbers as they were.
    fn update(&mut self, client: &Client, document: &Document<'_>) {
        let mut params = document.whole();
        params["previousResultId"] = self.id.clone();
        let answer = asked(client, "textDocument/semanticTokens/full/delta", params);
        self.id = answer["resultId"].clone();
        if answer["data"].is_array() {
            self.data = list(&answer["data"]);
            return;
        }
        let number = |edit: &Value, name: &str| edit[name].as_u64().expect("a number") as usize;
        let mut edits = list(&answer["edits"]);
        edits.sort_by_key(|edit| std::cmp::Reverse(number(edit, "start")));
        for edit in edits {
            let start = number(&edit, "start");
            let end = start + number(&edit, "deleteCount");
            self.data.splice(start..end, list(&edit["data"]));
        }
    }
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn asked(client: &Client, method: &str, params: Value) -> Value {
    client.request(method, params).unwrap_or_else(|error| panic!("{method}: {error:?}"))
}

/// A server on this folder, to which diagnostics are pushed.
fn start(folder: &Path, encoding: Encoding) -> Client {
    let client = Client::annexa(folder);
    let capabilities = json!({
        "textDocument": {
            "publishDiagnostics": { "versionSupport": true, "relatedInformation": true },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "semanticTokens": {
                "requests": { "full": { "delta": true } },
                "formats": ["relative"],
                "tokenTypes": [],
                "tokenModifiers": [],
            },
        },
    });
    let answer = client.initialize(&[folder], capabilities, &[encoding]);
    assert_eq!(answer["capabilities"]["positionEncoding"], encoding.name());
    client
}

/// All that the server knows of a text.
fn known(client: &Client, document: &Document<'_>, other: &str) -> BTreeMap<&'static str, Value> {
    let mut known = BTreeMap::new();
    known.insert("diagnostics", json!(client.diagnostics(&document.uri, document.version)));
    for (name, method) in [
        ("diagnostics when asked", "textDocument/diagnostic"),
        ("symbols", "textDocument/documentSymbol"),
        ("folding", "textDocument/foldingRange"),
    ] {
        known.insert(name, without_id(asked(client, method, document.whole())));
    }
    let of_other = json!({ "textDocument": { "uri": other } });
    let found = asked(client, "textDocument/diagnostic", of_other);
    known.insert("diagnostics of the closed file", without_id(found));
    known.insert("tokens", json!(Tokens::full(client, document).data));
    known
}

/// Without what the server calls its answer.
fn without_id(mut answer: Value) -> Value {
    if let Some(fields) = answer.as_object_mut() {
        fields.remove("resultId");
    }
    answer
}

fn session(encoding: Encoding, seed: u64) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let place = folder.path().canonicalize().expect("it is there");
    let sources = annexa_tests::project(20, 2);
    for (name, text) in &sources {
        std::fs::write(place.join(name), text).expect("it can be written");
    }
    let (path, other) = (place.join(&sources[0].0), uri(&place.join(&sources[1].0)));
    // Half of the lines end in the other way.
    let original = sources[0].1.replacen('\n', "\r\n", sources[0].1.lines().count() / 2);

    let client = start(&place, encoding);
    let mut document = Document::open(&client, &path, &original, encoding);
    for (what, value) in known(&client, &document, &other) {
        if !what.starts_with("diagnostics") {
            assert!(!list(&value).is_empty(), "there are no {what} to compare");
        }
    }
    let mut tokens = Tokens::full(&client, &document);
    let mut author = Author {
        chance: Chance(seed),
        text: original.clone(),
        original,
        undo: Vec::new(),
        undoing: 0,
    };
    let mut edits = 0;
    let mut asked_meanwhile = Vec::new();
    while edits < EDITS {
        // So many changes in one notification, and no waiting for what the server makes of it.
        let count = if author.chance.one_in(3) { 1 + author.chance.below(5) } else { 1 };
        let mut ahead = document.text.clone();
        let mut changes = Vec::new();
        for _ in 0..count {
            let edit = positioned(&ahead, author.next());
            ahead.replace_range(edit.0.clone(), &edit.1);
            changes.push(edit);
        }
        let before = edits;
        edits += count;
        document.edit_all(&changes);
        assert_eq!(document.text, author.text, "the test applies its own edits");
        if author.chance.one_in(20) {
            tokens.update(&client, &document);
        }
        if author.chance.one_in(20) {
            let at = author.chance.place(&document.text);
            asked_meanwhile.extend(ask(&client, &document, at));
        }
        if edits / COMPARED > before / COMPARED {
            tokens.update(&client, &document);
            let found = known(&client, &document, &other);
            client.forget();
            compare(&place, &document, &other, encoding, found, &tokens)
                .unwrap_or_else(|what| panic!("seed {seed}, {edits} edits, {what}"));
            for pending in asked_meanwhile.drain(..) {
                let answer = client.answer(&pending).result;
                // The server may say that the text has changed meanwhile.
                assert!(answer.is_ok() || answer.is_err_and(|error| error.code == -32801));
            }
            client.assert_quiet();
        }
    }
    assert_eq!(client.shut_down(), Some(0));
}

/// Asks for this and that, as editors do all the time, and does not wait for it.
fn ask(client: &Client, document: &Document<'_>, at: usize) -> [Pending; 3] {
    [
        client.start("textDocument/hover", document.at(at)),
        client.start("textDocument/completion", document.at(at)),
        client.start("textDocument/documentSymbol", document.whole()),
    ]
}

/// Starts a server on the text as it is now, and tells what it finds otherwise.
fn compare(
    folder: &Path,
    document: &Document<'_>,
    other: &str,
    encoding: Encoding,
    mut found: BTreeMap<&'static str, Value>,
    tokens: &Tokens,
) -> Result<(), String> {
    let mut fresh = start(folder, encoding);
    fresh.patience = Duration::from_secs(30);
    let name = document.uri.rsplit('/').next().unwrap_or_default();
    let opened = Document::open(&fresh, &folder.join(name), &document.text, encoding);
    let mut expected = known(&fresh, &opened, other);
    expected.insert("tokens by deltas", expected["tokens"].clone());
    found.insert("tokens by deltas", json!(tokens.data));
    for (what, value) in &expected {
        if found[what] != *value {
            let found = &found[what];
            return Err(format!(
                "{what}:\n{found}\nand from a fresh server:\n{value}\nof the text:\n{:?}",
                document.text
            ));
        }
    }
    assert_eq!(fresh.shut_down(), Some(0));
    Ok(())
}
