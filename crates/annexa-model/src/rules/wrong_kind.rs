//! R111: a declaration that does not fit its target.

use annexa_syntax::DeclarationKind;

use super::{DeclarationContext, Findings, help};
use crate::{
    AddedKind, BaseTarget, Catalogue, Edit, Parent, Project, ProvisionId, ProvisionKind, Resolved,
    Standard, state::change_of,
};

/// The kind of a target, as far as it decides which declarations fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum What {
    /// A clause with requirements, or a document of such clauses.
    Requirements,
    /// A clause with controls below it, or a document of such clauses.
    Controls,
    /// An added clause, whatever is below it, or a document with both kinds.
    Clause,
    Objective,
    Control,
    Requirement,
}

pub(super) fn wrong_kind(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    let (Some(standard), Some(reference)) = (context.standard, &declaration.target) else { return };
    if change_of(declaration.kind).is_none() {
        return;
    }
    let location = context.location(reference.range);
    let Some(resolved) = context.project.target(context.at.id) else { return };
    if let Resolved::Base(target) = resolved
        && target.annex.is_some()
    {
        if target.changed_base(standard, declaration.kind).is_none() {
            through_annex(context, standard, target, findings);
        }
        return;
    }
    if resolved.base_target().is_some_and(|target| target.is_front && target.base.is_some()) {
        let name = name_of(context.project, standard, resolved).unwrap_or_default();
        let message = format!(
            "{name} can be cited but not changed, because it states no requirement and no \
             control; change a clause that does"
        );
        findings.report(location, message);
        return;
    }
    let Some(what) = what_is(context.project, standard, resolved) else { return };
    if circles(context, standard) {
        findings.report(
            location,
            "this is added to itself through other additions; add it to a provision of a base or \
             to another addition",
        );
        return;
    }
    let Some(wrong) = misfit(declaration.kind, what) else { return };
    let name = name_of(context.project, standard, resolved).unwrap_or_default();
    let message = format!("{name} is {}; {}", described(what), wrong.advice);
    let mut finding = findings.report(location, message);
    if let Resolved::Base(target) = resolved
        && let Some(place) = target
            .provision
            .and_then(|provision| context.project.place_of(target.catalogue, provision))
    {
        finding = finding.related(place, "what is named");
    }
    if let Some(right) = wrong.verb {
        let verb = Edit { location: context.location(declaration.words), new: right.to_owned() };
        finding = finding.fix(format!("Write `{right}`"), vec![verb]);
    }
    let _ = finding;
}

/// Whether a declaration fits its target, which must be resolved.
pub(super) fn fits(context: &DeclarationContext<'_>) -> bool {
    let (Some(standard), Some(resolved)) =
        (context.standard, context.project.target(context.at.id))
    else {
        return false;
    };
    let kind = context.at.declaration.kind;
    if resolved.base_target().is_some_and(|it| it.changed_base(standard, kind).is_none()) {
        return false;
    }
    match what_is(context.project, standard, resolved) {
        Some(what) => !circles(context, standard) && misfit(kind, what).is_none(),
        None => resolved.base_target().is_some(),
    }
}

/// `interpret 27001 A.5.23`: a control is changed in its own document.
fn through_annex(
    context: &DeclarationContext<'_>,
    standard: &Standard,
    target: &BaseTarget,
    findings: &mut Findings<'_>,
) {
    let (Some(provision), Some(reference)) = (target.provision, &context.at.declaration.target)
    else {
        return;
    };
    let place = context.location(reference.range);
    let own =
        help::own_document(context, standard, (target.catalogue, provision), &target.items, place);
    let Some(own) = own else { return };
    let message = format!("{}: {}", help::OWN_DOCUMENT, own.advice);
    findings.report(place, message).fix(own.title, own.edits);
}

impl Project {
    /// Whether a declaration of a kind can name this target in its head (R111).
    pub fn fits(&self, standard: &Standard, kind: DeclarationKind, target: &Resolved) -> bool {
        let is_changed =
            target.base_target().is_none_or(|it| it.changed_base(standard, kind).is_some());
        let what = what_is(self, standard, target);
        is_changed && what.is_some_and(|what| misfit(kind, what).is_none())
    }
}

fn circles(context: &DeclarationContext<'_>, standard: &Standard) -> bool {
    let Some(added) = standard.added(context.at.id) else {
        return false;
    };
    let names_own = matches!(
        context.project.target(context.at.id),
        Some(Resolved::Added { standard: holder, .. }) if *holder == standard.id
    );
    added.parent == Parent::Unknown && names_own
}

/// Returns the kind of a target.
fn what_is(project: &Project, standard: &Standard, resolved: &Resolved) -> Option<What> {
    match resolved {
        Resolved::Base(target) => {
            // Rule R101 reports a document that is not a base.
            standard.base(target.base?)?;
            what_in(project.catalogue(target.catalogue)?, target.provision)
        }
        Resolved::Added { standard: holder, added, .. } if *holder == standard.id => {
            Some(match standard.added(*added)?.kind {
                AddedKind::Clause => What::Clause,
                AddedKind::Objective => What::Objective,
                AddedKind::Control => What::Control,
                AddedKind::Requirement => What::Requirement,
            })
        }
        _ => None,
    }
}

/// Returns the name of a target for a message.
fn name_of(project: &Project, standard: &Standard, resolved: &Resolved) -> Option<String> {
    match resolved {
        Resolved::Base(target) => {
            let catalogue = project.catalogue(target.catalogue)?;
            let document = &catalogue.document.document;
            Some(match target.provision.and_then(|id| catalogue.provision(id)) {
                Some(provision) => format!("{document}, {}", provision.number),
                None => document.to_string(),
            })
        }
        Resolved::Added { added, .. } => Some(standard.added(*added)?.label.to_string()),
        Resolved::External { .. } => None,
    }
}

fn what_in(catalogue: &Catalogue, provision: Option<ProvisionId>) -> Option<What> {
    let mut has = [false; 2];
    match provision {
        Some(id) => match catalogue.provision(id)?.kind {
            ProvisionKind::Control => return Some(What::Control),
            ProvisionKind::Objective => return Some(What::Objective),
            ProvisionKind::Clause => leaves(catalogue, id, &mut has),
            ProvisionKind::Front => return None,
        },
        None => catalogue.top().for_each(|(id, _)| leaves(catalogue, id, &mut has)),
    }
    match has {
        [true, false] => Some(What::Requirements),
        [false, true] => Some(What::Controls),
        [true, true] => Some(What::Clause),
        [false, false] => None,
    }
}

/// Collects whether the leaves below a provision are clauses or controls.
fn leaves(catalogue: &Catalogue, id: ProvisionId, has: &mut [bool; 2]) {
    let mut pending = vec![id];
    while let Some(provision) = pending.pop().and_then(|id| catalogue.provision(id)) {
        match provision.kind {
            ProvisionKind::Clause if provision.is_leaf() => has[0] = true,
            ProvisionKind::Clause | ProvisionKind::Front => {}
            ProvisionKind::Objective | ProvisionKind::Control => has[1] = true,
        }
        pending.extend(&provision.children);
    }
}

fn described(what: What) -> &'static str {
    match what {
        What::Requirements => "a requirement, or holds requirements",
        What::Requirement => "an added requirement",
        What::Controls => "made of controls",
        What::Clause => "a clause",
        What::Objective => "a control objective",
        What::Control => "a control",
    }
}

struct Misfit {
    advice: &'static str,
    /// The opening words that fit, if the rest of the declaration can stay.
    verb: Option<&'static str>,
}

fn misfit(kind: DeclarationKind, what: What) -> Option<Misfit> {
    use DeclarationKind::*;
    let is_required = matches!(what, What::Requirements | What::Requirement);
    let is_control = matches!(what, What::Control | What::Controls | What::Objective);
    let advise = |advice, verb| Some(Misfit { advice, verb });
    match kind {
        Refine if is_control => advise(
            "`refine` is for requirements; change a control with `modify control`, or add to it with \
             `add guidance to`",
            (what == What::Control).then_some("add guidance to"),
        ),
        Interpret if is_control => advise(
            "`interpret` is for requirements; explain a control with `add guidance to` or `add \
             information to`",
            (what == What::Control).then_some("add information to"),
        ),
        AddGuidance if what == What::Requirements => advise(
            "guidance is for controls; explain a requirement with `interpret`",
            Some("interpret"),
        ),
        AddInformation if what == What::Requirements => advise(
            "other information is for controls; explain a requirement with `interpret`",
            Some("interpret"),
        ),
        _ if kind.is_modification() && is_required => advise(
            "requirements are not modified; supplement it with `refine`, or explain it with `interpret`",
            None,
        ),
        ModifyObjective if what == What::Control => {
            advise("change it with `modify control` or `modify purpose`", Some("modify control"))
        }
        ModifyObjective if matches!(what, What::Controls | What::Clause) => {
            advise("name the objective to modify", None)
        }
        ModifyControl | ModifyPurpose if what == What::Objective => {
            advise("change it with `modify objective`", Some("modify objective"))
        }
        ModifyControl | ModifyPurpose if matches!(what, What::Controls | What::Clause) => {
            advise("name the control to modify", None)
        }
        AddControl if is_required => advise(
            "a control is added to a clause with controls; under a requirement write `add requirement`",
            Some("add requirement"),
        ),
        AddObjective if is_required || what == What::Control => {
            advise("an objective is added to a clause with controls", None)
        }
        AddRequirement if is_control => advise(
            "a requirement is added to a clause with requirements; here write `add control`",
            None,
        ),
        AddClause if matches!(what, What::Control | What::Objective | What::Requirement) => {
            advise("a clause is added to a base, to a clause or to an added clause", None)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use annexa_syntax::{DeclarationKind, Part};

    use crate::state::change_of;
    use crate::testing::{found, with_head};
    use crate::{BaseId, Change};

    /// Every declaration that changes its target is an error for a front clause, and changes no
    /// state.
    #[test]
    fn front_clauses_are_cited_and_not_changed() {
        let mut tried = 0;
        for kind in DeclarationKind::ALL {
            if change_of(*kind).is_none() {
                continue;
            }
            let label = if kind.head().contains(&Part::Label) { " SMX.4.3.1 \"x\"" } else { "" };
            let to = if kind.head().contains(&Part::To) { " to" } else { "" };
            for front in ["27001 3", "27002 3.1", "27002 0.1"] {
                let head = format!("{}{label}{to} {front}", kind.words());
                let project = with_head(&format!("{head} {{\n}}\n"));
                let mut findings = found(&project);
                findings.retain(|it| it.starts_with('R') && !it.starts_with("R110"));
                assert_eq!(findings, [format!("R111 {front}")], "{head}");
                let standard = &project.standards()[0];
                for base in [BaseId(0), BaseId(1)] {
                    let mut states = project.states(standard.id, base).into_iter();
                    assert!(states.all(|state| state.state == Change::Unchanged), "{head}");
                    let catalogue = standard.base(base).unwrap().catalogue.unwrap();
                    let known = project.catalogue(catalogue).unwrap();
                    let front = known.find(front.split(' ').next_back().unwrap());
                    let changes = front.map_or_else(Vec::new, |it| project.changes(catalogue, it));
                    assert_eq!(changes, [], "{head}");
                }
                tried += 1;
            }
        }
        assert_eq!(tried, 45);
        let cited = "interpret 27001 4.1 {\n  text \"\"\"See {27002 4.2}, {27001 3}, {27002:2013 4.1}, {27001 0.2}.\"\"\"\n}\n";
        let findings = found(&with_head(cited));
        assert!(
            !findings.iter().any(|it| it.starts_with("R10") || it.starts_with("R111")),
            "{findings:?}"
        );
    }
}
