//! T: completeness (ISO/IEC 27009:2020, Annexes A and B), and the reasons that rules require.

use annexa_syntax::{Declaration, DeclarationKind, Keyword};

use super::{Check, DeclarationContext, Findings, Rule, StandardContext, language, unwritten};
use crate::{Level, state::change_of};

pub(super) static RULES: &[Rule] = &[
    Rule::new("T301", "no-scope", Level::Warning, Check::Declaration(no_scope))
        .source("ISO/IEC 27009:2020, Annexes A and B; ISO/IEC Directives, Part 2:2021, clause 14")
        .summary("The standard has no scope.")
        .explained(include_str!("pages/T301.md")),
    Rule::new("T302", "no-sector", Level::Error, Check::Declaration(no_sector))
        .source("ISO/IEC 27009:2020, clause 4 and Annexes A and B")
        .summary("`sector` is empty.")
        .explained(include_str!("pages/T302.md")),
    Rule::new("T303", "empty-standard", Level::Warning, Check::Standard(empty_standard))
        .source("ISO/IEC 27009:2020, clause 1")
        .summary("The standard adds, refines, interprets, modifies and retains nothing.")
        .explained(include_str!("pages/T303.md")),
    Rule::new("T304", "no-reason", Level::Info, Check::Declaration(unwritten::no_reason))
        .source("ISO/IEC 27009:2020, 6.3; the Annexa language")
        .summary("A `reason`, or that of an `allow`, has fewer than three words.")
        .explained(include_str!("pages/T304.md")),
    Rule::new("T305", "stale-allow", Level::Warning, Check::Allows)
        .source("the Annexa language")
        .summary("An `allow` silences nothing, because its rule reports nothing there.")
        .explained(include_str!("pages/T305.md")),
    Rule::new(
        "T307",
        "wording-not-checked",
        Level::Info,
        Check::Declaration(language::wording_not_checked),
    )
    .source("the Annexa language")
    .summary(
        "The verbal forms of this language are not known, so the rules on wording do not run.",
    )
    .explained(include_str!("pages/T307.md")),
    Rule::new("T308", "empty-text", Level::Error, Check::Declaration(unwritten::empty_text))
        .source("the Annexa language")
        .summary("A text or a title is blank.")
        .explained(include_str!("pages/T308.md")),
    Rule::new("T309", "placeholder", Level::Warning, PLACEHOLDER)
        .source("the Annexa language")
        .summary(
            "A text, a title or a comment indicates that something is still to be written or decided.",
        )
        .explained(include_str!("pages/T309.md")),
];

const PLACEHOLDER: Check = Check::Each(&[
    Check::Declaration(unwritten::placeholder),
    Check::Declaration(unwritten::left_to_decide),
]);

/// Whether a declaration has no syntax errors, so that missing parts are really missing.
fn is_whole(declaration: &Declaration) -> bool {
    !declaration.has_errors && !declaration.is_cut_short
}

fn no_scope(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    if declaration.kind != DeclarationKind::Standard || !is_whole(declaration) {
        return;
    }
    if declaration.field(Keyword::Scope).is_none() {
        findings.report(
            context.location(declaration.words),
            "this standard has no `scope`; state what the standard is about and for whom",
        );
    }
}

fn no_sector(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    if let Some(sector) = context.at.declaration.word(Keyword::Sector)
        && context.at.declaration.kind == DeclarationKind::Standard
        && sector.value.trim().is_empty()
    {
        findings.report(
            context.location(sector.range),
            "`sector` is empty; write the name of the sector, as in `sector \"Water supply\"`",
        );
    }
}

fn empty_standard(context: &StandardContext<'_>, findings: &mut Findings<'_>) {
    let StandardContext { project, standard } = *context;
    if project.kinds_of(standard).any(|(_, kind)| change_of(kind).is_some()) {
        return;
    }
    let Some(head) = standard.head.and_then(|head| project.declaration(head)) else { return };
    // A declaration with syntax errors may be the change that seems to be missing.
    if project.has_errors(standard) {
        return;
    }
    let place = head.declaration.label.as_ref().map_or(head.declaration.words, |label| label.range);
    findings.report(
        head.location(place),
        "this standard adds nothing to its bases and changes nothing in them; add a declaration \
         such as `add control` or `interpret`",
    );
}
