//! The documents that sector-specific standards extend: catalogues of identifiers, titles and
//! structure, the correspondence between their editions, and overlays with licensed wording.
//!
//! The built-in catalogues are written in the language and parsed on first use; a project's own
//! catalogues are read in the same way ([`read`]).
//!
//! Invariants: this crate reads no file on disk, never panics, and contains no sentence of an ISO
//! text.

mod built_in;
mod catalogue;
mod correspondence;
mod location;
mod natural;
mod overlay;
mod read;
mod vocabulary;

pub use built_in::{BUILT_IN, BuiltIn, Holds, built_in, parse_newest};
pub use catalogue::{
    Amendment, Annex, AnnexTitle, Attributes, Catalogue, Layout, ListItem, Provision, ProvisionId,
    ProvisionKind,
};
pub use correspondence::{Correspondence, Pair, Point};
pub use location::{DocumentEdition, FileId, Location};
pub use natural::{natural_key, natural_order};
pub use overlay::{Overlay, OverlayEntry, OverlayItem, OverlayText};
pub use read::{BaseFile, read};
pub use vocabulary::{ATTRIBUTES, Attribute, FIELDS_OF_2022, attribute};
