//! Q: requirements (ISO/IEC 27009, clause 5).

use annexa_syntax::{DeclarationKind, Keyword, TextPlace, VerbalForm};

use super::{Check, DeclarationContext, Findings, Rule, StandardContext, edits};
use crate::{Base, BaseId, Change, Level, Project, Standard};

pub(super) static RULES: &[Rule] = &[
    Rule::new(
        "Q501",
        "addition-without-shall",
        Level::Error,
        Check::Declaration(addition_without_shall),
    )
    .source("ISO/IEC 27009:2020, 5.2; ISO/IEC Directives, Part 2, clause 7")
    .summary("An added requirement holds no `shall`, so that it requires nothing.")
    .english_only(),
    Rule::new(
        "Q505",
        "treatment-not-refined",
        Level::Error,
        Check::Standard(treatment_not_refined),
    )
    .source("ISO/IEC 27009:2020, 5.3")
    .summary(
        "The standard adds controls and rests on ISO/IEC 27001, and refines neither 6.1.3 as a whole \
         nor both its items c) and d), so that nobody has to look at the added controls.",
    ),
];

fn addition_without_shall(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    if declaration.kind != DeclarationKind::AddRequirement || declaration.is_cut_short {
        return;
    }
    let Some((field, text)) =
        declaration.field(Keyword::Text).and_then(|field| Some((field, field.text()?)))
    else {
        return;
    };
    let requires = text.verbal_forms.iter().any(|used| {
        used.place == TextPlace::Body
            && matches!(used.form, VerbalForm::Shall | VerbalForm::ShallNot)
    });
    if !requires {
        findings.report(
            context.location(field.name_range),
            "an added requirement says what shall be done; write a sentence with `shall` outside notes \
             and examples, or use `interpret` where nothing is required",
        );
    }
}

pub(crate) fn is_27001(base: &Base) -> bool {
    base.designation.document == "ISO/IEC 27001"
}

fn treatment_not_refined(context: &StandardContext<'_>, findings: &mut Findings<'_>) {
    let StandardContext { project, standard } = *context;
    let adds = standard.declarations.iter().any(|&id| {
        project.declaration(id).is_some_and(|at| at.declaration.kind == DeclarationKind::AddControl)
    });
    let Some((id, base)) = standard.bases_with_ids().find(|(_, base)| is_27001(base)) else {
        return;
    };
    if !adds || base.catalogue.is_none() {
        return;
    }
    let missing = missing_refinements(project, standard, id, base);
    if missing.is_empty() {
        return;
    }
    let alias = base.alias.as_deref().unwrap_or("27001");
    let refinements: Vec<String> = missing
        .iter()
        .map(|item| {
            let text = match *item {
                "c)" => {
                    "The organization shall also compare the controls determined with those of this document."
                }
                _ => "The statement of applicability shall also cover the controls of this document.",
            };
            format!("refine {alias} 6.1.3 {item} {{\n  text \"\"\"{text}\"\"\"\n}}")
        })
        .collect();
    let head = standard.head.and_then(|head| project.declaration(head));
    let edits = head
        .map(|head| vec![edits::insert_behind(&head, &refinements.join("\n\n"))])
        .unwrap_or_default();
    let message = format!(
        "this standard adds controls, so that 6.1.3 {} of {} has to be refined: say that the added \
         controls are compared with those determined, and listed in the statement of applicability",
        missing.join(" and "),
        base.designation.document,
    );
    findings.report(base.location, message).fix("Insert the refinements", edits);
}

/// Which of c) and d) of 6.1.3 are not refined, neither by themselves nor with the whole.
pub(crate) fn missing_refinements(
    project: &Project,
    standard: &Standard,
    id: BaseId,
    base: &Base,
) -> Vec<&'static str> {
    let treatment = base.catalogue.and_then(|id| project.catalogue(id)?.find("6.1.3"));
    let Some(treatment) = treatment else { return Vec::new() };
    let states = project.states(standard.id, id);
    let state = states.iter().find(|state| state.provision == treatment);
    let is_refined = |item: &str| {
        state.is_some_and(|state| {
            state.causes.iter().any(|cause| {
                cause.change == Change::Refined
                    && cause.items.first().is_none_or(|first| first == item)
            })
        })
    };
    ["c)", "d)"].into_iter().filter(|item| !is_refined(item)).collect()
}
