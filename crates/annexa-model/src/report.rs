//! What the rules say, parted into what is reported and what an `allow` keeps silent.

use annexa_syntax::SmolStr;
use rustc_hash::FxHashMap;

use crate::{Allow, DeclarationId, Diagnostic, Project};

/// What the rules say of a project.
#[derive(Clone, Default, Debug)]
pub struct Report {
    /// The findings, by file, place and code.
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

impl Report {
    /// Parts findings into those that are reported and those that an `allow` keeps silent.
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

/// Puts findings in order of place, then of code.
pub(crate) fn sort(found: &mut [Diagnostic]) {
    found.sort_by(|a, b| {
        (a.location, a.code(), &a.message).cmp(&(b.location, b.code(), &b.message))
    });
}

/// The first `allow` of each rule, by declaration; looked up once per declaration, which can have as many
/// of them as it has findings.
struct Allows<'a> {
    project: &'a Project,
    of: FxHashMap<DeclarationId, FxHashMap<SmolStr, Allow>>,
}

impl Allows<'_> {
    /// The `allow` that silences a finding: of its declaration, or else of its standard.
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
