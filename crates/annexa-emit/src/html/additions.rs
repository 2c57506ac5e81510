//! Added clauses, objectives, controls and requirements.

use maud::{Markup, html};

use super::changes::changes;
use super::index::Index;
use super::section::Section;
use super::words::{asides, labelled, text};
use crate::types::{Addition, AdditionKind, Attributes, State};

/// An addition, with what is added below it.
pub(super) fn section(index: &Index<'_>, addition: &Addition) -> Section {
    let mut body =
        Section::new(addition.id.0, number(addition), &addition.title, body(index, addition));
    body.state = Some(State::New);
    body.source = Some(addition.source.clone());
    body.below = index.additions_below(&addition.id).iter().map(|it| section(index, it)).collect();
    body
}

/// The number, and the mark where it is an item of a list of the base.
fn number(addition: &Addition) -> String {
    match &addition.as_item {
        Some(mark) => format!("{} {mark}", addition.number),
        None => addition.number.to_string(),
    }
}

fn body(index: &Index<'_>, addition: &Addition) -> Markup {
    html! {
        @if !addition.audiences.is_empty() {
            p.label { "For: " (index.audiences(&addition.audiences)) }
        }
        (labelled(index, "Applies where", addition.applies.as_ref()))
        @if let Some(attributes) = &addition.attributes { (self::attributes(attributes)) }
        @if addition.kind == AdditionKind::Objective {
            (labelled(index, "Objective", addition.text.as_ref()))
        } @else if let Some(said) = &addition.text {
            (text(index, said))
        }
        (labelled(index, "Control", addition.control.as_ref().map(|control| &control.control)))
        (labelled(index, "Purpose", addition.purpose.as_ref()))
        @for guidance in &addition.guidance {
            @let label = match guidance.audiences.as_slice() {
                [] => "Guidance".to_owned(),
                audiences => format!("Guidance for: {}", index.audiences(audiences)),
            };
            (labelled(index, &label, Some(&guidance.text)))
        }
        (labelled(index, "Other information", addition.information.as_ref()))
        (asides(index, "NOTE", &addition.notes))
        (asides(index, "EXAMPLE", &addition.examples))
        (labelled(index, "Rationale", addition.rationale.as_ref()))
        (changes(index, index.changes_of(&addition.id)))
    }
}

/// The table of attributes that stands at the head of a control (ISO/IEC 27002:2022, 4.2).
fn attributes(attributes: &Attributes) -> Markup {
    let columns = [
        ("Control type", &attributes.control_type),
        ("Information security properties", &attributes.properties),
        ("Cybersecurity concepts", &attributes.concepts),
        ("Operational capabilities", &attributes.capabilities),
        ("Security domains", &attributes.domains),
    ];
    html! {
        table.attributes {
            thead { tr { @for (name, _) in &columns { th scope="col" { (name) } } } }
            tbody {
                tr {
                    @for (_, values) in &columns {
                        td { @for value in *values { span { "#" (value) } " " } }
                    }
                }
            }
        }
    }
}
