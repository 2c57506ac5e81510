//! The correspondence of provisions between two editions.

use annexa_syntax::SmolStr;

use crate::{Catalogue, DocumentEdition, Location};

/// The correspondence between two editions.
#[derive(Clone, Debug)]
pub struct Correspondence {
    /// The earlier edition.
    pub from: DocumentEdition,
    /// The later edition.
    pub to: DocumentEdition,
    /// The corresponding provisions, in the order of the file.
    pub pairs: Vec<Pair>,
    /// Whether provisions that are not named keep their numbers, unless a pair or `new` gives that
    /// place of the later edition another origin.
    pub rest_unchanged: bool,
    /// The provisions of the later edition without a predecessor.
    pub new: Vec<Point>,
    /// The location of the first designation.
    pub location: Location,
}

/// A provision and its successor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pair {
    /// The place in the earlier edition.
    pub from: Point,
    /// The place in the later edition.
    pub to: Point,
    /// The locations of both.
    pub locations: [Location; 2],
}

/// A provision, or a list item of one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Point {
    /// The number of the provision.
    pub number: SmolStr,
    /// The marks of the list items, outermost first.
    pub items: Vec<SmolStr>,
}

impl Point {
    /// Returns a provision as a whole.
    pub fn of(number: &str) -> Point {
        Point { number: number.into(), items: Vec::new() }
    }

    /// Returns the printed form: `9.3.2 d)`.
    pub fn printed(&self) -> String {
        let mut printed = self.number.to_string();
        for item in &self.items {
            printed.push(' ');
            printed.push_str(item);
        }
        printed
    }

    /// Whether a catalogue has this place.
    pub fn exists_in(&self, catalogue: &Catalogue) -> bool {
        let provision = catalogue.find(&self.number).and_then(|id| catalogue.provision(id));
        provision
            .is_some_and(|provision| self.items.is_empty() || provision.item(&self.items).is_some())
    }
}

impl Correspondence {
    /// Returns the successors of a place of the earlier edition.
    pub fn forward(&self, point: &Point, later: &Catalogue) -> Vec<Point> {
        let pairs = || self.pairs.iter().map(|pair| (&pair.from, &pair.to));
        let is_taken = self.pairs.iter().any(|pair| pair.to == *point) || self.new.contains(point);
        self.follow(point, pairs, &[], self.rest_unchanged && !is_taken, later)
    }

    /// Returns the successors of a place of the earlier edition. For clauses and objectives without
    /// an entry, they are those of the controls below.
    pub fn successors(&self, point: &Point, earlier: &Catalogue, later: &Catalogue) -> Vec<Point> {
        let own = self.forward(point, later);
        if !own.is_empty() || !point.items.is_empty() {
            return own;
        }
        let mut found = Vec::new();
        let mut pending = vec![earlier.find(&point.number)];
        while let Some(provision) = pending.pop() {
            let Some(provision) = provision.and_then(|id| earlier.provision(id)) else { continue };
            found.extend(self.forward(&Point::of(&provision.number), later));
            pending.extend(provision.children.iter().rev().map(|&id| Some(id)));
        }
        unique(found)
    }

    /// Returns the predecessors of a place of the later edition.
    pub fn backward(&self, point: &Point, earlier: &Catalogue) -> Vec<Point> {
        let pairs = || self.pairs.iter().map(|pair| (&pair.to, &pair.from));
        self.follow(point, pairs, &self.new, self.rest_unchanged, earlier)
    }

    fn follow<'a, I: Iterator<Item = (&'a Point, &'a Point)>>(
        &self,
        point: &Point,
        pairs: impl Fn() -> I,
        new: &[Point],
        keeps_number: bool,
        target: &Catalogue,
    ) -> Vec<Point> {
        // The closest pair decides: that of the item itself, or else that of its parent, which
        // includes the items.
        for depth in (0..=point.items.len()).rev() {
            let (head, tail) = point.items.split_at(depth);
            let whole = |other: &Point| other.number == point.number && other.items == head;
            if new.iter().any(whole) {
                return Vec::new();
            }
            let found: Vec<Point> = pairs()
                .filter(|(source, _)| whole(source))
                .map(|(_, to)| Point {
                    number: to.number.clone(),
                    items: to.items.iter().chain(tail).cloned().collect(),
                })
                .filter(|to| to.exists_in(target))
                .collect();
            if !found.is_empty() {
                return unique(found);
            }
        }
        if keeps_number && point.exists_in(target) {
            return vec![point.clone()];
        }
        if !point.items.is_empty() {
            return Vec::new();
        }
        // A clause without an entry of its own whose items were moved.
        unique(
            pairs()
                .filter(|(source, _)| source.number == point.number)
                .map(|(_, to)| Point::of(&to.number))
                .filter(|to| to.exists_in(target))
                .collect(),
        )
    }
}

fn unique(points: Vec<Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        if !kept.contains(&point) {
            kept.push(point);
        }
    }
    kept
}
