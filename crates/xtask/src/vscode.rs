//! The VS Code extension: its package, and its test in a real workbench.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::bench::target;
use crate::{Outcome, cargo, is_there, root, run};

/// Packs the extension with the program as it is built for tests, and drives it in a workbench, which
/// is installed on the first time. Screenshots of each step stay in `target/vscode/screenshots`.
pub(crate) fn test() -> Outcome {
    if !cfg!(target_os = "linux") || !is_there("npm") {
        // Who works on the program alone needs the Rust toolchain and nothing else.
        println!("xtask: the VS Code extension is not tested, which needs Linux and npm");
        return Ok(());
    }
    cargo(&["build", "--package", "annexa", "--quiet"])?;
    let vsix = target().join("vscode/annexa.vsix");
    package(&target().join("debug/annexa"), &vsix)?;
    run(npm(&["run", "check"]).stdout(Stdio::null()))?;
    let workbench = target().join("vscode/workbench");
    run(Command::new("bash").arg(folder().join("test/setup.sh")).arg(&workbench))?;
    run(npm(&["test"])
        .env("WORKBENCH_DIR", workbench)
        .env("ANNEXA_VSIX", vsix)
        .env("SHOTS", target().join("vscode/screenshots")))
}

/// Packs the extension with a program, for the platform that this one runs on, to a file or into a
/// folder.
pub(crate) fn package(program: &Path, output: &Path) -> Outcome {
    if let Some(above) = output.parent() {
        std::fs::create_dir_all(above)?;
    }
    run(&mut npm(&[
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--prefer-offline",
        "--silent",
    ]))?;
    let mut package = npm(&["run", "package", "--silent", "--"]);
    run(package.args([program, output]).stdout(Stdio::null()))
}

fn npm(arguments: &[&str]) -> Command {
    let mut npm = Command::new("npm");
    npm.args(arguments).current_dir(folder());
    npm
}

fn folder() -> PathBuf {
    root().join("editors/vscode")
}
