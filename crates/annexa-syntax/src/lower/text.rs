//! Lowers the nodes of a text to blocks.

use smol_str::SmolStr;
use text_size::{TextRange, TextSize};

use super::{reference, string, unquoted, word};
use crate::{
    Block, Inline, ListItem, Node, NodeKind, Reference, Spanned, TermReference, Text, TextPlace,
    VerbalFormUse, lines::is_blank, marks::is_dash, remark::Remark,
};

/// Buffers for the parts of a text. Their content is copied without spare capacity, because
/// declarations live as long as their item; the buffers are reused for the next text.
#[derive(Default)]
pub(super) struct Parts {
    verbal_forms: Vec<VerbalFormUse>,
    references: Vec<Reference>,
    terms: Vec<TermReference>,
    /// The pieces and the pending prose of the current paragraph.
    pieces: Vec<Inline>,
    prose: String,
}

pub(super) fn text(node: Node<'_>, parts: &mut Parts) -> Text {
    let source = node.text();
    let children = node.children();
    let mut blocks: Vec<_> = children.filter_map(|child| text_block(child, parts)).collect();
    if is_string(source) && source.contains('\\') {
        blocks.iter_mut().for_each(unescape);
    }
    Text {
        range: node.range(),
        blocks: blocks.into(),
        verbal_forms: take(&mut parts.verbal_forms).into(),
        references: take(&mut parts.references).into(),
        terms: take(&mut parts.terms).into(),
    }
}

/// Takes all elements without spare capacity; the buffer keeps its own.
fn take<T>(all: &mut Vec<T>) -> Vec<T> {
    let mut taken = Vec::with_capacity(all.len());
    taken.append(all);
    taken
}

/// Whether a string is used in place of a text.
fn is_string(source: &str) -> bool {
    !source.starts_with("\"\"\"")
}

/// Returns the value of a text, or of a string in place of one.
pub fn value_of_text(source: &str) -> String {
    if is_string(source) { unquoted(source).into_owned() } else { text_value(source) }
}

/// Resolves `\\"` and `\\\\` in a string used in place of a text.
fn unescape(block: &mut Block) {
    let content = match block {
        Block::Paragraph(content)
        | Block::Note { content, .. }
        | Block::Example { content, .. } => content,
        Block::List(items) => {
            items.iter_mut().flat_map(|item| &mut item.blocks).for_each(unescape);
            return items.iter_mut().for_each(|item| unescape_prose(&mut item.content));
        }
        Block::Table(rows) => {
            return rows.iter_mut().flatten().for_each(|cell| unescape_prose(cell));
        }
        Block::Figure { .. } => return,
    };
    unescape_prose(content);
}

fn unescape_prose(content: &mut [Inline]) {
    replace_prose(content, &|prose| prose.replace("\\\"", "\"").replace("\\\\", "\\"));
}

fn replace_prose(content: &mut [Inline], replaced: &dyn Fn(&str) -> String) {
    for piece in content {
        if let Inline::Prose(prose) = piece {
            *prose = replaced(prose).into();
        }
    }
}

/// Returns the value of a text: line ends as `\n`, without the common indent and without blank
/// lines at either end. The first line follows the quotation marks and does not count for the
/// common indent.
pub(crate) fn text_value(source: &str) -> String {
    let inner = source.strip_prefix("\"\"\"").unwrap_or(source);
    let inner = inner.strip_suffix("\"\"\"").unwrap_or(inner);
    let normal = inner.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<&str> = normal.split('\n').collect();
    let indent_of = |line: &str| line.chars().take_while(|&character| is_blank(character)).count();
    let is_empty = |line: &str| line.chars().all(is_blank);
    let indent =
        lines.iter().skip(1).filter(|line| !is_empty(line)).map(|line| indent_of(line)).min();
    for (index, line) in lines.iter_mut().enumerate() {
        let drop = if index == 0 { usize::MAX } else { indent.unwrap_or(0) };
        let drop = drop.min(indent_of(line));
        let offset = line.char_indices().nth(drop).map_or(line.len(), |(at, _)| at);
        *line = line[offset..].trim_end_matches(is_blank);
    }
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| !line.is_empty()).map_or(first, |last| last + 1);
    lines[first..last].join("\n")
}

fn text_block(node: Node<'_>, text: &mut Parts) -> Option<Block> {
    Some(match node.kind() {
        NodeKind::Paragraph => {
            let content = inlines(node, node.range().start(), TextPlace::Body, text);
            match node.child(NodeKind::Figure) {
                Some(figure) if content.is_empty() => self::figure(figure)?,
                _ => Block::Paragraph(content),
            }
        }
        NodeKind::Note => {
            let (number, start) = remark(node);
            Block::Note { number, content: inlines(node, start, TextPlace::Note, text) }
        }
        NodeKind::Example => {
            let (number, start) = remark(node);
            Block::Example { number, content: inlines(node, start, TextPlace::Example, text) }
        }
        NodeKind::List => Block::List(
            node.children()
                .filter(|item| item.kind() == NodeKind::ListItem)
                .filter_map(|item| list_item(item, text))
                .collect(),
        ),
        NodeKind::Table => Block::Table(
            node.children()
                .enumerate()
                .filter(|(index, row)| *index != 1 || !row.is_table_rule())
                .map(|(_, row)| row.children().map(|cell| self::cell(cell, text)).collect())
                .collect(),
        ),
        _ => return None,
    })
}

/// Lowers a cell, in which `\|` is a pipe.
fn cell(node: Node<'_>, text: &mut Parts) -> Vec<Inline> {
    let mut content = inlines(node, node.range().start(), TextPlace::Body, text);
    if node.text().contains("\\|") {
        replace_prose(&mut content, &|prose| prose.replace("\\|", "|"));
    }
    content
}

fn figure(node: Node<'_>) -> Option<Block> {
    let mut strings = node.children().map(string);
    Some(Block::Figure { path: strings.next()?, title: strings.next()?.value })
}

fn list_item(node: Node<'_>, text: &mut Parts) -> Option<ListItem> {
    let mut mark = word(node.child(NodeKind::ItemMark)?);
    if is_dash(&mark.value) {
        mark.value = SmolStr::new_static("-");
    }
    let content = inlines(node, mark.range.end(), TextPlace::Body, text);
    let blocks = node.children().filter_map(|child| text_block(child, text)).collect();
    Some(ListItem { mark, range: node.range(), content, blocks })
}

/// Returns the number of a note or an example, and the offset of its content.
pub(crate) fn remark(node: Node<'_>) -> (Option<SmolStr>, TextSize) {
    let remark = Remark::read(node.text());
    let content = remark.map_or(0, |remark| remark.content);
    let number = remark.and_then(|remark| remark.number).map(SmolStr::new);
    (number, node.range().start() + TextSize::new(content as u32))
}

/// Returns the inline content of a node from `start` up to the first nested block.
fn inlines(node: Node<'_>, start: TextSize, place: TextPlace, text: &mut Parts) -> Vec<Inline> {
    let Parts { verbal_forms, references, terms, pieces, prose } = text;
    prose.clear();
    let mut at = start;
    let source = |from: TextSize, to: TextSize| {
        let base = node.range().start();
        &node.text()[TextRange::new(from.min(to), to) - base]
    };
    let mut end = node.range().end();
    for child in node.children() {
        let range = child.range();
        let piece = match child.kind() {
            NodeKind::VerbalForm(form) => {
                verbal_forms.push(VerbalFormUse { form, range, place });
                Some(Inline::VerbalForm(form, one_blank_each(child.text())))
            }
            NodeKind::TextReference => {
                let Some(reference) = child.child(NodeKind::Reference).and_then(reference) else {
                    continue;
                };
                references.push(reference);
                Some(Inline::Reference(references.len() - 1))
            }
            NodeKind::TermReference => {
                let Some(name) = child.child(NodeKind::TermName).map(normalised) else { continue };
                terms.push(TermReference {
                    range,
                    name,
                    shown: child.child(NodeKind::String).map(string).map(Box::new),
                });
                Some(Inline::Term(terms.len() - 1))
            }
            NodeKind::EscapedBrace => None,
            NodeKind::ItemMark => continue,
            NodeKind::Figure => {
                push_prose(source(at, range.start()), prose);
                at = range.end();
                continue;
            }
            _ => {
                end = range.start();
                break;
            }
        };
        push_prose(source(at, range.start()), prose);
        at = range.end();
        match piece {
            Some(piece) => {
                take_prose(prose, pieces);
                pieces.push(piece);
            }
            None => prose.push('{'),
        }
    }
    push_prose(source(at, end.max(at)), prose);
    prose.truncate(prose.trim_end().len());
    take_prose(prose, pieces);
    take(pieces)
}

/// Ends the pending prose before another piece. Blanks at the beginning of a paragraph are dropped.
fn take_prose(prose: &mut String, pieces: &mut Vec<Inline>) {
    let said = if pieces.is_empty() { prose.trim_start() } else { prose.as_str() };
    if !said.is_empty() {
        pieces.push(Inline::Prose(said.into()));
    }
    prose.clear();
}

/// Adds source prose, with each run of blanks and line ends as one blank. A no-break space is kept,
/// unless it indents a line or is at its end.
fn push_prose(source: &str, prose: &mut String) {
    let mut start = 0;
    for end in memchr::memchr2_iter(b'\n', b'\r', source.as_bytes()) {
        push_line(&source[start..end], prose);
        prose.truncate(prose.trim_end_matches(is_blank).len());
        prose.push(' ');
        start = end + 1;
        start += source[start..].len() - source[start..].trim_start_matches(is_blank).len();
    }
    push_line(&source[start..], prose);
}

fn push_line(line: &str, prose: &mut String) {
    if is_plain(line) {
        prose.push_str(if prose.ends_with(' ') { line.trim_start() } else { line });
        return;
    }
    for character in line.chars() {
        if !character.is_whitespace() || character == '\u{00A0}' {
            prose.push(character);
        } else if !prose.ends_with(' ') {
            prose.push(' ');
        }
    }
}

/// Whether words are printable ASCII without two consecutive blanks, as nearly all are, so that
/// they need no normalization. The test examines all bytes even after the first exception, because
/// that is vectorized.
pub fn is_plain(words: &str) -> bool {
    let words = words.as_bytes();
    let pairs = words.iter().zip(words.get(1..).unwrap_or_default());
    words.iter().fold(true, |plain, byte| plain & (b' '..=b'~').contains(byte))
        && pairs.fold(true, |plain, (one, next)| plain & (*one != b' ' || *next != b' '))
}

/// Returns the words separated by one blank each.
fn one_blank_each(words: &str) -> SmolStr {
    if is_plain(words) && !words.starts_with(' ') && !words.ends_with(' ') {
        return words.into();
    }
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ").into()
}

/// Returns the name of a term, its words separated by one blank each.
fn normalised(node: Node<'_>) -> Spanned<SmolStr> {
    Spanned { value: one_blank_each(node.text()), range: node.range() }
}
