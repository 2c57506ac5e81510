//! The provisions of a catalogue that fit what is typed, and how they are shown.

use annexa_model::{
    Base, BaseKind, Catalogue, CatalogueId, Change, Layout, LinkRole, Point, Project, Provision,
    ProvisionId, ProvisionKind, Room, Standard, Symbol,
};
use annexa_syntax::{AddedKind, DeclarationKind, Effect, ProvisionPart};

use super::{
    CompletionPlace,
    index::{Fit, with_index},
    query::{Class, Query, Term},
};

/// What a reference is wanted for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Purpose {
    /// The head of a declaration names what it changes.
    Head(DeclarationKind),
    /// A text cites it.
    Citation,
    /// The `key` of a change names the place that it had.
    Key,
}

/// A provision that fits.
#[derive(Clone, Copy, Debug)]
pub(super) struct ProvisionMatch {
    pub(super) provision: ProvisionId,
    pub(super) fit: Fit,
    /// What it is found by where that is its predecessor in the edition before.
    pub(super) earlier: Option<(CatalogueId, ProvisionId)>,
}

/// All that fit, in no order.
pub(super) fn find(project: &Project, id: CatalogueId, query: &Query) -> Vec<ProvisionMatch> {
    let Some(catalogue) = project.catalogue(id) else { return Vec::new() };
    let mut found: Vec<Option<ProvisionMatch>> = with_index(catalogue, |index| {
        let fits = catalogue.citable().map(|(provision, read)| {
            let fit = index.fit(provision.0 as usize, read, query, false)?;
            Some(ProvisionMatch { provision, fit, earlier: None })
        });
        fits.collect()
    });
    if !query.is_empty() {
        for better in by_predecessor(project, id, catalogue, query) {
            if let Some(known) = found.get_mut(better.provision.0 as usize)
                && known.is_none_or(|known| {
                    (better.fit.class, better.fit.cost) < (known.fit.class, known.fit.cost)
                })
            {
                *known = Some(better);
            }
        }
    }
    found.into_iter().flatten().collect()
}

/// The catalogue of the edition that a catalogue supersedes.
fn predecessor(project: &Project, catalogue: &Catalogue) -> Option<CatalogueId> {
    let before = catalogue.supersedes.as_ref()?;
    project.find_catalogue(&before.document, before.edition.as_deref())
}

/// What is found by the number or the title that it had in the edition before.
fn by_predecessor(
    project: &Project,
    id: CatalogueId,
    catalogue: &Catalogue,
    query: &Query,
) -> Vec<ProvisionMatch> {
    let before = predecessor(project, catalogue).and_then(|before| {
        let correspondence = project.correspondence(before, id)?;
        Some((before, project.catalogue(before)?, correspondence))
    });
    let Some((before, earlier, correspondence)) = before else { return Vec::new() };
    let mut found = Vec::new();
    with_index(earlier, |index| {
        for (provision, read) in earlier.iter() {
            let Some(fit) = index.fit(provision.0 as usize, read, query, true) else { continue };
            let cost = fit.cost + Class::Earlier as u32;
            let fit = Fit { class: Class::Earlier, cost, ..fit };
            for point in correspondence.forward(&Point::of(&read.number), catalogue) {
                if let Some(now) = catalogue.find(&point.number) {
                    let earlier = Some((before, provision));
                    found.push(ProvisionMatch { provision: now, fit, earlier });
                }
            }
        }
    });
    // The best fit of each, by the first of equal predecessors.
    found.sort_by_key(|it| (it.provision, it.fit.cost));
    found.dedup_by_key(|it| it.provision);
    found
}

/// How little a provision suits a place: 0 where it is what the head asks for, 2 where rule R111
/// would say that it is wrong.
pub(super) fn unsuited(
    purpose: Purpose,
    base: BaseKind,
    layout: Layout,
    provision: &Provision,
) -> u8 {
    use ProvisionKind::{Clause, Control, Objective};
    let Purpose::Head(kind) = purpose else { return 0 };
    let is_control = provision.kind == Control;
    let of_requirements = base != BaseKind::Controls;
    let by = |suits: bool| if suits { 0 } else { 2 };
    match kind.effect() {
        Effect::Refines | Effect::Interprets | Effect::Adds(AddedKind::Requirement) => {
            by(of_requirements)
        }
        Effect::Adds(AddedKind::Control) => match (layout, provision.kind) {
            (_, Control) => 2,
            (Layout::Objectives, Clause) => 1,
            _ => by(base != BaseKind::Requirements),
        },
        Effect::Adds(AddedKind::Objective) => {
            by(layout == Layout::Objectives && provision.kind == Clause)
        }
        Effect::Modifies(ProvisionPart::Objective) => by(provision.kind == Objective),
        Effect::Modifies(ProvisionPart::Purpose) => by(layout == Layout::Attributes && is_control),
        Effect::AddsTo(_) | Effect::Modifies(_) => match (base, is_control) {
            (BaseKind::Requirements, _) => 2,
            (_, false) => 1,
            _ => 0,
        },
        _ => 0,
    }
}

/// Whether something can still be declared for an audience.
pub(super) fn is_free(room: &Room, audience: &str) -> bool {
    match room {
        Room::ForAll => true,
        Room::ForOthers(taken) => !taken.iter().any(|it| it == audience),
        Room::None => false,
    }
}

/// More changes of one provision are of the kinds that have been seen.
const LOOKED_AT: usize = 500;

/// Whether anything in a base is what the head asks for.
pub(super) fn base_suits(project: &Project, purpose: Purpose, base: &Base) -> bool {
    let catalogue = base.catalogue.and_then(|id| project.catalogue(id));
    catalogue.is_some_and(|catalogue| {
        let mut provisions = catalogue.provisions.iter();
        provisions.any(|it| unsuited(purpose, base.kind, catalogue.layout, it) == 0)
    })
}

/// What a standard does to a provision already, the declaration that is being typed left out:
/// `refined, guidance added`.
fn marks(place: &CompletionPlace<'_>, standard: &Standard, symbol: Symbol) -> String {
    let here = place.declaration().map(|at| at.id);
    let targets = place.project.uses_unsorted(symbol).filter(|it| it.role == LinkRole::Target);
    let mut changes: Vec<Change> = targets
        .filter(|it| Some(it.declaration) != here)
        .take(LOOKED_AT)
        .filter_map(|it| place.project.declaration(it.declaration))
        .filter(|at| at.standard == Some(standard.id))
        .filter_map(|at| Change::of(at.declaration.kind))
        .collect();
    changes.sort_unstable();
    changes.dedup();
    let marks: Vec<String> =
        changes.iter().rev().map(|change| change.as_str().replace('-', " ")).collect();
    marks.join(", ")
}

/// Where a provision belongs: what is done to it, what it was, its clause and its edition.
pub(super) fn description(
    place: &CompletionPlace<'_>,
    id: CatalogueId,
    found: &ProvisionMatch,
    query: &Query,
) -> String {
    let project = place.project;
    let Some(catalogue) = project.catalogue(id) else { return String::new() };
    let mut parts = Vec::new();
    if let Some(standard) = place.standard {
        parts.push(marks(place, standard, Symbol::Provision(id, found.provision)));
    }
    if let Some((before, provision)) = found.earlier
        && let Some(earlier) = project.catalogue(before)
        && let Some(was) = earlier.provision(provision)
    {
        let edition = earlier.document.edition.as_deref().unwrap_or("before");
        let by_number = query.terms.iter().any(|term| matches!(term, Term::Number(_)));
        let title = if by_number { "" } else { was.title.as_str() };
        parts.push(format!("{edition}: {} {title}", was.number).trim_end().to_owned());
    }
    let top = catalogue.ancestors(found.provision).last();
    parts.push(top.map_or(String::new(), |(_, clause)| clause.title.to_string()));
    parts.push(catalogue.document.printed());
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}
