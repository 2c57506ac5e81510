//! What a migration leaves to the author, and that it leaves nothing else.

use std::collections::BTreeMap;

use super::tests::{after, old};
use super::{Migration, Scope, migrate};
use crate::{Level, Project, check};

const TEXT: &str = "{\n  text \"It shall x.\"\n}\n\n";

fn verified(before: &Project) -> Migration {
    migrate(before, Scope::Project, "2022").verified(before)
}

/// The decisions on some declarations, that on the amendment left out.
fn decisions(declarations: &str) -> Vec<String> {
    let before = old(declarations);
    let decisions = verified(&before).decisions;
    let told = decisions.into_iter().map(|it| it.message);
    told.filter(|it| !it.contains("Amd 1:2024")).collect()
}

#[track_caller]
fn decides(declarations: &str, parts: &[&str]) {
    let found = decisions(declarations);
    assert_eq!(found.len(), parts.len(), "{declarations}: {found:#?}");
    for (found, part) in found.iter().zip(parts) {
        assert!(found.contains(part), "{found}");
    }
}

#[test]
fn a_clause_that_became_a_heading_is_a_decision_for_texts_alone() {
    let below = "is a heading now, with 9.3.1, 9.3.2 and 9.3.3 below it";
    decides(&format!("interpret 27001 9.3 {TEXT}"), &[below]);
    decides(&format!("refine 27001 9.3 for supplier {TEXT}"), &[below]);
    decides(
        &format!("refine 27001 9.2 {TEXT}"),
        &["is a heading now, with 9.2.1 and 9.2.2 below it"],
    );
    // Its items, the clause above it, what retains it and what cites it keep their meaning.
    decides(&format!("refine 27001 9.3 b) {TEXT}refine 27001 9.2 e) {TEXT}"), &[]);
    decides("retain 27001 9.3 {\n  reason \"As in {27001 9.2}.\"\n}\n", &[]);
    decides(&format!("interpret 27001 9 {TEXT}"), &[]);
}

#[test]
fn an_item_that_means_something_else_is_a_decision() {
    decides(&format!("refine 27001 7.4 d) {TEXT}"), &["7.4 d) has no successor"]);
    decides(&format!("refine 27001 7.4 e) {TEXT}refine 27001 7.4 c) {TEXT}"), &[]);
    decides(
        "retain 27001 7.4 {\n  reason \"As in {27001 7.4 d)}.\"\n}\n",
        &["7.4 d) became nothing"],
    );
}

#[test]
fn a_label_that_no_longer_fits_its_parent_is_a_decision() {
    let requirement = |label: &str, parent: &str| {
        format!("add requirement {label} \"x\" to 27001 {parent} {TEXT}")
    };
    decides(&requirement("SMX.10.1.1", "10.1"), &["SMX.10.1.1 does not begin with the number of"]);
    decides(&requirement("SMX.9.3.9", "9.3 c)"), &["SMX.9.3.9 does not begin with the number of"]);
    decides(&requirement("SMX.4.3.1", "4.3"), &[]);
    // It did not fit before either.
    decides(&requirement("SMX.7.7", "10.1"), &[]);
}

#[test]
fn numbers_in_prose_are_listed() {
    let said = |text: &str| format!("interpret 27001 4.1 {{\n  text \"{text}\"\n}}\n");
    for (text, part) in [
        ("see 10.1", "10.1 in the text"),
        ("27002:2013, 11.1.4", "11.1.4 of ISO/IEC 27002:2013 became 7.5"),
        ("see A.12.1.2", "controls of Annex A have other numbers"),
        ("as 7.4 d) says", "7.4 d) of ISO/IEC 27001:2013 has no successor"),
        ("(9.3)", "9.3 of ISO/IEC 27001:2013 became 9.3.1, 9.3.2 and 9.3.3"),
        ("in clause 14.", "14 of ISO/IEC 27002:2013 became"),
        ("18.2.3.", "18.2.3 of ISO/IEC 27002:2013 became 5.36 and 8.8"),
    ] {
        decides(&said(text), &[part]);
    }
    for text in [
        "see {27001 10.1}",
        "see 4.3",
        "14 days",
        "ISO 10126-2",
        "version 99.1",
        "at 10:15",
        "{{4.1}",
        "1.5 m",
    ] {
        decides(&said(text), &[]);
    }
}

#[test]
fn audiences_that_overlap_on_one_target_are_a_decision() {
    let guidance = |number: &str, audiences: &str| {
        format!("add guidance to 27002 {number} {audiences} {{\n  text \"It should x.\"\n}}\n\n")
    };
    let pair = |first: &str, second: &str| guidance("10.1.1", first) + &guidance("10.1.2", second);
    let both = "are both 8.24 now";
    decides(&pair("for operator", "for operator, supplier"), &[both]);
    decides(&pair("", "for supplier"), &[both]);
    decides(&pair("for operator", "for supplier"), &[]);
    decides(&pair("for supplier, operator", "for operator, supplier"), &[]);
    // Guidance that is added and guidance that is modified are one part.
    let modified =
        "modify guidance 27002 10.1.2 {\n  addition \"It should x.\"\n  reason \"For x.\"\n}\n";
    decides(&(guidance("10.1.1", "") + modified), &[both]);
}

#[test]
fn what_is_new_in_the_edition_and_what_was_joined_is_named() {
    let before = old(
        "add note to 27002 12.4.1 {\n  text \"a\"\n}\n\nadd note to 27002 12.4.2 {\n  text \"b\"\n}\n",
    );
    let migration = verified(&before);
    let joined: Vec<_> =
        migration.joined.iter().map(|it| (it.declaration.as_str(), it.into.as_str())).collect();
    assert_eq!(joined, [("add note to 27002 12.4.2", "add note to 27002 12.4.1")]);
    let new = |document: &str| -> Vec<String> {
        let new = migration.new.iter().filter(|it| it.document.document == document);
        new.map(|it| it.place.clone()).collect()
    };
    assert_eq!(
        new("ISO/IEC 27002"),
        [
            "5.7", "5.23", "5.30", "7.4", "8.1", "8.9", "8.10", "8.11", "8.12", "8.16", "8.23",
            "8.28"
        ]
        .into_iter()
        .filter(|it| *it != "8.1")
        .collect::<Vec<_>>()
    );
    assert_eq!(new("ISO/IEC 27001"), ["4.2 c)", "6.2 d)", "6.2 g)", "6.3", "9.3.2 c)"]);
}

/// The errors of a project, by code.
fn errors(project: &Project) -> BTreeMap<String, usize> {
    let mut errors = BTreeMap::new();
    let found = check(project).diagnostics.into_iter().filter(|it| it.level == Level::Error);
    found.for_each(|it| *errors.entry(it.code().to_owned()).or_default() += 1);
    errors
}

/// Each place of the edition of 2013, with the declarations that can be made on it.
fn places() -> Vec<(String, &'static [&'static str])> {
    let known = old("");
    let mut places = Vec::new();
    let requirements: &[&str] = &["refine", "interpret", "retain"];
    let controls: &[&str] =
        &["add guidance to", "modify guidance", "add note to", "modify control", "retain"];
    for (number, kinds) in [("27001", requirements), ("27002", controls)] {
        let id = known.find_catalogue(&format!("ISO/IEC {number}"), Some("2013")).unwrap();
        for provision in &known.catalogue(id).unwrap().provisions {
            places.push((format!("{number} {}", provision.number), kinds));
            let items = provision.items.iter();
            places.extend(
                items.map(|it| (format!("{number} {} {}", provision.number, it.mark), kinds)),
            );
        }
    }
    places
}

/// Of each place together with each that comes to the same target, or by itself.
#[test]
fn with_nothing_to_decide_check_finds_no_new_error_and_what_was_joined_is_named() {
    let audiences =
        [["", ""], ["for operator", "for supplier"], ["for operator", "for operator, supplier"]];
    let declaration = |kind: &str, place: &str, audience: &str| {
        let audience = if kind == "retain" { "" } else { audience };
        let fields = match kind {
            "retain" => "reason \"It was examined by us.\"",
            kind if kind.starts_with("modify") => {
                "addition \"It should x.\"\n  reason \"For the sector alone.\""
            }
            kind if kind.starts_with("add") => "text \"It should x.\"",
            _ => "text \"It shall x.\"",
        };
        format!("{kind} {place} {audience} {{\n  {fields}\n}}\n\n")
    };
    let places = places();
    let (mut undecided, mut joined) = (0, 0);
    for (index, (place, kinds)) in places.iter().enumerate() {
        // Its neighbours are often merged with it.
        for (other, _) in places.iter().skip(index).take(3) {
            for (turn, [first, second]) in audiences.iter().enumerate() {
                let kind = kinds[(index + turn) % kinds.len()];
                let mut text = declaration(kind, place, first);
                if other != place {
                    text.push_str(&declaration(kind, other, second));
                }
                let before = old(&text);
                let migration = verified(&before);
                let count = |project: &Project| project.standards()[0].declarations.len();
                let after = after(&before, &migration);
                let gone = count(&before).saturating_sub(count(&after));
                joined += migration.joined.len();
                assert!(gone <= migration.joined.len(), "{text}");
                for it in &migration.joined {
                    assert!(text.contains(&it.declaration) && text.contains(&it.into), "{it:?}");
                }
                let decisions = migration.decisions.iter();
                if decisions.filter(|it| !it.message.contains("Amd 1:2024")).count() > 0 {
                    continue;
                }
                undecided += 1;
                let (old, new) = (errors(&before), errors(&after));
                for (code, count) in new {
                    assert!(old.get(&code).is_some_and(|it| *it >= count), "{code}: {text}");
                }
            }
        }
    }
    assert!(undecided > 500, "{undecided}");
    assert!(joined > 20, "{joined}");
}
