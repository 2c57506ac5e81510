//! Where a command writes the text that it was asked for. A shell can redirect standard output too, but
//! PowerShell 5.1 turns it into UTF-16, which no reader of JSON takes.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use crate::outcome::Failure;
use crate::target::{self, Kind};
use crate::{terminal, write};

/// The option of these commands.
#[derive(Debug, Args)]
pub(crate) struct Destination {
    /// Write to a file, which is replaced as a whole, and not to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Destination {
    /// Whether a file is named.
    pub(crate) fn is_file(&self) -> bool {
        self.output.is_some()
    }

    /// Checks that the file may be written, before any work is done for it.
    ///
    /// # Errors
    ///
    /// The file is a source, belongs to git, or is of another kind.
    pub(crate) fn check(&self, kind: Kind) -> Result<(), Failure> {
        self.output.iter().try_for_each(|path| target::check(path, kind))
    }

    /// Writes text for people, without colours in a file.
    ///
    /// # Errors
    ///
    /// The file or standard output cannot be written.
    pub(crate) fn text(&self, kind: Kind, text: &str) -> Result<(), Failure> {
        match self.output {
            Some(_) => self.bytes(kind, terminal::plain(text).as_bytes()),
            None => Ok(terminal::print(text)?),
        }
    }

    /// Writes bytes as they are.
    ///
    /// # Errors
    ///
    /// The file or standard output cannot be written.
    pub(crate) fn bytes(&self, kind: Kind, bytes: &[u8]) -> Result<(), Failure> {
        match &self.output {
            Some(path) => write::output(path, kind, &|file| file.write_all(bytes)),
            None => Ok(terminal::print_bytes(bytes)?),
        }
    }
}
