//! Asks the client to show anew what it shows of other files. It is asked once at a time: what comes
//! while it has not answered is asked for when it has.

use std::sync::{Arc, Mutex, PoisonError};

use tower_lsp::ls_types::request::{
    CodeLensRefresh, InlayHintRefreshRequest, Request, SemanticTokensRefresh,
    WorkspaceDiagnosticRefresh,
};

use crate::client::{ClientInfo, Outbox};

#[derive(Default)]
pub(crate) struct Refresher {
    diagnostics: Arc<Asked>,
    lenses: Arc<Asked>,
    hints: Arc<Asked>,
    tokens: Arc<Asked>,
}

/// Whether the client is being asked, and whether it is to be asked again.
#[derive(Default)]
struct Asked(Mutex<(bool, bool)>);

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
    let state = || asked.0.lock().unwrap_or_else(PoisonError::into_inner);
    let (is_asked, _) = *state();
    *state() = (true, is_asked);
    if !is_asked {
        let (again, way) = (Arc::clone(asked), outbox.clone());
        outbox.request::<R>((), move |_| {
            let mut state = again.0.lock().unwrap_or_else(PoisonError::into_inner);
            let (_, is_wanted) = std::mem::take(&mut *state);
            drop(state);
            if is_wanted {
                ask::<R>(&again, &way);
            }
        });
    }
}
