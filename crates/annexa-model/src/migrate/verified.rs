//! The findings after a migration that did not exist before. Each becomes a decision, so that
//! "nothing left to decide" means that no error is new.

use rustc_hash::FxHashMap;

use super::{Decision, Migrated, Migration};
use crate::{DeclarationId, Diagnostic, FileId, Level, Project, check};

impl Migration {
    /// Applies the edits, checks the project before and after, and adds a decision for each new
    /// error in a declaration without decisions.
    #[must_use]
    pub fn verified(mut self, project: &Project) -> Migration {
        let files = self.files(project);
        if files.is_empty() {
            return self;
        }
        let after = after(project, &files);
        let decided: Vec<Option<DeclarationId>> =
            self.decisions.iter().map(|it| declaration_of(project, it.location)).collect();
        let mut before: FxHashMap<(&str, Option<DeclarationId>), usize> = FxHashMap::default();
        let report = check(project);
        for error in report.diagnostics.iter().filter(|it| it.level == Level::Error) {
            *before.entry((error.code(), declaration_of(project, error.location))).or_default() +=
                1;
        }
        for error in check(&after).diagnostics.iter().filter(|it| it.level == Level::Error) {
            let Some(decision) = decision(project, &after, &files, error) else { continue };
            let declaration = declaration_of(project, decision.location);
            let known = before.get_mut(&(error.code(), declaration)).filter(|count| **count > 0);
            match known {
                Some(count) => *count -= 1,
                None if decided.contains(&declaration) => {}
                None => self.decisions.push(decision),
            }
        }
        self.decisions.sort_by_key(|decision| decision.location);
        self
    }
}

/// Returns the project with the changed files.
fn after(project: &Project, files: &[Migrated]) -> Project {
    let mut texts: Vec<_> =
        project.files().iter().map(|file| (file.path.clone(), file.document.clone())).collect();
    for migrated in files {
        if let FileId::Project(index) = migrated.file
            && let Some((_, document)) = texts.get_mut(index as usize)
        {
            *document = annexa_syntax::Document::new(&migrated.text);
        }
    }
    Project::new(texts, project.settings().clone())
}

fn declaration_of(project: &Project, location: crate::Location) -> Option<DeclarationId> {
    let at = project.declaration_at(location.file, project.range(location).start())?;
    Some(at.id)
}

/// Returns a decision for an error after the changes, at its location in the original text.
fn decision(
    project: &Project,
    after: &Project,
    files: &[Migrated],
    error: &Diagnostic,
) -> Option<Decision> {
    let file = error.location.file;
    let range = after.range(error.location);
    let migrated = files.iter().find(|it| it.file == file);
    let start = migrated.map_or(range.start(), |it| it.origin(range.start()));
    let location = project.location(file, annexa_syntax::TextRange::empty(start))?;
    let message =
        format!("after the migration, `check` reports {}: {}", error.code(), error.message);
    let choices = vec!["correct it after the migration".to_owned()];
    Some(Decision { location, message, choices })
}
