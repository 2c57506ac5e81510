//! How a run ends: the exit codes, and the errors that stop a command.

use std::fmt::Display;
use std::io;
use std::path::Path;

use crate::terminal;

/// How a command ended, from best to worst.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Outcome {
    /// Nothing to say.
    Clean,
    /// The input was read, and there is something wrong with it.
    Findings,
    /// Something could not be read or written.
    Trouble,
}

/// Why a command could not do what it was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Said to the user, with what to do about it where that is known.
    Trouble { message: String, help: Option<String> },
    /// A message that is laid out already: an error at a place in a file.
    Rendered(String),
    /// The reader of standard output has left; there is nothing more to do.
    NobodyReads,
}

impl Failure {
    /// A failure with a message.
    pub(crate) fn new(message: impl Into<String>) -> Failure {
        Failure::Trouble { message: message.into(), help: None }
    }

    /// A failure to read or write a file.
    pub(crate) fn of_file(doing: &str, path: &Path, error: impl Display) -> Failure {
        Failure::new(format!("cannot {doing} `{}`: {error}", path.display()))
    }

    /// The same with advice.
    pub(crate) fn help(self, advice: impl Into<String>) -> Failure {
        match self {
            Failure::Trouble { message, .. } => {
                Failure::Trouble { message, help: Some(advice.into()) }
            }
            other => other,
        }
    }

    /// As it is shown.
    pub(crate) fn render(&self) -> String {
        match self {
            Failure::Trouble { message, help } => {
                let error = terminal::styled(terminal::ERROR, "error");
                let help = help.as_ref().map(|help| {
                    format!("  {}: {help}\n", terminal::styled(terminal::STRONG, "help"))
                });
                format!("{error}: {message}\n{}", help.unwrap_or_default())
            }
            Failure::Rendered(text) => text.clone(),
            Failure::NobodyReads => String::new(),
        }
    }
}

/// Failures to write standard output: files have their own messages, with their names.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::NobodyReads,
            _ => Failure::new(format!("cannot write to standard output: {error}")),
        }
    }
}

/// Says what went wrong, and gives the exit code.
pub(crate) fn report(outcome: Result<Outcome, Failure>) -> u8 {
    match outcome {
        Ok(Outcome::Clean) | Err(Failure::NobodyReads) => 0,
        Ok(Outcome::Findings) => 1,
        Ok(Outcome::Trouble) => 2,
        Err(failure) => {
            terminal::say(&failure.render());
            2
        }
    }
}
