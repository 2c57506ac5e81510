//! The way to another edition of the bases: of a standard where one of its bases is superseded (R104), and
//! of a declaration that still speaks of an earlier edition than the bases do.

use annexa_model::{
    CatalogueId, Migration, Project, Resolved, Scope, Standard, StandardId, migrate,
};

use super::{Action, ActionContext, ActionKind, FileChange, Group};

pub(super) const STANDARD: Group = Group {
    name: "migrate-standard",
    kind: ActionKind::QuickFix,
    offer: offer_standard,
    changes: change_standard,
};

pub(super) const DECLARATION: Group = Group {
    name: "migrate",
    kind: ActionKind::Rewrite,
    offer: offer_declaration,
    changes: change_declaration,
};

fn offer_standard<'a>(context: &ActionContext<'a>) -> Vec<Action<'a>> {
    let project = context.project();
    let superseded = context.findings().filter(|it| it.code() == "R104");
    let offered = superseded.filter_map(|finding| {
        let standard = standard(context)?;
        let base = standard.bases.iter().find(|base| base.location == finding.location)?;
        let newest = project.newest(base.catalogue?)?;
        let to = edition(project, newest)?;
        let migration = migrate(project, Scope::Standard(standard.id), to).verified(project);
        let document = project.catalogue(newest)?.document.printed();
        let title = format!("Migrate to {document}{}", left(&migration));
        let action = Action::new(title, newest.0.to_string());
        let action = Action { finding: Some(finding), ..action };
        (!migration.edits.is_empty()).then_some(action)
    });
    offered.collect()
}

fn change_standard(context: &ActionContext<'_>, newest: &str) -> Option<Vec<FileChange>> {
    let (project, standard) = (context.project(), standard(context)?);
    let edition = edition(project, CatalogueId(newest.parse().ok()?))?;
    Some(changes(project, Scope::Standard(standard.id), edition))
}

fn offer_declaration<'a>(context: &ActionContext<'a>) -> Vec<Action<'a>> {
    let of_declaration = migration_of_declaration(context);
    let offered = of_declaration.map(|(edition, migration)| {
        let title = format!("Migrate to the edition of {edition}{}", left(&migration));
        Action::new(title, edition)
    });
    offered.into_iter().collect()
}

fn change_declaration(context: &ActionContext<'_>, edition: &str) -> Option<Vec<FileChange>> {
    let at = context.declaration()?;
    Some(changes(context.project(), Scope::Declaration(at.id), edition))
}

/// The way of the declaration at the cursor to an edition that its standard rests on already.
fn migration_of_declaration(context: &ActionContext<'_>) -> Option<(String, Migration)> {
    let (project, at) = (context.project(), context.declaration()?);
    // Most declarations have nothing to do with earlier editions; to know it for sure costs a look at
    // the whole standard.
    let is_earlier = project.links(at.id).iter().any(|link| match &link.resolved {
        Ok(Resolved::Base(target)) => project.newer(target.catalogue).is_some(),
        Ok(_) => false,
        Err(_) => true,
    });
    if !is_earlier {
        return None;
    }
    let editions = standard(context)?.bases.iter().filter_map(|base| base.edition.as_deref());
    let mut ways = editions
        .map(|edition| (edition.to_owned(), migrate(project, Scope::Declaration(at.id), edition)));
    let (edition, migration) = ways.find(|(_, migration)| !migration.edits.is_empty())?;
    Some((edition, migration.verified(project)))
}

fn changes(project: &Project, scope: Scope, edition: &str) -> Vec<FileChange> {
    let edits = migrate(project, scope, edition).edits;
    edits.iter().map(|edit| FileChange::of(project, edit)).collect()
}

fn standard<'a>(context: &ActionContext<'a>) -> Option<&'a Standard> {
    let project = context.project();
    let id: StandardId = project.declaration_at(context.file, context.range.start())?.standard?;
    project.standard(id)
}

fn edition(project: &Project, catalogue: CatalogueId) -> Option<&str> {
    project.catalogue(catalogue)?.document.edition.as_deref()
}

/// What a person has still to do afterwards.
fn left(migration: &Migration) -> String {
    match migration.decisions.len() {
        0 => String::new(),
        1 => "; 1 decision is left".to_owned(),
        many => format!("; {many} decisions are left"),
    }
}

#[cfg(test)]
mod tests {
    use crate::actions::testing::Offered;
    use crate::testing::HEAD;

    const OLD: &str = "retain 27002 12.1.2 {\n  reason \"No sector need.\"\n}\n\nadd note to 27002 18.2.3 {\n  text \"\"\"x {27002 5.1.2}\"\"\"\n}\n";

    #[test]
    fn a_standard_goes_over_as_a_whole_where_its_base_is_superseded() {
        let head = HEAD
            .replace("  base ISO/IEC 27001:2022 + Amd 1:2024\n", "")
            .replace("ISO/IEC 27002:2022", "ISO/IEC 27$0002:2013");
        let offered = Offered::new(&format!("{head}{OLD}"));
        let action = &offered.of("migrate-standard")[0];
        assert_eq!(action.title, "Migrate to ISO/IEC 27002:2022; 2 decisions are left");
        assert_eq!(action.finding.map(|it| it.code()), Some("R104"));
        // It is a choice.
        assert!(!action.is_preferred);
        let text = offered.files(&action.title).swap_remove(0).1;
        assert!(text.contains("base ISO/IEC 27002:2022\n"), "{text}");
        assert!(text.contains("retain 27002 8.32"), "{text}");
        assert!(text.contains("{27002 5.1}"), "{text}");
        // This one was split in two: the author decides.
        assert!(text.contains("add note to 27002:2013 18.2.3"), "{text}");
        let all = offered.of("fix-all");
        assert!(all.is_empty(), "a migration is no fix among others: {all:?}");
    }

    /// The action counts the decisions that `annexa migrate` lists: also those that `check` finds afterwards.
    #[test]
    fn an_error_that_is_new_afterwards_is_a_decision() {
        let head = HEAD
            .replace("27001:2022 + Amd 1:2024", "27001:2013 + Cor 1:2014 + Cor 2:2015")
            .replace("ISO/IEC 27002:2022", "ISO/IEC 27$0002:2013")
            .replace("  audience operator", "  numbering inline\n  audience operator");
        // The edition of 2022 has a clause 6.3, and no migration looks whether a number is taken.
        let added = "add requirement SMX.6.3 \"Zones\" to 27001 6 {\n  text \"It shall x.\"\n}\n";
        let offered = Offered::new(&format!("{head}{added}"));
        let titles = offered.titles("migrate-standard");
        assert_eq!(titles, ["Migrate to ISO/IEC 27002:2022; 1 decision is left"]);
    }

    #[test]
    fn a_declaration_follows_bases_that_went_ahead() {
        let old = "retain 27002 $06.1.3 {\n  reason \"x {27002 7.99}\"\n}\n";
        let offered = Offered::with_head(old);
        assert_eq!(offered.titles("migrate"), ["Migrate to the edition of 2022"]);
        let text = offered.applied("Migrate to the edition of 2022");
        let expected =
            "retain 27002 5.5 {\n  reason \"x {27002 7.99}\"\n  key 27002:2013 6.1.3\n}\n";
        assert_eq!(text, expected);
        let there = Offered::with_head("retain 27002 8.$032 {\n  reason \"No sector need.\"\n}\n");
        assert_eq!(there.titles("migrate"), [""; 0]);
    }
}
