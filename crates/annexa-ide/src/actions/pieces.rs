//! The pieces that a file is made of: declarations with the comments above them. Where one is put in,
//! taken out or put elsewhere, its comments go along.

use annexa_model::{DeclarationRef, FileId, Project};
use annexa_syntax::{Declaration, Document, TextRange, TextSize, end_of_declarations, line_end};

use super::FileChange;
use crate::Span;

/// The declarations of an item, in bytes of the file.
pub(super) struct Piece<'a> {
    /// Which item it is.
    pub(super) item: usize,
    /// The first of them; further ones stand in it only where they begin within a line.
    pub(super) declaration: &'a Declaration,
    /// All that stands before it since the piece before, blank lines left out.
    pub(super) all: TextRange,
    /// The same without comments that a blank line parts from it.
    pub(super) own: TextRange,
}

/// The pieces of a document in order, the heads of files among them. `text` is that of the document.
pub(super) fn pieces<'a>(document: &'a Document, text: &str) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut before = 0;
    for (index, (start, item)) in document.items().enumerate() {
        let Some(declaration) = item.declarations().first() else { continue };
        let Some(end) = end_of_declarations(item).map(|end| start + end) else { continue };
        let begin = start + usize::from(declaration.range.start());
        let gap = text.get(before..begin).unwrap_or_default();
        let above: usize = gap
            .split_inclusive('\n')
            .rev()
            .take_while(|line| line.trim_start().starts_with("//"))
            .map(str::len)
            .sum();
        let blank = gap.len() - gap.trim_start().len();
        let to_end =
            |from: usize| TextRange::new(TextSize::new(from as u32), TextSize::new(end as u32));
        pieces.push(Piece {
            item: index,
            declaration,
            all: to_end(before + blank),
            own: to_end((begin - above).max(before + blank)),
        });
        before = end;
    }
    pieces
}

/// A line end, twice.
pub(super) fn blank_line(document: &Document) -> String {
    line_end(document).repeat(2)
}

/// Puts declarations in behind another one, and the comment behind that.
pub(super) fn insert_behind(
    project: &Project,
    at: &DeclarationRef<'_>,
    declarations: &str,
) -> Option<FileChange> {
    let document = project.document(at.file)?;
    let last = end_of_declarations(at.item)?;
    let end = at.offset + TextSize::new(last as u32);
    Some(insertion(document, at.file, end, declarations))
}

/// Puts declarations in at the end of a file, behind its comments.
pub(super) fn append(project: &Project, file: FileId, declarations: &str) -> Option<FileChange> {
    let document = project.document(file)?;
    let text = document.text().to_string();
    let end = TextSize::of(text.trim_end());
    Some(match insertion(document, file, end, declarations) {
        // The last line ends, even if it did not before.
        FileChange::Replace { span, new } if end == TextSize::of(text.as_str()) => {
            FileChange::Replace { span, new: format!("{new}{}", line_end(document)) }
        }
        change => change,
    })
}

fn insertion(document: &Document, file: FileId, end: TextSize, declarations: &str) -> FileChange {
    let lines: Vec<&str> = declarations.lines().collect();
    let declarations = lines.join(line_end(document));
    let span = Span { file, range: TextRange::empty(end) };
    FileChange::Replace { span, new: format!("{}{declarations}", blank_line(document)) }
}
