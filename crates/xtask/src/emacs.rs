//! The mode for Emacs, in a real Emacs.

use std::ffi::OsString;
use std::process::{Command, Stdio};

use crate::bench::target;
use crate::{Outcome, apt_install, cargo, is_there, run};

/// Runs the tests of the mode, with Eglot and the server. Emacs is installed where there is none.
pub(crate) fn test() -> Outcome {
    if !is_there("emacs") && !is_there("apt-get") {
        println!(
            "xtask: the mode for Emacs is not tested, as there is no Emacs, and no apt-get to install it"
        );
        return Ok(());
    }
    cargo(&["build", "--package", "annexa", "--quiet"])?;
    if !is_there("emacs") {
        apt_install("emacs-nox")?;
    }
    // It is a part of Emacs from 29 on, and a package of its own before.
    if !emacs(&["-l", "eglot"]).stderr(Stdio::null()).status()?.success() {
        apt_install("elpa-eglot")?;
    }
    let mut path = OsString::from(target().join("debug"));
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let mode = ["-L", "editors/emacs", "-l", "editors/emacs/test/annexa-mode-test.el"];
    run(emacs(&mode).args(["-f", "ert-run-tests-batch-and-exit"]).env("PATH", path))
}

fn emacs(arguments: &[&str]) -> Command {
    let mut emacs = Command::new("emacs");
    emacs.args(["--batch", "-f", "package-initialize"]).args(arguments);
    emacs
}
