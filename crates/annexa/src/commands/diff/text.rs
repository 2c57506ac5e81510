//! A difference for people at a terminal.

use annexa_diff::{Change, Difference, Force, Piece};

use super::layout;
use crate::terminal::{self, styled};

/// The indentation of the parts of a change.
const INDENT: &str = "    ";

/// Returns the whole difference.
pub(super) fn text(difference: &Difference) -> String {
    let mut text = String::new();
    for standard in &difference.standards {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&styled(terminal::STRONG, &layout::standard(standard)));
        text.push('\n');
        standard.changes.iter().for_each(|change| self::change(change, &mut text));
    }
    text
}

fn change(change: &Change, text: &mut String) {
    let kinds = styled(terminal::STRONG, &layout::kinds(change));
    let source = styled(terminal::FAINT, &format!("({})", layout::source(change)));
    text.push_str(&format!("  {kinds}: {} {source}\n", layout::headline(change)));
    for part in &change.parts {
        let words = layout::shown(&part.pieces, &|piece, words| match piece {
            Piece::Same(_) => words.to_owned(),
            Piece::Removed(_) => styled(terminal::ERROR, &format!("[-{words}-]")),
            Piece::Added(_) => styled(terminal::GOOD, &format!("{{+{words}+}}")),
        });
        text.push_str(&format!("{INDENT}{}: {words}\n", part.name));
        for form in &part.verbal_forms {
            let style = match form.force {
                Some(Force::Weakened | Force::Reversed) => terminal::WARNING,
                _ => terminal::STRONG,
            };
            text.push_str(&format!("{INDENT}{INDENT}{}\n", styled(style, &layout::form(form))));
        }
    }
}
