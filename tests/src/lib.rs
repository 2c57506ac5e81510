//! What whole-program tests and benchmarks share: a client of language servers, and samples of any
//! size, which are valid standards whose declarations are as long as those of real ones.

pub mod client;

use std::fmt::Write as _;

/// The head of a sample standard.
const HEAD: &str = r#"standard SMP "Information security controls for sample operators" {
  sector "Samples"
  edition 2026
  base ISO/IEC 27001:2022 + Amd 1:2024
  base ISO/IEC 27002:2022
  numbering annex
  scope """This document gives guidance for organizations that operate samples."""
}

refine 27001 6.1.3 c) {
  text """The organization shall also compare the controls determined with those of this document."""
}

refine 27001 6.1.3 d) {
  text """The statement of applicability shall also cover the controls of this document."""
}
"#;

/// The last control of each theme of ISO/IEC 27002:2022.
const LAST_OF_THEME: [usize; 4] = [37, 8, 14, 34];

/// One of the declarations of a sample: three in five add a control, the others define a term.
fn declaration(index: usize) -> String {
    if index % 5 >= 3 {
        return format!(
            "\nterm \"sample device {index}\" {{\n  definition \"\"\"device of kind {index} that reads samples and sends them to \
             the head-end system of its operator\"\"\"\n  source \"Sample working group\"\n}}\n"
        );
    }
    let theme = index % 4;
    // The pattern repeats after 20 declarations, which add three controls to each theme.
    let earlier =
        (index / 20 * 20..index).filter(|other| other % 5 < 3 && other % 4 == theme).count();
    let number = LAST_OF_THEME[theme] + 1 + index / 20 * 3 + earlier;
    let term = index / 5 * 5 + 3;
    format!(
        r#"
// Sample {index}
add control SMP.{clause}.{number} "Custody of the keys of sample {index}" to 27002 {clause} {{
  type preventive
  properties confidentiality, integrity
  concepts protect
  capabilities secure_configuration
  domains protection
  control """Keys of samples of kind {index} should be held in a hardware security module."""
  purpose """To keep one stolen sample from opening the others."""
  guidance """
    Keys should be unique to a {{term sample device {term}}} or a {{term sample device {other}}}.
    See also {{27002 8.24}}, and before that:

    a) who may hold a key;
    b) where it is kept.

    NOTE Samples of kind {index} are described in {{27001 6.1.3 c)}}.
  """
}}
"#,
        clause = theme + 5,
        other = term + 1,
    )
}

/// A standard of about so many declarations in one file.
pub fn standard(declarations: usize) -> String {
    let mut text = HEAD.to_owned();
    // Whole groups of controls and the terms that they cite.
    for index in 0..declarations / 5 * 5 {
        text += &declaration(index);
    }
    text
}

/// The same standard over several files: the name and the text of each.
pub fn project(declarations: usize, files: usize) -> Vec<(String, String)> {
    let mut sources = vec![("part-000.annexa".to_owned(), HEAD.to_owned())];
    for number in 1..files {
        sources.push((format!("part-{number:03}.annexa"), "part of SMP\n".to_owned()));
    }
    for index in 0..declarations {
        // A term stands in the file of the controls that cite it.
        let file = (index / 5) % files;
        let _ = write!(sources[file].1, "{}", declaration(index));
    }
    sources
}
