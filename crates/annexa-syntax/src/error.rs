//! Syntax errors.

use smol_str::SmolStr;
use text_size::{TextRange, TextSize};

use crate::Keyword;

/// The kinds of syntax errors. Each is a rule.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum SyntaxErrorKind {
    /// S001: a token does not fit here.
    UnexpectedToken,
    /// S002: a string or a text has no closing quotation mark.
    UnterminatedString,
    /// S003: an invisible character.
    InvisibleCharacter,
    /// S007: lists or blocks are nested too deeply.
    NestingTooDeep,
    /// R102: a reference whose form the language does not have, although its meaning can be
    /// guessed.
    MisspeltReference,
    /// S009: a typographic quotation mark opens a string or a text.
    TypographicQuote,
}

/// A syntax error.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    /// The kind of error, which decides the rule.
    pub kind: SyntaxErrorKind,
    /// The range that editors underline, in bytes from the beginning of the item.
    pub range: TextRange,
    /// What is wrong, and what to write instead.
    pub message: String,
    /// The whole token that a fix replaces. For S002 and S009 it is the string or text.
    pub subject: TextRange,
    /// What the grammar accepts in place of the subject, from which a rule proposes a replacement.
    pub wanted: Wanted,
}

/// What the grammar accepts in place of the subject of an error.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Wanted {
    /// Nothing specific that a rule could propose.
    #[default]
    Other,
    /// The opening words of a declaration. They begin with these words, which are right.
    Head(&'static str),
    /// A value of this field.
    Value(Keyword),
    /// Exactly this source.
    Instead(SmolStr),
}

impl SyntaxError {
    /// Returns the same error for a text with `by` bytes before the item.
    pub(crate) fn shifted(&self, by: usize) -> SyntaxError {
        let by = TextSize::new(by as u32);
        SyntaxError { range: self.range + by, subject: self.subject + by, ..self.clone() }
    }
}
