//! `textDocument/selectionRange`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Range, SelectionRange, SelectionRangeParams};

use super::Context;

pub(crate) fn selection_range(
    context: &Context,
    params: SelectionRangeParams,
) -> Result<Option<Vec<SelectionRange>>> {
    let Some(place) = context.snapshot.place(&params.text_document.uri) else { return Ok(None) };
    let around = params.positions.into_iter().map(|position| {
        let offset = place.offset(position);
        let ranges = annexa_ide::selection_ranges(place.project(), place.file, offset);
        let nested = ranges.into_iter().rev().fold(None, |parent, range| {
            Some(SelectionRange { range: place.range(range), parent: parent.map(Box::new) })
        });
        // Each position has its answer, though there be nothing around it.
        nested.unwrap_or(SelectionRange { range: Range::new(position, position), parent: None })
    });
    Ok(Some(around.collect()))
}
