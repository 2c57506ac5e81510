use expect_test::expect;

use super::*;
use crate::testing::{Fixture, HEAD};

fn shown(text: &str) -> String {
    let fixture = Fixture::new(text);
    let file = FileId::Project(0);
    let tokens = semantic_tokens(&fixture.project, file, None, &|| false);
    assert!(tokens.windows(2).all(|pair| pair[0].range.end() <= pair[1].range.start()));
    let text = fixture.project.document(file).unwrap().text().to_string();
    let mut shown = String::new();
    for token in tokens {
        let mut name = SemanticTokenKind::LEGEND[token.kind as usize].0.to_owned();
        for (bit, (modifier, _)) in SemanticTokenModifier::LEGEND.iter().enumerate() {
            if token.modifiers & 1 << bit != 0 {
                name = format!("{name}.{modifier}");
            }
        }
        let covered = &text[std::ops::Range::from(token.range)];
        shown.push_str(&format!("{name} {covered:?}\n"));
    }
    shown
}

#[test]
fn a_head_with_bases_of_two_editions() {
    expect![[r#"
        comment "// Meters // for all"
        keyword "standard"
        namespace.declaration "SMX"
        string "\"Meters\""
        comment "// the head"
        property "edition"
        number "2026"
        property "status"
        enumMember "draft"
        property "base"
        document "ISO/IEC 27001:"
        document.deprecated "2013"
        document "Amd 1:2024"
        keyword "as"
        reference.declaration "isms"
        comment "// to be replaced"
        property "base"
        document "ISO/IEC 27002"
        property "audience"
        audience.declaration "operator"
        string "\"Operator // main\""
        property "allow"
        rule "C606"
    "#]].assert_eq(&shown(
        "// Meters // for all\nstandard SMX \"Meters\" { // the head\n  edition 2026\n  status draft\n  base ISO/IEC 27001:2013 + Amd 1:2024 as isms // to be replaced\n  base ISO/IEC 27002\n  audience operator \"Operator // main\"\n  allow C606 \"It is.\"\n}\n",
    ));
}

#[test]
fn references_terms_and_verbal_forms() {
    expect![[r#"
        keyword "standard"
        namespace.declaration "SMX"
        string "\"x\""
        property "base"
        document "ISO/IEC 27002:"
        document "2022"
        keyword "term"
        term.declaration "\"head-end system\""
        property "definition"
        keyword "add control"
        label.declaration "SMX.8.35"
        string "\"Custody\""
        comment "// to be moved"
        keyword "to"
        reference "27002"
        reference "8"
        keyword "for"
        audience "operator"
        audience "supplier"
        property "type"
        enumMember "preventive"
        enumMember "detective"
        property "control"
        verbalForm.recommendation "should"
        verbalForm.requirement "shall"
        verbalForm.requirement "not"
        verbalForm.permission "need not"
        reference "27002"
        reference.deprecated "2013"
        reference "12.1.2"
        reference "27002"
        reference "5.1"
        listMark "a)"
        label "SMX.4.3"
        reference "b)"
        verbalForm.law "must"
        keyword "term"
        term "head-end system"
        string "\"systems\""
        remark "NOTE 1"
        verbalForm.capability "can"
        document "ISO/IEC 27036-2:"
        document "2022"
        reference "6.1"
        property "key"
        label "SMX.8.34"
    "#]].assert_eq(&shown(
        "standard SMX \"x\" {\n  base ISO/IEC 27002:2022\n}\n\nterm \"head-end system\" {\n  definition \"x\"\n}\n\nadd control SMX.8.35 \"Custody\" // to be moved\n  to 27002 8 for operator, supplier {\n  type preventive, detective\n  control \"\"\"\n    It should and shall\n    not, but need not, {27002:2013 12.1.2} {27002 5.1}:\n\n    a) {SMX.4.3 b)} must {term head-end system \"systems\"};\n\n    NOTE 1 It can, see {ISO/IEC 27036-2:2022 6.1}.\n  \"\"\"\n  key SMX.8.34\n}\n",
    ));
}

#[test]
fn verbal_forms_are_marked_where_the_language_is_english() {
    let text = "interpret 27001 7.2 {\n  text \"He can, she shall {27001 7.1}.\"\n}\n";
    let marked = |language: &str, files: &str| {
        let head = HEAD.replace("  edition", &format!("  language {language}\n  edition"));
        let shown = shown(&files.replace("HEAD", &head).replace("TEXT", text));
        shown.lines().filter(|line| line.starts_with("verbalForm")).count()
    };
    for (language, expected) in [("en", 2), ("en-GB", 2), ("de", 0), ("pt-BR", 0)] {
        assert_eq!(marked(language, "HEAD\nTEXT"), expected, "{language}");
        // In a part of the standard too, whose head is in another file.
        let parts = "//- a.annexa\npart of SMX\n\nTEXT//- b.annexa\nHEAD";
        assert_eq!(marked(language, parts), expected, "{language}");
    }
}

#[test]
fn correspondences_and_catalogues() {
    expect![[r#"
        keyword "correspondence"
        document "ISO 99:"
        document "2013"
        keyword "to"
        document "ISO 99:"
        document "2022"
        keyword "rest"
        keyword "unchanged"
        reference "9.3"
        reference "c)"
        operator "->"
        reference "9.3.2"
        reference "d)"
        keyword "new"
        reference "6.3"
        keyword "catalogue"
        document "ISO 99:"
        document "2022"
        string "\"x\""
        keyword "clause"
        label.declaration "4"
        string "\"Context\""
        property "item"
        listMark "a)"
        property "item"
        listMark "1)"
        keyword "annex"
        label.declaration "A"
        string "\"Controls\""
        keyword "of"
        document "ISO 98:"
        document "2022"
    "#]].assert_eq(&shown(
        "correspondence ISO 99:2013 to ISO 99:2022 {\n  rest unchanged\n  9.3 c) -> 9.3.2 d)\n  new 6.3\n}\n\ncatalogue ISO 99:2022 \"x\"\n\nclause 4 \"Context\" {\n  item a) { item 1) }\n}\n\nannex A \"Controls\" of ISO 98:2022\n",
    ));
}

#[test]
fn a_range_takes_the_items_that_it_touches() {
    let fixture = Fixture::with_head("$0retain 27002 5.1\n\n$0retain 27002 5.2\n");
    let (file, start) = fixture.marks[0];
    let range = TextRange::new(start, fixture.marks[1].1 - TextSize::of("\n"));
    let tokens = semantic_tokens(&fixture.project, file, Some(range), &|| false);
    assert_eq!(tokens.len(), 3);
    assert_eq!(tokens[0].range.start(), start);
    let beyond = TextRange::new(99_990.into(), 99_999.into());
    assert_eq!(semantic_tokens(&fixture.project, file, Some(beyond), &|| false).len(), 3);
}
