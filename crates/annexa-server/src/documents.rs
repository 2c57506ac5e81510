//! Documents that are open in the editor. Text, lines and version are one value, so that they cannot
//! drift apart.

use std::path::Path;
use std::sync::Arc;

use annexa_syntax::Document;
use annexa_workspace::LARGEST_TEXT;
use tower_lsp::ls_types::TextDocumentContentChangeEvent;

use crate::counters;
use crate::positions::{self, Encoding};

/// A document as the editor has it.
#[derive(Clone, Debug)]
pub(crate) struct Open {
    /// The editor's number of this text.
    pub(crate) version: i32,
    /// Where it is, without links.
    path: Arc<Path>,
    /// The text.
    pub(crate) document: Document,
    /// Whether it is of this language: an editor may send its `annexa.toml` as well.
    pub(crate) is_ours: bool,
}

/// Documents by their URI.
pub(crate) type Documents = std::collections::BTreeMap<Arc<str>, Open>;

impl Open {
    pub(crate) fn new(version: i32, path: &Path, text: &str) -> Open {
        Open::known(version, path, read(path, text))
    }

    /// A document that is known already, and not parsed again.
    pub(crate) fn known(version: i32, path: &Path, document: Document) -> Open {
        Open { version, path: path.into(), document, is_ours: true }
    }

    /// A document of another language: only what it says is of interest, and where.
    pub(crate) fn foreign(version: i32, path: &Path, text: &str) -> Open {
        Open { version, path: path.into(), document: unread(text), is_ours: false }
    }

    /// Applies changes in the order in which they were made.
    pub(crate) fn change(
        &mut self,
        version: i32,
        changes: &[TextDocumentContentChangeEvent],
        encoding: Encoding,
    ) {
        self.version = version;
        for TextDocumentContentChangeEvent { range, text: new, .. } in changes {
            let Some(range) = range else {
                self.set(new);
                continue;
            };
            let range = positions::text_range(&self.document, *range, encoding);
            let bytes = usize::from(range.start())..usize::from(range.end());
            let length = self.document.len() - bytes.len() + new.len();
            if self.document.is_read() && length <= LARGEST_TEXT && !new.contains('\0') {
                counters::parsed(self.document.edit(bytes, new).parsed_items);
            } else {
                let mut text = self.document.text().to_string();
                text.replace_range(bytes, new);
                self.set(&text);
            }
        }
    }

    fn set(&mut self, text: &str) {
        self.document = match self.is_ours {
            true => read(&self.path, text),
            false => unread(text),
        };
    }
}

/// Parses a text, unless it is that of a binary file or too large.
fn read(path: &Path, text: &str) -> Document {
    let document = match annexa_workspace::unreadable(text, path) {
        None => Document::new(text),
        Some(failure) => Document::unread(text, failure.to_string()),
    };
    counters::parsed(document.item_count());
    document
}

fn unread(text: &str) -> Document {
    Document::unread(text, "this is not a file of the language")
}

/// Whether a document has this text.
pub(crate) fn says(document: &Document, text: &str) -> bool {
    let mut rest = text;
    let is_same = document.items().all(|(_, item)| match rest.strip_prefix(item.text()) {
        Some(behind) => {
            rest = behind;
            true
        }
        None => false,
    });
    is_same && rest.is_empty()
}

/// Whether two documents are the same, and not only alike.
pub(crate) fn are_same(a: &Document, b: &Document) -> bool {
    a.item_count() == b.item_count() && a.in_common(b).0 == a.item_count()
}
