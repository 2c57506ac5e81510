//! `annexa explain`: shows the page of a rule, or the list of all rules.

use annexa_model::{Level, rules, rules::Rule};
use clap::Args;

use crate::destination::Destination;
use crate::outcome::{Failure, Outcome};
use crate::target::Kind;
use crate::terminal;

/// Explain a rule: what it requires and why, with examples
///
/// Each finding shows the code of its rule. The page of a rule names the clause that it follows,
/// shows a wrong and a right example, and describes how to silence the rule. Without a code, the
/// rules are listed.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa explain                     the rules, with their codes, names and levels
  annexa explain Q502                the page of a rule
  annexa explain may-invalidate      the same by its name
  annexa explain 27009               the known status of ISO/IEC 27009:2020
  annexa explain --all -o rules.md   all pages, with a table of the rules, to a file")]
pub(crate) struct Explain {
    /// The code of a rule, or its name
    #[arg(value_name = "CODE", conflicts_with = "all")]
    code: Option<String>,

    /// Print the pages of all rules
    #[arg(long)]
    all: bool,

    #[command(flatten)]
    destination: Destination,
}

/// The kind of output.
const PAGES: Kind = Kind { name: "a page on rules", endings: &["md", "txt"] };

/// Runs the command.
pub(crate) fn run(explain: &Explain) -> Result<Outcome, Failure> {
    let destination = &explain.destination;
    match &explain.code {
        Some(code) => destination.bytes(PAGES, page(code)?.as_bytes())?,
        None if explain.all => destination.bytes(PAGES, rules::pages().as_bytes())?,
        None => destination.text(PAGES, &list(terminal::output_width()))?,
    }
    Ok(Outcome::Clean)
}

fn page(code: &str) -> Result<String, Failure> {
    let named =
        |rule: &&Rule| rule.code.eq_ignore_ascii_case(code) || rule.name.eq_ignore_ascii_case(code);
    if ["27009", "27009:2020", "ISO/IEC 27009", "ISO/IEC 27009:2020"].contains(&code) {
        return Ok(rules::page_of_27009());
    }
    match rules::all().find(named) {
        Some(rule) => Ok(rule.page()),
        None => {
            let failure = Failure::new(format!("there is no rule `{code}`"));
            Err(match rules::nearest_to(code) {
                Some(rule) => failure.help(format!("did you mean {} ({})?", rule.code, rule.name)),
                None => failure.help("`annexa explain` lists the rules"),
            })
        }
    }
}

/// The groups of rules, by the first letter of their codes.
const GROUPS: &[(char, &str)] = &[
    ('S', "Form of a file"),
    ('R', "References and identity"),
    ('Q', "Requirements (ISO/IEC 27009:2020, clause 5)"),
    ('C', "Controls and guidance (ISO/IEC 27009:2020, clause 6)"),
    ('D', "Drafting (ISO/IEC Directives, Part 2)"),
    ('T', "Completeness (ISO/IEC 27009:2020, Annexes A and B)"),
    ('X', "Crosswalks"),
];

/// Returns the rules by group, each with its code, name, level and summary.
fn list(width: usize) -> String {
    let mut all: Vec<&Rule> = rules::all().collect();
    all.sort_by_key(|rule| rule.code);
    let name_width = all.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for (letter, title) in GROUPS {
        let group: Vec<_> = all.iter().filter(|rule| rule.code.starts_with(*letter)).collect();
        if group.is_empty() {
            continue;
        }
        let title = terminal::wrap(title, width, 2);
        text.push_str(&format!("{}\n", terminal::styled(terminal::STRONG, &title)));
        group.iter().for_each(|rule| text.push_str(&line(rule, name_width, width)));
        text.push('\n');
    }
    let closing = "`annexa explain CODE` shows the page of a rule, by its code or its name.";
    text.push_str(&terminal::wrap(closing, width, 0));
    text.push('\n');
    text
}

/// Returns one line, or two if the summary does not fit behind the name.
fn line(rule: &Rule, name_width: usize, width: usize) -> String {
    const SUMMARY: usize = 30;
    let style = match rule.level {
        Level::Error => terminal::ERROR,
        Level::Warning => terminal::WARNING,
        Level::Info => terminal::FAINT,
    };
    let level = terminal::styled(style, &format!("{:<7}", rule.level.as_str()));
    let code = terminal::styled(terminal::STRONG, rule.code);
    let indent = 2 + 4 + 2 + 7 + 2 + name_width + 2;
    if indent + SUMMARY <= width {
        let lead = format!("  {code}  {level}  {:<name_width$}  ", rule.name);
        let summary = terminal::wrap(rule.summary, width - indent, 0);
        let summary = summary.replace('\n', &format!("\n{}", " ".repeat(indent)));
        return format!("{lead}{summary}\n");
    }
    const BELOW: &str = "    ";
    let summary = terminal::hanging(BELOW, rule.summary, width);
    let name = match 2 + 4 + 2 + 7 + 2 + rule.name.len() <= width {
        true => format!("  {}", rule.name),
        false => format!("\n{BELOW}{}", rule.name),
    };
    format!("  {code}  {}{name}\n{summary}\n", level.trim_end())
}

#[cfg(test)]
mod tests {
    use annexa_model::rules;

    use super::list;
    use crate::terminal::plain;

    #[test]
    fn every_rule_is_listed_and_lines_fit() {
        for width in [40, 60, 80, 120] {
            let listed = plain(&list(width));
            for rule in rules::all() {
                assert!(listed.contains(rule.code) && listed.contains(rule.name), "{}", rule.code);
            }
            let widest = listed.lines().map(|line| line.chars().count()).max();
            assert!(widest.is_some_and(|widest| widest <= width), "{width}: {widest:?}\n{listed}");
        }
    }
}
