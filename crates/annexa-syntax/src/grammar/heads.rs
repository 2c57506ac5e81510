//! The heads of declarations, generated from the table of the language.

use chumsky::{Boxed, prelude::*};

use super::{Branch, Extra, Grammar, Tok, keyword, leaf, mark, needed, token, values::*};
use crate::{DeclarationKind, Keyword, NodeKind, Part, TokenKind, expected::Expected};

type Parts<'a> = Boxed<'a, 'a, &'a [Tok], Vec<Branch>, Extra>;

pub(super) fn heads<'a>() -> impl Grammar<'a, (DeclarationKind, Vec<Branch>)> {
    // Detects the end of the item before all alternatives are tried.
    let begins = token(Expected::Declaration, |_| true).rewind();
    let heads: Vec<_> = DeclarationKind::ALL.iter().map(|kind| head(*kind).boxed()).collect();
    begins.ignore_then(choice(heads)).boxed()
}

/// Parses the words of a head and the parts behind them.
fn head<'a>(kind: DeclarationKind) -> impl Grammar<'a, (DeclarationKind, Vec<Branch>)> {
    let words = words(kind).map_with(|(), extra| {
        vec![Branch { kind: NodeKind::HeadWords, tokens: extra.span(), children: Vec::new() }]
    });
    let all = read(kind).map(part).fold(words.boxed(), |before, part| {
        let both = before.then(part).map(|(mut all, more)| {
            all.extend(more);
            all
        });
        both.boxed()
    });
    all.map(move |parts| (kind, parts))
}

fn words<'a>(kind: DeclarationKind) -> impl Grammar<'a, ()> {
    let mut expected = Expected::Declaration;
    let mut all = empty().boxed();
    for word in kind.words().split(' ').filter_map(Keyword::of) {
        all = all.then_ignore(keyword(word, expected)).boxed();
        expected = match word {
            Keyword::Add => Expected::WhatIsAdded,
            Keyword::Modify => Expected::WhatIsModified,
            _ => Expected::Of,
        };
    }
    all
}

/// Returns the parts to parse. Behind a reference they include those that this declaration cannot
/// have, so that a rule can report them.
fn read(kind: DeclarationKind) -> impl Iterator<Item = Part> {
    let parts = kind.head();
    let reference = parts.iter().position(|part| *part == Part::Reference);
    let (before, behind) = parts.split_at(reference.map_or(parts.len(), |reference| reference + 1));
    let carried: &[Part] = match reference {
        Some(_) => &[Part::AsItem, Part::For],
        None => &[],
    };
    let behind = behind.iter().filter(|part| !carried.contains(part));
    before.iter().chain(carried).chain(behind).copied()
}

fn part<'a>(part: Part) -> Parts<'a> {
    let needed_leaf = |kind, expected, accept: fn(Tok) -> bool| {
        needed(leaf(kind, expected, accept)).map(some).boxed()
    };
    match part {
        Part::Prefix => needed_leaf(NodeKind::Prefix, Expected::Prefix, |token| {
            token.capitals && token.kind == TokenKind::Word
        }),
        Part::Letter => needed_leaf(NodeKind::Label, Expected::Annex, |token| token.capitals),
        Part::Number => needed_leaf(NodeKind::Label, Expected::Provision, is_provision),
        Part::Label => needed(label()).map(some).boxed(),
        Part::Title => needed(string(NodeKind::Title, Expected::Title)).map(some).boxed(),
        // Without a title a block must follow; otherwise this is a number in prose.
        Part::TitleIfAny => {
            let block = mark(TokenKind::OpenBrace, Expected::OpenBrace).rewind();
            let title = string(NodeKind::Title, Expected::Title).map(Some);
            needed(title.or(block.map(|_| None))).map(|title| some(title.flatten())).boxed()
        }
        Part::Name => needed(string(NodeKind::Title, Expected::Name)).map(some).boxed(),
        Part::Document => needed(designation()).map(some).boxed(),
        Part::Reference => needed(reference()).map(some).boxed(),
        Part::To => needed(keyword(Keyword::To, Expected::To)).map(none).boxed(),
        Part::Of => needed(keyword(Keyword::Of, Expected::Of)).map(none).boxed(),
        Part::AsItem => {
            let mark =
                leaf(NodeKind::ItemMark, Expected::ItemMark, |token| token.kind == TokenKind::Item);
            let item = keyword(Keyword::As, Expected::As).ignore_then(needed(mark));
            item.or_not().map(|item| some(item.flatten())).boxed()
        }
        Part::For => audiences().boxed(),
        // The block is parsed behind every head; the others are parts of fields.
        Part::Block
        | Part::Text
        | Part::String
        | Part::Year
        | Part::Word
        | Part::Words
        | Part::Strings
        | Part::Amendments
        | Part::AsAlias
        | Part::AudienceName
        | Part::Code
        | Part::By
        | Part::Item => empty().map(|()| Vec::new()).boxed(),
    }
}

fn some(part: Option<Branch>) -> Vec<Branch> {
    part.into_iter().collect()
}

fn none<T>(_: T) -> Vec<Branch> {
    Vec::new()
}
