//! The wording of what a declaration publishes: which texts hold provisions, which explain them, and the
//! phrases in them that several rules look for.

use std::sync::LazyLock;

use annexa_syntax::{
    DeclarationKind, Field, Keyword, Sentence, Sentences, Text, TextPlace, TextRange, VerbalForm,
    Word, sentences,
};

use super::DeclarationContext;

/// What a text of a declaration is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// It can hold provisions.
    Provision,
    /// Other information.
    Information,
    /// A note or an example.
    Remark,
    Scope,
    Introduction,
    Foreword,
    Definition,
}

/// A text that is printed in the standard; reasons and rationales are not.
pub(super) struct Published<'a> {
    pub(super) field: &'a Field,
    pub(super) text: &'a Text,
    pub(super) role: Role,
    sentences: Sentences<'a>,
}

impl<'a> Published<'a> {
    /// The texts that a declaration publishes. Of one that is cut short nothing is known.
    pub(super) fn of(context: &DeclarationContext<'a>) -> Vec<Published<'a>> {
        let declaration = context.at.declaration;
        if declaration.is_cut_short || context.standard.is_none() {
            return Vec::new();
        }
        let published = |field: &'a Field| {
            let text = field.text()?;
            let role = role(declaration.kind, field.name)?;
            // A text that is still to be written has no wording yet: rules T308 and T309 report it.
            if crate::placeholder::is_unwritten(context.at.item, text) {
                return None;
            }
            Some(Published { field, text, role, sentences: sentences(context.at.item, text) })
        };
        declaration.fields.iter().filter_map(published).collect()
    }

    /// The sentences of its own text, without notes and examples.
    pub(super) fn body(&self) -> impl Iterator<Item = Sentence<'_>> {
        let is_body = self.role != Role::Remark;
        self.sentences.iter().filter(move |it| is_body && it.place == TextPlace::Body)
    }

    /// The sentences of notes and examples.
    pub(super) fn remarks(&self) -> impl Iterator<Item = Sentence<'_>> {
        let is_remark = self.role == Role::Remark;
        self.sentences.iter().filter(move |it| is_remark || it.place != TextPlace::Body)
    }

    /// The verbal forms of its own text.
    pub(super) fn forms(&self) -> impl Iterator<Item = (VerbalForm, TextRange)> {
        self.body().flat_map(forms)
    }

    /// The phrases of its own text that a pattern fits.
    pub(super) fn phrases<P: Pattern>(
        &self,
        phrases: &'static Phrases<P>,
    ) -> impl Iterator<Item = (&'static P, TextRange)> {
        self.body().flat_map(move |sentence| phrases.find(sentence.words))
    }

    /// Whether the text should hold a verbal form and holds none, which rules Q501 and C601 tell: what
    /// stands in its place is not told again.
    pub(super) fn lacks_its_verb(&self, kind: DeclarationKind) -> bool {
        let wanted = match (kind, self.field.name) {
            (DeclarationKind::AddRequirement, Keyword::Text) => SHALL,
            (DeclarationKind::AddControl, Keyword::Control)
            | (DeclarationKind::ModifyControl, Keyword::Text | Keyword::Addition) => SHOULD,
            _ => return false,
        };
        !self.forms().any(|(form, _)| wanted.contains(&form))
    }
}

/// The verbal forms of a sentence.
pub(super) fn forms(sentence: Sentence<'_>) -> impl Iterator<Item = (VerbalForm, TextRange)> {
    sentence.words.iter().filter_map(|word| Some((word.form?, word.range)))
}

pub(super) const SHALL: [VerbalForm; 2] = [VerbalForm::Shall, VerbalForm::ShallNot];
pub(super) const SHOULD: [VerbalForm; 2] = [VerbalForm::Should, VerbalForm::ShouldNot];
pub(super) const MAY: [VerbalForm; 2] = [VerbalForm::May, VerbalForm::MayNot];

fn role(kind: DeclarationKind, field: Keyword) -> Option<Role> {
    use DeclarationKind as Kind;
    Some(match (kind, field) {
        (Kind::Standard, Keyword::Scope) => Role::Scope,
        (Kind::Standard, Keyword::Introduction) => Role::Introduction,
        (Kind::Standard, Keyword::Foreword) => Role::Foreword,
        (Kind::Term, Keyword::Definition) => Role::Definition,
        (Kind::Term | Kind::AddRequirement, Keyword::Note | Keyword::Example)
        | (Kind::AddNote, Keyword::Text) => Role::Remark,
        (Kind::AddInformation, Keyword::Text)
        | (Kind::AddControl, Keyword::Information)
        | (Kind::ModifyInformation, Keyword::Text | Keyword::Addition) => Role::Information,
        (
            Kind::AddRequirement
            | Kind::AddClause
            | Kind::AddObjective
            | Kind::AddGuidance
            | Kind::Refine
            | Kind::Interpret,
            Keyword::Text,
        )
        | (Kind::AddControl, Keyword::Control | Keyword::Purpose | Keyword::Guidance) => {
            Role::Provision
        }
        (kind, Keyword::Text | Keyword::Addition) if kind.is_modification() => Role::Provision,
        _ => return None,
    })
}

/// Words to look for. They are parted by blanks, alternatives by `|`, and `_` stands for a blank within
/// a verbal form.
pub(super) trait Pattern: 'static {
    fn words(&self) -> &'static str;
    /// Whether it counts here, seen what stands before and behind it in the sentence.
    fn fits(&self, _before: &[Word<'_>], _behind: &[Word<'_>]) -> bool {
        true
    }
}

impl Pattern for &'static str {
    fn words(&self) -> &'static str {
        self
    }
}

/// Patterns, by the letter that they begin with.
pub(super) struct Phrases<P: 'static>([OfLetter<P>; 26]);

/// Patterns that begin with one letter.
struct OfLetter<P: 'static> {
    /// How long their first words are, a bit for each length up to [`LONG`]: nearly all words of a text
    /// begin no pattern, and are told by this.
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
    /// A verbal form of several words.
    Form(Vec<&'static str>),
}

fn letter(word: &str) -> Option<usize> {
    let letter = word.bytes().next()?.to_ascii_lowercase().checked_sub(b'a')?;
    (letter < 26).then_some(usize::from(letter))
}

impl<P: Pattern> Phrases<P> {
    fn new(patterns: &'static [P]) -> Self {
        let mut all = [const { OfLetter { lengths: 0, phrases: Vec::new() } }; 26];
        for pattern in patterns {
            let mut words = pattern.words().split(' ');
            let alternatives = |word: &'static str| word.split('|').map(Wanted::new);
            let first = words.next().unwrap_or_default();
            for word in first.split('|') {
                let Some(OfLetter { lengths, phrases }) =
                    letter(word).and_then(|letter| all.get_mut(letter))
                else {
                    continue;
                };
                let more = words.clone().map(|word| alternatives(word).collect()).collect();
                let (phrase, word) = (Phrase { more, pattern }, Wanted::new(word));
                *lengths |= word.lengths();
                match phrases.iter_mut().find(|(first, _)| *first == word) {
                    Some((_, phrases)) => phrases.push(phrase),
                    None => phrases.push((word, vec![phrase])),
                }
            }
        }
        Phrases(all)
    }

    /// The patterns whose first word has the first letter and the length of a word.
    fn begun_like(&self, word: &str) -> Option<&[OfWord<P>]> {
        let OfLetter { lengths, phrases } = self.0.get(letter(word)?)?;
        (lengths >> word.len().min(LONG) & 1 == 1).then_some(phrases)
    }

    /// The first of the patterns that fits at each place, from the beginning on, none within another.
    fn find(&'static self, words: &[Word<'_>]) -> Vec<(&'static P, TextRange)> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(first) = words.get(at) {
            let Some(phrases) = self.begun_like(first.text) else {
                at += 1;
                continue;
            };
            let phrases = phrases.iter().filter(|(wanted, _)| wanted.is(first.text));
            let matched = phrases.flat_map(|(_, phrases)| phrases).find_map(|phrase| {
                let length = 1 + phrase.matched(words.get(at + 1..)?)?;
                let (before, behind) = (words.get(..at)?, words.get(at + length..)?);
                phrase.pattern.fits(before, behind).then_some((phrase.pattern, length))
            });
            let Some((pattern, length)) = matched else {
                at += 1;
                continue;
            };
            let last = words.get(at + length - 1).map_or(first.range, |last| last.range);
            found.push((pattern, first.range.cover(last)));
            at += length;
        }
        found
    }
}

impl<P> Phrase<P> {
    /// How many words it takes of those behind the first one.
    fn matched(&self, words: &[Word<'_>]) -> Option<usize> {
        for (index, alternatives) in self.more.iter().enumerate() {
            let word = words.get(index)?;
            alternatives.iter().find(|wanted| wanted.is(word.text))?;
        }
        Some(self.more.len())
    }
}

impl Wanted {
    fn new(wanted: &'static str) -> Wanted {
        match wanted.contains('_') {
            true => Wanted::Form(wanted.split('_').collect()),
            false => Wanted::Word(wanted),
        }
    }

    /// How long a word can be that is this, as in [`OfLetter::lengths`].
    fn lengths(&self) -> u32 {
        match self {
            Wanted::Word(wanted) => 1 << wanted.len().min(LONG),
            // Any blanks may stand between its words.
            Wanted::Form(wanted) => u32::MAX << wanted.join(" ").len().min(LONG),
        }
    }

    fn is(&self, word: &str) -> bool {
        match self {
            Wanted::Word(wanted) => word.eq_ignore_ascii_case(wanted),
            Wanted::Form(wanted) => {
                let mut parts = word.split_whitespace();
                wanted
                    .iter()
                    .all(|it| parts.next().is_some_and(|part| part.eq_ignore_ascii_case(it)))
                    && parts.next().is_none()
            }
        }
    }
}

/// What wording that lifts a provision is a sign of, as the pages of its rules say it.
pub(super) const LIFTS_BASE: &str =
    "whether a text removes, invalidates or reduces a provision of the base";

/// Wording that lifts a provision of the base (ISO/IEC 27009:2020, 5.2 to 5.4 and 6.3). Whether it does is
/// beyond a machine: these are signs.
pub(super) static LIFTING: LazyLock<Phrases<&'static str>> = LazyLock::new(|| {
    Phrases::new(&[
        "need_not",
        "is|are not required|obliged|obligatory|mandatory|necessary",
        "is|are no longer required|obliged|obligatory|mandatory|necessary|applicable",
        "is|are not applicable",
        "is|are optional",
        "is|are waived",
        "is|are exempt|exempted",
        "does|do not apply",
        "does|do not have to",
        "has|have not to",
        "shall_not|should_not|may_not apply",
        "no longer applies|apply",
        "ceases|cease to apply",
        "there is no requirement|need|obligation",
        "instead of",
        "in place|lieu of",
        "notwithstanding",
        "takes|take precedence over",
        "overrides|override",
        "may|can omit|skip|waive|disregard|ignore",
        "may|can be omitted|skipped|waived|disregarded|ignored",
        "may|can be left out",
        "may|can leave out",
        "may|can do without",
    ])
});

/// Wording that leaves open what is asked (ISO/IEC Directives, Part 2).
pub(super) static AMBIGUOUS: LazyLock<Phrases<Ambiguous>> = LazyLock::new(|| {
    Phrases::new(&[
        Ambiguous {
            words: "might",
            advice: "write `may` for a permission and `can` for a possibility",
        },
        Ambiguous { words: "could", advice: "write `can` for a possibility" },
        Ambiguous {
            words: "need|needs to",
            advice: "write `shall` for a requirement and `should` for a recommendation",
        },
        Ambiguous { words: "and / or", advice: "write `or`, or `a or b or both`" },
        Ambiguous {
            words: "as|where|if|when appropriate|applicable|necessary|needed",
            advice: OPEN,
        },
        Ambiguous { words: "as far as possible|practicable", advice: OPEN },
        Ambiguous { words: "where|if|when possible|practicable", advice: OPEN },
        Ambiguous { words: "etc", advice: LIST },
        Ambiguous { words: "and so on|forth", advice: LIST },
    ])
});

const OPEN: &str = "say in which case, or how far";
const LIST: &str = "list all that is meant, or introduce the list with `for example`";

/// Wording that leaves something open, and what to write instead.
pub(super) struct Ambiguous {
    words: &'static str,
    pub(super) advice: &'static str,
}

impl Pattern for Ambiguous {
    fn words(&self) -> &'static str {
        self.words
    }

    fn fits(&self, before: &[Word<'_>], _: &[Word<'_>]) -> bool {
        // `the need to know`
        const BEFORE_NOUNS: &[&str] = &["the", "a", "no", "any", "this", "their", "its"];
        let is_noun = before.last().is_some_and(|word| is_among(word, BEFORE_NOUNS));
        !(is_noun && self.words.starts_with("need"))
    }
}

/// The equivalents of the verbal forms (ISO/IEC Directives, Part 2:2021, clause 7), longer ones first.
pub(super) static EQUIVALENTS: LazyLock<Phrases<Equivalent>> = LazyLock::new(|| {
    Phrases::new(&[
        Equivalent { words: "is|are required not to", primary: "shall not" },
        Equivalent { words: "is|are required to be not", primary: "shall not" },
        Equivalent {
            words: "is|are not permitted|allowed|permissible|acceptable",
            primary: "shall not",
        },
        Equivalent { words: "is|are not to", primary: "shall not" },
        Equivalent { words: "it is not recommended", primary: "should not" },
        Equivalent { words: "is|are not recommended", primary: "should not" },
        Equivalent { words: "ought not to", primary: "should not" },
        Equivalent { words: "it is not possible to|that|for", primary: "cannot" },
        Equivalent { words: "it is impossible to|that|for", primary: "cannot" },
        Equivalent { words: "is|are not able to", primary: "cannot" },
        Equivalent { words: "is|are unable to", primary: "cannot" },
        Equivalent { words: "there is no possibility of|to", primary: "cannot" },
        Equivalent { words: "it is required that|to", primary: "shall" },
        Equivalent { words: "it is necessary that|to|for", primary: "shall" },
        Equivalent { words: "is|are required to", primary: "shall" },
        Equivalent { words: "is|are obliged to", primary: "shall" },
        Equivalent { words: "has|have to", primary: "shall" },
        Equivalent { words: "is|are to", primary: "shall" },
        Equivalent { words: "it is recommended|advisable that|to", primary: "should" },
        Equivalent { words: "is|are recommended|advised to", primary: "should" },
        Equivalent { words: "ought to", primary: "should" },
        Equivalent { words: "it is permitted|allowed|permissible that|to", primary: "may" },
        Equivalent { words: "is|are permitted|allowed to", primary: "may" },
        Equivalent { words: PERMITTED, primary: "shall" },
        Equivalent { words: PERMITTED, primary: "may" },
        Equivalent { words: "it is possible to|that|for", primary: "can" },
        Equivalent { words: "is|are able to", primary: "can" },
        Equivalent { words: "is|are in a position to", primary: "can" },
        Equivalent { words: "there is a possibility of|to", primary: "can" },
    ])
});

/// Wording in the place of a verbal form.
pub(super) struct Equivalent {
    words: &'static str,
    pub(super) primary: &'static str,
}

impl Pattern for Equivalent {
    fn words(&self) -> &'static str {
        self.words
    }

    fn fits(&self, before: &[Word<'_>], behind: &[Word<'_>]) -> bool {
        // `the aim is to protect`, `that is to say`, `it has to do with`
        const AIMS: &[&str] = &[
            "aim",
            "aims",
            "alternative",
            "approach",
            "first",
            "function",
            "goal",
            "goals",
            "idea",
            "intent",
            "intention",
            "job",
            "objective",
            "objectives",
            "option",
            "point",
            "purpose",
            "purposes",
            "role",
            "second",
            "solution",
            "step",
            "task",
            "tasks",
            "that",
            "way",
        ];
        // `where access is allowed`, `what is permitted by law`: told of, not given.
        const SUBORDINATE: &[&str] = &[
            "as", "if", "that", "unless", "what", "when", "where", "whether", "which", "while",
            "who", "whose",
        ];
        let follows = |word| behind.first().is_some_and(|it| it.text == word);
        let says_only = || before.iter().any(|word| word.text.eq_ignore_ascii_case("only"));
        match self.words {
            "is|are to" | "is|are not to" => {
                !before.last().is_some_and(|word| is_among(word, AIMS)) && !follows("say")
            }
            "has|have to" => !follows("do"),
            PERMITTED => {
                !follows("by")
                    && !before.iter().any(|word| is_among(word, SUBORDINATE))
                    && says_only() == (self.primary == "shall")
            }
            _ => true,
        }
    }
}

/// `only … is permitted` requires, without `only` it permits.
const PERMITTED: &str = "is|are permitted|allowed|permissible";

fn is_among(word: &Word<'_>, words: &[&str]) -> bool {
    words.iter().any(|other| word.text.eq_ignore_ascii_case(other))
}

#[cfg(test)]
mod tests {
    use annexa_syntax::{Document, sentences};

    use super::{EQUIVALENTS, LIFTING, Pattern, Phrases};

    /// The patterns that fit a text, and the words of it that they fit.
    fn found<P: Pattern>(phrases: &'static Phrases<P>, said: &str) -> Vec<(&'static P, String)> {
        let source = format!("refine 27001 6.1 {{\n  text \"\"\"{said}\"\"\"\n}}\n");
        let document = Document::new(&source);
        let (_, item) = document.items().next().expect("there is an item");
        let (_, text) = item.declarations()[0].texts().next().expect("there is a text");
        let sentences = sentences(item, text);
        let found = sentences.iter().flat_map(|sentence| phrases.find(sentence.words));
        found.map(|(phrase, range)| (phrase, item.text()[range].to_owned())).collect()
    }

    /// The words that stand for a verbal form, and that form.
    fn equivalents(said: &str) -> Vec<String> {
        found(&EQUIVALENTS, said)
            .into_iter()
            .map(|(phrase, words)| format!("{words}: {}", phrase.primary))
            .collect()
    }

    #[test]
    fn words_are_told_by_their_first_letters_and_their_lengths() {
        for (said, words) in [
            ("Keys need not be kept.", "need not"),
            ("Keys NEED\n \u{A0} not be kept.", "NEED\n \u{A0} not"),
            ("Keys do not apply.", "do not apply"),
            ("Notwithstanding the base, keys are kept.", "Notwithstanding"),
            ("This overrides the base.", "overrides"),
        ] {
            let found: Vec<_> = found(&LIFTING, said).into_iter().map(|(_, words)| words).collect();
            assert_eq!(found, [words], "{said}");
        }
        for silent in
            ["Keys need to be kept.", "A notwithstandingly long word.", "It is overridden."]
        {
            assert_eq!(found(&LIFTING, silent), [], "{silent}");
        }
    }

    #[test]
    fn equivalents_of_the_tables() {
        // ISO/IEC Directives, Part 2, tables 3 to 6.
        for (said, found) in [
            ("Keys are to be kept.", "are to: shall"),
            ("The operator is required to keep keys.", "is required to: shall"),
            ("It is required that keys are kept.", "It is required that: shall"),
            ("The operator has to keep keys.", "has to: shall"),
            ("Only tested firmware is permitted.", "is permitted: shall"),
            ("It is necessary to keep keys.", "It is necessary to: shall"),
            ("Sharing of keys is not allowed.", "is not allowed: shall not"),
            ("Shared keys are not permissible.", "are not permissible: shall not"),
            ("Keys are required to be not shared.", "are required to be not: shall not"),
            ("Keys are not to be shared.", "are not to: shall not"),
            ("It is recommended that keys are kept.", "It is recommended that: should"),
            ("Operators ought to keep keys.", "ought to: should"),
            ("It is not recommended that keys are shared.", "It is not recommended: should not"),
            ("Operators ought not to share keys.", "ought not to: should not"),
            ("Spare keys are permitted.", "are permitted: may"),
            ("A spare key is allowed for each door.", "is allowed: may"),
            ("A spare key is permissible.", "is permissible: may"),
            ("The meter is able to stop.", "is able to: can"),
            ("There is a possibility of loss.", "There is a possibility of: can"),
            ("It is possible to lose keys.", "It is possible to: can"),
            ("The meter is unable to stop.", "is unable to: cannot"),
            ("There is no possibility of loss.", "There is no possibility of: cannot"),
            ("It is not possible to lose keys.", "It is not possible to: cannot"),
        ] {
            assert_eq!(equivalents(said), [found], "{said}");
        }
        for silent in [
            "Where access is allowed, it should be logged.",
            "Access that is permitted should be logged.",
            "Disclosure is permitted by law.",
            "A sign says \"keys are permitted\".",
            "The aim is to protect keys.",
        ] {
            assert_eq!(equivalents(silent), [""; 0], "{silent}");
        }
    }
}
