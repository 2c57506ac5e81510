use annexa_model::{FileId, Project};
use annexa_syntax::TextSize;

use super::{Jump, declaration, definition, type_definition};
use crate::Span;
use crate::testing::Fixture;

type Feature = fn(&Project, FileId, TextSize) -> Option<Jump>;

/// `origin > path: name | path: name`
fn shown(fixture: &Fixture, feature: Feature) -> String {
    let (file, offset) = fixture.cursor();
    let Some(jump) = feature(&fixture.project, file, offset) else { return "nowhere".to_owned() };
    let origin = fixture.shown(Span { file, range: jump.origin });
    let (_, origin) = origin.split_once(": ").unwrap();
    let targets: Vec<_> = jump.targets.iter().map(|target| fixture.shown(target.span())).collect();
    format!("{origin} > {}", targets.join(" | "))
}

fn defined(declarations: &str) -> String {
    shown(&Fixture::with_head(declarations), definition)
}

fn declared(declarations: &str) -> String {
    shown(&Fixture::with_head(declarations), declaration)
}

fn of_type(declarations: &str) -> String {
    shown(&Fixture::with_head(declarations), type_definition)
}

fn in_text(text: &str) -> String {
    format!(
        "term \"kiosk\" {{\n  definition \"x\"\n}}\n\nadd requirement SMX.4.3.1 \"x\" to 27001 4.3 {{\n  text \"\"\"\n    a) one\n    b) two\n  \"\"\"\n}}\n\ninterpret 27001 4.1 {{\n  text \"\"\"{text}\"\"\"\n}}\n"
    )
}

#[test]
fn the_base_clause_its_item_and_all_else_that_has_a_name() {
    let cases = [
        ("{27001 6.1.$03 c)}", "27001 6.1.3 c) > iso-iec-27001-2022.annexa: c)"),
        ("{2$07001 9.3.2 d) 2)}", "27001 9.3.2 d) 2) > iso-iec-27001-2022.annexa: 2)"),
        ("{27001 A.5.23$0}", "27001 A.5.23 > iso-iec-27002-2022.annexa: 5.23"),
        ("{270$001}", "27001 > iso-iec-27001-2022.annexa: ISO/IEC 27001:2022"),
        ("{27002:2013 12.$01.2}", "27002:2013 12.1.2 > iso-iec-27002-2013.annexa: 12.1.2"),
        ("{SMX.4.3.1 b$0)}", "SMX.4.3.1 b) > smx.annexa: b)"),
        ("{SMX.4.3$0.1}", "SMX.4.3.1 > smx.annexa: SMX.4.3.1"),
        ("{term Ki$0osk \"kiosks\"}", "Kiosk > smx.annexa: \"kiosk\""),
        ("{27001 6.1.3 z)$0}", "27001 6.1.3 z) > iso-iec-27001-2022.annexa: 6.1.3"),
        ("{27002 4.$02}", "27002 4.2 > iso-iec-27002-2022.annexa: 4.2"),
        ("{27001 $03}", "27001 3 > iso-iec-27001-2022.annexa: 3"),
        ("{27001 99$0}", "nowhere"),
        ("{ISO 9$0}", "nowhere"),
        ("27001 $06.1.3", "nowhere"),
    ];
    for (text, expected) in cases {
        assert_eq!(defined(&in_text(text)), expected, "{text}");
    }
    for (key, expected) in [
        ("27001:2013 10.1$0 c)", "27001:2013 10.1 c) > iso-iec-27001-2013.annexa: c)"),
        ("27001:2013 A.12$0.1.2", "27001:2013 A.12.1.2 > iso-iec-27002-2013.annexa: 12.1.2"),
        ("SMX.4.$03.1", "nowhere"),
    ] {
        let text = format!("refine 27001 10.2 c) {{\n  text \"x\"\n  key {key}\n}}\n");
        assert_eq!(defined(&text), expected);
    }
    assert_eq!(
        defined("refine 27001 6.1.3 c)$0 for supplier {\n  text \"x\"\n}\n"),
        "27001 6.1.3 c) > iso-iec-27001-2022.annexa: c)"
    );
    assert_eq!(
        defined("refine 27001 6.1.3 c) for suppl$0ier {\n  text \"x\"\n}\n"),
        "supplier > smx.annexa: supplier"
    );
    assert_eq!(
        defined("retain 27002 5.1 {\n  allow C6$007 \"x\"\n  reason \"No sector need.\"\n}\n"),
        "nowhere"
    );
}

#[test]
fn a_target_shows_what_is_around_the_name() {
    let fixture = Fixture::with_head("refine 27001 6.1.3 $0c) {\n  text \"x\"\n}\n");
    let (file, offset) = fixture.cursor();
    let full = |feature: Feature| {
        let target = feature(&fixture.project, file, offset).unwrap().targets[0];
        let full = fixture.shown(Span { file: target.file, range: target.full });
        full.split_once(": ").unwrap().1.to_owned()
    };
    assert_eq!(full(definition), "item c)");
    assert_eq!(full(declaration), "base ISO/IEC 27001:2022 + Amd 1:2024");
    assert!(full(type_definition).starts_with("catalogue ISO/IEC 27001:2022 \""));
    assert!(full(type_definition).ends_with('}'));
}

#[test]
fn lines_of_a_head() {
    let head = |line: &str| {
        format!(
            "standard S \"x\" {{\n  sector \"x\"\n  edition 1\n{line}\n}}\n\ninterpret isms 4.1 {{\n  text \"{{IEC 62056:2014 3}}\"\n}}\n"
        )
    };
    let at = |line: &str| shown(&Fixture::new(&head(line)), definition);
    assert_eq!(
        at("  base ISO/IEC$0 27001:2022 as isms"),
        "ISO/IEC 27001:2022 > iso-iec-27001-2022.annexa: ISO/IEC 27001:2022"
    );
    assert_eq!(at("  base ISO/IEC 27001:2022 + Amd 1:2024 as is$0ms"), "isms > smx.annexa: isms");
    let amendments = at("  base ISO/IEC 27001:2022 + Amd$0 1:2024 as isms");
    assert!(
        amendments.starts_with("Amd 1:2024 > iso-iec-27001-2022.annexa: \"Amd 1:2024\" | iso"),
        "{amendments}"
    );
    // No catalogue of it is known: the line is where it is.
    assert_eq!(at("  base ISO $099:2020 as isms"), "ISO 99:2020 > smx.annexa: ISO 99:2020");

    let other = head(
        "  base ISO/IEC 27001:2022 + Amd 1:2024 as isms\n  reference \"IEC 62056:2014\" \"x\"",
    );
    let cited = other.replace("IEC 62056:2014 3", "IEC 62056:2014 $03");
    assert_eq!(
        shown(&Fixture::new(&cited), definition),
        "IEC 62056:2014 3 > smx.annexa: \"IEC 62056:2014\""
    );
    let line = other.replace("\"IEC 62", "\"IEC$0 62");
    assert_eq!(
        shown(&Fixture::new(&line), definition),
        "\"IEC 62056:2014\" > smx.annexa: \"IEC 62056:2014\""
    );
    let alias = other.replace("interpret isms", "interpret i$0sms");
    assert_eq!(shown(&Fixture::new(&alias), definition), "isms > smx.annexa: isms");
    assert_eq!(shown(&Fixture::new(&alias), declaration), "isms > smx.annexa: ISO/IEC 27001:2022");
    let part = format!("//- a.annexa\n{other}//- b.annexa\npart of $0S\n");
    assert_eq!(shown(&Fixture::new(&part), definition), "S > a.annexa: S");
}

const OVERLAY: &str = "//- o.annexa\noverlay ISO/IEC 27001:2022\n\nclause 6.1.3 {\n  item c) \"the wording\"\n}\n//- s.annexa\nstandard S \"x\" {\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27001:2022 + Amd 1:2024\n}\n\n";

#[test]
fn behind_the_clause_comes_its_wording() {
    let with = |declarations: &str| Fixture::new(&format!("{OVERLAY}{declarations}"));
    assert_eq!(
        shown(&with("refine 27001 6.1.3 c$0) {\n  text \"x\"\n}\n"), definition),
        "27001 6.1.3 c) > iso-iec-27001-2022.annexa: c) | o.annexa: c)"
    );
    assert_eq!(
        shown(&with("refine 27001 6.1.$03 d) {\n  text \"x\"\n}\n"), definition),
        "27001 6.1.3 d) > iso-iec-27001-2022.annexa: d)"
    );
    let overlay = OVERLAY.replace("clause 6.1.3", "clause $06.1.3");
    assert_eq!(
        shown(&Fixture::new(&overlay), definition),
        "6.1.3 > iso-iec-27001-2022.annexa: 6.1.3"
    );
    assert_eq!(shown(&Fixture::new(&overlay), declaration), "6.1.3 > s.annexa: ISO/IEC 27001:2022");
}

#[test]
fn in_the_catalogues() {
    let fixture = Fixture::with_head("");
    let project = &fixture.project;
    let jump = |file: u32, before: &str, feature: Feature| {
        let file = FileId::BuiltIn(file);
        let text = project.document(file).unwrap().text().to_string();
        let offset = text.find(before).unwrap() + before.len();
        let jump = feature(project, file, TextSize::new(offset as u32)).unwrap();
        jump.targets.iter().map(|target| fixture.shown(target.span())).collect::<Vec<_>>()
    };
    assert_eq!(jump(1, "\nclause 6.1", definition), ["iso-iec-27001-2022.annexa: 6.1"]);
    assert_eq!(jump(1, "\nclause 6.1", declaration), ["smx.annexa: ISO/IEC 27001:2022"]);
    assert_eq!(
        jump(1, "\nclause 6.1", type_definition),
        ["iso-iec-27001-2022.annexa: ISO/IEC 27001:2022"]
    );
    assert_eq!(
        jump(1, "supersedes ", definition),
        ["iso-iec-27001-2013.annexa: ISO/IEC 27001:2013"]
    );
    assert_eq!(jump(5, "12.1.2 -> ", definition), ["iso-iec-27002-2022.annexa: 8.32"]);
    assert_eq!(jump(5, "\n  12.1.2", definition), ["iso-iec-27002-2013.annexa: 12.1.2"]);
}

#[test]
fn the_line_that_brings_the_document_in() {
    assert_eq!(
        declared(&in_text("{27001 A.5.$023}")),
        "27001 A.5.23 > smx.annexa: ISO/IEC 27001:2022"
    );
    assert_eq!(declared(&in_text("{27002:2013 12$0.1.2}")), "nowhere");
    assert_eq!(declared(&in_text("{term ki$0osk}")), "kiosk > smx.annexa: \"kiosk\"");
    assert_eq!(declared(&in_text("{SMX.4.3.1$0 b)}")), "SMX.4.3.1 b) > smx.annexa: SMX.4.3.1");
}

#[test]
fn the_document_that_a_thing_belongs_to() {
    assert_eq!(
        of_type(&in_text("{27001 A.5.$023}")),
        "27001 A.5.23 > iso-iec-27002-2022.annexa: ISO/IEC 27002:2022"
    );
    assert_eq!(of_type(&in_text("{SMX.4.3.1$0 b)}")), "SMX.4.3.1 b) > smx.annexa: SMX");
    assert_eq!(of_type(&in_text("{term ki$0osk}")), "kiosk > smx.annexa: SMX");
}
