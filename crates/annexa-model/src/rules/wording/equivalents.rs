//! Equivalents of the verbal forms (ISO/IEC Directives, Part 2, clause 7).

use std::sync::LazyLock;

use super::{
    clauses::Role,
    nouns::NounPhrase,
    phrases::{Pattern, PhraseMatch, Phrases},
    sources,
    words::*,
};

/// Wording in place of a verbal form.
pub(in crate::rules) struct Equivalent {
    words: &'static str,
    pub(in crate::rules) primary: &'static str,
    when: When,
}

/// When the wording is equivalent to the form, unless its clause only states a fact.
#[derive(Clone, Copy)]
enum When {
    Always,
    /// Its subject is an actor who does what follows: `is to call`, but not `the aim is to call` or
    /// `is to be called`.
    Actor,
    /// It states a duty and not a use of its subject, unlike `two keys are required to open the
    /// vault`.
    Duty,
    /// A verb follows, and `to` belongs to it: not `has to do with`.
    Verb,
    /// It follows its subject, without `only`.
    Permitted,
    /// It follows a subject with `only`.
    OnlyPermitted,
}

const fn of(words: &'static str, primary: &'static str, when: When) -> Equivalent {
    Equivalent { words, primary, when }
}

/// Longer wordings come first.
pub(in crate::rules) static EQUIVALENTS: LazyLock<Phrases<Equivalent>> =
    LazyLock::new(|| Phrases::new(ALL));

const ALL: &[Equivalent] = {
    use When::*;
    &[
        of("is|are required not to", "shall not", Always),
        of("is|are required to be not", "shall not", Always),
        of("is|are not permitted|allowed|permissible|acceptable", "shall not", Always),
        of("is|are not required|obliged to", "need not", Always),
        of("does|do not have|need to", "need not", Verb),
        of("is|are forbidden|prohibited to|from", "shall not", Always),
        of("is|are not to", "shall not", Actor),
        of("it is not recommended", "should not", Always),
        of("is|are not recommended", "should not", Always),
        of("ought not to", "should not", Always),
        of("it is not possible to|that|for", "cannot", Always),
        of("it is impossible to|that|for", "cannot", Always),
        of("is|are not able to", "cannot", Always),
        of("is|are unable to", "cannot", Always),
        of("there is no possibility of|to", "cannot", Always),
        of(
            "it is required|mandatory|obligatory|necessary|essential|imperative that|to|for",
            "shall",
            Always,
        ),
        of("is|are required to", "shall", Duty),
        of("is|are obliged|bound to", "shall", Always),
        of("has|have got to", "shall", Verb),
        of("has|have to", "shall", Verb),
        of("needs|need to", "shall", Verb),
        of("is|are to", "shall", Actor),
        of("it is recommended|advisable that|to", "should", Always),
        of("is|are recommended|advised to", "should", Always),
        of("ought to", "should", Always),
        of("it is permitted|allowed|permissible that|to", "may", Always),
        of("is|are permitted|allowed to", "may", Always),
        of(PERMITTED, "shall", OnlyPermitted),
        of(PERMITTED, "may", Permitted),
        of("it is possible to|that|for", "can", Always),
        of("is|are able to", "can", Always),
        of("is|are in a position to", "can", Always),
        of("there is a possibility of|to", "can", Always),
    ]
};

const PERMITTED: &str = "is|are permitted|allowed|permissible";

impl Pattern for Equivalent {
    fn words(&self) -> &'static str {
        self.words
    }

    fn fits(&self, found: &PhraseMatch<'_>) -> bool {
        let subject = || NounPhrase::subject(found.words, found.clauses(), found.start);
        let counts = match self.when {
            When::Always => true,
            When::Actor => is_verb_next(found) && !is_passive(found) && is_actor(&subject()),
            When::Duty => is_duty(found, &subject()),
            When::Verb => is_verb_next(found) && has_verb_of_its_own(found),
            When::Permitted => !follows_by(found) && !says_only(found),
            When::OnlyPermitted => !follows_by(found) && says_only(found),
        };
        counts && !states_a_fact(found)
    }
}

/// Conditions, restrictions, reasons, and sentences with law or nature as the source do not express
/// a verbal form.
fn states_a_fact(found: &PhraseMatch<'_>) -> bool {
    let clauses = found.clauses();
    clauses.only_describes(found.start)
        || clauses.is_within(found.start, Role::Other)
        || sources::is_named(found.words, clauses, found.start)
}

fn follows_by(found: &PhraseMatch<'_>) -> bool {
    is_among(found.next(), &["by"])
}

fn says_only(found: &PhraseMatch<'_>) -> bool {
    (0..found.start).any(|at| is_among(found.text(at), &["only"]))
}

/// Whether a verb follows `to`: not in `the reference is to a rule` or `the plan is to scale`.
fn is_verb_next(found: &PhraseMatch<'_>) -> bool {
    let Some(next) = found.words.get(found.end) else { return false };
    let behind = found.text(found.end + 1);
    let is_idiom = match next.text {
        "say" => is_among(found.before(), &["that"]),
        "scale" | "date" | "blame" => true,
        "do" => is_among(behind, &["with"]),
        "come" | "begin" | "follow" => {
            is_among(found.text(found.end.saturating_sub(2)), &["yet", "still"])
        }
        _ => false,
    };
    let is_yet = (found.start..found.end).any(|at| is_among(found.text(at), &["yet"]));
    let is_nothing = next.text.is_empty()
        || is_mark(next)
        || is_article_like(next.text)
        || [PREPOSITIONS, SUBORDINATORS, PRONOUNS].iter().any(|class| is_among(next.text, class))
        || next.text.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit());
    !is_idiom && !is_yet && !is_nothing
}

fn is_passive(found: &PhraseMatch<'_>) -> bool {
    let behind = (found.end + 1..found.words.len()).find(|&at| !is_adverb(found.text(at)));
    is_among(found.next(), &["be"]) && behind.is_some_and(|at| is_participle(found.text(at)))
}

/// `the need to know` is a noun, and `should have to hand` has another verb.
fn has_verb_of_its_own(found: &PhraseMatch<'_>) -> bool {
    let Some(before) = found.start.checked_sub(1).and_then(|at| found.words.get(at)) else {
        return false;
    };
    // `the tester and the owner both need to sign`.
    let is_behind_noun = is_among(before.text, &["both", "all", "each"])
        && found.start.checked_sub(2).and_then(|at| found.words.get(at)).is_some_and(is_open);
    let is_noun = found.text(found.start).eq_ignore_ascii_case("need")
        && (is_article_like(before.text) && !is_behind_noun
            || is_among(before.text, PREPOSITIONS)
            || before.text.ends_with("'s"));
    let is_helped =
        before.form.is_some() || is_among(before.text, &["will", "would", "might", "could", "to"]);
    !is_noun && !is_helped
}

/// `the supplier is required to report` is a duty; `a key is required to open the door` is not.
fn is_duty(found: &PhraseMatch<'_>, subject: &NounPhrase<'_>) -> bool {
    const TOOLS: &[&str] = &[
        "access",
        "approval",
        "authentication",
        "authorization",
        "badge",
        "budget",
        "card",
        "certificate",
        "code",
        "consent",
        "credential",
        "data",
        "decision",
        "device",
        "document",
        "effort",
        "equipment",
        "evidence",
        "factor",
        "form",
        "hardware",
        "information",
        "key",
        "knowledge",
        "licence",
        "license",
        "log",
        "measure",
        "money",
        "password",
        "permission",
        "pin",
        "procedure",
        "resource",
        "signature",
        "skill",
        "software",
        "step",
        "storage",
        "time",
        "token",
        "tool",
        "training",
        "fuel",
        "power",
        "energy",
        "bandwidth",
    ];
    let is_of_action = is_among(found.next(), &["be"]);
    let is_tool = subject.is_counted() || TOOLS.contains(&stem(subject.head()).as_str());
    is_of_action || !is_tool
}

/// Whether a subject can have a duty, which an aim, a step or an idea cannot.
fn is_actor(subject: &NounPhrase<'_>) -> bool {
    let head = subject.head().to_lowercase();
    let stem = stem(&head);
    let is_thought = THOUGHTS.contains(&stem.as_str())
        || THOUGHT_ENDINGS.iter().any(|ending| stem.ends_with(ending))
            && !ACTORS.contains(&stem.as_str());
    let is_pronoun = is_among(
        &head,
        &["that", "this", "what", "it", "all", "best", "first", "rest", "latter", "former"],
    );
    !subject.is_empty() && !is_thought && !is_pronoun
}

/// Nouns for ideas and activities.
const THOUGHTS: &[&str] = &[
    "aim",
    "alternative",
    "answer",
    "approach",
    "art",
    "challenge",
    "choice",
    "concept",
    "concern",
    "custom",
    "defence",
    "difficulty",
    "duty",
    "effect",
    "end",
    "focus",
    "function",
    "goal",
    "habit",
    "hope",
    "idea",
    "intent",
    "job",
    "key",
    "method",
    "mistake",
    "next",
    "object",
    "objective",
    "option",
    "order",
    "plan",
    "point",
    "policy",
    "practice",
    "principle",
    "problem",
    "purpose",
    "question",
    "reason",
    "remedy",
    "response",
    "result",
    "role",
    "rule",
    "second",
    "step",
    "strategy",
    "task",
    "technique",
    "temptation",
    "test",
    "thing",
    "trick",
    "use",
    "way",
    "will",
    "wish",
    "work",
    "course",
    "measure",
    "target",
    "priority",
    "benefit",
    "advantage",
    "value",
    "sense",
    "procedure",
    "process",
    "default",
    "exercise",
    "mandate",
    "vision",
    "motive",
    "advice",
    "cure",
    "fix",
    "lesson",
    "trend",
    "tendency",
    "design",
    "move",
    "start",
    "thought",
    "consequence",
];

const THOUGHT_ENDINGS: &[&str] =
    &["tion", "sion", "ment", "ness", "ity", "ance", "ence", "ism", "ship"];

/// Nouns with such an ending that denote people, bodies or devices.
const ACTORS: &[&str] = &[
    "organization",
    "organisation",
    "station",
    "substation",
    "administration",
    "institution",
    "corporation",
    "federation",
    "association",
    "delegation",
    "workstation",
    "department",
    "government",
    "management",
    "equipment",
    "instrument",
    "facility",
    "utility",
    "authority",
    "entity",
    "university",
    "community",
    "municipality",
    "ambulance",
    "audience",
    "agency",
    "division",
    "commission",
    "element",
    "installation",
    "application",
    "instance",
    "charity",
    "establishment",
];
