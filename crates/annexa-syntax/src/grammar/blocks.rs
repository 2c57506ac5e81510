//! Blocks, and how the parser recovers from errors in them.

use chumsky::prelude::*;

use super::{
    Branch, Grammar, Tok,
    fields::{correspondence_entry, known_field, shape_of},
    leaf, mark, never, node, token,
};
use crate::{
    NodeKind, TokenKind,
    expected::{Expected, Miss},
};

/// Whether the parser can resume at this token after an error.
fn is_landing(token: Tok) -> bool {
    token.kind == TokenKind::CloseBrace
        || token.head
        || token.starts_entry && shape_of(token).is_some()
}

/// Skips one token, or a block with all its content.
fn passed_over<'a>() -> impl Grammar<'a, ()> {
    recursive(|passed_over| {
        let braces = mark(TokenKind::OpenBrace, Expected::OpenBrace)
            .then(passed_over.repeated())
            .then(mark(TokenKind::CloseBrace, Expected::CloseBrace).or_not())
            .ignored();
        let other = token(Expected::Field, |token| {
            !matches!(token.kind, TokenKind::CloseBrace | TokenKind::OpenBrace) && !token.head
        });
        braces.or(other.ignored())
    })
}

/// Skips a token and all that follow it, up to one at which the parser can resume.
fn skip<'a>() -> impl Grammar<'a, Branch> {
    let landing = token(Expected::Field, is_landing);
    node(
        NodeKind::Skipped,
        passed_over().then(passed_over().and_is(landing.not()).repeated()).map(|_| None),
    )
    .boxed()
}

pub(super) fn block<'a>() -> impl Grammar<'a, Branch> {
    recursive(|block| {
        // A word at the beginning of a line that names no field: the rest of its lines is its
        // value.
        let unknown = node(
            NodeKind::UnknownField,
            leaf(NodeKind::FieldName, Expected::Field, |token| {
                token.kind == TokenKind::Word && token.starts_entry && !token.head
            })
            .then_ignore(
                passed_over()
                    .and_is(
                        token(Expected::Field, |token| is_landing(token) || is_word_entry(token))
                            .not(),
                    )
                    .repeated(),
            )
            .map(Some),
        );
        let entry = choice((known_field(block), correspondence_entry(), unknown));
        // Tokens behind a field on the same line belong to no node.
        let stray = never(Expected::EndOfLine).recover_with(via_parser(skip()));
        let at_entry = token(Expected::EndOfLine, |token| {
            token.starts_entry || token.kind == TokenKind::CloseBrace || shape_of(token).is_some()
        });
        let ends_well = at_entry.ignored().rewind().or(end());
        let entries = entry
            .then(ends_well.map(|()| None).or(stray.map(Some)))
            .map(|(entry, stray)| (Some(entry), stray))
            .or(never(Expected::Field)
                .recover_with(via_parser(skip().map(|skipped| (None, Some(skipped))))))
            .repeated()
            .fold(Vec::new(), |mut all, (entry, stray)| {
                all.extend(entry);
                all.extend(stray);
                all
            });
        let open = mark(TokenKind::OpenBrace, Expected::OpenBrace).to_span();
        let close = mark(TokenKind::CloseBrace, Expected::CloseBrace).or_not();
        node(
            NodeKind::Block,
            open.then(entries).then(close).validate(|((open, entries), close), _, emitter| {
                if close.is_none() {
                    emitter.emit(Miss::unclosed(open));
                }
                entries
            }),
        )
    })
}

fn is_word_entry(token: Tok) -> bool {
    token.starts_entry && token.kind == TokenKind::Word
}
