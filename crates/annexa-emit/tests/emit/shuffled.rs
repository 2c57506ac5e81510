//! The order of declarations and of files changes nothing in any output but source places.

use annexa_emit::{Member, Options, combine, html, native, standard_status};
use annexa_model::Project;
use annexa_syntax::Document;
use serde_json::Value;

use crate::support::{example, files, project};

/// A generator of numbers, so that a failure can be repeated.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }

    fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}

/// The same declarations in another order, and in more files whose names sort elsewhere.
fn shuffled(files: &[(String, String)], seed: u64) -> Vec<(String, String)> {
    let mut numbers = Numbers(seed);
    let mut shuffled = Vec::new();
    for (path, text) in files {
        let document = Document::new(text);
        let items: Vec<String> = document.items().map(|(_, item)| item.text().to_owned()).collect();
        let is_head = |text: &str| text.starts_with("standard ") || text.starts_with("part of ");
        let Some(head) = items.iter().position(|item| is_head(item)) else {
            shuffled.push((format!("{}-{path}", numbers.below(9)), text.clone()));
            continue;
        };
        let prefix = items[head]
            .split([' ', '\n'])
            .find(|word| word.starts_with(|first: char| first.is_ascii_uppercase()));
        let prefix = prefix.expect("a head has a prefix").to_owned();
        let (heads, rest) = items.split_at(head + 1);
        let mut rest = rest.to_vec();
        numbers.shuffle(&mut rest);
        let moved = rest.split_off(numbers.below(rest.len() + 1));
        shuffled.push((path.clone(), format!("{}\n{}", heads.concat(), rest.join("\n"))));
        let name = format!("{}-more-of-{path}", ["0", "z"][numbers.below(2)]);
        shuffled.push((name, format!("part of {prefix}\n\n{}", moved.join("\n"))));
    }
    numbers.shuffle(&mut shuffled);
    shuffled
}

/// Takes out where things are written.
fn without_places(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for name in ["source", "sources", "place"] {
                members.remove(name);
            }
            members.values_mut().for_each(without_places);
        }
        Value::Array(elements) => elements.iter_mut().for_each(without_places),
        _ => {}
    }
}

fn of_value(value: &impl serde::Serialize) -> Value {
    let mut value = serde_json::to_value(value).expect("it has a form in JSON");
    without_places(&mut value);
    value
}

fn page_without_places(page: &str) -> String {
    let mut pieces = page.split(" data-source=\"");
    let mut kept = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        kept.push_str(piece.split_once('"').map_or("", |(_, rest)| rest));
    }
    kept
}

/// All outputs of a project: compiled standards, pages, status and their combination.
fn outputs(project: &Project) -> Vec<(String, Value)> {
    let options = Options { include_base_text: true, ..Options::default() };
    let mut outputs = Vec::new();
    let mut members = Vec::new();
    for standard in project.standards() {
        let document = native(project, standard, &options);
        outputs.push((format!("JSON of {}", standard.prefix), of_value(&document)));
        let page = page_without_places(&html(&document, &|_| None));
        outputs.push((format!("page of {}", standard.prefix), Value::String(page)));
        let status = project.status(standard, &|| false).expect("nothing cancels it");
        let status = standard_status(project, standard, &status, str::to_owned);
        outputs.push((format!("status of {}", standard.prefix), of_value(&status)));
        members.push(Member { document, folder: ".".to_owned() });
    }
    outputs.push(("combination".to_owned(), of_value(&combine(&members))));
    let report = annexa_model::check(project);
    let mut found: Vec<String> =
        report.diagnostics.iter().map(|it| format!("{} {}", it.code(), it.message)).collect();
    found.sort();
    outputs.push(("findings".to_owned(), found.into()));
    outputs
}

#[track_caller]
fn are_equal(files: &[(String, String)], rounds: u64) {
    let expected = outputs(&project(files));
    for seed in 0..rounds {
        let shuffled = shuffled(files, seed);
        let found = outputs(&project(&shuffled));
        for ((name, expected), (_, found)) in expected.iter().zip(&found) {
            if expected != found {
                let line = |value: &Value| serde_json::to_string_pretty(value).expect("JSON");
                let (expected, found) = (line(expected), line(found));
                let differing = expected.lines().zip(found.lines()).find(|(a, b)| a != b);
                panic!("seed {seed}, {name} of {}: {differing:#?}", files[0].0);
            }
        }
        assert_eq!(expected.len(), found.len());
    }
}

#[test]
fn of_the_examples() {
    for name in ["cloud", "company", "energy"] {
        are_equal(&files(&example(name)), 6);
    }
    let all = ["cloud", "company", "energy"].map(|name| files(&example(name))).concat();
    are_equal(&all, 3);
}

/// Fixtures in which something is declared twice: which of the two is reported depends on their order.
const TWICE: &[&str] = &["R106", "Q506", "C608"];

#[test]
fn of_the_fixtures_of_rules() {
    let folder = example("../tests/fixtures/rules");
    let fixtures = files(&folder);
    assert!(fixtures.len() > 50, "{}", folder.display());
    for fixture in fixtures {
        let is_twice = TWICE.iter().any(|code| fixture.0.starts_with(&format!("{code}-fires")));
        // A file without a head of its own is no standard.
        if !is_twice && fixture.1.contains("\nstandard ") {
            are_equal(&[fixture], 2);
        }
    }
}

/// A standard in which everything stands beside something that it could be taken for.
fn generated(numbering: &str, edition: &str) -> String {
    let mut text = format!(
        "standard GEN \"Generated\" {{\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27001:{edition}\n  base ISO/IEC 27002:{edition}\n  numbering {numbering}\n  audience zoo \"Zoo\"\n  audience bus \"Bus\"\n}}\n"
    );
    let (all, some) = ([""].as_slice(), [" for bus", " for zoo"].as_slice());
    let places = [
        ("4.3", "5.1", all),
        ("6.1.3 c)", "5.2", some),
        ("6.1.3 d)", "8.1", some),
        ("6", "8", &[" for zoo, bus"]),
    ];
    for (place, control, audiences) in places {
        for audiences in audiences {
            for kind in ["refine", "interpret"] {
                text.push_str(&format!("\n{kind} 27001 {place}{audiences} {{\n  text \"It shall x {kind}{audiences}.\"\n}}\n"));
            }
            for kind in ["guidance", "information", "note"] {
                text.push_str(&format!("\nadd {kind} to 27002 {control}{audiences} {{\n  text \"They should x {kind}{audiences}, see {{27002 8.2}}.\"\n}}\n"));
            }
            text.push_str(&format!("\nmodify control 27002 {control}{audiences} {{\n  addition \"It should x{audiences}.\"\n  reason \"x y z\"\n}}\n"));
        }
    }
    for number in ["8.40", "8.36", "8.100", "8.35", "5.38"] {
        let clause = number.split('.').next().unwrap_or_default();
        text.push_str(&format!("\nadd control GEN.{number} \"Control {number}\" to 27002 {clause} {{\n  type preventive\n  properties integrity\n  concepts protect\n  capabilities governance\n  domains protection\n  control \"It should x.\"\n  purpose \"To x.\"\n  guidance \"It should y {{GEN.8.36}}.\"\n  guidance for zoo \"z\"\n}}\n"));
        text.push_str(&format!(
            "\nadd note to GEN.{number} {{\n  text \"x {{term b}} {{term A}}\"\n}}\n"
        ));
        text.push_str(&format!(
            "\nadd requirement GEN.4.3.{} \"x\" to 27001 4.3 {{\n  text \"It shall x.\"\n}}\n",
            &number[2..]
        ));
    }
    for name in ["b", "A", "a b", "Zoo", "äh"] {
        text.push_str(&format!("\nterm \"{name}\" {{\n  definition \"thing {name}\"\n}}\n"));
    }
    text.push_str(
        "\nretain 27001 7 {\n  reason \"x y z\"\n}\n\nretain 27002 6 {\n  reason \"x y z\"\n}\n",
    );
    text
}

#[test]
fn of_generated_standards() {
    for numbering in ["inline", "annex", "plain"] {
        for edition in ["2013", "2022"] {
            let text = generated(numbering, edition);
            let files = [("gen.annexa".to_owned(), text)];
            assert_eq!(project(&files).files()[0].document.errors().count(), 0);
            are_equal(&files, 8);
        }
    }
}

#[test]
fn what_is_applied_to_a_provision_is_in_the_order_of_labels() {
    let control = |label: &str, audience: &str| {
        format!(
            "\nadd control {label} \"{label}\" to 27002 8 {audience} {{\n  control \"It should x.\"\n}}\n"
        )
    };
    let head = "standard SMX \"x\" {\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27002:2022\n  audience op \"x\"\n}\n";
    let text = format!("{head}{}{}", control("SMX.8.36", ""), control("SMX.8.35", "for op"));
    let document = crate::support::compile_text(&text);
    let clause = document.provisions.iter().find(|it| it.label == "8").expect("clause 8");
    let labels: Vec<_> = clause
        .changes
        .iter()
        .filter_map(|it| document.additions.iter().find(|added| added.id == it.change))
        .map(|added| added.label.as_str())
        .collect();
    assert_eq!(labels, ["SMX.8.35", "SMX.8.36"]);
}
