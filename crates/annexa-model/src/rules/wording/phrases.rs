//! Phrases: patterns of words, found in the sentences of a text.

use std::cell::OnceCell;

use annexa_syntax::{TextRange, Word};

use super::{
    clauses::Clauses,
    words::{is_adverb, is_mark},
};

/// Words to look for. They are parted by blanks, alternatives by `|`, and `_` stands for a blank within
/// a verbal form. Adverbs and insertions between commas may come between them; `is not` and `it is` are
/// found drawn together too.
pub(in crate::rules) trait Pattern: 'static {
    fn words(&self) -> &'static str;
    /// Whether it counts where it was found.
    fn fits(&self, _found: &PhraseMatch<'_>) -> bool {
        true
    }
}

/// Where the words of a pattern are.
pub(in crate::rules) struct PhraseMatch<'a> {
    /// The words of the sentence.
    pub(super) words: &'a [Word<'a>],
    /// The first word of the phrase.
    pub(super) start: usize,
    /// Behind its last word.
    pub(super) end: usize,
    clauses: &'a OnceCell<Clauses>,
}

impl PhraseMatch<'_> {
    /// The clauses of the sentence, which are made when a rule first asks for them.
    pub(super) fn clauses(&self) -> &Clauses {
        self.clauses.get_or_init(|| Clauses::of(self.words))
    }

    pub(super) fn text(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.text)
    }

    /// The word before the phrase.
    pub(super) fn before(&self) -> &str {
        self.start.checked_sub(1).map_or("", |at| self.text(at))
    }

    /// The word behind the phrase.
    pub(super) fn next(&self) -> &str {
        self.text(self.end)
    }
}

/// Patterns, by the letter that they begin with.
pub(in crate::rules) struct Phrases<P: 'static>([OfLetter<P>; 26]);

/// Patterns that begin with one letter.
struct OfLetter<P: 'static> {
    /// How long their first words are, a bit for each length up to [`LONG`]: nearly all words of a text
    /// begin no pattern, and this shows it. Without it, `check` of 5,000 controls takes 10 % longer (21
    /// runs by turns).
    lengths: u32,
    /// The patterns, by their first word.
    phrases: Vec<OfWord<P>>,
}

/// Patterns that begin with one word.
type OfWord<P> = (Wanted, Vec<Phrase<P>>);

/// A word as long as this or longer.
const LONG: usize = 31;

struct Phrase<P: 'static> {
    /// The words behind the first one, with their alternatives.
    more: Vec<Vec<Wanted>>,
    pattern: &'static P,
}

/// What a word is to be.
#[derive(PartialEq, Eq)]
enum Wanted {
    Word(&'static str),
    /// A word and a short one drawn together: `isn't`.
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

    /// The patterns whose first word has the first letter and the length of a word.
    fn begun_like(&self, word: &str) -> Option<&[OfWord<P>]> {
        let OfLetter { lengths, phrases } = self.0.get(letter(word)?)?;
        (lengths >> word.len().min(LONG) & 1 == 1).then_some(phrases)
    }

    /// The first of the patterns that fits at each place, from the beginning on, none within another.
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
    /// Behind which word it ends, if its words follow from a place on.
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

/// Behind an adverb, or an insertion between commas.
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

    /// How long a word can be that is this, as in [`OfLetter::lengths`].
    fn lengths(&self) -> u32 {
        match self {
            Wanted::Word(wanted) => 1 << wanted.len().min(LONG),
            // A typographic apostrophe takes three bytes.
            Wanted::Joined(word, short) => {
                let length = word.len() + short.len();
                1 << length.min(LONG) | 1 << (length + 2).min(LONG)
            }
            // Any blanks may come between its words, and `need not` may be drawn together.
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

/// Whether a word is two others drawn together.
fn is_joined(word: &str, first: &str, short: &str) -> bool {
    let Some((start, end)) = word.split_at_checked(first.len()) else { return false };
    start.eq_ignore_ascii_case(first)
        && (end.eq_ignore_ascii_case(short) || end.replace('’', "'").eq_ignore_ascii_case(short))
}
