//! A project with its findings, as an editor follows it from version to version.

use annexa_base::FileId;
use annexa_syntax::Document;

use crate::{Diagnostic, Project, Report, Settings, check};

/// A version of a project, and what the rules say of it. It is never changed: an edit gives a new one.
#[derive(Debug)]
pub struct Analysis {
    project: Project,
    report: Report,
}

impl Analysis {
    /// Analyses a project from its files (path below the root, and parsed text), in any order.
    pub fn new(
        files: impl IntoIterator<Item = (String, Document)>,
        settings: Settings,
    ) -> Analysis {
        let project = Project::new(files, settings);
        let report = check(&project);
        Analysis { project, report }
    }

    /// The project after a file of it got another text.
    pub fn edited(&self, file: FileId, document: Document) -> Analysis {
        let files = self.project.files().iter().enumerate().map(|(index, source)| {
            let is_edited = FileId::Project(index as u32) == file;
            let document = if is_edited { &document } else { &source.document };
            (source.path.clone(), document.clone())
        });
        Analysis::new(files.collect::<Vec<_>>(), self.project.settings().clone())
    }

    /// The project.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// What is wrong in a file, in order of place.
    pub fn findings(&self, file: FileId) -> impl Iterator<Item = &Diagnostic> {
        self.report.diagnostics.iter().filter(move |found| found.location.file == file)
    }
}
