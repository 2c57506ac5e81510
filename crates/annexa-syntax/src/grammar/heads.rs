//! The heads of declarations.

use chumsky::prelude::*;

use super::{Branch, Grammar, Tok, flat, keyword, leaf, needed, token, values::*};
use crate::{DeclarationKind, Keyword, NodeKind, TokenKind, expected::Expected};

/// The words of a head and what follows them.
fn head<'a>(
    kind: DeclarationKind,
    words: impl Grammar<'a, Tok>,
    rest: impl Grammar<'a, Vec<Branch>>,
) -> impl Grammar<'a, (DeclarationKind, Vec<Branch>)> {
    words
        .map_with(|_, extra| Branch {
            kind: NodeKind::HeadWords,
            tokens: extra.span(),
            children: Vec::new(),
        })
        .then(rest)
        .map(move |(words, rest)| {
            let mut parts = Vec::with_capacity(rest.len() + 1);
            parts.push(words);
            parts.extend(rest);
            (kind, parts)
        })
}

fn first<'a>(word: Keyword) -> impl Grammar<'a, Tok> {
    keyword(word, Expected::Declaration)
}

fn to_reference<'a>() -> impl Grammar<'a, Option<Branch>> {
    needed(keyword(Keyword::To, Expected::To)).ignore_then(needed(reference()))
}

/// `LABEL "title" to REF [as ITEM] [for …]`
fn labelled_addition<'a>() -> impl Grammar<'a, Vec<Branch>> {
    let as_item = keyword(Keyword::As, Expected::As).ignore_then(needed(leaf(
        NodeKind::ItemMark,
        Expected::ItemMark,
        |token| token.kind == TokenKind::Item,
    )));
    group((
        needed(label()),
        needed(string(NodeKind::Title, Expected::Title)),
        to_reference(),
        as_item.or_not(),
        audiences(),
    ))
    .map(|(label, title, target, item, audiences)| {
        let mut parts = flat([label, title, target, item.flatten()]);
        parts.extend(audiences);
        parts
    })
}

/// `REF [for …]`
fn referenced<'a>(reference: impl Grammar<'a, Option<Branch>>) -> impl Grammar<'a, Vec<Branch>> {
    reference
        .then(audiences())
        .map(|(reference, audiences)| reference.into_iter().chain(audiences).collect())
}

fn addition<'a>() -> impl Grammar<'a, (DeclarationKind, Vec<Branch>)> {
    use DeclarationKind::*;
    let what = |word| keyword(word, Expected::WhatIsAdded);
    let (labelled, referenced) = (labelled_addition().boxed(), referenced(to_reference()).boxed());
    choice((
        head(AddControl, what(Keyword::Control), labelled.clone()),
        head(AddRequirement, what(Keyword::Requirement), labelled.clone()),
        head(AddClause, what(Keyword::Clause), labelled.clone()),
        head(AddObjective, what(Keyword::Objective), labelled),
        head(AddGuidance, what(Keyword::Guidance), referenced.clone()),
        head(AddInformation, what(Keyword::Information), referenced.clone()),
        head(AddNote, what(Keyword::Note), referenced),
    ))
}

fn modification<'a>() -> impl Grammar<'a, (DeclarationKind, Vec<Branch>)> {
    use DeclarationKind::*;
    let what = |word| keyword(word, Expected::WhatIsModified);
    let rest = referenced(needed(reference())).boxed();
    choice((
        head(ModifyControl, what(Keyword::Control), rest.clone()),
        head(ModifyGuidance, what(Keyword::Guidance), rest.clone()),
        head(ModifyPurpose, what(Keyword::Purpose), rest.clone()),
        head(ModifyObjective, what(Keyword::Objective), rest.clone()),
        head(ModifyInformation, what(Keyword::Information), rest),
    ))
}

/// `add` and `modify` are followed by a second word; the head words cover both.
fn with_first_word<'a>(
    word: Keyword,
    second: impl Grammar<'a, (DeclarationKind, Vec<Branch>)>,
) -> impl Grammar<'a, (DeclarationKind, Vec<Branch>)> {
    first(word).to_span().then(second).map(|(word, (kind, mut parts))| {
        if let Some(words) = parts.first_mut() {
            words.tokens = (word.start..words.tokens.end).into();
        }
        (kind, parts)
    })
}

pub(super) fn heads<'a>() -> impl Grammar<'a, (DeclarationKind, Vec<Branch>)> {
    use DeclarationKind::*;
    let prefix = || {
        needed(leaf(NodeKind::Prefix, Expected::Prefix, |token| {
            token.capitals && token.kind == TokenKind::Word
        }))
    };
    let title = || needed(string(NodeKind::Title, Expected::Title));
    let name = || needed(string(NodeKind::Title, Expected::Name));
    let document = || needed(designation());
    let numbered = || {
        group((
            needed(leaf(NodeKind::Label, Expected::Provision, is_provision)),
            string(NodeKind::Title, Expected::Title).or_not(),
        ))
        .map(|(number, title)| flat([number, title]))
    };
    let single = |part: Option<Branch>| part.into_iter().collect::<Vec<_>>();
    let referenced = referenced(needed(reference())).boxed();
    // At the end of the item, where there is none, that is seen before all of them are tried.
    let begins = token(Expected::Declaration, |_| true).rewind();
    let head = choice((
        with_first_word(Keyword::Add, addition()),
        head(Interpret, first(Keyword::Interpret), referenced.clone()),
        head(Refine, first(Keyword::Refine), referenced.clone()),
        head(Retain, first(Keyword::Retain), referenced),
        with_first_word(Keyword::Modify, modification()),
        head(Term, first(Keyword::Term), name().map(single)),
        head(Clause, first(Keyword::Clause), numbered()),
        head(Objective, first(Keyword::Objective), numbered()),
        head(Control, first(Keyword::Control), numbered()),
        head(
            Annex,
            first(Keyword::Annex),
            group((
                needed(leaf(NodeKind::Label, Expected::Annex, |token| token.capitals)),
                title(),
                needed(keyword(Keyword::Of, Expected::Of)).ignore_then(document()),
            ))
            .map(|(letter, title, document)| flat([letter, title, document])),
        ),
        head(Amendment, first(Keyword::Amendment), name().map(single)),
        head(
            Standard,
            first(Keyword::Standard),
            group((prefix(), title())).map(|(prefix, title)| flat([prefix, title])),
        ),
        head(
            PartOf,
            first(Keyword::Part).ignore_then(keyword(Keyword::Of, Expected::Of)),
            prefix().map(single),
        ),
        head(
            Catalogue,
            first(Keyword::Catalogue),
            group((document(), title())).map(|(document, title)| flat([document, title])),
        ),
        head(Overlay, first(Keyword::Overlay), document().map(single)),
        head(
            Correspondence,
            first(Keyword::Correspondence),
            group((document(), needed(keyword(Keyword::To, Expected::To)).ignore_then(document())))
                .map(|(from, to)| flat([from, to])),
        ),
    ));
    begins.ignore_then(head).boxed()
}
