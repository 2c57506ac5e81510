//! `textDocument/inlayHint`, `inlayHint/resolve`

use annexa_ide::InlayHintKind;
use serde_json::{from_value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    InlayHint, InlayHintKind as Kind, InlayHintLabel, InlayHintParams, InlayHintTooltip, Uri,
};

use super::Context;
use crate::markup;

/// A longer title is cut; all of it is in the tooltip.
const LONGEST: usize = 60;

pub(crate) fn inlay_hint(
    context: &Context,
    params: InlayHintParams,
) -> Result<Option<Vec<InlayHint>>> {
    let uri = params.text_document.uri;
    let Some(place) = context.snapshot.place(&uri) else { return Ok(None) };
    let range = place.text_range(params.range);
    let hints =
        annexa_ide::inlay_hints(place.project(), place.file, range, &|| context.is_cancelled());
    let hints = hints.into_iter().map(|hint| InlayHint {
        position: place.position(hint.offset),
        label: InlayHintLabel::String(match hint.kind {
            InlayHintKind::Title => short(hint.label),
            InlayHintKind::Number => hint.label,
        }),
        // The protocol has no kinds of its own for these; clients can leave one of them out.
        kind: Some(match hint.kind {
            InlayHintKind::Title => Kind::TYPE,
            InlayHintKind::Number => Kind::PARAMETER,
        }),
        text_edits: None,
        tooltip: None,
        padding_left: Some(true),
        padding_right: None,
        data: Some(json!(uri)),
    });
    Ok(Some(hints.collect()))
}

pub(crate) fn resolve(context: &Context, mut hint: InlayHint) -> Result<InlayHint> {
    let uri: Option<Uri> = hint.data.clone().and_then(|uri| from_value(uri).ok());
    if let Some(place) = uri.and_then(|uri| context.snapshot.place(&uri)) {
        let offset = place.offset(hint.position);
        let said = annexa_ide::inlay_hint_tooltip(place.project(), place.file, offset);
        hint.tooltip =
            said.map(|said| InlayHintTooltip::MarkupContent(markup::content(said, None)));
    }
    Ok(hint)
}

fn short(title: String) -> String {
    match title.char_indices().nth(LONGEST) {
        None => title,
        Some((end, _)) => format!("{}…", title.get(..end).unwrap_or_default().trim_end()),
    }
}
