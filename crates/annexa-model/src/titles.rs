//! An index of a catalogue's controls by the words of their titles, to find similar titles.

use annexa_base::{Catalogue, ProvisionId, ProvisionKind};
use annexa_syntax::SmolStr;
use rustc_hash::FxHashMap;

/// The controls of a catalogue by their titles.
#[derive(Debug, Default)]
pub(crate) struct Titles {
    /// By the whole title, in lower case.
    whole: FxHashMap<SmolStr, ProvisionId>,
    /// By the words of the title, each with the number of words in that title.
    words: FxHashMap<SmolStr, Vec<(ProvisionId, usize)>>,
}

/// Returns the significant words of a title, without plural endings.
pub(crate) fn words(title: &str) -> Vec<SmolStr> {
    const SMALL: &[&str] = &[
        "a",
        "an",
        "and",
        "by",
        "for",
        "from",
        "in",
        "information",
        "of",
        "on",
        "or",
        "security",
        "the",
        "to",
        "with",
    ];
    let title = title.to_lowercase();
    let words = title.split(|character: char| !character.is_alphanumeric());
    words
        .filter(|word| !word.is_empty() && !SMALL.contains(word))
        .map(|word| match word.strip_suffix('s') {
            Some(stem) if stem.len() > 2 => stem.into(),
            _ => word.into(),
        })
        .collect()
}

impl Titles {
    pub(crate) fn new(catalogue: &Catalogue) -> Titles {
        let mut titles = Titles::default();
        for (id, control) in catalogue.iter() {
            if control.kind == ProvisionKind::Control {
                titles.whole.entry(control.title.to_ascii_lowercase().into()).or_insert(id);
                let words = words(&control.title);
                let count = words.len();
                for word in words {
                    titles.words.entry(word).or_default().push((id, count));
                }
            }
        }
        titles
    }

    /// Returns the control with a title, which must be in lower case.
    pub(crate) fn control(&self, title: &str) -> Option<ProvisionId> {
        self.whole.get(title).copied()
    }

    /// Returns the controls whose titles are similar to one with these [`words`], with the
    /// similarity in hundredths. Similar titles share at least two words, which are most of both
    /// titles, or all of the base's title.
    pub(crate) fn close_to(&self, wanted: &[SmolStr]) -> Vec<(usize, ProvisionId)> {
        let mut shared: FxHashMap<(ProvisionId, usize), usize> = FxHashMap::default();
        for control in wanted.iter().filter_map(|word| self.words.get(word)).flatten() {
            *shared.entry(*control).or_default() += 1;
        }
        let mut close: Vec<(usize, ProvisionId)> = shared
            .into_iter()
            .filter(|(_, same)| *same >= 2)
            .filter_map(|((id, all), same)| {
                let longer = all.max(wanted.len());
                let is_close = same * 3 >= longer * 2 || same >= all && wanted.len() <= all + 2;
                is_close.then_some((same * 100 / longer.max(1), id))
            })
            .collect();
        close.sort_unstable_by_key(|(likeness, id)| (std::cmp::Reverse(*likeness), *id));
        close
    }
}

#[cfg(test)]
mod tests {
    use super::Titles;

    #[test]
    fn titles_are_close_where_most_of_their_words_are_the_same() {
        let project = crate::testing::with_head("");
        let id = project.find_catalogue("ISO/IEC 27002", Some("2022")).unwrap();
        let catalogue = project.catalogue(id).unwrap();
        let titles = Titles::new(catalogue);
        let closest = |title| {
            let close = titles.close_to(&super::words(title));
            close.first().map(|(_, id)| catalogue.provision(*id).unwrap().number.to_string())
        };
        assert_eq!(closest("Threat intelligence for meters").as_deref(), Some("5.7"));
        assert_eq!(closest("Contacts with an authority"), None);
        assert_eq!(closest("Contact with the authorities of the sector").as_deref(), Some("5.5"));
        assert_eq!(closest("Intelligence of pumps"), None);
        assert_eq!(closest("Securing process control data communication"), None);
        assert_eq!(closest(""), None);
    }
}
