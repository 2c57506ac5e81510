//! Asks the client to show anew what it shows of other files. It is asked once at a time: what comes
//! while it has not answered is asked for when it has.

use std::sync::{Arc, Mutex};

use tower_lsp::ls_types::request::{
    CodeLensRefresh, InlayHintRefreshRequest, Request, SemanticTokensRefresh,
    WorkspaceDiagnosticRefresh,
};

use crate::client::{ClientInfo, Outbox};
use crate::locked::locked;

#[derive(Default)]
pub(crate) struct Refresher {
    diagnostics: Arc<Asked>,
    lenses: Arc<Asked>,
    hints: Arc<Asked>,
    tokens: Arc<Asked>,
}

/// What the client is asked, and whether it has to be asked again.
#[derive(Default)]
struct Asked(Mutex<State>);

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    Idle,
    Asked,
    AskedAndOld,
}

impl Asked {
    /// What the client shows is old; says whether to ask it now.
    fn want(&self) -> bool {
        let mut state = locked(&self.0);
        let is_idle = *state == State::Idle;
        *state = if is_idle { State::Asked } else { State::AskedAndOld };
        is_idle
    }

    /// The client has answered; says whether it has to be asked again.
    fn answered(&self) -> bool {
        std::mem::take(&mut *locked(&self.0)) == State::AskedAndOld
    }
}

impl Refresher {
    /// What the client shows of other files may be old.
    pub(crate) fn refresh(&self, client: &ClientInfo, outbox: &Outbox) {
        if client.pulls_diagnostics() && client.can("workspace.diagnostics.refreshSupport") {
            ask::<WorkspaceDiagnosticRefresh>(&self.diagnostics, outbox);
        }
        if client.can("workspace.codeLens.refreshSupport") {
            ask::<CodeLensRefresh>(&self.lenses, outbox);
        }
        if client.can("workspace.inlayHint.refreshSupport") {
            ask::<InlayHintRefreshRequest>(&self.hints, outbox);
        }
        if client.can("workspace.semanticTokens.refreshSupport") {
            ask::<SemanticTokensRefresh>(&self.tokens, outbox);
        }
    }
}

fn ask<R>(asked: &Arc<Asked>, outbox: &Outbox)
where
    R: Request<Params = ()> + 'static,
    R::Result: Send + 'static,
{
    if asked.want() {
        let (again, way) = (Arc::clone(asked), outbox.clone());
        outbox.request::<R>((), move |_| {
            if again.answered() {
                ask::<R>(&again, &way);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};

    use super::*;

    #[test]
    fn what_gets_old_while_the_client_answers_is_asked_for() {
        let (asked, open, is_over) = Default::default();
        let (asked, open, is_over): (&Asked, &AtomicUsize, &AtomicBool) = (&asked, &open, &is_over);
        let ask = || {
            open.fetch_add(usize::from(asked.want()), SeqCst);
        };
        let answer = || {
            if open.load(SeqCst) > 0 {
                open.fetch_sub(1, SeqCst);
                if asked.answered() {
                    ask();
                }
            }
        };
        std::thread::scope(|scope| {
            scope.spawn(|| {
                (0..200_000).for_each(|_| ask());
                is_over.store(true, SeqCst);
            });
            scope.spawn(|| {
                while !is_over.load(SeqCst) {
                    answer();
                }
            });
        });
        while open.load(SeqCst) > 0 {
            answer();
        }
        assert!(asked.want(), "all is answered, and the next wish is asked for");
    }
}
