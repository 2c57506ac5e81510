//! Lines of a text, and what parts their words.

/// The first line of a text without its end, and its length with it.
pub(crate) fn line(text: &str) -> (&str, usize) {
    match memchr::memchr2(b'\n', b'\r', text.as_bytes()) {
        Some(at) if text[at..].starts_with("\r\n") => (&text[..at], at + 2),
        Some(at) => (&text[..at], at + 1),
        None => (text, text.len()),
    }
}

/// What parts the words of a line; authors paste no-break spaces.
pub(crate) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{00A0}')
}
