//! `annexa base list`: lists the known catalogues.

use annexa_model::{Catalogue, FileId, ListItem, Project, ProvisionKind};

use crate::terminal::{self, count};

/// Returns the printed list.
pub(super) fn list(project: &Project) -> String {
    let mut text = String::new();
    for id in project.catalogue_ids() {
        let Some(catalogue) = project.catalogue(id) else { continue };
        let document = catalogue.document.printed();
        let width = terminal::output_width();
        let heading = format!("{}  ", terminal::styled(terminal::STRONG, &document));
        text.push_str(&format!("{}\n", terminal::hanging(&heading, &catalogue.title, width)));
        text.push_str(&format!("{}\n", terminal::hanging("    ", &contents(catalogue), width)));
        if let Some(newer) = project.newer(id).and_then(|newer| project.catalogue(newer)) {
            text.push_str(&format!("    superseded by {}\n", newer.document.printed()));
        }
        let amendments = catalogue.amendment_names();
        if !amendments.is_empty() {
            let names: Vec<_> = amendments.iter().map(|name| name.as_str()).collect();
            text.push_str(&format!("    amended by {}\n", names.join(", ")));
        }
        let file = catalogue.location.file;
        let origin = match file {
            FileId::BuiltIn(_) => "built in".to_owned(),
            FileId::Project(_) => format!("from {}", project.path(file)),
        };
        text.push_str(&format!("    {}\n\n", terminal::styled(terminal::FAINT, &origin)));
    }
    let closing =
        "`annexa base show 27002 5.23` shows a provision, `annexa base search WORD` finds one.";
    text.push_str(&format!("{}\n", terminal::wrap(closing, terminal::output_width(), 0)));
    text
}

/// `4 clauses, 93 controls`.
fn contents(catalogue: &Catalogue) -> String {
    let number = |kind| catalogue.provisions.iter().filter(|it| it.kind == kind).count();
    let items: usize = catalogue.provisions.iter().map(|provision| items(&provision.items)).sum();
    let kinds = [
        (number(ProvisionKind::Clause), "clause"),
        (number(ProvisionKind::Objective), "objective"),
        (number(ProvisionKind::Control), "control"),
        (items, "list item"),
    ];
    let some = kinds.into_iter().filter(|(number, _)| *number > 0);
    let mut parts: Vec<_> = some.map(|(number, kind)| count(number, kind)).collect();
    for annex in &catalogue.annexes {
        parts.push(format!(
            "Annex {} with the controls of {}",
            annex.letter,
            annex.document.printed()
        ));
    }
    parts.join(", ")
}

fn items(list: &[ListItem]) -> usize {
    list.iter().map(|item| 1 + items(&item.items)).sum()
}
