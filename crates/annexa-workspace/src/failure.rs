//! Why something on disk could not be used.

use std::fmt::{self, Display};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::shown;

/// Something below the root of a project that is not read, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unread {
    /// The file or folder.
    pub path: PathBuf,
    /// Why it is not read.
    pub failure: Failure,
}

/// Why something on disk could not be used. Whoever asked for it shows it in their own way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    message: String,
    advice: Option<String>,
    within: Option<Box<Within>>,
    is_emptiness: bool,
    is_warning: bool,
}

/// The file that something is wrong in.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Within {
    path: PathBuf,
    text: String,
    range: Range<usize>,
}

/// A place in a file, and what is wrong there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FailurePlace<'a> {
    /// The file.
    pub path: &'a Path,
    /// Its text.
    pub text: &'a str,
    /// The bytes of the text.
    pub range: Range<usize>,
    /// What is wrong there.
    pub message: &'a str,
}

impl Failure {
    /// A failure with a message.
    pub fn new(message: impl Into<String>) -> Failure {
        Failure {
            message: message.into(),
            advice: None,
            within: None,
            is_emptiness: false,
            is_warning: false,
        }
    }

    /// A failure to read or write a file.
    pub fn of_file(doing: &str, path: &Path, error: impl Display) -> Failure {
        Failure::new(format!("cannot {doing} `{}`: {error}", shown(path)))
    }

    /// A failure to find any file of the language.
    pub(crate) fn emptiness(message: impl Into<String>) -> Failure {
        Failure { is_emptiness: true, ..Failure::new(message) }
    }

    /// A failure at a place in a file.
    pub(crate) fn at(path: &Path, text: &str, range: Range<usize>, message: &str) -> Failure {
        let within = Within { path: path.to_owned(), text: text.to_owned(), range };
        Failure { within: Some(Box::new(within)), ..Failure::new(message) }
    }

    /// The same with advice.
    pub fn help(self, advice: impl Into<String>) -> Failure {
        Failure { advice: Some(advice.into()), ..self }
    }

    /// The same as a warning: the rest can be used without it.
    pub fn warning(self) -> Failure {
        Failure { is_warning: true, ..self }
    }

    /// The same as an error: there is nothing to be used without it.
    pub fn error(self) -> Failure {
        Failure { is_warning: false, ..self }
    }

    /// Whether the rest can be used without it.
    pub fn is_warning(&self) -> bool {
        self.is_warning
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it, where that is known.
    pub fn advice(&self) -> Option<&str> {
        self.advice.as_deref()
    }

    /// Whether nothing is wrong but that there is no file of the language.
    pub fn is_emptiness(&self) -> bool {
        self.is_emptiness
    }

    /// Where in a file it is, if it is in one.
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

/// An error of the operating system in words, without its number.
pub fn plain(error: &io::Error) -> String {
    let of_windows = error.raw_os_error().filter(|_| cfg!(windows)).and_then(of_windows);
    if let Some(words) = of_windows {
        return words.to_owned();
    }
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        io::ErrorKind::NotADirectory => "a part of the path is a file, not a folder".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder, not a file".to_owned(),
        _ => error.to_string(),
    }
}

/// Errors of Windows, whose own words come in the language of the system and name no way out.
fn of_windows(number: i32) -> Option<&'static str> {
    Some(match number {
        32 | 33 => "another program has it open; close it there and try again",
        53 | 67 => "the server or the shared folder cannot be reached",
        123 => "the name holds a character that Windows does not allow: < > : \" / \\ | ? *",
        206 => "the path is longer than Windows allows; choose a shorter one",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::of_windows;

    #[test]
    fn errors_of_windows_say_what_to_do() {
        for (number, words) in [
            (32, "close it there"),
            (33, "close it there"),
            (53, "cannot be reached"),
            (123, "does not allow"),
            (206, "choose a shorter one"),
        ] {
            assert!(of_windows(number).is_some_and(|it| it.contains(words)), "{number}");
        }
        // The kind of the error says it on every system.
        assert_eq!(of_windows(5), None);
    }
}
