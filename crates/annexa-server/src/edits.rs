//! Edits of the model as the protocol wants them.

use std::collections::BTreeMap;

use annexa_ide::Span;
use annexa_model::{Edit, FileId};
use tower_lsp::ls_types::{
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit,
    Uri, WorkspaceEdit,
};

use crate::client::ClientInfo;
use crate::snapshot::Place;

/// Edits of a file.
pub(crate) struct FileEdits {
    pub(crate) uri: Uri,
    /// The client's number of the text that they mean, where it has the file open.
    pub(crate) version: Option<i32>,
    pub(crate) edits: Vec<TextEdit>,
}

/// Edits of the files of a project: with the versions of the texts that they mean where the client
/// understands that. `None` where a file cannot be named.
pub(crate) fn workspace_edit(place: &Place<'_>, edits: &[Edit]) -> Option<WorkspaceEdit> {
    let mut of_files: BTreeMap<FileId, Vec<TextEdit>> = BTreeMap::new();
    for edit in edits {
        let other = place.other(edit.location.file)?;
        let range = other.range(Span::of(place.project(), edit.location).range);
        let edit = TextEdit { range, new_text: edit.new.clone() };
        of_files.entry(other.file).or_default().push(edit);
    }
    let files = of_files.into_iter().map(|(file, edits)| {
        let other = place.other(file)?;
        Some(FileEdits { uri: other.uri()?, version: other.version(), edits })
    });
    Some(written(&place.snapshot.client, files.collect::<Option<_>>()?))
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
