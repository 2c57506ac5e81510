//! A list that is made while it is written: some elements at a time, side by side, and never all of
//! them in memory. A standard of thousands of controls takes no more than a small one.

use rayon::prelude::*;
use serde::{Serialize, Serializer, ser::Error, ser::SerializeSeq};

use crate::layout::Elements;

/// How many of the things that a list is made of are made one after the other.
const AT_A_TIME: usize = 4;

/// How many times that many are worked on side by side, while those before them are written.
const SIDE_BY_SIDE: usize = 32;

/// The elements that `make` makes of each of `of`, in order.
pub(crate) struct Stream<K, F> {
    pub(crate) of: Vec<K>,
    pub(crate) make: F,
}

impl<K, V, F> Stream<K, F>
where
    K: Sync,
    V: Send,
    F: Fn(&K) -> Vec<V> + Sync,
{
    /// All of the elements.
    pub(crate) fn collect(&self) -> Vec<V> {
        self.of.par_iter().flat_map_iter(&self.make).collect()
    }

    /// Makes the elements that come of a piece, in the room of earlier ones.
    fn fill(&self, piece: &[K], elements: &mut [Elements]) -> sonic_rs::Result<()>
    where
        V: Serialize,
    {
        elements.iter_mut().for_each(Elements::clear);
        let parts = piece.par_chunks(AT_A_TIME).zip(elements).with_max_len(1);
        parts.try_for_each(|(part, elements)| {
            part.iter().flat_map(&self.make).try_for_each(|element| elements.push(&element))
        })
    }
}

impl<K, V, F> Serialize for Stream<K, F>
where
    K: Sync,
    V: Send + Serialize,
    F: Fn(&K) -> Vec<V> + Sync,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        let [mut before, mut next] = [(); 2].map(|()| vec![Elements::default(); SIDE_BY_SIDE]);
        // While one piece is written, the next is made.
        for piece in self.of.chunks(AT_A_TIME * SIDE_BY_SIDE).chain([[].as_slice()]) {
            let mut made = Ok(());
            rayon::in_place_scope(|scope| {
                scope.spawn(|_| made = self.fill(piece, &mut next));
                let mut before = before.iter().filter(|elements| !elements.is_empty());
                before.try_for_each(|elements| list.serialize_element(elements))
            })?;
            made.map_err(S::Error::custom)?;
            std::mem::swap(&mut before, &mut next);
        }
        list.end()
    }
}
