//! An editor with two of the examples for its workspace, which takes all that a server can give.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use annexa_tests::client::{Client, Encoding, offset, position};
use serde_json::{Value, json};

use crate::support::{Folder, folder};

/// The file that is open.
pub(super) const FILE: &str = "company/profile.annexa";

/// The cursor in a text.
const CURSOR: &str = "$0";

pub(super) struct Editor {
    pub(super) folder: Folder,
    pub(super) client: Client,
    /// The answer to `initialize`.
    pub(super) answer: Value,
    encoding: Encoding,
    /// Files that were begun and are open.
    drafts: RefCell<Vec<String>>,
}

/// All that the server asks whether a client can.
fn able() -> Value {
    let operations =
        ["didCreate", "willCreate", "didRename", "willRename", "didDelete", "willDelete"];
    let operations: Value =
        operations.iter().map(|name| ((*name).to_owned(), json!(true))).collect();
    json!({
        "textDocument": {
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } },
                "dataSupport": true,
                "resolveSupport": { "properties": ["edit"] },
            },
            "diagnostic": {},
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "rename": { "prepareSupport": true },
        },
        "window": { "workDoneProgress": true },
        "workspace": {
            "configuration": true,
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "fileOperations": operations,
            "workspaceFolders": true,
        },
    })
}

/// A folder with copies of the examples.
fn examples() -> Folder {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let copy = folder(&[]);
    for name in ["energy/energy.annexa", "company/annexa.toml", "company/people.annexa", FILE] {
        copy.write(name, std::fs::read(examples.join(name)).expect("it is an example"));
    }
    copy
}

impl Editor {
    pub(super) fn start() -> Editor {
        Editor::with(Encoding::Utf16, |_| {})
    }

    /// An editor that counts so, in a workspace that something was done to before.
    pub(super) fn with(encoding: Encoding, prepare: impl FnOnce(&Folder)) -> Editor {
        let folder = examples();
        prepare(&folder);
        let client = folder.server();
        let folders = [folder.path().join("company"), folder.path().join("energy")];
        let answer = client.initialize(&[&folders[0], &folders[1]], able(), &[encoding]);
        let editor = Editor { folder, client, answer, encoding, drafts: RefCell::default() };
        editor.client.open(&editor.folder.uri(FILE), "annexa", &editor.text(FILE));
        // Both projects are read when there is an answer for one file of each.
        for name in [FILE, "energy/energy.annexa"] {
            editor.ask("textDocument/diagnostic", editor.file(name));
        }
        editor
    }

    pub(super) fn ask(&self, method: &str, params: Value) -> Value {
        let answer = self.client.request(method, params);
        answer.unwrap_or_else(|error| panic!("{method}: {error:?}"))
    }

    /// Asks about the place of some words of the file that is open.
    pub(super) fn ask_at(&self, method: &str, words: &str) -> Value {
        self.ask(method, self.at(words))
    }

    /// Asks about the whole of the file that is open.
    pub(super) fn ask_all(&self, method: &str) -> Value {
        self.ask(method, self.file(FILE))
    }

    pub(super) fn file(&self, name: &str) -> Value {
        json!({ "textDocument": { "uri": self.folder.uri(name) } })
    }

    /// The place of some words of the file that is open.
    pub(super) fn at(&self, words: &str) -> Value {
        let text = self.text(FILE);
        let offset = text.find(words).unwrap_or_else(|| panic!("`{words}` is in the text"));
        let mut params = self.file(FILE);
        params["position"] = position(&text, offset, self.encoding);
        params
    }

    /// Opens a new file of the project; gives its text and the place of the cursor in it.
    pub(super) fn typed(&self, name: &str, declarations: &str) -> (String, Value) {
        let marked = format!("part of ACME\n\n{declarations}");
        let text = marked.replacen(CURSOR, "", 1);
        let uri = self.folder.uri(name);
        self.client.open(&uri, "annexa", &text);
        self.drafts.borrow_mut().push(uri);
        let mut params = self.file(name);
        if let Some(offset) = marked.find(CURSOR) {
            params["position"] = position(&text, offset, self.encoding);
        }
        (text, params)
    }

    /// Closes what was begun, so that nothing else is answered from it.
    pub(super) fn tidy(&self) {
        self.drafts.take().iter().for_each(|uri| self.client.close(uri));
    }

    /// A file as it is on disk.
    pub(super) fn text(&self, name: &str) -> String {
        read(&self.folder.path().join(name))
    }

    /// The text that a range of a file covers, which is open as it is on disk or not open.
    pub(super) fn covered(&self, uri: &Value, range: &Value) -> String {
        let path = path(uri);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        format!("{name}: {}", self.cut(&read(&path), range))
    }

    /// The text that a range of the open file covers.
    pub(super) fn here(&self, range: &Value) -> String {
        self.cut(&self.text(FILE), range)
    }

    /// The text that a range covers.
    pub(super) fn cut(&self, text: &str, range: &Value) -> String {
        let at = |side: &str| offset(text, &range[side], self.encoding);
        text[at("start")..at("end")].to_owned()
    }

    /// The places that an answer names, each once.
    pub(super) fn places(&self, found: &Value) -> String {
        let places = list(found).iter().map(|it| self.covered(&it["uri"], &it["range"]));
        let mut places: Vec<_> = places.collect();
        places.dedup();
        places.join(" · ")
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The path of a URI.
pub(super) fn path(uri: &Value) -> PathBuf {
    annexa_tests::client::path(uri.as_str().expect("a URI is a string"))
}

pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("this is a list: {value}"))
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("this is a text: {value}")).to_owned()
}

/// A field of each part of a list.
pub(super) fn all(items: &Value, field: &str) -> String {
    let texts = list(items).iter().map(|item| text(&item[field]));
    texts.collect::<Vec<_>>().join(" · ")
}

pub(super) fn first_line(value: &Value) -> String {
    text(value).lines().next().unwrap_or_default().to_owned()
}
