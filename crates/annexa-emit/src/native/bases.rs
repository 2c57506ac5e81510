//! The documents that the standard extends.

use annexa_model::{Base as ModelBase, Catalogue, CatalogueId, Layout as ModelLayout};
use annexa_syntax::SmolStr;

use crate::{
    context::Context,
    digest, ids,
    types::{Amendment, Annex, Base, Id, Layout},
};

/// The bases whose catalogues are known, in the order in which they are listed.
pub(super) fn bases(context: &Context<'_>) -> Vec<Base> {
    let known = |base: &ModelBase| {
        let id = base.catalogue?;
        Some(self::base(context, base, id, context.catalogue(id)?))
    };
    context.standard.bases.iter().filter_map(known).collect()
}

fn base(context: &Context<'_>, base: &ModelBase, id: CatalogueId, catalogue: &Catalogue) -> Base {
    let document = &catalogue.document;
    let newer = context.project.newer(id).and_then(|newer| context.catalogue(newer));
    Base {
        id: ids::document(&document.printed()),
        alias: alias(base),
        document: document.document.to_string(),
        edition: document.edition.as_ref().map(ToString::to_string),
        designation: document.printed(),
        title: catalogue.title.to_string(),
        layout: match catalogue.layout {
            ModelLayout::Attributes => Layout::Attributes,
            ModelLayout::Objectives => Layout::Objectives,
            ModelLayout::Plain => Layout::Plain,
        },
        dated: base.dated,
        amendments: base
            .amendments
            .iter()
            .map(|name| Amendment { name: name.to_string(), provisions: amended(catalogue, name) })
            .collect(),
        annexes: catalogue
            .annexes
            .iter()
            .map(|annex| Annex {
                letter: annex.letter.to_string(),
                title: annex.title.to_string(),
                document: annex.document.printed(),
            })
            .collect(),
        sha256: digest::digest(catalogue),
        superseded_by: newer.map(|newer| newer.document.printed()),
    }
}

/// What references call a base; the whole designation where it has neither a number nor a name.
pub(super) fn alias(base: &ModelBase) -> SmolStr {
    base.alias.clone().unwrap_or_else(|| base.designation.printed().into())
}

/// The provisions that an amendment changes.
fn amended(catalogue: &Catalogue, name: &str) -> Vec<Id> {
    catalogue
        .amendments
        .iter()
        .filter(|amendment| amendment.name == name)
        .map(|amendment| match catalogue.in_annex(&amendment.clause) {
            Some((annex, control)) => ids::provision_of(&annex.document, control),
            None => ids::provision(catalogue, &amendment.clause),
        })
        .collect()
}
