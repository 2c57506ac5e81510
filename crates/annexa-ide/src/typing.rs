//! What is being typed. A declaration that is half typed has errors where the cursor stands, and its
//! head may not yet be one; so the place is told by the tokens of the item before the cursor, in
//! pieces parted by blanks, and not by the tree.

use annexa_model::{FileId, Project};
use annexa_syntax::{DeclarationKind, Keyword, TextRange, TextSize, TokenKind, field_shape};

/// A run of characters without a blank, a quoted text or a comma.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'a> {
    pub(crate) kind: PieceKind,
    pub(crate) text: &'a str,
    /// From the beginning of the item.
    pub(crate) range: TextRange,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PieceKind {
    /// Words, numbers, labels and marks without a blank between them: `27002:2013`, `SMX.8.`
    Word,
    Quoted,
    Comma,
    Arrow,
}

/// A head without its block, or a field: what begins on a line or behind a brace.
#[derive(Debug)]
pub(crate) struct UnfinishedPart<'a> {
    /// How many blocks it stands in.
    pub(crate) depth: usize,
    pub(crate) in_column_one: bool,
    pub(crate) pieces: Vec<Piece<'a>>,
}

/// The item that the cursor stands in, cut into entries.
pub(crate) struct Typing<'a> {
    /// Where the item begins in the file.
    pub(crate) offset: TextSize,
    pub(crate) text: &'a str,
    /// Where the cursor stands in the item.
    pub(crate) cursor: usize,
    pub(crate) entries: Vec<UnfinishedPart<'a>>,
    /// The entry that the cursor stands in; `None` where another one may begin.
    pub(crate) current: Option<usize>,
    /// How many blocks the cursor stands in, and how many entries begin before it.
    pub(crate) depth: usize,
    pub(crate) before: usize,
    /// The string, the text or the comment that the cursor stands in.
    pub(crate) inside: Option<(TokenKind, TextRange)>,
    /// Whether the cursor stands between two braces, so that no declaration can begin there.
    pub(crate) is_in_braces: bool,
}

impl<'a> Typing<'a> {
    /// `None` for a file that the project does not have.
    pub(crate) fn at(project: &'a Project, file: FileId, offset: TextSize) -> Option<Typing<'a>> {
        let document = project.document(file)?;
        let offset = usize::from(offset).min(document.len());
        // In column 1 before a head, what one types goes on with what stands before it.
        let Some((start, item)) = document.item_at(offset.saturating_sub(1)) else {
            return Some(Typing::of("", [], 0, 0));
        };
        let cursor = (0..=offset.saturating_sub(start.offset))
            .rev()
            .find(|&at| item.text().is_char_boundary(at))
            .unwrap_or(0);
        Some(Typing::of(item.text(), item.tokens(), start.offset, cursor))
    }

    fn of(
        text: &'a str,
        tokens: impl IntoIterator<Item = (TokenKind, TextRange)>,
        offset: usize,
        cursor: usize,
    ) -> Typing<'a> {
        let place = TextSize::new(cursor as u32);
        let mut reader =
            Reader { text, entries: Vec::new(), depth: 0, begins: Begins::Line, line: 0 };
        let mut seen = None;
        let mut inside = None;
        let (mut open, mut open_at_cursor, mut is_in_braces) = (0_usize, 0, false);
        for (kind, range) in tokens {
            if seen.is_none() && range.start() >= place {
                seen = Some(reader.state());
            }
            if is_inside(kind, range, place, text) {
                inside = Some((kind, range));
            }
            match kind {
                TokenKind::OpenBrace => open += 1,
                TokenKind::CloseBrace => open = open.saturating_sub(1),
                _ => {}
            }
            match seen {
                None => open_at_cursor = open,
                Some(_) => is_in_braces |= open < open_at_cursor,
            }
            reader.token(kind, range);
        }
        let (current, depth, before) = seen.unwrap_or_else(|| reader.state());
        let offset = TextSize::new(offset as u32);
        let entries = reader.entries;
        Typing { offset, text, cursor, entries, current, depth, before, inside, is_in_braces }
    }

    /// The pieces of the current entry that begin before the cursor.
    pub(crate) fn pieces_before(&self) -> &[Piece<'a>] {
        let Some(entry) = self.current.and_then(|index| self.entries.get(index)) else {
            return &[];
        };
        let end = entry.pieces.partition_point(|it| usize::from(it.range.start()) < self.cursor);
        entry.pieces.get(..end).unwrap_or_default()
    }

    /// Where the word that touches the cursor begins, or else the cursor.
    pub(crate) fn word_start(&self) -> usize {
        if self.inside.is_some() {
            let before = self.text.get(..self.cursor).unwrap_or_default();
            let ends_before = |it: char| it.is_whitespace() || matches!(it, '{' | '}' | '"');
            return before.rfind(ends_before).map_or(0, |at| {
                at + before.get(at..).and_then(|it| it.chars().next()).map_or(1, char::len_utf8)
            });
        }
        match self.pieces_before().last() {
            Some(last) if last.kind == PieceKind::Word && self.touches(last) => {
                last.range.start().into()
            }
            _ => self.cursor,
        }
    }

    /// The pieces of the current entry that end before the one that is being typed.
    pub(crate) fn settled(&self) -> &[Piece<'a>] {
        let pieces = self.pieces_before();
        match pieces.split_last() {
            Some((last, settled)) if last.kind == PieceKind::Word && self.touches(last) => settled,
            _ => pieces,
        }
    }

    /// Whether a word ends at the cursor or goes on behind it.
    pub(crate) fn touches_word(&self) -> bool {
        self.settled().len() < self.pieces_before().len()
    }

    fn touches(&self, piece: &Piece<'_>) -> bool {
        usize::from(piece.range.end()) >= self.cursor
    }

    /// What stands between a place and the cursor.
    pub(crate) fn typed_from(&self, start: usize) -> &'a str {
        self.text.get(start..self.cursor).unwrap_or_default()
    }

    /// What stands behind the cursor on its line.
    pub(crate) fn rest_of_line(&self) -> &'a str {
        let rest = self.text.get(self.cursor..).unwrap_or_default();
        rest.split(['\n', '\r']).next().unwrap_or_default()
    }

    /// Where the line of the cursor begins.
    pub(crate) fn line_start(&self) -> usize {
        let before = self.text.get(..self.cursor).unwrap_or_default();
        before.rfind(['\n', '\r']).map_or(0, |at| at + 1)
    }

    /// Whether nothing but blanks stands before the cursor on its line.
    pub(crate) fn is_at_line_start(&self) -> bool {
        self.typed_from(self.line_start()).trim_start_matches('\u{FEFF}').trim().is_empty()
    }

    /// The head of the declaration whose block the cursor stands in.
    pub(crate) fn head(&self) -> Option<usize> {
        let before = self.entries.get(..self.before)?;
        before.iter().rposition(|entry| entry.depth == 0)
    }

    /// The fields of the block that belongs to a head, those behind the cursor too.
    pub(crate) fn fields(&self, head: usize) -> impl Iterator<Item = (usize, &UnfinishedPart<'a>)> {
        let behind = self.entries.iter().enumerate().skip(head + 1);
        behind.take_while(|(_, entry)| entry.depth > 0).filter(|(_, entry)| entry.depth == 1)
    }

    /// A range of the item, in the file.
    pub(crate) fn in_file(&self, start: usize, end: usize) -> TextRange {
        let size = |at: usize| TextSize::new(at as u32);
        TextRange::new(size(start.min(end)), size(end)) + self.offset
    }
}

impl UnfinishedPart<'_> {
    /// What declaration the words at its beginning announce, and how many words that takes.
    pub(crate) fn declaration(&self) -> Option<(DeclarationKind, usize)> {
        declaration(&self.pieces)
    }

    /// The field that its first word names.
    pub(crate) fn field(&self) -> Option<Keyword> {
        field(self.pieces.first()?.text)
    }
}

/// The field of that name.
pub(crate) fn field(word: &str) -> Option<Keyword> {
    Keyword::of(word).filter(|name| field_shape(*name).is_some())
}

/// What declaration the words at the beginning of some pieces announce.
pub(crate) fn declaration(pieces: &[Piece<'_>]) -> Option<(DeclarationKind, usize)> {
    DeclarationKind::ALL.iter().find_map(|kind| {
        let words = kind.words().split(' ');
        let count = words.clone().count();
        let same = pieces.len() >= count && words.zip(pieces).all(|(word, it)| it.text == word);
        same.then_some((*kind, count))
    })
}

/// Whether the cursor is in a string, a text or a comment, and not at its quotes.
fn is_inside(kind: TokenKind, range: TextRange, cursor: TextSize, text: &str) -> bool {
    let (start, end) = (range.start(), range.end());
    let quotes = TextSize::of("\"\"\"");
    match kind {
        TokenKind::Comment => start < cursor && cursor <= end,
        TokenKind::Text => start + quotes <= cursor && cursor + quotes <= end,
        TokenKind::UnterminatedText => start + quotes <= cursor && cursor <= end,
        TokenKind::String => start < cursor && cursor < end,
        TokenKind::UnterminatedString => start < cursor && cursor <= end,
        TokenKind::TypographicString => {
            let closed = text.get(..end.into()).is_some_and(|text| text.ends_with(['"', '”', '“']));
            start < cursor && (cursor < end || !closed && cursor == end)
        }
        _ => false,
    }
}

/// Whether the next piece begins an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    No,
    /// It does, unless it is a text: that goes on with the field above.
    Line,
    Always,
}

struct Reader<'a> {
    text: &'a str,
    entries: Vec<UnfinishedPart<'a>>,
    depth: usize,
    begins: Begins,
    /// Where the line begins.
    line: usize,
}

impl<'a> Reader<'a> {
    fn state(&self) -> (Option<usize>, usize, usize) {
        let last = self.entries.len().checked_sub(1);
        (last.filter(|_| self.begins == Begins::No), self.depth, self.entries.len())
    }

    fn token(&mut self, kind: TokenKind, range: TextRange) {
        let piece = match kind {
            TokenKind::Blank | TokenKind::Comment => return,
            TokenKind::Newline => {
                self.line = range.end().into();
                if self.begins == Begins::No {
                    self.begins = Begins::Line;
                }
                return;
            }
            TokenKind::OpenBrace | TokenKind::CloseBrace => {
                self.depth = match kind {
                    TokenKind::OpenBrace => self.depth + 1,
                    _ => self.depth.saturating_sub(1),
                };
                self.begins = Begins::Always;
                return;
            }
            TokenKind::Comma => PieceKind::Comma,
            TokenKind::Arrow => PieceKind::Arrow,
            kind if kind.is_text() || kind.is_string() => PieceKind::Quoted,
            _ => PieceKind::Word,
        };
        let text = self.text.get(std::ops::Range::from(range)).unwrap_or_default();
        let goes_on = self.begins == Begins::No
            || self.begins == Begins::Line
                && piece == PieceKind::Quoted
                && self.entries.last().is_some_and(|last| last.depth == self.depth);
        if !goes_on {
            let in_column_one = usize::from(range.start()) == self.line;
            if in_column_one && begins_declaration(text) {
                self.depth = 0;
            }
            self.entries.push(UnfinishedPart {
                depth: self.depth,
                in_column_one,
                pieces: Vec::new(),
            });
        }
        let begun = std::mem::replace(&mut self.begins, Begins::No);
        let Some(entry) = self.entries.last_mut() else { return };
        match entry.pieces.last_mut() {
            Some(last)
                if begun == Begins::No
                    && piece == PieceKind::Word
                    && last.kind == PieceKind::Word
                    && last.range.end() == range.start() =>
            {
                last.range = last.range.cover(range);
                last.text = self.text.get(std::ops::Range::from(last.range)).unwrap_or_default();
            }
            _ => entry.pieces.push(Piece { kind: piece, text, range }),
        }
    }
}

/// Whether a word in column 1 begins a declaration even in a block: the block has lost its `}`. The
/// names of fields do not: somebody has not indented them.
fn begins_declaration(word: &str) -> bool {
    field(word).is_none()
        && DeclarationKind::ALL
            .iter()
            .any(|kind| kind.words().split(' ').next().is_some_and(|first| first == word))
}

#[cfg(test)]
mod tests {
    use super::Typing;
    use crate::testing::Fixture;

    fn entries(text: &str) -> (Vec<String>, Option<usize>, usize) {
        let fixture = Fixture::new(text);
        let (file, offset) = fixture.cursor();
        let typing = Typing::at(&fixture.project, file, offset).unwrap();
        let shown = typing.entries.iter().map(|entry| {
            let pieces: Vec<_> = entry.pieces.iter().map(|piece| piece.text).collect();
            format!("{}: {}", entry.depth, pieces.join(" | "))
        });
        (shown.collect(), typing.current, typing.depth)
    }

    #[test]
    fn heads_fields_and_what_is_half_typed() {
        assert_eq!(
            entries(
                "refine 27001 6.1 {\n  text\n    \"x\"\n  rationale \"y\"$0\n}\n\nadd control SMX. to 27002:2013\n"
            ),
            (
                vec![
                    "0: refine | 27001 | 6.1".into(),
                    "1: text | \"x\"".into(),
                    "1: rationale | \"y\"".into(),
                    "0: add | control | SMX. | to | 27002:2013".into(),
                ],
                Some(2),
                1
            )
        );
    }

    #[test]
    fn a_block_that_has_lost_its_brace_ends_at_a_head() {
        let (entries, current, depth) = entries(
            "retain 27001 4.1 {\n  reason \"No sector need.\"\n\nrefine clo ser$0\ncontrol \"y\"\n",
        );
        assert_eq!(entries[2..], ["0: refine | clo | ser", "0: control | \"y\""]);
        assert_eq!((current, depth), (Some(2), 0));
    }

    #[test]
    fn between_entries_nothing_is_current() {
        for text in [
            "$0",
            "retain 27001 4.1 {\n  $0\n}\n",
            "retain 27001 4.1 {$0 reason \"No sector need.\" }\n",
        ] {
            assert_eq!(entries(text).1, None, "{text}");
        }
        assert_eq!(entries("part of SMX\n\n$0retain 27001 4.1\n").2, 0);
    }
}
