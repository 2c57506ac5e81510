//! `annexa man`: the manual pages, made of what `--help` says.

use std::fs;
use std::path::PathBuf;

use annexa_workspace::shown;
use clap::{Args, CommandFactory};

use crate::cli::Arguments;
use crate::outcome::{Failure, Outcome};
use crate::terminal;

/// Write the manual pages of this program into a folder
///
/// There is one page for the program and one for each of its commands.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa man ~/.local/share/man/man1
  man annexa-compile")]
pub(crate) struct Man {
    /// The folder
    folder: PathBuf,
}

/// Runs the command.
pub(crate) fn run(man: &Man) -> Result<Outcome, Failure> {
    let written = fs::create_dir_all(&man.folder)
        .and_then(|()| clap_mangen::generate_to(Arguments::command(), &man.folder));
    written.map_err(|error| Failure::of_file("write", &man.folder, error))?;
    let wrote = terminal::styled(terminal::GOOD, "wrote");
    terminal::say(&format!("{wrote} the manual pages to {}\n", shown(&man.folder)));
    Ok(Outcome::Clean)
}
