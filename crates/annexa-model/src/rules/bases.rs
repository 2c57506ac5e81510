//! R101, R103, R104, R105, R117, R121: the bases of a standard and their editions.

use annexa_syntax::{DeclarationKind, SmolStr, TextRange, read_loosely};
use rustc_hash::FxHashMap;

use super::{DeclarationContext, Findings, StandardContext, edits, listed, nearest};
use crate::{Base, BaseId, Location, Project, Resolved, Standard};

/// R101 for a `base` line: the edition has no catalogue, or the amendment does not exist.
pub(super) fn unknown_base(
    context: &DeclarationContext<'_>,
    standard: &Standard,
    findings: &mut Findings<'_>,
) {
    let project = context.project;
    if context.at.declaration.kind != DeclarationKind::Standard
        || standard.head != Some(context.at.id)
    {
        return;
    }
    for (_, line) in edits::base_lines(context.at.declaration) {
        let edition = line.document.edition.as_ref();
        let document = line.document.document.as_str();
        let found = project.find_catalogue(document, edition.map(|edition| edition.value.as_str()));
        let Some(catalogue) = found.and_then(|id| project.catalogue(id)) else {
            unknown_catalogue(context, &line.document, findings);
            continue;
        };
        let names = catalogue.amendment_names();
        for amendment in &line.amendments {
            if names.contains(&&amendment.value) {
                continue;
            }
            let document = catalogue.document.printed();
            let known = if names.is_empty() {
                "it has none".to_owned()
            } else {
                format!("it has {}", listed(&names, "and"))
            };
            let location = context.location(amendment.range);
            let message =
                format!("no amendment `{}` of {document} is known; {known}", amendment.value);
            let finding = findings.report(location, message);
            if let Some(near) = nearest(&amendment.value, names.iter().map(|name| name.as_str())) {
                finding.replace(location, near);
            }
        }
    }
}

/// R101 for `part of`: no file of the project has the head of that standard.
pub(super) fn unknown_standards(project: &Project, findings: &mut Findings<'_>) {
    let known: Vec<&str> = project
        .standards()
        .iter()
        .filter(|standard| standard.head.is_some())
        .map(|standard| standard.prefix.as_str())
        .collect();
    // Rule S001 reports a head whose prefix has a syntax error.
    if known.contains(&"") {
        return;
    }
    for source in project.files() {
        let first = source.declarations().next().and_then(|first| project.declaration(first));
        let Some(at) = first.filter(|at| at.declaration.kind == DeclarationKind::PartOf) else {
            continue;
        };
        let Some(prefix) = at.declaration.label.as_ref() else { continue };
        if known.contains(&prefix.value.as_str()) {
            continue;
        }
        let there = if known.is_empty() {
            "it has no standard".to_owned()
        } else {
            format!("it has {}", listed(&known, "and"))
        };
        let message =
            format!("no file of the project begins with `standard {}`; {there}", prefix.value);
        let location = at.location(prefix.range);
        let finding = findings.report(location, message);
        if let Some(near) = nearest(&prefix.value, known.iter().copied()) {
            finding.replace(location, near);
        }
    }
}

/// R101: a document, or this edition of it, has no known catalogue.
pub(super) fn unknown_catalogue(
    context: &DeclarationContext<'_>,
    designation: &annexa_syntax::Designation,
    findings: &mut Findings<'_>,
) {
    let project = context.project;
    let location = context.location(designation.range);
    let editions = project.bases.known_editions(&designation.document);
    let printed = designation.printed();
    let message = if editions.is_empty() {
        format!(
            "no catalogue of {printed} is known; add one to the project, in a file that begins \
             with `catalogue`"
        )
    } else {
        format!(
            "no catalogue of {printed} is known; the known editions are {}",
            listed(&editions, "and")
        )
    };
    let mut finding = findings.report(location, message);
    let known: Vec<String> = if editions.is_empty() {
        let all = project.bases.designations();
        let read = read_loosely(&printed);
        let same = read.and_then(|read| project.find_loose(&read)).map(|id| project.printed(id));
        same.or_else(|| nearest(&printed, all.iter().map(String::as_str)).map(str::to_owned))
            .into_iter()
            .collect()
    } else {
        let of_edition = |edition: &SmolStr| format!("{}:{edition}", designation.document);
        editions.iter().rev().map(of_edition).collect()
    };
    let is_string = context.at.source(designation.range).starts_with('"');
    for known in known {
        let new = if is_string { format!("\"{known}\"") } else { known };
        finding = finding.replace(location, new);
    }
}

pub(super) fn undated_specific_reference(
    context: &StandardContext<'_>,
    findings: &mut Findings<'_>,
) {
    let StandardContext { project, standard } = *context;
    for (id, base) in standard.bases_with_ids().filter(|(_, base)| !base.dated) {
        let Some(catalogue) = base.catalogue else { continue };
        let Some(place) = first_specific(project, standard, id) else { continue };
        let designation = base.designation.document.as_str();
        let mut finding = findings
            .report(
                base.location,
                format!(
                    "{designation} is undated, and the standard refers to its provisions by \
                     number, which can change in the next edition; add the edition that you mean"
                ),
            )
            .related(place, "the first of these references is here");
        if let Some(dated) =
            project.catalogue(catalogue).filter(|dated| dated.document.edition.is_some())
        {
            let place = Location { range: line_of(project, standard, base), ..base.location };
            finding = finding.replace(place, dated.base_line());
        }
        let _ = finding;
    }
}

/// Returns the range of the document and the amendments on the line of a base.
fn line_of(project: &Project, standard: &Standard, base: &Base) -> TextRange {
    let designation = base.location.range;
    let head = standard.head.and_then(|head| project.declaration(head));
    let line = head.and_then(|head| {
        edits::base_lines(head.declaration).find(|(_, line)| line.document.range == designation)
    });
    let last = line.and_then(|(_, line)| line.amendments.last());
    last.map_or(designation, |last| designation.cover(last.range))
}

/// Returns the first reference to a provision of an undated base that does not name an edition
/// itself.
fn first_specific(project: &Project, standard: &Standard, base: BaseId) -> Option<Location> {
    let declared = project.kinds_of(standard).map(|(id, _)| id);
    declared.chain(standard.head).find_map(|id| {
        let at = project.declaration(id)?;
        project.links(id).iter().find_map(|link| match &link.resolved {
            Ok(Resolved::Base(target))
                if target.base == Some(base) && target.provision.is_some() =>
            {
                Some(at.location(link.range))
            }
            _ => None,
        })
    })
}

/// R121: the line of a dated base omits amendments or corrigenda.
pub(super) fn amendment_left_out(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let (project, declaration) = (context.project, context.at.declaration);
    // The syntax error may be an amendment in another form.
    if declaration.has_errors {
        return;
    }
    for (_, line) in edits::base_lines(declaration) {
        let Some(edition) = &line.document.edition else { continue };
        let catalogue = project.find_catalogue(&line.document.document, Some(&edition.value));
        let Some(catalogue) = catalogue.and_then(|id| project.catalogue(id)) else { continue };
        let is_listed = |name: &SmolStr| line.amendments.iter().any(|it| it.value == *name);
        let missing: Vec<&SmolStr> =
            catalogue.amendment_names().into_iter().filter(|name| !is_listed(name)).collect();
        // An unknown name probably means one of these; rule R101 reports it.
        let names = catalogue.amendment_names();
        if missing.is_empty() || line.amendments.iter().any(|it| !names.contains(&&it.value)) {
            continue;
        }
        let message = format!(
            "this base omits {} of {}; list it with `+`, or give the reason with `allow R121`",
            listed(&missing, "and"),
            catalogue.document.printed()
        );
        let end = line.amendments.last().map_or(line.document.range, |last| last.range).end();
        let more: String = missing.iter().map(|name| format!(" + {name}")).collect();
        let location = context.location(line.document.range);
        let edit = edits::insert(location, end, more.clone());
        findings.report(location, message).fix(format!("Add `{}`", more.trim_start()), vec![edit]);
    }
}

pub(super) fn superseded_edition(context: &StandardContext<'_>, findings: &mut Findings<'_>) {
    let StandardContext { project, standard } = *context;
    for base in standard.bases.iter().filter(|base| base.dated) {
        let Some(old) = base.catalogue else { continue };
        let Some(newest) = project.newest(old) else { continue };
        let name = project.printed(newest);
        // The remedy is `migrate`, which is too slow to compute as a fix on every keystroke.
        let finding = findings.report(
            base.location,
            format!(
                "{} is superseded by {name}; migrate to the newer edition (`annexa migrate`), or \
                 give the reason with `allow R104`",
                base.designation.printed()
            ),
        );
        if let Some(catalogue) = project.catalogue(newest) {
            let _ = finding.related(catalogue.location, "the newer edition");
        }
    }
}

pub(super) fn mixed_editions(context: &StandardContext<'_>, findings: &mut Findings<'_>) {
    let bases = &context.standard.bases;
    // The first base of each edition, by document, because there can be many bases.
    let mut seen: FxHashMap<&str, Vec<&Base>> = FxHashMap::default();
    for later in bases {
        let editions = seen.entry(&later.designation.document).or_default();
        let first = editions.iter().copied().find(|first| first.edition != later.edition);
        if editions.iter().all(|first| first.edition != later.edition) {
            editions.push(later);
        }
        // Rule R106 reports two bases with one alias.
        let Some(first) = first.filter(|first| first.alias != later.alias) else { continue };
        findings
            .report(
                later.location,
                format!(
                    "{} is already a base of this standard in another edition; keep one edition \
                     as a base, and cite the other in texts by its year",
                    later.designation.document
                ),
            )
            .related(first.location, "the first edition is here");
    }
}

pub(super) fn editions_apart(context: &StandardContext<'_>, findings: &mut Findings<'_>) {
    let StandardContext { project, standard } = *context;
    // The first base of each catalogue.
    let mut seen: Vec<&Base> = Vec::new();
    for later in standard.bases.iter().filter(|base| base.catalogue.is_some()) {
        for first in seen.iter().copied() {
            if !is_apart(project, standard, first, later) {
                continue;
            }
            let name = |base: &Base| match (&base.edition, base.dated) {
                (Some(edition), false) => format!("{}:{edition}", base.designation.document),
                _ => base.designation.printed(),
            };
            findings
                .report(
                    later.location,
                    format!(
                        "the editions of {} and {} do not match: the reference controls of one \
                         are those of another edition; use matching editions of both",
                        name(first),
                        name(later)
                    ),
                )
                .related(first.location, "the other base is here");
            break;
        }
        if seen.iter().all(|first| first.catalogue != later.catalogue) {
            seen.push(later);
        }
    }
}

/// Whether one of two bases has an annex that contains another edition of the other, and no base is
/// of that edition.
fn is_apart(project: &Project, standard: &Standard, one: &Base, other: &Base) -> bool {
    let carries = |holder: &Base, held: &Base| {
        let catalogue = holder.catalogue.and_then(|id| project.catalogue(id));
        catalogue.is_some_and(|catalogue| {
            catalogue.annexes.iter().any(|annex| {
                let is_of = |base: &Base| {
                    base.designation.document == annex.document.document
                        && base.edition == annex.document.edition
                };
                // Rule R101 reports an unknown document.
                held.catalogue.is_some()
                    && held.designation.document == annex.document.document
                    && annex.document.edition.is_some()
                    && held.edition.is_some()
                    && !standard.bases.iter().any(is_of)
            })
        })
    };
    // Among two editions of the holder, the one that matches is enough for both.
    let speaks = |holder: &Base, held: &Base| {
        !standard.bases.iter().any(|base| {
            base.designation.document == holder.designation.document
                && base.catalogue.and_then(|id| project.catalogue(id)).is_some_and(|catalogue| {
                    catalogue.annexes.iter().any(|annex| {
                        annex.document.document == held.designation.document
                            && annex.document.edition == held.edition
                    })
                })
        })
    };
    carries(one, other) && speaks(one, other) || carries(other, one) && speaks(other, one)
}
