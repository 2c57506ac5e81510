//! Item keys: stable names for the items of a document while the text around them changes.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::Item;

/// Names an item of a document. Keys increase from the beginning of a document to its end. An item
/// keeps its key when it is edited and when items before it come and go. Two unedited documents
/// with the same text have the same keys.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ItemKey(u64);

/// The distance between the keys of a new document.
const APART: u64 = 1 << 32;
/// The distance of a new item from the one before it. It is small compared with [`APART`]: authors
/// write downwards, and the rest of the gap is left for the items that follow.
const BEHIND: u64 = 1 << 20;

impl ItemKey {
    /// Less than the key of any item.
    pub const LEAST: ItemKey = ItemKey(0);
    /// The key of the first item of a new document.
    pub const FIRST: ItemKey = ItemKey(APART);

    /// Returns the keys of a new document, in order.
    pub(crate) fn of_new_document() -> impl Iterator<Item = ItemKey> {
        (1..).map(|number: u64| ItemKey(number.saturating_mul(APART)))
    }

    /// Returns keys for new items between two others; `None` if there are not enough.
    fn between(
        before: Option<ItemKey>,
        behind: Option<ItemKey>,
        count: usize,
    ) -> Option<impl Iterator<Item = ItemKey>> {
        let start = before.map_or(0, |key| key.0);
        let end = behind.map_or(start.saturating_add((count as u64 + 2) * APART), |key| key.0);
        let most = if behind.is_some() { BEHIND } else { APART };
        let step = (end.checked_sub(start)? / (count as u64 + 1)).min(most);
        (step > 0).then(|| (1..=count as u64).map(move |number| ItemKey(start + number * step)))
    }
}

/// Returns the keys of items that replace others. An item with the same text keeps its key, and so
/// does one between the same neighbours. `None` if the keys between the neighbours are used up.
pub(crate) fn keys_after(
    old: &[(ItemKey, &Arc<Item>)],
    new: &[Arc<Item>],
    neighbours: (Option<ItemKey>, Option<ItemKey>),
) -> Option<Vec<ItemKey>> {
    let kept = kept(old, new);
    let mut keys = Vec::with_capacity(new.len());
    while keys.len() < new.len() {
        if let Some(at) = kept.get(keys.len()).copied().flatten() {
            keys.push(old.get(at)?.0);
            continue;
        }
        let rest = kept.get(keys.len()..)?;
        let count = rest.iter().take_while(|kept| kept.is_none()).count();
        let before = keys.last().copied().or(neighbours.0);
        let behind = rest.get(count).copied().flatten().and_then(|at| old.get(at));
        let behind = behind.map(|(key, _)| *key).or(neighbours.1);
        keys.extend(ItemKey::between(before, behind, count)?);
    }
    Some(keys)
}

/// Returns, for each new item, the index of the old item whose key it keeps.
fn kept(old: &[(ItemKey, &Arc<Item>)], new: &[Arc<Item>]) -> Vec<Option<usize>> {
    let is_same = |(old, new): &(&(ItemKey, &Arc<Item>), &Arc<Item>)| {
        Arc::ptr_eq(old.1, new) || old.1.text() == new.text()
    };
    let first = old.iter().zip(new).take_while(is_same).count();
    let shorter = old.len().min(new.len()) - first;
    let last = old.iter().rev().zip(new.iter().rev()).take(shorter).take_while(is_same).count();
    let (old_end, new_end) = (old.len() - last, new.len() - last);
    let mut kept: Vec<Option<usize>> = vec![None; new.len()];
    for (at, slot) in kept.iter_mut().enumerate() {
        if at < first {
            *slot = Some(at);
        } else if at >= new_end {
            *slot = Some(at - new_end + old_end);
        }
    }
    let changed = old.get(first..old_end).unwrap_or_default();
    let by_text: FxHashMap<&str, usize> =
        changed.iter().enumerate().rev().map(|(at, (_, item))| (item.text(), at + first)).collect();
    let same: Vec<(usize, usize)> = new[..new_end]
        .iter()
        .enumerate()
        .skip(first)
        .filter_map(|(at, item)| Some((at, *by_text.get(item.text())?)))
        .collect();
    let (mut new_at, mut old_at) = (first, first);
    for (new_next, old_next) in longest_rising(&same).into_iter().chain([(new_end, old_end)]) {
        // Between two unchanged items, old and new items are paired in order.
        for (new, old) in (new_at..new_next).zip(old_at..old_next) {
            kept[new] = Some(old);
        }
        if new_next < new_end {
            kept[new_next] = Some(old_next);
        }
        (new_at, old_at) = (new_next + 1, old_next + 1);
    }
    kept
}

/// Returns the longest subsequence of pairs in which the second numbers increase too.
fn longest_rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length, the pair with which the best subsequence ends; and for each pair, its
    // predecessor.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, (_, value)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *value);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let last = ends.last().copied();
    let mut rising: Vec<_> =
        std::iter::successors(last, |at| before[*at]).map(|at| pairs[at]).collect();
    rising.reverse();
    rising
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;

    fn keys(document: &Document) -> Vec<ItemKey> {
        document.items_with_starts_from(0).map(|(start, _)| start.key).collect()
    }

    const FEW: &str = "retain 9 1\n\nretain 9 2\n\nretain 9 3\n\nretain 9 4\n";

    #[test]
    fn what_stays_keeps_its_key() {
        // Old and new source, and for each new item the index of the old item whose key it keeps.
        let cases: &[(&str, &str, &[Option<usize>])] = &[
            ("retain 9 2", "retain 9 22", &[Some(0), Some(1), Some(2), Some(3)]),
            ("retain 9 2\n\n", "", &[Some(0), Some(2), Some(3)]),
            ("retain 9 2", "retain 9 9\n\nretain 9 2", &[Some(0), None, Some(1), Some(2), Some(3)]),
            ("retain 9 1", "retain 9 9\n\nretain 9 1", &[None, Some(0), Some(1), Some(2), Some(3)]),
            (
                "retain 9 4\n",
                "retain 9 4\n\nretain 9 5\n",
                &[Some(0), Some(1), Some(2), Some(3), None],
            ),
            (
                "retain 9 2\n\nretain 9 3",
                "retain 9 9\n\nretain 9 2\n\nretain 9 8",
                &[Some(0), None, Some(1), Some(2), Some(3)],
            ),
            (
                FEW,
                "retain 9 3\n\nretain 9 1\n\nretain 9 2\n\nretain 9 4\n",
                &[None, Some(0), Some(1), Some(3)],
            ),
            (FEW, "", &[]),
        ];
        for (was, new, expected) in cases {
            let mut document = Document::new(FEW);
            let before = keys(&document);
            let at = FEW.find(was).unwrap();
            document.edit(at..at + was.len(), new);
            let after = keys(&document);
            let kept: Vec<_> =
                after.iter().map(|key| before.iter().position(|old| old == key)).collect();
            assert_eq!(kept, *expected, "{was:?} by {new:?}");
        }
    }

    #[test]
    fn keys_rise_whatever_is_written_at_one_place() {
        for at_end in [false, true] {
            let mut document = Document::new(FEW);
            let mut last = 0;
            for number in 0..3_000 {
                let place = if at_end { document.len() } else { FEW.find("retain 9 3").unwrap() };
                document.edit(place..place, &format!("retain 9 {number}.5\n\n"));
                let keys = keys(&document);
                assert!(keys.is_sorted_by(|a, b| a < b), "{number}");
                for (start, item) in document.items_with_starts_from(0) {
                    let (found, same) = document.find(start.key).unwrap();
                    assert!(found == start && Arc::ptr_eq(same, item));
                }
                last = keys.len();
            }
            assert_eq!(last, 3_004);
        }
        assert_eq!(Document::new("").find(ItemKey::FIRST), None);
    }
}
