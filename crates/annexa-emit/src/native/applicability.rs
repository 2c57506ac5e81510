//! The skeleton of a Statement of Applicability, derived from the bases.

use std::collections::{HashMap, HashSet};

use annexa_model::{AddedKind, Catalogue, ProvisionKind};

use crate::{
    context::Context,
    ids,
    types::{ApplicabilityEntry, Id, Origin, Provision, State},
};

/// Every control once: those of the annexes of reference controls under their references there, those
/// of bases of controls that are in no such annex, and the added ones.
pub(super) fn entries(context: &Context<'_>, provisions: &[Provision]) -> Vec<ApplicabilityEntry> {
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
    let mut entries = Vec::new();
    for (prefix, catalogue) in annexed.chain(own) {
        for control in catalogue.provisions.iter().filter(|it| it.kind == ProvisionKind::Control) {
            let id = ids::provision(catalogue, &control.number);
            if seen.insert(id.clone()) {
                let state = states.get(&id).copied().unwrap_or(State::Unchanged);
                let reference = format!("{prefix}{}", control.number);
                entries.push(entry(id, reference, control.title.to_string(), Origin::Base, state));
            }
        }
    }
    let added = &context.standard.added;
    for control in added.iter().filter(|added| added.kind == AddedKind::Control) {
        let Some(id) = context.added_id(control) else { continue };
        let (number, title) = (control.number.clone(), control.title.to_string());
        entries.push(entry(id, number, title, Origin::Sector, State::New));
    }
    entries
}

fn entry(
    control: Id,
    reference: String,
    title: String,
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
        justification_for_inclusion: String::new(),
        justification_for_exclusion: String::new(),
        status: None,
    }
}
