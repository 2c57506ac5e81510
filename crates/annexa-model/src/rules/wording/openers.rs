//! The words that open a subordinate clause, and the role of that clause.

use super::{
    clauses::{Reader, Role},
    words::*,
};

impl Reader<'_> {
    /// Returns, for a word that opens a subordinate clause, its role, the number of opening words,
    /// and whether they can be a preposition.
    pub(super) fn subordinator(&self, at: usize) -> Option<(Role, usize, bool)> {
        use Role::*;
        let word = self.text(at).to_lowercase();
        let next = self.text(at + 1).to_lowercase();
        let pair = (word.as_str(), next.as_str());
        let third = self.text(at + 2);
        match pair {
            ("so" | "such", "that") | ("in", "order") if next != "order" || third == "that" => {
                return Some((Other, if next == "order" { 3 } else { 2 }, false));
            }
            ("in", "case") if !is_among(third, &["of"]) => return Some((Condition, 2, false)),
            ("provided" | "providing" | "given", "that") => return Some((Condition, 2, false)),
            ("in" | "on" | "to", "the") if self.is_on_the_condition(at) => {
                return Some((Condition, 4, false));
            }
            ("as" | "so", "long" | "soon") if third == "as" => return Some((Condition, 3, false)),
            ("as", "far") if third == "as" => return Some((Other, 3, false)),
            ("as", "well") if third == "as" => return None,
            ("on", "condition") if third == "that" => return Some((Condition, 3, false)),
            ("even" | "only" | "except", "if" | "when" | "where") => {
                return Some((Condition, 2, false));
            }
            _ => {}
        }
        if !SUBORDINATORS.contains(&word.as_str()) {
            return None;
        }
        let before = self.before(at).to_lowercase();
        let is_asked = at > 0 && self.is_saying(at - 1) || is_among(&before, AUXILIARIES);
        Some(match word.as_str() {
            "if" if is_asked => (Content, 1, false),
            "if" | "unless" | "wherever" | "whenever" => (Condition, 1, false),
            "where" | "when" if is_asked => (Content, 1, false),
            "where" | "when" if PLACES.contains(&stem(&before).as_str()) => (Restriction, 1, false),
            "where" | "when" => (Condition, 1, false),
            "once"
                if before == "at"
                    || is_among(&next, &["per", "every", "each", "in"])
                    || is_among(&next, &["a", "an"]) && PERIODS.contains(&third)
                    || next.is_empty()
                    || is_mark(self.words.get(at + 1)?) =>
            {
                return None;
            }
            "once" => (Condition, 1, false),
            "until" | "till" => (Condition, 1, true),
            "because" if next == "of" => return None,
            "because" | "although" | "though" | "while" | "whilst" | "whereas" | "lest" => {
                (Other, 1, false)
            }
            "before" | "after" | "since" => (Other, 1, true),
            "as" if before == "such"
                || is_among(&next, &["well", "part", "such", "much", "many"]) =>
            {
                return None;
            }
            "than" if is_among(&before, &["other", "rather"]) => return None,
            "as" | "than" => (Other, 1, true),
            "that" => (self.role_of_that(&before, &next, at)?, 1, false),
            "what" | "how" | "why" | "whether" | "whatever" | "whoever" | "whichever" => {
                (Content, 1, false)
            }
            _ => (self.role_of_relative(&before, at, is_asked), 1, false),
        })
    }

    /// `in the event that`, `to the extent that`.
    fn is_on_the_condition(&self, at: usize) -> bool {
        is_among(self.text(at + 2), &["event", "case", "extent", "condition", "assumption"])
            && is_among(self.text(at + 3), &["that"])
    }

    /// Returns the role of a clause that opens with `which`, `who` and the like.
    fn role_of_relative(&self, before: &str, at: usize, is_asked: bool) -> Role {
        let is_first = at == 0 || is_among(before, &["(", ":", ";"]);
        if is_asked || is_first {
            return Role::Content;
        }
        if COORDINATORS.contains(&before) {
            let last = self.clauses.iter().rev().find(|it| it.role != Role::Main);
            return last.map_or(Role::Content, |it| it.role);
        }
        // `in which`: what precedes the preposition counts.
        let behind_comma =
            before == "," || is_among(before, PREPOSITIONS) && at >= 2 && self.text(at - 2) == ",";
        let verb_before = is_among(before, PREPOSITIONS) && at >= 2 && self.is_saying(at - 2);
        match (behind_comma, verb_before) {
            (true, _) => Role::Aside,
            (_, true) => Role::Content,
            _ if is_among(before, AUXILIARIES) || is_among(before, &["to"]) => Role::Content,
            _ => Role::Restriction,
        }
    }

    /// Whether a word is a verb of saying, rather than a noun of the same spelling, or the particle
    /// of one: `sets out`.
    pub(super) fn is_saying(&self, at: usize) -> bool {
        let at = if is_among(self.text(at), PARTICLES) { at.saturating_sub(1) } else { at };
        is_verb_of(self.text(at), SAYING) && !is_article_like(self.before(at))
    }

    fn role_of_that(&self, before: &str, next: &str, at: usize) -> Option<Role> {
        if is_among(next, &["of"]) || is_among(before, PREPOSITIONS) || at == 0 {
            return None;
        }
        if before == "," || is_among(before, COORDINATORS) {
            let last = self.clauses.iter().rev().find(|it| it.role != Role::Main)?;
            let is_repeated = self.text(last.start).eq_ignore_ascii_case("that");
            return is_repeated.then_some(last.role);
        }
        let is_content = self.is_saying(at - 1)
            || is_participle(before)
            || is_among(before, AUXILIARIES)
            || is_among(
                before,
                &[
                    "necessary",
                    "possible",
                    "important",
                    "essential",
                    "likely",
                    "sure",
                    "certain",
                    "clear",
                    "fact",
                    "advisable",
                    "evidence",
                    "rule",
                    "requirement",
                    "condition",
                ],
            )
            || self.words.get(at.checked_sub(1)?).is_some_and(|word| word.form.is_some());
        Some(if is_content { Role::Content } else { Role::Restriction })
    }
}

/// Nouns for a period in which something happens once.
const PERIODS: &[&str] = &[
    "second", "minute", "hour", "shift", "day", "night", "week", "month", "quarter", "season",
    "year",
];

/// Nouns that a clause with `where` or `when` can restrict.
const PLACES: &[&str] = &[
    "place",
    "room",
    "site",
    "area",
    "point",
    "location",
    "case",
    "country",
    "situation",
    "time",
    "day",
    "moment",
    "date",
    "hour",
    "stage",
    "circumstance",
    "zone",
    "region",
    "year",
];
