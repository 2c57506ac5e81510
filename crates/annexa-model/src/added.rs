//! What a standard adds: clauses, objectives, controls and requirements as a tree, with the numbers
//! that are printed.

use std::sync::Arc;

use annexa_base::{ProvisionId, natural_key};
use annexa_syntax::{AddedKind, Declaration, ReferenceTarget, SmolStr};
use imbl::{OrdMap, OrdSet};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    BaseId, BaseTarget, DeclarationId, DeclarationRef, Location, Numbering, Project, Resolved,
    Standard,
    groups::Groups,
    resolve,
    standard::{Rank, title_key},
};

/// A provision that a standard adds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AddedProvision {
    /// The declaration that adds it.
    pub declaration: DeclarationId,
    /// What it is.
    pub kind: AddedKind,
    /// Its label, which identifies it: `SMX.8.35`.
    pub label: SmolStr,
    /// Its title.
    pub title: SmolStr,
    /// What it is added to.
    pub parent: Parent,
    /// The added provisions right below it, in natural order of label.
    pub children: Vec<DeclarationId>,
    /// The number that is printed, after the numbering of the standard: `8.35 SMX`, `SMX.8.35`,
    /// `8.35`; or `9.3.2 h)` where it is the next item of the base's list.
    pub number: String,
    /// The base that it belongs to in the end, through the added provisions above it.
    pub base: Option<BaseId>,
    /// Where its label stands.
    pub location: Location,
}

/// What a provision is added to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Parent {
    /// A base as a whole.
    Document(BaseId),
    /// A provision of a base.
    Provision(BaseId, ProvisionId),
    /// An added provision.
    Added(DeclarationId),
    /// The reference names nothing; a diagnostic says so.
    Unknown,
}

impl AddedProvision {
    /// The number in its label: what stands behind the first `.`.
    pub fn number_in_label(&self) -> &str {
        number_in_label(&self.label)
    }
}

/// What stands behind the prefix of a label.
pub(crate) fn number_in_label(label: &str) -> &str {
    label.split_once('.').map_or(label, |(_, number)| number)
}

/// The prefix of a label.
pub(crate) fn prefix_of(label: &str) -> &str {
    label.split_once('.').map_or(label, |(prefix, _)| prefix)
}

/// The place of an added provision in the order of output.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Order {
    /// What belongs to no base comes last.
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

/// What a standard adds, by declaration, in the order of output, by label and by title.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Added {
    provisions: OrdMap<DeclarationId, Arc<AddedProvision>>,
    in_order: OrdSet<Order>,
    by_label: Groups<SmolStr, Rank>,
    /// The added controls of each title, by [`title_key`].
    control_titles: Groups<SmolStr, DeclarationId>,
    /// The numbers in labels that begin with the prefix of something else, and how many labels have each.
    foreign_numbers: OrdMap<SmolStr, u32>,
    /// Whether provisions were added to each other in a circle, which was cut.
    has_circle: bool,
}

impl Added {
    pub(crate) fn get(&self, declaration: DeclarationId) -> Option<&AddedProvision> {
        self.provisions.get(&declaration).map(|added| &**added)
    }

    pub(crate) fn in_order(&self) -> impl Iterator<Item = &AddedProvision> {
        self.in_order.iter().filter_map(|order| self.get(order.declaration))
    }

    /// Of two with one label references mean the first one; rule R106 reports the other.
    pub(crate) fn by_label(&self, label: &str) -> Option<DeclarationId> {
        self.by_label.first(label.into()).map(|(_, declaration)| *declaration)
    }

    pub(crate) fn has_foreign(&self, number: &str) -> bool {
        self.foreign_numbers.contains_key(number)
    }

    /// The added controls of a title.
    pub(crate) fn titled(&self, title: &str) -> impl Iterator<Item = &AddedProvision> {
        self.control_titles.of(title_key(title)).filter_map(|id| self.get(*id))
    }

    /// Takes a provision in. Its number, its base and its children are as they are in it.
    fn insert(&mut self, standard: &Standard, added: AddedProvision) {
        let (declaration, rank) = (added.declaration, standard.rank(added.declaration));
        self.by_label.insert(added.label.clone(), rank);
        self.in_order.insert(Order::of(&added));
        if is_titled(&added) {
            self.control_titles.insert(title_key(&added.title), declaration);
        }
        if prefix_of(&added.label) != standard.prefix {
            *self.foreign_numbers.entry(added.number_in_label().into()).or_insert(0) += 1;
        }
        self.provisions.insert(declaration, Arc::new(added));
    }

    fn remove(
        &mut self,
        standard: &Standard,
        declaration: DeclarationId,
    ) -> Option<Arc<AddedProvision>> {
        let added = self.provisions.remove(&declaration)?;
        self.by_label.remove(added.label.clone(), standard.rank(declaration));
        self.in_order.remove(&Order::of(&added));
        if is_titled(&added) {
            self.control_titles.remove(title_key(&added.title), declaration);
        }
        if prefix_of(&added.label) != standard.prefix {
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

    /// Changes a provision that is there, and nothing by which it is found but its base.
    fn change(&mut self, declaration: DeclarationId, change: impl FnOnce(&mut AddedProvision)) {
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

    /// Gives each provision below what it is added to, in the order of output.
    fn add_child(&mut self, child: DeclarationId) {
        let Some(Parent::Added(parent)) = self.get(child).map(|child| child.parent) else { return };
        let Some(order) = self.get(child).map(Order::of) else { return };
        let Some(above) = self.get(parent) else { return };
        let is_before =
            |other: &DeclarationId| self.get(*other).is_some_and(|it| Order::of(it) < order);
        let place = above.children.partition_point(is_before);
        self.change(parent, |above| above.children.insert(place, child));
    }

    fn remove_child(&mut self, parent: Parent, child: DeclarationId) {
        if let Parent::Added(parent) = parent {
            self.change(parent, |above| above.children.retain(|it| *it != child));
        }
    }
}

fn is_titled(added: &AddedProvision) -> bool {
    added.kind == AddedKind::Control && !added.title.trim().is_empty()
}

/// Fewer provisions than these are not worth a thread.
const SIDE_BY_SIDE: usize = 500;

/// What a declaration adds, before it is known to what.
fn added(at: &DeclarationRef<'_>) -> Option<AddedProvision> {
    let label = at.declaration.label.as_ref()?;
    let title = at.declaration.title.as_ref();
    Some(AddedProvision {
        declaration: at.id,
        kind: at.declaration.kind.added()?,
        label: label.value.clone(),
        title: title.map(|title| title.value.clone()).unwrap_or_default(),
        parent: Parent::Unknown,
        children: Vec::new(),
        number: String::new(),
        base: None,
        location: at.location(label.range),
    })
}

/// Finds what a standard of the project adds, and puts it into a tree.
pub(crate) fn build(project: &mut Project, index: usize) {
    let Some(standard) = project.standards.get(index) else { return };
    let adding = project.declarations_of(standard, |_, kind| kind.added().is_some());
    let found = adding.filter_map(|at| Some((added(&at)?, at.declaration)));
    let (mut found, declared): (Vec<AddedProvision>, Vec<&Declaration>) = found.unzip();
    let mut by_label: FxHashMap<SmolStr, DeclarationId> = FxHashMap::default();
    by_label.reserve(found.len());
    for added in &found {
        by_label.entry(added.label.clone()).or_insert(added.declaration);
    }
    let each = found.par_iter_mut().zip(&declared).with_min_len(SIDE_BY_SIDE);
    each.for_each(|(added, declaration)| {
        added.parent = parent(project, standard, declaration, |it| by_label.get(it).copied());
    });
    let place: FxHashMap<DeclarationId, usize> =
        found.iter().enumerate().map(|(place, added)| (added.declaration, place)).collect();
    let has_circle = break_circles(&mut found, &place);
    let of = |id: DeclarationId| place.get(&id).and_then(|place| found.get(*place));
    let each = found.par_iter().zip(declared).with_min_len(SIDE_BY_SIDE);
    let places: Vec<_> = each
        .map(|(added, declaration)| {
            (base_of(added, of), printed(project, standard, added, declaration, of))
        })
        .collect();
    for (added, (base, number)) in found.iter_mut().zip(places) {
        added.base = base;
        added.number = number;
    }
    let orders = found.par_iter().with_min_len(SIDE_BY_SIDE);
    let mut order: Vec<_> = orders.map(|added| (Order::of(added), added.parent)).collect();
    order.par_sort_unstable();
    for (Order { declaration, .. }, parent) in &order {
        if let Parent::Added(parent) = parent
            && let Some(above) = place.get(parent).and_then(|place| found.get_mut(*place))
        {
            above.children.push(*declaration);
        }
    }
    let labels = found.iter().map(|it| (it.label.clone(), standard.rank(it.declaration)));
    let titled = found.iter().filter(|added| is_titled(added));
    let titles = titled.map(|added| (title_key(&added.title), added.declaration));
    let mut foreign_numbers = OrdMap::new();
    for added in found.iter().filter(|added| prefix_of(&added.label) != standard.prefix) {
        *foreign_numbers.entry(added.number_in_label().into()).or_insert(0) += 1;
    }
    let added = Added {
        in_order: order.into_iter().map(|(order, _)| order).collect(),
        by_label: Groups::new(labels.collect()),
        control_titles: Groups::new(titles.collect()),
        foreign_numbers,
        has_circle,
        provisions: found.into_iter().map(|added| (added.declaration, Arc::new(added))).collect(),
    };
    if let Some(standard) = Arc::make_mut(&mut project.standards).get_mut(index) {
        standard.added = added;
    }
}

/// What a standard adds after some declarations are gone and others came or changed, with the declarations
/// whose number or base is another one; `None` where provisions are added to each other in a circle.
/// `readers` are declarations of the standard whose heads can name another provision than before.
pub(crate) fn update(
    project: &Project,
    standard: &Standard,
    gone: &[DeclarationId],
    new: &[DeclarationId],
    readers: &[DeclarationId],
) -> Option<(Added, Vec<DeclarationId>)> {
    if standard.added.has_circle {
        return None;
    }
    let mut all = standard.added.clone();
    // What was below those that are gone is below nothing, until it is looked up again.
    let mut moved: Vec<DeclarationId> = Vec::new();
    for id in gone {
        if let Some(gone) = all.remove(standard, *id) {
            all.remove_child(gone.parent, *id);
            moved.extend(&gone.children);
        }
    }
    for at in new.iter().filter_map(|id| project.declaration(*id)) {
        if let Some(added) = added(&at) {
            all.insert(standard, added);
            moved.push(at.id);
        }
    }
    moved.extend(readers);
    moved.sort_unstable();
    moved.dedup();
    moved.retain(|id| all.get(*id).is_some());
    for id in &moved {
        let declaration = project.declaration(*id)?.declaration;
        let parent = parent(project, standard, declaration, |label| all.by_label(label));
        let before = all.get(*id)?.parent;
        all.remove_child(before, *id);
        all.change(*id, |added| added.parent = parent);
    }
    // From each up to the base.
    for id in &moved {
        let mut above = all.get(*id)?;
        let mut seen = FxHashSet::default();
        while let Parent::Added(parent) = above.parent {
            if !seen.insert(parent) || parent == *id {
                return None;
            }
            above = all.get(parent)?;
        }
    }
    for id in &moved {
        let base = base_of(all.get(*id)?, |id| all.get(id));
        all.change(*id, |added| added.base = base);
    }
    moved.iter().for_each(|id| all.add_child(*id));
    // Numbers and bases go down to what is below.
    let certain = moved.len();
    let mut known: FxHashSet<DeclarationId> = moved.iter().copied().collect();
    let mut next = 0;
    while let Some(id) = moved.get(next).copied() {
        let added = all.get(id)?;
        let declaration = project.declaration(id)?.declaration;
        let base = base_of(added, |id| all.get(id));
        let number = printed(project, standard, added, declaration, |id| all.get(id));
        if next < certain || added.base != base || added.number != number {
            moved.extend(added.children.iter().filter(|child| known.insert(**child)));
        }
        all.change(id, |added| (added.base, added.number) = (base, number));
        next += 1;
    }
    Some((all, moved))
}

/// What the head of an addition names. `by_label` finds the provision of a label.
fn parent(
    project: &Project,
    standard: &Standard,
    declaration: &Declaration,
    by_label: impl Fn(&str) -> Option<DeclarationId>,
) -> Parent {
    let Some(target) = &declaration.target else { return Parent::Unknown };
    match &target.target {
        ReferenceTarget::Label(label) => {
            by_label(&label.value).map_or(Parent::Unknown, Parent::Added)
        }
        _ => match resolve::resolve(project, standard, target) {
            Ok(Resolved::Base(BaseTarget {
                base: Some(base),
                provision,
                annex: None,
                is_front: false,
                ..
            })) => provision
                .map_or(Parent::Document(base), |provision| Parent::Provision(base, provision)),
            _ => Parent::Unknown,
        },
    }
}

/// What is added to itself, through others or not, has no parent; rule R111 reports it. `place` says where a
/// provision is among those that were found. Returns whether there is a circle.
fn break_circles(found: &mut [AddedProvision], place: &FxHashMap<DeclarationId, usize>) -> bool {
    let mut has_circle = false;
    let up =
        |found: &[AddedProvision], index: usize| match found.get(index).map(|added| added.parent) {
            Some(Parent::Added(parent)) => place.get(&parent).copied(),
            _ => None,
        };
    // What is known to end outside of any circle.
    let mut ends = vec![false; found.len()];
    for start in 0..found.len() {
        let mut path = Vec::new();
        let mut on_path = FxHashSet::default();
        let mut next = Some(start);
        while let Some(index) = next {
            if ends.get(index).copied().unwrap_or(true) {
                break;
            }
            if !on_path.insert(index) {
                has_circle = true;
                if let Some(added) = found.get_mut(index) {
                    added.parent = Parent::Unknown;
                }
                break;
            }
            path.push(index);
            next = up(found, index);
        }
        for index in path {
            if let Some(end) = ends.get_mut(index) {
                *end = true;
            }
        }
    }
    has_circle
}

fn base_of<'a>(
    mut added: &'a AddedProvision,
    of: impl Fn(DeclarationId) -> Option<&'a AddedProvision>,
) -> Option<BaseId> {
    loop {
        match added.parent {
            Parent::Document(base) | Parent::Provision(base, _) => return Some(base),
            Parent::Added(parent) => added = of(parent)?,
            Parent::Unknown => return None,
        }
    }
}

fn printed<'a>(
    project: &Project,
    standard: &Standard,
    added: &AddedProvision,
    declaration: &Declaration,
    of: impl Fn(DeclarationId) -> Option<&'a AddedProvision>,
) -> String {
    if let Some(item) = &declaration.as_item {
        let above = match added.parent {
            Parent::Provision(base, provision) => standard
                .base(base)
                .and_then(|base| project.catalogue(base.catalogue?)?.provision(provision))
                .map(|provision| provision.number.to_string()),
            Parent::Added(parent) => of(parent).map(|above| numbered(standard, &above.label)),
            _ => None,
        };
        let marks = declaration.target.as_ref().map_or(&[][..], |target| &target.items);
        if let Some(mut number) = above {
            for mark in marks.iter().chain([item]) {
                number.push(' ');
                number.push_str(&mark.value);
            }
            return number;
        }
    }
    numbered(standard, &added.label)
}

fn numbered(standard: &Standard, label: &str) -> String {
    match (standard.numbering, label.strip_prefix(standard.prefix.as_str())) {
        (Numbering::Inline, Some(rest)) if rest.starts_with('.') => {
            format!("{} {}", &rest[1..], standard.prefix)
        }
        (Numbering::Plain, Some(rest)) if rest.starts_with('.') => rest[1..].to_owned(),
        _ => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::Parent;
    use crate::Project;
    use crate::testing::{project, standard};

    fn numbered(numbering: &str, declarations: &str) -> Project {
        let text = format!(
            "standard SMX \"x\" {{\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27001:2022 + Amd 1:2024\n  base ISO/IEC 27002:2022\n  numbering {numbering}\n}}\n\n{declarations}"
        );
        project(&[("s.annexa", &text)])
    }

    const ADDED: &str = "add control SMX.A.10.1 \"x\" to SMX.A.10 {\n  control \"x\"\n}\n\nadd control SMX.8.36 \"x\" to 27002 8 {\n  control \"x\"\n}\n\nadd clause SMX.A.10 \"x\" to SMX.A\n\nadd clause SMX.A.2 \"x\" to SMX.A\n\nadd clause SMX.A \"x\" to 27002\n\nadd requirement SMX.9.3.2.1 \"x\" to 27001 9.3.2 as h) {\n  text \"x\"\n}\n";

    fn numbers(project: &Project) -> Vec<&str> {
        standard(project).added_in_order().map(|added| added.number.as_str()).collect()
    }

    #[test]
    fn numbers_follow_the_numbering_and_go_in_natural_order() {
        assert_eq!(
            numbers(&numbered("inline", ADDED)),
            ["9.3.2 h)", "8.36 SMX", "A SMX", "A.2 SMX", "A.10 SMX", "A.10.1 SMX"]
        );
        assert_eq!(
            numbers(&numbered("annex", ADDED)),
            ["9.3.2 h)", "SMX.8.36", "SMX.A", "SMX.A.2", "SMX.A.10", "SMX.A.10.1"]
        );
        assert_eq!(
            numbers(&numbered("plain", ADDED)),
            ["9.3.2 h)", "8.36", "A", "A.2", "A.10", "A.10.1"]
        );
    }

    #[test]
    fn children_hang_below_their_parents() {
        let project = numbered("annex", ADDED);
        let added: Vec<_> = standard(&project).added_in_order().collect();
        assert_eq!(added[2].children, [added[3].declaration, added[4].declaration]);
        assert_eq!(added[5].parent, Parent::Added(added[4].declaration));
        assert_eq!(added[5].base.map(|base| base.0), Some(1));
        assert!(matches!(added[1].parent, Parent::Provision(..)));
        assert!(matches!(added[2].parent, Parent::Document(_)));
    }

    #[test]
    fn what_is_added_to_itself_hangs_nowhere() {
        let project = numbered(
            "annex",
            "add clause SMX.A.1 \"x\" to SMX.A.2\n\nadd clause SMX.A.2 \"x\" to SMX.A.1\n\nadd clause SMX.A.3 \"x\" to SMX.A.3\n\nadd clause SMX.A.4 \"x\" to SMX.A.1\n",
        );
        let added: Vec<_> = standard(&project).added_in_order().collect();
        let parents: Vec<_> = added.iter().map(|added| added.parent).collect();
        assert_eq!(parents[0], Parent::Unknown);
        assert_eq!(parents[1], Parent::Added(added[0].declaration));
        assert_eq!(parents[2], Parent::Unknown);
        assert_eq!(
            crate::testing::found(&project)
                .iter()
                .filter(|found| found.starts_with("R111"))
                .cloned()
                .collect::<Vec<_>>(),
            ["R111 SMX.A.2", "R111 SMX.A.3"]
        );
    }
}
