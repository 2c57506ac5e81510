//! What the client told of itself, and the way to it.

use std::fmt::{self, Debug};
use std::future::Future;
use std::pin::Pin;

use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tower_lsp::Client;
use tower_lsp::ls_types::{
    ClientCapabilities, InitializeParams, notification::Notification, request::Request,
};

use crate::positions::Encoding;

/// What the client can do.
#[derive(Clone, Default, Debug)]
pub(crate) struct ClientInfo {
    /// What it counts places in.
    pub(crate) encoding: Encoding,
    /// As it sent them.
    pub(crate) capabilities: ClientCapabilities,
}

impl ClientInfo {
    pub(crate) fn new(params: &InitializeParams) -> ClientInfo {
        let capabilities = params.capabilities.clone();
        let general = capabilities.general.as_ref();
        let offered = general.and_then(|general| general.position_encodings.as_deref());
        ClientInfo { encoding: Encoding::negotiated(offered), capabilities }
    }

    /// Whether it has a capability, told by the way to it: `textDocument.hover`. A capability is there
    /// where its value is an object or true.
    pub(crate) fn can(&self, way: &str) -> bool {
        let capabilities = serde_json::to_value(&self.capabilities).unwrap_or_default();
        let mut value = Some(&capabilities);
        for step in way.split('.') {
            value = value.and_then(|value| value.get(step));
        }
        matches!(value, Some(Value::Bool(true) | Value::Object(_)))
    }

    /// Whether it asks for diagnostics, so that they are not sent by themselves.
    pub(crate) fn pulls_diagnostics(&self) -> bool {
        let of_texts = self.capabilities.text_document.as_ref();
        of_texts.is_some_and(|of_texts| of_texts.diagnostic.is_some())
    }
}

type Sending = Pin<Box<dyn Future<Output = ()> + Send>>;
type Message = Box<dyn FnOnce(Client) -> Sending + Send>;

/// Messages to the client. They are sent in the order in which they are put in; nobody waits for it.
#[derive(Clone)]
pub(crate) struct Outbox(UnboundedSender<Message>);

impl Outbox {
    pub(crate) fn new() -> (Outbox, UnboundedReceiver<Message>) {
        let (sender, receiver) = unbounded_channel();
        (Outbox(sender), receiver)
    }

    /// Sends a notification.
    pub(crate) fn notify<N: Notification>(&self, params: N::Params)
    where
        N::Params: Send + 'static,
    {
        self.put(move |client| {
            Box::pin(async move { client.send_notification::<N>(params).await })
        });
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
        self.put(move |client| {
            Box::pin(async move {
                // The answer may take its time; what comes behind does not wait for it.
                tokio::spawn(async move { then(client.send_request::<R>(params).await) });
            })
        });
    }

    fn put(&self, message: impl FnOnce(Client) -> Sending + Send + 'static) {
        // There is nobody to send it to where the server is ending.
        let _ = self.0.send(Box::new(message));
    }
}

impl Debug for Outbox {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Outbox")
    }
}

/// Sends what is put into an outbox.
pub(crate) async fn send(mut messages: UnboundedReceiver<Message>, client: Client) {
    while let Some(message) = messages.recv().await {
        message(client.clone()).await;
    }
}
