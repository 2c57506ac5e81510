//! The part of the protocol that is about the conversation itself, kept by `tower-lsp`.

use std::sync::Arc;

use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{InitializeParams, InitializeResult, InitializedParams, ServerInfo};

use crate::capabilities;
use crate::session::Session;

pub(crate) struct Protocol(pub(crate) Arc<Session>);

impl LanguageServer for Protocol {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        Ok(InitializeResult {
            capabilities: capabilities::capabilities(&self.0.client(), &self.0.catalogues),
            server_info: Some(ServerInfo {
                name: "annexa".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            offset_encoding: None,
        })
    }

    async fn initialized(&self, _: InitializedParams) {}

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }
}
