//! The documentation in `docs/` and the README agree with the program: generated tables are current, every `annexa`
//! block gives the findings that it names and no others, and every link leads somewhere. `cargo xtask docs` makes a
//! site of it.
//!
//! These tests lie here because the tables of commands are made from the definition of the command line.

mod blocks;
mod generated;
mod links;

use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// The root of the repository.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// A page of the documentation.
struct Page {
    /// From the root of the repository, with slashes: `docs/write/table.md`.
    path: String,
    text: String,
}

/// All pages in `docs/`, in the order of their paths.
fn pages() -> Vec<Page> {
    let mut paths = Vec::new();
    collect(&root().join("docs"), &mut paths);
    paths.sort();
    paths.iter().map(|path| page(path)).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            paths.push(path);
        }
    }
}

fn page(path: &Path) -> Page {
    let text = fs::read_to_string(path).expect("the page can be read");
    let path = path.strip_prefix(root()).expect("it is in the repository");
    Page { path: path.to_string_lossy().replace('\\', "/"), text }
}

impl Page {
    fn events(&self) -> impl Iterator<Item = (Event<'_>, std::ops::Range<usize>)> {
        Parser::new_ext(&self.text, Options::ENABLE_TABLES).into_offset_iter()
    }

    /// `docs/write/table.md:12`
    fn place(&self, offset: usize) -> String {
        let line = self.text[..offset].matches('\n').count() + 1;
        format!("{}:{line}", self.path)
    }

    /// The fenced blocks of code.
    fn blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut is_inside = false;
        for (event, range) in self.events() {
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    let place = self.place(range.start);
                    blocks.push(Block { place, info: info.to_string(), text: String::new() });
                    is_inside = true;
                }
                Event::End(TagEnd::CodeBlock) => is_inside = false,
                Event::Text(text) if is_inside => {
                    blocks.iter_mut().last().expect("it has begun").text.push_str(&text);
                }
                _ => {}
            }
        }
        blocks
    }

    /// The anchors of its headings, as GitHub and mdBook name them.
    fn anchors(&self) -> Vec<String> {
        let mut anchors = Vec::new();
        let mut heading: Option<String> = None;
        for (event, _) in self.events() {
            match event {
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    anchors.extend(heading.take().map(|it| anchor(&it)))
                }
                Event::Text(text) | Event::Code(text) => {
                    heading.iter_mut().for_each(|heading| heading.push_str(&text));
                }
                _ => {}
            }
        }
        anchors
    }
}

fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|it| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// A fenced block.
struct Block {
    /// `docs/write/table.md:12`
    place: String,
    /// What stands behind the fence: `annexa in=standard`.
    info: String,
    text: String,
}

impl Block {
    /// The words of a block in the language; `None` for any other block.
    fn words(&self) -> Option<Vec<&str>> {
        let mut words = self.info.split_whitespace();
        (words.next() == Some("annexa")).then(|| words.collect())
    }
}
