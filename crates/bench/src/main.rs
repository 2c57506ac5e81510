//! The benchmarks: `cargo xtask bench` and `cargo xtask bench-lsp` start this program.

mod figures;
mod growth;
mod hostile;
mod lsp;
mod trlc;

use std::path::PathBuf;
use std::process::ExitCode;

use xtask::target;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((first, rest)) if first == "lsp" => lsp::run(rest),
        _ => figures::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Returns the path of the measured program.
fn program() -> std::io::Result<PathBuf> {
    std::path::absolute(target().join("release/annexa"))
}
