//! `npm`, and what it installs.

use std::path::Path;
use std::process::Command;

use crate::{Outcome, run};

/// On Windows it is a script, which is found by its whole name alone.
pub(crate) const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Installs what a folder has written down that it needs.
pub(crate) fn install(folder: &Path) -> Outcome {
    run(&mut npm(
        folder,
        &["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--silent"],
    ))
}

/// `npm` in a folder.
pub(crate) fn npm(folder: &Path, arguments: &[&str]) -> Command {
    let mut npm = Command::new(NPM);
    npm.args(arguments).current_dir(folder);
    npm
}
