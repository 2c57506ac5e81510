//! `annexa check`.

use expect_test::expect;

use crate::support::{CLEAN, WRONG, examples, folder};

#[test]
fn a_clean_standard() {
    let folder = folder(&[("smx.annexa", CLEAN)]);
    let (code, stdout, stderr) = folder.run(&["check"]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(stdout, "");
    assert_eq!(stderr, "No problems in 1 file.\n");
}

#[test]
fn an_error_is_shown_with_code_place_and_related_place() {
    let folder = folder(&[("smx.annexa", &format!("{CLEAN}{WRONG}"))]);
    let (code, stdout, stderr) = folder.run(&["check", "smx.annexa"]);
    assert_eq!(code, 1);
    assert_eq!(stdout, "");
    assert!(stderr.starts_with("error[R102]: "), "{stderr}");
    expect![[r#"
          --> smx.annexa:12:8
           |
        12 | retain 27001 7.9 {
           |        ^^^^^^^^^
    "#]]
    .assert_eq(&stderr.split_inclusive('\n').skip(1).take(4).collect::<String>());
    assert!(stderr.ends_with("1 error in 1 file.\n"), "{stderr}");
}

#[test]
fn a_related_place_can_lie_in_a_built_in_catalogue() {
    let standard = CLEAN
        .replace("27001:2022 + Amd 1:2024", "27002:2022")
        .replace("27001 7.2", "27002 7.2")
        .replace("  scope", "  numbering inline\n  scope");
    let wrong = "\nadd control SMX.5.23 \"Meters\" to 27002 5 {\n  control \"Meters should be sealed.\"\n}\n";
    let folder = folder(&[("smx.annexa", &format!("{standard}{wrong}"))]);
    let (code, _, stderr) = folder.run(&["check"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("error[R108]"), "{stderr}");
    assert!(stderr.contains("::: built-in iso-iec-27002-2022.annexa:"), "{stderr}");
}

#[test]
fn warnings_fail_only_when_asked_to() {
    let old = CLEAN.replace("27001:2022 + Amd 1:2024", "27001:2013 + Cor 1:2014 + Cor 2:2015");
    let folder = folder(&[("smx.annexa", &old)]);
    let (code, _, stderr) = folder.run(&["check"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("warning[R104]"), "{stderr}");
    assert!(stderr.ends_with("1 warning in 1 file.\n"), "{stderr}");
    assert_eq!(folder.run(&["check", "--deny-warnings"]).0, 1);
}

#[test]
fn settings_change_the_level_of_a_rule() {
    let old = CLEAN.replace("27001:2022 + Amd 1:2024", "27001:2013 + Cor 1:2014 + Cor 2:2015");
    let folder = folder(&[("smx.annexa", &old)]);
    for (level, code, shown) in
        [("off", 0, "No problems"), ("info", 0, "info[R104]"), ("error", 1, "error[R104]")]
    {
        folder.write("annexa.toml", format!("[rules]\nR104 = \"{level}\"\n"));
        let (found, _, stderr) = folder.run(&["check", "--deny-warnings"]);
        assert_eq!(found, code, "{stderr}");
        assert!(stderr.contains(shown), "{stderr}");
    }
}

#[test]
fn settings_that_cannot_be_are_errors() {
    let folder = folder(&[("smx.annexa", CLEAN)]);
    for (settings, message) in [
        ("[rules]\nR999 = \"off\"\n", "there is no rule `R999`"),
        ("[rules]\nR101 = \"off\"\n", "R101 (unknown-document) cannot be switched off or lowered"),
        (
            "[rules]\nS001 = \"warning\"\n",
            "S001 (unexpected-token) cannot be switched off or lowered",
        ),
        ("[rules]\nR104 = \"loud\"\n", "`loud` is not a level; write off, info, warning or error"),
        ("[rules]\nR104 = 1\n", "`R104` takes a level in quotation marks: R104 = \"off\""),
        ("[ruels]\n", "there is no section `[ruels]`; did you mean `[rules]`?"),
        (
            "[project]\nsource = []\n",
            "`[project]` has no setting `source`; did you mean `sources`?",
        ),
        ("[compile]\nformats = [\"pdf\"]\n", "there is no format `pdf`; write json"),
        ("[project\n", "write the name of a section in square brackets"),
    ] {
        folder.write("annexa.toml", settings);
        let (code, _, stderr) = folder.run(&["compile"]);
        assert_eq!(code, 2, "{settings}: {stderr}");
        assert!(stderr.contains(message), "{settings}: {stderr}");
        assert!(stderr.contains("--> annexa.toml:"), "{settings}: {stderr}");
        assert!(!folder.exists("build"), "{settings}");
    }
    // A fixed rule may be set to the level that it has.
    folder.write("annexa.toml", "[rules]\nR101 = \"error\"\n");
    assert_eq!(folder.run(&["check"]).0, 0);
}

#[test]
fn the_examples_have_no_errors() {
    for example in ["cloud", "company", "energy"] {
        let example = examples().join(example);
        let here = folder(&[]);
        let (code, _, stderr) = here.run(&["check", example.to_str().expect("a name in UTF-8")]);
        assert_eq!(code, 0, "{stderr}");
    }
}
