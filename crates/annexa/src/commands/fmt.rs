//! `annexa fmt`: formats files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use annexa_syntax::{Document, SyntaxErrorKind, format};
use annexa_workspace::{self as workspace, formattable};
use annotate_snippets::Level;
use clap::Args;
use rayon::prelude::*;
use similar::TextDiff;

use super::analysis;
use crate::findings::{self, Mark, Source};
use crate::outcome::{Failure, Outcome};
use crate::terminal::{self, count};
use crate::write;

/// Format files: indentation, blank lines and line breaks, without changing the content
///
/// Comments and texts are kept. A file with syntax errors is not changed, and the errors are shown.
/// A file is replaced only if something changes.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa fmt                     all files in this folder and below
  annexa fmt smx.annexa          one file
  annexa fmt --check             show what would change, and fail if anything would
  annexa fmt -                   from standard input to standard output")]
pub(crate) struct Fmt {
    /// Files or folders, or - for standard input; the current folder if none is given
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Change nothing; list the files that would change, with the differences, and exit with 1
    #[arg(long)]
    check: bool,
}

/// The result for a text.
enum Formatted {
    Same,
    Changed(String),
    /// The text has these syntax errors, rendered for people.
    Refused(String),
}

/// Runs the command.
pub(crate) fn run(fmt: &Fmt) -> Result<Outcome, Failure> {
    let is_standard_input = |path: &PathBuf| path.as_os_str() == "-";
    if fmt.paths.iter().any(is_standard_input) {
        if fmt.paths.len() > 1 {
            return Err(Failure::new(
                "`-` means standard input and cannot be combined with other paths",
            ));
        }
        return standard_input(fmt.check);
    }
    let here = [PathBuf::from(".")];
    let paths = if fmt.paths.is_empty() { &here } else { fmt.paths.as_slice() };
    let mut outcome = Outcome::Clean;
    let mut files = BTreeSet::new();
    for path in paths {
        match formattable(path).map_err(Failure::from) {
            Ok((found, unread)) => {
                files.extend(found);
                outcome = outcome.max(analysis::say_unread(&unread));
            }
            Err(failure) => {
                terminal::say(&failure.render());
                outcome = Outcome::Trouble;
            }
        }
    }
    let files: Vec<PathBuf> = files.into_iter().collect();
    let results: Vec<_> = if files.len() < 2 {
        files.iter().map(|file| file_result(file, fmt.check)).collect()
    } else {
        files.par_iter().map(|file| file_result(file, fmt.check)).collect()
    };
    let mut changed = 0;
    let mut refused = 0;
    let mut same = 0;
    for (file, result) in files.iter().zip(results) {
        match result {
            Ok(Formatted::Same) => same += 1,
            Ok(Formatted::Changed(difference)) => {
                changed += 1;
                if fmt.check {
                    terminal::print(&difference)?;
                } else {
                    terminal::say(&format!("formatted {}\n", terminal::path(file)));
                }
            }
            Ok(Formatted::Refused(errors)) => {
                refused += 1;
                terminal::say(&errors);
            }
            Err(failure) => {
                terminal::say(&failure.render());
                outcome = Outcome::Trouble;
            }
        }
    }
    if same + changed + refused > 0 {
        terminal::say(&summary(fmt.check, same, changed, refused));
    }
    if refused > 0 || fmt.check && changed > 0 {
        outcome = outcome.max(Outcome::Findings);
    }
    Ok(outcome)
}

fn standard_input(check: bool) -> Result<Outcome, Failure> {
    let text = workspace::standard_input()?;
    match formatted(&text, "standard input") {
        Formatted::Refused(errors) => {
            terminal::say(&errors);
            Ok(Outcome::Findings)
        }
        Formatted::Same if check => Ok(Outcome::Clean),
        Formatted::Changed(new) if check => {
            terminal::print(&difference("standard input", &text, &new))?;
            Ok(Outcome::Findings)
        }
        Formatted::Same => {
            terminal::print_bytes(text.as_bytes())?;
            Ok(Outcome::Clean)
        }
        Formatted::Changed(new) => {
            terminal::print_bytes(new.as_bytes())?;
            Ok(Outcome::Clean)
        }
    }
}

/// Formats a file, or compares it with its formatted text.
fn file_result(path: &Path, check: bool) -> Result<Formatted, Failure> {
    let shown = terminal::path(path);
    let text = workspace::text_file(path)?;
    let formatted = formatted(&text, &shown);
    let Formatted::Changed(new) = &formatted else { return Ok(formatted) };
    if check {
        return Ok(Formatted::Changed(difference(&shown, &text, new)));
    }
    write::replace(path, &text, new)?;
    Ok(formatted)
}

fn formatted(text: &str, shown: &str) -> Formatted {
    let document = Document::new(text);
    match format(&document) {
        Ok(new) if new == text => Formatted::Same,
        Ok(new) => Formatted::Changed(new),
        Err(_) => Formatted::Refused(errors(&document, text, shown)),
    }
}

fn errors(document: &Document, text: &str, shown: &str) -> String {
    let source = Source::new(shown.to_owned(), text.to_owned());
    let mut errors = String::new();
    for error in document.errors() {
        let title = Level::ERROR.primary_title(error.message.as_str()).id(code(error.kind));
        let range = error.range.start().into()..error.range.end().into();
        let mark = Mark { source: &source, range, label: None };
        errors.push_str(&findings::render(title, &[mark], &[]));
        errors.push('\n');
    }
    errors
}

/// Returns the rule that reports a syntax error.
fn code(kind: SyntaxErrorKind) -> &'static str {
    match kind {
        SyntaxErrorKind::UnexpectedToken => "S001",
        SyntaxErrorKind::UnterminatedString => "S002",
        SyntaxErrorKind::InvisibleCharacter => "S003",
        SyntaxErrorKind::MisspeltReference => "R102",
        SyntaxErrorKind::NestingTooDeep => "S007",
        SyntaxErrorKind::TypographicQuote => "S009",
    }
}

/// Returns the name of the file and what would change in it.
fn difference(shown: &str, old: &str, new: &str) -> String {
    const CONTEXT: usize = 1;
    /// Enough to recognize the changes; formatting the file shows all of them.
    const MOST_LINES: usize = 60;
    let mut text = format!("{}\n", terminal::styled(terminal::STRONG, shown));
    let diff = TextDiff::from_lines(old, new);
    let mut unified = diff.unified_diff();
    let unified = unified.context_radius(CONTEXT).to_string();
    let lines: Vec<&str> = unified.split_inclusive('\n').collect();
    for line in lines.iter().take(MOST_LINES) {
        let line = line.trim_end_matches(['\n', '\r']);
        // In a diff, an unchanged blank line begins with a blank.
        let line = if line == " " { "" } else { line };
        let style = match line.as_bytes().first() {
            Some(b'+') => terminal::GOOD,
            Some(b'-') => terminal::ERROR,
            Some(b'@') => terminal::FAINT,
            _ => anstyle::Style::new(),
        };
        text.push_str(&terminal::styled(style, &short(line)));
        text.push('\n');
    }
    if lines.len() > MOST_LINES {
        text.push_str(&format!("… and {} more\n", count(lines.len() - MOST_LINES, "line")));
    }
    text
}

/// Returns a line, shortened if it is very long.
fn short(line: &str) -> String {
    const LONGEST: usize = 240;
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

fn summary(check: bool, same: usize, changed: usize, refused: usize) -> String {
    let mut parts = Vec::new();
    let verb = if check { "to be formatted" } else { "formatted" };
    if changed > 0 {
        parts.push(format!("{} {verb}", count(changed, "file")));
    }
    if refused > 0 {
        parts.push(format!("{} with syntax errors not changed", count(refused, "file")));
    }
    if same > 0 {
        parts.push(format!("{} already formatted", count(same, "file")));
    }
    format!("{}.\n", parts.join(", "))
}
