//! Finds provisions that have another label but the same content. A `key` states this explicitly;
//! without one, they are recognized by title and text if only one pair is possible.

use std::collections::{BTreeSet, HashMap};

use annexa_syntax::{DeclarationKind, FieldShape, Keyword, field_shape};

use crate::entry::{DiffEntry, Renumbered};

/// The share of common words from which two provisions with different titles count as one.
const ALIKE: f64 = 0.8;

/// The same share for two provisions with the same title.
const ALIKE_WITH_TITLE: f64 = 0.5;

/// With fewer words, a provision with another title cannot be recognized.
const FEW: usize = 8;

/// The content of a provision.
struct Said<'a> {
    label: &'a str,
    kind: DeclarationKind,
    title: String,
    words: HashMap<&'a str, usize>,
    count: usize,
}

/// Returns the provisions that have another label.
pub(crate) fn renumbered(old: &[DiffEntry], new: &[DiffEntry]) -> Renumbered {
    let labels = |entries: &[DiffEntry]| -> BTreeSet<String> {
        entries.iter().flat_map(|entry| entry.identities.iter().cloned()).collect()
    };
    let (of_old, of_new) = (labels(old), labels(new));
    let gone = said(old, &of_new);
    let came = said(new, &of_old);
    let mut found = Renumbered::new();
    // Identical provisions are matched before similar ones.
    for is_one in [is_same, is_alike] {
        let is_left = |it: &&Said<'_>, used: &BTreeSet<&str>| !used.contains(it.label);
        let used: BTreeSet<String> =
            found.iter().flat_map(|(a, b)| [a.clone(), b.clone()]).collect();
        let used: BTreeSet<&str> = used.iter().map(String::as_str).collect();
        let gone: Vec<&Said<'_>> = gone.iter().filter(|it| is_left(it, &used)).collect();
        let came: Vec<&Said<'_>> = came.iter().filter(|it| is_left(it, &used)).collect();
        for one in &gone {
            let mut others = came.iter().filter(|other| is_one(one, other));
            let (Some(other), None) = (others.next(), others.next()) else { continue };
            if gone.iter().filter(|it| is_one(it, other)).count() == 1 {
                found.insert(one.label.to_owned(), other.label.to_owned());
            }
        }
    }
    found
}

/// Returns the labelled provisions whose labels the other version does not have.
fn said<'a>(entries: &'a [DiffEntry], others: &BTreeSet<String>) -> Vec<Said<'a>> {
    let labelled = entries.iter().filter(|entry| entry.side.label.is_some() && entry.is_provision);
    let apart = labelled.filter(|entry| entry.identities.iter().all(|it| !others.contains(it)));
    let of_entry = |entry: &'a DiffEntry| {
        let mut words: HashMap<&str, usize> = HashMap::new();
        // Many provisions share the values of attributes and the rules that they allow.
        let is_text = |name: &str| {
            let shape = Keyword::of(name).and_then(field_shape);
            name != "title" && !matches!(shape, Some(FieldShape::Words | FieldShape::Allow))
        };
        let texts = entry.parts.iter().filter(|(name, _)| is_text(name));
        let mut count = 0;
        for word in texts.flat_map(|(_, words)| words) {
            *words.entry(word.same.as_str()).or_default() += 1;
            count += 1;
        }
        let title = entry.side.title.as_deref().unwrap_or_default();
        Some(Said {
            label: entry.identities.first()?,
            kind: entry.kind,
            title: title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase(),
            words,
            count,
        })
    };
    apart.filter_map(of_entry).collect()
}

fn is_same(one: &Said<'_>, other: &Said<'_>) -> bool {
    let says_something = !one.title.is_empty() || one.count >= FEW;
    says_something && one.kind == other.kind && one.title == other.title && one.words == other.words
}

fn is_alike(one: &Said<'_>, other: &Said<'_>) -> bool {
    if one.kind != other.kind {
        return false;
    }
    let both = one.count + other.count;
    let common: usize =
        one.words.iter().filter_map(|(word, count)| Some(*count.min(other.words.get(word)?))).sum();
    let share = if both == 0 { 0.0 } else { 2.0 * common as f64 / both as f64 };
    let has_title = !one.title.is_empty() && one.title == other.title;
    has_title && share >= ALIKE_WITH_TITLE
        || share >= ALIKE && one.count >= FEW && other.count >= FEW
}
