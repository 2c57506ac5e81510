//! Tests that a migration lists every decision for the author, and no other.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use annexa_base::{ListItem, Point};
use annexa_syntax::SmolStr;
use rayon::prelude::*;

use super::tests::{after, old};
use super::{Migration, Scope, migrate};
use crate::{Level, Project, check};

const TEXT: &str = "{\n  text \"It shall x.\"\n}\n\n";

fn verified(before: &Project) -> Migration {
    migrate(before, Scope::Project, "2022").verified(before)
}

/// Returns the decisions about some declarations.
fn decisions(declarations: &str) -> Vec<String> {
    verified(&old(declarations)).decisions.into_iter().map(|it| it.message).collect()
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
    // List items, the clause above, what retains it and what cites it keep their meaning.
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
    // By the number of the clause in the standard: clause 10.1 of the base is its 5.8.1.
    decides(
        &requirement("SMX.5.8.1.1", "10.1"),
        &["SMX.5.8.1.1 does not begin with the number of"],
    );
    decides(&requirement("SMX.5.2.3.1", "4.3"), &[]);
    // The label did not fit before, and does now.
    decides(&requirement("SMX.5.8.2.1", "10.1"), &[]);
    // The label did not fit before either.
    decides(&requirement("SMX.7.7", "10.1"), &[]);
}

#[test]
fn numbers_in_prose_are_listed() {
    let said = |text: &str| format!("interpret 27001 4.1 {{\n  text \"{text}\"\n}}\n");
    for (text, part) in [
        ("see 10.1", "10.1 in the text"),
        ("27002:2013, 11.1.4", "11.1.4 of ISO/IEC 27002:2013 became 7.5"),
        ("see A.12.1.2", "controls of Annex A have different numbers"),
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
fn numbers_in_comments_are_listed() {
    let declaration = "interpret 27001 4.1 {\n  text \"x\" // see 10.1\n}\n";
    decides(declaration, &["10.1 in the comment may mean a provision of an earlier edition"]);
    decides("// as {27001 10.1} says\n", &["10.1 in the comment"]);
    decides("// refine 27002 12.1.2 {\n", &["12.1.2 of ISO/IEC 27002:2013 became 8.32"]);
    decides("// to decide: 27002:2013 18.2.3 became 5.36 and 8.8\n", &[]);
    decides("// 14 days, see 4.3\n", &[]);
    // At the beginning of the file, and in another part of the standard.
    let head = format!("// after 10.1\n{}", super::tests::OLD);
    let part = "part of SMX\n// and 10.2\n";
    let before = crate::testing::project(&[("a.annexa", &head), ("b.annexa", part)]);
    let shown = verified(&before).decisions.into_iter();
    let shown: Vec<_> = shown.map(|it| crate::testing::covered(&before, it.location)).collect();
    assert_eq!(shown, ["10.1", "10.2"]);
}

#[test]
fn a_base_is_migrated_with_its_amendments() {
    let lines = |base: &str| {
        let text = super::tests::OLD.replace("ISO/IEC 27001:2013", base);
        let before = crate::testing::project(&[("s.annexa", &text)]);
        let migration = verified(&before);
        assert_eq!(migration.decisions, []);
        let after = after(&before, &migration).files()[0].document.text().to_string();
        after.lines().find(|line| line.contains("27001")).unwrap().trim().to_owned()
    };
    let new = "base ISO/IEC 27001:2022 + Amd 1:2024";
    assert_eq!(lines("ISO/IEC 27001:2013"), new);
    assert_eq!(lines("ISO/IEC 27001:2013 + Cor 1:2014 + Cor 2:2015"), new);
    assert_eq!(lines("ISO/IEC 27001:2013 + Cor 1:2014 as isms"), format!("{new} as isms"));
    assert_eq!(
        lines("\"ISO/IEC 27001:2013\" + Cor 1:2014"),
        "base \"ISO/IEC 27001:2022\" + Amd 1:2024"
    );
    // An existing base keeps its line.
    assert_eq!(lines("ISO/IEC 27001:2022"), "base ISO/IEC 27001:2022");
    assert_eq!(lines("ISO/IEC 27001:2022 + Amd 1:2024"), new);
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
    // Added and modified guidance are one part.
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
    // Amd 1:2024 changes 4.1 and 4.2.
    assert_eq!(
        new("ISO/IEC 27001"),
        ["4.1", "4.2", "4.2 c)", "6.2 d)", "6.2 g)", "6.3", "9.3.2 c)"]
    );
}

/// Returns the number of errors of a project, by code.
fn errors(project: &Project) -> BTreeMap<String, usize> {
    let mut errors = BTreeMap::new();
    let found = check(project).diagnostics.into_iter().filter(|it| it.level == Level::Error);
    found.for_each(|it| *errors.entry(it.code().to_owned()).or_default() += 1);
    errors
}

/// A place in the 2013 edition, as references name it.
struct OldPlace {
    reference: String,
    /// The corresponding places of 2022.
    successors: Vec<Point>,
    /// The kinds of declarations that can name it.
    kinds: &'static [&'static str],
}

/// Returns the paths of marks of all list items, outermost mark first.
fn paths(items: &[ListItem], above: &[SmolStr]) -> Vec<Vec<SmolStr>> {
    let path = |item: &ListItem| [above, std::slice::from_ref(&item.mark)].concat();
    let below = |item: &ListItem| paths(&item.items, &path(item));
    items.iter().flat_map(|it| [vec![path(it)], below(it)].concat()).collect()
}

/// Returns all clauses, list items, objectives and controls of the 2013 editions.
fn places() -> Vec<OldPlace> {
    let known = old("");
    let mut places = Vec::new();
    let requirements: &[&str] = &["refine", "interpret", "retain"];
    let controls: &[&str] =
        &["add guidance to", "modify guidance", "add note to", "modify control", "retain"];
    for (alias, kinds) in [("27001", requirements), ("27002", controls)] {
        let edition = |year| known.find_catalogue(&format!("ISO/IEC {alias}"), Some(year)).unwrap();
        let (from, to) = (edition("2013"), edition("2022"));
        let (earlier, later) = (known.catalogue(from).unwrap(), known.catalogue(to).unwrap());
        let correspondence = known.correspondence(from, to).unwrap();
        for provision in &earlier.provisions {
            for items in [vec![vec![]], paths(&provision.items, &[])].concat() {
                let point = Point { number: provision.number.clone(), items };
                let successors = correspondence.successors(&point, earlier, later);
                let reference = format!("{alias} {}", point.printed());
                places.push(OldPlace { reference, successors, kinds });
            }
        }
    }
    places
}

/// Returns the identity of each change, with the opening words of its head.
fn identities(project: &Project) -> BTreeMap<String, String> {
    let changes = project.declarations().filter(|at| at.standard.is_some());
    let keys = changes.filter_map(|at| {
        Some((project.identity_of(&at)?.key, at.source(at.declaration.head).to_owned()))
    });
    keys.collect()
}

/// Asserts that every change after the migration existed before with the same identity, and that
/// missing ones were joined. If a retained clause or objective is split, its first part keeps the
/// identity.
#[track_caller]
fn keeps_identities(before: &Project, after: &Project, joined: usize, text: &str) {
    let (old, new) = (identities(before), identities(after));
    let gone = old.keys().filter(|key| !new.contains_key(*key)).count();
    assert_eq!(gone, joined, "{text}\n{old:#?}\n{new:#?}");
    let is_split = |head: &str| {
        head.starts_with("retain ") && old.values().any(|it| it.starts_with("retain "))
    };
    for (key, head) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
        assert!(is_split(head), "{head} has the identity {key}:\n{text}");
    }
}

/// Tests two declarations about the same place, or about two with a common successor, for audiences
/// that are the same, disjoint or overlapping, or for all; and each declaration alone.
#[test]
fn with_nothing_to_decide_check_finds_no_new_error_and_what_was_joined_is_named() {
    let alone = ["", "for operator", "for operator, supplier"];
    let pairs = [
        ["", ""],
        ["for operator", ""],
        ["for operator", "for operator"],
        ["for operator", "for supplier"],
        ["for supplier, operator", "for operator"],
    ];
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
    let mut texts = Vec::new();
    for (index, place) in places.iter().enumerate() {
        for (turn, audience) in alone.iter().enumerate() {
            let kind = place.kinds[(index + turn) % place.kinds.len()];
            texts.push(declaration(kind, &place.reference, audience));
        }
        let meets = |other: &&OldPlace| {
            other.kinds == place.kinds
                && other.successors.iter().any(|it| place.successors.contains(it))
        };
        for (distance, other) in places.iter().skip(index).enumerate().filter(|it| meets(&it.1)) {
            for (turn, [first, second]) in pairs.iter().enumerate() {
                let kind = place.kinds[(index + distance + turn) % place.kinds.len()];
                texts.push(
                    declaration(kind, &place.reference, first)
                        + &declaration(kind, &other.reference, second),
                );
            }
        }
    }
    let (undecided, joined) = (AtomicUsize::new(0), AtomicUsize::new(0));
    texts.par_iter().for_each(|text| {
        let before = old(text);
        let migration = verified(&before);
        let count = |project: &Project| project.kinds_of(&project.standards()[0]).count();
        let after = after(&before, &migration);
        let gone = count(&before).saturating_sub(count(&after));
        joined.fetch_add(migration.joined.len(), Relaxed);
        keeps_identities(&before, &after, migration.joined.len(), text);
        assert!(gone <= migration.joined.len(), "{text}");
        for it in &migration.joined {
            assert!(text.contains(&it.declaration) && text.contains(&it.into), "{it:?}");
        }
        if migration.decisions.is_empty() {
            undecided.fetch_add(1, Relaxed);
            let (old, new) = (errors(&before), errors(&after));
            for (code, count) in new {
                assert!(old.get(&code).is_some_and(|it| *it >= count), "{code}: {text}");
            }
        }
    });
    let (undecided, joined) = (undecided.into_inner(), joined.into_inner());
    assert!(undecided > 500, "{undecided}");
    assert!(joined > 20, "{joined}");
}
