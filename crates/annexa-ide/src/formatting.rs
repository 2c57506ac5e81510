//! Formatting: what is to be replaced so that a text has its canonical form. Only lines that change are
//! replaced, so that cursors, folds and marks in all others stay where they are.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use annexa_syntax::{Document, TextRange, TextSize, format_items, format_pieces};
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

/// Bytes of a text, and what stands there afterwards.
pub type Replacement = (TextRange, String);

/// What is to be replaced in a document; `None` where it has syntax errors and is left as it is, or
/// where it was cancelled.
pub fn format_document(
    document: &Document,
    cancelled: &dyn Fn() -> bool,
) -> Option<Vec<Replacement>> {
    let mut all = Vec::new();
    for (bytes, new) in format_pieces(document).ok()? {
        if cancelled() {
            return None;
        }
        let old = Cow::from(document.text().byte_slice(bytes.clone()));
        all.extend(replacements(bytes.start, &old, &new));
    }
    Some(all)
}

/// The same for the declarations that a range touches. Errors in others do no harm.
pub fn format_range(document: &Document, range: TextRange) -> Option<Vec<Replacement>> {
    let first = document.item_at(range.start().into())?.0.index;
    let last = document.item_at(usize::from(range.end()).min(document.len()))?.0.index;
    let (bytes, new) = format_items(document, first..last + 1).ok()?;
    let mut old = String::with_capacity(bytes.len());
    for (start, item) in document.items_from(first).take(last + 1 - first) {
        let text = item.text();
        let end = bytes.end.saturating_sub(start).min(text.len());
        old.push_str(text.get(..end).unwrap_or(text));
    }
    Some(replacements(bytes.start, &old, &new))
}

/// The lines that differ, in order. `start` is where the old text begins.
pub(crate) fn replacements(start: usize, old: &str, new: &str) -> Vec<Replacement> {
    /// So long the fewest changes are looked for; after that, a few more are as good.
    const PATIENCE: Duration = Duration::from_millis(50);
    if old == new {
        return Vec::new();
    }
    let (old, new) = (Lines::of(old), Lines::of(new));
    let deadline = Instant::now() + PATIENCE;
    let ops =
        capture_diff_slices_deadline(Algorithm::Myers, &old.lines, &new.lines, Some(deadline));
    let changes = ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    changes
        .map(|op| {
            let bytes = old.bytes(op.old_range());
            let at = |offset: usize| TextSize::new((start + offset) as u32);
            (TextRange::new(at(bytes.start), at(bytes.end)), new.text(op.new_range()))
        })
        .collect()
}

/// The lines of a text with where they begin.
struct Lines<'a> {
    lines: Vec<&'a str>,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Lines<'a> {
        let lines: Vec<_> = text.split_inclusive('\n').collect();
        let mut starts = vec![0];
        starts.extend(lines.iter().scan(0, |end, line| {
            *end += line.len();
            Some(*end)
        }));
        Lines { lines, starts }
    }

    fn bytes(&self, lines: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let at = |line: usize| self.starts.get(line).copied().unwrap_or_default();
        at(lines.start)..at(lines.end)
    }

    fn text(&self, lines: std::ops::Range<usize>) -> String {
        self.lines.get(lines).unwrap_or_default().concat()
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::testing::HEAD;

    /// The text after the replacements, and how many lines they touched.
    fn applied(text: &str, replacements: &[Replacement]) -> (String, usize) {
        let mut result = text.to_owned();
        let mut lines = 0;
        for (range, new) in replacements.iter().rev() {
            let range = usize::from(range.start())..usize::from(range.end());
            lines += result[range.clone()].lines().count();
            result.replace_range(range, new);
        }
        (result, lines)
    }

    #[test]
    fn only_lines_that_change_are_replaced() {
        let text = format!(
            "{HEAD}retain 27002 5.1 {{\r\n  reason \"No sector need.\"\n}}\n\n\nretain 27002 5.2 {{\nreason \"No sector need.\"\n}}"
        );
        let document = Document::new(&text);
        let (result, lines) = applied(&text, &format_document(&document, &|| false).unwrap());
        assert_eq!(Ok(&result), annexa_syntax::format(&document).as_ref());
        assert!(lines <= 5, "{lines}");
        let formatted = Document::new(&result);
        assert_eq!(format_document(&formatted, &|| false), Some(Vec::new()));
    }

    #[test]
    fn a_text_with_errors_stays_as_it_is() {
        assert_eq!(format_document(&Document::new("standard {"), &|| false), None);
        assert_eq!(format_document(&Document::new(""), &|| false), Some(Vec::new()));
    }

    fn check_range(marked: &str, expected: Expect) {
        let start = marked.find("$0").unwrap();
        let end = marked.rfind("$0").unwrap() - 2;
        let text = marked.replace("$0", "");
        let range = TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32));
        let replacements = format_range(&Document::new(&text), range).unwrap();
        expected.assert_eq(&applied(&text, &replacements).0);
    }

    #[test]
    fn a_range_is_formatted_by_whole_declarations() {
        check_range(
            "retain  27002  5.1 {\nreason \"No sector need.\"\n}\nretain  27002  5.2 {\nrea$0son \"No sector need.\"\n}\n// next\nretain  $027002  5.3 {\nreason \"No sector need.\"\n}\n// over\n",
            expect![[r#"
                retain  27002  5.1 {
                reason "No sector need."
                }
                retain 27002 5.2 {
                  reason "No sector need."
                }

                // next
                retain 27002 5.3 {
                  reason "No sector need."
                }
                // over
            "#]],
        );
    }

    #[test]
    fn errors_elsewhere_do_no_harm_and_no_range_is_out_of_the_text() {
        let wrong = "retain 27002 5.2 {\n  reason\n}\n";
        let text = format!("retain  27002  5.1 {{\n}}\n{wrong}");
        let document = Document::new(&text);
        let at = |start: u32, end: u32| TextRange::new(TextSize::new(start), TextSize::new(end));
        let (result, _) = applied(&text, &format_range(&document, at(3, 3)).unwrap());
        assert_eq!(result, format!("retain 27002 5.1\n{wrong}"));
        assert_eq!(format_range(&document, at(3, 4_000_000_000)), None);
        assert_eq!(format_range(&document, at(30, 31)), None);
        assert_eq!(format_range(&Document::new(""), at(5, 6)), None);
    }
}
