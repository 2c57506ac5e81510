//! R: references and identity. This file has the table of the group and the rule on unknown
//! documents; the other rules are in files by subject.

use annexa_syntax::{Keyword, Reference, ReferenceTarget, SmolStr, TextRange};

use super::{
    Check, DeclarationContext, Findings, Rule, bases, catalogues, citations, edits, figures, help,
    identity, labels, language, listed, names, nearest, replaced, unknown, wrong_kind,
};
use crate::{Level, Link, LinkRole, ResolveError, Resolved, Standard, state::change_of};

const IDENTITY: &str = "the Annexa language (identity)";
const REFERENCES: &str = "the Annexa language (references)";
const EDITIONS: &str = "ISO/IEC Directives, Part 2:2021, 10.4 and 10.5";

pub(super) static RULES: &[Rule] = &[
    Rule::new("R101", "unknown-document", Level::Error, UNKNOWN_DOCUMENT)
        .source(EDITIONS)
        .summary(
            "A reference, a base, a catalogue or a `part of` names an unknown document, edition \
             or amendment, or a change addresses a document that is not a base.",
        )
        .fixed()
        .explained(include_str!("pages/R101.md")),
    Rule::new("R102", "unknown-provision", Level::Error, unknown::UNKNOWN_PROVISION)
        .source(REFERENCES)
        .summary("That edition has no such clause, control or list item.")
        .fixed()
        .explained(include_str!("pages/R102.md")),
    Rule::new(
        "R103",
        "undated-specific-reference",
        Level::Warning,
        Check::Standard(bases::undated_specific_reference),
    )
    .source(EDITIONS)
    .summary(
        "The standard names specific provisions of an undated base. Their numbers can change \
         with the next edition.",
    )
    .explained(include_str!("pages/R103.md")),
    Rule::new(
        "R104",
        "superseded-edition",
        Level::Warning,
        Check::Standard(bases::superseded_edition),
    )
    .source(EDITIONS)
    .summary("A newer edition supersedes the edition of a base.")
    .explained(include_str!("pages/R104.md")),
    Rule::new("R105", "mixed-editions", Level::Warning, Check::Standard(bases::mixed_editions))
        .source(EDITIONS)
        .summary("The bases include two editions of one document.")
        .explained(include_str!("pages/R105.md")),
    Rule::new("R106", "defined-twice", Level::Error, identity::DEFINED_TWICE)
        .source(IDENTITY)
        .summary(
            "A prefix, a designation, a label or a key occurs twice in a project, or a term, an \
             audience, an alias or an amendment twice in a standard; or a built-in catalogue is \
             redefined; or two declarations have the same identity for another reason.",
        )
        .fixed()
        .explained(include_str!("pages/R106.md")),
    Rule::new("R107", "foreign-prefix", Level::Error, Check::Declaration(labels::foreign_prefix))
        .source(IDENTITY)
        .summary("A new label does not begin with the prefix of its standard.")
        .explained(include_str!("pages/R107.md")),
    Rule::new(
        "R108",
        "number-collision",
        Level::Error,
        Check::Declaration(labels::number_collision),
    )
    .source("ISO/IEC 27009:2020, Annex C")
    .summary(
        "The base or, as a warning, another sector-specific standard of the project already has \
         the printed number of an added provision.",
    )
    .explained(include_str!("pages/R108.md")),
    Rule::new("R109", "unknown-term", Level::Error, Check::Declaration(names::unknown_term))
        .source(REFERENCES)
        .summary("A text refers to a term that the standard does not define.")
        .fixed()
        .explained(include_str!("pages/R109.md")),
    Rule::new("R110", "unused-definition", Level::Info, Check::Standard(names::unused_definition))
        .source("ISO/IEC Directives, Part 2:2021, 16.5")
        .summary("Nothing uses a term or an audience, or nothing cites a `reference`.")
        .explained(include_str!("pages/R110.md")),
    Rule::new("R111", "wrong-kind", Level::Error, Check::Declaration(wrong_kind::wrong_kind))
        .source("ISO/IEC 27009:2020, clauses 5 and 6")
        .summary(
            "The declaration does not fit its target: requirements are refined and interpreted, \
             controls and guidance are modified and added to.",
        )
        .fixed()
        .explained(include_str!("pages/R111.md")),
    Rule::new("R112", "numbering-gap", Level::Info, Check::Declaration(labels::numbering_gap))
        .source("ISO/IEC Directives, Part 2:2021, 22.3")
        .summary(
            "The labels below a clause do not continue the last number of the base, or skip a number.",
        )
        .explained(include_str!("pages/R112.md")),
    Rule::new("R113", "title-taken", Level::Info, Check::Declaration(labels::title_taken))
        .source("ISO/IEC 27009:2020, 6.2")
        .summary("An added control has the title of a base control or of another added control.")
        .explained(include_str!("pages/R113.md")),
    Rule::new(
        "R114",
        "unknown-audience",
        Level::Error,
        Check::Declaration(names::unknown_audience),
    )
    .source(REFERENCES)
    .summary("`for` names an audience that the standard does not declare.")
    .fixed()
    .explained(include_str!("pages/R114.md")),
    Rule::new(
        "R115",
        "label-outside-parent",
        Level::Warning,
        Check::Declaration(labels::label_outside_parent),
    )
    .source("ISO/IEC Directives, Part 2:2021, 22.3")
    .summary(
        "The number in a label does not begin with the number of the provision that it is added \
         to.",
    )
    .explained(include_str!("pages/R115.md")),
    Rule::new(
        "R116",
        "unknown-attribute-value",
        Level::Error,
        UNKNOWN_VALUE,
    )
    .source("ISO/IEC 27002:2022, 4.2 and Annex A; the Annexa language")
    .summary("A field has a value that is not in its closed vocabulary.")
    .fixed()
    .explained(include_str!("pages/R116.md")),
    Rule::new("R117", "editions-apart", Level::Warning, Check::Standard(bases::editions_apart))
        .source("ISO/IEC 27001:2022, Annex A, and ISO/IEC 27001:2013, Annex A")
        .summary(
            "The editions of two bases do not match: the annex of one has the controls of \
             another edition than the one that is a base.",
        )
        .explained(include_str!("pages/R117.md")),
    Rule::new("R118", "unwritable-name", Level::Error, Check::Declaration(names::unwritable_name))
        .source(REFERENCES)
        .summary("No reference can spell the name of a term.")
        .explained(include_str!("pages/R118.md")),
    Rule::new(
        "R120",
        "undeclared-document",
        Level::Info,
        Check::Declaration(citations::undeclared_document),
    )
    .source("ISO/IEC Directives, Part 2:2021, clauses 10 and 21")
    .summary("A text cites a document that no `reference` line names.")
    .explained(include_str!("pages/R120.md")),
    Rule::new(
        "R121",
        "amendment-left-out",
        Level::Info,
        Check::Declaration(bases::amendment_left_out),
    )
    .source(EDITIONS)
    .summary("The line of a dated base omits a known amendment or corrigendum.")
    .explained(include_str!("pages/R121.md")),
    Rule::new("R124", "figure-missing", Level::Error, Check::Declaration(figures::figure_missing))
        .source("the Annexa language (figures)")
        .summary(
            "The file of a figure does not exist, is outside the project, or is not a picture \
             that can be shown.",
        )
        .explained(include_str!("pages/R124.md")),
    Rule::new("R126", "words-to-replace", Level::Error, Check::Declaration(replaced::words_to_replace))
        .source("ISO/IEC 27009:2020, 6.3; the Annexa language")
        .summary(
            "An overlay has the wording of the base, and the words of `replace` do not occur in \
             it exactly once.",
        )
        .explained(include_str!("pages/R126.md")),
    Rule::new("R128", "plain-citation", Level::Info, Check::Declaration(citations::plain_citation))
        .source(REFERENCES)
        .summary("A text names a base and a number in plain words instead of a reference in braces.")
        .explained(include_str!("pages/R128.md")),
    Rule::new("R129", "reserved-prefix", Level::Warning, Check::Declaration(names::reserved_prefix))
        .source("the names that Windows reserves for devices")
        .summary("Windows reserves the prefix of the standard for a device.")
        .explained(include_str!("pages/R129.md")),
];

const UNKNOWN_VALUE: Check = Check::Each(&[
    Check::Declaration(names::unknown_value),
    Check::Declaration(language::unknown_language),
]);

const UNKNOWN_DOCUMENT: Check =
    Check::Each(&[Check::Declaration(unknown_document), Check::Heads(bases::unknown_standards)]);

fn unknown_document(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    match context.standard {
        // R101 reports the missing head at `part of`.
        Some(standard) if standard.head.is_none() => {}
        Some(standard) => {
            bases::unknown_base(context, standard, findings);
            for (link, reference) in context.project.links_and_references(&context.at) {
                unknown_document_of(context, standard, link, reference, findings);
            }
        }
        None => catalogues::unknown_document(context, findings),
    }
}

fn unknown_document_of(
    context: &DeclarationContext<'_>,
    standard: &Standard,
    link: &Link,
    reference: &Reference,
    findings: &mut Findings<'_>,
) {
    let project = context.project;
    match &link.resolved {
        Err(ResolveError::UnknownAlias { range, alias }) => {
            let help =
                help::for_reference(context, standard, reference, link.role == LinkRole::Target);
            // A known document that is not a base was probably meant to be one.
            match help.is_empty() || project.bases.document_of_number(alias).is_some() {
                true => unknown_alias(context, standard, *range, alias, findings),
                false => {
                    let location = context.location(reference.range);
                    let message = format!("no base of this standard has the name `{alias}`");
                    help.report(location, message, findings);
                }
            }
        }
        Err(ResolveError::Misnamed { range, document }) => {
            let help =
                help::for_reference(context, standard, reference, link.role == LinkRole::Target);
            let written = context.at.source(*range);
            let message = match document {
                Some(document) => format!(
                    "`{}` is not the designation of a document; it is {document}",
                    written.split(':').next().unwrap_or_default()
                ),
                None => format!("`{written}` is not the name of a document"),
            };
            help.report(context.location(reference.range), message, findings);
        }
        // A withdrawn edition may have no catalogue.
        Err(ResolveError::UnknownEdition { .. }) if link.role == LinkRole::Key => {}
        Err(ResolveError::UnknownEdition { range, document, edition }) => {
            let editions = project.bases.known_editions(document);
            let location = context.location(*range);
            let mut finding = findings.report(
                location,
                format!(
                    "no catalogue of {document}:{edition} is known; the known editions are {}",
                    listed(&editions, "and")
                ),
            );
            if let ReferenceTarget::Base { edition: Some(written), .. } = &reference.target
                && let Some(near) = nearest(edition, editions.iter().map(SmolStr::as_str))
            {
                finding = finding.replace(context.location(written.range), near);
            }
            let _ = finding;
        }
        Ok(resolved) if link.role == LinkRole::Target => {
            change_of_no_base(context, standard, reference, resolved, findings);
        }
        _ => {}
    }
}

fn unknown_alias(
    context: &DeclarationContext<'_>,
    standard: &Standard,
    range: TextRange,
    alias: &str,
    findings: &mut Findings<'_>,
) {
    let project = context.project;
    let location = context.location(range);
    let aliases: Vec<&str> =
        standard.bases.iter().filter_map(|base| base.alias.as_deref()).collect();
    let known = if aliases.is_empty() {
        "the standard has no base yet".to_owned()
    } else {
        format!("the bases of this standard are {}", listed(&aliases, "and"))
    };
    let mut finding = findings
        .report(location, format!("no base of this standard has the name `{alias}`; {known}"));
    if let Some(near) = nearest(alias, aliases.iter().copied()) {
        finding = finding.replace(location, near);
    }
    if let Some(document) = project.bases.document_of_number(alias)
        && let Some(edition) = project.find_catalogue(document, None)
        && let Some(catalogue) = project.catalogue(edition)
    {
        let line = format!("base {}", catalogue.base_line());
        let edit =
            edits::insert_into_head(project, standard, &[Keyword::Base, Keyword::Edition], &line);
        finding = finding.fix(format!("Add `{line}`"), edit.into_iter().collect());
    }
    let _ = finding;
}

/// Reports a change of a document that is not a base of the standard.
fn change_of_no_base(
    context: &DeclarationContext<'_>,
    standard: &Standard,
    reference: &Reference,
    resolved: &Resolved,
    findings: &mut Findings<'_>,
) {
    if change_of(context.at.declaration.kind).is_none() {
        return;
    }
    let project = context.project;
    match (&reference.target, resolved) {
        (ReferenceTarget::Label(label), Resolved::Added { standard: holder, .. })
            if *holder != standard.id =>
        {
            let prefix = project.standard(*holder).map_or("", |holder| &holder.prefix);
            findings.report(
                context.location(label.range),
                format!(
                    "`{}` belongs to the standard {prefix}, which is not a base of this one; \
                     texts can cite it, but declarations cannot change it",
                    label.value
                ),
            );
        }
        (ReferenceTarget::Base { alias, edition: Some(edition), .. }, Resolved::Base(target))
            if target.base.is_none() =>
        {
            let location = context.location(alias.range.cover(edition.range));
            let mut finding = findings.report(
                location,
                format!(
                    "{} is not a base of this standard; texts can cite it, but declarations \
                     cannot change it",
                    project.printed(target.catalogue)
                ),
            );
            if standard.base_by_alias(&alias.value).is_some() {
                finding = finding.replace(location, alias.value.as_str());
            }
            let _ = finding;
        }
        (ReferenceTarget::Document { document, .. }, _) => {
            let location = context.location(document.range);
            let base = resolved.base_target().and_then(|target| standard.base(target.base?));
            let alias = base.and_then(|base| base.alias.as_deref());
            match alias {
                Some(alias) => findings
                    .report(
                        location,
                        format!("a change names its base by the alias: write `{alias}`"),
                    )
                    .replace(location, alias),
                None => findings.report(
                    location,
                    format!(
                        "{} is not a base of this standard; texts can cite it, but declarations \
                         cannot change it",
                        document.printed()
                    ),
                ),
            };
        }
        _ => {}
    }
}
