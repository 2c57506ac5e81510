//! `annexa schema`: what the compiled output looks like, for those who read it with a program.

use clap::Args;

use crate::outcome::{Failure, Outcome};
use crate::terminal;

/// Print the JSON Schema of the compiled output
///
/// The schema says what each part of the JSON means that `annexa compile` writes, and lets a program
/// check that it has understood it. Its version is in its $id; within one major version, parts are
/// added and none is taken away.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa schema > annexa.schema.json")]
pub(crate) struct Schema {}

/// Runs the command.
pub(crate) fn run(_: &Schema) -> Result<Outcome, Failure> {
    terminal::print_bytes(annexa_emit::SCHEMA.as_bytes())?;
    Ok(Outcome::Clean)
}
