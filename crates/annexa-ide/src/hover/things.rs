//! What is said of things other than base provisions: those that a project declares, documents,
//! rules, and the list items that a reference names.

use std::fmt::Write as _;

use annexa_base::{ATTRIBUTES, OverlayItem};
use annexa_model::{
    AddedKind, AddedProvision, CatalogueId, DeclarationId, Layout, Level, Mention, Parent, Project,
    ProvisionId, ProvisionKind, Standard, StandardId, Symbol, lettered, rules::Rule,
};
use annexa_syntax::{Field, FieldValue, Keyword, SmolStr};

use crate::card::{escaped, provision_card};
use crate::{reader, titles};

/// What is named. Of a base provision the changes of one standard are told where it is given.
pub(super) fn named(
    project: &Project,
    standard: Option<StandardId>,
    mention: &Mention,
) -> Option<String> {
    let of = |id| project.standard(id);
    Some(match mention.symbol {
        Symbol::Document(id) => document(project, id),
        Symbol::Base(standard, base) => document(project, of(standard)?.base(base)?.catalogue?),
        Symbol::Provision(catalogue, provision) => {
            let item = item_of_base(project, catalogue, provision, &mention.items);
            let annex = annex(project, mention, catalogue, provision).unwrap_or_default();
            item + &annex + &provision_card(project, standard, catalogue, provision)
        }
        Symbol::Added(standard, id) => {
            let standard = of(standard)?;
            let provision = standard.added(id)?;
            let item = item_of_added(project, provision, &mention.items);
            item + &added(project, standard, provision)
        }
        Symbol::Term(standard, index) => term(project, of(standard)?, index),
        Symbol::Audience(standard, index) => audience(project, of(standard)?, index as usize),
        Symbol::Standard(id) => self::standard(project, of(id)?),
    })
}

/// A provision that a standard adds.
fn added(project: &Project, standard: &Standard, added: &AddedProvision) -> String {
    let mut said = String::new();
    let name = format!("{} {}", added.label, escaped(&added.title));
    let _ = write!(said, "**{}**", name.trim_end());
    let article = if added.kind == AddedKind::Objective { "an" } else { "a" };
    let kind = added.kind.as_str();
    let _ = write!(said, "\n\n{}, {article} {kind} that it adds", standard.prefix);
    if let Some(above) = above(project, standard, added) {
        let _ = write!(said, " to {above}");
    }
    if added.number != added.label.as_str() {
        let _ = write!(said, " · printed as `{}`", added.number);
    }
    let Some(at) = project.declaration(added.declaration) else { return said };
    let mut between = "\n\n";
    for attribute in ATTRIBUTES {
        let values = at.declaration.words(attribute.keyword());
        if !values.is_empty() {
            let values: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
            let _ = write!(said, "{between}- {}: {}", attribute.name(), values.join(", "));
            between = "\n";
        }
    }
    let is_printed = |field: &Field| at.declaration.kind.text_role(field.name).is_some();
    for (field, text) in at.declaration.texts().filter(|(field, _)| is_printed(field)) {
        if !matches!(field.name, Keyword::Text | Keyword::Control) {
            let _ = write!(said, "\n\n*{}*", field.name.as_str());
            for (index, audience) in field.audiences.iter().enumerate() {
                let before = if index == 0 { " for " } else { ", " };
                let _ = write!(said, "{before}{}", audience.value);
            }
        }
        said.push_str(&reader::quotation(project, &at, text));
    }
    let symbol = standard.added_by_label(&added.label);
    let uses = symbol.map_or(0, |id| project.uses(Symbol::Added(standard.id, id)).len());
    let _ = write!(said, "\n\n---\n\n{}", times("Referred to", uses));
    said
}

/// What a provision is added to.
fn above(project: &Project, standard: &Standard, added: &AddedProvision) -> Option<String> {
    match added.parent {
        Parent::Document(base) => {
            let read = project.catalogue(standard.base(base)?.catalogue?)?;
            Some(read.document.printed())
        }
        Parent::Provision(base, provision) => {
            let read = project.catalogue(standard.base(base)?.catalogue?)?;
            let found = read.provision(provision)?;
            let document = read.document.printed();
            Some(format!("{document} {} {}", found.number, escaped(&found.title)))
        }
        Parent::Added(above) => {
            let above = standard.added(above)?;
            Some(format!("{} {}", above.label, escaped(&above.title)))
        }
        Parent::Unknown => None,
    }
}

/// A list item of a base provision, with its licensed wording; empty where none is named.
fn item_of_base(
    project: &Project,
    catalogue: CatalogueId,
    provision: ProvisionId,
    items: &[SmolStr],
) -> String {
    if items.is_empty() {
        return String::new();
    }
    let mut said = format!("**Item {}**", items.join(" "));
    if let Some(provision) = project.catalogue(catalogue).and_then(|it| it.provision(provision)) {
        let mut overlays = project.overlays(catalogue);
        let wording =
            overlays.find_map(|overlay| wording(&overlay.entry(&provision.number)?.items, items));
        if let Some(wording) = wording {
            said.push_str(&reader::wording(wording));
        }
    }
    said + "\n\n---\n\n"
}

fn wording<'a>(items: &'a [OverlayItem], path: &[SmolStr]) -> Option<&'a str> {
    let (first, rest) = path.split_first()?;
    let item = items.iter().find(|item| item.mark == *first)?;
    if rest.is_empty() { item.value.as_deref() } else { wording(&item.items, rest) }
}

/// That a control is named through an annex of a base, with the title that it has there if that is another.
fn annex(
    project: &Project,
    mention: &Mention,
    catalogue: CatalogueId,
    provision: ProvisionId,
) -> Option<String> {
    let (standard, base) = mention.base?;
    let seen = project.standard(standard)?.base(base)?.catalogue.filter(|it| *it != catalogue)?;
    let (seen, carried) = (project.catalogue(seen)?, project.catalogue(catalogue)?);
    let annex = seen.annexes.iter().find(|annex| annex.document.is(&carried.document))?;
    let provision = carried.provision(provision)?;
    let title = annex.title_of(provision);
    let named = match *title == provision.title {
        true => format!("Annex {}", annex.letter),
        false => format!("{}.{} {}", annex.letter, provision.number, escaped(title)),
    };
    Some(format!("{}, {named}, refers to:\n\n", seen.document.printed()))
}

/// The list item of an added provision that a reference names; empty where it names none.
fn item_of_added(project: &Project, added: &AddedProvision, items: &[SmolStr]) -> String {
    let Some(at) = project.declaration(added.declaration).filter(|_| !items.is_empty()) else {
        return String::new();
    };
    let mut said = format!("**Item {}**", items.join(" "));
    let item = lettered(at.declaration, items);
    said.extend(item.and_then(|item| reader::item_quotation(project, &at, item)));
    said + "\n\n---\n\n"
}

/// An edition of a document.
fn document(project: &Project, id: CatalogueId) -> String {
    let Some(read) = project.catalogue(id) else { return String::new() };
    let mut said = format!("**{}**\n\n{}", read.document.printed(), escaped(&read.title));
    let of_kind = |kind| read.provisions.iter().filter(|it| it.kind == kind).count();
    let counts = [
        (of_kind(ProvisionKind::Clause), "clause"),
        (of_kind(ProvisionKind::Objective), "objective"),
        (of_kind(ProvisionKind::Control), "control"),
    ];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, name)| count(number, name))
        .collect();
    let layout = match read.layout {
        Layout::Attributes => ", laid out by attributes",
        Layout::Objectives => ", laid out by objectives",
        Layout::Plain => "",
    };
    let _ = write!(said, "\n\n{}{layout}", counts.join(", "));
    if let Some(before) = &read.supersedes {
        let _ = write!(said, "\n\nTakes the place of {}.", before.printed());
    }
    if let Some(newer) = project.newer(id).and_then(|newer| project.catalogue(newer)) {
        let _ = write!(said, "\n\nSuperseded by {}.", newer.document.printed());
    }
    let amendments = read.amendment_names();
    if !amendments.is_empty() {
        let names: Vec<&str> = amendments.iter().map(|name| name.as_str()).collect();
        let _ = write!(said, "\n\nAmended by {}.", names.join(", "));
    }
    for standard in project.standards() {
        let base = standard.bases.iter().find(|base| base.catalogue == Some(id));
        if let Some(base) = base {
            let _ = write!(said, "\n\nBase of {}", standard.prefix);
            if let Some(alias) = &base.alias {
                let _ = write!(said, ", called `{alias}`");
            }
            said.push_str(if base.dated { "." } else { ", in its latest edition." });
        }
    }
    said
}

/// A document that no catalogue describes.
pub(super) fn external(
    project: &Project,
    standard: &Standard,
    document: &str,
    clause: Option<&str>,
) -> String {
    let mut said = format!("**{}**", escaped(document));
    if let Some(clause) = clause {
        let _ = write!(said, ", {clause}");
    }
    let head = standard.head.and_then(|head| project.declaration(head));
    let references = head.into_iter().flat_map(|at| at.declaration.fields(Keyword::Reference));
    let title = references.into_iter().find_map(|field| match &field.value {
        FieldValue::Reference { document: named, title } if named.value == document => {
            title.as_ref()
        }
        _ => None,
    });
    if let Some(title) = title {
        let _ = write!(said, "\n\n{}", escaped(&title.value));
    }
    said + "\n\nNo base of the standard: it goes to the bibliography."
}

/// A term.
fn term(project: &Project, standard: &Standard, declaration: DeclarationId) -> String {
    let Some(term) = standard.term_of(declaration) else { return String::new() };
    let mut said = format!("**{}**\n\n{}, term", escaped(&term.name), standard.prefix);
    let Some(at) = project.declaration(term.declaration) else { return said };
    for (field, text) in at.declaration.texts() {
        match field.name {
            Keyword::Definition => {}
            Keyword::Note | Keyword::Example | Keyword::Source => {
                let _ = write!(said, "\n\n*{}*", field.name.as_str());
            }
            _ => continue,
        }
        said.push_str(&reader::quotation(project, &at, text));
    }
    let uses = project.uses(Symbol::Term(standard.id, declaration)).len();
    let _ = write!(said, "\n\n---\n\n{}", times("Used", uses));
    said
}

/// An audience.
fn audience(project: &Project, standard: &Standard, index: usize) -> String {
    let Some(audience) = standard.audiences.get(index) else { return String::new() };
    let uses = project.uses(Symbol::Audience(standard.id, index as u32)).len();
    format!(
        "**{}**\n\n{}\n\n{}, audience\n\n---\n\n{}",
        escaped(&audience.name),
        escaped(&audience.title),
        standard.prefix,
        times("Addressed", uses)
    )
}

/// A sector-specific standard.
fn standard(project: &Project, standard: &Standard) -> String {
    let mut said = format!("**{}**", standard.prefix);
    if let Some(title) = titles::title_of_standard(project, standard) {
        let _ = write!(said, "\n\n{}", escaped(title));
    }
    let bases: Vec<String> = standard.bases.iter().map(|base| base.designation.printed()).collect();
    if !bases.is_empty() {
        let _ = write!(said, "\n\nRests on {}.", bases.join(", "));
    }
    let _ = write!(said, "\n\n{} in ", count(project.kinds_of(standard).count(), "declaration"));
    said + &count(standard.files.len(), "file") + "."
}

/// The page of a rule, and its level in the project where that is another one.
pub(super) fn rule(project: &Project, rule: &Rule) -> String {
    let mut said = rule.page().trim_end().to_owned();
    let level = project.level(rule);
    if level != Some(rule.level) {
        let level = level.map_or("off", Level::as_str);
        let _ = write!(said, "\n\nIts level in this project: {level}.");
    }
    said
}

fn times(what: &str, uses: usize) -> String {
    match uses {
        0 => format!("{what} nowhere"),
        1 => format!("{what} once"),
        uses => format!("{what} {uses} times"),
    }
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
