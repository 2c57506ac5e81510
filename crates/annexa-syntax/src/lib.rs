//! The syntax of the Annexa language: tokens, items, trees, and incremental parsing.
//!
//! ```
//! use annexa_syntax::Document;
//!
//! let mut document = Document::new("retain 27002 5.24 {\n  reason \"No sector need.\"\n}\n");
//! assert!(document.errors().next().is_none());
//! document.edit(13..17, "5.25");
//! assert_eq!(document.text().to_string(), "retain 27002 5.25 {\n  reason \"No sector need.\"\n}\n");
//! ```
//!
//! Invariants: this crate never reads files and never panics, whatever the text; the tokens and the
//! tree of a document cover every byte; after any edits, a document equals a new one with the same
//! text. The crate knows nothing about the meaning of declarations.

mod ast;
mod contraction;
mod document;
mod error;
mod expected;
mod format;
mod grammar;
mod head;
mod invisible;
mod item;
mod item_keys;
mod item_tree;
mod language;
mod lines;
mod loose;
mod lower;
mod marks;
mod markup;
mod node;
mod prose;
mod reference;
mod remark;
mod sentence;
mod token;
mod verbal;

pub use ast::{
    Base, Block, CorrespondenceEntry, Declaration, Designation, Field, FieldValue, Fields, Inline,
    Key, ListItem, ListItemDeclaration, Place, Reference, ReferenceTarget, Spanned, TermReference,
    Text, TextPlace, VerbalFormUse,
};
pub use contraction::full_form;
pub use document::{Document, ItemStart, Reparse};
pub use error::{SyntaxError, SyntaxErrorKind, Wanted};
pub use format::{
    FormatError, INDENT, end_of_declarations, format, format_items, format_pieces, line_end,
    with_line_ends,
};
pub use invisible::is_invisible;
pub use item::Item;
pub use item_keys::ItemKey;
pub use language::{
    AddedKind, DeclarationKind, Effect, FieldShape, FieldUse, Keyword, Part, ProvisionPart,
    TextRole, about_field, empty_field, example_of_field, field_parts, field_shape,
    more_about_field, shape_of_field, value_of_field,
};
pub use loose::{LooseReference, read_amendment, read_loosely};
pub use lower::{is_plain, value_of_text};
pub use marks::{ListStyle, list_mark};
pub use node::{MAX_DEPTH, Node, NodeKind, VerbalForm};
pub use prose::verbal_forms;
pub use remark::Remark;
pub use sentence::{Sentence, Sentences, Word, sentences};
pub use smol_str::{SmolStr, SmolStrBuilder, format_smolstr};
pub use text_size::{TextRange, TextSize};
pub use token::{Token, TokenKind};
pub use verbal::{CONTRACTED_WORDS, VERBAL_WORDS};
