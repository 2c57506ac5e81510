//! How much work was done since the start: so that tests can see that an edit costs what it touches.

use std::sync::atomic::{AtomicUsize, Ordering};

use annexa_model::Work;
use serde::Serialize;

static PARSED: AtomicUsize = AtomicUsize::new(0);
static RESOLVED: AtomicUsize = AtomicUsize::new(0);
static CHECKED: AtomicUsize = AtomicUsize::new(0);

/// What the request `annexa/counters` answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Counters {
    /// Items that were lexed and parsed.
    pub(crate) items_parsed: usize,
    /// Declarations whose references and names were looked up.
    pub(crate) items_resolved: usize,
    /// Items that the rules were run over.
    pub(crate) items_checked: usize,
}

pub(crate) fn parsed(items: usize) {
    PARSED.fetch_add(items, Ordering::Relaxed);
}

pub(crate) fn worked(work: Work) {
    RESOLVED.fetch_add(work.resolved, Ordering::Relaxed);
    CHECKED.fetch_add(work.checked, Ordering::Relaxed);
}

pub(crate) fn now() -> Counters {
    Counters {
        items_parsed: PARSED.load(Ordering::Relaxed),
        items_resolved: RESOLVED.load(Ordering::Relaxed),
        items_checked: CHECKED.load(Ordering::Relaxed),
    }
}
