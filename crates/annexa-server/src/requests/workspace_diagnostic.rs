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
use crate::pool::{self, For};
use crate::session::{Session, wait_for};
use crate::snapshot::{Snapshot, View, by_files};

pub(crate) async fn workspace_diagnostic(
    session: Arc<Session>,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReport> {
    let known = params.previous_result_ids.into_iter().map(|id| (id.uri, id.value)).collect();
    let mut reported = Reported { known, seen: None };
    let part = params.partial_result_params.partial_result_token;
    let generation = session.generation();
    let mut snapshots = session.snapshots();
    let mut snapshot = wait_for(&mut snapshots, |it| it.generation >= generation).await?;
    loop {
        let seen = snapshot.generation;
        let (items, back) =
            session.pool.compute(For::Editor, move || (reported.news(&snapshot), reported)).await?;
        reported = back;
        if !items.is_empty() {
            let report = WorkspaceDiagnosticReport { items };
            match &part {
                // The request stays open, and the next change is one part more.
                Some(token) => send_part(&session.outbox, token, report),
                None => return Ok(report),
            }
        }
        snapshot = wait_for(&mut snapshots, |it| it.generation > seen).await?;
    }
}

/// What the client knows.
struct Reported {
    /// The ids of its reports.
    known: HashMap<Uri, String>,
    /// What was looked at last.
    seen: Option<Vec<Arc<View>>>,
}

impl Reported {
    /// The reports that are not those that the client has; it has them then.
    fn news(&mut self, snapshot: &Snapshot) -> Vec<WorkspaceDocumentDiagnosticReport> {
        let mut items = Vec::new();
        let seen = self.seen.take();
        let before = by_files(seen.iter().flatten());
        for view in snapshot.views.iter().filter(|view| view.is_checked()) {
            let before = before.get(&Arc::as_ptr(&view.files)).filter(|it| it.is_checked());
            let changed = match before {
                Some(before) => view.analysis.changed_since(&before.analysis),
                None => (0..view.files.paths.len() as u32).map(FileId::Project).collect(),
            };
            items.extend(changed.into_iter().filter_map(|file| self.news_of(snapshot, view, file)));
        }
        // What the client knows from an earlier request can be gone before the first look.
        let is_same = seen.as_ref().is_some_and(|seen| {
            seen.len() == snapshot.views.len()
                && seen.iter().zip(&snapshot.views).all(|(a, b)| Arc::ptr_eq(&a.files, &b.files))
        });
        if !is_same {
            let is_gone = |uri: &Uri| snapshot.place(uri).is_none();
            let gone: Vec<_> = self.known.keys().filter(|uri| is_gone(uri)).cloned().collect();
            for uri in gone {
                self.known.remove(&uri);
                items.push(report(uri, None, Vec::new(), None));
            }
        }
        self.seen = Some(snapshot.views.clone());
        items
    }

    fn news_of(
        &mut self,
        snapshot: &Snapshot,
        view: &View,
        file: FileId,
    ) -> Option<WorkspaceDocumentDiagnosticReport> {
        pool::give_way();
        let FileId::Project(index) = file else { return None };
        let path = view.files.paths.get(index as usize)?;
        let uri = snapshot.uri(path)?;
        if view.analysis.findings(file).is_empty() && !self.known.contains_key(&uri) {
            return None;
        }
        let diagnostics = diagnostics::of(&snapshot.place(&uri)?);
        let id = diagnostics::id(&diagnostics);
        if self.known.get(&uri) == Some(&id) {
            return None;
        }
        self.known.insert(uri.clone(), id.clone());
        Some(report(uri, snapshot.version(path), diagnostics, Some(id)))
    }
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
