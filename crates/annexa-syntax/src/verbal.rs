//! Verbal forms: which words express requirements, recommendations, permissions or possibilities,
//! and which only look like them.

use crate::VerbalForm;

/// A word of a paragraph that may be a verbal form.
#[derive(Clone, Copy)]
pub(crate) struct Candidate<'a> {
    /// The paragraph.
    pub(crate) text: &'a str,
    /// The word.
    pub(crate) word: &'a str,
    /// The offset in bytes of the word in the paragraph.
    pub(crate) start: usize,
    /// The two words before it; empty if a mark, a reference or a quotation separates them.
    pub(crate) before: [&'a str; 2],
}

/// Whether a word begins and ends like those that [`Candidate::form`] knows. Nearly all words do
/// not.
pub(crate) fn looks_verbal(word: &str) -> bool {
    matches!(
        word.as_bytes(),
        [
            b's' | b'S' | b'm' | b'M' | b'c' | b'C' | b'n' | b'N',
            ..,
            b'l' | b'L' | b'd' | b'D' | b'y' | b'Y' | b'n' | b'N' | b't' | b'T'
        ]
    )
}

/// The end of the most recently scanned sentence, so that a long one is scanned only once.
#[derive(Clone, Copy, Default)]
pub(crate) struct SentenceEnd {
    /// The offset in bytes of its closing mark in the paragraph.
    at: usize,
    is_question: bool,
}

impl SentenceEnd {
    /// Returns the first end of a sentence at or behind a position.
    fn behind(text: &str, place: usize) -> SentenceEnd {
        let from = text.get(place..).unwrap_or_default();
        for (at, mark) in from.match_indices(['.', '!', '?']) {
            let after = from.get(at + mark.len()..).unwrap_or_default();
            let ends = after.is_empty() || after.starts_with(char::is_whitespace);
            let next = after.trim_start().chars().next();
            if ends && next.is_none_or(|next| !next.is_lowercase()) {
                return SentenceEnd { at: place + at, is_question: mark == "?" };
            }
        }
        SentenceEnd { at: text.len(), is_question: false }
    }
}

impl<'a> Candidate<'a> {
    /// Returns the verbal form that the word begins, and the number of bytes behind the word that
    /// belong to it, such as a `not`. `end` caches the end of the sentence of the previous word,
    /// and is updated.
    pub(crate) fn form(self, end: &mut SentenceEnd) -> Option<(VerbalForm, usize)> {
        let (plain, negative) = forms(self.word)?;
        let after = self.after();
        let (next, rest) = next_word(after);
        let is_contraction = plain == Some(negative);
        // `not only` does not negate.
        let is_denied = next.eq_ignore_ascii_case("not")
            && !matches!(next_word(rest).0, "only" | "merely" | "just" | "simply");
        if !self.case_fits(is_contraction) || self.is_question(end) {
            return None;
        }
        if is_denied && !is_contraction {
            // `may or may not` leaves a choice and does not negate.
            if self.before == [self.word, "or"] || self.follows(DETERMINERS) {
                return None;
            }
            return Some((negative, after.len() - rest.len()));
        }
        if !is_contraction && (self.is_noun(next, rest) || self.opens_condition(next)) {
            return None;
        }
        Some((plain?, 0))
    }

    fn after(&self) -> &'a str {
        self.text.get(self.start + self.word.len()..).unwrap_or_default()
    }

    fn follows(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.before[1].eq_ignore_ascii_case(word))
    }

    /// Within a sentence, a capital letter indicates a name or a noun: `In May`, `each Must`. At
    /// the beginning, the subject may follow, as in a question or a condition: `Should it fail`.
    fn case_fits(&self, is_contraction: bool) -> bool {
        let mut letters = self.word.chars();
        let is_capital = letters.next().is_some_and(char::is_uppercase);
        if !is_capital || letters.all(|letter| !letter.is_lowercase()) {
            return true;
        }
        let before = self.text.get(..self.start).unwrap_or_default().trim_end();
        if !before.chars().next_back().is_none_or(|mark| ".!?:;•–—-".contains(mark)) {
            return false;
        }
        is_contraction
            || matches!(self.word, "Shall" | "Must" | "Cannot")
            || matches!(
                next_word(self.after()).0,
                "be" | "have" | "not" | "also" | "only" | "always" | "never"
            )
    }

    /// Questions state no requirements or recommendations.
    fn is_question(&self, end: &mut SentenceEnd) -> bool {
        let behind = self.start + self.word.len();
        if end.at < behind {
            *end = SentenceEnd::behind(self.text, behind);
        }
        end.is_question
    }

    /// Whether the word is a noun: `a must`, `an oil can should`.
    fn is_noun(&self, next: &str, rest: &str) -> bool {
        let after_next = next_word(rest).0;
        if self.follows(DETERMINERS) {
            // `all` is not one of these, because it can be the subject: `all can see`.
            return true;
        }
        // A verb never follows a preposition.
        if self.follows(PREPOSITIONS) && has_noun_sense(self.word) {
            return true;
        }
        if self.follows(&["and", "or"]) && self.before[0].eq_ignore_ascii_case(self.word) {
            return false;
        }
        let is_form = |word: &str| forms(word).is_some() && word != "need";
        match next {
            "is" | "are" | "was" | "were" | "has" | "had" | "does" | "of" => true,
            // `can and may` are two verbs; `an oil can and a rag` has none.
            "and" | "or" => {
                self.word.eq_ignore_ascii_case("can")
                    && !is_form(after_next)
                    && after_next != "does"
            }
            _ => is_form(next) || has_noun_sense(self.word) && !can_follow(next),
        }
    }

    /// `should the meter fail` is a condition. Behind `nor`, `never`, `at no time` and the like the
    /// subject follows too, but there it is a statement.
    fn opens_condition(&self, next: &str) -> bool {
        let opens_clause = matches!(self.before[1], "" | "and" | "or" | "but");
        let has_plural = || {
            next.len() > 3
                && next.ends_with('s')
                && !next.ends_with("ss")
                && !NO_PLURALS.contains(&next)
        };
        self.word.eq_ignore_ascii_case("should")
            && opens_clause
            && (SUBJECTS.contains(&next)
                || self.before[1].is_empty() && (has_plural() || self.is_inserted()))
    }

    /// `the gate, should fog rise, should be closed`: another form follows the comma that ends the
    /// clause.
    fn is_inserted(&self) -> bool {
        let before = self.text.get(..self.start).unwrap_or_default().trim_end();
        before.ends_with(',')
            && self.after().split_once(',').is_some_and(|(inner, behind)| {
                !inner.contains([';', ':', '.']) && forms(next_word(behind).0).is_some()
            })
    }
}

/// The words that are verbal forms: each with its form alone, if any, and its form with `not`.
/// `cannot` takes no `not`.
pub const VERBAL_WORDS: [(&str, Option<VerbalForm>, VerbalForm); 7] = {
    use VerbalForm::*;
    [
        ("shall", Some(Shall), ShallNot),
        ("should", Some(Should), ShouldNot),
        ("may", Some(May), MayNot),
        ("can", Some(Can), Cannot),
        ("must", Some(Must), MustNot),
        ("need", None, NeedNot),
        ("cannot", Some(Cannot), Cannot),
    ]
};

/// The words that are verbal forms when `'t` follows.
pub const CONTRACTED_WORDS: [(&str, VerbalForm); 6] = {
    use VerbalForm::*;
    [
        ("shan", ShallNot),
        ("shouldn", ShouldNot),
        ("mayn", MayNot),
        ("can", Cannot),
        ("mustn", MustNot),
        ("needn", NeedNot),
    ]
};

/// Returns the form of a word alone, if any, and its form with `not`.
fn forms(word: &str) -> Option<(Option<VerbalForm>, VerbalForm)> {
    // `CAN` is a field bus.
    if word == "CAN" {
        return None;
    }
    let mut words = VERBAL_WORDS.into_iter();
    if let Some((_, plain, negative)) = words.find(|(form, ..)| word.eq_ignore_ascii_case(form)) {
        return Some((plain, negative));
    }
    let form = contraction(word)?;
    Some((Some(form), form))
}

/// Returns the form of a verb contracted with `not`.
fn contraction(word: &str) -> Option<VerbalForm> {
    let lower = word.to_ascii_lowercase();
    let stem = lower.strip_suffix("'t").or_else(|| lower.strip_suffix("’t"))?;
    CONTRACTED_WORDS.into_iter().find(|(word, _)| *word == stem).map(|(_, form)| form)
}

/// Whether the form is spelt like a noun.
fn has_noun_sense(word: &str) -> bool {
    ["can", "must", "may"].iter().any(|noun| word.eq_ignore_ascii_case(noun))
}

/// Whether a word can follow a verbal form: the base form of a verb, or a word that is not a verb.
/// An inflected verb cannot: `the can stands`, `a can filled with oil`.
fn can_follow(word: &str) -> bool {
    let has_ending = |ending: &str, but: &[&str]| {
        word.len() > ending.len() + 2 && word.ends_with(ending) && !but.contains(&word)
    };
    if word.contains('-') || word.starts_with(char::is_uppercase) {
        return true;
    }
    !(has_ending("s", NO_PLURALS) && !word.ends_with("ss") || has_ending("ed", NO_PARTICIPLES))
}

/// Words ending in `s` that are neither plurals nor inflected verbs.
const NO_PLURALS: &[&str] = &[
    "access",
    "afterwards",
    "always",
    "besides",
    "bias",
    "bypass",
    "canvas",
    "focus",
    "hence",
    "as",
    "nevertheless",
    "nonetheless",
    "otherwise",
    "perhaps",
    "regardless",
    "sometimes",
    "this",
    "thus",
    "towards",
    "unless",
    "upwards",
    "downwards",
    "whereas",
    "its",
    "his",
    "discuss",
];

/// Words ending in `ed` that are not participles.
const NO_PARTICIPLES: &[&str] = &[
    "bleed", "breed", "embed", "exceed", "feed", "heed", "indeed", "need", "proceed", "seed",
    "shed", "speed", "succeed", "wed", "weed",
];

/// Words that a noun follows, sometimes after an adjective.
const DETERMINERS: &[&str] = &["a", "an", "the", "no", "each", "every", "any", "another"];

/// Words that a noun follows.
const PREPOSITIONS: &[&str] =
    &["of", "for", "with", "without", "from", "into", "onto", "as", "per", "between", "than"];

/// Words that can begin a subject.
const SUBJECTS: &[&str] = &[
    "the", "a", "an", "this", "these", "those", "any", "it", "they", "there", "he", "she", "we",
    "you", "such", "one", "either", "his", "its", "their", "our", "your", "some", "no", "another",
];

/// Returns the next word, if only blanks precede it, and the rest of the text.
fn next_word(text: &str) -> (&str, &str) {
    let word = text.trim_start();
    let end = word
        .find(|character: char| !character.is_alphanumeric() && !matches!(character, '-' | '_'))
        .unwrap_or(word.len());
    if word.len() == text.len() { ("", text) } else { word.split_at(end) }
}
