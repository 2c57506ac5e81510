//! The program: reads the arguments, runs one command, and returns its exit code. Only this crate
//! knows argv.

mod bug;
mod cli;
mod commands;
mod destination;
#[cfg(test)]
mod docs;
mod findings;
mod outcome;
mod patch;
mod reference;
mod target;
mod terminal;
mod threads;
mod visible;
mod write;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    bug::install_hook();
    // On Windows, shells leave `*.annexa` to the program; elsewhere this does nothing.
    let parsed = cli::Arguments::try_parse_from(cli::with_plain_help(wild::args_os()));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => return wrong(&error),
    };
    arguments.color.write_global();
    let outcome = commands::run(arguments.command);
    ExitCode::from(outcome::report(outcome))
}

/// Reports an error in the arguments, or prints the requested help or version. An argument can be
/// the name of a file, through `*` in a shell, and clap prints it as it is.
fn wrong(error: &clap::Error) -> ExitCode {
    let is_strange = |argument: std::ffi::OsString| {
        let argument = argument.to_string_lossy();
        visible::line(&argument) != argument
    };
    if error.use_stderr() && std::env::args_os().any(is_strange) {
        terminal::say(&error.render().to_string());
    } else {
        // If this cannot be written, the exit code still shows the outcome.
        let _ = error.print();
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}
