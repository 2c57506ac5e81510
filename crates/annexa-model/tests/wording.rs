//! Measures precision and recall of the rules on wording with sentences that people labelled. Each
//! sentence goes into a declaration of its kind and is checked by the rule of its row.

#![expect(clippy::unwrap_used, reason = "a test fails where something is missing")]

use std::{collections::BTreeMap, fs, path::Path};

use annexa_model::{Project, Settings, check};
use annexa_syntax::Document;

/// A row of a table.
struct Row<'a> {
    rule: &'a str,
    fires: bool,
    kind: &'a str,
    sentence: &'a str,
}

/// The results of a rule on its rows.
#[derive(Default)]
struct Figures {
    right: u32,
    wrong: u32,
    missed: u32,
}

impl Figures {
    fn share(part: u32, rest: u32) -> f64 {
        if part + rest == 0 { 1.0 } else { f64::from(part) / f64::from(part + rest) }
    }

    fn precision(&self) -> f64 {
        Figures::share(self.right, self.wrong)
    }

    fn recall(&self) -> f64 {
        Figures::share(self.right, self.missed)
    }
}

const HEAD: &str = r#"standard SMX "Meters" {
  sector "Metering"
  edition 2026
  base ISO/IEC 27001:2022
  base ISO/IEC 27002:2022
"#;

/// The terms that the sentences use.
const TERMS: &[&str] = &[
    "head-end system",
    "must-run contract",
    "optional service",
    "may-trip relay",
    "must-offer obligation",
    "must-run unit",
    "need-to-operate right",
    "shall-carry list",
    "shall-trip signal",
    "should-cost model",
];

/// Returns a declaration that contains a sentence in a text of this kind.
fn declaration(kind: &str, sentence: &str) -> String {
    let (head, field, rest) = match kind {
        "requirement" => ("add requirement SMX.4.3.1 \"Meters\" to 27001 4.3", "text", ""),
        "refine" => ("refine 27001 7.2 b)", "text", ""),
        "interpret" => ("interpret 27001 7.2", "text", ""),
        "control" => ("add control SMX.8.35 \"Meters\" to 27002 8", "control", ""),
        "guidance" => ("add guidance to 27002 7.9", "text", ""),
        "information" => ("add information to 27002 7.9", "text", ""),
        "modify-control" => ("modify control 27002 7.9", "text", "  reason \"Names meters.\"\n"),
        "modify-guidance" => ("modify guidance 27002 7.9", "text", "  reason \"Names meters.\"\n"),
        "addition" => ("modify control 27002 7.9", "addition", "  reason \"Names meters.\"\n"),
        "as-item" => ("add requirement SMX.9.3.2.1 \"Meters\" to 27001 9.3.2 as h)", "text", ""),
        "definition" => ("term \"meter\"", "definition", ""),
        "definition-note" => ("term \"meter\"", "note", "  definition \"device\"\n"),
        other => panic!("{other}"),
    };
    format!("{head} {{\n  {field} \"\"\"\n    {sentence}\n  \"\"\"\n{rest}}}\n")
}

/// Returns a standard that contains a sentence in a text of this kind.
fn standard(kind: &str, sentence: &str) -> String {
    let text = format!("\"\"\"\n    {sentence}\n  \"\"\"");
    match kind {
        "scope" => format!("{HEAD}  scope {text}\n}}\n"),
        "introduction" => format!("{HEAD}  scope \"Meters.\"\n  introduction {text}\n}}\n"),
        _ => format!("{HEAD}  scope \"Meters.\"\n}}\n\n{}", declaration(kind, sentence)),
    }
}

/// Whether the rule of a row reports its sentence.
fn fires(row: &Row<'_>) -> bool {
    let terms: String = TERMS
        .iter()
        .filter(|term| row.sentence.contains(*term))
        .map(|term| format!("term \"{term}\" {{\n  definition \"meter\"\n}}\n\n"))
        .collect();
    let text = format!("{}\n{terms}", standard(row.kind, row.sentence));
    let files = [("smx.annexa".to_owned(), Document::new(&text))];
    let report = check(&Project::new(files, Settings::default()));
    report.diagnostics.iter().any(|found| found.code() == row.rule)
}

/// Returns the results of each rule of a table, and the rows whose result differs from the label.
fn measured(table: &str) -> (BTreeMap<&str, Figures>, Vec<String>) {
    let mut all: BTreeMap<&str, Figures> = BTreeMap::new();
    let mut otherwise = Vec::new();
    for line in table.lines().skip(1).filter(|line| !line.is_empty()) {
        let mut columns = line.split('\t');
        let mut column = || columns.next().unwrap();
        let row =
            Row { rule: column(), fires: column() == "yes", kind: column(), sentence: column() };
        let figures = all.entry(row.rule).or_default();
        let fired = fires(&row);
        match (row.fires, fired) {
            (true, true) => figures.right += 1,
            (false, true) => figures.wrong += 1,
            (true, false) => figures.missed += 1,
            (false, false) => {}
        }
        if row.fires != fired {
            otherwise.push(line.to_owned());
        }
    }
    (all, otherwise)
}

fn table(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/wording").join(name);
    fs::read_to_string(path).unwrap()
}

#[expect(clippy::print_stdout, reason = "the figures are shown where a rule falls short")]
fn print(name: &str, figures: &BTreeMap<&str, Figures>, otherwise: &[String]) {
    println!("{name}\n{}", otherwise.join("\n"));
    for (rule, it) in figures {
        println!("{rule} precision {:.3} recall {:.3}", it.precision(), it.recall());
    }
}

/// Asserts that each rule of a table has at least this precision and recall.
fn check_table(name: &str, least: f64) {
    let table = table(name);
    let (figures, otherwise) = measured(&table);
    print(name, &figures, &otherwise);
    for (rule, it) in figures {
        assert!(it.precision() >= least, "{name}: precision of {rule}: {:.3}", it.precision());
        assert!(it.recall() >= least, "{name}: recall of {rule}: {:.3}", it.recall());
    }
}

#[test]
fn rules_on_wording_agree_with_the_labels() {
    check_table("sentences.tsv", 0.95);
}

#[test]
fn rules_on_wording_agree_with_labels_of_another_style() {
    check_table("held_out.tsv", 0.95);
}

#[test]
fn rules_on_wording_agree_with_labels_of_long_sentences() {
    check_table("third.tsv", 0.95);
}

#[test]
fn rules_on_wording_agree_with_labels_of_another_author() {
    check_table("fourth.tsv", 0.95);
}
