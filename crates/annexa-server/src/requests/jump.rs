//! `textDocument/definition`, `declaration`, `typeDefinition` and `implementation`: jumps from a name.

use annexa_ide::Jump;
use annexa_model::{FileId, Project};
use annexa_syntax::TextSize;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    GotoDefinitionParams, GotoDefinitionResponse, LocationLink, TextDocumentPositionParams,
};

use super::Context;
use crate::snapshot::FilePlace;

type Feature = fn(&Project, FileId, TextSize) -> Option<Jump>;
type Response = Result<Option<GotoDefinitionResponse>>;

pub(crate) fn definition(context: &Context, params: GotoDefinitionParams) -> Response {
    jump(context, &params.text_document_position_params, "definition", annexa_ide::definition)
}

pub(crate) fn declaration(context: &Context, params: GotoDefinitionParams) -> Response {
    jump(context, &params.text_document_position_params, "declaration", annexa_ide::declaration)
}

pub(crate) fn type_definition(context: &Context, params: GotoDefinitionParams) -> Response {
    let feature = annexa_ide::type_definition;
    jump(context, &params.text_document_position_params, "typeDefinition", feature)
}

pub(crate) fn implementation(context: &Context, params: GotoDefinitionParams) -> Response {
    let feature = annexa_ide::implementation;
    jump(context, &params.text_document_position_params, "implementation", feature)
}

fn jump(
    context: &Context,
    at: &TextDocumentPositionParams,
    name: &str,
    feature: Feature,
) -> Response {
    let snapshot = &context.snapshot;
    let Some((place, offset)) = snapshot.cursor(at) else { return Ok(None) };
    let Some(jump) = feature(place.project(), place.file, offset) else { return Ok(None) };
    Ok(Some(if snapshot.client.can(&format!("textDocument.{name}.linkSupport")) {
        GotoDefinitionResponse::Link(links(&place, &jump))
    } else {
        let targets = jump.targets.iter().map(annexa_ide::Target::span);
        GotoDefinitionResponse::Array(targets.filter_map(|span| place.location(span)).collect())
    }))
}

fn links(place: &FilePlace<'_>, jump: &Jump) -> Vec<LocationLink> {
    let link = |target: &annexa_ide::Target| {
        let other = place.other(target.file)?;
        Some(LocationLink {
            origin_selection_range: Some(place.range(jump.origin)),
            target_uri: other.uri()?,
            target_range: other.range(target.full),
            target_selection_range: other.range(target.focus),
        })
    };
    jump.targets.iter().filter_map(link).collect()
}
