//! `annexa/counters`: how much work was done since the start.

use serde_json::Value;
use tower_lsp::jsonrpc::Result;

use super::Context;
use crate::counters::{self, Counters};

pub(crate) fn counters(_: &Context, _: Value) -> Result<Counters> {
    Ok(counters::now())
}
