//! A change of a requirement turned into another one: interpretation and refinement into each other, and
//! what was retained into an interpretation.

use annexa_syntax::{DeclarationKind, Keyword};

use super::{Action, ActionContext, ActionKind, FileChange, Group, apart};
use crate::Span;

pub(super) const GROUP: Group =
    Group { name: "restate", kind: ActionKind::Rewrite, offer, changes };

/// What a declaration is turned into.
fn other(kind: DeclarationKind) -> Option<DeclarationKind> {
    match kind {
        DeclarationKind::Interpret => Some(DeclarationKind::Refine),
        DeclarationKind::Refine | DeclarationKind::Retain => Some(DeclarationKind::Interpret),
        _ => None,
    }
}

fn offer<'a>(context: &ActionContext<'a>) -> Vec<Action<'a>> {
    let action = || {
        let project = context.project();
        let at = context.declaration()?;
        let kind = other(at.declaration.kind)?;
        let standard = project.standard(at.standard?)?;
        let target = project.target(at.id)?;
        let wanted = apart::Wanted {
            kind,
            target,
            audiences: &at.declaration.audiences,
            instead_of: Some(at.id),
        };
        project.fits(standard, kind, target).then(|| Action {
            disabled: wanted.refusal(project, standard),
            ..Action::new(format!("Turn into `{}`", kind.words()), kind.words())
        })
    };
    action().into_iter().collect()
}

fn changes(context: &ActionContext<'_>, choice: &str) -> Option<Vec<FileChange>> {
    let at = context.declaration()?;
    let declaration = at.declaration;
    let replace = |range, new: String| FileChange::Replace {
        span: Span::of(context.project(), at.location(range)),
        new,
    };
    let mut changes = vec![replace(declaration.words, choice.to_owned())];
    if declaration.kind == DeclarationKind::Retain {
        // Why nothing was done is why no more is done now; what it means is still to be said.
        for (index, reason) in declaration.fields(Keyword::Reason).enumerate() {
            let rationale = Keyword::Rationale.as_str();
            let text = if index == 0 { "text \"\"\"\"\"\"\n  " } else { "" };
            changes.push(replace(reason.name_range, format!("{text}{rationale}")));
        }
    }
    Some(changes)
}

#[cfg(test)]
mod tests {
    use crate::actions::testing::Offered;

    #[test]
    fn an_interpretation_and_a_refinement_and_back() {
        let refined = "// Why\nrefine 27001 6.1.3 c) for operator {\n  text \"x\" // here\n  rationale \"y\"\n}\n";
        let interpreted = Offered::with_head(&refined.replace("27001 6", "27001 $06"))
            .applied("Turn into `interpret`");
        assert_eq!(interpreted, refined.replace("refine", "interpret"));
        let back = Offered::with_head(&interpreted.replace("27001 6", "27001 $06"));
        assert_eq!(back.applied("Turn into `refine`"), refined);
    }

    #[test]
    fn what_was_retained_keeps_its_reason() {
        let offered = Offered::with_head(
            "retain 27001 $07.2 {\n  // Draft 2\n  reason \"\"\"No need seen.\"\"\"\n  allow T304 \"x\"\n}\n",
        );
        assert_eq!(
            offered.applied("Turn into `interpret`"),
            "interpret 27001 7.2 {\n  // Draft 2\n  text \"\"\"\"\"\"\n  rationale \"\"\"No need seen.\"\"\"\n  allow T304 \"x\"\n}\n"
        );
    }

    #[test]
    fn not_of_controls_nor_twice_nor_inside_the_block() {
        assert!(Offered::with_head("retain 27002 $05.1\n").of("restate").is_empty());
        let inside = "refine 27001 7.2 {\n  te$0xt \"x\"\n}\n";
        assert!(Offered::with_head(inside).of("restate").is_empty());
        let twice = "interpret 27001 7.2 {\n  text \"x\"\n}\n\nrefine 27001 $07.2AUDIENCE {\n  text \"x\"\n}\n";
        let all = Offered::with_head(&twice.replace("AUDIENCE", ""));
        assert_eq!(
            all.of("restate")[0].disabled.as_deref(),
            Some("27001 7.2 is interpreted already; go on in that declaration")
        );
        let one = Offered::with_head(&twice.replace("AUDIENCE", " for operator"));
        assert!(one.of("restate")[0].disabled.is_some(), "the other one is for all");
        let apart =
            twice.replace("7.2 {", "7.2 for supplier {").replace("AUDIENCE", " for operator");
        assert_eq!(Offered::with_head(&apart).of("restate")[0].disabled, None);
    }
}
