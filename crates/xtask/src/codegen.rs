//! `cargo xtask codegen`: regenerates the files that derive from tables.

use std::fs;
use std::process::Command;

use crate::dist::checksum;
use crate::{Outcome, cargo_path, root, run, target};

/// The files in the folder of the grammar that determine the tree-sitter parser, and the parser
/// itself.
const PARSER: [&str; 8] = [
    "grammar.js",
    "language.json",
    "tree-sitter.json",
    "../generator/Cargo.toml",
    "../generator/src/main.rs",
    "src/grammar.json",
    "src/node-types.json",
    "src/parser.c",
];

pub(crate) fn run_all() -> Outcome {
    // These tests compare generated files with those in the repository. With `UPDATE_EXPECT` they
    // write them.
    for (package, test) in [
        ("annexa-emit", "schema"),
        ("annexa-syntax", "has_the_heads_and_fields"),
        // After the schemas, which it shows.
        ("annexa", "docs_are_current"),
    ] {
        run(Command::new(cargo_path())
            .args(["test", "--quiet", "--package", package, test])
            .env("UPDATE_EXPECT", "1"))?;
    }
    parser()
}

/// Generates the tree-sitter parser, unless its digests match the present files.
fn parser() -> Outcome {
    let folder = root().join("grammar/tree-sitter-annexa");
    let digests = || -> std::io::Result<String> {
        PARSER.iter().map(|file| checksum(&folder.join(file), file)).collect()
    };
    let written = folder.join("src/parser.sha256");
    if let (Ok(before), Ok(now)) = (fs::read_to_string(&written), digests())
        && before == now
    {
        return Ok(());
    }
    let mut generate = Command::new(cargo_path());
    generate.args([
        "run",
        "--quiet",
        "--locked",
        "--manifest-path",
        "grammar/generator/Cargo.toml",
    ]);
    run(generate.arg("--target-dir").arg(std::path::absolute(target())?.join("grammar")))?;
    fs::write(written, digests()?)?;
    Ok(())
}
