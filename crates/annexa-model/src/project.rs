//! A project: its files, what they declare, and what the declarations mean.

use std::sync::Arc;

use annexa_base::{Catalogue, Correspondence, FileId, Location, Overlay};
use annexa_syntax::{Declaration, Document, Item, Reference, TextRange, TextSize};

use crate::{
    Allow, AddedProvision, BaseId, CatalogueId, Identity, Link, ProvisionState, ResolveError,
    Resolved, Settings, Standard, StandardId, Symbol, Use,
};

/// A declaration of the project: in the order of paths, then of places.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DeclarationId(pub u32);

/// A file of the project.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path below the root, with `/`.
    pub path: String,
    /// Its text.
    pub document: Document,
    /// The standard that it belongs to; `None` for a file of catalogues, overlays or
    /// correspondences.
    pub standard: Option<StandardId>,
    /// The first of its declarations, and the one behind its last.
    pub declarations: std::ops::Range<u32>,
}

/// A declaration with what is known of its place.
#[derive(Clone, Copy, Debug)]
pub struct DeclarationRef<'a> {
    /// Which it is.
    pub id: DeclarationId,
    /// What it says. Its ranges are counted from the beginning of its item.
    pub declaration: &'a Declaration,
    /// The item that it stands in.
    pub item: &'a Arc<Item>,
    /// Where the item begins in the file.
    pub offset: TextSize,
    /// The file.
    pub file: FileId,
    /// The standard that it belongs to; `None` in files of catalogues.
    pub standard: Option<StandardId>,
}

impl DeclarationRef<'_> {
    /// Where a range of the item lies in the file.
    pub fn location(&self, range: TextRange) -> Location {
        Location::new(self.file, self.offset, range)
    }
}

/// A project and its meaning. It is made once and never changed.
#[derive(Debug)]
pub struct Project {
    files: Vec<SourceFile>,
    settings: Settings,
}

impl Project {
    /// Makes the model of a project from its files (path below the root, and parsed text), in any
    /// order, and its settings.
    pub fn new(files: impl IntoIterator<Item = (String, Document)>, settings: Settings) -> Project {
        let _ = files;
        Project { files: Vec::new(), settings }
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The files, sorted by path. A [`FileId::Project`] is an index into them.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The path of a file; for a built-in one its name.
    pub fn path(&self, file: FileId) -> &str {
        let _ = file;
        ""
    }

    /// The document of a file, a built-in one included.
    pub fn document(&self, file: FileId) -> Option<&Document> {
        let _ = file;
        None
    }

    /// The standards, by prefix.
    pub fn standards(&self) -> &[Standard] {
        &[]
    }

    /// A standard.
    pub fn standard(&self, id: StandardId) -> Option<&Standard> {
        self.standards().get(id.0 as usize)
    }

    /// How many declarations there are; they are numbered from 0.
    pub fn declaration_count(&self) -> usize {
        0
    }

    /// A declaration.
    pub fn declaration(&self, id: DeclarationId) -> Option<DeclarationRef<'_>> {
        let _ = id;
        None
    }

    /// The known catalogues, built-in ones first, then the project's own by place.
    pub fn catalogue_ids(&self) -> impl Iterator<Item = CatalogueId> {
        std::iter::empty()
    }

    /// A catalogue.
    pub fn catalogue(&self, id: CatalogueId) -> Option<&Catalogue> {
        let _ = id;
        None
    }

    /// The catalogue of an edition of a document; of the latest edition where none is given.
    pub fn find_catalogue(&self, document: &str, edition: Option<&str>) -> Option<CatalogueId> {
        let _ = (document, edition);
        None
    }

    /// The edition that supersedes that of a catalogue.
    pub fn newer(&self, id: CatalogueId) -> Option<CatalogueId> {
        let _ = id;
        None
    }

    /// The correspondences from the edition of one catalogue to that of another.
    pub fn correspondence(&self, from: CatalogueId, to: CatalogueId) -> Option<&Correspondence> {
        let _ = (from, to);
        None
    }

    /// The project's overlays of the edition of a catalogue.
    pub fn overlays(&self, id: CatalogueId) -> impl Iterator<Item = &Overlay> {
        let _ = id;
        std::iter::empty()
    }

    /// What a reference names for a standard.
    pub fn resolve(&self, standard: StandardId, reference: &Reference) -> Result<Resolved, ResolveError> {
        let _ = (standard, reference);
        Err(ResolveError::NoCatalogue)
    }

    /// The references in a declaration, that of its head first, then those of its texts in order.
    pub fn links(&self, declaration: DeclarationId) -> &[Link] {
        let _ = declaration;
        &[]
    }

    /// What the reference in the head of a declaration names.
    pub fn target(&self, declaration: DeclarationId) -> Option<&Resolved> {
        let _ = declaration;
        None
    }

    /// All uses of a thing, by place.
    pub fn uses(&self, symbol: Symbol) -> &[Use] {
        let _ = symbol;
        &[]
    }

    /// What the name at a place of a file means, and where the name stands: in references, in
    /// `{term …}`, after `for`, and where things are declared.
    pub fn symbol_at(&self, file: FileId, offset: TextSize) -> Option<(Symbol, Location)> {
        let _ = (file, offset);
        None
    }

    /// Where a thing is declared.
    pub fn definition(&self, symbol: Symbol) -> Option<Location> {
        let _ = symbol;
        None
    }

    /// The state of every provision of a base, by natural order of number.
    pub fn states(&self, standard: StandardId, base: BaseId) -> Vec<ProvisionState> {
        let _ = (standard, base);
        Vec::new()
    }

    /// The identity of what a declaration of a standard adds or changes, or of a term.
    pub fn identity(&self, declaration: DeclarationId) -> Option<Identity> {
        let _ = declaration;
        None
    }

    /// The provision that a declaration adds, with the standard.
    pub fn added(&self, declaration: DeclarationId) -> Option<(&Standard, &AddedProvision)> {
        let _ = declaration;
        None
    }

    /// Every `allow`, by place.
    pub fn allows(&self) -> &[Allow] {
        &[]
    }
}
