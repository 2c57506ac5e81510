//! A cursor over the tokens of an item, which reads each of them once.

use std::ops::Range;

use text_size::{TextRange, TextSize};

use crate::{Item, Node, TokenKind};

use super::gap::Gap;

/// The tokens of an item and the current position.
pub(super) struct Cursor<'a> {
    source: &'a str,
    tokens: Vec<(TokenKind, TextRange)>,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(item: &'a Item) -> Self {
        let mut tokens = Vec::with_capacity(item.token_count());
        tokens.extend(item.tokens());
        Cursor { source: item.text(), tokens, at: 0 }
    }

    /// Returns the source of a token.
    pub(super) fn text(&self, index: usize) -> &'a str {
        &self.source[self.tokens[index].1]
    }

    pub(super) fn kind(&self, index: usize) -> TokenKind {
        self.tokens[index].0
    }

    /// Returns the index of the first token that begins at an offset or behind it.
    pub(super) fn index_at(&self, offset: TextSize) -> usize {
        self.tokens.partition_point(|(_, range)| range.start() < offset)
    }

    /// Returns the tokens that a node covers, including trivia.
    pub(super) fn tokens_of(&self, node: Node<'_>) -> Range<usize> {
        self.index_at(node.range().start())..self.index_at(node.range().end())
    }

    /// Reads the tokens between the current position and the token that begins at an offset.
    pub(super) fn read_gap(&mut self, offset: TextSize, gap: &mut Gap<'a>) {
        let end = self.index_at(offset);
        while self.at < end {
            gap.push(self.kind(self.at), self.text(self.at));
            self.at += 1;
        }
    }

    /// Reads all remaining tokens.
    pub(super) fn read_rest(&mut self, gap: &mut Gap<'a>) {
        self.read_gap(TextSize::of(self.source) + TextSize::new(1), gap);
    }

    /// Moves behind tokens that were written.
    pub(super) fn pass(&mut self, index: usize) {
        self.at = index;
    }

    /// Whether these tokens include a comment.
    pub(super) fn has_comment(&self, tokens: Range<usize>) -> bool {
        tokens.into_iter().any(|index| self.kind(index) == TokenKind::Comment)
    }

    /// Whether these trivia tokens keep their neighbours on separate lines, as comments and blank
    /// lines do.
    pub(super) fn parts(&self, tokens: Range<usize>) -> bool {
        let newlines = tokens.clone().filter(|&index| self.kind(index) == TokenKind::Newline);
        newlines.count() > 1 || self.has_comment(tokens)
    }

    /// Whether a comment follows on the line on which the token before this index ends.
    pub(super) fn comment_follows(&self, mut index: usize) -> bool {
        while self.tokens.get(index).is_some_and(|(kind, _)| *kind == TokenKind::Blank) {
            index += 1;
        }
        self.tokens.get(index).is_some_and(|(kind, _)| *kind == TokenKind::Comment)
    }

    /// Returns the comments among these tokens, each with whether something precedes it on its
    /// line.
    pub(super) fn comments(&self, tokens: Range<usize>) -> Vec<(&'a str, bool)> {
        let mut behind = false;
        let mut comments = Vec::new();
        for index in tokens {
            match self.kind(index) {
                TokenKind::Blank => {}
                TokenKind::Newline => behind = false,
                TokenKind::Comment => comments.push((self.text(index), behind)),
                _ => behind = true,
            }
        }
        comments
    }
}
