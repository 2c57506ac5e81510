//! The status of a standard as people read it.

use std::fmt::Write;

use annexa_emit::types::{BaseCoverage, ClauseCoverage, StandardStatus, Step, Template};

use crate::terminal::{self, styled};
use crate::visible;

/// What marks and bars are made of.
pub(super) struct Signs {
    done: &'static str,
    missing: &'static str,
    changed: &'static str,
    via: &'static str,
    retained: &'static str,
    open: &'static str,
}

pub(super) const UNICODE: Signs =
    Signs { done: "✓", missing: "✗", changed: "█", via: "▓", retained: "▒", open: "░" };

pub(super) const ASCII: Signs =
    Signs { done: "[x]", missing: "[ ]", changed: "#", via: "+", retained: "=", open: "." };

/// How many cells a bar has.
const BAR: usize = 20;

/// All of it: the checklist, what comes next, and the table.
pub(super) fn standard(status: &StandardStatus, signs: &Signs) -> String {
    let template = match status.template {
        Template::AnnexA => "Annex A (related to ISO/IEC 27001)",
        Template::AnnexB => "Annex B (related to ISO/IEC 27002 alone)",
    };
    let mut text = format!(
        "{}  {}\nby the template of ISO/IEC 27009:2020, {template}\n\n",
        styled(terminal::STRONG, &status.prefix),
        status.title
    );
    for step in &status.steps {
        let (style, sign) = match step.done {
            true => (terminal::GOOD, signs.done),
            false => (terminal::ERROR, signs.missing),
        };
        let _ = writeln!(text, "  {} {}", styled(style, sign), step.title);
    }
    let done = status.steps.iter().filter(|step| step.done).count();
    let _ = writeln!(text, "\n{done} of {} done.{}", status.steps.len(), next(status));
    for base in &status.coverage {
        table(&mut text, base, signs);
    }
    let _ = writeln!(
        text,
        "\n{}",
        styled(
            terminal::FAINT,
            &format!(
                "{} changed or explained   {} via a clause or the document above   {} retained   {} open   (added \
                 ones are not in the bar)",
                signs.changed, signs.via, signs.retained, signs.open
            )
        )
    );
    text
}

/// What to do next, and where.
fn next(status: &StandardStatus) -> String {
    let Some(Step { title, missing: Some(missing), place, .. }) =
        status.steps.iter().find(|step| !step.done)
    else {
        return " Nothing is missing.".to_owned();
    };
    let place = place
        .as_ref()
        .map(|place| format!(" ({}:{})", visible::line(&place.file), place.start.line));
    let title = styled(terminal::STRONG, title);
    format!(" Next: {title}{}\n  {missing}", place.unwrap_or_default())
}

fn table(text: &mut String, base: &BaseCoverage, signs: &Signs) {
    const TITLE: usize = 34;
    let heading = format!("{:<width$}", base.document, width = BAR + TITLE + 8);
    let _ =
        writeln!(text, "\n{} changed via retained open added", styled(terminal::STRONG, &heading));
    let row = |text: &mut String, label: &str, title: &str, clause: &Figures| {
        let title: String = match title.chars().count() > TITLE {
            true => title.chars().take(TITLE - 3).chain("...".chars()).collect(),
            false => title.to_owned(),
        };
        let _ = writeln!(
            text,
            "  {label:<4} {title:<TITLE$} {} {:>7} {:>3} {:>8} {:>4} {:>5}",
            bar(clause, signs),
            clause.changed,
            clause.via,
            clause.retained,
            clause.open,
            clause.added
        );
    };
    let mut total = Figures::default();
    for clause in &base.clauses {
        let figures = Figures::of(clause);
        row(text, &clause.label, &clause.title, &figures);
        total = total.and(&figures);
    }
    row(text, "", "all", &total);
}

/// The figures of a row.
#[derive(Clone, Copy, Default)]
struct Figures {
    changed: usize,
    via: usize,
    retained: usize,
    open: usize,
    added: usize,
}

impl Figures {
    fn of(clause: &ClauseCoverage) -> Figures {
        Figures {
            changed: clause.changed,
            via: clause.via,
            retained: clause.retained,
            open: clause.open.len(),
            added: clause.added,
        }
    }

    fn and(self, other: &Figures) -> Figures {
        Figures {
            changed: self.changed + other.changed,
            via: self.via + other.via,
            retained: self.retained + other.retained,
            open: self.open + other.open,
            added: self.added + other.added,
        }
    }
}

/// A bar of [`BAR`] cells. What there is at all has a cell, so that one control of a hundred is seen.
fn bar(figures: &Figures, signs: &Signs) -> String {
    let all = figures.changed + figures.via + figures.retained + figures.open;
    if all == 0 {
        return " ".repeat(BAR);
    }
    let mut cells = [
        (figures.changed, signs.changed),
        (figures.via, signs.via),
        (figures.retained, signs.retained),
        (figures.open, signs.open),
    ]
    .map(|(number, sign)| (number, (number * BAR / all).max(usize::from(number > 0)), sign));
    // The greatest takes what the others leave.
    let sum: usize = cells.iter().map(|(_, cells, _)| cells).sum();
    if let Some(greatest) = cells.iter_mut().max_by_key(|(number, ..)| *number) {
        greatest.1 = (greatest.1 + BAR).saturating_sub(sum);
    }
    cells.iter().map(|(_, cells, sign)| sign.repeat(*cells)).collect()
}

#[cfg(test)]
mod tests {
    use super::{ASCII, Figures, bar};

    #[test]
    fn a_bar_has_its_length_and_shows_what_there_is() {
        let shown = |changed, retained, open| {
            bar(&Figures { changed, via: 0, retained, open, added: 0 }, &ASCII)
        };
        assert_eq!(shown(1, 1, 2), "#####=====..........");
        assert_eq!(shown(1, 0, 92), "#...................");
        assert_eq!(shown(1, 1, 1), "######======........");
        assert_eq!(shown(4, 0, 0), "####################");
        assert_eq!(shown(0, 0, 0), " ".repeat(20));
        for figures in [(1, 1, 98), (50, 1, 1), (1, 500, 1), (33, 33, 34), (19, 20, 1)] {
            assert_eq!(shown(figures.0, figures.1, figures.2).len(), 20, "{figures:?}");
        }
    }
}
