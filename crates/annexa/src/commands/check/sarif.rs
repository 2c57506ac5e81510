//! Findings as SARIF 2.1.0, which code hosts and editors read.

use std::collections::BTreeMap;

use annexa_emit::types::{
    Finding, FindingFix, FindingLevel, FindingPlace, FixApplicability, RelatedPlace, Report,
    RuleSummary,
};
use annexa_workspace::uri::{Flavour, relative_uri};
use serde_json::Value;
use serde_sarif::sarif::{
    ArtifactChange, ArtifactContent, ArtifactLocation, Fix, Invocation, Location, LogicalLocation,
    Message, MultiformatMessageString, Notification, PhysicalLocation, PropertyBag, Region,
    Replacement, ReportingConfiguration, ReportingDescriptor, Result as SarifResult, ResultKind,
    ResultLevel, Run, Sarif, Tool, ToolComponent,
};

/// The schema of the document.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The base of relative addresses of files: the folder in which the program was run. Readers know
/// it, and the document is the same on every machine.
const ROOT: &str = "%SRCROOT%";

/// Returns the document.
pub(super) fn json(report: &Report) -> serde_json::Result<String> {
    let driver = ToolComponent::builder()
        .name(report.generator.name.clone())
        .version(report.generator.version.clone())
        .semantic_version(report.generator.version.clone())
        .information_uri(env!("CARGO_PKG_REPOSITORY"))
        .rules(report.rules.iter().map(rule).collect::<Vec<_>>())
        .build();
    let invocation = Invocation::builder()
        .execution_successful(report.failures.is_empty())
        .tool_execution_notifications(
            report.failures.iter().map(|failure| notification(failure)).collect::<Vec<_>>(),
        )
        .build();
    let root = ArtifactLocation::builder()
        .description(message("The folder in which annexa was run"))
        .build();
    let run = Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .invocations(vec![invocation])
        .column_kind("unicodeCodePoints")
        .newline_sequences(["\r\n", "\n", "\r"].map(str::to_owned).to_vec())
        .original_uri_base_ids(BTreeMap::from([(ROOT.to_owned(), root)]))
        .results(report.findings.iter().map(|finding| result(report, finding)).collect::<Vec<_>>())
        .build();
    let sarif = Sarif::builder().schema(SCHEMA).version("2.1.0").runs(vec![run]).build();
    serde_json::to_string_pretty(&sarif)
}

fn message(text: &str) -> Message {
    Message::builder().text(text).build()
}

fn words(text: &str) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(text).build()
}

fn notification(failure: &str) -> Notification {
    Notification::builder().message(message(failure)).level("error").build()
}

fn rule(rule: &RuleSummary) -> ReportingDescriptor {
    let level = match rule.level {
        FindingLevel::Error => "error",
        FindingLevel::Warning => "warning",
        FindingLevel::Info => "note",
    };
    ReportingDescriptor::builder()
        .id(rule.code.clone())
        .name(rule.name.clone())
        .short_description(words(&rule.summary))
        .help(words(&format!("{}\n\nSource: {}.", rule.summary, rule.basis)))
        .default_configuration(ReportingConfiguration::builder().level(Value::from(level)).build())
        .build()
}

fn result(report: &Report, finding: &Finding) -> SarifResult {
    let index = report.rules.iter().position(|rule| rule.code == finding.code);
    let level = match finding.level {
        FindingLevel::Error => ResultLevel::Error,
        FindingLevel::Warning => ResultLevel::Warning,
        FindingLevel::Info => ResultLevel::Note,
    };
    let place = Location::builder().physical_location(physical(&finding.place)).build();
    let print = BTreeMap::from([("annexa/v1".to_owned(), finding.fingerprint.clone())]);
    let mut result = SarifResult::builder()
        .rule_id(finding.code.clone())
        .kind(ResultKind::Fail)
        .level(level)
        .message(message(&finding.message))
        .locations(vec![place])
        .partial_fingerprints(print)
        .build();
    result.rule_index = index.and_then(|index| i64::try_from(index).ok());
    if !finding.related.is_empty() {
        let related = (1..).zip(&finding.related).map(|(id, place)| related(id, place));
        result.related_locations = Some(related.collect());
    }
    if !finding.fixes.is_empty() {
        result.fixes = Some(finding.fixes.iter().map(fix).collect());
    }
    result
}

fn related(id: i64, related: &RelatedPlace) -> Location {
    let place = &related.place;
    let mut location = Location::builder().id(id).message(message(&related.message)).build();
    if place.built_in {
        // It is in no file that the reader could open.
        let name = format!("{}:{}", place.file, place.start.line);
        let logical = LogicalLocation::builder().fully_qualified_name(name).kind("resource");
        location.logical_locations = Some(vec![logical.build()]);
    } else {
        location.physical_location = Some(physical(place));
    }
    location
}

fn physical(place: &FindingPlace) -> PhysicalLocation {
    PhysicalLocation::builder()
        .artifact_location(artifact(&place.file, Flavour::HERE))
        .region(region(place))
        .build()
}

/// Returns the location of a file below the current folder, or else elsewhere on the disk.
fn artifact(file: &str, flavour: Flavour) -> ArtifactLocation {
    match flavour.uri(file) {
        Some(uri) => ArtifactLocation::builder().uri(uri).build(),
        None => ArtifactLocation::builder().uri(relative_uri(file)).uri_base_id(ROOT).build(),
    }
}

fn region(place: &FindingPlace) -> Region {
    let (start, end) = (place.start, place.end);
    Region::builder()
        .start_line(i64::from(start.line))
        .start_column(i64::from(start.column))
        .end_line(i64::from(end.line))
        .end_column(i64::from(end.column))
        .byte_offset(i64::from(start.offset))
        .byte_length(i64::from(end.offset.saturating_sub(start.offset)))
        .build()
}

fn fix(fix: &FindingFix) -> Fix {
    let mut files: BTreeMap<&str, Vec<Replacement>> = BTreeMap::new();
    for edit in &fix.edits {
        let replacement = Replacement::builder()
            .deleted_region(region(&edit.place))
            .inserted_content(ArtifactContent::builder().text(edit.text.clone()).build());
        files.entry(&edit.place.file).or_default().push(replacement.build());
    }
    let changes = files.into_iter().map(|(file, replacements)| {
        ArtifactChange::builder()
            .artifact_location(artifact(file, Flavour::HERE))
            .replacements(replacements)
            .build()
    });
    let applicability = match fix.applicability {
        FixApplicability::Safe => "safe",
        FixApplicability::Choice => "choice",
    };
    // SARIF has no property of its own for this, but property bags can contain any.
    let properties = BTreeMap::from([("applicability".to_owned(), applicability.into())]);
    Fix::builder()
        .description(message(&fix.title))
        .artifact_changes(changes.collect::<Vec<_>>())
        .properties(PropertyBag::builder().additional_properties(properties).build())
        .build()
}

#[cfg(test)]
mod tests {
    use annexa_workspace::uri::Flavour::{self, Unix, Windows};

    use super::{ROOT, artifact};

    #[test]
    fn only_relative_files_start_from_the_root() {
        let of = |file: &str, flavour: Flavour| {
            let artifact = artifact(file, flavour);
            (artifact.uri.unwrap_or_default(), artifact.uri_base_id)
        };
        for (flavour, file, uri) in [
            (Unix, "/a b/x.annexa", "file:///a%20b/x.annexa"),
            (Windows, "D:/std/x.annexa", "file:///d%3A/std/x.annexa"),
            (Windows, "//server/share/x.annexa", "file://server/share/x.annexa"),
        ] {
            assert_eq!(of(file, flavour), (uri.to_owned(), None), "{file}");
        }
        for flavour in [Unix, Windows] {
            let root = Some(ROOT.to_owned());
            assert_eq!(of("std/a b.annexa", flavour), ("std/a%20b.annexa".to_owned(), root));
        }
    }
}
