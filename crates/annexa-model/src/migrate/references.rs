//! References: each is changed to the successor of its target. If there is not exactly one
//! successor, the reference names the earlier edition explicitly, which keeps its meaning, and the
//! author decides.

use annexa_base::{Layout, Point};
use annexa_syntax::{Declaration, DeclarationKind, Keyword, Reference, ReferenceTarget, TextRange};

use super::{
    draft::Drafts,
    layout,
    passage::{Became, Passage, names_edition},
    written::{edition, listed, named, printed, redirect},
};
use crate::{BaseId, DeclarationId, DeclarationRef, LinkRole, Project};

/// The target of a head in the later edition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Head {
    pub(super) id: DeclarationId,
    pub(super) kind: DeclarationKind,
    pub(super) base: BaseId,
    /// The target in the earlier edition; `None` if the head already named the later one.
    pub(super) from: Option<Point>,
    pub(super) to: Point,
}

/// Migrates the references of a declaration, beginning with that of its head.
pub(super) fn move_references(
    project: &Project,
    passages: &[Passage<'_>],
    at: &DeclarationRef<'_>,
    drafts: &mut Drafts,
) -> Option<Head> {
    let mut head = None;
    let cited = at.declaration.texts().flat_map(|(_, text)| &text.references);
    let all = at.declaration.target.iter().chain(cited);
    for (link, reference) in project.links(at.id).iter().zip(all) {
        if link.role == LinkRole::Citation && names_edition(reference) {
            continue;
        }
        let found = passages.iter().find_map(|it| Some((it, it.became(project, link)?)));
        let Some((passage, became)) = found else { continue };
        match link.role {
            // A key is a historical record.
            LinkRole::Key => {}
            LinkRole::Target => head = move_head(passage, at, reference, &became, drafts),
            LinkRole::Citation => match (became.to.as_slice(), heading(passage, &became)) {
                ([to], _) => redirect(at, reference, passage, to, drafts),
                // The provision as a whole still exists.
                (_, Some(whole)) => redirect(at, reference, passage, &whole, drafts),
                (several, None) => {
                    pin(at, reference, passage, drafts);
                    let message = format!(
                        "{} became {}; the reference names the edition of {} until you write another",
                        printed(passage, &became.from),
                        listed(several, "and"),
                        edition(passage),
                    );
                    let choices = several.iter().map(|to| named(reference, to));
                    drafts.decide(at.location(reference.range), message, choices);
                }
            },
        }
    }
    head.or_else(|| unmoved_head(project, passages, at))
}

/// Returns the target of a head that already names the later edition.
fn unmoved_head(
    project: &Project,
    passages: &[Passage<'_>],
    at: &DeclarationRef<'_>,
) -> Option<Head> {
    let target = project.target(at.id)?.base_target().filter(|target| target.annex.is_none())?;
    let passage = passages.iter().find(|it| it.is_moved && Some(it.base) == target.base)?;
    let number = passage.later.provision(target.provision?)?.number.clone();
    let to = Point { number, items: target.items.clone() };
    Some(Head { id: at.id, kind: at.declaration.kind, base: passage.base, from: None, to })
}

fn move_head(
    passage: &Passage<'_>,
    at: &DeclarationRef<'_>,
    reference: &Reference,
    became: &Became,
    drafts: &mut Drafts,
) -> Option<Head> {
    use DeclarationKind::*;
    let declaration = at.declaration;
    keep_identity(passage, at, &became.from, drafts);
    let has_themes = passage.later.layout == Layout::Attributes;
    let is_addition = matches!(declaration.kind, AddControl | AddClause | AddObjective);
    if has_themes && is_addition && has_below(passage, became) {
        layout::move_below_theme(passage, at, reference, became, drafts);
        return None;
    }
    let is_objective = declaration.kind == ModifyObjective && has_themes;
    match became.to.as_slice() {
        [to] => {
            redirect(at, reference, passage, to, drafts);
            let mut kind = declaration.kind;
            if is_objective {
                kind = ModifyPurpose;
                drafts.of(at.id).edits.push((declaration.words, kind.words().to_owned()));
            }
            check_wording(passage, at, became, to, drafts);
            check_heading(passage, at, reference, became, to, drafts);
            layout::check_label(passage, at, &became.from, to, drafts);
            Some(Head {
                id: at.id,
                kind,
                base: passage.base,
                from: Some(became.from.clone()),
                to: to.clone(),
            })
        }
        several
            if declaration.kind == Retain
                && let Some(whole) = heading(passage, became) =>
        {
            redirect(at, reference, passage, &whole, drafts);
            let (kind, base, from) = (declaration.kind, passage.base, Some(became.from.clone()));
            debug_assert!(several.len() > 1, "two places cannot have one heading");
            Some(Head { id: at.id, kind, base, from, to: whole })
        }
        several
            if declaration.kind == Retain && has_below(passage, became) && !several.is_empty() =>
        {
            retain_each(at, reference, passage, several, drafts);
            None
        }
        several => {
            pin(at, reference, passage, drafts);
            let from = printed(passage, &became.from);
            let words = if is_objective { ModifyPurpose.words() } else { declaration.kind.words() };
            let whole = heading(passage, became);
            let choices: Vec<String> = several
                .iter()
                .chain(&whole)
                .map(|to| format!("{words} {}{}", between(declaration), named(reference, to)))
                .collect();
            let message = match several {
                [] => format!(
                    "{from} has no successor in {}; move this text to another provision, or delete it",
                    passage.later.document.printed()
                ),
                _ if whole.is_some() => format!(
                    "{from} is a heading now, with {} below it; name the clauses that you mean",
                    listed(several, "and")
                ),
                _ => format!(
                    "{from} became {}; name the one that you mean, or repeat this for each",
                    listed(several, "and")
                ),
            };
            drafts.note(at, &format!("{from} became {}", listed(several, "and")));
            drafts.decide(at.location(reference.range), message, choices);
            None
        }
    }
}

/// Adds the `key` of a change, because its identity contains the earlier edition.
fn keep_identity(
    passage: &Passage<'_>,
    at: &DeclarationRef<'_>,
    from: &Point,
    drafts: &mut Drafts,
) {
    let declaration = at.declaration;
    if declaration.kind.added().is_some() || declaration.field(Keyword::Key).is_some() {
        return;
    }
    let document = &passage.earlier.document;
    let place = match document.number {
        Some(_) => printed(passage, from),
        None => format!("\"{}\" {}", document.printed(), from.printed()),
    };
    let audiences: Vec<&str> = declaration.audiences.iter().map(|it| it.value.as_str()).collect();
    let audiences = match audiences.is_empty() {
        true => String::new(),
        false => format!(" for {}", audiences.join(", ")),
    };
    drafts.of(at.id).lines.push(format!("key {place}{audiences}"));
}

/// Returns the clause of the later edition with the same number as the earlier one and all
/// successors below it.
fn heading(passage: &Passage<'_>, became: &Became) -> Option<Point> {
    let whole = passage.later.find(&became.from.number)?;
    let is_below = |to: &Point| {
        let found = passage.later.find(&to.number);
        found.is_some_and(|id| passage.later.ancestors(id).any(|(above, _)| above == whole))
    };
    let all = became.to.len() > 1 && became.from.items.is_empty() && became.to.iter().all(is_below);
    all.then(|| Point::of(&became.from.number))
}

/// A text about a clause that now has subclauses applies to all of them.
fn check_heading(
    passage: &Passage<'_>,
    at: &DeclarationRef<'_>,
    reference: &Reference,
    became: &Became,
    to: &Point,
    drafts: &mut Drafts,
) {
    let later = passage.later.find(&to.number).and_then(|id| passage.later.provision(id));
    let is_heading = to.items.is_empty() && later.is_some_and(|later| !later.is_leaf());
    if !is_heading || has_below(passage, became) || at.declaration.kind == DeclarationKind::Retain {
        return;
    }
    let message = format!(
        "{} became {}, which is a heading with clauses below it; name the clause that you mean",
        printed(passage, &became.from),
        to.printed()
    );
    let below = later.iter().flat_map(|it| &it.children);
    let below = below.filter_map(|&id| Some(Point::of(&passage.later.provision(id)?.number)));
    let choices: Vec<String> = below.map(|to| named(reference, &to)).collect();
    drafts.decide(at.location(reference.range), message, choices);
}

/// Returns `to` if the head of a declaration has it before its reference.
fn between(declaration: &Declaration) -> &'static str {
    let is_added = declaration.kind.words().starts_with("add ");
    if is_added { "to " } else { "" }
}

fn has_below(passage: &Passage<'_>, became: &Became) -> bool {
    let provision = became.provision.and_then(|id| passage.earlier.provision(id));
    provision.is_some_and(|provision| !provision.is_leaf())
}

/// Retains each successor separately, if a retained clause or objective no longer exists.
fn retain_each(
    at: &DeclarationRef<'_>,
    reference: &Reference,
    passage: &Passage<'_>,
    places: &[Point],
    drafts: &mut Drafts,
) {
    let Some((first, others)) = places.split_first() else { return };
    redirect(at, reference, passage, first, drafts);
    drafts.of(at.id).copies =
        others.iter().map(|to| (reference.range, named(reference, to))).collect();
}

/// Asks the author to review what depends on the wording or the list of the base, if that changed.
fn check_wording(
    passage: &Passage<'_>,
    at: &DeclarationRef<'_>,
    became: &Became,
    to: &Point,
    drafts: &mut Drafts,
) {
    use annexa_syntax::Keyword::{Replace, Text};
    let declaration = at.declaration;
    if declaration.kind.is_modification()
        && (declaration.field(Replace).is_some() || declaration.field(Text).is_some())
    {
        let message = format!(
            "this replaces words of {}; check whether it fits those of {}",
            printed(passage, &became.from),
            passage.later.document.printed()
        );
        drafts.decide(
            at.location(declaration.words),
            message,
            ["keep it", "rewrite it", "use `addition`"],
        );
    }
    if let Some(item) = &declaration.as_item {
        let last = |catalogue: &annexa_base::Catalogue, point: &Point| {
            let provision = catalogue.find(&point.number).and_then(|id| catalogue.provision(id))?;
            let items = match point.items.as_slice() {
                [] => &provision.items,
                path => &provision.item(path)?.items,
            };
            items.last().map(|item| item.mark.clone())
        };
        let (before, after) = (last(passage.earlier, &became.from), last(passage.later, to));
        if before != after {
            let shown = |mark: Option<annexa_syntax::SmolStr>| {
                mark.map_or("has no items".to_owned(), |mark| format!("ends with {mark}"))
            };
            let message = format!(
                "{} is the next item of a list; the list of {} {}",
                item.value,
                to.printed(),
                shown(after)
            );
            drafts.decide(
                at.location(item.range),
                message,
                ["use the mark that follows the last one"],
            );
        }
    }
}

/// Makes a reference name the earlier edition explicitly.
pub(super) fn pin(
    at: &DeclarationRef<'_>,
    reference: &Reference,
    passage: &Passage<'_>,
    drafts: &mut Drafts,
) {
    if let ReferenceTarget::Base { alias, edition: None, .. } = &reference.target {
        let new = format!(":{}", edition(passage));
        drafts.of(at.id).edits.push((TextRange::empty(alias.range.end()), new));
    }
}
