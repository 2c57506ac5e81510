//! All grammars take the same words for verbal forms. (That of Emacs, which has fewer, is tested with its mode.)

use annexa_syntax::{CONTRACTED_WORDS, Document, NodeKind, VERBAL_WORDS, VerbalForm};
use fancy_regex::Regex;
use tree_sitter::{Node, Query, QueryCursor, StreamingIterator as _};

use crate::{language, parsed, root};

/// A verbal form in a text: its words, and what it expresses.
type Found = (String, &'static str);

/// Words that look like verbal forms and are none.
const OTHERS: [&str; 13] = [
    "need",
    "needs",
    "needed",
    "need the",
    "shallow",
    "mustard",
    "canned",
    "mayor",
    "cant",
    "can-do",
    "oil-can",
    "shall_not",
    "must\u{2bc}t",
];

/// The texts of the table, each with the form that it should be.
fn table() -> Vec<(String, Option<VerbalForm>)> {
    let mut table = Vec::new();
    for (word, plain, negative) in VERBAL_WORDS {
        table.push((word.to_owned(), plain));
        if plain != Some(negative) {
            table.extend([" not", "  not"].map(|not| (format!("{word}{not}"), Some(negative))));
        }
    }
    for (word, form) in CONTRACTED_WORDS {
        table.extend(["'t", "’t"].map(|ending| (format!("{word}{ending}"), Some(form))));
    }
    table.extend(OTHERS.map(|word| (word.to_owned(), None)));
    table
}

/// What a form expresses, as the grammar of tree-sitter names it.
fn expressed(form: VerbalForm) -> &'static str {
    match form {
        VerbalForm::Shall | VerbalForm::ShallNot => "requirement",
        VerbalForm::Should | VerbalForm::ShouldNot => "recommendation",
        VerbalForm::May | VerbalForm::MayNot | VerbalForm::NeedNot => "permission",
        VerbalForm::Can | VerbalForm::Cannot => "capability",
        VerbalForm::Must | VerbalForm::MustNot => "constraint",
    }
}

fn of_parser(text: &str) -> Vec<Found> {
    let document = Document::new(text);
    let mut found = Vec::new();
    for (_, item) in document.items() {
        for node in item.root().descendants() {
            if let NodeKind::VerbalForm(form) = node.kind() {
                found.push((node.text().to_owned(), expressed(form)));
            }
        }
    }
    found
}

fn of_tree_sitter(text: &str) -> Vec<Found> {
    fn visit(node: Node<'_>, text: &str, found: &mut Vec<Found>) {
        const KINDS: [&str; 5] =
            ["requirement", "recommendation", "permission", "capability", "constraint"];
        found.extend(
            KINDS
                .iter()
                .filter(|it| **it == node.kind())
                .map(|it| (text[node.byte_range()].to_owned(), *it)),
        );
        node.children(&mut node.walk()).for_each(|child| visit(child, text, found));
    }
    let mut found = Vec::new();
    visit(parsed(text).root_node(), text, &mut found);
    found
}

fn of_textmate(pattern: &Regex, text: &str) -> Vec<String> {
    let found = pattern.find_iter(text).map(|found| found.expect("it is simple"));
    found.map(|found| found.as_str().to_owned()).collect()
}

#[test]
fn all_grammars_take_the_same_words_for_verbal_forms() {
    let grammar = std::fs::read_to_string(root().join("grammar/annexa.tmLanguage.json"));
    let grammar: serde_json::Value =
        serde_json::from_str(&grammar.expect("it is there")).expect("it is JSON");
    let pattern = grammar["repository"]["verbal-form"]["match"].as_str().expect("a pattern");
    let pattern = Regex::new(pattern).expect("a pattern");
    let mut wrong = Vec::new();
    for (words, form) in table() {
        let wanted: Vec<Found> =
            form.into_iter().map(|form| (words.clone(), expressed(form))).collect();
        let text = format!("retain 27001 7.2 {{\n  reason \"\"\"Meters {words} run.\"\"\"\n}}\n");
        let words_alone: Vec<_> = wanted.iter().map(|(words, _)| words.clone()).collect();
        for (grammar, same) in [
            ("the parser", of_parser(&text) == wanted),
            ("tree-sitter", of_tree_sitter(&text) == wanted),
            ("TextMate", of_textmate(&pattern, &text) == words_alone),
        ] {
            if !same {
                wrong.push(format!("{grammar}: {words}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Editors colour the captures, so that each meaning needs its own.
#[test]
fn the_query_names_each_meaning_apart() {
    let query = root().join("grammar/tree-sitter-annexa/queries/annexa/highlights.scm");
    let query = std::fs::read_to_string(query).expect("it is there");
    let query = Query::new(&language(), &query).expect("it fits");
    let text = "retain 27001 7.2 {\n  reason \"They shall, should, may, can and must run.\"\n}\n";
    let tree = parsed(text);
    let mut cursor = QueryCursor::new();
    let mut captures = cursor.captures(&query, tree.root_node(), text.as_bytes());
    let mut names = Vec::new();
    while let Some((found, index)) = captures.next() {
        let capture = found.captures[*index];
        let words = &text[capture.node.byte_range()];
        if VERBAL_WORDS.iter().any(|(word, ..)| *word == words) {
            names.push(query.capture_names()[capture.index as usize]);
        }
    }
    assert_eq!(
        names,
        [
            "keyword.exception",
            "keyword.conditional",
            "keyword.modifier",
            "keyword.operator",
            "keyword.exception.law"
        ]
    );
}
