//! Table tests of rules: declarations that violate a rule, and similar ones that do not.

use crate::testing::{HEAD, found, project, with_head};
use crate::{Settings, check};
use annexa_syntax::Document;

/// Returns the findings of some rules in declarations behind [`HEAD`].
fn of(codes: &[&str], declarations: &str) -> Vec<String> {
    let mut all = found(&with_head(declarations));
    all.retain(|found| codes.iter().any(|code| found.starts_with(code)));
    all
}

fn none() -> [&'static str; 0] {
    []
}

const RETAIN: &str = "  reason \"No sector need.\"\n}\n\n";

#[test]
fn what_is_named_more_closely_is_not_retained() {
    let text = |head: &str| format!("{head} {{\n  text \"x\"\n}}\n\n");
    for (retained, changed) in [
        ("27002 5", "add guidance to 27002 5.1"),
        ("27002", "add guidance to 27002 5.1"),
        ("27001 6", "refine 27001 6.1.3 c)"),
        ("27001 6.1.3", "refine 27001 6.1.3 c)"),
        ("27001 7.2", "interpret 27001"),
        ("27001 6.1.3 c)", "interpret 27001 6.1.3"),
        ("27001 6.1.3 c)", "refine 27001 6.1.3 d)"),
    ] {
        let both = format!("retain {retained} {{\n{RETAIN}{}", text(changed));
        assert_eq!(of(&["C607"], &both), none(), "{both}");
    }
    for (retained, changed) in [
        ("27002 5.1", "add guidance to 27002 5.1 for operator"),
        ("27001 6.1.3 c)", "refine 27001 6.1.3 c)"),
        ("27001", "interpret 27001"),
        ("27001 7", "refine 27001 7"),
    ] {
        let both = format!("{}retain {retained} {{\n{RETAIN}", text(changed));
        assert_eq!(of(&["C607"], &both), [format!("C607 {retained}")], "{both}");
    }
}

#[test]
fn for_all_overlaps_with_each_audience() {
    let guidance =
        |audiences: &str| format!("add guidance to 27002 5.1{audiences} {{\n  text \"x\"\n}}\n\n");
    let refine = |audiences: &str| {
        guidance(audiences).replace("add guidance to 27002 5.1", "refine 27001 7.2")
    };
    let twice = |declaration: &dyn Fn(&str) -> String, one: &str, other: &str| {
        of(&["C608", "Q506"], &format!("{}{}", declaration(one), declaration(other))).len()
    };
    for (one, other, expected) in [
        ("", "", 1),
        ("", " for operator", 1),
        (" for supplier", "", 1),
        (" for operator, supplier", " for supplier", 1),
        (" for operator", " for supplier", 0),
    ] {
        assert_eq!(twice(&guidance, one, other), expected, "guidance{one}{other}");
        assert_eq!(twice(&refine, one, other), expected, "refine{one}{other}");
    }
}

#[test]
fn treatment_is_refined_for_all_audiences() {
    let control = "add control SMX.8.35 \"x\" to 27002 8\n\n";
    let refine = |what: &str| format!("refine 27001 {what} {{\n  text \"x\"\n}}\n\n");
    for (refined, fires) in [
        (&["6.1.3 c)", "6.1.3 d)"][..], false),
        (&["6.1.3"], false),
        (&["6"], false),
        (&["6.1.3 c) for operator", "6.1.3 d)"], true),
        (&["6.1.3 c) for operator", "6.1.3 c) for supplier", "6.1.3 d)"], false),
        (&["6.1.3 c) for operator, supplier", "6.1.3 d) for operator, supplier"], false),
        (&["6.1.3 for operator", "6.1.3 c) for supplier", "6.1.3 d)"], false),
        (&["6.1.3 for operator"], true),
        (&["6.1.3 c)"], true),
        (&[], true),
    ] {
        let all: String = refined.iter().map(|what| refine(what)).collect();
        let expected: &[&str] = if fires { &["Q505 ISO/IEC 27001:2022"] } else { &[] };
        assert_eq!(of(&["Q505"], &format!("{control}{all}")), expected, "{refined:?}");
    }
}

/// One mistake in a refinement of 6.1.3 c) gives one finding.
#[test]
fn a_refinement_with_a_syntax_error_is_not_missing() {
    let with = |head: &str| {
        let text = "{\n  text \"The organization shall compare.\"\n}\n\n";
        let rest = "add control SMX.8.35 \"x\" to 27002 8\n\nrefine 27001 6.1.3 d) ";
        of(&["Q", "R1", "S001"], &format!("{rest}{text}{head} {text}"))
            .into_iter()
            .filter(|it| !it.starts_with("R110"))
            .map(|it| it[..4].to_owned())
            .collect::<Vec<_>>()
    };
    for (head, code) in [
        ("refine 27001 6.1.3 (c)", "R102"),
        ("refine 27001 6.1.3c", "R102"),
        ("refine 27001 6.1.3 z)", "R102"),
        ("refine 27001 6.1.33 c)", "R102"),
        ("refine 27002 6.1.3 c)", "R102"),
        ("refine 27003 6.1.3 c)", "R101"),
        ("refine ISO 27001 6.1.3 c)", "R101"),
        ("refine 27001:2013 6.1.3 c)", "R101"),
        ("refine 27001 6.1.3 c) for nobody", "R114"),
        ("refien 27001 6.1.3 c)", "S001"),
        ("refine27001 6.1.3 c)", "S001"),
        ("refine 27001 6.1.3 c) d)", "R102"),
        // This one has no syntax error, and refines another item.
        ("refine 27001 6.1.3 e)", "Q505"),
    ] {
        assert_eq!(with(head), [code], "{head}");
    }
    assert_eq!(with("refine 27001 6.1.3 c)"), none());
}

#[test]
fn an_amendment_with_a_syntax_error_is_not_omitted() {
    for (written, code) in [
        ("", "R121"),
        (" + Amd 1", "S001"),
        (" + Amd. 1:2024", "S001"),
        ("/Amd 1:2024", "S001"),
        (" + A1:2024", "S001"),
        (" +", "S001"),
        (" + Amd 2:2024", "R101"),
        (" + AMD 1:2024", "R101"),
        (" + Amd 1:2024 + Amd 2:2024", "R101"),
        (" + Amd 1:2024 + Amd 1:2024", "R106"),
    ] {
        let text = HEAD.replace(" + Amd 1:2024", written);
        let mut found = found(&project(&[("s.annexa", &text)]));
        found.retain(|it| !it.starts_with("R110") && !it.starts_with("T303"));
        let codes: Vec<&str> = found.iter().map(|it| &it[..4]).collect();
        assert_eq!(codes, [code], "{written}");
    }
}

/// `27001 A.5.23` and `27002 5.23` are one control, and `retain` accepts either.
#[test]
fn a_control_is_retained_through_an_annex_and_changed_in_its_own_document() {
    let retained = |place: &str| format!("retain {place} {{\n{RETAIN}");
    let change = "add guidance to 27002 5.23 {\n  text \"x\"\n}\n\n";
    let codes = ["R1", "C607", "Q", "C608"];
    let of = |declarations: &str| {
        let mut found = of(&codes, declarations);
        found.retain(|it| !it.starts_with("R110"));
        found
    };
    assert_eq!(of(&retained("27001 A.5.23")), none());
    assert_eq!(of(&(retained("27001 A.5.24") + change)), none());
    assert_eq!(of(&(retained("27001 A.5.23") + change)), ["C607 27001 A.5.23"]);
    let twice = retained("27001 A.5.23") + &retained("27002 5.23");
    assert_eq!(of(&twice), ["R106 27002 5.23"]);
    for head in ["interpret", "refine", "add guidance to", "modify control"] {
        let text = "{\n  text \"It should, and shall.\"\n  reason \"No sector need.\"\n}\n";
        let mut found = of(&format!("{head} 27001 A.5.23 {text}"));
        found.retain(|it| it.starts_with("R111"));
        assert_eq!(found, ["R111 27001 A.5.23"], "{head}");
    }
    // Without the document that holds the control, there is no state to retain; the fix adds it as
    // a base.
    let head = HEAD.replace("  base ISO/IEC 27002:2022\n", "");
    for (place, code) in [("27001 A.5.23", "R111"), ("27001 5.23", "R102"), ("A.5.23", "R102")] {
        let before = format!("{head}\n{}", retained(place));
        let project = project(&[("s.annexa", &before)]);
        let mut found = found(&project);
        found.retain(|it| it.starts_with("R1") && !it.starts_with("R110"));
        assert_eq!(found, [format!("{code} {place}")]);
        let fixed = crate::testing::fixed(&project, code);
        assert_eq!(fixed, format!("{HEAD}\n{}", retained("27002 5.23")), "{place}");
    }
    // Nor if another edition of it is a base.
    let other = HEAD.replace("27002:2022", "27002:2013");
    let project = project(&[("s.annexa", &format!("{other}\n{}", retained("27001 A.5.23")))]);
    let report = check(&project);
    let wrong = report.diagnostics.iter().find(|it| it.code() == "R111").unwrap();
    assert_eq!(wrong.fixes, []);
}

#[test]
fn texts_that_say_nothing() {
    let codes = ["T304", "T308", "T309", "C601", "Q501", "Q503", "C605"];
    let guidance = |text: &str| format!("add guidance to 27002 5.1 {{\n  text {text}\n}}\n");
    for blank in [
        "\"\"\"\"\"\"",
        "\"\"",
        "\"\"\" \n \"\"\"",
        "\"\u{a0}\"",
        "\"…\"",
        "\"\"\"\n    a)\n    b)\n\"\"\"",
        "\"NOTE\"",
    ] {
        let found = of(&codes, &guidance(blank));
        assert_eq!(found.len(), 1, "{blank}: {found:?}");
        assert!(found[0].starts_with("T308"), "{blank}: {found:?}");
    }
    for written in ["\"{27002 5.2}\"", "\"\"\"{figure \"x.png\" \"\"}\"\"\"", "\"1\""] {
        assert_eq!(of(&["T308"], &guidance(written)), none(), "{written}");
    }
    // One mistake gives one finding, whatever else the sentence would need.
    for (declaration, code) in [
        ("add control SMX.8.35 \"x\" to 27002 8 {\n  control \"\"\n  guidance \"x\"\n}\n", "T308"),
        ("add requirement SMX.4.1.1 \"x\" to 27001 4.1 {\n  text \"TODO: write it\"\n}\n", "T309"),
        ("refine 27001 6.1.3 c) {\n  text \"TBD\"\n}\n", "T309"),
        ("retain 27001 7.2 {\n  reason \"TBD\"\n}\n", "T309"),
        ("retain 27001 7.2 {\n  reason \" \"\n}\n", "T308"),
        ("retain 27001 7.2 {\n  reason \"No need\"\n}\n", "T304"),
        ("modify control 27002 5.1 {\n  addition \"It should.\"\n  reason \"Sector\"\n}\n", "T304"),
        ("interpret 27001 7.2 {\n  text \"x\"\n  allow Q504 \"\"\n}\n", "T308"),
        ("term \"lock\" {\n  definition \"\"\n}\n", "T308"),
        (
            "retain 27001 7.2 {\n  // To decide: whether it is\n  reason \"No sector need.\"\n}\n",
            "T309",
        ),
        (
            "add control SMX.8.35 \"TODO\" to 27002 8 {\n  control \"It should.\"\n  guidance \"x\"\n}\n",
            "T309",
        ),
    ] {
        let found = of(&codes, declaration);
        assert_eq!(found.len(), 1, "{declaration}: {found:?}");
        assert!(found[0].starts_with(code), "{declaration}: {found:?}");
    }
    // The second head is indented, so that both declarations are in one item.
    let several = "retain 27001 7.2 {\n  reason \"No sector need.\"\n}\n retain 27001 7.3 {\n  // to decide: a\n  reason \"No sector need.\"\n}\n// to decide: b\n";
    assert_eq!(of(&["T309"], several), ["T309 // to decide: a", "T309 // to decide: b"]);
    let decided = "// Decided: to decide later is no option.\nretain 27001 7.2 {\n  reason \"No sector need.\"\n}\n";
    assert_eq!(of(&codes, decided), none());
}

/// Only D201 examines the content of notes and examples.
#[test]
fn verbal_forms_in_notes_count_for_d201_alone() {
    let rules = ["C601", "C602", "C604", "C610", "D2", "Q50"];
    let field = |name: &str, text: &str| format!("  {name} \"\"\"\n    {text}\n  \"\"\"\n");
    for (head, name, text) in [
        ("add control SMX.8.35 \"x\" to 27002 8", "control", "Keys should be kept."),
        ("add guidance to 27002 5.1", "text", "Keys should be kept."),
        ("add information to 27002 5.1", "text", "Keys are kept."),
        ("modify guidance 27002 5.1", "addition", "Keys should be kept."),
        ("add requirement SMX.4.1.1 \"x\" to 27001 4.1", "text", "Keys shall be kept."),
        ("interpret 27001 7.2", "text", "Keys are kept."),
    ] {
        for (note, expected) in [("NOTE", 1), ("NOTE 1", 1), ("EXAMPLE 2:", 1), ("note that", 0)] {
            for form in ["should", "shall", "may"] {
                let text = format!("{text}\n    {note} keys {form} be lost.");
                let declaration =
                    format!("{head} {{\n{}  reason \"No sector need.\"\n}}\n", field(name, &text));
                let found = of(&rules, &declaration);
                let found: Vec<_> = found.iter().filter(|it| !it.starts_with("Q505")).collect();
                let in_note = found.iter().filter(|it| **it == &format!("D201 {form}")).count();
                assert_eq!(in_note, expected, "{declaration}: {found:?}");
                assert!(expected == 0 || found.len() == 1, "{declaration}: {found:?}");
            }
        }
    }
}

#[test]
fn a_blank_scope_is_blank_and_not_missing() {
    let text = HEAD.replace("scope \"Meters.\"", "scope \" \"");
    let mut found = found(&project(&[("s.annexa", &text)]));
    found.retain(|found| found.starts_with("T30") && !found.starts_with("T303"));
    assert_eq!(found, ["T308 \" \""]);
}

/// Windows reserves these names for devices, also with an extension, and the prefix becomes the
/// name of a file.
#[test]
fn a_prefix_is_no_device_of_windows() {
    let reserved = |prefix: &str| {
        let text = HEAD.replacen("SMX", prefix, 1);
        let mut found = found(&project(&[("s.annexa", &text)]));
        found.retain(|it| it.starts_with("R129"));
        found
    };
    let ports =
        ["COM", "LPT"].iter().flat_map(|it| (1..10).map(move |number| format!("{it}{number}")));
    for device in ["CON", "PRN", "AUX", "NUL"].map(str::to_owned).into_iter().chain(ports) {
        assert_eq!(reserved(&device), [format!("R129 {device}")]);
    }
    for name in ["COM", "COM0", "COM10", "LPT0", "LPTX", "CONS", "NULL", "SMX"] {
        assert_eq!(reserved(name), none(), "{name}");
    }
}

#[test]
fn a_blank_title_is_asked_for() {
    let audience = HEAD.replace("operator \"Operator\"", "operator \"\"");
    let mut found = found(&project(&[("s.annexa", &audience)]));
    found.retain(|found| found.starts_with("T308"));
    assert_eq!(found, ["T308 \"\""]);
    let requirement =
        "add requirement SMX.4.3.1 \" \" to 27001 4.3 {\n  text \"Meters shall be listed.\"\n}\n";
    assert_eq!(of(&["T308"], requirement), ["T308 \" \""]);
    assert_eq!(of(&["T308"], &requirement.replace("\" \"", "\"Meters\"")), none());
}

#[test]
fn an_amendment_a_designation_and_a_built_in_catalogue_are_there_once() {
    let twice = HEAD.replace("+ Amd 1:2024", "+ Amd 1:2024 + Amd 1:2024");
    let project_of = |files: &[(&str, &str)]| project(files);
    let with = project_of(&[("s.annexa", &twice)]);
    assert!(found(&with).contains(&"R106 Amd 1:2024".to_owned()));
    assert_eq!(with.standards()[0].bases[0].amendments, ["Amd 1:2024"]);
    assert_eq!(crate::testing::fixed(&with, "R106"), HEAD);

    let named = |prefix: &str, designation: &str| {
        HEAD.replace("SMX", prefix)
            .replace("  sector", &format!("  designation {designation}\n  sector"))
    };
    for (one, other, fires) in [
        ("ISO/IEC 27019:2024", "ISO/IEC 27019:2024", true),
        ("ISO/IEC 27019:2024", "ISO/IEC 27019:2017", false),
        // The edition in the head completes the designation.
        ("ISO/IEC 27019", "ISO/IEC 27019:2026", true),
    ] {
        let files = [("a.annexa", &*named("AAA", one)), ("b.annexa", &*named("BBB", other))];
        let is_told = found(&project_of(&files)).iter().any(|it| it.starts_with("R106"));
        assert_eq!(is_told, fires, "{one} {other}");
    }

    let own = "catalogue ISO/IEC 27002:2022 \"Own\" {\n  layout plain\n}\n\nclause 5 \"x\"\n";
    let files = || [("c.annexa".to_owned(), Document::new(own))];
    let codes = |settings| {
        let report = check(&crate::Project::new(files(), settings));
        report.diagnostics.iter().map(|it| it.code()).collect::<Vec<_>>()
    };
    assert_eq!(codes(Settings::default()), ["R106"]);
    assert_eq!(codes(Settings { replaces_bases: true, ..Settings::default() }), none());
    let newer = own.replace("27002:2022", "27002:2031");
    assert_eq!(found(&project(&[("c.annexa", &newer)])), none());
}

#[test]
fn documents_that_are_cited_and_not_declared() {
    let head =
        |line: &str| HEAD.replace("  audience operator", &format!("{line}  audience operator"));
    let cite = |cited: &str| format!("\ninterpret 27001 7.2 {{\n  text \"As in {cited}.\"\n}}\n");
    let line = "  reference \"ISO 24518:2015\" \"Crisis management\"\n";
    let codes = |line: &str, cited: &str| {
        let text = format!("{}{}", head(line), cite(cited));
        let mut found = found(&project(&[("s.annexa", &text)]));
        found.retain(|it| it.starts_with("R120") || it.starts_with("R110 \""));
        found
    };
    assert_eq!(codes("", "{ISO 24518:2015}"), ["R120 ISO 24518:2015"]);
    assert_eq!(codes("", "{ISO 24518:2015 5.1} and {ISO 24518:2015}"), ["R120 ISO 24518:2015 5.1"]);
    assert_eq!(codes(line, "{ISO 24518:2015 5.1}"), none());
    assert_eq!(codes(line, "{ISO 24518}"), ["R110 \"ISO 24518:2015\"", "R120 ISO 24518"]);
    assert_eq!(codes(line, "{ISO 24518:2009}"), ["R110 \"ISO 24518:2015\"", "R120 ISO 24518:2009"]);
    assert_eq!(codes(line, "no document"), ["R110 \"ISO 24518:2015\""]);
    // The titles of these documents are known.
    assert_eq!(codes("", "{ISO/IEC 27002:2013 5.1.1} {ISO/IEC 27001} {27002 5.1}"), none());
    // Braces cannot name this document, so it cannot be cited.
    assert_eq!(codes("  reference \"Regulation (EU) 2016/679\" \"GDPR\"\n", "no document"), none());
    // A term comes from this document.
    let text = format!(
        "{}\nterm \"x\" {{\n  definition \"x\"\n  source \"ISO 24518:2015, 3.1\"\n}}\n",
        head(line)
    );
    assert!(!found(&project(&[("s.annexa", &text)])).iter().any(|it| it.starts_with("R110 \"ISO")));
    let fixed = crate::testing::fixed(
        &project(&[("s.annexa", &format!("{}{}", head(line), cite("{ISO 24518 5.1}")))]),
        "R120",
    );
    assert!(fixed.contains("As in {ISO 24518:2015 5.1}."), "{fixed}");
}

#[test]
fn another_standard_is_named_by_its_designation() {
    let other = HEAD
        .replace("SMX", "ENR")
        .replace("  sector", "  designation ISO/IEC 27019:2024\n  sector");
    let other = format!(
        "{other}\nadd control ENR.8.35 \"x\" to 27002 8 {{\n  control \"\"\"\n    It should:\n\n    a) be;\n    b) go.\n  \"\"\"\n}}\n"
    );
    let cited = |cited: &str| {
        let own = format!("{HEAD}\ninterpret 27001 7.2 {{\n  text \"As in {{{cited}}}.\"\n}}\n");
        let project = project(&[("e.annexa", &other), ("s.annexa", &own)]);
        let mut found = found(&project);
        found.retain(|it| it.starts_with("R102") || it.starts_with("R120"));
        found
    };
    for known in [
        "ISO/IEC 27019:2024 8.35",
        "ISO/IEC 27019 8.35",
        "ISO/IEC 27019:2024 ENR.8.35",
        "ISO/IEC 27019:2024 8.35 b)",
        // The standard prints the controls of its base.
        "ISO/IEC 27019:2024 8.1",
        "ISO/IEC 27019:2024",
    ] {
        assert_eq!(cited(known), none(), "{known}");
    }
    assert_eq!(cited("ISO/IEC 27019:2024 8.99"), ["R102 ISO/IEC 27019:2024 8.99"]);
    assert_eq!(cited("ISO/IEC 27019:2024 8.35 z)"), ["R102 ISO/IEC 27019:2024 8.35 z)"]);
    assert_eq!(cited("ISO/IEC 27019:2017 8.99"), ["R120 ISO/IEC 27019:2017 8.99"]);
}

#[test]
fn words_to_replace_stand_in_the_wording_once() {
    let overlay = "overlay ISO/IEC 27002:2022\n\ncontrol 5.1 {\n  control \"Our pumps and\n    our meters are ours.\"\n  guidance \"Some words.\"\n}\n".replace("\"Our", "\"\"\"Our").replace("ours.\"", "ours.\"\"\"");
    let codes = |part: &str, words: &str, control: &str| {
        let own = format!(
            "{HEAD}\nmodify {part} 27002 {control} {{\n  replace \"{words}\" by \"these should be\"\n  reason \"No sector need.\"\n}}\n"
        );
        let mut found = found(&project(&[("o.annexa", &overlay), ("s.annexa", &own)]));
        found.retain(|it| it.starts_with("R126"));
        found
    };
    assert_eq!(codes("control", "pumps", "5.1"), none());
    assert_eq!(codes("control", "pumps and our  meters", "5.1"), none());
    assert_eq!(codes("guidance", "Some words", "5.1"), none());
    assert_eq!(codes("control", "our", "5.1"), ["R126 \"our\""]);
    assert_eq!(codes("control", "Some words", "5.1"), ["R126 \"Some words\""]);
    assert_eq!(codes("control", " ", "5.1"), ["R126 \" \""]);
    // The wording of this part is not available.
    assert_eq!(codes("control", "our", "5.2"), none());
    assert_eq!(codes("purpose", "our", "5.1"), none());
}

#[test]
fn names_that_no_reference_can_spell() {
    let term = |name: &str| format!("term \"{name}\" {{\n  definition \"x\"\n}}\n");
    for name in ["a \\\"b\\\" c", "a}b", "a{b", " "] {
        let found = of(&["R109", "R110 \"", "R118"], &term(name));
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert!(found[0].starts_with("R118"), "{name}: {found:?}");
    }
    for name in ["a (b), c", "a’b", "Ü 100 %"] {
        let used =
            format!("{}\ninterpret 27001 7.2 {{\n  text \"{{term {name}}}\"\n}}\n", term(name));
        assert_eq!(
            of(&["R1"], &used)
                .iter()
                .filter(|it| !it.starts_with("R110 op") && !it.starts_with("R110 su"))
                .count(),
            0,
            "{name}"
        );
    }
}

#[test]
fn languages_other_than_english_are_left_open() {
    let codes = |language: &str| {
        let head = HEAD.replace("  edition", &format!("  language {language}\n  edition"));
        let text =
            format!("{head}\nadd guidance to 27002 5.1 {{\n  text \"\"\"x shall y\"\"\"\n}}\n");
        let mut found = found(&project(&[("s.annexa", &text)]));
        found.retain(|it| !it.starts_with("R110"));
        found
    };
    assert_eq!(codes("en"), ["C602 shall"]);
    assert_eq!(codes("en-GB"), ["C602 shall"]);
    assert_eq!(codes("de"), ["T307 de"]);
    assert_eq!(codes("pt-BR"), ["T307 pt-BR"]);
    for (unknown, code) in [("xx", "R116"), ("german", "R116"), ("qqq-", "S001")] {
        let found = codes(unknown);
        assert_eq!(found.iter().filter(|it| it.starts_with(code)).count(), 1, "{found:?}");
    }
}

#[test]
fn guidance_is_for_controls() {
    let add = |what: &str, to: &str| format!("add {what} to {to} {{\n  text \"x\"\n}}\n");
    assert_eq!(of(&["R111"], &add("guidance", "27001 6.1.2")), ["R111 27001 6.1.2"]);
    assert_eq!(of(&["R111"], &add("information", "27001 6")), ["R111 27001 6"]);
    for (what, to) in [("note", "27001 6.1.2"), ("guidance", "27002 5.1"), ("guidance", "27002 5")]
    {
        assert_eq!(of(&["R111"], &add(what, to)), none(), "{what} {to}");
    }
}

#[test]
fn two_controls_of_one_standard_have_two_titles() {
    let control = |label: &str, title: &str| {
        format!("add control {label} \"{title}\" to 27002 8 {{\n  control \"It should.\"\n}}\n\n")
    };
    let two = |title: &str| {
        format!("{}{}", control("SMX.8.35", "Custody of keys"), control("SMX.8.36", title))
    };
    assert_eq!(of(&["R113"], &two("custody of  Keys")), ["R113 \"custody of  Keys\""]);
    assert_eq!(of(&["R113"], &two("Custody of pumps")), none());
    assert_eq!(of(&["R113"], &two("Clock synchronization")), ["R113 \"Clock synchronization\""]);
}

#[test]
fn a_label_is_below_the_number_of_the_base_or_the_printed_one() {
    let add = |label: &str| {
        format!("add requirement {label} \"x\" to 27001 4.3 {{\n  text \"It shall.\"\n}}\n\n")
    };
    let codes = |labels: &[&str]| {
        of(&["R115", "R112"], &labels.iter().map(|label| add(label)).collect::<String>())
    };
    assert_eq!(codes(&["SMX.4.3.1", "SMX.4.3.2"]), none());
    assert_eq!(codes(&["SMX.5.2.3.1", "SMX.5.2.3.2"]), none());
    assert_eq!(codes(&["SMX.5.3.3.1"]), ["R115 SMX.5.3.3.1"]);
    assert_eq!(codes(&["SMX.6.1.1"]), ["R115 SMX.6.1.1"]);
    assert_eq!(codes(&["SMX.5.2.3.1", "SMX.5.2.3.3"]), ["R112 SMX.5.2.3.3"]);
}

#[test]
fn citations_in_plain_words() {
    let guidance =
        |text: &str| format!("add guidance to 27002 5.1 {{\n  text \"\"\"{text}\"\"\"\n}}\n");
    for (text, written) in [
        ("See ISO/IEC 27002:2022, 5.99.", "{27002 5.99}"),
        ("See ISO/IEC 27001:2022, 6.1.3 c) and so on.", "{27001 6.1.3 c)}"),
        ("See ISO/IEC 27002, clause 5.", "{27002 5}"),
        ("See ISO/IEC 27001:2013, A.12.6.1.", "{27001:2013 A.12.6.1}"),
        ("See ISO/IEC 27001 A.5.1.", "{27001 A.5.1}"),
    ] {
        let declarations = guidance(text);
        assert_eq!(of(&["R128"], &declarations).len(), 1, "{text}");
        let fixed = crate::testing::fixed(&with_head(&declarations), "R128");
        assert!(fixed.contains(&format!("See {written}")), "{fixed}");
    }
    for text in [
        "See {ISO/IEC 27002:2022 5.1}.",
        "ISO/IEC 27002:2022 has 93 controls.",
        "ISO/IEC 27002:2022, 93 controls in all",
        "See ISO/IEC 27002.",
        "See EN ISO/IEC 27005, 5.1.",
    ] {
        assert_eq!(of(&["R128"], &guidance(text)), none(), "{text}");
    }
}

#[test]
fn what_a_key_names() {
    let of_change = |key: &str| {
        let mut found = found(&with_head(&format!(
            "refine 27001 10.2 {{\n  text \"It shall.\"\n  key {key}\n}}\n"
        )));
        found.retain(|it| it.starts_with("R10") || it.starts_with("S0"));
        found
    };
    for right in [
        "27001:2013 10.1",
        "27001:2013 10.1 c) for gone",
        "27001:2013 A.12.1.2",
        "27001 4.3",
        // This edition has no catalogue.
        "27001:2005 4.2",
        "\"X 12:2015\" 5.1",
        "ENR.5.38 a)",
    ] {
        assert_eq!(of_change(right), [""; 0], "{right}");
    }
    assert_eq!(of_change("27001:2013 10.9"), ["R102 27001:2013 10.9"]);
    assert_eq!(of_change("27001:2013 10.1 z)"), ["R102 27001:2013 10.1 z)"]);
    assert_eq!(of_change("nothing 4.1"), ["R101 nothing"]);
    let of_label = |key: &str| {
        let text = format!("add clause SMX.9 \"x\" to 27002 {{\n  text \"x\"\n  key {key}\n}}\n");
        let mut found = found(&with_head(&text));
        found.retain(|it| it.starts_with('S'));
        found
    };
    assert_eq!(of_label("SMX.10"), [""; 0]);
    for wrong in ["SMX.10 a)", "SMX.10 for operator", "27002 5.1", "27002:2013 5.1.1 for gone"] {
        assert_eq!(of_label(wrong), [format!("S010 {wrong}")], "{wrong}");
    }
}
