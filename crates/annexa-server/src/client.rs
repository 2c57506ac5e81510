//! What the client says of itself, and the way to it.

use std::fmt::{self, Debug};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use serde_json::Value;
use tokio::runtime::Handle;
use tower_lsp::Client;
use tower_lsp::ls_types::{
    ClientCapabilities, InitializeParams, notification::Notification, request::Request,
};

use crate::output::Output;
use crate::positions::Encoding;

/// What the client can do.
#[derive(Clone, Default, Debug)]
pub(crate) struct ClientInfo {
    /// What it counts places in.
    pub(crate) encoding: Encoding,
    /// As it sent them.
    pub(crate) capabilities: ClientCapabilities,
    /// The same, to be looked up by name.
    by_name: Value,
}

impl ClientInfo {
    /// From the parameters of `initialize`, read and as they were sent.
    pub(crate) fn new(params: &InitializeParams, sent: &Value) -> ClientInfo {
        let capabilities = params.capabilities.clone();
        let general = capabilities.general.as_ref();
        let offered = general.and_then(|general| general.position_encodings.as_deref());
        // As they were sent: the types of the protocol do not know all names.
        let by_name = sent.get("capabilities").cloned().unwrap_or_default();
        ClientInfo { encoding: Encoding::negotiated(offered), capabilities, by_name }
    }

    /// Whether it has a capability, named by its path: `textDocument.hover`. A capability is there
    /// where its value is an object or true.
    pub(crate) fn can(&self, way: &str) -> bool {
        matches!(self.capability(way), Some(Value::Bool(true) | Value::Object(_)))
    }

    /// Whether a name is in the list that it gives as a capability.
    pub(crate) fn lists(&self, way: &str, name: &str) -> bool {
        let names = self.capability(way).and_then(Value::as_array);
        names.is_some_and(|names| names.iter().any(|it| it.as_str() == Some(name)))
    }

    /// Whether a server may use a command of the client. A client names those in `experimental.commands.commands`, as for
    /// rust-analyzer.
    pub(crate) fn has_command(&self, command: &str) -> bool {
        self.lists("experimental.commands.commands", command)
    }

    fn capability(&self, way: &str) -> Option<&Value> {
        way.split('.').try_fold(&self.by_name, |value, step| value.get(step))
    }

    /// Whether it asks for diagnostics, so that they are not sent by themselves.
    pub(crate) fn pulls_diagnostics(&self) -> bool {
        let of_texts = self.capabilities.text_document.as_ref();
        of_texts.is_some_and(|of_texts| of_texts.diagnostic.is_some())
    }
}

type Message = Box<dyn FnOnce(&Channels) + Send>;

/// Messages to the client. They are sent in the order in which they are put in; nobody waits for it.
#[derive(Clone)]
pub(crate) struct Outbox {
    channels: Arc<Channels>,
    /// What is held back until the client may be spoken to.
    held: Arc<Mutex<Option<Vec<Message>>>>,
}

/// The channels to the client.
struct Channels {
    output: Output,
    /// Numbers the requests, and finds for each answer who waits for it.
    client: Client,
    runtime: Handle,
}

impl Outbox {
    pub(crate) fn new(output: Output, client: Client, runtime: Handle) -> Outbox {
        let channels = Arc::new(Channels { output, client, runtime });
        Outbox { channels, held: Arc::new(Mutex::new(Some(Vec::new()))) }
    }

    /// Sends what was held back: the client has been answered, and may be spoken to.
    pub(crate) fn open(&self) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.take().into_iter().flatten().for_each(|send| send(&self.channels));
    }

    /// Sends a notification.
    pub(crate) fn notify<N: Notification>(&self, params: N::Params)
    where
        N::Params: Send + 'static,
    {
        #[derive(Serialize)]
        struct Message<P> {
            jsonrpc: &'static str,
            method: &'static str,
            params: P,
        }
        let message = Message { jsonrpc: "2.0", method: N::METHOD, params };
        self.put(move |channels| channels.output.send(&message));
    }

    /// Sends a request; `then` is called with what the client answers.
    pub(crate) fn request<R: Request>(
        &self,
        params: R::Params,
        then: impl FnOnce(tower_lsp::jsonrpc::Result<R::Result>) + Send + 'static,
    ) where
        R::Params: Send + 'static,
        R::Result: Send + 'static,
    {
        self.put(move |channels| {
            let client = channels.client.clone();
            channels.runtime.spawn(async move { then(client.send_request::<R>(params).await) });
        });
    }

    fn put(&self, send: impl FnOnce(&Channels) + Send + 'static) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = &mut *held {
            return held.push(Box::new(send));
        }
        drop(held);
        send(&self.channels);
    }
}

impl Debug for Outbox {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Outbox")
    }
}
