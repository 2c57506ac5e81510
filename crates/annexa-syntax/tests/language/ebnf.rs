//! The productions of declarations and fields in the EBNF.

use std::fmt::Write;

use annexa_syntax::{DeclarationKind, FieldShape, Keyword, Part, field_shape};

use crate::{fields, is_current, read};

/// The heading of the section, which ends at the next one.
const HEADING: &str = "/* ---- Declarations and fields, made from the table of the language by `cargo xtask codegen` \
                       ---------------------- */\n";

/// Columns of a line.
const WIDTH: usize = 120;

fn name(kind: DeclarationKind) -> String {
    kind.words().replace(' ', "-")
}

/// The production of a field has a name that the one of a declaration, or of a value, cannot have.
fn field_name(field: Keyword) -> String {
    format!("{}-field", field.as_str())
}

fn literal(word: &str) -> String {
    format!("'{word}'")
}

/// A part of a head; `None` for the block, and for the title that can be left out if a block is there.
fn part(part: Part) -> Option<&'static str> {
    Some(match part {
        Part::Prefix | Part::Letter => "PREFIX",
        Part::Label => "LABEL",
        Part::Title | Part::Name => "title",
        Part::To => "'to'",
        Part::Of => "'of'",
        Part::Reference => "reference",
        Part::AsItem => "('as' ITEM)?",
        Part::For => "audiences?",
        Part::Document => "designation",
        Part::Number => "provision",
        _ => return None,
    })
}

fn value(shape: FieldShape) -> &'static str {
    match shape {
        FieldShape::Text => "text",
        FieldShape::TextForAudiences => "audiences? text",
        FieldShape::String => "STRING",
        FieldShape::Number => "NUMBER",
        FieldShape::Word => "WORD",
        FieldShape::Words => "WORD (',' WORD)*",
        FieldShape::Strings => "STRING (',' STRING)*",
        FieldShape::Base => "designation ('+' WORD NUMBER year)* ('as' SMALL-WORD)?",
        FieldShape::Designation => "designation",
        FieldShape::Audience => "WORD title",
        FieldShape::BibliographicReference => "STRING title",
        FieldShape::Key => "reference audiences?",
        FieldShape::Allow => "WORD text",
        FieldShape::Replace => "STRING 'by' STRING",
        FieldShape::Item => "ITEM text? ('{' (text-field | item-field)* '}')?",
        FieldShape::Clause => "provision",
        FieldShape::TitleOfProvision => "provision title",
    }
}

/// Alternatives, each in one piece with the bar before it, between two other texts.
fn alternatives(before: &str, names: &[String], behind: &str) -> Vec<String> {
    let mut pieces: Vec<_> = names.iter().map(|name| format!("| {name}")).collect();
    if let Some(first) = pieces.first_mut() {
        first.replace_range(..2, before);
    }
    if let Some(last) = pieces.last_mut() {
        last.push_str(behind);
    }
    pieces
}

/// A production. Where it is longer than a line, the pieces behind its first part begin on the second line.
fn production(name: &str, first: &str, pieces: &[String]) -> String {
    let mut made = format!("{name} ::= {first}");
    let indent = name.len() + " ::= ".len();
    let mut column = made.len();
    let length: usize = pieces.iter().map(|piece| piece.len() + 1).sum();
    if column + length > WIDTH && !first.is_empty() {
        column = WIDTH;
    }
    for piece in pieces {
        if column + 1 + piece.len() > WIDTH {
            made.push_str(&format!("\n{:indent$}{piece}", ""));
            column = indent + piece.len();
        } else {
            let blank = if made.ends_with(' ') { "" } else { " " };
            made.push_str(&format!("{blank}{piece}"));
            column += blank.len() + piece.len();
        }
    }
    made.push('\n');
    made
}

fn declaration(kind: DeclarationKind) -> String {
    let words = kind.words().split(' ').map(literal);
    let parts = kind.head().iter().filter_map(|it| part(*it)).map(str::to_owned);
    let head: Vec<_> = words.chain(parts).collect();
    let mut inner: Vec<_> = kind.fields().iter().map(|it| field_name(it.name)).collect();
    if kind == DeclarationKind::Correspondence {
        inner.push("correspondence-line".to_owned());
    }
    let (before, behind) = match kind.head().contains(&Part::TitleIfAny) {
        true => ("(title | title? '{'", "'}')"),
        false => ("('{'", "'}')?"),
    };
    let block = match &inner[..] {
        [] => vec![format!("{before} {behind}")],
        _ => alternatives(&format!("{before} ("), &inner, &format!(")* {behind}")),
    };
    format!("/* {} */\n{}\n", kind.described(), production(&name(kind), &head.join(" "), &block))
}

#[test]
fn the_ebnf_has_the_heads_and_fields() {
    let path = "grammar/annexa.ebnf";
    let names: Vec<_> = DeclarationKind::ALL.iter().map(|kind| name(*kind)).collect();
    let mut made = format!("\n{}\n", production("declaration", "", &alternatives("", &names, "")));
    made.extend(DeclarationKind::ALL.iter().map(|kind| declaration(*kind)));
    for field in fields() {
        let value = field_shape(field).map_or("", value);
        writeln!(made, "{:18} ::= {} {value}", field_name(field), literal(field.as_str())).unwrap();
    }
    made.push('\n');

    let mut text = read(path);
    let start = text.find(HEADING).expect("the section is there") + HEADING.len();
    let end = start + text[start..].find("/* ----").expect("another section follows");
    text.replace_range(start..end, &made);
    is_current(path, &text);
}
