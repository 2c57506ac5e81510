//! How a run ends: the exit codes, and the errors that stop a command.

use std::fmt::Display;
use std::io;
use std::path::Path;

use annexa_workspace as workspace;
use annotate_snippets::Level;

use crate::findings::{self, Mark, Source};
use crate::{terminal, visible};

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
    /// Said to the user.
    Said(workspace::Failure),
    /// The reader of standard output has left; there is nothing more to do.
    NobodyReads,
}

impl Failure {
    /// A failure with a message.
    pub(crate) fn new(message: impl Into<String>) -> Failure {
        Failure::Said(workspace::Failure::new(message))
    }

    /// A failure to read or write a file.
    pub(crate) fn of_file(doing: &str, path: &Path, error: impl Display) -> Failure {
        Failure::Said(workspace::Failure::of_file(doing, path, error))
    }

    /// The same with advice.
    pub(crate) fn help(self, advice: impl Into<String>) -> Failure {
        match self {
            Failure::Said(failure) => Failure::Said(failure.help(advice)),
            Failure::NobodyReads => Failure::NobodyReads,
        }
    }

    /// Whether the rest can be used without it.
    pub(crate) fn is_warning(&self) -> bool {
        matches!(self, Failure::Said(failure) if failure.is_warning())
    }

    /// What is wrong, for a program to pass on: on one line and without colours.
    pub(crate) fn plain(&self) -> String {
        match self {
            Failure::Said(failure) => match failure.place() {
                Some(place) => format!("{}: {}", workspace::shown(place.path), place.message),
                None => failure.message().to_owned(),
            },
            Failure::NobodyReads => String::new(),
        }
    }

    /// As it is shown.
    pub(crate) fn render(&self) -> String {
        match self {
            Failure::Said(failure) => match failure.place() {
                Some(place) => at_place(place),
                None => on_a_line(failure),
            },
            Failure::NobodyReads => String::new(),
        }
    }
}

/// A failure that is about no line.
fn on_a_line(failure: &workspace::Failure) -> String {
    let level = match failure.is_warning() {
        true => terminal::styled(terminal::WARNING, "warning"),
        false => terminal::styled(terminal::ERROR, "error"),
    };
    let help = failure.advice().map(|help| {
        format!("  {}: {}\n", terminal::styled(terminal::STRONG, "help"), visible::line(help))
    });
    format!("{level}: {}\n{}", visible::line(failure.message()), help.unwrap_or_default())
}

/// A failure with the line that it is about.
fn at_place(place: workspace::FailurePlace<'_>) -> String {
    let source = Source::new(workspace::shown(place.path), place.text.to_owned());
    let mark = Mark { source: &source, range: place.range, label: None };
    findings::render(Level::ERROR.primary_title(place.message), &[mark], &[])
}

impl From<workspace::Failure> for Failure {
    fn from(failure: workspace::Failure) -> Self {
        Failure::Said(failure)
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
