//! `annexa completions`: what a shell needs to complete the program's arguments.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::Arguments;
use crate::outcome::{Failure, Outcome};
use crate::terminal;

/// Print a script that completes the arguments of this program in a shell
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa completions bash > ~/.local/share/bash-completion/completions/annexa
  annexa completions fish > ~/.config/fish/completions/annexa.fish
  annexa completions zsh > \"${fpath[1]}/_annexa\"")]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

/// Runs the command.
pub(crate) fn run(completions: &Completions) -> Result<Outcome, Failure> {
    // Written to memory first: the generator panics where its output cannot be written.
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut Arguments::command(), "annexa", &mut script);
    terminal::print_bytes(&script)?;
    Ok(Outcome::Clean)
}
