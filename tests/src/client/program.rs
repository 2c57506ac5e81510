//! Where the built `annexa` lies.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::SystemTime;

/// The program under test as a command: [`annexa`], or under wine the Windows program that the environment
/// variable `ANNEXA_TEST_WINDOWS` names.
///
/// # Panics
/// When it cannot be built.
pub fn program() -> Command {
    match windows() {
        Some(program) => {
            let mut command = Command::new(WINE);
            command.arg(program);
            command
        }
        None => Command::new(annexa()),
    }
}

/// Debian puts no link to it into a folder of programs where only the one for 64 bits is installed.
pub const WINE: &str = "/usr/lib/wine/wine64";

/// The Windows program that is tested, if one is.
pub(super) fn windows() -> Option<PathBuf> {
    std::env::var_os("ANNEXA_TEST_WINDOWS").map(PathBuf::from)
}

/// The share of wine, as `server/share`, through which the Windows program is to see the files of this system:
/// that of the environment variable `ANNEXA_TEST_SHARE`, if there is one.
pub(super) fn share() -> Option<String> {
    std::env::var("ANNEXA_TEST_SHARE").ok()
}

/// The program `annexa`, built in the profile of whoever asks. Where it is missing or older than one
/// of its sources, cargo builds it, once a process.
///
/// # Panics
/// When it cannot be built.
pub fn annexa() -> PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM
        .get_or_init(|| {
            let folder = profile_folder();
            let program = folder.join("annexa").with_extension(std::env::consts::EXE_EXTENSION);
            if !is_fresh(&program) {
                build(&folder);
            }
            assert!(program.is_file(), "cargo has built {}", program.display());
            program
        })
        .clone()
}

/// The folder of the profile that this process was built in: `target/debug`, for instance.
fn profile_folder() -> PathBuf {
    let this = std::env::current_exe().expect("this process has a file");
    let folder = this.parent().expect("it lies in a folder");
    // Tests and benchmarks lie one below.
    let folder = if folder.ends_with("deps") { folder.parent() } else { Some(folder) };
    folder.expect("deps lies in the profile's folder").to_owned()
}

/// Whether no source is newer, by the list of sources that cargo keeps beside the program.
fn is_fresh(program: &Path) -> bool {
    let (Some(built), Ok(list)) = (time(program), fs::read_to_string(program.with_extension("d")))
    else {
        return false;
    };
    let sources = list.split_once(": ").map_or("", |(_, sources)| sources);
    // A blank in a path is escaped by a backslash.
    let sources = sources.replace("\\ ", "\u{0}");
    sources
        .split_whitespace()
        .all(|source| time(Path::new(&source.replace('\u{0}', " "))).is_some_and(|it| it <= built))
}

fn time(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

fn build(folder: &Path) {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--package", "annexa"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    if folder.ends_with("release") {
        cargo.arg("--release");
    }
    if let Some(target) = folder.parent() {
        cargo.arg("--target-dir").arg(target);
    }
    let status = cargo.status().expect("cargo can be started");
    assert!(status.success(), "`cargo build --package annexa` failed: {status}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_source_makes_it_stale() {
        let folder = std::env::temp_dir().join(format!("annexa fresh {}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let (program, source) = (folder.join("annexa"), folder.join("a source.rs"));
        fs::write(&program, "").unwrap();
        assert!(!is_fresh(&program), "nobody knows its sources");
        let escaped = |path: &Path| path.display().to_string().replace(' ', "\\ ");
        fs::write(
            folder.join("annexa.d"),
            format!("{}: {}\n", escaped(&program), escaped(&source)),
        )
        .unwrap();
        assert!(!is_fresh(&program), "a source is gone");
        fs::write(&source, "").unwrap();
        let built = time(&program).unwrap();
        let set = |time| fs::File::options().write(true).open(&source).unwrap().set_modified(time);
        set(built - std::time::Duration::from_secs(9)).unwrap();
        assert!(is_fresh(&program));
        set(built + std::time::Duration::from_secs(9)).unwrap();
        assert!(!is_fresh(&program));
        fs::remove_dir_all(folder).unwrap();
    }
}
