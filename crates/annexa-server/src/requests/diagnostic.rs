//! `textDocument/diagnostic`

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, FullDocumentDiagnosticReport,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport,
};

use crate::diagnostics;
use crate::pool::For;
use crate::session::{Session, wait_for};
use crate::snapshot::Snapshot;

pub(crate) async fn diagnostic(
    session: Arc<Session>,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReport> {
    let generation = session.generation();
    let mut snapshots = session.snapshots();
    let uri = &params.text_document.uri;
    let is_ready = |snapshot: &Arc<Snapshot>| {
        // What is missing because its project is still being read is no mistake.
        snapshot.generation >= generation
            && snapshot.place(uri).is_none_or(|place| place.view.is_checked())
    };
    let snapshot = wait_for(&mut snapshots, is_ready).await?;
    let uri = uri.clone();
    let compute = move || {
        let place = snapshot.place(&uri);
        let items = place.map(|place| diagnostics::of(&place)).unwrap_or_default();
        (diagnostics::id(&items), items)
    };
    let (result_id, items) = session.pool.compute(For::Person, compute).await?;
    if params.previous_result_id.as_ref() == Some(&result_id) {
        return Ok(DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        }));
    }
    Ok(DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport {
            result_id: Some(result_id),
            items,
        },
    }))
}
