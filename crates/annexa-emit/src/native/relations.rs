//! Who cites whom, which documents are referred to, and which rules are silenced.

use std::collections::BTreeSet;

use annexa_model::{DeclarationId, DeclarationRef, LinkRole, Resolved, Term, natural_order, rules};
use annexa_syntax::{FieldValue, Keyword};
use rayon::prelude::*;

use crate::{
    context::Context,
    ids, text,
    types::{Allowance, Id, ReferenceRole, ReferencedDocument, Relation, RelationKind, TargetKind},
};

/// All that has an id and texts, in the order of output: the standard, terms, additions, changes.
pub(super) fn bearers(
    context: &Context<'_>,
    terms: &[&Term],
    changes: &[DeclarationId],
) -> Vec<DeclarationId> {
    let standard = context.standard;
    let terms = terms.iter().map(|term| term.declaration);
    let added = standard.added_in_order().map(|added| added.declaration);
    standard.head.into_iter().chain(terms).chain(added).chain(changes.iter().copied()).collect()
}

/// The id of one of the [`bearers`].
fn bearer(context: &Context<'_>, id: DeclarationId) -> Option<Id> {
    match context.standard.head == Some(id) {
        true => Some(ids::standard(&context.standard.prefix)),
        false => context.id(id),
    }
}

/// What one of the [`bearers`] cites, in the order of its texts.
pub(super) fn relations(context: &Context<'_>, id: DeclarationId) -> Vec<Relation> {
    let mut relations = Vec::new();
    let Some(from) = bearer(context, id) else { return relations };
    let Some(declared) = context.declaration(id) else { return relations };
    // They come in the order of the texts.
    let links = context.project.links(id).iter();
    let mut citations = links.filter(|link| link.role == LinkRole::Citation);
    for (_, said) in declared.declaration.texts() {
        let cited = citations.by_ref().take(said.references.len()).filter_map(|link| {
            let target = context.target(link.resolved.as_ref().ok()?);
            Some((RelationKind::Cites, target.kind, target.id?, target.item))
        });
        let terms = said.terms.iter().filter_map(|term| {
            let id = context.term_id(&term.name.value)?;
            Some((RelationKind::UsesTerm, TargetKind::Term, id, None))
        });
        for (kind, target, to, item) in cited.chain(terms) {
            let relation = Relation { from, kind, to, target, item };
            if !relations.contains(&relation) {
                relations.push(relation);
            }
        }
    }
    relations
}

/// The rules that are silenced, in the order of what they are silent on.
pub(super) fn allowances(context: &Context<'_>, bearers: &[DeclarationId]) -> Vec<Allowance> {
    let declared = bearers.par_iter().filter_map(|&id| context.declaration(id));
    declared.flat_map_iter(|declared| allowances_in(context, declared)).collect()
}

fn allowances_in<'a>(
    context: &'a Context<'_>,
    declared: DeclarationRef<'a>,
) -> impl Iterator<Item = Allowance> + 'a {
    declared.declaration.fields(Keyword::Allow).filter_map(move |field| {
        let FieldValue::Allow { code, reason } = &field.value else { return None };
        Some(Allowance {
            code: rules::find(&code.value).map_or(code.value.as_str(), |rule| rule.code).to_owned(),
            on: bearer(context, declared.id)?,
            reason: reason
                .as_ref()
                .map_or_else(|| text::of_blocks(Vec::new()), |reason| text::text(context, reason)),
            source: context.place(&declared, field.range),
        })
    })
}

/// The documents that the standard refers to: its bases as listed, then the others by designation.
pub(super) fn references(context: &Context<'_>) -> Vec<ReferencedDocument> {
    let mut references: Vec<ReferencedDocument> = Vec::new();
    for base in &context.standard.bases {
        let catalogue = base.catalogue.and_then(|id| context.catalogue(id));
        let designation =
            catalogue.map_or_else(|| base.designation.printed(), |known| known.document.printed());
        let title = catalogue.map(|catalogue| catalogue.title.to_string());
        let role = ReferenceRole::Normative;
        add(&mut references, document(designation, title, role, true));
    }
    let bases = references.len();
    for (designation, title) in declared(context) {
        let role = ReferenceRole::Bibliographic;
        add(&mut references, document(designation, title, role, true));
    }
    for (designation, title) in cited(context) {
        let role = ReferenceRole::Bibliographic;
        add(&mut references, document(designation, title, role, false));
    }
    references[bases..].sort_by(|a, b| natural_order(&a.designation, &b.designation));
    references
}

fn document(
    designation: String,
    title: Option<String>,
    role: ReferenceRole,
    declared: bool,
) -> ReferencedDocument {
    ReferencedDocument { id: ids::document(&designation), designation, title, role, declared }
}

/// The first to name a document says what it is for.
fn add(references: &mut Vec<ReferencedDocument>, document: ReferencedDocument) {
    if references.iter().all(|known| known.designation != document.designation) {
        references.push(document);
    }
}

/// The documents of the `reference` lines. Blanks are put into one form, as in designations.
fn declared(context: &Context<'_>) -> Vec<(String, Option<String>)> {
    let Some(head) = context.head() else { return Vec::new() };
    head.declaration
        .fields(Keyword::Reference)
        .filter_map(|field| match &field.value {
            FieldValue::Reference { document, title } => Some((
                document.value.split_whitespace().collect::<Vec<_>>().join(" "),
                title.as_ref().map(|title| title.value.to_string()),
            )),
            _ => None,
        })
        .collect()
}

/// The documents that texts cite: those without a catalogue, and editions that are no base.
fn cited(context: &Context<'_>) -> Vec<(String, Option<String>)> {
    let (mut external, mut catalogues) = (BTreeSet::new(), BTreeSet::new());
    for id in context.project.ids_of(context.standard) {
        let links = context.project.links(id).iter();
        for link in links.filter(|link| link.role == LinkRole::Citation) {
            match &link.resolved {
                Ok(Resolved::External { document, .. }) => _ = external.insert(document.clone()),
                Ok(Resolved::Base(target)) => _ = catalogues.insert(target.catalogue),
                _ => {}
            }
        }
    }
    let titled = catalogues
        .into_iter()
        .filter_map(|id| context.catalogue(id))
        .map(|catalogue| (catalogue.document.printed(), Some(catalogue.title.to_string())));
    titled.chain(external.into_iter().map(|document| (document, None))).collect()
}
