//! `annexa migrate`: migrates standards from one edition of their bases to another.

use std::path::PathBuf;

use annexa_model::{
    Decision, FileId, Location, Migrated, Migration, NewProvision, Project, Scope, migrate,
};
use annexa_workspace::{self as workspace, Root, discover};
use clap::Args;

use super::analysis;
use crate::outcome::{Failure, Outcome};
use crate::patch::patch;
use crate::terminal::{self, count};
use crate::write;

/// Migrate a standard to another edition of ISO/IEC 27001 and 27002
///
/// The command changes the base lines and the references in declarations and texts, turns
/// objectives into purposes of their controls, and joins the declarations about controls that were
/// merged. It deletes no word and no comment of yours. It lists each decision for you with its line
/// and the choices, including numbers in prose and new errors of `check`, and marks most of them in
/// the source by comments that begin with "to decide". It also lists the declarations that it
/// joined and the new provisions of the later editions. Nothing is changed without --write.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa migrate --to 2022                 list the decisions for a migration to 2022
  annexa migrate cloud.annexa --to 2022    the same for one standard
  annexa migrate --to 2022 --diff          show what would change
  annexa migrate --to 2022 --write         change the files

The exit code is 0 if no decisions are left, and 1 otherwise.")]
pub(crate) struct Migrate {
    /// A file or a folder; the current folder if none is given
    #[arg(value_name = "PATH", default_value = ".", hide_default_value = true)]
    path: PathBuf,

    /// The edition to migrate to, such as 2022
    #[arg(long, value_name = "EDITION")]
    to: String,

    /// Change the files
    #[arg(long, conflicts_with = "diff")]
    write: bool,

    /// Print the changes as a unified diff
    #[arg(long)]
    diff: bool,
}

/// The totals of all projects.
#[derive(Default)]
struct Total {
    bases: Vec<String>,
    files: usize,
    changes: usize,
    joined: usize,
    decisions: usize,
    /// The new provisions of the later editions, by document.
    new: Vec<NewProvision>,
}

/// Runs the command.
pub(crate) fn run(command: &Migrate) -> Result<Outcome, Failure> {
    let mut total = Total::default();
    let mut outcome = Outcome::Clean;
    let mut failures: Vec<String> = Vec::new();
    for root in discover(std::slice::from_ref(&command.path)) {
        let result = root.map_err(Failure::from).and_then(|it| project(command, &it, &mut total));
        match result {
            Ok(()) => {}
            Err(Failure::OutputClosed) => return Err(Failure::OutputClosed),
            Err(failure) => {
                // The projects of one folder often fail for the same reason.
                let failure = failure.render();
                if !failures.contains(&failure) {
                    terminal::say(&failure);
                    failures.push(failure);
                }
                outcome = Outcome::Trouble;
            }
        }
    }
    if outcome == Outcome::Clean || total.changes + total.decisions > 0 {
        terminal::say(&summary(command, &total));
    }
    let left = if total.decisions > 0 { Outcome::Findings } else { Outcome::Clean };
    Ok(outcome.max(left))
}

fn project(command: &Migrate, root: &Root, total: &mut Total) -> Result<(), Failure> {
    let project = analysis::read(root)?;
    check_edition(&project, &command.to)?;
    let shown = |file: FileId| terminal::path(&root.folder.join(project.path(file)));
    let broken = project.files().iter().position(|it| it.document.errors().next().is_some());
    if let Some(broken) = broken {
        let file = shown(FileId::Project(broken as u32));
        return Err(Failure::new(format!("`{file}` has syntax errors and cannot be migrated"))
            .help("`annexa check` shows them"));
    }
    let migration = migrate(&project, Scope::Project, &command.to).verified(&project);
    let files = migration.files(&project);
    let old = |file: FileId| {
        project.document(file).map(|document| document.text().to_string()).unwrap_or_default()
    };
    if command.write {
        let changes: Vec<_> = files
            .iter()
            .map(|it| (root.folder.join(project.path(it.file)), old(it.file), it.text.clone()))
            .collect();
        write::all(&changes)?;
        for it in &files {
            terminal::say(&format!("migrated {}\n", shown(it.file)));
        }
    }
    let mut list = String::new();
    for decision in &migration.decisions {
        let file = decision.location.file;
        let migrated = files.iter().find(|it| it.file == file);
        let line =
            line(&project, decision.location, migrated.filter(|_| command.write), &old(file));
        list.push_str(&laid_out(&shown(file), line, decision));
    }
    for joined in &migration.joined {
        let place = |location: Location| {
            let migrated = files.iter().find(|it| it.file == location.file);
            let migrated = migrated.filter(|_| command.write);
            let line = line(&project, location, migrated, &old(location.file));
            format!("{}:{line}", shown(location.file))
        };
        list.push_str(&format!(
            "{}: `{}` was joined into `{}`\n",
            terminal::styled(terminal::STRONG, &place(joined.into_location)),
            joined.declaration,
            joined.into
        ));
    }
    if command.diff {
        for it in &files {
            let path = workspace::shown(&root.folder.join(project.path(it.file)));
            terminal::print_bytes(patch(&path, &old(it.file), &it.text).as_bytes())?;
        }
        terminal::say(&list);
    } else {
        terminal::print(&list)?;
    }
    total.add(&migration, files.len());
    Ok(())
}

/// Checks that the edition exists; the error lists the known ones.
fn check_edition(project: &Project, edition: &str) -> Result<(), Failure> {
    let catalogues = project.catalogue_ids().filter_map(|id| project.catalogue(id));
    let mut known: Vec<&str> = catalogues.filter_map(|it| it.document.edition.as_deref()).collect();
    if known.contains(&edition) {
        return Ok(());
    }
    known.sort_unstable();
    known.dedup();
    Err(Failure::new(format!("no base standard has an edition of `{edition}`"))
        .help(format!("the known editions are {}", known.join(", "))))
}

/// Returns the line of a location in the text that is finally on the disk.
fn line(project: &Project, location: Location, migrated: Option<&Migrated>, old: &str) -> usize {
    let (text, offset) = match migrated {
        Some(migrated) => (migrated.text.as_str(), migrated.start(project, location)),
        None => (old, project.range(location).start().into()),
    };
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

fn laid_out(file: &str, line: usize, decision: &Decision) -> String {
    let place = terminal::styled(terminal::STRONG, &format!("{file}:{line}"));
    let mut text = format!("{place}: {}\n", decision.message);
    for choice in &decision.choices {
        text.push_str(&format!("    - {choice}\n"));
    }
    text
}

impl Total {
    fn add(&mut self, migration: &Migration, files: usize) {
        for (from, to) in &migration.bases {
            let way = format!("{} to {}", from.printed(), to.printed());
            if !self.bases.contains(&way) {
                self.bases.push(way);
            }
        }
        self.files += files;
        self.changes += migration.edits.len();
        self.joined += migration.joined.len();
        for new in &migration.new {
            if !self.new.contains(new) {
                self.new.push(new.clone());
            }
        }
        self.decisions += migration.decisions.len();
    }
}

/// Returns the new provisions of each later edition.
fn new(provisions: &[NewProvision]) -> String {
    let mut text = String::new();
    for of_document in provisions.chunk_by(|a, b| a.document == b.document) {
        let Some(first) = of_document.first() else { continue };
        text.push_str(&format!("New in {}, to be considered:\n", first.document.printed()));
        for it in of_document {
            text.push_str(format!("    {} {}", it.place, it.title).trim_end());
            text.push('\n');
        }
    }
    text
}

fn summary(command: &Migrate, total: &Total) -> String {
    if total.changes + total.decisions == 0 {
        return format!(
            "{} Nothing here refers to an earlier edition than that of {}.\n",
            terminal::styled(terminal::GOOD, "Nothing to do."),
            command.to
        );
    }
    let mut text = String::new();
    if !total.bases.is_empty() {
        text.push_str(&format!("From {}.\n", total.bases.join(" and from ")));
    }
    text.push_str(&new(&total.new));
    let verb = if command.write { "made" } else { "to be made" };
    text.push_str(&format!(
        "{} {verb} in {}",
        count(total.changes, "change"),
        count(total.files, "file")
    ));
    if total.joined > 0 {
        text.push_str(&format!(", {} joined into another", count(total.joined, "declaration")));
    }
    match total.decisions {
        0 => text.push_str("; nothing is left to decide.\n"),
        left => {
            let left =
                terminal::styled(terminal::WARNING, &format!("{} left", count(left, "decision")));
            text.push_str(&format!("; {left}.\n"));
        }
    }
    if !command.write && total.changes > 0 {
        text.push_str(
            "Nothing was written: --write changes the files, --diff shows the changes.\n",
        );
    }
    text
}
