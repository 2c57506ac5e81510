//! What the page looks up: things by their ids, and what stands below what.

use std::collections::{HashMap, HashSet};

use crate::types::{Addition, Base, Change, Document, Id, Provision, Term};

/// A document, and where to find things in it.
pub(super) struct Index<'a> {
    pub(super) document: &'a Document,
    /// What stands in a page for the picture of a path.
    pub(super) picture: &'a dyn Fn(&str) -> Option<String>,
    changes: HashMap<&'a Id, &'a Change>,
    terms: HashMap<&'a Id, &'a Term>,
    provisions_below: HashMap<&'a Id, Vec<&'a Provision>>,
    additions_below: HashMap<&'a Id, Vec<&'a Addition>>,
    changes_of: HashMap<&'a Id, Vec<&'a Change>>,
    references: HashSet<&'a Id>,
    /// What is changed or added to: the bases, their provisions, and additions.
    extended: HashSet<&'a Id>,
}

impl<'a> Index<'a> {
    pub(super) fn new(
        document: &'a Document,
        picture: &'a dyn Fn(&str) -> Option<String>,
    ) -> Index<'a> {
        let mut index = Index {
            document,
            picture,
            changes: document.changes.iter().map(|change| (&change.id, change)).collect(),
            terms: document.terms.iter().map(|term| (&term.id, term)).collect(),
            provisions_below: HashMap::new(),
            additions_below: HashMap::new(),
            changes_of: HashMap::new(),
            references: document.references.iter().map(|reference| &reference.id).collect(),
            extended: HashSet::new(),
        };
        index.extended.extend(document.bases.iter().map(|base| &base.id));
        index.extended.extend(document.provisions.iter().map(|provision| &provision.id));
        index.extended.extend(document.additions.iter().map(|addition| &addition.id));
        for provision in &document.provisions {
            if let Some(parent) = &provision.parent {
                index.provisions_below.entry(parent).or_default().push(provision);
            }
        }
        for addition in &document.additions {
            if let Some(parent) = &addition.parent {
                index.additions_below.entry(parent).or_default().push(addition);
            }
        }
        for change in &document.changes {
            if let Some(target) = &change.target.id {
                index.changes_of.entry(target).or_default().push(change);
            }
        }
        index
    }

    /// The provisions of a base that stand below no other.
    pub(super) fn clauses(&self, base: &'a Base) -> impl Iterator<Item = &'a Provision> {
        let provisions = self.document.provisions.iter();
        provisions.filter(move |it| it.parent.is_none() && it.base == base.alias)
    }

    /// The provisions of a base directly below one of them.
    pub(super) fn provisions_below(&self, id: &Id) -> &[&'a Provision] {
        self.provisions_below.get(id).map_or(&[], Vec::as_slice)
    }

    /// What is added directly below a provision, an addition or a document.
    pub(super) fn additions_below(&self, id: &Id) -> &[&'a Addition] {
        self.additions_below.get(id).map_or(&[], Vec::as_slice)
    }

    /// The changes made to a provision and its list items, to an addition, or to all of a document.
    pub(super) fn changes_of(&self, id: &Id) -> &[&'a Change] {
        self.changes_of.get(id).map_or(&[], Vec::as_slice)
    }

    /// The changes that no provision, addition or base of the page has: their reference leads elsewhere
    /// or nowhere.
    pub(super) fn stray_changes(&self) -> Vec<&'a Change> {
        let is_placed = |change: &&Change| {
            change.target.id.as_ref().is_some_and(|id| self.extended.contains(id))
        };
        self.document.changes.iter().filter(|change| !is_placed(change)).collect()
    }

    /// What is added to nothing that the page has.
    pub(super) fn stray_additions(&self) -> Vec<&'a Addition> {
        let is_placed =
            |it: &&Addition| it.parent.as_ref().is_some_and(|id| self.extended.contains(id));
        self.document.additions.iter().filter(|addition| !is_placed(addition)).collect()
    }

    pub(super) fn change(&self, id: &Id) -> Option<&'a Change> {
        self.changes.get(id).copied()
    }

    pub(super) fn term(&self, id: &Id) -> Option<&'a Term> {
        self.terms.get(id).copied()
    }

    /// Whether the page has a place of that id to go to.
    pub(super) fn has_place(&self, id: &Id) -> bool {
        self.extended.contains(id)
            || self.references.contains(id)
            || self.terms.contains_key(id)
            || self.changes.contains_key(id)
    }

    /// The printed titles of audiences.
    pub(super) fn audiences(&self, names: &[String]) -> String {
        let title = |name: &String| {
            let audiences = &self.document.standard.audiences;
            let audience = audiences.iter().find(|audience| audience.name == *name);
            audience.map_or_else(|| name.clone(), |audience| audience.title.clone())
        };
        names.iter().map(title).collect::<Vec<_>>().join(", ")
    }
}
