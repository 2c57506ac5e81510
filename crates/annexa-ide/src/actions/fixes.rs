//! The fixes of rules. Rules and their fixes live in `annexa-model`; one that is added there is offered
//! here without a line.

use annexa_model::Applicability;

use super::{Action, ActionContext, ActionKind, FileChange, Group};
use crate::Span;

pub(super) const GROUP: Group = Group { name: "fix", kind: ActionKind::QuickFix, offer, changes };

fn offer<'a>(context: &ActionContext<'a>) -> Vec<Action<'a>> {
    let mut actions = Vec::new();
    for finding in context.findings() {
        let start = u32::from(Span::of(context.project(), finding.location).range.start());
        for fix in &finding.fixes {
            let choice = format!("{} {start} {}", finding.code(), fix.title);
            actions.push(Action {
                finding: Some(finding),
                // Editors apply preferred actions without asking.
                is_preferred: fix.applicability == Applicability::Safe,
                ..Action::new(&fix.title, choice)
            });
        }
    }
    actions
}

fn changes(context: &ActionContext<'_>, choice: &str) -> Option<Vec<FileChange>> {
    let project = context.project();
    let mut parts = choice.splitn(3, ' ');
    let (code, start, title) = (parts.next()?, parts.next()?.parse::<u32>().ok()?, parts.next()?);
    let is_meant = |location| u32::from(Span::of(project, location).range.start()) == start;
    let findings = context.findings().filter(|it| it.code() == code && is_meant(it.location));
    let fix = findings.flat_map(|it| &it.fixes).find(|fix| fix.title == title)?;
    Some(fix.edits.iter().map(|edit| FileChange::of(project, edit)).collect())
}

#[cfg(test)]
mod tests {
    use crate::actions::testing::Offered;

    #[test]
    fn every_fix_of_what_is_found_at_the_cursor() {
        let offered = Offered::with_head(
            "add guidance to 27002 5.1 {\n  text \"\"\"one $0shall do it and shall say so\"\"\"\n}\n",
        );
        let fixes = offered.of("fix");
        assert_eq!(fixes.len(), 1);
        assert_eq!((fixes[0].title.as_str(), fixes[0].is_preferred), ("Write `should`", false));
        let safe = Offered::with_head("term $0“lock” {\n  definition \"x\"\n}\n");
        assert!(safe.of("fix")[0].is_preferred);
        assert!(offered.applied("Write `should`").contains("one should do it and shall say so"));
    }
}
