//! The styles of list marks, and the order of the marks in each style.

use smol_str::{SmolStr, format_smolstr};

use crate::lines::is_blank;

/// A style of list marks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ListStyle {
    /// `a)`, `b)`, `c)`.
    Letters,
    /// `1)`, `2)`, `3)`.
    Numbers,
    /// `i)`, `ii)`, `iii)`, up to `xxxix)`.
    Roman,
    /// `-`; other dashes and bullets count as `-`.
    Dashes,
}

/// The roman numerals below ten.
const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];

impl ListStyle {
    /// Returns the position of a mark in a list of this style, counted from 1; `None` if the mark
    /// has another style. Some letters are also roman numerals.
    pub fn position(self, mark: &str) -> Option<u32> {
        if self == Self::Dashes {
            return is_dash(mark).then_some(1);
        }
        let numeral = mark.strip_suffix(')')?;
        match (self, numeral.as_bytes()) {
            (Self::Letters, [letter @ b'a'..=b'z']) => Some(u32::from(letter - b'a') + 1),
            (Self::Numbers, [b'0'..=b'9', ..]) => numeral.parse().ok(),
            (Self::Roman, [b'i' | b'v' | b'x', ..]) => {
                let ones = numeral.trim_start_matches('x');
                let tens = numeral.len() - ones.len();
                let ones = ONES.iter().position(|it| *it == ones)?;
                (tens <= 3).then_some(tens as u32 * 10 + ones as u32)
            }
            _ => None,
        }
    }

    /// Returns the mark at a position in a list of this style, counted from 1; `None` behind `z)`
    /// and `xxxix)`.
    pub fn mark(self, position: u32) -> Option<SmolStr> {
        match self {
            Self::Letters => {
                let letter = (b'a'..=b'z').nth(position.checked_sub(1)? as usize)?;
                Some(format_smolstr!("{})", char::from(letter)))
            }
            Self::Numbers => Some(format_smolstr!("{position})")),
            Self::Roman => {
                let ones = ONES.get(position as usize % 10)?;
                let tens = position as usize / 10;
                (position > 0 && tens <= 3).then(|| format_smolstr!("{}{ones})", "x".repeat(tens)))
            }
            Self::Dashes => Some(SmolStr::new_static("-")),
        }
    }

    /// Whether a mark is the next one behind the position `last` in a list of this style.
    pub fn follows(self, last: u32, mark: &str) -> bool {
        self.position(mark).is_some_and(|it| self == Self::Dashes || it == last + 1)
    }

    /// Returns the style of a list that begins with this mark, as far as the mark alone decides it:
    /// a letter that is also a roman numeral counts as a letter.
    pub(crate) fn opened_by(mark: &str) -> ListStyle {
        let styles = [Self::Letters, Self::Numbers, Self::Roman];
        styles.into_iter().find(|style| style.position(mark).is_some()).unwrap_or(Self::Dashes)
    }

    /// Returns the style of a complete list. It is roman if one of its marks can only be a roman
    /// numeral.
    pub fn of<'a>(marks: impl Iterator<Item = &'a str>) -> ListStyle {
        let mut styles = marks.map(Self::opened_by);
        let first = styles.next().unwrap_or(Self::Dashes);
        if styles.any(|style| style == Self::Roman) { Self::Roman } else { first }
    }
}

/// The dashes and bullets that the formatter replaces with `-`.
pub(crate) const DASHES: [char; 3] = ['–', '—', '•'];

/// Whether a mark is a dash or a bullet.
pub(crate) fn is_dash(mark: &str) -> bool {
    mark == "-" || mark.strip_prefix(DASHES) == Some("")
}

/// Returns the list mark at the beginning of a line.
pub fn list_mark(line: &str) -> Option<&str> {
    let length = match line.as_bytes() {
        [b'a'..=b'z', rest @ ..] => {
            // The longest accepted roman numeral, `xxxviii`, has seven letters.
            1 + rest.iter().take(7).position(|&byte| byte == b')')? + 1
        }
        [b'0'..=b'9', ..] => line.bytes().take(5).position(|byte| byte == b')')? + 1,
        _ => line.chars().next()?.len_utf8(),
    };
    let (mark, after) = line.split_at(length);
    let is_mark = match mark.as_bytes() {
        [b'a'..=b'z', b')'] => true,
        [b'a'..=b'z', ..] => ListStyle::Roman.position(mark).is_some(),
        [digits @ .., b')'] => digits.iter().all(u8::is_ascii_digit) && !digits.is_empty(),
        _ => is_dash(mark),
    };
    (is_mark && after.chars().next().is_none_or(is_blank)).then_some(mark)
}

#[cfg(test)]
mod tests {
    use super::{ListStyle::*, list_mark};

    #[test]
    fn marks_and_places_belong_together() {
        for (style, last) in [(Letters, 26), (Numbers, 1_000), (Roman, 39)] {
            for position in 1..=last {
                let mark = style.mark(position).expect("there is a mark");
                assert_eq!(style.position(&mark), Some(position), "{mark}");
            }
        }
        assert_eq!((Letters.mark(27), Roman.mark(40), Roman.mark(0)), (None, None, None));
    }

    #[test]
    fn a_mark_is_followed_by_a_blank() {
        for (line, expected) in [
            ("a) x", Some("a)")),
            ("a)", Some("a)")),
            ("a)x", None),
            ("ab) x", None),
            ("xxxviii)\tx", Some("xxxviii)")),
            ("xxxix) x", Some("xxxix)")),
            ("xl) x", None),
            ("iiii) x", None),
            ("1234)\u{a0}x", Some("1234)")),
            ("12345) x", None),
            ("1a) x", None),
            (") x", None),
            ("- x", Some("-")),
            ("-x", None),
            ("•\tx", Some("•")),
            ("é) x", None),
            ("", None),
        ] {
            assert_eq!(list_mark(line), expected, "{line}");
        }
    }
}
