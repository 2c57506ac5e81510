//! The property that the incremental parser rests on: after any sequence of edits a document equals
//! a fresh one of the same text, in its tokens, its tree and its errors.

use std::sync::Arc;

use annexa_syntax::{Document, Item, Node, TextSize};
use proptest::prelude::*;

const SAMPLE: &str = include_str!("../../../tests/fixtures/syntax/01-sample.annexa");
const CATALOGUE: &str = "catalogue ISO/IEC 27001:2022 \"Requirements\" {\n  layout plain\n}\r\n\
    clause 6 \"Planning\"\r\nclause 6.1.2 \"Risk\" {\n  item a) { item 1) item 2) } item b)\n}\n\
    correspondence ISO/IEC 27001:2013 to ISO/IEC 27001:2022 {\n  rest unchanged\n  9.3 c) -> 9.3.2 d)\n}\n";

/// What an author, a paste or an accident puts in.
const PIECES: &[&str] = &[
    "x",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\"",
    "\"\"\"",
    "\"\"",
    "{",
    "}",
    "{{",
    "{27002 5.1}",
    "{term head-end system",
    "a) ",
    "\n  b) ",
    "\n1) ",
    "- ",
    "NOTE ",
    "\nEXAMPLE 1 ",
    "| a | b |",
    "shall",
    "should not",
    "é",
    "漢字",
    "👩‍💻",
    "\u{feff}",
    "\u{a0}",
    "\u{202e}",
    "“",
    "”",
    "// ",
    "\n// note\n",
    "->",
    ",",
    "refine 27001 6.1 {\n",
    "\nretain 27002 5.24 {\n  reason \"none\"\n}\n",
    "\nadd control SMX.8.36 \"Title\" to 27002 8 {\n",
    "\nterm \"x\"",
    "interpret the results",
    "\ninterpret 27001",
    "part of SMX\n",
    "\n  text \"\"\"\n    A\n",
    "standard SMX \"t\" {",
    "\ncontrol 5.1 \"x\"\n",
    "\nclause 5",
    "item a) { ",
    "5.1",
    "SMX.8.35",
    "\\",
    "\0",
    "to ",
    "for operator ",
    "key SMX.1",
    SAMPLE,
];

#[derive(Clone, Debug)]
enum Edit {
    /// Where (a share of the text), how many bytes go, which piece comes.
    Replace {
        at: u16,
        delete: u16,
        piece: usize,
    },
    Undo,
    PasteAll,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let replace = |delete| {
        (any::<u16>(), delete, 0..PIECES.len()).prop_map(|(at, delete, piece)| Edit::Replace {
            at,
            delete,
            piece,
        })
    };
    let edit = prop_oneof![
        60 => replace(Just(0u16).boxed()),
        30 => replace((0u16..12).boxed()),
        6 => replace((0u16..800).boxed()),
        20 => Just(Edit::Undo),
        1 => Just(Edit::PasteAll),
    ];
    prop::collection::vec(edit, EDITS_PER_CASE)
}

const CASES: u32 = 2_000;
const EDITS_PER_CASE: usize = 50;

fn boundary(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// A document beside the text that it should have, and the way back.
struct Model {
    document: Document,
    text: String,
    undo: Vec<(usize, usize, String)>,
}

impl Model {
    fn new(text: &str) -> Model {
        Model { document: Document::new(text), text: text.to_owned(), undo: Vec::new() }
    }

    fn replace(&mut self, start: usize, end: usize, new: &str) -> String {
        let old = self.text[start..end].to_owned();
        self.text.replace_range(start..end, new);
        self.document.edit(start..end, new);
        old
    }

    fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Replace { at, delete, piece } => {
                // A text that grows without end would make the test slow, and no better.
                let piece = if self.text.len() > 6_000 { "" } else { PIECES[*piece] };
                let at = usize::from(*at) * self.text.len() / usize::from(u16::MAX);
                let start = boundary(&self.text, at);
                let end = boundary(&self.text, (start + usize::from(*delete)).min(self.text.len()));
                let old = self.replace(start, end.max(start), piece);
                self.undo.push((start, start + piece.len(), old));
            }
            Edit::Undo => {
                if let Some((start, end, old)) = self.undo.pop() {
                    self.replace(start, end, &old);
                }
            }
            Edit::PasteAll => {
                let old = self.replace(0, self.text.len(), CATALOGUE);
                self.undo.push((0, CATALOGUE.len(), old));
            }
        }
    }
}

proptest! {
    // 2,000 × 50 = 100,000 edits.
    #![proptest_config(ProptestConfig { cases: CASES, max_shrink_iters: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edits_a_document_equals_a_fresh_one(catalogue in any::<bool>(), edits in edits()) {
        let mut model = Model::new(if catalogue { CATALOGUE } else { &SAMPLE[..900] });
        for edit in &edits {
            model.apply(edit);
            prop_assert_eq!(model.document.text().to_string(), model.text.as_str());
            let fresh = Document::new(&model.text);
            prop_assert!(
                model.document == fresh,
                "after {:?} of {:?}\n--- edited\n{:?}--- fresh\n{:?}", edit, model.text, model.document, fresh
            );
        }
    }
}

fn check_item(item: &Item) {
    let mut end = TextSize::new(0);
    for (_, range) in item.tokens() {
        assert_eq!(range.start(), end, "a gap between tokens");
        assert!(!range.is_empty());
        end = range.end();
    }
    assert_eq!(end, TextSize::of(item.text()), "the tokens do not reach the end");
    assert_eq!(item.root().range().len(), TextSize::of(item.text()));
    check_node(item.root());
    for error in item.errors() {
        assert!(error.range.end() <= end && error.subject.end() <= end);
        let _ = &item.text()[error.range];
    }
    let _ = item.declarations();
}

fn check_node(node: Node<'_>) {
    let _ = node.text();
    let mut from = node.range().start();
    for child in node.children() {
        assert!(child.range().start() >= from, "siblings overlap in {node:?}");
        assert!(child.range().end() <= node.range().end(), "a child leaves its node in {node:?}");
        from = child.range().end();
        check_node(child);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn tokens_and_nodes_cover_any_text(pieces in prop::collection::vec(0..PIECES.len(), 0..60), noise in ".{0,40}") {
        let mut text: String = pieces.iter().map(|&piece| PIECES[piece]).filter(|piece| piece.len() < 200).collect();
        text.insert_str(boundary(&text, text.len() / 2), &noise);
        let document = Document::new(&text);
        let mut start = 0;
        for (at, item) in document.items() {
            assert_eq!(at, start);
            assert_eq!(item.text(), &text[at..at + item.text().len()]);
            start += item.text().len();
            check_item(item);
        }
        assert_eq!(start, text.len());
        let rope = document.text();
        for offset in (0..=text.len()).step_by(7) {
            let character = rope.byte_to_char(offset);
            let line = rope.char_to_line(character);
            let mark = usize::from(line == 0 && character > 0 && text.starts_with('\u{feff}'));
            let column = character - rope.line_to_char(line) - mark;
            assert_eq!(document.line_and_column(offset), (line, column), "{text:?} at {offset}");
        }
    }
}

#[test]
fn an_edit_parses_the_item_that_it_touches_and_no_other() {
    let mut document = Document::new(SAMPLE);
    let before: Vec<Arc<Item>> = document.items().map(|(_, item)| item.clone()).collect();
    let at = SAMPLE.find("hardware security module").expect("the sample has these words");
    let touched = document.item_at(at).expect("an item is there").0.index;
    let reparse = document.edit(at..at, "certified ");
    assert_eq!(reparse.parsed_items, 1);
    assert_eq!(reparse.replaced, touched..touched + 1);
    assert_eq!(reparse.items, touched..touched + 1);
    let (_, item) = document.item_at(at).expect("an item is there");
    assert_eq!(reparse.lexed_tokens, item.token_count());
    for (index, (_, item)) in document.items().enumerate() {
        assert_eq!(Arc::ptr_eq(item, &before[index]), index != touched, "item {index}");
    }
}

#[test]
fn an_edit_of_a_head_line_keeps_the_item_before_it() {
    let mut document = Document::new(SAMPLE);
    let before: Vec<Arc<Item>> = document.items().map(|(_, item)| item.clone()).collect();
    let at = SAMPLE.find("27002 5.24").expect("the sample has this");
    let touched = document.item_at(at).expect("an item is there").0.index;
    let reparse = document.edit(at..at + 10, "27002 5.25");
    assert_eq!((reparse.parsed_items, reparse.items.len()), (1, 2));
    let (_, item) = document.items().nth(touched - 1).expect("the item before");
    assert!(Arc::ptr_eq(item, &before[touched - 1]));
}

#[test]
fn a_head_that_is_destroyed_joins_two_items_and_back() {
    let text = "retain 27002 5.1 {\n  reason \"a\"\n}\nretain 27002 5.2 {\n  reason \"b\"\n}\n";
    let mut document = Document::new(text);
    assert_eq!(document.item_count(), 2);
    let at = text.rfind("retain").expect("it is there");
    document.edit(at..at, "x");
    assert_eq!(document.item_count(), 1);
    document.edit(at..at + 1, "");
    assert_eq!(document.item_count(), 2);
    assert_eq!(document, Document::new(text));
}

#[test]
fn ranges_that_do_not_fit_are_made_to_fit() {
    let mut document = Document::new("é");
    document.edit(1..99, "x");
    assert_eq!(document.text().to_string(), "x");
    document.edit(50..60, "y");
    assert_eq!(document.text().to_string(), "xy");
}

#[test]
fn side_by_side_gives_the_same() {
    let text: String =
        (0..300).map(|n| format!("retain 27002 5.{n} {{\n  reason \"{n}\"\n}}\n\n")).collect();
    let (one, other) = (Document::new(&text), Document::new_side_by_side(&text));
    assert_eq!(one.item_count(), 300);
    assert!(one.items().eq(other.items()));
}
