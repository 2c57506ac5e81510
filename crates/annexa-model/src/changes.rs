//! The declarations that change a part of a provision, indexed by that part. The index depends only
//! on signatures, so edits of texts do not affect it.

use annexa_syntax::{AddedKind, DeclarationKind, Effect, ProvisionPart, SmolStr};
use rayon::prelude::*;

use crate::{
    DeclarationId, DeclarationRef, FileId, Project, Resolved, StandardId, Symbol, groups::Groups,
};

/// A part of a provision that can be changed or added to once per audience, or a decision that can
/// be taken once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum ChangedPart {
    Refinement,
    Interpretation,
    Requirement,
    Control,
    /// The purpose of a control; in the 2013 layout, the objective that it serves.
    Purpose,
    Guidance,
    Information,
    Note,
    /// The provision is retained as a whole.
    Retained,
}

impl ChangedPart {
    /// The parts whose change can contradict retaining the provision.
    pub(crate) const CHANGED: &[ChangedPart] = &[
        ChangedPart::Refinement,
        ChangedPart::Interpretation,
        ChangedPart::Requirement,
        ChangedPart::Control,
        ChangedPart::Purpose,
        ChangedPart::Guidance,
        ChangedPart::Information,
        ChangedPart::Note,
    ];

    /// Returns the part of a provision that a declaration of a kind changes. Clauses, objectives
    /// and controls are added beside those of the base and change none of them.
    pub(crate) fn of(kind: DeclarationKind) -> Option<ChangedPart> {
        Some(match kind.effect() {
            Effect::Refines => ChangedPart::Refinement,
            Effect::Interprets => ChangedPart::Interpretation,
            Effect::Retains => ChangedPart::Retained,
            Effect::Adds(AddedKind::Requirement) => ChangedPart::Requirement,
            Effect::AddsTo(part) | Effect::Modifies(part) => match part {
                ProvisionPart::Control => ChangedPart::Control,
                ProvisionPart::Purpose | ProvisionPart::Objective => ChangedPart::Purpose,
                ProvisionPart::Guidance => ChangedPart::Guidance,
                ProvisionPart::Information => ChangedPart::Information,
                ProvisionPart::Note => ChangedPart::Note,
            },
            _ => return None,
        })
    }

    /// Returns its name in messages.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            ChangedPart::Refinement => "refinement",
            ChangedPart::Interpretation => "interpretation",
            ChangedPart::Requirement => "requirement",
            ChangedPart::Control => "control",
            ChangedPart::Purpose => "purpose",
            ChangedPart::Guidance => "guidance",
            ChangedPart::Information => "other information",
            ChangedPart::Note => "note",
            ChangedPart::Retained => "retained provision",
        }
    }
}

/// A part of a provision that a standard changes.
type Changed = (StandardId, Symbol, ChangedPart);

/// A part of a list item, by its marks, and the audience.
type ChangePlace = (Changed, Box<[SmolStr]>, Whom);

/// The audience of a change.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Whom {
    /// Every change is also a member of this group.
    Any,
    /// All audiences: the change names none.
    All,
    Audience(SmolStr),
}

/// The changes of all standards of a project.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Changes {
    all: Groups<Changed, DeclarationId>,
    at_place: Groups<ChangePlace, DeclarationId>,
}

impl Changes {
    pub(crate) fn insert(&mut self, project: &Project, at: &DeclarationRef<'_>) {
        let Some((changed, places)) = places(project, at) else { return };
        self.all.insert(changed, at.id);
        places.into_iter().for_each(|place| self.at_place.insert(place, at.id));
    }

    pub(crate) fn remove(&mut self, project: &Project, at: &DeclarationRef<'_>) {
        let Some((changed, places)) = places(project, at) else { return };
        self.all.remove(changed, at.id);
        places.into_iter().for_each(|place| self.at_place.remove(place, at.id));
    }
}

/// Returns the groups of which a declaration is a member.
fn places(project: &Project, at: &DeclarationRef<'_>) -> Option<(Changed, Vec<ChangePlace>)> {
    let (standard, symbol, part, items) = changed(project, at)?;
    let changed = (standard, symbol, part);
    let whom = [Whom::Any].into_iter().chain(audiences_of(at));
    Some((changed, whom.map(|whom| (changed, items.into(), whom)).collect()))
}

/// Returns the part that a declaration changes, with the list items in its reference.
pub(crate) fn changed<'a>(
    project: &'a Project,
    at: &DeclarationRef<'_>,
) -> Option<(StandardId, Symbol, ChangedPart, &'a [SmolStr])> {
    let part = ChangedPart::of(at.declaration.kind)?;
    let resolved = project.target(at.id)?;
    if let Resolved::Base(target) = resolved {
        target.changed_base(project.standard(at.standard?)?, at.declaration.kind)?;
    }
    Some((at.standard?, resolved.symbol()?, part, resolved.items()))
}

/// Collects the changes of a project whose links are resolved.
pub(crate) fn build(project: &Project) -> Changes {
    let files: Vec<FileId> = project.file_ids().collect();
    let declared = files.par_iter().flat_map_iter(|&file| {
        project.declarations_where(file, |_, entry| ChangedPart::of(entry.kind).is_some())
    });
    let found = declared.filter_map(|at| Some((at.id, places(project, &at)?)));
    let (mut all, mut at_place) = (Vec::new(), Vec::new());
    for (id, (changed, places)) in found.collect::<Vec<_>>() {
        all.push((changed, id));
        at_place.extend(places.into_iter().map(|place| (place, id)));
    }
    Changes { all: Groups::new(all), at_place: Groups::new(at_place) }
}

/// Returns the audiences of a change; one that names none is for all.
fn audiences_of(at: &DeclarationRef<'_>) -> impl Iterator<Item = Whom> {
    let named = &at.declaration.audiences;
    let for_all = named.is_empty().then_some(Whom::All);
    named.iter().map(|audience| Whom::Audience(audience.value.clone())).chain(for_all)
}

/// Whether two declarations change the same part of the same provision or list item for one
/// audience. A change for all audiences overlaps with every other.
pub(crate) fn overlap(
    project: &Project,
    first: &DeclarationRef<'_>,
    other: &DeclarationRef<'_>,
) -> bool {
    let part = changed(project, first);
    let (names, others) = (&first.declaration.audiences, &other.declaration.audiences);
    part.is_some()
        && part == changed(project, other)
        && (names.is_empty()
            || others.is_empty()
            || names.iter().any(|name| others.iter().any(|other| other.value == name.value)))
}

/// The audiences for which a part of a provision can still be changed (Q506, C607, C608).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Room {
    /// All audiences, or any of them.
    ForAll,
    /// All audiences except these.
    ForOthers(Vec<SmolStr>),
    /// No audience.
    None,
}

impl Project {
    /// Returns the audiences for which a standard can still have a declaration of a kind about a
    /// provision or a list item of it. The declaration `except` is ignored.
    pub fn room_for(
        &self,
        (standard, kind): (StandardId, DeclarationKind),
        (symbol, items): (Symbol, &[SmolStr]),
        except: Option<DeclarationId>,
    ) -> Room {
        let Some(part) = ChangedPart::of(kind) else { return Room::ForAll };
        let at_place = |part: ChangedPart| {
            let all = self.changes.at_place.of(((standard, symbol, part), items.into(), Whom::Any));
            all.copied().filter(move |id| Some(*id) != except)
        };
        let excluded: &[ChangedPart] = match part {
            ChangedPart::Retained => ChangedPart::CHANGED,
            _ => &[ChangedPart::Retained],
        };
        if excluded.iter().any(|part| at_place(*part).next().is_some()) {
            return Room::None;
        }
        // A provision can have several added requirements.
        let same = (part != ChangedPart::Requirement).then(|| at_place(part));
        let mut taken = Vec::new();
        for at in same.into_iter().flatten().filter_map(|id| self.declaration(id)) {
            let audiences = &at.declaration.audiences;
            if audiences.is_empty() {
                return Room::None;
            }
            taken.extend(audiences.iter().map(|audience| audience.value.clone()));
        }
        if taken.is_empty() { Room::ForAll } else { Room::ForOthers(taken) }
    }

    /// Returns the declarations of a standard that change a part of a provision or of any of its
    /// list items, in order.
    pub(crate) fn changed_by(
        &self,
        standard: StandardId,
        symbol: Symbol,
        part: ChangedPart,
    ) -> impl Iterator<Item = DeclarationId> {
        self.changes.all.of((standard, symbol, part)).copied()
    }

    /// Returns the first earlier declaration that changes the same part of the same provision or
    /// list item for one of this declaration's audiences. A declaration for all audiences overlaps
    /// with every other.
    pub(crate) fn changed_before(&self, at: &DeclarationRef<'_>) -> Option<DeclarationId> {
        let (standard, symbol, part, items) = changed(self, at)?;
        let first = |whom| {
            self.changes.at_place.first(((standard, symbol, part), items.into(), whom)).copied()
        };
        let first = match at.declaration.audiences.is_empty() {
            true => first(Whom::Any),
            false => audiences_of(at).chain([Whom::All]).filter_map(first).min(),
        };
        first.filter(|first| *first < at.id)
    }
}
