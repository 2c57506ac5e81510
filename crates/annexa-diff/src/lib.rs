//! What differs between two versions of a standard: what was added, removed, changed, moved and
//! renumbered, with the words that changed and what that does to their force.
//!
//! Provisions are told apart by their identity and never by printed numbers. Where the versions rest on
//! different editions of a base, the correspondence says which place of one is which of the other.
//!
//! Invariants: no file is read, nothing panics, the same versions give the same difference.

mod alike;
mod entry;
mod force;
mod matching;
mod pieces;
#[cfg(test)]
mod tests;
mod way;
mod words;

use std::collections::BTreeMap;

use annexa_model::{Project, Standard};
use serde::Serialize;

pub use force::{Force, force};
pub use pieces::{FormChange, Piece};

/// What differs between two versions.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct Difference {
    /// The standards in which something differs, by prefix.
    pub standards: Vec<StandardDifference>,
}

/// What differs in a standard.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct StandardDifference {
    /// Its prefix.
    pub prefix: String,
    /// Which versions have it.
    pub presence: Presence,
    /// What differs, in the order of the new version; what is removed stands at the end.
    pub changes: Vec<Change>,
}

/// Which versions have something.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// Both.
    Both,
    /// The new one alone.
    Added,
    /// The old one alone.
    Removed,
}

/// What differs in one declaration; in several, where what they change became one or was one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Change {
    /// What happened to it.
    pub kinds: Vec<ChangeKind>,
    /// What it was.
    pub old: Vec<Side>,
    /// What it is.
    pub new: Vec<Side>,
    /// The parts in which words differ.
    pub parts: Vec<DifferingPart>,
}

/// What happened to a declaration.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// It is in the new version alone.
    Added,
    /// It is in the old version alone.
    Removed,
    /// It has another label, and the same key.
    Renumbered,
    /// It stands below, or changes, something else, or the same under another number.
    Moved,
    /// It says something else, or is something else.
    Changed,
}

/// A declaration in one of the versions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Side {
    /// `add control`
    pub declaration: String,
    /// Its label; the name of a term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it is added to or changes: `ISO/IEC 27002:2022, 5.23`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// For whom.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub audiences: Vec<String>,
    /// Its file.
    pub file: String,
    /// The line on which it begins, from 1.
    pub line: usize,
}

/// A part of a declaration in which words differ.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DifferingPart {
    /// Its name: `control`, `guidance for supplier`.
    pub name: String,
    /// The words, as runs of what stayed, went and came. A piece begins with what parts it from the one
    /// before: a blank, or a line end.
    pub pieces: Vec<Piece>,
    /// The verbal forms that took the place of others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub verbal_forms: Vec<FormChange>,
}

/// A prefix that two projects of one version have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ambiguous(pub String);

/// Compares two versions, each of one project or several.
pub fn diff(old: &[Project], new: &[Project]) -> Result<Difference, Ambiguous> {
    let (old, new) = (standards(old)?, standards(new)?);
    let mut prefixes: Vec<&str> = old.keys().chain(new.keys()).copied().collect();
    prefixes.sort_unstable();
    prefixes.dedup();
    let mut difference = Difference::default();
    for prefix in prefixes {
        let (before, after) = (old.get(prefix), new.get(prefix));
        let changes = matching::changes(before.copied(), after.copied());
        let presence = match (before, after) {
            (Some(_), None) => Presence::Removed,
            (None, Some(_)) => Presence::Added,
            _ => Presence::Both,
        };
        if presence != Presence::Both || !changes.is_empty() {
            let prefix = prefix.to_owned();
            difference.standards.push(StandardDifference { prefix, presence, changes });
        }
    }
    Ok(difference)
}

type Standards<'a> = BTreeMap<&'a str, (&'a Project, &'a Standard)>;

fn standards(projects: &[Project]) -> Result<Standards<'_>, Ambiguous> {
    let mut found = Standards::new();
    for project in projects {
        for standard in project.standards() {
            if found.insert(&standard.prefix, (project, standard)).is_some() {
                return Err(Ambiguous(standard.prefix.to_string()));
            }
        }
    }
    Ok(found)
}
