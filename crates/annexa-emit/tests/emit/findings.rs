//! Findings as data: places, fingerprints, and the schema that they meet.

use annexa_emit::{
    Gathered, to_json,
    types::{FindingLevel, Position, Report},
};
use annexa_model::check;

use crate::{schema::validator, support};

fn report(files: &[(&str, &str)]) -> Report {
    let files: Vec<_> =
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let project = support::project(&files);
    let mut gathered = Gathered::default();
    gathered.project(&project, &check(&project).diagnostics, |path| format!("here/{path}"));
    gathered.report()
}

const HEAD: &str = "standard SMX \"Meters\" {\n  sector \"Meters\"\n  edition 1\n  base ISO/IEC 27001:2022 + Amd 1:2024\n  base ISO/IEC 27002:2022\n}\n";

#[test]
fn the_findings_of_all_fixtures_meet_the_schema() {
    let validator = validator("findings");
    let fixtures =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/rules");
    let mut found = 0;
    for (path, text) in support::files(&fixtures) {
        let report = report(&[(&path, &text)]);
        found += report.findings.len();
        let json = to_json(&report).expect("a report is JSON");
        let value = serde_json::from_slice(&json).expect("the JSON can be read");
        if let Err(error) = validator.validate(&value) {
            panic!("{path}: {}: {error}", error.instance_path());
        }
        let read: Report = serde_json::from_value(value).expect("the types read it");
        assert_eq!(read, report);
    }
    assert!(found > 20, "{found}");
}

#[test]
fn places_are_given_in_lines_characters_and_bytes() {
    let text = format!(
        "\u{feff}{}\r\ninterpret 27001 7.2 {{\r\n  text \"ä 😀 {{27002 5.99}}\"\r\n}}\r\n",
        HEAD.replace('\n', "\r\n")
    );
    let report = report(&[("a.annexa", &text)]);
    let finding = report.findings.iter().find(|it| it.code == "R102").expect("it is unknown");
    let offset = text.find("27002 5.99").expect("it is there") as u32;
    assert_eq!((finding.place.file.as_str(), finding.place.built_in), ("here/a.annexa", false));
    assert_eq!(finding.place.start, Position { line: 9, column: 14, offset });
    assert_eq!(finding.place.end, Position { line: 9, column: 24, offset: offset + 10 });
    assert_eq!(finding.fixes[0].edits[0].place.file, "here/a.annexa");
}

#[test]
fn what_a_fix_puts_in_has_the_line_ends_of_the_file() {
    let text = format!("{HEAD}\nretain 27001 7.2\n").replace('\n', "\r\n");
    let report = report(&[("a.annexa", &text)]);
    let finding = report.findings.iter().find(|it| it.code == "S005").expect("it has no reason");
    let new = &finding.fixes[0].edits[0].text;
    assert!(new.contains("\r\n") && !new.replace("\r\n", "").contains('\n'), "{new:?}");
}

#[test]
fn a_byte_order_mark_is_no_character() {
    let report = report(&[("a.annexa", "\u{feff}standard SMX \"x\" {\n}\n")]);
    let sector = report.findings.iter().find(|it| it.code == "S005").expect("it lacks fields");
    assert_eq!(sector.place.start, Position { line: 1, column: 1, offset: 3 });
}

#[test]
fn what_stands_in_a_catalogue_that_is_built_in_is_said_to() {
    let head = HEAD.replace("}\n", "  numbering inline\n}\n");
    let added = "add control SMX.5.23 \"x\" to 27002 5 {\n  control \"x should y\"\n}\n";
    let report = report(&[("a.annexa", &format!("{head}\n{added}"))]);
    let taken = report.findings.iter().find(|it| it.code == "R108").expect("it is taken");
    let place = &taken.related[0].place;
    assert_eq!((place.file.as_str(), place.built_in), ("iso-iec-27002-2022.annexa", true));
}

#[test]
fn a_fingerprint_stays_when_lines_move_and_differs_between_equals() {
    let wrong = "retain 27001 99 {\n  reason \"No need at all here.\"\n}\n";
    let before = report(&[("a.annexa", &format!("{HEAD}\n{wrong}\n{wrong}"))]);
    let after = report(&[("a.annexa", &format!("{HEAD}\n\n// moved\n\n{wrong}\n{wrong}"))]);
    let other = report(&[("b.annexa", &format!("{HEAD}\n{wrong}\n{wrong}"))]);
    let prints = |report: &Report| {
        let unknown = report.findings.iter().filter(|it| it.code == "R102");
        unknown.map(|it| it.fingerprint.clone()).collect::<Vec<_>>()
    };
    assert_eq!(prints(&before).len(), 2);
    assert_eq!(prints(&before), prints(&after));
    assert_ne!(prints(&before)[0], prints(&before)[1]);
    assert!(prints(&other).iter().all(|print| !prints(&before).contains(print)));
}

#[test]
fn a_report_counts_and_names_its_rules_and_files() {
    let mut gathered = Gathered::default();
    let files = [
        ("b.annexa", HEAD),
        ("a.annexa", "part of SMX\n\nretain 27001 99 {\n  reason \"No need at all.\"\n}\n"),
    ]
    .map(|(path, text)| (path.to_owned(), text.to_owned()));
    let project = support::project(&files);
    gathered.project(&project, &check(&project).diagnostics, str::to_owned);
    gathered.failure("cannot read `c.annexa`");
    let report = gathered.report();
    assert_eq!(report.files, ["a.annexa", "b.annexa"]);
    assert_eq!(report.failures, ["cannot read `c.annexa`"]);
    let errors = report.findings.iter().filter(|it| it.level == FindingLevel::Error).count();
    assert!(errors > 0 && report.counts.errors == errors);
    let all = report.counts.errors + report.counts.warnings + report.counts.infos;
    assert_eq!(all, report.findings.len());
    let unknown = report.rules.iter().find(|rule| rule.code == "R102").expect("it found something");
    assert_eq!((unknown.name.as_str(), unknown.level), ("unknown-provision", FindingLevel::Error));
    assert!(report.findings.iter().all(|it| report.rules.iter().any(|rule| rule.code == it.code)));
}
