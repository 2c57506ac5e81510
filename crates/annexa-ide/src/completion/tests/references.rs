//! Controls, clauses, list items, added provisions and terms, in heads and in texts.

use expect_test::expect;

use super::{PLAIN, check, items, labels};
use crate::testing::HEAD;

#[test]
fn controls_in_heads() {
    check(
        "add guidance to clo ser$0\n",
        2,
        expect![[r#"
            27002 5.23 | Information security for use of cloud services | Organizational controls · ISO/IEC 27002:2022 => add guidance to 27002 5.23
            27002 8.17 | Clock synchronization | Technological controls · ISO/IEC 27002:2022 => add guidance to 27002 8.17
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
        "modify control 27002 5.2$0 {\n  reason \"No sector need.\"\n}\n",
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
            27002 6.7 | Remote working | People controls · ISO/IEC 27002:2022 => add guidance to 27002 6.7
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
fn front_clauses_in_citations_alone() {
    let cited = |typed: &str| labels(&format!("interpret 27001 4.1 {{\n  text \"\"\"{{{typed}"));
    assert_eq!(cited("27002 4.2$0")[0], "4.2");
    assert_eq!(cited("27002 themes$0")[0], "4.2");
    for head in
        ["refine 27001 3$0\n", "retain 27002 4.$0\n", "add clause SMX.9 \"x\" to 27002 themes$0\n"]
    {
        let found = labels(head);
        let is_front = |it: &String| {
            ["0", "1", "2", "3", "4"].iter().any(|n| it == n || it.starts_with(&format!("{n}.")))
        };
        let is_front =
            |it: &String| is_front(it) && !(head.contains("27001") && it.starts_with('4'));
        assert!(!found.iter().any(is_front), "{head}: {found:?}");
    }
    check(
        "interpret 27001 4.1 {\n  text \"\"\"{27001 A.8.1$0",
        1,
        expect![[r#"
            A.8.1 | User end point devices | Technological controls · ISO/IEC 27002:2022 =>   text """{27001 A.8.1}
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
        "retain 5.$023 {\n  reason \"No sector need.\"\n}\n",
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
        "add guidance to 27002 5.23 for operator {\n  text \"x\"\n}\n\nretain 27002 5.24 {\n  reason \"No sector need.\"\n}\n\nmodify control 27002 5.23 {\n  addition \"x\"\n  reason \"No sector need.\"\n}\n\nadd note to 27002 5.2$0\n",
        7,
        expect![[r#"
            5.2 | Information security roles and responsibilities | Organizational controls · ISO/IEC 27002:2022 => add note to 27002 5.2
            5.20 | Addressing information security within supplier agreements | Organizational controls · ISO/IEC 27002:2022 => add note to 27002 5.20
            5.21 | Managing information security in the ICT supply chain | Organizational controls · ISO/IEC 27002:2022 => add note to 27002 5.21
            5.22 | Monitoring, review and change management of supplier services | Organizational controls · ISO/IEC 27002:2022 => add note to 27002 5.22
            5.23 | Information security for use of cloud services | modified, guidance added · Organizational controls · ISO/IEC 27002:2022 => add note to 27002 5.23
            5.25 | Assessment and decision on information security events | Organizational controls · ISO/IEC 27002:2022 => add note to 27002 5.25
            5.26 | Response to information security incidents | Organizational controls · ISO/IEC 27002:2022 => add note to 27002 5.26
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
    assert_eq!(labels(&text("{27002:$0")), ["27002:2022", "27002:2013"]);
    assert_eq!(labels(&text("{27001:20$022 4")), ["27001:2022", "27001:2013"]);
    check(
        &text("{ISO/IEC 27002:20$0"),
        2,
        expect![[r#"
            ISO/IEC 27002:2022 | Information security, cybersecurity and privacy protection — Information security controls =>     See {ISO/IEC 27002:2022 
            ISO/IEC 27002:2013 | Information technology — Security techniques — Code of practice for information security controls =>     See {ISO/IEC 27002:2013 
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
fn an_edition_that_is_no_base_and_has_had_its_day() {
    let text = "interpret 27001 4.1 {\n  text \"\"\"{27002:2013 5.1.1$0";
    let (_, found) = items(&format!("{HEAD}{text}"), PLAIN);
    assert!(found[0].deprecated);
    let (_, found) = items(&format!("{HEAD}interpret 27001 4.1$0\n"), PLAIN);
    assert!(!found[0].deprecated);
}

#[test]
fn controls_of_annex_a_in_the_form_that_is_legal_there() {
    let text =
        |typed: &str| format!("interpret 27001 4.1 {{\n  text \"\"\"See {{{typed}}}\"\"\"\n}}\n");
    for (typed, first) in [
        ("A.5.1$0", "27001 A.5.1"),
        ("A5.1$0", "27001 A.5.1"),
        ("a.5.1$0", "27001 A.5.1"),
        ("Annex A 5.1$0", "27001 A.5.1"),
        ("Annex A.5.1$0", "27001 A.5.1"),
        ("27001 A.$0", "A.5"),
        ("27001 A$0", "A.5"),
        ("27001 A.5.23$0", "A.5.23"),
        ("27001 A.clo$0", "A.8.17"),
    ] {
        let labels = labels(&text(typed));
        assert_eq!(labels.first().map(String::as_str), Some(first), "{typed}: {labels:?}");
    }
    for (typed, line) in [
        ("add guidance to A.5.1$0", "add guidance to 27002 5.1"),
        ("add guidance to 27001 A.5.1$0", "add guidance to 27002 5.1"),
        ("retain 27001 A.8.24$0", "retain 27002 8.24"),
        ("retain Annex A 8.24$0", "retain 27002 8.24"),
        ("modify control a.8.24$0", "modify control 27002 8.24"),
    ] {
        let (fixture, found) = items(&format!("{HEAD}{typed}\n"), PLAIN);
        let first = found.first().unwrap_or_else(|| panic!("{typed}: nothing"));
        let document = fixture.project.document(fixture.cursor().0).unwrap();
        let mut text = document.text().to_string();
        text.replace_range(std::ops::Range::<usize>::from(first.range), &first.label);
        assert_eq!(text.lines().last(), Some(line), "{typed}");
    }
}

#[test]
fn amendments_behind_a_plus_sign() {
    for typed in ["+ $0", "+ A$0", "+ Am$0", "+ Amd$0", "+ amd$0", "+ Amd 1$0", "+ Amd 1:$0", "+$0"]
    {
        let text = format!(
            "standard SMX \"x\" {{\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27001:2022 {typed}\n}}\n"
        );
        let (_, found) = items(&text, PLAIN);
        assert_eq!(found.first().map(|it| it.label.as_str()), Some("Amd 1:2024"), "{typed}");
    }
}

#[test]
fn the_key_of_a_change() {
    let key = |typed: &str, count, expected| {
        check(
            &format!("refine 27001 10.2 {{\n  text \"x\"\n  key {typed}$0\n}}\n"),
            count,
            expected,
        );
    };
    key(
        "27001:",
        2,
        expect![[r#"
            27001:2022 | Information security, cybersecurity and privacy protection — Information security management systems — Requirements | ISO/IEC 27001:2022 =>   key 27001:2022 
            27001:2013 | Information technology — Security techniques — Information security management systems — Requirements | ISO/IEC 27001:2013 =>   key 27001:2013 
        "#]],
    );
    key(
        "27001:2013 nonconf",
        1,
        expect![[r#"
        10.1 | Nonconformity and corrective action | Improvement · ISO/IEC 27001:2013 =>   key 27001:2013 10.1
    "#]],
    );
    key(
        "27001:2013 A.12.1.",
        1,
        expect![[r#"
        A.12.1.1 | Documented operating procedures | Operations security · ISO/IEC 27002:2013 =>   key 27001:2013 A.12.1.1
    "#]],
    );
    key(
        "27001:2013 10.1 ",
        8,
        expect![[r#"
        a) | 10.1 Nonconformity and corrective action =>   key 27001:2013 10.1 a)
        b) | 10.1 Nonconformity and corrective action =>   key 27001:2013 10.1 b)
        c) | 10.1 Nonconformity and corrective action =>   key 27001:2013 10.1 c)
        d) | 10.1 Nonconformity and corrective action =>   key 27001:2013 10.1 d)
        e) | 10.1 Nonconformity and corrective action =>   key 27001:2013 10.1 e)
        f) | 10.1 Nonconformity and corrective action =>   key 27001:2013 10.1 f)
        g) | 10.1 Nonconformity and corrective action =>   key 27001:2013 10.1 g)
        for =>   key 27001:2013 10.1 for 
    "#]],
    );
    key(
        "27001:2013 10.1 c) for op",
        1,
        expect![[r#"
        operator | Operator =>   key 27001:2013 10.1 c) for operator
    "#]],
    );
    let of_label = "add clause SMX.9 \"x\" to 27002 {\n  key 270$0\n}\n";
    assert_eq!(labels(of_label), [""; 0]);
}
