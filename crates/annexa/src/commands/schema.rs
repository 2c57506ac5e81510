//! `annexa schema`: what the JSON looks like that is written, for those who read it with a program.

use annexa_emit::{PUBLISHED, Published};
use annexa_workspace::config_schema;
use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::destination::Destination;
use crate::outcome::{Failure, Outcome};
use crate::target::Kind;

/// Print the JSON Schema of the compiled output, of another format, or of annexa.toml
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
  annexa schema bases                   what `annexa base list --format json` writes
  annexa schema config                  the settings in annexa.toml")]
pub(crate) struct Schema {
    /// What the JSON holds; `config`: the settings in annexa.toml
    #[arg(default_value = "standard", value_parser = names())]
    format: String,

    #[command(flatten)]
    destination: Destination,
}

/// What is written.
const SCHEMA: Kind = Kind { name: "a schema", endings: &["json"] };

/// The settings of a project, which are no output of the program.
const CONFIG: &str = "config";

fn names() -> PossibleValuesParser {
    let formats = PUBLISHED.iter().map(|published| published.name);
    PossibleValuesParser::new(formats.chain([CONFIG]))
}

/// Runs the command.
pub(crate) fn run(schema: &Schema) -> Result<Outcome, Failure> {
    if let Some(published) = Published::find(&schema.format) {
        schema.destination.bytes(SCHEMA, published.text.as_bytes())?;
    } else if schema.format == CONFIG {
        schema
            .destination
            .bytes(SCHEMA, format!("{:#}\n", config_schema().to_value()).as_bytes())?;
    }
    Ok(Outcome::Clean)
}
