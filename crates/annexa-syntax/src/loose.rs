//! References as people write them: `ISO 27001:2022, Annex A 5.7`, `§ 6.1.2(d)`, `27002 5,10`.
//!
//! The grammar accepts one form of each reference (`grammar/annexa.ebnf`). This module reads the
//! forms in use elsewhere, so that a finding can name the right one. It does not consult
//! catalogues: the caller decides which of the possible readings exists.

use smol_str::SmolStr;
use text_size::TextRange;

use crate::{NodeKind, SyntaxError, SyntaxErrorKind, Wanted};

/// The parts of a reference whose form the language does not have.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LooseReference {
    /// The number or the alias of the document: `27001`.
    pub document: Option<SmolStr>,
    /// The edition: `2022`.
    pub edition: Option<SmolStr>,
    /// The amendment, as the field `base` takes it: `Amd 1:2024`.
    pub amendment: Option<SmolStr>,
    /// The prefix of a label: `SMX`.
    pub prefix: Option<SmolStr>,
    /// The letter of an annex: `A`.
    pub annex: Option<SmolStr>,
    /// The number of a provision: `5.7`.
    pub number: Option<SmolStr>,
    /// The marks of list items: `d)`, `2)`.
    pub items: Vec<SmolStr>,
}

/// Words for the kind of a place, which add nothing to its number.
const PLACE_WORDS: &[&str] = &[
    "clause",
    "clauses",
    "subclause",
    "sub",
    "control",
    "section",
    "sect",
    "sec",
    "cl",
    "paragraph",
    "para",
    "chapter",
    "article",
    "requirement",
    "provision",
    "objective",
    "no",
    "nr",
    "number",
    "see",
    "item",
    "items",
    "letter",
    "lit",
    "point",
    "bullet",
    "list",
    "of",
    "the",
    "in",
];

/// The words of a publisher's name.
const PUBLISHERS: &[&str] = &["iso", "iec", "isoiec"];

/// The maximal number of characters of the source that a message repeats.
const MOST_SHOWN: usize = 60;

const ANNEX: &[&str] = &["annex", "appendix", "anx"];

/// Whether a word can be part of a reference in such a form.
pub(crate) fn is_reference_word(word: &str) -> bool {
    let lower = word.to_lowercase();
    let name = lower.trim_end_matches(|character: char| character.is_ascii_digit());
    word.chars().count() == 1
        || [PLACE_WORDS, PUBLISHERS, ANNEX].iter().any(|words| words.contains(&name))
        || is_amendment_word(name)
        || is_roman(&lower)
}

fn is_amendment_word(lower: &str) -> bool {
    matches!(lower, "amd" | "amend" | "amendment" | "am" | "cor" | "corr" | "corrigendum")
}

fn is_roman(lower: &str) -> bool {
    lower.len() <= 4 && lower.chars().all(|letter| matches!(letter, 'i' | 'v' | 'x'))
}

/// Reads a reference; `None` if the source does not resemble one.
pub fn read_loosely(source: &str) -> Option<LooseReference> {
    let mut reader = Reader { pieces: pieces(source), at: 0 };
    let mut read = LooseReference::default();
    reader.document(&mut read);
    reader.amendment(&mut read);
    reader.place(&mut read);
    reader.items(&mut read);
    let opens = matches!(reader.pieces.last(), Some(Piece::Mark('(' | '[' | '<')));
    let is_complete = reader.at == reader.pieces.len() && !opens;
    let says_something = read.document.is_some() || read.annex.is_some() || read.number.is_some();
    (is_complete && says_something).then_some(read)
}

/// Reads an amendment or a corrigendum (`/AMD1:2024`, `+ Amd. 1 (2024)`) and returns it in the form
/// that the field `base` takes: `Amd 1:2024`.
pub fn read_amendment(source: &str) -> Option<SmolStr> {
    let mut reader = Reader { pieces: pieces(source), at: 0 };
    let mut read = LooseReference::default();
    reader.amendment(&mut read);
    let has_year = |amendment: &SmolStr| amendment.contains(':');
    if reader.at == reader.pieces.len() { read.amendment.filter(has_year) } else { None }
}

/// Returns the error for a node that holds a misspelt reference or amendment.
pub(crate) fn error(text: &str, range: TextRange, node: NodeKind) -> SyntaxError {
    let source = &text[range];
    let line: String = source.lines().next().unwrap_or_default().chars().take(MOST_SHOWN).collect();
    let unexpected = SyntaxErrorKind::UnexpectedToken;
    let (kind, message, wanted) = if node == NodeKind::MisspeltAmendment {
        match read_amendment(source) {
            Some(amendment) => (
                unexpected,
                format!("an amendment of a base is written with a plus sign: `+ {amendment}`"),
                Wanted::Instead(format!(" + {amendment}").into()),
            ),
            None => (
                unexpected,
                "amendments of a base are written with number and year behind its edition: \
                 `+ Amd 1:2024`; an alias follows them: `as x1631`"
                    .to_owned(),
                Wanted::Other,
            ),
        }
    } else if read_loosely(source).is_some() {
        let message = format!("`{line}` is not the form of a reference");
        (SyntaxErrorKind::MisspeltReference, message, Wanted::Other)
    } else {
        (unexpected, unreadable(&line), Wanted::Other)
    };
    SyntaxError { kind, range, message, subject: range, wanted }
}

/// Returns the message for a reference that cannot be read.
fn unreadable(source: &str) -> String {
    let parts: Vec<&str> = source.split([',', ';']).flat_map(|part| part.split(" and ")).collect();
    let is_place = |part: &&str| part.contains(|character: char| character.is_ascii_digit());
    match parts.len() > 1 && parts.iter().all(is_place) {
        true => format!("`{source}` names several places; name each in a reference of its own"),
        false => format!("`{source}` is not a reference; write one such as `27002 5.23`"),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Piece<'a> {
    Letters(&'a str),
    Digits(&'a str),
    /// Any other character. All dashes are `-`, all blanks a space, all dots a full stop.
    Mark(char),
}

/// Splits the source into runs of letters, runs of digits and single other characters. Invisible
/// characters are dropped.
fn pieces(source: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = source.trim();
    while let Some(first) = rest.chars().next() {
        let is_same = |character: char| {
            if first.is_ascii_digit() {
                character.is_ascii_digit()
            } else {
                first.is_alphabetic() && character.is_alphabetic()
            }
        };
        let end = rest.find(|character| !is_same(character)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end.max(first.len_utf8()));
        rest = after;
        match first {
            _ if first.is_ascii_digit() => pieces.push(Piece::Digits(run)),
            _ if first.is_alphabetic() => pieces.push(Piece::Letters(run)),
            '–' | '—' | '−' | '‐' | '‑' => pieces.push(Piece::Mark('-')),
            '·' | '․' | '．' | '。' => pieces.push(Piece::Mark('.')),
            _ if first.is_whitespace() => pieces.push(Piece::Mark(' ')),
            _ if crate::invisible::is_invisible(first) => {}
            _ => pieces.push(Piece::Mark(first)),
        }
    }
    pieces
}

struct Reader<'a> {
    pieces: Vec<Piece<'a>>,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self, ahead: usize) -> Option<Piece<'a>> {
        self.pieces.get(self.at + ahead).copied()
    }

    /// Skips any of these marks.
    fn marks(&mut self, marks: &str) {
        while matches!(self.peek(0), Some(Piece::Mark(mark)) if marks.contains(mark)) {
            self.at += 1;
        }
    }

    /// Skips these marks, and words without a meaning of their own.
    fn fillers(&mut self, marks: &str) {
        loop {
            self.marks(marks);
            match self.peek(0) {
                Some(Piece::Letters(word))
                    if PLACE_WORDS.contains(&word.to_lowercase().as_str())
                        && self.peek(1).is_some() =>
                {
                    self.at += 1;
                    // `cl.`, `no.`, `sub-clause`.
                    self.marks(".-");
                }
                _ => return,
            }
        }
    }

    /// `ISO/IEC 27001:2022`, `iso27001-2022`, `x1631`.
    fn document(&mut self, read: &mut LooseReference) {
        self.fillers(" §(");
        let start = self.at;
        let mut is_published = false;
        while let Some(Piece::Letters(word)) = self.peek(0) {
            if !PUBLISHERS.contains(&word.to_lowercase().as_str()) {
                break;
            }
            is_published = true;
            self.at += 1;
            self.marks(" /-_.\\|");
        }
        match (self.peek(0), self.peek(1)) {
            (Some(Piece::Digits(number)), _) if is_published || number.len() >= 4 => {
                read.document = Some(number.into());
                self.at += 1;
                self.edition(read);
            }
            // An alias: letters and digits in one word.
            (Some(Piece::Letters(word)), Some(Piece::Digits(number)))
                if !is_published
                    && word.starts_with(char::is_lowercase)
                    && (word.len() > 1 || number.len() > 2) =>
            {
                read.document = Some(format!("{word}{number}").into());
                self.at += 2;
                self.edition(read);
            }
            (Some(Piece::Letters(word)), Some(Piece::Mark(' ')))
                if !is_published
                    && word.len() > 1
                    && word.starts_with(char::is_lowercase)
                    && !is_reference_word(word) =>
            {
                read.document = Some(word.into());
                self.at += 1;
            }
            _ => self.at = start,
        }
    }

    /// `:2022`, `-2022`, ` (2022)`.
    fn edition(&mut self, read: &mut LooseReference) {
        let start = self.at;
        self.marks(" :-/(");
        match self.peek(0) {
            Some(Piece::Digits(year)) if is_year(year) => {
                read.edition = Some(year.into());
                self.at += 1;
                self.marks(")");
            }
            _ => self.at = start,
        }
    }

    fn amendment(&mut self, read: &mut LooseReference) {
        let start = self.at;
        self.marks(" +/,;");
        let name = match self.peek(0) {
            Some(Piece::Letters(word)) if is_amendment_word(&word.to_lowercase()) => {
                if word.to_lowercase().starts_with('a') { "Amd" } else { "Cor" }
            }
            _ => {
                self.at = start;
                return;
            }
        };
        self.at += 1;
        self.marks(" .-");
        let Some(Piece::Digits(number)) = self.peek(0) else {
            self.at = start;
            return;
        };
        self.at += 1;
        let mut amendment = format!("{name} {number}");
        let end = self.at;
        self.marks(" :-(");
        match self.peek(0) {
            Some(Piece::Digits(year)) if is_year(year) => {
                self.at += 1;
                self.marks(")");
                amendment.push_str(&format!(":{year}"));
            }
            _ => self.at = end,
        }
        read.amendment = Some(amendment.into());
    }

    /// `Annex A, 5.7`, `A5.7`, `SMX-8.35`, `§ 5.1.`.
    fn place(&mut self, read: &mut LooseReference) {
        self.fillers(" ,;:./-§(");
        let mut is_annex = false;
        if let Some(Piece::Letters(word)) = self.peek(0)
            && ANNEX.contains(&word.to_lowercase().as_str())
        {
            is_annex = true;
            self.at += 1;
            self.marks(" .-");
        }
        if let Some(Piece::Letters(word)) = self.peek(0) {
            let start = self.at;
            self.at += 1;
            self.fillers(" .,:-§)");
            let has_number = matches!(self.peek(0), Some(Piece::Digits(_)));
            let is_letter = word.chars().count() == 1 && word.is_ascii();
            match (is_letter, has_number) {
                (true, _) if is_annex || has_number => {
                    read.annex = Some(word.to_uppercase().into());
                }
                (false, true) if word.is_ascii() && read.document.is_none() => {
                    read.prefix = Some(word.to_uppercase().into());
                }
                _ => self.at = start,
            }
        }
        self.number(read);
    }

    /// `5.7`, `5,7`, `05.07`.
    fn number(&mut self, read: &mut LooseReference) {
        let mut number = String::new();
        while let Some(Piece::Digits(digits)) = self.peek(0) {
            let value = digits.trim_start_matches('0');
            if digits.len() > 3 || matches!(self.peek(1), Some(Piece::Mark(')'))) {
                break;
            }
            if !number.is_empty() {
                number.push('.');
            }
            number.push_str(if value.is_empty() { "0" } else { value });
            self.at += 1;
            let mut ahead = 0;
            while matches!(self.peek(ahead), Some(Piece::Mark('.' | ',' | '-'))) {
                ahead += 1;
            }
            match self.peek(ahead) {
                Some(Piece::Digits(_)) if ahead > 0 => self.at += ahead,
                _ => break,
            }
        }
        // The digits before `1)` are an item, not a part of the number; the separator before them
        // was already skipped.
        if !number.is_empty() {
            read.number = Some(number.trim_end_matches('.').into());
        }
    }

    /// ` d) 2)`, `(d)`, `.d`, ` d.2`, `D)`.
    fn items(&mut self, read: &mut LooseReference) {
        let can_have_items = read.number.is_some();
        loop {
            self.fillers(" .,;:()[]-'’\"");
            let mark = match self.peek(0) {
                Some(Piece::Letters(word)) if can_have_items => word.to_lowercase(),
                // A bare number behind a provision is probably a second provision.
                Some(Piece::Digits(digits))
                    if can_have_items
                        && digits.len() <= 2
                        && (!read.items.is_empty() || self.peek(1) == Some(Piece::Mark(')'))) =>
                {
                    digits.to_owned()
                }
                _ => return,
            };
            let is_mark =
                mark.chars().count() == 1 || is_roman(&mark) || mark.parse::<u8>().is_ok();
            if !is_mark || !mark.is_ascii() || read.items.len() == 3 {
                return;
            }
            read.items.push(format!("{mark})").into());
            self.at += 1;
        }
    }
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

#[cfg(test)]
mod tests {
    use super::{LooseReference, read_amendment, read_loosely};

    /// The reading in one form: document:edition/amendment, prefix or annex, number, items.
    fn shown(read: Option<LooseReference>) -> String {
        let Some(read) = read else { return "-".to_owned() };
        let mut shown = read.document.unwrap_or_default().to_string();
        if let Some(edition) = read.edition {
            shown.push_str(&format!(":{edition}"));
        }
        if let Some(amendment) = read.amendment {
            shown.push_str(&format!(" + {amendment}"));
        }
        let letters = [read.prefix, read.annex].into_iter().flatten().chain(read.number);
        let place: Vec<_> = letters.map(|part| part.to_string()).collect();
        shown.push_str(&format!(" {}", place.join(".")));
        for item in read.items {
            shown.push_str(&format!(" {item}"));
        }
        shown.trim().to_owned()
    }

    #[test]
    fn forms_that_are_used_elsewhere() {
        for (written, read) in [
            ("27001 5.7", "27001 5.7"),
            ("ISO 27001:2022 A.5.7", "27001:2022 A.5.7"),
            ("ISO/IEC 27001:2022, Annex A, 5.7", "27001:2022 A.5.7"),
            ("ISO27002 5.7", "27002 5.7"),
            ("iso-iec 27002 5.7", "27002 5.7"),
            ("ISO IEC 27002-2022 5.7", "27002:2022 5.7"),
            ("27001 (2022) A 5.7", "27001:2022 A.5.7"),
            ("27001 Annex A.5.7", "27001 A.5.7"),
            ("27001 Annex A control 5.7", "27001 A.5.7"),
            ("A5.10", "A.5.10"),
            ("a.5.10", "A.5.10"),
            ("A-5.10", "A.5.10"),
            ("Annex A 5.7", "A.5.7"),
            ("27001 Annex A", "27001 A"),
            ("Annex A", "A"),
            ("27001 6.1.2(d)", "27001 6.1.2 d)"),
            ("27001 6.1.2.d", "27001 6.1.2 d)"),
            ("27001 6.1.2 d", "27001 6.1.2 d)"),
            ("27001 6.1.2d", "27001 6.1.2 d)"),
            ("27001 6.1.2 D)", "27001 6.1.2 d)"),
            ("27001 6.1.2, item d)", "27001 6.1.2 d)"),
            ("27001 6.1.2 lit. d", "27001 6.1.2 d)"),
            ("27001 6.1.2 [d]", "27001 6.1.2 d)"),
            ("27001 9.3.2 (d)(2)", "27001 9.3.2 d) 2)"),
            ("27001 9.3.2 d.2", "27001 9.3.2 d) 2)"),
            ("27001 9.3.2 d2", "27001 9.3.2 d) 2)"),
            ("27001 9.3.2.d.2)", "27001 9.3.2 d) 2)"),
            ("§ 5.1", "5.1"),
            ("27001 § 5.1", "27001 5.1"),
            ("clause 5.1", "5.1"),
            ("Clause 5.1 of 27001", "-"),
            ("27001, sub-clause 5.1.", "27001 5.1"),
            ("27002 5,10", "27002 5.10"),
            ("27002 5–10", "27002 5.10"),
            ("27002 05.07", "27002 5.7"),
            ("27002\u{a0}5.7", "27002 5.7"),
            ("SMX-8.35", "SMX.8.35"),
            ("smx 8.35", "smx 8.35"),
            ("x1631 8.3(a)", "x1631 8.3 a)"),
            ("ISO/IEC 27001:2022/Amd 1:2024", "27001:2022 + Amd 1:2024"),
            ("27001:2022 + AMD1 (2024) 4.1", "27001:2022 + Amd 1:2024 4.1"),
            ("27002 5.7, 5.8", "-"),
            ("27002 5.7 and 5.8", "-"),
            ("the results", "-"),
            ("", "-"),
            ("(", "-"),
            ("27001 7.2 [", "-"),
        ] {
            assert_eq!(shown(read_loosely(written)), read, "{written}");
        }
    }

    #[test]
    fn amendments() {
        for (written, read) in [
            ("+ Amd 1:2024", Some("Amd 1:2024")),
            ("/Amd 1:2024", Some("Amd 1:2024")),
            ("/AMD1:2024", Some("Amd 1:2024")),
            ("+ Amd. 1 (2024)", Some("Amd 1:2024")),
            ("Amendment 1:2024", Some("Amd 1:2024")),
            ("/Cor.2:2015", Some("Cor 2:2015")),
            ("+ Amd 1", None),
            ("+ 1:2024", None),
            ("as base", None),
        ] {
            assert_eq!(read_amendment(written).as_deref(), read, "{written}");
        }
    }
}
