//! Completion: what can be written where the cursor stands. Control identifiers above all: found by
//! number, by words of the title, by attribute, by the number of the edition before.
//!
//! The items come in the order of their rank, and that order is to be kept: what is typed is a query,
//! and need not be the beginning of what is put in its place.

mod fields;
mod heads;
mod index;
mod labels;
mod named;
mod names;
mod provisions;
#[cfg(test)]
mod quality;
mod query;
mod references;
mod resolve;
mod shown;
#[cfg(test)]
mod tests;
mod texts;
mod values;

use annexa_model::{FileId, Project, Standard};
use annexa_syntax::{TextRange, TextSize};

use crate::{line_ends, typing::Typing};

pub(crate) use named::whole as whole_reference;
pub use resolve::documentation;

/// What a client can take.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CompletionOptions {
    /// Snippets with stops.
    pub snippets: bool,
    /// Whether a list was asked for, and does not open by itself while an author writes.
    pub is_asked: bool,
}

/// Something that can be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CompletionItem {
    /// What is shown first: `27002 5.23`.
    pub label: String,
    /// What it is: a title.
    pub detail: String,
    /// Where it belongs, and what the project does to it already.
    pub description: String,
    /// What sort of thing it is.
    pub kind: CompletionKind,
    /// What is put in.
    pub insert: Insert,
    /// The bytes of the file in whose place it is put; they lie on one line and end at the cursor or
    /// behind it.
    pub range: TextRange,
    /// Whether it belongs to an edition that a newer one supersedes, and that is no base.
    pub deprecated: bool,
    /// What [`documentation`] is asked with; `None` where there is no more to say.
    pub key: Option<String>,
    /// Whether there is something to choose at its first stop, or behind it where it has none, so that the next list
    /// can open at once.
    pub leads_on: bool,
}

/// What is put in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Insert {
    /// This text.
    Plain(String),
    /// A text with empty stops, as editors write them: `$1`.
    Snippet(String),
}

/// What sort of thing can be written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CompletionKind {
    /// A document.
    Document,
    /// A clause or an objective.
    Clause,
    /// A control.
    Control,
    /// A list item.
    ListItem,
    /// A provision that a standard of the project adds.
    Added,
    /// A label that is free.
    Label,
    /// A whole declaration.
    Declaration,
    /// A list, a table or another part of a text.
    TextPart,
    /// A field.
    Field,
    /// A word of the language.
    Keyword,
    /// A value of a closed vocabulary.
    Value,
    /// A term.
    Term,
    /// An audience.
    Audience,
    /// A rule.
    Rule,
    /// A standard of the project.
    Standard,
}

/// Editors show no more, and a longer answer takes its time.
const MOST: usize = 200;

/// What can be written at a place of a file, best first.
pub fn completion(
    project: &Project,
    file: FileId,
    offset: TextSize,
    options: CompletionOptions,
) -> Vec<CompletionItem> {
    let FileId::Project(index) = file else { return Vec::new() };
    let Some(typing) = Typing::at(project, file, offset) else { return Vec::new() };
    let standard = project.files().get(index as usize).and_then(|file| file.standard);
    let place = CompletionPlace {
        project,
        file,
        standard: standard.and_then(|id| project.standard(id)),
        typing: &typing,
        options,
        replaces_up_to: None,
    };
    let mut items = match (typing.inside, typing.current) {
        (Some((kind, range)), _) if kind.is_text() || kind.is_string() => {
            texts::complete(&place, range)
        }
        (Some(_), _) => Vec::new(),
        (None, Some(index)) => match typing.entries.get(index) {
            Some(entry) if entry.depth == 0 => heads::complete(&place, entry),
            Some(entry) => fields::complete(&place, entry),
            None => Vec::new(),
        },
        // Behind a brace on its line one goes on to the next, and a list would be in the way.
        (None, None) if !typing.is_at_line_start() => Vec::new(),
        (None, None) if typing.depth == 0 => heads::begin(&place),
        (None, None) => fields::begin(&place),
    };
    items.truncate(MOST);
    let in_file = |item: CompletionItem| CompletionItem {
        insert: with_line_ends(project, file, item.insert),
        ..item
    };
    items.into_iter().map(in_file).collect()
}

/// What is put in, with the line ends of the file.
fn with_line_ends(project: &Project, file: FileId, insert: Insert) -> Insert {
    match insert {
        Insert::Plain(text) => Insert::Plain(line_ends::of_file(project, file, text)),
        Insert::Snippet(text) => Insert::Snippet(line_ends::of_file(project, file, text)),
    }
}

/// Where something is to be completed.
#[derive(Clone, Copy)]
struct CompletionPlace<'a> {
    project: &'a Project,
    file: FileId,
    /// The standard that the file belongs to.
    standard: Option<&'a Standard>,
    typing: &'a Typing<'a>,
    options: CompletionOptions,
    /// Where what an item replaces ends, where that is behind the word at the cursor: a reference that is edited is
    /// replaced up to its brace.
    replaces_up_to: Option<usize>,
}

impl<'a> CompletionPlace<'a> {
    /// From a place in the item up to the end of what an item replaces: a word that begins at the cursor is another
    /// value of the same part.
    fn range_from(&self, start: usize) -> TextRange {
        match self.replaces_up_to {
            Some(end) => self.typing.in_file(start, end),
            None if start == self.typing.cursor => {
                self.typing.in_file(start, start + self.word_behind().len())
            }
            None => self.word_range_from(start),
        }
    }

    /// From a place in the item up to the cursor, and on to the end of the word that it stands in.
    fn word_range_from(&self, start: usize) -> TextRange {
        let in_word = self.typing.typed_from(start).ends_with(is_of_word);
        let length = if in_word { self.word_behind().len() } else { 0 };
        self.typing.in_file(start, self.typing.cursor + length)
    }

    /// What stands behind the cursor up to the end of the word.
    fn word_behind(&self) -> &'a str {
        let rest = self.typing.rest_of_line();
        rest.split(|character| !is_of_word(character)).next().unwrap_or_default()
    }

    /// The word that is being typed, and where it begins.
    fn word(&self) -> (usize, &'a str) {
        let start = self.typing.word_start();
        (start, self.typing.typed_from(start))
    }

    /// An item that is put in the place of the word that is being typed.
    fn item(&self, kind: CompletionKind, label: impl Into<String>) -> CompletionItem {
        let label = label.into();
        CompletionItem {
            insert: Insert::Plain(label.clone()),
            label,
            detail: String::new(),
            description: String::new(),
            kind,
            range: self.range_from(self.typing.word_start()),
            deprecated: false,
            key: None,
            leads_on: false,
        }
    }

    /// A word of the language, where what is typed can be its beginning.
    fn keyword(&self, word: &str) -> Option<CompletionItem> {
        let (start, typed) = self.word();
        word.starts_with(typed).then(|| CompletionItem {
            insert: Insert::Plain(format!("{word} ")),
            range: self.with_blank(self.word_range_from(start)),
            ..self.item(CompletionKind::Keyword, word)
        })
    }

    /// The same, where its list of values opens at once.
    fn leading_keyword(&self, word: &str) -> Option<CompletionItem> {
        self.keyword(word).map(CompletionItem::leads_on)
    }

    /// What stands behind the word at the cursor, on its line.
    fn rest_behind_word(&self) -> &'a str {
        let end = usize::from(self.word_range_from(self.typing.word_start()).end());
        let behind = end.saturating_sub(usize::from(self.typing.offset) + self.typing.cursor);
        self.typing.rest_of_line().get(behind..).unwrap_or_default()
    }

    /// A range on the line of the cursor, with the blank behind it: an item that ends with one takes its place, so that
    /// the cursor stands behind it.
    fn with_blank(&self, range: TextRange) -> TextRange {
        let end = usize::from(range.end());
        let behind = end.saturating_sub(usize::from(self.typing.offset) + self.typing.cursor);
        let rest = self.typing.rest_of_line().get(behind..).unwrap_or_default();
        let blank = rest.chars().next().filter(|it| matches!(it, ' ' | '\t' | '\u{A0}'));
        let length = TextSize::new(blank.map_or(0, char::len_utf8) as u32);
        TextRange::new(range.start(), range.end() + length)
    }

    /// Whether the rest of a declaration or of a field stands behind its name already.
    fn has_rest(&self) -> bool {
        let rest = self.rest_behind_word().trim();
        !rest.is_empty() && !rest.starts_with('}')
    }

    /// Whether a declaration or a field stands behind the cursor, so that none begins before it on the line.
    fn is_before_another(&self) -> bool {
        self.word().1.is_empty() && self.has_rest()
    }
}

/// Whether a word goes on with a character.
fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '.' | '_' | '-' | ')')
}

impl CompletionItem {
    fn detail(self, detail: impl Into<String>) -> CompletionItem {
        CompletionItem { detail: detail.into(), ..self }
    }

    fn description(self, description: impl Into<String>) -> CompletionItem {
        CompletionItem { description: description.into(), ..self }
    }

    fn key(self, key: String) -> CompletionItem {
        CompletionItem { key: Some(key), ..self }
    }

    fn insert(self, insert: Insert) -> CompletionItem {
        CompletionItem { insert, ..self }
    }

    fn leads_on(self) -> CompletionItem {
        CompletionItem { leads_on: true, ..self }
    }
}

/// Keeps what fits the typed word, that which begins with it before that in which a later word does.
fn fitting(typed: &str, items: impl IntoIterator<Item = CompletionItem>) -> Vec<CompletionItem> {
    let typed = query::fold(typed);
    let fit = |text: &str| {
        let folded = query::fold(text);
        if folded.starts_with(&typed) {
            Some(0)
        } else {
            query::fit_title(&typed, &folded).map(|_| 1)
        }
    };
    let mut found: Vec<(u8, CompletionItem)> = items
        .into_iter()
        .filter_map(|item| {
            let place = match (fit(&item.label), fit(&item.detail)) {
                (Some(label), _) => label,
                (None, Some(detail)) => detail + 2,
                (None, None) => return None,
            };
            Some((place, item))
        })
        .collect();
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, item)| item).collect()
}
