//! The grammar of declarations, written with chumsky. `grammar/annexa.ebnf` has the same grammar in
//! a notation for readers.
//!
//! The grammar works on the tokens of one item, without trivia, and never fails: it reports a
//! missing part and omits it from the tree, and reports and skips tokens that fit nowhere. After an
//! error it resumes at the next line that begins with a field, a `}` or a head.
//!
//! The type of a parser contains the types of all its parts. Large parsers are `boxed` where they
//! are combined; otherwise the type names alone would make a debug build larger than editors'
//! packages may be. Small parsers are not boxed: each box is an allocation per item, and every edit
//! builds the parser.

use chumsky::extension::v1::{Ext, ExtParser};
use chumsky::input::InputRef;
use chumsky::prelude::*;
use chumsky::span::SimpleSpan;

use crate::{
    Keyword, NodeKind, TokenKind,
    expected::{Expected, Miss},
    head,
};

mod blocks;
mod fields;
mod heads;
mod values;

pub(crate) use values::reference;

/// A token as the grammar sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Tok {
    pub(crate) kind: TokenKind,
    pub(crate) keyword: Option<Keyword>,
    /// A word of capitals, digits and hyphens, such as a prefix or a publisher.
    pub(crate) capitals: bool,
    pub(crate) small: bool,
    /// A word that occurs in references of forms that the language does not have: `Annex`,
    /// `clause`, `d`.
    pub(crate) loose: bool,
    /// The token is the first of its line or directly behind a brace, so a field or a declaration
    /// can begin here.
    pub(crate) starts_entry: bool,
    /// A head begins here.
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

/// A node with its children, before it is written into the tree.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    pub(crate) kind: NodeKind,
    pub(crate) tokens: SimpleSpan<usize>,
    pub(crate) children: Vec<Branch>,
}

type Extra = extra::Err<Miss>;

/// A parser of this grammar; an alias for the bounds that all of them need.
pub(crate) trait Grammar<'a, O>: Parser<'a, &'a [Tok], O, Extra> + Clone {}
impl<'a, O, T: Parser<'a, &'a [Tok], O, Extra> + Clone> Grammar<'a, O> for T {}

/// Parses a token for which `accept` holds into a leaf of the tree.
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
    Ext(One { expected, accept })
}

/// Parses one token. `any`, `filter` and `labelled` would do the same, but parsing consists mostly
/// of this step, and a single parser makes a whole parse an eighth faster.
#[derive(Clone)]
struct One<F> {
    expected: Expected,
    accept: F,
}

impl<'a, F: Fn(Tok) -> bool> ExtParser<'a, &'a [Tok], Tok, Extra> for One<F> {
    fn parse(&self, input: &mut InputRef<'a, '_, &'a [Tok], Extra>) -> Result<Tok, Miss> {
        let before = input.cursor();
        match input.next() {
            Some(token) if (self.accept)(token) => Ok(token),
            _ => Err(Miss::new(input.span_since(&before), self.expected)),
        }
    }
}

fn keyword<'a>(keyword: Keyword, expected: Expected) -> impl Grammar<'a, Tok> {
    token(expected, move |token| token.keyword == Some(keyword))
}

fn mark<'a>(kind: TokenKind, expected: Expected) -> impl Grammar<'a, Tok> {
    token(expected, move |token| token.kind == kind)
}

/// Makes a part mandatory: if it is missing, the parser reports that and continues.
fn needed<'a, O: 'a>(part: impl Grammar<'a, O>) -> impl Grammar<'a, Option<O>> {
    part.map(Some).recover_with(via_parser(empty().map(|()| None)))
}

/// Fails on every token with this expectation. Where the caller recovers, this reports the tokens
/// that are skipped.
fn never<'a, O: 'a>(expected: Expected) -> impl Grammar<'a, O> {
    any().filter_map(|_: Tok| None).labelled(expected)
}

/// Wraps the result of a parser into a node.
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

/// Parses all declarations of an item.
pub(crate) fn declarations<'a>() -> impl Grammar<'a, Vec<Branch>> {
    // Tokens between a head and its block or the next declaration belong to no node.
    let stray = node(
        NodeKind::Skipped,
        token(Expected::OpenBrace, |token| token.kind != TokenKind::OpenBrace && !token.head)
            .repeated()
            .at_least(1)
            .map(|_| None),
    );
    let no_block = end().or(token(Expected::OpenBrace, |token| token.head).ignored().rewind());
    let tail = blocks::block()
        .map(|block| (None, Some(block)))
        .or(no_block.map(|()| (None, None)))
        .recover_with(via_parser(stray.map(Some).then(blocks::block().or_not())));
    let declaration =
        heads::heads().then(tail).map_with(|((kind, mut parts), (stray, block)), extra| {
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
