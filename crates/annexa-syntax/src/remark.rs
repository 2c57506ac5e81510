//! The beginnings of notes and examples: `NOTE`, `NOTE 1`, `NOTE:`, `NOTE 1 to entry:`, `EXAMPLE
//! 1:`.

use crate::{NodeKind, lines::is_blank};

/// The beginning of a note or an example.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Remark<'a> {
    /// [`NodeKind::Note`] or [`NodeKind::Example`].
    pub kind: NodeKind,
    /// The number, if there is one.
    pub number: Option<&'a str>,
    /// The length in bytes of the word with its number and `to entry`, without the colon.
    pub label: usize,
    /// The offset in bytes at which the content begins.
    pub content: usize,
}

impl<'a> Remark<'a> {
    /// Reads the beginning of a note or an example; `None` if the text begins otherwise.
    pub fn read(text: &'a str) -> Option<Remark<'a>> {
        let (kind, word) = match text.as_bytes().first()? {
            b'N' => (NodeKind::Note, "NOTE"),
            b'E' => (NodeKind::Example, "EXAMPLE"),
            _ => return None,
        };
        let mut rest = text.strip_prefix(word).filter(|rest| ends_here(rest))?;
        let mut number = None;
        let behind = rest.trim_start_matches(is_blank);
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && behind.len() < rest.len() && ends_here(&behind[digits..]) {
            number = Some(&behind[..digits]);
            rest = &behind[digits..];
        }
        rest = words(rest, &["to", "entry"]).unwrap_or(rest);
        let label = text.len() - rest.len();
        let behind = rest.trim_start_matches(is_blank);
        let content = behind.strip_prefix(':').unwrap_or(rest).trim_start();
        Some(Remark { kind, number, label, content: text.len() - content.len() })
    }
}

/// Whether a word ends before this.
fn ends_here(rest: &str) -> bool {
    rest.chars().next().is_none_or(|next| next == ':' || next.is_whitespace())
}

/// Returns what follows these words, if the text begins with them on one line, separated by blanks.
fn words<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().try_fold(text, |rest, word| {
        let behind = rest.trim_start_matches(is_blank);
        let after = behind.strip_prefix(word).filter(|after| ends_here(after))?;
        (behind.len() < rest.len()).then_some(after)
    })
}

#[cfg(test)]
mod tests {
    use super::Remark;

    #[test]
    fn remarks_begin_in_many_ways() {
        for (line, expected) in [
            ("NOTE x", Some((None, "NOTE", "x"))),
            ("NOTE", Some((None, "NOTE", ""))),
            ("NOTE: x", Some((None, "NOTE", "x"))),
            ("NOTE:x", Some((None, "NOTE", "x"))),
            ("NOTE 12 x", Some((Some("12"), "NOTE 12", "x"))),
            ("NOTE 1: x", Some((Some("1"), "NOTE 1", "x"))),
            ("NOTE\u{a0}1\tx", Some((Some("1"), "NOTE\u{a0}1", "x"))),
            ("NOTE 1 to entry: x", Some((Some("1"), "NOTE 1 to entry", "x"))),
            ("NOTE to entry x", Some((None, "NOTE to entry", "x"))),
            ("NOTE 1 to enter", Some((Some("1"), "NOTE 1", "to enter"))),
            ("NOTE to entryway", Some((None, "NOTE", "to entryway"))),
            ("NOTE 1.5 m", Some((None, "NOTE", "1.5 m"))),
            ("NOTE1 x", None),
            ("NOTE 1\nx", Some((Some("1"), "NOTE 1", "x"))),
            ("EXAMPLE 2 : x", Some((Some("2"), "EXAMPLE 2", "x"))),
            ("NOTES x", None),
            ("EXAMPLES: x", None),
            ("Note 1 x", None),
        ] {
            let found = Remark::read(line);
            let found = found.map(|it| (it.number, &line[..it.label], &line[it.content..]));
            assert_eq!(found, expected, "{line}");
        }
    }
}
