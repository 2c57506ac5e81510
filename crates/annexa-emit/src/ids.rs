//! Identities as the output writes them.

use annexa_model::{Catalogue, DocumentEdition, Identity};

use crate::types::Id;

/// The id of an identity.
pub(crate) fn id(identity: &Identity) -> Id {
    Id(identity.uuid)
}

/// The id of a standard.
pub(crate) fn standard(prefix: &str) -> Id {
    id(&Identity::of_standard(prefix))
}

/// The id of a document, by its printed designation.
pub(crate) fn document(designation: &str) -> Id {
    id(&Identity::of_document(designation))
}

/// The id of a provision of an edition.
pub(crate) fn provision(catalogue: &Catalogue, number: &str) -> Id {
    item(catalogue, number, &[] as &[&str])
}

/// The id of a provision of the edition that a catalogue names.
pub(crate) fn provision_of(document: &DocumentEdition, number: &str) -> Id {
    id(&Identity::of_provision(document, number, &[] as &[&str]))
}

/// The id of a list item of a provision of an edition; of the provision where none is named.
pub(crate) fn item<M: AsRef<str>>(catalogue: &Catalogue, number: &str, items: &[M]) -> Id {
    id(&Identity::of_provision(&catalogue.document, number, items))
}
