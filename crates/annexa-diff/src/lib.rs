//! The difference between two versions of a standard: what was added, removed, changed, moved and
//! renumbered, with the changed words and the effect on their force.
//!
//! Provisions are recognized by their identity, never by printed numbers. If the versions use
//! different editions of a base, the correspondence states which places correspond.
//!
//! Invariants: this crate reads no files and never panics; the same versions give the same
//! difference.

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

/// The difference between two versions.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct Difference {
    /// The standards that differ, by prefix.
    pub standards: Vec<StandardDifference>,
}

/// The difference in a standard.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct StandardDifference {
    /// The prefix of the standard.
    pub prefix: String,
    /// The versions that contain it.
    pub presence: Presence,
    /// The changes in the order of the new version, followed by removed declarations.
    pub changes: Vec<Change>,
}

/// The versions that contain something.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// Both versions.
    Both,
    /// Only the new version.
    Added,
    /// Only the old version.
    Removed,
}

/// The difference in one declaration, or in several if their places were merged or split.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Change {
    /// The kinds of change.
    pub kinds: Vec<ChangeKind>,
    /// The declarations in the old version.
    pub old: Vec<Side>,
    /// The declarations in the new version.
    pub new: Vec<Side>,
    /// The parts with changed words.
    pub parts: Vec<DifferingPart>,
}

/// A kind of change of a declaration.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// It is only in the new version.
    Added,
    /// It is only in the old version.
    Removed,
    /// It has another label and the same key.
    Renumbered,
    /// Its parent or target is different, or has another number.
    Moved,
    /// Its content or its kind is different.
    Changed,
}

/// A declaration in one of the versions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Side {
    /// The opening words: `add control`.
    pub declaration: String,
    /// The label, or the name of a term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The title as declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The place that it is added to or changes: `ISO/IEC 27002:2022, 5.23`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The audiences; empty means all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub audiences: Vec<String>,
    /// The path of its file.
    pub file: String,
    /// The line on which it begins, counted from 1.
    pub line: usize,
}

/// A part of a declaration with changed words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DifferingPart {
    /// The name: `control`, `guidance for supplier`.
    pub name: String,
    /// The words, in runs that stayed, were removed or were added. A piece begins with what
    /// separates it from the previous one: a blank or a line end.
    pub pieces: Vec<Piece>,
    /// The verbal forms that replaced others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub verbal_forms: Vec<FormChange>,
}

/// The error that two projects of one version have this prefix.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ambiguous(pub String);

/// Compares two versions, each of which consists of one or more projects.
///
/// # Errors
///
/// Fails if two projects of one version have the same prefix.
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
