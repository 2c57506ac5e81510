//! `annexa migrate`.

use std::fs;

use expect_test::expect;

use crate::support::{CLEAN, examples, folder, outcome};

const OLD: &str = r#"standard SMX "Controls for meters" {
  sector "Smart metering"
  edition 2026
  base ISO/IEC 27002:2013
}

// Keys.
add guidance to 27002 10.1.1 {
  text """First."""
}

add guidance to 27002 10.1.2 {
  text """Second, as in {27002 12.1.2}."""
}

add guidance to 27002 18.2.3 {
  text """Third."""
}
"#;

#[test]
fn decisions_are_listed_and_nothing_is_written() {
    let folder = folder(&[("smx.annexa", OLD)]);
    let (code, stdout, stderr) = folder.run(&["migrate", "--to", "2022"]);
    assert_eq!(code, 1);
    expect![[r#"
        smx.annexa:16: 27002:2013 18.2.3 became 5.36 and 8.8; name the one that you mean, or repeat this for each
            - add guidance to 27002 5.36
            - add guidance to 27002 8.8
        smx.annexa:8: `add guidance to 27002 10.1.2` was joined into `add guidance to 27002 10.1.1`
    "#]]
    .assert_eq(&stdout);
    expect![[r#"
        From ISO/IEC 27002:2013 to ISO/IEC 27002:2022.
        New in ISO/IEC 27002:2022, to be considered:
            5.7 Threat intelligence
            5.23 Information security for use of cloud services
            5.30 ICT readiness for business continuity
            7.4 Physical security monitoring
            8.9 Configuration management
            8.10 Information deletion
            8.11 Data masking
            8.12 Data leakage prevention
            8.16 Monitoring activities
            8.23 Web filtering
            8.28 Secure coding
        8 changes to be made in 1 file, 1 declaration joined into another; 1 decision left.
        Nothing was written: --write changes the files, --diff shows the changes.
    "#]]
    .assert_eq(&stderr);
    assert_eq!(folder.read("smx.annexa"), OLD);
}

#[test]
fn the_diff_can_be_applied_and_is_what_write_does() {
    let folder = folder(&[("smx.annexa", OLD)]);
    let (code, stdout, stderr) = folder.run(&["migrate", "smx.annexa", "--to", "2022", "--diff"]);
    assert_eq!(code, 1);
    assert!(stderr.starts_with("smx.annexa:16: "), "{stderr}");
    expect![[r#"
        --- a/smx.annexa
        +++ b/smx.annexa
        @@ -1,18 +1,21 @@
         standard SMX "Controls for meters" {
           sector "Smart metering"
           edition 2026
        -  base ISO/IEC 27002:2013
        +  base ISO/IEC 27002:2022
         }
         
         // Keys.
        -add guidance to 27002 10.1.1 {
        -  text """First."""
        -}
        +add guidance to 27002 8.24 {
        +  text """
        +    First.
         
        -add guidance to 27002 10.1.2 {
        -  text """Second, as in {27002 12.1.2}."""
        +    Second, as in {27002 8.32}.
        +  """
        +  key 27002:2013 10.1.1
         }
         
        -add guidance to 27002 18.2.3 {
        +add guidance to 27002:2013 18.2.3 {
        +  // to decide: 27002:2013 18.2.3 became 5.36 and 8.8
           text """Third."""
        +  key 27002:2013 18.2.3
         }
    "#]]
    .assert_eq(&stdout);
    let mut apply = std::process::Command::new("git");
    apply.args(["apply", "-"]).current_dir(folder.path());
    let applied = outcome(assert_cmd::Command::from_std(apply).write_stdin(stdout));
    assert_eq!(applied.0, 0, "{applied:?}");
    let patched = folder.read("smx.annexa");
    folder.write("smx.annexa", OLD);
    let (code, stdout, stderr) = folder.run(&["migrate", "--to", "2022", "--write"]);
    assert_eq!(code, 1);
    // The line refers to the new text.
    assert!(stdout.starts_with("smx.annexa:17: "), "{stdout}");
    assert!(stderr.contains("8 changes made in 1 file"), "{stderr}");
    assert_eq!(folder.read("smx.annexa"), patched);
}

#[test]
fn the_cloud_example_compiles_once_the_decisions_are_made() {
    let folder = folder(&[]);
    let cloud = fs::read_to_string(examples().join("cloud/cloud.annexa")).expect("it is there");
    folder.write("cloud.annexa", cloud);
    assert_eq!(folder.run(&["migrate", "--to", "2022", "--write"]).0, 1);
    // An undecided provision is reported.
    let (code, _, stderr) = folder.run(&["compile"]);
    assert!(code == 1 && stderr.contains("error[S005]"), "{stderr}");
    let attributes = "type preventive\n  properties integrity\n  concepts protect\n  capabilities governance\n  domains protection";
    let hole = "// to decide: type, properties, concepts, capabilities, domains";
    let decided = folder
        .read("cloud.annexa")
        .replace(&format!("{hole}, purpose"), &format!("{attributes}\n  purpose \"To be safe.\""))
        .replace(hole, attributes)
        .replace("  // to decide: 27001:2013 9.2 became 9.2.1 and 9.2.2\n", "")
        .replace("27001:2013 9.2 for", "27001 9.2.1 for");
    folder.write("cloud.annexa", decided);
    let (code, _, stderr) = folder.run(&["compile"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(folder.read("build/cld.json").contains("\"ISO/IEC 27002:2022, 8.24\""));
    let (code, stdout, stderr) = folder.run(&["migrate", "--to", "2022"]);
    assert_eq!((code, stdout.as_str()), (0, ""), "{stderr}");
    assert!(stderr.starts_with("Nothing to do."), "{stderr}");
}

#[test]
fn all_files_of_a_standard_are_written_or_none() {
    let part = "part of SMX\n\nretain 27002 12.1.2 {\n  reason \"No need at all.\"\n}\n";
    let folder = folder(&[("annexa.toml", ""), ("a.annexa", OLD), ("b.annexa", part)]);
    folder.set_read_only("b.annexa", true);
    let (code, _, stderr) = folder.run(&["migrate", "--to", "2022", "--write"]);
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("read-only"), "{stderr}");
    assert_eq!(folder.read("a.annexa"), OLD);
    assert_eq!(folder.names(""), ["a.annexa", "annexa.toml", "b.annexa"]);
    folder.set_read_only("b.annexa", false);
    assert_eq!(folder.run(&["migrate", "b.annexa", "--to", "2022", "--write"]).0, 1);
    assert!(folder.read("b.annexa").contains("27002 8.32"));
    assert!(folder.read("a.annexa").contains("base ISO/IEC 27002:2022"));
}

#[test]
fn what_cannot_be_migrated_is_said() {
    let folder = folder(&[("smx.annexa", CLEAN), ("broken/b.annexa", "standard X \"x\" {\n")]);
    let run = |arguments: &[&str]| folder.run(arguments);
    let (code, _, stderr) = run(&["migrate", "smx.annexa", "--to", "2031"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("has an edition of `2031`"), "{stderr}");
    assert!(stderr.contains("the known editions are 2013, 2022"), "{stderr}");
    let several =
        self::folder(&[("a/annexa.toml", ""), ("b/annexa.toml", ""), ("c/annexa.toml", "")]);
    for name in ["a", "b", "c"] {
        several.write(&format!("{name}/s.annexa"), CLEAN);
    }
    let (code, _, stderr) = several.run(&["migrate", "--to", "2025"]);
    assert_eq!((code, stderr.matches("has an edition of `2025`").count()), (2, 1), "{stderr}");
    let (code, _, stderr) = run(&["migrate", "broken", "--to", "2022"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("has syntax errors"), "{stderr}");
    assert_eq!(run(&["migrate", "nowhere", "--to", "2022"]).0, 2);
    assert_eq!(run(&["migrate", "smx.annexa"]).0, 2);
    assert_eq!(run(&["migrate", "--to", "2022", "--write", "--diff"]).0, 2);
    assert_eq!(run(&["migrate", "smx.annexa", "--to", "2022"]).0, 0);
}
