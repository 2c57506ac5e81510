//! `annexa man`: writes the manual pages, which derive from `--help`.

use std::fs;
use std::path::PathBuf;

use annexa_workspace::plain;
use clap::{Args, Command};

use crate::outcome::{Failure, Outcome};
use crate::target::{self, Kind};
use crate::terminal;
use crate::write::{self, Existing};

/// Write the manual pages of this program into a folder
///
/// There is one page for the program and one for each of its commands.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa man manual    to the folder manual/; `man --local-file manual/annexa.1` shows one")]
pub(crate) struct Man {
    /// The folder
    folder: PathBuf,
}

/// The kind of output.
const PAGE: Kind = Kind { name: "a manual page", endings: &["1"] };

/// Runs the command. `program` describes the command line.
pub(crate) fn run(man: &Man, program: Command) -> Result<Outcome, Failure> {
    let cannot = |error| Failure::of_file("write", &man.folder, plain(&error));
    // Each page is replaced as a whole, and only if the existing file is a page.
    let made = tempfile::tempdir().map_err(cannot)?;
    clap_mangen::generate_to(program, made.path()).map_err(cannot)?;
    for page in fs::read_dir(made.path()).map_err(cannot)?.flatten() {
        let text = fs::read(page.path()).map_err(cannot)?;
        let path = man.folder.join(page.file_name());
        target::check_page(&path, PAGE)?;
        write::file(&path, &text, Existing::Replace)?;
    }
    let wrote = terminal::styled(terminal::GOOD, "wrote");
    terminal::say(&format!("{wrote} the manual pages to {}\n", terminal::path(&man.folder)));
    Ok(Outcome::Clean)
}
