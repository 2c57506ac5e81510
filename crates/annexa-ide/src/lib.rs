//! What an editor asks about a project: one file a feature. A feature takes a project and a place in
//! it, and gives plain data in byte offsets.
//!
//! Invariants: nothing here reads files, knows the language server protocol, or panics, whatever the
//! text and whatever the place.

mod definition;
mod implementation;
mod references;
mod rename;
mod span;
mod target;
#[cfg(test)]
mod testing;

pub use definition::{Jump, declaration, definition, type_definition};
pub use implementation::implementation;
pub use references::{Highlight, document_highlights, references};
pub use rename::{Refusal, Renamable, prepare_rename, rename};
pub use span::Span;
pub use target::Target;
