//! `annexa lsp`: the language server.

use std::path::PathBuf;

use annexa_server::Options;
use clap::{Args, ValueEnum};

use crate::outcome::{Failure, Outcome};
use crate::target;

/// Run the language server, which editors start
///
/// An editor starts the server and communicates with it through standard input and output, in the
/// Language Server Protocol. The server ends when the editor requests it or ends itself.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa lsp                           the command that editors run
  annexa lsp --log annexa.log          with a log in a file instead of in the editor
  annexa lsp --record session.jsonl    record the messages of the editor, to analyse a problem
  annexa lsp --replay session.jsonl    replay them; the answers go to standard output

Exit codes:
  0    the editor ended the session
  1    the editor ended without a shutdown request
  2    a file cannot be read or written")]
pub(crate) struct Lsp {
    /// Use standard input and output, which is the only way; some editors pass this option
    #[arg(long)]
    stdio: bool,

    /// Write the log to a file
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,

    /// The detail of the log; the editor's setting annexa.log.level changes it later
    #[arg(long, value_name = "LEVEL", default_value = "warn")]
    log_level: Level,

    /// Record all messages of the editor in a file, with their times
    ///
    /// The file contains the texts of the documents.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,

    /// Read the messages from such a file instead of standard input
    #[arg(long, value_name = "FILE", conflicts_with = "record")]
    replay: Option<PathBuf>,
}

/// The detail of the log.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Level {
    Off,
    Error,
    Warn,
    Info,
    /// Includes texts of the user
    Debug,
    Trace,
}

/// Runs the command.
pub(crate) fn run(lsp: &Lsp) -> Result<Outcome, Failure> {
    for path in lsp.log.iter().chain(&lsp.record) {
        target::check_place(path)?;
    }
    let level = lsp.log_level.to_possible_value();
    let options = Options {
        log: lsp.log.clone(),
        log_level: level.map(|level| level.get_name().to_owned()),
        record: lsp.record.clone(),
        replay: lsp.replay.clone(),
    };
    match annexa_server::run(&options) {
        Ok(0) => Ok(Outcome::Clean),
        Ok(_) => Ok(Outcome::Findings),
        Err(error) => Err(Failure::new(format!("cannot serve: {error}"))),
    }
}
