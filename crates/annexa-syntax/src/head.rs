//! Where a declaration begins in column 1.
//!
//! A line that begins in column 1 with the words of a head, followed by the parts that this head
//! requires, always begins a declaration: a string ends with its line, and a text or a block ends
//! before such a line. The line alone decides whether it is one. The incremental parser depends on
//! this: it cuts a document into items at these lines without examining anything else.

use logos::Logos;

use crate::{DeclarationKind, Keyword, Part, TokenKind};

/// A token that is not trivia, with the properties that decide whether a line is a head.
pub(crate) trait Peek: Copy {
    fn kind(self) -> TokenKind;
    fn keyword(self) -> Option<Keyword>;
    /// Whether this is a word of capital letters and digits, as a prefix is.
    fn is_prefix(self) -> bool;
    fn is_small_word(self) -> bool;
}

/// Whether a line begins a declaration. `next` returns its tokens, one after the other.
pub(crate) fn is_head<T: Peek>(mut next: impl FnMut() -> Option<T>) -> bool {
    let Some(first) = next().and_then(T::keyword) else { return false };
    let mut second = None;
    let kind =
        DeclarationKind::ALL.iter().find(|kind| match kind.words().strip_prefix(first.as_str()) {
            Some("") => true,
            Some(more) => more.strip_prefix(' ').is_some_and(|word| {
                let read = second.get_or_insert_with(|| next().and_then(T::keyword));
                read.is_some_and(|read| read.as_str() == word)
            }),
            None => false,
        });
    kind.is_some_and(|kind| begins(kind.head(), next))
}

/// Whether the tokens of a line are the parts of a head. Only this line decides, and the test is
/// strict, because authors begin lines of prose with the words of heads (`retain 90 days of logs`).
fn begins<T: Peek>(parts: &[Part], mut next: impl FnMut() -> Option<T>) -> bool {
    match parts {
        [Part::Prefix, Part::Title, ..] => {
            next().is_some_and(T::is_prefix) && next().is_some_and(is_string)
        }
        [Part::Prefix, ..] => next().is_some_and(T::is_prefix) && ends(next()),
        [Part::Document, rest @ ..] => match after_document(&mut next) {
            None => false,
            Some(token) => match rest {
                [Part::Title, ..] => token.is_some_and(is_string),
                [Part::To, ..] => token.and_then(T::keyword) == Some(Keyword::To),
                _ => ends(token),
            },
        },
        [Part::Name, ..] => next().is_some_and(is_string),
        [Part::Label, ..] => {
            next().is_some_and(|token| token.kind() == TokenKind::Label)
                && next()
                    .is_some_and(|token| is_string(token) || token.keyword() == Some(Keyword::To))
        }
        [Part::Reference, ..] => is_reference(next),
        [Part::To, ..] => next().and_then(T::keyword) == Some(Keyword::To) && is_reference(next),
        [Part::Number, ..] => {
            next().is_some_and(is_provision)
                && next()
                    .is_some_and(|token| is_string(token) || token.kind() == TokenKind::OpenBrace)
        }
        [Part::Letter, ..] => {
            next().is_some_and(T::is_prefix)
                && next().is_some_and(is_string)
                && next().and_then(T::keyword) == Some(Keyword::Of)
        }
        _ => false,
    }
}

fn is_string<T: Peek>(token: T) -> bool {
    token.kind().is_string()
}

fn is_provision<T: Peek>(token: T) -> bool {
    matches!(token.kind(), TokenKind::Number | TokenKind::Label)
}

/// Whether a head ends before this token: at the end of the line or at the block.
fn ends<T: Peek>(token: Option<T>) -> bool {
    token.is_none_or(|token| token.kind() == TokenKind::OpenBrace)
}

/// Skips a designation and returns the token behind it; `None` if there is no designation.
fn after_document<T: Peek>(next: &mut impl FnMut() -> Option<T>) -> Option<Option<T>> {
    let first = next()?;
    if is_string(first) {
        return Some(next());
    }
    if !first.is_prefix() {
        return None;
    }
    after_publisher(next)
}

/// Skips the rest of a designation behind its first word and returns the token behind it.
fn after_publisher<T: Peek>(next: &mut impl FnMut() -> Option<T>) -> Option<Option<T>> {
    loop {
        let token = next()?;
        match token.kind() {
            TokenKind::Number => return Some(after_year(next)),
            TokenKind::Slash => {}
            _ if token.is_prefix() => {}
            _ => return None,
        }
    }
}

/// Returns the token behind `:2022`, if these tokens form an edition.
fn after_year<T: Peek>(next: &mut impl FnMut() -> Option<T>) -> Option<T> {
    let token = next()?;
    if token.kind() != TokenKind::Colon {
        return Some(token);
    }
    next().filter(|year| year.kind() == TokenKind::Number)?;
    next()
}

/// Whether the tokens form a reference that a head can contain: a label, a document with or without
/// a provision, and the parts that can follow.
fn is_reference<T: Peek>(mut next: impl FnMut() -> Option<T>) -> bool {
    let Some(first) = next() else { return false };
    let behind = match first.kind() {
        TokenKind::Label => return goes_on(next),
        TokenKind::Word if first.is_prefix() => match after_publisher(&mut next) {
            Some(behind) => behind,
            None => return false,
        },
        TokenKind::Number => after_year(&mut next),
        // An alias is never a keyword.
        TokenKind::Word if first.is_small_word() && first.keyword().is_none() => {
            after_year(&mut next)
        }
        _ => return false,
    };
    let Some(token) = behind else { return false };
    match token.kind() {
        TokenKind::Number | TokenKind::Label => goes_on(next),
        TokenKind::OpenBrace => true,
        _ if token.keyword() == Some(Keyword::For) => is_for_audiences(next),
        // `27001 A`: a whole annex.
        _ => token.is_prefix() && ends(next()),
    }
}

/// Whether the tokens behind a complete reference continue a head.
fn goes_on<T: Peek>(mut next: impl FnMut() -> Option<T>) -> bool {
    let Some(token) = next() else { return true };
    match token.kind() {
        TokenKind::OpenBrace | TokenKind::Item => true,
        _ => match token.keyword() {
            Some(Keyword::As) => next().is_some_and(|token| token.kind() == TokenKind::Item),
            Some(Keyword::For) => {
                next().is_some_and(|token| token.kind() == TokenKind::Word)
                    && next().is_none_or(|token| {
                        matches!(token.kind(), TokenKind::Comma | TokenKind::OpenBrace)
                    })
            }
            _ => false,
        },
    }
}

/// Whether the tokens are audiences up to the block: `operator, supplier {`. Without a number
/// before it, `for` does not make a line a head, because prose has it too: `interpret it for the
/// reader`.
fn is_for_audiences<T: Peek>(mut next: impl FnMut() -> Option<T>) -> bool {
    loop {
        if next().is_none_or(|token| token.kind() != TokenKind::Word) {
            return false;
        }
        match next().map(T::kind) {
            Some(TokenKind::OpenBrace) => return true,
            Some(TokenKind::Comma) => {}
            _ => return false,
        }
    }
}

/// A token of a single line, outside of any item.
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

/// Whether a word can be the prefix of a standard: capital letters and digits, beginning with a
/// letter.
pub(crate) fn is_prefix(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// The first letters of all heads, one bit per letter.
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

/// Whether a line in column 1 begins a declaration. `line` may extend beyond the end of the line.
pub(crate) fn is_head_line(line: &str) -> bool {
    // The first letter rules out nearly all lines.
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

/// Cuts a text that begins at the start of an item into items: each ends before the next head line.
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

/// Returns the offsets at which the lines after the first begin.
pub(crate) fn line_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(move |&at| !(bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n')))
        .map(|at| at + 1)
}

/// Returns the length in bytes of the first line, including its line end.
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
            "clause 5",
            "retain 90 days of logs",
            "standard ISO/IEC 27001 for them,",
            "part of IT operations.",
            "",
        ] {
            assert!(!is_head_line(prose), "{prose}");
        }
    }
}
