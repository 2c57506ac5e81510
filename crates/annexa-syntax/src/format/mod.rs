//! The formatter: a document in the one form that every file has after it.
//!
//! It works on the tokens of each item, in order, and asks the tree only where a line begins. So
//! every token but the braces of an empty block is written exactly once, and no comment can get
//! lost wherever it stands. What may change is what stands between the tokens, and the bytes (never
//! the value) of a text.
//!
//! - `gap`: what stands between two tokens, and what of it is kept
//! - `cursor`: the tokens of an item, read in order
//! - `lines`: the output
//! - `printer`: declarations, fields, comments
//! - `list_items`: runs of `item a) item b)`
//! - `text`: what stands between `"""`

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

/// Lines of several items, or with a text on them, are at most this many characters long.
const MAX_WIDTH: usize = 100;

/// How many columns a level of blocks, or the lines of a text, stand further in.
pub const INDENT: usize = 2;

/// Why a document cannot be formatted: it has syntax errors, and where the parser has guessed, a new
/// layout could make the guess come out differently.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FormatError {
    /// The first of the errors, with its ranges counted from the beginning of the text.
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

/// The whole document in its canonical form. It declares the same as before, its texts have the same
/// values, and formatting it again changes nothing.
pub fn format(document: &Document) -> Result<String, FormatError> {
    Ok(format_pieces(document)?.map(|(_, piece)| piece).collect())
}

/// The same, piece by piece: bytes of the document, and what is to stand there. The pieces follow one
/// another without a gap. Each ends with a declaration, but for the last one, which ends with the
/// document.
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

/// Some items of a document in their canonical form, with the bytes of the document that this form
/// is to replace: from where the first of the items begins to where the last of their declarations
/// ends. What stands outside of that stays as it is, the comments behind the last declaration
/// included, since they belong to what follows. Errors in other items do no harm.
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

/// Where the last declaration of an item ends, the comment behind it on its line included; `None` where
/// there is none.
pub fn end_of_declarations(item: &Item) -> Option<usize> {
    let end = item.root().children().last()?.range().end();
    let behind = item
        .tokens()
        .skip_while(|(_, range)| range.start() < end)
        .find(|(kind, _)| *kind != TokenKind::Blank)
        .filter(|(kind, _)| *kind == TokenKind::Comment);
    Some(behind.map_or(end, |(_, range)| range.end()).into())
}

/// A text with the line ends of a document that it goes into: each `\n` is `\r\n` where the document has
/// these.
pub fn with_line_ends(text: &str, document: &Document) -> String {
    match line_end(document) {
        "\n" => text.to_owned(),
        // What was copied from the document has them already.
        other => text.replace("\r\n", "\n").replace('\n', other),
    }
}

/// The line end of the document: that of its first line.
pub fn line_end(document: &Document) -> &'static str {
    let first = document.items().find_map(|(_, item)| {
        let at = memchr::memchr2(b'\n', b'\r', item.text().as_bytes())?;
        Some(item.text()[at..].starts_with("\r\n"))
    });
    if first == Some(true) { "\r\n" } else { "\n" }
}
