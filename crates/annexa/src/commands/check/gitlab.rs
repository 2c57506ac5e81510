//! Findings as a code quality report, which GitLab compares with that of the target branch.

use annexa_emit::types::{Finding, FindingLevel, Report};
use serde::Serialize;

/// A finding in GitLab's format.
#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: GitlabLocation<'a>,
}

#[derive(Serialize)]
struct GitlabLocation<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Returns the report. It has no place for what could not be checked.
pub(super) fn json(report: &Report) -> serde_json::Result<String> {
    serde_json::to_string_pretty(&report.findings.iter().map(issue).collect::<Vec<_>>())
}

fn issue(finding: &Finding) -> Issue<'_> {
    Issue {
        description: &finding.message,
        check_name: &finding.code,
        fingerprint: &finding.fingerprint,
        severity: match finding.level {
            FindingLevel::Error => "major",
            FindingLevel::Warning => "minor",
            FindingLevel::Info => "info",
        },
        location: GitlabLocation {
            path: &finding.place.file,
            lines: Lines { begin: finding.place.start.line, end: finding.place.end.line },
        },
    }
}
