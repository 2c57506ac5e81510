//! `textDocument/codeAction`, `codeAction/resolve`: the fixes of rules, and refactorings. What one
//! changes is worked out when it is chosen, where the client can ask for that. Which there are is
//! known in `annexa-ide`; one that is added there is offered here without a line.

use annexa_ide::{Action, ActionContext, ActionKind, actions, resolve_action};
use serde::{Deserialize, Serialize};
use serde_json::to_value;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    CodeAction, CodeActionDisabled, CodeActionKind, CodeActionOptions, CodeActionOrCommand,
    CodeActionParams, Command, Range, Uri, WorkDoneProgressOptions, WorkspaceEdit,
};

use super::{Context, execute_command};
use crate::client::ClientInfo;
use crate::snapshot::FilePlace;
use crate::{diagnostics, edits};

/// What is said of them at the beginning. A client without literals of actions knows commands alone,
/// and the changes would have to be sent to it in a request of our own; it is offered none.
pub(crate) fn options(client: &ClientInfo) -> Option<CodeActionOptions> {
    use ActionKind::*;
    let kinds = [QuickFix, Refactor, Rewrite, Move, FixAll, Sort];
    takes_actions(client).then(|| CodeActionOptions {
        code_action_kinds: Some(kinds.map(kind).to_vec()),
        resolve_provider: Some(true),
        work_done_progress_options: WorkDoneProgressOptions::default(),
    })
}

/// What an action is found again by.
#[derive(Serialize, Deserialize)]
struct Data {
    uri: Uri,
    range: Range,
    id: String,
    /// Of the text for which it was offered, where that is open.
    version: Option<i32>,
}

pub(crate) fn code_action(
    context: &Context,
    params: CodeActionParams,
) -> Result<Option<Vec<CodeActionOrCommand>>> {
    let client = &context.snapshot.client;
    let place = context.snapshot.place(&params.text_document.uri);
    let Some(place) = place.filter(|_| takes_actions(client)) else { return Ok(None) };
    let only = params.context.only.as_deref();
    let asked = asked(&place, params.range);
    // What another file holds that is still to be read could be changed too.
    let is_sure = |kind| {
        matches!(kind, ActionKind::QuickFix | ActionKind::Explain) || place.view.is_checked()
    };
    let offered = actions(&asked, &|kind| is_wanted(only, kind) && is_sure(kind));
    let disabled_too = client.can("textDocument.codeAction.disabledSupport");
    let offered = offered.into_iter().filter(|action| action.disabled.is_none() || disabled_too);
    let is_late = client.can("textDocument.codeAction.dataSupport")
        && client.lists("textDocument.codeAction.resolveSupport.properties", "edit");
    let actions = offered.filter_map(|action| {
        let mut written = written(&place, &action);
        if let Some(code) = action.explains {
            written.command = Some(explain(code));
        } else if is_late {
            let (uri, range) = (params.text_document.uri.clone(), params.range);
            let data = Data { uri, range, id: action.id, version: place.version() };
            written.data = to_value(data).ok();
        } else if action.disabled.is_none() {
            written.edit = Some(changes(&place, &asked, &action.id)?);
        }
        Some(CodeActionOrCommand::CodeAction(written))
    });
    Ok(Some(actions.take_while(|_| !context.is_cancelled()).collect()))
}

pub(crate) fn resolve(context: &Context, mut action: CodeAction) -> Result<CodeAction> {
    // An action of another server goes back as it came.
    let data = action.data.clone().and_then(|data| serde_json::from_value::<Data>(data).ok());
    let Some(data) = data.filter(|_| action.disabled.is_none()) else { return Ok(action) };
    let place = context.snapshot.place(&data.uri);
    let edit = place
        .filter(|place| place.version() == data.version)
        .and_then(|place| changes(&place, &asked(&place, data.range), &data.id));
    action.edit = Some(edit.ok_or_else(|| Error {
        code: ErrorCode::ContentModified,
        message: "the text has changed since this was offered; choose it again".into(),
        data: None,
    })?);
    Ok(action)
}

fn takes_actions(client: &ClientInfo) -> bool {
    client.can("textDocument.codeAction.codeActionLiteralSupport")
}

fn asked<'a>(place: &FilePlace<'a>, range: Range) -> ActionContext<'a> {
    ActionContext {
        analysis: &place.view.analysis,
        file: place.file,
        range: place.text_range(range),
        makes_files: edits::makes_files(&place.snapshot.client),
    }
}

fn changes(place: &FilePlace<'_>, asked: &ActionContext<'_>, id: &str) -> Option<WorkspaceEdit> {
    edits::workspace_change(place, resolve_action(asked, id)?)
}

/// An action without what it changes.
fn written(place: &FilePlace<'_>, action: &Action<'_>) -> CodeAction {
    let client = &place.snapshot.client;
    let can_be_preferred = client.can("textDocument.codeAction.isPreferredSupport");
    CodeAction {
        title: action.title.clone(),
        kind: Some(kind(action.kind)),
        diagnostics: action.finding.map(|it| vec![diagnostics::diagnostic(place, it)]),
        is_preferred: (can_be_preferred && action.is_preferred).then_some(true),
        disabled: action.disabled.clone().map(|reason| CodeActionDisabled { reason }),
        ..CodeAction::default()
    }
}

/// The command that shows the page of a rule.
fn explain(code: &str) -> Command {
    Command {
        title: format!("Explain {code}"),
        command: execute_command::EXPLAIN.to_owned(),
        arguments: Some(vec![code.into()]),
    }
}

fn kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        // No kind of the protocol is for explanations; editors show these beside the fixes of a finding.
        ActionKind::QuickFix | ActionKind::Explain => CodeActionKind::QUICKFIX,
        ActionKind::Refactor => CodeActionKind::REFACTOR,
        ActionKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
        ActionKind::Move => CodeActionKind::new("refactor.move"),
        ActionKind::FixAll => CodeActionKind::SOURCE_FIX_ALL,
        ActionKind::Sort => CodeActionKind::new("source.sort"),
    }
}

/// Whether a kind is among those that are asked for: a kind asks for all that begin with it. What is
/// done to a whole file is offered to those alone who ask for it.
fn is_wanted(only: Option<&[CodeActionKind]>, wanted: ActionKind) -> bool {
    let Some(only) = only else {
        return !matches!(wanted, ActionKind::FixAll | ActionKind::Sort);
    };
    let wanted = kind(wanted);
    let is_asked_for = |asked: &CodeActionKind| {
        let rest = wanted.as_str().strip_prefix(asked.as_str());
        asked.as_str().is_empty()
            || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    only.is_empty() || only.iter().any(is_asked_for)
}
