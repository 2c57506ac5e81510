//! `annexa combine`: combines several standards and reports their conflicts.

use std::path::PathBuf;

use annexa_emit::types::{Combination, FindingLevel};
use annexa_emit::{Member, Options, combine, native, to_json};
use annexa_workspace::shown;
use annexa_workspace::uri::Flavour;
use clap::{Args, ValueEnum};

use super::analysis::{self, Checked, Counts};
use crate::destination::Destination;
use crate::outcome::{Failure, Outcome};
use crate::target::Kind;
use crate::terminal::{self, count};
use crate::visible;

/// Combine several standards into one list of controls, and report every conflict
///
/// For organizations that use more than one sector-specific standard. The list contains each
/// control of a base once, with the changes by each standard, followed by the controls that the
/// standards add. Conflicts are errors (two standards with one prefix), warnings (numbers that
/// collide, terms with different definitions, different editions of a base) and hints (provisions
/// that several standards change). The standards of one project are combined as well.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa combine energy/ cloud/ -o both.json   two projects
  annexa combine                               the standards of this folder
  annexa combine a.annexa b.annexa             two files, to standard output

`annexa schema combination` describes the format. Conflicts are also listed on standard error.
The exit code is 1 if a standard has errors, or if two have the same prefix.")]
pub(crate) struct Combine {
    /// Files or folders; the current folder if none is given
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The output format
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    format: Format,

    #[command(flatten)]
    destination: Destination,

    /// Fail on warnings as on errors
    #[arg(long)]
    deny_warnings: bool,
}

/// The output format.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Format {
    /// One JSON document
    Json,
}

/// The kind of output.
const OUTPUT: Kind = Kind { name: "a combination", endings: &["json"] };

/// Runs the command.
pub(crate) fn run(options: &Combine) -> Result<Outcome, Failure> {
    let deny = options.deny_warnings;
    let results = analysis::for_each_project(&options.paths, |checked| {
        let outcome = checked.counts.outcome(deny);
        let findings = if outcome == Outcome::Clean { String::new() } else { checked.human() };
        let outcome = if checked.is_partial { Outcome::Trouble } else { outcome };
        Ok((members(&checked), findings, outcome))
    });
    let mut outcome = Outcome::Clean;
    let mut members = Vec::new();
    for result in results {
        match result {
            Ok((found, findings, of_project)) => {
                terminal::say(&findings);
                outcome = outcome.max(of_project);
                members.extend(found);
            }
            Err(failure) => {
                terminal::say(&failure.render());
                outcome = Outcome::Trouble;
            }
        }
    }
    if outcome != Outcome::Clean {
        let not = terminal::styled(terminal::ERROR, "not combined");
        terminal::say(&format!("{not}: fix the errors first\n"));
        return Ok(outcome);
    }
    if members.len() < 2 {
        return Err(Failure::new(format!(
            "{} to combine, but two are needed",
            count(members.len(), "standard")
        ))
        .help("name the files or folders of the others as well"));
    }
    let combination = combine(&members);
    let json = match options.format {
        Format::Json => to_json(&combination)?,
    };
    options.destination.bytes(OUTPUT, &json)?;
    Ok(report(&combination, deny))
}

fn members(checked: &Checked) -> Vec<Member> {
    let project = &checked.project;
    let folder = Flavour::HERE.slashed(&shown(&checked.root.folder));
    let standards = project.standards().iter().map(|standard| Member {
        document: native(project, standard, &Options::default()),
        folder: folder.clone(),
    });
    standards.collect()
}

/// Reports the conflicts.
fn report(combination: &Combination, deny_warnings: bool) -> Outcome {
    let mut counts = Counts::default();
    for conflict in &combination.conflicts {
        let (style, level, number) = match conflict.level {
            FindingLevel::Error => (terminal::ERROR, "error", &mut counts.errors),
            FindingLevel::Warning => (terminal::WARNING, "warning", &mut counts.warnings),
            FindingLevel::Info => (terminal::STRONG, "info", &mut counts.infos),
        };
        *number += 1;
        terminal::say(&format!("{}: {}\n", terminal::styled(style, level), conflict.message));
        for party in &conflict.parties {
            let place = format!("{}:{}", visible::line(&party.source.file), party.source.line);
            terminal::say(&format!("  {} {} ({place})\n", party.standard, party.says));
        }
    }
    let found = match counts.findings() {
        none if none.is_empty() => "no conflicts".to_owned(),
        found => found,
    };
    terminal::say(&format!(
        "{}, {}: {found}.\n",
        count(combination.standards.len(), "standard"),
        count(combination.controls.len(), "control")
    ));
    counts.outcome(deny_warnings)
}
