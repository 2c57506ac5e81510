//! Edits that several fixes share.

use annexa_base::Location;
use annexa_syntax::{Declaration, FieldValue, Keyword, TextRange, TextSize};

use crate::{DeclarationId, DeclarationRef, Diagnostic, Edit, Project, Standard, Symbol};

/// Returns an edit that inserts text at an offset of the item of `at`.
pub(crate) fn insert(at: Location, offset: TextSize, new: String) -> Edit {
    Edit { location: Location { range: TextRange::empty(offset), ..at }, new }
}

/// Returns an edit that inserts a field at the end of a declaration's block. A declaration without
/// a block receives one.
pub(crate) fn insert_field(at: &DeclarationRef<'_>, field: &str) -> Edit {
    let declaration = at.declaration;
    match declaration.block {
        Some(block) => {
            let source = at.source(block);
            let closed = source.len() > 1 && source.ends_with('}');
            let end = if closed { block.end() - TextSize::of('}') } else { block.end() };
            let before = at.source(TextRange::new(block.start(), end));
            let kept = before.trim_end_matches([' ', '\t', '\n', '\r']);
            let start = block.start() + TextSize::of(kept);
            let close = if closed { "\n" } else { "\n}" };
            Edit {
                location: at.location(TextRange::new(start, end)),
                new: format!("\n  {field}{close}"),
            }
        }
        None => {
            let end = declaration.head.end();
            Edit {
                location: at.location(TextRange::empty(end)),
                new: format!(" {{\n  {field}\n}}"),
            }
        }
    }
}

/// Returns a location extended by the blanks before it on its line.
pub(crate) fn with_blanks_before(item: &str, location: Location) -> Location {
    let before = &item[..usize::from(location.range.start())];
    let start = TextSize::of(before.trim_end_matches([' ', '\t']));
    Location { range: TextRange::new(start, location.range.end()), ..location }
}

/// Returns an edit that inserts a field into the head of a standard, behind the last field of one of
/// the names in `behind`, or else at the end.
pub(crate) fn insert_into_head(
    project: &Project,
    standard: &Standard,
    behind: &[Keyword],
    field: &str,
) -> Option<Edit> {
    let head = project.declaration(standard.head?)?;
    let last = behind.iter().find_map(|name| head.declaration.fields(*name).last());
    Some(match last {
        Some(last) => Edit {
            location: head.location(TextRange::empty(last.range.end())),
            new: format!("\n  {field}"),
        },
        None => insert_field(&head, field),
    })
}

/// Returns an edit that inserts a declaration behind another one.
pub(crate) fn insert_behind(at: &DeclarationRef<'_>, declaration: &str) -> Edit {
    let end = at.declaration.range.end();
    Edit { location: at.location(TextRange::empty(end)), new: format!("\n\n{declaration}") }
}

/// Returns the edits that change a label and all references to it; the original label stays as the
/// key.
pub(crate) fn relabel(
    project: &Project,
    standard: &Standard,
    at: &DeclarationRef<'_>,
    new: &str,
) -> Vec<Edit> {
    let Some(label) = &at.declaration.label else { return Vec::new() };
    let mut edits = rename_label(project, standard, at, new);
    match at.declaration.field(Keyword::Key) {
        None => edits.push(insert_field(at, &format!("key {}", label.value))),
        // The provision receives its original label again.
        Some(field) if at.declaration.key_label().is_some_and(|key| key.value == new) => {
            let range = without_field(at, field.range);
            edits.push(Edit { location: at.location(range), new: String::new() });
        }
        Some(_) => {}
    }
    edits
}

/// Returns the edits that change a label and all references to it, without a key: the label was
/// never published.
pub(crate) fn rename_label(
    project: &Project,
    standard: &Standard,
    at: &DeclarationRef<'_>,
    new: &str,
) -> Vec<Edit> {
    let Some(label) = &at.declaration.label else { return Vec::new() };
    let mut edits = vec![Edit { location: at.location(label.range), new: new.to_owned() }];
    // References mean the first of two provisions with the same label.
    if standard.added_by_label(&label.value) == Some(at.id) {
        for used in project.uses(Symbol::Added(standard.id, at.id)) {
            edits.push(Edit { location: used.location, new: new.to_owned() });
        }
    }
    edits
}

impl Project {
    /// Returns the edit that allows a finding in its declaration, with an empty reason for the
    /// author to write; `None` if the rule is fixed or the declaration cannot have an `allow`.
    pub fn allow(&self, finding: &Diagnostic) -> Option<Edit> {
        let at = self.declaration_of(finding.location)?;
        let can_be_allowed = !finding.rule.fixed && at.declaration.kind.takes(Keyword::Allow);
        let field = || format!("allow {} \"\"\"\"\"\"", finding.code());
        can_be_allowed.then(|| insert_field(&at, &field()))
    }

    /// Returns the edits that give an added provision another label, including all references. The
    /// label that it was first published under stays as its key, so that its identity does not
    /// change.
    pub fn relabel(&self, declaration: DeclarationId, new: &str) -> Vec<Edit> {
        match (self.declaration(declaration), self.added(declaration)) {
            (Some(at), Some((standard, _))) => relabel(self, standard, &at, new),
            _ => Vec::new(),
        }
    }
}

/// Returns the range to delete with a field: its lines, or the whole block if it has no other
/// field.
pub(crate) fn without_field(at: &DeclarationRef<'_>, field: TextRange) -> TextRange {
    let is_alone = at.declaration.fields.len() == 1;
    match at.declaration.block.filter(|_| is_alone) {
        Some(block) => TextRange::new(at.declaration.head.end(), block.end()),
        None => lines_of(at, field),
    }
}

/// Returns the range of the whole lines that a field occupies.
pub(crate) fn lines_of(at: &DeclarationRef<'_>, range: TextRange) -> TextRange {
    let text = at.item.text();
    let before = text.get(..usize::from(range.start())).unwrap_or_default();
    let after = text.get(usize::from(range.end())..).unwrap_or_default();
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    let starts_line = before.trim_end_matches([' ', '\t']).ends_with(['\n', '\r']);
    let rest = after.find(['\n', '\r']).map_or(after, |at| after.get(..at).unwrap_or_default());
    if !starts_line || !rest.trim().is_empty() {
        return range;
    }
    let tail = after.get(rest.len()..).unwrap_or_default();
    let line_end = if tail.starts_with("\r\n") { 2 } else { usize::from(!tail.is_empty()) };
    TextRange::new(
        range.start() - TextSize::new(blanks as u32),
        range.end() + TextSize::new((rest.len() + line_end) as u32),
    )
}

/// Returns the `base` fields of a head with their values.
pub(crate) fn base_lines(
    declaration: &Declaration,
) -> impl Iterator<Item = (TextRange, &annexa_syntax::Base)> {
    declaration.fields(Keyword::Base).filter_map(|field| match &field.value {
        FieldValue::Base(base) => Some((field.range, &**base)),
        _ => None,
    })
}
