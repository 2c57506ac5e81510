//! Sorted groups in a persistent set: a new version shares memory with the old one.

use annexa_syntax::ItemKey;
use imbl::OrdSet;

use crate::ids::{DeclarationId, Rank};

/// Members by the key of their group. A version that differs in a few members shares the others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Groups<K: Ord, V: Ord>(OrdSet<(K, V)>);

/// A type of members. It has a least value, at which the range of a group begins.
pub(crate) trait Member: Ord + Clone {
    const LEAST: Self;
}

impl Member for DeclarationId {
    const LEAST: Self = DeclarationId { file: 0, item: ItemKey::LEAST, index: 0 };
}

impl Member for Rank {
    const LEAST: Self = (false, DeclarationId::LEAST);
}

impl<K: Ord, V: Ord> Default for Groups<K, V> {
    fn default() -> Self {
        Groups(OrdSet::new())
    }
}

impl<K: Ord + Clone, V: Member> Groups<K, V> {
    pub(crate) fn new(mut members: Vec<(K, V)>) -> Self {
        members.sort_unstable();
        Groups(members.into_iter().collect())
    }

    pub(crate) fn insert(&mut self, key: K, member: V) {
        self.0.insert((key, member));
    }

    pub(crate) fn remove(&mut self, key: K, member: V) {
        self.0.remove(&(key, member));
    }

    /// Returns the members of a group, in order.
    pub(crate) fn of(&self, key: K) -> impl Iterator<Item = &V> {
        let from = self.0.range((key.clone(), V::LEAST)..);
        from.take_while(move |(group, _)| *group == key).map(|(_, member)| member)
    }

    /// Returns the first member of a group.
    pub(crate) fn first(&self, key: K) -> Option<&V> {
        let (group, member) = self.0.range((key.clone(), V::LEAST)..).next()?;
        (*group == key).then_some(member)
    }
}
