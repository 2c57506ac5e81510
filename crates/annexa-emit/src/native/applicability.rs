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
    /// Of a base, with the document and the reference that it has there, in its state.
    Base { id: Id, document: SmolStr, reference: SmolStr, title: &'a SmolStr, state: State },
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
    let annexes = catalogues
        .iter()
        .flat_map(|catalogue| catalogue.annexes.iter().map(move |annex| (catalogue, annex)));
    let annexed = annexes.filter_map(|(catalogue, annex)| {
        let edition = annex.document.edition.as_deref();
        let of = context.project.find_catalogue(&annex.document.document, edition)?;
        Some((*catalogue, Some(annex), context.catalogue(of)?))
    });
    let own = catalogues.iter().map(|catalogue| (*catalogue, None, *catalogue));

    let mut seen = HashSet::new();
    let mut controls = Vec::new();
    for (within, annex, catalogue) in annexed.chain(own) {
        let document: SmolStr = within.document.printed().into();
        for control in catalogue.provisions.iter().filter(|it| it.kind == ProvisionKind::Control) {
            let id = ids::provision(catalogue, &control.number);
            if seen.insert(id) {
                let state = states.get(&id).copied().unwrap_or(State::Unchanged);
                let (reference, title) = match annex {
                    Some(annex) => {
                        let reference = format_smolstr!("{}.{}", annex.letter, control.number);
                        (reference, annex.title_of(control))
                    }
                    None => (control.number.clone(), &control.title),
                };
                controls.push(Listed::Base {
                    id,
                    document: document.clone(),
                    reference,
                    title,
                    state,
                });
            }
        }
    }
    let added = context.standard.added_in_order();
    controls.extend(added.filter(|it| it.kind == AddedKind::Control).map(Listed::Added));
    controls
}

/// The entry of a control, for an organization to fill in.
pub(super) fn applicability(
    context: &Context<'_>,
    control: &Listed<'_>,
) -> Option<ApplicabilityEntry> {
    let entry = match control {
        Listed::Base { id, document, reference, title, state } => ApplicabilityEntry {
            control: *id,
            document: document.clone(),
            reference: reference.clone(),
            title: (*title).clone(),
            origin: Origin::Base,
            state: *state,
            applicable: None,
            justification_for_inclusion: SmolStr::default(),
            justification_for_exclusion: SmolStr::default(),
            status: None,
        },
        Listed::Added(added) => ApplicabilityEntry {
            control: context.added_id(added)?,
            document: super::head::document(context),
            reference: added.number.as_str().into(),
            title: added.title.clone(),
            origin: Origin::Sector,
            state: State::New,
            applicable: None,
            justification_for_inclusion: SmolStr::default(),
            justification_for_exclusion: SmolStr::default(),
            status: None,
        },
    };
    Some(entry)
}
