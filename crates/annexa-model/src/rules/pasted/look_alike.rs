//! Beginnings of lines that look like marks of the language but are not.

use annexa_syntax::{ListStyle, Remark};

/// A beginning of a line that looks like a mark.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct LookAlike {
    /// The length in bytes.
    pub(super) length: usize,
    pub(super) meaning: Meaning,
}

/// The possible meanings of a look-alike.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Meaning {
    /// A list item with this mark.
    Mark(String),
    /// A note or an example that begins with this.
    Remark(String),
    /// A comment.
    Comment,
}

/// Bullets of word processors that are not marks of the language.
const BULLETS: &str = "*·∙●○◦▪▫■□◆◇‣⁃➢➤►▶✓✔§";

/// Hyphens and dashes that are not marks of the language.
const DASHES: &str = "‐‑‒―−";

impl LookAlike {
    /// Reads the beginning of a line. If the line continues running prose, only what is unlikely to
    /// be prose counts.
    pub(super) fn read(line: &str, follows_prose: bool) -> Option<LookAlike> {
        if line.starts_with("//") {
            return Some(LookAlike { length: 2, meaning: Meaning::Comment });
        }
        let first = line.chars().next()?;
        match first {
            'n' | 'N' | 'e' | 'E' => remark(line).or_else(|| numeral(line, follows_prose)),
            _ => bullet(line, first, follows_prose).or_else(|| numeral(line, follows_prose)),
        }
    }

    pub(super) fn is_remark(&self) -> bool {
        matches!(self.meaning, Meaning::Remark(_))
    }
}

/// `*`, `·`, `o` with a tab, symbols of other fonts; `•` and dashes without a blank.
fn bullet(line: &str, first: char, follows_prose: bool) -> Option<LookAlike> {
    let length = first.len_utf8();
    let after = line.get(length..)?.chars().next();
    let is_parted = after.is_none_or(char::is_whitespace);
    let is_private = ('\u{E000}'..='\u{F8FF}').contains(&first);
    let is_bullet = BULLETS.contains(first) && is_parted
        || is_private
        || first == '•'
        || first == 'o' && after == Some('\t')
        || DASHES.contains(first) && is_parted && !follows_prose;
    is_bullet.then(|| LookAlike { length, meaning: Meaning::Mark("-".to_owned()) })
}

/// `1.`, `a.`, `(a)`, `A)`, `ii.`, `1.)`; a mark without a blank behind it.
fn numeral(line: &str, follows_prose: bool) -> Option<LookAlike> {
    let inner = line.strip_prefix('(').unwrap_or(line);
    let end = inner.find(|it: char| !it.is_ascii_alphanumeric())?;
    let (numeral, behind) = inner.split_at_checked(end)?;
    let is_open = inner.len() < line.len();
    let closing = [".)", ")", "."].into_iter().find(|it| behind.starts_with(it))?;
    if is_open && !closing.ends_with(')') {
        return None;
    }
    let after = behind.get(closing.len()..)?.chars().next();
    let is_parted = after.is_none_or(char::is_whitespace);
    let mark = numeral.to_ascii_lowercase() + ")";
    let styles = [ListStyle::Letters, ListStyle::Numbers, ListStyle::Roman];
    let position = styles.iter().find_map(|style| style.position(&mark))?;
    // Years and numbers of clauses at the end of a sentence are longer; a wrapped line may end with
    // a number.
    let is_first = position == 1 || mark == "i)";
    let is_list = numeral.len() <= 7 && position < 100 && (!follows_prose || is_first && !is_open);
    // `a)b` looks like a mark; `1.5` and `e.g.` do not.
    let is_glued = closing == ")" && !is_open && after.is_some_and(char::is_alphabetic);
    let length = line.len() - behind.len() + closing.len();
    (is_list && (is_parted || is_glued))
        .then_some(LookAlike { length, meaning: Meaning::Mark(mark) })
}

/// `Note:`, `Note 2`, `Example 1:`, `note 1 to entry`.
fn remark(line: &str) -> Option<LookAlike> {
    let end = line.find(|it: char| !it.is_ascii_alphabetic())?;
    let (word, rest) = line.split_at_checked(end)?;
    let is_word = ["note", "example"].iter().any(|it| it.eq_ignore_ascii_case(word));
    let written = word.to_ascii_uppercase() + rest;
    let read = Remark::read(&written).filter(|_| is_word)?;
    let label = written.get(..read.label)?;
    let behind = written.get(read.label..read.content)?;
    let is_remark = read.number.is_some() || behind.contains(':') || label.ends_with("entry");
    is_remark.then(|| LookAlike { length: read.label, meaning: Meaning::Remark(label.to_owned()) })
}

#[cfg(test)]
mod tests {
    use super::{LookAlike, Meaning::*};

    #[test]
    fn look_alikes_are_seen() {
        let mark = |mark: &str| Mark(mark.to_owned());
        let remark = |label: &str| Remark(label.to_owned());
        for (line, length, meaning) in [
            ("1. the meters", 2, mark("1)")),
            ("12. the meters", 3, mark("12)")),
            ("a. the meters", 2, mark("a)")),
            ("A. the meters", 2, mark("a)")),
            ("(a) the meters", 3, mark("a)")),
            ("(iv) the meters", 4, mark("iv)")),
            ("II. the meters", 3, mark("ii)")),
            ("B) the meters", 2, mark("b)")),
            ("1.) the meters", 3, mark("1)")),
            ("a)meters", 2, mark("a)")),
            ("* the meters", 1, mark("-")),
            ("·\tthe meters", 2, mark("-")),
            ("o\tthe meters", 1, mark("-")),
            ("\u{F0B7}\tthe meters", 3, mark("-")),
            ("− the meters", 3, mark("-")),
            ("•meters", 3, mark("-")),
            ("Note: meters", 4, remark("NOTE")),
            ("Note 2 meters", 6, remark("NOTE 2")),
            ("note 1 to entry: meters", 15, remark("NOTE 1 to entry")),
            ("Example: meters", 7, remark("EXAMPLE")),
            ("Example 3 meters", 9, remark("EXAMPLE 3")),
            ("// c) the meters", 2, Comment),
            ("//the meters", 2, Comment),
        ] {
            assert_eq!(LookAlike::read(line, false), Some(LookAlike { length, meaning }), "{line}");
        }
    }

    #[test]
    fn prose_is_no_look_alike() {
        for line in [
            "1.5 m is enough",
            "2026. The meters",
            "5.1 is cited",
            "e.g. meters",
            "i.e. meters",
            "(see a) the meters",
            "(a meter)",
            "*meters*",
            "o meters",
            "Note that meters",
            "Notes: meters",
            "Examples are",
            "/ meters",
            "https://meters.example",
            "a meter",
            "A meter",
            "Meters. All",
            "",
        ] {
            assert_eq!(LookAlike::read(line, false), None, "{line}");
        }
        for line in ["30. The meters", "(b) of the meters", "− the meters"] {
            assert_eq!(LookAlike::read(line, true), None, "{line}");
        }
    }
}
