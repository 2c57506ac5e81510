//! Folders with projects, and clients that work in them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use annexa_tests::client::{Client, Encoding, edited, offset, program, uri};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The head of a standard in which nothing is found.
pub(crate) const HEAD: &str = r#"standard SMX "Controls for meters" {
  sector "Smart metering"
  edition 2026
  base ISO/IEC 27001:2022 + Amd 1:2024
  base ISO/IEC 27002:2022
  scope """This document is about meters."""
}

retain 27002 5.32 {
  reason """Looked at in the first draft; no sector need."""
}
"#;

/// A declaration in which nothing is found.
pub(crate) const FINE: &str = r#"
retain 27001 7.2 {
  reason """Looked at in the second draft; no sector need."""
}
"#;

/// A declaration with an error (R102) and nothing else.
pub(crate) const WRONG: &str = r#"
retain 27001 7.9 {
  reason """Looked at in the second draft; no sector need."""
}
"#;

/// [`FINE`] about another control, for numbers below 31: two changes of one provision are an error.
pub(crate) fn fine_about(number: usize) -> String {
    assert!(number < 31, "5.32 is in the head");
    FINE.replace("27001 7.2", &format!("27002 5.{}", number + 1))
}

/// [`WRONG`] about another clause: two changes of one provision are one more error.
pub(crate) fn wrong_about(number: usize) -> String {
    WRONG.replace("7.9", &format!("7.{}", number + 10))
}

/// A folder that goes away with the test.
pub(crate) struct Folder(TempDir);

/// A folder with files.
pub(crate) fn folder(files: &[(&str, &str)]) -> Folder {
    let folder = Folder(tempfile::tempdir().expect("a folder can be made"));
    for (name, text) in files {
        folder.write(name, text);
    }
    folder
}

impl Folder {
    pub(crate) fn path(&self) -> PathBuf {
        self.0.path().canonicalize().expect("it is there")
    }

    pub(crate) fn uri(&self, name: &str) -> String {
        uri(&self.path().join(name))
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it is below the folder")).expect("it can");
        std::fs::write(path, text).expect("it can be written");
    }

    pub(crate) fn delete(&self, name: &str) {
        std::fs::remove_file(self.path().join(name)).expect("it is there");
    }

    /// A server in this folder, not spoken to yet. It has a cache of its own.
    pub(crate) fn server(&self) -> Client {
        self.server_with(&[])
    }

    pub(crate) fn server_with(&self, arguments: &[&str]) -> Client {
        let mut command = program();
        command.arg("lsp").args(arguments).current_dir(self.path());
        command.env("XDG_CACHE_HOME", cache());
        let mut client = Client::start_server(&mut command);
        client.patience = Duration::from_secs(20);
        client
    }

    /// A client that diagnostics are pushed to, with this folder for its workspace.
    pub(crate) fn client(&self) -> Client {
        self.client_that(json!({}))
    }

    /// A client that asks for diagnostics.
    pub(crate) fn pulling_client(&self) -> Client {
        self.client_that(json!({ "textDocument": { "diagnostic": {} } }))
    }

    pub(crate) fn client_that(&self, can: Value) -> Client {
        let client = self.server();
        client.initialize(&[&self.path()], can, &[Encoding::Utf8]);
        client
    }
}

/// A cache for all tests, so that none writes into the user's.
fn cache() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache")
}

/// The codes of diagnostics.
pub(crate) fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|it| it["code"].as_str().expect("each has a code")).collect()
}

/// The codes of the diagnostics that the server pushes next for a file, and the version that they are
/// about.
pub(crate) fn next_push(client: &Client, uri: &str) -> (Vec<String>, Value) {
    let params = client.wait_for("textDocument/publishDiagnostics", |params| params["uri"] == uri);
    let list = params["diagnostics"].as_array().expect("a list");
    (codes(list).into_iter().map(str::to_owned).collect(), params["version"].clone())
}

/// The codes of the diagnostics of a file, when asked for.
pub(crate) fn pull(client: &Client, uri: &str) -> Vec<String> {
    let params = json!({ "textDocument": { "uri": uri } });
    let report = client.request("textDocument/diagnostic", params).expect("a report");
    let items = report["items"].as_array().expect("a full report");
    codes(items).into_iter().map(str::to_owned).collect()
}

/// A text after the server has formatted it.
pub(crate) fn formatted(client: &Client, uri: &str, text: &str) -> String {
    let params = json!({
        "textDocument": { "uri": uri },
        "options": { "tabSize": 2, "insertSpaces": true },
    });
    let edits = client.request("textDocument/formatting", params).expect("it is answered");
    edited(text, edits.as_array().expect("it can be formatted"), Encoding::Utf8)
}

/// The tokens of some numbers, each with its kind and what it covers, for a client that counts UTF-16.
pub(crate) fn tokens(legend: &Value, text: &str, data: &Value) -> Vec<String> {
    let numbers = data.as_array().map_or(&[] as &[Value], Vec::as_slice);
    let numbers: Vec<u64> = numbers.iter().filter_map(Value::as_u64).collect();
    let (mut line, mut column) = (0, 0);
    let tokens = numbers.chunks_exact(5).map(|token| {
        column = if token[0] == 0 { column + token[1] } else { token[1] };
        line += token[0];
        let offset = |character: u64| {
            let position = json!({ "line": line, "character": character });
            offset(text, &position, Encoding::Utf16)
        };
        let covered = &text[offset(column)..offset(column + token[2])];
        let kind = legend["tokenTypes"][token[3] as usize].as_str().unwrap_or_default();
        format!("{kind} {covered}")
    });
    tokens.collect()
}
