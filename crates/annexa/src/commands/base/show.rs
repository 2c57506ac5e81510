//! `annexa base show`: shows one provision of a catalogue, or a table of contents.

use std::fmt::Write;

use annexa_base::ATTRIBUTES;
use annexa_model::{
    Catalogue, CatalogueId, ListItem, Point, Project, Provision, ProvisionId, ProvisionKind,
};

use super::near::{self, Near};
use super::query::{self, NamedPlace};
use super::wrap;
use crate::outcome::Failure;
use crate::terminal;

/// Returns the printed target of a reference.
pub(super) fn show(project: &Project, reference: &str) -> Result<String, Failure> {
    let place = match query::place(project, reference) {
        Ok(place) => place,
        Err(failure) => match near::read(project, reference, failure)? {
            Near::Reference(meant) => {
                terminal::say(&format!("`{reference}` means `{meant}`\n"));
                query::place(project, &meant)?
            }
            Near::Text(text) => return Ok(text),
        },
    };
    let Some(holder) = project.catalogue(place.holder) else {
        return Err(Failure::new("the catalogue cannot be read"));
    };
    let Some(id) = place.provision else { return Ok(contents(project, &place, holder)) };
    let Some(provision) = holder.provision(id) else {
        return Err(Failure::new("the provision cannot be read"));
    };
    if !place.items.is_empty() && provision.item(&place.items).is_none() {
        let marks: Vec<_> = provision.items.iter().map(|item| item.mark.as_str()).collect();
        let help = match marks.is_empty() {
            true => "it has no list items".to_owned(),
            false => format!("its list items are {}", marks.join(" ")),
        };
        let printed = holder.document.printed();
        let marks = place.items.join(" ");
        return Err(
            Failure::new(format!("{printed}, {} has no {marks}", provision.number)).help(help)
        );
    }
    Ok(one(project, &place, holder, id, provision))
}

fn one(
    project: &Project,
    place: &NamedPlace<'_>,
    holder: &Catalogue,
    id: ProvisionId,
    provision: &Provision,
) -> String {
    let mut text = String::new();
    let mut number = provision.number.to_string();
    let mut document = holder.document.printed();
    if let (Some(annex), Some(named)) = (place.annex, project.catalogue(place.id)) {
        number = format!("{}.{number}", annex.letter);
        document = named.document.printed();
    }
    for item in &place.items {
        number = format!("{number} {item}");
    }
    let name = place.annex.map_or(&provision.title, |annex| annex.title_of(provision));
    let title = format!("{document}, {number}  {name}");
    line(&mut text, &terminal::styled(terminal::STRONG, &title));
    let mut above: Vec<_> = holder.ancestors(id).map(|(_, it)| heading(it)).collect();
    above.reverse();
    if !above.is_empty() {
        line(&mut text, &format!("{} in {}", kind(provision), above.join(" › ")));
    }
    if place.annex.is_some() {
        let of = holder.document.printed();
        line(&mut text, &format!("reference control; guidance is in {of}, {}", provision.number));
    }
    if provision.kind == ProvisionKind::Front {
        line(&mut text, "it can be cited but not changed");
    }
    attributes(&mut text, provision);
    list_items(&mut text, place, provision);
    if let Some(summary) = &provision.summary {
        line(&mut text, "");
        for paragraph in summary.lines() {
            line(&mut text, &wrap(paragraph, 0));
        }
    }
    let children: Vec<_> = provision
        .children
        .iter()
        .filter_map(|child| holder.provision(*child))
        .map(heading)
        .collect();
    if !children.is_empty() {
        line(&mut text, "\nBelow it:");
        children.iter().for_each(|child| line(&mut text, &format!("  {child}")));
    }
    for (name, amendment) in project.amendments_of(holder, &provision.number) {
        let summary = amendment.summary.as_deref().unwrap_or("changes it");
        let summary = summary.split_whitespace().collect::<Vec<_>>().join(" ");
        line(&mut text, &format!("\n{}", wrap(&format!("{name}: {summary}"), 2)));
    }
    // Correspondences contain only what standards can change.
    if provision.kind != ProvisionKind::Front {
        other_editions(&mut text, project, place, holder, provision);
    }
    text
}

fn line(text: &mut String, line: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{line}");
}

fn heading(provision: &Provision) -> String {
    format!("{} {}", provision.number, provision.title)
}

fn kind(provision: &Provision) -> &'static str {
    match provision.kind {
        ProvisionKind::Front | ProvisionKind::Clause => "clause",
        ProvisionKind::Objective => "control objective",
        ProvisionKind::Control => "control",
    }
}

fn attributes(text: &mut String, provision: &Provision) {
    let given = ATTRIBUTES
        .iter()
        .map(|attribute| (attribute, provision.attributes.values(*attribute)))
        .filter(|(_, values)| !values.is_empty());
    for (index, (attribute, values)) in given.enumerate() {
        if index == 0 {
            line(text, "");
        }
        let values: Vec<_> = values.iter().map(|value| value.as_str()).collect();
        // The word of the language comes first, as authors have to write it.
        let name = format!("{} ({})", attribute.keyword().as_str(), attribute.name());
        line(text, &format!("{name:<44} {}", values.join(", ")));
    }
}

fn list_items(text: &mut String, place: &NamedPlace<'_>, provision: &Provision) {
    fn nested(items: &[ListItem]) -> String {
        let item = |item: &ListItem| match item.items.as_slice() {
            [] => item.mark.to_string(),
            below => format!("{} ({})", item.mark, nested(below)),
        };
        items.iter().map(item).collect::<Vec<_>>().join(" ")
    }
    let items = match provision.item(&place.items) {
        Some(item) => &item.items,
        None => &provision.items,
    };
    if !items.is_empty() {
        line(text, &format!("\nList items: {}", nested(items)));
    }
}

/// Adds the corresponding provisions in the other editions of the document.
fn other_editions(
    text: &mut String,
    project: &Project,
    place: &NamedPlace<'_>,
    holder: &Catalogue,
    provision: &Provision,
) {
    let items = place.items.iter().map(|item| item.as_str().into()).collect();
    let point = Point { number: provision.number.clone(), items };
    let mut lines = Vec::new();
    for other in project.catalogue_ids().filter(|other| *other != place.holder) {
        let Some(catalogue) = project.catalogue(other) else { continue };
        if catalogue.document.document != holder.document.document {
            continue;
        }
        if let Some(points) = correspondents(project, place.holder, other, &point) {
            let edition = catalogue.document.printed();
            if points.is_empty() {
                lines.push(format!("{edition} has no corresponding provision"));
            }
            for point in points {
                let found = catalogue.find(&point.number).and_then(|id| catalogue.provision(id));
                let title = found.map_or("", |provision| provision.title.as_str());
                lines.push(format!("in {edition}: {} {title}", point.printed()));
            }
        }
    }
    if !lines.is_empty() {
        line(text, "");
        lines.iter().for_each(|edition| line(text, edition));
    }
}

/// Returns the corresponding provisions; `None` if the correspondence of the two editions is
/// unknown.
fn correspondents(
    project: &Project,
    from: CatalogueId,
    to: CatalogueId,
    point: &Point,
) -> Option<Vec<Point>> {
    let target = project.catalogue(to)?;
    if let Some(forward) = project.correspondence(from, to) {
        return Some(forward.forward(point, target));
    }
    project.correspondence(to, from).map(|backward| backward.backward(point, target))
}

/// Returns the table of contents of a document or an annex.
fn contents(project: &Project, place: &NamedPlace<'_>, holder: &Catalogue) -> String {
    let mut text = String::new();
    let named = project.catalogue(place.id).unwrap_or(holder);
    let mut title = format!("{}  {}", named.document.printed(), named.title);
    let mut prefix = String::new();
    if let Some(annex) = place.annex {
        title = format!("{}, Annex {}  {}", named.document.printed(), annex.letter, annex.title);
        prefix = format!("{}.", annex.letter);
    }
    line(&mut text, &terminal::styled(terminal::STRONG, &title));
    let fronts = holder.citable().skip(holder.provisions.len()).filter(|_| place.annex.is_none());
    for (id, provision) in fronts.chain(holder.iter()) {
        let indent = "  ".repeat(holder.ancestors(id).count());
        let title = place.annex.map_or(&provision.title, |annex| annex.title_of(provision));
        line(&mut text, &format!("{indent}{prefix}{} {title}", provision.number));
    }
    if place.annex.is_none() {
        for annex in &named.annexes {
            let controls = annex.document.printed();
            line(
                &mut text,
                &format!("Annex {}  {} (controls of {controls})", annex.letter, annex.title),
            );
        }
    }
    text
}
