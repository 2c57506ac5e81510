//! Makes characters visible that a terminal would interpret: escape sequences, the control
//! characters U+0080 to U+009F, and those that reverse the direction of text. File names and texts
//! can contain them.

use std::borrow::Cow;

/// Replaces ESC in the program's own styles until they are written. No source, name or argument can
/// contain NUL, so no sequence in one of them can pass for a style.
const MARK: &str = "\0";

/// Marks the program's own styles in a text, so that [`lines`] keeps them.
pub(crate) fn styles(text: &str) -> String {
    text.replace('\u{1b}', MARK)
}

/// Returns a text of several lines for a terminal, with [`styles`]. Any other control character
/// becomes one replacement character, so that columns do not change.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(is_obeyed) {
        let (before, behind) = rest.split_at(at);
        shown.push_str(before);
        let length = match style(behind) {
            0 => {
                shown.push(char::REPLACEMENT_CHARACTER);
                behind.chars().next().map_or(0, char::len_utf8)
            }
            length => {
                shown.push('\u{1b}');
                shown.push_str(&behind[MARK.len()..length]);
                length
            }
        };
        rest = &behind[length..];
    }
    shown.push_str(rest);
    Cow::Owned(shown)
}

/// Returns a text that must stay on one line, such as a file name, with control characters as `\n`
/// or `\u{1b}`.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    let is_obeyed = |letter| is_obeyed(letter) || matches!(letter, '\n' | '\t' | '\r');
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match is_obeyed(letter) {
            true => shown.extend(letter.escape_default()),
            false => shown.push(letter),
        }
    }
    Cow::Owned(shown)
}

fn is_obeyed(letter: char) -> bool {
    match letter {
        '\n' | '\t' => false,
        // The end of a line in a file.
        '\r' => false,
        '\u{200E}' | '\u{200F}' | '\u{061C}' => true,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        '\u{2028}' | '\u{2029}' => true,
        _ => letter.is_control(),
    }
}

/// Returns the length of the marked style at the beginning of a text, such as `NUL [ 1 m`.
fn style(text: &str) -> usize {
    let Some(parameters) = text.strip_prefix(MARK).and_then(|text| text.strip_prefix('[')) else {
        return 0;
    };
    let end = parameters.find(|letter: char| !letter.is_ascii_digit() && letter != ';');
    match end.filter(|end| parameters[*end..].starts_with('m')) {
        Some(end) => text.len() - parameters.len() + end + 1,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{line, lines, styles};

    #[test]
    fn our_styles_and_line_ends_stay_and_other_controls_do_not() {
        let red = "\u{1b}[1;31mred\u{1b}[0m\u{1b}[m";
        assert_eq!(lines(&styles(red)), red);
        for (text, shown) in [
            ("plain é 字\r\n\tx", "plain é 字\r\n\tx"),
            (red, "�[1;31mred�[0m�[m"),
            ("a\u{1b}[8mb", "a�[8mb"),
            ("\u{1b}[2J\u{1b}]0;t\u{7}", "�[2J�]0;t�"),
            ("\0[2J\0[1", "�[2J�[1"),
            ("a\u{9b}31m\u{90}q\u{9c}\u{85}", "a�31m�q��"),
            ("\u{202e}abc\u{2069}\u{2028}\0\u{8}", "�abc����"),
        ] {
            assert_eq!(lines(text), shown, "{text:?}");
        }
    }

    #[test]
    fn a_name_stays_on_its_line() {
        assert_eq!(line("sub/smx é.annexa"), "sub/smx é.annexa");
        assert_eq!(line("a\nb\r\t\u{1b}[1m\u{9b}\u{202e}"), r"a\nb\r\t\u{1b}[1m\u{9b}\u{202e}");
    }
}
