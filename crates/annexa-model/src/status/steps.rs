//! What a standard needs, part by part, in the order of the templates.

use annexa_base::Location;
use annexa_syntax::Keyword;

use super::{Coverage, Step};
use crate::{
    AddedKind, AddedProvision, Base, DeclarationRef, Project, Standard,
    rules::{is_27001, missing_refinements},
};

/// The steps of a standard, whose bases are covered so far.
pub(super) fn steps(project: &Project, standard: &Standard, coverage: &[Coverage]) -> Vec<Step> {
    Steps { project, standard, steps: Vec::new() }.all(coverage)
}

/// The steps as they are made.
struct Steps<'a> {
    project: &'a Project,
    standard: &'a Standard,
    steps: Vec<Step>,
}

impl Steps<'_> {
    fn all(mut self, coverage: &[Coverage]) -> Vec<Step> {
        let project = self.project;
        let head = self.standard.head.and_then(|head| project.declaration(head));
        self.head(head.as_ref());
        self.normative_references();
        self.terms();
        self.structure();
        for covered in coverage {
            if let Some(base) = self.standard.base(covered.base) {
                self.sections(base, covered);
                self.treatment(base);
            }
        }
        self.guidance();
        self.steps
    }

    fn step(&mut self, title: &str, location: Option<Location>, missing: Option<String>) {
        let head = self.standard.head.and_then(|head| self.project.declaration(head));
        let head = head.map(|head| head.location(head.declaration.words));
        self.steps.push(Step { title: title.to_owned(), missing, location: location.or(head) });
    }

    fn head(&mut self, head: Option<&DeclarationRef<'_>>) {
        let says = |field: Keyword| {
            head.is_some_and(|head| match head.declaration.text(field) {
                Some(text) => !text.value(head.item).trim().is_empty(),
                None => {
                    head.declaration.word(field).is_some_and(|word| !word.value.trim().is_empty())
                }
            })
        };
        let parts = [
            (Keyword::Sector, "Sector", "name the sector in the head: `sector \"…\"`"),
            (
                Keyword::Scope,
                "Scope",
                "say in the head what the standard is about and for whom it is: `scope \"\"\"…\"\"\"`",
            ),
        ];
        for (field, title, missing) in parts {
            self.step(title, None, (!says(field)).then(|| missing.to_owned()));
        }
    }

    fn normative_references(&mut self) {
        let unknown = self.standard.bases.iter().find(|base| base.catalogue.is_none());
        let missing = match unknown {
            Some(base) => Some(format!(
                "no catalogue of {} is known: name a known edition, or add a catalogue of it",
                base.designation.printed()
            )),
            None if self.standard.bases.is_empty() => Some(
                "name the standards that this one extends: `base ISO/IEC 27001:2022`".to_owned(),
            ),
            None => None,
        };
        self.step("Normative references", unknown.map(|base| base.location), missing);
    }

    fn terms(&mut self) {
        let missing = self.standard.terms.is_empty().then(|| {
            "define the terms of the sector: `term \"…\" { definition \"\"\"…\"\"\" }`".to_owned()
        });
        self.step("Terms and definitions", None, missing);
    }

    fn structure(&mut self) {
        let is_frame =
            |added: &AddedProvision| matches!(added.kind, AddedKind::Clause | AddedKind::Objective);
        let has_text = |added: &AddedProvision| {
            let at = self.project.declaration(added.declaration);
            added.kind == AddedKind::Clause
                && at.is_some_and(|at| at.declaration.field(Keyword::Text).is_some())
        };
        let empty = self
            .standard
            .added
            .iter()
            .find(|it| is_frame(it) && it.children.is_empty() && !has_text(it));
        let missing =
            empty.map(|it| format!("{} has nothing below it: add to it, or take it out", it.label));
        self.step("Structure", empty.map(|it| it.location), missing);
    }

    /// One for each clause of a base: all in it has been looked at.
    fn sections(&mut self, base: &Base, covered: &Coverage) {
        const NAMED: usize = 3;
        let document = base.designation.document.as_str();
        let alias = base.alias.as_deref().unwrap_or(document);
        for clause in &covered.clauses {
            let missing = clause.open.first().map(|first| {
                let mut named = clause.open.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
                if clause.open.len() > NAMED {
                    named.push_str(&format!(" and {} more", clause.open.len() - NAMED));
                }
                format!(
                    "look at {named}: change what the sector needs, and say of the rest that it stays, \
                     with `retain {alias} {first}`"
                )
            });
            let title = format!("{document}, clause {}: {}", clause.number, clause.title);
            self.step(&title, None, missing);
        }
    }

    /// Where controls are added, the treatment of risks has to take note of them.
    fn treatment(&mut self, base: &Base) {
        let adds = self.standard.added.iter().any(|added| added.kind == AddedKind::Control);
        if !adds || !is_27001(base) || base.catalogue.is_none() {
            return;
        }
        let missing = missing_refinements(self.project, self.standard, base);
        let missing = missing.first().map(|item| {
            let alias = base.alias.as_deref().unwrap_or("27001");
            format!("say that the added controls are looked at too: `refine {alias} 6.1.3 {item}`")
        });
        self.step("Refinement of 6.1.3 for the added controls", Some(base.location), missing);
    }

    fn guidance(&mut self) {
        let mut controls =
            self.standard.added.iter().filter(|added| added.kind == AddedKind::Control).peekable();
        if controls.peek().is_none() {
            return;
        }
        let bare = controls.find(|added| {
            let at = self.project.declaration(added.declaration);
            at.is_some_and(|at| at.declaration.field(Keyword::Guidance).is_none())
        });
        let missing =
            bare.map(|it| format!("say how {} is put to work: `guidance \"\"\"…\"\"\"`", it.label));
        self.step("Guidance for every added control", bare.map(|it| it.location), missing);
    }
}
