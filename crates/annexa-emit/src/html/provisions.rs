//! Provisions of the bases, with what the standard does to them.

use maud::{Markup, html};

use super::additions;
use super::changes::changes;
use super::index::Index;
use super::section::Section;
use super::words::{kind, link, part, text};
use crate::types::{Addition, Provision, State};

/// Which additions stand among the provisions of a base; the others stand in an annex.
pub(super) type Among<'f> = &'f dyn Fn(&Addition) -> bool;

/// A provision, with the provisions of the base and the additions below it.
pub(super) fn section(index: &Index<'_>, provision: &Provision, among: Among<'_>) -> Section {
    let mut below: Vec<Section> = index
        .provisions_below(&provision.id)
        .iter()
        .map(|provision| section(index, provision, among))
        .collect();
    let added = index.additions_below(&provision.id);
    below.extend(
        added.iter().filter(|added| among(added)).map(|added| additions::section(index, added)),
    );
    let made = index.changes_of(&provision.id);
    let unchanged = made.is_empty()
        && provision.wording.is_empty()
        && added.is_empty()
        && below.iter().all(|section| section.unchanged);
    let (here, elsewhere): (Vec<&Addition>, Vec<&Addition>) =
        added.iter().partition(|added| among(added));
    let body = html! {
        @if !unchanged {
            @if made.is_empty() && here.is_empty() {
                p.quiet { (provision.reference) " applies." }
            } @else if made.iter().any(|change| change.kind != crate::types::ChangeKind::Retention)
                || !here.is_empty()
            {
                p.quiet { (provision.reference) " applies, together with the following." }
            }
            (wording(index, provision))
            (changes(index, made))
            @if !elsewhere.is_empty() {
                p.quiet {
                    "Added to it: "
                    @for (place, added) in elsewhere.iter().enumerate() {
                        @if place > 0 { ", " }
                        (link(index, Some(&added.id), &format!("{} {}", added.number, added.title)))
                    }
                    "."
                }
            }
            (from_above(index, provision))
        }
    };
    let mut section =
        Section::new(provision.id.0, provision.label.to_string(), &provision.title, body);
    section.state = (provision.state != State::Unchanged).then_some(provision.state);
    section.source = made.first().map(|change| change.source.clone());
    section.below = below;
    section.unchanged = unchanged;
    section
}

/// The licensed wording of the base, in outputs that are asked for with it.
fn wording(index: &Index<'_>, provision: &Provision) -> Markup {
    html! {
        @for wording in &provision.wording {
            blockquote.replaced[!wording.replaced_by.is_empty()] {
                p.label {
                    "Base: " (part(wording.part).to_lowercase())
                    @if let Some(item) = &wording.item { " " (item) }
                }
                (text(index, &wording.text))
            }
        }
    }
}

/// What bears on a provision because it was done to one above it.
fn from_above(index: &Index<'_>, provision: &Provision) -> Markup {
    let above = provision.changes.iter().filter(|applied| applied.via.is_some());
    html! {
        @for change in above.filter_map(|applied| index.change(&applied.change)) {
            p.quiet {
                "See also: "
                (link(index, Some(&change.id), &format!("{}, {}", kind(change.kind), change.target.reference)))
            }
        }
    }
}
