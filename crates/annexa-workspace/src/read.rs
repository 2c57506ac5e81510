//! Reads text files. Errors contain the name of the file and, if known, the position of the first
//! wrong byte.

use std::io;
use std::path::Path;

use crate::open::{Unreadable, beginning, regular_file, up_to};
use crate::{Failure, shown};

/// The size of the largest text that is read, in bytes. ISO/IEC 27002 has half a megabyte of text.
pub const LARGEST_TEXT: usize = 16 << 20;

/// In bytes; enough to recognize whether a file is a text.
const ENOUGH: u64 = 64 << 10;

/// Reads a text file.
///
/// # Errors
///
/// Fails if the file cannot be read or is not a text in UTF-8.
pub fn text_file(path: &Path) -> Result<String, Failure> {
    match regular_file(path, LARGEST_TEXT as u64) {
        Ok(bytes) => text(bytes, || shown(path)),
        Err(Unreadable::TooLarge(_)) => Err(match beginning(path, ENOUGH) {
            // It is too large because it is not a text.
            Ok(bytes) if bytes.contains(&0) => text(bytes, || shown(path)).err(),
            _ => None,
        }
        .unwrap_or_else(|| too_large(&shown(path)))),
        Err(why) => {
            let failure = Failure::new(format!("cannot read `{}`: {why}", shown(path)));
            Err(if why.is_locked() { failure.warning() } else { failure })
        }
    }
}

/// Reads standard input.
///
/// # Errors
///
/// Fails if standard input cannot be read or is not a text in UTF-8.
pub fn standard_input() -> Result<String, Failure> {
    let shown = || "standard input".to_owned();
    match up_to(io::stdin().lock(), LARGEST_TEXT as u64, 0) {
        Ok(bytes) => text(bytes, shown),
        Err(Unreadable::TooLarge(_)) => Err(too_large(&shown())),
        Err(why) => Err(Failure::new(format!("cannot read standard input: {why}"))),
    }
}

/// Returns why a text in memory must not be parsed: it is that of a binary file, or it is too
/// large.
pub fn unreadable(text: &str, path: &Path) -> Option<Failure> {
    if text.len() > LARGEST_TEXT {
        return Some(too_large(&shown(path)));
    }
    Some(binary(text.bytes().position(|byte| byte == 0)?, &shown(path)))
}

fn text(bytes: Vec<u8>, shown: impl Fn() -> String) -> Result<String, Failure> {
    let wide = is_wide(&bytes);
    let help = match wide {
        true => "it looks like UTF-16; save it as UTF-8 in your editor",
        false => "save it as UTF-8 in your editor",
    };
    if !wide && let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(binary(at, &shown()));
    }
    let not_utf8 = |offset: usize| {
        let shown = shown();
        Failure::new(format!("`{shown}` is not UTF-8: byte {offset} does not begin a character"))
            .help(help)
    };
    match String::from_utf8(bytes) {
        // UTF-16 in Latin letters without a byte order mark is valid UTF-8 with zeros.
        Ok(text) if wide => Err(not_utf8(text.find('\0').unwrap_or(0))),
        Ok(text) => Ok(text),
        Err(error) => Err(not_utf8(error.utf8_error().valid_up_to())),
    }
}

/// Whether bytes seem to be UTF-16: they have its byte order mark, or every other one of the first
/// bytes is zero.
fn is_wide(bytes: &[u8]) -> bool {
    const ENOUGH: usize = 16;
    let first = bytes.get(..ENOUGH).unwrap_or_default();
    let zeros = |from: usize| first.iter().skip(from).step_by(2).all(|byte| *byte == 0);
    let is_mixed = first.iter().any(|byte| *byte != 0);
    bytes.starts_with(&[0xFF, 0xFE])
        || bytes.starts_with(&[0xFE, 0xFF])
        || is_mixed && (zeros(0) || zeros(1))
}

fn binary(zero: usize, shown: &str) -> Failure {
    Failure::new(format!("`{shown}` is a binary file, not a text: byte {zero} is 0"))
        .help("if it is not a part of the standard, rename or remove it")
}

fn too_large(shown: &str) -> Failure {
    Failure::new(format!(
        "`{shown}` is larger than {} MiB, which is more than the text of any standard",
        LARGEST_TEXT >> 20
    ))
    .help("split it: a file can begin with `part of` and the prefix of the standard")
}
