//! `textDocument/formatting`

use annexa_ide::format_document;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentFormattingParams, TextEdit};

use super::Context;

/// A text with mistakes in its form is left as it is; its diagnostics say where they are.
pub(crate) fn formatting(
    context: &Context,
    params: DocumentFormattingParams,
) -> Result<Option<Vec<TextEdit>>> {
    let Some(place) = context.snapshot.place(&params.text_document.uri) else { return Ok(None) };
    let replacements = format_document(place.document, &|| context.is_cancelled());
    Ok(replacements.map(|replacements| place.text_edits(replacements)))
}
