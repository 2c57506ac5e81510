//! The findings of a project, separated into reported and silenced ones.

use annexa_syntax::SmolStr;
use rustc_hash::FxHashMap;

use crate::{Allow, DeclarationId, Diagnostic, Project};

/// The findings of a project.
#[derive(Clone, Default, Debug)]
pub struct Report {
    /// The reported findings, by file, position and code.
    pub diagnostics: Vec<Diagnostic>,
    /// The findings that an `allow` silences.
    pub silenced: Vec<Silenced>,
}

/// A finding that an `allow` silences.
#[derive(Clone, Debug)]
pub struct Silenced {
    /// The `allow` field.
    pub allow: Allow,
    /// The silenced finding.
    pub diagnostic: Diagnostic,
}

impl Report {
    /// Separates findings into those that are reported and those that an `allow` silences.
    pub(crate) fn of(project: &Project, found: impl IntoIterator<Item = Diagnostic>) -> Report {
        let mut report = Report::default();
        let mut allows = Allows { project, of: FxHashMap::default() };
        for diagnostic in found {
            match allows.silencing(&diagnostic) {
                Some(allow) => report.silenced.push(Silenced { allow, diagnostic }),
                None => report.diagnostics.push(diagnostic),
            }
        }
        sort(&mut report.diagnostics);
        report
    }

    pub(crate) fn add(&mut self, other: Report) {
        self.diagnostics.extend(other.diagnostics);
        self.silenced.extend(other.silenced);
        sort(&mut self.diagnostics);
    }
}

/// Sorts findings by location, then by code.
pub(crate) fn sort(found: &mut [Diagnostic]) {
    found.sort_by(|a, b| {
        (a.location, a.code(), &a.message).cmp(&(b.location, b.code(), &b.message))
    });
}

/// The first `allow` of each rule, by declaration. It is cached because a declaration can have as
/// many of them as findings.
struct Allows<'a> {
    project: &'a Project,
    of: FxHashMap<DeclarationId, FxHashMap<SmolStr, Allow>>,
}

impl Allows<'_> {
    /// Returns the `allow` that silences a finding: in its declaration, or else in the head of its
    /// standard.
    fn silencing(&mut self, finding: &Diagnostic) -> Option<Allow> {
        if finding.rule.fixed {
            return None;
        }
        let at = self.project.declaration_of(finding.location)?;
        let head = at.standard.and_then(|id| self.project.standard(id)?.head);
        self.find(at.id, finding.code()).or_else(|| self.find(head?, finding.code()))
    }

    fn find(&mut self, declaration: DeclarationId, code: &str) -> Option<Allow> {
        let project = self.project;
        let allows = self.of.entry(declaration).or_insert_with(|| {
            let mut allows = FxHashMap::default();
            for allow in project.allows(declaration) {
                allows.entry(allow.code.clone()).or_insert(allow);
            }
            allows
        });
        allows.get(code).cloned()
    }
}
