//! URIs as the client spells them. Some editors send characters that a URI must not hold (RFC 3986):
//! blanks, brackets, letters beyond ASCII. Such a URI is encoded before it is read, and all that is sent
//! afterwards has it as the client wrote it.

use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, Ordering};

use annexa_workspace::uri::{Flavour, scheme};
use rustc_hash::FxHashMap;
use serde_json::Value;

/// The URIs that a client spells in its own way.
#[derive(Debug, Default)]
pub(crate) struct Spellings {
    /// Without `/` at the end.
    by_encoded: RwLock<FxHashMap<String, String>>,
    /// Nearly all clients have none.
    is_any: AtomicBool,
}

impl Spellings {
    /// Encodes the URIs of a message of the client.
    pub(crate) fn read(&self, message: &mut Value) {
        self.read_member("", message);
    }

    fn read_member(&self, key: &str, value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.iter_mut().for_each(|(key, value)| self.read_member(key, value));
            }
            Value::Array(elements) => {
                elements.iter_mut().for_each(|element| self.read_member(key, element));
            }
            Value::String(text) if is_uri(key, text) => {
                let encoded = Flavour::HERE.encoded(text);
                if encoded != *text {
                    let raw = std::mem::replace(text, encoded);
                    self.remember(text, &raw);
                }
            }
            _ => {}
        }
    }

    fn remember(&self, encoded: &str, raw: &str) {
        let trimmed = |uri: &str| uri.trim_end_matches('/').to_owned();
        if let Ok(mut known) = self.by_encoded.write() {
            known.insert(trimmed(encoded), trimmed(raw));
            self.is_any.store(true, Ordering::Relaxed);
        }
    }

    /// The body of a message to the client, with URIs as it spells them.
    pub(crate) fn write(&self, body: Vec<u8>) -> Vec<u8> {
        if !self.is_any.load(Ordering::Relaxed) {
            return body;
        }
        let Ok(mut message) = serde_json::from_slice(&body) else { return body };
        self.write_value(&mut message);
        serde_json::to_vec(&message).unwrap_or(body)
    }

    fn write_value(&self, value: &mut Value) {
        match value {
            Value::Object(members) => {
                // Changes of files are found by their URI.
                if members.keys().any(|key| self.spelled(key).is_some()) {
                    let of_files = std::mem::take(members).into_iter();
                    members.extend(of_files.map(|(key, value)| {
                        let spelled = self.spelled(&key);
                        (spelled.unwrap_or(key), value)
                    }));
                }
                members.values_mut().for_each(|value| self.write_value(value));
            }
            Value::Array(elements) => {
                elements.iter_mut().for_each(|element| self.write_value(element));
            }
            Value::String(text) => {
                if let Some(spelled) = self.spelled(text) {
                    *text = spelled;
                }
            }
            _ => {}
        }
    }

    /// A URI that the client spells otherwise, or one below such a folder.
    fn spelled(&self, uri: &str) -> Option<String> {
        scheme(uri)?;
        let known = self.by_encoded.read().ok()?;
        let ends = uri.match_indices('/').map(|(at, _)| at).chain([uri.len()]);
        let mut ends: Vec<usize> = ends.collect();
        ends.reverse();
        ends.into_iter().find_map(|end| {
            let (above, rest) = uri.split_at(end);
            Some(format!("{}{rest}", known.get(above)?))
        })
    }
}

/// Whether a member of a message holds a URI. Texts of documents can look like one. The `data` of lenses,
/// links and hints comes back as it was written.
fn is_uri(key: &str, text: &str) -> bool {
    let is_named = matches!(key, "uri" | "arguments" | "data") || key.ends_with("Uri");
    is_named && scheme(text).is_some()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Spellings;

    #[test]
    fn the_client_gets_back_what_it_wrote() {
        let spellings = Spellings::default();
        let text = "file: no URI";
        let mut message = json!({
            "rootUri": "file:///a b/",
            "textDocument": { "uri": "file:///x/ü.annexa", "text": text },
            "arguments": ["file:///[1]", 7],
            "data": "file:///a b/x",
        });
        spellings.read(&mut message);
        assert_eq!(message["rootUri"], "file:///a%20b/");
        assert_eq!(message["textDocument"]["uri"], "file:///x/%C3%BC.annexa");
        assert_eq!(message["textDocument"]["text"], text);
        assert_eq!(message["arguments"][0], "file:///%5B1%5D");
        assert_eq!(message["data"], "file:///a%20b/x");
        let answer = json!({
            "changes": { "file:///x/%C3%BC.annexa": [], "file:///a%20b/c%20d": [] },
            "uri": "file:///a%20b",
            "other": ["file:///a%20bc", "plain", "file:///x/y"],
        });
        let written = spellings.write(serde_json::to_vec(&answer).unwrap());
        let expected = json!({
            "changes": { "file:///x/ü.annexa": [], "file:///a b/c%20d": [] },
            "uri": "file:///a b",
            "other": ["file:///a%20bc", "plain", "file:///x/y"],
        });
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&written).unwrap(), expected);
    }
}
