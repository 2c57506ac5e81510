//! The keys of items, by which others name an item of a document while the text around it changes.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::Item;

/// Names an item of a document. Keys grow from the beginning of a document to its end. An item keeps its
/// key when it is edited, and when items before it come and go; two documents of one text that were not
/// edited have the same keys.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ItemKey(u64);

/// The distance of the keys of a new document.
const APART: u64 = 1 << 32;
/// The distance of a new item from the one before it: small beside [`APART`], because authors write
/// downwards, and each new item then has the rest of the gap for those behind it.
const BEHIND: u64 = 1 << 20;

impl ItemKey {
    /// Before all keys of items.
    pub const LEAST: ItemKey = ItemKey(0);
    /// The key of the first item of a document that was not edited.
    pub const FIRST: ItemKey = ItemKey(APART);

    /// The keys of a document that was not edited.
    pub(crate) fn of_new_document() -> impl Iterator<Item = ItemKey> {
        (1..).map(|number: u64| ItemKey(number.saturating_mul(APART)))
    }

    /// Keys of new items between two others; `None` where there are not enough.
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

/// The keys of items that take the place of others. What has the same text keeps its key, and so does what
/// stands between the same neighbours. `None` where the keys between the neighbours are used up.
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

/// The old item of which each new one keeps the key.
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
        // Between two that are the same, the first is the first, and so on.
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

/// The longest part of some pairs, in order, in which the second numbers rise too.
fn longest_rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // Where the best row of each length ends, and the pair before each pair in its best row.
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
        // What is replaced by what, and of which of the old four items the new ones keep the key.
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
