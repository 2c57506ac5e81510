//! R102: references to clauses, controls and list items that an edition does not have.

use annexa_base::Location;
use annexa_syntax::{Reference, ReferenceTarget, read_loosely};
use rapidfuzz::distance::osa;

use super::{Check, DeclarationContext, Findings, LONGEST_NAME, catalogues, help};
use crate::{BaseTarget, Catalogue, Link, LinkRole, ListItem, ResolveError, Resolved, Standard};

pub(super) const UNKNOWN_PROVISION: Check =
    Check::Each(&[Check::Declaration(unknown_provision), Check::Heads(catalogues::unknown_points)]);

/// The maximal number of characters of the source that a message repeats.
const MOST_SHOWN: usize = 60;

fn unknown_provision(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let Some(standard) = context.standard else {
        return catalogues::unknown_provision(context, findings);
    };
    for (link, reference) in context.project.links_and_references(&context.at) {
        if let Err(error) = &link.resolved {
            unknown_provision_of(context, standard, (link, error), reference, findings);
        }
    }
}

fn unknown_provision_of(
    context: &DeclarationContext<'_>,
    standard: &Standard,
    (link, error): (&Link, &ResolveError),
    reference: &Reference,
    findings: &mut Findings<'_>,
) {
    let project = context.project;
    let help = || help::for_reference(context, standard, reference, link.role == LinkRole::Target);
    match error {
        ResolveError::Misspelt { range } => {
            let source = context.at.source(*range);
            let Some(read) = read_loosely(source) else { return };
            let written: String = source.chars().take(MOST_SHOWN).collect();
            let message = match read.amendment {
                Some(amendment) => {
                    format!("an amendment is listed on the line of its base: `+ {amendment}`")
                }
                None => format!("`{written}` is not the form of a reference"),
            };
            help().report(context.location(*range), message, findings);
        }
        ResolveError::UnknownProvision { catalogue, number, range, .. } => {
            let document = project.printed(*catalogue);
            let mut message = format!("{document} has no provision {number}");
            let help = help();
            if help.is_a_guess()
                && let Some(read) = project.catalogue(*catalogue)
            {
                message.push_str(&what_there_is(read, number));
            }
            help.report(context.location(*range), message, findings);
        }
        ResolveError::UnknownItem { within, items, range } => {
            let path = items.join(" ");
            let location = context.location(*range);
            match &**within {
                Resolved::Base(target) => {
                    unknown_item(context, target, &path, location, &help(), findings);
                }
                Resolved::Added { standard, added, .. } => {
                    let label = project
                        .standard(*standard)
                        .and_then(|standard| standard.added(*added))
                        .map_or("", |added| &added.label);
                    findings.report(location, format!("no text of {label} has a list item {path}"));
                }
                Resolved::External { .. } => {}
            }
        }
        ResolveError::UnknownLabel { label, range } => {
            let location = context.location(*range);
            let holder =
                project.standard_by_prefix(crate::added::prefix_of(label)).unwrap_or(standard);
            if holder.gives_with_foreign_prefix(label) {
                return;
            }
            let message = format!("no standard of this project adds a provision `{label}`");
            let help = help();
            let finding = help.report(location, message, findings);
            let labels = holder.added_in_order().map(|added| added.label.as_str());
            if let ReferenceTarget::Label(written) = &reference.target
                && help.is_empty()
                && let Some(near) = nearest_label(label, labels)
            {
                finding.replace(context.location(written.range), near);
            }
        }
        _ => {}
    }
}

/// With many labels, only a label that differs in a single character is worth proposing.
fn nearest_label<'a>(label: &str, labels: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if label.len() > LONGEST_NAME {
        return None;
    }
    let length = label.len();
    let label = osa::BatchComparator::new(label.chars());
    labels
        .filter(|other| other.len().abs_diff(length) <= 1)
        .find(|other| label.distance(other.chars()) == 1)
}

/// Describes the provisions below the clause in which a number was looked up.
fn what_there_is(catalogue: &Catalogue, number: &str) -> String {
    let clause = number.rsplit_once('.').and_then(|(above, _)| catalogue.find(above));
    let Some(clause) = clause.and_then(|id| catalogue.provision(id)) else { return String::new() };
    let number = |id| catalogue.provision(id).map_or("", |provision| provision.number.as_str());
    match clause.children.as_slice() {
        [] => format!("; {} has no subclauses or controls", clause.number),
        [one] => format!("; {} has {} alone", clause.number, number(*one)),
        [first, .., last] => {
            format!("; {} has {} to {}", clause.number, number(*first), number(*last))
        }
    }
}

fn unknown_item(
    context: &DeclarationContext<'_>,
    target: &BaseTarget,
    path: &str,
    location: Location,
    help: &help::Help<'_, '_>,
    findings: &mut Findings<'_>,
) {
    let project = context.project;
    let document = project.printed(target.catalogue);
    let provision = target
        .provision
        .and_then(|provision| project.catalogue(target.catalogue)?.provision(provision));
    let Some(provision) = provision else {
        findings.report(
            location,
            format!(
                "a list item belongs to a clause; write its number between {document} and {path}"
            ),
        );
        return;
    };
    let known = known_items(&provision.items, path);
    let message = format!("{document}, {} has no list item {path}; {known}", provision.number);
    help.report(location, message, findings).related(provision.location, "the provision is here");
}

/// Describes the list items at the level at which a path leaves the existing ones.
fn known_items(items: &[ListItem], path: &str) -> String {
    let mut above = String::new();
    let mut level = items;
    for mark in path.split(' ') {
        let Some(item) = level.iter().find(|item| item.mark == mark) else { break };
        above = format!("{above} {}", item.mark);
        level = &item.items;
    }
    let who = match above.trim() {
        "" => "it".to_owned(),
        above => above.to_owned(),
    };
    let marks: Vec<&str> = level.iter().map(|item| item.mark.as_str()).collect();
    match marks.as_slice() {
        [] => format!("{who} has no list items"),
        [one] => format!("{who} has the item {one}"),
        [first, .., last] => format!("{who} has the items {first} to {last}"),
    }
}
