//! The validation rules: one entry per rule, one file per group. A new rule is an entry in the
//! table of its group, and the function that checks it.

use std::cell::OnceCell;

use annexa_base::Location;
use annexa_syntax::{Item, ItemKey, SyntaxError, SyntaxErrorKind, TextRange};
use rapidfuzz::distance::osa;

use crate::{
    Applicability, DeclarationRef, Diagnostic, Edit, FileId, Fix, Level, Project, Related,
    Standard, cap,
};

mod bases;
mod catalogues;
mod citations;
mod completeness;
mod controls;
mod drafting;
pub(crate) mod edits;
mod fields;
mod figures;
mod help;
mod identity;
mod item_marks;
#[cfg(test)]
mod kinds;
mod labels;
mod language;
mod list_order;
mod lists;
mod names;
mod no_head;
mod page;
mod pasted;
mod quotes;
mod references;
mod repeated;
mod replaced;
mod requirements;
mod similar;
mod syntax;
mod tables;
#[cfg(test)]
mod tests;
mod unknown;
mod unwritten;
mod wanted;
mod wording;
mod wrong_kind;

pub(crate) use labels::label_numbers;
pub use page::{Example, FRAME, page_of_27009, pages};
pub(crate) use requirements::{is_27001, missing_refinements};
pub use wanted::values;

use wording::Published;
pub use wording::stated_forms;

/// A validation rule.
#[derive(Debug)]
pub struct Rule {
    /// The code, whose meaning never changes: `R102`.
    pub code: &'static str,
    /// The name: `unknown-provision`.
    pub name: &'static str,
    /// The default level.
    pub level: Level,
    /// The dated clause of a document, or the part of the language, that the rule follows.
    pub source: &'static str,
    /// When the rule reports something, in one or two sentences.
    pub summary: &'static str,
    /// Whether it examines English wording and runs only for standards whose language is `en`.
    pub english_only: bool,
    /// Whether it can be neither allowed nor switched off.
    pub fixed: bool,
    /// The question that no program can decide, if the rule only looks for signs of it.
    pub proxy: Option<&'static str>,
    /// The source of its page; [`Rule::page`] completes it.
    page: &'static str,
    pub(crate) check: Check,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}

impl Rule {
    const fn new(code: &'static str, name: &'static str, level: Level, check: Check) -> Rule {
        Rule {
            code,
            name,
            level,
            source: "",
            summary: "",
            english_only: false,
            fixed: false,
            proxy: None,
            page: "",
            check,
        }
    }

    const fn source(self, source: &'static str) -> Rule {
        Rule { source, ..self }
    }

    const fn summary(self, summary: &'static str) -> Rule {
        Rule { summary, ..self }
    }

    const fn explained(self, page: &'static str) -> Rule {
        Rule { page, ..self }
    }

    const fn proxy(self, undecidable: &'static str) -> Rule {
        Rule { proxy: Some(undecidable), ..self }
    }

    const fn english_only(self) -> Rule {
        Rule { english_only: true, ..self }
    }

    const fn fixed(self) -> Rule {
        Rule { fixed: true, ..self }
    }
}

pub(crate) type OfItem = fn(&ItemContext<'_>, &mut Findings<'_>);
pub(crate) type OfDeclaration = fn(&DeclarationContext<'_>, &mut Findings<'_>);
pub(crate) type OfStandard = fn(&StandardContext<'_>, &mut Findings<'_>);
pub(crate) type OfProject = fn(&Project, &mut Findings<'_>);

/// How a rule is checked, which decides when the check is repeated ([`crate::Analysis`]).
#[derive(Clone, Copy, Debug)]
pub(crate) enum Check {
    /// Examines the form of one item. Repeated when that item is edited.
    Item(OfItem),
    /// Examines one declaration and what others declare. Repeated when that declaration is edited,
    /// or one that it refers to, or one that `edited.rs` finds beside it. If there was a finding,
    /// the check is also repeated when declarations come, go or change their heads, because a fix
    /// can depend on any of them.
    Declaration(OfDeclaration),
    /// Examines a whole standard. Repeated when anything in that standard is edited.
    Standard(OfStandard),
    /// Examines only heads of files and catalogues. Repeated when one of these changes. Such a rule
    /// is fixed, because an `allow` in a declaration does not repeat the check.
    Heads(OfProject),
    /// Examines which `allow` fields silence something. Repeated after each edit
    /// ([`crate::stale`]).
    Allows,
    /// Several checks.
    Each(&'static [Check]),
}

impl Check {
    /// Returns the single checks.
    pub(crate) fn parts(&'static self) -> &'static [Check] {
        match self {
            Check::Each(parts) => parts,
            _ => std::slice::from_ref(self),
        }
    }
}

/// An item under check.
pub(crate) struct ItemContext<'a> {
    pub(crate) file: FileId,
    pub(crate) key: ItemKey,
    pub(crate) item: &'a Item,
}

impl ItemContext<'_> {
    pub(crate) fn location(&self, range: TextRange) -> Location {
        Location { file: self.file, item: self.key, range }
    }

    /// Returns the errors of one kind, each with its location and that of its subject.
    fn errors(
        &self,
        kind: SyntaxErrorKind,
    ) -> impl Iterator<Item = (Location, Location, SyntaxError)> {
        let of_kind = self.item.errors().iter().filter(move |error| error.kind == kind);
        of_kind
            .map(|error| (self.location(error.range), self.location(error.subject), error.clone()))
    }
}

/// A declaration under check.
pub(crate) struct DeclarationContext<'a> {
    pub(crate) project: &'a Project,
    pub(crate) at: DeclarationRef<'a>,
    pub(crate) standard: Option<&'a Standard>,
    published: OnceCell<Vec<Published<'a>>>,
}

impl<'a> DeclarationContext<'a> {
    pub(crate) fn new(
        project: &'a Project,
        at: DeclarationRef<'a>,
        standard: Option<&'a Standard>,
    ) -> Self {
        DeclarationContext { project, at, standard, published: OnceCell::new() }
    }

    /// Returns the published texts with their sentences, which are computed once for all rules.
    fn published(&self) -> &[Published<'a>] {
        self.published.get_or_init(|| Published::of(self))
    }

    pub(crate) fn location(&self, range: TextRange) -> Location {
        self.at.location(range)
    }
}

/// A standard under check.
pub(crate) struct StandardContext<'a> {
    pub(crate) project: &'a Project,
    pub(crate) standard: &'a Standard,
}

/// Collects the findings of a rule.
pub(crate) struct Findings<'a> {
    rule: &'static Rule,
    level: Level,
    found: &'a mut Vec<Diagnostic>,
    /// The number of findings so far.
    made: usize,
    /// The index of the finding that counts those beyond the limit.
    counting: Option<usize>,
}

impl<'a> Findings<'a> {
    pub(crate) fn new(rule: &'static Rule, level: Level, found: &'a mut Vec<Diagnostic>) -> Self {
        Findings { rule, level, found, made: 0, counting: None }
    }

    pub(crate) fn report(&mut self, location: Location, message: impl Into<String>) -> Finding<'_> {
        if let Some(counting) = self.counting {
            self.found.get_mut(counting).into_iter().for_each(|counting| counting.rest += 1);
            return Finding(None);
        }
        let is_last = self.made == cap::MOST_MADE;
        self.counting = is_last.then_some(self.found.len());
        self.made += 1;
        self.found.push(Diagnostic {
            rule: self.rule,
            level: self.level,
            location,
            message: cap::shortened(message.into()),
            related: Vec::new(),
            fixes: Vec::new(),
            rest: usize::from(is_last),
        });
        Finding(self.found.last_mut().filter(|_| !is_last))
    }
}

/// The finding that was just reported, to which more can be added.
pub(crate) struct Finding<'a>(Option<&'a mut Diagnostic>);

impl Finding<'_> {
    pub(crate) fn related(mut self, location: Location, message: impl Into<String>) -> Self {
        if let Some(diagnostic) = &mut self.0 {
            let message = cap::shortened(message.into());
            diagnostic.related.push(Related { location, message });
        }
        self
    }

    /// Offers a fix as a choice; [`Finding::safe`] marks it as safe. A fix without edits is not
    /// offered.
    pub(crate) fn fix(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        if let Some(diagnostic) = &mut self.0
            && !edits.is_empty()
        {
            let applicability = Applicability::Choice;
            let title = cap::shortened(title.into());
            diagnostic.fixes.push(Fix { title, applicability, edits });
        }
        self
    }

    /// Marks the fix that was added last as safe: see [`Applicability::Safe`].
    pub(crate) fn safe(mut self) -> Self {
        if let Some(fix) = self.0.as_mut().and_then(|diagnostic| diagnostic.fixes.last_mut()) {
            fix.applicability = Applicability::Safe;
        }
        self
    }

    /// Offers to delete a field.
    pub(crate) fn delete_field(self, at: &DeclarationRef<'_>, field: TextRange) -> Self {
        let location = at.location(edits::without_field(at, field));
        self.fix("Delete it", vec![Edit { location, new: String::new() }])
    }

    /// Offers an `allow` for the rule, with an empty reason for the author to write.
    pub(crate) fn allow(self, at: &DeclarationRef<'_>) -> Self {
        let Some(code) = self.0.as_ref().map(|found| found.code()) else { return self };
        let edit = edits::insert_field(at, &format!("allow {code} \"\"\"\"\"\""));
        self.fix(format!("Insert `allow {code}`, and explain why it reduces nothing"), vec![edit])
    }

    pub(crate) fn replace(self, location: Location, new: impl Into<String>) -> Self {
        let new = new.into();
        self.fix(format!("Write `{new}`"), vec![Edit { location, new }])
    }

    /// Lowers the level of this finding to `level` if the rule has a higher one.
    pub(crate) fn at_most(mut self, level: Level) -> Self {
        if let Some(diagnostic) = &mut self.0 {
            diagnostic.level = diagnostic.level.min(level);
        }
        self
    }
}

impl Project {
    /// Returns the level of a rule according to the settings; `None` if it is off.
    pub fn level(&self, rule: &Rule) -> Option<Level> {
        match self.settings.levels.get(rule.code) {
            Some(level) if !rule.fixed => *level,
            _ => Some(rule.level),
        }
    }
}

const GROUPS: &[&[Rule]] = &[
    controls::RULES,
    drafting::RULES,
    requirements::RULES,
    references::RULES,
    syntax::RULES,
    completeness::RULES,
];

/// Returns every rule, by code.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    GROUPS.iter().copied().flatten()
}

/// Returns the rule with a code or a name.
pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code || rule.name == code)
}

/// Returns the word that is most similar to a misspelt one, if any is similar enough.
pub fn nearest_word<'a>(word: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if length > LONGEST_NAME {
        return None;
    }
    let word = word.to_lowercase();
    let limit = (length / 3).clamp(1, 4);
    let word = osa::BatchComparator::new(word.chars());
    words
        .into_iter()
        // Words of very different length are not similar.
        .filter(|other| other.chars().count().abs_diff(length) <= limit)
        .map(|other| (word.distance(other.to_lowercase().chars()), other))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, other)| other)
}

/// Returns the rule whose code or name is most similar to a misspelt one, if any is similar enough.
pub fn nearest_to(code: &str) -> Option<&'static Rule> {
    let near = nearest(code, all().flat_map(|rule| [rule.code, rule.name]))?;
    all().find(|rule| [rule.code, rule.name].contains(&near))
}

/// Returns the name in a standard that is most similar to a misspelt one, if any is similar enough.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    nearest_word(word, candidates.into_iter().take(MOST_CANDIDATES))
}

/// In characters. Comparing two words takes time quadratic in their length.
pub(crate) const LONGEST_NAME: usize = 100;

/// The maximal number of candidates for a misspelt name, because there can be as many misspelt
/// names as right ones.
const MOST_CANDIDATES: usize = 1_000;

/// The maximal number of words that a message lists.
const MOST_WORDS: usize = 30;

/// `a`, `b` and `c`.
pub(crate) fn listed<S: AsRef<str>>(words: impl IntoIterator<Item = S>, last: &str) -> String {
    let mut all = words.into_iter();
    let mut words: Vec<String> =
        all.by_ref().take(MOST_WORDS).map(|word| format!("`{}`", word.as_ref())).collect();
    match all.count() {
        0 => {}
        more => words.push(format!("{more} more")),
    }
    match words.as_slice() {
        [] => String::new(),
        [word] => word.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}
