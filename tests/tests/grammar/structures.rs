//! The tree of tree-sitter has the structure of texts that a person would draw (`tests/fixtures/text`).

use std::fmt::Write;

use tree_sitter::Node;

use crate::{parsed, root};

/// The first named node of a kind, in the order of the text.
fn find<'a>(node: Node<'a>, kind: &str) -> Option<Node<'a>> {
    if node.is_named() && node.kind() == kind {
        return Some(node);
    }
    let mut cursor = node.walk();
    node.children(&mut cursor).find_map(|child| find(child, kind))
}

fn children(node: Node<'_>) -> Vec<Node<'_>> {
    node.named_children(&mut node.walk()).collect()
}

fn is_part(node: &Node<'_>) -> bool {
    matches!(node.kind(), "paragraph" | "note" | "example" | "list" | "table")
}

/// Words with a blank between any two.
fn words(source: &str) -> String {
    source.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Tree<'a>(&'a str);

impl Tree<'_> {
    fn part(&self, node: Node<'_>, depth: usize, out: &mut String) {
        let source = &self.0[node.byte_range()];
        let mut line = |depth: usize, line: &str| {
            writeln!(out, "{:depth$}{line}", "", depth = 2 * depth).expect("it is written");
        };
        match node.kind() {
            "paragraph" => {
                let figure = source.strip_prefix("{figure ").and_then(|it| it.strip_suffix('}'));
                let figure = figure.map(|figure| format!("figure: {figure}"));
                line(depth, &figure.unwrap_or(format!("paragraph: {}", words(source))));
            }
            "note" | "example" => {
                let label = node.named_child(0).expect("a label").byte_range();
                let number: String = self.0[label.clone()].matches(char::is_numeric).collect();
                let number = if number.is_empty() { number } else { format!(" {number}") };
                let said = words(&self.0[label.end..node.end_byte()]);
                line(depth, &format!("{}{number}: {said}", node.kind()));
            }
            "table" => {
                line(depth, "table");
                for (index, row) in children(node).into_iter().enumerate() {
                    let cells: Vec<_> = children(row).into_iter().map(|it| self.cell(it)).collect();
                    let is_rule = |cell: &String| {
                        cell.contains('-') && cell.trim_matches(['-', ':']).is_empty()
                    };
                    if index != 1 || !cells.iter().all(is_rule) {
                        line(depth + 1, &format!("row: {}", cells.join(" ¦ ")));
                    }
                }
            }
            "list" => {
                line(depth, "list");
                children(node).into_iter().for_each(|item| self.item(item, depth + 1, out));
            }
            other => panic!("{other} in {source}"),
        }
    }

    fn cell(&self, node: Node<'_>) -> String {
        let source = self.0[node.byte_range()].strip_prefix('|').expect("a bar");
        words(source).replace("\\|", "|")
    }

    fn item(&self, node: Node<'_>, depth: usize, out: &mut String) {
        let parts = children(node);
        let mark = parts.first().expect("a mark").byte_range();
        let end = parts.iter().find(|it| is_part(it)).map_or(node.end_byte(), Node::start_byte);
        let said = words(&self.0[mark.end..end]);
        let mark = self.0[mark].replace(['–', '—', '•'], "-");
        writeln!(out, "{:depth$}{mark}: {said}", "", depth = 2 * depth).expect("it is written");
        parts.into_iter().filter(is_part).for_each(|part| self.part(part, depth + 1, out));
    }
}

#[test]
fn texts_have_the_structure_that_a_person_sees() {
    let file = std::fs::read_to_string(root().join("tests/fixtures/text/structures.txt"));
    let file = file.expect("it is there");
    let mut wrong = String::new();
    for case in file.split("\n# ").skip(1) {
        let (text, tree) = case.split_once("\n=>\n").expect("a text and a tree");
        let (name, text) = text.split_once('\n').expect("a name");
        let text = text.replace('⇥', "\t").replace('⍽', "\u{a0}").replace('␍', "\r");
        let open = if text.starts_with("\"\"\"") { "" } else { "\"\"\"\n" };
        let source = format!("interpret 27001 6.1 {{\n  text {open}{text}\n\"\"\"\n}}\n");
        let parsed = parsed(&source);
        let node = find(parsed.root_node(), "text").expect("a text");
        let mut found = String::new();
        children(node).into_iter().for_each(|it| Tree(&source).part(it, 0, &mut found));
        let (found, tree) = (found.trim_end_matches('\n'), tree.trim_end_matches('\n'));
        if found != tree || parsed.root_node().has_error() {
            let sexp = node.to_sexp();
            write!(wrong, "# {name}\n{text}\n=>\n{tree}\n-- found:\n{found}\n{sexp}\n\n")
                .expect("it is written");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
