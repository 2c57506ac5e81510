//! The semantic tokens that clients have, so that they get the difference alone.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;
use tower_lsp::ls_types::{SemanticToken, Uri};

use crate::locked::locked;

/// The tokens that were sent last for each document.
#[derive(Debug, Default)]
pub(crate) struct SentTokens {
    /// The result id of the next ones: none is given twice.
    next: AtomicU64,
    last: Mutex<FxHashMap<Uri, Last>>,
}

type Last = (String, Arc<Vec<SemanticToken>>);

impl SentTokens {
    /// Keeps what is sent, and gives it an id.
    pub(crate) fn remember(&self, uri: Uri, tokens: &Arc<Vec<SemanticToken>>) -> String {
        let id = self.next.fetch_add(1, Ordering::Relaxed).to_string();
        locked(&self.last).insert(uri, (id.clone(), Arc::clone(tokens)));
        id
    }

    pub(crate) fn find(&self, uri: &Uri, id: &str) -> Option<Arc<Vec<SemanticToken>>> {
        let last = locked(&self.last);
        let (_, tokens) = last.get(uri).filter(|(last, _)| last == id)?;
        Some(Arc::clone(tokens))
    }

    /// Forgets what was sent for a document that is closed.
    pub(crate) fn forget(&self, uri: &Uri) {
        locked(&self.last).remove(uri);
    }
}
