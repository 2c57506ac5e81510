//! The words of catalogues, those of titles, of `words` and of summaries, folded once: those of a built-in catalogue for good, those of a project's
//! own for one question, since it is small.

use std::sync::OnceLock;

use annexa_base::{ATTRIBUTES, BUILT_IN, FileId};
use annexa_model::{Catalogue, Provision};

use super::query::{Class, Query, Term, fit_title, fits_initials, fits_misspelt, fits_prose, fold};

/// The words of the provisions of a catalogue, in their order.
pub(super) struct Index {
    entries: Vec<IndexEntry>,
}

struct IndexEntry {
    title: String,
    /// How many words the title has.
    length: u32,
    terms: Vec<String>,
    attributes: Vec<String>,
    summary: String,
}

/// How a provision fits a query.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Fit {
    pub(super) class: Class,
    pub(super) cost: u32,
    pub(super) others: u32,
}

/// Asks the index of a catalogue.
pub(super) fn with_index<R>(catalogue: &Catalogue, ask: impl FnOnce(&Index) -> R) -> R {
    static BUILT: [OnceLock<Index>; BUILT_IN.len()] = [const { OnceLock::new() }; BUILT_IN.len()];
    let built = match catalogue.location.file {
        FileId::BuiltIn(file) => BUILT.get(file as usize),
        FileId::Project(_) => None,
    };
    match built {
        Some(built) => ask(built.get_or_init(|| Index::new(catalogue))),
        None => ask(&Index::new(catalogue)),
    }
}

impl Index {
    fn new(catalogue: &Catalogue) -> Index {
        Index { entries: catalogue.citable().map(|(_, it)| IndexEntry::new(it)).collect() }
    }

    /// How the provision at that index fits. `titles_only` leaves out what another edition should
    /// not be found by.
    pub(super) fn fit(
        &self,
        index: usize,
        provision: &Provision,
        query: &Query,
        titles_only: bool,
    ) -> Option<Fit> {
        let entry = self.entries.get(index)?;
        // Where nothing is asked of the title, all its words are as good as none.
        let asks_words = query.terms.iter().any(|term| matches!(term, Term::Word(_)));
        let others = if asks_words { entry.length } else { 0 };
        let mut fit = Fit { class: Class::Number, cost: 0, others };
        let mut missing = 0;
        for term in &query.terms {
            // One word that is remembered wrongly may be missing among others.
            let class = match (entry.class(provision, term, titles_only), term) {
                (Some(class), _) => class,
                (None, Term::Word(_)) if !titles_only => Class::Missing,
                (None, _) => return None,
            };
            missing += usize::from(class == Class::Missing);
            if matches!(class, Class::Word | Class::Prefix | Class::Misspelt) {
                fit.others = fit.others.saturating_sub(1);
            }
            fit.class = fit.class.max(class);
            fit.cost += class as u32;
        }
        (missing == 0 || missing < query.terms.len()).then_some(fit)
    }
}

impl IndexEntry {
    fn new(provision: &Provision) -> IndexEntry {
        let title = fold(&provision.title);
        let values = ATTRIBUTES.iter().flat_map(|it| provision.attributes.values(*it));
        IndexEntry {
            length: title.split(' ').count() as u32,
            terms: provision.words.iter().map(|term| fold(term)).collect(),
            attributes: values.map(|value| fold(value)).collect(),
            summary: fold(provision.summary.as_deref().unwrap_or_default()),
            title,
        }
    }

    fn class(&self, provision: &Provision, term: &Term, titles_only: bool) -> Option<Class> {
        let has_value = |value: &str| self.attributes.iter().any(|it| fits_prose(value, it));
        match term {
            Term::Number(number) if provision.number == number.as_str() => Some(Class::Number),
            Term::Number(number) => {
                provision.number.starts_with(number.as_str()).then_some(Class::NumberPrefix)
            }
            Term::Attribute(value) => has_value(value).then_some(Class::Attribute),
            Term::Word(word) => {
                let found = fit_title(word, &self.title)
                    .or_else(|| fits_initials(word, &self.title).then_some(Class::Prefix));
                if titles_only || found.is_some() {
                    return found;
                }
                if let Some(fit) = self.terms.iter().filter_map(|term| fit_title(word, term)).min()
                {
                    Some(if fit == Class::Word { Class::Term } else { Class::TermPrefix })
                } else if has_value(word) {
                    Some(Class::Attribute)
                } else if fits_prose(word, &self.summary) {
                    Some(Class::Summary)
                } else {
                    fits_misspelt(word, &self.title).then_some(Class::Misspelt)
                }
            }
        }
    }
}
