//! The page of the rule that a finding belongs to.

use super::{Action, ActionContext, ActionKind, Group};

pub(super) const GROUP: Group =
    Group { name: "explain", kind: ActionKind::Explain, offer, changes: |_, _| None };

fn offer<'a>(context: &ActionContext<'a>) -> Vec<Action<'a>> {
    let mut actions: Vec<Action<'a>> = Vec::new();
    for finding in context.findings() {
        let code = finding.code();
        if !actions.iter().any(|action| action.id == code) {
            let action = Action::new(format!("Explain {code}"), code);
            actions.push(Action { finding: Some(finding), explains: Some(code), ..action });
        }
    }
    actions
}

#[cfg(test)]
mod tests {
    use crate::actions::testing::Offered;

    #[test]
    fn each_rule_once_that_finds_something_there() {
        let guidance = |number: &str, said: &str| {
            format!("add guidance to 27002 {number} {{\n  text \"\"\"{said}\"\"\"\n}}\n\n")
        };
        let both = guidance("5.1", "It $0shall.") + &guidance("5.2", "They shall.$0");
        assert_eq!(Offered::with_head(&both).titles("explain"), ["Explain C602"]);
        assert!(
            Offered::with_head("retain 27002 5.1$0 {\n  reason \"No sector need.\"\n}\n")
                .titles("explain")
                .is_empty()
        );
    }
}
