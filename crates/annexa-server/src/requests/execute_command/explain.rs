//! `annexa.explain`: the page of a rule, shown where the client can.

use std::sync::Arc;

use annexa_model::rules;
use serde::Serialize;
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{ExecuteCommandParams, ShowDocumentParams, Uri, request::ShowDocument};

use super::EXPLAIN;
use crate::session::Session;

/// The page of a rule.
#[derive(Serialize)]
pub(super) struct RulePage {
    /// The file that holds it, where one can be written.
    uri: Option<Uri>,
    /// The page, in Markdown.
    text: String,
}

pub(super) fn explain(session: &Session, params: &ExecuteCommandParams) -> Result<RulePage> {
    let Some(code) = params.arguments.first().and_then(Value::as_str) else {
        return Err(Error::invalid_params(format!("`{EXPLAIN}` takes the code of a rule")));
    };
    let Some(rule) = rules::find(code) else {
        return Err(Error::invalid_params(format!("there is no rule `{code}`")));
    };
    let snapshot = Arc::clone(&session.snapshots().borrow());
    let uri = snapshot.page_of(rule);
    if let Some(uri) = uri.clone().filter(|_| session.client().can("window.showDocument.support")) {
        let params =
            ShowDocumentParams { uri, external: None, take_focus: Some(true), selection: None };
        // A client that shows nothing still has the text.
        session.outbox.request::<ShowDocument>(params, |_| {});
    }
    Ok(RulePage { uri, text: rule.page() })
}
