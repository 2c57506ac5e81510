//! The reasons why something on disk could not be used.

use std::fmt::{self, Display};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::shown;

/// A file or folder below the root of a project that was not read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unread {
    /// The file or folder.
    pub path: PathBuf,
    /// The reason.
    pub failure: Failure,
}

/// The reason why something on disk could not be used. The caller decides how to show it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    message: String,
    advice: Option<String>,
    within: Option<Box<Within>>,
    is_emptiness: bool,
    is_warning: bool,
}

/// The file that contains the error.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Within {
    path: PathBuf,
    text: String,
    range: Range<usize>,
}

/// An error at a place in a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FailurePlace<'a> {
    /// The path of the file.
    pub path: &'a Path,
    /// The text of the file.
    pub text: &'a str,
    /// The range of the error, in bytes.
    pub range: Range<usize>,
    /// The message at this place.
    pub message: &'a str,
}

impl Failure {
    /// Returns a failure with a message.
    pub fn new(message: impl Into<String>) -> Failure {
        Failure {
            message: message.into(),
            advice: None,
            within: None,
            is_emptiness: false,
            is_warning: false,
        }
    }

    /// Returns a failure to read or write a file. `doing` is the verb: `read`.
    pub fn of_file(doing: &str, path: &Path, error: impl Display) -> Failure {
        Failure::new(format!("cannot {doing} `{}`: {error}", shown(path)))
    }

    /// Returns the failure that there is no file of the language.
    pub(crate) fn emptiness(message: impl Into<String>) -> Failure {
        Failure { is_emptiness: true, ..Failure::new(message) }
    }

    /// Returns a failure at a place in a file.
    pub(crate) fn at(path: &Path, text: &str, range: Range<usize>, message: &str) -> Failure {
        let within = Within { path: path.to_owned(), text: text.to_owned(), range };
        Failure { within: Some(Box::new(within)), ..Failure::new(message) }
    }

    /// Adds advice.
    pub fn help(self, advice: impl Into<String>) -> Failure {
        Failure { advice: Some(advice.into()), ..self }
    }

    /// Turns it into a warning: the rest can be used.
    pub fn warning(self) -> Failure {
        Failure { is_warning: true, ..self }
    }

    /// Turns it into an error: nothing can be used.
    pub fn error(self) -> Failure {
        Failure { is_warning: false, ..self }
    }

    /// Whether the rest can be used.
    pub fn is_warning(&self) -> bool {
        self.is_warning
    }

    /// Returns the message.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns what to do about it, if that is known.
    pub fn advice(&self) -> Option<&str> {
        self.advice.as_deref()
    }

    /// Whether the only problem is that there is no file of the language.
    pub fn is_emptiness(&self) -> bool {
        self.is_emptiness
    }

    /// Returns the place in a file, if there is one.
    pub fn place(&self) -> Option<FailurePlace<'_>> {
        let Within { path, text, range } = self.within.as_deref()?;
        Some(FailurePlace { path, text, range: range.clone(), message: &self.message })
    }
}

impl Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(within) = &self.within {
            write!(out, "{}: ", shown(&within.path))?;
        }
        out.write_str(&self.message)?;
        self.advice.iter().try_for_each(|advice| write!(out, "; {advice}"))
    }
}

impl std::error::Error for Failure {}

/// Returns an error of the operating system in words, without its number.
pub fn plain(error: &io::Error) -> String {
    let of_windows = error.raw_os_error().filter(|_| cfg!(windows)).and_then(of_windows);
    if let Some(words) = of_windows {
        return words.to_owned();
    }
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is write-protected".to_owned(),
        io::ErrorKind::NotADirectory => "a part of the path is a file, not a folder".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder, not a file".to_owned(),
        _ => error.to_string(),
    }
}

/// Returns a message for an error of Windows, whose own messages are in the language of the system
/// and suggest no remedy.
fn of_windows(number: i32) -> Option<&'static str> {
    Some(match number {
        32 | 33 => "another program has opened it; close it there and try again",
        53 | 67 => "the server or the shared folder cannot be reached",
        123 => "the name contains a character that Windows does not permit: < > : \" / \\ | ? *",
        206 => "the path is longer than Windows permits; choose a shorter one",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::of_windows;

    #[test]
    fn errors_of_windows_contain_advice() {
        for (number, words) in [
            (32, "close it there"),
            (33, "close it there"),
            (53, "cannot be reached"),
            (123, "does not permit"),
            (206, "choose a shorter one"),
        ] {
            assert!(of_windows(number).is_some_and(|it| it.contains(words)), "{number}");
        }
        // On every other system, the kind of the error is sufficient.
        assert_eq!(of_windows(5), None);
    }
}
