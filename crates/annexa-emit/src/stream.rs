//! A list that is made while it is written: some elements at a time, side by side, and never all of
//! them in memory. A standard of thousands of controls takes no more than a small one.

use rayon::prelude::*;
use serde::{Serialize, Serializer, ser::Error, ser::SerializeSeq};
use serde_json::value::RawValue;

use crate::layout;

/// How many of the things that a list is made of are worked on at a time.
const PIECE: usize = 48;

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

    /// The elements that come of a piece, ready to be put into their list.
    fn elements(&self, piece: &[K]) -> serde_json::Result<Vec<Box<RawValue>>>
    where
        V: Serialize,
    {
        let made = piece.par_iter().flat_map_iter(&self.make);
        made.map(|element| layout::element(&element)).collect()
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
        let mut made = Ok(Vec::new());
        // While one piece is written, the next is made.
        for piece in self.of.chunks(PIECE).chain([[].as_slice()]) {
            let before = std::mem::replace(&mut made, Ok(Vec::new())).map_err(S::Error::custom)?;
            rayon::in_place_scope(|scope| {
                scope.spawn(|_| made = self.elements(piece));
                before.iter().try_for_each(|element| list.serialize_element(element))
            })?;
        }
        list.end()
    }
}
