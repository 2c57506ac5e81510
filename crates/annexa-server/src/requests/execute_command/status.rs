//! `annexa.status`: how far a standard is from complete, as it is in the editor.

use std::sync::Arc;

use annexa_emit::types::StandardStatus;
use serde::Serialize;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::ExecuteCommandParams;

use super::{Subject, about_file, compile};
use crate::requests::Written;
use crate::session::Session;

#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    subject: Subject,
    /// As `annexa status --format json` has it, with files named from the root. `null` where the
    /// project has no standard.
    status: Option<StandardStatus>,
}

pub(super) async fn status(session: Arc<Session>, params: ExecuteCommandParams) -> Result<Written> {
    about_file(session, params, "Looking at what is missing", |place, _, running| {
        let project = place.project();
        let status = match compile::standard(place, None) {
            None => None,
            Some(standard) => {
                let status = project.status(standard, &|| running.cancel.is_cancelled());
                let status = status.ok_or_else(Error::request_cancelled)?;
                Some(annexa_emit::standard_status(project, standard, &status, str::to_owned))
            }
        };
        Ok(Answer { subject: Subject::of(place), status })
    })
    .await
}
