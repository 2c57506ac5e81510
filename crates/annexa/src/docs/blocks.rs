//! Every `annexa` block is checked. `docs/inside/documentation.md` explains the words behind the fence.

use std::collections::BTreeSet;

use annexa_model::{Level, Project, Settings, check};
use annexa_syntax::{DeclarationKind, Document, Keyword, format};

use super::{Block, Page, page, pages, root};
use crate::reference::fields;

/// Where a fragment stands: it takes the place of the line `⟨here⟩`.
const CONTEXTS: &[(&str, &str)] = &[
    (
        "standard",
        r#"standard SMX "Controls for smart meters" {
  sector "Smart metering"
  edition 2026
  base ISO/IEC 27001:2022 + Amd 1:2024
  base ISO/IEC 27002:2022
  audience operator "Metering operator"
  audience supplier "Meter supplier"
  scope """This document is for organizations that operate smart meters."""
}

term "head-end system" {
  definition """system that collects readings from meters"""
}

⟨here⟩
"#,
    ),
    (
        "head",
        r#"standard SMX "Controls for smart meters" {
⟨here⟩
}
"#,
    ),
    (
        "2013",
        r#"standard SMX "Controls for smart meters" {
  sector "Smart metering"
  edition 2026
  base ISO/IEC 27001:2013
  base ISO/IEC 27002:2013
  scope """This document is for organizations that operate smart meters."""
}

⟨here⟩
"#,
    ),
    (
        "catalogue",
        r#"catalogue "ACME-POL-1:2025" "Security policy of Acme" {
  layout plain
}

⟨here⟩
"#,
    ),
];

fn context(name: &str) -> Option<&'static str> {
    CONTEXTS.iter().find(|(it, _)| *it == name).map(|(_, context)| *context)
}

/// A project made of blocks.
struct Example<'a> {
    blocks: Vec<&'a Block>,
    files: Vec<(String, String)>,
    /// Where the text of the blocks lies in the only file, where they are a fragment.
    part: Option<std::ops::Range<usize>>,
    /// The rule that the blocks break.
    wrong: Option<&'a str>,
}

/// The examples of a page: a block by itself, or blocks that follow each other and name files.
fn examples(blocks: &[Block]) -> Result<usize, Vec<String>> {
    let mut examples: Vec<Example<'_>> = Vec::new();
    let mut wrong = Vec::new();
    for block in blocks {
        let Some(words) = block.words() else { continue };
        let value = |name| words.iter().find_map(|word| word.strip_prefix(name));
        let code = words.iter().position(|word| *word == "wrong").map(|at| words.get(at + 1));
        let code = code.map(|code| code.copied().unwrap_or("missing"));
        let known = |word: &&&str| {
            ["in=", "file="].iter().any(|name| word.starts_with(name))
                || **word == "wrong"
                || Some(**word) == code
        };
        if let Some(word) = words.iter().find(|word| !known(word)) {
            wrong.push(format!("{}: `{word}` means nothing here", block.place));
        }
        if let Some(file) = value("file=") {
            let file = (file.to_owned(), block.text.clone());
            match examples.last_mut() {
                Some(last) if last.part.is_none() && last.names_other_files(&file.0) => {
                    last.blocks.push(block);
                    last.files.push(file);
                    last.wrong = last.wrong.or(code);
                }
                _ => examples.push(Example {
                    blocks: vec![block],
                    files: vec![file],
                    part: None,
                    wrong: code,
                }),
            }
            continue;
        }
        let (text, part) = match value("in=") {
            None => (block.text.clone(), None),
            Some(name) => {
                let Some(context) = context(name) else {
                    wrong.push(format!("{}: there is no context `{name}`", block.place));
                    continue;
                };
                let start = context.find("⟨here⟩").expect("each context has a place");
                let fragment = block.text.trim_end();
                let text = context.replace("⟨here⟩", fragment);
                (text, Some(start..start + fragment.len()))
            }
        };
        let files = vec![("example.annexa".to_owned(), text)];
        examples.push(Example { blocks: vec![block], files, part, wrong: code });
    }
    wrong.extend(examples.iter().filter_map(Example::first_wrong));
    if wrong.is_empty() { Ok(examples.len()) } else { Err(wrong) }
}

impl Example<'_> {
    /// Whether it is made of named files, and `name` is not among them.
    fn names_other_files(&self, name: &str) -> bool {
        let is_named = self.blocks.iter().all(|block| block.info.contains("file="));
        is_named && self.files.iter().all(|(file, _)| file != name)
    }

    /// The problem to report.
    fn first_wrong(&self) -> Option<String> {
        let files = self.files.iter().map(|(path, text)| (path.clone(), Document::new(text)));
        let project = Project::new(files, Settings::default());
        let report = check(&project);
        let counts = |found: &&annexa_model::Diagnostic| {
            let range = project.range(found.location);
            let is_in_block = self.part.as_ref().is_none_or(|part| {
                part.start <= range.start().into() && usize::from(range.start()) <= part.end
            });
            is_in_block && (found.level >= Level::Warning || self.wrong == Some(found.code()))
        };
        let found: Vec<_> = report.diagnostics.iter().filter(counts).collect();
        let codes: Vec<&str> = found.iter().map(|found| found.code()).collect();
        let place = &self.blocks.first()?.place;
        if codes != self.wrong.into_iter().collect::<Vec<_>>() {
            let said: Vec<_> =
                found.iter().map(|it| format!("  {} {}", it.code(), it.message)).collect();
            return Some(format!(
                "{place}: expected {:?}, found:\n{}",
                self.wrong,
                said.join("\n")
            ));
        }
        let formatted =
            self.files.iter().map(|(_, text)| (text, format(&Document::new(text)).ok()));
        let is_stale = |(text, formatted): &(&String, Option<String>)| {
            formatted.as_ref().is_some_and(|formatted| formatted != *text)
        };
        // A wrong block can be one that the formatter would change.
        let (_, formatted) = formatted.filter(|_| self.wrong.is_none()).find(is_stale)?;
        Some(format!("{place}: the formatter writes\n{}", formatted.unwrap_or_default()))
    }
}

/// The pages of the rules have their own test (`crates/annexa-model/tests/pages.rs`).
fn pages_with_blocks() -> Vec<Page> {
    let mut pages = pages();
    pages.retain(|page| !page.path.starts_with("docs/rules/"));
    pages.push(page(&root().join("README.md")));
    pages
}

#[test]
fn every_block_gives_the_findings_that_it_names() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for page in pages_with_blocks() {
        match examples(&page.blocks()) {
            Ok(examples) => count += examples,
            Err(found) => wrong.extend(found),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(count >= 100, "only {count} examples were found");
}

/// Authors must be able to learn the language from its reference alone.
#[test]
fn the_reference_has_an_example_of_each_declaration_and_field() {
    let mut kinds = BTreeSet::new();
    let mut names = BTreeSet::new();
    for page in pages().iter().filter(|page| page.path.starts_with("docs/language/")) {
        for block in page.blocks().iter().filter(|block| block.words().is_some()) {
            let head = context("head").filter(|_| block.info.contains("in=head"));
            let text = head.map_or(block.text.clone(), |it| it.replace("⟨here⟩", &block.text));
            let document = Document::new(&text);
            for (_, item) in document.items() {
                for declaration in item.declarations() {
                    kinds.insert(declaration.kind);
                    names.extend(declaration.fields.iter().map(|field| field.name));
                }
            }
        }
    }
    let kinds = DeclarationKind::ALL.iter().filter(|kind| !kinds.contains(kind));
    let missing: Vec<&str> = kinds.map(|kind| kind.words()).collect();
    assert_eq!(missing, Vec::<&str>::new(), "declarations without an example");
    let missing: Vec<Keyword> = fields().filter(|field| !names.contains(field)).collect();
    assert_eq!(missing, Vec::<Keyword>::new(), "fields without an example");
}

#[test]
fn a_block_that_is_wrong_is_found() {
    let of = |info: &str, text: &str| {
        let path = "docs/x.md".to_owned();
        let page = Page { path, text: format!("```{info}\n{text}```\n") };
        examples(&page.blocks()).err().map(|found| found.join("\n"))
    };
    let right = "retain 27002 8.28 {\n  reason \"No sector need.\"\n}\n";
    let unknown = "retain 27002 8.99 {\n  reason \"No sector need.\"\n}\n";
    assert_eq!(of("annexa in=standard", right), None);
    assert_eq!(of("annexa in=standard wrong R102", unknown), None);
    assert_eq!(of("text", "retain"), None);
    for (info, text, part) in [
        ("annexa in=standard", unknown, "found:\n  R102"),
        ("annexa in=standard wrong R102", right, "expected Some(\"R102\")"),
        ("annexa in=standard wrong", right, "expected Some(\"missing\")"),
        ("annexa in=nowhere", right, "there is no context `nowhere`"),
        ("annexa in=standard quickly", right, "`quickly` means nothing here"),
        ("annexa", right, "S008"),
        (
            "annexa in=standard",
            "retain 27002 8.28 {\n reason \"No sector need.\"\n}\n",
            "the formatter writes",
        ),
    ] {
        let found = of(info, text).unwrap_or_default();
        assert!(found.contains(part), "{info}: {found}");
    }
}
