//! Several standards taken together.

use annexa_emit::{
    Member, combine, to_json,
    types::{Combination, Conflict, ConflictKind, FindingLevel},
};

use crate::{schema::validator, support};

fn head(prefix: &str, edition: &str, more: &str) -> String {
    format!(
        "standard {prefix} \"Standard {prefix}\" {{\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27001:{edition}\n  base ISO/IEC 27002:{edition}\n{more}}}\n\n"
    )
}

/// Standards of one file each, in projects of their own.
fn combined(texts: &[String]) -> Combination {
    let members = (1..).zip(texts).map(|(number, text)| Member {
        document: support::compile_text(text),
        folder: format!("project{number}"),
    });
    combine(&members.collect::<Vec<_>>())
}

fn of(combination: &Combination, kind: ConflictKind) -> Vec<&Conflict> {
    combination.conflicts.iter().filter(|conflict| conflict.kind == kind).collect()
}

/// What the parties of a conflict say.
fn said(conflict: &Conflict) -> Vec<String> {
    let parties = conflict.parties.iter();
    parties.map(|it| format!("{}: {} {}", it.source.file, it.standard, it.says)).collect()
}

#[test]
fn a_control_of_a_base_is_there_once_and_knows_who_changes_it() {
    let first = head("AAA", "2022", "")
        + "modify control 27002 5.1 {\n  addition \"x should\"\n  reason \"No sector need.\"\n}\n\nretain 27002 5.2 {\n  reason \"No sector need.\"\n}\n\nadd control AAA.8.35 \"Own\" to 27002 8 {\n  control \"x should\"\n}\n";
    let second = head("BBB", "2022", "  audience operator \"Operator\"\n")
        + "add guidance to 27002 5.1 for operator {\n  text \"x\"\n}\n\nretain 27002 5.2 {\n  reason \"No sector need.\"\n}\n\nadd guidance to 27002 5.3 {\n  text \"x\"\n}\n";
    let combination = combined(&[first, second]);
    assert_eq!(combination.controls.len(), 93 + 1);
    let changes = |label: &str| {
        let mut found = combination.controls.iter().filter(|control| control.label == label);
        let control = found.next().expect("it is there");
        assert!(found.next().is_none());
        let changes = control.changes.iter();
        changes
            .map(|it| format!("{} {:?} {:?}", it.standard, it.kind, it.audiences))
            .collect::<Vec<_>>()
    };
    assert_eq!(changes("5.1"), ["AAA Modification []", "BBB GuidanceAddition [\"operator\"]"]);
    assert_eq!(changes("5.2"), ["AAA Retention []", "BBB Retention []"]);
    assert_eq!(changes("5.4"), [""; 0]);
    let own = combination.controls.last().expect("there are some");
    assert_eq!((own.label.as_str(), own.added_by.as_deref()), ("AAA.8.35", Some("AAA")));

    let [conflict] = combination.conflicts.as_slice() else {
        panic!("{:?}", combination.conflicts)
    };
    assert_eq!(
        (conflict.kind, conflict.level),
        (ConflictKind::ChangedBySeveral, FindingLevel::Info)
    );
    assert_eq!(conflict.subject, "ISO/IEC 27002:2022, 5.1");
    assert_eq!(
        said(conflict),
        [
            "project1/standard.annexa: AAA modifies the control of ISO/IEC 27002:2022, 5.1",
            "project2/standard.annexa: BBB adds guidance to ISO/IEC 27002:2022, 5.1"
        ]
    );
}

#[test]
fn a_change_from_above_conflicts_with_one_below_and_not_with_another_from_above() {
    let above =
        |prefix: &str| head(prefix, "2022", "") + "interpret 27001 6.1 {\n  text \"x\"\n}\n";
    let below = head("BBB", "2022", "") + "refine 27001 6.1.2 a) {\n  text \"x\"\n}\n";
    let subjects = |texts: &[String]| {
        let combination = combined(texts);
        let conflicts = of(&combination, ConflictKind::ChangedBySeveral);
        conflicts.iter().map(|it| it.subject.clone()).collect::<Vec<_>>()
    };
    assert_eq!(subjects(&[above("AAA"), below]), ["ISO/IEC 27001:2022, 6.1.2"]);
    assert_eq!(subjects(&[above("AAA"), above("BBB")]), ["ISO/IEC 27001:2022, 6.1"]);
}

#[test]
fn numbers_collide_where_they_are_printed_without_a_label() {
    let added = |prefix: &str, numbering: &str, to: &str| {
        head(prefix, "2022", &format!("  numbering {numbering}\n"))
            + &format!(
                "add control {prefix}.8.35 \"Of {prefix}\" to {to} {{\n  control \"x should\"\n}}\n"
            )
    };
    let collisions = |first: &str, second: &str| {
        let combination =
            combined(&[added("AAA", first, "27002 8"), added("BBB", second, "27002 8")]);
        let collisions = of(&combination, ConflictKind::NumberCollision);
        collisions.iter().flat_map(|it| said(it)).collect::<Vec<_>>()
    };
    assert_eq!(
        collisions("inline", "plain"),
        [
            "project1/standard.annexa: AAA prints 8.35 AAA for “Of AAA”",
            "project2/standard.annexa: BBB prints 8.35 for “Of BBB”"
        ]
    );
    assert_eq!(collisions("inline", "annex"), [""; 0]);
    // In another document it is another number.
    let apart = combined(&[added("AAA", "inline", "27002 8"), added("BBB", "inline", "27001 8")]);
    assert!(of(&apart, ConflictKind::NumberCollision).is_empty());
}

#[test]
fn items_of_a_base_collide_too() {
    let added = |prefix: &str| {
        head(prefix, "2022", "")
            + &format!(
                "add requirement {prefix}.9.3 \"x\" to 27001 9.3.2 as h) {{\n  text \"x shall\"\n}}\n"
            )
    };
    let combination = combined(&[added("AAA"), added("BBB")]);
    let collisions = of(&combination, ConflictKind::NumberCollision);
    assert_eq!(collisions.len(), 1);
    assert_eq!(collisions[0].subject, "9.3.2 h)");
}

#[test]
fn terms_conflict_where_their_definitions_differ_by_more_than_blanks() {
    let term = |prefix: &str, name: &str, definition: &str| {
        head(prefix, "2022", "")
            + &format!("term \"{name}\" {{\n  definition \"{definition}\"\n}}\n")
    };
    let differ = |second: &str| {
        let texts = [term("AAA", "Meter", "device  that measures"), term("BBB", "meter", second)];
        let combination = combined(&texts);
        of(&combination, ConflictKind::TermDefinedDifferently)
            .iter()
            .map(|it| (it.subject.clone(), it.parties.len()))
            .collect::<Vec<_>>()
    };
    assert_eq!(differ("device that measures"), []);
    assert_eq!(differ("unit of length"), [("meter".into(), 2)]);
}

#[test]
fn editions_and_prefixes_are_reported() {
    let texts = [head("AAA", "2013", ""), head("AAA", "2022", "")];
    let combination = combined(&texts);
    let kinds: Vec<_> = combination.conflicts.iter().map(|it| (it.kind, it.level)).collect();
    assert_eq!(
        kinds,
        [
            (ConflictKind::PrefixTaken, FindingLevel::Error),
            (ConflictKind::EditionsDiffer, FindingLevel::Warning),
            (ConflictKind::EditionsDiffer, FindingLevel::Warning),
        ]
    );
    assert_eq!(combination.controls.len(), 93 + 114);
    assert!(said(&combination.conflicts[1])[1].ends_with("AAA rests on ISO/IEC 27001:2022"));
}

#[test]
fn the_combination_of_the_examples_meets_the_schema_and_is_the_same_each_time() {
    let members: Vec<Member> = ["energy", "cloud", "company"]
        .map(|name| Member {
            document: support::compile(
                &support::files(&support::example(name)),
                &annexa_emit::Options::default(),
            ),
            folder: name.to_owned(),
        })
        .into();
    let json = to_json(&combine(&members)).expect("it is JSON");
    let value: serde_json::Value = serde_json::from_slice(&json).expect("the JSON can be read");
    if let Err(error) = validator("combination").validate(&value) {
        panic!("{}: {error}", error.instance_path());
    }
    let read: Combination = serde_json::from_value(value).expect("the types read it");
    assert_eq!(to_json(&read).expect("it is JSON"), json);
    assert!(!of(&read, ConflictKind::NumberCollision).is_empty());
}
