//! A small standard in full, without its 10,000 lines of unchanged provisions.

use crate::support::compile_text;
use annexa_emit::to_json;
use expect_test::expect_file;

const SMALL: &str = r#"standard SMX "Controls for meters" {
  sector "Metering"
  edition 2026
  base ISO/IEC 27001:2022 + Amd 1:2024
  base ISO/IEC 27002:2022
  numbering inline
  audience operator "Metering operator"
  audience supplier "Meter supplier"
  reference "IEC 62056-1-0:2014" "Electricity metering data exchange"
  scope """This document is for operators of meters."""
}

term "head-end system" {
  definition """system that collects readings"""
  note """It is large."""
}

add requirement SMX.4.3.1 "Head-end systems in scope" to 27001 4.3 {
  text """
    The organization shall include:

    a) every {term head-end system};
    b) its links, see {27002 8.22}.
  """
  rationale """Meters are reached through it."""
}

refine 27001 6.1.3 c) {
  text """The organization shall also compare its controls with those of this document."""
}

add control SMX.8.35 "Custody of keys" to 27002 8 {
  type preventive
  properties confidentiality
  concepts protect
  capabilities secure_configuration
  domains protection
  control """Keys should be held in a module."""
  purpose """To keep one key from opening all."""
  guidance for supplier """The supplier should hand over keys in person, see {SMX.4.3.1 b)}."""
  guidance """Keys should be unique."""
}

modify guidance 27002 5.30 for operator {
  replace "within hours" by "within minutes"
  reason """Lights go out sooner."""
  allow C604 """Minutes are more than hours ask for."""
}
"#;

#[test]
fn a_small_standard() {
    let mut document = compile_text(SMALL);
    // What the standard touches, and what is unchanged in the least.
    document.provisions.retain(|it| !it.changes.is_empty() || it.label == "4.4");
    // The catalogues are kept by hand; their summaries may change without a word here.
    document.provisions.iter_mut().for_each(|it| it.summary = None);
    document.bases.iter_mut().for_each(|it| it.sha256 = "0".repeat(64));
    document.statement_of_applicability.retain(|it| it.reference.contains("8.3"));
    let json = to_json(&document).expect("a document is JSON");
    let json = String::from_utf8(json).expect("JSON is UTF-8");
    expect_file!["small.json"].assert_eq(&json);
}
