//! `annexa check --fix`.

use expect_test::expect;
use serde_json::Value;

use crate::support::{CLEAN, WRONG, folder};

/// A term with two safe fixes: on its first line and on its second.
pub(crate) const TERM: &str =
    "\nterm “lock” {\n  definition \"\"\"the device that {term lock} keeps shut\"\"\"\n}\n";
pub(crate) const FIXED: &str =
    "\nterm \"lock\" {\n  definition \"\"\"device that {term lock} keeps shut\"\"\"\n}\n";

#[test]
fn safe_fixes_are_applied_and_listed_and_choices_are_left() {
    let folder = folder(&[("smx.annexa", &format!("{CLEAN}{WRONG}{TERM}"))]);
    let (code, stdout, stderr) = folder.run(&["check", "--fix"]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert_eq!(folder.read("smx.annexa"), format!("{CLEAN}{WRONG}{FIXED}"));
    let line = format!("{CLEAN}{WRONG}").lines().count() + 2;
    let listed = format!(
        "smx.annexa:{line}: S009 “lock” → \"lock\"\nsmx.annexa:{}: D206 the device → device\n",
        line + 1
    );
    assert!(stderr.starts_with(&listed), "{stderr}");
    let end = "Applied 2 safe fixes in 1 file.\n1 finding offers a choice; `annexa check --fix=ask` asks for it.\n1 error, 1 info in 1 file.\n";
    assert!(stderr.ends_with(end), "{stderr}");
    let (code, _, stderr) = folder.run(&["check", "--fix"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("No safe fix applies.\n"), "{stderr}");
    assert_eq!(folder.read("smx.annexa"), format!("{CLEAN}{WRONG}{FIXED}"));
    assert_eq!(folder.names(""), ["smx.annexa"]);
}

#[test]
fn a_diff_is_shown_and_nothing_is_written() {
    let before = format!("{CLEAN}{TERM}");
    let folder = folder(&[("sub/smx.annexa", &before)]);
    let (code, stdout, stderr) = folder.run(&["check", "--fix", "--diff", "sub"]);
    assert_eq!(code, 1);
    expect![[r#"
        --- a/sub/smx.annexa
        +++ b/sub/smx.annexa
        @@ -9,6 +9,6 @@
           reason """Looked at in the second draft; no sector need."""
         }

        -term “lock” {
        -  definition """the device that {term lock} keeps shut"""
        +term "lock" {
        +  definition """device that {term lock} keeps shut"""
         }
    "#]]
    // In a diff, an unchanged blank line begins with a blank.
    .assert_eq(&stdout.replace("\n \n", "\n\n"));
    assert!(stderr.starts_with("2 safe fixes would change 1 file.\n"), "{stderr}");
    assert_eq!(folder.read("sub/smx.annexa"), before);
    folder.write("sub/smx.annexa", CLEAN);
    assert_eq!(folder.run(&["check", "--fix", "--diff"]).0, 0);
}

#[test]
fn all_files_of_a_project_are_written_or_none() {
    let (first, second) =
        (format!("{CLEAN}{TERM}"), format!("part of SMX\n{}", TERM.replace("lock", "key")));
    let folder = folder(&[("annexa.toml", ""), ("a.annexa", &first), ("b.annexa", &second)]);
    folder.set_read_only("b.annexa", true);
    let (code, _, stderr) = folder.run(&["check", "--fix"]);
    assert_eq!(code, 2, "{stderr}");
    let end = "b.annexa`: the file is read-only\n  help: no file was changed\n";
    assert!(stderr.ends_with(end), "{stderr}");
    assert_eq!((folder.read("a.annexa"), folder.read("b.annexa")), (first, second));
}

#[test]
fn a_diff_goes_with_fix_and_with_no_other_format() {
    let folder = folder(&[("smx.annexa", CLEAN)]);
    assert_eq!(folder.run(&["check", "--diff"]).0, 2);
    assert_eq!(folder.run(&["check", "--fix", "--diff", "--format", "json"]).0, 2);
    let (_, stdout, _) = folder.run(&["check", "--fix", "--format", "gitlab"]);
    assert_eq!(stdout, "[]\n");
}

#[test]
fn formats_for_programs_say_which_fixes_are_safe() {
    let folder = folder(&[("smx.annexa", &format!("{CLEAN}{WRONG}{TERM}"))]);
    let applicabilities = |format: &str, path: &str| {
        let (_, stdout, stderr) = folder.run(&["check", "--format", format]);
        let report: Value = serde_json::from_str(&stdout).expect(&stderr);
        let findings = report.pointer(path).and_then(Value::as_array).expect("a list").clone();
        let of = |finding: &Value| {
            let fix = &finding["fixes"][0];
            let bag = fix.get("properties").unwrap_or(fix);
            let code = finding.get("code").unwrap_or(&finding["ruleId"]);
            Some(format!("{} {}", code.as_str()?, bag["applicability"].as_str()?))
        };
        findings.iter().filter_map(of).collect::<Vec<_>>()
    };
    let expected = ["R102 choice", "S009 safe", "D206 safe"];
    assert_eq!(applicabilities("json", "/findings"), expected);
    assert_eq!(applicabilities("sarif", "/runs/0/results"), expected);
}

/// Returns three findings of one rule, with one choice each.
pub(crate) fn wrong() -> String {
    let retain = |number: &str| WRONG.replace("7.9", number);
    format!("{CLEAN}{}{}{}", retain("10.9"), retain("6.9"), retain("9.9"))
}

#[test]
fn fix_ask_needs_a_terminal() {
    let folder = folder(&[("smx.annexa", &wrong())]);
    let (code, stdout, stderr) = folder.run(&["check", "--fix=ask"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("`--fix=ask` needs a terminal"), "{stderr}");
    assert_eq!(folder.read("smx.annexa"), wrong());
    let (code, _, stderr) = folder.run(&["check", "--fix=ask", "--format", "json"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("omit --diff, --format and --output"), "{stderr}");
    assert_eq!(folder.run(&["check", "--fix=all"]).0, 2);
}
