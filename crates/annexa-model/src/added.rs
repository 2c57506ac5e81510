//! What a standard adds: clauses, objectives, controls and requirements as a tree, with the numbers
//! that are printed.

use std::sync::Arc;

use annexa_base::{ProvisionId, natural_key};
use annexa_syntax::{AddedKind, Declaration, ReferenceTarget, SmolStr};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    BaseId, BaseTarget, DeclarationId, Location, Numbering, Project, Resolved, Standard, resolve,
    standard::title_key,
};

/// An added provision: an index into [`crate::Standard::added`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AddedId(pub u32);

/// A provision that a standard adds.
#[derive(Clone, Debug)]
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
    pub children: Vec<AddedId>,
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
    Added(AddedId),
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

/// Fewer provisions than these are not worth a thread.
const SIDE_BY_SIDE: usize = 500;

/// Finds what a standard of the project adds, and puts it into a tree.
pub(crate) fn build(project: &mut Project, index: usize) {
    let Some(standard) = project.standards.get(index) else { return };
    let adding = project.declarations_of(standard, |_, kind| kind.added().is_some());
    let found = adding.filter_map(|at| {
        let kind = at.declaration.kind.added()?;
        let label = at.declaration.label.as_ref()?;
        let title = at.declaration.title.as_ref();
        let added = AddedProvision {
            declaration: at.id,
            kind,
            label: label.value.clone(),
            title: title.map(|title| title.value.clone()).unwrap_or_default(),
            parent: Parent::Unknown,
            children: Vec::new(),
            number: String::new(),
            base: None,
            location: at.location(label.range),
        };
        Some((added, at.declaration))
    });
    let (mut found, declared): (Vec<AddedProvision>, Vec<&Declaration>) = found.unzip();
    let mut by_label: FxHashMap<SmolStr, usize> = FxHashMap::default();
    by_label.reserve(found.len());
    for (index, added) in found.iter().enumerate() {
        // Of two with one label references mean the first one; rule R106 reports the other.
        by_label.entry(added.label.clone()).or_insert(index);
    }
    let each = found.par_iter_mut().zip(&declared).with_min_len(SIDE_BY_SIDE);
    each.for_each(|(added, declaration)| {
        added.parent = parent(project, standard, declaration, &by_label);
    });
    break_circles(&mut found);
    let each = found.par_iter().zip(declared).with_min_len(SIDE_BY_SIDE);
    let places: Vec<_> = each
        .map(|(added, declaration)| {
            let number = printed(project, standard, &found, added, declaration);
            (base_of(&found, added), number)
        })
        .collect();
    for (added, (base, number)) in found.iter_mut().zip(places) {
        added.base = base;
        added.number = number;
    }
    let foreign = found.iter().filter(|added| prefix_of(&added.label) != standard.prefix);
    let foreign_numbers = foreign.map(|added| added.number_in_label().into()).collect();
    let (added, by_label) = sorted(found, by_label);
    let by_declaration = added
        .iter()
        .enumerate()
        .map(|(index, added)| (added.declaration, AddedId(index as u32)))
        .collect();
    let mut control_titles = FxHashMap::default();
    for (index, control) in added.iter().enumerate() {
        if control.kind == AddedKind::Control && !control.title.trim().is_empty() {
            let key = title_key(&control.title);
            control_titles.entry(key).or_insert(AddedId(index as u32));
        }
    }
    if let Some(standard) = Arc::make_mut(&mut project.standards).get_mut(index) {
        standard.control_titles = control_titles;
        standard.added = added;
        standard.added_index = by_label;
        standard.foreign_numbers = foreign_numbers;
        standard.added_by_declaration = by_declaration;
    }
}

/// What the head of an addition names. Added provisions are known by their place in `by_label`.
fn parent(
    project: &Project,
    standard: &Standard,
    declaration: &Declaration,
    by_label: &FxHashMap<SmolStr, usize>,
) -> Parent {
    let Some(target) = &declaration.target else { return Parent::Unknown };
    match &target.target {
        ReferenceTarget::Label(label) => by_label
            .get(&label.value)
            .map_or(Parent::Unknown, |&index| Parent::Added(AddedId(index as u32))),
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

/// What is added to itself, through others or not, has no parent; rule R111 reports it.
fn break_circles(found: &mut [AddedProvision]) {
    let up =
        |found: &[AddedProvision], index: usize| match found.get(index).map(|added| added.parent) {
            Some(Parent::Added(parent)) => Some(parent.0 as usize),
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
}

fn base_of<'a>(found: &'a [AddedProvision], mut added: &'a AddedProvision) -> Option<BaseId> {
    loop {
        match added.parent {
            Parent::Document(base) | Parent::Provision(base, _) => return Some(base),
            Parent::Added(parent) => added = found.get(parent.0 as usize)?,
            Parent::Unknown => return None,
        }
    }
}

fn printed(
    project: &Project,
    standard: &Standard,
    found: &[AddedProvision],
    added: &AddedProvision,
    declaration: &Declaration,
) -> String {
    if let Some(item) = &declaration.as_item {
        let above = match added.parent {
            Parent::Provision(base, provision) => standard
                .base(base)
                .and_then(|base| project.catalogue(base.catalogue?)?.provision(provision))
                .map(|provision| provision.number.to_string()),
            Parent::Added(parent) => {
                found.get(parent.0 as usize).map(|above| numbered(standard, &above.label))
            }
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

/// Brings what was found into the order of output, and the indices with it.
fn sorted(
    found: Vec<AddedProvision>,
    by_label: FxHashMap<SmolStr, usize>,
) -> (Vec<AddedProvision>, FxHashMap<SmolStr, AddedId>) {
    let keyed = found.par_iter().with_min_len(SIDE_BY_SIDE).enumerate().map(|(index, added)| {
        let base = added.base.map_or(u32::MAX, |base| base.0);
        ((base, natural_key(added.number_in_label()), &added.label, added.declaration), index)
    });
    let mut order: Vec<_> = keyed.collect();
    order.par_sort_unstable();
    let order: Vec<usize> = order.into_iter().map(|(_, index)| index).collect();
    let mut place = vec![AddedId(0); found.len()];
    for (new, &old) in order.iter().enumerate() {
        if let Some(place) = place.get_mut(old) {
            *place = AddedId(new as u32);
        }
    }
    let place_of = |old: usize| place.get(old).copied().unwrap_or(AddedId(0));
    let mut slots: Vec<Option<AddedProvision>> = found.into_iter().map(Some).collect();
    let mut added: Vec<AddedProvision> =
        order.iter().filter_map(|&old| slots.get_mut(old).and_then(Option::take)).collect();
    for added in &mut added {
        if let Parent::Added(parent) = added.parent {
            added.parent = Parent::Added(place_of(parent.0 as usize));
        }
    }
    for index in 0..added.len() {
        if let Some(Parent::Added(parent)) = added.get(index).map(|added| added.parent)
            && let Some(above) = added.get_mut(parent.0 as usize)
        {
            above.children.push(AddedId(index as u32));
        }
    }
    let by_label = by_label.into_iter().map(|(label, old)| (label, place_of(old))).collect();
    (added, by_label)
}

#[cfg(test)]
mod tests {
    use super::{AddedId, Parent};
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
        standard(project).added.iter().map(|added| added.number.as_str()).collect()
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
        let added = &standard(&project).added;
        assert_eq!(added[2].children, [AddedId(3), AddedId(4)]);
        assert_eq!(added[5].parent, Parent::Added(AddedId(4)));
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
        let parents: Vec<_> = standard(&project).added.iter().map(|added| added.parent).collect();
        assert_eq!(parents[0], Parent::Unknown);
        assert_eq!(parents[1], Parent::Added(AddedId(0)));
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
