//! From the layout of 2013 to that of 2022: themes replace clauses and objectives, the text of an
//! objective becomes the purpose of its controls, and the author must add the attributes.

use annexa_base::{FIELDS_OF_2022, Layout, Point, attribute};
use annexa_syntax::{DeclarationKind, Keyword, Reference, TextRange};

use super::{
    draft::{Drafts, comments_in},
    passage::{Became, Passage},
    written::{listed, named, printed, redirect},
};
use crate::{
    AddedKind, AddedProvision, DeclarationId, DeclarationRef, Parent, Project, Resolved, Standard,
    added::number_in_label,
    rules::{edits, label_numbers},
};

/// Moves an addition to a clause or an objective to a theme of the later edition. If the controls
/// of that clause moved to several themes, the theme with most of them is chosen, and the author
/// decides.
pub(super) fn move_below_theme(
    passage: &Passage<'_>,
    at: &DeclarationRef<'_>,
    reference: &Reference,
    became: &Became,
    drafts: &mut Drafts,
) {
    let mut themes: Vec<(Point, Vec<Point>)> = Vec::new();
    for place in &became.to {
        let Some(id) = passage.later.find(&place.number) else { continue };
        let Some((_, theme)) = passage.later.ancestors(id).last() else { continue };
        match themes.iter_mut().find(|(point, _)| point.number == theme.number) {
            Some((_, places)) => places.push(place.clone()),
            None => themes.push((Point::of(&theme.number), vec![place.clone()])),
        }
    }
    // The sort is stable, so themes with the same number keep their order.
    themes.sort_by_key(|(_, places)| std::cmp::Reverse(places.len()));
    let Some((theme, _)) = themes.first() else { return };
    redirect(at, reference, passage, theme, drafts);
    let from = printed(passage, &became.from);
    if themes.len() > 1 {
        let all: Vec<Point> = themes.iter().map(|(theme, _)| theme.clone()).collect();
        let title = |theme: &Point| {
            let provision =
                passage.later.find(&theme.number).and_then(|id| passage.later.provision(id));
            provision.map(|provision| provision.title.to_string()).unwrap_or_default()
        };
        let choices = themes.iter().map(|(theme, places)| {
            format!("{} ({}), as {}", named(reference, theme), title(theme), listed(places, "and"))
        });
        let message = format!(
            "the provisions below {from} moved to the clauses {}; {} is written here",
            listed(&all, "and"),
            theme.printed()
        );
        drafts.note(at, &format!("clause {}", listed(&all, "or")));
        drafts.decide(at.location(reference.range), message, choices);
    }
    check_label(passage, at, &became.from, theme, drafts);
}

/// Checks whether a label still begins with the number of the new parent. A label that did not fit
/// before is left alone.
pub(super) fn check_label(
    passage: &Passage<'_>,
    at: &DeclarationRef<'_>,
    from: &Point,
    to: &Point,
    drafts: &mut Drafts,
) {
    let Some(label) = &at.declaration.label else { return };
    let number = number_in_label(&label.value);
    let is_of_27001 = passage.later.document.document == "ISO/IEC 27001";
    let is_inside = |above: &Point| {
        label_numbers(&above.number, is_of_27001)
            .iter()
            .any(|above| number.strip_prefix(above).is_some_and(|rest| rest.starts_with('.')))
    };
    if is_inside(to) || !is_inside(from) {
        return;
    }
    let message = format!(
        "the label {} does not begin with the number of clause {}, to which it now belongs",
        label.value,
        to.printed()
    );
    let keep = "keep the published number, and write `allow R115` with the reason";
    let renumber = format!(
        "give it a number of clause {}, and keep its identity with `key {}`",
        to.printed(),
        label.value
    );
    drafts.decide(at.location(label.range), message, [keep.to_owned(), renumber]);
}

/// Converts the objectives and controls that a standard adds to a base with a new layout.
pub(super) fn change_layout(
    project: &Project,
    standard: &Standard,
    passages: &[Passage<'_>],
    is_in_scope: &dyn Fn(&AddedProvision) -> bool,
    drafts: &mut Drafts,
) {
    let concerned = standard.added_in_order().filter(|added| {
        is_in_scope(added)
            && passages
                .iter()
                .any(|it| Some(it.base) == added.base && it.later.layout == Layout::Attributes)
    });
    // Controls come before objectives: an objective loses its text if a control has taken it.
    let (controls, others): (Vec<_>, Vec<_>) =
        concerned.partition(|added| added.kind == AddedKind::Control);
    for added in controls {
        control(project, standard, added, drafts);
    }
    for added in others.into_iter().filter(|added| added.kind == AddedKind::Objective) {
        objective(project, standard, added, is_in_scope, drafts);
    }
}

fn control(project: &Project, standard: &Standard, added: &AddedProvision, drafts: &mut Drafts) {
    let Some(at) = project.declaration(added.declaration) else { return };
    let declaration = at.declaration;
    let mut missing = FIELDS_OF_2022.to_vec();
    missing.retain(|field| declaration.field(*field).is_none());
    let above =
        objective_above(standard, added).and_then(|added| project.declaration(added.declaration));
    if missing.contains(&Keyword::Purpose)
        && let Some(above) = above
        && let Some(text) = above.declaration.text(Keyword::Text)
    {
        let purpose = format!("purpose {}", drafts.source(&above, text.range));
        let draft = drafts.of(at.id);
        match declaration.field(Keyword::Control) {
            Some(field) if declaration.fields.last() != Some(field) => {
                draft.edits.push((TextRange::empty(field.range.end()), format!("\n  {purpose}")));
            }
            _ => draft.lines.push(purpose),
        }
        missing.pop();
    }
    if missing.is_empty() {
        return;
    }
    let names = missing.iter().map(|field| field.as_str()).collect::<Vec<_>>().join(", ");
    drafts.note(&at, &names);
    let choices = missing.iter().map(|field| match attribute(*field) {
        Some(attribute) => format!("{}: {}", field.as_str(), some_of(attribute.values())),
        None => format!("{}: the purpose of the control, in one sentence", field.as_str()),
    });
    let label = declaration.label.as_ref().map_or(declaration.words, |label| label.range);
    let message = format!("the layout of the new edition requires {names}");
    drafts.decide(at.location(label), message, choices);
}

/// Returns the values to choose from, or only the first ones if there are many.
fn some_of(values: &[&str]) -> String {
    const SOME: usize = 5;
    match values.get(..SOME) {
        Some(some) if values.len() > SOME => {
            format!("{}, … ({} in all)", some.join(", "), values.len())
        }
        _ => values.join(", "),
    }
}

/// Returns the nearest objective above an added provision.
fn objective_above<'a>(
    standard: &'a Standard,
    added: &AddedProvision,
) -> Option<&'a AddedProvision> {
    let mut parent = added.parent;
    while let Parent::Added(id) = parent {
        let above = standard.added(id)?;
        if above.kind == AddedKind::Objective {
            return Some(above);
        }
        parent = above.parent;
    }
    None
}

/// Converts an objective to a clause with the same label and title. Its text moves to its controls.
fn objective(
    project: &Project,
    standard: &Standard,
    added: &AddedProvision,
    is_in_scope: &dyn Fn(&AddedProvision) -> bool,
    drafts: &mut Drafts,
) {
    let Some(at) = project.declaration(added.declaration) else { return };
    let declaration = at.declaration;
    let words = DeclarationKind::AddClause.words().to_owned();
    drafts.of(at.id).edits.push((declaration.words, words));
    let Some(field) = declaration.field(Keyword::Text) else { return };
    let id = at.id;
    let value =
        |at: &DeclarationRef<'_>, name| at.declaration.text(name).map(|text| text.value(at.item));
    let text = value(&at, Keyword::Text);
    let mut controls = standard.added_in_order().filter(|below| {
        let nearest = objective_above(standard, below);
        below.kind == AddedKind::Control
            && nearest.is_some_and(|above| above.declaration == added.declaration)
    });
    let has_taken = |control: &AddedProvision| {
        let Some(control_at) = project.declaration(control.declaration) else { return false };
        match value(&control_at, Keyword::Purpose) {
            Some(purpose) => Some(&purpose) == text.as_ref(),
            None => is_in_scope(control),
        }
    };
    let first = controls.next();
    let is_taken = first.is_some_and(|first| has_taken(first) && controls.all(has_taken));
    if !is_taken || is_item_named(project, standard, id) {
        return;
    }
    let block = declaration.block.unwrap_or(declaration.range);
    let is_alone = declaration.fields.len() == 1
        && declaration.unknown_fields.is_empty()
        && comments_in(&at, block).next().is_none();
    let draft = drafts.of(at.id);
    draft.drops_block = is_alone;
    if !is_alone {
        let lines = edits::lines_of(&at, field.range);
        draft.edits.retain(|(range, _)| !lines.contains_range(*range));
        draft.edits.push((lines, String::new()));
    }
}

/// Whether any reference names a list item of an added provision.
fn is_item_named(project: &Project, standard: &Standard, id: DeclarationId) -> bool {
    let symbol = crate::Symbol::Added(standard.id, id);
    project.uses_unsorted(symbol).any(|used| {
        project.links(used.declaration).iter().any(|link| match &link.resolved {
            Ok(Resolved::Added { standard: holder, added, items }) => {
                *holder == standard.id && *added == id && !items.is_empty()
            }
            _ => false,
        })
    })
}
