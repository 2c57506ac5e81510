//! The steps towards a complete standard, in the order of the templates (ISO/IEC 27009:2020,
//! Annexes A and B).

use annexa_base::Location;
use annexa_syntax::{Keyword, empty_field};

use super::{Coverage, Step, sections};
use crate::{
    AddedKind, AddedProvision, Base, DeclarationRef, Edit, Project, Standard, Symbol,
    changes::ChangedPart,
    rules::{edits, is_27001, missing_refinements},
};

/// An empty text for the author to fill in.
const NO_TEXT: &str = "\"\"\"\"\"\"";

/// Returns the steps of a standard with the given coverage of its bases.
pub(super) fn steps(project: &Project, standard: &Standard, coverage: &[Coverage]) -> Vec<Step> {
    Steps { project, standard, steps: Vec::new() }.all(coverage)
}

/// The steps so far.
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
        self.additions();
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
        let location = location.or(head);
        self.steps.push(Step { title: title.to_owned(), missing, location, edit: None });
    }

    /// Adds to the last step, if it is not complete, the edit that begins it.
    fn begun_by(&mut self, edit: impl FnOnce(&Self) -> Option<Edit>) {
        if self.steps.last().is_some_and(|step| step.missing.is_some()) {
            let edit = edit(self);
            if let Some(step) = self.steps.last_mut() {
                step.edit = edit;
            }
        }
    }

    fn head_of_standard(&self) -> Option<DeclarationRef<'_>> {
        self.project.declaration(self.standard.head?)
    }

    /// Returns an edit that inserts a declaration behind the last one.
    fn declaration(&self, written: &str) -> Option<Edit> {
        let last = self.project.ids_of(self.standard).last()?;
        Some(edits::insert_behind(&self.project.declaration(last)?, written))
    }

    fn head(&mut self, head: Option<&DeclarationRef<'_>>) {
        let says = |field: Keyword| head.is_some_and(|head| head.says(field));
        let parts = [
            (
                Keyword::Foreword,
                "Foreword",
                "write in the head who prepared the standard, and what it replaces: `foreword \
                 \"\"\"…\"\"\"`",
            ),
            (
                Keyword::Introduction,
                "Introduction",
                "write in the head why the sector needs the standard: `introduction \"\"\"…\"\"\"`",
            ),
            (Keyword::Sector, "Sector", "write the name of the sector in the head: `sector \"…\"`"),
            (
                Keyword::Scope,
                "Scope",
                "write in the head what the standard is about and for whom: `scope \"\"\"…\"\"\"`",
            ),
        ];
        for (field, title, missing) in parts {
            let place = head.and_then(|head| {
                let field = head.declaration.field(field)?;
                Some(head.location(field.name_range))
            });
            self.step(title, place, (!says(field)).then(|| missing.to_owned()));
            self.begun_by(|it| {
                let head = it.head_of_standard()?;
                let is_absent = head.declaration.field(field).is_none();
                is_absent.then(|| edits::insert_field(&head, &empty_field(field)))
            });
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
                "name the standards that this one extends: `base ISO/IEC 27001:2022 + Amd 1:2024`"
                    .to_owned(),
            ),
            None => None,
        };
        self.step("Normative references", unknown.map(|base| base.location), missing);
        self.begun_by(|it| {
            let base = "base ISO/IEC 27001:2022 + Amd 1:2024";
            let has_none = it.standard.bases.is_empty();
            has_none.then(|| edits::insert_into_head(it.project, it.standard, &[], base)).flatten()
        });
    }

    /// Terms are optional, but those that exist must be complete.
    fn terms(&mut self) {
        let mut terms = self.standard.terms();
        let unwritten = terms.find(|term| {
            let at = self.project.declaration(term.declaration);
            at.is_some_and(|at| !at.is_written())
        });
        let missing = unwritten.map(|term| format!("write the definition of “{}”", term.name));
        self.step("Terms and definitions", unwritten.map(|term| term.location), missing);
    }

    /// Added provisions must be complete.
    fn additions(&mut self) {
        let unwritten = self.standard.added_in_order().find(|added| {
            let at = self.project.declaration(added.declaration);
            at.is_some_and(|at| !at.is_written())
        });
        if self.standard.added_in_order().next().is_none() {
            return;
        }
        let missing = unwritten.map(|it| format!("write the texts of {}", it.label));
        self.step("Text of every addition", unwritten.map(|it| it.location), missing);
    }

    fn structure(&mut self) {
        let is_frame =
            |added: &AddedProvision| matches!(added.kind, AddedKind::Clause | AddedKind::Objective);
        let has_text = |added: &AddedProvision| {
            let at = self.project.declaration(added.declaration);
            added.kind == AddedKind::Clause && at.is_some_and(|at| at.says(Keyword::Text))
        };
        let empty = self
            .standard
            .added_in_order()
            .find(|it| is_frame(it) && it.children.is_empty() && !has_text(it));
        let missing = empty.map(|it| {
            format!("{} contains nothing: add a provision to it, or delete it", it.label)
        });
        self.step("Structure", empty.map(|it| it.location), missing);
    }

    /// One step per clause of a base: all its provisions were considered.
    fn sections(&mut self, base: &Base, covered: &Coverage) {
        const NAMED: usize = 3;
        let document = base.designation.document.as_str();
        let alias = base.alias.as_deref().unwrap_or(document);
        for clause in &covered.clauses {
            let missing = clause.open.first().map(|first| {
                let mut named =
                    clause.open.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
                if clause.open.len() > NAMED {
                    named.push_str(&format!(" and {} more", clause.open.len() - NAMED));
                }
                format!(
                    "consider {named}: change what the sector needs, and retain the rest, with \
                     `retain {alias} {first}`"
                )
            });
            let title = format!("{document}, clause {}: {}", clause.number, clause.title);
            let place = sections::place(self.project, self.standard, base, clause);
            self.step(&title, place.as_ref().map(|place| place.location), missing);
            self.begun_by(|it| {
                let first = clause.open.first()?;
                let retain = format!("retain {alias} {first} {{\n  reason {NO_TEXT}\n}}");
                match place {
                    Some(place) => Some(place.insert(&retain)),
                    None => it.declaration(&retain),
                }
            });
        }
    }

    /// If controls are added, risk treatment must take them into account (ISO/IEC 27009:2020, 5.3).
    fn treatment(&mut self, base: &Base) {
        let adds = self.standard.added_in_order().any(|added| added.kind == AddedKind::Control);
        if !adds || !is_27001(base) || base.catalogue.is_none() {
            return;
        }
        let missing = missing_refinements(self.project, self.standard, base, |at| at.is_written());
        let alias = base.alias.as_deref().unwrap_or("27001");
        let refinement = missing.first().map(|item| format!("refine {alias} 6.1.3 {item}"));
        let missing = refinement.as_ref().map(|refinement| {
            format!("state that the added controls are considered too: `{refinement}`")
        });
        self.step("Refinement of 6.1.3 for the added controls", Some(base.location), missing);
        self.begun_by(|it| it.declaration(&format!("{} {{\n  text {NO_TEXT}\n}}", refinement?)));
    }

    fn guidance(&mut self) {
        let added = self.standard.added_in_order();
        let mut controls = added.filter(|it| it.kind == AddedKind::Control).peekable();
        if controls.peek().is_none() {
            return;
        }
        let bare = controls.find(|added| {
            let at = self.project.declaration(added.declaration);
            let by = Symbol::Added(self.standard.id, added.declaration);
            let mut others = self.project.changed_by(self.standard.id, by, ChangedPart::Guidance);
            let is_added_to =
                others.any(|id| self.project.declaration(id).is_some_and(|at| at.is_written()));
            !is_added_to && at.is_some_and(|at| !at.says(Keyword::Guidance))
        });
        let missing = bare
            .map(|it| format!("explain how to implement {}: `guidance \"\"\"…\"\"\"`", it.label));
        self.step("Guidance for every added control", bare.map(|it| it.location), missing);
        self.begun_by(|it| {
            let bare = it.project.declaration(bare?.declaration)?;
            Some(edits::insert_field(&bare, &format!("guidance {NO_TEXT}")))
        });
    }
}
