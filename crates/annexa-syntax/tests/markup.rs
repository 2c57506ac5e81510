//! The structure of texts.

use annexa_syntax::{Document, Item, NodeKind};
use expect_test::{Expect, expect};

/// The tree of a text that stands in a declaration, and the errors.
fn check(text: &str, expected: Expect) {
    let source = format!("interpret 27001 6.1 {{\n  text \"\"\"{text}\"\"\"\n}}\n");
    let document = Document::new(&source);
    let item: &Item = document.items().next().expect("there is an item").1;
    let node = item.root().descendants().find(|node| node.kind() == NodeKind::Text);
    let mut out = format!("{:?}", node.expect("there is a text"));
    for error in item.errors() {
        out += &format!("error: {:?} {:?}\n", error.kind, &item.text()[error.range]);
    }
    let value = item.declarations()[0].texts().next().map(|(_, text)| text.value(item));
    out += &format!("value: {:?}\n", value.unwrap_or_default());
    expected.assert_eq(&out);
}

#[test]
fn paragraphs_and_lists() {
    check(
        "\n    One\n    two.\n\n    a) first\n       goes on\n    1) nested\n    b) second:\n       - dash\n\n    After.\n  ",
        expect![[r#"
        Text 29..139
          Paragraph 37..49 "One\n    two."
          List 55..121
            ListItem 55..92
              ItemMark 55..57 "a)"
              List 83..92
                ListItem 83..92
                  ItemMark 83..85 "1)"
            ListItem 97..121
              ItemMark 97..99 "b)"
              List 115..121
                ListItem 115..121
                  ItemMark 115..116 "-"
          Paragraph 127..133 "After."
        value: "One\ntwo.\n\na) first\n   goes on\n1) nested\nb) second:\n   - dash\n\nAfter."
    "#]],
    );
    check(
        "1) one\n2) two\n  a) deeper\n\n     its paragraph\n- dash\n",
        expect![[r#"
        Text 29..88
          List 32..84
            ListItem 32..38
              ItemMark 32..34 "1)"
            ListItem 39..84
              ItemMark 39..41 "2)"
              List 48..77
                ListItem 48..77
                  ItemMark 48..50 "a)"
                  Paragraph 64..77 "its paragraph"
              List 78..84
                ListItem 78..84
                  ItemMark 78..79 "-"
        value: "1) one\n2) two\n  a) deeper\n\n     its paragraph\n- dash"
    "#]],
    );
    check(
        "a)\nb) x\na)b no mark\n",
        expect![[r#"
        Text 29..55
          List 32..51
            ListItem 32..34
              ItemMark 32..34 "a)"
            ListItem 35..51
              ItemMark 35..37 "b)"
        value: "a)\nb) x\na)b no mark"
    "#]],
    );
}

#[test]
fn notes_examples_tables_and_figures() {
    check(
        "\n    NOTE 1 It shall be short.\n    Still the note.\n\n    EXAMPLE A may.\n\n    | A | B {27002 5.1} |\n    | x | |\n\n    {figure \"a.svg\" \"A\"}\n\n    Not {figure \"a\" \"b\"} alone\n  ",
        expect![[r#"
            Text 29..205
              Note 37..82
                VerbalForm(Shall) 47..52 "shall"
              Example 88..102 "EXAMPLE A may."
              Table 108..141
                Row 108..129
                  Cell 110..111 "A"
                  Cell 114..127
                    TextReference 116..127
                      Reference 117..126
                        Alias 117..122 "27002"
                        Provision 123..126 "5.1"
                Row 134..141
                  Cell 136..137 "x"
                  Cell 140..140 ""
              Paragraph 147..167
                Figure 147..167
                  String 155..162 "\"a.svg\""
                  String 163..166 "\"A\""
              Paragraph 173..199
                Figure 177..193
                  String 185..188 "\"a\""
                  String 189..192 "\"b\""
            error: UnexpectedToken "{figure \"a\" \"b\"}"
            value: "NOTE 1 It shall be short.\nStill the note.\n\nEXAMPLE A may.\n\n| A | B {27002 5.1} |\n| x | |\n\n{figure \"a.svg\" \"A\"}\n\nNot {figure \"a\" \"b\"} alone"
        "#]],
    );
}

#[test]
fn references_and_verbal_forms() {
    check(
        "Shall not, shall\n  not; should, “should” and \"may\"; cannot, can not, need not, need to; must. {{shall}} {term a shall b \"bs\"} {SMX.4.3.1 b)} {ISO/IEC 27036-2:2022 6.1}",
        expect![[r#"
            Text 29..206
              Paragraph 32..203
                VerbalForm(ShallNot) 32..41 "Shall not"
                VerbalForm(ShallNot) 43..54 "shall\n  not"
                VerbalForm(Should) 56..62 "should"
                VerbalForm(Cannot) 88..94 "cannot"
                VerbalForm(Cannot) 96..103 "can not"
                VerbalForm(NeedNot) 105..113 "need not"
                VerbalForm(Must) 124..128 "must"
                EscapedBrace 130..132 "{{"
                VerbalForm(Shall) 132..137 "shall"
                TermReference 140..161
                  TermName 146..155 "a shall b"
                  String 156..160 "\"bs\""
                TextReference 162..176
                  Reference 163..175
                    Label 163..172 "SMX.4.3.1"
                    ItemMark 173..175 "b)"
                TextReference 177..203
                  Reference 178..202
                    Designation 178..198
                      Edition 194..198 "2022"
                    Provision 199..202 "6.1"
            value: "Shall not, shall\nnot; should, “should” and \"may\"; cannot, can not, need not, need to; must. {{shall}} {term a shall b \"bs\"} {SMX.4.3.1 b)} {ISO/IEC 27036-2:2022 6.1}"
        "#]],
    );
    check(
        "An unbalanced \" mark: should. {27002:2013 12.1.2} {27001 A.5.23} {27001}",
        expect![[r#"
        Text 29..107
          Paragraph 32..104
            VerbalForm(Should) 54..60 "should"
            TextReference 62..81
              Reference 63..80
                Alias 63..68 "27002"
                Edition 69..73 "2013"
                Provision 74..80 "12.1.2"
            TextReference 82..96
              Reference 83..95
                Alias 83..88 "27001"
                Provision 89..95 "A.5.23"
            TextReference 97..104
              Reference 98..103
                Alias 98..103 "27001"
        value: "An unbalanced \" mark: should. {27002:2013 12.1.2} {27001 A.5.23} {27001}"
    "#]],
    );
}

#[test]
fn lists_nest_no_deeper_than_32() {
    let list: String = (0..40).map(|depth| format!("{}- x\n", " ".repeat(depth))).collect();
    let source = format!("interpret 27001 6.1 {{\n  text \"\"\"\n{list}\"\"\"\n}}\n");
    let document = Document::new(&source);
    assert_eq!(document.errors().count(), 1);
}

#[test]
fn a_string_in_place_of_a_text_has_markup_too() {
    let source = "refine 27001 6.1 {\n  text \"It shall name \\\"keys\\\" and {27002 5.1}.\"\n}\n";
    let document = Document::new(source);
    let item: &Item = document.items().next().expect("there is an item").1;
    let (_, text) = item.declarations()[0].texts().next().expect("there is a text");
    assert_eq!((text.verbal_forms.len(), text.references.len()), (1, 1));
    assert_eq!(text.value(item), "It shall name \"keys\" and {27002 5.1}.");
    expect![[r#"[Paragraph([Prose("It "), VerbalForm(Shall, "shall"), Prose(" name \"keys\" and "), Reference(0), Prose(".")])]"#]]
        .assert_eq(&format!("{:?}", text.blocks));
}
