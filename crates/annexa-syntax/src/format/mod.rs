//! The formatter: writes a document in its canonical form.
//!
//! The formatter works on the tokens of each item, in order, and uses the tree only to decide where
//! lines begin. So every token is written exactly once, except the braces of an empty block, and no
//! comment is lost. Formatting can change what is between tokens, and the bytes of a text, but
//! never its value.
//!
//! - `gap`: what is between two tokens, and which of it is kept
//! - `cursor`: the tokens of an item, in order
//! - `lines`: the output
//! - `printer`: declarations, fields, comments
//! - `list_items`: runs of `item a) item b)`
//! - `text`: the content between `"""`

mod cursor;
mod gap;
mod lines;
mod list_items;
mod printer;
mod text;

use std::ops::Range;

use text_size::TextSize;

use crate::{Document, Item, SyntaxError, TokenKind};
use printer::Printer;

/// The maximal width, in characters, of lines that hold several items or a text.
const MAX_WIDTH: usize = 100;

/// The indentation of a block within its parent, and of the lines of a text, in columns.
pub const INDENT: usize = 2;

/// The error for a document that cannot be formatted, because it has syntax errors: where the
/// parser guessed, another layout could change its guess.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FormatError {
    /// The first of the errors; its ranges count bytes from the beginning of the text.
    pub first: SyntaxError,
}

impl std::fmt::Display for FormatError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let SyntaxError { message, range, .. } = &self.first;
        write!(
            out,
            "the text has syntax errors, the first at byte {}: {message}",
            u32::from(range.start())
        )
    }
}

impl std::error::Error for FormatError {}

/// Returns the document in its canonical form. It has the same declarations, its texts have the
/// same values, and formatting it again changes nothing.
///
/// # Errors
///
/// Fails if the document has syntax errors.
pub fn format(document: &Document) -> Result<String, FormatError> {
    Ok(format_pieces(document)?.map(|(_, piece)| piece).collect())
}

/// Returns the canonical form in pieces: a range of bytes of the document, and the source that
/// replaces it. The ranges cover the document without gaps. Each ends with a declaration, and the
/// last with the document.
///
/// # Errors
///
/// Fails if the document has syntax errors.
pub fn format_pieces(
    document: &Document,
) -> Result<impl Iterator<Item = (Range<usize>, String)>, FormatError> {
    if let Some(first) = document.errors().next() {
        return Err(FormatError { first });
    }
    let mut printer = Some(Printer::new(line_end(document)));
    let mut items = document.items();
    let mut read = 0;
    Ok(std::iter::from_fn(move || {
        for (start, item) in items.by_ref() {
            let to_here = printer.as_mut()?;
            to_here.item(item);
            if let Some(last) = item.root().children().last() {
                let end = start + usize::from(last.range().end());
                return Some((std::mem::replace(&mut read, end)..end, to_here.take()));
            }
        }
        Some((read..document.len(), printer.take()?.finish()))
    }))
}

/// Returns the canonical form of some items, and the range of bytes that it replaces: from the
/// beginning of the first item to the end of the last declaration. Everything else stays as it is,
/// including the comments behind the last declaration, which belong to what follows.
///
/// # Errors
///
/// Fails if one of these items has syntax errors; errors in other items do not matter.
pub fn format_items(
    document: &Document,
    items: Range<usize>,
) -> Result<(Range<usize>, String), FormatError> {
    let chosen = || document.items_from(items.start).take(items.len());
    let start = chosen().next().map_or(document.len(), |(start, _)| start);
    let mut end = start;
    let mut printer = Printer::new(line_end(document));
    for (start, item) in chosen() {
        if let Some(error) = item.errors().first() {
            let by = TextSize::new(start as u32);
            let (range, subject) = (error.range + by, error.subject + by);
            return Err(FormatError { first: SyntaxError { range, subject, ..error.clone() } });
        }
        printer.item(item);
        end = end_of_declarations(item).map_or(end, |offset| start + offset);
    }
    Ok((start..end, printer.finish_declarations()))
}

/// Returns the offset in bytes at which the last declaration of an item ends, including a comment
/// on the same line; `None` if it has no declaration.
pub fn end_of_declarations(item: &Item) -> Option<usize> {
    let end = item.root().children().last()?.range().end();
    let behind = item
        .tokens()
        .skip_while(|(_, range)| range.start() < end)
        .find(|(kind, _)| *kind != TokenKind::Blank)
        .filter(|(kind, _)| *kind == TokenKind::Comment);
    Some(behind.map_or(end, |(_, range)| range.end()).into())
}

/// Returns a text with the line ends of the document that it is inserted into: `\n` becomes `\r\n`
/// if the document uses that.
pub fn with_line_ends(text: &str, document: &Document) -> String {
    match line_end(document) {
        "\n" => text.to_owned(),
        // Parts copied from the document already have its line ends.
        other => text.replace("\r\n", "\n").replace('\n', other),
    }
}

/// Returns the line end of the document, which is that of its first line.
pub fn line_end(document: &Document) -> &'static str {
    let first = document.items().find_map(|(_, item)| {
        let at = memchr::memchr2(b'\n', b'\r', item.text().as_bytes())?;
        Some(item.text()[at..].starts_with("\r\n"))
    });
    if first == Some(true) { "\r\n" } else { "\n" }
}
