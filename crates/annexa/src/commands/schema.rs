//! `annexa schema`: what the JSON looks like that is written, for those who read it with a program.

use annexa_emit::{PUBLISHED, Published};
use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::destination::Destination;
use crate::outcome::{Failure, Outcome};
use crate::target::Kind;

/// Print the JSON Schema of the compiled output, or of another format
///
/// The schema says what each part of the JSON means, and lets a program check that it has understood
/// it. Its version is in its $id; within one major version, parts are added and none is taken away.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa schema -o annexa.schema.json   what `annexa compile` writes, to a file
  annexa schema findings                what `annexa check --format json` writes
  annexa schema status                  what `annexa status --format json` writes
  annexa schema combination             what `annexa combine` writes
  annexa schema compilation             a line of `annexa compile --message-format json`
  annexa schema bases                   what `annexa base list --format json` writes")]
pub(crate) struct Schema {
    /// What the JSON holds
    #[arg(default_value = "standard", value_parser = names())]
    format: String,

    #[command(flatten)]
    destination: Destination,
}

/// What is written.
const SCHEMA: Kind = Kind { name: "a schema", endings: &["json"] };

fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(PUBLISHED.iter().map(|published| published.name))
}

/// Runs the command.
pub(crate) fn run(schema: &Schema) -> Result<Outcome, Failure> {
    if let Some(published) = Published::find(&schema.format) {
        schema.destination.bytes(SCHEMA, published.text.as_bytes())?;
    }
    Ok(Outcome::Clean)
}
