//! `annexa completions`: prints the script with which a shell completes the program's arguments.

use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::Shell;

use crate::outcome::{Failure, Outcome};
use crate::target::{self, Kind};
use crate::terminal;
use crate::write::{self, Existing};

/// Print a script that completes the arguments of this program in a shell
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa completions powershell -o annexa.ps1   a line `. ./annexa.ps1` in your profile loads it
  annexa completions bash -o annexa.bash        a line `source annexa.bash` in .bashrc loads it
  annexa completions fish -o annexa.fish        fish loads it from .config/fish/completions
  annexa completions zsh -o _annexa             zsh loads it from a folder of its fpath")]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,

    /// Write to a file instead of standard output; an existing file is replaced
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The kind of output.
const SCRIPT: Kind =
    Kind { name: "such a script", endings: &["bash", "elv", "fish", "ps1", "zsh"] };

/// The file names without an extension that bash and zsh look for.
const NAMES: [&str; 2] = ["annexa", "_annexa"];

/// Runs the command. `program` describes the command line.
pub(crate) fn run(completions: &Completions, mut program: Command) -> Result<Outcome, Failure> {
    // Written to memory first, because the generator panics if its output cannot be written.
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut program, "annexa", &mut script);
    let Some(path) = &completions.output else {
        terminal::print_bytes(&script)?;
        return Ok(Outcome::Clean);
    };
    // Shells load scripts from hidden folders.
    match path.file_name().is_some_and(|name| NAMES.iter().any(|it| name == *it)) {
        true => target::check_place(path).map(|_| ())?,
        false => target::check_page(path, SCRIPT)?,
    }
    write::file(path, &script, Existing::Replace)?;
    Ok(Outcome::Clean)
}
