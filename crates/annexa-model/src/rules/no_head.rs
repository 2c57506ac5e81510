//! S008: a file that does not begin with a head.

use annexa_base::Location;
use annexa_syntax::{Document, ItemKey, TextRange, TextSize};

use super::{Findings, edits};
use crate::{DeclarationRef, Edit, FileId, Project, SourceFile};

const EMPTY: &str = "this file is empty; begin it with `standard`, `part of`, `catalogue`, `overlay` or \
                     `correspondence`, or delete it";
const WITHOUT_HEAD: &str = "it is unclear to what this file belongs; begin it with `part of` and the prefix of its \
 standard, or with `standard`, `catalogue`, `overlay` or `correspondence`";

pub(super) fn no_head(project: &Project, findings: &mut Findings<'_>) {
    for (file, source) in project.file_ids().zip(project.files()) {
        no_head_in(project, file, source, findings);
    }
}

fn no_head_in(project: &Project, file: FileId, source: &SourceFile, findings: &mut Findings<'_>) {
    if source.entries.first().is_some_and(|first| first.kind.is_file_head()) {
        return;
    }
    let token = source.document.items_with_starts_from(0).find_map(|(start, item)| {
        let (_, range) = item.tokens().find(|(kind, range)| {
            !kind.is_trivia()
                && !range.is_empty()
                && item.text().get(usize::from(range.start())..).is_some()
        })?;
        Some((item, Location { file, item: start.key, range }))
    });
    // A syntax error at the first token is already reported.
    if token.is_some_and(|(item, token)| {
        item.errors().iter().any(|error| error.range.start() == token.range.start())
    }) {
        return;
    }
    let Some((_, location)) = token else {
        let range = TextRange::empty(TextSize::new(0));
        let beginning = Location { file, item: ItemKey::FIRST, range };
        findings.report(beginning, EMPTY);
        return;
    };
    let Some(head) = only_head(project, source) else {
        findings.report(location, WITHOUT_HEAD);
        return;
    };
    let words = head.declaration.kind.words();
    let message = format!("a file begins with its `{words}`, but this is above it; move it up");
    let finding = findings
        .report(location, message)
        .related(head.location(head.declaration.words), "it is here");
    if let Some(edits) = moved_up(&source.document, &head, project.range(location).start()) {
        finding.fix(format!("Move `{words}` to the beginning of the file"), edits);
    }
}

/// Returns the head of a file that has one, but not at its beginning.
fn only_head<'a>(project: &'a Project, source: &SourceFile) -> Option<DeclarationRef<'a>> {
    let mut heads = source.entries.iter().filter(|entry| entry.kind.is_file_head());
    let head = heads.next()?;
    heads.next().is_none().then(|| project.declaration(head.id)).flatten()
}

/// Returns the edits that move a head, with the comments directly above it, before the first
/// declaration and its comments.
fn moved_up(document: &Document, head: &DeclarationRef<'_>, first: TextSize) -> Option<Vec<Edit>> {
    if head.declaration.has_errors || head.declaration.is_cut_short {
        return None;
    }
    let text = document.text().to_string();
    let range = head.declaration.range + head.offset;
    let start = with_comments(&text, range.start().into());
    let behind = text.get(range.end().into()..)?;
    let blanks = behind.len() - behind.trim_start().len();
    let moved = text.get(start..range.end().into())?;
    let mark = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let place = place(document, head.file, with_comments(&text, first.into()).max(mark))?;
    let mut edits = vec![edits::insert(place, place.range.start(), format!("{moved}\n\n"))];
    // The comments can be in the previous item.
    let own = usize::from(range.start());
    for gone in [start..own, own..usize::from(range.end()) + blanks] {
        if !gone.is_empty() {
            let mut location = self::place(document, head.file, gone.start)?;
            let length = TextSize::new((gone.end - gone.start) as u32);
            location.range = TextRange::at(location.range.start(), length);
            edits.push(Edit { location, new: String::new() });
        }
    }
    Some(edits)
}

/// Returns the offset of the comments directly above a line.
fn with_comments(text: &str, mut start: usize) -> usize {
    while let Some(above) = text.get(..start).and_then(|it| it.strip_suffix('\n')) {
        let line = above.rfind('\n').map_or(0, |end| end + 1);
        if !above[line..].trim_start_matches('\u{FEFF}').starts_with("//") {
            break;
        }
        start = line;
    }
    start
}

/// Returns an offset as an empty location in its item.
fn place(document: &Document, file: FileId, offset: usize) -> Option<Location> {
    let (start, _) = document.item_at(offset)?;
    let at = TextSize::new((offset - start.offset) as u32);
    Some(Location { file, item: start.key, range: TextRange::empty(at) })
}
