//! `textDocument/formatting`

use annexa_syntax::{TextRange, TextSize, format};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentFormattingParams, TextEdit};

use super::Context;

pub(crate) fn formatting(
    context: &Context,
    params: DocumentFormattingParams,
) -> Result<Option<Vec<TextEdit>>> {
    let Some(place) = context.snapshot.place(&params.text_document.uri) else { return Ok(None) };
    // A text with mistakes in its form is left as it is; its diagnostics say where they are.
    let Ok(formatted) = format(place.document) else { return Ok(None) };
    let whole = TextRange::up_to(TextSize::new(place.document.len() as u32));
    if formatted == place.document.text().to_string() {
        return Ok(Some(Vec::new()));
    }
    Ok(Some(vec![TextEdit { range: place.range(whole), new_text: formatted }]))
}
