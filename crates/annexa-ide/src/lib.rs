//! What an editor asks about a project: one file a feature. A feature takes a project and a place in
//! it, and gives plain data in byte offsets.
//!
//! Invariants: nothing here reads files, knows the language server protocol, or panics, whatever the
//! text and whatever the place.

mod formatting;
mod span;
#[cfg(test)]
mod testing;

pub use formatting::{Replacement, format_document, format_range};
pub use span::Span;
