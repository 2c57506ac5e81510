//! Every provision of the bases, with what the standard makes of it.

use std::collections::HashMap;

use annexa_model::{
    AddedProvision, Attributes as ModelAttributes, Base, BaseId, Catalogue, CatalogueId, Cause,
    Change, DeclarationId, Identity, ListItem, Parent, Point, Provision as ModelProvision,
    ProvisionId, ProvisionKind as ModelKind, ProvisionState, Via, natural_key,
};
use annexa_syntax::SmolStr;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::wording;
use crate::{
    context::Context,
    ids, printed,
    types::{
        AppliedChange, Attributes, Correspondence, Id, Provision, ProvisionItem, ProvisionKind,
        State,
    },
};

/// The provisions of all bases whose catalogues are known, in the order of the documents.
pub(super) fn provisions(context: &Context<'_>, changes: &[DeclarationId]) -> Vec<Provision> {
    let ranks = changes.iter().enumerate().map(|(rank, &id)| (id, rank)).collect();
    let mut additions: FxHashMap<_, Vec<&AddedProvision>> = FxHashMap::default();
    for added in context.standard.added_in_order() {
        if let Parent::Provision(base, provision) = added.parent {
            additions.entry((base, provision)).or_default().push(added);
        }
    }
    let bases: Vec<_> = context.standard.bases_with_ids().collect();
    let provisions = bases.into_par_iter().filter_map(|(id, base)| {
        let (catalogue_id, additions) = (base.catalogue?, &additions);
        let catalogue = context.catalogue(catalogue_id)?;
        let base = OfBase { context, id, base, catalogue_id, catalogue, ranks: &ranks, additions };
        Some(base.provisions())
    });
    provisions.flatten_iter().collect()
}

/// A base while its provisions are written.
pub(super) struct OfBase<'a> {
    pub(super) context: &'a Context<'a>,
    id: BaseId,
    base: &'a Base,
    pub(super) catalogue_id: CatalogueId,
    pub(super) catalogue: &'a Catalogue,
    ranks: &'a HashMap<DeclarationId, usize>,
    additions: &'a FxHashMap<(BaseId, ProvisionId), Vec<&'a AddedProvision>>,
}

impl OfBase<'_> {
    fn provisions(&self) -> Vec<Provision> {
        let states = self.context.project.states(self.context.standard.id, self.id);
        let states: HashMap<ProvisionId, ProvisionState> =
            states.into_iter().map(|state| (state.provision, state)).collect();
        let provisions: Vec<_> = self.catalogue.iter().collect();
        let provisions = provisions.into_par_iter().map(|(id, provision)| match states.get(&id) {
            Some(state) => self.provision(id, provision, state.state, &state.causes),
            None => self.provision(id, provision, Change::Unchanged, &[]),
        });
        provisions.collect()
    }

    fn provision(
        &self,
        id: ProvisionId,
        provision: &ModelProvision,
        state: Change,
        causes: &[Cause],
    ) -> Provision {
        let document = &self.catalogue.document;
        let identity = Identity::of_provision(document, &provision.number, &[] as &[&str]);
        Provision {
            id: ids::id(&identity),
            key: identity.key,
            base: super::bases::alias(self.base),
            document: document.printed(),
            label: provision.number.clone(),
            reference: self.reference(&provision.number),
            kind: match provision.kind {
                // Front clauses are not among the provisions.
                ModelKind::Clause | ModelKind::Front => ProvisionKind::Clause,
                ModelKind::Objective => ProvisionKind::Objective,
                ModelKind::Control => ProvisionKind::Control,
            },
            title: provision.title.clone(),
            parent: provision.parent.and_then(|parent| self.provision_id(parent)),
            leaf: provision.is_leaf(),
            summary: provision.summary.clone(),
            attributes: attributes(&provision.attributes),
            items: self.items(provision, &provision.items, &[], causes),
            annex_reference: self.annex_reference(provision),
            amended_by: self.amended_by(provision),
            state: self::state(state),
            changes: self.applied(causes.iter()),
            additions: self.additions(id),
            correspondence: self.correspondence(&Point::of(&provision.number)),
            wording: wording::wording(self, provision, causes),
        }
    }

    fn provision_id(&self, id: ProvisionId) -> Option<Id> {
        Some(ids::provision(self.catalogue, &self.catalogue.provision(id)?.number))
    }

    fn reference(&self, place: &str) -> String {
        let (context, base) = (self.context, Some(self.id));
        let document =
            printed::document(context.project, context.standard, base, self.catalogue_id);
        printed::in_document(&document, place).into()
    }

    /// What was done, in the order of the changes of the document; additions after them.
    fn applied<'c>(&self, causes: impl Iterator<Item = &'c Cause>) -> Vec<AppliedChange> {
        let mut causes: Vec<&Cause> = causes.collect();
        causes.sort_by_key(|cause| {
            self.ranks.get(&cause.declaration).map_or(usize::MAX, |&rank| rank)
        });
        let applied = |cause: &Cause| {
            Some(AppliedChange {
                change: self.context.id(cause.declaration)?,
                via: match cause.via {
                    None => None,
                    Some(Via::Provision(above)) => self.provision_id(above),
                    Some(Via::Document) => Some(ids::document(&self.catalogue.document.printed())),
                },
            })
        };
        causes.into_iter().filter_map(applied).collect()
    }

    fn items(
        &self,
        provision: &ModelProvision,
        items: &[ListItem],
        above: &[SmolStr],
        causes: &[Cause],
    ) -> Vec<ProvisionItem> {
        let item = |item: &ListItem| {
            let mut path = above.to_vec();
            path.push(item.mark.clone());
            let own = || causes.iter().filter(|it| it.via.is_none() && it.items == path);
            let point = Point { number: provision.number.clone(), items: path.clone() };
            ProvisionItem {
                id: ids::item(self.catalogue, &provision.number, &path),
                mark: item.mark.to_string(),
                label: printed::items(&path).into(),
                reference: self.reference(&printed::place(&provision.number, &path)),
                state: own().map(|cause| state(cause.change)).max().unwrap_or(State::Unchanged),
                changes: self.applied(own()),
                correspondence: self.correspondence(&point),
                items: self.items(provision, &item.items, &path, causes),
            }
        };
        items.iter().map(item).collect()
    }

    /// `A.5.23`, where another base of the standard carries the controls of this one in an annex.
    fn annex_reference(&self, provision: &ModelProvision) -> Option<String> {
        let bases = self.context.standard.bases.iter();
        let catalogues = bases.filter_map(|base| self.context.catalogue(base.catalogue?));
        catalogues
            .flat_map(|catalogue| &catalogue.annexes)
            .find(|annex| annex.document.is(&self.catalogue.document))
            .map(|annex| format!("{}.{}", annex.letter, provision.number))
    }

    fn amended_by(&self, provision: &ModelProvision) -> Vec<String> {
        let amendments = &self.catalogue.amendments;
        let amends = |name: &&SmolStr| {
            amendments.iter().any(|it| it.name == **name && it.clause == provision.number)
        };
        self.base.amendments.iter().filter(amends).map(ToString::to_string).collect()
    }

    fn additions(&self, id: ProvisionId) -> Vec<Id> {
        let added = self.additions.get(&(self.id, id)).into_iter().flatten();
        added.filter_map(|added| self.context.added_id(added)).collect()
    }

    /// The other editions of the document, earlier ones first.
    fn other_editions(&self) -> Vec<(CatalogueId, &Catalogue)> {
        let others = self.context.project.catalogue_ids().filter(|&id| id != self.catalogue_id);
        let mut others: Vec<_> = others
            .filter_map(|id| Some((id, self.context.catalogue(id)?)))
            .filter(|(_, it)| it.document.document == self.catalogue.document.document)
            .collect();
        others.sort_by_cached_key(|(_, it)| natural_key(&it.document.printed()));
        others
    }

    /// Where a place stands in the other editions of the document.
    fn correspondence(&self, point: &Point) -> Vec<Correspondence> {
        let project = self.context.project;
        let mut found = Vec::new();
        for (other_id, other) in self.other_editions() {
            let mut points = Vec::new();
            if let Some(from_other) = project.correspondence(other_id, self.catalogue_id) {
                points.extend(from_other.backward(point, other));
            }
            if let Some(to_other) = project.correspondence(self.catalogue_id, other_id) {
                points.extend(to_other.forward(point, other));
            }
            found.extend(points.into_iter().map(|point| Correspondence {
                document: other.document.printed(),
                label: point.number.to_string(),
                item: printed::item(&point.items),
                id: ids::item(other, &point.number, &point.items),
            }));
        }
        found
    }
}

fn state(change: Change) -> State {
    match change {
        Change::Unchanged => State::Unchanged,
        Change::Retained => State::Retained,
        Change::Interpreted => State::Interpreted,
        Change::GuidanceAdded => State::GuidanceAdded,
        Change::AddedTo => State::AddedTo,
        Change::Refined => State::Refined,
        Change::Modified => State::Modified,
    }
}

/// The attributes of a control; `None` where it has none at all.
fn attributes(attributes: &ModelAttributes) -> Option<Attributes> {
    let attributes = Attributes {
        control_type: attributes.types.clone(),
        properties: attributes.properties.clone(),
        concepts: attributes.concepts.clone(),
        capabilities: attributes.capabilities.clone(),
        domains: attributes.domains.clone(),
    };
    (!is_empty(&attributes)).then_some(attributes)
}

/// Whether no attribute has a value.
pub(super) fn is_empty(attributes: &Attributes) -> bool {
    let Attributes { control_type, properties, concepts, capabilities, domains } = attributes;
    [control_type, properties, concepts, capabilities, domains]
        .iter()
        .all(|values| values.is_empty())
}
