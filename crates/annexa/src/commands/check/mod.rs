//! `annexa check`: reports findings to people or programs, and applies fixes.

mod ask;
mod fix;
mod github;
mod gitlab;
mod junit;
mod sarif;

use std::path::PathBuf;

use annexa_emit::{Gathered, to_json, types::Report};
use clap::{Args, ValueEnum};

use self::ask::Answers;
use self::fix::{Fixed, Fixes};
use super::analysis::{self, Checked, Counts};
use crate::destination::Destination;
use crate::outcome::{Failure, Outcome};
use crate::target::Kind;
use crate::terminal;

/// Check standards and report the findings
///
/// Every finding has a code (such as C601), its line and, if one is known, a fix. A safe fix has
/// one answer and changes no meaning; any other fix is a choice that only you can make. The folder
/// with annexa.toml is the project, and the whole project is checked. Without annexa.toml, the
/// project is the given folder, or the given file with the files that belong to it.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa check                     the project in this folder
  annexa check smx.annexa          one file, and the files of its folder that belong to it
  annexa check standards/          every project below a folder
  annexa check --deny-warnings     warnings make the command fail, for use in a pipeline
  annexa check --fix --diff        show what the safe fixes would change
  annexa check --fix               apply the safe fixes, list them, and report the rest
  annexa check --fix=ask           the same, and ask for each choice on the terminal
  annexa check --format sarif -o annexa.sarif   for code scanning

Findings and the summary go to standard error, formats for programs to standard output. The
exit code is 0 without errors, 1 if there are errors (after the fixes) or if --diff shows a change, and
2 if something could not be read or written or if --fix=ask runs outside a terminal. Lines and columns count from 1; columns
count characters (Unicode scalar values), which SARIF calls unicodeCodePoints.")]
pub(crate) struct Check {
    /// Files or folders; the current folder if none is given
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The format of the findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,

    #[command(flatten)]
    destination: Destination,

    /// Fail on warnings as on errors
    #[arg(long)]
    deny_warnings: bool,

    /// Apply the safe fixes, list each as "was → now", and report the rest
    ///
    /// A safe fix has one answer and changes no meaning: an invisible character, a typographic
    /// quotation mark, the article before a definition. --fix=ask also shows each finding that has
    /// other fixes and asks which one to apply. Either all files of a project are replaced or none.
    #[arg(long, value_name = "FIXES", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "safe")]
    fix: Option<Fixes>,

    /// With --fix: change nothing, and print the changes as a unified diff
    #[arg(long, requires = "fix", conflicts_with_all = ["format", "output"])]
    diff: bool,
}

/// The format of the findings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Format {
    /// With the source lines, for people
    Human,
    /// The complete findings as JSON (see `annexa schema findings`)
    Json,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// Workflow commands, which GitHub shows beside the lines of a change
    Github,
    /// A code quality report for GitLab
    Gitlab,
    /// A test report that most build servers can read
    Junit,
}

impl Format {
    /// Returns the kind of file for this format.
    fn kind(self) -> Kind {
        let endings: &[&str] = match self {
            Format::Human | Format::Github => &["txt", "log", "out"],
            Format::Json | Format::Gitlab => &["json"],
            Format::Sarif => &["sarif", "json"],
            Format::Junit => &["xml"],
        };
        Kind { name: "such a report", endings }
    }
}

/// Runs the command.
pub(crate) fn run(check: &Check) -> Result<Outcome, Failure> {
    // Nothing is fixed if the findings cannot be written.
    check.destination.check(check.format.kind())?;
    let asks = check.fix == Some(Fixes::Ask);
    if asks {
        ask_alone(check)?;
    }
    let mut results = analysis::for_each_project(&check.paths, |checked| match check.fix {
        Some(Fixes::Safe) => Ok(laid_out(check, fix::project(checked, check.diff)?)),
        Some(Fixes::Ask) => Ok((checked, None, Fixed::default())),
        None => Ok(laid_out(check, (checked, Fixed::default()))),
    });
    if asks {
        // One project after the other, because there is one terminal.
        let mut answers = Answers::default();
        let asked = results.into_iter().map(|result| {
            let (checked, ..) = result?;
            Ok(laid_out(check, ask::project(checked, &mut answers)?))
        });
        results = asked.collect();
    }
    let mut outcome = Outcome::Clean;
    let mut total = Counts::default();
    let mut projects = 0;
    let mut gathered = Gathered::default();
    let mut text = String::new();
    let mut all_fixed = Fixed::default();
    for result in results {
        match result {
            Ok((checked, human, fixed)) => {
                if !asks && !check.diff {
                    terminal::say(fixed.list());
                }
                all_fixed += fixed;
                match human {
                    Some(human) if check.destination.is_file() => text.push_str(&human),
                    Some(human) => terminal::say(&human),
                    None => {
                        analysis::say_unread(&checked.unread);
                        checked.failures().for_each(|failure| gathered.failure(failure));
                        gathered.project(&checked.project, &checked.diagnostics, |path| {
                            checked.shown(path)
                        });
                    }
                }
                outcome = outcome.max(checked.counts.outcome(check.deny_warnings));
                total += checked.counts;
                projects += 1;
            }
            Err(failure) => {
                terminal::say(&failure.render());
                gathered.failure(failure.plain());
                outcome = Outcome::Trouble;
            }
        }
    }
    if check.format == Format::Human {
        if check.destination.is_file() {
            check.destination.text(check.format.kind(), &text)?;
        }
    } else {
        let report = written(check, &gathered.report())?;
        check.destination.bytes(check.format.kind(), &report)?;
    }
    if projects > 0 {
        if check.fix.is_some() {
            outcome = outcome.max(all_fixed.summarize(check.diff)?);
        }
        terminal::say(&analysis::summary(&total, projects));
    }
    Ok(outcome)
}

/// Returns a project with its findings rendered, if people read them.
fn laid_out(check: &Check, (checked, fixed): (Checked, Fixed)) -> (Checked, Option<String>, Fixed) {
    let is_human = check.format == Format::Human && !check.diff;
    let human = is_human.then(|| checked.human());
    (checked, human, fixed)
}

/// Fails if the user cannot be asked, or if questions do not fit the other options.
fn ask_alone(check: &Check) -> Result<(), Failure> {
    if check.diff || check.format != Format::Human || check.destination.is_file() {
        return Err(Failure::new(
            "`--fix=ask` shows each change and asks about it: omit --diff, --format and --output",
        ));
    }
    ask::require_terminal()
}

/// Returns the report in a format for programs.
fn written(check: &Check, report: &Report) -> Result<Vec<u8>, Failure> {
    let text = match check.format {
        Format::Human => Ok(String::new()),
        Format::Json => return Ok(to_json(report)?),
        Format::Sarif => sarif::json(report).map_err(|error| error.to_string()),
        Format::Github => return Ok(github::text(report).into_bytes()),
        Format::Gitlab => gitlab::json(report).map_err(|error| error.to_string()),
        Format::Junit => junit::xml(report, check.deny_warnings).map_err(|error| error.to_string()),
    };
    let mut text =
        text.map_err(|error| Failure::new(format!("cannot write the report: {error}")))?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text.into_bytes())
}
