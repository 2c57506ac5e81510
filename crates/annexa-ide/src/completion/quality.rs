//! How good the ranking is, on queries that were written down before it.

use annexa_model::{FileId, Project, Settings};
use annexa_syntax::{Document, TextSize};

use super::{CompletionItem, CompletionOptions, Insert, completion};

const QUERIES: &str = include_str!("../../../../tests/fixtures/completion/queries.txt");

/// A query in its place: the text of the file, where the cursor stands, and where the reference
/// begins.
struct Asked {
    text: String,
    cursor: usize,
    reference: usize,
}

fn ask(place: &str, edition: &str, query: &str) -> Asked {
    let head = format!(
        "standard SMX \"Meters\" {{\n  sector \"Metering\"\n  edition 2026\n  base ISO/IEC 27001:{edition}\n  base ISO/IEC 27002:{edition}\n}}\n\n"
    );
    let before = match place {
        "text" => "interpret 27001 4.1 {\n  text \"\"\"Keys are looked after as in {".to_owned(),
        head => format!("{head} "),
    };
    let after = if place == "text" { " and elsewhere.\"\"\"\n}\n" } else { "\n" };
    let reference = head.len() + before.len();
    let text = format!("{head}{before}{query}{after}");
    Asked { text, cursor: reference + query.len(), reference }
}

/// What stands in place of the reference when an item is taken.
fn taken(asked: &Asked, item: &CompletionItem) -> String {
    let mut text = asked.text.clone();
    let Insert::Plain(insert) = &item.insert else { panic!("{item:?}") };
    text.replace_range(std::ops::Range::<usize>::from(item.range), insert);
    let end = text[asked.reference..].find(['\n', '}']).unwrap() + asked.reference;
    text[asked.reference..end].to_owned()
}

/// What stands in place of the reference when an item is taken, for each of the first items.
fn completed(asked: &Asked) -> Vec<String> {
    let files = [("smx.annexa".to_owned(), Document::new(&asked.text))];
    let project = Project::new(files, Settings::default());
    let cursor = TextSize::new(asked.cursor as u32);
    let items = completion(&project, FileId::Project(0), cursor, CompletionOptions::default());
    items.iter().take(4).map(|item| taken(asked, item)).collect()
}

#[test]
fn what_authors_want_is_among_the_first_three() {
    let (mut count, mut first, mut third) = (0, 0, 0);
    let mut misses = Vec::new();
    for line in QUERIES.lines().filter(|line| !line.is_empty() && !line.starts_with("//")) {
        let [place, edition, wanted, query] =
            line.splitn(4, " | ").collect::<Vec<_>>().try_into().unwrap();
        let asked = ask(place, edition, query);
        let found = completed(&asked);
        let rank = found.iter().position(|reference| reference == wanted);
        count += 1;
        first += usize::from(rank == Some(0));
        third += usize::from(rank.is_some_and(|rank| rank < 3));
        if rank != Some(0) {
            misses.push(format!("{line}: {rank:?}, {found:?}"));
        }
    }
    let (of_first, of_three) = (first * 100 / count, third * 100 / count);
    let misses = misses.join("\n");
    println!("{count} queries, {of_first} % first, {of_three} % in the first three\n{misses}");
    assert!(count >= 200, "{count} queries");
    assert!(
        of_first >= 80 && of_three >= 95,
        "{of_first} % first, {of_three} % of three\n{misses}"
    );
}

/// Each term finds its controls of ISO/IEC 27002:2022 among the first three, behind the document in a head and in
/// a text.
#[test]
fn everyday_terms_find_their_controls() {
    let terms = include_str!("../../../../tests/fixtures/everyday-terms.tsv");
    let mut misses = Vec::new();
    let mut count = 0;
    for line in terms.lines().filter(|line| !line.starts_with('#')) {
        let (term, controls) = line.split_once('\t').unwrap();
        for place in ["modify control", "text"] {
            let asked = ask(place, "2022", &format!("27002 {term}"));
            let found = completed(&asked);
            for control in controls.split(' ') {
                if !found.iter().take(3).any(|it| *it == format!("27002 {control}")) {
                    misses.push(format!("{term} in {place} does not find {control}: {found:?}"));
                }
            }
        }
        count += 1;
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
    assert_eq!(count, 46);
}
