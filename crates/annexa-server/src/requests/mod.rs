//! The requests of the protocol, one file each, and the table that finds them. A request reads a
//! snapshot and gives what the protocol asks for; what it tells is found out in `annexa-ide`.

use std::pin::Pin;
use std::sync::Arc;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::ProgressToken;

use crate::client::Outbox;
use crate::session::Session;
use crate::snapshot::Snapshot;

mod counters;
mod diagnostic;
mod formatting;
mod probe;
mod range_formatting;
mod workspace_diagnostic;

/// What a request is answered with.
pub(crate) struct Context {
    /// A version of everything, as it was when the request came, or a later one.
    pub(crate) snapshot: Arc<Snapshot>,
    /// Cancelled when the client does not want the answer any more.
    pub(crate) cancel: CancellationToken,
    /// For partial results.
    pub(crate) outbox: Outbox,
}

impl Context {
    /// Whether nobody waits for the answer any more.
    pub(crate) fn is_cancelled(&self) -> bool {
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

/// Answers a request from a snapshot.
pub(crate) type Quick = fn(&Context, Value) -> Result<Value>;

/// Answers a request that waits for something to happen.
pub(crate) type Waiting =
    fn(Arc<Session>, Value) -> Pin<Box<dyn Future<Output = Result<Value>> + Send>>;

/// How a request is answered.
pub(crate) enum Handler {
    Quick(Quick),
    Waiting(Waiting),
}

/// `"method" => handler`: the handler takes the context and the parameters of the method.
macro_rules! table {
    (quick { $($method:literal => $handle:path,)* } waiting { $($slow:literal => $wait:path,)* }) => {
        /// How a method is answered; `None` for those that nobody knows.
        pub(crate) fn find(method: &str) -> Option<Handler> {
            Some(match method {
                $($method => Handler::Quick(|context, params| answer(context, params, $handle)),)*
                $($slow => Handler::Waiting(|session, params| Box::pin(async move {
                    written($wait(session, read(params)?).await?)
                })),)*
                _ => return probe::find(method).map(Handler::Quick),
            })
        }
    };
}

table! {
    quick {
        "annexa/counters" => counters::counters,
        "textDocument/formatting" => formatting::formatting,
        "textDocument/rangeFormatting" => range_formatting::range_formatting,
    }
    waiting {
        "textDocument/diagnostic" => diagnostic::diagnostic,
        "workspace/diagnostic" => workspace_diagnostic::workspace_diagnostic,
    }
}

fn answer<P: DeserializeOwned, R: Serialize>(
    context: &Context,
    params: Value,
    handle: fn(&Context, P) -> Result<R>,
) -> Result<Value> {
    written(handle(context, read(params)?)?)
}

fn read<P: DeserializeOwned>(params: Value) -> Result<P> {
    serde_json::from_value(params).map_err(|error| Error::invalid_params(error.to_string()))
}

fn written(result: impl Serialize) -> Result<Value> {
    serde_json::to_value(result).map_err(|error| {
        tracing::error!("an answer cannot be written: {error}");
        Error::internal_error()
    })
}
