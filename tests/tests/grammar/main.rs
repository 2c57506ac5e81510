//! The grammars of editors agree with the parser of the language, over every file of the repository.

mod ebnf;
mod nearly_right;
mod notation;
mod structures;
mod verbal;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use annexa_syntax::{Document, Keyword, SyntaxErrorKind};
use tree_sitter::{Language, Node, Parser, Tree};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("it is in the repository")
}

fn language() -> Language {
    tree_sitter_annexa::LANGUAGE.into()
}

fn parsed(text: &str) -> Tree {
    let mut parser = Parser::new();
    parser.set_language(&language()).expect("the versions go together");
    parser.parse(text, None).expect("nothing cancels it")
}

/// Every `.annexa` file below a folder of the repository.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("it is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() && !path.ends_with("node_modules") {
            sources(&path, found);
        } else if path.extension().is_some_and(|it| it == "annexa") {
            found.push(path);
        }
    }
}

/// Every file of the language in the repository, right or wrong: path and text of each.
fn files() -> Vec<(PathBuf, String)> {
    let mut paths = Vec::new();
    for folder in ["crates", "examples", "tests"] {
        sources(&root().join(folder), &mut paths);
    }
    paths.sort();
    let texts = paths.into_iter().filter_map(|path| {
        // What is no UTF-8 is there for tests of just that.
        let text = std::fs::read_to_string(&path).ok()?;
        Some((path, text))
    });
    let files: Vec<_> = texts.collect();
    assert!(files.len() > 150, "few files are looked at: {}", files.len());
    files
}

/// Whether the parser has nothing against the form of a text. Characters that nobody sees, and how deep blocks nest,
/// are no matter of a grammar.
fn is_accepted(text: &str) -> bool {
    use SyntaxErrorKind::{InvisibleCharacter, NestingTooDeep};
    let document = Document::new(text);
    document.errors().all(|it| matches!(it.kind, InvisibleCharacter | NestingTooDeep))
}

fn tree_sitter_accepts(text: &str) -> bool {
    !parsed(text).root_node().has_error()
}

fn first_error<'a>(node: Node<'a>) -> Option<Node<'a>> {
    if node.is_error() || node.is_missing() {
        return Some(node);
    }
    let mut cursor = node.walk();
    node.children(&mut cursor).find_map(first_error)
}

#[test]
fn tree_sitter_accepts_what_the_language_does_and_nothing_else() {
    let mut differ = Vec::new();
    for (path, text) in files() {
        if tree_sitter_accepts(&text) != is_accepted(&text) {
            let tree = parsed(&text);
            let line = first_error(tree.root_node()).map(|it| it.start_position().row + 1);
            differ.push(format!("{}, in line {line:?} for tree-sitter", path.display()));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[test]
fn declarations_are_the_same() {
    let mut seen = 0;
    for (path, text) in files().into_iter().filter(|(_, text)| is_accepted(text)) {
        let tree = parsed(&text);
        let mut cursor = tree.root_node().walk();
        let children = tree.root_node().named_children(&mut cursor);
        let theirs: Vec<_> = children
            .filter(|it| it.kind() == "declaration")
            .map(|it| text[it.byte_range()].trim_end().to_owned())
            .collect();
        let document = Document::new(&text);
        let items = document.items();
        let ours: Vec<_> = items
            .flat_map(|(_, item)| {
                let declarations = item.declarations().iter();
                declarations.map(|it| item.text()[it.range].trim_end().to_owned())
            })
            .collect();
        assert_eq!(theirs, ours, "{}", path.display());
        seen += ours.len();
    }
    assert!(seen > 1_000, "few declarations are looked at: {seen}");
}

#[test]
fn what_the_language_rejects_tree_sitter_does() {
    for wrong in [
        "retain 27001 7.2 [\n",
        "refine 27001 {\n  text \"\"\"It shall be so.\"\"\"\n",
        "add control \"No label\" to 27002 5 {\n}\n",
        "standard {\n}\n",
        "add guidance 27002 5.1 {\n  text \"x\"\n}\n",
        "retain 27001 7.2 {\n  reason \"No sector need.\"\n}}\n",
    ] {
        assert!(!is_accepted(wrong), "it is right: {wrong}");
        assert!(!tree_sitter_accepts(wrong), "{wrong}");
    }
}

/// What is written as a word of the language in a list of alternatives.
fn words_of(pattern: &str) -> impl Iterator<Item = &str> {
    let is_list = |it: &&str| it.chars().all(|it| it.is_ascii_lowercase() || it == '|');
    let lists = pattern.split(['(', ')']).filter(is_list);
    lists.flat_map(|list| list.split('|')).filter(|it| !it.is_empty())
}

fn keywords() -> BTreeSet<String> {
    Keyword::ALL.iter().map(|it| it.as_str().to_owned()).collect()
}

#[test]
fn textmate_colours_the_keywords_and_no_others() {
    let text = std::fs::read_to_string(root().join("grammar/annexa.tmLanguage.json"));
    let grammar: serde_json::Value =
        serde_json::from_str(&text.expect("it is there")).expect("it is JSON");
    let rules = &grammar["repository"];
    let mut found = BTreeSet::new();
    for rule in ["kind", "declaration", "field", "entry", "word"] {
        let pattern = rules[rule]["match"].as_str().expect("a pattern");
        found.extend(words_of(pattern).map(str::to_owned));
    }
    for rule in rules["markup"]["patterns"].as_array().expect("a list") {
        let is_word = rule.to_string().contains("keyword.other");
        let pattern = rule["match"].as_str().or(rule["begin"].as_str()).unwrap_or_default();
        found.extend(words_of(pattern).filter(|_| is_word).map(str::to_owned));
    }
    assert_eq!(found, keywords());
}

#[test]
fn tree_sitter_has_the_keywords_and_no_others() {
    let language = language();
    let kinds = 0..language.node_kind_count() as u16;
    let found: BTreeSet<String> = kinds
        .filter(|kind| !language.node_kind_is_named(*kind))
        .filter_map(|kind| language.node_kind_for_id(kind))
        .filter(|kind| kind.chars().all(|it| it.is_ascii_lowercase()))
        .filter(|kind| *kind != "end")
        .map(str::to_owned)
        .collect();
    assert_eq!(found, keywords());
}

#[test]
fn queries_fit_the_grammar() {
    let folder = root().join("grammar/tree-sitter-annexa/queries/annexa");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("it is there") {
        let path = entry.expect("it can be read").path();
        let text = std::fs::read_to_string(&path).expect("it can be read");
        let query = tree_sitter::Query::new(&language(), &text);
        assert!(query.is_ok(), "{}: {:?}", path.display(), query.err());
        seen += 1;
    }
    assert_eq!(seen, 6);
}
