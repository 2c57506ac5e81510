//! The requests of the protocol, one file each, and the table that finds them. A request reads a
//! snapshot and gives what the protocol asks for; what it tells is found out in `annexa-ide`.

use std::pin::Pin;
use std::sync::Arc;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};
use tokio_util::sync::CancellationToken;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::ProgressToken;

use crate::client::Outbox;
use crate::pool::{self, For};
use crate::sent_tokens::SentTokens;
use crate::session::Session;
use crate::snapshot::Snapshot;

pub(crate) mod code_action;
mod code_lens;
pub(crate) mod completion;
mod completion_resolve;
mod counters;
mod diagnostic;
mod document_link;
mod document_symbol;
pub(crate) mod execute_command;
pub(crate) mod file_operations;
mod folding_range;
mod formatting;
mod hierarchy;
mod hover;
mod inlay_hint;
mod jump;
mod moniker;
pub(crate) mod on_type_formatting;
#[cfg(debug_assertions)]
mod probe;
mod range_formatting;
mod references;
mod rename;
mod selection_range;
pub(crate) mod semantic_tokens;
pub(crate) mod signature_help;
mod workspace_diagnostic;
mod workspace_symbol;

/// What a request is answered with.
pub(crate) struct Context {
    /// A version of everything, as it was when the request came, or a later one.
    pub(crate) snapshot: Arc<Snapshot>,
    /// Cancelled when the client does not want the answer any more.
    pub(crate) cancel: CancellationToken,
    /// For partial results.
    pub(crate) outbox: Outbox,
    /// The semantic tokens that were sent before.
    pub(crate) sent: Arc<SentTokens>,
}

impl Context {
    /// Whether nobody waits for the answer any more. What takes long asks for it again and again, and so
    /// lets others go first.
    pub(crate) fn is_cancelled(&self) -> bool {
        pool::give_way();
        self.cancel.is_cancelled()
    }

    /// Sends a part of the answer ahead.
    pub(crate) fn send_part(&self, token: &ProgressToken, part: impl Serialize) {
        send_part(&self.outbox, token, part);
    }
}

/// Sends a part of an answer ahead.
pub(crate) fn send_part(outbox: &Outbox, token: &ProgressToken, part: impl Serialize) {
    /// Progress of any kind; the protocol's own type knows that of work alone.
    enum Part {}
    impl tower_lsp::ls_types::notification::Notification for Part {
        type Params = Value;
        const METHOD: &'static str = "$/progress";
    }
    outbox.notify::<Part>(serde_json::json!({ "token": token, "value": part }));
}

/// What a request is answered with, in JSON.
pub(crate) type Written = Box<RawValue>;

/// Answers a request from a snapshot.
pub(crate) type Quick = fn(&Context, Value) -> Result<Written>;

/// Answers a request that waits for something to happen.
pub(crate) type Waiting =
    fn(Arc<Session>, Value) -> Pin<Box<dyn Future<Output = Result<Written>> + Send>>;

/// How a request is answered.
pub(crate) enum Handler {
    Quick(For, Quick),
    Waiting(Waiting),
}

/// `"method" => handler`: the handler takes the context and the parameters of the method.
macro_rules! table {
    (
        $(for $whom:ident { $($method:literal => $handle:path,)* })*
        waiting { $($slow:literal => $wait:path,)* }
    ) => {
        /// How a method is answered; `None` for those that nobody knows.
        pub(crate) fn find(method: &str) -> Option<Handler> {
            Some(match method {
                $($($method => Handler::Quick(For::$whom, |context, params| {
                    answer(context, params, $handle)
                }),)*)*
                $($slow => Handler::Waiting(|session, params| Box::pin(async move {
                    written($wait(session, read(params)?).await?)
                })),)*
                #[cfg(debug_assertions)]
                _ => return probe::find(method),
                #[cfg(not(debug_assertions))]
                _ => return None,
            })
        }
    };
}

table! {
    for Person {
        "annexa/counters" => counters::counters,
        "callHierarchy/incomingCalls" => hierarchy::incoming_calls,
        "callHierarchy/outgoingCalls" => hierarchy::outgoing_calls,
        "codeAction/resolve" => code_action::resolve,
        "completionItem/resolve" => completion_resolve::completion_resolve,
        "documentLink/resolve" => document_link::resolve,
        "inlayHint/resolve" => inlay_hint::resolve,
        "textDocument/codeAction" => code_action::code_action,
        "textDocument/completion" => completion::completion,
        "textDocument/declaration" => jump::declaration,
        "textDocument/definition" => jump::definition,
        "textDocument/documentHighlight" => references::document_highlight,
        "textDocument/formatting" => formatting::formatting,
        "textDocument/hover" => hover::hover,
        "textDocument/implementation" => jump::implementation,
        "textDocument/linkedEditingRange" => rename::linked_editing_range,
        "textDocument/moniker" => moniker::moniker,
        "textDocument/onTypeFormatting" => on_type_formatting::on_type_formatting,
        "textDocument/prepareCallHierarchy" => hierarchy::prepare_calls,
        "textDocument/prepareRename" => rename::prepare_rename,
        "textDocument/prepareTypeHierarchy" => hierarchy::prepare_types,
        "textDocument/rangeFormatting" => range_formatting::range_formatting,
        "textDocument/references" => references::references,
        "textDocument/rename" => rename::rename,
        "textDocument/selectionRange" => selection_range::selection_range,
        "textDocument/signatureHelp" => signature_help::signature_help,
        "textDocument/typeDefinition" => jump::type_definition,
        "typeHierarchy/subtypes" => hierarchy::subtypes,
        "typeHierarchy/supertypes" => hierarchy::supertypes,
        "workspace/symbol" => workspace_symbol::workspace_symbol,
    }
    for Editor {
        "codeLens/resolve" => code_lens::resolve,
        "textDocument/codeLens" => code_lens::code_lens,
        "textDocument/documentLink" => document_link::document_link,
        "textDocument/documentSymbol" => document_symbol::document_symbol,
        "textDocument/foldingRange" => folding_range::folding_range,
        "textDocument/inlayHint" => inlay_hint::inlay_hint,
        "textDocument/semanticTokens/full" => semantic_tokens::full,
        "textDocument/semanticTokens/full/delta" => semantic_tokens::delta,
        "textDocument/semanticTokens/range" => semantic_tokens::range,
    }
    waiting {
        "textDocument/diagnostic" => diagnostic::diagnostic,
        "workspace/diagnostic" => workspace_diagnostic::workspace_diagnostic,
        "workspace/executeCommand" => execute_command::execute_command,
        "workspace/willCreateFiles" => file_operations::will_create,
        "workspace/willDeleteFiles" => file_operations::will_delete,
        "workspace/willRenameFiles" => file_operations::will_rename,
    }
}

fn answer<P: DeserializeOwned, R: Serialize>(
    context: &Context,
    params: Value,
    handle: fn(&Context, P) -> Result<R>,
) -> Result<Written> {
    written(handle(context, read(params)?)?)
}

fn read<P: DeserializeOwned>(params: Value) -> Result<P> {
    serde_json::from_value(params).map_err(|error| Error::invalid_params(error.to_string()))
}

/// What the user reads where something cannot be done: the protocol's `RequestFailed`.
fn refused(why: String) -> Error {
    Error { code: ErrorCode::ServerError(-32803), message: why.into(), data: None }
}

fn written(result: impl Serialize) -> Result<Written> {
    to_raw_value(&result).map_err(|error| {
        tracing::error!("an answer cannot be written: {error}");
        Error::internal_error()
    })
}
