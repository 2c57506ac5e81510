//! `annexa compile`.

use crate::support::{CLEAN, Folder, WRONG, folder, outcome};

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("it is JSON")
}

#[test]
fn a_standard_is_written_below_the_project() {
    let folder = folder(&[("annexa.toml", ""), ("src/smx.annexa", CLEAN)]);
    let (code, stdout, stderr) = folder.run(&["compile", "src"]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(stdout, "");
    assert_eq!(stderr, "wrote build/smx.json\n");
    assert_eq!(json(&folder.read("build/smx.json"))["standard"]["prefix"], "SMX");
    assert_eq!(folder.names("build"), ["smx.json"]);
    assert_eq!(folder.names(""), ["annexa.toml", "build", "src"]);
}

// Windows has no file modes.
#[cfg(unix)]
#[test]
fn compiled_files_can_be_read_by_others() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("smx.annexa", CLEAN)]);
    folder.run(&["compile"]);
    let mode = |name: &str| {
        let metadata = fs::metadata(folder.path().join(name)).expect("it is there");
        metadata.permissions().mode() & 0o777
    };
    assert_eq!(mode("build/smx.json"), mode("smx.annexa"));
}

#[test]
fn output_goes_where_it_is_asked_to() {
    let folder = folder(&[("smx.annexa", CLEAN)]);
    folder.run(&["compile", "-o", "one.json"]);
    folder.run(&["compile", "--output", "some/folder"]);
    folder.write("annexa.toml", "[compile]\noutput = \"out\"\nformats = [\"json\"]\n");
    folder.run(&["compile"]);
    let (code, stdout, stderr) = folder.run(&["compile", "--stdout", "--format", "json"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    for name in ["one.json", "some/folder/smx.json", "out/smx.json"] {
        assert_eq!(folder.read(name), stdout, "{name}");
    }
    assert!(!folder.exists("build"));
}

#[test]
fn a_standard_with_errors_is_not_compiled_and_the_old_output_stays() {
    let folder = folder(&[("smx.annexa", &format!("{CLEAN}{WRONG}")), ("build/smx.json", "old")]);
    let (code, _, stderr) = folder.run(&["compile"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("error[R102]"), "{stderr}");
    assert!(stderr.contains("not compiled: . (1 error)"), "{stderr}");
    assert_eq!(folder.read("build/smx.json"), "old");
    let (code, stdout, _) = folder.run(&["compile", "--stdout"]);
    assert_eq!((code, stdout.as_str()), (1, ""));
}

#[test]
fn warnings_are_shown_and_stop_nothing_unless_asked_to() {
    let old = CLEAN.replace("27001:2022 + Amd 1:2024", "27001:2013 + Cor 1:2014 + Cor 2:2015");
    let folder = folder(&[("smx.annexa", &old)]);
    let (code, _, stderr) = folder.run(&["compile", "--deny-warnings"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("warning[R104]"), "{stderr}");
    assert!(!folder.exists("build"));
    assert_eq!(folder.run(&["compile"]).0, 0);
    assert!(folder.exists("build/smx.json"));
}

#[test]
fn errors_stop_their_own_project_alone() {
    let folder = folder(&[]);
    for number in 0..20 {
        let prefix = format!("P{number}");
        let wrong = if number % 5 == 0 { WRONG } else { "" };
        folder.write(&format!("p{number}/annexa.toml"), "");
        folder.write(
            &format!("p{number}/a.annexa"),
            format!("{CLEAN}{wrong}").replace("SMX", &prefix),
        );
    }
    let (code, _, stderr) = folder.run(&["compile"]);
    assert_eq!(code, 1, "{stderr}");
    for number in 0..20 {
        let output = format!("p{number}/build/p{number}.json");
        assert_eq!(folder.exists(&output), number % 5 != 0, "{output}");
    }
    assert_eq!(stderr.matches("wrote ").count(), 16);
    assert_eq!(stderr.matches("not compiled: ").count(), 4);
    assert!(stderr.ends_with("4 errors in 20 files of 20 projects.\n"), "{stderr}");
    assert_eq!(stderr, folder.run(&["compile"]).2, "the order is always the same");
}

#[test]
fn two_standards_of_a_project_become_two_files() {
    let folder = folder(&[("a.annexa", CLEAN), ("b.annexa", &CLEAN.replace("SMX", "TLC"))]);
    let (code, _, stderr) = folder.run(&["compile"]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(folder.names("build"), ["smx.json", "tlc.json"]);
    let (code, _, stderr) = folder.run(&["compile", "-o", "both.json"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("2 standards would be written to `both.json`"), "{stderr}");
    let (code, stdout, stderr) = folder.run(&["compile", "--stdout"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("--stdout prints one standard, but there are 2"), "{stderr}");
    assert_eq!(folder.names(""), ["a.annexa", "b.annexa", "build"]);
}

#[test]
fn standards_of_two_projects_do_not_overwrite_one_another() {
    let folder = folder(&[
        ("a/annexa.toml", ""),
        ("a/smx.annexa", CLEAN),
        ("b/annexa.toml", ""),
        ("b/smx.annexa", CLEAN),
    ]);
    let (code, _, stderr) = folder.run(&["compile", "-o", "out"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("2 standards would be written to `out/smx.json`"), "{stderr}");
    assert!(!folder.exists("out"));
    assert_eq!(folder.run(&["compile"]).0, 0);
    assert!(folder.exists("a/build/smx.json") && folder.exists("b/build/smx.json"));
}

#[test]
fn the_time_is_that_of_the_flag_or_of_the_environment_or_none() {
    let folder = folder(&[("smx.annexa", CLEAN)]);
    let time = |arguments: &[&str], epoch: Option<&str>| {
        let mut command = folder.annexa(&["compile", "--stdout"]);
        command.args(arguments).envs(epoch.map(|epoch| ("SOURCE_DATE_EPOCH", epoch)));
        let (code, stdout, stderr) = outcome(&mut command);
        assert_eq!(code, 0, "{stderr}");
        json(&stdout)["timestamp"].as_str().map(str::to_owned)
    };
    assert_eq!(time(&[], None), None);
    assert_eq!(time(&[], Some("0")).as_deref(), Some("1970-01-01T00:00:00Z"));
    let flag = ["--timestamp", "2026-01-31T12:00:00+02:00"];
    assert_eq!(time(&flag, Some("0")).as_deref(), Some("2026-01-31T10:00:00Z"));

    let mut command = folder.annexa(&["compile", "--stdout"]);
    let (code, _, stderr) = outcome(command.env("SOURCE_DATE_EPOCH", "yesterday"));
    assert_eq!(code, 2);
    assert!(stderr.contains("SOURCE_DATE_EPOCH is `yesterday`"), "{stderr}");
    assert_eq!(folder.run(&["compile", "--timestamp", "yesterday"]).0, 2);
}

#[test]
fn licensed_wording_is_in_the_output_only_if_asked_for() {
    let overlay =
        "overlay ISO/IEC 27001:2022\n\nclause 7.2 {\n  text \"\"\"secret words\"\"\"\n}\n";
    let folder = folder(&[("smx.annexa", CLEAN), ("wording.annexa", overlay)]);
    let (_, without, stderr) = folder.run(&["compile", "--stdout"]);
    assert!(without.contains("SMX") && !without.contains("secret words"), "{stderr}");
    let (_, with, _) = folder.run(&["compile", "--stdout", "--include-base-text"]);
    assert!(with.contains("secret words"));
}

#[test]
fn where_there_is_no_standard_there_is_nothing_to_compile() {
    let folder = folder(&[("x.annexa", "overlay ISO/IEC 27001:2022\n")]);
    let (code, _, stderr) = folder.run(&["compile"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("there is no standard to compile"), "{stderr}");
}

#[test]
fn the_schema_is_printed() {
    let folder = folder(&[]);
    let (code, stdout, stderr) = folder.run(&["schema"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(json(&stdout)["$id"].as_str().is_some_and(|id| id.contains("annexa-1")), "{stdout}");
}

#[test]
fn a_page_holds_its_pictures() {
    let figure = |path: &str| {
        format!(
            "{CLEAN}\ninterpret 27001 7.3 {{\n  text \"\"\"\n    As shown.\n\n    {{figure \"{path}\" \"Where meters stand\"}}\n  \"\"\"\n}}\n"
        )
    };
    let folder = folder(&[
        ("smx/annexa.toml", ""),
        ("smx/smx.annexa", &figure("pictures/Meter.SVG")),
        ("smx/pictures/Meter.SVG", "<svg/>"),
        ("secret.svg", "<svg/>"),
    ]);
    let (code, _, stderr) = folder.run(&["compile", "smx", "--format", "html"]);
    assert_eq!(code, 0, "{stderr}");
    let page = folder.read("smx/build/smx.html");
    assert!(page.contains("src=\"data:image/svg+xml;base64,PHN2Zy8+\" alt=\"Where meters stand\""));
    for (path, why) in [
        ("pictures/gauge.png", "`pictures/gauge.png`"),
        ("../secret.svg", "leads out of the project"),
        ("smx.annexa", "is not a picture that a page can show"),
    ] {
        folder.write("smx/smx.annexa", figure(path));
        let (code, _, stderr) = folder.run(&["compile", "smx", "--format", "html"]);
        assert_eq!(code, 1, "{stderr}");
        assert!(stderr.contains("R124") && stderr.contains(why), "{stderr}");
        assert_eq!(folder.read("smx/build/smx.html"), page, "the old page stays");
    }
}

/// Returns the messages for programs, each of which matches the schema.
fn messages(folder: &Folder, arguments: &[&str]) -> (i32, Vec<serde_json::Value>) {
    let (code, stdout, _) =
        folder.run(&[&["compile", "--message-format", "json"], arguments].concat());
    let (_, schema, _) = folder.run(&["schema", "compilation"]);
    let validator = jsonschema::validator_for(&json(&schema)).expect("the schema is a schema");
    let lines: Vec<_> = stdout.lines().map(json).collect();
    for line in &lines {
        let wrong = validator.iter_errors(line).map(|error| error.to_string());
        assert_eq!(wrong.collect::<Vec<_>>(), [""; 0], "{line}");
    }
    (code, lines)
}

#[test]
fn programs_read_one_message_per_line() {
    let folder = folder(&[("good/a.annexa", CLEAN), ("good/annexa.toml", "")]);
    let formats = ["--format", "html", "--format", "json"];
    let written = |path: &str, format: &str| serde_json::json!({"reason": "written", "path": path, "format": format});
    let finished = |success: bool| serde_json::json!({"reason": "finished", "success": success});
    let all = [
        written("good/build/smx.json", "json"),
        written("good/build/smx.html", "html"),
        finished(true),
    ];
    assert_eq!(messages(&folder, &formats), (0, all.to_vec()));

    folder.write("wrong/annexa.toml", "");
    folder.write("wrong/b.annexa", format!("{CLEAN}{WRONG}"));
    folder.write("wrong/unread.annexa", [0xff]);
    let (code, lines) = messages(&folder, &formats);
    let (finding, failure) = (&lines[0], &lines[1]);
    assert_eq!((code, lines.len()), (2, 5), "{lines:?}");
    assert_eq!(lines[2..], [all[0].clone(), all[1].clone(), finished(false)]);
    assert_eq!(failure["reason"], "failure");
    assert!(
        failure["message"].as_str().is_some_and(|it| it.contains("unread.annexa")),
        "{failure}"
    );
    // The same as for `check`, except for the reason.
    let (_, report, _) = folder.run(&["check", "--format", "json"]);
    let mut checked = json(&report)["findings"][0].clone();
    checked["reason"] = "finding".into();
    assert_eq!(finding, &checked);
}

#[test]
fn programs_read_why_nothing_was_compiled() {
    let folder = folder(&[("x.annexa", "overlay ISO/IEC 27001:2022\n")]);
    let (code, lines) = messages(&folder, &[]);
    let [failure, finished] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!((code, &failure["message"]), (2, &"there is no standard to compile".into()));
    assert_eq!(finished["success"], false);
}
