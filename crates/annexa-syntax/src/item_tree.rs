//! The items of a document, in a balanced tree whose nodes know the extent of their subtrees. The
//! tree is persistent: a new version shares all unchanged subtrees with the old one, and splitting,
//! joining and finding take logarithmic time.

use std::ops::Range;
use std::sync::Arc;

use crate::{Item, ItemKey};

/// A sequence of items.
#[derive(Clone, Default)]
pub(crate) struct ItemTree(Option<Arc<Branch>>);

/// The extent of a subtree.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Extent {
    pub(crate) items: usize,
    pub(crate) bytes: usize,
    /// Line breaks. None spans two items, because items begin lines.
    pub(crate) lines: usize,
}

impl Extent {
    fn and(self, other: Extent) -> Extent {
        Extent {
            items: self.items + other.items,
            bytes: self.bytes + other.bytes,
            lines: self.lines + other.lines,
        }
    }
}

/// An end of a sequence.
#[derive(Clone, Copy)]
pub(crate) enum Side {
    Beginning,
    End,
}

/// An item with its key.
pub(crate) type Keyed = (ItemKey, Arc<Item>);

/// An item of a tree and its position.
#[derive(Clone, Copy)]
pub(crate) struct ItemPlace<'a> {
    /// The extent of all items before it.
    pub(crate) before: Extent,
    pub(crate) key: ItemKey,
    pub(crate) item: &'a Arc<Item>,
}

enum Branch {
    Leaf {
        extent: Extent,
        key: ItemKey,
        item: Arc<Item>,
    },
    /// `last` is the key of the last item of the subtree.
    Fork {
        extent: Extent,
        last: ItemKey,
        height: u32,
        left: Arc<Branch>,
        right: Arc<Branch>,
    },
}

impl Branch {
    fn extent(&self) -> Extent {
        match self {
            // The extent is stored here as well, so that skipping an item does not access it.
            Branch::Leaf { extent, .. } | Branch::Fork { extent, .. } => *extent,
        }
    }

    /// Returns the two subtrees, the one at this side last.
    fn children(&self, side: Side) -> impl Iterator<Item = &Arc<Branch>> {
        let pair = match (self, side) {
            (Branch::Leaf { .. }, _) => None,
            (Branch::Fork { left, right, .. }, Side::Beginning) => Some([right, left]),
            (Branch::Fork { left, right, .. }, Side::End) => Some([left, right]),
        };
        pair.into_iter().flatten()
    }

    /// Returns the key of the last item of the subtree.
    fn last(&self) -> ItemKey {
        match self {
            Branch::Leaf { key, .. } | Branch::Fork { last: key, .. } => *key,
        }
    }

    fn height(&self) -> u32 {
        match self {
            Branch::Leaf { .. } => 0,
            Branch::Fork { height, .. } => *height,
        }
    }
}

fn leaf((key, item): &Keyed) -> Arc<Branch> {
    let extent = Extent { items: 1, bytes: item.text().len(), lines: item.line_breaks() };
    Arc::new(Branch::Leaf { extent, key: *key, item: item.clone() })
}

fn fork(left: Arc<Branch>, right: Arc<Branch>) -> Arc<Branch> {
    Arc::new(Branch::Fork {
        extent: left.extent().and(right.extent()),
        last: right.last(),
        height: 1 + left.height().max(right.height()),
        left,
        right,
    })
}

/// Joins two trees whose heights differ by at most two.
fn balance(left: Arc<Branch>, right: Arc<Branch>) -> Arc<Branch> {
    if left.height() > right.height() + 1
        && let Branch::Fork { left: outer, right: inner, .. } = &*left
    {
        if inner.height() > outer.height()
            && let Branch::Fork { left: a, right: b, .. } = &**inner
        {
            return fork(fork(outer.clone(), a.clone()), fork(b.clone(), right));
        }
        return fork(outer.clone(), fork(inner.clone(), right));
    }
    if right.height() > left.height() + 1
        && let Branch::Fork { left: inner, right: outer, .. } = &*right
    {
        if inner.height() > outer.height()
            && let Branch::Fork { left: a, right: b, .. } = &**inner
        {
            return fork(fork(left, a.clone()), fork(b.clone(), outer.clone()));
        }
        return fork(fork(left, inner.clone()), outer.clone());
    }
    fork(left, right)
}

fn join(left: Arc<Branch>, right: Arc<Branch>) -> Arc<Branch> {
    if left.height() > right.height() + 1
        && let Branch::Fork { left: outer, right: inner, .. } = &*left
    {
        return balance(outer.clone(), join(inner.clone(), right));
    }
    if right.height() > left.height() + 1
        && let Branch::Fork { left: inner, right: outer, .. } = &*right
    {
        return balance(join(left, inner.clone()), outer.clone());
    }
    fork(left, right)
}

fn build(items: &[Keyed]) -> Option<Arc<Branch>> {
    match items {
        [] => None,
        [item] => Some(leaf(item)),
        _ => {
            let (left, right) = items.split_at(items.len() / 2);
            build(left).zip(build(right)).map(|(left, right)| fork(left, right))
        }
    }
}

impl ItemTree {
    pub(crate) fn new(items: &[Keyed]) -> Self {
        ItemTree(build(items))
    }

    pub(crate) fn extent(&self) -> Extent {
        self.0.as_ref().map_or(Extent::default(), |root| root.extent())
    }

    fn join(self, other: ItemTree) -> ItemTree {
        ItemTree(match (self.0, other.0) {
            (Some(left), Some(right)) => Some(join(left, right)),
            (left, right) => left.or(right),
        })
    }

    /// Returns the first `count` items, and the rest.
    fn split(&self, count: usize) -> (ItemTree, ItemTree) {
        fn split(node: &Arc<Branch>, count: usize) -> (ItemTree, ItemTree) {
            if count == 0 {
                return (ItemTree(None), ItemTree(Some(node.clone())));
            }
            match &**node {
                Branch::Fork { extent, left, right, .. } if count < extent.items => {
                    let in_left = left.extent().items;
                    if count <= in_left {
                        let (a, b) = split(left, count);
                        (a, b.join(ItemTree(Some(right.clone()))))
                    } else {
                        let (a, b) = split(right, count - in_left);
                        (ItemTree(Some(left.clone())).join(a), b)
                    }
                }
                _ => (ItemTree(Some(node.clone())), ItemTree(None)),
            }
        }
        self.0.as_ref().map_or_else(Default::default, |root| split(root, count))
    }

    /// Replaces the items in `range` with `items`.
    pub(crate) fn splice(&mut self, range: Range<usize>, items: &[Keyed]) {
        let (before, rest) = self.split(range.start);
        let (_, after) = rest.split(range.len());
        *self = before.join(ItemTree::new(items)).join(after);
    }

    /// Returns the item that contains the byte at `offset`; the last item for the end of the text.
    pub(crate) fn find(&self, offset: usize) -> Option<ItemPlace<'_>> {
        self.descend(|up_to_here, _| offset < up_to_here.bytes)
    }

    /// Returns the item at an index.
    pub(crate) fn get(&self, index: usize) -> Option<ItemPlace<'_>> {
        let found = self.descend(|up_to_here, _| index < up_to_here.items)?;
        (found.before.items == index).then_some(found)
    }

    /// Returns the item of a key.
    pub(crate) fn of_key(&self, key: ItemKey) -> Option<ItemPlace<'_>> {
        let found = self.descend(|_, last| key <= last)?;
        (found.key == key).then_some(found)
    }

    /// Returns the first item for which `is_reached` holds, or else the last one. `is_reached`
    /// receives the extent up to the end of a subtree and the key of the last item in it.
    fn descend(&self, is_reached: impl Fn(Extent, ItemKey) -> bool) -> Option<ItemPlace<'_>> {
        let mut node = self.0.as_ref()?;
        let mut before = Extent::default();
        loop {
            match &**node {
                Branch::Leaf { key, item, .. } => {
                    return Some(ItemPlace { before, key: *key, item });
                }
                Branch::Fork { left, right, .. } => {
                    let up_to_here = before.and(left.extent());
                    if is_reached(up_to_here, left.last()) {
                        node = left;
                    } else {
                        before = up_to_here;
                        node = right;
                    }
                }
            }
        }
    }

    /// Returns the number of items that two trees share, with their keys, at one side. Shared
    /// subtrees are counted without visiting their items.
    pub(crate) fn in_common(&self, other: &ItemTree, side: Side) -> usize {
        let (mut ours, mut others) = (Vec::from_iter(&self.0), Vec::from_iter(&other.0));
        let mut shared = 0;
        while let (Some(a), Some(b)) = (ours.pop(), others.pop()) {
            match (&**a, &**b) {
                _ if Arc::ptr_eq(a, b) => shared += a.extent().items,
                (
                    Branch::Leaf { key: a_key, item: a, .. },
                    Branch::Leaf { key: b_key, item: b, .. },
                ) => {
                    if a_key != b_key || !Arc::ptr_eq(a, b) {
                        break;
                    }
                    shared += 1;
                }
                _ if a.height() >= b.height() => {
                    ours.extend(a.children(side));
                    others.push(b);
                }
                _ => {
                    ours.push(a);
                    others.extend(b.children(side));
                }
            }
        }
        shared
    }

    /// Returns the items from `index` on.
    pub(crate) fn iter_from(&self, index: usize) -> Iter<'_> {
        let mut iter = Iter { pending: Vec::new(), before: Extent::default() };
        let Some(mut node) = self.0.as_ref() else { return iter };
        let mut skip = index;
        if skip >= node.extent().items {
            return iter;
        }
        while let Branch::Fork { left, right, .. } = &**node {
            let extent = left.extent();
            if skip < extent.items {
                iter.pending.push(right);
                node = left;
            } else {
                skip -= extent.items;
                iter.before = iter.before.and(extent);
                node = right;
            }
        }
        iter.pending.push(node);
        iter
    }
}

pub(crate) struct Iter<'a> {
    pending: Vec<&'a Arc<Branch>>,
    before: Extent,
}

impl<'a> Iterator for Iter<'a> {
    type Item = ItemPlace<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut node = self.pending.pop()?;
        loop {
            match &**node {
                Branch::Fork { left, right, .. } => {
                    self.pending.push(right);
                    node = left;
                }
                Branch::Leaf { extent, key, item } => {
                    let before = self.before;
                    self.before = before.and(*extent);
                    return Some(ItemPlace { before, key: *key, item });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(node: &Arc<Branch>) -> u32 {
        match &**node {
            Branch::Leaf { .. } => 0,
            Branch::Fork { left, right, extent, height, last } => {
                let (a, b) = (check(left), check(right));
                assert!(a.abs_diff(b) <= 1, "unbalanced: {a} and {b}");
                assert_eq!(*height, 1 + a.max(b));
                assert_eq!(*last, right.last());
                assert_eq!(extent.items, left.extent().items + right.extent().items);
                assert_eq!(extent.bytes, left.extent().bytes + right.extent().bytes);
                assert_eq!(extent.lines, left.extent().lines + right.extent().lines);
                *height
            }
        }
    }

    #[test]
    fn splices_as_a_vector_does_and_stays_balanced() {
        let item = |number: usize| Arc::new(Item::parse(&"x".repeat(number % 7 + 1)));
        let mut tree = ItemTree::default();
        let mut model: Vec<Arc<Item>> = Vec::new();
        // The keys need not increase here; `item_keys` tests their order.
        let mut keys = ItemKey::of_new_document();
        let mut seed = 1usize;
        let mut random = |below: usize| {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (seed >> 33) % below.max(1)
        };
        for round in 0..600 {
            let start = random(model.len() + 1);
            let end = start + random((model.len() - start + 1).min(20));
            let new: Vec<_> = (0..random(if round % 3 == 0 { 40 } else { 3 })).map(item).collect();
            let before = tree.clone();
            let model_before = model.clone();
            let keyed: Vec<_> = std::iter::zip(keys.by_ref(), new.iter().cloned()).collect();
            tree.splice(start..end, &keyed);
            model.splice(start..end, new);
            let same = |(a, b): &(&Arc<Item>, &Arc<Item>)| Arc::ptr_eq(a, b);
            let first = model.iter().zip(&model_before).take_while(same).count();
            let last = model.iter().rev().zip(model_before.iter().rev()).take_while(same).count();
            assert_eq!(tree.in_common(&before, Side::Beginning), first);
            assert_eq!(tree.in_common(&before, Side::End), last);
            if let Some(root) = &tree.0 {
                check(root);
            }
            assert_eq!(tree.extent().items, model.len());
            let from = random(model.len() + 1);
            let mut offset = model[..from].iter().map(|item| item.text().len()).sum();
            let mut line = model[..from].iter().map(|item| item.line_breaks()).sum();
            for (ItemPlace { before, item, .. }, expected) in
                tree.iter_from(from).zip(&model[from..])
            {
                assert!(Arc::ptr_eq(item, expected));
                assert_eq!((before.bytes, before.lines), (offset, line));
                let ItemPlace { before: found_before, item: found, .. } =
                    tree.find(offset).expect("there are items");
                assert!(Arc::ptr_eq(found, item));
                let ItemPlace { before: got_before, item: got, .. } =
                    tree.get(before.items).expect("it has that index");
                assert!(Arc::ptr_eq(got, item));
                assert_eq!([found_before, got_before], [before; 2]);
                offset += item.text().len();
                line += item.line_breaks();
            }
            assert_eq!(tree.iter_from(from).count(), model.len() - from);
            assert!(tree.get(model.len()).is_none());
        }
    }
}
