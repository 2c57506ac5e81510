//! Heads, labels, fields and values.

use expect_test::expect;

use super::{PLAIN, SNIPPETS, check, check_file, labels};
use crate::testing::HEAD;

#[test]
fn half_typed_heads() {
    // The line is no head yet, and belongs to the item of the one above.
    check(
        "retain 27002 5.1 {\n  reason \"No sector need.\"\n\nrefine $0\n\nretain 27002 5.2\n",
        1,
        expect![[r#"
            27001 | Information security, cybersecurity and privacy protection — Information security management systems — Requirements | ISO/IEC 27001:2022 => refine 27001 
        "#]],
    );
    check(
        "add gui$0",
        1,
        expect![[r#"
        add guidance | guidance added to a control of the base (ISO/IEC 27009:2020, 6.2) => add guidance 
    "#]],
    );
    check(
        "guid$0\n",
        2,
        expect![[r#"
        add guidance | guidance added to a control of the base (ISO/IEC 27009:2020, 6.2) => add guidance 
        modify guidance | changes the guidance for a control (ISO/IEC 27009:2020, 6.3) => modify guidance 
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
fn nothing_behind_a_brace_on_its_line() {
    assert_eq!(labels("retain 27002 5.1 {$0\n}\n"), [""; 0]);
    assert_eq!(labels("retain 27002 5.1 {\n} $0"), [""; 0]);
    assert_eq!(labels("retain 27002 5.1 {\n  $0}\n")[..1], ["reason"]);
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
            properties | information security properties | required =>   properties 
            concepts | cybersecurity concepts | required =>   concepts 
            capabilities | operational capabilities | required =>   capabilities 
            domains | security domains | required =>   domains 
            purpose | the purpose of the control | required =>   purpose 
            guidance | implementation guidance, for all or for some audiences =>   guidance 
            information | other information; it contains no provision =>   information 
            rationale | the reason for it, which is not part of the provision =>   rationale 
            key | what it was first published as: its label, or the place and the audiences of a change =>   key 
            applies | the condition under which it applies =>   applies 
            allow | a rule that does not apply here, and the reason =>   allow 
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
        status | the stage of the standard =>   status 
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
        &head("base ISO/IEC 27001:2022 + Amd 1:2024 $0"),
        PLAIN,
        9,
        expect![[r#"
            as =>   base ISO/IEC 27001:2022 + Amd 1:2024 as 
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
        part of | a further file of a standard => part of 
        catalogue | the provisions of an edition of a document => catalogue 
        overlay | licensed wording for a catalogue, for use on this computer => overlay 
        correspondence | which provisions of one edition replace those of another => correspondence 
    "#]],
    );
    check_file(
        "sta$0",
        SNIPPETS,
        9,
        expect![[r#"
            standard | the head of a sector-specific standard => standard $1 "$2" {
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
            add control | a further control (ISO/IEC 27009:2020, 6.2) => add control $1 "$2" to 27002 $3 {
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
            retain | considered and left unchanged (ISO/IEC 27009:2020, clause 4) => retain 27002 $1 {
              reason """$2"""
            }
        "#]],
    );
    check_file(
        &file("modify$0"),
        SNIPPETS,
        1,
        expect![[r#"
            modify control | changes a control without reducing it (ISO/IEC 27009:2020, 6.3) => modify control 27002 $1 {
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
            term | a term and its definition => term "$1" {
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
            7.10 | Storage media | Physical controls · ISO/IEC 27002:2022 =>   6.2.2 -> 7.10
        "#]],
    );
    check_file(
        "catalogue ISO 98:2022 \"x\"\n\nannex A \"x\" of ISO/IEC 27002:2022 {\n  title endpoint$0\n}\n",
        PLAIN,
        1,
        expect![[r#"
            8.1 | User endpoint devices | Technological controls · ISO/IEC 27002:2022 =>   title 8.1
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
