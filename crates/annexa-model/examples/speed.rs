//! Measures how long a large project takes to build and to check.

#![expect(clippy::print_stdout, reason = "the measurement is what it is for")]

use std::fmt::Write as _;
use std::time::Instant;

use annexa_model::{Project, Settings, check};
use annexa_syntax::Document;

/// Returns 100 files with 50 declarations each, about 2.3 MB.
fn files() -> Vec<(String, String)> {
    let mut files = vec![(
        "000.annexa".to_owned(),
        "standard SMX \"Meters\" {\n  sector \"Metering\"\n  edition 2026\n  base ISO/IEC 27001:2022 + Amd 1:2024\n  base ISO/IEC 27002:2022\n  audience operator \"Operator\"\n}\n\nterm \"meter\" {\n  definition \"device\"\n}\n".to_owned(),
    )];
    let prose = "The operator should keep a list of each {term meter} and compare it with {27002 5.9}.\n    ".repeat(4);
    for file in 1..100 {
        let mut text = String::from("part of SMX\n\n");
        for number in 0..51 {
            let control = file * 51 + number;
            let _ = write!(
                text,
                "add control SMX.8.{control} \"Control {control}\" to 27002 8 for operator {{\n  type preventive\n  properties integrity\n  concepts protect\n  capabilities continuity\n  domains protection\n  control \"\"\"Each {{term meter}} should be watched as {{27001 6.1.3 c)}} says.\"\"\"\n  purpose \"\"\"To know.\"\"\"\n  guidance \"\"\"\n    {prose}\n  \"\"\"\n}}\n\n"
            );
        }
        files.push((format!("{file:03}.annexa"), text));
    }
    files
}

fn main() {
    let files = files();
    println!("{} bytes", files.iter().map(|(_, text)| text.len()).sum::<usize>());
    let cold = Instant::now();
    for index in 0..annexa_base::BUILT_IN.len() {
        let start = Instant::now();
        let _ = annexa_base::built_in(index);
        println!("{} {:?}", annexa_base::BUILT_IN[index].name, start.elapsed());
    }
    println!("built-in catalogues {:?}", cold.elapsed());
    let start = Instant::now();
    let documents: Vec<(String, Document)> =
        files.iter().map(|(path, text)| (path.clone(), Document::new(text))).collect();
    println!("parsing {:?}", start.elapsed());
    let start = Instant::now();
    let declarations: usize = documents
        .iter()
        .flat_map(|(_, document)| document.items())
        .map(|(_, item)| item.declarations().len())
        .sum();
    println!("lowering {declarations} declarations {:?}", start.elapsed());
    for _ in 0..3 {
        let copy = documents.clone();
        let start = Instant::now();
        let project = Project::new(copy, Settings::default());
        let built = start.elapsed();
        let report = check(&project);
        println!(
            "model {built:?}, with checks {:?}, {} findings",
            start.elapsed(),
            report.diagnostics.len()
        );
    }
}
