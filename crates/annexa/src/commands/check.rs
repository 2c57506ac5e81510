//! `annexa check`: says what is wrong.

use std::path::PathBuf;

use clap::Args;

use super::analysis::{self, Counts};
use crate::outcome::{Failure, Outcome};
use crate::terminal;

/// Check standards and say what is wrong with them
///
/// Every finding has a code (such as C601), the line it is about and, where one is known, a way to
/// mend it. The folder with annexa.toml is the project, and all of it is checked; without annexa.toml
/// the folder itself is, or the one file with the files that belong to it.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa check                     the project in this folder
  annexa check smx.annexa          one file, with the files of its folder that belong to it
  annexa check standards/          every project below a folder
  annexa check --deny-warnings     warnings make the command fail, for use in a pipeline

Findings and the summary go to standard error. The exit code is 1 if there are errors.")]
pub(crate) struct Check {
    /// Files or folders; the current folder if none is given
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Fail on warnings as on errors
    #[arg(long)]
    deny_warnings: bool,
}

/// Runs the command.
pub(crate) fn run(check: &Check) -> Result<Outcome, Failure> {
    let results =
        analysis::for_each_project(&check.paths, |checked| Ok((checked.findings, checked.counts)));
    let mut outcome = Outcome::Clean;
    let mut total = Counts::default();
    let mut projects = 0;
    for result in results {
        match result {
            Ok((findings, counts)) => {
                terminal::say(&findings);
                outcome = outcome.max(counts.outcome(check.deny_warnings));
                total += counts;
                projects += 1;
            }
            Err(failure) => {
                terminal::say(&failure.render());
                outcome = Outcome::Trouble;
            }
        }
    }
    if projects > 0 {
        terminal::say(&analysis::summary(&total, projects));
    }
    Ok(outcome)
}
