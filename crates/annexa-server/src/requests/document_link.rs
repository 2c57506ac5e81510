//! `textDocument/documentLink`, `documentLink/resolve`: where a link leads is looked up when it is
//! followed.

use serde_json::{from_value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentLink, DocumentLinkParams, Uri};

use super::Context;
use crate::positions::Ranges;

pub(crate) fn document_link(
    context: &Context,
    params: DocumentLinkParams,
) -> Result<Option<Vec<DocumentLink>>> {
    let uri = params.text_document.uri;
    let Some(place) = context.snapshot.place(&uri) else { return Ok(None) };
    let links = annexa_ide::document_links(place.project(), place.file, &|| context.is_cancelled());
    let encoding = context.snapshot.client.encoding;
    let ranges = Ranges::new(place.document, links.iter().copied(), encoding);
    let links = links.into_iter().map(|range| DocumentLink {
        range: ranges.range(range),
        target: None,
        tooltip: None,
        data: Some(json!(uri)),
    });
    Ok(Some(links.collect()))
}

pub(crate) fn resolve(context: &Context, mut link: DocumentLink) -> Result<DocumentLink> {
    if let Some((target, title)) = target(context, &link) {
        link.target = Some(target);
        link.tooltip = Some(title).filter(|title| !title.is_empty());
    }
    Ok(link)
}

fn target(context: &Context, link: &DocumentLink) -> Option<(Uri, String)> {
    let uri: Uri = from_value(link.data.clone()?).ok()?;
    let place = context.snapshot.place(&uri)?;
    let range = place.text_range(link.range);
    let target = annexa_ide::link_target(place.project(), place.file, range)?;
    let at = place.location(target.span)?;
    // Editors go to the line and the column that a fragment names, counted from one.
    let (line, column) = (at.range.start.line + 1, at.range.start.character + 1);
    Some((format!("{}#L{line},{column}", at.uri.as_str()).parse().ok()?, target.title))
}
