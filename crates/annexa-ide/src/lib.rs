//! What an editor asks about a project: one file a feature. A feature takes a project and a place in
//! it, and gives plain data in byte offsets.
//!
//! Invariants: nothing here reads files, knows the language server protocol, or panics, whatever the
//! text and whatever the place.

mod card;
mod code_lenses;
mod declared;
mod document_links;
mod document_symbols;
mod folding;
mod hover;
mod inlay_hints;
mod named;
mod selection;
mod semantic_tokens;
mod span;
#[cfg(test)]
mod testing;
mod words;
mod workspace_symbols;

pub use card::provision_card;
pub use code_lenses::{CodeLens, code_lens, code_lenses};
pub use document_links::{LinkTarget, document_links, link_target};
pub use document_symbols::{DocumentSymbol, document_symbols};
pub use folding::{Fold, FoldKind, folds};
pub use hover::{Hover, hover};
pub use inlay_hints::{InlayHint, InlayHintKind, inlay_hint_tooltip, inlay_hints};
pub use selection::selection_ranges;
pub use semantic_tokens::{
    SemanticToken, SemanticTokenKind, SemanticTokenModifier, semantic_tokens,
};
pub use span::Span;
pub use words::{about_connective, about_declaration, about_field, about_value, about_verbal_form};
pub use workspace_symbols::{WorkspaceSymbol, workspace_symbols};
