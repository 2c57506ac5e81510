//! `textDocument/codeAction`: what a rule proposes to mend a finding. Rules and their fixes live in
//! `annexa-model`; one that is added there is offered here without a line.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOptions, CodeActionOrCommand, CodeActionParams,
    WorkDoneProgressOptions,
};

use annexa_ide::Span;

use super::Context;
use crate::{diagnostics, edits};

/// What is said of them at the beginning.
pub(crate) fn options() -> CodeActionOptions {
    CodeActionOptions {
        code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
        resolve_provider: Some(false),
        work_done_progress_options: WorkDoneProgressOptions::default(),
    }
}

pub(crate) fn code_action(
    context: &Context,
    params: CodeActionParams,
) -> Result<Option<Vec<CodeActionOrCommand>>> {
    let Some(place) = context.snapshot.place(&params.text_document.uri) else { return Ok(None) };
    if !wants_fixes(params.context.only.as_deref()) {
        return Ok(Some(Vec::new()));
    }
    let asked = place.text_range(params.range);
    let mut actions = Vec::new();
    for finding in place.view.analysis.findings(place.file) {
        let range = Span::of(place.project(), finding.location).range;
        if range.intersect(asked).is_none() {
            continue;
        }
        let diagnostic = diagnostics::diagnostic(&place, finding);
        for (index, fix) in finding.fixes.iter().enumerate() {
            let Some(edit) = edits::workspace_edit(&place, &fix.edits) else { continue };
            actions.push(CodeActionOrCommand::CodeAction(CodeAction {
                title: fix.title.clone(),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![diagnostic.clone()]),
                edit: Some(edit),
                // The best comes first.
                is_preferred: Some(index == 0),
                ..CodeAction::default()
            }));
        }
    }
    Ok(Some(actions))
}

/// Whether fixes are among the kinds that are asked for: a kind asks for all that begin with it.
fn wants_fixes(only: Option<&[CodeActionKind]>) -> bool {
    let fixes = CodeActionKind::QUICKFIX;
    only.is_none_or(|only| only.iter().any(|kind| *kind == fixes || kind.as_str().is_empty()))
}
