//! `textDocument/rangeFormatting`

use annexa_ide::format_range;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentRangeFormattingParams, TextEdit};

use super::Context;

pub(crate) fn range_formatting(
    context: &Context,
    params: DocumentRangeFormattingParams,
) -> Result<Option<Vec<TextEdit>>> {
    let Some(place) = context.snapshot.place(&params.text_document.uri) else { return Ok(None) };
    let replacements = format_range(place.document, place.text_range(params.range));
    Ok(replacements.map(|replacements| place.text_edits(replacements)))
}
