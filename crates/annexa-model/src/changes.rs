//! Which declarations of a standard change which provision, by the part that they change. It is made of
//! faces alone, so that it stays true while texts are edited.

use annexa_syntax::{AddedKind, DeclarationKind, Effect, ProvisionPart, SmolStr};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::{DeclarationId, DeclarationRef, FileId, Project, Resolved, StandardId, Symbol};

/// A part of a provision that is changed or added to once for one audience,
/// or a way of dealing with it that is taken once.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Part {
    Refinement,
    Interpretation,
    Requirement,
    Control,
    /// Of a control; in the layout of 2013 the objective that it serves.
    Purpose,
    Guidance,
    Information,
    Note,
    /// It is retained as a whole.
    Retained,
}

impl Part {
    /// The parts that a change of can be at odds with the provision's being retained.
    pub(crate) const CHANGED: &[Part] = &[
        Part::Refinement,
        Part::Interpretation,
        Part::Requirement,
        Part::Control,
        Part::Purpose,
        Part::Guidance,
        Part::Information,
        Part::Note,
    ];

    /// What a declaration changes of the provision that it names. Clauses, objectives and controls are
    /// added beside those of the base, which stay as they are.
    pub(crate) fn of(kind: DeclarationKind) -> Option<Part> {
        Some(match kind.effect() {
            Effect::Refines => Part::Refinement,
            Effect::Interprets => Part::Interpretation,
            Effect::Retains => Part::Retained,
            Effect::Adds(AddedKind::Requirement) => Part::Requirement,
            Effect::AddsTo(part) | Effect::Modifies(part) => match part {
                ProvisionPart::Control => Part::Control,
                ProvisionPart::Purpose | ProvisionPart::Objective => Part::Purpose,
                ProvisionPart::Guidance => Part::Guidance,
                ProvisionPart::Information => Part::Information,
                ProvisionPart::Note => Part::Note,
            },
            _ => return None,
        })
    }

    /// How a message calls it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Part::Refinement => "refinement",
            Part::Interpretation => "interpretation",
            Part::Requirement => "requirement",
            Part::Control => "control",
            Part::Purpose => "purpose",
            Part::Guidance => "guidance",
            Part::Information => "other information",
            Part::Note => "note",
            Part::Retained => "retained provision",
        }
    }
}

/// A part of a list item, by its marks, of what a standard changes.
type Place = (StandardId, Symbol, Part, Box<[SmolStr]>);

/// The changes of all standards of a project.
#[derive(Default, Debug)]
pub(crate) struct Changes {
    /// In order.
    all: FxHashMap<(StandardId, Symbol, Part), Vec<DeclarationId>>,
    /// The first that changes the same part of the same list item for one audience, or for all.
    first: FxHashMap<Place, FirstFor>,
}

/// The first declarations that change the same.
#[derive(Debug)]
struct FirstFor {
    /// For any audience or for all.
    any: DeclarationId,
    /// For each audience; for no audience where it is for all.
    by_audience: FxHashMap<Option<SmolStr>, DeclarationId>,
}

/// What the head of a declaration changes, with the list items that it names.
pub(crate) fn changed<'a>(
    project: &'a Project,
    at: &DeclarationRef<'_>,
) -> Option<(StandardId, Symbol, Part, &'a [SmolStr])> {
    let part = Part::of(at.declaration.kind)?;
    let resolved = project.target(at.id)?;
    if let Resolved::Base(target) = resolved {
        target.changed_base(project.standard(at.standard?)?, at.declaration.kind)?;
    }
    Some((at.standard?, resolved.symbol()?, part, resolved.items()))
}

/// Finds the changes of a project whose links are known.
pub(crate) fn build(project: &Project) -> Changes {
    let files: Vec<FileId> = project.file_ids().collect();
    let declared = files.par_iter().flat_map_iter(|&file| {
        project.declarations_where(file, |_, entry| Part::of(entry.kind).is_some())
    });
    let found = declared.filter_map(|at| {
        let (standard, symbol, part, items) = changed(project, &at)?;
        Some((standard, symbol, part, items, at))
    });
    let mut changes = Changes::default();
    for (standard, symbol, part, items, at) in found.collect::<Vec<_>>() {
        changes.all.entry((standard, symbol, part)).or_default().push(at.id);
        let first = changes.first.entry((standard, symbol, part, items.into()));
        let first =
            first.or_insert_with(|| FirstFor { any: at.id, by_audience: FxHashMap::default() });
        for audience in audiences_of(&at) {
            first.by_audience.entry(audience).or_insert(at.id);
        }
    }
    changes
}

/// The audiences of a change; one that names none is for all.
fn audiences_of(at: &DeclarationRef<'_>) -> impl Iterator<Item = Option<SmolStr>> {
    let named = &at.declaration.audiences;
    let for_all = named.is_empty().then_some(None);
    named.iter().map(|audience| Some(audience.value.clone())).chain(for_all)
}

impl Project {
    /// The declarations of a standard that change a part of a thing, whatever list item of it, in order.
    pub(crate) fn changed_by(
        &self,
        standard: StandardId,
        symbol: Symbol,
        part: Part,
    ) -> &[DeclarationId] {
        self.changes.all.get(&(standard, symbol, part)).map_or(&[], Vec::as_slice)
    }

    /// The first declaration before another one that changes the same part of the same provision, or of
    /// the same item of it, for an audience of that one. A declaration for all overlaps with each.
    pub(crate) fn changed_before(&self, at: &DeclarationRef<'_>) -> Option<DeclarationId> {
        let (standard, symbol, part, items) = changed(self, at)?;
        let first = self.changes.first.get(&(standard, symbol, part, items.into()))?;
        let first = match at.declaration.audiences.is_empty() {
            true => first.any,
            false => {
                let audiences = audiences_of(at).chain([None]);
                audiences.filter_map(|audience| first.by_audience.get(&audience).copied()).min()?
            }
        };
        (first < at.id).then_some(first)
    }
}
