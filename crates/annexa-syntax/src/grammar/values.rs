//! Values: what stands behind the name of a field or in a head.

use chumsky::prelude::*;

use super::{Branch, Grammar, Tok, flat, keyword, leaf, mark, needed, node, token};
use crate::{Keyword, NodeKind, TokenKind, expected::Expected};

pub(super) fn text<'a>() -> impl Grammar<'a, Branch> {
    leaf(NodeKind::Text, Expected::Text, |token| token.kind.is_text() || token.kind.is_string())
}

pub(super) fn string<'a>(kind: NodeKind, expected: Expected) -> impl Grammar<'a, Branch> {
    leaf(kind, expected, |token| token.kind.is_string())
}

pub(super) fn number<'a>(kind: NodeKind, expected: Expected) -> impl Grammar<'a, Branch> {
    leaf(kind, expected, |token| token.kind == TokenKind::Number)
}

/// A word on the line of the field that it belongs to.
pub(super) fn word<'a>(kind: NodeKind, expected: Expected) -> impl Grammar<'a, Branch> {
    leaf(kind, expected, |token| token.kind == TokenKind::Word && !token.starts_entry)
}

pub(super) fn label<'a>() -> impl Grammar<'a, Branch> {
    leaf(NodeKind::Label, Expected::Label, |token| token.kind == TokenKind::Label)
}

pub(super) fn is_provision(token: Tok) -> bool {
    matches!(token.kind, TokenKind::Number | TokenKind::Label)
}

fn year<'a>() -> impl Grammar<'a, Branch> {
    mark(TokenKind::Colon, Expected::Year).ignore_then(number(NodeKind::Edition, Expected::Year))
}

/// `ISO/IEC 27002:2022`, or a string.
pub(super) fn designation<'a>() -> impl Grammar<'a, Branch> {
    let capitals = token(Expected::Document, |token| token.capitals);
    let publisher = capitals
        .clone()
        .then(mark(TokenKind::Slash, Expected::Document).or_not().then(capitals).repeated());
    let outright =
        publisher.then(mark(TokenKind::Number, Expected::Number)).ignore_then(year().or_not());
    choice((
        node(NodeKind::Designation, outright),
        string(NodeKind::Designation, Expected::Document),
    ))
    .labelled(Expected::Document)
}

pub(super) fn item_marks<'a>() -> impl Grammar<'a, Vec<Branch>> {
    leaf(NodeKind::ItemMark, Expected::ItemMark, |token| token.kind == TokenKind::Item)
        .repeated()
        .collect()
}

/// Any reference of LANGUAGE.md, section 3, terms and figures excepted.
pub(crate) fn reference<'a>() -> impl Grammar<'a, Branch> {
    let provision = || leaf(NodeKind::Provision, Expected::Provision, is_provision);
    let alias = leaf(NodeKind::Alias, Expected::Reference, |token| {
        token.kind == TokenKind::Number
            || token.small && !matches!(token.keyword, Some(Keyword::For | Keyword::As))
    });
    let of_base = group((alias.map(Some), year().or_not(), provision().or_not()))
        .map(|(alias, year, provision)| flat([alias, year, provision]));
    let of_document = group((designation().map(Some), provision().or_not()))
        .map(|(document, provision)| flat([document, provision]));
    let of_sector = label().map(|label| vec![label]);
    let target = choice((of_sector, of_base, of_document)).labelled(Expected::Reference);
    node(
        NodeKind::Reference,
        target.then(item_marks()).map(|(mut target, items)| {
            target.extend(items);
            target
        }),
    )
}

pub(super) fn audiences<'a>() -> impl Grammar<'a, Vec<Branch>> {
    keyword(Keyword::For, Expected::For)
        .ignore_then(
            needed(word(NodeKind::AudienceName, Expected::AudienceName))
                .separated_by(mark(TokenKind::Comma, Expected::Comma))
                .at_least(1)
                .collect::<Vec<_>>(),
        )
        .map(|names| names.into_iter().flatten().collect())
        .or(empty().map(|()| Vec::new()))
}

/// `+ Amd 1:2024`
pub(super) fn amendment<'a>() -> impl Grammar<'a, Branch> {
    let name = token(Expected::Amendment, |token| token.kind == TokenKind::Word)
        .then(mark(TokenKind::Number, Expected::Number))
        .ignore_then(year());
    mark(TokenKind::Plus, Expected::Plus)
        .ignore_then(node(NodeKind::Amendment, name.map(Some).labelled(Expected::Amendment)))
}
