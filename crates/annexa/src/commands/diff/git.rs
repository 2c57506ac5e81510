//! Makes the files of a git revision available like any others. The program `git` reads the
//! repository, because it supports every format of repositories.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use annexa_workspace::{CONFIG_FILE, ENDING, has_ending};
use tempfile::TempDir;

use crate::outcome::Failure;

/// The relevant files of a revision. They are deleted when this is dropped.
pub(super) struct Checkout {
    /// The requested path.
    pub(super) path: PathBuf,
    _folder: TempDir,
}

/// A file of a revision.
struct Blob {
    object: String,
    path: PathBuf,
}

/// Reads `REVISION[:PATH]`.
pub(super) fn checkout(named: &str) -> Result<Checkout, Failure> {
    let (revision, path) = match named.split_once(':') {
        Some((revision, path)) => (revision, Some(path)),
        None => (named, None),
    };
    let below = below_top(path)?;
    let tree = format!("{revision}^{{tree}}");
    let tree = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &tree]).map_err(
        |failure| match failure {
            Trouble::Git(_) => Failure::new(format!("git knows no revision `{revision}`")).help(
                "a version is written git:REVISION or git:REVISION:PATH, such as git:HEAD~1:meters",
            ),
            Trouble::Other(failure) => failure,
        },
    )?;
    let blobs = blobs(&git(&["ls-tree", "-r", "-z", "--full-tree", tree.trim()])?);
    if !blobs.iter().any(|blob| blob.path.starts_with(&below)) {
        let place = if below.as_os_str().is_empty() { Path::new(".") } else { &below };
        return Err(Failure::new(format!(
            "`{revision}` has no .{ENDING} file at `{}`",
            place.display()
        )));
    }
    let cannot =
        |error: std::io::Error| Failure::new(format!("cannot extract `{revision}`: {error}"));
    let folder = tempfile::tempdir().map_err(cannot)?;
    contents(&blobs, |blob, bytes| {
        let path = folder.path().join(&blob.path);
        fs::create_dir_all(path.parent().unwrap_or(folder.path()))?;
        fs::write(path, bytes)
    })?;
    Ok(Checkout { path: folder.path().join(below), _folder: folder })
}

/// Returns a path relative to the top of the repository.
fn below_top(path: Option<&str>) -> Result<PathBuf, Failure> {
    let from_here = |path: &str| -> Result<PathBuf, Failure> {
        let here = git(&["rev-parse", "--show-prefix"])?;
        Ok(Path::new(here.trim_end_matches('\n')).join(path))
    };
    let joined = match path {
        None | Some("." | "") => from_here("")?,
        Some(path) if path.starts_with("./") || path.starts_with("../") => from_here(path)?,
        Some(path) => {
            // Outside of a repository, this reports that there is none.
            from_here("")?;
            PathBuf::from(path)
        }
    };
    let mut normal = PathBuf::new();
    for component in joined.components() {
        let is_inside = match component {
            Component::Normal(name) => {
                normal.push(name);
                true
            }
            Component::CurDir => true,
            Component::ParentDir => normal.pop(),
            Component::RootDir | Component::Prefix(_) => false,
        };
        if !is_inside {
            return Err(Failure::new(format!(
                "`{}` leads out of the repository",
                joined.display()
            )));
        }
    }
    Ok(normal)
}

/// Returns the files of the language, and the settings that decide which of them belong together.
fn blobs(listed: &str) -> Vec<Blob> {
    let concerns_us = |path: &Path| {
        has_ending(path)
            || path.file_name().is_some_and(|name| name == CONFIG_FILE || name == ".gitignore")
    };
    let is_plain = |path: &Path| path.components().all(|it| matches!(it, Component::Normal(_)));
    listed
        .split('\0')
        .filter_map(|line| {
            let (about, path) = line.split_once('\t')?;
            let [mode, "blob", object] = about.split(' ').collect::<Vec<_>>()[..] else {
                return None;
            };
            // Links have no target here.
            let is_file = mode.starts_with("100");
            let path = PathBuf::from(path);
            let is_ours = is_file && concerns_us(&path) && is_plain(&path);
            is_ours.then(|| Blob { object: object.to_owned(), path })
        })
        .collect()
}

/// Reads files with one run of git, and passes each to `take`.
fn contents(
    blobs: &[Blob],
    mut take: impl FnMut(&Blob, &[u8]) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| Failure::new(format!("cannot read from git: {error}"));
    let mut git = Command::new("git")
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(no_git)?;
    let (Some(mut stdin), Some(stdout)) = (git.stdin.take(), git.stdout.take()) else {
        return Err(Failure::new("cannot communicate with git"));
    };
    let read = std::thread::scope(|scope| {
        // On a thread of its own, because git stops reading while its output is not read.
        scope.spawn(move || {
            let names: String = blobs.iter().map(|blob| format!("{}\n", blob.object)).collect();
            // If this fails, git has ended; there is less to read then, which is reported.
            let _ = stdin.write_all(names.as_bytes());
        });
        let mut stdout = BufReader::new(stdout);
        for blob in blobs {
            let mut header = String::new();
            stdout.read_line(&mut header)?;
            let size = header.trim_end().rsplit(' ').next().and_then(|size| size.parse().ok());
            let size: usize = size.ok_or(std::io::ErrorKind::InvalidData)?;
            let mut bytes = vec![0; size];
            stdout.read_exact(&mut bytes)?;
            stdout.read_exact(&mut [0])?;
            take(blob, &bytes)?;
        }
        Ok(())
    });
    // Git has nothing left to do, and its exit code does not matter.
    let _ = git.wait();
    read.map_err(cannot)
}

/// Why git returned nothing.
enum Trouble {
    /// Git reported this error.
    Git(String),
    /// Any other failure.
    Other(Failure),
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Failure {
        match trouble {
            Trouble::Git(said) => Failure::new(format!("git reports: {said}")),
            Trouble::Other(failure) => failure,
        }
    }
}

fn no_git(error: std::io::Error) -> Failure {
    match error.kind() {
        std::io::ErrorKind::NotFound => Failure::new("the program `git` is not installed")
            .help("it is needed to read revisions; compare files or folders instead"),
        _ => Failure::new(format!("cannot run git: {error}")),
    }
}

fn git(arguments: &[&str]) -> Result<String, Trouble> {
    let output = Command::new("git")
        .args(arguments)
        .output()
        .map_err(|error| Trouble::Other(no_git(error)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.trim().trim_start_matches("fatal: ").to_owned();
        return Err(Trouble::Git(said));
    }
    String::from_utf8(output.stdout).map_err(|_| {
        Trouble::Other(Failure::new("a name in the repository is not UTF-8; rename the file"))
    })
}
