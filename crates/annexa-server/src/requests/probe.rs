//! Requests that only tests make: some that compute for a while, with or without a look at whether they are cancelled, and
//! one that panics. Only debug builds have them, so that the program that is shipped does not. A feature of the crate
//! would not do: whether it is on would depend on which packages cargo builds together.

use std::time::{Duration, Instant};

use serde_json::Value;
use tower_lsp::jsonrpc::Result;

use super::{Context, Handler, Written, read, written};
use crate::pool::For;

/// A request of tests.
pub(crate) fn find(method: &str) -> Option<Handler> {
    match method {
        "annexa/test/compute" => Some(Handler::Quick(For::Person, compute)),
        "annexa/test/show" => Some(Handler::Quick(For::Editor, compute)),
        "annexa/test/listen" => Some(Handler::Quick(For::Person, listen)),
        "annexa/test/panic" => {
            Some(Handler::Quick(For::Person, |_, _| panic!("as it was asked to")))
        }
        _ => None,
    }
}

/// Computes for so many milliseconds, deaf to everything else.
fn compute(_: &Context, milliseconds: Value) -> Result<Written> {
    let end = Instant::now() + Duration::from_millis(milliseconds[0].as_u64().unwrap_or_default());
    while Instant::now() < end {
        std::hint::spin_loop();
    }
    written(())
}

/// Computes until it is cancelled, and tells when it begins and when it ends.
fn listen(context: &Context, token: Value) -> Result<Written> {
    let token = read(token)?;
    context.send_part(&token, "begun");
    while !context.is_cancelled() {
        std::hint::spin_loop();
    }
    context.send_part(&token, "ended");
    written(())
}
