//! `cargo xtask …`: the tasks of the project, each as one command.

mod codegen;
mod dist;
mod docs;
mod emacs;
mod fuzz;
mod node;
mod npm;
mod nvim;
mod systems;
mod vscode;

use std::process::{Command, ExitCode};

use xtask::{Outcome, apt_install, cargo, cargo_path, is_there, root, run, target};

const HELP: &str = "\
The tasks of the project

Usage: cargo xtask COMMAND

Commands:
  test       Check the formatting, lint, build and run the tests; `test --all` adds slow tests and those
             that need many tools: fuzzing, time at hostile sizes, packaging and other systems
  bench      Run the benchmarks and print a table of figures and targets;
             `bench trlc` measures only the comparison with TRLC,
             `bench growth` only how the time grows with the number of findings
             and `bench hostile` only how it grows with hostile shapes of projects, and the
             cost of hostile files (`bench hostile shapes`, `bench hostile files`: one of them)
  bench-lsp  Type into language servers, ours and others, and print a table of the waiting times
  codegen    Regenerate the generated files: the JSON Schemas, the lists of declarations and fields
             in the grammars, the tables and the pages of the rules in docs, and the parser of
             tree-sitter where its grammar has changed, which needs Node.js
  docs       Check the documentation and build a site of it, in target/book; installs mdBook below
             target
  systems    Check Windows and macOS from Linux: type checks, and the tests of
             the language server with a Windows program under wine; `systems types`, `systems wine`
             and `systems clone` run one part
  fuzz       Fuzz the parser and whole projects, a minute each; installs cargo-fuzz below target
  dist       Build the files to distribute, to target/dist; `dist dev` builds without optimization,
             `dist --target x86_64-pc-windows-gnu` for another system
";

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let outcome = match arguments.first().map(String::as_str) {
        Some("test") => match arguments.get(1).map(String::as_str) {
            None => test(),
            Some("--all") => test().and_then(|()| test_slowly()),
            Some(other) => Err(format!("`{other}` is not known; `--all` is").into()),
        },
        Some("bench") => bench(&["--"], &arguments[1..]),
        // The client's own time is part of the measurement, so it is optimized.
        Some("bench-lsp") => bench(&["--release", "--", "lsp"], &arguments[1..]),
        Some("codegen") => codegen::run_all(),
        Some("systems") => systems::test(arguments.get(1).map(String::as_str)),
        Some("docs") => docs::run_all(),
        Some("fuzz") => fuzz::test(),
        Some("dist") => dist::run_with(&arguments[1..]),
        Some("help" | "--help" | "-h") => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn test() -> Outcome {
    cargo(&["fmt", "--all", "--check"])?;
    lint_and(&["build", "--workspace", "--all-targets", "--quiet"])?;
    lint_and(&["test", "--workspace", "--quiet"])?;
    // The executable that the tests built. A build of this package alone would enable fewer
    // features of its dependencies, and so compile them all again.
    let annexa = target().join("debug/annexa");
    // The first command of the README, without the time for a release build.
    run(Command::new(&annexa).args(["compile", "examples/energy/energy.annexa"]))?;
    nvim::test(&annexa)?;
    emacs::test(&annexa)?;
    node::test(&annexa)?;
    println!("xtask: every test passes");
    Ok(())
}

/// Tests that are too slow for each change or need many installed tools.
fn test_slowly() -> Outcome {
    lint_and(&["test", "--workspace", "--quiet", "--", "--ignored"])?;
    docs::build()?;
    dist::run_with(&[])?;
    systems::test(None)?;
    bench(&["--", "growth"], &[])?;
    bench(&["--", "hostile"], &[])?;
    fuzz::test()?;
    println!("xtask: every slow test passes too");
    Ok(())
}

/// Starts the benchmarks. They are a separate program (`crates/bench`), so that other tasks need
/// not build it.
fn bench(before: &[&str], arguments: &[String]) -> Outcome {
    let mut bench = Command::new(cargo_path());
    bench.args(["run", "--quiet", "--package", "annexa-bench"]).args(before).args(arguments);
    run(&mut bench)
}

/// Runs cargo with clippy in place of the compiler: the build for the tests is linted at the same
/// time, and a warning is an error. `cargo clippy` produces no build that tests can run, so the
/// crates of the workspace would be compiled twice, which takes 3 of the 12 minutes of the tests on
/// two cores.
fn lint_and(arguments: &[&str]) -> Outcome {
    run(&mut linted(arguments))
}

/// Returns the same command, for further changes.
fn linted(arguments: &[&str]) -> Command {
    let mut command = Command::new(cargo_path());
    command.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    // The form in which `cargo clippy -- -D warnings` passes its arguments to clippy-driver.
    command.env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__");
    command.args(arguments);
    command
}
