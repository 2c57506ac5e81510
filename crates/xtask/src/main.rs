//! `cargo xtask …`: the chores of the project, so that one command does each of them.

mod bench;
mod codegen;
mod dist;
mod emacs;
mod fuzz;
mod growth;
mod hostile;
mod lsp;
mod node;
mod nvim;
mod systems;
mod trlc;
mod vscode;

use std::process::{Command, ExitCode, Stdio};

const HELP: &str = "\
The chores of the project

Usage: cargo xtask COMMAND

Commands:
  test       Check the form, lint, build and run the tests; `test --all` adds what is slow or needs
             much installed: fuzzing, time at hostile sizes, packaging and other systems
  bench      Run the benchmarks and print a table of the figures beside their aims;
             `bench trlc` measures only what stands beside TRLC,
             `bench growth` only how the time grows with the number of findings
             and `bench hostile` only how it grows with hostile shapes of projects, and what
             hostile files cost (`bench hostile shapes`, `bench hostile files`: one of them)
  bench-lsp  Type into language servers, ours and others, and print a table of what one waits for
  codegen    Write the generated files anew: the JSON Schemas, the pages of the rules, the lists of
             declarations and fields in the grammars, and the parser of tree-sitter where its
             grammar has changed, which needs Node.js
  systems    See from Linux whether Windows and macOS are served: type checks, and the tests of
             the language server with a Windows program under wine; `systems types`, `systems wine`
             and `systems clone` do a part of it
  fuzz       Fuzz the parser and whole projects, a minute each; installs cargo-fuzz below target
  dist       Build what is given away, to target/dist; `dist dev` does so without optimising,
             `dist --target x86_64-pc-windows-gnu` for another system
";

/// What a chore gives: nothing, or what went wrong.
type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let outcome = match arguments.first().map(String::as_str) {
        Some("test") => match arguments.get(1).map(String::as_str) {
            None => test(),
            Some("--all") => test().and_then(|()| test_slowly()),
            Some(other) => Err(format!("`{other}` is not known; `--all` is").into()),
        },
        Some("bench") => bench::run(&arguments[1..]),
        Some("bench-lsp") => lsp::run(&arguments[1..]),
        Some("codegen") => codegen::run_all(),
        Some("systems") => systems::test(arguments.get(1).map(String::as_str)),
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
    // The program as the tests have built it. By itself it has fewer features of its dependencies, which
    // would all be built once more.
    let annexa = bench::target().join("debug/annexa");
    // The README's first command, but for the time that a release build takes.
    run(Command::new(&annexa).args(["compile", "examples/energy/energy.annexa"]))?;
    nvim::test(&annexa)?;
    emacs::test(&annexa)?;
    node::test(&annexa)?;
    println!("xtask: every test passes");
    Ok(())
}

/// What is too slow for each change, or needs much installed.
fn test_slowly() -> Outcome {
    lint_and(&["test", "--workspace", "--quiet", "--", "--ignored"])?;
    dist::run_with(&[])?;
    systems::test(None)?;
    bench::run(&["growth".to_owned()])?;
    bench::run(&["hostile".to_owned()])?;
    fuzz::test()?;
    println!("xtask: every slow test passes too");
    Ok(())
}

fn cargo(arguments: &[&str]) -> Outcome {
    run(Command::new(cargo_path()).args(arguments))
}

/// Runs cargo with clippy in the place of the compiler: what is built is linted on the way, and a lint
/// that warns fails. After a `cargo clippy` all dependencies would be built once more for the tests.
fn lint_and(arguments: &[&str]) -> Outcome {
    run(&mut linted(arguments))
}

/// The same, to be changed before it runs.
fn linted(arguments: &[&str]) -> Command {
    let mut command = Command::new(cargo_path());
    command.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    // As `cargo clippy -- -D warnings` hands it on.
    command.env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__");
    command.args(arguments);
    command
}

/// The cargo that runs this program.
fn cargo_path() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

/// Runs a command, from the root of the workspace unless it has a folder, and says which one it was
/// if it fails.
fn run(command: &mut Command) -> Outcome {
    let program = std::path::Path::new(command.get_program()).file_stem().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    let name = words.join(" ");
    eprintln!("xtask: {name}");
    if command.get_current_dir().is_none() {
        command.current_dir(root());
    }
    let status = command.status().map_err(|error| format!("`{name}` cannot be run: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{name}` failed: {status}").into()) }
}

/// Whether a program can be run.
fn is_there(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Installs a package of Debian, as root.
fn apt_install(package: &str) -> Outcome {
    run(Command::new("apt-get").args(["update", "-qq"]))?;
    let mut install = Command::new("apt-get");
    install.args(["install", "-y", "-qq", "--no-install-recommends", package]);
    run(install.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null()))
}

/// The root of the workspace.
fn root() -> &'static std::path::Path {
    // crates/xtask lies two levels below it.
    std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
