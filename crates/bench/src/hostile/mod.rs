//! `cargo xtask bench hostile`: shapes of projects that must take linear time, and files and links
//! that must not block the program.

#[cfg(unix)]
mod files;
mod shapes;

use xtask::Outcome;

/// Measures both, or only `shapes` or `files`, and prints the tables.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let is_alone = |name: &str| arguments.iter().any(|argument| argument == name);
    let shapes = if is_alone("files") { Ok(()) } else { shapes::run() };
    // Links and pipes are created with functions of Unix.
    #[cfg(unix)]
    let shapes = if is_alone("shapes") { shapes } else { files::run().and(shapes) };
    shapes
}
