//! Tests the property that the language server depends on: after any edits, an analysis equals a
//! new one of the same texts, and an edit within a text affects only its declaration.

#![expect(clippy::unwrap_used, reason = "a test fails where something is missing")]

mod support;

use annexa_model::{Analysis, FileId, Settings, Work};
use annexa_syntax::Document;
use support::{Random, boundary};

/// Pieces that an author, a paste or an accident inserts.
const PIECES: &[&str] = &[
    "x",
    " ",
    "\n",
    "\"",
    "\"\"\"",
    "{",
    "}",
    "{27002 5.1}",
    "{27001 6.1.3 c)}",
    "{term meter}",
    "{SMX.8.35}",
    " a) ",
    "\n    b) ",
    "\n    c) ",
    "{SMX.12}",
    "shall ",
    "should ",
    "é👩‍💻",
    "// ",
    "\n  allow R112 \"\"\"x\"\"\"",
    "\n  allow C611 \"\"\"x\"\"\"",
    "\n  allow Q502 \"\"\"x x x\"\"\"\n  allow T305 \"It is known.\"",
    "need not ",
    "must ",
    "\n  key SMX.1",
    "\n  key SMX.12",
    "\n  key 27001 4.1",
    "\n  key 27001:2013 4.2 for operator",
    "\nretain 27002 5.24 {\n  reason \"none\"\n}\n",
    "\nterm \"meter\" {\n  definition \"x\"\n}\n",
    "\nadd guidance to 27002 5.1 {\n  text \"x should\"\n}\n",
    "\nrefine 27001 4.1 {\n  text \"x shall\"\n  allow Q506 \"both are meant here\"\n}\n",
    "for operator ",
    "5.1",
    "SMX.8.36",
    "SMX.12",
    "ENR.8.36",
    "1",
    "9",
    "to SMX.12 ",
    " as h) ",
    "{ENR.8.35}",
    "{term pump}",
    "\nterm \"Pump\" {\n  definition \"{term meter}\"\n}\n",
    "\nadd clause SMX.13 \"x\" to 27001\n",
    "\nadd clause SMX.12.1 \"x\" to SMX.12\n",
    "\nadd control SMX.8.36 \"Keys\" to 27002 8 {\n  control \"x should\"\n}\n",
    "\nadd requirement SMX.4.3.2 \"x\" to 27001 4.3 as a) {\n  text \"x shall {SMX.12.1}\"\n}\n",
    "\nadd guidance to SMX.8.35 {\n  text \"x should\"\n}\n",
    "\nmodify control 27002 5.1 {\n  addition \"x should\"\n  reason \"y\"\n}\n",
    "\npart of SMX\n",
    "\nclause 5 \"x\"\n",
    "\n  audience operator \"x\"",
    "\n  numbering inline",
];

/// Declarations that depend on each other: references to list items, a number that leaves a gap and
/// is referred to elsewhere, changes of the same part, findings that are allowed.
const DENSE: &str = r#"standard SMX "x" {
  sector "x"
  edition 1
  base ISO/IEC 27001:2022 + Amd 1:2024
  base ISO/IEC 27002:2022
}

add requirement SMX.4.3.1 "x" to 27001 4.3 {
  text """
    It shall:

    a) one;
    b) two.
  """
}

interpret 27001 4.1 {
  text """{SMX.4.3.1 b)} {SMX.4.3.1 a)} {SMX.12}"""
}

add clause SMX.12 "x" to 27001

add clause SMX.15 "x" to 27001 {
  allow R112 """x"""
}

interpret 27001 4.2 {
  text """{SMX.12} x"""
}

refine 27001 4.1 {
  text """The organization shall, instead of that, wait."""
  allow Q502 """nothing is taken away"""
}

refine 27001 4.1 {
  text """The organization shall wait."""
  allow D204 """nothing is taken away"""
}

retain 27001 4.1 {
  reason "none"
}
"#;

/// Two standards that print the numbers of their bases, and a part of one of them: names that exist
/// or await a declaration, numbers that both print, additions below additions.
const TWO: [(&str, &str); 3] = [
    (
        "a.annexa",
        r#"part of SMX

term "meter" {
  definition "thing that counts, no {term pump}"
}

add control SMX.8.36 "Keys" to 27002 8 {
  control "x should {SMX.12.1} {term meter}"
}

add clause SMX.12.2 "y" to SMX.12 {
  text "{SMX.8.35} {ISO 9906 8.36}"
}

retain 27002 5.1 {
  reason "{term valve}"
}
"#,
    ),
    (
        "e.annexa",
        r#"standard ENR "x" {
  sector "x"
  edition 1
  base ISO/IEC 27002:2022
  designation ISO 9906
  numbering plain
}

add control ENR.8.36 "Keys" to 27002 8 {
  control "x should"
}

add note to SMX.8.35 {
  text "x {SMX.12.1}"
}
"#,
    ),
    (
        "s.annexa",
        r#"standard SMX "x" {
  sector "x"
  edition 1
  base ISO/IEC 27001:2022 + Amd 1:2024
  base ISO/IEC 27002:2022
  numbering inline
  audience operator "x"
  scope "x {term meter}"
}

add clause SMX.12 "x" to 27001

add clause SMX.12.1 "x" to SMX.12

add requirement SMX.12.1.1 "x" to SMX.12.1 as a) {
  text "x shall {SMX.12.1}"
}

add control SMX.8.35 "Keys" to 27002 8 {
  control "x should {term pump}"
}

term "pump" {
  definition "x"
}

add guidance to SMX.8.35 for operator {
  text "x should {ENR.8.36}"
}
"#,
    ),
];

/// Returns the complete content of an analysis, with locations relative to the beginning of each
/// file.
fn said(analysis: &Analysis) -> String {
    let project = analysis.project();
    let mut said = String::new();
    for index in 0..project.files().len() {
        let file = FileId::Project(index as u32);
        for found in analysis.findings(file) {
            let (code, level, message) = (found.code(), found.level, &found.message);
            said.push_str(&format!(
                "{:?} {code} {level:?} {message} {:?} {:?}\n",
                project.range(found.location),
                found.related,
                found.fixes
            ));
        }
    }
    for at in project.declarations() {
        said.push_str(&format!("{:?} {:?}\n", at.offset, project.links(at.id)));
    }
    for standard in project.standards() {
        said.push_str(&format!("{standard:#?}\n"));
    }
    said
}

/// Returns the differences between two texts.
fn differences(left: &str, right: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let (left, right): (Vec<_>, Vec<_>) = (left.lines().collect(), right.lines().collect());
    found.extend(left.iter().filter(|it| !right.contains(it)).map(|it| format!("- {it}")));
    found.extend(right.iter().filter(|it| !left.contains(it)).map(|it| format!("+ {it}")));
    let first = left.iter().zip(&right).find(|(a, b)| a != b);
    found.extend(first.map(|(a, b)| format!("first: {a} / {b}")));
    found
}

/// Returns the uses of all symbols.
fn uses(analysis: &Analysis) -> String {
    let project = analysis.project();
    let mut used = String::new();
    for standard in project.standards() {
        for term in standard.terms() {
            let symbol = annexa_model::Symbol::Term(standard.id, term.declaration);
            used.push_str(&format!("{:?}\n", project.uses(symbol)));
        }
        for added in standard.added_in_order() {
            let symbol = annexa_model::Symbol::Added(standard.id, added.declaration);
            used.push_str(&format!("{:?}\n", project.uses(symbol)));
        }
    }
    used
}

#[test]
fn after_any_edits_an_analysis_equals_a_fresh_one() {
    const EDITS: usize = 60;
    // Another seed produces other edits.
    let seed = std::env::var("ANNEXA_SEED").ok().and_then(|seed| seed.parse().ok());
    let mut random = Random(seed.unwrap_or(27009));
    let (mut quick, mut all) = (0, 0);
    let dense = std::iter::repeat_n(vec![("dense.annexa".to_owned(), DENSE.to_owned())], 30);
    let two = TWO.map(|(path, text)| (path.to_owned(), text.to_owned())).to_vec();
    let two = std::iter::repeat_n(two, 40);
    for sources in support::projects().into_iter().chain(dense).chain(two) {
        let documents: Vec<_> =
            sources.iter().map(|(path, text)| (path.clone(), Document::new(text))).collect();
        let mut analysis = Analysis::new(documents, Settings::default());
        let mut undo: Vec<(FileId, Document)> = Vec::new();
        for step in 0..EDITS {
            let (file, document) = match undo.pop() {
                Some(undone) if random.below(3) == 0 => undone,
                last => {
                    undo.extend(last);
                    let index = random.below(analysis.project().files().len());
                    let before = &analysis.project().files()[index].document;
                    let text = before.text().to_string();
                    let start = boundary(&text, random.below(text.len() + 1));
                    let removed = match random.below(8) {
                        0 | 1 => random.below(30),
                        2 => random.below(300),
                        _ => 0,
                    };
                    let end = boundary(&text, (start + removed).min(text.len()));
                    let mut document = before.clone();
                    document.edit(start..end.max(start), PIECES[random.below(PIECES.len())]);
                    undo.push((FileId::Project(index as u32), before.clone()));
                    (FileId::Project(index as u32), document)
                }
            };
            analysis = analysis.edited(file, document);
            if random.below(2) == 0 {
                // Requesting the uses in between must make no difference.
                uses(&analysis);
            }
            // The documents are the same; other tests cover that they equal new ones of their
            // texts.
            let files = analysis.project().files().iter();
            let files: Vec<_> =
                files.map(|file| (file.path.clone(), file.document.clone())).collect();
            let fresh = Analysis::new(files, Settings::default());
            let name = &sources[0].0;
            for (edited, fresh) in
                [(said(&analysis), said(&fresh)), (uses(&analysis), uses(&fresh))]
            {
                assert!(
                    edited == fresh,
                    "{name}, step {step}: {:#?}",
                    differences(&edited, &fresh)
                );
            }
            all += 1;
            quick += usize::from(analysis.work() != fresh.work());
        }
    }
    assert!(quick * 4 > all, "few edits went the short way: {quick} of {all}");
}

#[test]
fn a_word_in_a_text_costs_one_declaration() {
    let text =
        std::fs::read_to_string(support::root().join("examples/energy/energy.annexa")).unwrap();
    let document = Document::new(&text);
    let analysis =
        Analysis::new([("energy.annexa".to_owned(), document.clone())], Settings::default());
    assert!(analysis.work().resolved > 10 && analysis.work().checked > 10);
    let at = text.rfind("\"\"\"").unwrap();
    let mut edited = document;
    edited.edit(at..at, " more");
    let after = analysis.edited(FileId::Project(0), edited);
    assert_eq!(after.work(), Work { resolved: 1, checked: 1 });
}

/// Tests declarations that are compared with another one without referring to it: an edit that
/// makes a finding appear at the first one, and an edit that removes it.
#[test]
fn a_declaration_is_checked_again_when_one_that_it_is_compared_with_comes_or_goes() {
    let head = |prefix: &str, more: &str| {
        format!(
            "standard {prefix} \"x\" {{\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27001:2022 + Amd 1:2024\n  base ISO/IEC 27002:2022\n{more}}}\n\n"
        )
    };
    let control = |label: &str, title: &str| {
        format!("add control {label} \"{title}\" to 27002 8 {{\n  control \"x should\"\n}}\n\n")
    };
    let note = "add note to 27002 5.1 {\n  text \"x\"\n}\n\n".to_owned();
    // The text to add or remove, the existing text, whether the first must exist for the finding,
    // and the rule.
    let cases = [
        (
            "add clause SMX.11 \"x\" to 27001\n\n".to_owned(),
            "add clause SMX.12 \"y\" to 27001\n\n".to_owned(),
            false,
            "R112",
        ),
        (control("SMX.8.35", "Keys"), control("SMX.8.36", "Keys"), true, "R113"),
        (control("SMX.8.35", "Keys"), control("SMX.8.35", "Locks"), true, "R106"),
        (note.clone(), note.clone(), true, "C608"),
        (note, "retain 27002 5.1 {\n  reason \"x\"\n}\n\n".to_owned(), true, "C607"),
        (
            "term \"pump\" {\n  definition \"x\"\n}\n\n".to_owned(),
            "term \"Pump\" {\n  definition \"y\"\n}\n\n".to_owned(),
            true,
            "R106",
        ),
        (
            "add clause SMX.11.1 \"x\" to SMX.11\n\n".to_owned(),
            "add clause SMX.11 \"x\" to 27001\n\nadd clause SMX.11.2 \"y\" to SMX.11\n\n"
                .to_owned(),
            false,
            "D207",
        ),
    ];
    let is_found = |analysis: &Analysis, code: &str| {
        let files = 0..analysis.project().files().len() as u32;
        files.into_iter().any(|file| {
            analysis.findings(FileId::Project(file)).iter().any(|found| found.code() == code)
        })
    };
    let check = |with: [String; 2], without: [String; 2], fires: bool, code: &str| {
        let document = |text: &String| Document::new(text);
        let files = with.iter().zip(["a.annexa", "b.annexa"]);
        let files = files.map(|(text, path)| (path.to_owned(), document(text)));
        let mut analysis = Analysis::new(files, Settings::default());
        for (texts, expected) in [(&without, !fires), (&with, fires), (&without, !fires)] {
            for (file, text) in (0..).zip(texts) {
                let mut document = analysis.project().files()[file as usize].document.clone();
                document.edit(0..document.len(), text);
                analysis = analysis.edited(FileId::Project(file), document);
                let all = analysis.project().declaration_count();
                assert!(analysis.work().resolved < all, "{code}: the project was made anew");
            }
            assert_eq!(is_found(&analysis, code), expected, "{code}: {texts:?}");
            let files = analysis.project().files().iter();
            let files: Vec<_> = files.map(|it| (it.path.clone(), it.document.clone())).collect();
            assert_eq!(said(&analysis), said(&Analysis::new(files, Settings::default())), "{code}");
        }
    };
    let other = "part of SMX\n\n".to_owned();
    // With so many siblings, they are not examined.
    let many: String =
        (1..9).map(|at| format!("retain 27002 7.{at} {{\n  reason \"x\"\n}}\n\n")).collect();
    for (comes, there, fires, code) in cases {
        let with = format!("{}{comes}{there}{many}", head("SMX", ""));
        let without = format!("{}{there}{many}", head("SMX", ""));
        check([with, other.clone()], [without, other.clone()], fires, code);
    }
    let plain = "  numbering plain\n";
    let (first, second) = (control("ENR.8.36", "Keys"), control("SMX.8.36", "Locks"));
    let second = format!("{}{second}", head("SMX", plain));
    let with = format!("{}{first}{many}", head("ENR", plain));
    let without = format!("{}{many}", head("ENR", plain));
    check([with, second.clone()], [without, second], true, "R108");
}

#[test]
fn a_file_that_is_read_anew_and_says_the_same_costs_nothing() {
    let many: String =
        (1..200).map(|at| format!("\nretain 27002 5.{at} {{\n  reason \"x\"\n}}\n")).collect();
    let text = format!("{DENSE}{many}");
    let file = FileId::Project(0);
    let analysis =
        Analysis::new([("s.annexa".to_owned(), Document::new(&text))], Settings::default());
    let again = analysis.edited(file, Document::new(&text));
    assert_eq!(again.work(), Work { resolved: 0, checked: 0 });
    assert_eq!(said(&again), said(&analysis));
}

#[test]
fn what_is_unchecked_follows_edits_and_has_no_findings() {
    let wrong = "\nretain 27001 99 {\n  reason \"No sector need.\"\n}\n";
    let text = format!("{DENSE}{wrong}");
    let checked =
        Analysis::new([("s.annexa".to_owned(), Document::new(&text))], Settings::default());
    let file = FileId::Project(0);
    assert!(!checked.findings(file).is_empty());
    let unchecked = Analysis::unchecked(checked.project().clone());
    assert!(unchecked.findings(file).is_empty());
    // An edit within a text, and one that changes the signature.
    for (old, new) in [("reason \"No sector need.\"", "reason \"x y z\""), ("27001 99", "27001 98")]
    {
        let text = text.replace(old, new);
        let after = unchecked.edited(file, Document::new(&text));
        assert!(after.findings(file).is_empty());
        assert_eq!(after.project().document(file).unwrap().text().to_string(), text);
        assert_eq!(after.work().checked, 0);
        let again = Analysis::of(after.project().clone());
        assert_eq!(again.findings(file).len(), checked.findings(file).len());
    }
}
