//! The lists of declarations and fields in the other grammars are those of the table. With `UPDATE_EXPECT=1` they
//! are written (`cargo xtask codegen`).

use std::fmt::Write;
use std::path::{Path, PathBuf};

use annexa_syntax::{DeclarationKind, Keyword, Part, about_field, field_shape};
use sha2::{Digest, Sha256};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Compares a file with what is made from the table, or writes it.
#[track_caller]
fn is_current(path: &str, made: &str) {
    let path = root().join(path);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, made).expect("it can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == made, "{} is stale: run `cargo xtask codegen`", path.display());
}

fn fields() -> impl Iterator<Item = Keyword> + Clone {
    Keyword::ALL.iter().copied().filter(|word| field_shape(*word).is_some())
}

/// The first and the second words of all heads, each once, in the order of the table.
fn words(index: usize) -> Vec<&'static str> {
    let mut words = Vec::new();
    let all = DeclarationKind::ALL.iter().filter_map(|kind| kind.words().split(' ').nth(index));
    all.for_each(|word| {
        if !words.contains(&word) {
            words.push(word);
        }
    });
    words
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
    is_current("grammar/tree-sitter-annexa/src/language.h", &made);
}

#[test]
fn textmate_has_the_heads_and_fields() {
    let path = "grammar/annexa.tmLanguage.json";
    let text = std::fs::read_to_string(root().join(path)).expect("it is there");
    let with_two: Vec<_> =
        words(0).into_iter().filter(|first| matches!(*first, "add" | "modify")).collect();
    let second = words(1).into_iter().filter(|word| *word != "of").collect::<Vec<_>>();
    let field_names: Vec<_> = fields().map(Keyword::as_str).collect();
    let patterns = [
        ("kind", format!(r"^({})\\s+({})\\b", with_two.join("|"), second.join("|"))),
        ("declaration", format!(r"^({})\\b", words(0).join("|"))),
        ("field", format!(r"(?:^\\s+|\\{{\\s*)({})\\b", field_names.join("|"))),
    ];
    let mut made = text;
    for (name, pattern) in patterns {
        let at = made.find(&format!("\n    \"{name}\": {{")).expect("the rule is there");
        let start =
            at + made[at..].find("\"match\": \"").expect("a pattern") + "\"match\": \"".len();
        let end = start + made[start..].find('\n').expect("a line");
        let end = start + made[start..end].rfind('"').expect("its end");
        made.replace_range(start..end, &pattern);
    }
    is_current(path, &made);
}

#[test]
fn the_parser_of_tree_sitter_is_made_from_the_present_grammar() {
    let folder = root().join("grammar/tree-sitter-annexa");
    let digests = std::fs::read_to_string(folder.join("src/parser.sha256")).expect("it is there");
    for line in digests.lines() {
        let (digest, path) = line.split_once("  ").expect("a digest and a path");
        let bytes = std::fs::read(folder.join(path)).expect("it is there");
        let now: String = Sha256::digest(bytes).iter().map(|it| format!("{it:02x}")).collect();
        assert_eq!(now, digest, "{path} has changed: run `cargo xtask codegen`");
    }
    assert!(digests.contains("grammar.js") && digests.contains("src/parser.c"), "{digests}");
}

#[test]
fn every_field_belongs_to_a_declaration_and_is_explained() {
    for field in fields() {
        assert!(DeclarationKind::ALL.iter().any(|kind| kind.takes(field)), "{}", field.as_str());
        assert!(!about_field(field).is_empty(), "{}", field.as_str());
    }
    for kind in DeclarationKind::ALL {
        assert!(kind.words().split(' ').all(|word| Keyword::of(word).is_some()), "{kind:?}");
        for (at, field) in kind.fields().iter().enumerate() {
            assert!(field_shape(field.name).is_some(), "{kind:?}: {:?}", field.name);
            assert!(kind.fields()[..at].iter().all(|it| it.name != field.name), "{kind:?} twice");
        }
    }
}
