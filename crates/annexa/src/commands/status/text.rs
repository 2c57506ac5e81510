//! The status of a standard for people.

use std::fmt::Write;

use annexa_emit::types::{BaseCoverage, ClauseCoverage, StandardStatus, Step, Template};

use crate::terminal::{self, styled};
use crate::visible;

/// The characters of marks and bars.
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

/// The minimal and the maximal width of a bar, in cells; without room for the minimum, there is no
/// bar.
const BAR: std::ops::RangeInclusive<usize> = 10..=20;
/// The minimal and the maximal width of titles; without room for the minimum, there are none.
const TITLE: std::ops::RangeInclusive<usize> = 12..=34;

/// Returns the checklist, the next step, and the table.
pub(super) fn standard(status: &StandardStatus, signs: &Signs, width: usize) -> String {
    let template = match status.template {
        Template::AnnexA => "Annex A (related to ISO/IEC 27001)",
        Template::AnnexB => "Annex B (related to ISO/IEC 27002 alone)",
    };
    let prefix = format!("{}  ", styled(terminal::STRONG, &status.prefix));
    let mut text = format!("{}\n", terminal::hanging(&prefix, &status.title, width));
    let template = format!("by the template of ISO/IEC 27009:2020, {template}");
    let _ = writeln!(text, "{}\n", terminal::wrap(&template, width, 0));
    for step in &status.steps {
        let (style, sign) = match step.done {
            true => (terminal::GOOD, signs.done),
            false => (terminal::ERROR, signs.missing),
        };
        let mark = format!("  {} ", styled(style, sign));
        let _ = writeln!(text, "{}", terminal::hanging(&mark, &step.title, width));
    }
    next(&mut text, status, width);
    for base in &status.coverage {
        table(&mut text, base, signs, width);
    }
    let legend = [
        format!("{} changed or explained", signs.changed),
        format!("{} via a clause or the document above", signs.via),
        format!("{} retained", signs.retained),
        format!("{} open", signs.open),
        "(added ones are not in the bar)".to_owned(),
    ];
    text.push('\n');
    for line in filled(&legend, "   ", width) {
        let _ = writeln!(text, "{}", styled(terminal::FAINT, &line));
    }
    text
}

/// Fills lines with parts, none of which is broken.
fn filled(parts: &[String], between: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if line.chars().count() + between.len() + part.chars().count() <= width => {
                line.push_str(between);
                line.push_str(part);
            }
            _ => lines.push(part.clone()),
        }
    }
    lines
}

/// Adds how much is done, the next step, and where to write it.
fn next(text: &mut String, status: &StandardStatus, width: usize) {
    let done = status.steps.iter().filter(|step| step.done).count();
    let so_far = format!("\n{done} of {} done.", status.steps.len());
    let Some(Step { title, missing: Some(missing), place, .. }) =
        status.steps.iter().find(|step| !step.done)
    else {
        let _ = writeln!(text, "{so_far} Nothing is missing.");
        return;
    };
    let place = place
        .as_ref()
        .map(|place| format!(" ({}:{})", visible::line(&place.file), place.start.line));
    let title = styled(terminal::STRONG, title);
    let line = format!("{} Next: {title}{}", so_far.trim_start(), place.unwrap_or_default());
    let _ = writeln!(text, "\n{}", terminal::wrap(&line, width, 0));
    let _ = writeln!(text, "{}", terminal::hanging("  ", missing, width));
}

/// The widths of the table's columns: without enough room, the bar is omitted first, then the
/// titles.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Columns {
    title: usize,
    bar: usize,
}

impl Columns {
    /// Labels, figures and blanks, which are always shown.
    const FIXED: usize = 2 + 4 + 32;

    fn of(width: usize) -> Columns {
        let room = width.saturating_sub(Self::FIXED);
        let (title, bar) =
            (room.saturating_sub(2 + BAR.end()), room.saturating_sub(2 + TITLE.start()));
        if title >= *TITLE.start() {
            return Columns { title: title.min(*TITLE.end()), bar: *BAR.end() };
        }
        if bar >= *BAR.start() {
            return Columns { title: *TITLE.start(), bar: bar.min(*BAR.end()) };
        }
        match room.saturating_sub(1) {
            title if title >= *TITLE.start() => Columns { title: title.min(*TITLE.end()), bar: 0 },
            _ => Columns { title: 0, bar: 0 },
        }
    }

    /// Returns the part between the label and the figures, each element behind a blank.
    fn middle(self, title: &str, bar: &str) -> String {
        let mut middle = String::new();
        if self.title > 0 {
            let width = self.title;
            let title: String = match title.chars().count() > width {
                true => title.chars().take(width - 3).chain("...".chars()).collect(),
                false => title.to_owned(),
            };
            middle.push_str(&format!(" {title:<width$}"));
        }
        if self.bar > 0 {
            middle.push_str(&format!(" {bar}"));
        }
        middle
    }
}

fn table(text: &mut String, base: &BaseCoverage, signs: &Signs, width: usize) {
    let columns = Columns::of(width);
    let lead = 2 + 4 + columns.middle("", &" ".repeat(columns.bar)).chars().count();
    let heading = match base.document.chars().count() <= lead {
        true => styled(terminal::STRONG, &format!("{:<lead$}", base.document)),
        false => format!("{}\n{}", styled(terminal::STRONG, &base.document), " ".repeat(lead)),
    };
    let _ = writeln!(text, "\n{heading} changed via retained open added");
    let row = |text: &mut String, label: &str, title: &str, clause: &Figures| {
        let middle = columns.middle(title, &bar(clause, signs, columns.bar));
        let _ = writeln!(
            text,
            "  {label:<4}{middle} {:>7} {:>3} {:>8} {:>4} {:>5}",
            clause.changed, clause.via, clause.retained, clause.open, clause.added
        );
    };
    let mut total = Figures::default();
    for clause in &base.clauses {
        let figures = Figures::of(clause);
        row(text, &clause.label, &clause.title, &figures);
        total = total.and(&figures);
    }
    match columns.title {
        0 => row(text, "all", "", &total),
        _ => row(text, "", "all", &total),
    }
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

/// Returns a bar of this width. Every figure above zero has a cell, so that one control of a
/// hundred is visible.
fn bar(figures: &Figures, signs: &Signs, width: usize) -> String {
    let all = figures.changed + figures.via + figures.retained + figures.open;
    if all == 0 || width == 0 {
        return " ".repeat(width);
    }
    let mut cells = [
        (figures.changed, signs.changed),
        (figures.via, signs.via),
        (figures.retained, signs.retained),
        (figures.open, signs.open),
    ]
    .map(|(number, sign)| (number, (number * width / all).max(usize::from(number > 0)), sign));
    // The greatest figure takes the remaining cells.
    let sum: usize = cells.iter().map(|(_, cells, _)| cells).sum();
    if let Some(greatest) = cells.iter_mut().max_by_key(|(number, ..)| *number) {
        greatest.1 = (greatest.1 + width).saturating_sub(sum);
    }
    cells.iter().map(|(_, cells, sign)| sign.repeat(*cells)).collect()
}

#[cfg(test)]
mod tests {
    use super::{ASCII, Columns, Figures, bar};

    #[test]
    fn a_bar_has_its_length_and_shows_what_there_is() {
        let shown = |changed, retained, open| {
            bar(&Figures { changed, via: 0, retained, open, added: 0 }, &ASCII, 20)
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

    #[test]
    fn columns_fit_any_width() {
        for (width, title, bar) in [
            (38, 0, 0),
            (40, 0, 0),
            (54, 15, 0),
            (64, 12, 12),
            (80, 20, 20),
            (90, 30, 20),
            (120, 34, 20),
        ] {
            assert_eq!(Columns::of(width), Columns { title, bar }, "{width}");
        }
        for width in 38..130 {
            let columns = Columns::of(width);
            let middle = columns.middle("x", &" ".repeat(columns.bar));
            assert!(Columns::FIXED + middle.chars().count() <= width, "{width}: {columns:?}");
        }
    }
}
