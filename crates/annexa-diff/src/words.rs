//! The words of a text as they are compared: a verbal form is one word (`should not`), and a
//! reference is its target.

use annexa_syntax::{Block, Inline, ListItem, Text, VerbalForm};

/// A word of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Word {
    /// The form that is shown.
    pub(crate) shown: String,
    /// The form that is compared: two words are equal if it is equal.
    pub(crate) same: String,
    /// What precedes the word.
    pub(crate) gap: Gap,
    /// The verbal form, if the word is one.
    pub(crate) form: Option<VerbalForm>,
}

/// What precedes a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Gap {
    /// Nothing, as between `{27002 5.1}` and a full stop.
    None,
    /// A blank.
    Blank,
    /// The beginning of a paragraph, list item or row.
    Line,
}

/// Returns the words of a line of prose.
pub(crate) fn words_of(prose: &str) -> Vec<Word> {
    let mut writer = Writer::default();
    writer.line();
    writer.prose(prose);
    writer.words
}

/// Returns the words of a text. `named` returns, for the index of a reference, what is compared and
/// what is shown.
pub(crate) fn words(text: &Text, named: &dyn Fn(usize) -> (String, String)) -> Vec<Word> {
    let mut writer = Writer::default();
    writer.blocks(text, &text.blocks, named);
    writer.words
}

#[derive(Default)]
struct Writer {
    words: Vec<Word>,
    gap: Option<Gap>,
}

impl Writer {
    fn line(&mut self) {
        self.gap = Some(Gap::Line);
    }

    fn push(&mut self, shown: String, same: String, form: Option<VerbalForm>) {
        let gap = self.gap.take().unwrap_or(Gap::None);
        self.words.push(Word { shown, same, gap, form });
    }

    fn word(&mut self, word: &str) {
        self.push(word.to_owned(), word.to_owned(), None);
    }

    fn prose(&mut self, prose: &str) {
        let is_blank = |character: char| character.is_whitespace();
        if prose.starts_with(is_blank) {
            self.gap = self.gap.or(Some(Gap::Blank));
        }
        for word in prose.split_whitespace() {
            self.word(word);
            self.gap = Some(Gap::Blank);
        }
        if !prose.ends_with(is_blank) && self.gap == Some(Gap::Blank) {
            self.gap = None;
        }
    }

    fn blocks(&mut self, text: &Text, blocks: &[Block], named: &dyn Fn(usize) -> (String, String)) {
        for block in blocks {
            self.line();
            match block {
                Block::Paragraph(content) => self.inlines(text, content, named),
                Block::Note { number, content } => {
                    self.remark("NOTE", number.as_deref(), text, content, named)
                }
                Block::Example { number, content } => {
                    self.remark("EXAMPLE", number.as_deref(), text, content, named);
                }
                Block::List(items) => items.iter().for_each(|item| self.item(text, item, named)),
                Block::Table(rows) => {
                    for row in rows {
                        self.line();
                        for cell in row {
                            self.word("|");
                            self.gap = Some(Gap::Blank);
                            self.inlines(text, cell, named);
                            self.gap = Some(Gap::Blank);
                        }
                    }
                }
                Block::Figure { path, title } => {
                    self.word(&format!("{{figure \"{}\" \"{title}\"}}", path.value));
                }
            }
        }
    }

    fn remark(
        &mut self,
        word: &str,
        number: Option<&str>,
        text: &Text,
        content: &[Inline],
        named: &dyn Fn(usize) -> (String, String),
    ) {
        self.word(word);
        self.gap = Some(Gap::Blank);
        if let Some(number) = number {
            self.word(number);
            self.gap = Some(Gap::Blank);
        }
        self.inlines(text, content, named);
    }

    fn item(&mut self, text: &Text, item: &ListItem, named: &dyn Fn(usize) -> (String, String)) {
        self.line();
        self.word(&item.mark.value);
        self.gap = Some(Gap::Blank);
        self.inlines(text, &item.content, named);
        self.blocks(text, &item.blocks, named);
    }

    fn inlines(
        &mut self,
        text: &Text,
        content: &[Inline],
        named: &dyn Fn(usize) -> (String, String),
    ) {
        for piece in content {
            match piece {
                Inline::Prose(prose) => self.prose(prose),
                Inline::VerbalForm(form, words) => {
                    self.push(words.to_string(), words.to_string(), Some(*form));
                }
                Inline::Reference(index) => {
                    let (same, shown) = named(*index);
                    self.push(format!("{{{shown}}}"), same, None);
                }
                Inline::Term(index) => {
                    if let Some(term) = text.terms.get(*index) {
                        let shown = term.shown.as_deref().unwrap_or(&term.name);
                        self.word(&shown.value);
                    }
                }
            }
        }
    }
}
