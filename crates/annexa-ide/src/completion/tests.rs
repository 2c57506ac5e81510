//! What is offered where, and what it does to the text.

use expect_test::{Expect, expect};

use super::{CompletionItem, CompletionOptions, Insert, completion, documentation};
use crate::testing::{Fixture, HEAD};

const PLAIN: CompletionOptions = CompletionOptions { snippets: false };
const SNIPPETS: CompletionOptions = CompletionOptions { snippets: true };

fn items(text: &str, options: CompletionOptions) -> (Fixture, Vec<CompletionItem>) {
    let fixture = Fixture::new(text);
    let (file, offset) = fixture.cursor();
    let items = completion(&fixture.project, file, offset, options);
    let document = fixture.project.document(file).unwrap();
    let text = document.text().to_string();
    for item in &items {
        let range = std::ops::Range::<usize>::from(item.range);
        assert!(range.contains(&offset.into()) || range.end == usize::from(offset), "{item:?}");
        assert!(!text[range].contains('\n'), "{item:?}");
    }
    (fixture, items)
}

/// The first items: label, detail and description, and the line of the cursor once it is taken.
fn check_file(text: &str, options: CompletionOptions, count: usize, expected: Expect) {
    let (fixture, items) = items(text, options);
    let (file, offset) = fixture.cursor();
    let source = fixture.project.document(file).unwrap().text().to_string();
    let mut shown = String::new();
    for item in items.iter().take(count) {
        let mut after = source.clone();
        let (Insert::Plain(insert) | Insert::Snippet(insert)) = &item.insert;
        after.replace_range(std::ops::Range::<usize>::from(item.range), insert);
        let start = source[..offset.into()].rfind('\n').map_or(0, |at| at + 1);
        let end = usize::from(item.range.start()) + insert.len();
        let end = after[end..].find('\n').map_or(after.len(), |at| at + end);
        let columns = [&item.label, &item.detail, &item.description].map(String::as_str);
        let columns: Vec<_> = columns.into_iter().filter(|column| !column.is_empty()).collect();
        shown.push_str(&format!("{} => {}\n", columns.join(" | "), &after[start..end]));
    }
    expected.assert_eq(&shown);
}

/// The same below [`HEAD`], without snippets.
fn check(declarations: &str, count: usize, expected: Expect) {
    check_file(&format!("{HEAD}{declarations}"), PLAIN, count, expected);
}

fn labels(declarations: &str) -> Vec<String> {
    let (_, items) = items(&format!("{HEAD}{declarations}"), PLAIN);
    items.into_iter().map(|item| item.label).collect()
}

#[test]
fn controls_in_heads() {
    check(
        "add guidance to clo ser$0\n",
        2,
        expect![[r#"
        27002 5.23 | Information security for use of cloud services | Organizational controls · ISO/IEC 27002:2022 => add guidance to 27002 5.23
        27002 7.13 | Equipment maintenance | Physical controls · ISO/IEC 27002:2022 => add guidance to 27002 7.13
    "#]],
    );
    check(
        "add guidance to 27002 clo$0 for operator {\n}\n",
        2,
        expect![[r#"
        8.17 | Clock synchronization | Technological controls · ISO/IEC 27002:2022 => add guidance to 27002 8.17 for operator {
        5.23 | Information security for use of cloud services | Organizational controls · ISO/IEC 27002:2022 => add guidance to 27002 5.23 for operator {
    "#]],
    );
    check(
        "modify control 27002 5.2$0 {\n  reason \"x\"\n}\n",
        2,
        expect![[r#"
            5.2 | Information security roles and responsibilities | Organizational controls · ISO/IEC 27002:2022 => modify control 27002 5.2 {
            5.20 | Addressing information security within supplier agreements | Organizational controls · ISO/IEC 27002:2022 => modify control 27002 5.20 {
        "#]],
    );
    check(
        "retain 15.1.1$0\n",
        2,
        expect![[r#"
        27002 5.19 | Information security in supplier relationships | 2013: 15.1.1 · Organizational controls · ISO/IEC 27002:2022 => retain 27002 5.19
    "#]],
    );
    check(
        "add guidance to telework$0\n",
        2,
        expect![[r#"
        27002 6.7 | Remote working | 2013: 6.2.2 Teleworking · People controls · ISO/IEC 27002:2022 => add guidance to 27002 6.7
    "#]],
    );
    check(
        "add guidance to #detective$0\n",
        2,
        expect![[r#"
            27002 5.7 | Threat intelligence | Organizational controls · ISO/IEC 27002:2022 => add guidance to 27002 5.7
            27002 5.25 | Assessment and decision on information security events | Organizational controls · ISO/IEC 27002:2022 => add guidance to 27002 5.25
        "#]],
    );
}

#[test]
fn no_more_than_what_is_missing() {
    check(
        "refine 27001 6.1.3 $0\n",
        2,
        expect![[r#"
        a) | 6.1.3 Information security risk treatment => refine 27001 6.1.3 a)
        b) | 6.1.3 Information security risk treatment => refine 27001 6.1.3 b)
    "#]],
    );
    check(
        "refine 27001 9.3.2 d) $0 {\n}\n",
        2,
        expect![[r#"
        1) | 9.3.2 Management review inputs => refine 27001 9.3.2 d) 1) {
        2) | 9.3.2 Management review inputs => refine 27001 9.3.2 d) 2) {
    "#]],
    );
    check(
        "refine 27001 9.3.2 c$0\n",
        1,
        expect![[r#"
        c) | 9.3.2 Management review inputs => refine 27001 9.3.2 c)
    "#]],
    );
    check(
        "refine 6.1.3 c$0\n",
        1,
        expect![[r#"
        27001 6.1.3 c) | 6.1.3 Information security risk treatment => refine 27001 6.1.3 c)
    "#]],
    );
    check(
        "interpret 27001$0\n",
        3,
        expect![[r#"
            27001 | Information security, cybersecurity and privacy protection — Information security management systems — Requirements | ISO/IEC 27001:2022 => interpret 27001
            27001 4 | Context of the organization | ISO/IEC 27001:2022 => interpret 27001 4
            27001 4.1 | Understanding the organization and its context | Context of the organization · ISO/IEC 27001:2022 => interpret 27001 4.1
        "#]],
    );
    check(
        "interpret 27001 $0\n",
        2,
        expect![[r#"
            4 | Context of the organization | ISO/IEC 27001:2022 => interpret 27001 4
            4.1 | Understanding the organization and its context | Context of the organization · ISO/IEC 27001:2022 => interpret 27001 4.1
        "#]],
    );
    check(
        "retain 5.$023 {\n  reason \"x\"\n}\n",
        2,
        expect![[r#"
            27001 5.1 | Leadership and commitment | Leadership · ISO/IEC 27001:2022 => retain 27001 5.1 {
            27001 5.2 | Policy | Leadership · ISO/IEC 27001:2022 => retain 27001 5.2 {
        "#]],
    );
}

#[test]
fn what_is_changed_already_is_marked() {
    check(
        "add guidance to 27002 5.23 for operator {\n  text \"x\"\n}\n\nretain 27002 5.24 {\n  reason \"x\"\n}\n\nmodify control 27002 5.23 {\n  addition \"x\"\n  reason \"x\"\n}\n\nadd note to 27002 5.2$0\n",
        7,
        expect![[r#"
            5.2 | Information security roles and responsibilities | Organizational controls · ISO/IEC 27002:2022 => add note to 27002 5.2
            5.20 | Addressing information security within supplier agreements | Organizational controls · ISO/IEC 27002:2022 => add note to 27002 5.20
            5.21 | Managing information security in the ICT supply chain | Organizational controls · ISO/IEC 27002:2022 => add note to 27002 5.21
            5.22 | Monitoring, review and change management of supplier services | Organizational controls · ISO/IEC 27002:2022 => add note to 27002 5.22
            5.23 | Information security for use of cloud services | modified, guidance added · Organizational controls · ISO/IEC 27002:2022 => add note to 27002 5.23
            5.24 | Information security incident management planning and preparation | retained · Organizational controls · ISO/IEC 27002:2022 => add note to 27002 5.24
            5.25 | Assessment and decision on information security events | Organizational controls · ISO/IEC 27002:2022 => add note to 27002 5.25
        "#]],
    );
}

#[test]
fn references_in_texts() {
    let text = |typed: &str| {
        format!("interpret 27001 4.1 {{\n  text \"\"\"\n    See {typed}\n  \"\"\"\n}}\n")
    };
    check(
        &text("{27002 clo$0 there."),
        1,
        expect![[r#"
        8.17 | Clock synchronization | Technological controls · ISO/IEC 27002:2022 =>     See {27002 8.17} there.
    "#]],
    );
    check(
        &text("{27002 clo$0} there."),
        1,
        expect![[r#"
        8.17 | Clock synchronization | Technological controls · ISO/IEC 27002:2022 =>     See {27002 8.17} there.
    "#]],
    );
    check(
        &text("{5.23$0"),
        1,
        expect![[r#"
        27002 5.23 | Information security for use of cloud services | Organizational controls · ISO/IEC 27002:2022 =>     See {27002 5.23}
    "#]],
    );
    check(
        &text("{27002 5.1} and {backup$0, and {27002 5.2}"),
        1,
        expect![[r#"
        27002 8.13 | Information backup | Technological controls · ISO/IEC 27002:2022 =>     See {27002 5.1} and {27002 8.13}, and {27002 5.2}
    "#]],
    );
    check(
        &text("{27001 6.1.3 $0} there"),
        2,
        expect![[r#"
        a) | 6.1.3 Information security risk treatment =>     See {27001 6.1.3 a)} there
        b) | 6.1.3 Information security risk treatment =>     See {27001 6.1.3 b)} there
    "#]],
    );
    check(
        &text("{27001 A.5.2$0}"),
        2,
        expect![[r#"
            A.5.2 | Information security roles and responsibilities | Organizational controls · ISO/IEC 27002:2022 =>     See {27001 A.5.2}
            A.5.20 | Addressing information security within supplier agreements | Organizational controls · ISO/IEC 27002:2022 =>     See {27001 A.5.20}
        "#]],
    );
    check(
        &text("{27002:2013 15.1.1$0"),
        1,
        expect![[r#"
        15.1.1 | Information security policy for supplier relationships | Supplier relationships · ISO/IEC 27002:2013 =>     See {27002:2013 15.1.1}
    "#]],
    );
    check(
        &text("{ISO/IEC 27002:2013 telew$0"),
        1,
        expect![[r#"
        6.2.2 | Teleworking | Organization of information security · ISO/IEC 27002:2013 =>     See {ISO/IEC 27002:2013 6.2.2}
    "#]],
    );
    check(
        &text("{$0"),
        4,
        expect![[r#"
            27001 | Information security, cybersecurity and privacy protection — Information security management systems — Requirements | ISO/IEC 27001:2022 =>     See {27001
            27002 | Information security, cybersecurity and privacy protection — Information security controls | ISO/IEC 27002:2022 =>     See {27002
            27001 4 | Context of the organization | ISO/IEC 27001:2022 =>     See {27001 4}
            27001 4.1 | Understanding the organization and its context | Context of the organization · ISO/IEC 27001:2022 =>     See {27001 4.1}
        "#]],
    );
    for nothing in
        ["see$0", "{{27002 5$0", "{27002 5.1} 5$0", "{figure \"$0", "{ISO/IEC 27036-2:2022 6$0"]
    {
        assert_eq!(labels(&text(nothing)), [""; 0], "{nothing}");
    }
    assert_eq!(labels("add control SMX.8.35 \"See {27002 5.$0\" to 27002 8\n"), [""; 0]);
    assert_eq!(labels("retain 27002 5.1 {\n  reason \"See {27002 5.23$0\"\n}\n"), ["5.23"]);
    assert_eq!(labels("// {27002 5.23$0\n"), [""; 0]);
}

#[test]
fn terms_and_added_provisions() {
    let added = "term \"head-end system\" {\n  definition \"x\"\n}\n\nadd control SMX.8.35 \"Custody of meter keys\" to 27002 8 {\n  control \"\"\"\n    It should:\n\n    a) one;\n    b) two.\n  \"\"\"\n}\n\ninterpret 27001 4.1 {\n  text \"\"\"";
    check(
        &format!("{added}{{head$0"),
        1,
        expect![[r#"
        term head-end system | term of SMX =>   text """{term head-end system}
    "#]],
    );
    check(
        &format!("{added}{{term he$0"),
        1,
        expect![[r#"
        head-end system | term of SMX =>   text """{term head-end system}
    "#]],
    );
    check(
        &format!("{added}{{term $0 \"systems\"}}"),
        1,
        expect![[r#"
        head-end system | term of SMX =>   text """{term head-end system "systems"}
    "#]],
    );
    check(
        &format!("{added}{{SMX.$0"),
        1,
        expect![[r#"
        SMX.8.35 | Custody of meter keys | control of SMX =>   text """{SMX.8.35}
    "#]],
    );
    check(
        &format!("{added}{{keys cust$0"),
        1,
        expect![[r#"
        SMX.8.35 | Custody of meter keys | control of SMX =>   text """{SMX.8.35}
    "#]],
    );
    check(
        &format!("{added}{{SMX.8.35 $0"),
        2,
        expect![[r#"
            a) | one; | SMX.8.35 Custody of meter keys =>   text """{SMX.8.35 a)}
            b) | two. | SMX.8.35 Custody of meter keys =>   text """{SMX.8.35 b)}
        "#]],
    );
}

#[test]
fn half_typed_heads() {
    // The line is no head yet, and belongs to the item of the one above.
    check(
        "retain 27002 5.1 {\n  reason \"x\"\n\nrefine $0\n\nretain 27002 5.2\n",
        1,
        expect![[r#"
            27001 | Information security, cybersecurity and privacy protection — Information security management systems — Requirements | ISO/IEC 27001:2022 => refine 27001
        "#]],
    );
    check(
        "add gui$0",
        1,
        expect![[r#"
        add guidance | guidance that goes with a control of the base (ISO/IEC 27009, 6.2) => add guidance 
    "#]],
    );
    check(
        "guid$0\n",
        2,
        expect![[r#"
        add guidance | guidance that goes with a control of the base (ISO/IEC 27009, 6.2) => add guidance 
        modify guidance | changes the guidance for a control (ISO/IEC 27009, 6.3) => modify guidance 
    "#]],
    );
    check(
        "add guidance $0\n",
        1,
        expect![[r#"
        to => add guidance to 
    "#]],
    );
    check(
        "add guidance to 27002 5.23 $0\n",
        2,
        expect![[r#"
        for => add guidance to 27002 5.23 for 
    "#]],
    );
    check(
        "add guidance to 27002 5.23 for operator, $0\n",
        2,
        expect![[r#"
        supplier | Supplier => add guidance to 27002 5.23 for operator, supplier
    "#]],
    );
    check(
        "add guidance to 27002 information for$0\n",
        2,
        expect![[r#"
            5.14 | Information transfer | Organizational controls · ISO/IEC 27002:2022 => add guidance to 27002 5.14
            5.17 | Authentication information | Organizational controls · ISO/IEC 27002:2022 => add guidance to 27002 5.17
        "#]],
    );
    check(
        "add requirement SMX.9.3.2.1 \"x\" to 27001 9.3.2 as $0 {\n  text \"x\"\n}\n",
        2,
        expect![[r#"
            h) => add requirement SMX.9.3.2.1 "x" to 27001 9.3.2 as h) {
        "#]],
    );
}

#[test]
fn labels_with_the_next_free_number() {
    let added = "add control SMX.8.35 \"x\" to 27002 8 {\n  control \"x\"\n}\n\nadd clause SMX.A \"Own\" to 27002\n\n";
    check(
        &format!("{added}add control SMX.8.$0\n"),
        1,
        expect![[r#"
        SMX.8.36 | next below 8 Technological controls => add control SMX.8.36
    "#]],
    );
    check(
        &format!("{added}add control $0\n"),
        5,
        expect![[r#"
        SMX.5.38 | next below 5 Organizational controls => add control SMX.5.38
        SMX.6.9 | next below 6 People controls => add control SMX.6.9
        SMX.7.15 | next below 7 Physical controls => add control SMX.7.15
        SMX.8.36 | next below 8 Technological controls => add control SMX.8.36
        SMX.A.1 | next below A Own, added clause => add control SMX.A.1
    "#]],
    );
    check(
        &format!("{added}add control $0 \"x\" to 27002 7\n"),
        1,
        expect![[r#"
        SMX.7.15 | next below 7 Physical controls => add control SMX.7.15 "x" to 27002 7
    "#]],
    );
    check(
        &format!("{added}add control SMX.A.$0\n"),
        1,
        expect![[r#"
        SMX.A.1 | next below A Own, added clause => add control SMX.A.1
    "#]],
    );
    check(
        &format!("{added}add requirement SMX.4.3$0\n"),
        1,
        expect![[r#"
        SMX.4.3.1 | next below 4.3 Determining the scope of the information security management system => add requirement SMX.4.3.1
    "#]],
    );
    check(
        &format!("{added}add clause $0\n"),
        2,
        expect![[r#"
        SMX.11 | next below ISO/IEC 27001:2022 => add clause SMX.11
        SMX.4.5 | next below 4 Context of the organization => add clause SMX.4.5
    "#]],
    );
}

#[test]
fn fields_that_are_missing() {
    check(
        "add control SMX.8.35 \"x\" to 27002 8 {\n  control \"x\"\n  $0\n  type preventive\n}\n",
        20,
        expect![[r#"
            purpose | what the control is there for | required =>   purpose 
            properties | information security properties | required =>   properties 
            concepts | cybersecurity concepts | required =>   concepts 
            capabilities | operational capabilities | required =>   capabilities 
            domains | security domains | required =>   domains 
            guidance | implementation guidance, for all or for some audiences =>   guidance 
            information | other information; it holds no provision =>   information 
            rationale | why it is said; it is not part of the provision =>   rationale 
            key | the label that the provision was first published under =>   key 
            applies | the condition under which it applies =>   applies 
            allow | a rule that is silent here, and why =>   allow 
        "#]],
    );
    check(
        "refine 27001 4.1 {\n  t$0\n}\n",
        20,
        expect![[r#"
        text | the wording | required =>   text 
    "#]],
    );
    check(
        "add control SMX.8.35 \"x\" to 27002 8 {\n  guidance \"x\"\n  gu$0\n}\n",
        20,
        expect![[r#"
            guidance | implementation guidance, for all or for some audiences =>   guidance 
        "#]],
    );
    check_file(
        &format!("{HEAD}refine 27001 4.1 {{\n  t$0\n}}\n"),
        SNIPPETS,
        20,
        expect![[r#"
        text | the wording | required =>   text """$1"""
    "#]],
    );
}

#[test]
fn values_of_fields() {
    let control =
        |field: &str| format!("add control SMX.8.35 \"x\" to 27002 8 {{\n  {field}\n}}\n");
    assert_eq!(labels(&control("type $0")), ["preventive", "detective", "corrective"]);
    assert_eq!(labels(&control("properties confidentiality, $0")), ["integrity", "availability"]);
    assert_eq!(
        labels(&control("capabilities governance, netw$0")),
        ["system_and_network_security"]
    );
    assert_eq!(labels(&control("guidance for $0")), ["operator", "supplier"]);
    assert_eq!(labels(&control("guidance for operator, $0")), ["supplier"]);
    check(
        &control("allow C6$0"),
        2,
        expect![[r#"
        C601 | one-should | error =>   allow C601
        C602 | shall-in-control | error =>   allow C602
    "#]],
    );
    check(
        &control("allow one$0"),
        1,
        expect![[r#"
        C601 | one-should | error =>   allow C601
    "#]],
    );
}

#[test]
fn heads_of_standards() {
    let head =
        |field: &str| format!("standard SMX \"x\" {{\n  base ISO/IEC 27002:2022\n  {field}\n}}\n");
    check_file(
        &head("$0"),
        PLAIN,
        4,
        expect![[r#"
        sector | the sector | required =>   sector 
        edition | the year of the edition | required =>   edition 
        designation | how the standard is cited =>   designation 
        status | how far the standard has come =>   status 
    "#]],
    );
    check_file(
        &head("status $0"),
        PLAIN,
        9,
        expect![[r#"
        draft =>   status draft
        committee =>   status committee
        enquiry =>   status enquiry
        published =>   status published
        withdrawn =>   status withdrawn
    "#]],
    );
    check_file(
        &head("base $0"),
        PLAIN,
        9,
        expect![[r#"
        ISO/IEC 27001:2022 | Information security, cybersecurity and privacy protection — Information security management systems — Requirements =>   base ISO/IEC 27001:2022
        ISO/IEC 27001:2013 | Information technology — Security techniques — Information security management systems — Requirements =>   base ISO/IEC 27001:2013
        ISO/IEC 27002:2013 | Information technology — Security techniques — Code of practice for information security controls =>   base ISO/IEC 27002:2013
        ISO/IEC 27001 | the latest edition =>   base ISO/IEC 27001
        ISO/IEC 27002 | the latest edition =>   base ISO/IEC 27002
    "#]],
    );
    check_file(
        &head("base ISO/IEC 27001:2022 $0"),
        PLAIN,
        9,
        expect![[r#"
        Amd 1:2024 =>   base ISO/IEC 27001:2022 + Amd 1:2024
        as =>   base ISO/IEC 27001:2022 as 
    "#]],
    );
    check_file(
        &head("base ISO/IEC 27001:2022 + $0"),
        PLAIN,
        9,
        expect![[r#"
        Amd 1:2024 =>   base ISO/IEC 27001:2022 + Amd 1:2024
    "#]],
    );
    check_file(
        "$0",
        PLAIN,
        9,
        expect![[r#"
        standard | the head of a sector-specific standard => standard 
        part of | this file carries a standard on => part of 
        catalogue | the provisions of an edition of another document => catalogue 
        overlay | licensed wording for a catalogue; it stays on this machine => overlay 
        correspondence | what became of the provisions of one edition in another => correspondence 
    "#]],
    );
    check_file(
        "sta$0",
        SNIPPETS,
        9,
        expect![[r#"
        standard | the head of a sector-specific standard => standard ${1:PREFIX} "${2:title}" {
          sector "$3"
          edition $4
          base $5
        }
    "#]],
    );
    check_file(
        "//- a.annexa\nstandard SMX \"Meters\" {\n}\n//- b.annexa\npart of $0\n",
        PLAIN,
        9,
        expect![[r#"
            SMX | Meters => part of SMX
        "#]],
    );
}

#[test]
fn whole_declarations() {
    let file = |typed: &str| format!("{HEAD}{typed}\n");
    check_file(
        &file("add con$0"),
        SNIPPETS,
        1,
        expect![[r#"
        add control | a further control (ISO/IEC 27009, 6.2) => add control SMX.${1:number} "${2:title}" to 27002 ${3:number} {
          type $4
          properties $5
          concepts $6
          capabilities $7
          domains $8
          control """$9"""
          purpose """$10"""
          guidance """$11"""
        }
    "#]],
    );
    check_file(
        &file("retain$0"),
        SNIPPETS,
        1,
        expect![[r#"
        retain | looked at and left unchanged => retain 27002 ${1:number} {
          reason """$2"""
        }
    "#]],
    );
    check_file(
        &file("modify$0"),
        SNIPPETS,
        1,
        expect![[r#"
        modify control | changes a control and takes nothing away (ISO/IEC 27009, 6.3) => modify control 27002 ${1:number} {
          addition """$2"""
          reason """$3"""
        }
    "#]],
    );
    check_file(
        &file("term$0"),
        SNIPPETS,
        1,
        expect![[r#"
        term | a term and its definition => term "${1:name}" {
          definition """$2"""
        }
    "#]],
    );
}

#[test]
fn catalogues_overlays_and_correspondences() {
    check_file(
        "overlay ISO/IEC 27002:2022\n\ncontrol clou$0\n",
        PLAIN,
        2,
        expect![[r#"
        5.23 | Information security for use of cloud services | Organizational controls · ISO/IEC 27002:2022 => control 5.23
        8.10 | Information deletion | Technological controls · ISO/IEC 27002:2022 => control 8.10
    "#]],
    );
    check_file(
        "correspondence ISO/IEC 27002:2013 to ISO/IEC 27002:2022 {\n  5.1.1 -> 5.1\n  telew$0\n}\n",
        PLAIN,
        2,
        expect![[r#"
            6.2.2 | Teleworking | Organization of information security · ISO/IEC 27002:2013 =>   6.2.2
            6.2 | Mobile devices and teleworking | Organization of information security · ISO/IEC 27002:2013 =>   6.2
        "#]],
    );
    check_file(
        "correspondence ISO/IEC 27002:2013 to ISO/IEC 27002:2022 {\n  6.2.2 -> remo$0\n}\n",
        PLAIN,
        2,
        expect![[r#"
            6.7 | Remote working | People controls · ISO/IEC 27002:2022 =>   6.2.2 -> 6.7
            6 | People controls | ISO/IEC 27002:2022 =>   6.2.2 -> 6
        "#]],
    );
    check_file(
        "correspondence ISO/IEC 27002:2013 to $0",
        PLAIN,
        2,
        expect![[r#"
        ISO/IEC 27001:2022 | Information security, cybersecurity and privacy protection — Information security management systems — Requirements => correspondence ISO/IEC 27002:2013 to ISO/IEC 27001:2022
        ISO/IEC 27002:2022 | Information security, cybersecurity and privacy protection — Information security controls => correspondence ISO/IEC 27002:2013 to ISO/IEC 27002:2022
    "#]],
    );
}

#[test]
fn an_edition_that_is_no_base_and_has_had_its_day() {
    let text = "interpret 27001 4.1 {\n  text \"\"\"{27002:2013 5.1.1$0";
    let (_, found) = items(&format!("{HEAD}{text}"), PLAIN);
    assert!(found[0].deprecated);
    let (_, found) = items(&format!("{HEAD}interpret 27001 4.1$0\n"), PLAIN);
    assert!(!found[0].deprecated);
}

#[test]
fn what_there_is_to_say_comes_late() {
    let text = "term \"head-end system\" {\n  definition \"system that reads\"\n}\n\nadd control SMX.8.35 \"Custody\" to 27002 8 {\n  control \"Keys should be kept.\"\n}\n\ninterpret 27001 4.1 {\n  text \"\"\"{$0";
    let (fixture, found) = items(&format!("{HEAD}{text}"), PLAIN);
    let said = |label: &str| {
        let item = found.iter().find(|item| item.label == label).unwrap();
        documentation(&fixture.project, item.key.as_deref().unwrap()).unwrap()
    };
    assert!(
        said("27002 5.23").starts_with("**5.23 Information security for use of cloud services**")
    );
    assert!(said("SMX.8.35").ends_with("Keys should be kept."));
    assert!(said("term head-end system").ends_with("system that reads"));
    assert_eq!(documentation(&fixture.project, "provision\tSMX\tISO/IEC 27002\t2022\t9.99"), None);
    assert_eq!(documentation(&fixture.project, "nonsense"), None);
    let (fixture, found) =
        items(&format!("{HEAD}retain 27002 5.1 {{\n  allow R112$0\n}}\n"), PLAIN);
    let said = documentation(&fixture.project, found[0].key.as_deref().unwrap()).unwrap();
    assert!(said.starts_with("**R112 numbering-gap**"), "{said}");
}

/// Nothing panics, wherever the cursor stands, in whole and in broken texts.
#[test]
fn any_place_of_any_text() {
    let text = format!(
        "{HEAD}add control SMX.8.35 \"Ümlaut\" to 27002 8 as h) for operator, {{\n  type preventive, \n  guidance for supplier \"\"\"\n    a) {{27002 5.23 c)}} {{term ü \"x\"}} {{{{\n  \"\"\"\n  allow C601 \"x\"\n\nrefine 27001 6.1.3 c) d\n  base ISO/IEC 27001:2022 + Amd 1:2024 as x\n}}\n\ncorrespondence ISO/IEC 27001:2013 to \"x\" {{\n  9.3 c) -> 9.3.2 d)\n  new \n}}\n“odd”\n"
    );
    for end in (0..=text.len()).rev().step_by(7).filter(|end| text.is_char_boundary(*end)) {
        let cut = &text[..end];
        let fixture = Fixture::new(&format!("{cut}$0"));
        let (file, offset) = fixture.cursor();
        for at in (0..=usize::from(offset) + 3).step_by(3) {
            completion(&fixture.project, file, annexa_syntax::TextSize::new(at as u32), SNIPPETS);
        }
    }
}
