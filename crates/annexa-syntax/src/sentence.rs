//! The sentences of a text, word by word, for the rules on wording.

use text_size::{TextRange, TextSize};

use crate::{
    Item, NodeKind, Text, TextPlace, VerbalForm, lower,
    prose::{self, Piece},
};

/// The sentences of a text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sentences<'a> {
    /// The words of all sentences.
    words: Vec<Word<'a>>,
    found: Vec<SentenceRange>,
}

/// The words of a sentence, as indices, and its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct SentenceRange {
    place: TextPlace,
    is_last: bool,
    /// The index behind its last word.
    end: usize,
}

/// A sentence, or the content of a list item or a table cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sentence<'a> {
    /// The part of the text that holds the sentence.
    pub place: TextPlace,
    /// The sentence is the last of its paragraph.
    pub is_last: bool,
    /// Its words and punctuation marks, in order.
    pub words: &'a [Word<'a>],
}

/// A word, a verbal form, or a punctuation mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word<'a> {
    /// The word as written; empty for a reference or a quotation, which carries no meaning of its
    /// own. The number of a clause is one word: `6.1.2`, `A.5.23`.
    pub text: &'a str,
    /// The source of a reference with its braces; empty for anything else.
    pub reference: &'a str,
    /// The source range, in bytes from the beginning of the item.
    pub range: TextRange,
    /// The verbal form, if the word is one.
    pub form: Option<VerbalForm>,
}

impl<'a> Sentences<'a> {
    /// Returns the sentences, in order.
    pub fn iter(&self) -> impl Iterator<Item = Sentence<'_>> {
        let mut start = 0;
        self.found.iter().map(move |&SentenceRange { place, is_last, end }| {
            let words = self.words.get(std::mem::replace(&mut start, end)..end);
            Sentence { place, is_last, words: words.unwrap_or_default() }
        })
    }

    /// Returns the words behind the last complete sentence.
    fn rest(&self) -> &[Word<'a>] {
        self.words.get(self.found.last().map_or(0, |last| last.end)..).unwrap_or_default()
    }

    /// Returns the range of the number that a word continues: `6.1` before `.2`, which are one
    /// word, `6.1.2`.
    fn number_before(&self, word: &Word<'_>) -> Option<TextRange> {
        let [.., number, dot] = self.rest() else { return None };
        let is_first =
            number.text == "A" || number.text.starts_with(|it: char| it.is_ascii_digit());
        let goes_on = dot.text == "."
            && word.text.starts_with(|it: char| it.is_ascii_digit())
            && number.range.end() == dot.range.start()
            && dot.range.end() == word.range.start();
        (is_first && goes_on).then_some(number.range)
    }

    /// Ends a sentence with the words behind the last one, if there are any.
    fn end_one(&mut self, place: TextPlace) {
        if !self.rest().is_empty() {
            self.found.push(SentenceRange { place, is_last: false, end: self.words.len() });
        }
    }
}

/// Returns the sentences of a text of `item`.
pub fn sentences<'a>(item: &'a Item, text: &Text) -> Sentences<'a> {
    let words = Vec::with_capacity(usize::from(text.range.len()) / SHORT_WORD);
    let mut found = Sentences { words, found: Vec::with_capacity(text.blocks.len()) };
    if let Some(node) = text.node(item) {
        for block in node.descendants() {
            let (place, start) = match block.kind() {
                NodeKind::Paragraph | NodeKind::Cell => (TextPlace::Body, block.range().start()),
                NodeKind::ListItem => {
                    let mark = block.child(NodeKind::ItemMark);
                    (TextPlace::Body, mark.map_or(block.range().start(), |mark| mark.range().end()))
                }
                NodeKind::Note => (TextPlace::Note, lower::remark(block).1),
                NodeKind::Example => (TextPlace::Example, lower::remark(block).1),
                _ => continue,
            };
            let below = block.children().find(|child| is_block(child.kind()));
            let end = below.map_or(block.range().end(), |below| below.range().start());
            of_prose(item.text(), TextRange::new(start, end.max(start)), place, &mut found);
        }
    }
    found
}

fn is_block(kind: NodeKind) -> bool {
    use NodeKind::*;
    matches!(kind, Paragraph | Note | Example | List | ListItem | Table | Figure)
}

/// An estimate of the length of a word with the mark behind it; few are shorter.
const SHORT_WORD: usize = 5;

fn of_prose<'a>(source: &'a str, range: TextRange, place: TextPlace, found: &mut Sentences<'a>) {
    let text = &source[range];
    let word = |start: usize, text, length, form| {
        let start = range.start() + TextSize::new(start as u32);
        Word { text, reference: "", range: TextRange::at(start, length), form }
    };
    prose::pieces(text, |piece, start, said| {
        let length = TextSize::of(said);
        match piece {
            Piece::Word => {
                let own = word(start, said, length, None);
                match found.number_before(&own) {
                    Some(from) => {
                        let (first, whole) =
                            (from.start() - range.start(), own.range.end() - from.start());
                        let first = usize::from(first);
                        let said = text.get(first..start + said.len()).unwrap_or_default();
                        found.words.truncate(found.words.len() - 2);
                        found.words.push(word(first, said, whole, None));
                    }
                    None => found.words.push(own),
                }
            }
            Piece::VerbalForm(form) => found.words.push(word(start, said, length, Some(form))),
            Piece::Quotation => found.words.push(word(start, "", length, None)),
            Piece::Reference { .. } => {
                found.words.push(Word { reference: said, ..word(start, "", length, None) });
            }
            Piece::EscapedBrace => {}
            Piece::Between => {
                for (at, mark) in said.char_indices() {
                    if mark.is_whitespace() {
                        continue;
                    }
                    let to = at + mark.len_utf8();
                    let length = TextSize::of(mark);
                    found.words.push(word(start + at, &said[at..to], length, None));
                    let ends_here = |words: &[Word<'_>]| ends_sentence(words, &text[start + to..]);
                    if matches!(mark, '.' | '!' | '?') && ends_here(found.rest()) {
                        found.end_one(place);
                    }
                }
            }
        }
    });
    found.end_one(place);
    if let Some(last) = found.found.last_mut() {
        last.is_last = true;
    }
}

/// Whether a full stop behind these words ends the sentence rather than an abbreviation.
fn ends_sentence(words: &[Word<'_>], after: &str) -> bool {
    let before = words.len().checked_sub(2).and_then(|at| words.get(at));
    let abbreviates = before.is_some_and(|word| {
        matches!(word.text, "e" | "g" | "i" | "cf" | "vs" | "No" | "approx" | "resp")
    });
    let next = after.trim_start().chars().next();
    match next {
        None => true,
        Some(next) => {
            after.starts_with(char::is_whitespace) && !abbreviates && !next.is_lowercase()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sentences;
    use crate::Document;

    fn parted(text: &str) -> Vec<String> {
        let source = format!("refine 27001 6.1 {{\n  text \"\"\"{text}\"\"\"\n}}\n");
        let document = Document::new(&source);
        let (_, item) = document.items().next().expect("there is an item");
        let (_, text) = item.declarations()[0].texts().next().expect("there is a text");
        let shown = |sentence: super::Sentence<'_>| {
            let words: Vec<_> = sentence
                .words
                .iter()
                .inspect(|word| {
                    assert!(word.text.is_empty() || &item.text()[word.range] == word.text);
                })
                .map(|word| word.text)
                .collect();
            let last = if sentence.is_last { " |" } else { "" };
            format!("{:?}: {}{last}", sentence.place, words.join("_"))
        };
        sentences(item, text).iter().map(shown).collect()
    }

    #[test]
    fn sentences_end_where_they_end() {
        assert_eq!(
            parted("One, e.g. Two and 1.5 m. Three {27002 5.1} “x. Y”, etc. is it. Four"),
            [
                "Body: One_,_e_._g_._Two_and_1.5_m_.",
                "Body: Three___,_etc_._is_it_.",
                "Body: Four |",
            ]
        );
    }

    #[test]
    fn items_cells_and_notes_stand_by_themselves() {
        assert_eq!(
            parted(
                "It shall\n    not:\n\n    a) one;\n      - deep.\n\n    NOTE 1 It may.\n\n    | x | y |"
            ),
            [
                "Body: It_shall\n    not_: |",
                "Body: one_; |",
                "Body: deep_. |",
                "Note: It_may_. |",
                "Body: x |",
                "Body: y |"
            ]
        );
    }
}
