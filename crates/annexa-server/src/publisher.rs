//! Sends diagnostics to clients that do not ask for them: those of all files of all projects, each
//! only where they changed, and none for files that are gone. What is wrong with settings is sent to
//! all clients, since it cannot be asked for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use annexa_model::FileId;
use tower_lsp::ls_types::{
    Diagnostic, PublishDiagnosticsParams, Uri, notification::PublishDiagnostics,
};

use crate::client::Outbox;
use crate::diagnostics;
use crate::snapshot::{Snapshot, View, by_files};

#[derive(Default)]
pub(crate) struct Publisher {
    /// What the client was sent last for each file.
    sent: BTreeMap<PathBuf, Sent>,
    /// What it was sent for what is no text of a project.
    troubles: BTreeMap<PathBuf, Vec<Diagnostic>>,
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
        self.publish_troubles(outbox, snapshot);
        if snapshot.client.pulls_diagnostics() {
            return;
        }
        let seen = std::mem::take(&mut self.seen);
        let before = by_files(&seen);
        for view in snapshot.views.iter().filter(|view| view.is_checked()) {
            let changed = match before.get(&Arc::as_ptr(&view.files)) {
                Some(before) if !before.is_checked() => all_files(view),
                Some(before) => view.analysis.changed_since(&before.analysis),
                None => all_files(view),
            };
            for file in changed {
                self.publish_file(outbox, snapshot, view, file);
            }
        }
        if seen.len() != snapshot.views.len()
            || seen.iter().zip(&snapshot.views).any(|(a, b)| !Arc::ptr_eq(&a.files, &b.files))
        {
            self.publish_gone(outbox, snapshot);
        }
        // What is opened or closed unchanged keeps its diagnostics, and gets or loses a version.
        let opened = snapshot.open.files().map(|open| &*open.path);
        let closed = self.sent.iter().filter(|(_, sent)| sent.version.is_some());
        let closed = closed.map(|(path, _)| path.as_path());
        let is_new = |path: &&Path| {
            let known = self.sent.get(*path).map(|sent| sent.version);
            known.is_none_or(|known| known != snapshot.version(path))
        };
        let paths: Vec<PathBuf> = opened.chain(closed).filter(is_new).map(Path::to_owned).collect();
        for path in paths {
            if let Some((view, file)) = find(snapshot, &path) {
                self.publish_file(outbox, snapshot, view, file);
            }
        }
        self.seen.clone_from(&snapshot.views);
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

    /// Settings, and files that cannot be read: nobody asks for their diagnostics.
    fn publish_troubles(&mut self, outbox: &Outbox, snapshot: &Snapshot) {
        let mut found: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
        for trouble in snapshot.views.iter().flat_map(|view| &view.troubles) {
            let diagnostics = found.entry(trouble.path.clone()).or_default();
            diagnostics.push(diagnostics::of_trouble(trouble));
        }
        if found == self.troubles {
            return;
        }
        for (path, diagnostics) in &found {
            if self.troubles.get(path) != Some(diagnostics)
                && let Some(uri) = snapshot.uri(path)
            {
                say(outbox, uri, diagnostics.clone(), None);
            }
        }
        for path in self.troubles.keys() {
            let is_over = !found.contains_key(path) && find(snapshot, path).is_none();
            if let Some(uri) = snapshot.uri(path).filter(|_| is_over) {
                say(outbox, uri, Vec::new(), None);
            }
        }
        self.troubles = found;
    }

    /// Takes back what was said of files that are gone.
    fn publish_gone(&mut self, outbox: &Outbox, snapshot: &Snapshot) {
        let is_there = |path: &PathBuf| snapshot.index.contains_key(path);
        let gone: Vec<_> = self.sent.keys().filter(|path| !is_there(path)).cloned().collect();
        for path in gone {
            if let Some(sent) = self.sent.remove(&path)
                && !sent.diagnostics.is_empty()
                && !self.troubles.contains_key(&path)
            {
                say(outbox, sent.uri, Vec::new(), None);
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
            // By another name the client may take it for another file.
            if let Some(sent) = self.sent.get(&path).filter(|sent| sent.uri != uri)
                && !sent.diagnostics.is_empty()
            {
                say(outbox, sent.uri.clone(), Vec::new(), None);
            }
            say(outbox, uri.clone(), diagnostics.clone(), version);
            self.sent.insert(path, Sent { uri, version, diagnostics });
        }
    }
}

fn say(outbox: &Outbox, uri: Uri, diagnostics: Vec<Diagnostic>, version: Option<i32>) {
    outbox.notify::<PublishDiagnostics>(PublishDiagnosticsParams { uri, diagnostics, version });
}

fn all_files(view: &View) -> Vec<FileId> {
    (0..view.files.paths.len() as u32).map(FileId::Project).collect()
}

fn find<'a>(snapshot: &'a Snapshot, path: &Path) -> Option<(&'a Arc<View>, FileId)> {
    let views = snapshot.views_of(path).filter(|view| view.is_checked());
    views.into_iter().find_map(|view| Some((view, *view.files.ids.get(path)?)))
}
