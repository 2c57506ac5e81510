//! The skeleton of a Statement of Applicability, derived from the bases.

use std::collections::{HashMap, HashSet};

use annexa_model::{AddedKind, AddedProvision, Catalogue, ProvisionKind};
use annexa_syntax::{SmolStr, format_smolstr};

use crate::{
    context::Context,
    ids,
    types::{ApplicabilityEntry, Id, Origin, Provision, State},
};

/// A control that has an entry.
pub(super) enum Listed<'a> {
    /// Of a base, under its reference, in its state.
    Base(Id, SmolStr, &'a SmolStr, State),
    /// Of the standard.
    Added(&'a AddedProvision),
}

/// Every control once: those of the annexes of reference controls under their references there, those
/// of bases of controls that are in no such annex, and the added ones.
pub(super) fn controls<'a>(context: &Context<'a>, provisions: &[Provision]) -> Vec<Listed<'a>> {
    let states: HashMap<&Id, State> =
        provisions.iter().map(|provision| (&provision.id, provision.state)).collect();
    let catalogues: Vec<&Catalogue> = context
        .standard
        .bases
        .iter()
        .filter_map(|base| context.catalogue(base.catalogue?))
        .collect();
    let annexed = catalogues.iter().flat_map(|catalogue| &catalogue.annexes).filter_map(|annex| {
        let edition = annex.document.edition.as_deref();
        let of = context.project.find_catalogue(&annex.document.document, edition)?;
        Some((format!("{}.", annex.letter), context.catalogue(of)?))
    });
    let own = catalogues.iter().map(|catalogue| (String::new(), *catalogue));

    let mut seen = HashSet::new();
    let mut controls = Vec::new();
    for (prefix, catalogue) in annexed.chain(own) {
        for control in catalogue.provisions.iter().filter(|it| it.kind == ProvisionKind::Control) {
            let id = ids::provision(catalogue, &control.number);
            if seen.insert(id) {
                let state = states.get(&id).copied().unwrap_or(State::Unchanged);
                let reference = format_smolstr!("{prefix}{}", control.number);
                controls.push(Listed::Base(id, reference, &control.title, state));
            }
        }
    }
    let added = context.standard.added.iter();
    controls.extend(added.filter(|it| it.kind == AddedKind::Control).map(Listed::Added));
    controls
}

/// The entry of a control, for an organization to fill in.
pub(super) fn applicability(
    context: &Context<'_>,
    control: &Listed<'_>,
) -> Option<ApplicabilityEntry> {
    Some(match control {
        Listed::Base(id, reference, title, state) => {
            entry(*id, reference.clone(), (*title).clone(), Origin::Base, *state)
        }
        Listed::Added(added) => {
            let id = context.added_id(added)?;
            entry(id, added.number.as_str().into(), added.title.clone(), Origin::Sector, State::New)
        }
    })
}

fn entry(
    control: Id,
    reference: SmolStr,
    title: SmolStr,
    origin: Origin,
    state: State,
) -> ApplicabilityEntry {
    ApplicabilityEntry {
        control,
        reference,
        title,
        origin,
        state,
        applicable: None,
        justification_for_inclusion: SmolStr::default(),
        justification_for_exclusion: SmolStr::default(),
        status: None,
    }
}
