//! What an editor asks about a project: one file a feature. A feature takes a project and a place in
//! it, and gives plain data in byte offsets.
//!
//! Invariants: nothing here reads files, knows the language server protocol, or panics, whatever the
//! text and whatever the place. What goes over a whole file or project asks at each declaration whether
//! it is `cancelled`, and does no more then; what it has found so far is of no use. Who is asked lets
//! other threads go first.

mod actions;
mod call_hierarchy;
mod card;
mod code_lenses;
pub mod completion;
mod declared;
mod definition;
mod document_links;
mod document_symbols;
mod folding;
mod formatting;
mod hierarchy;
mod hover;
mod implementation;
mod inlay_hints;
mod line_ends;
mod linked_editing;
mod moniker;
mod on_type;
mod place;
mod reader;
mod references;
mod rename;
mod selection;
mod semantic_tokens;
mod shape;
mod signature_help;
mod span;
mod target;
#[cfg(test)]
mod testing;
mod titles;
mod type_hierarchy;
mod typing;
mod words;
mod workspace_symbols;

pub use actions::{Action, ActionContext, ActionKind, FileChange, actions, resolve_action};
pub use call_hierarchy::{Call, call_hierarchy, incoming_calls, outgoing_calls};
pub use card::provision_card;
pub use code_lenses::{CodeLens, code_lens, code_lenses};
pub use definition::{Jump, declaration, definition, type_definition};
pub use document_links::{LinkTarget, document_links, link_target};
pub use document_symbols::{DocumentSymbol, document_symbols};
pub use folding::{Fold, FoldKind, folds};
pub use formatting::{Replacement, format_document, format_range};
pub use hierarchy::HierarchyItem;
pub use hover::{Hover, hover};
pub use implementation::implementation;
pub use inlay_hints::{InlayHint, InlayHintKind, inlay_hint_tooltip, inlay_hints};
pub use linked_editing::linked_editing;
pub use moniker::{Moniker, moniker};
pub use on_type::format_on_type;
pub use references::{Highlight, document_highlights, references};
pub use rename::{Refusal, Renamable, prepare_rename, rename};
pub use selection::selection_ranges;
pub use semantic_tokens::{
    SemanticToken, SemanticTokenKind, SemanticTokenModifier, semantic_tokens,
};
pub use signature_help::{Signature, SignaturePart, signature_help};
pub use span::Span;
pub use target::Target;
pub use type_hierarchy::{subtypes, supertypes, type_hierarchy};
pub use words::{about_connective, about_value, about_verbal_form};
pub use workspace_symbols::{WorkspaceSymbol, workspace_symbols};
