//! Sends diagnostics to clients that do not ask for them: those of all files of all projects, each
//! only where they changed, and none for files that are gone.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use annexa_model::FileId;
use tower_lsp::ls_types::{
    Diagnostic, PublishDiagnosticsParams, Uri, notification::PublishDiagnostics,
};

use crate::client::Outbox;
use crate::diagnostics;
use crate::snapshot::{Snapshot, View};

#[derive(Default)]
pub(crate) struct Publisher {
    /// What the client was sent last for each file.
    sent: BTreeMap<PathBuf, Sent>,
    /// What was looked at last.
    seen: Vec<Arc<View>>,
}

struct Sent {
    uri: Uri,
    version: Option<i32>,
    diagnostics: Vec<Diagnostic>,
}

impl Publisher {
    /// Sends what changed since the last time.
    pub(crate) fn publish(&mut self, outbox: &Outbox, snapshot: &Snapshot) {
        let mut is_known = Vec::new();
        for view in snapshot.views.iter().filter(|view| !view.is_provisional) {
            let before = self.seen.iter().find(|before| Arc::ptr_eq(&before.files, &view.files));
            let changed = match before {
                Some(before) => view.analysis.changed_since(&before.analysis),
                None => (0..view.files.paths.len() as u32).map(FileId::Project).collect(),
            };
            for file in changed {
                self.publish_file(outbox, snapshot, view, file);
            }
            is_known.push(Arc::clone(&view.files));
        }
        if self.seen.len() != snapshot.views.len()
            || self.seen.iter().zip(&snapshot.views).any(|(a, b)| !Arc::ptr_eq(&a.files, &b.files))
        {
            self.publish_gone(outbox, snapshot);
        }
        // What is opened or closed unchanged keeps its diagnostics, and gets or loses a version.
        let versions: Vec<_> = snapshot.open.iter().map(|open| open.path.clone()).collect();
        for path in versions {
            let known = self.sent.get(&path).map(|sent| sent.version);
            if known.is_none_or(|known| known != snapshot.version(&path))
                && let Some((view, file)) = find(snapshot, &path)
            {
                self.publish_file(outbox, snapshot, view, file);
            }
        }
        self.publish_configs(outbox, snapshot);
        self.seen = snapshot.views.clone();
    }

    fn publish_file(
        &mut self,
        outbox: &Outbox,
        snapshot: &Snapshot,
        view: &Arc<View>,
        file: FileId,
    ) {
        let FileId::Project(index) = file else { return };
        let Some(path) = view.files.paths.get(index as usize) else { return };
        let Some(uri) = snapshot.uri(path) else { return };
        let Some(place) = snapshot.place(&uri) else { return };
        let found = diagnostics::of(&place);
        self.send(outbox, path.clone(), uri, snapshot.version(path), found);
    }

    /// The settings of projects: they are no files of the language, so that nobody asks for them.
    pub(crate) fn publish_configs(&mut self, outbox: &Outbox, snapshot: &Snapshot) {
        let name = annexa_workspace::CONFIG_FILE;
        let findings = snapshot.views.iter().filter_map(|view| view.config.as_deref());
        let found: Vec<_> = findings.collect();
        let configs = self.sent.keys().filter(|path| path.file_name().is_some_and(|it| it == name));
        let mended: Vec<_> =
            configs.filter(|path| found.iter().all(|it| it.path != **path)).cloned().collect();
        for path in mended {
            if let Some(sent) = self.sent.remove(&path) {
                empty(outbox, sent.uri);
            }
        }
        for finding in found {
            let Some(uri) = snapshot.uri(&finding.path) else { continue };
            let diagnostics = vec![diagnostics::of_config(finding)];
            self.send(outbox, finding.path.clone(), uri, None, diagnostics);
        }
    }

    /// Takes back what was said of files that are gone.
    fn publish_gone(&mut self, outbox: &Outbox, snapshot: &Snapshot) {
        let is_there = |path: &PathBuf| {
            snapshot.views.iter().any(|view| view.files.ids.contains_key(path))
                || path.file_name().is_some_and(|name| name == annexa_workspace::CONFIG_FILE)
        };
        let gone: Vec<_> = self.sent.keys().filter(|path| !is_there(path)).cloned().collect();
        for path in gone {
            if let Some(sent) = self.sent.remove(&path)
                && !sent.diagnostics.is_empty()
            {
                empty(outbox, sent.uri);
            }
        }
    }

    fn send(
        &mut self,
        outbox: &Outbox,
        path: PathBuf,
        uri: Uri,
        version: Option<i32>,
        diagnostics: Vec<Diagnostic>,
    ) {
        let is_new = match self.sent.get(&path) {
            Some(sent) => {
                sent.version != version || sent.diagnostics != diagnostics || sent.uri != uri
            }
            // That nothing is wrong with a closed file is what the client takes it for anyway.
            None => version.is_some() || !diagnostics.is_empty(),
        };
        if is_new {
            let params = PublishDiagnosticsParams {
                uri: uri.clone(),
                diagnostics: diagnostics.clone(),
                version,
            };
            outbox.notify::<PublishDiagnostics>(params);
            self.sent.insert(path, Sent { uri, version, diagnostics });
        }
    }
}

fn empty(outbox: &Outbox, uri: Uri) {
    let params = PublishDiagnosticsParams { uri, diagnostics: Vec::new(), version: None };
    outbox.notify::<PublishDiagnostics>(params);
}

fn find<'a>(snapshot: &'a Snapshot, path: &PathBuf) -> Option<(&'a Arc<View>, FileId)> {
    let views = snapshot.views.iter().filter(|view| !view.is_provisional);
    views.into_iter().find_map(|view| Some((view, *view.files.ids.get(path)?)))
}
