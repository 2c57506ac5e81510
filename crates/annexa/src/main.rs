//! The program: it reads the arguments, hands them to one command, and ends with that command's
//! exit code. It is the only one that knows argv and the file system.

mod bug;
mod cli;
mod commands;
mod findings;
mod outcome;
mod project;
mod read;
mod terminal;
mod write;

use std::process::ExitCode;

use clap::Parser;

/// Trees and models are millions of small pieces; the system's allocator takes twice as long for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    bug::install_hook();
    let arguments = cli::Arguments::parse();
    arguments.color.write_global();
    let outcome = commands::run(arguments.command);
    ExitCode::from(outcome::report(outcome))
}
