//! The ids of what no declaration of a standard makes: standards, documents, and the provisions of
//! the bases. These are the same in every standard that rests on the same edition.

use annexa_model::{DocumentEdition, Identity};

use crate::types::Id;

/// The id of an identity.
pub(crate) fn id(identity: &Identity) -> Id {
    Id(identity.uuid.to_string())
}

/// The id of a standard.
pub(crate) fn standard(prefix: &str) -> Id {
    id(&Identity::of(format!("standard|{prefix}")))
}

/// The id of a document, by its printed designation.
pub(crate) fn document(designation: &str) -> Id {
    id(&Identity::of(format!("document|{designation}")))
}

/// The identity of a provision of an edition, or of a list item of it.
pub(crate) fn provision<M: AsRef<str>>(
    document: &DocumentEdition,
    number: &str,
    items: &[M],
) -> Identity {
    // The words before the first stroke are in small letters, prefixes are in capitals: no key of a
    // document is one of a declaration.
    let mut key = format!("provision|{}|{number}", document.printed());
    if !items.is_empty() {
        key.push('|');
        key.push_str(&crate::printed::items(items));
    }
    Identity::of(key)
}
