//! Subjects and objects: what the verb of a clause refers to, and whether that is something that
//! the base requires or recommends, or something of the sector.

use annexa_syntax::Word;

use super::{clauses::Clauses, words::*};

/// The words of a subject or an object, from its first article or noun on.
pub(super) struct NounPhrase<'a> {
    words: Vec<&'a Word<'a>>,
}

impl<'a> NounPhrase<'a> {
    /// Returns the subject of a word's clause: what precedes its verb.
    pub(super) fn subject(words: &'a [Word<'a>], clauses: &Clauses, at: usize) -> NounPhrase<'a> {
        let end = clauses.at(at).verb.map_or(at, |verb| verb.min(at));
        let mut before: Vec<usize> =
            clauses.before(end).filter(|it| clauses.index(*it) == clauses.index(at)).collect();
        if end != at {
            before.retain(|&it| it < end);
        }
        let text = |at: usize| words.get(at).map_or("", |word| word.text);
        // `For depots, the audit`, `The audit, as far as it goes,`: the last part with a noun.
        let names = |part: &[usize]| {
            part.iter().any(|&it| {
                words.get(it).is_some_and(|word| {
                    is_open(word) || word.text.is_empty() || is_among(word.text, PRONOUNS)
                })
            })
        };
        let parts: Vec<&[usize]> =
            before.split(|&it| text(it) == ",").filter(|it| names(it)).collect();
        let part = parts.last().copied().unwrap_or_default();
        let skipped = part.iter().take_while(|&&it| {
            is_among(text(it), COORDINATORS)
                || is_among(text(it), SUBORDINATORS)
                || is_adverb(text(it))
        });
        let mut part = part.get(skipped.count()..).unwrap_or_default();
        // `At night the audit`: skips the noun of the preposition.
        if part.first().is_some_and(|&it| is_among(text(it), PREPOSITIONS)) {
            let own = (2..part.len()).find(|&index| {
                let begins = words.get(part[index]).is_some_and(|word| {
                    is_article_like(word.text)
                        || is_reference(word)
                        || is_among(word.text, NOMINATIVE)
                });
                begins && words.get(part[index - 1]).is_some_and(is_open)
            });
            part = own.and_then(|own| part.get(own..)).unwrap_or(part);
        }
        NounPhrase { words: part.iter().filter_map(|&it| words.get(it)).collect() }
    }

    /// Returns the object that begins at a word, up to the next mark, verb or clause.
    pub(super) fn object(words: &'a [Word<'a>], from: usize) -> NounPhrase<'a> {
        // `the plan that 6.2 requires`, `as 6.2 requires`.
        let goes_on = |at: usize| {
            let (text, next) = (words.get(at).map_or("", |it| it.text), words.get(at + 1));
            text.eq_ignore_ascii_case("that")
                || text.eq_ignore_ascii_case("as") && next.is_some_and(is_citation)
        };
        let ends = |at: usize, word: &Word<'_>| {
            word.form.is_some()
                || is_mark(word)
                || is_among(word.text, AUXILIARIES)
                || is_among(word.text, SUBORDINATORS) && !goes_on(at)
        };
        let words = words.iter().enumerate().skip(from).take_while(|(at, word)| !ends(*at, word));
        NounPhrase { words: words.map(|(_, word)| word).collect() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns the phrase up to a word.
    pub(super) fn up_to(mut self, end: &str) -> NounPhrase<'a> {
        let length = self.words.iter().position(|word| word.text.eq_ignore_ascii_case(end));
        self.words.truncate(length.unwrap_or(self.words.len()));
        self
    }

    /// Returns the words before the first preposition that follows the noun.
    fn core(&self) -> &[&'a Word<'a>] {
        let ends = |word: &&Word<'_>| {
            is_among(word.text, PREPOSITIONS)
                || is_among(word.text, COORDINATORS)
                || is_among(word.text, SUBORDINATORS)
        };
        let length = self.words.iter().position(ends).unwrap_or(self.words.len());
        self.words.get(..length).unwrap_or_default()
    }

    /// Returns the main noun.
    pub(super) fn head(&self) -> &str {
        let core = self.core();
        let noun = core
            .iter()
            .rev()
            .find(|word| is_open(word) && !word.text.starts_with(|it: char| it.is_ascii_digit()));
        noun.or(core.last()).map_or("", |word| word.text)
    }

    /// Returns the nouns behind `of` and other prepositions.
    fn complements(&self) -> impl Iterator<Item = &str> {
        self.words.iter().skip(self.core().len()).map(|word| word.text)
    }

    pub(super) fn contains(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| is_among(word.text, words))
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.text)
    }

    /// Whether it is negated: `no check`, `nothing in this clause`.
    pub(super) fn is_denied(&self) -> bool {
        let denies = ["no", "none", "nothing", "nobody", "neither", "never", "not"];
        self.words.iter().take(2).any(|word| is_among(word.text, &denies))
    }

    /// Whether it begins with a number: `two keys`, `at least one guard`.
    pub(super) fn is_counted(&self) -> bool {
        const NUMBERS: &[&str] = &[
            "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "least",
            "several",
        ];
        self.words.iter().take(3).any(|word| {
            is_among(word.text, NUMBERS)
                || word.text.chars().all(|it| it.is_ascii_digit()) && !word.text.is_empty()
        })
    }

    /// Whether it denotes a provision of the base.
    pub(super) fn is_provision(&self) -> bool {
        let head = stem(self.head());
        let names_one =
            PROVISIONS.contains(&head.as_str()) || head == "document" && self.contains(&["this"]);
        let has_citation = self.words.iter().any(|word| is_citation(word));
        // `the scheme in the base control`.
        let names_base = self.words.windows(2).any(|pair| {
            pair[0].text.eq_ignore_ascii_case("base")
                && PROVISIONS.contains(&stem(pair[1].text).as_str())
        });
        names_one || (has_citation || names_base) && !self.is_of_access()
    }

    /// Whether it denotes a provision, or a part of an information security management system.
    pub(super) fn is_of_system(&self) -> bool {
        self.is_provision() || self.names(SYSTEM)
    }

    /// Whether it denotes one of these, or a measure that controls recommend.
    pub(super) fn is_of_base(&self) -> bool {
        self.is_of_system() || self.names(MEASURES)
    }

    fn names(&self, nouns: &[&str]) -> bool {
        let head = stem(self.head());
        let is_one = |word: &str| {
            nouns.contains(&stem(word).as_str()) || word.ends_with("ing") && nouns.contains(&word)
        };
        let is_part = PARTS.contains(&head.as_str())
            && self
                .complements()
                .any(|word| is_one(word) || PROVISIONS.contains(&stem(word).as_str()));
        !self.is_of_access() && (is_one(&head) || is_part)
            || self.is_documented() && nouns == SYSTEM
    }

    fn is_documented(&self) -> bool {
        self.core().windows(2).any(|pair| {
            pair[0].text.eq_ignore_ascii_case("documented")
                && pair[1].text.eq_ignore_ascii_case("information")
        })
    }

    fn is_of_access(&self) -> bool {
        let head = stem(self.head());
        ["access", "right", "privilege", "permission", "entry", "number", "account", "user"]
            .contains(&head.as_str())
    }
}

/// Whether a word is a reference to a provision, rather than to a term, a figure or a table.
fn is_reference(word: &Word<'_>) -> bool {
    let inner = word.reference.trim_start_matches('{').trim_start();
    !inner.is_empty()
        && !["term", "figure", "table", "audience"].iter().any(|it| inner.starts_with(it))
}

/// Whether a word is a reference to a provision, or its number.
fn is_citation(word: &Word<'_>) -> bool {
    is_reference(word) || is_clause_number(word.text)
}

/// `6.1.2`, `A.5.23`. The numbers of clauses in the bases have one or two digits before each point.
fn is_clause_number(word: &str) -> bool {
    let number = word.strip_prefix("A.").unwrap_or(word);
    let is_part = |part: &str| {
        (1..=2).contains(&part.len())
            && part.bytes().all(|it| it.is_ascii_digit())
            && !part.starts_with('0')
    };
    (number.contains('.') || number.len() < word.len()) && number.split('.').all(is_part)
}

/// Nouns for parts of a document.
const PROVISIONS: &[&str] = &[
    "requirement",
    "clause",
    "subclause",
    "control",
    "guidance",
    "provision",
    "standard",
    "recommendation",
    "advice",
    "base",
    "obligation",
    "duty",
    "safeguard",
    "measure",
];

/// Nouns for parts of an information security management system.
const SYSTEM: &[&str] = &[
    "analysis",
    "appetite",
    "applicability",
    "assessment",
    "audit",
    "awareness",
    "competence",
    "communication",
    "criterion",
    "criteria",
    "documentation",
    "evaluation",
    "evidence",
    "improvement",
    "measurement",
    "monitoring",
    "objective",
    "plan",
    "policy",
    "programme",
    "program",
    "review",
    "scope",
    "statement",
    "treatment",
];

/// Nouns for what controls recommend.
const MEASURES: &[&str] = &[
    "approval",
    "authentication",
    "authorization",
    "backup",
    "check",
    "classification",
    "confirmation",
    "cryptography",
    "drill",
    "encryption",
    "exercise",
    "inspection",
    "inventory",
    "labelling",
    "logging",
    "procedure",
    "record-keeping",
    "register",
    "report",
    "rotation",
    "screening",
    "segregation",
    "separation",
    "signature",
    "supervision",
    "test",
    "testing",
    "training",
    "verification",
    "vetting",
    "escort",
    "patching",
];

/// Nouns whose complement behind `of` is the actual subject.
const PARTS: &[&str] = &[
    "stage",
    "step",
    "part",
    "use",
    "application",
    "extent",
    "coverage",
    "frequency",
    "depth",
    "outcome",
    "result",
    "round",
    "form",
    "rest",
    "remainder",
    "need",
    "scope",
    "level",
    "interval",
    "means",
    "execution",
];
