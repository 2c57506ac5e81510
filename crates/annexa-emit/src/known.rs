//! The bases that are known, as data.

use annexa_model::{FileId, Project};

use crate::types::{CatalogueOrigin, KnownBase, KnownBases};

/// The bases of the built-in catalogues and of a project's own. `path` gives the file of a catalogue.
pub fn known_bases(project: &Project, path: impl Fn(FileId) -> Option<String>) -> KnownBases {
    let bases = project.catalogue_ids().filter_map(|id| {
        let catalogue = project.catalogue(id)?;
        let newer = project.newer(id).and_then(|newer| project.catalogue(newer));
        let file = catalogue.location.file;
        Some(KnownBase {
            document: catalogue.document.document.to_string(),
            edition: catalogue.document.edition.as_ref().map(ToString::to_string),
            designation: catalogue.document.printed(),
            title: catalogue.title.to_string(),
            amendments: catalogue.amendment_names().iter().map(ToString::to_string).collect(),
            superseded_by: newer.map(|newer| newer.document.printed()),
            origin: match file {
                FileId::BuiltIn(_) => CatalogueOrigin::BuiltIn,
                FileId::Project(_) => CatalogueOrigin::Project,
            },
            path: path(file),
        })
    });
    KnownBases(bases.collect())
}
