//! The only way to open a file: regular files only, opened without blocking, up to a size. So a
//! pipe, a device or an endless file can neither block the program nor fill its memory.

use std::fmt::{self, Display};
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use crate::plain;

/// Why a file was not read.
#[derive(Debug)]
pub enum Unreadable {
    /// The system reported an error.
    System(io::Error),
    /// The path is a folder.
    Folder,
    /// The path is a pipe, a socket or a device.
    Irregular,
    /// The file is larger than this number of bytes.
    TooLarge(u64),
}

impl Unreadable {
    /// Whether the user lacks the permission to read the file.
    pub fn is_locked(&self) -> bool {
        matches!(self, Unreadable::System(error) if error.kind() == io::ErrorKind::PermissionDenied)
    }
}

impl Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unreadable::System(error) => out.write_str(&plain(error)),
            Unreadable::Folder => out.write_str("it is a folder, not a file"),
            Unreadable::Irregular => out.write_str("it is a pipe or a device, not a file"),
            Unreadable::TooLarge(limit) => write!(out, "it is larger than {}", Size(*limit)),
        }
    }
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        Unreadable::System(error)
    }
}

/// A number of bytes, in a form for readers.
struct Size(u64);

impl Display for Size {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            bytes if bytes >= 1 << 20 => write!(out, "{} MiB", bytes >> 20),
            bytes => write!(out, "{} KiB", bytes >> 10),
        }
    }
}

/// Reads a regular file of at most `limit` bytes. Links are followed.
///
/// # Errors
///
/// Fails if the file does not exist, is not regular, is not readable for the user, or is too large.
pub fn regular_file(path: &Path, limit: u64) -> Result<Vec<u8>, Unreadable> {
    let file = open(path)?;
    let length = file.metadata()?.len();
    if length > limit {
        return Err(Unreadable::TooLarge(limit));
    }
    // The file can grow while it is read.
    up_to(file, limit, length as usize)
}

/// Reads at most `limit` bytes. `room` is the expected number of bytes, which is allocated at once.
pub(crate) fn up_to(from: impl Read, limit: u64, room: usize) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::with_capacity(room);
    from.take(limit + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > limit {
        true => Err(Unreadable::TooLarge(limit)),
        false => Ok(bytes),
    }
}

/// Reads the first `length` bytes of a regular file.
pub(crate) fn beginning(path: &Path, length: u64) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    open(path)?.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens a regular file. Opening a device can have side effects, so the path is checked first; the
/// file can be replaced in between, so the opened file is checked too.
fn open(path: &Path) -> Result<File, Unreadable> {
    is_regular(&path.metadata()?)?;
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // Otherwise opening a pipe would wait for a writer.
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits() as i32);
    }
    let file = options.open(path)?;
    is_regular(&file.metadata()?)?;
    Ok(file)
}

fn is_regular(metadata: &std::fs::Metadata) -> Result<(), Unreadable> {
    match metadata {
        it if it.is_dir() => Err(Unreadable::Folder),
        it if !it.is_file() => Err(Unreadable::Irregular),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Unreadable, regular_file};

    #[test]
    fn a_file_is_read_up_to_its_limit() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = folder.path().join("a");
        fs::write(&path, "12345").expect("can be written");
        assert_eq!(regular_file(&path, 5).expect("it is short enough"), b"12345");
        assert!(matches!(regular_file(&path, 4), Err(Unreadable::TooLarge(4))));
        assert!(matches!(regular_file(folder.path(), 4), Err(Unreadable::Folder)));
        let sparse = fs::File::create(&path).expect("can be made");
        sparse.set_len(3 << 30).expect("can be made long");
        assert!(matches!(regular_file(&path, 1 << 20), Err(Unreadable::TooLarge(_))));
    }

    #[cfg(unix)]
    #[test]
    fn pipes_devices_and_links_to_them_are_refused_at_once() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let (pipe, link) = (folder.path().join("pipe"), folder.path().join("link"));
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.expect("it can be run").success());
        std::os::unix::fs::symlink("/dev/zero", &link).expect("can be made");
        for path in [pipe.as_path(), &link, "/dev/null".as_ref()] {
            assert!(matches!(regular_file(path, 4), Err(Unreadable::Irregular)), "{path:?}");
        }
        // The kernel reports no length for this file.
        let endless = regular_file("/proc/self/maps".as_ref(), 8);
        assert!(matches!(endless, Err(Unreadable::TooLarge(8) | Unreadable::System(_))));
    }
}
