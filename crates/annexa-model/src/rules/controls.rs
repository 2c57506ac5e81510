//! C: controls and guidance (ISO/IEC 27009:2020, clause 6).

use annexa_base::FIELDS_OF_2022;
use annexa_syntax::{
    DeclarationKind, Field, FieldValue, Keyword, TextRange, TextRole, TextSize, VerbalForm, Word,
};

use super::{
    Check, DeclarationContext, Findings, Rule, edits, fields, listed, repeated, similar,
    wording::{self, Clauses, MAY, Published, SHALL, SHOULD},
};
use crate::{
    AddedKind, AddedProvision, Catalogue, Layout, Level, Parent, ProvisionKind, Resolved, Standard,
    Symbol, changes::ChangedPart,
};

pub(super) static RULES: &[Rule] = &[
    Rule::new("C601", "one-should", Level::Error, Check::Declaration(one_should))
        .source("ISO/IEC 27009:2020, clause 6")
        .summary(
            "A control statement has no `should`, or more than one. An `addition` to a control \
             counts on its own.",
        )
        .english_only()
        .explained(include_str!("pages/C601.md")),
    Rule::new("C602", "shall-in-control", Level::Error, Check::Declaration(shall_in_control))
        .source("ISO/IEC 27009:2020, clause 6; ISO/IEC Directives, Part 2:2021, clause 7")
        .summary(
            "A control, guidance or other information contains `shall`. They recommend and do not require.",
        )
        .english_only()
        .explained(include_str!("pages/C602.md")),
    Rule::new("C603", "layout-mixed", Level::Error, Check::Declaration(layout_mixed))
        .source("ISO/IEC 27009:2020, 6.2; ISO/IEC 27002:2022, 4.3")
        .summary(
            "A control with a purpose or attributes is added to a base in the 2013 layout, or an \
             objective to a base in the 2022 layout.",
        )
        .explained(include_str!("pages/C603.md")),
    Rule::new(
        "C604",
        "modification-may-reduce",
        Level::Warning,
        Check::Declaration(modification_may_reduce),
    )
    .source("ISO/IEC 27009:2020, 6.3")
    .summary(
        "The wording of a modified control or guidance may reduce the base control, or is weaker \
         than `should`.",
    )
    .english_only()
    .proxy(wording::LIFTS_BASE)
    .explained(include_str!("pages/C604.md")),
    Rule::new("C605", "no-guidance", Level::Info, Check::Declaration(no_guidance))
        .source("ISO/IEC 27009:2020, 6.2")
        .summary("An added control has no guidance.")
        .explained(include_str!("pages/C605.md")),
    Rule::new("C606", "modify-before-add", Level::Info, Check::Declaration(similar::modify_first))
        .source("ISO/IEC 27009:2020, 6.2")
        .summary(
            "The title of an added control is similar to the title of a base control. Consider \
             modifying that control.",
        )
        .explained(include_str!("pages/C606.md")),
    Rule::new(
        "C607",
        "modified-and-retained",
        Level::Error,
        Check::Declaration(repeated::modified_and_retained),
    )
    .source("ISO/IEC 27009:2020, clause 4 and 6.3")
    .summary("One provision is both retained and changed.")
    .explained(include_str!("pages/C607.md")),
    Rule::new("C608", "changed-twice", Level::Error, Check::Declaration(repeated::changed_twice))
        .source("ISO/IEC 27009:2020, 6.3")
        .summary("Two declarations for one audience modify, or add to, one part of one provision.")
        .explained(include_str!("pages/C608.md")),
    Rule::new(
        "C609",
        "control-added-to-control",
        Level::Error,
        Check::Declaration(control_added_to_control),
    )
    .source("ISO/IEC 27009:2020, 6.2")
    .summary("A control is added to a control instead of a clause or an objective.")
    .explained(include_str!("pages/C609.md")),
    Rule::new(
        "C610",
        "provision-in-information",
        Level::Warning,
        Check::Declaration(provision_in_information),
    )
    .source("ISO/IEC 27009:2020, 6.2; ISO/IEC Directives, Part 2:2021, clause 7")
    .summary("Other information recommends or permits something. That belongs in guidance.")
    .english_only()
    .explained(include_str!("pages/C610.md")),
    Rule::new("C611", "empty-addition", Level::Info, Check::Declaration(empty_addition))
        .source("ISO/IEC 27009:2020, 6.2")
        .summary("An added clause or objective contains nothing.")
        .explained(include_str!("pages/C611.md")),
];

pub(super) fn is_statement(kind: DeclarationKind, field: Keyword) -> bool {
    match kind {
        DeclarationKind::AddControl => field == Keyword::Control,
        DeclarationKind::ModifyControl => matches!(field, Keyword::Text | Keyword::Addition),
        _ => false,
    }
}

/// Returns the texts that contain the statement of a control.
fn statements<'a, 'b>(
    context: &'b DeclarationContext<'a>,
) -> impl Iterator<Item = &'b Published<'a>> {
    let kind = context.at.declaration.kind;
    context.published().iter().filter(move |text| is_statement(kind, text.field.name))
}

fn one_should(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    for text in statements(context) {
        let is_stated = |_: &[Word<'_>], clauses: &Clauses, at| clauses.states(at);
        let message = match text.forms_in(|form| SHOULD.contains(&form), is_stated).count() {
            1 => continue,
            // Rule C602 reports a `shall` in place of the `should`.
            0 if text.forms().any(|(form, _)| SHALL.contains(&form)) => continue,
            0 => {
                "a control makes its recommendation with one `should`; this one has none".to_owned()
            }
            many => format!(
                "a control makes its recommendation with one `should`; this one has {many}: keep \
                 one, and move the others to the guidance or to controls of their own"
            ),
        };
        findings.report(context.location(text.field.name_range), message);
    }
}

fn shall_in_control(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let kind = context.at.declaration.kind;
    if !kind.recommends() {
        return;
    }
    let is_meant = |field| kind != DeclarationKind::AddControl || field != Keyword::Purpose;
    for text in context.published().iter().filter(|text| is_meant(text.field.name)) {
        for (_, range) in text.forms().filter(|(form, _)| SHALL.contains(form)) {
            let word = TextRange::at(range.start(), TextSize::of("shall").min(range.len()));
            let location = context.location(word);
            let finding = findings.report(
                location,
                "controls and guidance recommend and do not require: write `should`, or add a \
                 requirement to ISO/IEC 27001 with `add requirement`",
            );
            if context.at.source(word).eq_ignore_ascii_case("shall") {
                finding.replace(location, "should");
            }
        }
    }
}

/// Returns the catalogue of the base that a declaration adds to or changes.
fn catalogue<'a>(context: &DeclarationContext<'a>) -> Option<&'a Catalogue> {
    let (project, standard) = (context.project, context.standard?);
    let added = standard.added(context.at.id);
    let base = match (added, project.target(context.at.id)?) {
        (Some(added), _) => added.base?,
        (None, Resolved::Base(target)) => target.base?,
        (None, Resolved::Added { standard: holder, added, .. }) if *holder == standard.id => {
            standard.added(*added)?.base?
        }
        _ => return None,
    };
    project.catalogue(standard.base(base)?.catalogue?)
}

fn layout_mixed(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    let Some(catalogue) = catalogue(context) else { return };
    let document = || catalogue.document.printed();
    match (declaration.kind, catalogue.layout) {
        (DeclarationKind::AddControl, Layout::Objectives) => {
            let is_mixed = |field: &&Field| FIELDS_OF_2022.contains(&field.name);
            let mixed: Vec<_> = declaration.fields.iter().filter(is_mixed).collect();
            let Some(first) = mixed.first() else { return };
            let message = format!(
                "the controls of {} have an objective above them, and no {}; delete that, or \
                 change the base to the edition of 2022",
                document(),
                listed(mixed.iter().map(|field| field.name.as_str()), "and")
            );
            findings.report(context.location(first.name_range), message);
        }
        (DeclarationKind::ModifyPurpose, Layout::Objectives) => {
            let message = format!(
                "the controls of {} have no purpose; change their objective with `modify objective`",
                document()
            );
            findings.report(context.location(declaration.words), message);
        }
        (DeclarationKind::AddObjective, Layout::Attributes) => {
            let message = format!(
                "the controls of {} have a purpose and no objective above them; write `add \
                 clause`, and state the objective as the `purpose` of its controls",
                document()
            );
            findings.report(context.location(declaration.words), message);
        }
        _ => {}
    }
}

fn modification_may_reduce(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    use VerbalForm::*;
    let kind = context.at.declaration.kind;
    if !matches!(kind, DeclarationKind::ModifyControl | DeclarationKind::ModifyGuidance) {
        return;
    }
    let mut report = |range: TextRange, why: &str| {
        let message = format!(
            "`{}` {why}, and a modified control must not require less than that of the base; \
             write `should`, or keep the wording and explain in an `allow` why it reduces \
             nothing",
            context.at.source(range)
        );
        findings.report(context.location(range), message).allow(&context.at);
    };
    let is_weak = |form: &VerbalForm| matches!(form, May | Can | NeedNot);
    for text in context.published() {
        let mut is_lifted = false;
        for (_, range) in text.phrases(&wording::LIFTING) {
            is_lifted = true;
            report(range, "may take back the control of the base");
        }
        if is_lifted {
            continue;
        }
        // Most texts have no weak form, so their sentences need not be analysed.
        if !text.forms().any(|(form, _)| is_weak(&form)) {
            continue;
        }
        let mut forms = text.main_forms();
        if let Some((form, range)) = forms.next()
            && is_weak(&form)
            && forms.all(|(form, _)| is_weak(&form))
        {
            report(range, "is weaker than `should`");
        }
    }
    for field in context.at.declaration.fields(Keyword::Replace) {
        let FieldValue::Replace { old, new } = &field.value else { continue };
        let recommends = |forms: &[VerbalForm]| {
            forms.iter().any(|form| SHOULD.contains(form) || SHALL.contains(form))
        };
        let (was, is) =
            (annexa_syntax::verbal_forms(&old.value), annexa_syntax::verbal_forms(&new.value));
        if !recommends(&is) && (recommends(&was) || is.iter().any(is_weak)) {
            report(new.range, "is weaker than `should`");
        }
    }
}

fn no_guidance(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    if declaration.kind != DeclarationKind::AddControl
        || declaration.has_errors
        || declaration.is_cut_short
        || declaration.field(Keyword::Guidance).is_some()
        || fields::is_misnamed(declaration, Keyword::Guidance)
        || is_added_to(context, ChangedPart::Guidance)
    {
        return;
    }
    let location = context.location(declaration.words);
    let edit = edits::insert_field(&context.at, "guidance \"\"\"\"\"\"");
    findings
        .report(
            location,
            "this control has no `guidance`; explain how to implement it, so that all readers do \
             so in the same way",
        )
        .fix("Insert `guidance`", vec![edit]);
}

fn added<'a>(context: &DeclarationContext<'a>) -> Option<(&'a Standard, &'a AddedProvision)> {
    let standard = context.standard?;
    Some((standard, standard.added(context.at.id)?))
}

/// Whether another declaration adds to a part of what this one adds.
fn is_added_to(context: &DeclarationContext<'_>, part: ChangedPart) -> bool {
    context.standard.is_some_and(|standard| {
        let symbol = Symbol::Added(standard.id, context.at.id);
        context.project.changed_by(standard.id, symbol, part).next().is_some()
    })
}

fn control_added_to_control(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    let (Some((standard, added)), Some(reference)) = (added(context), &declaration.target) else {
        return;
    };
    if added.kind != AddedKind::Control {
        return;
    }
    let above = match added.parent {
        Parent::Provision(base, id) => {
            let base = standard.base(base);
            let catalogue = base.and_then(|base| context.project.catalogue(base.catalogue?));
            let Some((base, catalogue)) = base.zip(catalogue) else { return };
            let Some(control) =
                catalogue.provision(id).filter(|it| it.kind == ProvisionKind::Control)
            else {
                return;
            };
            let parent = control.parent.and_then(|id| catalogue.provision(id));
            parent.zip(base.alias.as_ref()).map(|(it, alias)| format!("{alias} {}", it.number))
        }
        Parent::Added(id) => {
            let Some(control) = standard.added(id).filter(|it| it.kind == AddedKind::Control)
            else {
                return;
            };
            let target = context
                .project
                .declaration(control.declaration)
                .and_then(|at| Some(at.source(at.declaration.target.as_ref()?.range).to_owned()));
            target.filter(|_| !matches!(control.parent, Parent::Unknown))
        }
        Parent::Document(_) | Parent::Unknown => return,
    };
    let location = context.location(reference.range);
    let message = format!(
        "{} is a control, and a control belongs below a clause or an objective; name that, or \
         extend the control with `add guidance to`",
        context.at.source(reference.range)
    );
    let finding = findings.report(location, message);
    if let Some(above) = above {
        finding.replace(location, above);
    }
}

fn provision_in_information(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let published = context.published().iter();
    for text in published.filter(|text| text.role == TextRole::Information) {
        for (form, range) in text.forms() {
            if SHOULD.contains(&form) || form == MAY[0] {
                let message = format!(
                    "other information only explains, and `{}` makes this a provision; move the \
                     sentence to the guidance, or state a fact",
                    context.at.source(range)
                );
                findings.report(context.location(range), message);
            }
        }
    }
}

fn empty_addition(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let Some((_, added)) = added(context) else { return };
    let has_text = context.at.declaration.field(Keyword::Text).is_some();
    let is_empty = match added.kind {
        AddedKind::Clause => !has_text,
        AddedKind::Objective => true,
        AddedKind::Control | AddedKind::Requirement => false,
    };
    let parts = [
        ChangedPart::Requirement,
        ChangedPart::Guidance,
        ChangedPart::Information,
        ChangedPart::Note,
    ];
    if !is_empty
        || !added.children.is_empty()
        || parts.iter().any(|part| is_added_to(context, *part))
    {
        return;
    }
    let what = if added.kind == AddedKind::Clause { "clause" } else { "objective" };
    findings.report(
        added.location,
        format!("this {what} contains nothing; add a provision to {}, or delete it", added.label),
    );
}
