//! `annexa check --fix`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use expect_test::expect;
use serde_json::Value;

use crate::support::{CLEAN, Folder, WRONG, folder};

/// The findings of the project in a folder.
fn findings(folder: &Folder) -> Vec<Value> {
    let (_, stdout, stderr) = folder.run(&["check", "--format", "json"]);
    let report: Value = serde_json::from_str(&stdout).expect(&stderr);
    report["findings"].as_array().expect("a list").clone()
}

fn has(findings: &[Value], code: &str) -> bool {
    findings.iter().any(|finding| finding["code"] == code)
}

#[test]
fn every_rule_with_a_fix_is_silent_after_it_and_the_file_parses() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/rules");
    let mut mended = Vec::new();
    for entry in fs::read_dir(fixtures).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        let Some(code) = name.strip_suffix("-fires") else { continue };
        let folder = folder(&[]);
        for path in if path.is_dir() { files(&path) } else { vec![path] } {
            let name = path.file_name().expect("it has a name").to_string_lossy();
            folder.write(&name, fs::read_to_string(&path).expect("it can be read"));
        }
        let before = findings(&folder);
        let fixable = before.iter().any(|it| it["code"] == code && it["fixes"][0].is_object());
        let (_, _, stderr) = folder.run(&["check", "--fix"]);
        if !fixable {
            continue;
        }
        let after = findings(&folder);
        assert!(!has(&after, code), "{code}: {stderr}");
        let syntax = after.iter().filter(|it| it["code"].to_string().starts_with("\"S0"));
        assert_eq!(syntax.count(), 0, "{code}: {stderr}");
        mended.push(code.to_owned());
    }
    assert!(mended.len() > 25, "{mended:?}");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    entries.map(|entry| entry.expect("it can be read").path()).collect()
}

#[test]
fn what_was_mended_and_what_remains_are_told() {
    let unknown = "\nretain 27001 99 {\n  reason \"No need for it at all.\"\n}\n";
    let folder = folder(&[("smx.annexa", &format!("{CLEAN}{WRONG}{unknown}"))]);
    let (code, stdout, stderr) = folder.run(&["check", "--fix"]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.contains("has no provision 99"), "{stderr}");
    assert!(
        stderr.ends_with("1 finding mended in 1 file. What remains: 1 error in 1 file.\n"),
        "{stderr}"
    );
    assert!(!folder.read("smx.annexa").contains("7.9"));
    assert_eq!(folder.names(""), ["smx.annexa"]);
    folder.write("smx.annexa", format!("{CLEAN}{WRONG}"));
    let (code, _, stderr) = folder.run(&["check", "--fix"]);
    assert_eq!(code, 0);
    let end = "1 finding mended in 1 file. What remains: No problems in 1 file.\n";
    assert_eq!(stderr, end);
    let (_, _, stderr) = folder.run(&["check", "--fix"]);
    assert_eq!(stderr, "Nothing could be mended. What remains: No problems in 1 file.\n");
}

#[test]
fn a_diff_is_shown_and_nothing_is_written() {
    let before = format!("{CLEAN}{WRONG}");
    let folder = folder(&[("sub/smx.annexa", &before)]);
    let (code, stdout, stderr) = folder.run(&["check", "--fix", "--diff", "sub"]);
    assert_eq!(code, 1);
    expect![[r#"
        --- a/sub/smx.annexa
        +++ b/sub/smx.annexa
        @@ -9,6 +9,6 @@
           reason """Looked at in the second draft; no sector need."""
         }
 
        -retain 27001 7.9 {
        +retain 27001 7.5 {
           reason """Looked at in the second draft; no sector need."""
         }
    "#]]
    // A blank line that stays begins with the blank that says so.
    .assert_eq(&stdout.replace("\n \n", "\n\n"));
    let end = "1 finding to be mended in 1 file. What would remain: No problems in 1 file.\n";
    assert_eq!(stderr, end);
    assert_eq!(folder.read("sub/smx.annexa"), before);
    folder.write("sub/smx.annexa", CLEAN);
    assert_eq!(folder.run(&["check", "--fix", "--diff"]).0, 0);
}

#[test]
fn all_files_of_a_project_are_written_or_none() {
    let (first, second) = (format!("{CLEAN}{WRONG}"), format!("part of SMX\n{WRONG}"));
    let folder = folder(&[("annexa.toml", ""), ("a.annexa", &first), ("b.annexa", &second)]);
    let path = folder.path().join("b.annexa");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("it is ours");
    let (code, _, stderr) = folder.run(&["check", "--fix"]);
    assert_eq!(code, 2, "{stderr}");
    let end = "b.annexa`: the file is read-only\n  help: no file was changed\n";
    assert!(stderr.ends_with(end), "{stderr}");
    assert_eq!((folder.read("a.annexa"), folder.read("b.annexa")), (first, second));
}

#[test]
fn a_file_that_would_not_parse_is_left_as_it_is() {
    let broken = format!("{CLEAN}{WRONG}\nretain 27001 7.3 [\n");
    let folder = folder(&[("smx.annexa", &broken)]);
    let (code, _, stderr) = folder.run(&["check", "--fix"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("left alone smx.annexa: mended, it would not parse\n"), "{stderr}");
    assert!(stderr.contains("error[R102]") && stderr.contains("error[S001]"), "{stderr}");
    assert_eq!(folder.read("smx.annexa"), broken);
}

#[test]
fn a_diff_goes_with_fix_and_with_no_other_format() {
    let folder = folder(&[("smx.annexa", CLEAN)]);
    assert_eq!(folder.run(&["check", "--diff"]).0, 2);
    assert_eq!(folder.run(&["check", "--fix", "--diff", "--format", "json"]).0, 2);
    let (_, stdout, _) = folder.run(&["check", "--fix", "--format", "gitlab"]);
    assert_eq!(stdout, "[]\n");
}
