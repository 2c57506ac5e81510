//! Q506, C607, C608: several declarations about one provision.

use annexa_syntax::{DeclarationKind, SmolStr};

use super::{DeclarationContext, Findings};
use crate::{
    DeclarationRef, Project, Resolved,
    changes::{self, ChangedPart},
};

pub(super) fn refined_twice(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let Some(earlier) = earlier(context, is_of_requirement) else { return };
    let Some(reference) = &context.at.declaration.target else { return };
    let done = match context.at.declaration.kind {
        DeclarationKind::Refine => "refined",
        _ => "interpreted",
    };
    let message = format!(
        "{} is already {done} for this audience; combine both into one declaration, or name \
         different list items or audiences (a declaration without `for` is for all)",
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
        "the {part} of {} is already modified or added to for this audience; combine both into \
         one declaration, or name different audiences (a declaration without `for` is for all)",
        context.at.source(reference.range)
    );
    let first = earlier.location(earlier.declaration.head);
    findings.report(context.location(reference.range), message).related(first, "the first one");
}

fn name_of_part(kind: DeclarationKind) -> &'static str {
    match kind {
        DeclarationKind::ModifyObjective => "objective",
        kind => ChangedPart::of(kind).map_or("part", ChangedPart::as_str),
    }
}

/// Whether Q506 covers a part.
pub(super) fn is_of_requirement(part: ChangedPart) -> bool {
    matches!(part, ChangedPart::Refinement | ChangedPart::Interpretation)
}

/// Whether C608 covers a part.
pub(super) fn is_of_control(part: ChangedPart) -> bool {
    use ChangedPart::*;
    matches!(part, Control | Purpose | Guidance | Information | Note)
}

/// Returns the first earlier declaration that changes the same part of the same provision or list
/// item for one of this declaration's audiences.
fn earlier<'a>(
    context: &DeclarationContext<'a>,
    is_meant: impl Fn(ChangedPart) -> bool,
) -> Option<DeclarationRef<'a>> {
    let (.., part, _) = changes::changed(context.project, &context.at)?;
    if !is_meant(part) {
        return None;
    }
    context.project.declaration(context.project.changed_before(&context.at)?)
}

fn items_of(project: &Project, id: crate::DeclarationId) -> &[SmolStr] {
    project.target(id).map_or(&[], Resolved::items)
}

/// C607. A more specific declaration does not contradict a general one: a retained clause covers
/// only those provisions below it that no other declaration changes.
pub(super) fn modified_and_retained(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let project = context.project;
    let Some((standard, symbol, ChangedPart::Retained, items)) =
        changes::changed(project, &context.at)
    else {
        return;
    };
    let Some(reference) = &context.at.declaration.target else { return };
    let changes =
        ChangedPart::CHANGED.iter().flat_map(|part| project.changed_by(standard, symbol, *part));
    let same_place = changes.filter(|id| items_of(project, *id) == items);
    let Some(changed) = same_place.min().and_then(|id| project.declaration(id)) else { return };
    let message = format!(
        "{} is retained here and changed with `{}`; keep one of the two",
        context.at.source(reference.range),
        changed.declaration.kind.words()
    );
    let change = changed.location(changed.declaration.head);
    findings.report(context.location(reference.range), message).related(change, "the change");
}
