//! Shows findings on a terminal: code, message, the line with a caret, related places.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, Title};

use crate::{terminal, visible};

/// A text and the offsets of its lines, which are computed once: counting lines for each of many
/// findings would be quadratic.
#[derive(Debug)]
pub(crate) struct Source {
    shown: String,
    text: String,
    lines: Vec<usize>,
}

/// A range of a text, and the message about it.
#[derive(Clone, Debug)]
pub(crate) struct Mark<'a> {
    pub(crate) source: &'a Source,
    pub(crate) range: Range<usize>,
    pub(crate) label: Option<&'a str>,
}

impl Source {
    /// Returns a text with the path to show for it.
    pub(crate) fn new(shown: String, text: String) -> Source {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        Source { shown: visible::line(&shown).into_owned(), text, lines }
    }

    fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// Returns the range of a line without its line end.
    fn line(&self, index: usize) -> Range<usize> {
        let start = self.lines.get(index).copied().unwrap_or(self.text.len());
        let end = self.lines.get(index + 1).map_or(self.text.len(), |next| next - 1);
        start..end
    }

    fn boundary_before(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        (0..=offset).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0)
    }
}

/// The part of a text that is shown for a mark.
struct Window<'a> {
    mark: &'a Mark<'a>,
    /// The line, counted from 0.
    line: usize,
    /// The column of the beginning of the mark, in characters, counted from 1.
    column: usize,
    /// The shown part of the text, in bytes.
    bytes: Range<usize>,
    /// The marked bytes, relative to the shown part.
    range: Range<usize>,
}

/// A mark over more lines is shown by its first line.
const MOST_LINES: usize = 6;
/// A longer line is cut on both sides of the mark.
const LONGEST_LINE: usize = 400;
/// The number of characters kept on each side.
const MARGIN: usize = 60;

impl<'a> Window<'a> {
    fn new(mark: &'a Mark<'a>) -> Window<'a> {
        let source = mark.source;
        let start = source.boundary_before(mark.range.start);
        let mut end = source.boundary_before(mark.range.end.max(start));
        let line = source.line_of(start);
        let mut last = source.line_of(end);
        if last - line >= MOST_LINES {
            last = line;
            end = end.min(source.line(line).end).max(start);
        }
        let first_byte = source.line(line).start;
        let column = source.text[first_byte..start].chars().count() + 1;
        let mut bytes = first_byte..source.line(last).end.max(end);
        if bytes.len() > LONGEST_LINE * (last - line + 1) {
            end = end.min(source.boundary_before(start + LONGEST_LINE - 2 * MARGIN));
            let from = source.boundary_before(start.saturating_sub(MARGIN)).max(bytes.start);
            let to = source.boundary_before(end + MARGIN).min(bytes.end).max(end);
            bytes = from..to;
        }
        let range = start - bytes.start..end - bytes.start;
        Window { mark, line, column, bytes, range }
    }

    /// Whether another mark is visible in the same part.
    fn shows(&self, other: &Window<'_>) -> bool {
        std::ptr::eq(self.mark.source, other.mark.source) && self.bytes == other.bytes
    }
}

/// Renders a finding: its title, its place, related places, and advice.
pub(crate) fn render(title: Title<'_>, marks: &[Mark<'_>], help: &[String]) -> String {
    let windows: Vec<_> = marks.iter().map(Window::new).collect();
    let mut group = Group::with_title(title);
    let mut shown: Vec<usize> = Vec::new();
    for (index, window) in windows.iter().enumerate() {
        if shown.contains(&index) {
            continue;
        }
        let together: Vec<usize> =
            (index..windows.len()).filter(|other| window.shows(&windows[*other])).collect();
        let source = window.mark.source;
        let snippet = Snippet::source(&source.text[window.bytes.clone()])
            .line_start(window.line + 1)
            .annotations(together.iter().map(|other| {
                let kind =
                    if *other == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
                kind.span(windows[*other].range.clone()).label(windows[*other].mark.label)
            }));
        // If a line is cut, the shown part begins elsewhere than the line, so the position is
        // printed separately.
        let is_cut = window.bytes.start != source.line(window.line).start;
        group = if is_cut {
            let origin = Origin::path(source.shown.as_str());
            group.element(origin.line(window.line + 1).char_column(window.column)).element(snippet)
        } else {
            group.element(snippet.path(source.shown.as_str()))
        };
        shown.extend(together);
    }
    // The renderer replaces control characters everywhere except in these messages.
    let group = group.elements(help.iter().map(|help| Level::HELP.message(visible::lines(help))));
    let renderer = Renderer::styled().term_width(terminal::width());
    without_empty_places(&visible::styles(&format!("{}\n", renderer.render(&[group]))))
}

/// Removes the line with an arrow that the renderer leaves if the position is printed separately.
fn without_empty_places(rendered: &str) -> String {
    let lines = rendered.split_inclusive('\n');
    lines.filter(|line| terminal::plain(line).trim() != ":::").collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{Mark, Source, render};
    use crate::terminal::plain;
    use annotate_snippets::Level;

    fn check(text: &str, ranges: &[(usize, usize)], expected: Expect) {
        let source = Source::new("a.annexa".to_owned(), text.to_owned());
        let marks: Vec<_> = ranges
            .iter()
            .map(|(start, end)| Mark { source: &source, range: *start..*end, label: Some("here") })
            .collect();
        let title = Level::ERROR.primary_title("it is wrong").id("S001");
        let text = render(title, &marks, &["fix it".to_owned()]);
        expected.assert_eq(&plain(&text));
    }

    #[test]
    fn one_place() {
        check(
            "one\ntwo words\nthree\n",
            &[(8, 13)],
            expect![[r#"
            error[S001]: it is wrong
             --> a.annexa:2:5
              |
            2 | two words
              |     ^^^^^ here
              |
              = help: fix it
        "#]],
        );
    }

    #[test]
    fn places_in_one_line_are_shown_once() {
        check(
            "one\ntwo words\nthree\n",
            &[(8, 13), (4, 7), (0, 3)],
            expect![[r#"
            error[S001]: it is wrong
             --> a.annexa:2:5
              |
            2 | two words
              | --- ^^^^^ here
              | |
              | here
              |
             ::: a.annexa:1:1
              |
            1 | one
              | --- here
              |
              = help: fix it
        "#]],
        );
    }

    #[test]
    fn a_long_line_is_cut_and_its_column_kept() {
        let text = format!("first\n{}wrong{}\n", "ä".repeat(5000), "b".repeat(5000));
        let at = text.find("wrong").expect("it is there");
        check(
            &text,
            &[(at, at + 5)],
            expect![[r#"
            error[S001]: it is wrong
             --> a.annexa:2:5001
              |
            2 | ääääääääääääääääääääääääääääääwrongbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
              |                               ^^^^^ here
              |
              = help: fix it
        "#]],
        );
    }

    #[test]
    fn a_mark_over_many_lines_is_shown_by_its_first() {
        check(
            &"line\n".repeat(100),
            &[(5, 400)],
            expect![[r#"
            error[S001]: it is wrong
             --> a.annexa:2:1
              |
            2 | line
              | ^^^^ here
              |
              = help: fix it
        "#]],
        );
    }

    #[test]
    fn the_end_of_a_text_and_places_behind_it() {
        check(
            "one\n",
            &[(4, 4), (4, 90)],
            expect![[r#"
            error[S001]: it is wrong
             --> a.annexa:2:1
              |
            2 |
              | ^
              | |
              | here
              | here
              |
              = help: fix it
        "#]],
        );
        check(
            "",
            &[(0, 0)],
            expect![[r#"
            error[S001]: it is wrong
             --> a.annexa:1:1
              |
            1 |
              | ^ here
              |
              = help: fix it
        "#]],
        );
    }
}
