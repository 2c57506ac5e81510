//! What is tested with Node.js: the page for readers in a browser, and the VS Code extension.

use std::path::Path;
use std::process::Command;

use crate::{Outcome, apt_install, is_there, root, run, target, vscode};

/// On Windows it is a script, which is found by its whole name alone.
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Runs these tests, and installs what they need on the first time.
pub(crate) fn test(annexa: &Path) -> Outcome {
    if !cfg!(target_os = "linux") || !is_there(NPM) {
        // Who works on the program alone needs the Rust toolchain and nothing else.
        println!(
            "xtask: pages and the VS Code extension are not tested, which needs Linux and npm"
        );
        return Ok(());
    }
    page(annexa)?;
    vscode::test(annexa)
}

/// Looks at the pages of the examples in a browser. Screenshots stay in `target/html/screenshots`.
fn page(annexa: &Path) -> Outcome {
    if !is_there("chromium") {
        apt_install("chromium")?;
    }
    let folder = root().join("tests/html");
    install(&folder)?;
    run(npm(&folder, &["test"])
        .env("ANNEXA", annexa)
        .env("SHOTS", target().join("html/screenshots")))
}

/// Installs what a folder has written down that it needs.
pub(crate) fn install(folder: &Path) -> Outcome {
    run(&mut npm(
        folder,
        &["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--silent"],
    ))
}

pub(crate) fn npm(folder: &Path, arguments: &[&str]) -> Command {
    let mut npm = Command::new(NPM);
    npm.args(arguments).current_dir(folder);
    npm
}
