//! The provisions that a standard adds (clauses, objectives, controls and requirements), indexed by
//! declaration, in the order of output, by label and by title. `additions.rs` builds their tree.

use std::sync::Arc;

use annexa_base::{Location, ProvisionId, natural_key};
use annexa_syntax::{AddedKind, SmolStr};
use imbl::{OrdMap, OrdSet};

use crate::{
    groups::Groups,
    ids::{BaseId, DeclarationId, Rank},
};

/// A provision that a standard adds (ISO/IEC 27009:2020, 5.2 and 6.2).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AddedProvision {
    /// The declaration that adds it.
    pub declaration: DeclarationId,
    /// The kind of provision.
    pub kind: AddedKind,
    /// The label, which identifies it: `SMX.8.35`.
    pub label: SmolStr,
    /// The title as declared.
    pub title: SmolStr,
    /// The provision or document that it is added to.
    pub parent: Parent,
    /// The provisions added directly to this one, in natural order of label.
    pub children: Vec<DeclarationId>,
    /// The printed number, which the numbering of the standard determines: `8.35 SMX`, `SMX.8.35`,
    /// `8.35`; or `9.3.2 h)` if it continues a list of the base.
    pub number: String,
    /// The base to which the chain of parents leads; `None` if it leads to none.
    pub base: Option<BaseId>,
    /// The location of the label.
    pub location: Location,
}

/// The parent of an added provision.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Parent {
    /// A base as a whole.
    Document(BaseId),
    /// A provision of a base.
    Provision(BaseId, ProvisionId),
    /// Another added provision.
    Added(DeclarationId),
    /// The reference cannot be resolved; a diagnostic reports it.
    Unknown,
}

impl AddedProvision {
    /// Returns the number in the label: everything behind the first `.`.
    pub fn number_in_label(&self) -> &str {
        number_in_label(&self.label)
    }
}

/// Returns the part of a label behind its prefix.
pub(crate) fn number_in_label(label: &str) -> &str {
    label.split_once('.').map_or(label, |(_, number)| number)
}

/// Returns the prefix of a label.
pub(crate) fn prefix_of(label: &str) -> &str {
    label.split_once('.').map_or(label, |(prefix, _)| prefix)
}

/// The sort key of an added provision in output.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Order {
    /// Provisions that belong to no base come last.
    base: (bool, Option<BaseId>),
    number: Arc<[u8]>,
    label: SmolStr,
    declaration: DeclarationId,
}

impl Order {
    pub(crate) fn of(added: &AddedProvision) -> Order {
        Order {
            base: (added.base.is_none(), added.base),
            number: natural_key(added.number_in_label()).into(),
            label: added.label.clone(),
            declaration: added.declaration,
        }
    }
}

/// The provisions that a standard adds, by declaration, in the order of output, by label and by
/// title.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Added {
    provisions: OrdMap<DeclarationId, Arc<AddedProvision>>,
    in_order: OrdSet<Order>,
    by_label: Groups<SmolStr, Rank>,
    /// The added controls with each title, by [`title_key`].
    control_titles: Groups<SmolStr, DeclarationId>,
    /// The numbers of labels with a foreign prefix, and how many labels have each.
    foreign_numbers: OrdMap<SmolStr, u32>,
    /// Whether provisions were added to each other in a cycle, which was broken.
    pub(crate) has_circle: bool,
}

impl Added {
    /// Indexes the provisions that a standard with this prefix adds, each with its rank in the
    /// order of declarations.
    pub(crate) fn new(prefix: &str, found: Vec<(Rank, AddedProvision)>, has_circle: bool) -> Added {
        let labels = found.iter().map(|(rank, it)| (it.label.clone(), *rank));
        let titled = found.iter().filter(|(_, added)| is_titled(added));
        let titles = titled.map(|(_, added)| (title_key(&added.title), added.declaration));
        let mut foreign_numbers = OrdMap::new();
        for (_, added) in found.iter().filter(|(_, added)| prefix_of(&added.label) != prefix) {
            *foreign_numbers.entry(added.number_in_label().into()).or_insert(0) += 1;
        }
        Added {
            in_order: found.iter().map(|(_, added)| Order::of(added)).collect(),
            by_label: Groups::new(labels.collect()),
            control_titles: Groups::new(titles.collect()),
            foreign_numbers,
            has_circle,
            provisions: found.into_iter().map(|(_, it)| (it.declaration, Arc::new(it))).collect(),
        }
    }

    pub(crate) fn get(&self, declaration: DeclarationId) -> Option<&AddedProvision> {
        self.provisions.get(&declaration).map(|added| &**added)
    }

    pub(crate) fn in_order(&self) -> impl Iterator<Item = &AddedProvision> {
        self.in_order.iter().filter_map(|order| self.get(order.declaration))
    }

    /// Returns the first of several provisions with this label, which references mean; rule R106
    /// reports the others.
    pub(crate) fn by_label(&self, label: &str) -> Option<DeclarationId> {
        self.by_label.first(label.into()).map(|(_, declaration)| *declaration)
    }

    pub(crate) fn has_foreign(&self, number: &str) -> bool {
        self.foreign_numbers.contains_key(number)
    }

    /// Returns the added controls with this title.
    pub(crate) fn titled(&self, title: &str) -> impl Iterator<Item = &AddedProvision> {
        self.control_titles.of(title_key(title)).filter_map(|id| self.get(*id))
    }

    /// Inserts a provision. Its number, base and children must already be set.
    pub(crate) fn insert(&mut self, rank: Rank, prefix: &str, added: AddedProvision) {
        let (_, declaration) = rank;
        self.by_label.insert(added.label.clone(), rank);
        self.in_order.insert(Order::of(&added));
        if is_titled(&added) {
            self.control_titles.insert(title_key(&added.title), declaration);
        }
        if prefix_of(&added.label) != prefix {
            *self.foreign_numbers.entry(added.number_in_label().into()).or_insert(0) += 1;
        }
        self.provisions.insert(declaration, Arc::new(added));
    }

    pub(crate) fn remove(&mut self, rank: Rank, prefix: &str) -> Option<Arc<AddedProvision>> {
        let (_, declaration) = rank;
        let added = self.provisions.remove(&declaration)?;
        self.by_label.remove(added.label.clone(), rank);
        self.in_order.remove(&Order::of(&added));
        if is_titled(&added) {
            self.control_titles.remove(title_key(&added.title), declaration);
        }
        if prefix_of(&added.label) != prefix {
            let number = added.number_in_label();
            match self.foreign_numbers.get_mut(number) {
                Some(count) if *count > 1 => *count -= 1,
                _ => {
                    self.foreign_numbers.remove(number);
                }
            }
        }
        Some(added)
    }

    /// Changes an indexed provision. The change may affect its base, but nothing else that it is
    /// indexed by.
    pub(crate) fn change(
        &mut self,
        declaration: DeclarationId,
        change: impl FnOnce(&mut AddedProvision),
    ) {
        let Some(added) = self.provisions.get_mut(&declaration) else { return };
        let before = added.base;
        let order = Order::of(added);
        let added = Arc::make_mut(added);
        change(added);
        if added.base != before {
            let after = Order::of(added);
            self.in_order.remove(&order);
            self.in_order.insert(after);
        }
    }

    /// Inserts a provision into the children of its parent, in the order of output.
    pub(crate) fn add_child(&mut self, child: DeclarationId) {
        let Some(Parent::Added(parent)) = self.get(child).map(|child| child.parent) else { return };
        let Some(order) = self.get(child).map(Order::of) else { return };
        let Some(above) = self.get(parent) else { return };
        let is_before =
            |other: &DeclarationId| self.get(*other).is_some_and(|it| Order::of(it) < order);
        let place = above.children.partition_point(is_before);
        self.change(parent, |above| above.children.insert(place, child));
    }

    pub(crate) fn remove_child(&mut self, parent: Parent, child: DeclarationId) {
        if let Parent::Added(parent) = parent {
            self.change(parent, |above| above.children.retain(|it| *it != child));
        }
    }
}

fn is_titled(added: &AddedProvision) -> bool {
    added.kind == AddedKind::Control && !added.title.trim().is_empty()
}

/// Returns the normalized title by which controls are compared.
pub(crate) fn title_key(title: &str) -> SmolStr {
    title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().into()
}
