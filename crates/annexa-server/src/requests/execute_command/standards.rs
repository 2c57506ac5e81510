//! `annexa.standards`: the standards of all projects, to be chosen from.

use serde::Serialize;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::Uri;

use crate::requests::{Written, written};
use crate::session::{Session, wait_for};
use crate::snapshot::Snapshot;

#[derive(Serialize)]
struct Entry {
    /// The folder of its project.
    root: Option<Uri>,
    prefix: String,
    title: String,
    /// The file of its head.
    file: Option<Uri>,
}

pub(super) async fn standards(session: &Session) -> Result<Written> {
    let generation = session.generation();
    let is_ready = |snapshot: &std::sync::Arc<Snapshot>| {
        snapshot.generation >= generation && snapshot.views.iter().all(|it| it.is_checked())
    };
    let snapshot = wait_for(&mut session.snapshots(), is_ready).await?;
    written(entries(&snapshot))
}

fn entries(snapshot: &Snapshot) -> Vec<Entry> {
    let of_views = snapshot.views.iter().flat_map(|view| {
        let project = view.project();
        // A standard without a head is only named by files that carry it on.
        project.standards().iter().filter_map(move |standard| {
            let head = project.declaration(standard.head?)?;
            let title = head.declaration.title.as_ref();
            let at = annexa_ide::Span::of(project, head.location(head.declaration.words));
            Some(Entry {
                root: snapshot.uri(&view.folder),
                prefix: standard.prefix.to_string(),
                title: title.map(|title| title.value.to_string()).unwrap_or_default(),
                file: snapshot.location(view, at).map(|it| it.uri),
            })
        })
    });
    of_views.collect()
}
