//! What a standard needs next, from its head: the field or the declaration that begins it is put in, and
//! its words are left to the author.

use annexa_model::{Standard, Step};
use annexa_syntax::DeclarationKind;

use super::{Action, ActionContext, ActionKind, FileChange, Group};

pub(super) const GROUP: Group = Group { name: "next", kind: ActionKind::Refactor, offer, changes };

fn offer<'a>(context: &ActionContext<'a>) -> Vec<Action<'a>> {
    let Some(step) = next(context) else { return Vec::new() };
    let disabled = step.missing.filter(|_| step.edit.is_none());
    let title = format!("Next missing item: {}", step.title);
    vec![Action { disabled, ..Action::new(title, "") }]
}

fn changes(context: &ActionContext<'_>, _: &str) -> Option<Vec<FileChange>> {
    let edit = next(context)?.edit?;
    Some(vec![FileChange::of(context.project(), &edit)])
}

/// The first step that is not done, where the cursor is in the head of a standard.
fn next(context: &ActionContext<'_>) -> Option<Step> {
    let standard = standard(context)?;
    context.project().status(standard, &|| false)?.next().cloned()
}

fn standard<'a>(context: &ActionContext<'a>) -> Option<&'a Standard> {
    let project = context.project();
    let at = project.declaration_at(context.file, context.range.start())?;
    let is_head =
        matches!(at.declaration.kind, DeclarationKind::Standard | DeclarationKind::PartOf);
    let is_meant = (at.declaration.head + at.offset).contains_inclusive(context.range.start());
    project.standard(at.standard.filter(|_| is_head && is_meant)?)
}

#[cfg(test)]
mod tests {
    use crate::actions::testing::Offered;

    /// The titles of what is missing, and the file, as one is put in after the other.
    fn filled_in(mut text: String, times: usize) -> (Vec<String>, String) {
        let mut titles = Vec::new();
        for _ in 0..times {
            let offered = Offered::new(&text.replacen("standard", "stan$0dard", 1));
            let title = offered.titles("next").swap_remove(0);
            text = offered.files(&title).swap_remove(0).1;
            let errors: Vec<_> = annexa_syntax::Document::new(&text).errors().collect();
            assert!(errors.is_empty(), "{title}: {errors:?}\n{text}");
            titles.push(title);
        }
        (titles, text)
    }

    #[test]
    fn what_is_missing_is_begun() {
        let head = "standard SMX \"x\" {\n  foreword \"x\"\n  introduction \"x\"\n  sector \"x\"\n  edition 2026\n}\n".to_owned();
        let (titles, text) = filled_in(head, 1);
        assert_eq!(titles, ["Next missing item: Scope"]);
        assert!(text.contains("\n  edition 2026\n  scope \"\"\"\"\"\"\n}\n"), "{text}");
        let (titles, text) = filled_in(text.replace("\"\"\"\"\"\"", "\"x\""), 2);
        assert_eq!(titles[..1], ["Next missing item: Normative references"]);
        assert!(titles[1].starts_with("Next missing item: ISO/IEC 27001, clause 4"), "{titles:?}");
        assert!(text.contains("\n  base ISO/IEC 27001:2022 + Amd 1:2024\n"), "{text}");
        assert!(text.ends_with("\n\nretain 27001 4.1 {\n  reason \"\"\"\"\"\"\n}\n"), "{text}");
    }

    #[test]
    fn only_in_heads_and_what_waits_for_the_author_is_said() {
        let offered = Offered::with_head("retain 27002 5.$01\n");
        assert!(offered.titles("next").is_empty());
        let empty =
            "stan$0dard SMX \"x\" {\n  foreword \"x\"\n  introduction \"x\"\n  sector \"\"\n}\n";
        let offered = Offered::new(empty);
        let action = offered.of("next").swap_remove(0);
        assert_eq!(action.title, "Next missing item: Sector");
        assert!(action.disabled.is_some_and(|why| why.starts_with("write the name of the sector")));
    }
}
