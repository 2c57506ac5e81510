use annexa_model::FileId;
use annexa_syntax::TextSize;

use super::{document_highlights, references};
use crate::Span;
use crate::testing::{Fixture, HEAD};

fn shown(fixture: &Fixture, with_declaration: bool) -> Vec<String> {
    let (file, offset) = fixture.cursor();
    let found = references(&fixture.project, file, offset, with_declaration, &|| false);
    found.into_iter().map(|span| fixture.shown(span)).collect()
}

/// Two files, of which the first holds a text with the cursor.
fn files(text: &str) -> Fixture {
    Fixture::new(&format!(
        "//- a.annexa\n{HEAD}term \"kiosk\" {{\n  definition \"\"\"{text}\"\"\"\n}}\n\nrefine 27001 6.1.3 d) {{\n  text \"{{27001 6.1.3}}\"\n}}\n//- b.annexa\npart of SMX\n\nadd requirement SMX.4.3.1 \"x\" to 27001 4.3 for supplier {{\n  text \"\"\"\n    a) {{27001 6.1.3 c)}}, {{term Kiosk}}\n    b) {{27001 9.3.2 d) 2)}}\n  \"\"\"\n}}\n\nadd note to SMX.4.3.1 {{\n  text \"{{SMX.4.3.1 b)}} {{27001 9.3.2 d)}} {{27001 9.3.2 d) 1)}}\"\n}}\n"
    ))
}

#[test]
fn in_heads_and_in_texts_of_all_files() {
    let fixture = files("{27001 6.1$0.3 c)}");
    let uses = [
        "a.annexa: 27001 6.1.3 c)",
        "a.annexa: 27001 6.1.3 d)",
        "a.annexa: 27001 6.1.3",
        "b.annexa: 27001 6.1.3 c)",
    ];
    assert_eq!(shown(&fixture, false), uses);
    let all = shown(&fixture, true);
    assert_eq!(all[0], "iso-iec-27001-2022.annexa: 6.1.3");
    assert_eq!(all[1..], uses);
}

#[test]
fn the_mark_of_a_list_item_means_the_item() {
    assert_eq!(
        shown(&files("{27001 6.1.3 c$0)}"), true),
        ["iso-iec-27001-2022.annexa: c)", "a.annexa: 27001 6.1.3 c)", "b.annexa: 27001 6.1.3 c)"]
    );
    assert_eq!(
        shown(&files("{27001 9.3.2 $0d) 2)}"), false),
        [
            "a.annexa: 27001 9.3.2 d) 2)",
            "b.annexa: 27001 9.3.2 d) 2)",
            "b.annexa: 27001 9.3.2 d)",
            "b.annexa: 27001 9.3.2 d) 1)"
        ]
    );
    assert_eq!(
        shown(&files("{27001 9.3.2 d) 2)$0}"), false),
        ["a.annexa: 27001 9.3.2 d) 2)", "b.annexa: 27001 9.3.2 d) 2)"]
    );
    assert_eq!(shown(&files("{SMX.4.3.1 b)$0}"), true).len(), 3);
    assert_eq!(shown(&files("{SMX.4.3.1$0 b)}"), true).len(), 4);
}

#[test]
fn terms_and_audiences() {
    assert_eq!(
        shown(&files("{term ki$0osk}"), true),
        ["a.annexa: \"kiosk\"", "a.annexa: kiosk", "b.annexa: Kiosk"]
    );
    let text = HEAD.replace("audience sup", "audience $0sup");
    let fixture =
        Fixture::new(&format!("{text}interpret 27001 4.1 for supplier {{\n  text \"x\"\n}}\n"));
    assert_eq!(shown(&fixture, false), ["smx.annexa: supplier"]);
    assert_eq!(shown(&files("kio$0sk"), true), [""; 0]);
}

#[test]
fn documents_and_catalogues() {
    let fixture = Fixture::new(
        "//- c.annexa\ncatalogue ISO 99:2022 \"New\"\n\nclause $04 \"x\" {\n  item a)\n}\n\namendment \"Amd 1:2024\" {\n  clause 4\n}\n\noverlay ISO 99:2022\n\nclause 4 {\n  item a) \"x\"\n}\n//- s.annexa\nstandard S \"x\" {\n  sector \"x\"\n  edition 1\n  base ISO 99:2022\n}\n\nretain 99 4 {\n  reason \"{99}\"\n}\n",
    );
    assert_eq!(
        shown(&fixture, true),
        ["c.annexa: 4", "c.annexa: 4", "c.annexa: 4", "c.annexa: a)", "s.annexa: 99 4"]
    );
    let file = FileId::Project(0);
    let document = references(&fixture.project, file, TextSize::new(12), false, &|| false);
    let document: Vec<_> = document.into_iter().map(|span| fixture.shown(span)).collect();
    assert_eq!(document, ["c.annexa: ISO 99:2022", "s.annexa: ISO 99:2022", "s.annexa: 99"]);
}

#[test]
fn nothing_once_it_is_cancelled() {
    let fixture = files("{27001 6.1$0.3 c)}");
    let (file, offset) = fixture.cursor();
    assert_eq!(references(&fixture.project, file, offset, true, &|| true), []);
}

#[test]
fn highlights_of_one_file() {
    let fixture = files("{27001 6.1$0.3 c)}");
    let (file, offset) = fixture.cursor();
    let highlights = document_highlights(&fixture.project, file, offset);
    let shown: Vec<_> = highlights
        .iter()
        .map(|it| (fixture.shown(Span { file, range: it.range }), it.is_write))
        .collect();
    assert_eq!(
        shown,
        [
            ("a.annexa: 27001 6.1.3 c)".to_owned(), false),
            ("a.annexa: 27001 6.1.3 d)".to_owned(), true),
            ("a.annexa: 27001 6.1.3".to_owned(), false),
        ]
    );
}
