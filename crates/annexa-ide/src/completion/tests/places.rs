//! The table of places: at each of them the wanted item is among the first three, and no item that is offered gives an
//! error that the wanted one does not give.

use std::collections::BTreeMap;

use annexa_model::{Analysis, FileId, Level, Project, Settings};
use annexa_syntax::{Document, TextSize};

use super::SNIPPETS;
use crate::completion::{CompletionItem, CompletionKind, Insert, completion};
use crate::testing::HEAD;

const PLACES: &str = include_str!("../../../../../tests/fixtures/completion/places.txt");

/// What the standard of the section `own` declares.
const OWN: &str = r#"term "subject of care" {
  definition """person whose data a meter holds"""
}

term "head-end system" {
  definition """system that reads meters"""
}

term "control room" {
  definition """room from which meters are switched"""
}

add requirement SMX.4.3.1 "Scope of metering" to 27001 4.3 {
  text """
    The organization shall include:

    a) every {term head-end system};
    b) every {term control room}.
  """
}

add control SMX.8.35 "Subcontracted custody of keys" to 27002 8 {
  type preventive
  properties confidentiality
  concepts protect
  capabilities asset_management
  domains protection
  control """Keys should be held by the operator."""
  purpose """To protect each {term subject of care}."""
  guidance """Keys should be counted."""
}

"#;

/// The files of a section; the last of them is the one that is edited.
fn files(section: &str) -> Vec<(String, String)> {
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    match section {
        "own" => {
            // Without its refinements of 6.1.3, which are among what is completed.
            let head = HEAD.replacen("}\n", "  allow Q505 \"\"\"It is a sample.\"\"\"\n}\n", 1);
            vec![file("smx.annexa", &format!("{head}{OWN}"))]
        }
        "energy" => {
            vec![file(
                "energy.annexa",
                include_str!("../../../../../examples/energy/energy.annexa"),
            )]
        }
        "cloud" => {
            vec![file("cloud.annexa", include_str!("../../../../../examples/cloud/cloud.annexa"))]
        }
        "company" => vec![
            file("people.annexa", include_str!("../../../../../examples/company/people.annexa")),
            file("profile.annexa", include_str!("../../../../../examples/company/profile.annexa")),
        ],
        other => panic!("there is no section {other}"),
    }
}

/// The rules that report what is missing in a declaration or a field that has just begun: parts, fields, words, a name.
const UNFINISHED: [&str; 5] = ["S001", "S005", "T308", "R118", "R126"];

/// A text with a cursor in it.
#[derive(Clone)]
struct Typed {
    text: String,
    cursor: usize,
}

impl Typed {
    fn new(marked: &str) -> Typed {
        let cursor = marked.find("$0").expect("a cursor is marked");
        Typed { text: marked.replacen("$0", "", 1), cursor }
    }

    /// The text after an item is taken, with the cursor in its first stop.
    fn taken(&self, item: &CompletionItem) -> Typed {
        let range = std::ops::Range::<usize>::from(item.range);
        let (inserted, stop) = match &item.insert {
            Insert::Plain(text) => (text.clone(), text.len()),
            Insert::Snippet(text) => without_stops(text),
        };
        let mut text = self.text.clone();
        text.replace_range(range.clone(), &inserted);
        Typed { text, cursor: range.start + stop }
    }

    /// The line of the cursor.
    fn line(&self) -> &str {
        let start = self.text[..self.cursor].rfind('\n').map_or(0, |at| at + 1);
        let end =
            self.text[self.cursor..].find('\n').map_or(self.text.len(), |at| at + self.cursor);
        &self.text[start..end]
    }
}

/// A snippet as it stands before anything is filled in, and where its first stop is.
fn without_stops(snippet: &str) -> (String, usize) {
    let mut text = String::new();
    let mut first = None;
    let mut rest = snippet;
    while let Some(at) = rest.find('$') {
        text.push_str(&rest[..at]);
        let number = rest[at + 1..].trim_start_matches(|it: char| it.is_ascii_digit());
        assert!(number.len() < rest.len() - at - 1, "a stop holds a word: {snippet}");

        if first.is_none() || &rest[at..rest.len() - number.len()] == "$1" {
            first = Some(text.len());
        }
        rest = number;
    }
    text.push_str(rest);
    let first = first.unwrap_or(text.len());
    (text, first)
}

/// A project in which one file is edited.
struct Section {
    analysis: Analysis,
    file: FileId,
}

impl Section {
    fn new(files: &[(String, String)]) -> Section {
        let documents = files.iter().map(|(path, text)| (path.clone(), Document::new(text)));
        let project = Project::new(documents, Settings::default());
        Section { analysis: Analysis::of(project), file: FileId::Project(files.len() as u32 - 1) }
    }

    fn with(&self, typed: &Typed) -> Section {
        let analysis = self.analysis.edited(self.file, Document::new(&typed.text));
        Section { analysis, file: self.file }
    }

    fn items(&self, typed: &Typed) -> Vec<CompletionItem> {
        let cursor = TextSize::new(typed.cursor as u32);
        completion(self.analysis.project(), self.file, cursor, SNIPPETS)
    }

    /// How many errors there are of each rule.
    fn errors(&self) -> BTreeMap<&'static str, usize> {
        let mut errors = BTreeMap::new();
        for finding in self.analysis.findings(self.file) {
            if finding.level == Level::Error {
                *errors.entry(finding.rule.code).or_default() += 1;
            }
        }
        errors
    }

    /// The text that an author has who takes an item, and the first one of each list that opens behind it. Fails with
    /// the text where no list opens that should.
    fn followed(&self, typed: &Typed, item: &CompletionItem) -> Result<Typed, String> {
        let mut typed = typed.taken(item);
        let mut leads_on = item.leads_on;
        for _ in 0..4 {
            if !leads_on {
                return Ok(typed);
            }
            let items = self.with(&typed).items(&typed);
            let first = items.first().ok_or_else(|| typed.line().to_owned())?;
            typed = typed.taken(first);
            leads_on = first.leads_on;
        }
        Err(typed.line().to_owned())
    }
}

/// Whether a line holds what is wanted, which no word goes on before or behind.
fn holds(line: &str, wanted: &str) -> bool {
    let goes_on =
        |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || "._-".contains(it));
    line.match_indices(wanted).any(|(at, _)| {
        let (before, behind) = (&line[..at], &line[at + wanted.len()..]);
        let is_number = behind.starts_with('.') && !behind[1..].starts_with(char::is_alphanumeric);
        !goes_on(before.chars().next_back()) && (is_number || !goes_on(behind.chars().next()))
    })
}

#[test]
fn the_wanted_item_is_among_the_first_three_and_none_gives_an_error() {
    let mut section = String::new();
    let mut base = Section::new(&files("own"));
    let mut source = String::new();
    let (mut count, mut first, mut third) = (0, 0, 0);
    let (mut misses, mut errors) = (Vec::new(), Vec::new());
    for row in PLACES.lines().filter(|row| !row.is_empty() && !row.starts_with("//")) {
        if let Some(name) = row.strip_prefix("# ") {
            section = name.to_owned();
            let files = files(&section);
            source = files.last().expect("there is a file").1.clone();
            base = Section::new(&files);
            continue;
        }
        let columns = row.replace("\\n", "\n");
        let columns: Vec<&str> = columns.split(" => ").collect();
        let (marked, wanted) = match columns.as_slice() {
            [typed, wanted] => (format!("{source}{typed}\n"), *wanted),
            [old, typed, wanted] => {
                assert!(source.contains(old), "{section}: {row}");
                (source.replacen(old, typed, 1), *wanted)
            }
            _ => panic!("{row}"),
        };
        let typed = Typed::new(&marked);
        let here = base.with(&typed);
        let items = here.items(&typed);
        count += 1;
        if wanted == "(nothing)" {
            first += usize::from(items.is_empty());
            third += usize::from(items.is_empty());
            if !items.is_empty() {
                misses.push(format!("{section}: {row}: {}", items[0].label));
            }
            continue;
        }
        let rank = items.iter().position(|item| holds(typed.taken(item).line(), wanted));
        first += usize::from(rank == Some(0));
        third += usize::from(rank.is_some_and(|rank| rank < 3));
        if rank.is_none_or(|rank| rank > 2) {
            let found: Vec<_> =
                items.iter().take(4).map(|it| typed.taken(it).line().to_owned()).collect();
            misses.push(format!("{section}: {row}: {rank:?} {found:#?}"));
        }
        // What is still missing in a half-typed declaration is missing behind the wanted item as well.
        let mut expected = here.errors();
        if let Some(wanted) = rank.and_then(|rank| here.followed(&typed, &items[rank]).ok()) {
            for (code, more) in here.with(&wanted).errors() {
                let known = expected.entry(code).or_default();
                *known = more.max(*known);
            }
        }
        for item in &items {
            // What is still to be filled in is missing, and no fault of the item.
            let is_begun = matches!(
                item.kind,
                CompletionKind::Declaration | CompletionKind::Field | CompletionKind::TextPart
            );
            match here.followed(&typed, item) {
                Ok(after) => {
                    let found = here.with(&after).errors();
                    let new: Vec<_> = found
                        .iter()
                        .filter(|(code, count)| expected.get(*code).copied().unwrap_or(0) < **count)
                        .filter(|(code, _)| !is_begun || !UNFINISHED.contains(code))
                        .collect();
                    if !new.is_empty() {
                        errors.push(format!(
                            "{section}: {row}: `{}` gives {new:?}: {}",
                            item.label,
                            after.line()
                        ));
                    }
                }
                Err(line) => {
                    errors.push(format!("{section}: {row}: nothing opens behind `{line}`"))
                }
            }
        }
    }
    println!(
        "{count} places: {first} first, {third} among the first three; {} items give errors",
        errors.len()
    );
    let shown = |lines: &[String]| lines.iter().take(400).cloned().collect::<Vec<_>>().join("\n");
    assert!(count >= 200, "{count} places");
    assert!(
        misses.is_empty() && errors.is_empty(),
        "{} misses\n{}\n{} errors\n{}",
        misses.len(),
        shown(&misses),
        errors.len(),
        shown(&errors)
    );
}
