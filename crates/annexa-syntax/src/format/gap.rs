//! The gap between two tokens: comments and blank lines, which are kept, and blanks, which are not.

use crate::TokenKind;

/// A comment on a line of its own.
pub(super) struct OwnLine<'a> {
    pub(super) text: &'a str,
    /// The author left a blank line before the comment.
    pub(super) blank_before: bool,
}

/// What was read since the last written token.
pub(super) struct Gap<'a> {
    /// The comment behind that token, on the same line.
    pub(super) behind: Option<&'a str>,
    /// The comments on lines of their own.
    pub(super) comments: Vec<OwnLine<'a>>,
    /// The number of line ends since the last token or comment.
    newlines: usize,
}

impl<'a> Gap<'a> {
    /// Returns the gap before the first token of a file, where no comment can be behind a token.
    pub(super) fn at_start_of_file() -> Self {
        Gap { behind: None, comments: Vec::new(), newlines: 1 }
    }

    /// Returns an empty gap behind a token.
    pub(super) fn behind_token() -> Self {
        Gap { newlines: 0, ..Gap::at_start_of_file() }
    }

    /// Adds the next token, which must be trivia or the brace of an empty block.
    pub(super) fn push(&mut self, kind: TokenKind, text: &'a str) {
        match kind {
            TokenKind::Newline => self.newlines += 1,
            TokenKind::Comment if self.newlines == 0 => {
                self.behind = Some(text);
            }
            TokenKind::Comment => self.add_own_line(text),
            _ => {}
        }
    }

    /// Adds a comment as a line of its own, wherever it was before.
    pub(super) fn add_own_line(&mut self, text: &'a str) {
        self.comments.push(OwnLine { text, blank_before: self.ends_blank() });
        self.newlines = 0;
    }

    /// Whether the author left a blank line at the end of the gap.
    pub(super) fn ends_blank(&self) -> bool {
        self.newlines > 1
    }
}
