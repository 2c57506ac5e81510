//! The terms of a standard, in order and by name.

use annexa_base::Location;
use annexa_syntax::SmolStr;
use imbl::{OrdMap, OrdSet};

use crate::{DeclarationId, groups::Groups, ids::Rank, term_key};

/// A term of a standard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Term {
    /// The name as declared.
    pub name: SmolStr,
    /// The declaration that defines it.
    pub declaration: DeclarationId,
    /// The location of the name, including the quotation marks.
    pub location: Location,
}

/// The terms of a standard.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Terms {
    by_rank: OrdMap<Rank, Term>,
    by_name: Groups<SmolStr, Rank>,
    /// The declarations of terms whose name has a syntax error: it could be any name.
    unnamed: OrdSet<Rank>,
}

impl Terms {
    pub(crate) fn insert(&mut self, rank: Rank, term: Option<Term>) {
        let Some(term) = term else {
            self.unnamed.insert(rank);
            return;
        };
        self.by_name.insert(term_key(&term.name).into(), rank);
        self.by_rank.insert(rank, term);
    }

    pub(crate) fn remove(&mut self, rank: Rank) {
        self.unnamed.remove(&rank);
        if let Some(term) = self.by_rank.remove(&rank) {
            self.by_name.remove(term_key(&term.name).into(), rank);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Term> {
        self.by_rank.values()
    }

    pub(crate) fn get(&self, rank: Rank) -> Option<&Term> {
        self.by_rank.get(&rank)
    }

    /// Returns the first term with a name.
    pub(crate) fn find(&self, name: &str) -> Option<&Term> {
        self.by_rank.get(self.by_name.first(term_key(name).into())?)
    }

    /// Returns the terms with a name, in order.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &Term> {
        let ranks = self.by_name.of(term_key(name).into());
        ranks.filter_map(|rank| self.by_rank.get(rank))
    }

    /// Whether every term has a name.
    pub(crate) fn are_known(&self) -> bool {
        self.unnamed.is_empty()
    }
}
