//! Tests properties of safe fixes on the fixtures, the examples and mutations of them: they change
//! what they name and nothing else, a second run has nothing to do, and they add no findings except
//! those that an invisible character hid.

#![expect(clippy::unwrap_used, reason = "a test fails where something is missing")]

mod support;

use std::collections::BTreeMap;

use annexa_model::{Analysis, FileId, Fixed, Settings, apply_safe_fixes};
use annexa_syntax::{Document, is_invisible};
use support::{Random, boundary, projects};

const MUTATIONS: usize = 5_000;
/// A longer text is an example; it is mutated less often.
const LONG: usize = 4_000;

/// Pieces that a paste from a word processor inserts, and what authors write.
const PIECES: &[&str] = &[
    "\u{AD}",
    "\u{200B}",
    "\u{FEFF}",
    "\u{202E}",
    "\u{7}",
    "\u{2028}",
    "“",
    "”",
    "„",
    "“““",
    "”””",
    "\"\"\"",
    "\"",
    "\\",
    "’",
    "the ",
    "The",
    "an ",
    " a\n",
    "A/B ",
    "shouldn't ",
    "can’t ",
    "must not ",
    "shall ",
    "Preventive",
    "PROTECT, ",
    "// ",
    "\n",
    "}",
    "{term x}",
    "5.99",
    "\n\nterm “x” {\n  definition “the thing”\n}\n\n",
    "\n\nterm \"y\" {\n  definition \"\"\"a the \u{AD}thing\"\"\"\n}\n\n",
    "\n\nadd control FIX.5.90 \"x\" to 27002 5 {\n  type Preventive\n  concepts protect, Detect\n}\n\n",
];

type Files = Vec<(String, String)>;

fn analysis(files: &Files) -> Analysis {
    let files = files.iter().map(|(path, text)| (path.clone(), Document::new(text)));
    Analysis::new(files.collect::<Vec<_>>(), Settings::default())
}

fn ids(analysis: &Analysis) -> Vec<FileId> {
    (0..analysis.project().files().len() as u32).map(FileId::Project).collect()
}

fn texts(analysis: &Analysis) -> Files {
    let files = analysis.project().files().iter();
    files.map(|it| (it.path.clone(), it.document.text().to_string())).collect()
}

/// Returns the words of a text without what safe fixes change: invisible characters (the line break
/// of a word processor leaves a blank), the form of quotation marks, contractions, the case of
/// letters, backslashes; and the number of articles.
fn words(text: &str) -> (String, usize) {
    let is_kept = |it: &char| !is_invisible(*it) && *it != '\\';
    let blank = |it: char| if it.is_whitespace() { ' ' } else { it };
    let text: String = text.chars().map(blank).filter(is_kept).collect();
    let mut text = text.replace(['“', '”', '„'], "\"").replace('’', "'").to_lowercase();
    for (short, long) in [("can't", "cannot"), ("won't", "will not"), ("n't", " not")] {
        text = text.replace(short, long);
    }
    let is_quote = |character: char| character == '"';
    let is_article = |word: &&str| matches!(word.trim_matches(is_quote), "a" | "an" | "the");
    let articles = text.split_whitespace().filter(is_article).count();
    // An article between quotation marks leaves these behind.
    let kept = text.split_whitespace().map(|word| match is_article(&word) {
        true => word.matches('"').collect(),
        false => word.to_owned(),
    });
    (kept.collect::<String>(), articles)
}

/// Returns the number of findings of each rule in the marked ranges.
fn findings(analysis: &Analysis) -> BTreeMap<&'static str, usize> {
    let mut found = BTreeMap::new();
    for finding in ids(analysis).into_iter().flat_map(|file| analysis.findings(file)) {
        *found.entry(finding.code()).or_default() += 1;
    }
    found
}

fn look_at(files: &Files) -> Fixed {
    let before = analysis(files);
    let fixed = apply_safe_fixes(&before, &ids(&before));
    let after = texts(&fixed.analysis);
    let dropped = fixed.changes.iter().filter(|it| it.rule.code == "D206").count();
    let (mut articles, mut kept) = (0, 0);
    for ((_, old), (_, new)) in files.iter().zip(&after) {
        let (old_words, old_articles) = words(old);
        let (new_words, new_articles) = words(new);
        assert_eq!(old_words, new_words, "{old}\n---\n{new}");
        articles += old_articles;
        kept += new_articles;
    }
    assert_eq!(articles - kept, dropped, "{files:?}\n{after:?}");

    let again = apply_safe_fixes(&fixed.analysis, &ids(&before));
    assert_eq!(again.changes, [], "{after:?}");

    let is_hidden = fixed.changes.iter().any(|it| it.rule.code == "S003");
    let (was, now) = (findings(&before), findings(&fixed.analysis));
    // Rules ignore declarations with syntax errors, so a straightened quotation mark can reveal
    // findings; it never causes a syntax error.
    let is_quoted = fixed.changes.iter().any(|it| it.rule.code == "S009");
    for (code, count) in now {
        let is_more = count > was.get(code).copied().unwrap_or_default();
        let is_syntax = matches!(code, "S001" | "S002");
        assert!(!is_more || is_hidden || is_quoted && !is_syntax, "{code}: {files:?}\n{after:?}");
    }
    fixed
}

#[test]
fn fixtures_and_examples() {
    let changed = projects().iter().filter(|files| !look_at(files).changes.is_empty()).count();
    assert!(changed >= 3, "{changed}");
}

#[test]
fn mutations() {
    let mut random = Random(27009);
    let projects = projects();
    let is_long = |files: &&Files| files.iter().map(|(_, text)| text.len()).sum::<usize>() > LONG;
    let (long, short): (Vec<&Files>, Vec<&Files>) = projects.iter().partition(is_long);
    let mut changes = 0;
    for count in 0..MUTATIONS {
        let of = if count % 200 == 0 { &long } else { &short };
        let mut files = of[random.below(of.len())].clone();
        for _ in 0..1 + random.below(4) {
            let index = random.below(files.len());
            let text = &mut files[index].1;
            let start = boundary(text, random.below(text.len() + 1));
            let removed = if random.below(5) == 0 { random.below(20) } else { 0 };
            let end = boundary(text, (start + removed).min(text.len()));
            text.replace_range(start..end, PIECES[random.below(PIECES.len())]);
        }
        changes += look_at(&files).changes.len();
    }
    assert!(changes > MUTATIONS / 2, "{changes}");
}
