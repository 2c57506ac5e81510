//! `textDocument/signatureHelp`

use annexa_ide::{SignaturePart, signature_help as help};
use annexa_syntax::TextSize;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    Documentation, ParameterInformation, ParameterLabel, SignatureHelp, SignatureHelpOptions,
    SignatureHelpParams, SignatureInformation,
};

use super::Context;
use crate::positions::Encoding;

/// What the server says of it at the beginning.
pub(crate) fn options() -> SignatureHelpOptions {
    SignatureHelpOptions {
        trigger_characters: Some(vec![" ".to_owned()]),
        retrigger_characters: Some(vec!["\"".to_owned(), ",".to_owned()]),
        ..SignatureHelpOptions::default()
    }
}

pub(crate) fn signature_help(
    context: &Context,
    params: SignatureHelpParams,
) -> Result<Option<SignatureHelp>> {
    let at = &params.text_document_position_params;
    let Some((place, offset)) = context.snapshot.cursor(at) else { return Ok(None) };
    let Some(found) = help(place.project(), place.file, offset) else { return Ok(None) };
    // Where all parts are there, a client would mark the first one again.
    let Some(active) = found.active.map(|part| part as u32) else { return Ok(None) };
    let parameter = |part: &SignaturePart| ParameterInformation {
        label: ParameterLabel::LabelOffsets([
            units(&found.label, part.range.start()),
            units(&found.label, part.range.end()),
        ]),
        documentation: Some(Documentation::String(part.documentation.to_owned())),
    };
    let signature = SignatureInformation {
        label: found.label.clone(),
        documentation: Some(Documentation::String(found.documentation.clone())),
        parameters: Some(found.parts.iter().map(parameter).collect()),
        active_parameter: Some(active),
    };
    Ok(Some(SignatureHelp {
        signatures: vec![signature],
        active_signature: Some(0),
        active_parameter: Some(active),
    }))
}

/// Offsets in a label count UTF-16, whatever places in texts are counted in.
fn units(label: &str, offset: TextSize) -> u32 {
    Encoding::Utf16.length(label.get(..offset.into()).unwrap_or_default())
}
