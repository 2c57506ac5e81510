//! Takes a standard from one edition of its bases to another. It makes the edits that
//! need no decision. What a person has to decide is left as it was, or as it is most likely, and listed. No word
//! of the author's is lost.
//!
//! - `passage`: which bases go over, and what became of the places in them
//! - `references`: what heads and texts name
//! - `layout`: themes, purposes and attributes in the place of objectives
//! - `join`: declarations on controls that have become one
//! - `head`: the `base` lines
//! - `prose`: numbers that are no references
//! - `verified`: what `check` finds afterwards
//! - `draft`: what is to become of a declaration, before it is edits
//! - `applied`: the files afterwards

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

/// What of a project is migrated.
///
/// A `base` line speaks for all of a standard, so as long as it names the earlier edition the standard
/// goes over as a whole or not at all. After that, what still names the earlier edition can follow bit by
/// bit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// One declaration.
    Declaration(DeclarationId),
    /// One file.
    File(FileId),
    /// One standard, in all its files.
    Standard(StandardId),
    /// All of it.
    Project,
}

/// The way of a project to another edition.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Migration {
    /// The changes, by place; none of them overlap.
    pub edits: Vec<Edit>,
    /// What a person has to decide, by place in the text before the changes.
    pub decisions: Vec<Decision>,
    /// The editions of bases that are left, with those that take their place.
    pub bases: Vec<(DocumentEdition, DocumentEdition)>,
    /// The declarations that were joined into others, by place in the text before the changes.
    pub joined: Vec<Joined>,
    /// What no edition of the standard has considered yet: the provisions of the later editions that have no
    /// predecessor, and the clauses that their amendments change.
    pub new: Vec<NewProvision>,
}

/// A declaration that was joined into another one. Places are those before the changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Joined {
    /// Where it was.
    pub location: Location,
    /// Its head as it was written: `add guidance to 27002 10.1.2`.
    pub declaration: String,
    /// Where the declaration is that took it in.
    pub into_location: Location,
    /// The head of that one as it was written.
    pub into: String,
}

/// A provision that is new in a later edition, or that an amendment changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewProvision {
    /// The later edition.
    pub document: DocumentEdition,
    /// The number, with list items: `5.7`, `4.2 c)`.
    pub place: String,
    /// The title, with the name of the amendment that changes it; empty for a list item.
    pub title: String,
}

/// Something that a person has to decide.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// Where, in the text before the changes.
    pub location: Location,
    /// What it is about.
    pub message: String,
    /// What can be done.
    pub choices: Vec<String>,
}

/// The way of a project, or of a part of it, to the editions of a year: `2022`.
pub fn migrate(project: &Project, scope: Scope, to: &str) -> Migration {
    let mut migration = Migration::default();
    let mut drafts = Drafts::default();
    for standard in project.standards() {
        // A standard can be large, and an editor asks for one of many.
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
                "the bases of {} name earlier editions; they go over with all of the standard",
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
    // What is not in scope is looked at all the same: something may have to be joined with it.
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
