//! Texts as plain prose, as blocks, and as statements.

use crate::support::compile_text;
use annexa_emit::types::{Block, Change, VerbalCategory, VerbalForm};
use expect_test::{Expect, expect};

/// The change that a text makes in guidance.
fn guidance(text: &str) -> Change {
    let source = format!(
        "standard SMX \"Meters\" {{\n  sector \"Metering\"\n  edition 2026\n  base ISO/IEC 27002:2022\n}}\n\n\
         term \"Meter\" {{\n  definition \"device\"\n}}\n\nadd guidance to 27002 5.23 {{\n  text \"\"\"\n{text}\n  \"\"\"\n}}\n"
    );
    compile_text(&source).changes.remove(0)
}

#[track_caller]
fn check_plain(text: &str, expected: Expect) {
    expected.assert_eq(&guidance(text).text.expect("it has a text").plain);
}

#[track_caller]
fn check_statements(text: &str, expected: Expect) {
    let statements = guidance(text).statements.into_iter().map(|it| {
        let item = it.item.map_or(String::new(), |item| format!(" {item}"));
        format!(
            "{:?}{item}: {}\n",
            it.category.expect("the language is English"),
            it.text.replace('\n', "⏎")
        )
    });
    expected.assert_eq(&statements.collect::<String>());
}

#[test]
fn plain_text_has_paragraphs_lists_notes_and_tables() {
    check_plain(
        r#"
    The plan should name,
    see {27002 5.24}:

    a) the persons, with:
    1) their deputies;
    b) every {term meter "meter of the house"}.

    NOTE 1 A note.

    EXAMPLE A station.

    | Event | Measure |
    | stop | start |

    {figure "a.svg" "A pump"}"#,
        expect![[r#"
            The plan should name, see ISO/IEC 27002:2022, 5.24:

            a) the persons, with:
              1) their deputies;
            b) every meter of the house.

            NOTE 1 A note.

            EXAMPLE A station.

            | Event | Measure |
            | stop | start |

            A pump"#]],
    );
}

#[test]
fn a_sentence_takes_the_list_behind_it() {
    check_statements(
        "
    Logs are long. They should be kept, e.g. In an archive. {term Meter} logs can help. Names:

    a) the persons;
    b) the places, which shall be near:
      - one.

    A paragraph without a colon.

    - one should do;
    - two.",
        expect![[r#"
            Fact: Logs are long.
            Recommendation: They should be kept, e.g. In an archive.
            Possibility: Meter logs can help.
            Fact: Names:⏎a) the persons;⏎b) the places, which shall be near:⏎  - one.
            Requirement b): the places, which shall be near:⏎- one.
            Fact: A paragraph without a colon.
            Recommendation: one should do;
            Fact: two.
        "#]],
    );
}

#[test]
fn notes_and_examples_hold_no_statement() {
    let text = "
    Keys should be counted.

    NOTE Keys shall be counted twice.

    EXAMPLE A shift leader may count.";
    check_statements(
        text,
        expect![[r#"
        Recommendation: Keys should be counted.
    "#]],
    );
    let text = guidance(text).text.expect("it has a text");
    assert_eq!(text.verbal_forms, [VerbalForm::Should]);
    assert!(matches!(text.blocks[1], Block::Note { .. }));
}

#[test]
fn a_string_in_the_place_of_a_text_is_a_paragraph() {
    let source = "standard SMX \"Meters\" {\n  sector \"Metering\"\n  edition 2026\n  base ISO/IEC 27002:2022\n  \
                  scope \"Of {{ \\\"meters\\\".\"\n}\n";
    let scope = compile_text(source).standard.scope.expect("it has a scope");
    assert_eq!(scope.plain, "Of { \"meters\".");
    assert!(matches!(scope.blocks[..], [Block::Paragraph { .. }]));
}

#[test]
fn the_strongest_form_tells_the_category() {
    let category = |sentence: &str| {
        guidance(&format!("    {sentence}")).statements[0]
            .category
            .expect("the language is English")
    };
    assert_eq!(category("It can and shall be."), VerbalCategory::Requirement);
    assert_eq!(category("It may be; it should not be."), VerbalCategory::Recommendation);
    assert_eq!(category("It need not be."), VerbalCategory::Permission);
    assert_eq!(category("It cannot be."), VerbalCategory::Possibility);
    assert_eq!(category("It must fall."), VerbalCategory::Constraint);
    assert_eq!(category("It falls."), VerbalCategory::Fact);
}

#[test]
fn a_reference_control_has_shall_and_no_notes() {
    for (control, reference) in [
        ("Keys of pumps shouldn't be shared.", "Keys of pumps shall not be shared."),
        ("Keys of pumps shouldn’t be shared.", "Keys of pumps shall not be shared."),
        ("Keys SHOULD NOT be shared.", "Keys SHALL NOT be shared."),
        ("Keys should\n    not be shared.", "Keys shall not be shared."),
        ("Keys should be kept.\n    NOTE: Keys should last.", "Keys shall be kept."),
        (
            "Keys should be:\n    a) kept;\n    NOTE They should last.\n    b) counted.",
            "Keys shall be:\n\na) kept;\nb) counted.",
        ),
        (
            "Where a customer should ask for it, the provider should give evidence.",
            "Where a customer should ask for it, the provider shall give evidence.",
        ),
        (
            "Keys should be kept, if anyone should ask.\n    NOTE If they should be lost, they should be found.\n\n    They should be:\n\n    | Key | Place |\n    |---|---|\n    | Spare | It should be found, if it should be lost |",
            "Keys shall be kept, if anyone should ask.\n\nThey shall be:\n\n| Key | Place |\n| Spare | It shall be found, if it should be lost |",
        ),
    ] {
        let source = format!(
            "standard SMX \"Meters\" {{\n  sector \"Metering\"\n  edition 2026\n  base ISO/IEC 27002:2022\n}}\n\n\
             add control SMX.5.38 \"Keys\" to 27002 5 {{\n  control \"\"\"\n    {control}\n  \"\"\"\n}}\n"
        );
        let compiled = compile_text(&source);
        let statement = compiled.additions[0].control.as_ref().expect("a statement");
        assert_eq!(statement.reference_control.plain, reference);
    }
}

#[test]
fn in_a_language_whose_forms_are_not_known_texts_are_as_they_are_written() {
    let compiled = |language: &str| {
        compile_text(&format!(
            "standard SMX \"Zähler\" {{\n  sector \"Wasser\"\n  edition 2026\n  language {language}\n  base ISO/IEC 27002:2022\n}}\n\n\
             add control SMX.5.38 \"Schlüssel\" to 27002 5 {{\n  control \"Schlüssel should sicher sein.\"\n}}\n"
        ))
    };
    for (language, category, reference) in [
        ("en", Some(VerbalCategory::Recommendation), "Schlüssel shall sicher sein."),
        ("de", None, "Schlüssel should sicher sein."),
    ] {
        let added = compiled(language).additions.remove(0);
        assert_eq!(added.statements[0].category, category, "{language}");
        assert_eq!(added.statements[0].verbal_forms.is_empty(), category.is_none(), "{language}");
        let statement = added.control.expect("a statement");
        assert_eq!(statement.reference_control.plain, reference);
    }
}

#[test]
fn guidance_that_names_no_audience_is_for_those_of_its_control() {
    let audiences = |control: &str| {
        let compiled = compile_text(&format!(
            "standard SMX \"Meters\" {{\n  sector \"Metering\"\n  edition 2026\n  base ISO/IEC 27002:2022\n  audience op \"x\"\n  audience sup \"y\"\n}}\n\n\
             add control SMX.5.38 \"Keys\" to 27002 5{control} {{\n  control \"Keys should be kept.\"\n  guidance \"It should.\"\n  guidance for sup \"She should.\"\n}}\n"
        ));
        let added = &compiled.additions[0];
        let of_texts: Vec<_> = added.guidance.iter().map(|it| it.audiences.join(",")).collect();
        let said = added.statements.iter().filter(|it| it.text != "Keys should be kept.");
        assert_eq!(said.map(|it| it.audiences.join(",")).collect::<Vec<_>>(), of_texts);
        of_texts
    };
    assert_eq!(audiences(""), ["", "sup"]);
    assert_eq!(audiences(" for op"), ["op", "sup"]);
}
