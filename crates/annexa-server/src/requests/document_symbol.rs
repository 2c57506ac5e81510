//! `textDocument/documentSymbol`: nested, or flat for clients that know no other.

use annexa_ide::DocumentSymbol;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    self as types, DocumentSymbolParams, DocumentSymbolResponse, Location, SymbolInformation, Uri,
};

use super::Context;
use crate::positions::Ranges;
use crate::symbols;

pub(crate) fn document_symbol(
    context: &Context,
    params: DocumentSymbolParams,
) -> Result<Option<DocumentSymbolResponse>> {
    let Some(place) = context.snapshot.place(&params.text_document.uri) else { return Ok(None) };
    let outline =
        annexa_ide::document_symbols(place.project(), place.file, &|| context.is_cancelled());
    let mut ranges = Vec::new();
    outline.iter().for_each(|symbol| collect(symbol, &mut ranges));
    let client = &context.snapshot.client;
    let ranges = Ranges::new(place.document, ranges, client.encoding);
    if client.can("textDocument.documentSymbol.hierarchicalDocumentSymbolSupport") {
        let nested = outline.into_iter().map(|symbol| nested(symbol, &ranges)).collect();
        return Ok(Some(DocumentSymbolResponse::Nested(nested)));
    }
    let mut all = Vec::new();
    let uri = &params.text_document.uri;
    outline.into_iter().for_each(|symbol| flat(symbol, None, uri, &ranges, &mut all));
    Ok(Some(DocumentSymbolResponse::Flat(all)))
}

fn collect(symbol: &DocumentSymbol, ranges: &mut Vec<annexa_syntax::TextRange>) {
    ranges.extend([symbol.range, symbol.selection]);
    symbol.children.iter().for_each(|below| collect(below, ranges));
}

#[expect(deprecated, reason = "the protocol's own type has a field that is out of use")]
fn nested(symbol: DocumentSymbol, ranges: &Ranges) -> types::DocumentSymbol {
    let children: Vec<_> = symbol.children.into_iter().map(|below| nested(below, ranges)).collect();
    types::DocumentSymbol {
        name: symbol.name,
        detail: Some(symbol.detail).filter(|detail| !detail.is_empty()),
        kind: symbols::kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: ranges.range(symbol.range),
        selection_range: ranges.range(symbol.selection),
        children: Some(children).filter(|children| !children.is_empty()),
    }
}

fn flat(
    symbol: DocumentSymbol,
    container: Option<&str>,
    uri: &Uri,
    ranges: &Ranges,
    all: &mut Vec<SymbolInformation>,
) {
    let name = format!("{} {}", symbol.name, symbol.detail).trim_end().to_owned();
    let location = Location { uri: uri.clone(), range: ranges.range(symbol.range) };
    all.push(symbols::flat(name, symbol.kind, container.map(str::to_owned), location));
    for below in symbol.children {
        flat(below, Some(&symbol.name), uri, ranges, all);
    }
}
