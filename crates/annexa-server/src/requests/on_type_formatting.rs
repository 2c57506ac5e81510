//! `textDocument/onTypeFormatting`

use annexa_ide::format_on_type;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    DocumentOnTypeFormattingOptions, DocumentOnTypeFormattingParams, TextEdit,
};

use super::Context;

/// What is said of it at the beginning.
pub(crate) fn options() -> DocumentOnTypeFormattingOptions {
    DocumentOnTypeFormattingOptions {
        first_trigger_character: "}".to_owned(),
        more_trigger_character: Some(vec!["\n".to_owned()]),
    }
}

pub(crate) fn on_type_formatting(
    context: &Context,
    params: DocumentOnTypeFormattingParams,
) -> Result<Option<Vec<TextEdit>>> {
    let at = &params.text_document_position;
    let Some((place, offset)) = context.snapshot.cursor(at) else { return Ok(None) };
    Ok(Some(place.text_edits(format_on_type(place.document, offset, &params.ch))))
}
