//! Documents as a client opens, changes and closes them, with the versions that it counts.

use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Value, json};

use super::{Client, Encoding, change, program};

/// What a URI's path holds as it is.
const LITERAL: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The `file` URI of an absolute path, for the program under test.
pub fn uri(path: &Path) -> String {
    let path = path.to_string_lossy();
    let path = path.strip_prefix(r"\\?\").unwrap_or(&path).replace('\\', "/");
    let path = match path.split_once(':') {
        Some((drive, rest)) if drive.len() == 1 => format!("/{}:{rest}", drive.to_lowercase()),
        // Wine has the files of this system on a drive, and on a share where one is made.
        _ if program::windows().is_some() => match program::share() {
            Some(share) => return format!("file://{share}{}", utf8_percent_encode(&path, LITERAL)),
            None => format!("/z:{path}"),
        },
        _ => path,
    };
    format!("file://{}", utf8_percent_encode(&path, LITERAL))
}

/// The path of a `file` URI that the program under test gives.
///
/// # Panics
/// When it is another URI, or none of an absolute path.
pub fn path(uri: &str) -> PathBuf {
    let path = uri.strip_prefix("file://").unwrap_or_else(|| panic!("{uri} is no file"));
    let path = percent_decode_str(path).decode_utf8().expect("names are UTF-8");
    if let Some(path) = program::share().and_then(|share| path.strip_prefix(&share)) {
        return PathBuf::from(path);
    }
    match (path.get(..3), program::windows()) {
        (Some("/z:"), Some(_)) => PathBuf::from(&path[3..]),
        (Some(drive), Some(_)) => {
            let prefix = std::env::var_os("WINEPREFIX").expect("wine has a folder of its own");
            let drive = drive.trim_start_matches('/');
            Path::new(&prefix).join("dosdevices").join(drive).join(&path[4..])
        }
        _ if cfg!(windows) => PathBuf::from(path.trim_start_matches('/')),
        _ => PathBuf::from(path.as_ref()),
    }
}

impl Client {
    /// Opens a document, as version 1.
    pub fn open(&self, uri: &str, language: &str, text: &str) {
        self.versions().insert(uri.to_owned(), 1);
        self.notify(
            "textDocument/didOpen",
            json!({ "textDocument": {
                "uri": uri, "languageId": language, "version": 1, "text": text,
            } }),
        );
    }

    /// Changes a document by these content changes, in their order, and gives its new version.
    pub fn change(&self, uri: &str, changes: &[Value]) -> i64 {
        let version = {
            let mut versions = self.versions();
            let version = versions.entry(uri.to_owned()).or_insert(1);
            *version += 1;
            *version
        };
        self.notify(
            "textDocument/didChange",
            json!({
                "textDocument": { "uri": uri, "version": version },
                "contentChanges": changes,
            }),
        );
        version
    }

    /// Closes a document.
    pub fn close(&self, uri: &str) {
        self.versions().remove(uri);
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    fn versions(&self) -> std::sync::MutexGuard<'_, std::collections::HashMap<String, i64>> {
        self.versions.lock().expect("nobody panics with it")
    }
}

/// An open document: its text beside the server's, in byte offsets.
pub struct Document<'client> {
    client: &'client Client,
    encoding: Encoding,
    /// Where it is.
    pub uri: String,
    /// What it says now.
    pub text: String,
    /// Its version.
    pub version: i64,
}

impl<'client> Document<'client> {
    /// Opens a document of the language.
    pub fn open(client: &'client Client, path: &Path, text: &str, encoding: Encoding) -> Self {
        let uri = uri(path);
        client.open(&uri, "annexa", text);
        Self { client, encoding, uri, text: text.to_owned(), version: 1 }
    }

    /// Puts other text in the place of some bytes.
    pub fn edit(&mut self, bytes: std::ops::Range<usize>, new: &str) {
        self.edit_all(&[(bytes, new.to_owned())]);
    }

    /// Several edits in one notification; each means the text that the ones before it left.
    pub fn edit_all(&mut self, edits: &[(std::ops::Range<usize>, String)]) {
        let changes: Vec<_> = edits
            .iter()
            .map(|(bytes, new)| {
                let change = change(&self.text, bytes.clone(), new, self.encoding);
                self.text.replace_range(bytes.clone(), new);
                change
            })
            .collect();
        self.version = self.client.change(&self.uri, &changes);
    }

    /// `textDocument` and `position` of a byte offset, as most requests want them.
    pub fn at(&self, offset: usize) -> Value {
        json!({
            "textDocument": { "uri": self.uri },
            "position": super::position(&self.text, offset, self.encoding),
        })
    }

    /// `textDocument`, as requests about a whole document want it.
    pub fn whole(&self) -> Value {
        json!({ "textDocument": { "uri": self.uri } })
    }

    /// Closes it.
    pub fn close(self) {
        self.client.close(&self.uri);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_escapes_what_it_must() {
        assert_eq!(uri(Path::new("/a b/é#%.annexa")), "file:///a%20b/%C3%A9%23%25.annexa");
        for path in [r"c:\x y", r"C:\x y", r"\\?\C:\x y"] {
            assert_eq!(uri(Path::new(path)), "file:///c%3A/x%20y");
        }
    }
}
