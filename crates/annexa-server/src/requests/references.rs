//! `textDocument/references` and `textDocument/documentHighlight`

use annexa_ide::Highlight;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, Location, ReferenceParams,
};

use super::Context;

/// So many places go in one part of an answer.
const PART: usize = 500;

pub(crate) fn references(
    context: &Context,
    params: ReferenceParams,
) -> Result<Option<Vec<Location>>> {
    let at = &params.text_document_position;
    let Some((place, offset)) = context.snapshot.cursor(at) else { return Ok(None) };
    let with_declaration = params.context.include_declaration;
    let cancelled = || context.is_cancelled();
    let (project, file) = (place.project(), place.file);
    let spans = annexa_ide::references(project, file, offset, with_declaration, &cancelled);
    let located = |spans: &[annexa_ide::Span]| -> Vec<Location> {
        spans.iter().filter_map(|span| place.location(*span)).collect()
    };
    let Some(token) = &params.partial_result_params.partial_result_token else {
        return Ok(Some(located(&spans)));
    };
    for part in spans.chunks(PART).take_while(|_| !cancelled()) {
        context.send_part(token, located(part));
    }
    // All that there is went ahead.
    Ok(Some(Vec::new()))
}

pub(crate) fn document_highlight(
    context: &Context,
    params: DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>> {
    let at = &params.text_document_position_params;
    let Some((place, offset)) = context.snapshot.cursor(at) else { return Ok(None) };
    let highlights = annexa_ide::document_highlights(place.project(), place.file, offset);
    let highlight = |it: Highlight| DocumentHighlight {
        range: place.range(it.range),
        kind: Some(match it.is_write {
            true => DocumentHighlightKind::WRITE,
            false => DocumentHighlightKind::READ,
        }),
    };
    Ok(Some(highlights.into_iter().map(highlight).collect()))
}
