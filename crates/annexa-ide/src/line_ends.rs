//! Line ends of edits: rules, catalogues and templates write `\n`, a file may have `\r\n`. Every edit of
//! this crate gets those of its file here.

use annexa_model::{FileId, Project};
use annexa_syntax::with_line_ends;

use crate::FileChange;

/// A text with the line ends of the file that it goes into.
pub(crate) fn of_file(project: &Project, file: FileId, text: String) -> String {
    match project.document(file) {
        Some(document) if text.contains('\n') => with_line_ends(&text, document),
        _ => text,
    }
}

/// A change with the line ends of its file; a new file takes those of the file that it comes from.
pub(crate) fn of_change(project: &Project, from: FileId, change: FileChange) -> FileChange {
    match change {
        FileChange::Replace { span, new } => {
            FileChange::Replace { span, new: of_file(project, span.file, new) }
        }
        FileChange::Create { path, text } => {
            FileChange::Create { path, text: of_file(project, from, text) }
        }
    }
}
