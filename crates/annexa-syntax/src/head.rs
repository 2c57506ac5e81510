//! Where a declaration begins in column 1.
//!
//! A line that begins there with the words of a head, followed by a token in the shape that the head
//! asks for, always begins a declaration: a string has ended with its line, a text and a block end
//! before it. Whether a line is such a line is told by the line alone. The whole incremental parser
//! rests on this: a document is cut into items at these lines without looking at anything else.

use logos::Logos;

use crate::{DeclarationKind, Keyword, Part, TokenKind};

/// A token that is not trivia, as far as the recognition of a head needs it.
pub(crate) trait Peek: Copy {
    fn kind(self) -> TokenKind;
    fn keyword(self) -> Option<Keyword>;
    /// Whether this is a word of capitals and digits, as a prefix is.
    fn is_prefix(self) -> bool;
    fn is_small_word(self) -> bool;
}

/// Whether tokens form the beginning of a declaration. `next` gives the tokens of the line, one
/// after the other.
pub(crate) fn is_head<T: Peek>(mut next: impl FnMut() -> Option<T>) -> bool {
    let Some(first) = next().and_then(T::keyword) else { return false };
    let mut second = None;
    let kind = DeclarationKind::ALL.iter().find(|kind| {
        let mut words = kind.words().split(' ');
        words.next() == Some(first.as_str())
            && words.next().is_none_or(|word| {
                let read = second.get_or_insert_with(|| next().and_then(T::keyword));
                read.is_some_and(|read| read.as_str() == word)
            })
    });
    kind.is_some_and(|kind| begins(kind.head(), next))
}

/// Whether tokens begin the parts of a head, as far as is needed to tell it from prose.
fn begins<T: Peek>(parts: &[Part], mut next: impl FnMut() -> Option<T>) -> bool {
    match parts.first() {
        Some(Part::Prefix) => next().is_some_and(T::is_prefix),
        Some(Part::Document) => next().is_some_and(|token| token.is_prefix() || is_string(token)),
        Some(Part::Name) => next().is_some_and(is_string),
        Some(Part::Label) => next().is_some_and(|token| token.kind() == TokenKind::Label),
        Some(Part::Reference) => is_reference(next),
        Some(Part::To) => next().and_then(T::keyword) == Some(Keyword::To) && is_reference(next),
        Some(Part::Number) => {
            next().is_some_and(|token| matches!(token.kind(), TokenKind::Number | TokenKind::Label))
                && next()
                    .is_none_or(|token| is_string(token) || token.kind() == TokenKind::OpenBrace)
        }
        Some(Part::Letter) => next().is_some_and(T::is_prefix) && next().is_some_and(is_string),
        _ => false,
    }
}

fn is_string<T: Peek>(token: T) -> bool {
    token.kind().is_string()
}

/// A number, a label, or an alias with either of them or a block behind it. (`for` behind an alias is no
/// sign of a head: prose such as "interpret it for …" has it too.)
fn is_reference<T: Peek>(mut next: impl FnMut() -> Option<T>) -> bool {
    let Some(first) = next() else { return false };
    match first.kind() {
        TokenKind::Number | TokenKind::Label => true,
        TokenKind::Word if first.is_prefix() => {
            // A designation, though it is the alias that one writes here.
            next().is_some_and(|token| matches!(token.kind(), TokenKind::Slash | TokenKind::Number))
        }
        TokenKind::Word if first.is_small_word() => next().is_some_and(|token| {
            matches!(token.kind(), TokenKind::Number | TokenKind::Label | TokenKind::OpenBrace)
        }),
        _ => false,
    }
}

/// A token of a line that is looked at by itself.
#[derive(Clone, Copy)]
struct LineToken<'a> {
    kind: TokenKind,
    text: &'a str,
}

impl Peek for LineToken<'_> {
    fn kind(self) -> TokenKind {
        self.kind
    }

    fn keyword(self) -> Option<Keyword> {
        (self.kind == TokenKind::Word).then(|| Keyword::of(self.text)).flatten()
    }

    fn is_prefix(self) -> bool {
        self.kind == TokenKind::Word && is_prefix(self.text)
    }

    fn is_small_word(self) -> bool {
        self.kind == TokenKind::Word && self.text.starts_with(char::is_lowercase)
    }
}

/// Whether a word can be the prefix of a standard: capital letters and digits, a letter first.
pub(crate) fn is_prefix(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// The letters that heads begin with, a bit for each.
const FIRST_LETTERS: u32 = {
    let (mut letters, mut kinds) = (0, DeclarationKind::ALL);
    while let [kind, rest @ ..] = kinds {
        if let [letter, ..] = kind.words().as_bytes() {
            letters |= bit(*letter);
        }
        kinds = rest;
    }
    letters
};

const fn bit(letter: u8) -> u32 {
    1 << (letter - b'a')
}

/// Whether a line that begins in column 1 begins a declaration. `line` may go on after its end.
pub(crate) fn is_head_line(line: &str) -> bool {
    // Nearly all lines are told apart by their first letter.
    let is_first = |letter: &u8| letter.is_ascii_lowercase() && FIRST_LETTERS & bit(*letter) != 0;
    if !line.as_bytes().first().is_some_and(is_first) {
        return false;
    }
    let line = &line[..memchr::memchr2(b'\n', b'\r', line.as_bytes()).unwrap_or(line.len())];
    let mut lexer = TokenKind::lexer(line);
    is_head(|| {
        loop {
            let kind = lexer.next()?.unwrap_or(TokenKind::Unknown);
            if !kind.is_trivia() {
                return Some(LineToken { kind, text: lexer.slice() });
            }
        }
    })
}

/// Cuts a text that begins where an item begins into items: each ends before the next head line.
pub(crate) fn split_items(text: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let mut start = 0;
    for line_start in line_starts(text) {
        if line_start > start && is_head_line(&text[line_start..]) {
            items.push(&text[start..line_start]);
            start = line_start;
        }
    }
    if start < text.len() {
        items.push(&text[start..]);
    }
    items
}

/// The offsets at which the lines after the first begin.
pub(crate) fn line_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(move |&at| !(bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n')))
        .map(|at| at + 1)
}

/// The length of the first line of an item, its end included.
pub(crate) fn first_line(text: &str) -> usize {
    line_starts(text).next().unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::is_head_line;

    #[test]
    fn heads_and_prose() {
        for head in [
            "standard SMX \"x\" {",
            "part of SMX",
            "catalogue ISO/IEC 27002:2022 \"x\"",
            "overlay \"ITU-T X.1631\"",
            "correspondence ISO/IEC 27001:2013 to",
            "term \"head-end\" {",
            "add control SMX.8.35 \"x\" to 27002 8 {",
            "add guidance to 27002 5.1",
            "add note to x1631 8.3 {",
            "refine SMX.4.3.1",
            "interpret 27001 {",
            "interpret x1631 {",
            "modify control 27002 7.9 {",
            "retain 27002 5.24 {",
            "clause 5 \"Organizational controls\"",
            "clause 5",
            "control CLD.6.3.1 {",
            "annex A \"x\" of",
            "amendment \"Amd 1:2024\" {",
        ] {
            assert!(is_head_line(head), "{head}");
        }
        for prose in [
            "interpret the results",
            "add control over the keys",
            "add guidance to the reader",
            "retain records for a year",
            "clause 5 describes the controls",
            "standard practice",
            "part of the network",
            "term of office",
            "modify nothing",
            " retain 27002 5.24",
            "control \"\"\"a field\"\"\"",
            "annex A of this document",
            "",
        ] {
            assert!(!is_head_line(prose), "{prose}");
        }
    }
}
