//! Reading text files: what is wrong with one is said with its name and, where it is known, the
//! byte at which it goes wrong.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::{Failure, shown};

/// No text of a standard comes near it, and offsets in a text have four bytes.
const LARGEST: u64 = 1 << 30;

/// Reads a text file.
pub fn text_file(path: &Path) -> Result<String, Failure> {
    let cannot = |error: &dyn std::fmt::Display| {
        Failure::new(format!("cannot read `{}`: {error}", shown(path)))
    };
    // A named pipe or a device could keep us waiting for ever, so it is looked at before it is
    // opened.
    let metadata = path.metadata().map_err(|error| cannot(&plain(&error)))?;
    if metadata.is_dir() {
        return Err(cannot(&"it is a folder, not a file"));
    }
    if !metadata.is_file() {
        return Err(cannot(&"it is no regular file"));
    }
    if metadata.len() > LARGEST {
        return Err(too_large(&shown(path)));
    }
    let file = File::open(path).map_err(|error| cannot(&plain(&error)))?;
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    // It may have grown meanwhile.
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| cannot(&plain(&error)))?;
    text(bytes, || shown(path))
}

/// Reads as much of a file as tells what it is.
pub(crate) fn beginning(path: &Path) -> io::Result<Vec<u8>> {
    const ENOUGH: u64 = 64 * 1024;
    let mut bytes = Vec::new();
    File::open(path)?.take(ENOUGH).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads standard input.
pub fn standard_input() -> Result<String, Failure> {
    let shown = "standard input";
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(format!("cannot read {shown}: {error}")))?;
    text(bytes, || shown.to_owned())
}

fn text(bytes: Vec<u8>, shown: impl Fn() -> String) -> Result<String, Failure> {
    if bytes.len() as u64 > LARGEST {
        return Err(too_large(&shown()));
    }
    let wide = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let help = if wide {
            "it looks like UTF-16; save it as UTF-8 in your editor"
        } else {
            "save it as UTF-8 in your editor"
        };
        Failure::new(format!("`{}` is not UTF-8: byte {offset} begins no character", shown()))
            .help(help)
    })
}

fn too_large(shown: &str) -> Failure {
    Failure::new(format!("`{shown}` is larger than 1 GiB, which is no text of a standard"))
}

/// An error of the operating system in words, without its number.
pub fn plain(error: &io::Error) -> String {
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
