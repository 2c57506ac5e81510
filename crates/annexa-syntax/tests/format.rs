//! The canonical form: what it looks like, and what formatting must never change.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};

use annexa_syntax::{Document, SyntaxErrorKind, TokenKind, format, format_items, format_pieces};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};

// What has to stay ---------------------------------------------------------------------------------

/// The comments of a document, in order.
fn comments(document: &Document) -> Vec<String> {
    let mut comments = Vec::new();
    for (_, item) in document.items() {
        for (kind, range) in item.tokens() {
            if kind == TokenKind::Comment {
                comments.push(item.text()[range].trim_end().to_owned());
            }
        }
    }
    comments
}

/// The declarations of a document, values of texts included, without their places. An empty block
/// counts as none.
fn declarations(document: &Document) -> String {
    document
        .items()
        .flat_map(|(_, item)| item.declarations())
        .map(|declaration| {
            without_ranges(&format!("{declaration:#?}"))
                .replace("block: Some(\n        ,\n    )", "block: None")
        })
        .collect()
}

/// Leaves out everything like `12..34`.
fn without_ranges(debug: &str) -> String {
    let mut out = String::with_capacity(debug.len());
    let mut rest = debug;
    while let Some(at) = rest.find("..") {
        let before = rest[..at].trim_end_matches(|character: char| character.is_ascii_digit());
        let after = rest[at + 2..].trim_start_matches(|character: char| character.is_ascii_digit());
        out += before;
        rest = after;
    }
    out + rest
}

/// Every property of the formatter; tells whether the text could be formatted.
fn check(text: &str) -> Result<bool, TestCaseError> {
    let document = Document::new(text);
    let formatted = match format(&document) {
        Ok(formatted) => formatted,
        Err(error) => {
            prop_assert_eq!(Some(error.first), document.errors().next());
            return Ok(false);
        }
    };
    prop_assert_eq!(document.errors().next(), None);
    let after = Document::new(&formatted);
    prop_assert_eq!(after.errors().next(), None, "{:?} became {:?}", text, &formatted);
    prop_assert_eq!(comments(&after), comments(&document), "{:?} became {:?}", text, &formatted);
    let (old, new) = (declarations(&document), declarations(&after));
    // The whole would fill the screen.
    let (old_line, new_line) =
        old.lines().zip(new.lines()).find(|(old, new)| old != new).unwrap_or_default();
    prop_assert_eq!(old_line, new_line, "{:?} became {:?}", text, &formatted);
    prop_assert_eq!(old.len(), new.len(), "{:?} became {:?}", text, &formatted);
    let again = format(&after);
    prop_assert_eq!(again.as_deref(), Ok(formatted.as_str()), "from {:?}", text);
    check_bytes(text, &formatted)?;
    check_pieces(&document, |_, _| true)?;
    check_pieces(&after, |old, new| old == new)?;
    Ok(true)
}

/// The pieces of a document follow one another, and are what they have to be.
fn check_pieces(
    document: &Document,
    is_right: fn(&str, &str) -> bool,
) -> Result<(), TestCaseError> {
    let mut end = 0;
    for (bytes, new) in format_pieces(document).expect("it has no errors") {
        prop_assert_eq!(bytes.start, end);
        end = bytes.end;
        let old = document.text().byte_slice(bytes).to_string();
        prop_assert!(is_right(&old, &new), "{:?} became {:?}", old, new);
    }
    prop_assert_eq!(end, document.len());
    Ok(())
}

/// Line ends, trailing blanks, the byte order mark.
fn check_bytes(before: &str, after: &str) -> Result<(), TestCaseError> {
    let first_line_end = before.find(['\r', '\n']).map(|at| &before[at..]);
    let crlf = first_line_end.is_some_and(|end| end.starts_with("\r\n"));
    let line_ends = after.matches(['\r', '\n']).count();
    let expected =
        if crlf { 2 * after.matches("\r\n").count() } else { after.matches('\n').count() };
    prop_assert_eq!(line_ends, expected, "line ends of {:?}", after);
    prop_assert_eq!(after.starts_with('\u{FEFF}'), before.starts_with('\u{FEFF}'));
    let content = after.trim_start_matches('\u{FEFF}');
    if !content.is_empty() {
        prop_assert!(content.ends_with('\n') && !content.starts_with(['\r', '\n']));
        let lines: Vec<_> = content.lines().collect();
        prop_assert!(lines.last().is_some_and(|line| !line.is_empty()), "{:?}", after);
    }
    Ok(())
}

// Files --------------------------------------------------------------------------------------------

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All `.annexa` files below a folder, in order of name.
fn sources(folder: &str) -> Vec<PathBuf> {
    fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("the folder is there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                collect(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "annexa") {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    collect(&root().join(folder), &mut files);
    files.sort();
    assert!(!files.is_empty(), "no sources in {folder}");
    files
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a source is UTF-8")
}

fn formatted(text: &str) -> String {
    format(&Document::new(text)).expect("no syntax errors")
}

/// Each `NAME.before.annexa` becomes the `NAME.after.annexa` beside it.
#[test]
fn pairs() {
    let mut count = 0;
    for path in sources("tests/fixtures/format") {
        let name = path.to_string_lossy().into_owned();
        let Some(name) = name.strip_suffix(".before.annexa") else { continue };
        let before = read(&path);
        assert!(check(&before).unwrap_or_else(|error| panic!("{name}: {error}")), "{name}");
        let after = PathBuf::from(format!("{name}.after.annexa"));
        // `expect_file!` would take no notice of line ends.
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&after, formatted(&before)).expect("the fixture can be written");
        }
        assert_eq!(formatted(&before), read(&after), "{name}");
        count += 1;
    }
    assert!(count >= 10, "{count} pairs");
}

#[test]
fn shipped_files_are_canonical() {
    for folder in ["examples", "crates/annexa-base/catalogues"] {
        for path in sources(folder) {
            let text = read(&path);
            assert_eq!(formatted(&text), text, "{} is not in canonical form", path.display());
        }
    }
}

#[test]
fn fixtures_keep_what_they_say() {
    for path in sources("tests/fixtures/syntax") {
        let done =
            check(&read(&path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(done, "{} has syntax errors", path.display());
    }
}

// Pieces of a document -----------------------------------------------------------------------------

#[test]
fn refuses_syntax_errors() {
    let document = Document::new(
        "retain 27002 5.24 {\n  reason \"No sector need.\"\n}\n\nretain 27002 5.25 {\n  reason \"x\n}\n",
    );
    let error = format(&document).expect_err("a string is never closed");
    assert_eq!(error.first.kind, SyntaxErrorKind::UnterminatedString);
    assert_eq!(u32::from(error.first.range.start()), 79);
    assert_eq!(
        error.to_string(),
        "the text has syntax errors, the first at byte 79: \
         this string is never closed; write `\"` at its end, on the same line"
    );
}

#[test]
fn an_empty_document_stays_empty() {
    assert_eq!(formatted(""), "");
    assert_eq!(formatted(" \n\n\t\n"), "");
    assert_eq!(formatted("\u{FEFF}"), "\u{FEFF}");
    assert_eq!(formatted("\n\n//  x  \r\n"), "//  x\n");
}

#[test]
fn a_document_is_formatted_piece_by_piece() {
    let text = "part of SMX // a\n\n\nretain  27002 5.24 {\n}\n// b\n";
    let document = Document::new(text);
    let pieces: Vec<_> = format_pieces(&document)
        .expect("it has no errors")
        .map(|(bytes, new)| (&text[bytes], new))
        .collect();
    let expected = [
        ("part of SMX", "part of SMX"),
        (" // a\n\n\nretain  27002 5.24 {\n}", " // a\n\nretain 27002 5.24"),
        ("\n// b\n", "\n\n// b\n"),
    ];
    assert_eq!(pieces, expected.map(|(old, new)| (old, new.to_owned())));
}

#[test]
fn formats_some_items_in_their_surroundings() {
    let text = "// first\n\npart of SMX\nretain  27002 5.24 // a\n\n\n// b\nretain  27002 5.25 // c\n// d\n\
                retain  27002 5.26 {\n";
    let document = Document::new(text);
    let format_items =
        |items| format_items(&document, items).map(|(range, new)| (text[range].to_owned(), new));
    assert_eq!(
        format_items(2..4),
        Ok((
            "retain  27002 5.24 // a\n\n\n// b\nretain  27002 5.25 // c".to_owned(),
            "retain 27002 5.24 // a\n\n// b\nretain 27002 5.25 // c".to_owned()
        ))
    );
    assert_eq!(
        format_items(0..2),
        Ok(("// first\n\npart of SMX".to_owned(), "// first\n\npart of SMX".to_owned()))
    );
    assert_eq!(format_items(0..1), Ok((String::new(), String::new())));
    assert_eq!(format_items(5..9), Ok((String::new(), String::new())));
    let error = format_items(3..5).expect_err("a block is never closed");
    assert_eq!(Some(error.first), document.errors().next());
}

// Random layouts -----------------------------------------------------------------------------------

/// What an author does to the blanks between two tokens.
#[derive(Clone, Copy, Debug)]
enum Layout {
    Blanks,
    NoBreakSpace,
    NoBlank,
    LineEnd,
    BlankLines,
    CommentBehind,
    CommentsOnTheirOwn,
    OneLine,
    /// Moves the lines of the text before it further in.
    Indent,
}

const LAYOUTS: [Layout; 9] = [
    Layout::Blanks,
    Layout::NoBreakSpace,
    Layout::NoBlank,
    Layout::LineEnd,
    Layout::BlankLines,
    Layout::CommentBehind,
    Layout::CommentsOnTheirOwn,
    Layout::OneLine,
    Layout::Indent,
];

/// A text as tokens, each with what stands behind it; the first is empty.
fn pieces(text: &str) -> Vec<(String, String)> {
    let mut pieces = vec![(String::new(), String::new())];
    for (_, item) in Document::new(text).items() {
        for (kind, range) in item.tokens() {
            let token = &item.text()[range];
            match pieces.last_mut() {
                Some((_, gap)) if kind.is_trivia() => *gap += token,
                _ => pieces.push((token.to_owned(), String::new())),
            }
        }
    }
    pieces
}

fn lay_out((token, gap): &mut (String, String), layout: Layout, number: usize) {
    let has_comment = gap.contains("//");
    match layout {
        Layout::Blanks => *gap += " \t ",
        Layout::NoBreakSpace => *gap += "\u{A0}",
        Layout::NoBlank if !has_comment && !gap.contains('\n') => gap.clear(),
        Layout::LineEnd => *gap += "\n ",
        Layout::BlankLines => *gap = gap.replace('\n', "\n\n \n"),
        Layout::CommentBehind => *gap = format!(" // {number} behind  \n{gap}"),
        Layout::CommentsOnTheirOwn => {
            *gap += &format!("\n\t// {number} own\n\n//{number}}} \"\"\"\n ")
        }
        Layout::OneLine if !has_comment => *gap = gap.replace(['\r', '\n'], " "),
        Layout::Indent if token.starts_with("\"\"\"") => *token = token.replace('\n', "\n  \t"),
        Layout::NoBlank | Layout::OneLine | Layout::Indent => {}
    }
}

/// Runs a property and tells which share of the texts could be formatted.
fn share_of_valid<S: Strategy>(cases: u32, strategy: S, text: impl Fn(&S::Value) -> String) -> f64 {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let valid = Cell::new(0u32);
    let result = TestRunner::new(config).run(&strategy, |value| {
        valid.set(valid.get() + u32::from(check(&text(&value))?));
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    f64::from(valid.get()) / f64::from(cases)
}

#[test]
fn any_layout_keeps_what_the_file_says() {
    let mut files: Vec<Vec<(String, String)>> = Vec::new();
    for folder in ["tests/fixtures/syntax", "tests/fixtures/format"] {
        files.extend(sources(folder).iter().map(|path| pieces(&read(path))));
    }
    let layout = (any::<u16>(), prop::sample::select(&LAYOUTS[..]));
    let layouts = prop::collection::vec(layout, 0..24);
    let line_ends = prop::sample::select(&["\n", "\r\n", "\r"][..]);
    let strategy = (0..files.len(), layouts, line_ends);
    let share = share_of_valid(3_000, strategy, |(file, layouts, line_end)| {
        let mut pieces = files[*file].clone();
        for (number, (at, layout)) in layouts.iter().enumerate() {
            let at = usize::from(*at) * pieces.len() / (usize::from(u16::MAX) + 1);
            lay_out(&mut pieces[at], *layout, number);
        }
        let text: String = pieces.into_iter().flat_map(|(token, gap)| [token, gap]).collect();
        text.replace("\r\n", "\n").replace('\n', line_end)
    });
    assert!(share > 0.5, "only {share} of the texts were valid");
}

#[rustfmt::skip]
const TEXT_PIECES: &[&str] = &[
    "\"", "\"\"", "\"\"\"", " ", "  ", "\t", "\u{A0}", "\n", "\n\n", "\r\n", "\r", "a", "x y", "é", "//", "{{",
    "a) ", "1) ", "- ", "| b | c |", "NOTE 1 ", "shall", "not", "{27002 5.1}", "{term x}", "retain 27002 5.1", "\u{2003}",
    "a line that is long enough to need more than one of its kind before it fits on no line",
];

#[test]
fn any_text_keeps_its_value() {
    let texts = prop::collection::vec(prop::sample::select(TEXT_PIECES), 0..12);
    let fields = prop::sample::select(&["text", "allow R101", "guidance for a,b", "item a)"][..]);
    let share = share_of_valid(10_000, (texts, fields), |(text, field)| {
        format!("refine 27001 6.1 {{ {field} \"\"\"{}\"\"\" }}", text.concat())
    });
    assert!(share > 0.4, "only {share} of the texts were valid");
}

/// Heads: some are known for one only by their block, or not at all.
#[rustfmt::skip]
const HEADS: &[&str] = &[
    "standard SMX \"t\"", "part of SMX", "interpret x1631", "retain controls for a", "refine 27001 6.1 c)", "clause 5",
    "control\n5.1", "amendment \"Amd 1:2024\"", "overlay // x\n ISO/IEC 27002", " term \"x\"", "correspondence ISO 1 to ISO 2",
];

/// What stands in blocks, or between declarations.
#[rustfmt::skip]
const ENTRIES: &[&str] = &[
    "text \"\"\"a\n b\"\"\"", "text \"a\"", "sector \"x\"", "clause 5", "key // x\n SMX.1", "note\n\n \"a\"", "properties a ,b",
    "base ISO / IEC 27002 : 2022 + Amd 1 : 2024 as x", "item a)", "item\n// x\na)", "item a) // x\n{ item 1) }",
    "item b) { item 1) }", "item b) { item 1) \"\"\"x\"\"\" }", "item c) {}", "item c) { // x\n}", "item d) \"\"\"a\"\"\" { item 1) }",
    "item e) \"x\" // x\n{}", "item f) { item 1) item 2)\n\n item 3) { item a) }\nitem 4) item 5) item 6) item 7) item 8) item 9) }",
    "5.1 -> 5.2", "new 5.1 a)", "rest unchanged", "wrong 5 \"x\"", "wrong\n\n  { x\n y }", "wrong // x\n  // y", "wrong \"\"\"\na\"\"\"",
    "// c", "\n", "\n\n\n",
];

#[test]
fn any_declarations_keep_what_they_say() {
    let end = || prop::sample::select(&["\n", "\n", "\n\n", " ", "\n  ", " // d\n"][..]);
    let entries = prop::collection::vec((prop::sample::select(ENTRIES), end()), 0..6);
    let block = (end(), end(), entries, end()).prop_map(|(before, behind, entries, after)| {
        let entries: String = entries.iter().flat_map(|(entry, end)| [*entry, *end]).collect();
        format!("{before}{{{behind}{entries}}}{after}")
    });
    let tail =
        prop_oneof![1 => end().prop_map(str::to_owned), 1 => Just(" {}\n".to_owned()), 4 => block];
    let declarations = prop::collection::vec((prop::sample::select(HEADS), tail), 0..4);
    let share = share_of_valid(10_000, declarations, |declarations| {
        declarations.iter().flat_map(|(head, tail)| [*head, tail.as_str()]).collect()
    });
    assert!(share > 0.3, "only {share} of the texts were valid");
}
