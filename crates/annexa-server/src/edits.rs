//! Changes of files as the protocol wants them.

use std::collections::BTreeMap;

use annexa_ide::{FileChange, Span};
use annexa_model::{Edit, FileId};
use tower_lsp::ls_types::{
    CreateFile, CreateFileOptions, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Position, Range, ResourceOp, TextDocumentEdit,
    TextEdit, Uri, WorkspaceEdit,
};

use crate::client::ClientInfo;
use crate::snapshot::FilePlace;

/// Whether the client makes files where an edit says so.
pub(crate) fn makes_files(client: &ClientInfo) -> bool {
    client.can("workspace.workspaceEdit.documentChanges")
        && client.lists("workspace.workspaceEdit.resourceOperations", "create")
}

/// Edits of a file.
pub(crate) struct FileEdits {
    pub(crate) uri: Uri,
    /// The client's number of the text that they mean, where it has the file open.
    pub(crate) version: Option<i32>,
    pub(crate) edits: Vec<TextEdit>,
}

/// Edits of the files of a project: with the versions of the texts that they mean where the client
/// understands that. `None` where a file cannot be named.
pub(crate) fn workspace_edit(place: &FilePlace<'_>, edits: &[Edit]) -> Option<WorkspaceEdit> {
    let changes = edits.iter().map(|edit| FileChange::of(place.project(), edit));
    workspace_change(place, changes)
}

/// The same for changes that may make files, for a client that does.
pub(crate) fn workspace_change(
    place: &FilePlace<'_>,
    changes: impl IntoIterator<Item = FileChange>,
) -> Option<WorkspaceEdit> {
    let mut of_files: BTreeMap<FileId, Vec<TextEdit>> = BTreeMap::new();
    let mut made = Vec::new();
    for change in changes {
        match change {
            FileChange::Replace { span: Span { file, range }, new } => {
                let range = place.other(file)?.range(range);
                of_files.entry(file).or_default().push(TextEdit { range, new_text: new });
            }
            FileChange::Create { path, text } => {
                let uri = place.snapshot.uri(&place.view.folder.join(path))?;
                let options =
                    CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) };
                let create =
                    CreateFile { uri: uri.clone(), options: Some(options), annotation_id: None };
                made.push(DocumentChangeOperation::Op(ResourceOp::Create(create)));
                let start = Range::new(Position::new(0, 0), Position::new(0, 0));
                made.push(DocumentChangeOperation::Edit(TextDocumentEdit {
                    text_document: OptionalVersionedTextDocumentIdentifier { uri, version: None },
                    edits: vec![OneOf::Left(TextEdit { range: start, new_text: text })],
                }));
            }
        }
    }
    let files = of_files.into_iter().map(|(file, edits)| {
        let other = place.other(file)?;
        Some(FileEdits { uri: other.uri()?, version: other.version(), edits })
    });
    let files = files.collect::<Option<_>>()?;
    let mut edit = written(&place.snapshot.client, files);
    if !made.is_empty()
        && let Some(DocumentChanges::Edits(edits)) = edit.document_changes.take()
    {
        // What is moved is in its new place before it leaves the old one.
        made.extend(edits.into_iter().map(DocumentChangeOperation::Edit));
        edit.document_changes = Some(DocumentChanges::Operations(made));
    }
    Some(edit)
}

/// Edits of files, in the form that the client understands.
pub(crate) fn written(client: &ClientInfo, files: Vec<FileEdits>) -> WorkspaceEdit {
    if !client.can("workspace.workspaceEdit.documentChanges") {
        let changes = files.into_iter().map(|file| (file.uri, file.edits)).collect();
        return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
    }
    let changes = files.into_iter().map(|FileEdits { uri, version, edits }| TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    });
    let changes = DocumentChanges::Edits(changes.collect());
    WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
}
