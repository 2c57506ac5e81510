//! Patterns of words that are searched in sentences.

use std::cell::OnceCell;

use annexa_syntax::{TextRange, Word};

use super::{
    clauses::Clauses,
    words::{is_adverb, is_mark},
};

/// A pattern of words separated by blanks. `|` separates alternatives, and `_` is a blank within a
/// verbal form. In a text, adverbs and insertions between commas can occur between the words, and
/// `is not` and `it is` can be contracted.
pub(in crate::rules) trait Pattern: 'static {
    fn words(&self) -> &'static str;
    /// Whether a match counts in its context.
    fn fits(&self, _found: &PhraseMatch<'_>) -> bool {
        true
    }
}

/// A match of a pattern in a sentence.
pub(in crate::rules) struct PhraseMatch<'a> {
    /// The words of the sentence.
    pub(super) words: &'a [Word<'a>],
    /// The index of the first word of the phrase.
    pub(super) start: usize,
    /// The index behind its last word.
    pub(super) end: usize,
    clauses: &'a OnceCell<Clauses>,
}

impl PhraseMatch<'_> {
    /// Returns the clauses of the sentence, which are computed on first use.
    pub(super) fn clauses(&self) -> &Clauses {
        self.clauses.get_or_init(|| Clauses::of(self.words))
    }

    pub(super) fn text(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.text)
    }

    /// Returns the word before the phrase.
    pub(super) fn before(&self) -> &str {
        self.start.checked_sub(1).map_or("", |at| self.text(at))
    }

    /// Returns the word behind the phrase.
    pub(super) fn next(&self) -> &str {
        self.text(self.end)
    }
}

/// Patterns, indexed by their first letter.
pub(in crate::rules) struct Phrases<P: 'static>([OfLetter<P>; 26]);

/// The patterns with the same first letter.
struct OfLetter<P: 'static> {
    /// The lengths of their first words, one bit per length up to [`LONG`]. This rules out nearly
    /// all words of a text; without it, `check` takes 10 % longer for 5,000 controls (21
    /// alternating runs).
    lengths: u32,
    /// The patterns, by their first word.
    phrases: Vec<OfWord<P>>,
}

/// The patterns with the same first word.
type OfWord<P> = (Wanted, Vec<Phrase<P>>);

/// This length or more.
const LONG: usize = 31;

struct Phrase<P: 'static> {
    /// The words behind the first one, with their alternatives.
    more: Vec<Vec<Wanted>>,
    pattern: &'static P,
}

/// A word of a pattern.
#[derive(PartialEq, Eq)]
enum Wanted {
    Word(&'static str),
    /// A word contracted with a short one: `isn't`.
    Joined(&'static str, &'static str),
    /// A verbal form of several words.
    Form(Vec<&'static str>),
}

fn letter(word: &str) -> Option<usize> {
    let letter = word.bytes().next()?.to_ascii_lowercase().checked_sub(b'a')?;
    (letter < 26).then_some(usize::from(letter))
}

impl<P: Pattern> Phrases<P> {
    pub(super) fn new(patterns: &'static [P]) -> Self {
        let mut phrases = Phrases([const { OfLetter { lengths: 0, phrases: Vec::new() } }; 26]);
        for pattern in patterns {
            let words: Vec<&'static str> = pattern.words().split(' ').collect();
            let Some((first, rest)) = words.split_first() else { continue };
            for word in first.split('|') {
                phrases.add(Wanted::new(word), rest, pattern);
                let joined = match rest.first() {
                    Some(&"not") => Some("n't"),
                    Some(&"is") if matches!(word, "it" | "there") => Some("'s"),
                    _ => None,
                };
                if let (Some(joined), Some(rest)) = (joined, rest.get(1..)) {
                    phrases.add(Wanted::Joined(word, joined), rest, pattern);
                }
            }
        }
        phrases
    }

    fn add(&mut self, first: Wanted, rest: &[&'static str], pattern: &'static P) {
        let Some(OfLetter { lengths, phrases }) =
            letter(first.beginning()).and_then(|letter| self.0.get_mut(letter))
        else {
            return;
        };
        let more = rest.iter().map(|word| word.split('|').map(Wanted::new).collect()).collect();
        let phrase = Phrase { more, pattern };
        *lengths |= first.lengths();
        match phrases.iter_mut().find(|(other, _)| *other == first) {
            Some((_, phrases)) => phrases.push(phrase),
            None => phrases.push((first, vec![phrase])),
        }
    }

    /// Returns the patterns whose first word has the first letter and the length of this word.
    fn begun_like(&self, word: &str) -> Option<&[OfWord<P>]> {
        let OfLetter { lengths, phrases } = self.0.get(letter(word)?)?;
        (lengths >> word.len().min(LONG) & 1 == 1).then_some(phrases)
    }

    /// Returns the matches from the beginning on: at each position the first pattern that matches,
    /// without overlaps.
    pub(super) fn find(
        &'static self,
        words: &[Word<'_>],
        clauses: &OnceCell<Clauses>,
    ) -> Vec<(&'static P, TextRange)> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(first) = words.get(at) {
            let Some(phrases) = self.begun_like(first.text) else {
                at += 1;
                continue;
            };
            let phrases = phrases.iter().filter(|(wanted, _)| wanted.is(first.text));
            let matched = phrases.flat_map(|(_, phrases)| phrases).find_map(|phrase| {
                let end = phrase.matched(words, at + 1)?;
                let place = PhraseMatch { words, start: at, end, clauses };
                phrase.pattern.fits(&place).then_some((phrase.pattern, end))
            });
            let Some((pattern, end)) = matched else {
                at += 1;
                continue;
            };
            let last = words.get(end - 1).map_or(first.range, |last| last.range);
            found.push((pattern, first.range.cover(last)));
            at = end;
        }
        found
    }
}

impl<P> Phrase<P> {
    /// Returns the index behind the phrase, if its remaining words match from a position on.
    fn matched(&self, words: &[Word<'_>], mut at: usize) -> Option<usize> {
        for alternatives in &self.more {
            let fits = |at: usize| {
                words.get(at).is_some_and(|word| alternatives.iter().any(|it| it.is(word.text)))
            };
            while !fits(at) {
                at = skipped(words, at)?;
            }
            at += 1;
        }
        Some(at)
    }
}

/// Returns the index behind an adverb or an insertion between commas.
fn skipped(words: &[Word<'_>], at: usize) -> Option<usize> {
    const LONGEST: usize = 12;
    let word = words.get(at)?;
    if word.text == "," {
        let inner = words.iter().skip(at + 1).take(LONGEST);
        let length = inner.take_while(|word| word.text != ",").count();
        let closing = at + 1 + length;
        return words.get(closing).filter(|it| it.text == ",").map(|_| closing + 1);
    }
    (!is_mark(word) && is_adverb(word.text)).then_some(at + 1)
}

impl Wanted {
    fn new(wanted: &'static str) -> Wanted {
        match wanted.contains('_') {
            true => Wanted::Form(wanted.split('_').collect()),
            false => Wanted::Word(wanted),
        }
    }

    fn beginning(&self) -> &'static str {
        match self {
            Wanted::Word(word) | Wanted::Joined(word, _) => word,
            Wanted::Form(words) => words.first().copied().unwrap_or_default(),
        }
    }

    /// Returns the possible lengths of a word that matches, as in [`OfLetter::lengths`].
    fn lengths(&self) -> u32 {
        match self {
            Wanted::Word(wanted) => 1 << wanted.len().min(LONG),
            // A typographic apostrophe takes three bytes.
            Wanted::Joined(word, short) => {
                let length = word.len() + short.len();
                1 << length.min(LONG) | 1 << (length + 2).min(LONG)
            }
            // Any blanks can separate its words, and `need not` can be contracted.
            Wanted::Form(wanted) => u32::MAX << wanted.join("").len().min(LONG),
        }
    }

    fn is(&self, word: &str) -> bool {
        match self {
            Wanted::Word(wanted) => word.eq_ignore_ascii_case(wanted),
            Wanted::Joined(wanted, short) => is_joined(word, wanted, short),
            Wanted::Form(wanted) => {
                let mut parts = word.split_whitespace();
                let is_spelt_out = wanted
                    .iter()
                    .all(|it| parts.next().is_some_and(|part| part.eq_ignore_ascii_case(it)))
                    && parts.next().is_none();
                is_spelt_out
                    || matches!(wanted[..], [first, "not"] if is_joined(word, first, "n't"))
            }
        }
    }
}

/// Whether a word is a contraction of two others.
fn is_joined(word: &str, first: &str, short: &str) -> bool {
    let Some((start, end)) = word.split_at_checked(first.len()) else { return false };
    start.eq_ignore_ascii_case(first)
        && (end.eq_ignore_ascii_case(short) || end.replace('’', "'").eq_ignore_ascii_case(short))
}
