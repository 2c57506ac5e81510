//! `workspace/willCreateFiles`, `workspace/willRenameFiles` and `workspace/willDeleteFiles`: `sources` of
//! `annexa.toml` follow.
//!
//! The client makes the edits before it touches the files, so a file that is about to be created cannot
//! be given a text: to edit it would be to create it, and then the client finds it there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use annexa_syntax::{Document, TextRange, TextSize};
use annexa_workspace::uri::Flavour;
use annexa_workspace::{CONFIG_FILE, Change, Config, real, real_by_name, root_above};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CreateFilesParams, DeleteFilesParams, FileOperationFilter, FileOperationPattern,
    FileOperationPatternKind, FileOperationPatternOptions, FileOperationRegistrationOptions,
    RenameFilesParams, TextEdit, Uri, WorkspaceEdit, WorkspaceFileOperationsServerCapabilities,
};

use crate::client::ClientInfo;
use crate::edits::{self, FileEdits};
use crate::pool::For;
use crate::positions;
use crate::session::{Session, wait_for};
use crate::snapshot::{Snapshot, path_of};

/// What is said of them at the beginning: each that the client knows.
pub(crate) fn capabilities(
    client: &ClientInfo,
) -> Option<WorkspaceFileOperationsServerCapabilities> {
    let filter = |glob: &str, kind| FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: FileOperationPattern {
            glob: glob.to_owned(),
            matches: Some(kind),
            options: Some(FileOperationPatternOptions { ignore_case: Some(true) }),
        },
    };
    let files = filter("**/*.annexa", FileOperationPatternKind::File);
    let folders = filter("**", FileOperationPatternKind::Folder);
    let of = |name: &str, filters: &[&FileOperationFilter]| {
        let is_known = client.can(&format!("workspace.fileOperations.{name}"));
        let filters = filters.iter().map(|&filter| filter.clone()).collect();
        is_known.then_some(FileOperationRegistrationOptions { filters })
    };
    let capabilities = WorkspaceFileOperationsServerCapabilities {
        // A folder that is new is empty.
        did_create: of("didCreate", &[&files]),
        will_create: of("willCreate", &[&files]),
        did_rename: of("didRename", &[&files, &folders]),
        will_rename: of("willRename", &[&files, &folders]),
        did_delete: of("didDelete", &[&files, &folders]),
        will_delete: of("willDelete", &[&files, &folders]),
    };
    (capabilities != WorkspaceFileOperationsServerCapabilities::default()).then_some(capabilities)
}

pub(crate) async fn will_create(
    session: Arc<Session>,
    params: CreateFilesParams,
) -> Result<Option<WorkspaceEdit>> {
    let files = params.files.iter();
    follow(session, files.map(|file| Change { old: None, new: new_path(&file.uri) }).collect())
        .await
}

pub(crate) async fn will_rename(
    session: Arc<Session>,
    params: RenameFilesParams,
) -> Result<Option<WorkspaceEdit>> {
    let files = params.files.iter();
    let changes =
        files.map(|file| Change { old: path(&file.old_uri), new: new_path(&file.new_uri) });
    follow(session, changes.collect()).await
}

pub(crate) async fn will_delete(
    session: Arc<Session>,
    params: DeleteFilesParams,
) -> Result<Option<WorkspaceEdit>> {
    let files = params.files.iter();
    follow(session, files.map(|file| Change { old: path(&file.uri), new: None }).collect()).await
}

fn path(uri: &str) -> Option<PathBuf> {
    Flavour::HERE.path(uri).map(|path| real(Path::new(&path)))
}

/// The path of a file that is about to come. Where only the case of its name changes, the file is
/// there already by another name.
fn new_path(uri: &str) -> Option<PathBuf> {
    Flavour::HERE.path(uri).map(|path| real_by_name(Path::new(&path)))
}

async fn follow(session: Arc<Session>, changes: Vec<Change>) -> Result<Option<WorkspaceEdit>> {
    let generation = session.generation();
    let snapshot = wait_for(&mut session.snapshots(), |it| it.generation >= generation).await?;
    let settings = open_settings(&session);
    let edits = session.pool.compute(For::Person, move || {
        let paths = changes.iter().flat_map(|change| change.old.iter().chain(&change.new));
        let roots: BTreeSet<_> = paths.filter_map(|path| root_of(path)).collect();
        let files = roots.iter().filter_map(|root| of_root(root, &changes, &settings, &snapshot));
        let files: Vec<_> = files.collect();
        (!files.is_empty()).then(|| edits::written(&snapshot.client, files))
    });
    edits.await
}

/// The project that a file or folder is in.
fn root_of(path: &Path) -> Option<PathBuf> {
    root_above(path.parent()?)
}

/// A file of settings that is open: its text counts instead of what is on disk.
struct OpenSettings {
    uri: Uri,
    version: i32,
    document: Document,
}

fn open_settings(session: &Session) -> Vec<OpenSettings> {
    let state = session.state();
    let foreign = state.documents.iter().filter(|(_, open)| !open.is_ours);
    let settings = foreign.filter_map(|(uri, open)| {
        let uri = uri.parse().ok()?;
        Some(OpenSettings { uri, version: open.version, document: open.document.clone() })
    });
    settings.collect()
}

/// What is to be edited in the settings of a project.
fn of_root(
    root: &Path,
    changes: &[Change],
    open: &[OpenSettings],
    snapshot: &Snapshot,
) -> Option<FileEdits> {
    let path = root.join(CONFIG_FILE);
    let open = open.iter().find(|settings| path_of(&settings.uri) == path);
    let document = match open {
        Some(open) => open.document.clone(),
        None => Document::new(&annexa_workspace::text_file(&path).ok()?),
    };
    let config = Config::parse(document.text().to_string(), path.clone()).ok()?;
    let below = |path: &Option<PathBuf>| {
        let path = path.as_ref().filter(|path| root_of(path).as_deref() == Some(root))?;
        Some(path.strip_prefix(root).ok()?.to_owned())
    };
    let changes: Vec<_> = changes
        .iter()
        .map(|Change { old, new }| Change { old: below(old), new: below(new) })
        .collect();
    let files = snapshot.views.iter().filter(|view| view.folder == root);
    let files = files.flat_map(|view| &view.files.paths);
    let files: Vec<_> = files.filter_map(|file| file.strip_prefix(root).ok()).collect();
    let edits = config.follow(&changes, &files).into_iter().map(|(range, new_text)| {
        let at = |offset: usize| TextSize::new(offset as u32);
        let range = TextRange::new(at(range.start), at(range.end));
        let range = positions::range(&document, range, snapshot.client.encoding);
        TextEdit { range, new_text }
    });
    let edits: Vec<_> = edits.collect();
    let uri = open.map_or_else(|| snapshot.uri(&path), |open| Some(open.uri.clone()))?;
    let version = open.map(|open| open.version);
    (!edits.is_empty()).then_some(FileEdits { uri, version, edits })
}
