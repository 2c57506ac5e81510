//! A text between `"""`, in its canonical form: the value is unchanged, and dashes and bullets of
//! items become `-`.

use crate::{lower::text_value, markup::with_hyphens};

use super::{INDENT, MAX_WIDTH, lines::Lines};

const QUOTES: &str = "\"\"\"";

/// Writes a text at the end of the current line. `tail` is the width of what follows a text of one
/// line.
pub(super) fn write(lines: &mut Lines, source: &str, tail: usize) {
    let value = text_value(&with_hyphens(source));
    let one_line = || lines.width() + value.chars().count() + 2 * QUOTES.len() + tail;
    if value.is_empty() || !value.contains('\n') && one_line() <= MAX_WIDTH {
        lines.push(QUOTES);
        lines.push(&value);
        lines.push(QUOTES);
        return;
    }
    let indent = lines.indent();
    lines.push(QUOTES);
    for content in value.split('\n') {
        if content.is_empty() {
            lines.end();
        } else {
            lines.begin(indent + INDENT, false);
            lines.push(content);
        }
    }
    // Three or more quotation marks close a text wherever they are, so nothing can separate a value
    // that ends with them from the closing ones.
    if !value.ends_with(QUOTES) {
        lines.begin(indent, false);
    }
    lines.push(QUOTES);
}
