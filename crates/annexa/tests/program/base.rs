//! `annexa base`.

use std::path::Path;

use expect_test::expect;
use serde_json::Value;

use crate::support::{folder, outcome};

#[test]
fn the_catalogues_are_listed_with_their_counts() {
    let (code, stdout, stderr) = folder(&[]).run(&["base", "list"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    for line in [
        "41 clauses, 120 list items, Annex A with the controls of ISO/IEC 27002:2022",
        "4 clauses, 93 controls",
        "14 clauses, 35 objectives, 114 controls",
        "superseded by ISO/IEC 27002:2022",
        "amended by Amd 1:2024",
    ] {
        assert!(stdout.contains(line), "{line}\n{stdout}");
    }
}

#[test]
fn a_control_is_shown() {
    let folder = folder(&[]);
    let (code, stdout, stderr) = folder.run(&["base", "show", "27002:2022", "5.23"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    let (head, rest) = stdout.split_once("\n\n").expect("parts");
    let (attributes, _) = rest.split_once("\n\n").expect("parts");
    expect![[r#"
        ISO/IEC 27002:2022, 5.23  Information security for use of cloud services
        control in 5 Organizational controls"#]]
    .assert_eq(head);
    expect![[r#"
        type (control type)                          preventive
        properties (information security properties) confidentiality, integrity, availability
        concepts (cybersecurity concepts)            protect
        capabilities (operational capabilities)      supplier_relationships_security
        domains (security domains)                   governance_and_ecosystem, protection"#]]
    .assert_eq(attributes);
    for same in ["27002 5.23", "ISO/IEC 27002 5.23", "iso/iec 27002:2022  5.23"] {
        assert_eq!(folder.run(&["base", "show", same]).1, stdout, "{same}");
    }
}

#[test]
fn correspondents_items_annexes_and_contents_are_shown() {
    let folder = folder(&[]);
    for (reference, shown) in [
        ("27002:2013 12.1.2", "in ISO/IEC 27002:2022: 8.32 Change management"),
        ("27002 8.32", "in ISO/IEC 27002:2013: 12.1.2 Change management"),
        ("27002 5.23", "ISO/IEC 27002:2013 has no corresponding provision"),
        ("27002:2013 12.1.2", "control in 12 Operations security › 12.1 Operational procedures"),
        ("27001 6.1.3 c)", "ISO/IEC 27001:2022, 6.1.3 c)  Information security risk treatment"),
        ("27001 9.3.2 d)2)", "ISO/IEC 27001:2022, 9.3.2 d) 2)  Management review inputs"),
        ("27001:2013 9.3 c)", "in ISO/IEC 27001:2022: 9.3.2 d)"),
        ("27001 6.1.2", "List items: a) (1) 2)) b) c) (1) 2)) d) (1) 2) 3)) e) (1) 2))"),
        (
            "27001 A.5.23",
            "ISO/IEC 27001:2022, A.5.23  Information security for use of cloud services",
        ),
        ("27001:2013 A.12.1.2", "reference control; guidance is in ISO/IEC 27002:2013, 12.1.2"),
        ("27001:2013 A.8.1.1", "ISO/IEC 27001:2013, Cor 1:2014: The control on the inventory"),
        ("27002:2013 8.1.1", "ISO/IEC 27001:2013, Cor 1:2014: "),
        ("27001:2013 6.1.3", "\nCor 2:2015: "),
        ("27001 A", "  A.5.23 Information security for use of cloud services"),
        ("27001 6", "  6.2 Information security objectives and planning to achieve them"),
        ("27001 4.2", "Amd 1:2024: "),
        ("27002", "  8.34 Protection of information systems during audit testing"),
    ] {
        let (code, stdout, stderr) = folder.run(&["base", "show", reference]);
        assert_eq!(code, 0, "{reference}: {stderr}");
        assert!(stdout.contains(shown), "{reference}: {stdout}");
    }
}

#[test]
fn what_does_not_exist_is_said_with_advice() {
    let folder = folder(&[]);
    for (reference, message, help) in [
        ("27002 5.99", "ISO/IEC 27002:2022 has no 5.99", "`annexa base show 27002` lists"),
        ("27002 12.1.2", "has no 12.1.2", "ISO/IEC 27002:2013 has it: 12.1.2 Change management"),
        ("27001 6.1.3 z)", "ISO/IEC 27001:2022, 6.1.3 has no z)", "its list items are a) b) c)"),
        ("27001 A.5.99", "has no A.5.99", "lists"),
        (
            "9001 4.1",
            "no known base standard begins with `9001 4.1`",
            "the known ones are ISO/IEC 27001:2013",
        ),
        ("27002:1999 5.1", "no known base standard", "the known ones are"),
    ] {
        let (code, stdout, stderr) = folder.run(&["base", "show", reference]);
        assert_eq!((code, stdout.as_str()), (2, ""), "{reference}");
        assert!(stderr.contains(message) && stderr.contains(help), "{reference}: {stderr}");
    }
}

#[test]
fn what_is_found_is_ranked() {
    let folder = folder(&[]);
    let found = |arguments: &[&str]| {
        let (code, stdout, stderr) = folder.run(&[&["base", "search"], arguments].concat());
        assert_eq!(code, 0, "{stderr}");
        stdout
    };
    assert!(
        found(&["cloud"]).starts_with("27002:2022 5.23     Information security for use of cloud")
    );
    assert!(found(&["5.23"]).starts_with("27002:2022 5.23 "));
    assert!(
        found(&["Change", "management"]).starts_with("27002:2022 8.32     Change management\n")
    );
    let detective = found(&["detective", "--in", "27002", "--limit", "100"]);
    assert!(detective.lines().all(|line| line.starts_with("27002:2022 ")), "{detective}");
    assert!(detective.lines().count() > 5, "{detective}");
    assert_eq!(found(&["security", "--limit", "3"]).lines().count(), 3);
    let (code, stdout, stderr) = folder.run(&["base", "search", "zebra"]);
    assert_eq!(
        (code, stdout.as_str(), stderr.as_str()),
        (1, "", "no match for `zebra`; try one word of a title, or a number such as A.5.23\n")
    );
}

/// Each term finds its controls of ISO/IEC 27002:2022 among the first three results.
#[test]
fn everyday_terms_find_their_controls() {
    let folder = folder(&[]);
    let terms = include_str!("../../../../tests/fixtures/everyday-terms.tsv");
    let mut misses = Vec::new();
    let mut count = 0;
    for line in terms.lines().filter(|line| !line.starts_with('#')) {
        let (term, controls) = line.split_once('\t').expect("a term and its controls");
        let (_, stdout, _) = folder.run(&["base", "search", term, "--limit", "3"]);
        for control in controls.split(' ') {
            let reference = format!("27002:2022 {control} ");
            if !stdout.lines().any(|line| line.starts_with(&reference)) {
                misses.push(format!("{term} does not find {control}:\n{stdout}"));
            }
        }
        count += 1;
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
    assert_eq!(count, 46);
}

#[test]
fn front_clauses_and_titles_of_an_annex_are_shown_and_found() {
    let folder = folder(&[]);
    let shown = |reference: &str| folder.run(&["base", "show", reference]).1;
    expect![[r#"
        ISO/IEC 27002:2022, 4.2  Themes and attributes
        clause in 4 Structure of this document
        it can be cited but not changed
    "#]]
    .assert_eq(&shown("27002 4.2"));
    let contents = shown("27002");
    let lines: Vec<&str> = contents.lines().map(str::trim).collect();
    assert!(lines.contains(&"4.3 Control layout") && lines.contains(&"5 Organizational controls"));
    for (reference, title) in [
        ("27001 A.8.1", "ISO/IEC 27001:2022, A.8.1  User end point devices\n"),
        ("27002 8.1", "ISO/IEC 27002:2022, 8.1  User endpoint devices\n"),
    ] {
        assert!(shown(reference).starts_with(title), "{}", shown(reference));
    }
    let annex = shown("27001 A");
    assert!(annex.contains("  A.8.1 User end point devices\n"), "{annex}");
    assert!(!annex.contains("Themes and attributes"), "{annex}");
    let found = |words: &str| folder.run(&["base", "search", words]).1;
    assert!(found("themes attributes").starts_with("27002:2022 4.2 "));
    assert_eq!(found("27001 A.8.1"), "27001:2022 A.8.1    User end point devices\n");
}

#[test]
fn catalogues_of_the_project_are_known() {
    let catalogue =
        "catalogue \"Policy 7:2025\" \"Our policy\" {\n  layout plain\n}\n\nclause 1 \"Zebras\"\n";
    let folder = folder(&[("annexa.toml", ""), ("bases/policy.annexa", catalogue)]);
    let (_, stdout, stderr) = folder.run(&["base", "list"]);
    assert!(
        stdout.contains("Policy 7:2025  Our policy\n    1 clause\n    from bases/policy.annexa"),
        "{stdout}{stderr}"
    );
    let (_, stdout, stderr) = folder.run(&["base", "search", "zebra"]);
    assert_eq!(stdout, "Policy 7:2025 1     Zebras (clause)\n", "{stderr}");
    let (_, stdout, stderr) = folder.run(&["base", "show", "Policy 7:2025 1"]);
    assert!(stdout.starts_with("Policy 7:2025, 1  Zebras\n"), "{stdout}{stderr}");
}

#[test]
fn references_in_any_form_are_found_and_shown() {
    let folder = folder(&[]);
    for (asked, first) in [
        ("A.5.1", "27001:2022 A.5.1 "),
        ("A5.1", "27001:2022 A.5.1 "),
        ("Annex A 5.1", "27001:2022 A.5.1 "),
        ("A.12.3.1", "27001:2022 A.8.13 "),
        ("27002 5.10", "27002:2022 5.10 "),
        ("27002, 5.10", "27002:2022 5.10 "),
        ("ISO 27002:2022 5.10", "27002:2022 5.10 "),
        ("27001 A.5.10", "27001:2022 A.5.10 "),
        ("27001 5.10", "27001:2022 A.5.10 "),
        ("27001 6.1.2(d)", "27001:2022 6.1.2 d) "),
        ("27001 Amd 1:2024", "27001:2022 4.1 "),
        ("amendment 2024", "27001:2022 4.1 "),
        ("Cloud Services", "27002:2022 5.23 "),
        ("service cloud", "27002:2022 5.23 "),
        ("CLOUD-SERVICES", "27002:2022 5.23 "),
        ("back-up", "27002:2022 8.13 "),
        ("policy", "27001:2022 5.2 "),
    ] {
        let (code, stdout, stderr) = folder.run(&["base", "search", asked]);
        assert_eq!(code, 0, "{asked}: {stderr}");
        assert!(stdout.starts_with(first), "{asked}: {stdout}");
    }
    let (code, _, stderr) = folder.run(&["base", "search", "suplier"]);
    assert_eq!((code, stderr.as_str()), (1, "no match for `suplier`; did you mean `supplier`?\n"));
    for (asked, shown, said) in [
        ("A.5.7", "ISO/IEC 27001:2022, A.5.7  ", "`A.5.7` means `27001 A.5.7`"),
        ("27001 5.7", "ISO/IEC 27001:2022, A.5.7  ", "means `27001 A.5.7`"),
        ("27002 A.5.7", "ISO/IEC 27002:2022, 5.7  ", "means `27002 5.7`"),
        ("27001 Annex A", "ISO/IEC 27001:2022, Annex A  ", "means `27001 A`"),
        ("Annex A", "ISO/IEC 27001:2022, Annex A  ", "means `27001 A`"),
        ("27001 A", "ISO/IEC 27001:2022, Annex A  ", ""),
        ("27001 6.1.2(d)", "ISO/IEC 27001:2022, 6.1.2 d)  ", "means `27001 6.1.2 d)`"),
        ("8.24", "ISO/IEC 27002:2022, 8.24  ", "means `27002 8.24`"),
        ("ISO 27001:2022 A.5.7", "ISO/IEC 27001:2022, A.5.7  ", "means `27001 A.5.7`"),
        ("27001:2022 + Amd 1:2024", "ISO/IEC 27001:2022 + Amd 1:2024\n4.1: ", ""),
        ("ISO/IEC 27001:2022/Amd 1:2024", "ISO/IEC 27001:2022 + Amd 1:2024\n4.1: ", ""),
    ] {
        let (code, stdout, stderr) = folder.run(&["base", "show", asked]);
        assert_eq!(code, 0, "{asked}: {stderr}");
        assert!(stdout.starts_with(shown), "{asked}: {stdout}");
        assert!(stderr.contains(said) && stderr.is_empty() == said.is_empty(), "{asked}: {stderr}");
    }
    for (asked, help) in [
        ("5.1", "write `27001 5.1` or `27002 5.1`"),
        (
            "27001 A.12.6.1",
            "ISO/IEC 27001:2013 has it: A.12.6.1 Management of technical vulnerabilities; the latest edition has 27001 A.8.8 Management of technical vulnerabilities",
        ),
        ("27002 18.2.3", "the latest edition has 27002 5.36"),
    ] {
        let (code, stdout, stderr) = folder.run(&["base", "show", asked]);
        assert_eq!((code, stdout.as_str()), (2, ""), "{asked}");
        assert!(stderr.contains(help), "{asked}: {stderr}");
    }
}

#[test]
fn programs_read_the_list_and_open_the_catalogues() {
    let catalogue = "catalogue \"Policy 7:2025\" \"Our policy\" {\n  layout plain\n}\n";
    let folder = folder(&[("annexa.toml", ""), ("bases/policy.annexa", catalogue), ("in/a", "")]);
    let mut command = folder.annexa(&["base", "list", "--format", "json"]);
    let cache = tempfile::tempdir().expect("a folder can be made");
    command.current_dir(folder.path().join("in")).env("XDG_CACHE_HOME", cache.path());
    let (code, stdout, stderr) = outcome(&mut command);
    assert_eq!((code, stderr.as_str()), (0, ""));
    let bases: Value = serde_json::from_str(&stdout).expect("it is JSON");
    let (_, schema, _) = folder.run(&["schema", "bases"]);
    let schema = serde_json::from_str(&schema).expect("the schema is JSON");
    jsonschema::validate(&schema, &bases).expect("it meets the schema");
    let bases = bases.as_array().expect("a list");
    let of = |designation: &str| {
        let mut found = bases.iter().filter(|base| base["designation"] == designation);
        found.next().unwrap_or_else(|| panic!("{designation}: {stdout}"))
    };
    let old = of("ISO/IEC 27001:2013");
    assert_eq!(old["supersededBy"], "ISO/IEC 27001:2022");
    assert_eq!(old["amendments"], serde_json::json!(["Cor 1:2014", "Cor 2:2015"]));
    let own = of("Policy 7:2025");
    assert_eq!((&own["origin"], &own["title"]), (&"project".into(), &"Our policy".into()));
    for base in bases {
        let path = base["path"].as_str().expect("the cache can be written");
        assert!(Path::new(path).is_absolute(), "{path}");
        let text = std::fs::read_to_string(path).expect("the file is there");
        assert!(text.contains(base["title"].as_str().expect("a title")), "{path}");
    }
    // Without a cache the list is the same, except for the files.
    let mut command = folder.annexa(&["base", "list", "--format", "json"]);
    command.env("XDG_CACHE_HOME", folder.path().join("annexa.toml"));
    let (code, stdout, _) = outcome(&mut command);
    let without: Value = serde_json::from_str(&stdout).expect("it is JSON");
    let first = &without[0];
    assert_eq!(
        (code, &first["designation"], &first["path"]),
        (0, &bases[0]["designation"], &Value::Null)
    );
}
