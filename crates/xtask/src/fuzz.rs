//! Fuzzing (`tests/fuzz`): libFuzzer mutates the fixtures and the examples for a limited time,
//! guided by code coverage.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Outcome, cargo_path, root, run, target};

const TARGETS: [&str; 2] = ["edits", "project"];

/// The time for each target, in seconds.
const SECONDS: u32 = 60;

/// The size of the longest input in bytes; longer ones find little more and take longer.
const LONGEST: u32 = 8_192;

/// Runs each target. Inputs that make one fail are kept in `target/fuzz`.
pub(crate) fn test() -> Outcome {
    if !cfg!(target_os = "linux") {
        println!("xtask: fuzzing is skipped, because it needs Linux");
        return Ok(());
    }
    let tool = installed()?;
    let folder = std::path::absolute(target())?.join("fuzz");
    for name in TARGETS {
        let seeds = folder.join("seeds").join(name);
        seed(&seeds)?;
        let found = folder.join("found").join(name);
        fs::create_dir_all(&found)?;
        let mut fuzz = Command::new(&tool);
        fuzz.args(["fuzz", "run", "--fuzz-dir", "tests/fuzz", "--target-dir"]);
        fuzz.arg(folder.join("build")).arg(name).arg(&seeds).arg("--");
        fuzz.arg(format!("-max_total_time={SECONDS}")).arg(format!("-max_len={LONGEST}"));
        fuzz.arg(format!("-artifact_prefix={}/", found.display()));
        // Coverage for libFuzzer is an unstable compiler setting.
        run(fuzz.env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTC_WORKSPACE_WRAPPER"))?;
    }
    Ok(())
}

/// Returns the path of `cargo fuzz`, after installing it if necessary.
fn installed() -> Result<PathBuf, Box<dyn std::error::Error>> {
    let tools = std::path::absolute(target())?.join("tools");
    let program = tools.join("bin/cargo-fuzz");
    if !program.exists() {
        let mut install = Command::new(cargo_path());
        install.args(["install", "--quiet", "--locked", "cargo-fuzz", "--root"]).arg(&tools);
        run(install.stdout(Stdio::null()))?;
    }
    Ok(program)
}

/// Copies the texts of fixtures and examples into one folder.
fn seed(to: &Path) -> Outcome {
    fs::create_dir_all(to)?;
    let mut open = vec![root().join("tests/fixtures"), root().join("examples")];
    let mut number = 0;
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "annexa") {
                fs::copy(&path, to.join(format!("{number}.annexa")))?;
                number += 1;
            }
        }
    }
    Ok(())
}
