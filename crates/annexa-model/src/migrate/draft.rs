//! The planned changes of a declaration, before they become edits. Several steps of a migration
//! contribute to them, and a later step can undo an earlier one.

use std::collections::BTreeMap;

use annexa_syntax::{ItemKey, Keyword, TextRange, TextSize, TokenKind, with_line_ends};

use super::{Decision, Migration};
use crate::{
    DeclarationId, DeclarationRef, Edit, Location, Project, placeholder::TO_DECIDE, rules::edits,
};

/// The drafts of a migration, and the decisions for the author.
#[derive(Default)]
pub(super) struct Drafts {
    of: BTreeMap<DeclarationId, Draft>,
    decisions: Vec<Decision>,
}

/// The planned changes of a declaration.
#[derive(Default)]
pub(super) struct Draft {
    /// Replacements, with ranges relative to the item.
    pub(super) edits: Vec<(TextRange, String)>,
    /// Decisions for the author, to be written as comments.
    pub(super) notes: Vec<String>,
    /// Lines to add at the end of the block.
    pub(super) lines: Vec<String>,
    /// Copies of the declaration to add behind it: a range of its head, and the replacement in the
    /// copy.
    pub(super) copies: Vec<(TextRange, String)>,
    /// The block becomes empty and is removed.
    pub(super) drops_block: bool,
    /// Another declaration has absorbed this one.
    pub(super) is_gone: bool,
}

impl Drafts {
    pub(super) fn of(&mut self, id: DeclarationId) -> &mut Draft {
        self.of.entry(id).or_default()
    }

    /// Adds a decision for the author.
    pub(super) fn decide<C: Into<String>>(
        &mut self,
        location: Location,
        message: String,
        choices: impl IntoIterator<Item = C>,
    ) {
        let choices = choices.into_iter().map(Into::into).collect();
        self.decisions.push(Decision { location, message, choices });
    }

    /// Adds the decision as a comment too, unless that comment exists already.
    pub(super) fn note(&mut self, at: &DeclarationRef<'_>, note: &str) {
        let note = format!("// {TO_DECIDE}: {note}");
        if comments_in(at, at.declaration.range).all(|comment| comment != note) {
            self.of(at.id).notes.push(note);
        }
    }

    /// Returns the new text of a range of a declaration.
    pub(super) fn source(&self, at: &DeclarationRef<'_>, range: TextRange) -> String {
        let mut text = at.source(range).to_owned();
        let Some(draft) = self.of.get(&at.id) else { return text };
        let mut inside: Vec<_> =
            draft.edits.iter().filter(|(edit, _)| range.contains_range(*edit)).collect();
        inside.sort_by_key(|(edit, _)| std::cmp::Reverse(edit.start()));
        for (edit, new) in inside {
            text.replace_range(std::ops::Range::<usize>::from(*edit - range.start()), new);
        }
        text
    }

    /// Returns the declaration with its planned changes, and a range of its head replaced. Only the
    /// original keeps the key.
    fn copy(&self, at: &DeclarationRef<'_>, range: TextRange, new: &str) -> String {
        let declaration = at.declaration.range;
        let (start, end) = (declaration.start(), declaration.end());
        let head = self.source(at, TextRange::new(start, range.start()));
        let key = at.declaration.field(Keyword::Key);
        let key = key.map_or(TextRange::empty(end), |key| edits::without_field(at, key.range));
        let before = self.source(at, TextRange::new(range.end(), key.start()));
        let behind = self.source(at, TextRange::new(key.end(), end));
        format!("{head}{new}{before}{behind}")
    }

    /// Turns the drafts into edits of the project's files.
    pub(super) fn finish(self, project: &Project, migration: &mut Migration) {
        for (id, draft) in &self.of {
            let Some(at) = project.declaration(*id) else { continue };
            let mut edits = if draft.is_gone { Vec::new() } else { draft.of_declaration(&at) };
            if draft.is_gone {
                edits.extend(taken_out(project, &at));
            } else if !draft.copies.is_empty() {
                let copies = draft.copies.iter().map(|(named, new)| self.copy(&at, *named, new));
                let copies: Vec<String> = copies.collect();
                edits.push(edits::insert_behind(&at, &copies.join("\n\n")));
            }
            if let Some(document) = project.document(at.file) {
                edits.iter_mut().for_each(|edit| edit.new = with_line_ends(&edit.new, document));
            }
            migration.edits.extend(edits);
        }
        migration.edits.retain(|edit| !edit.location.range.is_empty() || !edit.new.is_empty());
        migration.edits.sort_by_key(|edit| edit.location);
        migration.edits = merged(std::mem::take(&mut migration.edits));
        migration.decisions.extend(self.decisions);
        migration.decisions.sort_by_key(|decision| decision.location);
    }
}

impl Draft {
    fn of_declaration(&self, at: &DeclarationRef<'_>) -> Vec<Edit> {
        let edit = |range, new| Edit { location: at.location(range), new };
        let declaration = at.declaration;
        let block = declaration.block.filter(|_| !self.drops_block);
        let mut edits: Vec<Edit> = match (declaration.block, block) {
            (Some(dropped), None) => {
                let outside =
                    self.edits.iter().filter(|(range, _)| !dropped.contains_range(*range));
                let gap = TextRange::new(declaration.head.end(), dropped.end());
                outside
                    .cloned()
                    .map(|(range, new)| edit(range, new))
                    .chain([edit(gap, String::new())])
                    .collect()
            }
            _ => self.edits.iter().cloned().map(|(range, new)| edit(range, new)).collect(),
        };
        let mut lines: Vec<&str> = self.lines.iter().map(String::as_str).collect();
        match block {
            Some(block) if !declaration.fields.is_empty() => {
                if let Some(notes) = self.notes_at_the_top(at, block) {
                    edits.push(edit(TextRange::empty(block.start() + TextSize::of('{')), notes));
                }
            }
            // The notes are in the block with the lines.
            Some(_) => lines.splice(..0, self.notes.iter().map(String::as_str)).for_each(drop),
            None if !lines.is_empty() => {
                lines.splice(..0, self.notes.iter().map(String::as_str)).for_each(drop);
            }
            None if !self.notes.is_empty() => {
                let end = declaration.block.unwrap_or(declaration.head).end();
                edits.push(edit(TextRange::empty(end), format!(" {}", self.notes.join("; "))));
            }
            None => {}
        }
        if !lines.is_empty() {
            edits.push(edits::insert_field(at, &lines.join("\n  ")));
        }
        edits
    }

    fn notes_at_the_top(&self, at: &DeclarationRef<'_>, block: TextRange) -> Option<String> {
        if self.notes.is_empty() {
            return None;
        }
        let inside = at.source(block).get(1..).unwrap_or_default();
        let ends_line = inside.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']);
        let end = if ends_line { "" } else { "\n " };
        Some(format!("\n  {}{end}", self.notes.join("\n  ")))
    }
}

/// Whether a comment leaves a decision to the author.
pub(super) fn is_to_decide(comment: &str) -> bool {
    comment.strip_prefix("// ").is_some_and(|said| said.starts_with(TO_DECIDE))
}

/// Returns the comments in a range of an item.
pub(super) fn comments_in<'a>(
    at: &DeclarationRef<'a>,
    range: TextRange,
) -> impl Iterator<Item = &'a str> {
    let at = *at;
    at.item
        .tokens()
        .filter(move |(kind, token)| *kind == TokenKind::Comment && range.contains_range(*token))
        .map(move |(_, token)| at.source(token).trim_end())
}

/// Returns the comment lines directly above a declaration. They belong to it, although they are at
/// the end of the previous item.
pub(super) fn comments_above<'a>(project: &'a Project, at: &DeclarationRef<'_>) -> Vec<&'a str> {
    let tail = item_before(project, at).map(|(_, text)| comment_lines(text).1).unwrap_or_default();
    tail.lines().map(str::trim).collect()
}

fn item_before<'a>(project: &'a Project, at: &DeclarationRef<'_>) -> Option<(ItemKey, &'a str)> {
    let before = (at.item_index as usize).checked_sub(1)?;
    let (start, item) = project.document(at.file)?.item(before)?;
    Some((start.key, item.text()))
}

/// Splits a text before the comment lines at its end.
fn comment_lines(text: &str) -> (&str, &str) {
    let lines = text.split_inclusive('\n').rev();
    let comments = lines.take_while(|line| line.starts_with("//") && line.ends_with('\n'));
    text.split_at(text.len() - comments.map(str::len).sum::<usize>())
}

/// Returns the edits that remove a declaration, with the comments directly above it and the blank
/// lines behind it, or at the end of a file with those before it.
fn taken_out(project: &Project, at: &DeclarationRef<'_>) -> Vec<Edit> {
    let declaration = at.declaration.range;
    let tail = TextRange::new(declaration.end(), TextSize::of(at.item.text()));
    let behind = at.source(tail);
    let rest = behind.trim_start();
    let blank = behind.get(..behind.len() - rest.len()).unwrap_or_default();
    // What follows still begins on its own line.
    let lines = blank.rfind('\n').map_or(0, |at| at + 1);
    let range = TextRange::new(declaration.start(), tail.start() + TextSize::new(lines as u32));
    let mut edits = vec![Edit { location: at.location(range), new: String::new() }];
    if let Some((item, text)) = item_before(project, at) {
        let (before, comments) = comment_lines(text);
        let items = project.document(at.file).map_or(0, annexa_syntax::Document::item_count);
        let is_last = rest.is_empty() && at.item_index as usize + 1 == items;
        let kept = if is_last { before.trim_end() } else { before };
        let line_end = before.get(kept.len()..).and_then(|rest| rest.find('\n'));
        let kept = kept.len() + line_end.filter(|_| is_last).map_or(0, |at| at + 1);
        if is_last || !comments.is_empty() {
            let range = TextRange::new(TextSize::new(kept as u32), TextSize::of(text));
            let location = Location { file: at.file, item, range };
            edits.push(Edit { location, new: String::new() });
        }
    }
    edits
}

/// Merges overlapping edits that remove text.
fn merged(edits: Vec<Edit>) -> Vec<Edit> {
    let mut kept: Vec<Edit> = Vec::with_capacity(edits.len());
    for edit in edits {
        match kept.last_mut() {
            Some(last)
                if last.new.is_empty()
                    && edit.new.is_empty()
                    && (last.location.file, last.location.item)
                        == (edit.location.file, edit.location.item)
                    && edit.location.range.start() < last.location.range.end() =>
            {
                last.location.range = last.location.range.cover(edit.location.range);
            }
            _ => kept.push(edit),
        }
    }
    kept
}
