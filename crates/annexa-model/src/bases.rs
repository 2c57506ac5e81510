//! The known editions, both built-in and of the project, and which of them is the latest.

use std::sync::OnceLock;

use annexa_base::{
    BUILT_IN, BaseFile, Catalogue, Correspondence, DocumentEdition, FileId, Holds, Location,
    Overlay, built_in, natural_order, read,
};
use annexa_syntax::{Document, SmolStr};

use crate::titles::Titles;

/// Identifies a catalogue that the project can refer to, built-in or its own. See
/// [`crate::Project::catalogue`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CatalogueId(pub u32);

/// The known bases. Built-in catalogues are parsed on first use.
#[derive(Debug, Default)]
pub(crate) struct Bases {
    known: Vec<KnownEdition>,
    files: Vec<BaseFile>,
}

/// An edition with a known catalogue.
#[derive(Debug)]
struct KnownEdition {
    document: SmolStr,
    edition: Option<SmolStr>,
    supersedes: Option<DocumentEdition>,
    source: Source,
    /// An index of its controls by title, built on first use.
    titles: OnceLock<Titles>,
}

#[derive(Clone, Copy, Debug)]
enum Source {
    BuiltIn(usize),
    Project { file: usize, index: usize },
}

impl Bases {
    /// `files` are the files of the project that hold bases, in the order of their paths.
    pub(crate) fn new<'a>(files: impl Iterator<Item = (FileId, &'a Document)>) -> Bases {
        let mut bases = Bases::default();
        for (index, file) in BUILT_IN.iter().enumerate() {
            if let Holds::Catalogue { document, edition, supersedes } = file.holds {
                bases.known.push(KnownEdition {
                    document: document.into(),
                    edition: Some(edition.into()),
                    supersedes: supersedes.map(|edition| DocumentEdition {
                        document: document.into(),
                        number: None,
                        edition: Some(edition.into()),
                    }),
                    source: Source::BuiltIn(index),
                    titles: OnceLock::new(),
                });
            }
        }
        for (id, document) in files {
            let file = bases.files.len();
            let read = read(document, id);
            for (index, catalogue) in read.catalogues.iter().enumerate() {
                bases.known.push(KnownEdition {
                    document: catalogue.document.document.clone(),
                    edition: catalogue.document.edition.clone(),
                    supersedes: catalogue.supersedes.clone(),
                    source: Source::Project { file, index },
                    titles: OnceLock::new(),
                });
            }
            bases.files.push(read);
        }
        bases
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = CatalogueId> + use<> {
        (0..self.known.len() as u32).map(CatalogueId)
    }

    pub(crate) fn catalogue(&self, id: CatalogueId) -> Option<&Catalogue> {
        match self.known.get(id.0 as usize)?.source {
            Source::BuiltIn(index) => built_in(index)?.1.catalogues.first(),
            Source::Project { file, index } => self.files.get(file)?.catalogues.get(index),
        }
    }

    /// Returns the catalogue whose designation is at a location.
    pub(crate) fn declared_at(&self, place: Location) -> Option<CatalogueId> {
        let mut ids = self.ids();
        ids.find(|id| match (place.file, self.known.get(id.0 as usize).map(|it| it.source)) {
            (FileId::BuiltIn(file), Some(Source::BuiltIn(index))) => file as usize == index,
            (FileId::Project(_), Some(Source::Project { .. })) => {
                self.catalogue(*id).is_some_and(|catalogue| catalogue.location == place)
            }
            _ => false,
        })
    }

    /// Returns the location of the designation in the built-in catalogue of an edition.
    pub(crate) fn built_in(&self, document: &DocumentEdition) -> Option<Location> {
        let known = self.editions(&document.document).find(|(_, known)| {
            known.edition == document.edition && matches!(known.source, Source::BuiltIn(_))
        });
        let (index, _) = known?;
        Some(self.catalogue(CatalogueId(index as u32))?.location)
    }

    /// Returns the document and edition of a catalogue without parsing it.
    pub(crate) fn edition(&self, id: CatalogueId) -> Option<(&SmolStr, Option<&SmolStr>)> {
        let known = self.known.get(id.0 as usize)?;
        Some((&known.document, known.edition.as_ref()))
    }

    /// Returns the document with a number: `ISO/IEC 27002` for `27002`.
    pub(crate) fn document_of_number(&self, number: &str) -> Option<&SmolStr> {
        self.known
            .iter()
            .map(|known| &known.document)
            .find(|document| document.rsplit([' ', '/']).next() == Some(number))
    }

    fn editions<'a>(
        &'a self,
        document: &'a str,
    ) -> impl Iterator<Item = (usize, &'a KnownEdition)> {
        self.known.iter().enumerate().filter(move |(_, known)| known.document == document)
    }

    /// Returns the catalogue of an edition, or of the latest edition if none is given. A catalogue
    /// of the project has precedence over a built-in one, and the first of two over the second.
    pub(crate) fn find(&self, document: &str, edition: Option<&str>) -> Option<CatalogueId> {
        let is_own = |index: usize| {
            matches!(
                self.known.get(index),
                Some(KnownEdition { source: Source::Project { .. }, .. })
            )
        };
        let (index, _) = match edition {
            Some(edition) => self
                .editions(document)
                .filter(|(_, known)| known.edition.as_deref() == Some(edition))
                .min_by_key(|(index, _)| (!is_own(*index), *index))?,
            None => self
                .editions(document)
                .filter(|(_, known)| !self.is_superseded(known))
                .max_by(|(a, left), (b, right)| {
                    let edition = |known: &KnownEdition| known.edition.clone().unwrap_or_default();
                    natural_order(&edition(left), &edition(right))
                        .then(is_own(*a).cmp(&is_own(*b)))
                        .then(b.cmp(a))
                })?,
        };
        Some(CatalogueId(index as u32))
    }

    fn is_superseded(&self, known: &KnownEdition) -> bool {
        self.editions(&known.document).any(|(_, other)| supersedes(other, known))
    }

    /// Returns the index of a catalogue's controls by title.
    pub(crate) fn titles(&self, id: CatalogueId) -> Option<&Titles> {
        let (known, catalogue) = (self.known.get(id.0 as usize)?, self.catalogue(id)?);
        Some(known.titles.get_or_init(|| Titles::new(catalogue)))
    }

    /// Returns the catalogue that supersedes another.
    pub(crate) fn newer(&self, id: CatalogueId) -> Option<CatalogueId> {
        let known = self.known.get(id.0 as usize)?;
        let newer = self.known.iter().find(|other| supersedes(other, known))?;
        self.find(&newer.document, newer.edition.as_deref())
    }

    /// Returns the known editions of a document, in natural order.
    pub(crate) fn known_editions(&self, document: &str) -> Vec<SmolStr> {
        let mut editions: Vec<SmolStr> =
            self.editions(document).filter_map(|(_, known)| known.edition.clone()).collect();
        editions.sort_by(|a, b| natural_order(a, b));
        editions.dedup();
        editions
    }

    /// Returns the printed designations of all known editions, without duplicates.
    pub(crate) fn designations(&self) -> Vec<String> {
        let mut all: Vec<String> = self
            .known
            .iter()
            .map(|known| match &known.edition {
                Some(edition) => format!("{}:{edition}", known.document),
                None => known.document.to_string(),
            })
            .collect();
        all.sort();
        all.dedup();
        all
    }

    pub(crate) fn correspondence(
        &self,
        from: CatalogueId,
        to: CatalogueId,
    ) -> Option<&Correspondence> {
        let (from, to) = (self.edition(from)?, self.edition(to)?);
        let own = self
            .files
            .iter()
            .flat_map(|file| &file.correspondences)
            .find(|own| is_edition(&own.from, from) && is_edition(&own.to, to));
        own.or_else(|| {
            let index = BUILT_IN.iter().position(|file| match file.holds {
                Holds::Correspondence { document, from: earlier, to: later } => {
                    from == (&document.into(), Some(&earlier.into()))
                        && to == (&document.into(), Some(&later.into()))
                }
                Holds::Catalogue { .. } => false,
            })?;
            built_in(index)?.1.correspondences.first()
        })
    }

    pub(crate) fn overlays(&self, id: CatalogueId) -> impl Iterator<Item = &Overlay> {
        let edition = self.edition(id);
        self.files.iter().flat_map(|file| &file.overlays).filter(move |overlay| {
            edition.is_some_and(|edition| {
                is_edition(&overlay.document, edition)
                    || overlay.document.edition.is_none()
                        && self.find(&overlay.document.document, None) == Some(id)
            })
        })
    }

    /// Returns the project's own catalogues, overlays and correspondences, in the order of files.
    pub(crate) fn files(&self) -> &[BaseFile] {
        &self.files
    }
}

fn supersedes(newer: &KnownEdition, older: &KnownEdition) -> bool {
    newer.supersedes.as_ref().is_some_and(|superseded| {
        superseded.document == older.document
            && superseded.edition == older.edition
            && (newer.document != older.document || newer.edition != older.edition)
    })
}

fn is_edition(document: &DocumentEdition, (name, edition): (&SmolStr, Option<&SmolStr>)) -> bool {
    document.document == *name && document.edition.as_ref() == edition
}
