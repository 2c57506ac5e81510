//! Runs the rules over a project.

use crate::{Allow, Diagnostic, Project};

/// What the rules say of a project.
#[derive(Clone, Default, Debug)]
pub struct Report {
    /// What is wrong, by file, place and code.
    pub diagnostics: Vec<Diagnostic>,
    /// What would be wrong, had an `allow` not silenced it.
    pub silenced: Vec<Silenced>,
}

/// A finding that an `allow` keeps silent.
#[derive(Clone, Debug)]
pub struct Silenced {
    /// The `allow`.
    pub allow: Allow,
    /// The finding.
    pub diagnostic: Diagnostic,
}

/// Runs all rules over a project.
pub fn check(project: &Project) -> Report {
    let _ = project;
    Report::default()
}
