//! `annexa check --format`: findings for programs.

use serde_json::Value;

use crate::support::{CLEAN, Folder, WRONG, folder};

/// A standard with an error that has a fix, a warning, and one with a related location in a
/// built-in catalogue, in a file whose name must be escaped.
const NAME: &str = "a b,ä.annexa";

fn wrong() -> Folder {
    let old = CLEAN.replace("27001:2022 + Amd 1:2024", "27001:2013 + Cor 1:2014 + Cor 2:2015");
    folder(&[(NAME, &format!("{old}{WRONG}"))])
}

fn json(folder: &Folder, arguments: &[&str]) -> (i32, Value) {
    let (code, stdout, _) = folder.run(&[&["check"], arguments].concat());
    (code, serde_json::from_str(&stdout).expect("it is JSON"))
}

fn meets(schema: &str, document: &Value) {
    let schema = serde_json::from_str(schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let errors: Vec<String> = validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn json_meets_the_schema_that_the_program_prints() {
    let folder = wrong();
    let (code, report) = json(&folder, &["--format", "json"]);
    assert_eq!(code, 1);
    let (_, schema, _) = folder.run(&["schema", "findings"]);
    meets(&schema, &report);
    assert_eq!(report["files"], serde_json::json!([NAME]));
    let found = report["findings"].as_array().expect("a list");
    let codes: Vec<_> = found.iter().map(|finding| &finding["code"]).collect();
    assert_eq!(codes, ["R104", "R102"]);
    assert_eq!(found[1]["place"]["start"]["line"], 12);
    assert_eq!(found[1]["place"]["start"]["column"], 8);
}

#[test]
fn sarif_meets_its_schema_and_has_rules_places_and_fixes() {
    let folder = wrong();
    let (code, sarif) = json(&folder, &["--format", "sarif"]);
    assert_eq!(code, 1);
    meets(include_str!("../data/sarif-schema-2.1.0.json"), &sarif);
    let run = &sarif["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let results = run["results"].as_array().expect("a list");
    assert_eq!(results.len(), 2);
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("it has a rule") as usize;
        let rule = &run["tool"]["driver"]["rules"][index];
        assert_eq!(rule["id"], result["ruleId"]);
        for part in ["name", "shortDescription", "help", "defaultConfiguration"] {
            assert!(!rule[part].is_null(), "{part}");
        }
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b%2C%C3%A4.annexa");
        assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
        assert!(result["partialFingerprints"]["annexa/v1"].is_string());
    }
    // The related location of R104 is in a catalogue that cannot be opened.
    assert!(results[0]["relatedLocations"][0]["physicalLocation"].is_null());
    assert!(results[0]["relatedLocations"][0]["logicalLocations"][0].is_object());
    // A fix replaces what is in the file. This one adds a base first.
    let replacement = &results[1]["fixes"][0]["artifactChanges"][0]["replacements"][1];
    let number = |key: &str| replacement["deletedRegion"][key].as_u64().expect("a number") as usize;
    let text = folder.read(NAME);
    assert_eq!(&text[number("byteOffset")..][..number("byteLength")], "27001 7.9");
    assert_eq!(number("startLine"), 12);
    assert!(replacement["insertedContent"]["text"].is_string());
}

#[test]
fn a_file_outside_the_current_folder_has_an_address_of_its_own() {
    let folder = wrong();
    let elsewhere = crate::support::folder(&[]);
    let path = folder.path().to_str().expect("a name in UTF-8").to_owned();
    let (_, sarif) = json(&elsewhere, &["--format", "sarif", &path]);
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    let uri = place["artifactLocation"]["uri"].as_str().expect("it has one");
    assert!(uri.starts_with("file:///") && uri.ends_with("/a%20b%2C%C3%A4.annexa"), "{uri}");
    assert!(place["artifactLocation"]["uriBaseId"].is_null());
}

#[test]
fn github_commands_are_escaped_lines() {
    let folder = wrong();
    let (code, stdout, stderr) = folder.run(&["check", "--format", "github"]);
    assert_eq!(code, 1);
    let lines: Vec<&str> = stdout.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(
        lines[0].starts_with("::warning file=a b%2Cä.annexa,line=4,endLine=4,col=8,endColumn=26,"),
        "{stdout}"
    );
    assert!(lines[1].contains(",title=R102 unknown-provision::ISO/IEC 27001:2013 "), "{stdout}");
    assert_eq!(stderr, "1 error, 1 warning in 1 file.\n");
}

#[test]
fn gitlab_fingerprints_differ_and_stay_when_lines_move() {
    let folder = folder(&[("smx.annexa", &format!("{CLEAN}{WRONG}{WRONG}"))]);
    let prints = || {
        let (_, issues) = json(&folder, &["--format", "gitlab"]);
        let issues = issues.as_array().expect("a list").clone();
        for issue in &issues {
            assert_eq!(issue["location"]["path"], "smx.annexa");
            assert!(issue["location"]["lines"]["begin"].is_u64());
        }
        let of_unknown = issues.iter().filter(|issue| issue["check_name"] == "R102");
        of_unknown.map(|issue| issue["fingerprint"].to_string()).collect::<Vec<_>>()
    };
    let before = prints();
    assert!(before.len() == 2 && before[0] != before[1], "{before:?}");
    folder.write("smx.annexa", format!("// A comment.\n{CLEAN}\n\n{WRONG}{WRONG}"));
    assert_eq!(prints(), before);
}

#[test]
fn junit_fails_where_the_command_does() {
    let folder = wrong();
    folder.write("sub/annexa.toml", "");
    folder.write("sub/c.annexa", CLEAN);
    let (_, xml, _) = folder.run(&["check", "--format", "junit", "."]);
    let totals = r#"tests="3" skipped="0" failures="1" errors="0""#;
    assert!(xml.contains(totals), "{xml}");
    assert!(xml.contains(r#"<testcase name="no findings" classname="sub/c.annexa"/>"#), "{xml}");
    assert!(xml.contains("<system-out>a b,ä.annexa:4:8: warning: "), "{xml}");
    let (_, xml, _) = folder.run(&["check", "--format", "junit", "--deny-warnings"]);
    assert!(xml.contains(r#"failures="2""#), "{xml}");
}

#[test]
fn every_format_has_the_exit_codes_of_the_command() {
    let wrong = wrong();
    let clean = folder(&[("smx.annexa", CLEAN)]);
    for format in ["human", "json", "sarif", "github", "gitlab", "junit"] {
        let run = |folder: &Folder, more: &[&str]| {
            folder.run(&[&["check", "--format", format], more].concat()).0
        };
        assert_eq!(run(&wrong, &[]), 1, "{format}");
        assert_eq!(run(&clean, &[]), 0, "{format}");
        assert_eq!(run(&clean, &["none.annexa"]), 2, "{format}");
        assert_eq!(run(&clean, &["-o", "."]), 2, "{format}");
    }
}

#[test]
fn all_formats_hold_what_all_rules_find() {
    let fixtures =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/rules");
    let here = folder(&[]);
    for entry in std::fs::read_dir(fixtures).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.extension().is_some_and(|ending| ending == "annexa") {
            let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
            here.write(&format!("{name}/annexa.toml"), "");
            let text = std::fs::read(&path).expect("it can be read");
            here.write(&format!("{name}/a.annexa"), text);
        }
    }
    let (_, report) = json(&here, &["--format", "json"]);
    let found = report["findings"].as_array().expect("a list").len();
    assert!(found > 20, "{found}");
    let (_, sarif) = json(&here, &["--format", "sarif"]);
    meets(include_str!("../data/sarif-schema-2.1.0.json"), &sarif);
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(found));
    let (_, issues) = json(&here, &["--format", "gitlab"]);
    let issues = issues.as_array().expect("a list");
    let prints: std::collections::BTreeSet<_> =
        issues.iter().map(|issue| issue["fingerprint"].to_string()).collect();
    assert_eq!((issues.len(), prints.len()), (found, found));
    let (_, lines, _) = here.run(&["check", "--format", "github"]);
    assert_eq!(lines.lines().filter(|line| line.starts_with("::")).count(), found);
    assert_eq!(lines.lines().count(), found);
    let (_, xml, _) = here.run(&["check", "--format", "junit"]);
    assert_eq!(xml.matches("<testcase ").count() - xml.matches("no findings").count(), found);
}

#[test]
fn what_cannot_be_read_is_reported_to_programs_too() {
    let folder = folder(&[("smx.annexa", CLEAN)]);
    folder.write("bad/annexa.toml", "[ruels]\n");
    folder.write("bad/b.annexa", CLEAN);
    let (code, sarif) = json(&folder, &["--format", "sarif", ".", "none.annexa"]);
    assert_eq!(code, 2);
    meets(include_str!("../data/sarif-schema-2.1.0.json"), &sarif);
    let run = &sarif["runs"][0]["invocations"][0];
    assert_eq!(run["executionSuccessful"], false);
    let notifications = run["toolExecutionNotifications"].to_string();
    assert!(
        notifications.contains("none.annexa")
            && notifications.contains("bad/annexa.toml: there is no section"),
        "{notifications}"
    );
    let (_, stdout, _) = folder.run(&["check", "--format", "github", "none.annexa"]);
    assert!(stdout.starts_with("::error title=annexa::"), "{stdout}");
    let (_, xml, _) = folder.run(&["check", "--format", "junit", "none.annexa"]);
    assert!(xml.contains(r#"errors="1""#), "{xml}");
}

#[test]
fn a_report_goes_to_a_file_as_a_whole() {
    let folder = wrong();
    folder.write("out.json", "old");
    let (code, stdout, stderr) = folder.run(&["check", "--format", "gitlab", "-o", "out.json"]);
    assert_eq!((code, stdout.as_str()), (1, ""), "{stderr}");
    let report: Value = serde_json::from_str(&folder.read("out.json")).expect("it is JSON");
    assert_eq!(report.as_array().map(Vec::len), Some(2));
    assert_eq!(folder.names(""), [NAME, "out.json"]);
    // Text for people has no colours in a file.
    let (_, _, stderr) = folder.run(&["check", "--color=always", "-o", "out.txt"]);
    assert!(!stderr.contains("R104"), "{stderr}");
    let text = folder.read("out.txt");
    assert!(text.contains("warning[R104]: ") && !text.contains('\u{1b}'), "{text}");
}
