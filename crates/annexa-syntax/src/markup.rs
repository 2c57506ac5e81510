//! The structure of texts: paragraphs, lists, notes, examples and tables. [`crate::prose`] reads
//! the content of paragraphs.

use std::borrow::Cow;

use text_size::{TextRange, TextSize};

mod lists;

use crate::{
    MAX_DEPTH, NodeKind, SyntaxError, SyntaxErrorKind, Wanted,
    lines::{is_blank, line},
    marks::{self, ListStyle},
    node::{NodeWriter, Open},
    prose::{self, Piece},
    reference,
    remark::Remark,
};
use lists::ListPlace;

/// Parses the source between the quotation marks of a text into nodes.
pub(crate) fn parse(
    source: &str,
    inner: TextRange,
    writer: &mut NodeWriter,
    errors: &mut Vec<SyntaxError>,
) {
    let mut parser = Blocks {
        source,
        writer,
        errors,
        end: inner.end(),
        lists: Vec::new(),
        paragraph: None,
        after_blank: true,
        after_colon: false,
        said_too_deep: false,
    };
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

/// Returns a closed text with `-` for the other dashes and bullets of its items.
pub(crate) fn with_hyphens(source: &str) -> Cow<'_, str> {
    let quotes = TextSize::of("\"\"\"");
    let end = TextSize::of(source).checked_sub(quotes).filter(|end| *end >= quotes);
    let Some(end) = end.filter(|_| source.contains(marks::DASHES)) else { return source.into() };
    let mut writer = NodeWriter::default();
    parse(source, TextRange::new(quotes, end), &mut writer, &mut Vec::new());
    let mut written = String::with_capacity(source.len());
    let mut start = TextSize::new(0);
    for mark in writer.finish().iter().filter(|node| node.kind == NodeKind::ItemMark) {
        if marks::is_dash(&source[mark.range]) {
            written.push_str(&source[TextRange::new(start, mark.range.start())]);
            written.push('-');
            start = mark.range.end();
        }
    }
    written.push_str(&source[usize::from(start)..]);
    written.into()
}

/// Returns the indentation, in blanks, of the least indented line of a text. The first line follows
/// the quotation marks and does not count: it has the same indentation as in the value of the text.
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

/// A list that can still receive items.
struct OpenList {
    indent: usize,
    style: ListStyle,
    /// The position of its last mark in the style.
    last: u32,
    list: Open,
    item: Open,
    /// The end of its last item so far.
    end: TextSize,
}

/// A paragraph that can still receive lines.
struct OpenParagraph {
    /// `ListItem` for the lines that continue an item.
    kind: NodeKind,
    /// The indentation of its first line.
    indent: usize,
    /// `None` for a list item, which is closed later.
    node: Option<Open>,
    range: TextRange,
    /// The lines of a table; empty for other paragraphs.
    rows: Vec<TextRange>,
}

struct Blocks<'a> {
    source: &'a str,
    writer: &'a mut NodeWriter,
    errors: &'a mut Vec<SyntaxError>,
    /// The end of the text.
    end: TextSize,
    lists: Vec<OpenList>,
    paragraph: Option<OpenParagraph>,
    /// The line before is empty, or this is the first line.
    after_blank: bool,
    /// The line before ends with a colon.
    after_colon: bool,
    said_too_deep: bool,
}

impl Blocks<'_> {
    /// Adds a line. `indent` is its indentation if that differs from its leading blanks.
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
            self.after_blank = true;
            return;
        }
        self.content(indent, content_range);
        self.after_blank = false;
        self.after_colon = self.source[content_range].ends_with(':');
    }

    /// Adds a line that is not empty.
    fn content(&mut self, indent: usize, line: TextRange) {
        let text = &self.source[line];
        let open = self.paragraph.as_ref().map(|open| open.kind);
        if let Some(mark) = marks::list_mark(text).filter(|mark| self.counts(mark, indent)) {
            self.end_paragraph();
            self.list_item(indent, mark, line);
        } else if text.starts_with('|') {
            self.table_row(indent, line);
        } else if let Some(remark) = Remark::read(text) {
            self.begin_paragraph(remark.kind, indent, line);
        } else if open == Some(NodeKind::ListItem) && is_figure(text) {
            self.begin_paragraph(NodeKind::Paragraph, indent, line);
        } else if let Some(paragraph) = self.paragraph.as_mut().filter(|open| open.rows.is_empty())
        {
            paragraph.range = paragraph.range.cover(line);
        } else {
            self.begin_paragraph(NodeKind::Paragraph, indent, line);
        }
    }

    /// Whether a mark begins an item. A dash within running prose does not, unless the prose
    /// belongs to another item than the dash would.
    fn counts(&self, mark: &str, indent: usize) -> bool {
        use NodeKind::{Example, Note, Paragraph};
        let prose = self.paragraph.as_ref();
        let prose = prose.filter(|open| matches!(open.kind, Paragraph | Note | Example));
        let is_sibling = |list: &OpenList| list.indent == indent && list.style == ListStyle::Dashes;
        let is_outside = |prose: &OpenParagraph| !self.lists.is_empty() && indent < prose.indent;
        !marks::is_dash(mark)
            || self.after_colon
            || prose.is_none_or(is_outside)
            || self.lists.iter().any(is_sibling)
    }

    /// Begins a paragraph, a note, an example or a table in the item that it belongs to. After an
    /// empty line that is an item whose mark is indented less; directly below an item, one whose
    /// mark is not indented more, or else the outermost item.
    fn begin_paragraph(&mut self, kind: NodeKind, indent: usize, line: TextRange) {
        self.end_paragraph();
        let (within, least) = match self.after_blank {
            true => (indent, 0),
            false => (indent + 1, 1),
        };
        let keep = self.lists.iter().take_while(|list| list.indent < within).count();
        self.end_lists(keep.max(least));
        let node = Some(self.writer.open(kind, line));
        let rows = if kind == NodeKind::Table { vec![line] } else { Vec::new() };
        self.paragraph = Some(OpenParagraph { kind, indent, node, range: line, rows });
    }

    fn table_row(&mut self, indent: usize, line: TextRange) {
        match self.paragraph.as_mut().filter(|open| !open.rows.is_empty()) {
            Some(table) => {
                table.range = table.range.cover(line);
                table.rows.push(line);
            }
            None => self.begin_paragraph(NodeKind::Table, indent, line),
        }
    }

    fn list_item(&mut self, indent: usize, mark: &str, line: TextRange) {
        self.end_lists(self.lists.iter().take_while(|list| list.indent <= indent).count());
        let mark_range = TextRange::at(line.start(), TextSize::of(mark));
        let after = TextRange::new(line.end(), self.end);
        // At the maximal depth no further list can begin, so there is no need to search for its
        // next mark.
        let may_open = self.lists.len() < MAX_DEPTH;
        let next = || may_open.then(|| lists::next_mark(&self.source[after], indent)).flatten();
        let text = TextRange::new(mark_range.end(), line.end());
        let kind = NodeKind::ListItem;
        match lists::place(&self.lists, indent, mark, next) {
            ListPlace::In(index) => {
                self.end_lists(index + 1);
                if let Some(list) = self.lists.pop() {
                    self.writer.close_at(list.item, list.end);
                    let item = self.writer.open(kind, line);
                    let last = list.style.position(mark).unwrap_or(list.last);
                    self.lists.push(OpenList { item, last, end: line.end(), ..list });
                }
            }
            ListPlace::Below { keep, .. } if keep >= MAX_DEPTH => {
                self.too_deep(mark_range);
                // The line continues the item above it.
                self.paragraph =
                    Some(OpenParagraph { kind, indent, node: None, range: line, rows: Vec::new() });
                return;
            }
            ListPlace::Below { keep, style } => {
                self.end_lists(keep);
                let list = self.writer.open(NodeKind::List, line);
                let item = self.writer.open(kind, line);
                let last = style.position(mark).unwrap_or_default();
                self.lists.push(OpenList { indent, style, last, list, item, end: line.end() });
            }
        }
        self.writer.leaf(NodeKind::ItemMark, mark_range);
        self.paragraph =
            Some(OpenParagraph { kind, indent, node: None, range: text, rows: Vec::new() });
    }

    fn too_deep(&mut self, mark: TextRange) {
        if !std::mem::replace(&mut self.said_too_deep, true) {
            self.errors.push(SyntaxError {
                kind: SyntaxErrorKind::NestingTooDeep,
                range: mark,
                message: format!("lists nest deeper than {MAX_DEPTH}"),
                subject: mark,
                wanted: Wanted::Other,
            });
        }
    }

    fn end_paragraph(&mut self) {
        let Some(OpenParagraph { node, range, rows, .. }) = self.paragraph.take() else { return };
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
        let mut start = line.start() + TextSize::of('|');
        for cell in cells(&self.source[line]) {
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

    /// Writes the references and verbal forms of running prose.
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

    /// Closes all lists except the first `keep`.
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

/// Returns the cells of a row. The last pipe may be missing; `\|` is a pipe within a cell.
fn cells(row: &str) -> impl Iterator<Item = &str> {
    let text = row.strip_prefix('|').unwrap_or(row);
    let last = text.strip_suffix('|').filter(|text| !text.ends_with('\\')).unwrap_or(text);
    let mut rest = Some(last);
    std::iter::from_fn(move || {
        let text = rest?;
        let bytes = text.as_bytes();
        let mut pipes = memchr::memchr_iter(b'|', bytes);
        let end = pipes.find(|&at| at == 0 || bytes.get(at - 1) != Some(&b'\\'));
        rest = end.and_then(|end| text.get(end + 1..));
        text.get(..end.unwrap_or(text.len()))
    })
}

/// Whether a line consists of a figure alone.
fn is_figure(line: &str) -> bool {
    let inner = line.strip_prefix('{').and_then(|line| line.strip_suffix('}'));
    let word = inner.map(|inner| inner.trim_start_matches(is_blank));
    let path = word.and_then(|word| word.strip_prefix("figure"));
    path.is_some_and(|path| path.starts_with(|next| next == '"' || is_blank(next)))
        && inner.is_some_and(|inner| !inner.contains('}'))
}
