//! Proposes replacements for references that cannot be resolved.

use annexa_base::{Location, Point, ProvisionId};
use annexa_syntax::{Keyword, Reference, SmolStr};

use super::{DeclarationContext, Finding, Findings, edits, listed};
use crate::{
    CatalogueId, Edit, Moved, Reading, Readings, Standard, readings::readings_of, state::change_of,
};

/// The possible meanings of a reference.
pub(super) struct Help<'c, 'a> {
    context: &'c DeclarationContext<'a>,
    readings: Readings,
    /// The location of the reference with its list items.
    place: Location,
    /// The control to name instead, if the most likely reading names it through an annex and this
    /// declaration changes it, because R111 would report that next.
    own: Option<OwnDocument>,
}

/// Reads a reference that cannot be resolved.
pub(super) fn for_reference<'c, 'a>(
    context: &'c DeclarationContext<'a>,
    standard: &Standard,
    reference: &Reference,
    is_target: bool,
) -> Help<'c, 'a> {
    let is_changed = is_target && change_of(context.at.declaration.kind).is_some();
    let source = context.at.source(reference.range);
    let readings = readings_of(context.project, standard, reference, source, is_changed);
    let place = context.location(reference.range);
    let likeliest = readings.best().first().filter(|it| is_changed && it.through_annex).copied();
    let items: Vec<SmolStr> = reference.items.iter().map(|item| item.value.clone()).collect();
    let own =
        likeliest.and_then(|it| own_document(context, standard, it.provision?, &items, place));
    Help { context, readings, place, own }
}

impl Help<'_, '_> {
    /// Whether the nearest number is the only proposal.
    pub(super) fn is_a_guess(&self) -> bool {
        self.readings.same.is_empty() && self.readings.moved.is_empty()
    }

    /// Whether there is no proposal.
    pub(super) fn is_empty(&self) -> bool {
        self.readings.best().is_empty()
    }

    /// Reports the finding with a replacement in the message and as a fix.
    pub(super) fn report<'f>(
        &self,
        location: Location,
        mut message: String,
        findings: &'f mut Findings<'_>,
    ) -> Finding<'f> {
        let Readings { same, moved, elsewhere, .. } = &self.readings;
        let texts = |readings: &[Reading]| {
            let texts: Vec<String> = readings.iter().map(|it| it.text.clone()).collect();
            listed(&texts, "or")
        };
        if self.own.is_none() && !same.is_empty() {
            message.push_str(&format!("; write {}", texts(same)));
        } else {
            moved.iter().for_each(|moved| message.push_str(&self.where_it_went(moved)));
            if !elsewhere.is_empty() {
                message.push_str(&format!("; {} exists", texts(elsewhere)));
            }
        }
        if let Some(own) = &self.own {
            message.push_str(&format!("; {OWN_DOCUMENT}: {}", own.advice));
        }
        let mut finding = findings.report(location, message);
        for Moved { edition, point, provision: (catalogue, provision), .. } in moved {
            let project = self.context.project;
            if let Some(place) = project.place_of(*catalogue, *provision) {
                let name = project.printed(*edition);
                finding = finding.related(place, format!("{point} of {name}"));
            }
        }
        if let Some(own) = &self.own {
            return finding.fix(&own.title, own.edits.clone());
        }
        for reading in self.readings.best() {
            let edit = Edit { location: self.place, new: reading.text.clone() };
            finding = finding.fix(format!("Write `{}`", reading.text), vec![edit]);
        }
        finding
    }

    fn where_it_went(&self, moved: &Moved) -> String {
        let edition = self.context.project.printed(moved.edition);
        let Moved { point, readings, .. } = moved;
        let texts: Vec<&str> = readings.iter().map(|reading| reading.text.as_str()).collect();
        match texts.as_slice() {
            [] => format!("; {point} is in {edition} and has no successor here"),
            texts => format!(
                "; {point} is in {edition} and corresponds to {} here",
                listed(texts, "and")
            ),
        }
    }
}

/// The reason why a change must not name a control through an annex.
pub(super) const OWN_DOCUMENT: &str = "a control of an annex is changed in its own document";

/// How to change a control that a reference names through an annex.
pub(super) struct OwnDocument {
    /// What to do, for a message.
    pub(super) advice: String,
    /// The title of the fix.
    pub(super) title: String,
    /// The edits of the fix; empty if there is none.
    pub(super) edits: Vec<Edit>,
}

/// Returns how to name a control in its own document, which is added to the bases if necessary.
pub(super) fn own_document(
    context: &DeclarationContext<'_>,
    standard: &Standard,
    (catalogue, provision): (CatalogueId, ProvisionId),
    items: &[SmolStr],
    place: Location,
) -> Option<OwnDocument> {
    let read = context.project.catalogue(catalogue)?;
    let provision = read.provision(provision)?;
    let items = if provision.item(items).is_some() { items } else { &[] };
    let point = Point { number: provision.number.clone(), items: items.to_vec() }.printed();
    let base = standard.bases.iter().find(|base| base.catalogue == Some(catalogue));
    if let Some(alias) = base.and_then(|base| base.alias.as_deref()) {
        let new = format!("{alias} {point}");
        let edits = vec![Edit { location: place, new: new.clone() }];
        let advice = format!("write `{new}`");
        return Some(OwnDocument { advice, title: format!("Write `{new}`"), edits });
    }
    let line = format!("base {}", read.base_line());
    let alias = read.document.number.as_ref().unwrap_or(&read.document.document);
    let new = format!("{alias} {point}");
    let is_free = standard.base_by_alias(alias).is_none();
    let before = [Keyword::Base, Keyword::Edition];
    let edit = edits::insert_into_head(context.project, standard, &before, &line);
    let edits =
        edit.filter(|_| is_free).map(|edit| vec![edit, Edit { location: place, new: new.clone() }]);
    Some(OwnDocument {
        advice: format!("add `{line}`, and write `{new}`"),
        title: format!("Add `{line}`, and write `{new}`"),
        edits: edits.unwrap_or_default(),
    })
}
