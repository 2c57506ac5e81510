//! Texts that are still to be written: blank ones, marks such as `TODO`, and the sentences of the
//! template of `annexa new`.

use annexa_syntax::{
    Block, FieldValue, Inline, Item, Keyword, Text, TextRange, TextSize, TokenKind,
};

use crate::DeclarationRef;

/// The title of the control in the template.
pub const TITLE: &str = "Title of an added control";
/// The end of the scope in the template.
pub const SCOPE: &str = "on information security for a {term sector organization}.";
/// The definition in the template.
pub const DEFINITION: &str = "organization that belongs to the sector of this document";
/// The control statement in the template.
pub const CONTROL: &str = "A {term sector organization} should do what this sentence says.";
/// The purpose in the template.
pub const PURPOSE: &str = "To say in one sentence what the control is for.";
/// The guidance in the template.
pub const GUIDANCE: &str =
    "The organization should know how the control is put into practice in the sector.";
/// The rationale in the template.
pub const RATIONALE: &str = "Says why the sector needs it.";
/// The reason for an older edition in the template.
pub const OLDER_EDITION: &str = "The sector still works with the older edition.";

/// The beginning of the comments that `migrate` leaves where an author must decide.
pub const TO_DECIDE: &str = "to decide";

const SENTENCES: &[&str] =
    &[SCOPE, DEFINITION, CONTROL, PURPOSE, GUIDANCE, RATIONALE, OLDER_EDITION];

/// In bytes. A longer text cannot be an unchanged sentence of the template.
const LONGEST_TEMPLATE: usize = 400;

/// Why a text is not written yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unwritten {
    /// It contains no letter and no digit.
    Blank,
    /// It contains `TODO`, `TBD` or `???`, at this range.
    Mark(TextRange),
    /// It contains a sentence of the template.
    Template,
}

/// Returns why a text is not written yet; `None` if it is.
pub(crate) fn in_text(item: &Item, text: &Text) -> Option<Unwritten> {
    let source = item.text().get(std::ops::Range::from(text.range)).unwrap_or_default();
    in_source(source, text.range.start())
        .or_else(|| (!text.blocks.iter().any(has_content)).then_some(Unwritten::Blank))
}

/// Whether a text has no content yet: it is blank, from the template, or begins with a mark.
pub(crate) fn is_unwritten(item: &Item, text: &Text) -> bool {
    match in_text(item, text) {
        None => false,
        Some(Unwritten::Blank | Unwritten::Template) => true,
        Some(Unwritten::Mark(mark)) => {
            let before = TextRange::new(text.range.start(), mark.start());
            let before = item.text().get(std::ops::Range::from(before)).unwrap_or_default();
            !before.contains(char::is_alphanumeric)
        }
    }
}

/// Whether a block has content apart from such marks.
fn has_content(block: &Block) -> bool {
    let says = |content: &[Inline]| {
        content.iter().any(|inline| match inline {
            Inline::Prose(prose) => prose.contains(char::is_alphanumeric),
            _ => true,
        })
    };
    match block {
        Block::Paragraph(content)
        | Block::Note { content, .. }
        | Block::Example { content, .. } => says(content),
        Block::List(items) => {
            items.iter().any(|item| says(&item.content) || item.blocks.iter().any(has_content))
        }
        Block::Table(rows) => rows.iter().flatten().any(|cell| says(cell)),
        Block::Figure { .. } => true,
    }
}

/// Returns why a text or a string is not written yet. `start` is the offset of `source`.
fn in_source(source: &str, start: TextSize) -> Option<Unwritten> {
    if let Some((at, length)) = mark(source) {
        let start = start + TextSize::new(at as u32);
        return Some(Unwritten::Mark(TextRange::at(start, TextSize::new(length as u32))));
    }
    if !source.contains(char::is_alphanumeric) {
        return Some(Unwritten::Blank);
    }
    if source.len() <= LONGEST_TEMPLATE {
        let said = source.split_whitespace().collect::<Vec<_>>().join(" ");
        if SENTENCES.iter().any(|sentence| said.contains(sentence)) {
            return Some(Unwritten::Template);
        }
    }
    None
}

/// Returns the offset of the first mark of an unfinished text, and its length in bytes. A mark
/// behind a quotation mark is only mentioned.
fn mark(source: &str) -> Option<(usize, usize)> {
    const MARKS: &[&str] = &["TODO", "Todo", "todo", "TBD", "Tbd", "tbd", "???"];
    let found = MARKS.iter().filter_map(|mark| {
        source.match_indices(mark).map(|(at, _)| at).find(|&at| is_mark(source, at, mark))
    });
    let at = found.min()?;
    let rest = source.get(at..)?;
    let length = match rest.starts_with('?') {
        true => rest.len() - rest.trim_start_matches('?').len(),
        false => rest.find(|it: char| !it.is_ascii_alphabetic()).unwrap_or(rest.len()),
    };
    Some((at, length))
}

fn is_mark(source: &str, at: usize, mark: &str) -> bool {
    let (before, behind) = source.split_at(at);
    let behind = behind.get(mark.len()..).unwrap_or_default();
    let before_it = before.trim_end_matches('?').chars().next_back();
    // The quotation marks that open a text or a string do not count as quoting.
    let is_quoted = !before.trim_matches('"').is_empty()
        && before_it.is_some_and(|it| matches!(it, '“' | '"' | '‘' | '\'' | '„' | '«'));
    if is_quoted {
        return false;
    }
    if mark.starts_with('?') {
        return true;
    }
    let is_word = |it: char| it.is_alphanumeric() || it == '_' || it == '-';
    let is_alone = !before_it.is_some_and(is_word) && !behind.starts_with(is_word);
    // `todo` is a word in other languages.
    is_alone && (mark != "todo" && mark != "Todo" || behind.starts_with(':'))
}

/// Returns the title and the strings of a declaration that are not written yet.
pub(crate) fn in_strings(at: &DeclarationRef<'_>) -> Vec<(TextRange, Unwritten)> {
    let mut found = Vec::new();
    let mut look = |range: TextRange| {
        let source = at.source(range);
        if !source.starts_with('"') {
            return;
        }
        let unwritten = match source.trim_matches('"') == TITLE {
            true => Some(Unwritten::Template),
            false => in_source(source, range.start()),
        };
        found.extend(unwritten.filter(|it| *it != Unwritten::Blank).map(|it| (range, it)));
    };
    if let Some(title) = &at.declaration.title {
        look(title.range);
    }
    for field in &at.declaration.fields {
        match &field.value {
            FieldValue::Word(word) => look(word.range),
            FieldValue::Audience { title: Some(title), .. }
            | FieldValue::Reference { title: Some(title), .. } => look(title.range),
            FieldValue::Replace { new, .. } => look(new.range),
            _ => {}
        }
    }
    found
}

impl DeclarationRef<'_> {
    /// Whether the declaration has a field with content, neither blank nor still to be written.
    pub(crate) fn says(&self, field: Keyword) -> bool {
        self.declaration.fields(field).any(|field| match &field.value {
            FieldValue::Text(text) => in_text(self.item, text).is_none(),
            FieldValue::Word(word) => in_source(&word.value, TextSize::new(0)).is_none(),
            FieldValue::Replace { new, .. } => in_source(&new.value, TextSize::new(0)).is_none(),
            _ => true,
        })
    }

    /// Whether the declaration is complete: its required fields have content, none of its texts or
    /// titles is still to be written, its reason has three words or more, and it contains no
    /// decision for the author.
    pub(crate) fn is_written(&self) -> bool {
        let declaration = self.declaration;
        let is_modification = declaration.kind.is_modification();
        let wording = [Keyword::Text, Keyword::Addition, Keyword::Replace];
        if is_modification && !wording.into_iter().any(|field| self.says(field)) {
            return false;
        }
        let required = declaration.kind.required_fields();
        let needs_text = [Keyword::Text, Keyword::Reason, Keyword::Control, Keyword::Definition];
        needs_text
            .into_iter()
            .filter(|field| required.clone().any(|it| it == *field))
            .all(|field| self.says(field))
            && declaration.texts().all(|(_, text)| in_text(self.item, text).is_none())
            && declaration
                .text(Keyword::Reason)
                .is_none_or(|text| word_count(&text.value(self.item)) >= ENOUGH_WORDS)
            && in_strings(self).is_empty()
            && comments_to_decide(self).is_empty()
    }
}

/// Returns the comments in a declaration, or between it and the next one, that leave a decision to
/// the author.
pub(crate) fn comments_to_decide(at: &DeclarationRef<'_>) -> Vec<TextRange> {
    let start = at.declaration.range.start();
    let all = at.item.declarations();
    let next = all.get(all.partition_point(|other| other.range.start() <= start));
    let end = next.map_or(TextSize::of(at.item.text()), |next| next.range.start());
    let own = TextRange::new(start, end);
    // Searching for a word is faster than lexing.
    if !at.source(own).contains("decide") {
        return Vec::new();
    }
    let comments = at.item.tokens_in(own).filter(|(kind, _)| *kind == TokenKind::Comment);
    let says_so = |range: &TextRange| {
        let comment = at.source(*range).trim_start_matches('/').trim_start();
        let begins = comment.get(..TO_DECIDE.len());
        let behind = comment.get(TO_DECIDE.len()..).unwrap_or_default();
        begins.is_some_and(|it| it.eq_ignore_ascii_case(TO_DECIDE))
            && !behind.starts_with(char::is_alphanumeric)
    };
    comments.map(|(_, range)| range).filter(says_so).collect()
}

/// Fewer words are not a reason.
pub(crate) const ENOUGH_WORDS: usize = 3;

/// Counts the words of a text. In scripts that do not separate words, each character counts as one.
pub(crate) fn word_count(text: &str) -> usize {
    let is_unparted = |character: &char| {
        matches!(character, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
            || matches!(character, '\u{2E80}'..='\u{A4CF}' | '\u{20000}'..='\u{3FFFF}')
    };
    let words = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    words.map(|word| word.chars().filter(is_unparted).count().max(1)).sum()
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, Unwritten, in_source};

    #[test]
    fn what_is_still_to_be_written() {
        let kind = |source: &str| {
            in_source(source, 0.into()).map(|it| match it {
                Unwritten::Blank => "blank".to_owned(),
                Unwritten::Mark(range) => source[std::ops::Range::from(range)].to_owned(),
                Unwritten::Template => "template".to_owned(),
            })
        };
        for blank in ["\"\"\"\"\"\"", "\"\"", "\"\"\"\n  \u{a0}\n\"\"\"", "\"-\"", "\"…\""] {
            assert_eq!(kind(blank).as_deref(), Some("blank"), "{blank}");
        }
        for (marked, mark) in [
            ("\"TODO\"", "TODO"),
            ("\"\"\"Keys should be kept (TBD).\"\"\"", "TBD"),
            ("\"tbd\"", "tbd"),
            ("\"Todo: write it\"", "Todo"),
            ("\"What now ????\"", "????"),
            ("\"???\"", "???"),
        ] {
            assert_eq!(kind(marked).as_deref(), Some(mark), "{marked}");
        }
        for written in [
            "\"Keys should be kept.\"",
            "\"Comments such as “TODO” should be removed.\"",
            "\"Para todo el sector.\"",
            "\"Is it so??\"",
            "\"TODOS TBDX MY_TODO\"",
        ] {
            assert_eq!(kind(written), None, "{written}");
        }
        let wrapped = CONTROL.replace("should do", "should\n    do");
        assert_eq!(kind(&format!("\"\"\"\n    {wrapped}\n\"\"\"")).as_deref(), Some("template"));
    }
}
