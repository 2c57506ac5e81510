//! `annexa.ebnf` is well-formed and says of every file of the repository what the parser says.

use std::collections::BTreeSet;

use annexa_syntax::{
    DeclarationKind, Document, FieldShape, Keyword, NodeKind, Part, field_shape, verbal_forms,
};

use crate::notation::{Grammar, Input};
use crate::{files, is_accepted, keywords, root, tree_sitter_accepts};

pub(crate) fn grammar() -> Grammar {
    let text = std::fs::read_to_string(root().join("grammar/annexa.ebnf"));
    Grammar::read(&text.expect("it is there"))
}

/// The tokens that the grammar speaks of.
fn tokens(document: &Document) -> Vec<&str> {
    let items = document.items();
    let tokens =
        items.flat_map(|(_, item)| item.tokens().map(|(kind, range)| (kind, &item.text()[range])));
    tokens.filter(|(kind, _)| !kind.is_trivia()).map(|(_, text)| text).collect()
}

pub(crate) fn accepts(grammar: &Grammar, text: &str) -> bool {
    grammar.accepts("file", Input::Tokens(&tokens(&Document::new(text))))
}

/// Whether no declaration has a field, a part of its head or a line of a correspondence that is not its own.
pub(crate) fn is_all_in_place(document: &Document) -> bool {
    let mut declarations = document.items().flat_map(|(_, item)| item.declarations());
    declarations.all(|it| {
        it.unknown_fields.is_empty()
            && it.fields.iter().all(|field| it.kind.takes(field.name))
            && (it.as_item.is_none() || it.kind.head().contains(&Part::AsItem))
            && (it.audiences.is_empty() || it.kind.head().contains(&Part::For))
            && (it.correspondence.is_empty() || it.kind == DeclarationKind::Correspondence)
    })
}

#[test]
fn every_name_is_defined_and_used() {
    let grammar = grammar();
    let roots = ["file", "content", "TRIVIA"];
    let used: BTreeSet<_> = roots.iter().flat_map(|root| grammar.reached(root).0).collect();
    let defined: BTreeSet<_> = grammar.rules.keys().map(String::as_str).collect();
    assert_eq!(used, defined);
}

#[test]
fn its_words_are_those_of_the_language() {
    let grammar = grammar();
    let literals = ["file", "named-term", "figure"].map(|root| grammar.reached(root).1);
    let is_word = |it: &&str| it.chars().all(|it| it.is_ascii_lowercase());
    let words: BTreeSet<_> =
        literals.into_iter().flatten().filter(is_word).map(str::to_owned).collect();
    assert_eq!(words, keywords());
}

#[test]
fn its_verbal_forms_are_those_of_the_language() {
    let grammar = grammar();
    let words = grammar.reached("verbal-form").1;
    assert!(words.len() > 7, "few words: {words:?}");
    for first in &words {
        for ending in ["", " not", "\u{a0}not", "'t", "’t"] {
            let text = format!("{first}{ending}");
            let found = verbal_forms(&text);
            // The ending is a part of it where there would be another form, or none, without it.
            let is_one = found.len() == 1 && (ending.is_empty() || found != verbal_forms(first));
            assert_eq!(grammar.is_token("verbal-form", &text), is_one, "{text}");
        }
    }
}

#[test]
fn it_accepts_what_the_language_does() {
    let grammar = grammar();
    let mut wrong = Vec::new();
    for (path, text) in files() {
        let document = Document::new(&text);
        let is_right = is_accepted(&text) && is_all_in_place(&document);
        if accepts(&grammar, &text) != is_right {
            wrong.push(format!(
                "{} is {}",
                path.display(),
                if is_right { "right" } else { "wrong" }
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_stands_between_tokens_is_trivia_and_nothing_else() {
    let grammar = grammar();
    for (path, text) in files() {
        let document = Document::new(&text);
        if document.errors().next().is_some() {
            continue;
        }
        let tokens = document
            .items()
            .flat_map(|(_, item)| item.tokens().map(|(kind, range)| (kind, &item.text()[range])));
        for (kind, text) in tokens {
            let is_trivia = grammar.is_token("TRIVIA", text.trim_start_matches('\u{FEFF}'));
            assert_eq!(is_trivia, kind.is_trivia(), "{}: {text:?}", path.display());
        }
    }
}

#[test]
fn references_in_texts_are_those_of_the_grammar() {
    let grammar = grammar();
    let mut seen = 0;
    for (path, text) in files() {
        let document = Document::new(&text);
        if document.errors().next().is_some() {
            continue;
        }
        for (_, item) in document.items() {
            for node in item.root().descendants() {
                let name = match node.kind() {
                    NodeKind::TextReference => "reference",
                    NodeKind::Figure => "figure",
                    _ => continue,
                };
                let inner = Document::new(node.text());
                let all = tokens(&inner);
                let all = if name == "figure" { &all[..] } else { &all[1..all.len() - 1] };
                assert!(
                    grammar.accepts(name, Input::Tokens(all)),
                    "{}: {}",
                    path.display(),
                    node.text()
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 50, "few references are looked at: {seen}");
}

/// The words and the parts of a head of each kind, as short as they can be.
fn head_parts(kind: DeclarationKind) -> Vec<&'static str> {
    let parts = kind.head().iter().filter_map(|part| {
        Some(match part {
            Part::Prefix => "SMX",
            Part::Label => "SMX.1",
            Part::Title | Part::TitleIfAny | Part::Name => r#""x""#,
            Part::To => "to",
            Part::Of => "of",
            Part::Reference | Part::Number => "1",
            Part::Document => "ISO 1",
            Part::Letter => "A",
            _ => return None,
        })
    });
    std::iter::once(kind.words()).chain(parts).collect()
}

fn head(kind: DeclarationKind) -> String {
    head_parts(kind).join(" ")
}

/// First in a file and behind a block, where a head begins wherever the line does.
#[test]
fn all_grammars_agree_on_heads_without_one_of_their_parts() {
    let grammar = grammar();
    for &kind in DeclarationKind::ALL {
        let parts = head_parts(kind);
        for left_out in 1..parts.len() {
            let head = [&parts[..left_out], &parts[left_out + 1..]].concat().join(" ");
            for before in ["", "clause 4 \"x\" {\n}\n"] {
                for block in ["", " {\n}"] {
                    let text = format!("{before}{head}{block}\n");
                    let accepted = is_accepted(&text);
                    let is_whole = kind.head().contains(&Part::TitleIfAny)
                        && left_out + 1 == parts.len()
                        && !block.is_empty();
                    assert_eq!(accepted, is_whole, "{text}");
                    assert_eq!(tree_sitter_accepts(&text), accepted, "tree-sitter: {text}");
                    assert_eq!(accepts(&grammar, &text), accepted, "EBNF: {text}");
                }
            }
        }
    }
}

/// A value of each shape.
fn value(shape: FieldShape) -> &'static str {
    match shape {
        FieldShape::Text | FieldShape::String => r#""x""#,
        FieldShape::TextForAudiences => r#"for x, y """x""""#,
        FieldShape::Number | FieldShape::Clause => "1",
        FieldShape::Word => "x",
        FieldShape::Words => "x, y",
        FieldShape::Strings => r#""x", "y""#,
        FieldShape::TitleOfProvision => r#"1 "x""#,
        FieldShape::Base => "ISO 1:1 + Amd 1:1 as x",
        FieldShape::Designation => "ISO/IEC 1:1",
        FieldShape::Audience => r#"x "x""#,
        FieldShape::BibliographicReference => r#""x" "x""#,
        FieldShape::Key => "1:1 1 a) for x, y",
        FieldShape::Allow => r#"C1 "x""#,
        FieldShape::Replace => r#""x" by "y""#,
        FieldShape::Item => "a) { item 1) }",
    }
}

#[test]
fn each_declaration_has_the_fields_of_the_table() {
    let grammar = grammar();
    let fields = Keyword::ALL.iter().filter_map(|field| Some((*field, field_shape(*field)?)));
    let fields: Vec<_> = fields.collect();
    for &kind in DeclarationKind::ALL {
        assert!(accepts(&grammar, &head(kind)), "{}", head(kind));
        for &(field, shape) in &fields {
            let text = format!("{} {{\n  {} {}\n}}\n", head(kind), field.as_str(), value(shape));
            assert!(Document::new(&text).errors().next().is_none(), "the parser takes it: {text}");
            assert_eq!(accepts(&grammar, &text), kind.takes(field), "{text}");
        }
    }
}
