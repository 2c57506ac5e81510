//! Controls that were merged in the later edition: joins their declarations, in order, if several
//! would change the same part of one provision for one audience.

use annexa_base::Point;
use annexa_syntax::{DeclarationKind, Field, FieldValue, Keyword, SmolStr, value_of_text};

use super::Joined;
use super::{
    draft::{Drafts, comments_above, comments_in, is_to_decide},
    passage::Passage,
    references::Head,
    written::{listed, printed},
};
use crate::changes::ChangedPart;
use crate::{BaseId, DeclarationId, DeclarationRef, Project};

/// A part of a provision that can be changed once per audience.
type PartOfPlace = (BaseId, SmolStr, Vec<SmolStr>, ChangedPart);

/// Joins the declarations that now change the same part.
pub(super) fn join(
    project: &Project,
    passages: &[Passage<'_>],
    heads: &[Head],
    is_in_scope: &dyn Fn(DeclarationId) -> bool,
    drafts: &mut Drafts,
) -> Vec<Joined> {
    let mut parts: Vec<(PartOfPlace, Vec<&Head>)> = Vec::new();
    for head in heads {
        let Some(part) =
            ChangedPart::of(head.kind).filter(|part| *part != ChangedPart::Requirement)
        else {
            continue;
        };
        let place = (head.base, head.to.number.clone(), head.to.items.clone(), part);
        match parts.iter_mut().find(|(known, _)| *known == place) {
            Some((_, group)) => group.push(head),
            None => parts.push((place, vec![head])),
        }
    }
    let mut joining = Joining { project, passages, is_in_scope, drafts, joined: Vec::new() };
    for (_, group) in &parts {
        joining.group(group);
    }
    let joined = joining.joined;
    let retained = |head: &&Head| head.kind == DeclarationKind::Retain && is_in_scope(head.id);
    for head in heads.iter().filter(retained) {
        retained_and_changed(project, passages, heads, head, drafts);
        retained_with_others(project, passages, heads, head, drafts);
    }
    joined
}

/// The state of joining: the drafts, and the declarations that were joined.
struct Joining<'a> {
    project: &'a Project,
    passages: &'a [Passage<'a>],
    is_in_scope: &'a dyn Fn(DeclarationId) -> bool,
    drafts: &'a mut Drafts,
    joined: Vec<Joined>,
}

impl Joining<'_> {
    /// Joins the declarations about one part of one place, in order. Each is joined to an earlier
    /// one of the same kind with the same audiences; if audiences overlap otherwise, the author
    /// decides.
    fn group(&mut self, group: &[&Head]) {
        let mut kept: Vec<&Head> = Vec::new();
        for other in group {
            let same = kept.iter().find(|first| self.is_same(first, other));
            let overlapping = || kept.iter().find(|first| self.overlap(first, other));
            let Some(first) = same.or_else(overlapping).copied() else {
                kept.push(other);
                continue;
            };
            // If both named the same provision before, the author had made a mistake.
            let came_together = first.from != other.from;
            if !(came_together && self.is_same(first, other) && self.join(first, other)) {
                kept.push(other);
                let is_concerned = (self.is_in_scope)(first.id) || (self.is_in_scope)(other.id);
                if came_together && is_concerned {
                    let here = (self.is_in_scope)(other.id);
                    note_same_part(self.project, self.passages, first, other, here, self.drafts);
                }
            }
        }
    }

    fn join(&mut self, first: &Head, other: &Head) -> bool {
        let is_free = (self.is_in_scope)(first.id) && (self.is_in_scope)(other.id);
        if !is_free || join_into(self.project, first, other, self.drafts).is_none() {
            return false;
        }
        check_control(self.project, first, other, self.drafts);
        let declarations = (self.project.declaration(first.id), self.project.declaration(other.id));
        if let (Some(first), Some(other)) = declarations {
            let head = |at: &DeclarationRef<'_>| at.source(at.declaration.head).to_owned();
            self.joined.push(Joined {
                location: other.location(other.declaration.head),
                declaration: head(&other),
                into_location: first.location(first.declaration.head),
                into: head(&first),
            });
        }
        true
    }

    fn is_same(&self, first: &Head, other: &Head) -> bool {
        let audiences = |head| self.audiences(head);
        first.kind == other.kind && audiences(first) == audiences(other)
    }

    /// A declaration for all audiences overlaps with every other.
    fn overlap(&self, first: &Head, other: &Head) -> bool {
        let (first, other) = (self.audiences(first), self.audiences(other));
        first.is_empty() || other.is_empty() || first.iter().any(|name| other.contains(name))
    }

    fn audiences(&self, head: &Head) -> Vec<SmolStr> {
        let Some(at) = self.project.declaration(head.id) else { return Vec::new() };
        let names = at.declaration.audiences.iter().map(|name| name.value.clone());
        let mut names: Vec<SmolStr> = names.collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Joins a declaration to another one. `None` if both have a part that can occur only once.
fn join_into(project: &Project, first: &Head, other: &Head, drafts: &mut Drafts) -> Option<()> {
    let (into, at) = (project.declaration(first.id)?, project.declaration(other.id)?);
    let mut texts = Vec::new();
    let mut lines = Vec::new();
    let value = |at: &DeclarationRef<'_>, field: &Field| field.text().map(|it| it.value(at.item));
    let applies = |at: &DeclarationRef<'_>| value(at, at.declaration.field(Keyword::Applies)?);
    if applies(&into) != applies(&at) || at.declaration.has_errors || into.declaration.has_errors {
        return None;
    }
    for field in &at.declaration.fields {
        let same = into.declaration.field(field.name);
        match (&field.value, same.map(|same| &same.value)) {
            // The result has the identity of the first.
            _ if matches!(field.name, Keyword::Applies | Keyword::Key) => {}
            (FieldValue::Text(text), Some(FieldValue::Text(same))) => texts.push((same, text)),
            (FieldValue::Allow { .. }, _) | (FieldValue::Text(_), None) => {
                // New wording and an addition exclude each other.
                if is_wording(field.name)
                    && into.declaration.fields.iter().any(|it| is_wording(it.name))
                {
                    return None;
                }
                lines.push(drafts.source(&at, field.range));
            }
            _ => return None,
        }
    }
    let is_replaced = |name| at.declaration.kind.is_modification() && name == Keyword::Text;
    if at.declaration.fields.iter().any(|field| is_replaced(field.name)) {
        return None;
    }
    let texts: Vec<_> = texts
        .into_iter()
        .map(|(same, text)| {
            let (before, after) =
                (drafts.source(&into, same.range), drafts.source(&at, text.range));
            Some((same.range, text_of(&value_of_text(&before), &value_of_text(&after))?))
        })
        .collect::<Option<_>>()?;
    let above = comments_above(project, &at);
    let comments = above.into_iter().chain(comments_in(&at, at.declaration.range));
    lines.extend(comments.filter(|it| !is_to_decide(it)).map(str::to_owned));
    let draft = drafts.of(into.id);
    for (range, text) in texts {
        draft.edits.retain(|(edit, _)| !range.contains_range(*edit));
        draft.edits.push((range, text));
    }
    draft.lines.extend(lines);
    drafts.of(at.id).is_gone = true;
    Some(())
}

/// The statement of a control has one `should`, and this includes what is added to it.
fn check_control(project: &Project, first: &Head, other: &Head, drafts: &mut Drafts) {
    if first.kind != DeclarationKind::ModifyControl {
        return;
    }
    let Some(at) = project.declaration(first.id) else { return };
    let head = project.declaration(other.id).map_or("", |at| at.source(at.declaration.head));
    let message = format!("this includes the addition of `{head}`; keep one `should` in it");
    let choices = ["combine both into one sentence", "add one of them as guidance"];
    drafts.note(&at, "one `should` in the addition");
    drafts.decide(at.location(at.declaration.head), message, choices);
}

fn is_wording(name: Keyword) -> bool {
    matches!(name, Keyword::Text | Keyword::Addition | Keyword::Replace)
}

/// Returns the source of a text that consists of both texts.
fn text_of(first: &str, second: &str) -> Option<String> {
    let mut text = "\"\"\"\n".to_owned();
    for line in format!("{first}\n\n{second}").lines() {
        // Three quotation marks in a string would close the text.
        if line.contains("\"\"\"") {
            return None;
        }
        text.push_str(if line.is_empty() { "" } else { "    " });
        text.push_str(line);
        text.push('\n');
    }
    text.push_str("  \"\"\"");
    Some(text)
}

/// Notes on both declarations that they now change the same part.
fn note_same_part(
    project: &Project,
    passages: &[Passage<'_>],
    first: &Head,
    other: &Head,
    other_is_in_scope: bool,
    drafts: &mut Drafts,
) {
    let (here, there) = if other_is_in_scope { (other, first) } else { (first, other) };
    let (Some(at), Some(twin)) = (project.declaration(here.id), project.declaration(there.id))
    else {
        return;
    };
    let message = format!(
        "{} and {} are both {} now, and a part is changed at most once per audience",
        named(passages, here),
        named(passages, there),
        here.to.printed(),
    );
    let other = format!("join it manually with that of {}", twin.source(twin.declaration.head));
    drafts.note(&at, &format!("{} is also {}", named(passages, there), here.to.printed()));
    drafts.decide(
        at.location(at.declaration.head),
        message,
        [other, "delete one of them".to_owned()],
    );
}

/// Returns the previous or current target of a head.
fn named(passages: &[Passage<'_>], head: &Head) -> String {
    let passage = passages.iter().find(|it| it.base == head.base);
    match (passage, &head.from) {
        (Some(passage), Some(from)) => printed(passage, from),
        _ => head.to.printed(),
    }
}

/// Decides about provisions that were merged, of which one was retained and another changed.
fn retained_and_changed(
    project: &Project,
    passages: &[Passage<'_>],
    heads: &[Head],
    head: &Head,
    drafts: &mut Drafts,
) {
    let is_same = |other: &&Head| {
        other.kind != DeclarationKind::Retain
            && (other.base, &other.to) == (head.base, &head.to)
            && other.from != head.from
    };
    let Some(other) = heads.iter().find(is_same) else { return };
    let Some(at) = project.declaration(head.id) else { return };
    let message = format!(
        "{} was left unchanged and {} was not; both are {} now",
        named(passages, head),
        named(passages, other),
        head.to.printed()
    );
    drafts.note(&at, &format!("{} is changed", head.to.printed()));
    let choice = "delete the `retain`, and use its reason as the rationale of the change";
    drafts.decide(at.location(at.declaration.head), message, [choice]);
}

/// Decides about a retained provision that was merged with provisions that no declaration names.
fn retained_with_others(
    project: &Project,
    passages: &[Passage<'_>],
    heads: &[Head],
    head: &Head,
    drafts: &mut Drafts,
) {
    let (Some(passage), Some(from)) =
        (passages.iter().find(|it| it.base == head.base), head.from.as_ref())
    else {
        return;
    };
    let is_leaf = |point: &Point| {
        let provision =
            passage.earlier.find(&point.number).and_then(|id| passage.earlier.provision(id));
        provision.is_some_and(|provision| provision.is_leaf())
    };
    let named_by_a_head = |point: &Point| heads.iter().any(|it| it.from.as_ref() == Some(point));
    let mut others = passage.correspondence.backward(&head.to, passage.earlier);
    others.retain(|point| is_leaf(point) && !named_by_a_head(point));
    if others.is_empty() || !is_leaf(from) {
        return;
    }
    let Some(at) = project.declaration(head.id) else { return };
    let message = format!(
        "{} is merged with {}; state whether the reason applies to the whole of {}",
        printed(passage, from),
        listed(&others, "and"),
        head.to.printed()
    );
    drafts.decide(at.location(at.declaration.head), message, ["keep it", "write a new reason"]);
}
