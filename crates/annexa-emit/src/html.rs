//! The page for readers: a standard laid out after the templates of ISO/IEC 27009 (Annex A where it extends
//! requirements, Annex B where it extends controls alone), as one HTML file that loads nothing else.
//!
//! It is made of the native output and of nothing else, so whatever it shows is also in the JSON. Ids of
//! elements are the ids of that output, which stay when provisions are renumbered, and `data-source` says
//! where a thing is written (`FILE:LINE`), for editors that follow it.

mod additions;
mod annexes;
mod changes;
mod frame;
mod index;
mod outline;
mod provisions;
mod section;
mod words;

#[cfg(test)]
mod tests;

use crate::types::Document;

use self::index::Index;

/// A compiled standard as a page of HTML.
///
/// Pictures are files: `picture` gives the data URL that stands for one in a page that is whole, and
/// where it gives none the path stands there. Otherwise the same document gives the same bytes.
/// Everything that a standard says is escaped.
pub fn html(document: &Document, picture: &dyn Fn(&str) -> Option<String>) -> String {
    let index = Index::new(document, picture);
    frame::page(&index, &outline::sections(&index)).into_string()
}
