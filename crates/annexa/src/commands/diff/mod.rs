//! `annexa diff`: compares two versions of a standard.

mod git;
mod layout;
mod markdown;
mod text;

use std::path::{Path, PathBuf};

use annexa_diff::{Ambiguous, ChangeKind, Difference, Force, StandardDifference, diff};
use annexa_model::Project;
use annexa_workspace::discover;
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::analysis;
use crate::destination::Destination;
use crate::outcome::{Failure, Outcome};
use crate::target::Kind;
use crate::terminal::{self, count};

/// Compare two versions of a standard: what was added, removed, changed, moved and renumbered
///
/// Provisions are recognized by their identity, not by their numbers. If the versions use different
/// editions of ISO/IEC 27001 or 27002, provisions are compared with their successors. The output
/// shows the changed words, and whether a verbal form requires more than before (may, should,
/// shall) or less.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa diff old/ new/                              two folders
  annexa diff cloud-2013.annexa cloud-2022.annexa    two files
  annexa diff git:HEAD .                             uncommitted changes
  annexa diff git:v1.0 git:v2.0                      two revisions of this folder
  annexa diff git:v1.0:meters git:v2.0:standards     other folders of the repository
  annexa diff git:v1.0 . --format markdown           for a comment or a report
  annexa diff old/ new/ --format json -o diff.json   for a program

A version is a file, a folder, or git:REVISION[:PATH]. The path is relative to the top of the repository,
or to the current folder if it begins with ./ or is omitted.

The exit code is 0 if the versions are equal, and 1 if they differ.")]
pub(crate) struct Diff {
    /// The old version
    #[arg(value_name = "OLD")]
    old: String,

    /// The new version
    #[arg(value_name = "NEW")]
    new: String,

    /// The format of the difference
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,

    #[command(flatten)]
    destination: Destination,
}

/// The format of a difference.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people at a terminal
    Text,
    /// For other programs
    Json,
    /// For comments and reports
    Markdown,
}

impl Format {
    /// Returns the kind of file for this format.
    fn kind(self) -> Kind {
        let endings: &[&str] = match self {
            Format::Text => &["txt"],
            Format::Json => &["json"],
            Format::Markdown => &["md"],
        };
        Kind { name: "such a comparison", endings }
    }
}

/// A difference and the compared versions.
#[derive(Serialize)]
struct Document<'a> {
    old: &'a str,
    new: &'a str,
    standards: &'a [StandardDifference],
}

/// Runs the command.
pub(crate) fn run(command: &Diff) -> Result<Outcome, Failure> {
    let (old, new) = (version(&command.old)?, version(&command.new)?);
    let difference = diff(&old, &new).map_err(|Ambiguous(prefix)| {
        Failure::new(format!("one of the versions contains two standards with the prefix {prefix}"))
            .help("give the file of the one that you mean")
    })?;
    let (destination, kind) = (&command.destination, command.format.kind());
    match command.format {
        Format::Text => {
            destination.text(kind, &text::text(&difference))?;
            terminal::say(&summary(&difference));
        }
        Format::Markdown => {
            destination.bytes(kind, markdown::markdown(&difference).as_bytes())?;
        }
        Format::Json => {
            let (old, new) = (command.old.as_str(), command.new.as_str());
            let document = Document { old, new, standards: &difference.standards };
            let json = serde_json::to_string_pretty(&document);
            let json = json.map_err(|error| Failure::new(format!("cannot write JSON: {error}")))?;
            destination.bytes(kind, format!("{json}\n").as_bytes())?;
        }
    }
    let is_same = difference.standards.is_empty();
    Ok(if is_same { Outcome::Clean } else { Outcome::Findings })
}

/// Returns the projects of a version.
fn version(named: &str) -> Result<Vec<Project>, Failure> {
    match named.strip_prefix("git:") {
        // A file can have such a name, too.
        Some(revision) if !Path::new(named).exists() => {
            let checkout = git::checkout(revision)?;
            projects(&checkout.path)
        }
        _ if Path::new(named).exists() => projects(Path::new(named)),
        _ => projects(Path::new(named))
            .map_err(|failure| failure.help(format!("write a revision as `git:{named}`"))),
    }
}

fn projects(path: &Path) -> Result<Vec<Project>, Failure> {
    let roots = discover(&[PathBuf::from(path)]).into_iter();
    roots.map(|root| analysis::read(&root.map_err(Failure::from)?)).collect()
}

/// Returns the number of differences, in a line.
fn summary(difference: &Difference) -> String {
    let changes = || difference.standards.iter().flat_map(|standard| &standard.changes);
    let kinds = [
        (ChangeKind::Added, "added"),
        (ChangeKind::Removed, "removed"),
        (ChangeKind::Changed, "changed"),
        (ChangeKind::Moved, "moved"),
        (ChangeKind::Renumbered, "renumbered"),
    ];
    let of_kind = |kind| changes().filter(|change| change.kinds.contains(&kind)).count();
    let mut parts: Vec<String> = kinds
        .into_iter()
        .map(|(kind, name)| (of_kind(kind), name))
        .filter(|(number, _)| *number > 0)
        .map(|(number, name)| format!("{number} {name}"))
        .collect();
    if parts.is_empty() {
        return format!("{} differs.\n", terminal::styled(terminal::GOOD, "Nothing"));
    }
    let forces = [
        (Force::Strengthened, "strengthened"),
        (Force::Weakened, "weakened"),
        (Force::Reversed, "reversed"),
    ];
    let forms = || changes().flat_map(|change| &change.parts).flat_map(|part| &part.verbal_forms);
    for (force, name) in forces {
        let number = forms().filter(|form| form.force == Some(force)).count();
        if number > 0 {
            parts.push(format!("{} {name}", count(number, "verbal form")));
        }
    }
    format!("{}.\n", parts.join(", "))
}
