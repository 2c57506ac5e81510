//! The servers of the comparison: their names, how they are installed, and how to detect that they
//! have processed a keystroke.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::sample::Language;
use xtask::{Outcome, cargo_path, run};

/// How to detect that the diagnostics for a keystroke have arrived.
#[derive(Clone, Copy)]
pub(crate) enum Arrival {
    /// They contain the version of the document.
    Version,
    /// They contain no version, and the server publishes them this number of times per keystroke.
    Publications(usize),
    /// The server logs this, and publishes only diagnostics that are not empty.
    Log(&'static str),
}

pub(crate) struct Peer {
    /// The command as a user would write it.
    pub(crate) name: &'static str,
    /// The version to install.
    pub(crate) version: &'static str,
    pub(crate) language: Language,
    pub(crate) arrival: Arrival,
    /// The answer to its requests for configuration, whatever the section.
    pub(crate) configuration: Value,
    /// The request for a definition.
    pub(crate) definition: &'static str,
    /// A note for readers of the table.
    pub(crate) note: &'static str,
    program: PathBuf,
    arguments: &'static [&'static str],
    environment: Vec<(&'static str, PathBuf)>,
}

impl Peer {
    /// Returns the command that starts it in a folder.
    pub(crate) fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(self.arguments).current_dir(folder);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Whether its program is installed.
    pub(crate) fn is_installed(&self) -> bool {
        let module = self.environment.iter().find(|(name, _)| *name == "PYTHONPATH");
        self.program.is_file() && module.is_none_or(|(_, folder)| folder.is_dir())
    }
}

/// Returns all servers, installed below this folder, `annexa` first.
pub(crate) fn all(peers: &Path, annexa: PathBuf) -> Vec<Peer> {
    let python = peers.join("python/bin");
    let cache = |peer: &str| ("XDG_CACHE_HOME", peers.join("cache").join(peer));
    let peer = |name, version, language, arrival, program, arguments| Peer {
        name,
        version,
        language,
        arrival,
        configuration: Value::Null,
        definition: "textDocument/definition",
        note: "",
        program,
        arguments,
        environment: vec![cache("all")],
    };
    vec![
        peer("annexa lsp", "", Language::Annexa, Arrival::Version, annexa, &["lsp"]),
        peer(
            "ruff server",
            "0.17.6",
            Language::Python,
            Arrival::Version,
            python.join("ruff"),
            &["server"],
        ),
        Peer {
            environment: vec![cache("tombi"), ("TOMBI_OFFLINE", "true".into())],
            ..peer(
                "tombi lsp",
                "1.9.6",
                Language::Toml,
                Arrival::Version,
                python.join("tombi"),
                &["lsp"],
            )
        },
        Peer {
            environment: vec![cache("taplo"), ("RUST_LOG", "off".into())],
            note: "publishes three times for a keystroke: syntax, tables, schema; the last one counts",
            ..peer(
                "taplo lsp",
                "0.10.0",
                Language::Toml,
                Arrival::Publications(3),
                peers.join("cargo/bin/taplo"),
                &["lsp", "stdio"],
            )
        },
        Peer {
            configuration: json!({
                "schemaStore": { "enable": false },
                "validate": true,
                "completion": true,
                "maxItemsComputed": 100_000,
            }),
            note: "waits 200 ms before it looks at a keystroke",
            ..peer(
                "yaml-language-server",
                "1.25.0",
                Language::Yaml,
                Arrival::Publications(1),
                peers.join("npm/node_modules/.bin/yaml-language-server"),
                &["--stdio"],
            )
        },
        Peer {
            environment: vec![cache("trlc"), ("PYTHONPATH", peers.join("trlc-vscode-extension"))],
            definition: "textDocument/typeDefinition",
            note: "waits 300 ms before it looks at a keystroke; goes to definitions by \
                   `textDocument/typeDefinition`",
            ..peer(
                "trlc_lsp",
                "3.1.0",
                Language::Trlc,
                Arrival::Log("TRLC: Diagnostics published"),
                python.join("python"),
                &["-m", "trlc_lsp"],
            )
        },
    ]
}

/// Installs the servers in package registries, once.
pub(crate) fn install(peers: &Path) -> Outcome {
    install_python(peers)?;
    if !peers.join("npm/node_modules").is_dir() {
        let folder = peers.join("npm");
        run(Command::new("npm")
            .arg("install")
            .arg("--prefix")
            .arg(folder)
            .arg("yaml-language-server@1.25.0"))?;
    }
    // The builds in PyPI and npm do not include the server.
    if !peers.join("cargo/bin/taplo").is_file() {
        run(Command::new(cargo_path())
            .args(["install", "taplo-cli", "--version", "0.10.0", "--locked", "--features", "lsp"])
            .arg("--root")
            .arg(peers.join("cargo")))?;
    }
    if !peers.join("trlc-vscode-extension").is_dir() {
        eprintln!(
            "bench: no registry has TRLC's server: to measure it, put the source of its \
             trlc-vscode-extension 3.1.0 into {}",
            peers.join("trlc-vscode-extension").display()
        );
    }
    Ok(())
}

/// Installs the servers in PyPI, including TRLC's checker.
pub(crate) fn install_python(peers: &Path) -> Outcome {
    std::fs::create_dir_all(peers)?;
    let python = peers.join("python");
    if !python.join("bin/trlc").is_file() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&python))?;
        run(Command::new(python.join("bin/pip")).args([
            "install",
            "--quiet",
            "ruff==0.17.6",
            "tombi==1.9.6",
            // TRLC's server is in no registry, but its dependencies are.
            "trlc==3.1.1",
            "pygls==2.1.1",
        ]))?;
    }
    Ok(())
}
