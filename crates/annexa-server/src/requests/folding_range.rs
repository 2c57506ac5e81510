//! `textDocument/foldingRange`

use annexa_ide::FoldKind;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

use super::Context;
use crate::positions::Ranges;

pub(crate) fn folding_range(
    context: &Context,
    params: FoldingRangeParams,
) -> Result<Option<Vec<FoldingRange>>> {
    let Some(place) = context.snapshot.place(&params.text_document.uri) else { return Ok(None) };
    let folds = annexa_ide::folds(place.project(), place.file, &|| context.is_cancelled());
    let client = &context.snapshot.client;
    let ranges = folds.iter().map(|fold| fold.range);
    let ranges = Ranges::new(place.document, ranges, client.encoding);
    let whole_lines = client.can("textDocument.foldingRange.lineFoldingOnly");
    let of_texts = client.capabilities.text_document.as_ref();
    let limit = of_texts.and_then(|it| it.folding_range.as_ref()?.range_limit);
    let folds = folds.into_iter().map(|fold| {
        let range = ranges.range(fold.range);
        FoldingRange {
            start_line: range.start.line,
            start_character: (!whole_lines).then_some(range.start.character),
            end_line: range.end.line,
            end_character: (!whole_lines).then_some(range.end.character),
            kind: match fold.kind {
                FoldKind::Comments => Some(FoldingRangeKind::Comment),
                // So that all texts can be folded at once.
                FoldKind::Text => Some(FoldingRangeKind::Region),
                FoldKind::Block | FoldKind::List => None,
            },
            collapsed_text: None,
        }
    });
    Ok(Some(folds.take(limit.map_or(usize::MAX, |limit| limit as usize)).collect()))
}
