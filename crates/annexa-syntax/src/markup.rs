//! The little structure that texts have (LANGUAGE.md, section 5): paragraphs, lists, notes, examples
//! and tables. What stands inside a paragraph is read by [`crate::prose`].

use text_size::{TextRange, TextSize};

use crate::{
    NodeKind, SyntaxError, SyntaxErrorKind, Wanted,
    item::MAX_DEPTH,
    node::{NodeWriter, Open},
    prose::{self, Piece},
    reference,
};

/// Parses what stands between the quotes of a text into nodes.
pub(crate) fn parse(
    source: &str,
    inner: TextRange,
    writer: &mut NodeWriter,
    errors: &mut Vec<SyntaxError>,
) {
    let mut parser =
        Blocks { source, writer, errors, lists: Vec::new(), paragraph: None, said_too_deep: false };
    let mut start = inner.start();
    let mut first_indent = Some(common_indent(&source[inner]));
    while start < inner.end() {
        let rest = &source[TextRange::new(start, inner.end())];
        let (content, length) = line(rest);
        parser.line(TextRange::at(start, TextSize::of(content)), first_indent.take());
        start += TextSize::new(length as u32);
    }
    parser.end_paragraph();
    parser.end_lists(0);
}

/// The first line of a text without its end, and its length with it.
pub(crate) fn line(text: &str) -> (&str, usize) {
    match memchr::memchr2(b'\n', b'\r', text.as_bytes()) {
        Some(at) if text[at..].starts_with("\r\n") => (&text[..at], at + 2),
        Some(at) => (&text[..at], at + 1),
        None => (text, text.len()),
    }
}

/// How far in the line of a text stands that is indented least. The first line, which follows the
/// quotes, has no part in that: it counts as standing as far in, as it does in the text's value.
fn common_indent(text: &str) -> usize {
    let (first, length) = line(text);
    if first.chars().all(is_blank) {
        return 0;
    }
    text[length..]
        .split(['\n', '\r'])
        .filter(|line| !line.chars().all(is_blank))
        .map(|line| line.chars().take_while(|&character| is_blank(character)).count())
        .min()
        .unwrap_or(0)
}

/// What parts the words of a line; authors paste no-break spaces.
pub(crate) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{00A0}')
}

/// The kinds of list item, in the order in which one nests in the other without indentation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ListStyle {
    Letters,
    Numbers,
    Dashes,
}

/// A list that can still get items.
struct OpenList {
    indent: usize,
    style: ListStyle,
    list: Open,
    item: Open,
    /// The end of what its last item holds so far.
    end: TextSize,
}

/// A paragraph that can still get lines.
struct OpenParagraph {
    /// `None` where its lines go on with a list item.
    node: Option<Open>,
    range: TextRange,
    /// The lines of a table; none of any other paragraph.
    rows: Vec<TextRange>,
}

struct Blocks<'a> {
    source: &'a str,
    writer: &'a mut NodeWriter,
    errors: &'a mut Vec<SyntaxError>,
    lists: Vec<OpenList>,
    paragraph: Option<OpenParagraph>,
    said_too_deep: bool,
}

impl Blocks<'_> {
    /// Adds a line. `indent` says how far in it stands if its blanks do not.
    fn line(&mut self, line: TextRange, indent: Option<usize>) {
        let text = &self.source[line];
        let content = text.trim_start_matches(is_blank);
        let indent = indent.unwrap_or_else(|| text.chars().count() - content.chars().count());
        let content_range = TextRange::new(
            line.end() - TextSize::of(content),
            line.end() - TextSize::of(content) + TextSize::of(content.trim_end_matches(is_blank)),
        );
        if content.is_empty() {
            self.end_paragraph();
        } else if let Some((style, mark)) = list_mark(content) {
            self.end_paragraph();
            self.list_item(indent, style, mark, content_range);
        } else if content.starts_with('|') {
            self.table_row(content_range);
        } else if let Some(paragraph) = self.paragraph.as_mut().filter(|open| open.rows.is_empty())
        {
            paragraph.range = paragraph.range.cover(content_range);
        } else {
            self.begin_paragraph(indent, content_range);
        }
    }

    fn begin_paragraph(&mut self, indent: usize, line: TextRange) {
        self.end_paragraph();
        let kind = paragraph_kind(&self.source[line]);
        // A paragraph that stands further in than the mark of an item belongs to that item.
        let keep = self.lists.iter().take_while(|list| list.indent < indent).count();
        self.end_lists(keep);
        let node = self.writer.open(kind, line);
        self.paragraph = Some(OpenParagraph { node: Some(node), range: line, rows: Vec::new() });
    }

    fn table_row(&mut self, line: TextRange) {
        if let Some(table) = self.paragraph.as_mut().filter(|open| !open.rows.is_empty()) {
            table.range = table.range.cover(line);
            table.rows.push(line);
            return;
        }
        self.end_paragraph();
        self.end_lists(0);
        let node = self.writer.open(NodeKind::Table, line);
        self.paragraph = Some(OpenParagraph { node: Some(node), range: line, rows: vec![line] });
    }

    fn list_item(&mut self, indent: usize, style: ListStyle, mark: usize, line: TextRange) {
        self.end_lists(self.lists.iter().take_while(|list| list.indent <= indent).count());
        let same_indent = |list: &OpenList| list.indent == indent;
        // A sibling of an open list at this indentation, or a list of its own below what is open.
        let sibling =
            self.lists.iter().rposition(|list| same_indent(list) && list.style == style).or_else(
                || self.lists.iter().position(|list| same_indent(list) && list.style > style),
            );
        if let Some(index) = sibling {
            self.end_lists(index + 1);
        }
        let continues =
            sibling.is_some() && self.lists.last().is_some_and(|list| list.style == style);
        if sibling.is_some() && !continues {
            self.end_lists(self.lists.len() - 1);
        }
        let mark_range = TextRange::at(line.start(), TextSize::new(mark as u32));
        if self.lists.len() >= MAX_DEPTH && !continues {
            if !std::mem::replace(&mut self.said_too_deep, true) {
                self.errors.push(SyntaxError {
                    kind: SyntaxErrorKind::NestingTooDeep,
                    range: mark_range,
                    message: format!("lists nest deeper than {MAX_DEPTH}"),
                    subject: mark_range,
                    wanted: Wanted::Other,
                });
            }
            // Its words go on with the item that it stands under.
            self.paragraph = Some(OpenParagraph { node: None, range: line, rows: Vec::new() });
            return;
        }
        match self.lists.pop() {
            Some(OpenList { list, item, end, indent, .. }) if continues => {
                self.writer.close_at(item, end);
                let item = self.writer.open(NodeKind::ListItem, line);
                self.lists.push(OpenList { indent, style, list, item, end: line.end() });
            }
            outer => {
                self.lists.extend(outer);
                let list = self.writer.open(NodeKind::List, line);
                let item = self.writer.open(NodeKind::ListItem, line);
                self.lists.push(OpenList { indent, style, list, item, end: line.end() });
            }
        }
        self.writer.leaf(NodeKind::ItemMark, mark_range);
        let range = TextRange::new(mark_range.end(), line.end());
        self.paragraph = Some(OpenParagraph { node: None, range, rows: Vec::new() });
    }

    fn end_paragraph(&mut self) {
        let Some(OpenParagraph { node, range, rows }) = self.paragraph.take() else { return };
        if rows.is_empty() {
            self.inline(range);
        } else {
            rows.into_iter().for_each(|row| self.row(row));
        }
        if let Some(node) = node {
            self.writer.close_at(node, range.end());
        }
        for list in &mut self.lists {
            list.end = list.end.max(range.end());
        }
    }

    fn row(&mut self, line: TextRange) {
        let row = self.writer.open(NodeKind::Row, line);
        let text = self.source[line].strip_prefix('|').unwrap_or_default();
        let text = text.strip_suffix('|').unwrap_or(text);
        let mut start = line.start() + TextSize::of('|');
        for cell in text.split('|') {
            let content = cell.trim_matches(is_blank);
            let lead = TextSize::of(cell) - TextSize::of(cell.trim_start_matches(is_blank));
            let range = TextRange::at(
                start + lead.min(TextSize::of(cell) - TextSize::of(content)),
                TextSize::of(content),
            );
            let node = self.writer.open(NodeKind::Cell, range);
            self.inline(range);
            self.writer.close(node);
            start += TextSize::of(cell) + TextSize::of('|');
        }
        self.writer.close(row);
    }

    /// The references and verbal forms of a piece of prose.
    fn inline(&mut self, range: TextRange) {
        let Self { source, writer, errors, .. } = self;
        prose::pieces(&source[range], |piece, start, text| {
            let start = range.start() + TextSize::new(start as u32);
            let place = TextRange::at(start, TextSize::of(text));
            match piece {
                Piece::EscapedBrace => writer.leaf(NodeKind::EscapedBrace, place),
                Piece::Reference { closed } => {
                    reference::parse(source, place, closed, place == range, writer, errors);
                }
                Piece::VerbalForm(form) => writer.leaf(NodeKind::VerbalForm(form), place),
                Piece::Word | Piece::Quotation | Piece::Between => {}
            }
        });
    }

    /// Closes the lists beyond the first `keep`.
    fn end_lists(&mut self, keep: usize) {
        while self.lists.len() > keep {
            if let Some(list) = self.lists.pop() {
                self.writer.close_at(list.item, list.end);
                self.writer.close_at(list.list, list.end);
                if let Some(outer) = self.lists.last_mut() {
                    outer.end = outer.end.max(list.end);
                }
            }
        }
    }
}

/// The mark of a list item at the beginning of a line, and its length.
fn list_mark(line: &str) -> Option<(ListStyle, usize)> {
    let (style, length) = match line.as_bytes() {
        [b'-', ..] => (ListStyle::Dashes, 1),
        [b'a'..=b'z', b')', ..] => (ListStyle::Letters, 2),
        bytes => {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 || digits > 4 || bytes.get(digits) != Some(&b')') {
                return None;
            }
            (ListStyle::Numbers, digits + 1)
        }
    };
    let after = line[length..].chars().next();
    after.is_none_or(is_blank).then_some((style, length))
}

fn paragraph_kind(line: &str) -> NodeKind {
    let begins = |word: &str| {
        line.strip_prefix(word).is_some_and(|rest| rest.chars().next().is_none_or(is_blank))
    };
    if begins("NOTE") {
        NodeKind::Note
    } else if begins("EXAMPLE") {
        NodeKind::Example
    } else {
        NodeKind::Paragraph
    }
}
