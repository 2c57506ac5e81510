//! `annexa status`: shows how complete a standard is, and the next step.

mod text;

use std::io::IsTerminal;
use std::path::PathBuf;

use annexa_emit::types::StandardStatus;
use annexa_emit::{standard_status, status_report, to_json};
use clap::{Args, ValueEnum};

use super::analysis::{self, Checked};
use crate::destination::Destination;
use crate::outcome::{Failure, Outcome};
use crate::target::Kind;
use crate::terminal;

/// Show how complete a standard is, and the next step
///
/// The steps follow the templates of ISO/IEC 27009:2020: Annex A for a standard related to ISO/IEC
/// 27001, Annex B for one related to ISO/IEC 27002 alone. A clause of a base is done when each of
/// its provisions is changed, explained or retained. `annexa check` reports whether the content is
/// right.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa status                  the standards of this folder
  annexa status smx.annexa       one standard
  annexa status --format json -o status.json    for programs (see `annexa schema status`)

The exit code is 1 while something is missing.")]
pub(crate) struct Status {
    /// Files or folders; the current folder if none is given
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,

    #[command(flatten)]
    destination: Destination,
}

/// The output format.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Format {
    /// A checklist and a table with bars, for people
    Text,
    /// The complete status, for programs
    Json,
}

impl Format {
    /// Returns the kind of file for this format.
    fn kind(self) -> Kind {
        match self {
            Format::Text => Kind { name: "a checklist", endings: &["txt"] },
            Format::Json => Kind { name: "such a report", endings: &["json"] },
        }
    }
}

/// Runs the command.
pub(crate) fn run(status: &Status) -> Result<Outcome, Failure> {
    let results = analysis::for_each_project(&status.paths, |checked| {
        let failures: Vec<_> = checked.failures().collect();
        Ok((of_project(&checked), checked.unread, failures))
    });
    let mut outcome = Outcome::Clean;
    let mut standards = Vec::new();
    let mut failures = Vec::new();
    for result in results {
        match result {
            Ok((found, unread, not_read)) => {
                standards.extend(found);
                outcome = outcome.max(analysis::say_unread(&unread));
                failures.extend(not_read);
            }
            Err(failure) => {
                terminal::say(&failure.render());
                failures.push(failure.plain());
                outcome = Outcome::Trouble;
            }
        }
    }
    if standards.is_empty() && outcome == Outcome::Clean {
        return Err(
            Failure::new("there is no standard here").help("create one with `annexa new PREFIX`")
        );
    }
    if standards.iter().any(|standard| !standard.complete) {
        outcome = outcome.max(Outcome::Findings);
    }
    let (destination, kind) = (&status.destination, status.format.kind());
    match status.format {
        Format::Json => destination.bytes(kind, &to_json(&status_report(standards, failures))?)?,
        Format::Text => {
            // Programs and readers of files may not be able to show more than ASCII.
            let signs = match !destination.is_file() && std::io::stdout().is_terminal() {
                true => &text::UNICODE,
                false => &text::ASCII,
            };
            let width = terminal::output_width();
            let texts: Vec<_> =
                standards.iter().map(|it| text::standard(it, signs, width)).collect();
            destination.text(kind, &texts.join("\n"))?;
        }
    }
    Ok(outcome)
}

fn of_project(checked: &Checked) -> Vec<StandardStatus> {
    let project = &checked.project;
    let standards = project.standards().iter().filter_map(|standard| {
        let status = project.status(standard, &|| false)?;
        Some(standard_status(project, standard, &status, |path| checked.shown(path)))
    });
    standards.collect()
}
