//! The grammar of declarations, in chumsky. `grammar/annexa.ebnf` says the same in a notation for people.
//!
//! It works on the tokens of one item, trivia left out, and never fails: a part that is missing is
//! reported and left out of the tree, a part that fits nowhere is reported and skipped. After an
//! error it goes on at the next line that begins with a field, a `}` or a head.
//!
//! The type of a parser names the types of all its parts. Where large ones meet they are `boxed`, or
//! the names alone would make a debug build of the program larger than editors' packages may be. Small
//! ones are not: a box is one more allocation for every item, and the parser is made for every edit.

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
    /// A word of capitals, digits and hyphens, as in a prefix or a designation.
    pub(crate) capitals: bool,
    pub(crate) small: bool,
    /// A word that references hold in forms that the language does not have: `Annex`, `clause`, `d`.
    pub(crate) loose: bool,
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
    Ext(One { expected, accept })
}

/// One token. `any`, `filter` and `labelled` would do the same; but this is what a parse consists of, and
/// in one piece it takes an eighth off a whole parse.
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

/// All the declarations of an item.
pub(crate) fn declarations<'a>() -> impl Grammar<'a, Vec<Branch>> {
    // What stands between the head and its block, or the next declaration, belongs to nothing.
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
