//! What stands between two tokens: comments and blank lines, which are kept, and blanks, which are
//! not.

use crate::TokenKind;

/// A comment on a line of its own.
pub(super) struct OwnLine<'a> {
    pub(super) text: &'a str,
    /// The author left a blank line before it.
    pub(super) blank_before: bool,
}

/// What has been read since the last token that was written.
pub(super) struct Gap<'a> {
    /// The comment behind that token, on its line.
    pub(super) behind: Option<&'a str>,
    /// The comments after it.
    pub(super) comments: Vec<OwnLine<'a>>,
    /// The line ends since the last token or comment.
    newlines: usize,
}

impl<'a> Gap<'a> {
    /// What stands before the first token of a file: there is no line yet for a comment to stand
    /// behind something on.
    pub(super) fn at_start_of_file() -> Self {
        Gap { behind: None, comments: Vec::new(), newlines: 1 }
    }

    /// Nothing yet, behind a token.
    pub(super) fn behind_token() -> Self {
        Gap { newlines: 0, ..Gap::at_start_of_file() }
    }

    /// Adds the next token, which is trivia (or the brace of an empty block, which counts as none).
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

    /// Adds a comment that goes on a line of its own, wherever it stood.
    pub(super) fn add_own_line(&mut self, text: &'a str) {
        self.comments.push(OwnLine { text, blank_before: self.ends_blank() });
        self.newlines = 0;
    }

    /// Whether the author left a blank line before what follows.
    pub(super) fn ends_blank(&self) -> bool {
        self.newlines > 1
    }
}
