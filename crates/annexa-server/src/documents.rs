//! Documents that are open in the editor. Text, lines and version are one value, so that they cannot
//! drift apart.

use std::sync::Arc;

use annexa_syntax::Document;
use tower_lsp::ls_types::TextDocumentContentChangeEvent;

use crate::counters;
use crate::positions::{self, Encoding};

/// A document as the editor has it.
#[derive(Clone, Debug)]
pub(crate) struct Open {
    /// The editor's number of this text.
    pub(crate) version: i32,
    /// The text.
    pub(crate) document: Document,
    /// Whether it is of this language: an editor may send its `annexa.toml` as well.
    pub(crate) is_ours: bool,
}

/// Documents by their URI.
pub(crate) type Documents = std::collections::BTreeMap<Arc<str>, Open>;

impl Open {
    pub(crate) fn new(version: i32, text: &str) -> Open {
        let document = Document::new(text);
        counters::parsed(document.item_count());
        Open { version, document, is_ours: true }
    }

    /// A document that is known already, and not parsed again.
    pub(crate) fn known(version: i32, document: Document) -> Open {
        Open { version, document, is_ours: true }
    }

    /// A document of another language: only what it says is of interest, and where.
    pub(crate) fn foreign(version: i32, text: &str) -> Open {
        Open { version, document: Document::new(text), is_ours: false }
    }

    /// Applies changes in the order in which they were made.
    pub(crate) fn change(
        &mut self,
        version: i32,
        changes: &[TextDocumentContentChangeEvent],
        encoding: Encoding,
    ) {
        self.version = version;
        for change in changes {
            match change.range {
                Some(range) => {
                    let range = positions::text_range(&self.document, range, encoding);
                    let bytes = usize::from(range.start())..usize::from(range.end());
                    counters::parsed(self.document.edit(bytes, &change.text).parsed_items);
                }
                None => *self = Open { is_ours: self.is_ours, ..Open::new(version, &change.text) },
            }
        }
    }
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
