//! Helpers for the project's tasks: commands that run at its root, and the locations of its files.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The result of a task.
pub type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Runs cargo.
///
/// # Errors
///
/// Fails if cargo cannot be started or fails.
pub fn cargo(arguments: &[&str]) -> Outcome {
    run(Command::new(cargo_path()).args(arguments))
}

/// Returns the path of the cargo that runs this program.
pub fn cargo_path() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

/// Returns the target folder of cargo.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Runs a command, in the root of the workspace unless it has a working folder.
///
/// # Errors
///
/// Fails if the command cannot be started or fails; the message contains the command.
pub fn run(command: &mut Command) -> Outcome {
    let program = Path::new(command.get_program()).file_stem().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    let name = words.join(" ");
    eprintln!("xtask: {name}");
    if command.get_current_dir().is_none() {
        command.current_dir(root());
    }
    let status = command.status().map_err(|error| format!("`{name}` cannot be run: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{name}` failed: {status}").into()) }
}

/// Whether a program can be run.
pub fn is_there(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Installs a Debian package, as root.
///
/// # Errors
///
/// Fails if `apt-get` cannot be started or fails.
pub fn apt_install(package: &str) -> Outcome {
    run(Command::new("apt-get").args(["update", "-qq"]))?;
    let mut install = Command::new("apt-get");
    install.args(["install", "-y", "-qq", "--no-install-recommends", package]);
    run(install.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null()))
}

/// Returns the root of the workspace.
pub fn root() -> &'static Path {
    // crates/xtask is two levels below the root.
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
