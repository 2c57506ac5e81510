//! S004, S005, S006: unknown, missing and duplicate fields.

use annexa_base::FIELDS_OF_2022;
use annexa_syntax::{
    Declaration, DeclarationKind, Field, FieldValue, Keyword, TextRange, empty_field,
};
use rustc_hash::FxHashMap;

use super::{DeclarationContext, Findings, edits, listed, nearest};
use crate::{AddedKind, Parent};

/// Field names that authors use for another field with a dissimilar name.
const MEANT: &[(&str, &[Keyword])] = &[
    ("reason", &[Keyword::Rationale]),
    ("rationale", &[Keyword::Reason]),
    ("text", &[Keyword::Control, Keyword::Definition, Keyword::Reason]),
    ("statement", &[Keyword::Control, Keyword::Text]),
    ("description", &[Keyword::Definition, Keyword::Text, Keyword::Control]),
    ("control", &[Keyword::Text]),
    ("guidance", &[Keyword::Text]),
    ("information", &[Keyword::Text]),
    ("objective", &[Keyword::Purpose]),
    ("why", &[Keyword::Reason, Keyword::Rationale]),
    ("version", &[Keyword::Edition]),
];

/// Returns the fields that a declaration must not have.
fn misnamed(declaration: &Declaration) -> impl Iterator<Item = (&str, TextRange)> {
    let kind = declaration.kind;
    let unknown = declaration.unknown_fields.iter().map(|name| (name.value.as_str(), name.range));
    let misplaced = declaration
        .fields
        .iter()
        .filter(move |field| !kind.takes(field.name))
        .map(|field| (field.name.as_str(), field.name_range));
    unknown.chain(misplaced)
}

/// Whether the name of another field was written for this one.
pub(super) fn is_misnamed(declaration: &Declaration, field: Keyword) -> bool {
    misnamed(declaration).any(|(name, _)| suggestion(declaration, name) == Some(field))
}

/// Returns the field that was meant.
fn suggestion(declaration: &Declaration, name: &str) -> Option<Keyword> {
    let kind = declaration.kind;
    let takes = |field: Keyword| kind.takes(field) && can_stand(declaration, field);
    let meant = MEANT.iter().find(|(word, _)| *word == name);
    if let Some(field) =
        meant.and_then(|(_, fields)| fields.iter().copied().find(|field| takes(*field)))
    {
        return Some(field);
    }
    let fields = kind.required_fields().chain(kind.optional_fields());
    let near = nearest(name, fields.filter(|field| takes(*field)).map(Keyword::as_str))?;
    Keyword::of(near)
}

/// Whether a field can be added: it is missing or can be repeated.
fn can_stand(declaration: &Declaration, field: Keyword) -> bool {
    declaration.kind.can_repeat(field) || declaration.field(field).is_none()
}

pub(super) fn unknown_field(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    for (name, range) in misnamed(declaration) {
        let location = context.location(range);
        let words = declaration.kind.words();
        match suggestion(declaration, name) {
            Some(meant) => {
                let message =
                    format!("`{words}` has no field `{name}`; did you mean `{}`?", meant.as_str());
                findings.report(location, message).replace(location, meant.as_str());
            }
            None => {
                let kind = declaration.kind;
                let fields = kind.required_fields().chain(kind.optional_fields());
                let fields: Vec<&str> = fields.map(Keyword::as_str).collect();
                let message = if fields.is_empty() {
                    format!("`{words}` has no fields; delete `{name}`")
                } else {
                    format!(
                        "`{words}` has no field `{name}`; it can have {}",
                        listed(fields, "and")
                    )
                };
                findings.report(location, message);
            }
        }
    }
}

pub(super) fn missing_field(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    if declaration.has_errors || declaration.is_cut_short {
        return;
    }
    let suggested: Vec<Keyword> =
        misnamed(declaration).filter_map(|(name, _)| suggestion(declaration, name)).collect();
    let is_missing =
        |field: &Keyword| declaration.field(*field).is_none() && !suggested.contains(field);
    let mut missing: Vec<Keyword> = declaration
        .kind
        .required_fields()
        .chain(required_by_layout(context).iter().copied())
        .filter(is_missing)
        .collect();
    let fields = declaration.kind.fields();
    missing.sort_by_key(|field| fields.iter().position(|it| it.name == *field));
    let location = context.location(declaration.words);
    let words = declaration.kind.words();
    if declaration.kind.is_modification() {
        let wordings = [Keyword::Text, Keyword::Addition, Keyword::Replace];
        if wordings.iter().all(is_missing) {
            let also = if missing.is_empty() { "" } else { " and a `reason`" };
            let mut edits = vec!["addition \"\"\"\"\"\"".to_owned()];
            edits.extend(missing.iter().map(|field| empty_field(*field)));
            findings
                .report(
                    location,
                    format!(
                        "`{words}` needs the new wording: add `text`, `addition` or `replace`{also}"
                    ),
                )
                .fix(
                    "Insert `addition`",
                    vec![edits::insert_field(&context.at, &edits.join("\n  "))],
                );
            return;
        }
    }
    if missing.is_empty() {
        return;
    }
    let names: Vec<&str> = missing.iter().map(|field| field.as_str()).collect();
    let skeletons: Vec<String> = missing.iter().map(|field| empty_field(*field)).collect();
    let edit = edits::insert_field(&context.at, &skeletons.join("\n  "));
    findings
        .report(
            location,
            format!("`{words}` must have {}, which is missing", listed(&names, "and")),
        )
        .fix(format!("Insert {}", listed(&names, "and")), vec![edit]);
}

/// Returns the fields that the layout of a base requires in an added control.
fn required_by_layout(context: &DeclarationContext<'_>) -> &'static [Keyword] {
    let layout = || {
        let standard = context.standard?;
        let added = standard.added(context.at.id)?;
        if added.parent == Parent::Unknown || added.kind != AddedKind::Control {
            return None;
        }
        let catalogue = standard.base(added.base?)?.catalogue?;
        Some(context.project.catalogue(catalogue)?.layout)
    };
    match context.at.declaration.kind {
        DeclarationKind::AddControl if layout() == Some(crate::Layout::Attributes) => {
            FIELDS_OF_2022
        }
        _ => &[],
    }
}

pub(super) fn duplicate_field(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    let mut seen: FxHashMap<Slot<'_>, usize> = FxHashMap::default();
    for (index, later) in declaration.fields.iter().enumerate() {
        let slots = slots(declaration, later);
        let first = slots.iter().filter_map(|slot| seen.get(slot).copied()).min();
        for slot in slots {
            seen.entry(slot).or_insert(index);
        }
        let Some(first) = first.and_then(|first| declaration.fields.get(first)) else { continue };
        if !declaration.kind.takes(later.name) {
            continue;
        }
        let message = if first.name == later.name && later.audiences.is_empty() {
            format!("`{}` occurs twice; keep one of them", later.name.as_str())
        } else if first.name == later.name {
            format!("`{}` occurs twice for one audience; keep one of them", later.name.as_str())
        } else {
            format!(
                "only one of `text`, `addition` and `replace` is possible, and `{}` is already here",
                first.name.as_str()
            )
        };
        let lines = edits::lines_of(&context.at, later.range);
        findings
            .report(context.location(later.name_range), message)
            .related(context.location(first.name_range), "the first one is here")
            .fix(
                "Delete this field",
                vec![crate::Edit { location: context.location(lines), new: String::new() }],
            );
    }
}

/// A role that only one field of a declaration can have.
#[derive(PartialEq, Eq, Hash)]
enum Slot<'a> {
    Field(Keyword),
    /// The wording of a modification.
    Wording,
    /// The title of a control in an annex, by number.
    Title(&'a str),
    /// The guidance of a control for an audience, or for all.
    Guidance(Option<&'a str>),
}

/// Returns the roles of a field; empty if it can be repeated.
fn slots<'a>(declaration: &Declaration, field: &'a Field) -> Vec<Slot<'a>> {
    use Keyword::*;
    if let FieldValue::TitleOfProvision { number, .. } = &field.value {
        return vec![Slot::Title(&number.value)];
    }
    match field.name {
        Text | Addition | Replace if declaration.kind.is_modification() => vec![Slot::Wording],
        Guidance if declaration.kind == DeclarationKind::AddControl => {
            let named = field.audiences.iter().map(|name| Slot::Guidance(Some(&name.value)));
            match field.audiences.is_empty() {
                true => vec![Slot::Guidance(None)],
                false => named.collect(),
            }
        }
        name if declaration.kind.can_repeat(name) => Vec::new(),
        name => vec![Slot::Field(name)],
    }
}
