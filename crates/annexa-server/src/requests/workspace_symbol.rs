//! `workspace/symbol`: over all projects; ahead of the answer in parts, where a client wants them.

use std::collections::HashSet;

use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{SymbolInformation, WorkspaceSymbolParams};

use super::Context;
use crate::symbols;

/// Who looks for more than these writes another word.
const LIMIT: usize = 400;

/// How many are sent at once.
const PART: usize = 100;

pub(crate) fn workspace_symbol(
    context: &Context,
    params: WorkspaceSymbolParams,
) -> Result<Option<Vec<SymbolInformation>>> {
    let mut all = Vec::new();
    // Projects share the built-in catalogues.
    let mut seen = HashSet::new();
    for view in &context.snapshot.views {
        let project = view.project();
        let found = annexa_ide::workspace_symbols(project, &params.query, LIMIT, &|| {
            context.is_cancelled()
        });
        for symbol in found.ok_or_else(Error::request_cancelled)? {
            let Some(location) = context.snapshot.location(view, symbol.span) else { continue };
            let Ok(key) = serde_json::to_string(&location) else { continue };
            if seen.insert(key) {
                let container = Some(symbol.container);
                all.push(symbols::flat(symbol.name, symbol.kind, container, location));
            }
        }
    }
    let Some(token) = &params.partial_result_params.partial_result_token else {
        return Ok(Some(all));
    };
    for part in all.chunks(PART) {
        context.send_part(token, part);
    }
    Ok(Some(Vec::new()))
}
