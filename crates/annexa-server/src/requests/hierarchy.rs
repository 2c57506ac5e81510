//! `textDocument/prepareCallHierarchy`, `callHierarchy/…`, `textDocument/prepareTypeHierarchy` and
//! `typeHierarchy/…`. An item is found again by the place of its name, whatever was typed since.

use annexa_ide::{Call, HierarchyItem};
use annexa_model::{FileId, Project};
use annexa_syntax::{TextRange, TextSize};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem,
    CallHierarchyOutgoingCall, CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, Range,
    TextDocumentIdentifier, TextDocumentPositionParams, TypeHierarchyItem,
    TypeHierarchyPrepareParams, TypeHierarchySubtypesParams, TypeHierarchySupertypesParams, Uri,
};

use super::Context;
use crate::snapshot::FilePlace;
use crate::symbols;

pub(crate) fn prepare_calls(
    context: &Context,
    params: CallHierarchyPrepareParams,
) -> Result<Option<Vec<CallHierarchyItem>>> {
    let at = &params.text_document_position_params;
    let Some((place, offset)) = context.snapshot.cursor(at) else { return Ok(None) };
    let item = annexa_ide::call_hierarchy(place.project(), place.file, offset);
    Ok(item.and_then(|item| call_item(&place, item)).map(|item| vec![item]))
}

pub(crate) fn incoming_calls(
    context: &Context,
    params: CallHierarchyIncomingCallsParams,
) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
    let at = place_of(params.item.uri, params.item.selection_range);
    let Some((place, offset)) = context.snapshot.cursor(&at) else { return Ok(None) };
    let cancelled = || context.is_cancelled();
    let calls = annexa_ide::incoming_calls(place.project(), place.file, offset, &cancelled);
    let call = |Call { item, ranges }: Call| {
        let citing = place.other(item.target.file)?;
        let from_ranges = converted(&citing, &ranges);
        Some(CallHierarchyIncomingCall { from: call_item(&place, item)?, from_ranges })
    };
    Ok(Some(calls.into_iter().filter_map(call).collect()))
}

pub(crate) fn outgoing_calls(
    context: &Context,
    params: CallHierarchyOutgoingCallsParams,
) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
    let at = place_of(params.item.uri, params.item.selection_range);
    let Some((place, offset)) = context.snapshot.cursor(&at) else { return Ok(None) };
    let calls = annexa_ide::outgoing_calls(place.project(), place.file, offset);
    let call = |Call { item, ranges }: Call| {
        let from_ranges = converted(&place, &ranges);
        Some(CallHierarchyOutgoingCall { to: call_item(&place, item)?, from_ranges })
    };
    Ok(Some(calls.into_iter().filter_map(call).collect()))
}

pub(crate) fn prepare_types(
    context: &Context,
    params: TypeHierarchyPrepareParams,
) -> Result<Option<Vec<TypeHierarchyItem>>> {
    let feature = |project: &Project, file, offset| {
        annexa_ide::type_hierarchy(project, file, offset).into_iter().collect()
    };
    let items = types(context, &params.text_document_position_params, feature);
    Ok(items.filter(|items| !items.is_empty()))
}

pub(crate) fn supertypes(
    context: &Context,
    params: TypeHierarchySupertypesParams,
) -> Result<Option<Vec<TypeHierarchyItem>>> {
    let at = place_of(params.item.uri, params.item.selection_range);
    Ok(types(context, &at, annexa_ide::supertypes))
}

pub(crate) fn subtypes(
    context: &Context,
    params: TypeHierarchySubtypesParams,
) -> Result<Option<Vec<TypeHierarchyItem>>> {
    let at = place_of(params.item.uri, params.item.selection_range);
    Ok(types(context, &at, annexa_ide::subtypes))
}

fn types(
    context: &Context,
    at: &TextDocumentPositionParams,
    feature: impl FnOnce(&Project, FileId, TextSize) -> Vec<HierarchyItem>,
) -> Option<Vec<TypeHierarchyItem>> {
    let (place, offset) = context.snapshot.cursor(at)?;
    let items = feature(place.project(), place.file, offset).into_iter();
    Some(items.filter_map(|item| type_item(&place, item)).collect())
}

fn place_of(uri: Uri, selection: Range) -> TextDocumentPositionParams {
    TextDocumentPositionParams {
        text_document: TextDocumentIdentifier { uri },
        position: selection.start,
    }
}

fn converted(place: &FilePlace<'_>, ranges: &[TextRange]) -> Vec<Range> {
    ranges.iter().map(|range| place.range(*range)).collect()
}

fn call_item(place: &FilePlace<'_>, item: HierarchyItem) -> Option<CallHierarchyItem> {
    let other = place.other(item.target.file)?;
    Some(CallHierarchyItem {
        name: item.name,
        kind: symbols::kind(item.kind),
        tags: None,
        detail: Some(item.detail),
        uri: other.uri()?,
        range: other.range(item.target.full),
        selection_range: other.range(item.target.focus),
        data: None,
    })
}

fn type_item(place: &FilePlace<'_>, item: HierarchyItem) -> Option<TypeHierarchyItem> {
    let other = place.other(item.target.file)?;
    Some(TypeHierarchyItem {
        name: item.name,
        kind: symbols::kind(item.kind),
        tags: None,
        detail: Some(item.detail),
        uri: other.uri()?,
        range: other.range(item.target.full),
        selection_range: other.range(item.target.focus),
        data: None,
    })
}
