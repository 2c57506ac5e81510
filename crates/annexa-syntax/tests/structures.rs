//! The structure of texts beside the trees that a person would draw (`tests/fixtures/text`), and what the
//! formatter keeps of it.

use std::{fmt::Write, fs, path::Path};

use annexa_syntax::{Block, Document, Inline, Item, ListItem, Text, format};

struct Case {
    name: String,
    text: String,
    tree: String,
}

fn cases() -> Vec<Case> {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/text/structures.txt");
    let file = fs::read_to_string(file).expect("the fixture is there");
    let cases = file.split("\n# ").skip(1).map(|case| {
        let (name, rest) = case.split_once('\n').expect("a name");
        let (text, tree) = rest.split_once("\n=>\n").expect("a text and a tree");
        let text = text.replace('⇥', "\t").replace('⍽', "\u{a0}").replace('␍', "\r");
        Case { name: name.to_owned(), text, tree: tree.trim_end_matches('\n').to_owned() }
    });
    cases.collect()
}

fn source_of(text: &str) -> String {
    let open = if text.starts_with("\"\"\"") { "" } else { "\"\"\"\n" };
    format!("interpret 27001 6.1 {{\n  text {open}{text}\n\"\"\"\n}}\n")
}

/// The tree of the only text of a source.
fn tree(source: &str) -> String {
    let document = Document::new(source);
    let (_, item) = document.items().next().expect("there is an item");
    let (_, text) = item.declarations()[0].texts().next().expect("there is a text");
    let mut out = String::new();
    Tree { item, text }.blocks(&text.blocks, 0, &mut out);
    out.trim_end_matches('\n').to_owned()
}

struct Tree<'a> {
    item: &'a Item,
    text: &'a Text,
}

impl Tree<'_> {
    fn blocks(&self, blocks: &[Block], depth: usize, out: &mut String) {
        blocks.iter().for_each(|block| self.block(block, depth, out));
    }

    fn block(&self, block: &Block, depth: usize, out: &mut String) {
        let mut line = |depth: usize, line: String| {
            writeln!(out, "{:depth$}{line}", "", depth = 2 * depth).expect("it is written");
        };
        let numbered = |word: &str, number: Option<&str>, content: &[Inline]| {
            let number = number.map_or_else(String::new, |number| format!(" {number}"));
            format!("{word}{number}: {}", self.words(content))
        };
        match block {
            Block::Paragraph(content) => line(depth, format!("paragraph: {}", self.words(content))),
            Block::Note { number, content } => {
                line(depth, numbered("note", number.as_deref(), content));
            }
            Block::Example { number, content } => {
                line(depth, numbered("example", number.as_deref(), content));
            }
            Block::Table(rows) => {
                line(depth, "table".to_owned());
                for row in rows {
                    let cells: Vec<_> = row.iter().map(|cell| self.words(cell)).collect();
                    line(depth + 1, format!("row: {}", cells.join(" ¦ ")));
                }
            }
            Block::Figure { path, title } => {
                line(depth, format!("figure: \"{}\" \"{title}\"", path.value));
            }
            Block::List(items) => {
                line(depth, "list".to_owned());
                items.iter().for_each(|item| self.item(item, depth + 1, out));
            }
        }
    }

    fn item(&self, item: &ListItem, depth: usize, out: &mut String) {
        let words = self.words(&item.content);
        writeln!(out, "{:depth$}{}: {words}", "", item.mark.value, depth = 2 * depth)
            .expect("it is written");
        self.blocks(&item.blocks, depth + 1, out);
    }

    fn words(&self, content: &[Inline]) -> String {
        let words = content.iter().map(|piece| match piece {
            Inline::Prose(words) | Inline::VerbalForm(_, words) => words.to_string(),
            Inline::Reference(index) => {
                format!("{{{}}}", &self.item.text()[self.text.references[*index].range])
            }
            Inline::Term(index) => self.item.text()[self.text.terms[*index].range].to_owned(),
        });
        words.collect()
    }
}

#[test]
fn texts_have_the_structure_that_a_person_sees() {
    let cases = cases();
    assert!(cases.len() >= 100, "few texts: {}", cases.len());
    let mut wrong = String::new();
    for case in &cases {
        let found = tree(&source_of(&case.text));
        if found != case.tree {
            write!(
                wrong,
                "# {}\n{}\n=>\n{}\n-- found:\n{found}\n\n",
                case.name, case.text, case.tree
            )
            .expect("it is written");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn texts_keep_their_structure_when_they_are_formatted() {
    for case in cases() {
        let document = Document::new(&source_of(&case.text));
        let formatted = format(&document).expect("it can be formatted");
        assert_eq!(tree(&formatted), case.tree, "{}\n{formatted}", case.name);
        let again = format(&Document::new(&formatted)).expect("it can be formatted");
        assert_eq!(again, formatted, "{}", case.name);
        assert!(!formatted.contains(['–', '—', '•']) || case.tree.contains(['–', '—', '•']));
    }
}

/// What authors put at the beginning of a line.
const BEGINNINGS: [&str; 14] = [
    "- ",
    "–\t",
    "• ",
    "a) ",
    "b) ",
    "i) ",
    "ii) ",
    "1) ",
    "NOTE ",
    "EXAMPLE 1: ",
    "| x | ",
    "   ",
    "\n",
    "x:\n",
];

/// The sources of all texts with something more at the beginning of a line, and where it is.
fn edited() -> impl Iterator<Item = (String, usize, &'static str)> {
    cases().into_iter().flat_map(|case| {
        let source = source_of(&case.text);
        let begin = source.find("\"\"\"").map_or(0, |quotes| quotes + 3);
        let end = source.rfind("\n\"\"\"").unwrap_or(begin).max(begin);
        let starts: Vec<usize> = source[begin..end]
            .match_indices('\n')
            .map(|(at, _)| begin + at + 1)
            .filter(|at| *at <= end)
            .collect();
        starts.into_iter().flat_map(move |at| {
            let source = source.clone();
            BEGINNINGS.into_iter().map(move |new| (source.clone(), at, new))
        })
    })
}

#[test]
fn edited_texts_equal_fresh_ones_and_keep_their_structure_when_they_are_formatted() {
    let mut formatted = 0;
    for (source, at, new) in edited() {
        let mut document = Document::new(&source);
        document.edit(at..at, new);
        let text = document.text().to_string();
        let fresh = Document::new(&text);
        assert_eq!(document, fresh, "{text}");
        let Ok(once) = format(&fresh) else { continue };
        assert_eq!(tree(&once), tree(&text), "{text}\n{once}");
        assert_eq!(format(&Document::new(&once)).as_ref(), Ok(&once), "{text}");
        formatted += 1;
    }
    assert!(formatted > 4_000, "few texts are formatted: {formatted}");
}
