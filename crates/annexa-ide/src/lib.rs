//! What an editor asks about a project: one file a feature. A feature takes a project and a place in
//! it, and gives plain data in byte offsets.
//!
//! Invariants: nothing here reads files, knows the language server protocol, or panics, whatever the
//! text and whatever the place.

mod call_hierarchy;
mod card;
pub mod completion;
mod definition;
mod hierarchy;
mod implementation;
mod linked_editing;
mod moniker;
mod place;
mod references;
mod rename;
mod shape;
mod signature_help;
mod span;
mod target;
#[cfg(test)]
mod testing;
mod type_hierarchy;
mod typing;
mod wording;

pub use call_hierarchy::{Call, call_hierarchy, incoming_calls, outgoing_calls};
pub use card::provision_card;
pub use definition::{Jump, declaration, definition, type_definition};
pub use hierarchy::HierarchyItem;
pub use implementation::implementation;
pub use linked_editing::linked_editing;
pub use moniker::{Moniker, moniker};
pub use references::{Highlight, document_highlights, references};
pub use rename::{Refusal, Renamable, prepare_rename, rename};
pub use signature_help::{Signature, SignaturePart, signature_help};
pub use span::Span;
pub use target::Target;
pub use type_hierarchy::{subtypes, supertypes, type_hierarchy};
