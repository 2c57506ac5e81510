//! The content of paragraphs: references, quotations and verbal forms. This is the only module that
//! decides which words are used and which are quoted or named.

use logos::Logos;

use crate::{
    VerbalForm,
    lines::{is_blank, line},
    verbal::{Candidate, SentenceEnd, looks_verbal},
};

/// A piece of a paragraph.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Piece {
    /// `{{`.
    EscapedBrace,
    /// `{…}`, or a `{` that does not close on its line.
    Reference {
        /// Whether it closes.
        closed: bool,
    },
    /// Words in quotation marks, which are quoted, not used. References in them follow as pieces of
    /// their own.
    Quotation,
    /// A verbal form.
    VerbalForm(VerbalForm),
    /// Any other word.
    Word,
    /// Marks between words, and the blanks beside them.
    Between,
}

/// Runs of blanks alone are not tokens: they carry no meaning, and there are as many as words.
#[derive(Logos, Clone, Copy, PartialEq, Eq, Debug)]
#[logos(skip(r"[ \t\r\n\u{00A0}]+", priority = 2))]
enum Token {
    #[token("{{")]
    EscapedBrace,
    #[token("{")]
    OpenBrace,
    /// A mark that can open a quotation.
    #[regex("[\"“”„‟«»‹›‘‚]")]
    Quote,
    /// It opens a quotation before a word, and is an apostrophe behind one.
    #[regex("['’]")]
    Apostrophe,
    #[regex(r"[\p{L}\p{N}_]([\p{L}\p{M}\p{N}_’'-]*[\p{L}\p{M}\p{N}_])?", priority = 2)]
    Word,
    /// Any other characters.
    #[regex(r#"[^\p{L}\p{N}_{"“”„‟«»‹›‘‚'’]+"#, priority = 1)]
    Between,
}

/// Calls `each` with the pieces of a paragraph, in order: the kind, the offset in bytes, and the
/// source.
pub(crate) fn pieces<'a>(text: &'a str, mut each: impl FnMut(Piece, usize, &'a str)) {
    let mut lexer = Token::lexer(text);
    // The previous two words, as long as only blanks separate them from the next one.
    let mut before = ["", ""];
    let mut sentence_end = SentenceEnd::default();
    let mut unclosed = Vec::new();
    while let Some(token) = lexer.next() {
        let (start, mut end) = (lexer.span().start, lexer.span().end);
        let slice = lexer.slice();
        match token {
            Ok(Token::EscapedBrace) => each(Piece::EscapedBrace, start, slice),
            Ok(Token::OpenBrace) => {
                let closing = reference_end(text, start);
                end = closing.unwrap_or_else(|| {
                    start + line(&text[start..]).0.trim_end_matches(is_blank).len()
                });
                each(Piece::Reference { closed: closing.is_some() }, start, &text[start..end]);
            }
            Ok(Token::Quote) => end = quotation_end(text, start, end, &mut unclosed, &mut each),
            Ok(Token::Apostrophe) if opens_quotation(text, start, end) => {
                end = quotation_end(text, start, end, &mut unclosed, &mut each);
            }
            Ok(Token::Word) => {
                let candidate = Candidate { text, word: slice, start, before };
                let form = looks_verbal(slice).then(|| candidate.form(&mut sentence_end));
                match form.flatten() {
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
            Ok(Token::Between | Token::Apostrophe) | Err(()) => {
                each(Piece::Between, start, slice);
                // Nor do blanks separate words that the lexer does not skip.
                if slice.chars().all(char::is_whitespace) {
                    continue;
                }
            }
        }
        before = ["", ""];
        lexer.bump(end - lexer.span().end);
    }
}

/// Returns the end of the reference that begins with the `{` at `open`, if it closes on its line.
fn reference_end(text: &str, open: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[open..];
    let at = memchr::memchr3(b'}', b'\n', b'\r', bytes)?;
    (bytes[at] == b'}').then_some(open + at + 1)
}

/// Whether a single quotation mark is before a word and not behind one.
fn opens_quotation(text: &str, start: usize, end: usize) -> bool {
    let is_inner = |letter: char| letter.is_alphanumeric();
    text[end..].starts_with(is_inner)
        && text[..start]
            .chars()
            .next_back()
            .is_none_or(|it| it.is_whitespace() || "([-–—/".contains(it))
}

/// Returns the marks that close a quotation.
fn closing_marks(opening: &str) -> &'static [char] {
    match opening {
        "\"" => &['"'],
        "«" => &['»'],
        "»" => &['«', '»'],
        "‹" => &['›'],
        "›" => &['‹', '›'],
        "‘" => &['’'],
        "‚" => &['‘', '’'],
        "'" | "’" => &['\'', '’'],
        _ => &['”', '“'],
    }
}

/// Returns the position of the mark that closes a quotation. `unclosed` holds the marks that do not
/// occur again, so that each is searched to the end of the paragraph only once.
fn closing_mark(
    text: &str,
    start: usize,
    end: usize,
    unclosed: &mut Vec<&'static [char]>,
) -> Option<usize> {
    let closing = closing_marks(&text[start..end]);
    if unclosed.contains(&closing) {
        return None;
    }
    // Between letters, a single quotation mark is an apostrophe.
    let is_apostrophe = |at: usize, mark: &str| {
        matches!(mark, "'" | "’") && text[at + mark.len()..].starts_with(char::is_alphanumeric)
    };
    let mut marks = text[end..].match_indices(closing).map(|(at, mark)| (end + at, mark));
    let found = marks.find(|&(at, mark)| !is_apostrophe(at, mark));
    if found.is_none() {
        unclosed.push(closing);
    }
    found.map(|it| it.0)
}

/// Skips a quotation, reports the references in it, and returns its end. A quotation mark without a
/// closing one quotes nothing.
fn quotation_end<'a>(
    text: &'a str,
    start: usize,
    end: usize,
    unclosed: &mut Vec<&'static [char]>,
    each: &mut impl FnMut(Piece, usize, &'a str),
) -> usize {
    let Some(closing) = closing_mark(text, start, end, unclosed) else {
        each(Piece::Between, start, &text[start..end]);
        return end;
    };
    let mut references = Vec::new();
    // The strings within a reference are in quotation marks, but they are not quotations.
    let mut at = end;
    let mut quoted_end = closing + text[closing..].chars().next().map_or(1, char::len_utf8);
    while let Some(open) = text[at..closing].find('{').map(|found| at + found) {
        if text[open..].starts_with("{{") {
            references.push((Piece::EscapedBrace, open, open + 2));
            at = open + 2;
            continue;
        }
        let Some(close) = reference_end(text, open) else { break };
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

/// Returns the verbal forms of wording outside a text, such as that behind `replace`.
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
    use std::time::{Duration, Instant};

    use super::{VerbalForm::*, pieces, verbal_forms};

    /// The time must be linear in the length of the text: if it were quadratic, each case would
    /// take minutes.
    #[test]
    fn long_lines_take_no_longer_than_many_short_ones() {
        for part in ["{SMX.1} ", "„key ", "«key ", "'key ", "shall be, "] {
            let text = part.repeat(1 << 18);
            let (start, mut last) = (Instant::now(), 0);
            pieces(&text, |_, at, piece| last = at + piece.len());
            assert!(text[last..].trim().is_empty(), "{part}: it ends at {last}");
            assert!(start.elapsed() < Duration::from_secs(20), "{part}: {:?}", start.elapsed());
        }
    }

    #[test]
    fn verbal_forms_are_used_words() {
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
            // Other kinds of quotation marks, and apostrophes that quote nothing.
            (
                "‘Keys shall go’, «it must» »it may« ‹it can› ‚it should‘ 'it shall' ”it may”.",
                vec![],
            ),
            ("The vendors' keys shall go to the vendor's or the customers’ sites.", vec![Shall]),
            ("The clause 'the vendor's keys shall go' should stay.", vec![Should]),
            // Nouns.
            ("An oil can should stand where a can stands, or an oil can or a rag.", vec![Should]),
            ("Pipes for must must be cleaned.", vec![Must]),
            ("Each Must counts three, a Shall two, the MUST column none.", vec![]),
            // Questions.
            ("Who may enter, and who should escort them? Nobody should.", vec![Should]),
            ("May guests wait? They may.", vec![May]),
            // Conditions without an article, and subjects behind `never` and `at no time`.
            ("Should vendors fail, keys shall go.", vec![Shall]),
            ("The gate, should fog rise, should be closed.", vec![Should]),
            (
                "Never should a person, and at no time should the crew, be alone.",
                vec![Should, Should],
            ),
            ("Keys SHOULDN'T go; MUSTN’T stay.", vec![ShouldNot, MustNot]),
        ] {
            assert_eq!(verbal_forms(said), forms, "{said}");
        }
    }
}
