//! Projects for the tests of this crate.

use annexa_base::Location;
use annexa_syntax::Document;

use crate::{DeclarationId, Fix, Project, Report, Settings, Standard, check};

/// A head with both bases of 2022, to which tests add declarations.
pub(crate) const HEAD: &str = r#"standard SMX "Meters" {
  sector "Metering"
  edition 2026
  base ISO/IEC 27001:2022 + Amd 1:2024
  base ISO/IEC 27002:2022
  audience operator "Operator"
  audience supplier "Supplier"
  scope "Meters."
}
"#;

pub(crate) fn project(files: &[(&str, &str)]) -> Project {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), Document::new(text)));
    Project::new(files, Settings::default())
}

/// Returns a standard with one file: [`HEAD`] and some declarations.
pub(crate) fn with_head(declarations: &str) -> Project {
    project(&[("smx.annexa", &format!("{HEAD}\n{declarations}"))])
}

pub(crate) fn standard(project: &Project) -> &Standard {
    &project.standards()[0]
}

/// Returns the declaration of a standard at an index.
pub(crate) fn nth(project: &Project, index: usize) -> DeclarationId {
    project.kinds_of(standard(project)).nth(index).unwrap().0
}

pub(crate) fn covered(project: &Project, location: Location) -> String {
    let text = project.document(location.file).unwrap().text().to_string();
    let range = project.range(location);
    text[usize::from(range.start())..usize::from(range.end())].to_owned()
}

/// Returns the codes of the findings, with the text that each covers.
pub(crate) fn found(project: &Project) -> Vec<String> {
    summary(project, &check(project))
}

pub(crate) fn summary(project: &Project, report: &Report) -> Vec<String> {
    let diagnostics = report.diagnostics.iter();
    diagnostics
        .map(|diagnostic| {
            format!("{} {}", diagnostic.code(), covered(project, diagnostic.location))
        })
        .collect()
}

/// Returns the text of a file after the first fix of a rule's first finding.
pub(crate) fn fixed(project: &Project, code: &str) -> String {
    let report = check(project);
    let diagnostic =
        report.diagnostics.iter().find(|diagnostic| diagnostic.code() == code).unwrap();
    applied(project, &diagnostic.fixes[0])
}

/// Returns the text of the changed file after a fix.
pub(crate) fn applied(project: &Project, fix: &Fix) -> String {
    let file = fix.edits[0].location.file;
    let mut text = project.document(file).unwrap().text().to_string();
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.location));
    for edit in edits {
        assert_eq!(edit.location.file, file);
        let range = project.range(edit.location);
        text.replace_range(usize::from(range.start())..usize::from(range.end()), &edit.new);
    }
    text
}
