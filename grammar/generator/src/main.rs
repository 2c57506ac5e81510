//! Writes `src/parser.c` of tree-sitter-annexa, and the files that go with it, from `grammar.js`. Node.js runs that file.
//! `cargo xtask codegen` runs this program; it does what `tree-sitter generate` of the same version does.

use std::path::Path;

/// The version of the interface between a parser and the editors that load it. Neovim 0.11, Helix 25 and the
/// library of version 0.25 accept it.
const ABI: usize = 15;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tree-sitter-annexa");
    tree_sitter_generate::generate_parser_in_directory(&folder, None, None, ABI, None, None)?;
    Ok(())
}
