//! The grammar of declarations (LANGUAGE.md, sections 3, 4 and 6), in chumsky.
//!
//! It works on the tokens of one item, trivia left out, and never fails: a part that is missing is
//! reported and left out of the tree, a part that fits nowhere is reported and skipped. After an
//! error it goes on at the next line that begins with a field, a `}` or a head.

use chumsky::prelude::*;
use chumsky::span::SimpleSpan;

use crate::{
    DeclarationKind, FieldShape, Keyword, NodeKind, TokenKind,
    expected::{Expected, Miss},
    field_shape, head,
};

/// A token as the grammar sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Tok {
    pub(crate) kind: TokenKind,
    pub(crate) keyword: Option<Keyword>,
    /// A word of capitals, digits and hyphens, as in a prefix or a designation.
    pub(crate) capitals: bool,
    pub(crate) small: bool,
    /// It is the first of its line, or right behind a brace: a field or a declaration can begin here.
    pub(crate) starts_entry: bool,
    /// A declaration begins here.
    pub(crate) head: bool,
}

impl head::Peek for Tok {
    fn kind(self) -> TokenKind {
        self.kind
    }
    fn keyword(self) -> Option<Keyword> {
        self.keyword
    }
    fn is_prefix(self) -> bool {
        self.capitals
    }
    fn is_small_word(self) -> bool {
        self.small
    }
}

/// A node with its tokens, before it is written into the tree.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    pub(crate) kind: NodeKind,
    pub(crate) tokens: SimpleSpan<usize>,
    pub(crate) children: Vec<Branch>,
}

type Extra = extra::Err<Miss>;

/// A parser of this grammar.
pub(crate) trait Grammar<'a, O>: Parser<'a, &'a [Tok], O, Extra> + Clone {}
impl<'a, O, T: Parser<'a, &'a [Tok], O, Extra> + Clone> Grammar<'a, O> for T {}

/// A token for which `accept` holds, as a leaf of the tree.
fn leaf<'a>(
    kind: NodeKind,
    expected: Expected,
    accept: impl Fn(Tok) -> bool + Clone + 'a,
) -> impl Grammar<'a, Branch> {
    token(expected, accept).map_with(move |_, extra| Branch {
        kind,
        tokens: extra.span(),
        children: Vec::new(),
    })
}

fn token<'a>(
    expected: Expected,
    accept: impl Fn(Tok) -> bool + Clone + 'a,
) -> impl Grammar<'a, Tok> {
    any().filter(move |token: &Tok| accept(*token)).labelled(expected)
}

fn keyword<'a>(keyword: Keyword, expected: Expected) -> impl Grammar<'a, Tok> {
    token(expected, move |token| token.keyword == Some(keyword))
}

fn mark<'a>(kind: TokenKind, expected: Expected) -> impl Grammar<'a, Tok> {
    token(expected, move |token| token.kind == kind)
}

/// A part that has to be there: where it is not, that is reported and the parser goes on.
fn needed<'a, O: 'a>(part: impl Grammar<'a, O>) -> impl Grammar<'a, Option<O>> {
    part.map(Some).recover_with(via_parser(empty().map(|()| None)))
}

/// Says what was expected of any token and fails; where it recovers, what follows is reported.
fn never<'a, O: 'a>(expected: Expected) -> impl Grammar<'a, O> {
    any().filter_map(|_: Tok| None).labelled(expected)
}

/// Wraps what a parser gives into a node.
fn node<'a, I>(kind: NodeKind, parts: impl Grammar<'a, I>) -> impl Grammar<'a, Branch>
where
    I: IntoIterator<Item = Branch> + 'a,
{
    parts.map_with(move |parts, extra| Branch {
        kind,
        tokens: extra.span(),
        children: parts.into_iter().collect(),
    })
}

fn flat<const N: usize>(parts: [Option<Branch>; N]) -> Vec<Branch> {
    parts.into_iter().flatten().collect()
}

// Values -----------------------------------------------------------------------------------------

fn text<'a>() -> impl Grammar<'a, Branch> {
    leaf(NodeKind::Text, Expected::Text, |token| token.kind.is_text() || token.kind.is_string())
}

fn string<'a>(kind: NodeKind, expected: Expected) -> impl Grammar<'a, Branch> {
    leaf(kind, expected, |token| token.kind.is_string())
}

fn number<'a>(kind: NodeKind, expected: Expected) -> impl Grammar<'a, Branch> {
    leaf(kind, expected, |token| token.kind == TokenKind::Number)
}

/// A word on the line of the field that it belongs to.
fn word<'a>(kind: NodeKind, expected: Expected) -> impl Grammar<'a, Branch> {
    leaf(kind, expected, |token| token.kind == TokenKind::Word && !token.starts_entry)
}

fn label<'a>() -> impl Grammar<'a, Branch> {
    leaf(NodeKind::Label, Expected::Label, |token| token.kind == TokenKind::Label)
}

fn is_provision(token: Tok) -> bool {
    matches!(token.kind, TokenKind::Number | TokenKind::Label)
}

fn year<'a>() -> impl Grammar<'a, Branch> {
    mark(TokenKind::Colon, Expected::Year).ignore_then(number(NodeKind::Edition, Expected::Year))
}

/// `ISO/IEC 27002:2022`, or a string.
fn designation<'a>() -> impl Grammar<'a, Branch> {
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

fn item_marks<'a>() -> impl Grammar<'a, Vec<Branch>> {
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

fn audiences<'a>() -> impl Grammar<'a, Vec<Branch>> {
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
fn amendment<'a>() -> impl Grammar<'a, Branch> {
    let name = token(Expected::Amendment, |token| token.kind == TokenKind::Word)
        .then(mark(TokenKind::Number, Expected::Number))
        .ignore_then(year());
    mark(TokenKind::Plus, Expected::Plus)
        .ignore_then(node(NodeKind::Amendment, name.map(Some).labelled(Expected::Amendment)))
}

// Fields -----------------------------------------------------------------------------------------

/// The name of a field whose value has this shape, and the value.
fn field<'a>(shape: FieldShape, value: impl Grammar<'a, Vec<Branch>>) -> impl Grammar<'a, Branch> {
    token(Expected::Field, move |token| shape_of(token) == Some(shape))
        .map_with(|token, extra| (token, extra.span()))
        .then(value)
        .map_with(|((token, name), value), extra| {
            // The filter above lets only keywords through.
            let field = token.keyword.unwrap_or(Keyword::Text);
            let mut children = Vec::with_capacity(value.len() + 1);
            children.push(Branch { kind: NodeKind::FieldName, tokens: name, children: Vec::new() });
            children.extend(value);
            Branch { kind: NodeKind::Field(field), tokens: extra.span(), children }
        })
}

fn shape_of(token: Tok) -> Option<FieldShape> {
    token.keyword.and_then(field_shape)
}

fn one<'a>(value: impl Grammar<'a, Branch>) -> impl Grammar<'a, Vec<Branch>> {
    needed(value).map(|value| value.into_iter().collect())
}

fn known_field<'a>(block: impl Grammar<'a, Branch> + 'a) -> impl Grammar<'a, Branch> {
    let alias = keyword(Keyword::As, Expected::As).ignore_then(needed(leaf(
        NodeKind::Alias,
        Expected::AliasName,
        |token| token.small,
    )));
    let base = group((needed(designation()), amendment().repeated().collect(), alias.or_not()))
        .map(|(document, amendments, alias): (_, Vec<Branch>, _)| {
            document.into_iter().chain(amendments).chain(alias.flatten()).collect()
        });
    let words = needed(word(NodeKind::Word, Expected::Word))
        .separated_by(mark(TokenKind::Comma, Expected::Comma))
        .at_least(1)
        .collect::<Vec<_>>()
        .map(|words| words.into_iter().flatten().collect());
    let for_audiences = audiences().then(needed(text())).map(|(mut parts, text)| {
        parts.extend(text);
        parts
    });
    let quoted = || needed(string(NodeKind::String, Expected::String));
    let item_mark =
        leaf(NodeKind::ItemMark, Expected::ItemMark, |token| token.kind == TokenKind::Item);
    choice((
        field(FieldShape::Text, one(text())),
        field(FieldShape::TextForAudiences, for_audiences),
        field(FieldShape::Words, words),
        field(
            FieldShape::Item,
            group((needed(item_mark), text().or_not(), block.or_not()))
                .map(|(mark, text, block)| flat([mark, text, block])),
        ),
        field(FieldShape::String, one(string(NodeKind::String, Expected::String))),
        field(FieldShape::Number, one(number(NodeKind::Word, Expected::Number))),
        field(FieldShape::Word, one(word(NodeKind::Word, Expected::Word))),
        field(FieldShape::Base, base),
        field(FieldShape::Designation, one(designation())),
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
        field(FieldShape::Label, one(label())),
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
        field(
            FieldShape::Clause,
            one(leaf(NodeKind::Provision, Expected::Provision, is_provision)),
        ),
    ))
}

/// A line of a correspondence.
fn correspondence_entry<'a>() -> impl Grammar<'a, Branch> {
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
}

// Blocks and recovery ----------------------------------------------------------------------------

/// Whether the parser can go on at this token after an error.
fn is_landing(token: Tok) -> bool {
    token.kind == TokenKind::CloseBrace
        || token.head
        || token.starts_entry && shape_of(token).is_some()
}

/// One token that is passed over, or a block with all that is in it.
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

/// Passes over a token and all that follows it up to where the parser can go on.
fn skip<'a>() -> impl Grammar<'a, Branch> {
    let landing = token(Expected::Field, is_landing);
    node(
        NodeKind::Skipped,
        passed_over().then(passed_over().and_is(landing.not()).repeated()).map(|_| None),
    )
}

fn block<'a>() -> impl Grammar<'a, Branch> {
    recursive(|block| {
        // A word at the beginning of a line that names no field: the rest of its lines is its value.
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
        // What stands behind a field on its line belongs to nothing.
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

// Heads ------------------------------------------------------------------------------------------

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
    choice((
        head(AddControl, what(Keyword::Control), labelled_addition()),
        head(AddRequirement, what(Keyword::Requirement), labelled_addition()),
        head(AddClause, what(Keyword::Clause), labelled_addition()),
        head(AddObjective, what(Keyword::Objective), labelled_addition()),
        head(AddGuidance, what(Keyword::Guidance), referenced(to_reference())),
        head(AddInformation, what(Keyword::Information), referenced(to_reference())),
        head(AddNote, what(Keyword::Note), referenced(to_reference())),
    ))
}

fn modification<'a>() -> impl Grammar<'a, (DeclarationKind, Vec<Branch>)> {
    use DeclarationKind::*;
    let what = |word| keyword(word, Expected::WhatIsModified);
    let rest = || referenced(needed(reference()));
    choice((
        head(ModifyControl, what(Keyword::Control), rest()),
        head(ModifyGuidance, what(Keyword::Guidance), rest()),
        head(ModifyPurpose, what(Keyword::Purpose), rest()),
        head(ModifyObjective, what(Keyword::Objective), rest()),
        head(ModifyInformation, what(Keyword::Information), rest()),
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

fn heads<'a>() -> impl Grammar<'a, (DeclarationKind, Vec<Branch>)> {
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
    choice((
        with_first_word(Keyword::Add, addition()),
        head(Interpret, first(Keyword::Interpret), referenced(needed(reference()))),
        head(Refine, first(Keyword::Refine), referenced(needed(reference()))),
        head(Retain, first(Keyword::Retain), referenced(needed(reference()))),
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
    ))
}

/// All the declarations of an item.
pub(crate) fn declarations<'a>() -> impl Parser<'a, &'a [Tok], Vec<Branch>, Extra> {
    // What stands between the head and its block, or the next declaration, belongs to nothing.
    let stray = node(
        NodeKind::Skipped,
        token(Expected::OpenBrace, |token| token.kind != TokenKind::OpenBrace && !token.head)
            .repeated()
            .at_least(1)
            .map(|_| None),
    );
    let no_block = end().or(token(Expected::OpenBrace, |token| token.head).ignored().rewind());
    let tail = block()
        .map(|block| (None, Some(block)))
        .or(no_block.map(|()| (None, None)))
        .recover_with(via_parser(stray.map(Some).then(block().or_not())));
    let declaration = heads().then(tail).map_with(|((kind, mut parts), (stray, block)), extra| {
        parts.extend(stray);
        parts.extend(block);
        Branch { kind: NodeKind::Declaration(kind), tokens: extra.span(), children: parts }
    });
    let skipped = node(
        NodeKind::Skipped,
        any()
            .then(token(Expected::Declaration, |token| !token.head).repeated())
            .map(|_: (Tok, ())| None),
    );
    declaration.recover_with(via_parser(skipped)).repeated().collect()
}
