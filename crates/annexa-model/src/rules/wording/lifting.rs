//! Wording that removes, invalidates or reduces a provision of the base (ISO/IEC 27009:2020, 5.2 to
//! 5.4 and 6.3). No program can decide this: these phrases are signs, and their subjects and
//! objects decide whether one counts.

use std::sync::LazyLock;

use super::{
    clauses::Role,
    nouns::NounPhrase,
    phrases::{Pattern, PhraseMatch, Phrases},
    words::*,
};

/// The question that such wording is a sign of, for the pages of its rules.
pub(in crate::rules) const LIFTS_BASE: &str =
    "whether a text removes, invalidates or reduces a provision of the base";

/// Wording that may remove a provision.
pub(in crate::rules) struct Lifting {
    words: &'static str,
    when: When,
}

/// When the wording counts, if it makes a statement; within a condition or a restriction it never
/// does.
#[derive(Clone, Copy)]
enum When {
    /// It negates a duty.
    Always,
    /// It is not negated.
    Asserted,
    /// Its subject is negated: `no audit is required`.
    SubjectDenied,
    /// It has no object: `does not apply`, but not `does not apply patches`.
    Intransitive,
    /// Its subject is a provision.
    OfProvision,
    /// Its subject is something that the base requires or recommends.
    OfBase,
    /// Its object is something that the base requires or recommends.
    Object,
    /// Its object is a provision.
    ObjectProvision,
    /// The noun behind `from` or `of` is something that the base requires or recommends.
    From,
    /// Same as `From`, or nothing follows.
    Freed,
    /// Something that the base requires or recommends is between it and this word.
    Between(&'static str),
    /// `only` restricts where the base applies.
    Narrowed,
    /// `only` begins the sentence: `Only pumps shall be assessed`.
    OnlySome,
    /// This word follows later: `may leave the plan out`.
    With(&'static str),
    /// It states that something less is sufficient, rather than requiring sufficiency.
    Enough,
}

const fn of(words: &'static str, when: When) -> Lifting {
    Lifting { words, when }
}

pub(in crate::rules) static LIFTING: LazyLock<Phrases<Lifting>> =
    LazyLock::new(|| Phrases::new(ALL));

const ALL: &[Lifting] = {
    use When::*;
    &[
        of("need_not", Always),
        of(IS_NOT_DUE, Always),
        of(
            "is|are|was|were no longer required|needed|obliged|bound|obligatory|mandatory|compulsory|necessary|applicable|binding",
            Always,
        ),
        of(
            "shall_not|should_not|will_not be required|needed|obliged|obligatory|mandatory|compulsory|necessary",
            Always,
        ),
        of("is|are not applicable|binding", Always),
        of("does|do not have|need to", Always),
        of("has|have not to", Always),
        of("has|have no obligation|duty|need to", Always),
        of("is|are under no obligation|duty to", Always),
        of("there is no requirement|need|obligation|duty", Always),
        of("is|are|be free|entitled|allowed|permitted not to", Always),
        of("is|are needed|required|necessary|obligatory|mandatory|compulsory only", Asserted),
        of("is|are only needed|required|necessary|obligatory|mandatory|compulsory", Asserted),
        of("need|needs only", Always),
        of("only need|needs|has|have to", Always),
        of("is|are|be required|needed|necessary|expected|due", SubjectDenied),
        of("does|do|shall_not|should_not|may_not|will not apply|hold", Intransitive),
        of("does|do not apply|hold", Intransitive),
        of("shall_not|should_not|may_not apply", Intransitive),
        of("no longer applies|apply|holds|hold", Intransitive),
        of("ceases|cease to apply", Asserted),
        of("does|do not require|demand|prescribe|oblige|expect", OfProvision),
        of("does|do not call|ask for", OfProvision),
        of("requires|demands|prescribes|needs no", OfProvision),
        of("instead of", Object),
        of("in place|lieu of", Object),
        of("rather than", ObjectProvision),
        of("notwithstanding|despite", ObjectProvision),
        of("in spite of", ObjectProvision),
        of("regardless|irrespective of", ObjectProvision),
        of("contrary to", ObjectProvision),
        of("in derogation of|from", Object),
        of("in deviation|departure from", Object),
        of("by way of derogation|exception from|to", Object),
        of("takes|take|taking precedence over", Object),
        of("takes|take the place of", Object),
        of("prevails|prevail over", Object),
        of(
            "overrides|override|supersedes|supersede|replaces|replace|displaces|displace|substitutes|substitute|repeals|repeal",
            Object,
        ),
        of("substitutes|substitute|stands|stand in for", Object),
        of("substitutes|substitute for", Object),
        of("is|are|be a substitute for", Object),
        of("is|are|be no part of", Object),
        of("is|are not part of", Object),
        of("is|are not covered|bound by", Object),
        of("is|are not subject to", Object),
        of("outside|beyond the scope of", Object),
        of("out of the scope of", Object),
        of("is|are|be replaced|superseded|overridden|substituted by|with", OfBase),
        of("is|are|be waived", Asserted),
        of(
            "is|are|be omitted|skipped|suspended|dropped|disregarded|ignored|discontinued|abolished|cancelled|revoked|lifted|void|invalid|repealed|relaxed|weakened|dispensable|superfluous",
            OfBase,
        ),
        of("is|are|be left out|undone|aside", OfBase),
        of("is|are|be set aside", OfBase),
        of("is|are|be dispensed with", OfBase),
        of("is|are|be reduced|lowered|shortened to|by", OfBase),
        of("has|have no effect|force", OfBase),
        of(
            "is|are|be|remain|remains|become|becomes optional|voluntary|discretionary|unnecessary",
            Asserted,
        ),
        of("is|are|be at|left to|at the discretion of", OfBase),
        of("is|are|be exempt|exempted|excused", Freed),
        of("is|are|be relieved|released|freed|discharged|spared|excluded|excepted|removed", From),
        of("is|are|be taken|left out", From),
        of(
            "exempts|exempt|relieves|relieve|excuses|excuse|releases|release|frees|excludes|exclude",
            Between("from"),
        ),
        of("relieves|relieve|discharges|discharge", Between("of")),
        of(
            "may|can omit|skip|waive|disregard|ignore|forgo|forego|abandon|suspend|neglect|relax|bypass|drop|discontinue",
            Asserted,
        ),
        of(
            "may|can be omitted|skipped|waived|disregarded|ignored|forgone|suspended|neglected|relaxed|bypassed|dropped|discontinued",
            Asserted,
        ),
        of("may|can be left out|undone|aside", Asserted),
        of("may|can be dispensed with", Asserted),
        of("may|can be done|dealt without", Asserted),
        of("may|can do|go|make without", Asserted),
        of("may|can leave out", Asserted),
        of("may|can leave", With("out")),
        of("may|can dispense with", Asserted),
        of("may|can refrain|abstain|deviate|depart|derogate from", Object),
        of("may|can opt out", Asserted),
        of("may|can choose|decide|elect|opt|prefer not", Asserted),
        of("deviates|deviate|departs|depart|derogates|derogate from", Object),
        of(
            "disregard|disregards|ignore|ignores|omit|omits|skip|skips|waive|waives|suspend|suspends|forgo",
            Object,
        ),
        of("dispense|dispenses with", Object),
        of("leave|leaves out", Object),
        of("limit|limits|restrict|restricts|confine|confines", Between("to")),
        of("limited|restricted|confined to", OfBase),
        of(
            "only|solely|exclusively|merely for|in|to|at|on|during|within|where|when|if|once",
            Narrowed,
        ),
        of("applies|apply only|solely|exclusively", OfBase),
        of("only|solely applies|apply", OfBase),
        of("only|solely", OnlySome),
        of("suffices|suffice", Enough),
        of("is|are sufficient|enough", Enough),
        of(
            "is|are|be deemed|considered|regarded|presumed|taken met|fulfilled|satisfied|done|implemented",
            OfBase,
        ),
        of(
            "is|are|be deemed|considered|presumed to be met|fulfilled|satisfied|done|implemented",
            OfBase,
        ),
    ]
};

/// `not required by law` does not concern the base.
const IS_NOT_DUE: &str =
    "is|are|was|were not required|needed|obliged|bound|obligatory|mandatory|compulsory|necessary";

impl Pattern for Lifting {
    fn words(&self) -> &'static str {
        self.words
    }

    fn fits(&self, found: &PhraseMatch<'_>) -> bool {
        use When::*;
        let subject = || NounPhrase::subject(found.words, found.clauses(), found.start);
        let object = |from| NounPhrase::object(found.words, from);
        let counts = match self.when {
            Always => {
                !(self.words == IS_NOT_DUE
                    && is_among(found.next(), &["by"])
                    && !object(found.end + 1).is_of_base())
            }
            Asserted => !is_denied(found),
            SubjectDenied => subject().is_denied(),
            Intransitive => is_intransitive(found),
            OfProvision => subject().is_provision(),
            OfBase => subject().is_of_base() && !is_denied(found),
            Object => object(found.end).is_of_base() && !is_denied(found),
            ObjectProvision => object(found.end).is_provision(),
            From => is_from_base(found) && !is_denied(found),
            Freed => (is_from_base(found) || ends_clause(found.next())) && !is_denied(found),
            Between(word) => {
                let behind = object(found.end);
                let is_lifted = match word {
                    "to" => behind.contains(&[word]) && behind.up_to(word).is_of_base(),
                    _ => is_released(found, word),
                };
                is_lifted && !is_denied(found)
            }
            Narrowed => is_narrowed(found),
            OnlySome => is_only_some(found),
            With(word) => object(found.end).contains(&[word]) && !is_denied(found),
            Enough => is_enough(found),
        };
        let clauses = found.clauses();
        counts
            && !is_named(found)
            && !clauses.only_describes(found.start)
            && !clauses.is_asked(found.words, found.start)
    }
}

/// `a request to waive a check`, `the limits`: mentioned rather than done.
fn is_named(found: &PhraseMatch<'_>) -> bool {
    let is_verb = is_among(found.text(found.start), &["only", "need", "is", "are", "be"]);
    let is_noun =
        is_among(found.before(), &["the", "a", "an", "its", "their", "any", "each", "every"]);
    is_among(found.before(), &["to"]) || is_noun && !is_verb
}

/// Whether a word before it in its clause negates it.
fn is_denied(found: &PhraseMatch<'_>) -> bool {
    const DENYING: &[&str] = &[
        "not", "never", "no", "none", "nothing", "nobody", "neither", "nor", "without", "hardly",
        "cannot",
    ];
    let denies = |at: usize| {
        let word = found.text(at);
        let is_contracted = word.to_lowercase().replace('’', "'").ends_with("n't");
        // `not only` does not negate.
        let is_only = is_among(found.text(at + 1), &["only"]);
        (is_among(word, DENYING) || is_contracted || word.to_lowercase().ends_with(" not"))
            && !is_only
    };
    found.clauses().before(found.start).any(denies)
}

fn ends_clause(word: &str) -> bool {
    word.is_empty() || word.starts_with(['.', ',', ';', ':']) || is_among(word, SUBORDINATORS)
}

/// `does not apply patches` has an object; `does not apply to depots` restricts where something
/// applies.
fn is_intransitive(found: &PhraseMatch<'_>) -> bool {
    let next = found.next();
    ends_clause(next)
        || is_among(next, PREPOSITIONS)
        || is_among(next, COORDINATORS)
        || is_adverb(next)
        || is_among(next, &["here", "there", "only"])
}

fn is_from_base(found: &PhraseMatch<'_>) -> bool {
    is_among(found.next(), &["from", "of"])
        && NounPhrase::object(found.words, found.end + 1).is_of_base()
}

/// `exempts the supplier from the audit`: something of the base follows the word.
fn is_released(found: &PhraseMatch<'_>, word: &str) -> bool {
    let behind = found.end..(found.end + 12).min(found.words.len());
    let mut at = behind.into_iter().filter(|&at| found.text(at).eq_ignore_ascii_case(word));
    at.any(|at| NounPhrase::object(found.words, at + 1).is_of_base())
}

/// `the audit shall be held only for pumps`.
fn is_narrowed(found: &PhraseMatch<'_>) -> bool {
    let subject = NounPhrase::subject(found.words, found.clauses(), found.start);
    let place = found.text(found.end - 1);
    let is_meant = subject.is_of_system() || subject.is_of_base() && is_among(place, &["for"]);
    let verb = found.clauses().at(found.start).verb.is_some_and(|verb| verb < found.start);
    verb && is_meant && !is_denied(found)
}

/// `Only pumps shall be assessed`.
fn is_only_some(found: &PhraseMatch<'_>) -> bool {
    const COVERING: &[&str] = &[
        "assessed",
        "audited",
        "reviewed",
        "covered",
        "included",
        "evaluated",
        "documented",
        "monitored",
        "treated",
        "considered",
        "screened",
        "tested",
        "trained",
        "logged",
    ];
    let clauses = found.clauses();
    let index = clauses.index(found.start);
    let clause = clauses.at(found.start);
    let is_first = clauses.before(found.start).next().is_none();
    // `Only pumps need be tested`.
    let object = NounPhrase::object(found.words, found.end);
    if is_first && object.contains(&["need", "needs"]) {
        return true;
    }
    let Some(verb) = clause.verb.filter(|_| is_first && clause.role == Role::Main) else {
        return false;
    };
    let behind = (verb..(verb + 4).min(found.words.len())).filter(|&at| clauses.index(at) == index);
    behind.into_iter().any(|at| is_among(found.text(at), COVERING))
        && object.texts().all(|word| !is_participle(word))
}

/// `a letter suffices`, but not `storage should be sufficient for a year`.
fn is_enough(found: &PhraseMatch<'_>) -> bool {
    let next = found.next();
    let is_purpose = is_among(next, &["to"]) && !is_among(found.before(), &["it"]);
    !is_denied(found) && !is_purpose
}
