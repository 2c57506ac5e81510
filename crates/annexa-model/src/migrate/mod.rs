//! Migrates a standard from one edition of its bases to another. The migration makes all edits that
//! need no decision. Where a person must decide, it keeps the original or chooses the most likely
//! edit, and lists the decision. It never deletes words of the author.
//!
//! - `passage`: the bases to migrate, and the successors of their provisions
//! - `references`: the references in heads and texts
//! - `layout`: themes, purposes and attributes instead of objectives
//! - `join`: declarations about merged controls
//! - `head`: the `base` lines
//! - `prose`: numbers that are not references
//! - `verified`: the findings after the migration
//! - `draft`: the planned changes of a declaration, before they become edits
//! - `applied`: the resulting files

mod applied;
#[cfg(test)]
mod decision_tests;
mod draft;
mod head;
mod join;
mod layout;
mod passage;
mod prose;
mod references;
#[cfg(test)]
mod tests;
mod verified;
mod written;

use crate::{
    DeclarationId, DocumentEdition, Edit, FileId, Location, Project, Standard, StandardId,
};
pub use applied::Migrated;
use draft::Drafts;
use passage::Passage;

/// The part of a project to migrate.
///
/// A `base` line holds for the whole standard, so as long as it names the earlier edition, the
/// standard is migrated as a whole or not at all. After that, remaining references to the earlier
/// edition can be migrated one by one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// One declaration.
    Declaration(DeclarationId),
    /// One file.
    File(FileId),
    /// One standard, in all its files.
    Standard(StandardId),
    /// All standards of the project.
    Project,
}

/// A migration of a project to another edition.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Migration {
    /// The edits, in source order; they do not overlap.
    pub edits: Vec<Edit>,
    /// The decisions for a person, by position in the original text.
    pub decisions: Vec<Decision>,
    /// The replaced editions of bases, each with the later one.
    pub bases: Vec<(DocumentEdition, DocumentEdition)>,
    /// The declarations that were joined to others, by position in the original text.
    pub joined: Vec<Joined>,
    /// The provisions that no edition of the standard has considered yet: those of the later
    /// editions without a predecessor, and the clauses that their amendments change.
    pub new: Vec<NewProvision>,
}

/// A declaration that was joined to another one. Locations refer to the original text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Joined {
    /// The location of the joined declaration.
    pub location: Location,
    /// Its original head: `add guidance to 27002 10.1.2`.
    pub declaration: String,
    /// The location of the declaration that it was joined to.
    pub into_location: Location,
    /// The original head of that declaration.
    pub into: String,
}

/// A provision that is new in a later edition or changed by an amendment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewProvision {
    /// The later edition.
    pub document: DocumentEdition,
    /// The number, with list items: `5.7`, `4.2 c)`.
    pub place: String,
    /// The title, with the name of the amendment if one changes it; empty for a list item.
    pub title: String,
}

/// A decision for a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// The location in the original text.
    pub location: Location,
    /// What to decide.
    pub message: String,
    /// The possible decisions.
    pub choices: Vec<String>,
}

/// Migrates a project, or a part of it, to the editions of a year, such as `2022`. The returned
/// edits are not applied.
pub fn migrate(project: &Project, scope: Scope, to: &str) -> Migration {
    let mut migration = Migration::default();
    let mut drafts = Drafts::default();
    for standard in project.standards() {
        // An editor migrates one of many standards, each of which can be large.
        if matches!(scope, Scope::Standard(only) if only != standard.id) {
            continue;
        }
        of_standard(project, standard, scope, to, &mut drafts, &mut migration);
    }
    drafts.finish(project, &mut migration);
    migration
}

fn of_standard(
    project: &Project,
    standard: &Standard,
    scope: Scope,
    to: &str,
    drafts: &mut Drafts,
    migration: &mut Migration,
) {
    let passages = Passage::all(project, standard, to);
    if passages.is_empty() {
        return;
    }
    let is_in_scope = |id: DeclarationId| match scope {
        Scope::Project | Scope::Standard(_) => true,
        Scope::Declaration(only) => only == id,
        Scope::File(file) => project.declaration(id).is_some_and(|at| at.file == file),
    };
    let all = || project.ids_of(standard);
    if passages.iter().any(|it| !it.is_moved) && !all().all(is_in_scope) {
        let head = standard.head.and_then(|head| project.declaration(head));
        if let Some(at) = head.filter(|_| all().any(is_in_scope)) {
            let message = format!(
                "the bases of {} name earlier editions; they are migrated with the whole standard",
                standard.prefix
            );
            drafts.decide(at.location(at.declaration.head), message, ["migrate the project"]);
        }
        return;
    }
    for passage in &passages {
        let editions = (passage.earlier.document.clone(), passage.later.document.clone());
        if !passage.is_moved && !migration.bases.contains(&editions) {
            migration.bases.push(editions);
            migration.new.extend(passage.new_provisions());
        }
    }
    let mut heads = Vec::new();
    // Declarations out of scope are examined too, because others may have to be joined to them.
    let mut elsewhere = Drafts::default();
    for id in all() {
        let Some(at) = project.declaration(id) else { continue };
        let drafts = if is_in_scope(id) { &mut *drafts } else { &mut elsewhere };
        heads.extend(references::move_references(project, &passages, &at, drafts));
        prose::list_in_texts(&passages, &at, drafts);
    }
    prose::list_in_comments(project, standard, &passages, drafts);
    if standard.head.is_some_and(is_in_scope) {
        head::move_bases(project, standard, &passages, drafts);
    }
    let added_in_scope = |added: &crate::AddedProvision| is_in_scope(added.declaration);
    layout::change_layout(project, standard, &passages, &added_in_scope, drafts);
    let joined = join::join(project, &passages, &heads, &is_in_scope, drafts);
    migration.joined.extend(joined);
    migration.joined.sort_by_key(|joined| joined.location);
}
