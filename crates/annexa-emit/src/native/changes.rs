//! What the standard changes, or says of what is there, in the order of output.

use std::cmp::Ordering;

use annexa_model::{DeclarationId, DeclarationRef, Order, Resolved, natural_order};
use annexa_syntax::{DeclarationKind, Effect, FieldValue, Keyword, ProvisionPart, SmolStr};
use rayon::prelude::*;

use crate::{
    context::Context,
    ids, printed,
    statements::{Within, statements},
    text,
    types::{Change, ChangeKind, ChangeTarget, Part, Replacement, Statement, Text},
};

/// The declarations that change something: by base, provision (a whole document first), list item,
/// audience and kind; those made to additions after those made to bases.
pub(super) fn order(context: &Context<'_>) -> Vec<DeclarationId> {
    let changes = context.project.declarations_of(context.standard, |_, it| kind(it).is_some());
    let mut keyed: Vec<(Key, DeclarationId)> =
        changes.map(|declared| (key(context, &declared), declared.id)).collect();
    keyed.par_sort_by(|(a, _), (b, _)| a.cmp(b));
    keyed.into_iter().map(|(_, id)| id).collect()
}

/// What the order of output goes by. The identity stands last, and no place in a file: moving a
/// declaration to another file moves nothing in the output.
#[derive(PartialEq, Eq)]
struct Key {
    target: (u32, u32),
    added: Option<Order>,
    item: SmolStr,
    audiences: Vec<usize>,
    kind: DeclarationKind,
    identity: String,
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.target
            .cmp(&other.target)
            .then_with(|| self.added.cmp(&other.added))
            .then_with(|| natural_order(&self.item, &other.item))
            .then_with(|| self.audiences.cmp(&other.audiences))
            .then_with(|| self.kind.cmp(&other.kind))
            .then_with(|| self.identity.cmp(&other.identity))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn key(context: &Context<'_>, declared: &DeclarationRef<'_>) -> Key {
    let mut order = None;
    let (target, item) = match context.project.target(declared.id) {
        Some(Resolved::Base(target)) => (
            (
                target.base.map_or(u32::MAX - 2, |base| base.0),
                target.provision.map_or(0, |provision| provision.0 + 1),
            ),
            printed::items(&target.items),
        ),
        Some(Resolved::Added { standard, added, items }) => {
            let own = *standard == context.standard.id;
            let holder = context.project.standard(*standard);
            order = holder.and_then(|holder| holder.added_order(*added));
            ((u32::MAX - if own { 2 } else { 1 }, 0), printed::items(items))
        }
        Some(Resolved::External { .. }) | None => ((u32::MAX, 0), SmolStr::default()),
    };
    let audiences = &declared.declaration.audiences;
    let mut audiences: Vec<usize> =
        audiences.iter().map(|name| context.audience_rank(&name.value)).collect();
    audiences.sort_unstable();
    let identity = context.project.identity_of(declared);
    Key {
        target,
        added: order,
        item,
        audiences,
        kind: declared.declaration.kind,
        identity: identity.map(|identity| identity.key).unwrap_or_default(),
    }
}

/// The kind of change, and the part that it changes; `None` for a declaration that changes nothing.
fn kind(kind: DeclarationKind) -> Option<(ChangeKind, Option<Part>)> {
    Some(match kind.effect() {
        Effect::Refines => (ChangeKind::Refinement, Some(Part::Text)),
        Effect::Interprets => (ChangeKind::Interpretation, Some(Part::Text)),
        Effect::AddsTo(part) => (addition_to(part), Some(part.into())),
        Effect::Modifies(part) => (ChangeKind::Modification, Some(part.into())),
        Effect::Retains => (ChangeKind::Retention, None),
        _ => return None,
    })
}

fn addition_to(part: ProvisionPart) -> ChangeKind {
    match part {
        ProvisionPart::Information => ChangeKind::InformationAddition,
        ProvisionPart::Note => ChangeKind::NoteAddition,
        ProvisionPart::Guidance
        | ProvisionPart::Objective
        | ProvisionPart::Control
        | ProvisionPart::Purpose => ChangeKind::GuidanceAddition,
    }
}

impl From<ProvisionPart> for Part {
    fn from(part: ProvisionPart) -> Part {
        match part {
            ProvisionPart::Objective => Part::Objective,
            ProvisionPart::Control => Part::Control,
            ProvisionPart::Purpose => Part::Purpose,
            ProvisionPart::Guidance => Part::Guidance,
            ProvisionPart::Information => Part::Information,
            ProvisionPart::Note => Part::Note,
        }
    }
}

/// The part that a modification puts a wording of its own in place of.
pub(super) fn replaced_part(declared: &DeclarationRef<'_>) -> Option<Part> {
    let declaration = declared.declaration;
    let (_, part) = kind(declaration.kind).filter(|_| declaration.kind.is_modification())?;
    declaration.text(Keyword::Text).and(part)
}

/// A change with all that it says.
pub(super) fn change(context: &Context<'_>, id: DeclarationId) -> Option<Change> {
    let declared = context.declaration(id)?;
    let declaration = declared.declaration;
    let identity = context.project.identity_of(&declared)?;
    let basis = declaration.kind.clause()?;
    let (kind, part) = kind(declaration.kind)?;
    let audiences = context.audiences(&declaration.audiences);
    let target = target(context, &declared, part);
    let text = context.text(declaration, Keyword::Text);
    let addition = context.text(declaration, Keyword::Addition);
    let said = text.as_ref().or(addition.as_ref());
    let source = declaration.text(Keyword::Text).or_else(|| declaration.text(Keyword::Addition));
    Some(Change {
        id: ids::id(&identity),
        key: identity.key,
        kind,
        basis: basis.to_owned(),
        applies: context.text(declaration, Keyword::Applies),
        reference_control: said
            .zip(source)
            .filter(|_| part == Some(Part::Control))
            .map(|(said, source)| text::as_reference_control(declared.item, source, said)),
        replacement: replacement(&declared),
        reason: context.text(declaration, Keyword::Reason),
        rationale: context.text(declaration, Keyword::Rationale),
        statements: sentences(context, said, part, &audiences),
        source: context.source(&declared),
        target,
        audiences,
        text,
        addition,
    })
}

/// Notes hold no provisions.
fn sentences(
    context: &Context<'_>,
    said: Option<&Text>,
    part: Option<Part>,
    audiences: &[String],
) -> Vec<Statement> {
    match (said, part) {
        (Some(said), Some(part)) if part != Part::Note => {
            statements(said, Within::sector(context, part, audiences))
        }
        _ => Vec::new(),
    }
}

fn target(
    context: &Context<'_>,
    declared: &DeclarationRef<'_>,
    part: Option<Part>,
) -> ChangeTarget {
    let resolved = context.project.target(declared.id);
    let base = match resolved {
        Some(Resolved::Base(target)) => target.base.and_then(|base| context.standard.base(base)),
        _ => None,
    };
    let cited = resolved.map(|resolved| context.target(resolved));
    let reference = match resolved {
        Some(resolved) => context.printed(resolved),
        None => declared.declaration.target.as_ref().map(printed::unresolved).unwrap_or_default(),
    };
    ChangeTarget {
        base: base.map(super::bases::alias),
        id: cited.as_ref().and_then(|cited| cited.id),
        item: cited.and_then(|cited| cited.item),
        part,
        reference,
    }
}

fn replacement(declared: &DeclarationRef<'_>) -> Option<Replacement> {
    match &declared.declaration.field(Keyword::Replace)?.value {
        FieldValue::Replace { old, new } => {
            Some(Replacement { old: old.value.to_string(), new: new.value.to_string() })
        }
        _ => None,
    }
}
