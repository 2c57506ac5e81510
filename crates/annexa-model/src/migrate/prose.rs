//! Numbers in the prose of texts and comments. The program cannot change a number that is not a
//! reference, so it lists each one that may mean a provision of the earlier edition with another
//! number, or none, in the later edition.

use annexa_base::Point;
use annexa_syntax::{SmolStr, TextRange, TextSize, TokenKind};

use super::{
    draft::{Drafts, is_to_decide},
    passage::Passage,
    written::listed,
};
use crate::{DeclarationRef, Location, Project, Standard};

/// A number in a text with the list item behind it: `10.1`, `A.11.1.4`, `7.4 d)`.
struct Written<'a> {
    number: &'a str,
    item: Option<&'a str>,
    /// In bytes, relative to the beginning of the text.
    range: std::ops::Range<usize>,
}

/// Lists the numbers in the texts of a declaration.
pub(super) fn list_in_texts(
    passages: &[Passage<'_>],
    at: &DeclarationRef<'_>,
    drafts: &mut Drafts,
) {
    let choices = ["write it as a reference in `{…}`", "change the number", "keep it"];
    for (_, text) in at.declaration.texts() {
        let source = at.source(text.range);
        for (range, message) in messages(passages, source, "text") {
            drafts.decide(at.location(range + text.range.start()), message, choices);
        }
    }
}

/// Lists the numbers in the comments of a standard. A base is migrated for the whole standard, so
/// all its files are in scope.
pub(super) fn list_in_comments(
    project: &Project,
    standard: &Standard,
    passages: &[Passage<'_>],
    drafts: &mut Drafts,
) {
    if passages.iter().all(|it| it.is_moved) {
        return;
    }
    let files = standard.files.iter().filter_map(|&file| Some((file, project.document(file)?)));
    let items = files.flat_map(|(file, document)| {
        document.items_with_starts_from(0).map(move |(start, item)| (file, start.key, item))
    });
    // Only the few items with a comment are lexed again.
    for (file, key, item) in items.filter(|(.., item)| item.text().contains("//")) {
        let comments = item.tokens().filter(|(kind, _)| *kind == TokenKind::Comment);
        for (_, token) in comments {
            let comment = item.text().get(std::ops::Range::from(token)).unwrap_or_default();
            if is_to_decide(comment.trim_end()) {
                continue;
            }
            // Braces have no meaning in a comment.
            for (range, message) in messages(passages, &comment.replace('{', " "), "comment") {
                let location = Location { file, item: key, range: range + token.start() };
                drafts.decide(location, message, ["change the number", "keep it"]);
            }
        }
    }
}

/// Returns the numbers in a source that may mean provisions of an earlier edition, each with a
/// message. Ranges are relative to the source.
fn messages(passages: &[Passage<'_>], source: &str, place: &str) -> Vec<(TextRange, String)> {
    let passages: Vec<&Passage<'_>> = passages.iter().filter(|it| !it.is_moved).collect();
    let of = |written: Written<'_>| {
        let became: Vec<String> = passages.iter().filter_map(|it| became(it, &written)).collect();
        let range = TextRange::new(
            TextSize::new(written.range.start as u32),
            TextSize::new(written.range.end as u32),
        );
        let message = format!(
            "{} in the {place} may mean a provision of an earlier edition: {}",
            source.get(written.range)?,
            became.join("; ")
        );
        (!became.is_empty()).then_some((range, message))
    };
    numbers(source).into_iter().filter_map(of).collect()
}

/// Returns the successors of a number of the earlier edition; `None` if it is not a provision or
/// keeps its number.
fn became(passage: &Passage<'_>, written: &Written<'_>) -> Option<String> {
    let annex = |letter: &str| passage.earlier.annex(letter).is_some();
    if let Some((letter, _)) = written.number.split_once('.').filter(|(first, _)| annex(first)) {
        let document = passage.later.document.printed();
        return Some(format!(
            "the controls of Annex {letter} have different numbers in {document}"
        ));
    }
    let items: Vec<SmolStr> = written.item.iter().map(|&item| item.into()).collect();
    let mut from = Point { number: written.number.into(), items };
    if !from.exists_in(passage.earlier) {
        from.items.clear();
        from.exists_in(passage.earlier).then_some(())?;
    }
    let to = passage.correspondence.successors(&from, passage.earlier, passage.later);
    if to == [from.clone()] {
        return None;
    }
    let earlier = passage.earlier.document.printed();
    Some(match to.as_slice() {
        [] => format!("{} of {earlier} has no successor", from.printed()),
        to => format!("{} of {earlier} became {}", from.printed(), listed(to, "and")),
    })
}

/// Returns the numbers in a source that are not within references.
fn numbers(source: &str) -> Vec<Written<'_>> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(start) = source.get(rest..).and_then(|it| it.find(is_start)).map(|it| rest + it)
    {
        let tail = source.get(start..).unwrap_or_default();
        if tail.starts_with('{') && !tail.starts_with("{{") {
            // A reference ends at the end of its line at the latest.
            rest = start + tail.find(['}', '\n']).map_or(tail.len(), |end| end + 1);
            continue;
        }
        let word_end = tail.find(|it: char| !is_part(it)).unwrap_or(tail.len());
        let word = tail.get(..word_end).unwrap_or_default().trim_end_matches('.');
        rest = start + word_end.max(1);
        let before = source.get(..start).unwrap_or_default();
        let is_named = is_clause(before);
        if !is_number(word, is_named) {
            continue;
        }
        let behind = source.get(start + word.len()..).unwrap_or_default();
        let item = behind.strip_prefix(' ').and_then(|it| it.get(..2)).filter(|it| is_mark(it));
        let end = start + word.len() + item.map_or(0, |item| 1 + item.len());
        found.push(Written { number: word, item, range: start..end });
    }
    found
}

/// Whether a word or a reference begins here.
fn is_start(it: char) -> bool {
    it == '{' || it.is_alphanumeric()
}

fn is_part(it: char) -> bool {
    it.is_alphanumeric() || matches!(it, '.' | '-' | '_' | ':' | '/')
}

/// Whether the words before a number introduce a clause, so that a number without a point counts
/// too.
fn is_clause(before: &str) -> bool {
    let before = before.trim_end().to_ascii_lowercase();
    ["clause", "clauses", "subclause", "annex"].iter().any(|word| before.ends_with(word))
}

/// `10.1`, `A.11.1.4`; behind `clause` also `14`.
fn is_number(word: &str, is_clause: bool) -> bool {
    let mut parts = word.split('.').peekable();
    let is_letter =
        |part: &str| part.len() == 1 && part.starts_with(|it: char| it.is_ascii_uppercase());
    let lettered = parts.next_if(|part| is_letter(part)).is_some();
    let count = parts.clone().count() + usize::from(lettered);
    let is_numeric = |part: &str| {
        !part.is_empty() && part.len() <= 2 && part.bytes().all(|it| it.is_ascii_digit())
    };
    (count > 1 || is_clause && !lettered) && parts.all(is_numeric)
}

fn is_mark(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|it| it.is_ascii_lowercase()) && bytes.next() == Some(b')')
}
