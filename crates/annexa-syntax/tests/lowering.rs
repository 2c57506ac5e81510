//! What texts and designations say does not depend on how they are laid out.

use annexa_syntax::{Block, Document, FieldValue, Inline, Keyword, Text, is_plain};

/// The text of a declaration whose text stands between the quotes as it is given.
fn text(source: &str) -> Text {
    let document =
        Document::new(&format!("refine 27001 6.1 {{\n  text \"\"\"{source}\"\"\"\n}}\n"));
    assert_eq!(document.errors().next(), None);
    let (_, item) = document.items().next().expect("there is an item");
    let (_, text) = item.declarations()[0].texts().next().expect("there is a text");
    text.clone()
}

/// The marks of list items, those below one in brackets behind it.
fn marks(blocks: &[Block]) -> String {
    let items = blocks.iter().flat_map(|block| match block {
        Block::List(items) => items.as_slice(),
        _ => &[],
    });
    items
        .map(|item| match marks(&item.blocks) {
            inner if inner.is_empty() => item.mark.value.to_string(),
            inner => format!("{}[{inner}]", item.mark.value),
        })
        .collect()
}

#[test]
fn the_first_line_has_the_indent_of_the_others() {
    for source in [
        "a) one\n1) two\nb) three",
        "\n    a) one\n    1) two\n    b) three\n  ",
        "a) one\n    1) two\n    b) three",
        "        a) one\n    1) two\n    b) three",
        "a) one\r\n  \u{A0} 1) two\r\r    b) three\n",
    ] {
        assert_eq!(marks(&text(source).blocks), "a)[1)]b)", "{source:?}");
    }
    assert_eq!(marks(&text("a) one\n      b) two\n    1) three").blocks), "a)[b)1)]");
}

#[test]
fn no_break_spaces_around_line_ends_are_dropped() {
    for source in [
        "one\ntwo {{ three\nfour",
        "\u{A0}one\u{A0}\n\u{A0} two {{\u{A0}\r\n\u{A0}three\n\u{A0}\u{A0}four\u{A0}",
    ] {
        let prose = "one two { three four".into();
        assert_eq!(
            text(source).blocks,
            [Block::Paragraph(vec![Inline::Prose(prose)])].into(),
            "{source:?}"
        );
    }
    let prose = "one\u{A0}two".into();
    assert_eq!(text("one\u{A0}two").blocks, [Block::Paragraph(vec![Inline::Prose(prose)])].into());
}

#[test]
fn comments_inside_a_designation_are_no_part_of_it() {
    for line_end in ["\n", "\r\n", "\r"] {
        let source = "part of SMX {\n base ISO // a: /b\n / IEC // 5\n 27002 // c\n : 2022 + Amd // d\n 1 :2024\n}";
        let document = Document::new(&source.replace('\n', line_end));
        assert_eq!(document.errors().next(), None);
        let (_, item) = document.items().next().expect("there is an item");
        let FieldValue::Base(base) = &item.declarations()[0].fields[0].value else {
            panic!("no base");
        };
        assert_eq!(base.document.printed(), "ISO/IEC 27002:2022");
        assert_eq!(base.document.number.as_deref(), Some("27002"));
        assert_eq!(base.amendments[0].value, "Amd 1:2024");
    }
}

#[test]
fn fields_are_found_by_each_of_their_names() {
    let source = "add control S.8.35 \"x\" to 27002 8 {\n  type preventive\n  control \"one\"\n  note \"two\"\n  \
                  note \"three\"\n  allow C606 \"x\"\n  key S.8.34\n}\n";
    let document = Document::new(source);
    let (_, item) = document.items().next().expect("there is an item");
    let declaration = &item.declarations()[0];
    let mut found: Vec<_> = Keyword::ALL
        .iter()
        .flat_map(|&name| declaration.fields(name))
        .map(|field| field.range.start())
        .collect();
    found.sort();
    let all: Vec<_> = declaration.fields.iter().map(|field| field.range.start()).collect();
    assert_eq!(found, all);
    assert_eq!(all.len(), 6);
}

#[test]
fn plain_words_are_printable_with_single_blanks() {
    for plain in ["", "a", " a b ", "a-b (c); ~d", "keys should be kept in a module"] {
        assert!(is_plain(plain), "{plain:?}");
    }
    for other in
        ["a  b", "  ", "a\tb", "a\nb", "a\u{A0}b", "é", "a \u{7F}", "keys should be kept  in one"]
    {
        assert!(!is_plain(other), "{other:?}");
    }
}
