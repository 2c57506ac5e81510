//! The first fix of every finding of a file.

use annexa_model::{FileId, mend};

use super::{Action, ActionContext, ActionKind, FileChange, Group};
use crate::Span;
use crate::formatting::replacements;

pub(super) const GROUP: Group = Group { name: "fix-all", kind: ActionKind::FixAll, offer, changes };

fn offer<'a>(context: &ActionContext<'a>) -> Vec<Action<'a>> {
    let findings = context.analysis.findings(context.file);
    let can_mend = findings.iter().any(|it| !it.fixes.is_empty());
    let action = || Action::new("Apply the first fix of every finding of this file", "");
    can_mend.then(action).into_iter().collect()
}

fn changes(context: &ActionContext<'_>, _: &str) -> Option<Vec<FileChange>> {
    let mended = mend(context.analysis, &[context.file]);
    let text = |project: &annexa_model::Project, file: FileId| {
        Some(project.document(file)?.text().to_string())
    };
    let mut changes = Vec::new();
    for &file in &mended.changed {
        let old = text(context.project(), file)?;
        let new = text(mended.analysis.project(), file)?;
        let replaced = replacements(0, &old, &new).into_iter();
        changes.extend(
            replaced.map(|(range, new)| FileChange::Replace { span: Span { file, range }, new }),
        );
    }
    Some(changes)
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
