//! The licensed wording of a provision, for outputs that are asked for with it.

use annexa_model::{Cause, Location, Provision as ModelProvision, natural_order};
use annexa_syntax::{self as ast, Declaration, FieldValue, Keyword, ListItemDeclaration};

use super::{changes, provisions::OfBase};
use crate::{
    printed,
    statements::{Within, statements},
    text,
    types::{Id, Origin, Part, Wording},
};

/// The wording that the project's overlays give a provision: nothing unless it is asked for.
pub(super) fn wording(
    of: &OfBase<'_>,
    provision: &ModelProvision,
    causes: &[Cause],
) -> Vec<Wording> {
    if !of.context.options.include_base_text {
        return Vec::new();
    }
    let mut wording = Vec::new();
    for overlay in of.context.project.overlays(of.catalogue_id) {
        // An entry keeps the wording as a string; its structure is in the declaration.
        let entry = overlay.entry(&provision.number);
        let Some(declaration) = entry.and_then(|entry| declaration_at(of, entry.location)) else {
            continue;
        };
        for field in &declaration.fields {
            match &field.value {
                FieldValue::Text(said) => {
                    let Some(part) = part(field.name) else { continue };
                    let replaced_by = replaced_by(of, part, causes);
                    wording.push(piece(of, part, &[], said, replaced_by));
                }
                FieldValue::Item(item) => items(of, item, &mut Vec::new(), &mut wording),
                _ => {}
            }
        }
    }
    wording.sort_by(|a, b| {
        let item = |it: &Wording| it.item.clone().unwrap_or_default();
        a.part.cmp(&b.part).then_with(|| natural_order(&item(a), &item(b)))
    });
    wording
}

fn part(field: Keyword) -> Option<Part> {
    Some(match field {
        Keyword::Text => Part::Text,
        Keyword::Control => Part::Control,
        Keyword::Purpose => Part::Purpose,
        Keyword::Guidance => Part::Guidance,
        Keyword::Information => Part::Information,
        Keyword::Note => Part::Note,
        _ => return None,
    })
}

fn items<'a>(
    of: &OfBase<'_>,
    item: &'a ListItemDeclaration,
    path: &mut Vec<&'a str>,
    wording: &mut Vec<Wording>,
) {
    path.push(&item.mark.value);
    if let Some(said) = &item.text {
        wording.push(piece(of, Part::Text, path, said, Vec::new()));
    }
    for below in &item.items {
        items(of, below, path, wording);
    }
    path.pop();
}

fn piece(
    of: &OfBase<'_>,
    part: Part,
    path: &[&str],
    said: &ast::Text,
    replaced_by: Vec<Id>,
) -> Wording {
    let text = text::text(of.context, said);
    let item = printed::item(path);
    let within = Within {
        item: item.clone(),
        origin: Origin::Base,
        ..Within::sector(of.context, part, &[])
    };
    let statements = if part == Part::Note { Vec::new() } else { statements(&text, within) };
    Wording { part, item, text, statements, replaced_by }
}

/// The declaration at a place of the project, with ranges counted from its item.
fn declaration_at<'a>(of: &OfBase<'a>, location: Location) -> Option<&'a Declaration> {
    let document = of.context.project.document(location.file)?;
    let (_, item) = document.find(location.item)?;
    let here = usize::from(location.range.start());
    item.declarations().iter().find(|declaration| {
        (usize::from(declaration.range.start())..usize::from(declaration.range.end()))
            .contains(&here)
    })
}

/// The modifications of a provision that have a wording of their own for one of its parts.
fn replaced_by(of: &OfBase<'_>, part: Part, causes: &[Cause]) -> Vec<Id> {
    let replaces = |cause: &&Cause| {
        let declared = of.context.declaration(cause.declaration);
        cause.via.is_none()
            && declared.is_some_and(|declared| changes::replaced_part(&declared) == Some(part))
    };
    let replacing = causes.iter().filter(replaces);
    replacing.filter_map(|cause| of.context.id(cause.declaration)).collect()
}
