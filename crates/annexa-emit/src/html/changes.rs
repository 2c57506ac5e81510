//! Changes: refinements, interpretations, added guidance, modifications and retentions.

use maud::{Markup, html};

use super::index::Index;
use super::words::{kind, labelled, part, place, text};
use crate::types::{Change, ChangeKind, Part};

/// The document whose subclauses allow the changes. A reference to a subclause is dated (ISO/IEC
/// Directives, Part 2:2021, 10.4).
pub(super) const TEMPLATE: &str = "ISO/IEC 27009:2020";

/// Changes to one thing, in the order in which its parts are printed; for each part those for all
/// audiences first.
pub(super) fn changes(index: &Index<'_>, changes: &[&Change]) -> Markup {
    let mut changes = changes.to_vec();
    changes.sort_by_key(|change| {
        let part = change.target.part;
        (part.is_none(), part, !change.audiences.is_empty())
    });
    html! { @for change in changes { (self::change(index, change)) } }
}

/// One change.
fn change(index: &Index<'_>, change: &Change) -> Markup {
    html! {
        div class={ "change " (class(change.kind)) } #(change.id.0) data-source=(place(&change.source)) {
            p.label {
                (kind(change.kind))
                @if change.kind == ChangeKind::Modification {
                    @if let Some(of) = change.target.part.filter(|of| *of != Part::Text) {
                        " of the " (part(of).to_lowercase())
                    }
                }
                @if let Some(item) = &change.target.item { " to " (item) }
                @if !change.audiences.is_empty() {
                    " for: " (index.audiences(&change.audiences))
                }
                " " span.quiet { (TEMPLATE) ", " (change.basis) }
            }
            (labelled(index, "Applies where", change.applies.as_ref()))
            @if let Some(said) = &change.text { (text(index, said)) }
            (labelled(index, "Behind the wording of the base", change.addition.as_ref()))
            @if let Some(replacement) = &change.replacement {
                p { del { (replacement.old) } " " ins { (replacement.new) } }
            }
            (labelled(index, "Reason", change.reason.as_ref()))
            (labelled(index, "Rationale", change.rationale.as_ref()))
        }
    }
}

fn class(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Refinement => "refined",
        ChangeKind::Interpretation => "interpreted",
        ChangeKind::GuidanceAddition
        | ChangeKind::InformationAddition
        | ChangeKind::NoteAddition => "guidance-added",
        ChangeKind::Modification => "modified",
        ChangeKind::Retention => "retained",
    }
}
