//! Collects the provisions that standards add, builds their tree and computes their printed
//! numbers.

use std::sync::Arc;

use annexa_syntax::{Declaration, ReferenceTarget, SmolStr};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    AddedProvision, BaseId, BaseTarget, DeclarationId, DeclarationRef, Numbering, Parent, Project,
    Resolved, Standard,
    added::{Added, Order},
    resolve,
};

/// Below this number of provisions, another thread does not pay off.
const SIDE_BY_SIDE: usize = 500;

/// Returns the provision that a declaration adds; its parent is not resolved yet.
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

/// Collects the provisions that a standard adds and builds their tree.
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
    let mut order: Vec<_> = orders.map(|it| (Order::of(it), it.declaration, it.parent)).collect();
    order.par_sort_unstable();
    for (_, declaration, parent) in &order {
        if let Parent::Added(parent) = parent
            && let Some(above) = place.get(parent).and_then(|place| found.get_mut(*place))
        {
            above.children.push(*declaration);
        }
    }
    let found = found.into_iter().map(|added| (standard.rank(added.declaration), added));
    let added = Added::new(&standard.prefix, found.collect(), has_circle);
    if let Some(standard) = Arc::make_mut(&mut project.standards).get_mut(index) {
        standard.added = added;
    }
}

/// Updates the provisions that a standard adds after declarations were removed, added or changed.
/// Also returns the declarations whose printed number or base changed; `None` if there is a cycle.
/// `readers` are declarations of the standard whose heads may now refer to another provision.
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
    // Children of removed provisions have no parent until it is resolved again.
    let mut moved: Vec<DeclarationId> = Vec::new();
    for id in gone {
        if let Some(gone) = all.remove(standard.rank(*id), &standard.prefix) {
            all.remove_child(gone.parent, *id);
            moved.extend(&gone.children);
        }
    }
    for at in new.iter().filter_map(|id| project.declaration(*id)) {
        if let Some(added) = added(&at) {
            all.insert(standard.rank(at.id), &standard.prefix, added);
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
    // Follows the parents of each up to the base.
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
    // Propagates numbers and bases to the children.
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

/// Resolves the parent in the head of an addition. `by_label` returns the provision of a label.
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

/// Removes the parent of a provision that is added to itself, directly or through others; rule R111
/// reports it. `place` gives the index of each provision in `found`. Returns whether there was a
/// cycle.
fn break_circles(found: &mut [AddedProvision], place: &FxHashMap<DeclarationId, usize>) -> bool {
    let mut has_circle = false;
    let up =
        |found: &[AddedProvision], index: usize| match found.get(index).map(|added| added.parent) {
            Some(Parent::Added(parent)) => place.get(&parent).copied(),
            _ => None,
        };
    // The provisions that are known to lead out of any cycle.
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
    use crate::testing::{project, standard};
    use crate::{Parent, Project};

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
    fn children_are_below_their_parents() {
        let project = numbered("annex", ADDED);
        let added: Vec<_> = standard(&project).added_in_order().collect();
        assert_eq!(added[2].children, [added[3].declaration, added[4].declaration]);
        assert_eq!(added[5].parent, Parent::Added(added[4].declaration));
        assert_eq!(added[5].base.map(|base| base.0), Some(1));
        assert!(matches!(added[1].parent, Parent::Provision(..)));
        assert!(matches!(added[2].parent, Parent::Document(_)));
    }

    #[test]
    fn a_provision_added_to_itself_has_no_parent() {
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
