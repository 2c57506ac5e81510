//! `annexa status`.

use std::process::Command;

use expect_test::expect;
use serde_json::Value;

use crate::support::{CLEAN, folder};

const COMPLETE: &str = r#"standard SMX "Controls for meters" {
  sector "Smart metering"
  edition 2026
  base ISO/IEC 27002:2022
  foreword """The meter group prepared this document."""
  introduction """Meters are read from afar."""
  scope """This document is about meters."""
}

term "meter" {
  definition """device that measures"""
}

add guidance to 27002 7.1 {
  text """Meters should be sealed."""
}

retain 27002 {
  reason """Looked at in the second draft; no sector need."""
}
"#;

#[test]
fn a_checklist_what_comes_next_and_a_table_with_bars() {
    let folder = folder(&[("smx.annexa", &COMPLETE.replace("retain 27002 {", "retain 27002 7 {"))]);
    let (code, stdout, stderr) = folder.run(&["status"]);
    assert_eq!((code, stderr.as_str()), (1, ""));
    expect![[r#"
        SMX  Controls for meters
        by the template of ISO/IEC 27009:2020, Annex B (related to ISO/IEC 27002 alone)

          [x] Foreword
          [x] Introduction
          [x] Sector
          [x] Scope
          [x] Normative references
          [x] Terms and definitions
          [x] Structure
          [ ] ISO/IEC 27002, clause 5: Organizational controls
          [ ] ISO/IEC 27002, clause 6: People controls
          [x] ISO/IEC 27002, clause 7: Physical controls
          [ ] ISO/IEC 27002, clause 8: Technological controls

        8 of 11 done. Next: ISO/IEC 27002, clause 5: Organizational controls (smx.annexa:18)
          consider 5.1, 5.2, 5.3 and 34 more: change what the sector needs, and retain the rest, with `retain 27002 5.1`

        ISO/IEC 27002:2022                                             changed via retained open added
          5    Organizational controls            ....................       0   0        0   37     0
          6    People controls                    ....................       0   0        0    8     0
          7    Physical controls                  #===================       1   0       13    0     0
          8    Technological controls             ....................       0   0        0   34     0
               all                                #==.................       1   0       13   79     0

        # changed or explained   + via a clause or the document above   = retained   . open   (added ones are not in the bar)
    "#]]
    .assert_eq(&stdout);
}

#[test]
fn a_complete_standard_exits_with_0() {
    let folder = folder(&[("smx.annexa", COMPLETE)]);
    let (code, stdout, _) = folder.run(&["status", "smx.annexa"]);
    assert_eq!(code, 0, "{stdout}");
    assert!(stdout.contains("\n11 of 11 done. Nothing is missing.\n"), "{stdout}");
}

#[test]
fn json_meets_the_schema_that_the_program_prints() {
    let folder = folder(&[("a/smx.annexa", COMPLETE), ("b/annexa.toml", "")]);
    folder.write("b/s.annexa", CLEAN);
    folder.write("a/annexa.toml", "");
    let (code, stdout, _) = folder.run(&["status", "--format", "json"]);
    assert_eq!(code, 1);
    let report: Value = serde_json::from_str(&stdout).expect("it is JSON");
    let (_, schema, _) = folder.run(&["schema", "status"]);
    let schema = serde_json::from_str(&schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    assert!(validator.validate(&report).is_ok(), "{:?}", validator.validate(&report));
    let standards = report["standards"].as_array().expect("a list");
    let shown: Vec<_> = standards.iter().map(|it| (&it["template"], &it["complete"])).collect();
    assert_eq!(shown, [(&"annex-b".into(), &true.into()), (&"annex-a".into(), &false.into())]);
    assert_eq!(standards[1]["steps"][0]["place"]["file"], "b/s.annexa");
    let support = &standards[1]["coverage"][0]["clauses"][3];
    assert_eq!((&support["label"], &support["retained"]), (&"7".into(), &1.into()));
    assert_eq!(support["open"][0], "7.1");
}

#[test]
fn a_folder_without_a_standard_is_not_a_complete_one() {
    let folder = folder(&[("c.annexa", "catalogue ISO 1:2024 \"x\"\n")]);
    let (code, _, stderr) = folder.run(&["status"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("there is no standard here"), "{stderr}");
    let (code, _, stderr) = folder.run(&["status", "none.annexa"]);
    assert_eq!(code, 2, "{stderr}");
}

#[cfg(unix)]
#[test]
fn on_a_terminal_bars_and_marks_are_drawn() {
    let folder = folder(&[("smx.annexa", COMPLETE)]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_annexa"));
    command.arg("status").current_dir(folder.path()).env("NO_COLOR", "1");
    let terminal = rexpect::session::spawn_command(command, Some(10_000));
    let shown = terminal.expect("a terminal can be had").exp_eof().expect("it ends");
    // The terminal of the test returns each byte as a character.
    let bytes: Vec<u8> = shown.chars().filter_map(|byte| u8::try_from(byte).ok()).collect();
    let shown = String::from_utf8(bytes).expect("it is UTF-8");
    assert!(shown.contains("✓ Scope") && shown.contains("█▒▒▒▒"), "{shown}");
}

#[test]
fn lines_fit_the_width_of_the_output() {
    let folder = folder(&[("smx.annexa", &COMPLETE.replace("retain 27002 {", "retain 27002 7 {"))]);
    for (command, width) in [["status"].as_slice(), &["base", "list"], &["explain"]]
        .into_iter()
        .flat_map(|command| [40, 60, 80, 120].map(|width| (command, width)))
    {
        let mut program = Command::new(env!("CARGO_BIN_EXE_annexa"));
        let output = program
            .args(command)
            .current_dir(folder.path())
            .env("COLUMNS", width.to_string())
            .output()
            .expect("it runs");
        let stdout = String::from_utf8(output.stdout).expect("UTF-8");
        let widest = stdout.lines().map(|line| line.chars().count()).max();
        assert!(
            widest.is_some_and(|widest| widest <= width),
            "{command:?} {width}: {widest:?}\n{stdout}"
        );
        // What is shown at every width.
        if command == ["status"] {
            for word in ["changed", "retained", "79", "Next:"] {
                assert!(stdout.contains(word), "{word} {width}: {stdout}");
            }
        }
    }
}
