//! Packages the VS Code extension and tests it in a real workbench.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::npm::{install, npm};
use crate::{Outcome, root, run, target};

/// Packages the extension with the program built for the tests, and drives it in a workbench, which
/// the first run installs. Screenshots of each step are kept in `target/vscode/screenshots`.
pub(crate) fn test(annexa: &Path) -> Outcome {
    let vsix = target().join("vscode/annexa.vsix");
    package(annexa, &vsix, None)?;
    run(npm(&folder(), &["run", "check"]).stdout(Stdio::null()))?;
    let workbench = target().join("vscode/workbench");
    run(Command::new("bash").arg(folder().join("test/setup.sh")).arg(&workbench))?;
    run(npm(&folder(), &["test"])
        .env("WORKBENCH_DIR", workbench)
        .env("ANNEXA_VSIX", vsix)
        .env("SHOTS", target().join("vscode/screenshots")))
}

/// Packages the extension with a program, for a platform name of `vsce` (or the system that runs
/// this program), to a file or into a folder.
pub(crate) fn package(program: &Path, output: &Path, platform: Option<&str>) -> Outcome {
    if let Some(above) = output.parent() {
        std::fs::create_dir_all(above)?;
    }
    install(&folder())?;
    let mut package = npm(&folder(), &["run", "package", "--silent", "--"]);
    run(package.args([program, output]).args(platform).stdout(Stdio::null()))
}

fn folder() -> PathBuf {
    root().join("editors/vscode")
}
