//! A text of nonsense has a finding for nearly every character. So findings of one rule in one file are
//! counted from some number on, and not listed.

use std::borrow::Cow;

use annexa_base::FileId;
use rustc_hash::FxHashMap;

use crate::Diagnostic;

/// So many findings of one rule are made for one declaration, or for one piece of nonsense.
pub(crate) const MOST_MADE: usize = 10_000;

/// So many findings of one rule in one file are listed.
const MOST_LISTED: usize = 250;

/// The findings that are listed: of each rule in each file the first ones, and behind them one that
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

/// A finding that counts others, with the place of the first of them.
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
    use super::{MOST_LISTED, MOST_MADE, listed};
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
}
