//! What is given away: the program, the VS Code extension that carries it, completions for shells,
//! manual pages, and the checksums of all of them.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::bench::target;
use crate::{Outcome, cargo, run, vscode};

/// The shells, and the file in which each looks for completions.
const SHELLS: [(&str, &str); 4] = [
    ("bash", "annexa.bash"),
    ("fish", "annexa.fish"),
    ("powershell", "_annexa.ps1"),
    ("zsh", "_annexa"),
];

/// Builds all of it with a profile of cargo.
pub(crate) fn run_with(profile: &str) -> Outcome {
    cargo(&["build", "--package", "annexa", "--quiet", "--profile", profile])?;
    let built = target().join(if profile == "dev" { "debug" } else { profile });
    let name = format!("annexa{}", std::env::consts::EXE_SUFFIX);
    let dist = target().join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist)?;
    }
    fs::create_dir_all(dist.join("completions"))?;
    let program = dist.join(&name);
    fs::copy(built.join(&name), &program)?;
    for (shell, file) in SHELLS {
        let made = Command::new(&program).args(["completions", shell]).output()?;
        if !made.status.success() {
            return Err(format!("no completions for {shell}").into());
        }
        fs::write(dist.join("completions").join(file), made.stdout)?;
    }
    run(Command::new(&program).arg("man").arg(dist.join("man")))?;
    vscode::package(&program, &dist)?;
    fs::write(dist.join("SHA256SUMS"), checksums(&dist)?)?;
    println!("xtask: see {}", dist.display());
    Ok(())
}

/// One line a file, as `sha256sum --check` reads it.
fn checksums(dist: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let mut sums = String::new();
    for file in files(dist)? {
        let digest = Sha256::digest(fs::read(&file)?);
        for byte in digest {
            write!(sums, "{byte:02x}")?;
        }
        let name: Vec<_> =
            file.strip_prefix(dist)?.iter().map(|part| part.to_string_lossy()).collect();
        writeln!(sums, "  {}", name.join("/"))?;
    }
    Ok(sums)
}

/// All files below a folder, in one order.
fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => found.extend(files(&path)?),
            false => found.push(path),
        }
    }
    found.sort();
    Ok(found)
}
