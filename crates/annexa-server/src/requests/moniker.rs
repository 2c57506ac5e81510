//! `textDocument/moniker`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Moniker, MonikerKind, MonikerParams, UniquenessLevel};

use super::Context;

pub(crate) fn moniker(context: &Context, params: MonikerParams) -> Result<Option<Vec<Moniker>>> {
    let at = &params.text_document_position_params;
    let Some((place, offset)) = context.snapshot.cursor(at) else { return Ok(None) };
    let found = annexa_ide::moniker(place.project(), place.file, offset);
    Ok(found.map(|it| {
        vec![Moniker {
            scheme: "annexa".to_owned(),
            identifier: it.identity.key,
            unique: UniquenessLevel::Scheme,
            kind: Some(if it.is_import { MonikerKind::Import } else { MonikerKind::Export }),
        }]
    }))
}
