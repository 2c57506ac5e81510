//! Positions and changes as a client sees them, made here a second time so that the server's own
//! conversion is measured against another one.

use serde_json::{Value, json};

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Code units of two bytes: what the protocol supposes where nothing was agreed.
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Utf8, Self::Utf16, Self::Utf32];

    /// Its name in the protocol.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    fn width(self, character: char) -> usize {
        match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// The lines of a text with their ends: `\n`, `\r\n` and `\r` end a line, nothing else does.
fn lines(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let (mut lines, mut from) = (Vec::new(), 0);
    for (index, byte) in bytes.iter().enumerate() {
        let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(index + 1) != Some(&b'\n'));
        if ends {
            lines.push(&text[from..=index]);
            from = index + 1;
        }
    }
    lines.push(&text[from..]);
    lines
}

/// The position of a byte offset.
///
/// # Panics
/// When the offset is not between two characters of the text.
pub fn position(text: &str, offset: usize, encoding: Encoding) -> Value {
    let before = lines(&text[..offset]);
    // Between `\r` and `\n` the line has not ended yet.
    let splits = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
    let line = before.len() - 1 - usize::from(splits);
    let column = before[line].chars().map(|character| encoding.width(character)).sum::<usize>();
    json!({ "line": line, "character": column })
}

/// The byte offset of a position; beyond a line's end it is the line's end.
///
/// # Panics
/// When the position has no such line, or falls into a character.
pub fn offset(text: &str, position: &Value, encoding: Encoding) -> usize {
    let number = |name: &str| position[name].as_u64().expect("a position has numbers") as usize;
    let lines = lines(text);
    let (line, mut left) = (number("line"), number("character"));
    assert!(line < lines.len(), "{position} is beyond the {} lines of the text", lines.len());
    let mut at = lines[..line].iter().map(|line| line.len()).sum();
    for character in lines[line].trim_end_matches(['\r', '\n']).chars() {
        if left == 0 {
            break;
        }
        let width = encoding.width(character);
        assert!(left >= width, "{position} falls into {character:?}");
        left -= width;
        at += character.len_utf8();
    }
    at
}

/// The range of two byte offsets.
pub fn range(text: &str, bytes: std::ops::Range<usize>, encoding: Encoding) -> Value {
    json!({
        "start": position(text, bytes.start, encoding),
        "end": position(text, bytes.end, encoding),
    })
}

/// The change that puts other text in the place of some bytes.
pub fn change(text: &str, bytes: std::ops::Range<usize>, new: &str, encoding: Encoding) -> Value {
    json!({ "range": range(text, bytes, encoding), "text": new })
}

/// The text after some text edits, each of which means the text as it was.
pub fn edited(text: &str, edits: &[Value], encoding: Encoding) -> String {
    let mut edits: Vec<_> = edits
        .iter()
        .map(|edit| {
            let at = |side: &str| offset(text, &edit["range"][side], encoding);
            (at("start")..at("end"), edit["newText"].as_str().expect("an edit has a text"))
        })
        .collect();
    // Insertions at one place keep their order.
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut result, mut from) = (String::new(), 0);
    for (range, new) in edits {
        assert!(range.start >= from, "edits overlap at byte {}", range.start);
        result += &text[from..range.start];
        result += new;
        from = range.end;
    }
    result + &text[from..]
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "é🔑x\r\nb\rc\u{2028}d\n";

    #[test]
    fn columns_count_what_the_encoding_says() {
        let at = TEXT.find('x').unwrap();
        for (encoding, column) in [(Encoding::Utf8, 6), (Encoding::Utf16, 3), (Encoding::Utf32, 2)]
        {
            let found = position(TEXT, at, encoding);
            assert_eq!(found, json!({ "line": 0, "character": column }));
            assert_eq!(offset(TEXT, &found, encoding), at);
        }
    }

    #[test]
    fn lines_end_as_the_protocol_says() {
        let place = |of: char| position(TEXT, TEXT.find(of).unwrap(), Encoding::Utf32);
        assert_eq!(place('b'), json!({ "line": 1, "character": 0 }));
        assert_eq!(place('c'), json!({ "line": 2, "character": 0 }));
        assert_eq!(place('d'), json!({ "line": 2, "character": 2 }));
        assert_eq!(
            position(TEXT, TEXT.len(), Encoding::Utf8),
            json!({ "line": 3, "character": 0 })
        );
        let within = TEXT.find("\r\n").unwrap() + 1;
        assert_eq!(position(TEXT, within, Encoding::Utf32), json!({ "line": 0, "character": 4 }));
    }

    #[test]
    fn beyond_the_line_is_its_end() {
        let far = json!({ "line": 0, "character": 99 });
        assert_eq!(offset(TEXT, &far, Encoding::Utf16), TEXT.find("\r\n").unwrap());
    }

    #[test]
    fn edits_mean_the_text_as_it_was() {
        let edit = |range: std::ops::Range<usize>, new: &str| json!({ "range": range_of(range), "newText": new });
        fn range_of(bytes: std::ops::Range<usize>) -> Value {
            range("one two", bytes, Encoding::Utf16)
        }
        let edits = [edit(4..7, "2"), edit(0..3, "1"), edit(3..3, ","), edit(3..3, ";")];
        assert_eq!(edited("one two", &edits, Encoding::Utf16), "1,; 2");
    }
}
