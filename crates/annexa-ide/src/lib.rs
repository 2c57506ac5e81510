//! What an editor asks about a project: one file a feature. A feature takes a project and a place in
//! it, and gives plain data in byte offsets.
//!
//! Invariants: nothing here reads files, knows the language server protocol, or panics, whatever the
//! text and whatever the place.

mod card;
pub mod completion;
mod shape;
mod signature_help;
mod span;
#[cfg(test)]
mod testing;
mod typing;
mod wording;

pub use card::provision_card;
pub use signature_help::{Signature, SignaturePart, signature_help};
pub use span::Span;
