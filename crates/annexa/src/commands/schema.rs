//! `annexa schema`: prints the schemas of the JSON formats, for programs that read them.

use annexa_emit::{PUBLISHED, Published};
use annexa_workspace::config_schema;
use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::destination::Destination;
use crate::outcome::{Failure, Outcome};
use crate::target::Kind;

/// Print the JSON Schema of the compiled output, of another format, or of annexa.toml
///
/// The schema describes each part of the JSON, and programs can validate the JSON with it. Its $id
/// contains its version; within one major version, parts are added but never removed.
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
    /// The format to describe; `config`: the settings in annexa.toml
    #[arg(default_value = "standard", value_parser = names())]
    format: String,

    #[command(flatten)]
    destination: Destination,
}

/// The kind of output.
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
