//! Where a command writes its output. A shell can redirect standard output too, but PowerShell 5.1
//! turns it into UTF-16, which JSON readers do not accept.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use crate::outcome::Failure;
use crate::target::{self, Kind};
use crate::{terminal, write};

/// The option of these commands.
#[derive(Debug, Args)]
pub(crate) struct Destination {
    /// Write to a file instead of standard output; an existing file is replaced
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Destination {
    /// Whether the output goes to a file.
    pub(crate) fn is_file(&self) -> bool {
        self.output.is_some()
    }

    /// Checks that the file may be written, before any other work.
    ///
    /// # Errors
    ///
    /// Fails if the file is a source, belongs to git, or is of another kind.
    pub(crate) fn check(&self, kind: Kind) -> Result<(), Failure> {
        self.output.iter().try_for_each(|path| target::check(path, kind))
    }

    /// Writes text for people, without colours in a file.
    ///
    /// # Errors
    ///
    /// Fails if the file or standard output cannot be written.
    pub(crate) fn text(&self, kind: Kind, text: &str) -> Result<(), Failure> {
        match self.output {
            Some(_) => self.bytes(kind, terminal::plain(text).as_bytes()),
            None => Ok(terminal::print(text)?),
        }
    }

    /// Writes bytes unchanged.
    ///
    /// # Errors
    ///
    /// Fails if the file or standard output cannot be written.
    pub(crate) fn bytes(&self, kind: Kind, bytes: &[u8]) -> Result<(), Failure> {
        match &self.output {
            Some(path) => write::output(path, kind, &|file| file.write_all(bytes)),
            None => Ok(terminal::print_bytes(bytes)?),
        }
    }
}
