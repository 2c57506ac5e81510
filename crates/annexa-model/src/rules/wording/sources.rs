//! Law and nature as sources of necessity (ISO/IEC Directives, Part 2, 7.2 and 7.6): if a sentence
//! names one of them as its source, `must` is right.

use annexa_syntax::{VerbalForm, Word};

use super::{
    clauses::{Clause, Clauses, Role},
    nouns::NounPhrase,
    words::*,
};

/// Whether the sentence names law or nature as the source of what the word expresses.
pub(in crate::rules) fn is_named(words: &[Word<'_>], clauses: &Clauses, at: usize) -> bool {
    let place = WordPlace { words, clauses, at };
    place.has_adverbial()
        || place.is_prescribed()
        || place.has_reason()
        || place.follows_from_nature()
}

struct WordPlace<'a> {
    words: &'a [Word<'a>],
    clauses: &'a Clauses,
    at: usize,
}

impl<'a> WordPlace<'a> {
    fn text(&self, at: usize) -> &'a str {
        self.words.get(at).map_or("", |word| word.text)
    }

    fn subject(&self, at: usize) -> NounPhrase<'a> {
        NounPhrase::subject(self.words, self.clauses, at)
    }

    /// Returns the main clause that contains a word.
    fn root(&self, at: usize) -> usize {
        self.clauses.around(at).last().map_or(0, |clause| clause.start)
    }

    /// `by law`, `under the act`, `according to the laws of physics`, anywhere in the main clause.
    fn has_adverbial(&self) -> bool {
        let root = self.root(self.at);
        (0..self.words.len()).any(|at| {
            let from = self.behind_preposition(at);
            from.is_some_and(|from| {
                self.root(at) == root
                    && self.is_about_it(at)
                    && is_source(&NounPhrase::object(self.words, from))
            })
        })
    }

    /// Returns the index behind the preposition at a word, if it can introduce a source.
    fn behind_preposition(&self, at: usize) -> Option<usize> {
        let pair = (self.text(at), self.text(at + 1));
        if is_among(pair.0, &["by", "under", "per", "following"]) {
            return Some(at + 1);
        }
        let is = |first, second| is_among(pair.0, first) && is_among(pair.1, second);
        let is_in = at.checked_sub(1).is_some_and(|at| is_among(self.text(at), &["in"]));
        let is_pair = is(&["according", "pursuant", "due", "owing", "thanks"], &["to"])
            || is(&["accordance", "compliance", "line"], &["with"]) && is_in
            || is(
                &["because", "virtue", "result", "basis", "view", "terms", "reason", "reasons"],
                &["of"],
            )
            || is(&["arising", "following", "follows", "follow", "results", "result"], &["from"]);
        is_pair.then_some(at + 2)
    }

    /// Whether an adverbial refers to the word, rather than to a noun: `data protected by law`.
    fn is_about_it(&self, at: usize) -> bool {
        let own: Vec<usize> = self.clauses.around(self.at).map(|clause| clause.start).collect();
        let singled_out = self.clauses.around(at).any(|clause| {
            matches!(clause.role, Role::Restriction | Role::Content) && !own.contains(&clause.start)
        });
        let participle = at.checked_sub(1).filter(|&it| is_participle(self.text(it)));
        let is_reduced = participle.is_some_and(|it| {
            it.checked_sub(1).and_then(|it| self.words.get(it)).is_some_and(is_open)
        });
        !singled_out && !is_reduced
    }

    /// `the act says how long … must …`: a law is the subject, and the word is in what it says.
    fn is_prescribed(&self) -> bool {
        let around: Vec<_> = self.clauses.around(self.at).collect();
        // `the period that the law says must …`.
        let own = around.first().and_then(|clause| clause.verb).filter(|&verb| verb < self.at);
        if own
            .is_some_and(|verb| is_verb_of(self.text(verb), SAYING) && is_law(&self.subject(verb)))
        {
            return true;
        }
        around.windows(2).any(|pair| {
            let (inner, outer) = (pair[0], pair[1]);
            let Some(verb) = self.verb_before(inner.start, outer) else { return false };
            let is_said = matches!(inner.role, Role::Content | Role::Restriction)
                || inner.role == Role::Other && self.text(inner.start).eq_ignore_ascii_case("why");
            let subject = self.subject(verb);
            let duty = NounPhrase::object(self.words, verb + 1);
            is_said
                && !self.is_passive(verb)
                && (is_law(&subject)
                    || subject.head().eq_ignore_ascii_case("it")
                        && (is_law(&duty) || is_legal_duty(&duty)))
        })
    }

    /// Returns the verb of a clause before a nested clause. In the plural its form is ambiguous.
    fn verb_before(&self, inner: usize, outer: &Clause) -> Option<usize> {
        let verb = outer.verb.filter(|&verb| verb < inner);
        let is_verb = |&at: &usize| {
            let word = self.text(at);
            let is_known = is_verb_of(word, VERBS) || is_verb_of(word, SAYING);
            is_known && self.words.get(at.wrapping_sub(1)).is_some_and(is_open)
        };
        verb.or_else(|| (outer.start..inner).rev().find(is_verb))
    }

    fn is_passive(&self, verb: usize) -> bool {
        is_among(self.text(verb), &["is", "are", "was", "were", "been"])
            && is_participle(self.text(verb + 1))
    }

    /// `as the law requires`, `the act is strict: …`: an adjacent clause gives a law as the reason.
    fn has_reason(&self) -> bool {
        self.reasons().any(|verb| is_law(&self.subject(verb)) && !self.is_passive(verb))
    }

    /// Returns the verbs of the clauses that give a reason.
    fn reasons(&self) -> impl Iterator<Item = usize> {
        let own = self.clauses.index(self.at);
        let root = self.root(self.at);
        let verbs = (0..self.words.len()).filter(move |&at| {
            let clause = self.clauses.at(at);
            let is_verb = clause.verb == Some(at) && self.clauses.index(at) != own;
            let is_beside =
                matches!(clause.role, Role::Condition | Role::Other) && self.root(at) == root;
            // The clause before a colon, or before `so`.
            let before = root.checked_sub(1).map_or("", |it| self.text(it));
            let concludes = before == ":"
                || is_among(before, &["so"])
                || is_among(self.text(root), &["so", "therefore", "hence"]);
            is_verb && (is_beside || concludes && clause.role == Role::Main && at < root)
        });
        verbs.collect::<Vec<_>>().into_iter()
    }

    /// `at 0 °C water must freeze`, `since heat rises, the air must be warmer`.
    fn follows_from_nature(&self) -> bool {
        let Some(word) = self.words.get(self.at) else { return false };
        if word.form != Some(VerbalForm::Must) {
            return false;
        }
        let next = self.text(self.at + 1);
        let behind = self.text(self.at + 2);
        let subject = self.subject(self.at);
        let is_inferred = is_among(next, &["have"]) && is_among(behind, &["been"]);
        let is_done = is_among(next, &["be"]) && is_participle(behind);
        let mut behind = self.words.iter().skip(self.at + 2).take_while(|word| !is_mark(word));
        let is_natural = is_nature(&subject)
            || is_inferred
            || !names_person(subject.head()) && behind.any(|word| is_natural_thing(word.text));
        let has_cause = || self.reasons().any(|verb| is_nature(&self.subject(verb)));
        is_among(next, PROCESSES) || is_natural && !is_done && has_cause()
    }
}

fn is_source(phrase: &NounPhrase<'_>) -> bool {
    const FORCES: &[&str] = &[
        "nature",
        "physics",
        "gravity",
        "thermodynamics",
        "chemistry",
        "biology",
        "geometry",
        "mathematics",
        "arithmetic",
        "electrodynamics",
        "optics",
        "mechanics",
    ];
    const PARTS: &[&str] = &[
        "article",
        "section",
        "paragraph",
        "part",
        "provision",
        "rule",
        "annex",
        "chapter",
        "term",
        "force",
        "speed",
    ];
    let head = stem(phrase.head());
    is_law(phrase)
        || is_legal_duty(phrase)
        || FORCES.contains(&head.as_str())
        || FORCES.contains(&phrase.head().to_lowercase().as_str())
        || PARTS.contains(&head.as_str())
            && phrase
                .texts()
                .skip(1)
                .any(|word| is_law_word(&stem(word)) || FORCES.contains(&word) || word == "light")
        || head == "reason" && phrase.contains(&["physical", "legal", "natural"])
}

/// Whether a phrase denotes a law.
fn is_law(phrase: &NounPhrase<'_>) -> bool {
    const OWN: &[&str] = &[
        "company",
        "corporate",
        "house",
        "in-house",
        "internal",
        "own",
        "organizational",
        "plant",
        "site",
        "group",
        "its",
        "our",
        "their",
        "operating",
        "works",
    ];
    let head = stem(phrase.head());
    let is_of_state = LAWS_OF_A_STATE.contains(&head.as_str());
    is_law_word(&head) && (is_of_state || !phrase.contains(OWN))
}

/// `a legal obligation`.
fn is_legal_duty(phrase: &NounPhrase<'_>) -> bool {
    let head = stem(phrase.head());
    ["duty", "obligation", "requirement", "provision", "rule", "limit", "deadline", "norm"]
        .contains(&head.as_str())
        && phrase.contains(&["legal", "statutory"])
}

/// Nouns for what only a state makes, and for the state itself.
const LAWS_OF_A_STATE: &[&str] = &[
    "law",
    "legislation",
    "statute",
    "act",
    "constitution",
    "treaty",
    "gdpr",
    "hipaa",
    "legislator",
    "legislature",
    "parliament",
    "lawmaker",
];

/// Nouns for what others make too: `house regulations`.
const OTHER_LAWS: &[&str] = &["regulation", "directive", "ordinance", "decree", "bylaw", "by-law"];

fn is_law_word(stem: &str) -> bool {
    LAWS_OF_A_STATE.contains(&stem) || OTHER_LAWS.contains(&stem)
}

fn is_nature(phrase: &NounPhrase<'_>) -> bool {
    is_natural_thing(phrase.head())
}

fn is_natural_thing(noun: &str) -> bool {
    const THINGS: &[&str] = &[
        "air",
        "atom",
        "charge",
        "current",
        "electricity",
        "electron",
        "energy",
        "entropy",
        "friction",
        "gas",
        "gravity",
        "heat",
        "humidity",
        "ice",
        "light",
        "mass",
        "matter",
        "metal",
        "moisture",
        "momentum",
        "nature",
        "physics",
        "pressure",
        "radiation",
        "resistance",
        "signal",
        "sound",
        "steam",
        "temperature",
        "vapour",
        "voltage",
        "volume",
        "water",
        "wave",
        "light",
        "field",
        "frequency",
        "wavelength",
        "echo",
        "shadow",
        "beam",
        "flame",
        "smoke",
        "fog",
        "sand",
        "noise",
    ];
    let head = noun.to_lowercase();
    THINGS.contains(&stem(&head).as_str()) || THINGS.contains(&head.as_str())
}

/// Whether a noun seems to denote people, for whom nature is not a source of necessity.
fn names_person(noun: &str) -> bool {
    const PEOPLE: &[&str] =
        &["staff", "crew", "guard", "nurse", "team", "clerk", "pilot", "people", "person"];
    let noun = stem(noun);
    PEOPLE.contains(&noun.as_str())
        || ["er", "or", "ist", "ant", "ian"].iter().any(|ending| noun.ends_with(ending))
}

/// Verbs for what things do by nature, which no provision requires.
const PROCESSES: &[&str] = &[
    "freeze",
    "boil",
    "melt",
    "evaporate",
    "condense",
    "decay",
    "corrode",
    "rust",
    "oxidize",
    "expand",
    "contract",
    "sink",
];
