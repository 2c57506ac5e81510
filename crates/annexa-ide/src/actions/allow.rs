//! Allowing what a rule finds, in the declaration where it finds it. The author still has to say why.

use super::{Action, ActionContext, ActionKind, FileChange, Group};

pub(super) const GROUP: Group = Group { name: "allow", kind: ActionKind::QuickFix, offer, changes };

fn offer<'a>(context: &ActionContext<'a>) -> Vec<Action<'a>> {
    let mut actions: Vec<Action<'a>> = Vec::new();
    for finding in context.findings() {
        let code = finding.code();
        let is_offered = actions.iter().any(|action| action.id == code);
        if !is_offered && context.project().allow(finding).is_some() {
            let title = format!("Allow {code} here, and say why");
            actions.push(Action { finding: Some(finding), ..Action::new(title, code) });
        }
    }
    actions
}

fn changes(context: &ActionContext<'_>, choice: &str) -> Option<Vec<FileChange>> {
    let project = context.project();
    let finding = context.findings().find(|it| it.code() == choice)?;
    Some(vec![FileChange::of(project, &project.allow(finding)?)])
}

#[cfg(test)]
mod tests {
    use crate::actions::testing::Offered;

    #[test]
    fn a_field_with_a_reason_to_be_written() {
        let guidance = "add guidance to 27002 5.1 {\n  text \"\"\"one $0shall\"\"\"\n}\n";
        let allowed = Offered::with_head(guidance).applied("Allow C602 here, and say why");
        assert_eq!(
            allowed,
            "add guidance to 27002 5.1 {\n  text \"\"\"one shall\"\"\"\n  allow C602 \"\"\"\"\"\"\n}\n"
        );
        let offered = Offered::with_head(&format!("{}$0", allowed.trim_end()));
        assert!(offered.of("fix").is_empty(), "it is allowed now");
    }

    #[test]
    fn what_no_author_can_allow_is_not_offered() {
        let offered =
            Offered::with_head("retain 27002 $099 {\n  reason \"No need seen so far.\"\n}\n");
        let context = offered.context();
        let found: Vec<_> = context.findings().map(|it| it.code()).collect();
        assert_eq!(found, ["R102"]);
        assert!(offered.of("allow").is_empty());
    }
}
