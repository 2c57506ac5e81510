//! Labels that are free: the next number behind the siblings, in the base and in the standard.

use annexa_model::{AddedKind, BaseKind, Catalogue, Layout, Project, ProvisionKind, Standard};
use annexa_syntax::DeclarationKind;

use super::{CompletionItem, CompletionKind, CompletionPlace, fitting};
use crate::typing::UnfinishedPart;

/// A provision that something can be added to.
struct Above<'a> {
    /// Its number, as labels repeat it; empty for the document.
    number: String,
    title: String,
    catalogue: Option<&'a Catalogue>,
}

pub(super) fn complete(
    place: &CompletionPlace<'_>,
    kind: DeclarationKind,
    entry: &UnfinishedPart<'_>,
) -> Vec<CompletionItem> {
    let Some(standard) = place.standard else { return Vec::new() };
    let (_, typed) = place.word();
    let mut above = above(place.project, standard, kind);
    // What the rest of the head names already, and then what is typed, come first.
    let named = entry.pieces.iter().skip_while(|piece| piece.text != "to").skip(1);
    let named: Vec<&str> = named.map(|piece| piece.text).take(2).collect();
    let numbered = typed.strip_prefix(standard.prefix.as_str()).and_then(|it| it.strip_prefix('.'));
    let begun = numbered.and_then(|number| number.rsplit_once('.')).map(|(above, _)| above);
    if let Some(begun) = begun
        && !begun.is_empty()
        && !above.iter().any(|it| it.number == begun)
    {
        let catalogue = above.iter().find_map(|it| it.catalogue);
        above.push(Above { number: begun.to_owned(), title: String::new(), catalogue });
    }
    let is_wanted = |it: &Above<'_>| {
        named.contains(&it.number.as_str())
            || named.iter().any(|name| *name == format!("{}.{}", standard.prefix, it.number))
            || begun == Some(it.number.as_str())
    };
    above.sort_by_key(|it| !is_wanted(it));
    let items = above.iter().filter_map(|it| {
        let label = standard.next_free_label(&it.number, it.catalogue, "")?;
        let place_of = if it.number.is_empty() {
            it.title.clone()
        } else {
            format!("{} {}", it.number, it.title)
        };
        let item =
            place.item(CompletionKind::Label, label).detail(format!("next below {place_of}"));
        Some(item)
    });
    let mut items: Vec<CompletionItem> = items.collect();
    if kind == DeclarationKind::AddClause {
        let letters = ('A'..='Z').map(|letter| format!("{}.{letter}", standard.prefix));
        let free = letters.into_iter().find(|label| standard.added_by_label(label).is_none());
        let annex = |label| place.item(CompletionKind::Label, label).detail("opens an annex");
        items.extend(free.map(annex));
    }
    fitting(typed, items)
}

/// What a declaration of that kind can be added to, in order.
fn above<'a>(project: &'a Project, standard: &Standard, kind: DeclarationKind) -> Vec<Above<'a>> {
    use DeclarationKind::*;
    let mut above = Vec::new();
    for base in &standard.bases {
        let Some(catalogue) = base.catalogue.and_then(|id| project.catalogue(id)) else { continue };
        let wants_requirements = kind == AddRequirement;
        if wants_requirements == (base.kind == BaseKind::Controls) && kind != AddClause {
            continue;
        }
        if kind == AddClause {
            let title = catalogue.document.printed();
            above.push(Above { number: String::new(), title, catalogue: Some(catalogue) });
        }
        let suits = |provision: &ProvisionKind| match kind {
            AddControl if catalogue.layout == Layout::Objectives => {
                *provision == ProvisionKind::Objective
            }
            _ => *provision == ProvisionKind::Clause,
        };
        let provisions = catalogue.provisions.iter().filter(|it| suits(&it.kind));
        above.extend(provisions.map(|it| Above {
            number: it.number.to_string(),
            title: it.title.to_string(),
            catalogue: Some(catalogue),
        }));
    }
    let suits = |added: AddedKind| match kind {
        AddControl => matches!(added, AddedKind::Clause | AddedKind::Objective),
        AddRequirement => added == AddedKind::Requirement || added == AddedKind::Clause,
        _ => added == AddedKind::Clause,
    };
    above.extend(standard.added_in_order().filter(|it| suits(it.kind)).map(|it| Above {
        number: it.number_in_label().to_owned(),
        title: format!("{}, added {}", it.title, it.kind.as_str()),
        catalogue: None,
    }));
    above
}
