//! Edits of the model as the protocol wants them.

use std::collections::BTreeMap;

use annexa_ide::Span;
use annexa_model::{Edit, FileId};
use tower_lsp::ls_types::{
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit,
    WorkspaceEdit,
};

use crate::snapshot::Place;

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
    if !place.snapshot.client.can("workspace.workspaceEdit.documentChanges") {
        let changes = of_files.into_iter();
        let changes = changes.map(|(file, edits)| Some((place.other(file)?.uri()?, edits)));
        return Some(WorkspaceEdit {
            changes: Some(changes.collect::<Option<_>>()?),
            ..WorkspaceEdit::default()
        });
    }
    let changes = of_files.into_iter().map(|(file, edits)| {
        let other = place.other(file)?;
        Some(TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier {
                uri: other.uri()?,
                version: other.version(),
            },
            edits: edits.into_iter().map(OneOf::Left).collect(),
        })
    });
    let changes = DocumentChanges::Edits(changes.collect::<Option<_>>()?);
    Some(WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() })
}
