//! Verbal forms: which words require, recommend, permit or allow for something, and which only look so.

use crate::VerbalForm;

/// A word of a paragraph that may be a verbal form.
#[derive(Clone, Copy)]
pub(crate) struct Candidate<'a> {
    /// The paragraph.
    pub(crate) text: &'a str,
    /// The word.
    pub(crate) word: &'a str,
    /// Where the word begins in the paragraph, in bytes.
    pub(crate) start: usize,
    /// The two words before it; empty where a mark, a reference or a quotation comes between.
    pub(crate) before: [&'a str; 2],
}

/// Whether a word begins and ends as one that [`Candidate::form`] knows. Nearly all words do not.
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

/// How the sentence ends that was read last, so that a long one is read through once.
#[derive(Clone, Copy, Default)]
pub(crate) struct SentenceEnd {
    /// Where its mark is in the paragraph, in bytes.
    at: usize,
    is_question: bool,
}

impl SentenceEnd {
    /// The end of the first sentence that ends at a place or behind it.
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
    /// The verbal form that the word begins, and how many bytes behind it belong to the form: a `not`
    /// does. `end` is that of the sentence of the word before, and becomes that of this one.
    pub(crate) fn form(self, end: &mut SentenceEnd) -> Option<(VerbalForm, usize)> {
        let (plain, negative) = forms(self.word)?;
        let after = self.after();
        let (next, rest) = next_word(after);
        let is_contraction = plain == Some(negative);
        // `not only` denies nothing.
        let is_denied = next.eq_ignore_ascii_case("not")
            && !matches!(next_word(rest).0, "only" | "merely" | "just" | "simply");
        if !self.case_fits(is_contraction) || self.is_question(end) {
            return None;
        }
        if is_denied && !is_contraction {
            // `may or may not` leaves one thing open, and denies nothing.
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

    /// Within a sentence a capital letter makes a name or a noun of the word: `In May`, `each Must`.
    /// At its beginning the subject may follow, as in a question or a condition: `Should it fail`.
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

    /// A question requires and recommends nothing.
    fn is_question(&self, end: &mut SentenceEnd) -> bool {
        let behind = self.start + self.word.len();
        if end.at < behind {
            *end = SentenceEnd::behind(self.text, behind);
        }
        end.is_question
    }

    /// `a must`, `an oil can should`: something with that name.
    fn is_noun(&self, next: &str, rest: &str) -> bool {
        let after_next = next_word(rest).0;
        if self.follows(DETERMINERS) {
            // `all can see`: the determiner is the subject.
            return true;
        }
        // No verb follows a preposition.
        if self.follows(PREPOSITIONS) && has_noun_sense(self.word) {
            return true;
        }
        if self.follows(&["and", "or"]) && self.before[0].eq_ignore_ascii_case(self.word) {
            return false;
        }
        let is_form = |word: &str| forms(word).is_some() && word != "need";
        match next {
            "is" | "are" | "was" | "were" | "has" | "had" | "does" | "of" => true,
            // `can and may` are two verbs, `an oil can and a rag` are none.
            "and" | "or" => {
                self.word.eq_ignore_ascii_case("can")
                    && !is_form(after_next)
                    && after_next != "does"
            }
            _ => is_form(next) || has_noun_sense(self.word) && !can_follow(next),
        }
    }

    /// `should the meter fail` is a condition. Behind `nor`, `never`, `at no time` and the like the
    /// subject follows too.
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

    /// `the gate, should fog rise, should be closed`: a form follows the comma that closes the clause.
    fn is_inserted(&self) -> bool {
        let before = self.text.get(..self.start).unwrap_or_default().trim_end();
        before.ends_with(',')
            && self.after().split_once(',').is_some_and(|(inner, behind)| {
                !inner.contains([';', ':', '.']) && forms(next_word(behind).0).is_some()
            })
    }
}

/// The words that are verbal forms, each with the form that it is by itself, if any, and the one that it is with a
/// `not`. `cannot` takes none.
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

/// The words that are verbal forms with `'t` behind them.
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

/// The form that a word is by itself, if any, and the one that it is with a `not`.
fn forms(word: &str) -> Option<(Option<VerbalForm>, VerbalForm)> {
    // The bus is called so.
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

/// A verbal form with its `not` drawn together.
fn contraction(word: &str) -> Option<VerbalForm> {
    let lower = word.to_ascii_lowercase();
    let stem = lower.strip_suffix("'t").or_else(|| lower.strip_suffix("’t"))?;
    CONTRACTED_WORDS.into_iter().find(|(word, _)| *word == stem).map(|(_, form)| form)
}

/// Whether a noun is spelt as the form is.
fn has_noun_sense(word: &str) -> bool {
    ["can", "must", "may"].iter().any(|noun| word.eq_ignore_ascii_case(noun))
}

/// Whether a word can follow a verbal form: the base form of a verb, or anything that is no verb. A verb
/// with an ending cannot: `the can stands`, `a can filled with oil`.
fn can_follow(word: &str) -> bool {
    let has_ending = |ending: &str, but: &[&str]| {
        word.len() > ending.len() + 2 && word.ends_with(ending) && !but.contains(&word)
    };
    if word.contains('-') || word.starts_with(char::is_uppercase) {
        return true;
    }
    !(has_ending("s", NO_PLURALS) && !word.ends_with("ss") || has_ending("ed", NO_PARTICIPLES))
}

/// Words that end in `s` and are neither plurals nor verbs with an ending.
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

/// Words that end in `ed` and are no participles.
const NO_PARTICIPLES: &[&str] = &[
    "bleed", "breed", "embed", "exceed", "feed", "heed", "indeed", "need", "proceed", "seed",
    "shed", "speed", "succeed", "wed", "weed",
];

/// A noun follows them, sometimes behind an adjective.
const DETERMINERS: &[&str] = &["a", "an", "the", "no", "each", "every", "any", "another"];

/// A noun follows them.
const PREPOSITIONS: &[&str] =
    &["of", "for", "with", "without", "from", "into", "onto", "as", "per", "between", "than"];

/// Words that begin a subject.
const SUBJECTS: &[&str] = &[
    "the", "a", "an", "this", "these", "those", "any", "it", "they", "there", "he", "she", "we",
    "you", "such", "one", "either", "his", "its", "their", "our", "your", "some", "no", "another",
];

/// The word that follows behind blanks alone, and what stands behind it.
fn next_word(text: &str) -> (&str, &str) {
    let word = text.trim_start();
    let end = word
        .find(|character: char| !character.is_alphanumeric() && !matches!(character, '-' | '_'))
        .unwrap_or(word.len());
    if word.len() == text.len() { ("", text) } else { word.split_at(end) }
}
