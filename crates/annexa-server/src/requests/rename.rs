//! `textDocument/prepareRename`, `textDocument/rename` and `textDocument/linkedEditingRange`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    LinkedEditingRangeParams, LinkedEditingRanges, PrepareRenameResponse, RenameParams,
    TextDocumentPositionParams, WorkspaceEdit,
};

use super::{Context, refused};
use crate::edits;

/// What the name of a term is made of.
const NAME_OF_A_TERM: &str = r#"[^"{}\\\r\n]+"#;

pub(crate) fn prepare_rename(
    context: &Context,
    params: TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>> {
    let Some((place, offset)) = context.snapshot.cursor(&params) else { return Ok(None) };
    let found = annexa_ide::prepare_rename(place.project(), place.file, offset).map_err(refused)?;
    Ok(found.map(|it| PrepareRenameResponse::RangeWithPlaceholder {
        range: place.range(it.range),
        placeholder: it.name,
    }))
}

pub(crate) fn rename(context: &Context, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
    let at = &params.text_document_position;
    let Some((place, offset)) = context.snapshot.cursor(at) else { return Ok(None) };
    if !place.view.is_checked() {
        return Err(refused(
            "the project is still being read; rename again in a moment".to_owned(),
        ));
    }
    let cancelled = || context.is_cancelled();
    let (project, new) = (place.project(), &params.new_name);
    let edits =
        annexa_ide::rename(project, place.file, offset, new, &cancelled).map_err(refused)?;
    Ok(edits::workspace_edit(&place, &edits))
}

pub(crate) fn linked_editing_range(
    context: &Context,
    params: LinkedEditingRangeParams,
) -> Result<Option<LinkedEditingRanges>> {
    let at = &params.text_document_position_params;
    let Some((place, offset)) = context.snapshot.cursor(at) else { return Ok(None) };
    let ranges = annexa_ide::linked_editing(place.project(), place.file, offset);
    Ok(ranges.map(|ranges| LinkedEditingRanges {
        ranges: ranges.into_iter().map(|range| place.range(range)).collect(),
        word_pattern: Some(NAME_OF_A_TERM.to_owned()),
    }))
}
