//! T: completeness (ISO/IEC 27009:2020, Annexes A and B), and reasons that are given where the rules ask for
//! them.

use annexa_syntax::{Declaration, DeclarationKind, FieldValue, Item, Keyword, Text};

use super::{Check, DeclarationContext, Findings, Rule, StandardContext};
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
    Rule::new("T304", "no-reason", Level::Info, Check::Declaration(no_reason))
        .source("ISO/IEC 27009:2020, 6.3; the form of the language")
        .summary("The reason of a modification or of an `allow` says nothing.")
        .explained(include_str!("pages/T304.md")),
    Rule::new("T305", "stale-allow", Level::Warning, Check::Allows)
        .source("the form of the language")
        .summary("An `allow` is in a declaration where its rule does not fire.")
        .explained(include_str!("pages/T305.md")),
];

/// A declaration that can be judged by what it has not.
fn is_whole(declaration: &Declaration) -> bool {
    !declaration.has_errors && !declaration.is_cut_short
}

fn no_scope(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    if declaration.kind != DeclarationKind::Standard || !is_whole(declaration) {
        return;
    }
    let says_something =
        |text: Option<&Text>| text.is_some_and(|text| word_count(text, context.at.item) > 0);
    match declaration.field(Keyword::Scope) {
        Some(field) if says_something(field.text()) => {}
        Some(field) => {
            findings.report(
                context.location(field.name_range),
                "the scope says nothing; say what the standard is about and for whom",
            );
        }
        None => {
            findings.report(
                context.location(declaration.words),
                "this standard has no `scope`; say in it what the standard is about and for whom",
            );
        }
    }
}

fn no_sector(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    if let Some(sector) = context.at.declaration.word(Keyword::Sector)
        && context.at.declaration.kind == DeclarationKind::Standard
        && sector.value.trim().is_empty()
    {
        findings.report(
            context.location(sector.range),
            "`sector` is empty; name the sector that the standard is for, as in `sector \"Water supply\"`",
        );
    }
}

fn empty_standard(context: &StandardContext<'_>, findings: &mut Findings<'_>) {
    let StandardContext { project, standard } = *context;
    let changes = |&id: &crate::DeclarationId| {
        project.declaration(id).is_some_and(|at| change_of(at.declaration.kind).is_some())
    };
    if standard.declarations.iter().any(changes) {
        return;
    }
    let Some(head) = standard.head.and_then(|head| project.declaration(head)) else { return };
    // What is not understood can be the very change that seems to be missing.
    if project.has_errors(standard) {
        return;
    }
    let place = head.declaration.label.as_ref().map_or(head.declaration.words, |label| label.range);
    findings.report(
        head.location(place),
        "this standard adds nothing to its bases and changes nothing in them; add a declaration, as `add \
         control` or `interpret`",
    );
}

fn no_reason(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    const ENOUGH: usize = 3;
    let declaration = context.at.declaration;
    if declaration.is_cut_short {
        return;
    }
    for field in &declaration.fields {
        let reason = match &field.value {
            FieldValue::Allow { reason, .. } => reason.as_deref(),
            FieldValue::Text(text)
                if field.name == Keyword::Reason && declaration.kind.is_modification() =>
            {
                Some(&**text)
            }
            _ => continue,
        };
        if reason.is_none_or(|text| word_count(text, context.at.item) < ENOUGH) {
            findings.report(
                context.location(field.name_range),
                "the reason says nothing; write in a sentence why this takes nothing away from the base",
            );
        }
    }
}

/// The words of a text. In scripts that part no words, each character counts as one.
fn word_count(text: &Text, item: &Item) -> usize {
    let value = text.value(item);
    let is_unparted = |character: &char| {
        matches!(character, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
            || matches!(character, '\u{2E80}'..='\u{A4CF}' | '\u{20000}'..='\u{3FFFF}')
    };
    let words = value.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    words.map(|word| word.chars().filter(is_unparted).count().max(1)).sum()
}
