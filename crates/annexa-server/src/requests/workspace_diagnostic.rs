//! `workspace/diagnostic`: all files of all projects, open or not. It stays open while there is
//! nothing new to tell.

use std::collections::HashMap;
use std::sync::Arc;

use annexa_model::FileId;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    FullDocumentDiagnosticReport, Uri, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport,
    WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
};

use super::send_part;
use crate::diagnostics;
use crate::session::{Session, wait_for};
use crate::snapshot::Snapshot;

pub(crate) async fn workspace_diagnostic(
    session: Arc<Session>,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReport> {
    let mut known: HashMap<Uri, String> =
        params.previous_result_ids.into_iter().map(|id| (id.uri, id.value)).collect();
    let part = params.partial_result_params.partial_result_token;
    let generation = session.generation();
    let mut snapshots = session.snapshots();
    let mut snapshot = wait_for(&mut snapshots, |it| it.generation >= generation).await?;
    loop {
        let items = changed(&snapshot, &mut known);
        if !items.is_empty() {
            let report = WorkspaceDiagnosticReport { items };
            match &part {
                // The request stays open, and the next change is one part more.
                Some(token) => send_part(&session.outbox, token, report),
                None => return Ok(report),
            }
        }
        let seen = snapshot.generation;
        snapshot = wait_for(&mut snapshots, |it| it.generation > seen).await?;
    }
}

/// The reports that are not those that the client has, and takes them for known.
fn changed(
    snapshot: &Snapshot,
    known: &mut HashMap<Uri, String>,
) -> Vec<WorkspaceDocumentDiagnosticReport> {
    let mut items = Vec::new();
    let mut is_there = Vec::new();
    for view in snapshot.views.iter().filter(|view| !view.is_provisional) {
        for (index, path) in view.files.paths.iter().enumerate() {
            let found = view.analysis.findings(FileId::Project(index as u32));
            let Some(uri) = snapshot.uri(path) else { continue };
            if found.is_empty() && !known.contains_key(&uri) {
                continue;
            }
            is_there.push(uri.clone());
            let diagnostics = snapshot.place(&uri).map(|place| diagnostics::of(&place));
            let diagnostics = diagnostics.unwrap_or_default();
            let id = diagnostics::id(&diagnostics);
            if known.get(&uri) != Some(&id) {
                known.insert(uri.clone(), id.clone());
                let version = snapshot.version(path);
                items.push(report(uri, version, diagnostics, Some(id)));
            }
        }
    }
    let gone: Vec<_> = known.keys().filter(|uri| !is_there.contains(uri)).cloned().collect();
    for uri in gone {
        known.remove(&uri);
        items.push(report(uri, None, Vec::new(), None));
    }
    items
}

fn report(
    uri: Uri,
    version: Option<i32>,
    items: Vec<tower_lsp::ls_types::Diagnostic>,
    result_id: Option<String>,
) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
        uri,
        version: version.map(i64::from),
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id, items },
    })
}
