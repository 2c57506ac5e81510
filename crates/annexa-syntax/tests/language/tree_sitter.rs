//! What the grammar and the scanner of tree-sitter take from the table.

use std::fmt::{Display, Write};

use annexa_syntax::{
    CONTRACTED_WORDS, DeclarationKind, FieldShape, Keyword, Part, VERBAL_WORDS, VerbalForm,
    field_shape,
};

use crate::{fields, is_current};

/// The symbol of the scanner for a verbal form.
fn symbol(form: VerbalForm) -> &'static str {
    match form {
        VerbalForm::Shall | VerbalForm::ShallNot => "REQUIREMENT",
        VerbalForm::Should | VerbalForm::ShouldNot => "RECOMMENDATION",
        VerbalForm::May | VerbalForm::MayNot | VerbalForm::NeedNot => "PERMISSION",
        VerbalForm::Can | VerbalForm::Cannot => "CAPABILITY",
        VerbalForm::Must | VerbalForm::MustNot => "CONSTRAINT",
    }
}

#[test]
fn the_scanner_has_the_heads_and_fields() {
    let mut made = String::from(
        "// Made from the table of the language (`cargo xtask codegen`): do not edit.\n#pragma once\n\n\
         // The parts of a head as far as they tell it from prose.\n\
         typedef enum { NO_PART, PREFIX_PART, TITLE_PART, NAME_PART, LABEL_PART, REFERENCE_PART, TO_PART, DOCUMENT_PART, \
         NUMBER_PART, LETTER_PART } Part;\n\n\
         // Its words, and its first two parts.\n\
         typedef struct {\n  const char *first, *second;\n  Part parts[2];\n} Head;\n\n\
         static const Head HEADS[] = {\n",
    );
    for kind in DeclarationKind::ALL {
        let (first, second) = kind.words().split_once(' ').unwrap_or((kind.words(), ""));
        let part = |index: usize| match kind.head().get(index) {
            Some(Part::Prefix) => "PREFIX_PART",
            Some(Part::Title | Part::TitleIfAny) => "TITLE_PART",
            Some(Part::Name) => "NAME_PART",
            Some(Part::Label) => "LABEL_PART",
            Some(Part::Reference) => "REFERENCE_PART",
            Some(Part::To) => "TO_PART",
            Some(Part::Document) => "DOCUMENT_PART",
            Some(Part::Number) => "NUMBER_PART",
            Some(Part::Letter) => "LETTER_PART",
            _ => "NO_PART",
        };
        let second = if second.is_empty() { "NULL".to_owned() } else { format!("\"{second}\"") };
        writeln!(made, "    {{\"{first}\", {second}, {{{}, {}}}}},", part(0), part(1)).unwrap();
    }
    made.push_str(
        "    {NULL, NULL, {NO_PART, NO_PART}},\n};\n\nstatic const char *const FIELDS[] = {\n",
    );
    for field in fields() {
        writeln!(made, "    \"{}\",", field.as_str()).unwrap();
    }
    made.push_str("    NULL,\n};\n\nstatic const char *const KEYWORDS[] = {\n");
    for word in Keyword::ALL {
        writeln!(made, "    \"{}\",", word.as_str()).unwrap();
    }
    made.push_str("    NULL,\n};\n");
    made.push_str(
        "\n// Verbal forms, for a macro of a word and its symbol.\n#define VERBAL_WORDS(FORM)",
    );
    for (word, _, form) in VERBAL_WORDS {
        write!(made, " \\\n  FORM(\"{word}\", {})", symbol(form)).unwrap();
    }
    made.push_str("\n\n// The same, with `'t` behind them.\n#define CONTRACTED_WORDS(FORM)");
    for (word, form) in CONTRACTED_WORDS {
        write!(made, " \\\n  FORM(\"{word}\", {})", symbol(form)).unwrap();
    }
    made.push('\n');
    is_current("grammar/tree-sitter-annexa/src/language.h", &made);
}

/// The strings as a list in JSON.
fn list(strings: impl IntoIterator<Item = impl Display>) -> String {
    let strings: Vec<_> = strings.into_iter().map(|it| format!("\"{it}\"")).collect();
    format!("[{}]", strings.join(", "))
}

#[test]
fn the_grammar_has_the_heads_and_fields() {
    let declarations: Vec<_> = DeclarationKind::ALL
        .iter()
        .map(|kind| {
            let parts = kind.head().iter().filter(|part| **part != Part::Block);
            let parts = list(parts.map(|part| format!("{part:?}")));
            format!("{{ \"words\": {}, \"head\": {parts} }}", list(kind.words().split(' ')))
        })
        .collect();
    let mut shapes: Vec<FieldShape> = Vec::new();
    for shape in fields().filter_map(field_shape) {
        if !shapes.contains(&shape) {
            shapes.push(shape);
        }
    }
    let of_shape = |shape| fields().filter(move |field| field_shape(*field) == Some(shape));
    let shapes: Vec<_> = shapes
        .into_iter()
        .map(|shape| format!("\"{shape:?}\": {}", list(of_shape(shape).map(Keyword::as_str))))
        .collect();
    let made = format!(
        "{{\n  \"about\": \"Made from the table of the language (`cargo xtask codegen`): do not edit.\",\n  \
         \"declarations\": [\n    {}\n  ],\n  \"fields\": {{\n    {}\n  }}\n}}\n",
        declarations.join(",\n    "),
        shapes.join(",\n    ")
    );
    is_current("grammar/tree-sitter-annexa/language.json", &made);
}
