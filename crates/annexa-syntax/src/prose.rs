//! Inside a paragraph: references, quotations and verbal forms. This is the one place that says which
//! words are said and which are only quoted or named.

use logos::Logos;

use crate::{
    VerbalForm,
    markup::{is_blank, line},
};

/// A piece of a paragraph.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Piece {
    /// `{{`
    EscapedBrace,
    /// `{…}`, or a `{` that does not close on its line.
    Reference {
        /// It closes.
        closed: bool,
    },
    /// Words in quotation marks: quoted, not said. The references in it follow as pieces of their own.
    Quotation,
    /// A verbal form.
    VerbalForm(VerbalForm),
    /// Any other word.
    Word,
    /// Marks that stand between words, and blanks that stand beside them.
    Between,
}

/// Blanks alone are no token: they say nothing, and there are as many of them as of words.
#[derive(Logos, Clone, Copy, PartialEq, Eq, Debug)]
#[logos(skip(r"[ \t\r\n\u{00A0}]+", priority = 2))]
enum Token {
    #[token("{{")]
    EscapedBrace,
    #[token("{")]
    OpenBrace,
    /// An opening typographic quotation mark, or a plain one.
    #[regex("[“„\"]")]
    Quote,
    #[regex(r"[\p{L}\p{N}_]([\p{L}\p{M}\p{N}_’'-]*[\p{L}\p{M}\p{N}_])?", priority = 2)]
    Word,
    /// Whatever lies between.
    #[regex(r#"[^\p{L}\p{N}_{“„"]+"#, priority = 1)]
    Between,
}

/// Calls `each` with the pieces of a paragraph, in order: where each begins, and what it covers.
pub(crate) fn pieces<'a>(text: &'a str, mut each: impl FnMut(Piece, usize, &'a str)) {
    let mut lexer = Token::lexer(text);
    // The two words before, as far as nothing but blanks parts them from what follows.
    let mut before = ["", ""];
    while let Some(token) = lexer.next() {
        let (start, mut end) = (lexer.span().start, lexer.span().end);
        let slice = lexer.slice();
        match token {
            Ok(Token::EscapedBrace) => each(Piece::EscapedBrace, start, slice),
            Ok(Token::OpenBrace) => {
                let (line, _) = line(&text[start..]);
                let closing = line.find('}');
                end = start + closing.map_or(line.trim_end_matches(is_blank).len(), |at| at + 1);
                each(Piece::Reference { closed: closing.is_some() }, start, &text[start..end]);
            }
            Ok(Token::Quote) => {
                end = quotation_end(text, start, end, &mut each);
            }
            Ok(Token::Word) => {
                let form =
                    looks_verbal(slice).then(|| verbal_form(slice, before, &text[end..])).flatten();
                match form {
                    Some((form, length)) => {
                        end += length;
                        each(Piece::VerbalForm(form), start, &text[start..end]);
                        lexer.bump(length);
                    }
                    None => each(Piece::Word, start, slice),
                }
                before = [before[1], slice];
                continue;
            }
            Ok(Token::Between) | Err(()) => {
                each(Piece::Between, start, slice);
                // Other blanks than those that are skipped part no words either.
                if slice.chars().all(char::is_whitespace) {
                    continue;
                }
            }
        }
        before = ["", ""];
        lexer.bump(end - lexer.span().end);
    }
}

/// Passes over a quotation, with the references in it, and gives its end. A quotation mark that does
/// not close quotes nothing.
fn quotation_end<'a>(
    text: &'a str,
    start: usize,
    end: usize,
    each: &mut impl FnMut(Piece, usize, &'a str),
) -> usize {
    let marks: &[char] = if text[start..].starts_with('"') { &['"'] } else { &['”', '“'] };
    let Some(closing) = text[end..].find(marks).map(|at| end + at) else {
        each(Piece::Between, start, &text[start..end]);
        return end;
    };
    let mut references = Vec::new();
    // A reference shows its own strings in quotation marks; that is no quotation.
    let mut at = end;
    let mut quoted_end = closing + text[closing..].chars().next().map_or(1, char::len_utf8);
    while let Some(open) = text[at..closing].find('{').map(|found| at + found) {
        if text[open..].starts_with("{{") {
            references.push((Piece::EscapedBrace, open, open + 2));
            at = open + 2;
            continue;
        }
        let (line, _) = line(&text[open..]);
        let Some(close) = line.find('}').map(|found| open + found + 1) else { break };
        references.push((Piece::Reference { closed: true }, open, close));
        at = close;
        if at > closing {
            quoted_end = at;
            break;
        }
    }
    each(Piece::Quotation, start, &text[start..quoted_end]);
    references.into_iter().for_each(|(piece, start, end)| each(piece, start, &text[start..end]));
    quoted_end
}

/// Whether a word begins and ends as one that [`verbal_form`] knows. Nearly all words do not.
fn looks_verbal(word: &str) -> bool {
    matches!(
        word.as_bytes(),
        [
            b's' | b'S' | b'm' | b'M' | b'c' | b'C' | b'n' | b'N',
            ..,
            b'l' | b'L' | b'd' | b'D' | b'y' | b'Y' | b'n' | b't' | b'T'
        ]
    )
}

/// The verbal form that a word begins, and how much of what follows belongs to it: a `not` does.
/// `before` are the two words before it.
fn verbal_form(word: &str, before: [&str; 2], after: &str) -> Option<(VerbalForm, usize)> {
    use VerbalForm::*;
    // In the beginning of a sentence, `Should` and `May` open a condition, a question or a month.
    let (plain, negative) = match word {
        "shall" | "Shall" | "SHALL" => (Some(Shall), ShallNot),
        "should" | "SHOULD" => (Some(Should), ShouldNot),
        "may" | "MAY" => (Some(May), MayNot),
        "can" => (Some(Can), Cannot),
        "must" | "Must" | "MUST" => (Some(Must), MustNot),
        "need" | "NEED" => (None, NeedNot),
        "cannot" | "Cannot" | "CANNOT" => return Some((Cannot, 0)),
        _ => return Some((contraction(word)?, 0)),
    };
    let is_noun = matches!(word, "can" | "must" | "need" | "may")
        && matches!(before[1], "a" | "an" | "the" | "The" | "A" | "no" | "each" | "every" | "any");
    if is_noun {
        return None;
    }
    let (next, rest) = next_word(after);
    // `not only` denies nothing.
    let is_only = || matches!(next_word(rest).0, "only" | "merely" | "just" | "simply");
    if matches!(next, "not" | "NOT") && !is_only() {
        // `may or may not` leaves one thing open, and denies nothing.
        if before == [word, "or"] {
            return None;
        }
        return Some((negative, after.len() - rest.len()));
    }
    // `should the meter fail`: a condition. Behind `nor` and the like, the subject follows as well.
    let is_inverted = matches!(before[1], "so" | "nor" | "Nor" | "neither" | "Neither")
        || matches!(before, ["only" | "Only", "then"] | ["no", "case" | "circumstances" | "event"]);
    let opens_condition = word == "should"
        && !is_inverted
        && matches!(
            next,
            "the"
                | "a"
                | "an"
                | "this"
                | "these"
                | "those"
                | "any"
                | "it"
                | "they"
                | "there"
                | "he"
                | "she"
                | "we"
                | "you"
                | "such"
        );
    if opens_condition {
        return None;
    }
    Some((plain?, 0))
}

/// A verbal form with its `not` drawn together.
fn contraction(word: &str) -> Option<VerbalForm> {
    let stem = word.strip_suffix("n't").or_else(|| word.strip_suffix("n’t"))?;
    Some(match stem {
        "sha" => VerbalForm::ShallNot,
        "should" => VerbalForm::ShouldNot,
        "may" => VerbalForm::MayNot,
        "ca" => VerbalForm::Cannot,
        "must" => VerbalForm::MustNot,
        "need" => VerbalForm::NeedNot,
        _ => return None,
    })
}

/// The word that follows behind blanks alone, and what stands behind it.
fn next_word(text: &str) -> (&str, &str) {
    let word = text.trim_start();
    let end = word
        .find(|character: char| !character.is_alphanumeric() && !matches!(character, '-' | '_'))
        .unwrap_or(word.len());
    if word.len() == text.len() { ("", text) } else { word.split_at(end) }
}

/// The verbal forms of a piece of wording that is no text, as behind `replace`.
pub fn verbal_forms(wording: &str) -> Vec<VerbalForm> {
    let mut forms = Vec::new();
    pieces(wording, |piece, _, _| {
        if let Piece::VerbalForm(form) = piece {
            forms.push(form);
        }
    });
    forms
}

#[cfg(test)]
mod tests {
    use super::{VerbalForm::*, verbal_forms};

    #[test]
    fn verbal_forms_are_words_that_are_said() {
        for (said, forms) in [
            ("Keys shall be kept.", vec![Shall]),
            ("It SHALL NOT fail; Shall be kept.", vec![ShallNot, Shall]),
            ("It shall not only warn but shall stop.", vec![Shall, Shall]),
            ("It need not, it need not only, it needs, it need to.", vec![NeedNot]),
            ("It can\u{a0}not, cannot, can't, shouldn’t.", vec![Cannot, Cannot, Cannot, ShouldNot]),
            ("The word \"should\" and “shall” and „may“ are quoted.", vec![]),
            ("{term must have} {SMX.1} {{shall}", vec![Shall]),
            ("Should the mains fail, or should it stop, keys may go.", vec![May]),
            ("Keys should each be numbered; they should then go.", vec![Should, Should]),
            ("Nor should the key leave; in no case should a key be sent.", vec![Should, Should]),
            ("If one goes, so should they; only then should it stop.", vec![Should, Should]),
            ("In May, a can on the CAN bus is a must-have.", vec![]),
            ("It is a must, and there is no need not to go; maybe.", vec![]),
            ("It must not and mustn't.", vec![MustNot, MustNot]),
            ("It may or may not run, or may not be opened.", vec![May, MayNot]),
            ("shallow, shall-be, should_be", vec![]),
            ("shall/should", vec![Shall, Should]),
        ] {
            assert_eq!(verbal_forms(said), forms, "{said}");
        }
    }
}
