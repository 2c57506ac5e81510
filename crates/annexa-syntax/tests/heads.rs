//! Lines of prose in column 1 do not end a text, and heads that are being typed are heads.

use annexa_syntax::{DeclarationKind, Document};

/// As authors write them: the first half begins with the words of heads.
const PROSE: &[&str] = &[
    "retain 90 days of logs",
    "retain 27001 certificates for three years",
    "retain 5.24 in the list of changes",
    "refine the 27002 controls where needed",
    "refine 27001 as needed",
    "refine 27001 6.1.3 as needed",
    "refine 27001 6.1.3 for the sector",
    "interpret clause 5",
    "refine 27001 for the sector and its suppliers",
    "interpret it for the reader",
    "interpret 27001 in the light of this document",
    "standard ISO/IEC 27001 for them,",
    "standard SMX is meant",
    "part of IT operations.",
    "part of SMX and of its annexes",
    "catalogue ISO/IEC 27002 is the base",
    "overlay ISO/IEC 27002 with your own words",
    "correspondence ISO/IEC 27001:2013 and 27001:2022",
    "term of office",
    "add control over keys of meters",
    "add control SMX.8.35 as described below",
    "add requirement SMX.4.3.1 and its note",
    "add guidance to the reader",
    "add note to 27002 5.1 of the base",
    "modify control 27002 with care",
    "modify guidance 27002 5.1 and 5.2 together",
    "clause 5 describes the controls",
    "clause 5",
    "clause 6.1.2, item d)",
    "control 5.23 applies to the cloud",
    "control 8.24.",
    "objective 5.1 of the edition of 2013",
    "annex A of this document",
    "annex B \"Mapping\" is informative",
    "amendment 1 is part of it",
    "Retain 27002 5.24",
    "retain 24 hours",
    "refine 6.1.3 and 6.2",
    "interpret SMX literally",
    "part of the network",
    "modify nothing",
    "standard practice",
    "term by term",
    "add up to 5.1",
    "control of access",
    "overlay networks",
    "The organization should",
    "- a dash",
    "a) an item",
    "NOTE it is so.",
    "{27002 5.23} is meant.",
    "27002 5.23 is meant.",
    "text of the law",
    "reason enough",
    "| a | b |",
    "// no comment",
    "standards are met",
    "terms are defined",
    "additional controls",
    "“quoted”",
    "5.1",
    "to 27002 5.1",
    "for suppliers",
];

/// As they stand when they are whole.
const WHOLE: &[&str] = &[
    "standard SMX \"x\" {",
    "standard SMX2 \"x\"",
    "part of SMX",
    "part of SMX {",
    "catalogue ISO/IEC 27002:2022 \"x\" {",
    "catalogue \"EN ISO/IEC 27001:2023\" \"x\"",
    "overlay \"ITU-T X.1631:2015\"",
    "overlay ISO/IEC 27002:2022 {",
    "correspondence ISO/IEC 27001:2013 to ISO/IEC 27001:2022 {",
    "term \"head-end\" {",
    "add requirement SMX.4.3.1 \"x\" to 27001 4.3 as h) for operator {",
    "add clause SMX.7 \"x\" to 27002 {",
    "add objective SMX.9.1 \"x\" to 27002 9",
    "add control SMX.8.35 \"x\" to 27002 8 {",
    "add control SMX.8.35 to 27002 8 {",
    "add guidance to 27002 5.1 for operator, supplier {",
    "add information to x1631 8.3",
    "add note to SMX.8.35 a)",
    "refine 27001 6.1.3 c) {",
    "refine 27001:2022 6.1.3",
    "interpret 27001 {",
    "interpret x1631 for operator {",
    "interpret ISO/IEC 27001:2022 7.2",
    "modify control 27002 7.9 // for the sector",
    "modify purpose 27002 5.1 for supplier",
    "retain 27001 A.5.23 {",
    "clause 5 \"x\"",
    "control CLD.6.3.1 {",
    "annex A \"x\" of ISO/IEC 27002:2022",
    "amendment \"Amd 1:2024\" {",
];

/// On the way there, and the kind that each of them is.
const UNFINISHED: &[(&str, DeclarationKind)] = &[
    ("standard", DeclarationKind::Standard),
    ("standard SMX", DeclarationKind::Standard),
    ("part of", DeclarationKind::PartOf),
    ("catalogue ISO/IEC 27002:2022", DeclarationKind::Catalogue),
    ("overlay", DeclarationKind::Overlay),
    ("correspondence ISO/IEC 27001:2013", DeclarationKind::Correspondence),
    ("correspondence ISO/IEC 27001:2013 to", DeclarationKind::Correspondence),
    ("term", DeclarationKind::Term),
    ("add requirement", DeclarationKind::AddRequirement),
    ("add requirement SMX.4.3.1", DeclarationKind::AddRequirement),
    ("add requirement SMX.4.3.1 \"x\"", DeclarationKind::AddRequirement),
    ("add requirement SMX.4.3.1 \"x\" to", DeclarationKind::AddRequirement),
    ("add clause SMX.7", DeclarationKind::AddClause),
    ("add objective", DeclarationKind::AddObjective),
    ("add control SMX.8.35", DeclarationKind::AddControl),
    ("add control SMX.8.35 \"x\" to 27002", DeclarationKind::AddControl),
    ("add guidance", DeclarationKind::AddGuidance),
    ("add guidance to", DeclarationKind::AddGuidance),
    ("add guidance to 27002", DeclarationKind::AddGuidance),
    ("add guidance to 27002 5.1 for", DeclarationKind::AddGuidance),
    ("add information", DeclarationKind::AddInformation),
    ("add note to", DeclarationKind::AddNote),
    ("refine", DeclarationKind::Refine),
    ("refine 27001", DeclarationKind::Refine),
    ("interpret 27001 for", DeclarationKind::Interpret),
    ("modify control", DeclarationKind::ModifyControl),
    ("modify purpose 27002", DeclarationKind::ModifyPurpose),
    ("retain", DeclarationKind::Retain),
    ("control", DeclarationKind::Control),
    ("annex A \"x\"", DeclarationKind::Annex),
];

const BEFORE: &str = "retain 27002 5.24 {\n  reason \"\"\"Because\n";

/// The kinds of the declarations of a text.
fn kinds(text: &str) -> Vec<DeclarationKind> {
    let document = Document::new(text);
    document.items().flat_map(|(_, item)| item.declarations()).map(|it| it.kind).collect()
}

#[test]
fn prose_in_column_1_ends_no_text() {
    for line in PROSE {
        let text = format!("{BEFORE}{line}\nof that.\"\"\"\n}}\n");
        let document = Document::new(&text);
        assert_eq!(document.item_count(), 1, "{line}");
        assert_eq!(document.errors().next(), None, "{line}");
        assert_eq!(kinds(&text), [DeclarationKind::Retain], "{line}");
    }
}

#[test]
fn a_whole_head_ends_an_open_text() {
    for head in WHOLE {
        let document = Document::new(&format!("{BEFORE}{head}\n"));
        assert_eq!(document.item_count(), 2, "{head}");
    }
}

#[test]
fn a_head_that_is_being_typed_is_one() {
    for (head, kind) in UNFINISHED {
        // Behind a declaration that has ended, and before the next one.
        let text = format!("{BEFORE}of that.\"\"\"\n}}\n\n{head}\n\nretain 27002 5.25 {{\n}}\n");
        let expected = [DeclarationKind::Retain, *kind, DeclarationKind::Retain];
        assert_eq!(kinds(&text), expected, "{head}");
    }
}

#[test]
fn the_example_of_each_declaration_is_a_head_of_it() {
    for kind in DeclarationKind::ALL {
        let document = Document::new(&format!("{}\n", kind.example()));
        assert_eq!(kinds(kind.example()), [*kind]);
        assert_eq!(document.errors().next(), None, "{}", kind.example());
    }
}
