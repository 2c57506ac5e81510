//! What is wrong with the form of a text.

use smol_str::SmolStr;
use text_size::{TextRange, TextSize};

use crate::Keyword;

/// The kinds of error, each of which is a rule of RULES.md.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum SyntaxErrorKind {
    /// S001: something else was expected.
    UnexpectedToken,
    /// S002: a string or a text never closes.
    UnterminatedString,
    /// S003: a character that cannot be seen.
    InvisibleCharacter,
    /// S007: lists or blocks nest too deep.
    NestingTooDeep,
    /// R102: a reference in a form that the language does not have, which can be read nevertheless.
    MisspeltReference,
    /// S009: a typographic quotation mark where a string or a text opens.
    TypographicQuote,
}

/// An error in the form of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    /// Which rule was broken.
    pub kind: SyntaxErrorKind,
    /// Where, from the beginning of the item.
    pub range: TextRange,
    /// What is wrong, and what to write.
    pub message: String,
    /// What a closer look should go to: the token as a whole, for a fix. For S002 and S009 this is
    /// the string or text.
    pub subject: TextRange,
    /// What the grammar wanted in place of the subject, so that a rule can propose a replacement.
    pub wanted: Wanted,
}

/// What an error of the grammar is about.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Wanted {
    /// Nothing that could be proposed.
    #[default]
    Other,
    /// The first words of a declaration; they begin with these, which are right.
    Head(&'static str),
    /// The value of a field.
    Value(Keyword),
    /// Exactly this.
    Instead(SmolStr),
}

impl SyntaxError {
    /// The same error in a text that has `by` bytes before the item.
    pub(crate) fn shifted(&self, by: usize) -> SyntaxError {
        let by = TextSize::new(by as u32);
        SyntaxError { range: self.range + by, subject: self.subject + by, ..self.clone() }
    }
}
