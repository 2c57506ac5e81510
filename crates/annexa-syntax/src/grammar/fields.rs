//! Fields, and the entries of a correspondence.

use chumsky::prelude::*;

use super::{Branch, Grammar, Tok, flat, keyword, leaf, mark, needed, node, token, values::*};
use crate::{FieldShape, Keyword, NodeKind, TokenKind, expected::Expected, field_shape};

/// Parses a field whose value has this shape: its name and its value.
fn field<'a, I>(shape: FieldShape, value: impl Grammar<'a, I>) -> impl Grammar<'a, Branch>
where
    I: IntoIterator<Item = Branch> + 'a,
{
    token(Expected::Field, move |token| shape_of(token) == Some(shape))
        .map_with(|token, extra| (token, extra.span()))
        .then(value)
        .map_with(|((token, name), value), extra| {
            // The filter above accepts only keywords.
            let field = token.keyword.unwrap_or(Keyword::Text);
            let name = Branch { kind: NodeKind::FieldName, tokens: name, children: Vec::new() };
            let children = std::iter::once(name).chain(value).collect();
            Branch { kind: NodeKind::Field(field), tokens: extra.span(), children }
        })
}

pub(super) fn shape_of(token: Tok) -> Option<FieldShape> {
    token.keyword.and_then(field_shape)
}

pub(super) fn known_field<'a>(block: impl Grammar<'a, Branch> + 'a) -> impl Grammar<'a, Branch> {
    let alias = keyword(Keyword::As, Expected::As).ignore_then(needed(leaf(
        NodeKind::Alias,
        Expected::AliasName,
        |token| token.small,
    )));
    let amendments = amendment().repeated().collect();
    let base = group((designation(), amendments, misspelt_amendments(), alias.or_not())).map(
        |(document, amendments, misspelt, alias): (_, Vec<Branch>, _, _)| {
            std::iter::once(document).chain(amendments).chain(misspelt).chain(alias.flatten())
        },
    );
    let base = needed(base).map(|parts| parts.into_iter().flatten());
    let words = needed(single_word())
        .separated_by(mark(TokenKind::Comma, Expected::Comma))
        .at_least(1)
        .collect::<Vec<_>>()
        .map(|words| words.into_iter().flatten());
    let for_audiences = audiences().then(needed(text())).map(|(mut parts, text)| {
        parts.extend(text);
        parts
    });
    let quoted = || needed(string(NodeKind::String, Expected::String));
    let strings = needed(leaf(NodeKind::String, Expected::String, |token| {
        token.kind.is_string() && !token.starts_entry
    }))
    .separated_by(mark(TokenKind::Comma, Expected::Comma))
    .at_least(1)
    .collect::<Vec<_>>()
    .map(|strings| strings.into_iter().flatten());
    let on_its_line = token(Expected::Reference, |token| !token.starts_entry).rewind();
    let key = needed(on_its_line.ignore_then(reference()))
        .then(audiences())
        .map(|(reference, audiences)| reference.into_iter().chain(audiences));
    let provision = || needed(leaf(NodeKind::Provision, Expected::Provision, is_provision));
    let item_mark =
        leaf(NodeKind::ItemMark, Expected::ItemMark, |token| token.kind == TokenKind::Item);
    // Detects the end of the fields before all alternatives are tried.
    let begins = token(Expected::Field, |token| shape_of(token).is_some()).rewind();
    // The most frequent fields come first.
    let field = choice((
        field(FieldShape::Words, words),
        field(FieldShape::Text, needed(text())),
        field(FieldShape::TextForAudiences, for_audiences),
        field(FieldShape::Word, needed(single_word())),
        field(FieldShape::String, needed(string(NodeKind::String, Expected::String))),
        field(
            FieldShape::Item,
            group((needed(item_mark), text().or_not(), block.or_not()))
                .map(|(mark, text, block)| flat([mark, text, block])),
        ),
        field(FieldShape::Number, needed(number(NodeKind::Word, Expected::Number))),
        field(FieldShape::Base, base),
        field(FieldShape::Designation, needed(designation())),
        field(
            FieldShape::Audience,
            group((
                needed(word(NodeKind::AudienceName, Expected::AudienceName)),
                needed(string(NodeKind::Title, Expected::Title)),
            ))
            .map(|(name, title)| flat([name, title])),
        ),
        field(
            FieldShape::BibliographicReference,
            group((quoted(), quoted())).map(|(document, title)| flat([document, title])),
        ),
        field(FieldShape::Key, key),
        field(
            FieldShape::Allow,
            group((needed(word(NodeKind::Word, Expected::RuleCode)), needed(text())))
                .map(|(code, reason)| flat([code, reason])),
        ),
        field(
            FieldShape::Replace,
            group((quoted(), needed(keyword(Keyword::By, Expected::By)), quoted()))
                .map(|(old, _, new)| flat([old, new])),
        ),
        field(FieldShape::Clause, provision()),
        field(FieldShape::Strings, strings),
        field(
            FieldShape::TitleOfProvision,
            group((provision(), needed(string(NodeKind::Title, Expected::Title))))
                .map(|(number, title)| flat([number, title])),
        ),
    ));
    begins.ignore_then(field).boxed()
}

/// Parses an entry of a correspondence.
pub(super) fn correspondence_entry<'a>() -> impl Grammar<'a, Branch> {
    let side = |expected, accept: fn(Tok) -> bool| {
        node(
            NodeKind::Reference,
            leaf(NodeKind::Provision, expected, accept)
                .then(item_marks())
                .map(|(provision, items)| std::iter::once(provision).chain(items)),
        )
    };
    let other_side = || side(Expected::Provision, is_provision);
    choice((
        node(
            NodeKind::Pair,
            side(Expected::Field, |token| token.starts_entry && is_provision(token))
                .then_ignore(needed(mark(TokenKind::Arrow, Expected::Arrow)))
                .then(needed(other_side()))
                .map(|(from, to)| flat([Some(from), to])),
        ),
        node(
            NodeKind::New,
            keyword(Keyword::New, Expected::Field).ignore_then(needed(other_side())),
        ),
        node(
            NodeKind::RestUnchanged,
            keyword(Keyword::Rest, Expected::Field)
                .then(needed(keyword(Keyword::Unchanged, Expected::Unchanged)))
                .map(|_| None),
        ),
    ))
    .boxed()
}
