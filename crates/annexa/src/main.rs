//! The program: it reads the arguments, hands them to one command, and ends with that command's
//! exit code. It is the only one that knows argv and the file system.

mod bug;
mod cli;
mod commands;
mod destination;
mod findings;
mod outcome;
mod patch;
mod target;
mod terminal;
mod threads;
mod visible;
mod write;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    bug::install_hook();
    // Shells of Windows leave `*.annexa` to the program; elsewhere this does nothing.
    let arguments = cli::Arguments::parse_from(cli::with_plain_help(wild::args_os()));
    arguments.color.write_global();
    let outcome = commands::run(arguments.command);
    ExitCode::from(outcome::report(outcome))
}
