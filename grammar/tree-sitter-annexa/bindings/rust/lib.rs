//! The Annexa language for tree-sitter, so that Rust programs (and our tests) can load its parser.

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_annexa() -> *const ();
}

/// The language; give it to `tree_sitter::Parser::set_language`.
// SAFETY: the function is the one that `tree-sitter generate` wrote into src/parser.c.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_annexa) };

/// How a syntax tree is coloured.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../../queries/annexa/highlights.scm");
