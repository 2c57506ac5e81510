//! Q506, C607, C608: what several declarations do to one provision.

use annexa_syntax::{DeclarationKind, SmolStr};

use super::{DeclarationContext, Findings};
use crate::{
    BaseTarget, DeclarationRef, Project, ProvisionId, Resolved, StandardId, Symbol,
    changes::{self, Part},
};

pub(super) fn refined_twice(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let Some(earlier) = earlier(context, is_of_requirement) else { return };
    let Some(reference) = &context.at.declaration.target else { return };
    let done = match context.at.declaration.kind {
        DeclarationKind::Refine => "refined",
        _ => "interpreted",
    };
    let message = format!(
        "{} is {done} already for this audience; put both into one declaration, or name list items or \
         audiences that differ",
        context.at.source(reference.range)
    );
    let first = earlier.location(earlier.declaration.head);
    findings.report(context.location(reference.range), message).related(first, "the first one");
}

pub(super) fn changed_twice(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let Some(earlier) = earlier(context, is_of_control) else { return };
    let Some(reference) = &context.at.declaration.target else { return };
    let part = name_of_part(context.at.declaration.kind);
    let message = format!(
        "the {part} of {} is modified or added to already for this audience; put both into one \
         declaration, or name audiences that differ",
        context.at.source(reference.range)
    );
    let first = earlier.location(earlier.declaration.head);
    findings.report(context.location(reference.range), message).related(first, "the first one");
}

fn name_of_part(kind: DeclarationKind) -> &'static str {
    match kind {
        DeclarationKind::ModifyObjective => "objective",
        kind => Part::of(kind).map_or("part", Part::as_str),
    }
}

/// The parts that Q506 is about.
pub(super) fn is_of_requirement(part: Part) -> bool {
    matches!(part, Part::Refinement | Part::Interpretation)
}

/// The parts that C608 is about.
pub(super) fn is_of_control(part: Part) -> bool {
    use Part::*;
    matches!(part, Control | Purpose | Guidance | Information | Note)
}

/// The first declaration before this one that changes the same part of the same provision, or of the
/// same item of it, for an audience of this one.
fn earlier<'a>(
    context: &DeclarationContext<'a>,
    is_meant: impl Fn(Part) -> bool,
) -> Option<DeclarationRef<'a>> {
    let (standard, symbol, part, items) = changes::changed(context.project, &context.at)?;
    if !is_meant(part) {
        return None;
    }
    let all = context.project.changed_by(standard, symbol, part);
    let before = all.iter().take_while(|id| **id != context.at.id);
    before
        .filter(|id| items_of(context.project, **id) == items)
        .filter_map(|id| context.project.declaration(*id))
        .find(|other| share_audience(other, &context.at))
}

fn items_of(project: &Project, id: crate::DeclarationId) -> &[SmolStr] {
    project.target(id).map_or(&[], Resolved::items)
}

/// What is for all and what is for one audience stand beside each other.
fn share_audience(one: &DeclarationRef<'_>, other: &DeclarationRef<'_>) -> bool {
    let (one, other) = (&one.declaration.audiences, &other.declaration.audiences);
    one.is_empty() && other.is_empty()
        || one.iter().any(|name| other.iter().any(|other| other.value == name.value))
}

pub(super) fn modified_and_retained(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let Some((standard, symbol, Part::Retained, items)) =
        changes::changed(context.project, &context.at)
    else {
        return;
    };
    let Some(reference) = &context.at.declaration.target else { return };
    let resolved = context.project.target(context.at.id);
    let below = match resolved {
        Some(Resolved::Base(target)) if items.is_empty() => all_below(context.project, target),
        _ => Vec::new(),
    };
    let changed = [symbol]
        .into_iter()
        .chain(below)
        .find_map(|symbol| change_of(context.project, standard, symbol, items));
    let Some(changed) = changed else { return };
    let what = changed.declaration.target.as_ref().map_or(changed.declaration.head, |it| it.range);
    let message = format!(
        "{} is said to stay as it is, and {} is changed with `{}`; take one of the two out, or retain what \
         is left alone by itself",
        context.at.source(reference.range),
        changed.source(what),
        changed.declaration.kind.words()
    );
    let change = changed.location(changed.declaration.head);
    findings.report(context.location(reference.range), message).related(change, "the change");
}

/// The first declaration that changes a thing, or a list item of it, or the list in which the item stands.
fn change_of<'a>(
    project: &'a Project,
    standard: StandardId,
    symbol: Symbol,
    items: &[SmolStr],
) -> Option<DeclarationRef<'a>> {
    let changes = Part::CHANGED.iter().flat_map(|part| project.changed_by(standard, symbol, *part));
    let overlapping = changes.filter(|id| {
        let theirs = items_of(project, **id);
        theirs.starts_with(items) || items.starts_with(theirs)
    });
    project.declaration(overlapping.min().copied()?)
}

/// What lies below a provision of a base, or in the whole document.
fn all_below(project: &Project, target: &BaseTarget) -> Vec<Symbol> {
    let Some(catalogue) = project.catalogue(target.catalogue) else { return Vec::new() };
    let mut pending: Vec<ProvisionId> = match target.provision {
        Some(id) => catalogue.provision(id).map(|it| it.children.clone()).unwrap_or_default(),
        None => catalogue.top().map(|(id, _)| id).collect(),
    };
    let mut below = Vec::new();
    while let Some(id) = pending.pop() {
        below.push(Symbol::Provision(target.catalogue, id));
        pending.extend(catalogue.provision(id).into_iter().flat_map(|it| &it.children));
    }
    below
}
