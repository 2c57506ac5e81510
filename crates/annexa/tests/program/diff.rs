//! `annexa diff`.

use std::collections::BTreeSet;
use std::process::Command;

use expect_test::expect;

use crate::support::{CLEAN, Folder, examples, folder};

const MORE: &str = r#"
add guidance to 27002 5.23 {
  text """The operator should know the country of each system, and *may* ask for it."""
}
"#;

fn old() -> String {
    let head = CLEAN.replace(
        "27001:2022 + Amd 1:2024\n",
        "27001:2022 + Amd 1:2024\n  base ISO/IEC 27002:2022\n",
    );
    format!("{head}{MORE}")
}

fn new() -> String {
    old().replace("should know", "shall know").replace("retain 27001 7.2", "retain 27001 7.3")
}

fn git(folder: &Folder, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=x", "-c", "user.email=x@example.org"])
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .expect("git is there");
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn two_files_are_compared() {
    let folder = folder(&[("old.annexa", &old()), ("new.annexa", &new())]);
    let (code, stdout, stderr) = folder.run(&["diff", "old.annexa", "new.annexa"]);
    assert_eq!(code, 1);
    expect![[r#"
        SMX
          added: retain ISO/IEC 27001:2022, 7.3 (new.annexa:9)
          changed: add guidance to ISO/IEC 27002:2022, 5.23 (new.annexa:13)
            text: The operator [-should-] {+shall+} know the country of each system, …
                strengthened: should → shall
          removed: retain ISO/IEC 27001:2022, 7.2 (old.annexa:9)
    "#]]
    .assert_eq(&stdout);
    assert_eq!(stderr, "1 added, 1 removed, 1 changed, 1 verbal form strengthened.\n");
    let (code, stdout, stderr) = folder.run(&["diff", "old.annexa", "old.annexa"]);
    assert_eq!((code, stdout.as_str(), stderr.as_str()), (0, "", "Nothing differs.\n"));
}

#[test]
fn formats_for_reports_and_for_programs() {
    let folder = folder(&[("old.annexa", &new()), ("new.annexa", &old())]);
    let run = |format: &str| folder.run(&["diff", "old.annexa", "new.annexa", "--format", format]);
    let (code, stdout, stderr) = run("markdown");
    assert_eq!((code, stderr.as_str()), (1, ""));
    expect![[r#"
        ## SMX

        - **added**: retain ISO/IEC 27001:2022, 7.2 (new.annexa:9)
        - **changed**: add guidance to ISO/IEC 27002:2022, 5.23 (new.annexa:13)
          - *text*: The operator ~~shall~~ **should** know the country of each system, …
            - weakened: shall → should
        - **removed**: retain ISO/IEC 27001:2022, 7.3 (old.annexa:9)
    "#]]
    .assert_eq(&stdout);
    let (code, stdout, stderr) = run("json");
    assert_eq!((code, stderr.as_str()), (1, ""));
    let json: serde_json::Value = serde_json::from_str(&stdout).expect("it is JSON");
    assert_eq!(json["old"], "old.annexa");
    let change = &json["standards"][0]["changes"][1];
    assert_eq!(change["kinds"][0], "changed");
    assert_eq!(change["new"][0]["place"], "ISO/IEC 27002:2022, 5.23");
    assert_eq!(change["parts"][0]["verbal_forms"][0]["force"], "weakened");
    assert_eq!(change["parts"][0]["pieces"][1]["change"], "removed");
    assert_eq!(change["parts"][0]["pieces"][1]["text"], " shall");
    assert_eq!(run("pdf").0, 2);
    let (_, colourless, _) = folder.run(&["diff", "old.annexa", "new.annexa"]);
    assert!(!colourless.contains('\u{1b}'));
    let (_, coloured, _) = folder.run(&["--color", "always", "diff", "old.annexa", "new.annexa"]);
    assert!(coloured.contains('\u{1b}'));
}

#[test]
fn revisions_are_compared() {
    let folder = folder(&[("standards/smx.annexa", &old()), ("standards/annexa.toml", "")]);
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "old"]);
    git(&folder, &["tag", "v1"]);
    let same = folder.run(&["diff", "git:v1", "."]);
    assert_eq!(same.0, 0, "{same:?}");
    folder.write("standards/smx.annexa", new());
    let (code, stdout, _) = folder.run(&["diff", "git:v1:standards", "standards"]);
    assert_eq!(code, 1);
    assert!(stdout.contains("strengthened: should → shall"), "{stdout}");
    git(&folder, &["mv", "standards", "moved"]);
    git(&folder, &["commit", "-qam", "new"]);
    let (_, between, _) = folder.run(&["diff", "git:v1:standards/smx.annexa", "git:HEAD:./moved"]);
    assert_eq!(between, stdout);
    assert_eq!(folder.run(&["diff", "git:v1", "git:HEAD"]).1, stdout);
    // The result is the same from a subfolder as from the top.
    let mut below = folder.annexa(&["diff", "git:HEAD", "git:v1:standards"]);
    let below = crate::support::outcome(below.current_dir(folder.path().join("moved")));
    assert!(below.1.contains("weakened: shall → should"), "{below:?}");
    for (version, said) in [
        ("git:v9", "git knows no revision `v9`"),
        ("git:--all", "git knows no revision `--all`"),
        ("git:v1:nowhere", "`v1` has no .annexa file at `nowhere`"),
        ("git:v1:../..", "leads out of the repository"),
    ] {
        let (code, _, stderr) = folder.run(&["diff", version, "moved"]);
        assert_eq!(code, 2, "{version}");
        assert!(stderr.contains(said), "{stderr}");
    }
}

#[test]
fn without_git_or_a_repository_that_is_said() {
    let folder = folder(&[("smx.annexa", CLEAN)]);
    let mut alone = folder.annexa(&["diff", "git:HEAD", "."]);
    let (code, _, stderr) = crate::support::outcome(alone.env("PATH", ""));
    assert_eq!(code, 2);
    assert!(stderr.contains("the program `git` is not installed"), "{stderr}");
    let mut outside = folder.annexa(&["diff", "git:HEAD", "."]);
    let (code, _, stderr) =
        crate::support::outcome(outside.env("GIT_CEILING_DIRECTORIES", "/").env("GIT_DIR", "none"));
    assert_eq!(code, 2);
    assert!(stderr.contains("git reports: not a git repository"), "{stderr}");
    assert_eq!(folder.run(&["diff", "smx.annexa", "nowhere.annexa"]).0, 2);
    let (code, _, stderr) = folder.run(&["diff", "HEAD", "."]);
    assert!(code == 2 && stderr.contains("write a revision as `git:HEAD`"), "{stderr}");
    assert_eq!(folder.run(&["diff", "smx.annexa"]).0, 2);
}

#[test]
fn the_cloud_example_and_its_migration() {
    let folder = folder(&[]);
    let cloud =
        std::fs::read_to_string(examples().join("cloud/cloud.annexa")).expect("it is there");
    folder.write("old/cloud.annexa", &cloud);
    folder.write("new/cloud.annexa", &cloud);
    folder.run(&["migrate", "new", "--to", "2022", "--write"]);
    let (code, stdout, stderr) = folder.run(&["diff", "old", "new"]);
    assert_eq!(code, 1);
    for line in [
        "moved: add guidance for customer: ISO/IEC 27002:2013, 10.1.1 and ISO/IEC 27002:2013, 10.1.2 → ISO/IEC 27002:2022, 8.24 (cloud.annexa:385)",
        "moved: retain: ISO/IEC 27002:2013, 11.2.9 → ISO/IEC 27002:2022, 7.7",
        "moved: modify guidance for provider: ISO/IEC 27002:2013, 12.4.4 → ISO/IEC 27002:2022, 8.17",
        "base: ISO/IEC [-27001:2013 + Cor 1:2014-] {+27001:2022+} + [-Cor 2:2015-] {+Amd 1:2024+} ISO/IEC [-27002:2013-] {+27002:2022+}",
    ] {
        assert!(stdout.contains(line), "{line}\n{stdout}");
    }
    // Everything that the heads name has another number now.
    let heads = cloud.lines().filter(|line| line.ends_with('{'));
    let named = heads.filter_map(|line| line.split_once(" 27002 ")?.1.split(' ').next());
    let moved = stdout.lines().filter(|line| line.trim_start().starts_with("moved"));
    let moved = moved.filter_map(|line| line.split_once(" → ")).flat_map(|(from, _)| {
        from.split("ISO/IEC 27002:2013, ").skip(1).filter_map(|from| from.split(' ').next())
    });
    let (named, moved): (BTreeSet<_>, BTreeSet<_>) = (named.collect(), moved.collect());
    assert!(named.len() > 20, "{named:?}");
    assert_eq!(moved, named);
    assert!(stderr.contains("moved"), "{stderr}");
    assert!(!stderr.contains("added") && !stderr.contains("removed"), "{stderr}");
}
