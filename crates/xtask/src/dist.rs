//! The files to distribute: the program, the VS Code extension that contains it, shell completions,
//! manual pages, and the checksums of all of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::{Outcome, cargo, run, target, vscode};

/// The shells, and the name of the file that each loads completions from.
const SHELLS: [(&str, &str); 4] = [
    ("bash", "annexa.bash"),
    ("fish", "annexa.fish"),
    ("powershell", "_annexa.ps1"),
    ("zsh", "_annexa"),
];

/// What to build.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    /// The cargo profile.
    profile: &'a str,
    /// The Rust target; `None` for the system that runs this program.
    target: Option<&'a str>,
}

impl<'a> Wanted<'a> {
    fn read(arguments: &'a [String]) -> Result<Wanted<'a>, String> {
        let mut wanted = Wanted { profile: "release", target: None };
        let mut words = arguments.iter().map(String::as_str);
        while let Some(word) = words.next() {
            match word {
                "--target" => {
                    let target = words.next().ok_or("`--target` needs the name of a target")?;
                    platform(target)
                        .ok_or_else(|| format!("there is no VS Code for the target `{target}`"))?;
                    wanted.target = Some(target);
                }
                profile => wanted.profile = profile,
            }
        }
        Ok(wanted)
    }

    /// Builds the program for a target and returns the path of the executable.
    fn program(self, system: Option<&str>) -> Result<PathBuf, Box<dyn std::error::Error>> {
        let mut arguments =
            vec!["build", "--package", "annexa", "--quiet", "--profile", self.profile];
        arguments.extend(system.iter().flat_map(|system| ["--target", system]));
        cargo(&arguments)?;
        let profile = if self.profile == "dev" { "debug" } else { self.profile };
        let is_windows = system.map_or(cfg!(windows), |system| system.contains("-windows-"));
        let name = if is_windows { "annexa.exe" } else { "annexa" };
        Ok(target().join(system.unwrap_or_default()).join(profile).join(name))
    }
}

/// Returns the name that `vsce` has for a target.
fn platform(target: &str) -> Option<&'static str> {
    let (processor, system) = target.split_once('-')?;
    let is_arm = match processor {
        "x86_64" => false,
        "aarch64" => true,
        _ => return None,
    };
    Some(match system {
        system if system.contains("windows") => {
            if is_arm {
                "win32-arm64"
            } else {
                "win32-x64"
            }
        }
        "apple-darwin" => {
            if is_arm {
                "darwin-arm64"
            } else {
                "darwin-x64"
            }
        }
        "unknown-linux-gnu" => {
            if is_arm {
                "linux-arm64"
            } else {
                "linux-x64"
            }
        }
        "unknown-linux-musl" => {
            if is_arm {
                "alpine-arm64"
            } else {
                "alpine-x64"
            }
        }
        _ => return None,
    })
}

/// Builds all files to distribute.
pub(crate) fn run_with(arguments: &[String]) -> Outcome {
    let wanted = Wanted::read(arguments)?;
    let built = wanted.program(wanted.target)?;
    // Completions and manual pages are the same on every system, and an executable for another
    // system cannot run here.
    let own = if wanted.target.is_some() { wanted.program(None)? } else { built.clone() };
    let dist = target().join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist)?;
    }
    fs::create_dir_all(dist.join("completions"))?;
    let program = dist.join(built.file_name().unwrap_or_default());
    fs::copy(&built, &program)?;
    for (shell, file) in SHELLS {
        let made = Command::new(&own).args(["completions", shell]).output()?;
        if !made.status.success() {
            return Err(format!("no completions for {shell}").into());
        }
        fs::write(dist.join("completions").join(file), made.stdout)?;
    }
    run(Command::new(&own).arg("man").arg(dist.join("man")))?;
    vscode::package(&program, &dist, wanted.target.and_then(platform))?;
    fs::write(dist.join("SHA256SUMS"), checksums(&dist)?)?;
    println!("xtask: see {}", dist.display());
    Ok(())
}

/// Returns one line per file, in the format of `sha256sum --check`.
fn checksums(dist: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let mut sums = String::new();
    for file in files(dist)? {
        let name: Vec<_> =
            file.strip_prefix(dist)?.iter().map(|part| part.to_string_lossy()).collect();
        sums.push_str(&checksum(&file, &name.join("/"))?);
    }
    Ok(sums)
}

/// Returns the line for one file, under the name `name`.
pub(crate) fn checksum(file: &Path, name: &str) -> std::io::Result<String> {
    let digest = Sha256::digest(fs::read(file)?);
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("{digest}  {name}\n"))
}

/// Returns all files below a folder, in a fixed order.
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

#[cfg(test)]
mod tests {
    use super::platform;

    #[test]
    fn every_system_of_users_has_a_package() {
        for (target, expected) in [
            ("x86_64-pc-windows-msvc", Some("win32-x64")),
            ("x86_64-pc-windows-gnu", Some("win32-x64")),
            ("aarch64-pc-windows-msvc", Some("win32-arm64")),
            ("x86_64-apple-darwin", Some("darwin-x64")),
            ("aarch64-apple-darwin", Some("darwin-arm64")),
            ("x86_64-unknown-linux-gnu", Some("linux-x64")),
            ("aarch64-unknown-linux-musl", Some("alpine-arm64")),
            ("wasm32-unknown-unknown", None),
            ("windows", None),
        ] {
            assert_eq!(platform(target), expected, "{target}");
        }
    }
}
