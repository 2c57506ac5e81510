//! The safe fixes of all findings of a file.

use annexa_model::{Applicability, Diagnostic, FileId, Project, apply_safe_fixes};

use super::{Action, ActionContext, ActionKind, FileChange, Group};
use crate::Span;
use crate::formatting::replacements;

pub(super) const GROUP: Group = Group { name: "fix-all", kind: ActionKind::FixAll, offer, changes };

fn offer<'a>(context: &ActionContext<'a>) -> Vec<Action<'a>> {
    let findings = context.analysis.findings(context.file);
    let can_fix = findings.into_iter().any(has_safe_fix);
    let action = || Action::new("Apply the safe fixes of this file", "");
    can_fix.then(action).into_iter().collect()
}

fn has_safe_fix(finding: &Diagnostic) -> bool {
    finding.fixes.iter().any(|fix| fix.applicability == Applicability::Safe)
}

fn changes(context: &ActionContext<'_>, _: &str) -> Option<Vec<FileChange>> {
    let fixed = apply_safe_fixes(context.analysis, &[context.file]);
    let file = context.file;
    let text = |project: &Project, file: FileId| Some(project.document(file)?.text().to_string());
    let old = text(context.project(), file)?;
    let new = text(fixed.analysis.project(), file)?;
    let replaced = replacements(0, &old, &new).into_iter();
    let change = |(range, new)| FileChange::Replace { span: Span { file, range }, new };
    Some(replaced.map(change).collect())
}

#[cfg(test)]
mod tests {
    use crate::actions::testing::Offered;

    const TITLE: &str = "Apply the safe fixes of this file";

    #[test]
    fn no_safe_fix_is_left() {
        let text = "term “lock” {\n  definition \"\"\"the de\u{AD}vice\"\"\"\n}\n$0";
        let fixed = Offered::with_head(text).applied(TITLE);
        assert_eq!(fixed, "term \"lock\" {\n  definition \"\"\"device\"\"\"\n}\n");
        let again = Offered::with_head(&format!("{fixed}$0"));
        assert!(again.of("fix-all").is_empty(), "{fixed}");
    }

    #[test]
    fn choices_are_not_made() {
        let choices = "add guidance to 27002 5.99 {\n  text \"\"\"one shall\"\"\"\n}\n\nadd clause SMX.15 \"A\" to 27002\n";
        let offered = Offered::with_head(&format!("{choices}$0"));
        assert!(offered.of("fix-all").is_empty());
        let mixed = format!("{choices}\nterm “lock” {{\n  definition \"x\"\n}}\n");
        let fixed = Offered::with_head(&format!("{mixed}$0")).applied(TITLE);
        assert_eq!(fixed, mixed.replace(['“', '”'], "\""));
    }
}
