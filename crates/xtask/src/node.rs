//! Tests that use Node.js: the HTML page and the Neovim preview in a browser, and the VS Code
//! extension.

use std::path::Path;

use crate::{Outcome, apt_install, is_there, npm, nvim, root, run, target, vscode};

/// Runs these tests; the first run installs what they need.
pub(crate) fn test(annexa: &Path) -> Outcome {
    if !cfg!(target_os = "linux") || !is_there(npm::NPM) {
        // Work on the program alone requires nothing except the Rust toolchain.
        println!(
            "xtask: pages and the VS Code extension are not tested, which needs Linux and npm"
        );
        return Ok(());
    }
    page(annexa)?;
    vscode::test(annexa)
}

/// Tests the pages of the examples in a browser. Screenshots are kept in `target/html/screenshots`.
fn page(annexa: &Path) -> Outcome {
    if !is_there("chromium") {
        apt_install("chromium")?;
    }
    let folder = root().join("tests/html");
    npm::install(&folder)?;
    run(npm::npm(&folder, &["test"])
        .env("ANNEXA", annexa)
        .env("SHOTS", target().join("html/screenshots"))
        .envs(nvim::program()?.map(|nvim| ("NVIM", nvim))))
}
