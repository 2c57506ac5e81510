//! The property that the language server rests on: after any edits an analysis equals a fresh one of
//! the same texts, and an edit within a text costs that declaration alone.

#![expect(clippy::unwrap_used, reason = "a test fails where something is missing")]

mod support;

use annexa_model::{Analysis, FileId, Settings, Work};
use annexa_syntax::Document;
use support::{Random, boundary};

/// What an author, a paste or an accident puts in.
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
    "\nretain 27002 5.24 {\n  reason \"none\"\n}\n",
    "\nterm \"meter\" {\n  definition \"x\"\n}\n",
    "\nadd guidance to 27002 5.1 {\n  text \"x should\"\n}\n",
    "\nrefine 27001 4.1 {\n  text \"x shall\"\n  allow Q506 \"both are meant here\"\n}\n",
    "for operator ",
    "5.1",
    "SMX.8.36",
];

/// Declarations that hang on each other: references to list items, a number that leaves a gap and is
/// named elsewhere, changes of one thing, findings that are allowed.
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

/// All that an analysis says, its places counted from the beginning of each file.
fn said(analysis: &Analysis) -> String {
    let project = analysis.project();
    let mut said = String::new();
    for index in 0..project.files().len() {
        let file = FileId::Project(index as u32);
        for found in analysis.findings(file) {
            said.push_str(&format!("{:?} {found:?}\n", project.range(found.location)));
        }
    }
    for at in project.declarations() {
        said.push_str(&format!("{:?} {:?}\n", at.offset, project.links(at.id)));
    }
    said.push_str(&format!("{:?}", project.standards()));
    said
}

/// The uses of all that is used.
fn uses(analysis: &Analysis) -> String {
    let project = analysis.project();
    let mut used = String::new();
    for standard in project.standards() {
        for index in 0..standard.terms.len() as u32 {
            let symbol = annexa_model::Symbol::Term(standard.id, index);
            used.push_str(&format!("{:?}\n", project.uses(symbol)));
        }
        for index in 0..standard.added.len() as u32 {
            let symbol = annexa_model::Symbol::Added(standard.id, annexa_model::AddedId(index));
            used.push_str(&format!("{:?}\n", project.uses(symbol)));
        }
    }
    used
}

#[test]
fn after_any_edits_an_analysis_equals_a_fresh_one() {
    const EDITS: usize = 60;
    let mut random = Random(27009);
    let (mut quick, mut all) = (0, 0);
    let dense = std::iter::repeat_n(vec![("dense.annexa".to_owned(), DENSE.to_owned())], 30);
    for sources in support::projects().into_iter().chain(dense) {
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
                    let removed = if random.below(4) == 0 { random.below(30) } else { 0 };
                    let end = boundary(&text, (start + removed).min(text.len()));
                    let mut document = before.clone();
                    document.edit(start..end.max(start), PIECES[random.below(PIECES.len())]);
                    undo.push((FileId::Project(index as u32), before.clone()));
                    (FileId::Project(index as u32), document)
                }
            };
            analysis = analysis.edited(file, document);
            if random.below(2) == 0 {
                // Whether the uses were asked for in between makes no difference.
                uses(&analysis);
            }
            let files = analysis.project().files().iter();
            let files: Vec<_> = files
                .map(|file| (file.path.clone(), Document::new(&file.document.text().to_string())))
                .collect();
            let fresh = Analysis::new(files, Settings::default());
            let name = &sources[0].0;
            assert_eq!(said(&analysis), said(&fresh), "{name}, step {step}");
            assert_eq!(uses(&analysis), uses(&fresh), "{name}, step {step}");
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
    // Within a text, and with another face.
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
