//! Findings as workflow commands: GitHub shows them beside the lines of a change. Columns count
//! characters.

use std::fmt::Write;

use annexa_emit::types::{Finding, FindingLevel, Report};

/// Returns one line per finding.
pub(super) fn text(report: &Report) -> String {
    let mut text = String::new();
    for failure in &report.failures {
        let _ = writeln!(text, "::error title=annexa::{}", data(failure));
    }
    for finding in &report.findings {
        command(&mut text, report, finding);
    }
    text
}

fn command(text: &mut String, report: &Report, finding: &Finding) {
    let command = match finding.level {
        FindingLevel::Error => "error",
        FindingLevel::Warning => "warning",
        FindingLevel::Info => "notice",
    };
    let place = &finding.place;
    let (start, end) = (place.start, place.end);
    let _ = write!(
        text,
        "::{command} file={},line={},endLine={}",
        property(&place.file),
        start.line,
        end.line
    );
    // GitHub accepts columns only if the range is within one line.
    if start.line == end.line {
        let _ = write!(text, ",col={},endColumn={}", start.column, end.column);
    }
    let name = report.rules.iter().find(|rule| rule.code == finding.code);
    let name = name.map_or("", |rule| rule.name.as_str());
    let title = property(&format!("{} {name}", finding.code));
    let _ = writeln!(text, ",title={title}::{}", data(&finding.message));
}

/// Escapes the data behind the second `::`, which ends with the line.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a value before it, which also ends at a comma or a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(data("100 %: a,\r\nb"), "100 %25: a,%0D%0Ab");
        assert_eq!(property("a,b:c%.annexa\n"), "a%2Cb%3Ac%25.annexa%0A");
    }
}
