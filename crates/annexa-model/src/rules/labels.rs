//! R107, R108, R112, R113, R115: the labels, numbers and titles of added provisions.

use annexa_syntax::{DeclarationKind, Keyword, SmolStr, SmolStrBuilder, Spanned};

use super::{DeclarationContext, Findings, edits, is_27001, item_marks};
use crate::{
    AddedKind, AddedProvision, Catalogue, DeclarationId, Level, Location, Numbering, Order, Parent,
    Project, Provision, ProvisionKind, Standard, added::prefix_of,
};

/// An added provision whose label begins with the prefix of its standard.
#[derive(Clone, Copy)]
struct Labelled<'a> {
    project: &'a Project,
    standard: &'a Standard,
    added: &'a AddedProvision,
    location: Location,
    /// The part behind the prefix: `8.35`, `A.10.1`.
    number: &'a str,
    /// The catalogue of the base that it belongs to.
    catalogue: Option<&'a Catalogue>,
}

fn labelled<'a>(context: &DeclarationContext<'a>) -> Option<Labelled<'a>> {
    let (standard, added) = context.project.added(context.at.id)?;
    labelled_in(context.project, standard, added)
}

fn labelled_in<'a>(
    project: &'a Project,
    standard: &'a Standard,
    added: &'a AddedProvision,
) -> Option<Labelled<'a>> {
    if prefix_of(&added.label) != standard.prefix {
        return None;
    }
    let base = added.base.and_then(|base| standard.base(base));
    Some(Labelled {
        project,
        standard,
        added,
        location: added.location,
        number: added.number_in_label(),
        catalogue: base.and_then(|base| project.catalogue(base.catalogue?)),
    })
}

pub(super) fn foreign_prefix(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    let (Some(standard), Some(label)) = (context.standard, &declaration.label) else { return };
    if declaration.kind.added().is_none()
        || standard.prefix.is_empty()
        || prefix_of(&label.value) == standard.prefix
    {
        return;
    }
    // A prefix has at least two characters: `A.5` is a number in an annex.
    let number = match prefix_of(&label.value).len() {
        1 => &label.value,
        _ => crate::added::number_in_label(&label.value),
    };
    let new = format!("{}.{number}", standard.prefix);
    let project = context.project;
    let finding = findings
        .report(
            context.location(label.range),
            format!("the labels of this standard begin with {}; write `{new}`", standard.prefix),
        )
        .fix(format!("Write `{new}`"), edits::rename_label(project, standard, &context.at, &new));
    // The standard may have had another prefix before. A label with the prefix of another standard
    // was copied.
    let is_copied = project.standard_by_prefix(prefix_of(&label.value)).is_some();
    if !is_copied && declaration.field(Keyword::Key).is_none() {
        finding.fix(
            format!("Write `{new}`, with `key {}` because it was published as that", label.value),
            edits::relabel(project, standard, &context.at, &new),
        );
    }
}

pub(super) fn number_collision(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let Some(labelled) = labelled(context) else { return };
    if let Some(item) = &context.at.declaration.as_item {
        item_collision(context, &labelled, item, findings);
        return;
    }
    let Labelled { project, standard, added, location, number, catalogue } = labelled;
    if standard.numbering == Numbering::Annex {
        return;
    }
    let taken = catalogue
        .and_then(|catalogue| catalogue.find(number).and_then(|id| catalogue.provision(id)));
    if let (Some(taken), Some(catalogue)) = (taken, catalogue) {
        let message = format!(
            "{number} is “{}” in {}; choose a free number",
            taken.title,
            catalogue.document.printed()
        );
        let finding =
            findings.report(location, message).related(taken.location, "the base provision");
        if let Some(free) = next_free(standard, added, number, Some(catalogue)) {
            finding.fix(
                format!("Write `{free}`"),
                edits::relabel(project, standard, &context.at, &free),
            );
        }
        return;
    }
    if let Some((document, taken)) = applicability_entry(&labelled) {
        let message = format!(
            "{number} is already “{}” in {document}, and references in a Statement of \
             Applicability are unique; choose a free number",
            taken.title
        );
        findings.report(location, message).related(taken.location, "the base provision");
        return;
    }
    // Only the standard whose prefix sorts later is reported, so that each collision gives one
    // finding.
    let earlier = project.standards().iter().take_while(|other| other.id < standard.id);
    for other in earlier.filter(|other| other.numbering != Numbering::Annex) {
        let Some(theirs) = other
            .added_by_label(&format!("{}.{number}", other.prefix))
            .and_then(|id| other.added(id))
        else {
            continue;
        };
        let document = |standard: &Standard, added: &AddedProvision| {
            let base = standard.base(added.base?)?;
            Some(base.designation.document.clone())
        };
        let (Some(ours), Some(their_document)) =
            (document(standard, added), document(other, theirs))
        else {
            continue;
        };
        if ours == their_document {
            findings
                .report(
                    location,
                    format!(
                        "{} also prints the number {number}, for “{}”; an organization that uses \
                         both standards has two provisions with that number",
                        other.prefix, theirs.title
                    ),
                )
                .at_most(Level::Warning)
                .related(theirs.location, "the other provision");
            return;
        }
    }
}

/// Returns the control of a base that has the same reference in a Statement of Applicability as an
/// added control: `A.5.1` through an annex of reference controls, or the number in a base of
/// controls.
fn applicability_entry<'a>(labelled: &Labelled<'a>) -> Option<(String, &'a Provision)> {
    let Labelled { project, standard, added, number, .. } = *labelled;
    if standard.numbering != Numbering::Plain || added.kind != AddedKind::Control {
        return None;
    }
    let control = |catalogue: &'a Catalogue, number: &str| {
        let provision = catalogue.find(number).and_then(|id| catalogue.provision(id))?;
        (provision.kind == ProvisionKind::Control).then_some(provision)
    };
    let catalogues = standard.bases.iter().filter_map(|base| project.catalogue(base.catalogue?));
    catalogues.into_iter().find_map(|catalogue| {
        let through_annex = catalogue.annexes.iter().find_map(|annex| {
            let rest = number.strip_prefix(annex.letter.as_str())?.strip_prefix('.')?;
            let document = &annex.document;
            let annexed = project.find_catalogue(&document.document, document.edition.as_deref());
            control(project.catalogue(annexed?)?, rest)
        });
        let taken = through_annex.or_else(|| control(catalogue, number))?;
        Some((catalogue.document.printed(), taken))
    })
}

/// Reports `as h)` if the base's list or an earlier addition already has an h).
fn item_collision(
    context: &DeclarationContext<'_>,
    labelled: &Labelled<'_>,
    item: &Spanned<SmolStr>,
    findings: &mut Findings<'_>,
) {
    let Labelled { standard, added, catalogue, .. } = labelled;
    let location = context.location(item.range);
    let mut path: Vec<SmolStr> = context
        .at
        .declaration
        .target
        .iter()
        .flat_map(|target| target.items.iter().map(|item| item.value.clone()))
        .collect();
    path.push(item.value.clone());
    if let (Parent::Provision(_, parent), Some(catalogue)) = (added.parent, catalogue)
        && let Some(provision) = catalogue.provision(parent)
        && let Some(taken) = provision.item(&path)
    {
        let message = format!(
            "{} already has an item {}; use the mark that follows its last one",
            provision.number, item.value
        );
        findings.report(location, message).related(taken.location, "the item of the base");
        return;
    }
    let same = standard.added_in_order().find(|other| {
        other.number == added.number
            && other.parent == added.parent
            && other.declaration < added.declaration
    });
    if let Some(first) = same {
        let message = format!("{} is already added; use the next mark", added.number);
        findings.report(location, message).related(first.location, "the first one is here");
    }
}

/// Returns the numbers with which the label of a provision can begin.
fn numbers_above(labelled: &Labelled<'_>) -> Vec<String> {
    let Some(above) = number_above(labelled) else { return Vec::new() };
    let base = labelled.added.base.and_then(|base| labelled.standard.base(base));
    let is_clause = matches!(labelled.added.parent, Parent::Provision(..));
    label_numbers(above, is_clause && base.is_some_and(is_27001))
}

/// Returns the numbers with which a label below a provision can begin: that of the provision and,
/// for a clause of ISO/IEC 27001, the number of the clause in the standard (clause 4.3 is its
/// 5.2.3).
pub(crate) fn label_numbers(number: &str, is_of_27001: bool) -> Vec<String> {
    let (clause, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let clause = clause.parse::<u32>().ok().filter(|clause| is_of_27001 && *clause >= 4);
    let printed = clause.map(|clause| format!("5.{}{rest}", clause - 2));
    [number.to_owned()].into_iter().chain(printed).collect()
}

/// Returns the number of the parent as labels repeat it; empty for a document.
fn number_above<'a>(labelled: &Labelled<'a>) -> Option<&'a str> {
    match labelled.added.parent {
        Parent::Document(_) => Some(""),
        Parent::Provision(_, parent) => Some(plain(&labelled.catalogue?.provision(parent)?.number)),
        Parent::Added(parent) => Some(labelled.standard.added(parent)?.number_in_label()),
        Parent::Unknown => None,
    }
}

/// Returns the number in a label of a catalogue: `6.3.1` in `CLD.6.3.1`.
fn plain(number: &str) -> &str {
    if !is_lettered(number) {
        return number;
    }
    match number.split_once('.') {
        Some((prefix, rest)) if prefix.len() > 1 => rest,
        _ => number,
    }
}

/// Returns the last part of a number directly below another: 35 of `8.35` below `8`.
fn last_part(number: &str, above: &str) -> Option<u32> {
    let rest =
        if above.is_empty() { number } else { number.strip_prefix(above)?.strip_prefix('.')? };
    rest.parse().ok()
}

fn number_below(above: &str, part: u32) -> String {
    if above.is_empty() { part.to_string() } else { format!("{above}.{part}") }
}

fn is_lettered(number: &str) -> bool {
    number.starts_with(|first: char| first.is_ascii_uppercase())
}

pub(super) fn label_outside_parent(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let Some(labelled) = labelled(context) else { return };
    let Some(above) = number_above(&labelled) else { return };
    let is_inside =
        |above: &str| labelled.number.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'));
    if numbers_above(&labelled).iter().any(|above| is_inside(above)) {
        return;
    }
    // A letter denotes an annex of the standard itself, which does not use numbers of the base.
    let in_own_annex = is_lettered(labelled.number) && !is_lettered(above);
    if above.is_empty() || in_own_annex {
        return;
    }
    let standard = labelled.standard;
    let mut finding = findings.report(
        labelled.location,
        format!(
            "this label belongs to {}, but the provision is added to {above}; begin it with \
             `{}.{above}.`, or add it to another clause",
            labelled.number.split('.').next().unwrap_or(labelled.number),
            standard.prefix
        ),
    );
    if let Parent::Provision(_, parent) = labelled.added.parent
        && let Some(parent) = labelled.catalogue.and_then(|catalogue| catalogue.provision(parent))
    {
        finding = finding.related(parent.location, "it is added here");
    }
    let _ = finding;
}

pub(super) fn numbering_gap(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let Some(labelled) = labelled(context) else { return };
    if context.at.declaration.as_item.is_some() {
        return item_marks::gap(context, labelled.standard, labelled.added, findings);
    }
    let Some(base_above) = number_above(&labelled) else { return };
    let above = numbers_above(&labelled);
    let above = above.iter().find(|above| last_part(labelled.number, above).is_some());
    let Some(above) = above.map(String::as_str) else { return };
    let Some(own) = last_part(labelled.number, above) else { return };
    let Labelled { project, standard, added, location, number, catalogue } = labelled;
    let last = last_of_base(&labelled, base_above);
    let number_of = |part| number_below(above, part);
    let is_taken = |part: u32| {
        let mut label = SmolStrBuilder::new();
        label.push_str(&standard.prefix);
        label.push('.');
        label.push_str(&number_of(part));
        let label = label.finish();
        standard.added_by_label(&label).is_some() || standard.gives_with_foreign_prefix(&label)
    };
    let goes_on = own == last.saturating_add(1) || own > last && is_taken(own.saturating_sub(1));
    // If numbers are printed like those of the base, the same number is a collision, which rule
    // R108 reports.
    let collides = standard.numbering != Numbering::Annex
        && catalogue.is_some_and(|catalogue| catalogue.find(number).is_some());
    if goes_on || collides {
        return;
    }
    // Another base or standard may use the numbers in the gap, so only the nearest free number is
    // proposed.
    let free = match above == base_above {
        true => next_free(standard, added, number, catalogue),
        false => (last.saturating_add(1)..own)
            .find(|part| !is_taken(*part))
            .map(|part| format!("{}.{}", standard.prefix, number_of(part))),
    };
    let Some(free) = free else { return };
    let message = if own <= last {
        format!("the base ends with {}; continue with `{free}`", number_of(last))
    } else {
        format!("no provision has the number before {number}; the next one is `{free}`")
    };
    findings
        .report(location, message)
        .fix(format!("Write `{free}`"), edits::relabel(project, standard, &context.at, &free));
}

/// Returns the last part of the greatest number that the base has below the parent.
fn last_of_base(labelled: &Labelled<'_>, above: &str) -> u32 {
    let Some(catalogue) = labelled.catalogue else { return 0 };
    let last = |numbers: &mut dyn Iterator<Item = &str>| {
        numbers.filter_map(|number| last_part(number, above)).max().unwrap_or(0)
    };
    match labelled.added.parent {
        Parent::Document(_) => last(&mut catalogue.top().map(|(_, top)| plain(&top.number))),
        Parent::Provision(_, parent) => {
            let children = catalogue.provision(parent).map_or(&[][..], |parent| &parent.children);
            let children = children.iter().filter_map(|id| catalogue.provision(*id));
            last(&mut children.map(|child| plain(&child.number)))
        }
        _ => 0,
    }
}

/// Returns the first free label directly below the same number, if it differs.
fn next_free(
    standard: &Standard,
    added: &AddedProvision,
    number: &str,
    catalogue: Option<&Catalogue>,
) -> Option<String> {
    let above = number.rsplit_once('.').map_or("", |(above, _)| above);
    let free = standard.next_free_label(above, catalogue, &added.label)?;
    (free != added.label).then_some(free)
}

impl Project {
    /// Returns the new labels that make the additions beside a provision continue the last number
    /// of the base without gaps, in their present order. Only provisions whose label changes are
    /// included.
    pub fn labels_in_order(&self, declaration: DeclarationId) -> Vec<(DeclarationId, String)> {
        let found = self.added(declaration).and_then(|(standard, added)| {
            let labelled = labelled_in(self, standard, added)?;
            let above = number_above(&labelled)?.to_owned();
            Some((standard, labelled, above))
        });
        let Some((standard, labelled, above)) = found else { return Vec::new() };
        // Provisions printed as list items are numbered by their marks.
        let is_counted = |it: &AddedProvision| {
            let at = self.declaration(it.declaration);
            it.parent == labelled.added.parent
                && prefix_of(&it.label) == standard.prefix
                && last_part(it.number_in_label(), &above).is_some()
                && at.is_some_and(|at| at.declaration.as_item.is_none())
        };
        let is_free = |number: &str, label: &str| {
            let holder = standard.added_by_label(label).and_then(|id| standard.added(id));
            labelled.catalogue.is_none_or(|catalogue| catalogue.find(number).is_none())
                && holder.is_none_or(is_counted)
        };
        let last = last_of_base(&labelled, &above);
        let mut labels = (last.saturating_add(1)..u32::MAX).filter_map(|part| {
            let number = number_below(&above, part);
            let label = format!("{}.{number}", standard.prefix);
            is_free(&number, &label).then_some(label)
        });
        let added = standard.added_in_order();
        added
            .filter(|it| is_counted(it))
            .filter_map(|it| {
                let label = labels.next()?;
                (it.label != label).then_some((it.declaration, label))
            })
            .collect()
    }
}

impl Standard {
    /// Returns the first label directly below a number (empty: at the top level) that neither the
    /// base nor the standard has, counting from the last number of the base. `own` counts as free.
    pub fn next_free_label(
        &self,
        above: &str,
        catalogue: Option<&Catalogue>,
        own: &str,
    ) -> Option<String> {
        let number_of = |part| number_below(above, part);
        let is_free = |part: &u32| {
            let number = number_of(*part);
            let label = format!("{}.{number}", self.prefix);
            catalogue.is_none_or(|catalogue| catalogue.find(&number).is_none())
                && (label == own || self.added_by_label(&label).is_none())
        };
        let in_base = catalogue.map_or(0, |catalogue| {
            let children = catalogue.provisions.iter();
            children.filter_map(|child| last_part(plain(&child.number), above)).max().unwrap_or(0)
        });
        let first = in_base.checked_add(1)?;
        let free = (first..first.saturating_add(10_000)).find(is_free)?;
        Some(format!("{}.{}", self.prefix, number_of(free)))
    }
}

pub(super) fn title_taken(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    let (Some(standard), Some(title)) = (context.standard, &declaration.title) else { return };
    if declaration.kind != DeclarationKind::AddControl {
        return;
    }
    let wanted = title.value.trim().to_ascii_lowercase();
    for base in &standard.bases {
        let Some(id) = base.catalogue else { continue };
        let Some(catalogue) = context.project.catalogue(id) else { continue };
        let titles = context.project.titles(id);
        let taken = titles.and_then(|titles| catalogue.provision(titles.control(&wanted)?));
        if let Some(taken) = taken {
            findings
                .report(
                    context.location(title.range),
                    format!(
                        "{}, {} already has this title; choose another title, or change that \
                         control with `modify control`",
                        context.project.printed(id),
                        taken.number
                    ),
                )
                .related(taken.location, "the control of the base");
            return;
        }
    }
    let titled = standard.added.titled(&title.value).map(|added| (Order::of(added), added));
    if let Some((_, first)) = titled.min_by(|(a, _), (b, _)| a.cmp(b))
        && first.declaration != context.at.id
    {
        findings
            .report(
                context.location(title.range),
                format!("{} already has this title; choose another title", first.label),
            )
            .related(first.location, "the other control");
    }
}
