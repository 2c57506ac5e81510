//! Limits on the number and length of findings. A binary file has a finding for nearly every
//! character, so beyond a limit the findings of one rule in one file are counted instead of listed.
//! Messages shorten long quotations in the middle.

use std::borrow::Cow;

use annexa_base::FileId;
use rustc_hash::FxHashMap;

use crate::Diagnostic;

/// The maximal number of findings that a rule makes per declaration, or per run of unreadable text.
pub(crate) const MOST_MADE: usize = 10_000;

/// The maximal number of findings listed per rule and file.
const MOST_LISTED: usize = 250;

/// In characters. Only quotations are longer than this in a message.
const LONGEST_PIECE: usize = 400;

/// In characters: the two ends that are kept of a shortened quotation.
const ENDS: (usize, usize) = (200, 100);

/// Returns a message in which quotations between backquotes are shortened in the middle.
pub(crate) fn shortened(message: String) -> String {
    if message.len() <= LONGEST_PIECE {
        return message;
    }
    message.split('`').map(cut).collect::<Vec<_>>().join("`")
}

fn cut(piece: &str) -> Cow<'_, str> {
    let is_short = piece.char_indices().nth(LONGEST_PIECE).is_none();
    let start = piece.char_indices().nth(ENDS.0);
    let end = piece.char_indices().rev().nth(ENDS.1 - 1);
    match (start, end) {
        (Some((start, _)), Some((end, _))) if !is_short => {
            format!("{}…{}", &piece[..start], &piece[end..]).into()
        }
        _ => piece.into(),
    }
}

/// Returns the findings to list: the first ones of each rule in each file, followed by one that
/// counts the rest.
pub fn listed<'a>(found: impl IntoIterator<Item = &'a Diagnostic>) -> Vec<Cow<'a, Diagnostic>> {
    let mut listed = Vec::new();
    let mut seen: FxHashMap<(FileId, &str), usize> = FxHashMap::default();
    let mut rest: FxHashMap<(FileId, &str), Diagnostic> = FxHashMap::default();
    for diagnostic in found {
        let of_rule = (diagnostic.location.file, diagnostic.code());
        let seen = seen.entry(of_rule).or_default();
        if *seen < MOST_LISTED && diagnostic.rest == 0 {
            *seen += 1;
            listed.push(Cow::Borrowed(diagnostic));
            continue;
        }
        let counts = rest.entry(of_rule).or_insert_with(|| counting(diagnostic));
        counts.rest += diagnostic.rest.max(1);
    }
    let mut rest: Vec<Diagnostic> = rest.into_values().collect();
    for diagnostic in &mut rest {
        let (number, code) = (diagnostic.rest, diagnostic.rule.code);
        diagnostic.message = match number {
            1 => format!("1 more finding of {code} in this file is not listed"),
            _ => format!("{number} more findings of {code} in this file are not listed"),
        };
    }
    listed.extend(rest.into_iter().map(Cow::Owned));
    listed.sort_by(|a, b| {
        (a.location, a.code(), &a.message).cmp(&(b.location, b.code(), &b.message))
    });
    listed
}

/// Returns a finding that counts further findings, at the location of the first of them.
pub(crate) fn counting(first: &Diagnostic) -> Diagnostic {
    Diagnostic {
        rule: first.rule,
        level: first.level,
        location: first.location,
        message: String::new(),
        related: Vec::new(),
        fixes: Vec::new(),
        rest: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_PIECE, MOST_LISTED, MOST_MADE, listed, shortened};
    use crate::check;
    use crate::testing::project;

    #[test]
    fn the_rest_is_counted() {
        let wrong = |number: usize| "retain 27001 99\n".repeat(number);
        for (number, more) in [(MOST_LISTED, None), (MOST_LISTED + 1, Some(1)), (600, Some(350))] {
            let text = format!("{}{}", crate::testing::HEAD, wrong(number));
            let project = project(&[("a.annexa", &text)]);
            let report = check(&project);
            let found = listed(&report.diagnostics);
            let of_rule: Vec<_> = found.iter().filter(|it| it.code() == "R102").collect();
            assert_eq!(of_rule.len(), number.min(MOST_LISTED) + usize::from(more.is_some()));
            let counted = of_rule.last().expect("there is one");
            assert_eq!(counted.rest, more.unwrap_or(0));
            if let Some(more) = more {
                assert!(counted.message.starts_with(&format!("{more} more finding")));
            }
        }
    }

    #[test]
    fn of_one_piece_of_nonsense_not_all_findings_are_made() {
        let text =
            format!("term \"x\" {{\n  definition \"{}\"\n}}\n", "a\u{ad}".repeat(2 * MOST_MADE));
        let project = project(&[("a.annexa", &text)]);
        let report = check(&project);
        let made: Vec<_> = report.diagnostics.iter().filter(|it| it.code() == "S003").collect();
        let all: usize = made.iter().map(|it| it.rest.max(1)).sum();
        assert_eq!(made.len(), MOST_MADE + 1);
        assert!(all > made.len());
        let found = listed(&report.diagnostics);
        let counted =
            found.iter().find(|it| it.rest > 0 && it.code() == "S003").expect("they are counted");
        assert_eq!(counted.rest, all - MOST_LISTED);
    }

    #[test]
    fn long_pieces_of_a_message_are_cut_in_the_middle() {
        let (long, fits) = ("ä".repeat(LONGEST_PIECE + 1), "ä".repeat(LONGEST_PIECE));
        let cut = format!("{}…{}", "ä".repeat(200), "ä".repeat(100));
        for (message, expected) in [
            (
                format!("no term `{fits}`; write `{fits}`"),
                format!("no term `{fits}`; write `{fits}`"),
            ),
            (format!("no term `{long}`; write `x`"), format!("no term `{cut}`; write `x`")),
            (long, cut),
            (String::new(), String::new()),
        ] {
            assert_eq!(shortened(message), expected);
        }
    }

    #[test]
    fn no_message_is_longer_than_people_read() {
        let (words, word) = ("keys and meters ".repeat(5_000), "k".repeat(50_000));
        let number = "9".repeat(50_000);
        let texts = [
            format!("term \"{words}\"\n\nterm \"{words}\"\n"),
            format!("add guidance to 27002 5.1 for {word} {{\n  text \"{{term {words}}}\"\n}}\n"),
            format!("retain 27002 5.{number}\n\nretain {number} 5.1\n"),
            format!("add control XXX.{number} \"{words}\" to 27002 5 {{\n  type {word}\n}}\n"),
            format!("term \"x\" {{\n  {word} \"x\"\n  definition {words}\n}}\n"),
            format!(
                "term \"x\" {{\n  definition \"{{{words}}} {{\"{words}\"}} {}\"\n}}\n",
                "?".repeat(50_000)
            ),
            crate::testing::HEAD.replace(
                "  audience operator",
                &format!("  audience {word} \"x\"\n  audience {word} \"x\"\n  audience operator"),
            ),
            (0..500).map(|number| format!("audience a{number} \"x\"\n")).collect(),
        ];
        for text in texts {
            let is_head = text.starts_with("standard");
            let head = crate::testing::HEAD;
            let text = if is_head { text } else { format!("{head}{text}") };
            for found in &check(&project(&[("a.annexa", &text)])).diagnostics {
                let said =
                    [&found.message].into_iter().chain(found.fixes.iter().map(|fix| &fix.title));
                for said in said.chain(found.related.iter().map(|related| &related.message)) {
                    assert!(said.len() < 2_000, "{}: {} bytes", found.code(), said.len());
                }
            }
        }
    }
}
