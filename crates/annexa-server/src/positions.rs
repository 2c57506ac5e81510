//! Positions of the protocol and offsets of texts: converted here and nowhere else.
//!
//! A position is a line and a place in it, counted in the units that client and server agreed on. The
//! rope counts lines as the protocol does: `\n`, `\r\n` and `\r` end one, and nothing else does.

use annexa_syntax::{Document, TextRange, TextSize};
use ropey::Rope;
use tower_lsp::ls_types::{Position, PositionEncodingKind, Range};

/// What the places in a line are counted in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// What the protocol takes where nothing is agreed on.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The first of those that a client offers and this server knows; it knows all there are.
    pub(crate) fn negotiated(offered: Option<&[PositionEncodingKind]>) -> Encoding {
        let known = |kind: &PositionEncodingKind| match kind.as_str() {
            "utf-8" => Some(Encoding::Utf8),
            "utf-16" => Some(Encoding::Utf16),
            "utf-32" => Some(Encoding::Utf32),
            _ => None,
        };
        offered.unwrap_or_default().iter().find_map(known).unwrap_or_default()
    }

    pub(crate) fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// How long a text is.
    pub(crate) fn length(self, text: &str) -> u32 {
        let length = match self {
            Encoding::Utf8 => text.len(),
            Encoding::Utf16 => str_indices::utf16::count(text),
            Encoding::Utf32 => text.chars().count(),
        };
        length as u32
    }
}

/// Where an offset is. One behind the end is at the end, one within a character at its beginning.
pub(crate) fn position(document: &Document, offset: TextSize, encoding: Encoding) -> Position {
    let rope = document.text();
    let character = rope.byte_to_char(usize::from(offset).min(rope.len_bytes()));
    let line = rope.char_to_line(character);
    let start = rope.line_to_char(line);
    let column = match encoding {
        Encoding::Utf8 => rope.char_to_byte(character) - rope.char_to_byte(start),
        Encoding::Utf16 => rope.char_to_utf16_cu(character) - rope.char_to_utf16_cu(start),
        Encoding::Utf32 => character - start,
    };
    Position { line: line as u32, character: column as u32 }
}

/// The offset of a position. A place behind the end of a line is its end, a line behind the last one
/// the end of the text, as the protocol has it; a place within a character is its beginning.
pub(crate) fn offset(document: &Document, position: Position, encoding: Encoding) -> TextSize {
    let rope = document.text();
    let line = position.line as usize;
    if line >= rope.len_lines() {
        return TextSize::new(rope.len_bytes() as u32);
    }
    let start = rope.line_to_char(line);
    let end = line_end(rope, line);
    let column = position.character as usize;
    let character = match encoding {
        Encoding::Utf8 => {
            let byte = (rope.char_to_byte(start) + column).min(rope.char_to_byte(end));
            rope.byte_to_char(byte)
        }
        Encoding::Utf16 => {
            let unit = (rope.char_to_utf16_cu(start) + column).min(rope.char_to_utf16_cu(end));
            rope.utf16_cu_to_char(unit)
        }
        Encoding::Utf32 => (start + column).min(end),
    };
    TextSize::new(rope.char_to_byte(character) as u32)
}

/// The end of a line, before what ends it.
fn line_end(rope: &Rope, line: usize) -> usize {
    let start = rope.line_to_char(line);
    let mut end =
        if line + 1 < rope.len_lines() { rope.line_to_char(line + 1) } else { rope.len_chars() };
    while end > start && matches!(rope.char(end - 1), '\n' | '\r') {
        end -= 1;
    }
    end
}

/// Where a range is.
pub(crate) fn range(document: &Document, range: TextRange, encoding: Encoding) -> Range {
    Range {
        start: position(document, range.start(), encoding),
        end: position(document, range.end(), encoding),
    }
}

/// The bytes of a range. One that ends before it begins is taken the other way round.
pub(crate) fn text_range(document: &Document, range: Range, encoding: Encoding) -> TextRange {
    let start = offset(document, range.start, encoding);
    let end = offset(document, range.end, encoding);
    TextRange::new(start.min(end), start.max(end))
}

/// The positions of offsets that come in order. What speaks of a whole document asks for all at once:
/// the text is gone over once.
pub(crate) fn positions(
    document: &Document,
    offsets: impl IntoIterator<Item = TextSize>,
    encoding: Encoding,
) -> Vec<Position> {
    let mut items = document.items().peekable();
    let mut walk = Walk::default();
    let found = offsets.into_iter().map(|offset| {
        while let Some((start, item)) = items.next_if(|(start, _)| *start <= offset.into()) {
            walk.begin(start, item.text());
        }
        walk.position(offset.into(), encoding)
    });
    found.collect()
}

/// How far a text has been gone over: its items begin with a line each.
#[derive(Default)]
struct Walk<'a> {
    /// Where the item begins, and what it says.
    start: usize,
    text: &'a str,
    /// How far in it line ends have been counted.
    at: usize,
    line: u32,
    /// Where in the item the line begins.
    line_start: usize,
}

impl<'a> Walk<'a> {
    fn begin(&mut self, start: usize, text: &'a str) {
        self.advance(self.text.len());
        *self = Walk { start, text, at: 0, line: self.line, line_start: 0 };
    }

    fn position(&mut self, offset: usize, encoding: Encoding) -> Position {
        let mut to = offset.saturating_sub(self.start).min(self.text.len());
        while !self.text.is_char_boundary(to) {
            to -= 1;
        }
        self.advance(to);
        let before = self.text.get(self.line_start..to).unwrap_or_default();
        Position { line: self.line, character: encoding.length(before) }
    }

    fn advance(&mut self, to: usize) {
        let bytes = self.text.as_bytes();
        for end in memchr::memchr2_iter(b'\n', b'\r', bytes.get(self.at..to).unwrap_or_default()) {
            let end = self.at + end;
            if bytes.get(end..end + 2) != Some(b"\r\n") {
                self.line += 1;
                self.line_start = end + 1;
            }
        }
        self.at = self.at.max(to);
    }
}

/// The ranges of a document's pieces, in whatever order they are asked for.
pub(crate) struct Ranges {
    offsets: Vec<TextSize>,
    positions: Vec<Position>,
}

impl Ranges {
    /// Prepares these ranges.
    pub(crate) fn new(
        document: &Document,
        ranges: impl IntoIterator<Item = TextRange>,
        encoding: Encoding,
    ) -> Ranges {
        let ends = ranges.into_iter().flat_map(|range| [range.start(), range.end()]);
        let mut offsets: Vec<TextSize> = ends.collect();
        offsets.sort_unstable();
        offsets.dedup();
        let positions = positions(document, offsets.iter().copied(), encoding);
        Ranges { offsets, positions }
    }

    /// One of them.
    pub(crate) fn range(&self, range: TextRange) -> Range {
        let position = |offset| {
            let index = self.offsets.binary_search(&offset).ok();
            index.and_then(|index| self.positions.get(index)).copied().unwrap_or_default()
        };
        Range { start: position(range.start()), end: position(range.end()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    /// The lines of a text without what ends them, each with the offset at which it begins.
    fn lines(text: &str) -> Vec<(usize, &str)> {
        let mut lines = Vec::new();
        let mut start = 0;
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let length = match bytes[at] {
                b'\r' if bytes.get(at + 1) == Some(&b'\n') => 2,
                b'\r' | b'\n' => 1,
                _ => {
                    at += 1;
                    continue;
                }
            };
            lines.push((start, &text[start..at]));
            at += length;
            start = at;
        }
        lines.push((start, &text[start..]));
        lines
    }

    fn texts() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "a",
            "é",
            "漢",
            "👩‍💻",
            "𝒳",
            "\n",
            "\r",
            "\r\n",
            "\u{2028}",
            "\u{b}",
            "\u{85}",
            " ",
            "{27002 5.1}",
        ]);
        prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn every_offset_comes_back(text in texts()) {
            let document = Document::new(&text);
            for encoding in ENCODINGS {
                for (line, (start, content)) in lines(&text).into_iter().enumerate() {
                    for (at, _) in content.char_indices().chain([(content.len(), ' ')]) {
                        let offset_here = TextSize::new((start + at) as u32);
                        let found = position(&document, offset_here, encoding);
                        let column = encoding.length(&content[..at]);
                        prop_assert_eq!(found, Position { line: line as u32, character: column });
                        prop_assert_eq!(offset(&document, found, encoding), offset_here);
                    }
                }
            }
        }

        #[test]
        fn many_at_once_are_as_one_by_one(texts in prop::collection::vec(texts(), 1..4)) {
            // Some of the items begin in the middle of it.
            let text = texts.join("\nretain 27002 5.1\n");
            let document = Document::new(&text);
            let offsets = (0..text.len() as u32 + 3).map(TextSize::new);
            for encoding in ENCODINGS {
                let one_by_one: Vec<_> =
                    offsets.clone().map(|offset| position(&document, offset, encoding)).collect();
                prop_assert_eq!(positions(&document, offsets.clone(), encoding), one_by_one);
                let all = offsets.clone().rev().map(TextRange::empty);
                let ranges = Ranges::new(&document, all, encoding);
                for offset in offsets.clone() {
                    let at = TextRange::empty(offset);
                    prop_assert_eq!(ranges.range(at), range(&document, at, encoding));
                }
            }
        }

        #[test]
        fn no_position_is_out_of_the_text(text in texts(), line in 0u32..40, character in 0u32..60) {
            let document = Document::new(&text);
            let lines = lines(&text);
            for encoding in ENCODINGS {
                let found = usize::from(offset(&document, Position { line, character }, encoding));
                prop_assert!(text.is_char_boundary(found));
                match lines.get(line as usize) {
                    Some((start, content)) => {
                        prop_assert!((*start..=start + content.len()).contains(&found));
                    }
                    None => prop_assert_eq!(found, text.len()),
                }
            }
        }
    }

    #[test]
    fn the_client_chooses_the_encoding() {
        let kinds = |kinds: &[&'static str]| -> Vec<PositionEncodingKind> {
            kinds.iter().map(|kind| PositionEncodingKind::from(*kind)).collect()
        };
        assert_eq!(Encoding::negotiated(None), Encoding::Utf16);
        assert_eq!(Encoding::negotiated(Some(&kinds(&["utf-32", "utf-8"]))), Encoding::Utf32);
        assert_eq!(Encoding::negotiated(Some(&kinds(&["utf-7", "utf-8"]))), Encoding::Utf8);
        assert_eq!(Encoding::negotiated(Some(&kinds(&["utf-7"]))), Encoding::Utf16);
    }
}
