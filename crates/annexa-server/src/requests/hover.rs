//! `textDocument/hover`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Hover, HoverContents, HoverParams};

use super::Context;
use crate::markup;

pub(crate) fn hover(context: &Context, params: HoverParams) -> Result<Option<Hover>> {
    let at = &params.text_document_position_params;
    let Some((place, offset)) = context.snapshot.cursor(at) else { return Ok(None) };
    let hover = annexa_ide::hover(place.project(), place.file, offset);
    let of_texts = context.snapshot.client.capabilities.text_document.as_ref();
    let formats = of_texts.and_then(|it| it.hover.as_ref()?.content_format.as_deref());
    Ok(hover.map(|hover| Hover {
        contents: HoverContents::Markup(markup::content(hover.markdown, formats)),
        range: Some(place.range(hover.range)),
    }))
}
