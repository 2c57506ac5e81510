//! Tests the Emacs mode in a real Emacs.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::{Outcome, apt_install, is_there, run};

/// Runs the tests of the mode with Eglot and the server. Installs Emacs if it is missing.
pub(crate) fn test(annexa: &Path) -> Outcome {
    if !is_there("emacs") && !is_there("apt-get") {
        println!(
            "xtask: the Emacs mode is not tested, because there is neither Emacs nor apt-get to install it"
        );
        return Ok(());
    }
    if !is_there("emacs") {
        apt_install("emacs-nox")?;
    }
    // Eglot is part of Emacs from version 29 on; before, it is a separate package.
    if !emacs(&["-l", "eglot"]).stderr(Stdio::null()).status()?.success() {
        apt_install("elpa-eglot")?;
    }
    let others = std::env::var_os("PATH").unwrap_or_default();
    let folders = annexa.parent().map(Path::to_owned).into_iter();
    let path = std::env::join_paths(folders.chain(std::env::split_paths(&others)))?;
    let mode = ["-L", "editors/emacs", "-l", "editors/emacs/test/annexa-mode-test.el"];
    run(emacs(&mode).args(["-f", "ert-run-tests-batch-and-exit"]).env("PATH", path))
}

fn emacs(arguments: &[&str]) -> Command {
    let mut emacs = Command::new("emacs");
    emacs.args(["--batch", "-f", "package-initialize"]).args(arguments);
    emacs
}
