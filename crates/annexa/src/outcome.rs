//! The outcome of a run: exit codes, and the errors that stop a command.

use std::fmt::Display;
use std::io;
use std::path::Path;

use annexa_workspace as workspace;
use annotate_snippets::Level;

use crate::findings::{self, Mark, Source};
use crate::{terminal, visible};

/// The outcome of a command, from best to worst.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Outcome {
    /// No findings.
    Clean,
    /// The input was read and has findings.
    Findings,
    /// Something could not be read or written.
    Trouble,
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A failure that is shown to the user.
    Said(workspace::Failure),
    /// The reader of standard output has closed it, so there is nothing more to do.
    OutputClosed,
}

impl Failure {
    /// Returns a failure with a message.
    pub(crate) fn new(message: impl Into<String>) -> Failure {
        Failure::Said(workspace::Failure::new(message))
    }

    /// Returns a failure to read or write a file.
    pub(crate) fn of_file(doing: &str, path: &Path, error: impl Display) -> Failure {
        Failure::Said(workspace::Failure::of_file(doing, path, error))
    }

    /// Adds advice.
    pub(crate) fn help(self, advice: impl Into<String>) -> Failure {
        match self {
            Failure::Said(failure) => Failure::Said(failure.help(advice)),
            Failure::OutputClosed => Failure::OutputClosed,
        }
    }

    /// Whether the rest can be used.
    pub(crate) fn is_warning(&self) -> bool {
        matches!(self, Failure::Said(failure) if failure.is_warning())
    }

    /// Returns the message for other programs, on one line and without colours.
    pub(crate) fn plain(&self) -> String {
        match self {
            Failure::Said(failure) => match failure.place() {
                Some(place) => format!("{}: {}", workspace::shown(place.path), place.message),
                None => failure.message().to_owned(),
            },
            Failure::OutputClosed => String::new(),
        }
    }

    /// Returns the failure as it is shown to users.
    pub(crate) fn render(&self) -> String {
        match self {
            Failure::Said(failure) => match failure.place() {
                Some(place) => at_place(place),
                None => on_a_line(failure),
            },
            Failure::OutputClosed => String::new(),
        }
    }
}

/// Renders a failure without a line.
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

/// Renders a failure with its line.
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

/// For failures to write standard output: those of files have messages of their own, with the name
/// of the file.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::OutputClosed,
            _ => Failure::new(format!("cannot write to standard output: {error}")),
        }
    }
}

/// Reports a failure and returns the exit code.
pub(crate) fn report(outcome: Result<Outcome, Failure>) -> u8 {
    match outcome {
        Ok(Outcome::Clean) | Err(Failure::OutputClosed) => 0,
        Ok(Outcome::Findings) => 1,
        Ok(Outcome::Trouble) => 2,
        Err(failure) => {
            terminal::say(&failure.render());
            2
        }
    }
}
