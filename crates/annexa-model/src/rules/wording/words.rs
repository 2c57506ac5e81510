//! Classes of English words: closed classes, and those recognizable by a sign such as an ending.

use annexa_syntax::Word;

pub(super) use super::verbs::*;

/// Whether a word is one of several, ignoring case.
pub(super) fn is_among(word: &str, words: &[&str]) -> bool {
    words.iter().any(|other| word.eq_ignore_ascii_case(other))
}

/// Whether it is a punctuation mark.
pub(super) fn is_mark(word: &Word<'_>) -> bool {
    word.text.chars().next().is_some_and(|first| !first.is_alphanumeric() && first != '_')
}

/// Whether it belongs to none of the closed classes below: a noun, a verb or an adjective.
pub(super) fn is_open(word: &Word<'_>) -> bool {
    let text = word.text;
    word.form.is_none()
        && !text.is_empty()
        && !is_mark(word)
        && ![
            DETERMINERS,
            PREPOSITIONS,
            PRONOUNS,
            COORDINATORS,
            AUXILIARIES,
            SUBORDINATORS,
            ["not"].as_slice(),
        ]
        .iter()
        .any(|class| is_among(text, class))
        && !is_adverb(text)
}

/// Whether a word can occur within a phrase without changing its meaning.
pub(super) fn is_adverb(word: &str) -> bool {
    const OTHERS: &[&str] = &[
        "also",
        "always",
        "then",
        "therefore",
        "thus",
        "too",
        "still",
        "already",
        "ever",
        "often",
        "never",
        "sometimes",
        "moreover",
        "however",
        "instead",
        "otherwise",
        "hence",
        "either",
        "both",
        "each",
        "now",
        "just",
        "again",
        "soon",
        "afterwards",
        "all",
        "themselves",
        "itself",
        "even",
    ];
    const NO_ADVERBS: &[&str] = &[
        "apply",
        "supply",
        "comply",
        "rely",
        "reply",
        "imply",
        "multiply",
        "assembly",
        "family",
        "likely",
        "unlikely",
        "only",
        "fly",
        "daily",
        "anomaly",
        "july",
        "early",
        "yearly",
        "monthly",
        "weekly",
        "quarterly",
        "hourly",
        "friendly",
        "costly",
        "timely",
    ];
    is_among(word, OTHERS) || word.len() > 4 && word.ends_with("ly") && !is_among(word, NO_ADVERBS)
}

pub(super) fn is_article_like(word: &str) -> bool {
    is_among(word, DETERMINERS)
}

/// Returns the likely base form of a verb in the third person, or the singular of a plural noun. It
/// is right for regular words.
pub(super) fn stem(word: &str) -> String {
    let word = word.to_lowercase();
    let cut = |ending: &str, new: &str| Some(format!("{}{new}", word.strip_suffix(ending)?));
    let keeps = ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    if keeps || word.len() < 4 {
        return word;
    }
    cut("ies", "y")
        .or_else(|| {
            ["sses", "shes", "ches", "xes", "zes"]
                .iter()
                .find(|it| word.ends_with(*it))
                .and_then(|_| cut("es", ""))
        })
        .or_else(|| cut("s", ""))
        .unwrap_or(word)
}

/// Whether it is a verb of the list, in the base form or the third person.
pub(super) fn is_verb_of(word: &str, verbs: &[&str]) -> bool {
    verbs.contains(&stem(word).as_str())
}

/// Whether a word may be a plural noun or a verb in the third person.
pub(super) fn ends_in_s(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !["ss", "us", "is"].iter().any(|it| word.ends_with(it))
}

/// Whether a word may be a past participle.
pub(super) fn is_participle(word: &str) -> bool {
    const IRREGULAR: &[&str] = &[
        "been",
        "begun",
        "bound",
        "bought",
        "broken",
        "brought",
        "built",
        "chosen",
        "cut",
        "done",
        "drawn",
        "driven",
        "fed",
        "felt",
        "found",
        "given",
        "gone",
        "hung",
        "heard",
        "held",
        "hidden",
        "hurt",
        "kept",
        "known",
        "laid",
        "led",
        "left",
        "lent",
        "lit",
        "locked",
        "lost",
        "made",
        "met",
        "paid",
        "put",
        "read",
        "run",
        "said",
        "seen",
        "sent",
        "set",
        "shown",
        "shut",
        "sold",
        "spent",
        "split",
        "stolen",
        "stood",
        "taken",
        "taught",
        "thought",
        "thrown",
        "told",
        "torn",
        "worn",
        "written",
        "forbidden",
        "overridden",
        "forgone",
        "withdrawn",
        "borne",
        "sworn",
        "won",
        "sought",
    ];
    const NO_PARTICIPLES: &[&str] =
        &["need", "feed", "exceed", "proceed", "succeed", "embed", "speed", "shed"];
    word.len() > 4 && word.ends_with("ed") && !is_among(word, NO_PARTICIPLES)
        || is_among(word, IRREGULAR)
}

pub(super) const DETERMINERS: &[&str] = &[
    "the", "a", "an", "this", "these", "those", "each", "every", "any", "no", "some", "all", "its",
    "their", "his", "her", "our", "your", "another", "such", "both", "most", "many", "several",
    "few", "one", "two", "three", "other",
];

/// Determiners of singular nouns.
pub(super) const SINGULAR: &[&str] = &["a", "an", "each", "every", "another", "one", "this"];

pub(super) const PREPOSITIONS: &[&str] = &[
    "of",
    "in",
    "on",
    "at",
    "by",
    "for",
    "from",
    "to",
    "with",
    "without",
    "under",
    "over",
    "into",
    "onto",
    "through",
    "during",
    "within",
    "between",
    "among",
    "against",
    "about",
    "above",
    "below",
    "behind",
    "beside",
    "beyond",
    "near",
    "outside",
    "inside",
    "per",
    "via",
    "towards",
    "upon",
    "across",
    "along",
    "around",
    "off",
    "out",
    "up",
    "down",
    "except",
    "despite",
    "like",
    "according",
    "pursuant",
    "notwithstanding",
    "instead",
    "regardless",
    "due",
    "throughout",
];

pub(super) const PRONOUNS: &[&str] = &[
    "it",
    "they",
    "he",
    "she",
    "we",
    "you",
    "i",
    "them",
    "him",
    "us",
    "me",
    "there",
    "itself",
    "themselves",
    "nobody",
    "anyone",
    "everyone",
    "someone",
    "none",
    "nothing",
    "everything",
];

/// Pronouns that can be subjects.
pub(super) const NOMINATIVE: &[&str] = &["it", "they", "he", "she", "we", "you"];

pub(super) const COORDINATORS: &[&str] = &["and", "or", "but", "nor", "yet", "so", "then"];

/// Closed-class verbs that are finite unless a form of [`Word::form`] precedes them.
pub(super) const AUXILIARIES: &[&str] = &[
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "does",
    "do",
    "did",
    "will",
    "would",
    "might",
    "could",
    "isn't",
    "aren't",
    "wasn't",
    "weren't",
    "hasn't",
    "haven't",
    "doesn't",
    "don't",
    "didn't",
    "won't",
    "wouldn't",
    "isn’t",
    "aren’t",
    "doesn’t",
    "don’t",
    "hasn’t",
    "haven’t",
    "be",
    "been",
    "being",
];

/// Words that open a subordinate clause in any position.
pub(super) const SUBORDINATORS: &[&str] = &[
    "if",
    "unless",
    "where",
    "when",
    "wherever",
    "whenever",
    "because",
    "since",
    "although",
    "though",
    "while",
    "whilst",
    "whereas",
    "lest",
    "which",
    "who",
    "whom",
    "whose",
    "that",
    "what",
    "how",
    "why",
    "whether",
    "whatever",
    "whoever",
    "whichever",
    "once",
    "until",
    "till",
    "before",
    "after",
    "as",
    "than",
];
