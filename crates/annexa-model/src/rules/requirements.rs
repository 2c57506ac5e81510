//! Q: requirements (ISO/IEC 27009:2020, clause 5).

use annexa_syntax::{DeclarationKind, Keyword, VerbalForm};

use super::{
    Check, DeclarationContext, Findings, Rule, StandardContext, edits, repeated, wording,
    wording::SHALL, wrong_kind,
};
use crate::{
    Base, BaseKind, BaseTarget, DeclarationId, DeclarationRef, Edit, Level, Project, Resolved,
    Standard, Symbol, changes::ChangedPart,
};

pub(super) static RULES: &[Rule] = &[
    Rule::new(
        "Q501",
        "addition-without-shall",
        Level::Error,
        Check::Declaration(addition_without_shall),
    )
    .source("ISO/IEC 27009:2020, 5.2; ISO/IEC Directives, Part 2:2021, clause 7")
    .summary("An added requirement contains no `shall`, so it requires nothing.")
    .english_only()
    .explained(include_str!("pages/Q501.md")),
    Rule::new("Q502", "may-invalidate", Level::Warning, Check::Declaration(may_invalidate))
        .source("ISO/IEC 27009:2020, 5.2, 5.3 and 5.4")
        .summary("The wording may remove or invalidate a base requirement, which must stay in force.")
        .english_only()
        .proxy(wording::LIFTS_BASE)
        .explained(include_str!("pages/Q502.md")),
    Rule::new("Q503", "weaker-refinement", Level::Error, Check::Declaration(weaker_refinement))
        .source("ISO/IEC 27009:2020, clause 3 and 5.3; ISO/IEC Directives, Part 2:2021, clause 7")
        .summary("A refinement recommends, permits or explains, but requires nothing.")
        .english_only()
        .proxy("whether a refinement supplements the requirement")
        .explained(include_str!("pages/Q503.md")),
    Rule::new(
        "Q504",
        "interpretation-adds-requirement",
        Level::Info,
        Check::Declaration(interpretation_adds_requirement),
    )
    .source("ISO/IEC 27009:2020, clause 3 and 5.4")
    .summary(
        "An interpretation contains a `shall` of its own, so it reads like an addition or a refinement.",
    )
    .english_only()
    .explained(include_str!("pages/Q504.md")),
    Rule::new(
        "Q505",
        "treatment-not-refined",
        Level::Error,
        Check::Standard(treatment_not_refined),
    )
    .source("ISO/IEC 27009:2020, 5.3")
    .summary(
        "The standard adds controls and has ISO/IEC 27001 as a base, but refines neither 6.1.3 \
         as a whole nor both its items c) and d) for all audiences.",
    )
    .explained(include_str!("pages/Q505.md")),
    Rule::new("Q506", "refined-twice", Level::Error, Check::Declaration(repeated::refined_twice))
        .source("ISO/IEC 27009:2020, 5.3 and 5.4")
        .summary("Two declarations for one audience refine, or interpret, one provision.")
        .explained(include_str!("pages/Q506.md")),
    Rule::new("Q507", "item-not-named", Level::Info, Check::Declaration(item_not_named))
        .source("ISO/IEC 27009:2020, 5.3")
        .summary("The base clause has list items, but the refinement names none of them.")
        .explained(include_str!("pages/Q507.md")),
    Rule::new(
        "Q508",
        "requirement-in-27002-only-standard",
        Level::Error,
        Check::Declaration(requirement_without_base),
    )
    .source("ISO/IEC 27009:2020, clause 5 and Annex B")
    .summary("A standard whose bases contain only controls adds, refines or interprets a requirement.")
    .explained(include_str!("pages/Q508.md")),
];

fn addition_without_shall(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    // With `as ITEM`, the verb may be in the sentence of the base that introduces the list.
    if declaration.kind != DeclarationKind::AddRequirement || declaration.as_item.is_some() {
        return;
    }
    let published = context.published();
    if let Some(text) = published.iter().find(|it| it.field.name == Keyword::Text)
        && !text.forms().any(|(form, _)| SHALL.contains(&form))
    {
        findings.report(
            context.location(text.field.name_range),
            "an added requirement states what shall be done; write a sentence with `shall` \
             outside notes and examples, or use `interpret` if you require nothing",
        );
    }
}

fn may_invalidate(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    use DeclarationKind::*;
    if !matches!(context.at.declaration.kind, AddRequirement | Refine | Interpret) {
        return;
    }
    let published = context.published().iter();
    for text in published.filter(|text| text.field.name == Keyword::Text) {
        for (_, range) in text.phrases(&wording::LIFTING) {
            findings
                .report(
                    context.location(range),
                    format!(
                        "`{}` may remove or invalidate a requirement of the base, which a sector \
                         standard must not do; state what is required in addition, or keep the \
                         wording and explain in an `allow` why it takes nothing away",
                        context.at.source(range)
                    ),
                )
                .allow(&context.at);
        }
    }
}

fn weaker_refinement(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    use VerbalForm::*;
    let declaration = context.at.declaration;
    if declaration.kind != DeclarationKind::Refine || !wrong_kind::fits(context) {
        return;
    }
    let published = context.published();
    let Some(text) = published.iter().find(|it| it.field.name == Keyword::Text) else { return };
    // Rule D210 reports the equivalents of `shall`.
    let requires = text.forms().any(|(form, _)| SHALL.contains(&form))
        || text.phrases(&wording::EQUIVALENTS).any(|(it, _)| it.primary.starts_with("shall"));
    if requires {
        return;
    }
    // Rule Q502 reports `need not`, D211 `may not`, D204 `must`. A form within a condition
    // recommends nothing.
    let mut forms = text.main_forms();
    let weak = forms.find(|(form, _)| matches!(form, Should | ShouldNot | May | Can | Cannot));
    if let Some((_, range)) = weak {
        findings.report(
            context.location(range),
            format!(
                "a refinement states a requirement, and `{}` is weaker than `shall`; write \
                 `shall`, or use `interpret` if you require nothing more",
                context.at.source(range)
            ),
        );
    } else if text.forms().next().is_none()
        && text.phrases(&wording::LIFTING).next().is_none()
        && declaration.target.as_ref().is_some_and(|target| target.items.is_empty())
    {
        findings.report(
            context.location(text.field.name_range),
            "a refinement states what shall be done; write a sentence with `shall`, name the \
             list item that you refine, or use `interpret` if you require nothing more",
        );
    }
}

fn interpretation_adds_requirement(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    if declaration.kind != DeclarationKind::Interpret || !wrong_kind::fits(context) {
        return;
    }
    let published = context.published().iter();
    let shall = published.flat_map(|text| text.forms()).find(|(form, _)| SHALL.contains(form));
    let Some((_, range)) = shall else { return };
    let verb = |new: String| Edit { location: context.location(declaration.words), new };
    let mut finding = findings
        .report(
            context.location(range),
            "an interpretation explains a requirement and adds none; with a `shall` of its own \
             it reads like a refinement or an addition: use `refine` or `add requirement`, or \
             write it without `shall`",
        )
        .fix("Write `refine`", vec![verb("refine".to_owned())]);
    if let Some(label) = label_below(context) {
        let head = format!("add requirement {label} \"\" to");
        finding = finding.fix(format!("Write `add requirement {label}`"), vec![verb(head)]);
    }
    let _ = finding;
}

/// Returns the next free label below the clause that a declaration names.
fn label_below(context: &DeclarationContext<'_>) -> Option<String> {
    let (project, standard) = (context.project, context.standard?);
    let Resolved::Base(BaseTarget { catalogue, provision: Some(id), items, .. }) =
        project.target(context.at.id)?
    else {
        return None;
    };
    let catalogue = project.catalogue(*catalogue)?;
    let number = &catalogue.provision(*id)?.number;
    items.is_empty().then(|| standard.next_free_label(number, Some(catalogue), "")).flatten()
}

fn item_not_named(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    let Some(reference) = &declaration.target else { return };
    if declaration.kind != DeclarationKind::Refine || !reference.items.is_empty() {
        return;
    }
    let Some(Resolved::Base(BaseTarget { catalogue, provision: Some(id), annex: None, .. })) =
        context.project.target(context.at.id)
    else {
        return;
    };
    let provision =
        context.project.catalogue(*catalogue).and_then(|catalogue| catalogue.provision(*id));
    let Some(provision) = provision else { return };
    let (Some(first), Some(last)) = (provision.items.first(), provision.items.last()) else {
        return;
    };
    let location = context.location(reference.range);
    let message = format!(
        "{} of the base has the list items {} to {}; name the one that you refine, as in `{} {}`",
        provision.number,
        first.mark,
        last.mark,
        context.at.source(reference.range),
        first.mark
    );
    let mut finding = findings.report(location, message).related(provision.location, "the clause");
    for item in &provision.items {
        let new = format!("{} {}", context.at.source(reference.range), item.mark);
        finding = finding.replace(location, new);
    }
    let _ = finding;
}

fn requirement_without_base(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    use DeclarationKind::*;
    let kind = context.at.declaration.kind;
    let Some(standard) = context.standard else { return };
    let is_of_controls = |base: &Base| base.kind == BaseKind::Controls && !is_27001(base);
    if !matches!(kind, AddRequirement | Refine | Interpret)
        || standard.bases.is_empty()
        || !standard.bases.iter().all(is_of_controls)
        || !wrong_kind::fits(context)
    {
        return;
    }
    let edition = standard.bases.iter().find_map(|base| base.edition.as_deref());
    let project = context.project;
    let found = project.find_catalogue("ISO/IEC 27001", edition);
    let found = found.or_else(|| project.find_catalogue("ISO/IEC 27001", None));
    let Some(catalogue) = found.and_then(|id| project.catalogue(id)) else { return };
    let base = format!("base {}", catalogue.base_line());
    let edit = edits::insert_into_head(project, standard, &[], &base);
    let message = format!(
        "`{}` is for requirements, and this standard has no base with requirements; add \
         `{base}`, or write guidance instead",
        kind.words()
    );
    let location = context.location(context.at.declaration.words);
    findings.report(location, message).fix(format!("Insert `{base}`"), edit.into_iter().collect());
}

pub(crate) fn is_27001(base: &Base) -> bool {
    base.designation.document == "ISO/IEC 27001"
}

fn treatment_not_refined(context: &StandardContext<'_>, findings: &mut Findings<'_>) {
    let StandardContext { project, standard } = *context;
    let mut kinds = project.kinds_of(standard).map(|(_, kind)| kind);
    let adds = kinds.any(|kind| kind == DeclarationKind::AddControl);
    let Some(base) = standard.bases.iter().find(|base| is_27001(base)) else { return };
    // The missing refinement may be one with an error, which is reported separately.
    if !adds || base.catalogue.is_none() || has_unclear_refinement(project, standard) {
        return;
    }
    let missing = missing_refinements(project, standard, base, |_| true);
    if missing.is_empty() {
        return;
    }
    let alias = base.alias.as_deref().unwrap_or("27001");
    let skeleton = |item: &&str| format!("refine {alias} 6.1.3 {item} {{\n  text \"\"\"\"\"\"\n}}");
    let refinements: Vec<String> = missing.iter().map(skeleton).collect();
    let head = standard.head.and_then(|head| project.declaration(head));
    let edits = head
        .map(|head| vec![edits::insert_behind(&head, &refinements.join("\n\n"))])
        .unwrap_or_default();
    let message = format!(
        "this standard adds controls, so 6.1.3 {} of {} has to be refined for all audiences: \
         state that the added controls are compared with those determined, and listed in the \
         Statement of Applicability",
        missing.join(" and "),
        base.designation.document,
    );
    findings.report(base.location, message).fix("Insert the refinements", edits);
}

/// Whether a declaration of the standard may be a refinement but is unclear: it has a syntax error,
/// its reference cannot be resolved (R101, R102), or its audience is not declared (R114).
fn has_unclear_refinement(project: &Project, standard: &Standard) -> bool {
    let kinds = project.kinds_of(standard);
    let refinements = kinds.filter(|(_, kind)| *kind == DeclarationKind::Refine);
    let mut refinements = refinements.filter_map(|(id, _)| project.declaration(id));
    let is_unclear = |at: DeclarationRef<'_>| {
        let mut audiences = at.declaration.audiences.iter();
        let is_lost = match project.target(at.id) {
            Some(Resolved::Base(target)) => target.base.is_none(),
            target => target.is_none(),
        };
        is_lost || audiences.any(|name| standard.audience(&name.value).is_none())
    };
    refinements.any(is_unclear) || project.has_errors(standard)
}

/// Returns which of 6.1.3 c) and d) complete declarations do not refine for all audiences, neither
/// separately nor with the whole clause (ISO/IEC 27009:2020, 5.3).
pub(crate) fn missing_refinements(
    project: &Project,
    standard: &Standard,
    base: &Base,
    counts: impl Fn(&DeclarationRef<'_>) -> bool,
) -> Vec<&'static str> {
    let Some(catalogue) = base.catalogue else { return Vec::new() };
    let Some(read) = project.catalogue(catalogue) else { return Vec::new() };
    let Some(treatment) = read.find("6.1.3") else { return Vec::new() };
    let above = read.ancestors(treatment).map(|(id, _)| Symbol::Provision(catalogue, id));
    let symbols = above.chain([Symbol::Document(catalogue)]);
    let of_treatment = project.changed_by(
        standard.id,
        Symbol::Provision(catalogue, treatment),
        ChangedPart::Refinement,
    );
    let with_the_whole: Vec<DeclarationId> = symbols
        .flat_map(|symbol| project.changed_by(standard.id, symbol, ChangedPart::Refinement))
        .chain(of_treatment)
        .collect();
    let items = |id: DeclarationId| project.target(id).map_or(&[][..], Resolved::items);
    let is_refined = |item: &str| {
        let of_item = with_the_whole.iter().copied().filter(|id| match items(*id) {
            [] => true,
            [only] => only == item,
            _ => false,
        });
        let declarations = of_item.filter_map(|id| project.declaration(id));
        is_for_all(standard, declarations.filter(|at| counts(at)))
    };
    ["c)", "d)"].into_iter().filter(|item| !is_refined(item)).collect()
}

/// Whether some declarations together cover all audiences.
fn is_for_all<'a>(
    standard: &Standard,
    declarations: impl Iterator<Item = DeclarationRef<'a>>,
) -> bool {
    let mut reached: Vec<&str> = Vec::new();
    for at in declarations {
        let audiences = &at.declaration.audiences;
        if audiences.is_empty() {
            return true;
        }
        reached.extend(audiences.iter().map(|name| name.value.as_str()));
    }
    let mut all = standard.audiences.iter().map(|audience| audience.name.as_str()).peekable();
    all.peek().is_some() && all.all(|name| reached.contains(&name))
}
