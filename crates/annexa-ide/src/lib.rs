//! What an editor asks about a project: one file a feature. A feature takes a project and a place in
//! it, and gives plain data in byte offsets.
//!
//! Invariants: nothing here reads files, knows the language server protocol, or panics, whatever the
//! text and whatever the place.

mod card;
mod code_lenses;
pub mod completion;
mod declared;
mod document_links;
mod document_symbols;
mod folding;
mod hover;
mod inlay_hints;
mod named;
mod selection;
mod semantic_tokens;
mod shape;
mod signature_help;
mod span;
#[cfg(test)]
mod testing;
mod typing;
mod wording;
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
pub use signature_help::{Signature, SignaturePart, signature_help};
pub use span::Span;
pub use workspace_symbols::{WorkspaceSymbol, workspace_symbols};
