//! What goes over a whole file asks at each declaration whether somebody still waits, and stops where
//! nobody does: a large file must not keep a thread busy for an answer that is thrown away.

use std::cell::Cell;

use annexa_ide::{
    code_lenses, document_links, document_symbols, folds, format_document, inlay_hints,
    semantic_tokens,
};
use annexa_model::{FileId, Project, Settings};
use annexa_syntax::{Document, TextRange, TextSize};

const FILE: FileId = FileId::Project(0);

/// Clauses, each with a control that has something of every kind.
const MANY: usize = 50;

/// After so many questions the answer is that nobody waits.
const PATIENCE: usize = 10;

#[test]
fn what_goes_over_a_file_stops_where_nobody_waits() {
    let mut text = String::from("standard SMX \"Metering\" {\n  base ISO/IEC 27002:2022\n}\n");
    for number in 1..=MANY {
        text += &format!(
            r#"
add clause SMX.{number} "Meters" to 27002

add  control SMX.{number}.1 "Keys" to SMX.{number} {{
  guidance """See {{27002 5.2}}.
Meters should be kept."""
}}
"#
        );
    }
    let whole = TextRange::up_to(TextSize::of(text.as_str()));
    let files = [("a.annexa".to_owned(), Document::new(&text))];
    let project = &Project::new(files, Settings::default());
    let document = project.document(FILE).expect("it is there");
    type Feature<'a> = &'a dyn Fn(&dyn Fn() -> bool) -> usize;
    let features: [(&str, Feature<'_>); 7] = [
        ("semantic tokens", &|it| semantic_tokens(project, FILE, None, it).len()),
        ("folds", &|it| folds(project, FILE, it).len()),
        ("links", &|it| document_links(project, FILE, it).len()),
        ("lenses", &|it| code_lenses(project, FILE, it).len()),
        ("hints", &|it| inlay_hints(project, FILE, whole, it).len()),
        ("outline", &|it| {
            document_symbols(project, FILE, it).iter().map(|top| 1 + top.children.len()).sum()
        }),
        ("formatting", &|it| format_document(document, it).map_or(0, |changes| changes.len())),
    ];
    for (name, feature) in features {
        let asked = Cell::new(0);
        let ask = |patience: usize| {
            asked.set(asked.get() + 1);
            asked.get() > patience
        };
        let all = feature(&|| ask(usize::MAX));
        assert!(asked.take() >= MANY && all >= MANY, "{name}: {all}");
        let some = feature(&|| ask(PATIENCE));
        assert_eq!(asked.get(), PATIENCE + 1, "{name}");
        assert!(some < all, "{name}: {some} of {all}");
    }
}
