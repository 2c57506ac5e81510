//! How complete a standard is, according to the templates of ISO/IEC 27009:2020: Annex A for a
//! standard related to ISO/IEC 27001, Annex B for one related to ISO/IEC 27002 alone.

mod sections;
mod steps;

use std::collections::BTreeMap;

use annexa_base::{Location, Provision, ProvisionId, ProvisionKind};
use annexa_syntax::SmolStr;

use crate::{
    AddedKind, AddedProvision, Base, BaseId, BaseKind, Cause, Change, Edit, ListItem, Parent,
    Project, ProvisionState, Standard,
};

/// What a standard contains and what it still lacks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Status {
    /// The template that it follows.
    pub template: Template,
    /// The required steps, in the order of the template.
    pub steps: Vec<Step>,
    /// The coverage of each base.
    pub coverage: Vec<Coverage>,
}

/// A template of ISO/IEC 27009:2020.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Template {
    /// Annex A: related to ISO/IEC 27001 and, optionally, ISO/IEC 27002.
    A,
    /// Annex B: related to ISO/IEC 27002 alone.
    B,
}

/// A step towards a complete standard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// What the step is about, in a few words.
    pub title: String,
    /// What to write; `None` if the step is done.
    pub missing: Option<String>,
    /// Where to write it, or what it is about.
    pub location: Option<Location>,
    /// An edit that begins the step with empty texts; `None` if it begins with a decision.
    pub edit: Option<Edit>,
}

/// How many provisions of a base were considered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Coverage {
    /// The base.
    pub base: BaseId,
    /// The top clauses, including themes, in order.
    pub clauses: Vec<ClauseCoverage>,
}

/// How many provisions of a clause were considered: of its controls, or of its clauses without
/// subclauses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClauseCoverage {
    /// The clause.
    pub provision: ProvisionId,
    /// Its number.
    pub number: SmolStr,
    /// The title of the clause.
    pub title: String,
    /// The number of provisions that a declaration changes or explains, directly or through a list
    /// item.
    pub changed: usize,
    /// The number of those that are explained or refined only through the clause or the document
    /// above.
    pub via: usize,
    /// The number of those that were considered and left unchanged.
    pub retained: usize,
    /// The numbers of those that no declaration names.
    pub open: Vec<SmolStr>,
    /// The number of controls or requirements added below the clause.
    pub added: usize,
}

impl Status {
    /// Returns the number of completed steps.
    pub fn done(&self) -> usize {
        self.steps.iter().filter(|step| step.missing.is_none()).count()
    }

    /// Returns the first step that is not complete.
    pub fn next(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.missing.is_some())
    }
}

impl Base {
    /// Whether the coverage counts a provision: a control if the base has controls, otherwise a
    /// clause without subclauses.
    pub fn counts(&self, provision: &Provision) -> bool {
        match self.kind {
            BaseKind::Controls => provision.kind == ProvisionKind::Control,
            _ => provision.is_leaf(),
        }
    }
}

impl Project {
    /// Returns how complete a standard is; `None` if `cancelled` returned true.
    pub fn status(&self, standard: &Standard, cancelled: &dyn Fn() -> bool) -> Option<Status> {
        let mut coverage = Vec::new();
        for (id, base) in standard.bases_with_ids() {
            if cancelled() {
                return None;
            }
            coverage.extend(covered(self, standard, id, base));
        }
        let steps = steps::steps(self, standard, &coverage);
        let on_requirements = standard.bases.iter().any(|base| base.kind == BaseKind::Requirements);
        let template = if on_requirements { Template::A } else { Template::B };
        Some(Status { template, steps, coverage })
    }
}

fn covered(project: &Project, standard: &Standard, id: BaseId, base: &Base) -> Option<Coverage> {
    let catalogue = project.catalogue(base.catalogue?)?;
    let clause = |(provision, clause): (ProvisionId, &Provision)| ClauseCoverage {
        provision,
        number: clause.number.clone(),
        title: clause.title.to_string(),
        changed: 0,
        via: 0,
        retained: 0,
        open: Vec::new(),
        added: 0,
    };
    let mut clauses: BTreeMap<ProvisionId, ClauseCoverage> =
        catalogue.top().map(|top| (top.0, clause(top))).collect();
    let top = |id| catalogue.ancestors(id).last().map_or(id, |(top, _)| top);
    for state in project.states(standard.id, id) {
        let Some(clause) = clauses.get_mut(&top(state.provision)) else { continue };
        match catalogue.provision(state.provision).filter(|it| base.counts(it)) {
            None => {}
            Some(counted) => match credit(project, &state, counted) {
                Credit::Changed => clause.changed += 1,
                Credit::Via => clause.via += 1,
                Credit::Retained => clause.retained += 1,
                Credit::Open => clause.open.push(counted.number.clone()),
            },
        }
    }
    for added in standard.added_in_order().filter(|added| added.base == Some(id)) {
        let at = project.declaration(added.declaration);
        let is_counted = matches!(added.kind, AddedKind::Control | AddedKind::Requirement)
            && at.is_some_and(|at| at.is_written());
        let parent = added_below(standard, added).filter(|_| is_counted);
        if let Some(clause) = parent.and_then(|parent| clauses.get_mut(&top(parent))) {
            clause.added += 1;
        }
    }
    let clauses = catalogue.top().filter_map(|(top, _)| clauses.remove(&top));
    Some(Coverage { base: id, clauses: clauses.collect() })
}

/// How the coverage counts a provision.
enum Credit {
    Changed,
    Via,
    Retained,
    Open,
}

/// Returns how the coverage counts the complete declarations about a provision.
fn credit(project: &Project, state: &ProvisionState, provision: &Provision) -> Credit {
    let is_written =
        |cause: &&Cause| project.declaration(cause.declaration).is_some_and(|at| at.is_written());
    let causes: Vec<&Cause> = state.causes.iter().filter(is_written).collect();
    let is_retained = |cause: &&&Cause| cause.change == Change::Retained;
    if causes.iter().any(|cause| !is_retained(&cause) && cause.via.is_none()) {
        return Credit::Changed;
    }
    let mut retained = causes.iter().filter(is_retained).map(|cause| cause.items.as_slice());
    if retained.clone().any(<[_]>::is_empty) {
        return Credit::Retained;
    }
    // Each list item can be retained separately; all of them together are the provision.
    let all: Vec<&[SmolStr]> = retained.by_ref().collect();
    if !all.is_empty()
        && provision.items.iter().all(|item| are_retained(item, &mut Vec::new(), &all))
    {
        return Credit::Retained;
    }
    if causes.iter().any(|cause| !is_retained(&cause)) { Credit::Via } else { Credit::Open }
}

/// Whether a list item is retained, itself or through all items below it.
fn are_retained(item: &ListItem, above: &mut Vec<SmolStr>, retained: &[&[SmolStr]]) -> bool {
    above.push(item.mark.clone());
    let is_retained = retained.contains(&above.as_slice())
        || !item.items.is_empty() && item.items.iter().all(|it| are_retained(it, above, retained));
    above.pop();
    is_retained
}

/// Returns the base provision to which an added one belongs, through its added parents.
fn added_below(standard: &Standard, added: &AddedProvision) -> Option<ProvisionId> {
    let mut added = added;
    // The model has broken all cycles.
    loop {
        match added.parent {
            Parent::Provision(_, provision) => return Some(provision),
            Parent::Added(above) => added = standard.added(above)?,
            Parent::Document(_) | Parent::Unknown => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Status, Template};
    use crate::Project;
    use crate::testing::{HEAD, covered, project, standard, with_head};

    fn status(project: &Project) -> Status {
        project.status(standard(project), &|| false).unwrap()
    }

    fn missing(project: &Project) -> Vec<String> {
        let steps = status(project).steps;
        steps.into_iter().filter(|it| it.missing.is_some()).map(|it| it.title).collect()
    }

    #[test]
    fn a_bare_head_lacks_everything_but_its_sector_and_bases() {
        let head = HEAD.replace("  scope \"Meters.\"\n", "");
        let project = project(&[("smx.annexa", &head)]);
        let status = status(&project);
        assert_eq!(status.template, Template::A);
        let done: Vec<_> = status.steps.iter().filter(|it| it.missing.is_none()).collect();
        let done: Vec<_> = done.iter().map(|it| it.title.as_str()).collect();
        assert_eq!(done, ["Sector", "Normative references", "Terms and definitions", "Structure"]);
        assert_eq!((status.done(), status.steps.len()), (4, 18));
        let next = status.next().unwrap();
        assert_eq!(next.title, "Foreword");
        assert_eq!(covered(&project, next.location.unwrap()), "standard");
    }

    #[test]
    fn a_clause_is_done_when_nothing_in_it_is_open() {
        let text = "retain 27001 7 {\n  reason \"No sector need.\"\n}\n\ninterpret 27001 8.1 {\n  text \"x\"\n}\n\nretain 27001 8.2 {\n  reason \"No sector need.\"\n}\n\nretain 27002 7 {\n  reason \"No sector need.\"\n}\n\nadd guidance to 27002 7.1 {\n  text \"x\"\n}\n";
        let project = with_head(text);
        let status = status(&project);
        let step =
            |title: &str| status.steps.iter().find(|it| it.title.starts_with(title)).unwrap();
        assert_eq!(step("ISO/IEC 27001, clause 7").missing, None);
        assert_eq!(step("ISO/IEC 27002, clause 7").missing, None);
        let open = step("ISO/IEC 27001, clause 8").missing.clone().unwrap();
        assert!(
            open.starts_with("consider 8.3: ") && open.ends_with("`retain 27001 8.3`"),
            "{open}"
        );
        let open = step("ISO/IEC 27002, clause 5").missing.clone().unwrap();
        assert!(open.starts_with("consider 5.1, 5.2, 5.3 and 34 more: "), "{open}");
        let of = |base: usize, number: &str| {
            let clause =
                status.coverage[base].clauses.iter().find(|it| it.number == number).unwrap();
            (clause.changed, clause.retained, clause.open.len(), clause.added)
        };
        assert_eq!(of(0, "7"), (0, 7, 0, 0));
        assert_eq!(of(0, "8"), (1, 1, 1, 0));
        assert_eq!(of(1, "7"), (1, 13, 0, 0));
        assert_eq!(of(1, "8"), (0, 0, 34, 0));
    }

    #[test]
    fn added_controls_call_for_guidance_and_for_the_refinement_of_treatment() {
        let control = |label: &str, more: &str| {
            format!("add control {label} \"x\" to SMX.9 {{\n  control \"x should y\"\n{more}}}\n\n")
        };
        let clause =
            "add clause SMX.9 \"x\" to 27002 8\n\nadd clause SMX.10 \"empty\" to 27002\n\n";
        let text = format!(
            "{clause}{}{}refine 27001 6.1.3 c) {{\n  text \"x\"\n}}\n",
            control("SMX.9.1", "  guidance \"x\"\n"),
            control("SMX.9.2", "")
        );
        let project = with_head(&text);
        let status = status(&project);
        let step =
            |title: &str| status.steps.iter().find(|it| it.title.starts_with(title)).unwrap();
        let shown = |title: &str| {
            let step = step(title);
            (step.missing.clone().unwrap(), covered(&project, step.location.unwrap()))
        };
        assert!(shown("Refinement").0.ends_with("`refine 27001 6.1.3 d)`"));
        assert_eq!(shown("Guidance").1, "SMX.9.2");
        assert_eq!(shown("Structure").1, "SMX.10");
        let technological = status.coverage[1].clauses.iter().find(|it| it.number == "8").unwrap();
        assert_eq!(technological.added, 2);
    }

    #[test]
    fn a_standard_on_controls_alone_follows_the_other_template_and_can_be_complete() {
        let head = HEAD.replace("  base ISO/IEC 27001:2022 + Amd 1:2024\n", "").replace(
            "  audience operator",
            "  foreword \"x\"\n  introduction \"x\"\n  audience operator",
        );
        let whole = format!(
            "{head}\nterm \"meter\" {{\n  definition \"x\"\n}}\n\nretain 27002 {{\n  reason \"No sector need.\"\n}}\n"
        );
        let complete = project(&[("a.annexa", &whole)]);
        assert_eq!(status(&complete).template, Template::B);
        assert_eq!(missing(&complete), [""; 0]);
        assert_eq!(status(&complete).next(), None);
        let empty = whole.replace("scope \"Meters.\"", "scope \" \"").replace(":2022", ":2017");
        assert_eq!(missing(&project(&[("a.annexa", &empty)])), ["Scope", "Normative references"]);
    }

    #[test]
    fn only_what_says_something_is_credited() {
        let figures = |declarations: &str, clause: &str| {
            let project = with_head(declarations);
            let status = status(&project);
            let all = status.coverage.iter().flat_map(|it| &it.clauses);
            let clause = all.clone().find(|it| it.number == clause).unwrap();
            (clause.changed, clause.via, clause.retained, clause.added)
        };
        let reason = |reason: &str| format!("retain 27001 7.2 {{\n  reason {reason}\n}}\n");
        assert_eq!(figures(&reason("\"No sector need.\""), "7"), (0, 0, 1, 0));
        for none in ["\"\"", "\"x\"", "\"TBD by the group\"", "\"To be ???\""] {
            assert_eq!(figures(&reason(none), "7"), (0, 0, 0, 0), "{none}");
        }
        let undecided = "retain 27001 7.2 {\n  // to decide: x\n  reason \"No sector need.\"\n}\n";
        assert_eq!(figures(undecided, "7"), (0, 0, 0, 0));
        let interpret =
            |what: &str, text: &str| format!("interpret 27001{what} {{\n  text \"{text}\"\n}}\n\n");
        assert_eq!(figures(&interpret(" 7.2", "x"), "7"), (1, 0, 0, 0));
        assert_eq!(figures(&interpret(" 7.2", "TODO"), "7"), (0, 0, 0, 0));
        assert_eq!(figures(&interpret("", "x"), "7"), (0, 7, 0, 0));
        let both = format!(
            "{}{}{}",
            interpret("", "x"),
            interpret(" 7.1", "x"),
            reason("\"No sector need.\"")
        );
        assert_eq!(figures(&both, "7"), (1, 5, 1, 0));
        let control = "add requirement SMX.7.6 \"x\" to 27001 7 {\n  text \"It shall.\"\n}\n";
        assert_eq!(figures(control, "7").3, 1);
        assert_eq!(figures(&control.replace("It shall.", "TODO"), "7").3, 0);
    }

    #[test]
    fn an_item_is_retained_by_itself_and_all_items_are_the_clause() {
        let retained = |items: &[&str]| {
            let retain = |item: &&str| {
                format!("retain 27001 7.4 {item} {{\n  reason \"No sector need.\"\n}}\n\n")
            };
            let project = with_head(&items.iter().map(retain).collect::<String>());
            let status = status(&project);
            status.coverage[0].clauses.iter().find(|it| it.number == "7").unwrap().retained
        };
        assert_eq!(retained(&["a)"]), 0);
        assert_eq!(retained(&["a)", "b)", "c)"]), 0);
        assert_eq!(retained(&["a)", "b)", "c)", "d)"]), 1);
    }

    #[test]
    fn the_next_step_leads_to_the_file_and_the_section() {
        let head = HEAD.replace(
            "scope \"Meters.\"",
            "scope \"Meters.\"\n  foreword \"x\"\n  introduction \"x\"",
        );
        let part = "part of SMX\n\n// ISO/IEC 27001:2022, clause 4: Context\n// Advice.\n\n// ISO/IEC 27001:2022, clause 5: Leadership\n\ninterpret 27001 5.1 {\n  text \"x\"\n}\n";
        let project = project(&[("smx.annexa", &head), ("z.annexa", part)]);
        let status = status(&project);
        let place = |title: &str| {
            let step = status.steps.iter().find(|it| it.title.starts_with(title)).unwrap();
            covered(&project, step.location.unwrap())
        };
        assert_eq!(
            status.next().unwrap().title,
            "ISO/IEC 27001, clause 4: Context of the organization"
        );
        assert_eq!(place("ISO/IEC 27001, clause 4"), "// ISO/IEC 27001:2022, clause 4: Context");
        assert_eq!(place("ISO/IEC 27001, clause 5"), "interpret 27001 5.1");
        assert_eq!(place("ISO/IEC 27001, clause 6"), "interpret 27001 5.1");
        let edit = status.next().unwrap().edit.clone().unwrap();
        assert_eq!(project.path(edit.location.file), "z.annexa");
        let at = usize::from(project.range(edit.location).start());
        assert!(part[..at].ends_with("// Advice."), "{}", &part[..at]);
    }

    #[test]
    fn a_cancelled_status_is_none() {
        let project = with_head("");
        assert_eq!(project.status(standard(&project), &|| true), None);
    }
}
