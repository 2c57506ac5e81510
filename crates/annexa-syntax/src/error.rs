//! What is wrong with the form of a text.

use text_size::{TextRange, TextSize};

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
}

impl SyntaxError {
    /// The same error in a text that has `by` bytes before the item.
    pub(crate) fn shifted(&self, by: usize) -> SyntaxError {
        let by = TextSize::new(by as u32);
        SyntaxError { range: self.range + by, subject: self.subject + by, ..self.clone() }
    }
}
