//! `annexa combine`.

use serde_json::Value;

use crate::support::{CLEAN, Folder, WRONG, folder};

/// Returns a folder with two projects that both interpret a clause.
fn two() -> Folder {
    let interpret = "\ninterpret 27001 7.3 {\n  text \"\"\"Field staff are meant too.\"\"\"\n}\n";
    let first = format!("{CLEAN}{interpret}");
    folder(&[("a/smx.annexa", &first), ("b/other.annexa", &first.replace("SMX", "OTH"))])
}

#[test]
fn two_projects_become_one_document_and_conflicts_are_listed() {
    let folder = two();
    let (code, stdout, stderr) =
        folder.run(&["combine", "a/smx.annexa", "b/other.annexa", "-o", "both.json"]);
    assert_eq!((code, stdout.as_str()), (0, ""), "{stderr}");
    assert!(stderr.starts_with("info: ISO/IEC 27001:2022, 7.3 is changed by several"), "{stderr}");
    assert!(stderr.contains("  SMX interprets ISO/IEC 27001:2022, 7.3 (a/smx.annexa:12)\n"));
    assert!(stderr.contains("  OTH interprets ISO/IEC 27001:2022, 7.3 (b/other.annexa:12)\n"));
    assert!(stderr.ends_with("2 standards, 0 controls: 1 info.\n"), "{stderr}");
    let document: Value = serde_json::from_str(&folder.read("both.json")).expect("it is JSON");
    let (_, schema, _) = folder.run(&["schema", "combination"]);
    let schema = serde_json::from_str(&schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    assert!(validator.is_valid(&document));
    assert_eq!(document["standards"][1]["source"]["file"], "b/other.annexa");
    assert_eq!(document["conflicts"][0]["kind"], "changed-by-several");
    // The standards of one folder are also combined without arguments, with the same bytes.
    let here = folder.run(&["combine", "a", "b", "--format", "json"]);
    assert_eq!(here.1, folder.read("both.json"));
}

#[test]
fn a_prefix_of_two_standards_is_an_error_and_a_warning_is_one_when_asked_for() {
    let folder = two();
    let other = folder.read("b/other.annexa");
    folder.write("b/other.annexa", other.replace("OTH", "SMX"));
    let (code, _, stderr) = folder.run(&["combine", "a/smx.annexa", "b/other.annexa"]);
    assert_eq!(code, 1);
    assert!(stderr.starts_with("error: 2 standards have the prefix SMX"), "{stderr}");
    let term =
        |definition: &str| format!("\nterm \"meter\" {{\n  definition \"{definition}\"\n}}\n");
    folder.write("a/smx.annexa", format!("{CLEAN}{}", term("device")));
    folder.write("b/other.annexa", format!("{}{}", CLEAN.replace("SMX", "OTH"), term("unit")));
    let combine = |more: &[&str]| {
        folder.run(&[&["combine", "a/smx.annexa", "b/other.annexa"], more].concat())
    };
    let (code, stdout, stderr) = combine(&[]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.starts_with("warning: “meter” is defined in different words"), "{stderr}");
    assert!(stdout.ends_with("}\n"));
    assert_eq!(combine(&["--deny-warnings"]).0, 1);
}

#[test]
fn what_has_errors_or_stands_alone_is_not_combined() {
    let folder = two();
    folder.write("b/other.annexa", format!("{}{WRONG}", CLEAN.replace("SMX", "OTH")));
    let (code, stdout, stderr) = folder.run(&["combine", "a/smx.annexa", "b/other.annexa"]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.contains("error[R102]") && stderr.contains("not combined"), "{stderr}");
    let (code, _, stderr) = folder.run(&["combine", "a/smx.annexa"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("1 standard to combine, but two are needed"), "{stderr}");
    assert_eq!(folder.run(&["combine", "a/smx.annexa", "none.annexa"]).0, 2);
}
