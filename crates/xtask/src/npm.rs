//! `npm` and the packages that it installs.

use std::path::Path;
use std::process::Command;

use crate::{Outcome, run};

/// On Windows, npm is a script that is found only by its full name.
pub(crate) const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Installs the dependencies of a folder.
pub(crate) fn install(folder: &Path) -> Outcome {
    run(&mut npm(
        folder,
        &["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--silent"],
    ))
}

/// Returns an `npm` command for a folder.
pub(crate) fn npm(folder: &Path, arguments: &[&str]) -> Command {
    let mut npm = Command::new(NPM);
    npm.args(arguments).current_dir(folder);
    npm
}
