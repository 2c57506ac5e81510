//! The state of the provisions of a base: what a standard changes in each, including unchanged
//! ones.

use annexa_base::{ProvisionId, natural_order};
use annexa_syntax::{DeclarationKind, Effect, SmolStr};
use rayon::prelude::*;

use crate::identity::audiences;
use crate::{
    BaseId, BaseTarget, CatalogueId, DeclarationId, LinkRole, Project, Standard, StandardId,
    Symbol, Use,
};

/// A change of a provision. The variants are ordered by weight: the state of a provision is the
/// greatest of its changes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Change {
    /// No change: the provision applies as it is (ISO/IEC 27009:2020, clause 4).
    Unchanged,
    /// The provision was considered and left unchanged.
    Retained,
    /// It is interpreted in the sector's context (5.4).
    Interpreted,
    /// Guidance, other information or a note is added (6.2).
    GuidanceAdded,
    /// A requirement, a control, an objective or a clause is added to it (5.2, 6.2).
    AddedTo,
    /// It is refined: supplemented or adapted (5.3).
    Refined,
    /// Its wording is modified (6.3).
    Modified,
}

impl Change {
    /// Returns the value in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Change::Unchanged => "unchanged",
            Change::Retained => "retained",
            Change::Interpreted => "interpreted",
            Change::GuidanceAdded => "guidance-added",
            Change::AddedTo => "added-to",
            Change::Refined => "refined",
            Change::Modified => "modified",
        }
    }

    /// Returns the effect of a kind of declaration on the provision in its head.
    pub fn of(kind: DeclarationKind) -> Option<Change> {
        change_of(kind)
    }

    /// Whether a change of a clause, or of the document, also applies to all provisions below it.
    pub fn reaches_down(self) -> bool {
        matches!(self, Change::Retained | Change::Interpreted | Change::Refined)
    }
}

/// The state of one base provision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProvisionState {
    /// The provision.
    pub provision: ProvisionId,
    /// The greatest of the changes.
    pub state: Change,
    /// The causes in the order of output: by list item, then changes by audience and kind of
    /// declaration, then additions by label.
    pub causes: Vec<Cause>,
}

/// A declaration that affects a provision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cause {
    /// The declaration.
    pub declaration: DeclarationId,
    /// The kind of the declaration.
    pub kind: DeclarationKind,
    /// The effect of the declaration.
    pub change: Change,
    /// The list item that it names.
    pub items: Vec<SmolStr>,
    /// The audiences; empty means all.
    pub audiences: Vec<SmolStr>,
    /// What it names, if that is not the provision itself.
    pub via: Option<Via>,
}

/// What a declaration names if it affects a provision from above.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Via {
    /// A clause or an objective above the provision.
    Provision(ProvisionId),
    /// The document as a whole.
    Document,
}

impl ProvisionState {
    /// Returns the changes without duplicates, ordered by weight.
    pub fn changes(&self) -> Vec<Change> {
        let mut changes: Vec<Change> = self.causes.iter().map(|cause| cause.change).collect();
        changes.sort_unstable();
        changes.dedup();
        changes
    }

    /// Returns the causes that name this list item itself.
    pub fn item_causes<'a>(&'a self, items: &'a [SmolStr]) -> impl Iterator<Item = &'a Cause> {
        self.causes.iter().filter(move |cause| cause.items == items)
    }
}

/// Returns the effect of a declaration on its target.
pub(crate) fn change_of(kind: DeclarationKind) -> Option<Change> {
    Some(match kind.effect() {
        Effect::Retains => Change::Retained,
        Effect::Interprets => Change::Interpreted,
        Effect::Refines => Change::Refined,
        Effect::AddsTo(_) => Change::GuidanceAdded,
        Effect::Adds(_) => Change::AddedTo,
        Effect::Modifies(_) => Change::Modified,
        Effect::BeginsFile | Effect::Defines | Effect::Catalogues => return None,
    })
}

impl BaseTarget {
    /// Returns the base whose provisions a declaration of a kind changes by naming this target;
    /// `None` for a document that is not a base. Front clauses cannot be changed, and a control of
    /// an annex is changed in its own document (R111), but `retain` may name it through the annex:
    /// `retain 27001 A.5.23` means 27002, 5.23.
    pub(crate) fn changed_base(
        &self,
        standard: &Standard,
        kind: DeclarationKind,
    ) -> Option<BaseId> {
        let named = self.base?;
        if self.is_front {
            return None;
        }
        if self.annex.is_none() {
            return Some(named);
        }
        let home = standard.bases_with_ids().find(|(_, it)| it.catalogue == Some(self.catalogue));
        home.map(|(id, _)| id).filter(|_| kind == DeclarationKind::Retain)
    }
}

impl Project {
    /// Returns the state of every provision of a base, in natural order of number.
    pub fn states(&self, standard: StandardId, base: BaseId) -> Vec<ProvisionState> {
        self.standard(standard).map_or_else(Vec::new, |standard| states(self, standard, base))
    }

    /// Returns the heads by which the standards of the project change a provision: first those that
    /// name it or a list item of it, then those that affect it from above. These are the causes of
    /// its states.
    pub fn changes(&self, catalogue: CatalogueId, provision: ProvisionId) -> Vec<Use> {
        let Some(read) = self.catalogue(catalogue) else { return Vec::new() };
        let above = read.ancestors(provision).map(|(id, _)| Symbol::Provision(catalogue, id));
        let above = above.chain([Symbol::Document(catalogue)]);
        let mut changes = self.uses(Symbol::Provision(catalogue, provision));
        changes.retain(|it| self.change_by(it).is_some());
        let retains =
            |it: &Use| self.change_by(it).is_some_and(|(change, _)| change == Change::Retained);
        for symbol in above {
            let mut reaching = self.uses(symbol);
            let is_changed = changes.iter().any(|it| !retains(it));
            reaching.retain(|it| {
                self.change_by(it).is_some_and(|(change, target)| {
                    change.reaches_down()
                        && target.items.is_empty()
                        && !(is_changed && change == Change::Retained)
                })
            });
            changes.extend(reaching);
        }
        changes
    }

    /// Returns the effect of a declaration's head on a provision of a base, if the use is in the
    /// head.
    fn change_by(&self, used: &Use) -> Option<(Change, &BaseTarget)> {
        if used.role != LinkRole::Target {
            return None;
        }
        let at = self.declaration(used.declaration)?;
        let kind = at.declaration.kind;
        let change = change_of(kind)?;
        let target = self.target(used.declaration)?.base_target()?;
        target.changed_base(self.standard(at.standard?)?, kind)?;
        Some((change, target))
    }
}

fn states(project: &Project, standard: &Standard, base: BaseId) -> Vec<ProvisionState> {
    let catalogue = standard.base(base).and_then(|base| project.catalogue(base.catalogue?));
    let Some(catalogue) = catalogue else { return Vec::new() };
    let mut states: Vec<ProvisionState> = catalogue
        .iter()
        .map(|(provision, _)| ProvisionState {
            provision,
            state: Change::Unchanged,
            causes: Vec::new(),
        })
        .collect();
    let target = |id, kind| {
        let target = project.target(id)?.base_target()?;
        (target.changed_base(standard, kind) == Some(base)).then_some(target)
    };
    let wanted = |id, kind| change_of(kind).is_some() && target(id, kind).is_some();
    let causes = project.declarations_of(standard, wanted).filter_map(|at| {
        let target = target(at.id, at.declaration.kind)?;
        let cause = Cause {
            declaration: at.id,
            kind: at.declaration.kind,
            change: change_of(at.declaration.kind)?,
            items: target.items.clone(),
            audiences: audiences(standard, at.declaration).into_iter().map(Into::into).collect(),
            via: None,
        };
        Some((target, cause))
    });
    for (target, cause) in causes.collect::<Vec<_>>() {
        spread(catalogue, target, &cause, &mut states);
    }
    for state in &mut states {
        leave_changed_out(catalogue, state);
    }
    let rank = |name: &SmolStr| standard.audience(name).unwrap_or(usize::MAX);
    let added = |cause: &Cause| standard.added_order(cause.declaration);
    for state in &mut states {
        state.causes.sort_by(|a, b| {
            let ranks = |cause: &Cause| cause.audiences.iter().map(rank).collect::<Vec<_>>();
            a.via
                .cmp(&b.via)
                .then_with(|| natural_order(&a.items.join(" "), &b.items.join(" ")))
                .then_with(|| added(a).cmp(&added(b)))
                .then_with(|| ranks(a).cmp(&ranks(b)))
                .then(a.kind.cmp(&b.kind))
                .then(a.declaration.cmp(&b.declaration))
        });
        state.state =
            state.causes.iter().map(|cause| cause.change).max().unwrap_or(Change::Unchanged);
    }
    states
}

/// A retained clause or document covers those provisions below it that no other declaration
/// changes: removes its retention from a provision that is changed more specifically.
fn leave_changed_out(catalogue: &annexa_base::Catalogue, state: &mut ProvisionState) {
    let closeness = |cause: &Cause| match cause.via {
        Some(Via::Document) => 0,
        Some(Via::Provision(above)) => 1 + catalogue.ancestors(above).count(),
        None => usize::MAX,
    };
    let changes = state.causes.iter().filter(|cause| cause.change != Change::Retained);
    let Some(closest) = changes.map(closeness).max() else { return };
    state.causes.retain(|cause| cause.change != Change::Retained || closeness(cause) >= closest);
}

/// Adds a cause to the target and, if it reaches down, to all provisions below it.
fn spread(
    catalogue: &annexa_base::Catalogue,
    target: &BaseTarget,
    cause: &Cause,
    states: &mut [ProvisionState],
) {
    let mut enter = |provision: ProvisionId, via| {
        if let Some(state) = states.get_mut(provision.0 as usize) {
            state.causes.push(Cause { via, ..cause.clone() });
        }
    };
    let reaches_down = cause.change.reaches_down() && cause.items.is_empty();
    let Some(named) = target.provision else {
        if reaches_down {
            catalogue.iter().for_each(|(provision, _)| enter(provision, Some(Via::Document)));
        }
        return;
    };
    enter(named, None);
    if reaches_down {
        let mut pending: Vec<ProvisionId> = vec![named];
        while let Some(above) = pending.pop() {
            let Some(above) = catalogue.provision(above) else { continue };
            for &below in &above.children {
                enter(below, Some(Via::Provision(named)));
                pending.push(below);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Via};
    use crate::testing::{standard, with_head};
    use crate::{BaseId, Project, ProvisionState};

    fn state(project: &Project, base: u32, number: &str) -> ProvisionState {
        let standard = standard(project);
        let catalogue =
            project.catalogue(standard.base(BaseId(base)).unwrap().catalogue.unwrap()).unwrap();
        let states = project.states(standard.id, BaseId(base));
        assert_eq!(states.len(), catalogue.provisions.len());
        let provision = catalogue.find(number).unwrap();
        states.into_iter().find(|state| state.provision == provision).unwrap()
    }

    #[test]
    fn what_is_not_named_applies_unchanged() {
        let project = with_head("");
        assert_eq!(state(&project, 0, "6.1.3").state, Change::Unchanged);
        assert_eq!(state(&project, 1, "5.23").causes, []);
    }

    #[test]
    fn a_clause_takes_what_is_below_it_along_and_an_item_does_not() {
        let project = with_head(
            "interpret 27001 6.1 {\n  text \"x\"\n}\n\nrefine 27001 6.1.3 d) for supplier {\n  text \"x\"\n}\n\nrefine 27001 6.1.3 c) {\n  text \"x\"\n}\n\nretain 27001 {\n  reason \"No sector need.\"\n}\n",
        );
        let treatment = state(&project, 0, "6.1.3");
        assert_eq!(treatment.state, Change::Refined);
        assert_eq!(treatment.changes(), [Change::Interpreted, Change::Refined]);
        let items: Vec<_> = treatment.causes.iter().map(|cause| cause.items.join(" ")).collect();
        assert_eq!(items, ["c)", "d)", ""]);
        assert_eq!(treatment.causes[1].audiences, ["supplier"]);
        let vias: Vec<_> = treatment.causes.iter().map(|cause| cause.via).collect();
        assert_eq!(vias[..2], [None, None]);
        assert!(matches!(vias[2..], [Some(Via::Provision(_))]));
        assert_eq!(treatment.item_causes(&["d)".into()]).count(), 1);
        // The clause itself, not through another.
        assert_eq!(state(&project, 0, "6.1").causes[0].via, None);
        assert_eq!(state(&project, 0, "6.2").state, Change::Retained);
        assert_eq!(state(&project, 1, "5.1").state, Change::Unchanged);
    }

    #[test]
    fn a_list_item_has_no_clauses_below_it() {
        let project = crate::testing::project(&[
            (
                "c.annexa",
                "catalogue ISO 99009:2024 \"x\"\n\nclause 4 \"x\" {\n  item a)\n}\n\nclause 4.1 \"x\"\n",
            ),
            (
                "s.annexa",
                "standard S \"x\" {\n  sector \"x\"\n  edition 1\n  base ISO 99009:2024\n}\n\nrefine 99009 4 a) {\n  text \"x\"\n}\n",
            ),
        ]);
        assert_eq!(state(&project, 0, "4").state, Change::Refined);
        assert_eq!(state(&project, 0, "4.1").state, Change::Unchanged);
    }

    #[test]
    fn guidance_stays_where_it_is_added() {
        let project = with_head(
            "add guidance to 27002 5 {\n  text \"x\"\n}\n\nmodify control 27002 5.1 {\n  addition \"x\"\n  reason \"No sector need.\"\n}\n\nadd note to 27002 5.1 {\n  text \"x\"\n}\n\nadd requirement SMX.4.3.1 \"x\" to 27001 4.3 {\n  text \"x shall\"\n}\n",
        );
        assert_eq!(state(&project, 1, "5").state, Change::GuidanceAdded);
        assert_eq!(state(&project, 1, "5.2").state, Change::Unchanged);
        assert_eq!(state(&project, 1, "5.1").changes(), [Change::GuidanceAdded, Change::Modified]);
        assert_eq!(state(&project, 0, "4.3").state, Change::AddedTo);
    }

    #[test]
    fn the_changes_of_a_provision_are_the_causes_of_its_states() {
        let project = with_head(
            "interpret 27001 6.1 {\n  text \"{27001 6.1.3}\"\n}\n\nrefine 27001 6.1.3 c) {\n  text \"x\"\n}\n\nretain 27001 {\n  reason \"No sector need.\"\n}\n\nretain 27001 A.5.2 {\n  reason \"No sector need.\"\n}\n\nadd clause SMX.6 \"x\" to 27001 6\n\nmodify control 27001 A.5.1 {\n  addition \"x\"\n  reason \"No sector need.\"\n}\n\nadd guidance to 27002 5.1 {\n  text \"x\"\n}\n\nadd guidance to 27002 5 {\n  text \"x\"\n}\n\nrefine 27001 6.1.2 z) {\n  text \"x\"\n}\n",
        );
        let standard = standard(&project);
        for (id, base) in standard.bases_with_ids() {
            let catalogue = base.catalogue.unwrap();
            for state in project.states(standard.id, id) {
                let mut causes: Vec<_> =
                    state.causes.iter().map(|cause| cause.declaration).collect();
                let changes = project.changes(catalogue, state.provision);
                let mut changes: Vec<_> = changes.iter().map(|it| it.declaration).collect();
                causes.sort_unstable();
                changes.sort_unstable();
                assert_eq!(changes, causes, "{:?}", state.provision);
            }
        }
        assert_eq!(state(&project, 1, "5.2").state, Change::Retained, "through Annex A");
        let catalogue = standard.bases[0].catalogue.unwrap();
        let treatment = project.catalogue(catalogue).unwrap().find("6.1.3").unwrap();
        let shown: Vec<_> = project
            .changes(catalogue, treatment)
            .iter()
            .map(|it| crate::testing::covered(&project, it.location))
            .collect();
        assert_eq!(shown, ["27001 6.1.3 c)", "27001 6.1"]);
    }
}
