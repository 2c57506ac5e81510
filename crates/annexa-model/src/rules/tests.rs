//! Tests the effect of fixes, and that one mistake gives one finding. The fixtures of the project
//! test that each rule reports what it should.

use crate::testing::{HEAD, fixed, found, project, with_head};

#[test]
fn codes_are_sorted_and_unique() {
    let codes: Vec<_> = super::all().map(|rule| rule.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
}

#[test]
fn the_nearest_word_is_near() {
    assert_eq!(super::nearest("defense", ["defence", "protection"]), Some("defence"));
    assert_eq!(super::nearest("summary", ["text", "key"]), None);
}

/// Returns the lines that a fix changes or inserts.
fn changed(declarations: &str, code: &str) -> Vec<String> {
    let before = format!("{HEAD}\n{declarations}");
    let after = fixed(&with_head(declarations), code);
    let old: Vec<&str> = before.lines().collect();
    after.lines().filter(|line| !old.contains(line)).map(str::to_owned).collect()
}

/// Returns the findings, except those on unused definitions and empty clauses of the test itself.
fn findings(declarations: &str) -> Vec<String> {
    needed(found(&with_head(declarations)))
}

fn needed(mut found: Vec<String>) -> Vec<String> {
    found.retain(|found| !found.starts_with("R110") && !found.starts_with("C611"));
    found
}

#[test]
fn fields() {
    assert_eq!(changed("retain 27001 7.1 {\n  raeson \"x\"\n}\n", "S004"), ["  reason \"x\""]);
    for meant in ["rationale", "text", "why"] {
        let text = format!("retain 27001 7.1 {{\n  {meant} \"No sector need.\"\n}}\n");
        assert_eq!(changed(&text, "S004"), ["  reason \"No sector need.\""]);
        assert_eq!(findings(&text), [format!("S004 {meant}")]);
    }
    assert_eq!(findings("retain 27001 7.1 {\n  raeson \"x\"\n}\n"), ["S004 raeson"]);
    assert_eq!(findings("retain 27001 7.1\n"), ["S005 retain"]);
    assert_eq!(
        changed("retain 27001 7.1\n", "S005"),
        ["retain 27001 7.1 {", "  reason \"\"\"\"\"\""]
    );
    assert_eq!(changed("retain 27001 7.1 {\n}\n", "S005"), ["  reason \"\"\"\"\"\""]);
    let twice = "retain 27001 7.1 {\n  reason \"No sector need.\"\n  reason \"y\"\n}\n";
    assert_eq!(
        fixed(&with_head(twice), "S006"),
        format!("{HEAD}\nretain 27001 7.1 {{\n  reason \"No sector need.\"\n}}\n")
    );
    assert_eq!(
        findings(
            "modify control 27002 5.1 {\n  text \"\"\"x should\"\"\"\n  addition \"\"\"x should\"\"\"\n  reason \"x x x\"\n}\n"
        ),
        ["S006 addition"]
    );
    assert_eq!(
        findings("modify control 27002 5.1 {\n  reason \"x x x\"\n}\n"),
        ["S005 modify control"]
    );
    assert_eq!(
        findings(
            "add control SMX.5.38 \"x\" to 27002 5 {\n  guidance for operator \"x\"\n  guidance for supplier, operator \"y\"\n}\n"
        ),
        ["Q505 ISO/IEC 27001:2022", "S005 add control", "S006 guidance"]
    );
}

#[test]
fn a_text_is_closed_where_it_was_meant_to_end() {
    assert_eq!(
        changed(
            "interpret 27001 7.2 {\n  text \"\"\"It is.\n  rationale \"x\"\n}\n\nretain 27001 7.1 {\n  reason \"No sector need.\"\n}\n",
            "S002"
        ),
        ["  text \"\"\"It is.\"\"\""]
    );
    assert_eq!(
        changed("interpret 27001 7.2 {\n  text \"It is.\n}\n", "S002"),
        ["  text \"It is.\""]
    );
}

#[test]
fn heads() {
    let files = [("a.annexa", HEAD), ("b.annexa", "term \"x\" {\n  definition \"x\"\n}\n")];
    assert!(found(&project(&files)).contains(&"S008 term".to_owned()));
    // Only the author knows which standard the file is a part of.
    let report = crate::check(&project(&files));
    assert!(
        report.diagnostics.iter().filter(|it| it.code() == "S008").all(|it| it.fixes.is_empty())
    );
    assert_eq!(found(&project(&[("a.annexa", "")])), ["S008 "]);
    assert_eq!(found(&project(&[("a.annexa", "// x\n")])), ["S008 "]);
    // A syntax error is reported once.
    assert_eq!(found(&project(&[("a.annexa", "standrd SMX \"x\" {\n}\n")])), ["S001 standrd"]);
}

#[test]
fn a_head_is_moved_to_the_beginning_of_its_file() {
    let term = "// What locks are.\nterm \"lock\" {\n  definition \"device\"\n}\n";
    let licence = "// The licence.\n\n";
    let head = format!("// The head.\n{HEAD}");
    let rest = "retain 27002 5.1 {\n  reason \"none\"\n}\n";
    for mark in ["", "\u{FEFF}"] {
        for end in ["\n", "\r\n"] {
            let with = |text: String| format!("{mark}{}", text.replace('\n', end));
            let before = with(format!("{licence}{term}\n{head}\n{rest}"));
            let after = with(format!("{licence}{head}\n{term}\n{rest}"));
            let project = project(&[("a.annexa", &before)]);
            // Edits get the line ends of their file when they are applied.
            let moved = fixed(&project, "S008").replace("\r\n", "\n").replace('\n', end);
            assert_eq!(moved, after);
        }
    }
    let plain = fixed(&project(&[("a.annexa", &format!("{rest}{HEAD}"))]), "S008");
    assert_eq!(plain, format!("{HEAD}\n{rest}"));
}

#[test]
fn a_part_of_nothing() {
    let part = "part of SMY\n\nadd guidance to 27002 5.1 {\n  text \"x\"\n}\n";
    // What its head would contain, such as the bases, is not reported separately.
    assert_eq!(found(&project(&[("b.annexa", part)])), ["R101 SMY"]);
    let files = [("a.annexa", HEAD), ("b.annexa", part)];
    assert!(found(&project(&files)).contains(&"R101 SMY".to_owned()));
    assert!(fixed(&project(&files), "R101").starts_with("part of SMX\n"));
    let misread = [("a.annexa", "standard smy \"x\" {\n}\n"), ("b.annexa", part)];
    assert!(!found(&project(&misread)).contains(&"R101 SMY".to_owned()));
}

#[test]
fn misplaced_declarations_are_reported_once() {
    assert_eq!(findings("control 5.1 \"x\" {\n  summary \"x\"\n}\n"), ["S001 control"]);
    let catalogue =
        "catalogue \"X 1:2020\" \"x\"\n\nclause 4 \"x\"\n\nterm \"x\" {\n  definition \"x\"\n}\n";
    assert_eq!(found(&project(&[("c.annexa", catalogue)])), ["S001 term"]);
}

#[test]
fn references() {
    assert_eq!(
        changed("retain 27011 7.1 {\n  reason \"No sector need.\"\n}\n", "R101"),
        ["retain 27001 7.1 {"]
    );
    // The 2013 edition has it, and the finding proposes its successors.
    assert_eq!(
        changed("retain 27002 12.1.2 {\n  reason \"No sector need.\"\n}\n", "R102"),
        ["retain 27002 8.32 {"]
    );
    assert_eq!(
        findings("retain 27001 7.1 {\n  reason \"\"\"see {27001 9.3.2 z)} {SMX.1.1}\"\"\"\n}\n"),
        ["R102 27001 9.3.2 z)", "R102 SMX.1.1"]
    );
    assert_eq!(
        findings("retain 27002:2013 5.1.1 {\n  reason \"No sector need.\"\n}\n"),
        ["R101 27002:2013"]
    );
    assert_eq!(
        changed("retain ISO/IEC 27002:2022 5.1 {\n  reason \"No sector need.\"\n}\n", "R101"),
        ["retain 27002 5.1 {"]
    );
}

#[test]
fn bases() {
    let undated = HEAD.replace("27001:2022 + Amd 1:2024", "27001");
    let text = format!("{undated}\nretain 27001 7.1 {{\n  reason \"No sector need.\"\n}}\n");
    assert_eq!(
        fixed(&project(&[("a.annexa", &text)]), "R103"),
        text.replace("base ISO/IEC 27001\n", "base ISO/IEC 27001:2022 + Amd 1:2024\n")
    );
    let with_amendment = text.replace("27001\n", "27001 + Amd 1:2024\n");
    assert_eq!(
        fixed(&project(&[("a.annexa", &with_amendment)]), "R103"),
        with_amendment.replace("base ISO/IEC 27001 +", "base ISO/IEC 27001:2022 +")
    );
}

#[test]
fn amendments_and_unknown_editions() {
    let base = |line: &str| {
        let text = HEAD.replace("base ISO/IEC 27001:2022 + Amd 1:2024", line);
        let text = format!("{text}\nretain 27002 5.1 {{\n  reason \"No sector need.\"\n}}\n");
        needed(found(&project(&[("a.annexa", &text)])))
    };
    assert!(base("base ISO/IEC 27001:2022 + Amd 1:2024").is_empty());
    assert_eq!(base("base ISO/IEC 27001:2022 + Amd 2:2024"), ["R101 Amd 2:2024"]);
    assert_eq!(base("base ISO/IEC 27001:2021"), ["R101 ISO/IEC 27001:2021"]);
    assert_eq!(base("base ISO/IEC 27099"), ["R101 ISO/IEC 27099"]);
}

#[test]
fn keys_and_labels_tell_provisions_apart() {
    let clause = |label: &str, key: &str| {
        format!("add clause {label} \"x\" to 27001 {{\n  key {key}\n}}\n\n")
    };
    // Two labels that were swapped.
    let swapped = clause("SMX.11", "SMX.12") + &clause("SMX.12", "SMX.11");
    assert_eq!(findings(&swapped), [""; 0]);
    let clash = "add clause SMX.11 \"x\" to 27001\n\n".to_owned() + &clause("SMX.12", "SMX.11");
    assert_eq!(findings(&clash), ["R106 SMX.11"]);
}

#[test]
fn labels_are_renumbered_with_their_uses_and_keep_a_key() {
    let text = "add clause SMX.15 \"x\" to 27001\n\nretain 27001 7.1 {\n  reason \"\"\"see {SMX.15}\"\"\"\n}\n";
    assert_eq!(
        changed(text, "R112"),
        ["add clause SMX.11 \"x\" to 27001 {", "  key SMX.15", "  reason \"\"\"see {SMX.11}\"\"\""]
    );
}

#[test]
fn a_label_with_a_foreign_prefix_is_mistaken_or_published_before() {
    let other = HEAD.replace("SMX", "ABC");
    for (label, files, expected) in [
        (
            "XYZ.11",
            &[][..],
            &[
                &["add clause SMX.11 \"x\" to 27001"][..],
                &["add clause SMX.11 \"x\" to 27001 {", "  key XYZ.11"],
            ][..],
        ),
        // A copy from another standard of the project.
        ("ABC.11", &[("b.annexa", other.as_str())], &[&["add clause SMX.11 \"x\" to 27001"]]),
        (
            "A.11",
            &[],
            &[
                &["add clause SMX.A.11 \"x\" to 27001"],
                &["add clause SMX.A.11 \"x\" to 27001 {", "  key A.11"],
            ],
        ),
    ] {
        let text = format!("{HEAD}\nadd clause {label} \"x\" to 27001\n");
        let project = project(&[&[("a.annexa", text.as_str())], files].concat());
        let report = crate::check(&project);
        let found = report.diagnostics.iter().find(|it| it.code() == "R107").unwrap();
        let fixes = found.fixes.iter().map(|fix| {
            let after = crate::testing::applied(&project, fix);
            after.lines().filter(|line| !text.contains(line)).map(str::to_owned).collect::<Vec<_>>()
        });
        let expected: Vec<Vec<String>> = expected
            .iter()
            .map(|lines| lines.iter().map(|line| (*line).to_owned()).collect())
            .collect();
        assert_eq!(fixes.collect::<Vec<_>>(), expected, "{label}");
    }
}

#[test]
fn a_gap_is_reported_once() {
    let clause = |number: u32| format!("add clause SMX.{number} \"x\" to 27001\n\n");
    let text: String = [11, 13, 14].into_iter().map(clause).collect();
    assert_eq!(findings(&text), ["R112 SMX.13"]);
}

#[test]
fn two_standards_that_print_one_number() {
    let standard = |prefix: &str| {
        format!(
            "standard {prefix} \"x\" {{\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27001:2022 + Amd 1:2024\n  numbering inline\n  scope \"x\"\n}}\n\nadd clause {prefix}.11 \"x\" to 27001\n"
        )
    };
    let (a, b) = (standard("AAA"), standard("BBB"));
    let project = project(&[("b.annexa", &b), ("a.annexa", &a)]);
    assert_eq!(needed(found(&project)), ["R108 BBB.11"]);
    let report = crate::check(&project);
    let clash = report.diagnostics.iter().find(|found| found.code() == "R108").unwrap();
    assert_eq!(clash.level, crate::Level::Warning);
}

#[test]
fn an_item_of_a_list_is_taken_once() {
    let requirement = |label: &str, item: &str| {
        format!(
            "add requirement {label} \"x\" to 27001 9.3.2 as {item} {{\n  text \"\"\"x shall\"\"\"\n}}\n\n"
        )
    };
    assert_eq!(findings(&requirement("SMX.9.3.2.1", "h)")), [""; 0]);
    assert_eq!(findings(&requirement("SMX.9.3.2.1", "g)")), ["R108 g)"]);
    let twice = requirement("SMX.9.3.2.1", "h)") + &requirement("SMX.9.3.2.2", "h)");
    assert_eq!(findings(&twice), ["R108 h)"]);
}

#[test]
fn wrong_kinds() {
    assert_eq!(
        changed("interpret 27001 A.5.23 {\n  text \"\"\"x\"\"\"\n}\n", "R111"),
        ["interpret 27002 5.23 {"]
    );
    for (declaration, covered) in [
        ("refine 27002 5.23 {\n  text \"\"\"x\"\"\"\n}\n", "27002 5.23"),
        ("refine 27002 5 {\n  text \"\"\"x\"\"\"\n}\n", "27002 5"),
        (
            "modify control 27001 4.1 {\n  text \"\"\"x should\"\"\"\n  reason \"x x x\"\n}\n",
            "27001 4.1",
        ),
        (
            "modify objective 27002 5.1 {\n  text \"\"\"x\"\"\"\n  reason \"x x x\"\n}\n",
            "27002 5.1",
        ),
    ] {
        assert_eq!(findings(declaration), [format!("R111 {covered}")]);
    }
}

#[test]
fn a_definition_that_mentions_its_own_term_does_not_use_it() {
    let text = "term \"meter\" {\n  definition \"\"\"no {term meter}\"\"\"\n}\n";
    assert!(found(&with_head(text)).contains(&"R110 \"meter\"".to_owned()));
}

#[test]
fn names() {
    let text = "term \"meter\" {\n  definition \"x\"\n}\n\nretain 27001 7.1 {\n  reason \"\"\"{term metre} {term meter}\"\"\"\n}\n";
    assert_eq!(changed(text, "R109"), ["  reason \"\"\"{term meter} {term meter}\"\"\""]);
    assert_eq!(
        changed("retain 27001 7.1 {\n  reason \"\"\"{term pump}\"\"\"\n}\n", "R109"),
        ["term \"pump\" {", "  definition \"\"\"\"\"\""]
    );
    assert_eq!(
        changed("add note to 27002 5.1 for buyer {\n  text \"\"\"x\"\"\"\n}\n", "R114"),
        ["  audience buyer \"\""]
    );
    let status = HEAD.replace("  edition 2026", "  edition 2026\n  status drafts");
    assert!(fixed(&project(&[("a.annexa", &status)]), "R116").contains("status draft\n"));
}

#[test]
fn catalogues_overlays_and_correspondences() {
    let text = "catalogue \"X 1:2020\" \"x\"\n\nclause 4 \"x\"\n\nclause 4 \"y\"\n\nannex A \"x\" of ISO/IEC 27002:1999\n\namendment \"Amd 1:2021\" {\n  clause 9\n}\n\noverlay ISO/IEC 27002:2022\n\ncontrol 5.99 {\n  control \"\"\"x\"\"\"\n}\n\noverlay ISO/IEC 27001:2022\n\nclause 4.2 {\n  item a) item z)\n}\n\ncorrespondence \"X 1:2020\" to ISO/IEC 27001:2022 {\n  4 -> 4.1 z)\n  5 -> 4.1\n}\n";
    assert_eq!(
        found(&project(&[("a.annexa", text)])),
        [
            "R106 4",
            "R101 ISO/IEC 27002:1999",
            "R102 9",
            "R102 5.99",
            "R102 z)",
            "R102 4.1 z)",
            "R102 5",
        ]
    );
}

#[test]
fn no_text_makes_a_rule_panic() {
    let text = format!(
        "{HEAD}\nadd control SMX.5.38 \"x\" to 27002 5 {{\n  type preventive, x\n  control \"\"\"x should {{term y}} {{27001 A.5.1}}\"\"\"\n  guidance for z \"\"\"x\"\"\"\n}}\n\nmodify control 27002 5.1 as {{\n  replace \"x\" by \"y\"\n}}\n\nadd requirement SMX.4.3.1 \"x\" to 27001 4.3 as a) {{\n  text \"\"\"shall\"\"\"\n}}\n\ncatalogue X 1:2020 \"x\"\n\ncorrespondence X 1 to X 2 {{\n  4 -> 5\n}}\n"
    );
    let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    for &at in &boundaries {
        let _ = found(&project(&[("a.annexa", &text[..at])]));
        let without: String =
            text.char_indices().filter(|(other, _)| *other != at).map(|(_, it)| it).collect();
        let _ = found(&project(&[("a.annexa", &without)]));
    }
}

#[test]
fn a_string_in_the_place_of_a_text_is_looked_into() {
    let control = |said: &str| {
        findings(&format!(
            "add control SMX.8.35 \"x\" to 27002 8 {{\n  control \"{said}\"\n  guidance \"x\"\n}}\n"
        ))
    };
    let of = |code: &str, found: Vec<String>| found.iter().any(|found| found.starts_with(code));
    assert!(of("C601", control("Keys are kept.")));
    assert!(!of("C601", control("Keys should be kept.")));
    let requirement = |said: &str| {
        findings(&format!(
            "add requirement SMX.4.3.1 \"x\" to 27001 4.3 {{\n  text \"{said}\"\n}}\n"
        ))
    };
    assert!(of("Q501", requirement("Keys are kept.")));
    assert!(!of("Q501", requirement("Keys shall be kept.")));
}

#[test]
fn rules_on_heads_are_fixed() {
    for rule in super::all() {
        let on_heads = rule.check.parts().iter().any(|part| matches!(part, super::Check::Heads(_)));
        assert!(rule.fixed || !on_heads, "{}", rule.code);
    }
}

#[test]
fn a_declaration_fits_what_rule_r111_lets_it_name() {
    use annexa_syntax::DeclarationKind::{Interpret, ModifyControl, Retain};
    let project = with_head("retain 27001 7.2\n\nretain 27002 5.1\n\nretain 27001 A.5.1\n");
    let standard = crate::testing::standard(&project);
    let fitting = |index| {
        let target = project.target(crate::testing::nth(&project, index)).unwrap();
        [Interpret, ModifyControl, Retain].map(|kind| project.fits(standard, kind, target))
    };
    assert_eq!(fitting(0), [true, false, true]);
    assert_eq!(fitting(1), [false, true, true]);
    assert_eq!(fitting(2), [false, false, true], "it is changed in its own document");
}

#[test]
fn what_follows_from_another_mistake_is_not_reported_again() {
    let cited = "retain 27001 7.1 {\n  reason \"\"\"{term control centre}\"\"\"\n}\n";
    let nameless = "term control centre {\n  definition \"x\"\n}\n";
    assert_eq!(findings(cited), ["R109 control centre"]);
    assert_eq!(findings(&format!("{nameless}\n{cited}")), ["S001 control"]);

    let foreign = "add clause XYZ.11 \"x\" to 27001\n\nadd clause SMX.12 \"y\" to 27001\n\nretain 27001 7.1 {\n  reason \"\"\"Clause {SMX.11} says it.\"\"\"\n}\n";
    assert_eq!(findings(foreign), ["R107 XYZ.11"]);
    let gone = foreign.replace("XYZ.11", "SMX.13");
    assert_eq!(findings(&gone), ["R112 SMX.12", "R102 SMX.11"]);

    let head = |edition| HEAD.replace("27002:2022", &format!("27002:{edition}"));
    let of_bases = |text: &str| {
        let mut found = needed(found(&project(&[("smx.annexa", text)])));
        found.retain(|found| found.starts_with("R1"));
        found
    };
    assert_eq!(of_bases(&head("2013")), ["R104 ISO/IEC 27002:2013", "R117 ISO/IEC 27002:2013"]);
    assert_eq!(of_bases(&head("2023")), ["R101 ISO/IEC 27002:2023"]);
}

#[test]
fn no_two_entries_of_a_statement_of_applicability_have_one_reference() {
    let with = |numbering: &str, bases: &[&str], label: &str| {
        let bases: String = bases.iter().map(|base| format!("  base {base}\n")).collect();
        let text = format!(
            "standard SMX \"x\" {{\n  sector \"x\"\n  edition 1\n{bases}  numbering {numbering}\n}}\n\nadd clause SMX.A \"x\" to 27002\n\nadd clause SMX.A.5 \"x\" to SMX.A\n\nadd control {label} \"x\" to SMX.A.5 {{\n  control \"It should x.\"\n}}\n"
        );
        let found = found(&project(&[("a.annexa", &text)]));
        found.into_iter().filter(|it| it.starts_with("R108")).collect::<Vec<_>>()
    };
    let both = ["ISO/IEC 27001:2022", "ISO/IEC 27002:2022"];
    assert_eq!(with("plain", &both, "SMX.A.5.1"), ["R108 SMX.A.5.1"]);
    assert_eq!(with("plain", &both, "SMX.A.5.38"), [""; 0]);
    assert_eq!(with("inline", &both, "SMX.A.5.1"), [""; 0]);
    assert_eq!(with("annex", &both, "SMX.A.5.1"), [""; 0]);
    // Without Annex A of ISO/IEC 27001 there is no entry A.5.1.
    assert_eq!(with("plain", &both[1..], "SMX.A.5.1"), [""; 0]);
    assert_eq!(with("plain", &both[1..], "SMX.5.1"), ["R108 SMX.5.1"]);
    let old = ["ISO/IEC 27001:2013", "ISO/IEC 27002:2013"];
    assert_eq!(with("plain", &old, "SMX.A.5.1"), [""; 0]);
    assert_eq!(with("plain", &old, "SMX.A.5.1.1"), ["R108 SMX.A.5.1.1"]);
}

/// Returns guidance with these lines.
fn lines(text: &str) -> String {
    let text: String = text.lines().map(|line| format!("    {line}\n")).collect();
    format!("add guidance to 27002 7.9 {{\n  text \"\"\"\n{text}  \"\"\"\n}}\n")
}

/// Returns the findings in these lines by the rules on the structure of texts.
fn structure(text: &str) -> Vec<String> {
    let mut found = findings(&lines(text));
    found.retain(|found| ["D207", "D212", "D213", "D214", "D215"].contains(&&found[..4]));
    found
}

#[test]
fn pasted_marks() {
    for (text, found) in [
        ("Pumps:\n1. a;\na. b;\n(a) c;\n* d.", &["D213 1.", "D213 a.", "D213 (a)", "D213 *"][..]),
        ("a) a;\n(b) b;\n// c) c;\nb) d.", &["D213 (b)", "D213 //"]),
        ("Pumps.\nNote: a.\nNote 2 b.\nExample: c.", &["D213 Note", "D213 Note 2", "D213 Example"]),
        ("Pumps\n• a.", &["D213 •"]),
        (
            "The operator should keep pumps, as in\n(a) of the plan and in\n10. Note that it is so.",
            &[],
        ),
    ] {
        assert_eq!(structure(text), found, "{text}");
    }
    for (text, code, fixed) in [
        ("Pumps:\n1. a", "D213", "    1) a"),
        ("Pumps:\n(iv) a", "D213", "    iv) a"),
        ("Pumps:\n* a", "D213", "    - a"),
        ("Pumps:\n•a", "D213", "    - a"),
        ("Pumps.\nNote 2: a", "D213", "    NOTE 2: a"),
        ("a) a\nc) b", "D214", "    b) b"),
        ("a) a:\n   i) a\n   ii) b\n   iv) c", "D214", "       iii) c"),
        ("Pumps shouldn't be on.", "D217", "    Pumps should not be on."),
    ] {
        assert_eq!(changed(&lines(text), code), [fixed], "{text}");
    }
    // After prose, an empty line is inserted first.
    assert_eq!(changed(&lines("Pumps\n• a"), "D213"), ["    ", "    - a"]);
}

#[test]
fn the_order_of_lists() {
    for (text, found) in [
        ("a) a;\na) b;\nb) c.", &["D214 a)"][..]),
        ("a) a;\nc) b.", &["D214 c)"]),
        ("b) a;\na) b.", &["D214 b)"]),
        ("1) a;\n2) b;\n4) c.", &["D214 4)"]),
        ("i) a;\nii) b;\nii) c.", &["D214 ii)"]),
        ("a) a:\n   1) a;\n   3) b;\nb) b.", &["D214 3)"]),
        ("a) a;\nb) b.\n\nPumps:\n\nc) c;\nd) d.", &[]),
        ("a) a;\nb) b.\n\nPumps:\n\na) c;\nb) d.", &["D212 a)"]),
        ("a) a;\nb) b.\n\nPumps:\n\nd) c;\ne) d.", &["D214 d)"]),
        ("h) a;\ni) b;\nj) c.", &["D214 h)"]),
        ("a) a:\ni) one;\nii) two;\nb) b.", &[]),
        ("- a;\n- b;\n- c.", &[]),
    ] {
        assert_eq!(structure(text), found, "{text}");
    }
}

#[test]
fn the_marks_of_added_items_go_on() {
    let added = |label: u32, mark: &str| {
        format!(
            "add requirement SMX.6.1.{label} \"Pump {label}\" to 27001 6.1.3 as {mark} {{\n  text \"\"\"It shall run.\"\"\"\n}}\n"
        )
    };
    let gaps = |declarations: &str| {
        let mut found = findings(declarations);
        found.retain(|found| found.starts_with("R112") && found.ends_with(')'));
        found
    };
    assert_eq!(gaps(&added(4, "k)")), ["R112 k)"]);
    assert_eq!(gaps(&added(4, "1)")), ["R112 1)"]);
    assert_eq!(gaps(&added(4, "g)")), [] as [&str; 0]);
    assert_eq!(gaps(&(added(4, "h)") + &added(5, "g)"))), [] as [&str; 0]);
    assert_eq!(gaps(&(added(4, "g)") + &added(5, "i)"))), ["R112 i)"]);
}

#[test]
fn control_characters() {
    let characters = (0..=0x9F).filter_map(char::from_u32).filter(|it| it.is_control());
    for character in characters.filter(|it| !matches!(it, '\t' | '\n' | '\r')) {
        let text = lines(&format!("Pumps{character}run and {character}stop."));
        let found = findings(&text).into_iter().filter(|it| it.starts_with("S003")).count();
        assert_eq!(found, 2, "{character:?}");
        // A pasted line break separates words; any other control character is removed.
        let between = if character.is_whitespace() { " " } else { "" };
        let wanted = format!("    Pumps{between}run and {character}stop.");
        assert!(fixed(&with_head(&text), "S003").contains(&wanted), "{character:?}");
        let comment = findings(&format!("// a{character}b\n"));
        assert!(!comment.iter().any(|it| it.starts_with("S003")), "{character:?}");
    }
}
