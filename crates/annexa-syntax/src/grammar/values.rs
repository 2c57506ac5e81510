//! Values: what follows the name of a field, or the words of a head.

use chumsky::prelude::*;
use chumsky::span::SimpleSpan;

use super::{Branch, Grammar, Tok, flat, keyword, leaf, mark, needed, node, token};
use crate::{
    Keyword, NodeKind, TokenKind,
    expected::{Expected, Miss},
};

pub(super) fn text<'a>() -> impl Grammar<'a, Branch> {
    leaf(NodeKind::Text, Expected::Text, |token| token.kind.is_text() || token.kind.is_string())
}

pub(super) fn string<'a>(kind: NodeKind, expected: Expected) -> impl Grammar<'a, Branch> {
    leaf(kind, expected, |token| token.kind.is_string())
}

pub(super) fn number<'a>(kind: NodeKind, expected: Expected) -> impl Grammar<'a, Branch> {
    leaf(kind, expected, |token| token.kind == TokenKind::Number)
}

/// Parses a word on the line of its field.
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

/// Parses `ISO/IEC 27002:2022`, or a string.
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

/// Parses any reference except terms and figures. If the rest of the line resembles a part of a
/// reference, the whole becomes a misspelt one, which `loose.rs` reads.
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
    // `Annex A 5.7`, `§ 5.1`.
    let misspelt = token(Expected::Reference, |token| {
        !token.starts_entry && (token.loose || token.kind == TokenKind::Unknown)
    })
    .map(|_| Vec::new());
    let target = choice((of_sector, of_base, of_document, misspelt)).labelled(Expected::Reference);
    target.then(item_marks()).then(misspelt_rest()).map_with(
        |((mut children, items), rest), extra| {
            let tokens: SimpleSpan<usize> = extra.span();
            if rest > 0 || children.is_empty() {
                children = vec![Branch { kind: NodeKind::Misspelt, tokens, children: Vec::new() }];
            } else {
                children.extend(items);
            }
            Branch { kind: NodeKind::Reference, tokens, children }
        },
    )
}

/// Parses the tokens that make a reference a misspelt one, and returns their number.
fn misspelt_rest<'a>() -> impl Grammar<'a, usize> {
    token(Expected::ItemMark, |token| {
        use TokenKind::*;
        !token.starts_entry
            && match token.kind {
                Number | Label | Item | Colon | Slash | Plus | Comma | Unknown => true,
                Word => {
                    !matches!(token.keyword, Some(Keyword::For | Keyword::As | Keyword::To))
                        && (token.loose || token.capitals)
                }
                _ => false,
            }
    })
    .repeated()
    .count()
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

/// `+ Amd 1:2024`.
pub(super) fn amendment<'a>() -> impl Grammar<'a, Branch> {
    let name = token(Expected::Amendment, |token| token.kind == TokenKind::Word)
        .then(mark(TokenKind::Number, Expected::Number))
        .ignore_then(year());
    mark(TokenKind::Plus, Expected::Plus)
        .ignore_then(node(NodeKind::Amendment, name.map(Some).labelled(Expected::Amendment)))
}

/// `/Amd 1:2024`, `Amd. 1`.
pub(super) fn misspelt_amendments<'a>() -> impl Grammar<'a, Option<Branch>> {
    misspelt_rest().map_with(|count, extra| {
        let kind = NodeKind::MisspeltAmendment;
        (count > 0).then(|| Branch { kind, tokens: extra.span(), children: Vec::new() })
    })
}

/// Parses one word of a closed vocabulary. A string or several words in its place form one wrong
/// value.
pub(super) fn single_word<'a>() -> impl Grammar<'a, Branch> {
    let first = token(Expected::Word, |token| {
        !token.starts_entry
            && (matches!(token.kind, TokenKind::Word | TokenKind::Number) || token.kind.is_string())
    });
    let more = token(Expected::EndOfLine, |token| {
        use TokenKind::*;
        !token.starts_entry
            && match token.kind {
                Word => super::fields::shape_of(token).is_none(),
                Number | Label | Item | Unknown | Slash | Plus => true,
                kind => kind.is_string(),
            }
    });
    first.then(more.repeated().count()).validate(|(first, more), extra, emitter| {
        let tokens: SimpleSpan<usize> = extra.span();
        let is_word = first.kind == TokenKind::Word && more == 0;
        if !is_word {
            emitter.emit(Miss::new(tokens, Expected::Word));
        }
        let kind = if is_word { NodeKind::Word } else { NodeKind::Skipped };
        Branch { kind, tokens, children: Vec::new() }
    })
}
