//! Annexes: the added controls where they are numbered apart, the reference controls, and what becomes of
//! each provision of the bases.

use maud::{Markup, html};

use super::additions;
use super::changes::TEMPLATE;
use super::index::Index;
use super::section::Section;
use super::words::{badge, link, named, text};
use crate::types::{Addition, Base, Id, Provision, ProvisionItem, State, Text};

/// The added controls and what holds them, in the annex that their numbers speak of.
pub(super) fn extended_controls(
    index: &Index<'_>,
    apart: &dyn Fn(&Addition) -> bool,
) -> Option<Section> {
    let top = |addition: &&Addition| {
        // What is added below another addition stands there.
        let parent = addition.parent.as_ref();
        let below = index.document.additions.iter().any(|above| parent == Some(&above.id));
        apart(addition) && !below
    };
    let below: Vec<_> = index
        .document
        .additions
        .iter()
        .filter(top)
        .map(|addition| additions::section(index, addition))
        .collect();
    let mut annex = Section::new(
        "extended-controls",
        String::new(),
        "Additional controls of the sector",
        html! { p { "These controls stand beside those of the bases." } },
    );
    annex.remark = "normative";
    annex.below = below;
    (!annex.below.is_empty()).then_some(annex)
}

/// Added controls and modified control statements, as an organization claims conformity to them
/// (ISO/IEC 27001:2022, 6.1.3 c)).
pub(super) fn reference_controls(index: &Index<'_>) -> Option<Section> {
    let added = index.document.additions.iter().filter_map(|addition| {
        let control = addition.control.as_ref()?;
        Some((
            &addition.id,
            addition.number.as_str(),
            addition.title.as_str(),
            &control.reference_control,
        ))
    });
    let modified = index.document.changes.iter().filter_map(|change| {
        let control = change.reference_control.as_ref()?;
        let id = change.target.id.as_ref()?;
        let of = index.document.provisions.iter().find(|it| it.id == *id)?;
        Some((&change.id, of.label.as_str(), of.title.as_str(), control))
    });
    let rows: Vec<(&Id, &str, &str, &Text)> = modified.chain(added).collect();
    if rows.is_empty() {
        return None;
    }
    let body = html! {
        p {
            "These controls are compared with those that an organization has determined, beside the "
            "reference controls of the bases."
        }
        table.reference-controls {
            thead { tr { th scope="col" { "Number" } th scope="col" { "Title" } th scope="col" { "Control" } } }
            tbody {
                @for (id, number, title, control) in &rows {
                    tr {
                        th scope="row" { (link(index, Some(id), number)) }
                        td { (title) }
                        td { (text(index, control)) }
                    }
                }
            }
        }
    };
    let mut annex = Section::new(
        "reference-controls",
        String::new(),
        "Reference controls of this document",
        body,
    );
    annex.remark = "normative";
    Some(annex)
}

/// What becomes of each provision of the bases.
pub(super) fn states(index: &Index<'_>) -> Option<Section> {
    let mut annex = Section::new(
        "states",
        String::new(),
        "What becomes of each provision of the bases",
        html! { p { "What this document does not name applies unchanged (" (TEMPLATE) ", clause 4)." } },
    );
    annex.remark = "informative";
    for base in &index.document.bases {
        let mut rows = Vec::new();
        for clause in index.clauses(base) {
            leaves(index, clause, &mut rows);
        }
        if rows.is_empty() {
            continue;
        }
        annex.below.push(Section::new(
            format!("states-{}", base.id.0),
            String::new(),
            &named(base),
            html! { (tally(&rows)) (table(index, base, &rows)) },
        ));
    }
    (!annex.below.is_empty()).then_some(annex)
}

fn leaves<'a>(index: &Index<'a>, provision: &'a Provision, rows: &mut Vec<&'a Provision>) {
    if provision.leaf {
        rows.push(provision);
    }
    for below in index.provisions_below(&provision.id) {
        leaves(index, below, rows);
    }
}

fn tally(rows: &[&Provision]) -> Markup {
    let touched = rows.iter().filter(|it| it.state != State::Unchanged).count();
    html! { p { (touched) " of " (rows.len()) " provisions are changed, added to or retained." } }
}

fn table(index: &Index<'_>, base: &Base, rows: &[&Provision]) -> Markup {
    html! {
        table.states {
            caption { "Provisions of " (named(base)) }
            thead {
                tr {
                    th scope="col" { "Number" } th scope="col" { "Title" } th scope="col" { "State" }
                    th scope="col" { "Items" }
                }
            }
            tbody {
                @for row in rows {
                    tr {
                        th scope="row" { (link(index, Some(&row.id), &row.label)) }
                        td { (row.title) }
                        td { (badge(row.state)) }
                        td { (items(&row.items).join(", ")) }
                    }
                }
            }
        }
    }
}

/// The list items that something was done to.
fn items(items: &[ProvisionItem]) -> Vec<&str> {
    let mut touched = Vec::new();
    for item in items {
        if item.state != State::Unchanged {
            touched.push(item.label.as_str());
        }
        touched.extend(self::items(&item.items));
    }
    touched
}
