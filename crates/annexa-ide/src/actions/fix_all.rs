//! The first fix of every finding of a file. Fixes that get into one another's way are applied one after
//! the other, so that what a later one proposes rests on what an earlier one did.

use std::collections::BTreeMap;

use annexa_model::{Analysis, Edit, FileId, Project};
use annexa_syntax::{SmolStr, TextRange};

use super::{Action, ActionContext, ActionKind, FileChange, Group};
use crate::Span;
use crate::formatting::replacements;

pub(super) const GROUP: Group = Group { name: "fix-all", kind: ActionKind::FixAll, offer, changes };

/// Fixes that wait for more others than this are left to another run.
const ROUNDS: usize = 16;

fn offer<'a>(context: &ActionContext<'a>) -> Vec<Action<'a>> {
    let findings = context.analysis.findings(context.file);
    let can_mend = findings.iter().any(|it| !it.fixes.is_empty());
    let action = || Action::new("Apply the first fix of every finding of this file", "");
    can_mend.then(action).into_iter().collect()
}

fn changes(context: &ActionContext<'_>, _: &str) -> Option<Vec<FileChange>> {
    let mut analysis = context.analysis.clone();
    for _ in 0..ROUNDS {
        let round = Round::of(&analysis, context.file);
        if round.edits.is_empty() {
            break;
        }
        analysis = round.applied(&analysis);
    }
    let project = context.project();
    let mut changes = Vec::new();
    for (index, (before, after)) in
        project.files().iter().zip(analysis.project().files()).enumerate()
    {
        if before.document == after.document {
            continue;
        }
        let file = FileId::Project(index as u32);
        let (old, new) = (before.document.text().to_string(), after.document.text().to_string());
        let replaced = replacements(0, &old, &new).into_iter();
        changes.extend(
            replaced.map(|(range, new)| FileChange::Replace { span: Span { file, range }, new }),
        );
    }
    Some(changes)
}

/// Fixes that can be applied together.
#[derive(Default)]
struct Round {
    edits: BTreeMap<FileId, Vec<(TextRange, String)>>,
    /// The labels that they give.
    labels: Vec<SmolStr>,
}

impl Round {
    fn of(analysis: &Analysis, file: FileId) -> Round {
        let project = analysis.project();
        let mut round = Round::default();
        for finding in analysis.findings(file) {
            if let Some(fix) = finding.fixes.first() {
                round.add(project, &fix.edits);
            }
        }
        round
    }

    /// Adds a fix where it gets in no other's way.
    fn add(&mut self, project: &Project, edits: &[Edit]) {
        let placed: Vec<_> =
            edits.iter().map(|edit| (Span::of(project, edit.location), &edit.new)).collect();
        let is_free = |span: &Span| {
            let taken = self.edits.get(&span.file).into_iter().flatten();
            taken.clone().all(|(range, _)| range.intersect(span.range).is_none())
        };
        let labels: Vec<SmolStr> = edits.iter().filter_map(|edit| label(project, edit)).collect();
        if !placed.iter().all(|(span, _)| is_free(span))
            || labels.iter().any(|label| self.labels.contains(label))
        {
            return;
        }
        self.labels.extend(labels);
        for (span, new) in placed {
            self.edits.entry(span.file).or_default().push((span.range, new.clone()));
        }
    }

    fn applied(self, analysis: &Analysis) -> Analysis {
        let mut analysis = analysis.clone();
        for (file, mut edits) in self.edits {
            let Some(mut document) = analysis.project().document(file).cloned() else { continue };
            edits.sort_by_key(|(range, _)| std::cmp::Reverse((range.start(), range.end())));
            for (range, new) in edits {
                document.edit(range.into(), &new);
            }
            analysis = analysis.edited(file, document);
        }
        analysis
    }
}

/// The label that an edit gives a provision: of two fixes that mean the same free number, one waits.
fn label(project: &Project, edit: &Edit) -> Option<SmolStr> {
    let place = Span::of(project, edit.location);
    let at = project.declaration_at(place.file, place.range.start())?;
    let label = at.declaration.label.as_ref()?;
    (at.location(label.range) == edit.location).then(|| edit.new.as_str().into())
}

#[cfg(test)]
mod tests {
    use crate::actions::testing::Offered;
    use crate::testing::HEAD;

    const TITLE: &str = "Apply the first fix of every finding of this file";

    #[test]
    fn no_fix_is_left() {
        let text = "add guidance to 27002 5.1 {\n  text \"\"\"one shall and another shall\"\"\"\n}\n\nretain 27002 5.2\n\nrefine 27002 5.3 {\n  text \"{term meter}\"\n}\n$0";
        let mended = Offered::with_head(text).applied(TITLE);
        assert!(mended.contains("one should and another should"), "{mended}");
        let again = Offered::with_head(&format!("{mended}$0"));
        assert!(again.of("fix-all").is_empty(), "{mended}");
    }

    /// Each fix alone gives the first free label.
    #[test]
    fn two_fixes_never_give_one_label() {
        let added = "add clause SMX.12 \"B\" to 27002\n\nadd clause SMX.15 \"A\" to 27002\n$0";
        let text = Offered::with_head(added).applied(TITLE);
        assert!(text.contains("SMX.9 \"B\"") && text.contains("SMX.10 \"A\""), "{text}");
    }

    #[test]
    fn other_files_follow() {
        let files = format!(
            "//- a.annexa\n{HEAD}$0add clause SMX.12 \"B\" to 27002\n//- b.annexa\npart of SMX\n\nadd note to SMX.12 {{\n  text \"x\"\n}}\n"
        );
        let files = Offered::new(&files).files(TITLE);
        assert!(files[1].1.contains("add note to SMX.9 {"), "{files:?}");
    }
}
