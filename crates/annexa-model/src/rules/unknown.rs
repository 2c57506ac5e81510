//! R102: references to clauses, controls and list items that an edition does not have.

use annexa_base::Location;
use annexa_syntax::{Reference, ReferenceTarget, TextRange};

use super::{Check, DeclarationContext, Finding, Findings, catalogues, references};
use crate::{
    BaseTarget, Catalogue, CatalogueId, Edit, Point, Project, ResolveError, Resolved, Standard,
};

pub(super) const UNKNOWN_PROVISION: Check =
    Check::Each(&[Check::Declaration(unknown_provision), Check::Faces(catalogues::unknown_points)]);

fn unknown_provision(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let Some(standard) = context.standard else {
        return catalogues::unknown_provision(context, findings);
    };
    references::for_references(context, |link, reference| {
        let Err(error) = &link.resolved else { return };
        unknown_provision_of(context, standard, error, reference, findings);
    });
}

fn unknown_provision_of(
    context: &DeclarationContext<'_>,
    standard: &Standard,
    error: &ResolveError,
    reference: &Reference,
    findings: &mut Findings<'_>,
) {
    let project = context.project;
    match error {
        ResolveError::UnknownProvision { catalogue, number, range, .. } => {
            let point = Point {
                number: number.clone(),
                items: reference.items.iter().map(|item| item.value.clone()).collect(),
            };
            let document = references::printed(project, *catalogue);
            let message = format!("{document} has no provision {number}");
            let finding = MissingPoint { context, catalogue: *catalogue, point, reference }.report(
                context.location(*range),
                message,
                findings,
            );
            let Some(read) = project.catalogue(*catalogue) else { return };
            let near = nearest_number(read, number);
            if let (Some(near), Some(place)) = (near, provision_range(reference)) {
                finding.replace(context.location(place), near);
            }
        }
        ResolveError::UnknownItem { within, items, range } => {
            let path = items.join(" ");
            let location = context.location(*range);
            match &**within {
                Resolved::Base(target) => {
                    unknown_item(context, target, &path, location, reference, findings);
                }
                Resolved::Added { standard, added, .. } => {
                    let label = project
                        .standard(*standard)
                        .and_then(|standard| standard.added(*added))
                        .map_or("", |added| &added.label);
                    findings.report(location, format!("no text of {label} has a list item {path}"));
                }
                Resolved::External { .. } => {}
            }
        }
        ResolveError::UnknownLabel { label, range } => {
            let location = context.location(*range);
            let holder =
                project.standard_by_prefix(crate::added::prefix_of(label)).unwrap_or(standard);
            if holder.gives_with_foreign_prefix(label) {
                return;
            }
            let mut finding = findings.report(
                location,
                format!("no standard of this project adds a provision `{label}`"),
            );
            let labels = holder.added.iter().map(|added| added.label.as_str());
            if let ReferenceTarget::Label(written) = &reference.target {
                let place = context.location(written.range);
                for base in &standard.bases {
                    let is_in = base.catalogue.and_then(|id| project.catalogue(id)).is_some_and(
                        |catalogue| {
                            catalogue.find(label).is_some()
                                || catalogue.annex(crate::added::prefix_of(label)).is_some()
                        },
                    );
                    if let (true, Some(alias)) = (is_in, &base.alias) {
                        finding = finding.replace(place, format!("{alias} {label}"));
                    }
                }
                if let Some(near) = nearest_label(label, labels) {
                    finding = finding.replace(place, near);
                }
            }
            let _ = finding;
        }
        _ => {}
    }
}

/// Of many labels only a misprint is worth proposing: one that differs in a single place.
fn nearest_label<'a>(label: &str, labels: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    labels
        .filter(|other| other.len().abs_diff(label.len()) <= 1)
        .find(|other| strsim::osa_distance(label, other) == 1)
}

/// Where the number of a provision stands in a reference.
fn provision_range(reference: &Reference) -> Option<TextRange> {
    match &reference.target {
        ReferenceTarget::Base { provision, .. } | ReferenceTarget::Document { provision, .. } => {
            provision.as_ref().map(|provision| provision.range)
        }
        ReferenceTarget::Label(label) => Some(label.range),
    }
}

/// A number like one that is not there: the last one below the same clause, or the clause.
fn nearest_number<'a>(catalogue: &'a Catalogue, number: &str) -> Option<&'a str> {
    let (above, last) = number.rsplit_once('.')?;
    let above = catalogue.find(above).and_then(|id| catalogue.provision(id))?;
    let mut children = above.children.iter().filter_map(|id| catalogue.provision(*id));
    let near = children.next_back().map_or(above.number.as_str(), |child| &child.number);
    // Two digits that have changed places are likelier than the end of a clause.
    let swapped: String = last.chars().rev().collect();
    let swapped = above.children.iter().filter_map(|id| catalogue.provision(*id)).find(|child| {
        swapped != last && child.number.rsplit_once('.').is_some_and(|(_, last)| last == swapped)
    });
    Some(swapped.map_or(near, |child| child.number.as_str()))
}

fn unknown_item(
    context: &DeclarationContext<'_>,
    target: &BaseTarget,
    path: &str,
    location: Location,
    reference: &Reference,
    findings: &mut Findings<'_>,
) {
    let project = context.project;
    let document = references::printed(project, target.catalogue);
    let provision = target
        .provision
        .and_then(|provision| project.catalogue(target.catalogue)?.provision(provision));
    let Some(provision) = provision else {
        findings.report(
            location,
            format!(
                "a list item belongs to a clause; write its number between {document} and {path}"
            ),
        );
        return;
    };
    let items: Vec<&str> = provision.items.iter().map(|item| item.mark.as_str()).collect();
    let known = match items.as_slice() {
        [] => "it has no list items".to_owned(),
        [one] => format!("it has the item {one}"),
        [first, .., last] => format!("its items go from {first} to {last}"),
    };
    let message = format!("{document}, {} has no list item {path}; {known}", provision.number);
    let point = Point {
        number: provision.number.clone(),
        items: reference.items.iter().map(|item| item.value.clone()).collect(),
    };
    let place = provision.location;
    MissingPoint { context, catalogue: target.catalogue, point, reference }
        .report(location, message, findings)
        .related(place, "the provision is here");
}

/// A place that an edition does not have, and another one may.
struct MissingPoint<'a, 'b> {
    context: &'a DeclarationContext<'b>,
    catalogue: CatalogueId,
    point: Point,
    reference: &'a Reference,
}

impl MissingPoint<'_, '_> {
    /// Says in which other edition it exists, and what corresponds to it in this one.
    fn report<'f>(
        self,
        location: Location,
        mut message: String,
        findings: &'f mut Findings<'_>,
    ) -> Finding<'f> {
        let project = self.context.project;
        let mut fixes: Vec<(String, String)> = Vec::new();
        let mut places: Vec<(Location, String)> = Vec::new();
        for (other, points) in self.elsewhere() {
            let name = references::printed(project, other);
            message.push_str(&format!("; it is in {name}"));
            if let Some(place) = location_of(project, other, &self.point) {
                places.push((place, format!("{} of {name}", self.point.printed())));
            }
            if !points.is_empty() {
                let printed: Vec<String> = points.iter().map(Point::printed).collect();
                message.push_str(&format!(", and corresponds to {} here", printed.join(" and ")));
                fixes.extend(printed.into_iter().map(|point| (format!("Write `{point}`"), point)));
            }
        }
        let mut finding = findings.report(location, message);
        for (place, text) in places {
            finding = finding.related(place, text);
        }
        if let Some(start) = provision_range(self.reference) {
            let end = self.reference.items.last().map_or(start, |item| item.range);
            let place = self.context.location(start.cover(end));
            for (title, new) in fixes {
                finding = finding.fix(title, vec![Edit { location: place, new }]);
            }
        }
        finding
    }

    /// The other editions that have it, each with what corresponds to it in this one.
    fn elsewhere(&self) -> Vec<(CatalogueId, Vec<Point>)> {
        let project = self.context.project;
        let Some(here) = project.catalogue(self.catalogue) else { return Vec::new() };
        let Some((document, _)) = project.bases.edition(self.catalogue) else { return Vec::new() };
        let others = project.catalogue_ids().filter(|&id| {
            id != self.catalogue
                && project.bases.edition(id).is_some_and(|(other, _)| other == document)
        });
        others
            .filter(|&id| project.catalogue(id).is_some_and(|other| self.point.exists_in(other)))
            .map(|id| {
                let forward = project.correspondence(id, self.catalogue);
                let points = match forward {
                    Some(correspondence) => correspondence.forward(&self.point, here),
                    None => project
                        .correspondence(self.catalogue, id)
                        .map(|correspondence| correspondence.backward(&self.point, here))
                        .unwrap_or_default(),
                };
                (id, points)
            })
            .collect()
    }
}

fn location_of(project: &Project, catalogue: CatalogueId, point: &Point) -> Option<Location> {
    let catalogue = project.catalogue(catalogue)?;
    let provision = catalogue.provision(catalogue.find(&point.number)?)?;
    Some(provision.item(&point.items).map_or(provision.location, |item| item.location))
}
