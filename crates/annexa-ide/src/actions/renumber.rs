//! Labels that go on from the last number of the base, without gaps (R112). What is told by a label stays
//! so through its key, and what is called after a label goes along.

use annexa_model::{DeclarationId, Standard};

use super::{Action, ActionContext, ActionKind, FileChange, Group};
use crate::rename::renamed;

pub(super) const GROUP: Group =
    Group { name: "renumber", kind: ActionKind::Rewrite, offer, changes };

fn offer<'a>(context: &ActionContext<'a>) -> Vec<Action<'a>> {
    let Some((standard, labels)) = relabelled(context) else { return Vec::new() };
    let title = match labels.as_slice() {
        [] => return Vec::new(),
        [(_, label)] => format!("Number without gaps: {label}"),
        [(_, first), .., (_, last)] => format!("Number without gaps: {first} … {last}"),
    };
    let taken = with_those_below(standard, &labels).into_iter().find_map(|(_, label)| {
        let goes_along = |id| with_those_below(standard, &labels).iter().any(|(it, _)| *it == id);
        let holder = standard.added_by_label(&label).filter(|id| !goes_along(*id));
        holder.map(|_| {
            format!("{label} is the label of another provision, which would have to give way")
        })
    });
    vec![Action { disabled: taken, ..Action::new(title, "") }]
}

fn changes(context: &ActionContext<'_>, _: &str) -> Option<Vec<FileChange>> {
    let project = context.project();
    let (standard, labels) = relabelled(context)?;
    let relabelled = with_those_below(standard, &labels);
    let mut edits: Vec<_> = relabelled
        .iter()
        .filter_map(|(id, label)| Some((standard.added(*id)?, label)))
        .flat_map(|(added, label)| project.relabel(added.declaration, label))
        .collect();
    edits.sort_by_key(|edit| edit.location);
    edits.dedup();
    Some(edits.iter().map(|edit| FileChange::of(project, edit)).collect())
}

/// The labels that change below what the declaration at the cursor is added to.
fn relabelled<'a>(
    context: &ActionContext<'a>,
) -> Option<(&'a Standard, Vec<(DeclarationId, String)>)> {
    let project = context.project();
    let at = context.declaration()?;
    let (standard, _) = project.added(at.id)?;
    Some((standard, project.labels_in_order(at.id)))
}

fn with_those_below(
    standard: &Standard,
    labels: &[(DeclarationId, String)],
) -> Vec<(DeclarationId, String)> {
    labels.iter().flat_map(|(id, label)| renamed(standard, *id, label)).collect()
}

#[cfg(test)]
mod tests {
    use crate::actions::testing::Offered;

    const ADDED: &str = "add clause SMX.12 \"B\" to 27002\n\nadd clause SMX.10 \"A\" to 27002\n\nadd control SMX.12.5 \"x\" to SMX.12 {\n  control \"{SMX.12} {SMX.10}\"\n}\n\nadd clause SMX.A \"C\" to 27002\n";

    #[test]
    fn labels_go_on_from_the_base_in_their_order_with_what_is_below() {
        let offered = Offered::with_head(&ADDED.replace("clause SMX.10", "clause $0SMX.10"));
        assert_eq!(offered.titles("renumber"), ["Number without gaps: SMX.9 … SMX.10"]);
        let text = offered.applied("Number without gaps: SMX.9 … SMX.10");
        assert_eq!(
            text,
            "add clause SMX.10 \"B\" to 27002 {\n  key SMX.12\n}\n\nadd clause SMX.9 \"A\" to 27002 {\n  key SMX.10\n}\n\nadd control SMX.10.5 \"x\" to SMX.10 {\n  control \"{SMX.10} {SMX.9}\"\n  key SMX.12.5\n}\n\nadd clause SMX.A \"C\" to 27002\n"
        );
        let again = Offered::with_head(&text.replace("clause SMX.9", "clause $0SMX.9"));
        assert_eq!(again.titles("renumber"), [""; 0]);
        let codes: Vec<_> =
            again.analysis.findings(again.file).iter().map(|it| it.code()).collect();
        assert!(!codes.contains(&"R106"), "{codes:?}");
        assert_eq!(codes.iter().filter(|it| **it == "R112").count(), 1, "below SMX.10 alone");
    }

    #[test]
    fn below_an_added_clause_it_begins_with_1() {
        let offered = Offered::with_head(&ADDED.replace("control SMX.12.5", "control $0SMX.12.5"));
        assert!(offered.applied("Number without gaps: SMX.12.1").contains("add control SMX.12.1 "));
    }

    #[test]
    fn a_number_that_another_clause_has_is_passed_over() {
        let other = "add clause SMX.9 \"x\" to SMX.A\n\n";
        let added = ADDED.replace("clause SMX.10", "clause $0SMX.10");
        let offered = Offered::with_head(&format!("{other}{added}"));
        assert_eq!(offered.titles("renumber"), ["Number without gaps: SMX.11"]);
    }

    #[test]
    fn a_label_that_stays_gives_way_to_none() {
        let text = "add clause SMX.10 $0\"A\" to 27002\n\nadd clause SMX.10.1 \"x\" to SMX.10\n\nadd clause SMX.9.1 \"y\" to 27002\n";
        let offered = Offered::with_head(text);
        let action = &offered.of("renumber")[0];
        assert_eq!(
            action.disabled.as_deref(),
            Some("SMX.9.1 is the label of another provision, which would have to give way")
        );
    }
}
