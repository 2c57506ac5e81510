//! Lines of a text, and the blanks between their words.

/// Returns the first line of a text without its line end, and its length including the line end.
pub(crate) fn line(text: &str) -> (&str, usize) {
    match memchr::memchr2(b'\n', b'\r', text.as_bytes()) {
        Some(at) if text[at..].starts_with("\r\n") => (&text[..at], at + 2),
        Some(at) => (&text[..at], at + 1),
        None => (text, text.len()),
    }
}

/// Whether a character separates the words of a line. Pasted text contains no-break spaces.
pub(crate) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{00A0}')
}
