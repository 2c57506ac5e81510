//! What is wrong with a file, as the protocol tells it.

use std::hash::{Hash, Hasher};

use annexa_ide::Span;
use annexa_model::{Diagnostic as Finding, Level};
use rustc_hash::FxHasher;
use tower_lsp::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, NumberOrString,
};

use crate::snapshot::{FilePlace, Trouble};

/// What is wrong with a file, in order of place.
pub(crate) fn of(place: &FilePlace<'_>) -> Vec<Diagnostic> {
    let findings = place.view.analysis.findings(place.file);
    annexa_model::listed(findings).iter().map(|finding| diagnostic(place, finding)).collect()
}

/// A finding in a file.
pub(crate) fn diagnostic(place: &FilePlace<'_>, finding: &Finding) -> Diagnostic {
    let related = finding.related.iter().filter_map(|related| {
        Some(DiagnosticRelatedInformation {
            location: place.location(Span::of(place.project(), related.location))?,
            message: related.message.clone(),
        })
    });
    let related: Vec<_> = related.collect();
    Diagnostic {
        range: place.range(Span::of(place.project(), finding.location).range),
        severity: Some(match finding.level {
            Level::Error => DiagnosticSeverity::ERROR,
            Level::Warning => DiagnosticSeverity::WARNING,
            Level::Info => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(finding.code().to_owned())),
        code_description: place.snapshot.page_of(finding.rule).map(|href| CodeDescription { href }),
        source: Some("annexa".to_owned()),
        message: finding.message.clone(),
        related_information: (!related.is_empty()).then_some(related),
        ..Diagnostic::default()
    }
}

/// What is wrong with the settings of a project, or with a file that cannot be read.
pub(crate) fn of_trouble(trouble: &Trouble) -> Diagnostic {
    Diagnostic {
        range: trouble.range,
        severity: Some(match trouble.is_warning {
            true => DiagnosticSeverity::WARNING,
            false => DiagnosticSeverity::ERROR,
        }),
        source: Some("annexa".to_owned()),
        message: trouble.message.clone(),
        ..Diagnostic::default()
    }
}

/// What tells whether a client has these diagnostics already.
pub(crate) fn id(diagnostics: &[Diagnostic]) -> String {
    let mut hasher = FxHasher::default();
    for diagnostic in diagnostics {
        // The text of a message tells the rest of it.
        serde_json::to_string(diagnostic).unwrap_or_default().hash(&mut hasher);
    }
    format!("{:x}", hasher.finish())
}
