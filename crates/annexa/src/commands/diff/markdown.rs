//! A difference in Markdown, for comments and reports.

use annexa_diff::{Difference, Piece};

use super::layout;

/// Returns the whole difference.
pub(super) fn markdown(difference: &Difference) -> String {
    if difference.standards.is_empty() {
        return "Nothing differs.\n".to_owned();
    }
    let mut text = String::new();
    for standard in &difference.standards {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("## {}\n\n", escaped(&layout::standard(standard))));
        for change in &standard.changes {
            let (kinds, source) = (layout::kinds(change), escaped(&layout::source(change)));
            let headline = escaped(&layout::headline(change));
            text.push_str(&format!("- **{kinds}**: {headline} ({source})\n"));
            for part in &change.parts {
                let words = layout::shown(&part.pieces, &|piece, words| match piece {
                    Piece::Same(_) => escaped(words),
                    Piece::Removed(_) => format!("~~{}~~", escaped(words)),
                    Piece::Added(_) => format!("**{}**", escaped(words)),
                });
                text.push_str(&format!("  - *{}*: {words}\n", part.name));
                for form in &part.verbal_forms {
                    text.push_str(&format!("    - {}\n", layout::form(form)));
                }
            }
        }
    }
    text
}

/// Escapes a text for Markdown.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '~' | '[' | ']' | '<' | '>' | '|' | '#') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
