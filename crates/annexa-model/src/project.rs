//! A project: its files, their declarations, and the meaning of these.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use annexa_base::{
    BUILT_IN, Catalogue, Correspondence, FileId, Location, Overlay, ProvisionId, built_in,
};
use annexa_syntax::{
    Declaration, DeclarationKind, Document, Item, ItemKey, ItemStart, TextRange, TextSize,
};
use imbl::Vector;
use rayon::prelude::*;

use crate::{
    AddedProvision, CatalogueId, DeclarationId, Link, LinkRole, Resolved, Settings, Standard,
    StandardId,
    bases::Bases,
    changes::Changes,
    identity::Identities,
    links::{Links, Uses},
    titles::Titles,
};

/// Below this number of declarations or items, another thread does not pay off.
pub(crate) const SIDE_BY_SIDE: usize = 500;

/// Splits this many of them into ranges that are worth a thread each.
pub(crate) fn parts(count: usize) -> impl Iterator<Item = Range<usize>> {
    (0..count).step_by(SIDE_BY_SIDE).map(move |start| start..count.min(start + SIDE_BY_SIDE))
}

/// A file of the project.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path below the root, with `/`.
    pub path: String,
    /// The parsed text.
    pub document: Document,
    /// The standard that it belongs to; `None` for a file of catalogues, overlays or
    /// correspondences.
    pub standard: Option<StandardId>,
    /// The declarations. An edit that changes no signature shares them with the previous version,
    /// and nearly all links.
    pub(crate) entries: Arc<[DeclarationEntry]>,
    /// The links of each entry.
    pub(crate) links: Vector<Arc<Links>>,
}

/// A declaration with its position in the file.
#[derive(Clone, Copy, Debug)]
pub struct DeclarationRef<'a> {
    /// The ID of the declaration.
    pub id: DeclarationId,
    /// The declaration itself. Its ranges count from the beginning of its item.
    pub declaration: &'a Declaration,
    /// The item that contains it.
    pub item: &'a Arc<Item>,
    /// The index of the item in the file.
    pub item_index: u32,
    /// The offset in bytes at which the item begins in the file.
    pub offset: TextSize,
    /// The number of lines before the item in the file.
    pub line: u32,
    /// The file that contains it.
    pub file: FileId,
    /// The standard that it belongs to; `None` in files of catalogues.
    pub standard: Option<StandardId>,
}

impl<'a> DeclarationRef<'a> {
    /// Returns the location of a range of the item.
    pub fn location(&self, range: TextRange) -> Location {
        Location { file: self.file, item: self.id.item, range }
    }

    /// Returns the line and column in the file of a byte of the item, both counted from 0; the
    /// column counts characters.
    pub fn line_and_column(&self, at: TextSize) -> (usize, usize) {
        let start = ItemStart {
            index: self.item_index as usize,
            key: self.id.item,
            offset: self.offset.into(),
            line: self.line as usize,
        };
        start.line_and_column(self.item, at.into())
    }

    /// Returns the source text of a range of the item.
    pub fn source(&self, range: TextRange) -> &'a str {
        self.item
            .text()
            .get(usize::from(range.start())..usize::from(range.end()))
            .unwrap_or_default()
    }
}

/// A declaration of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct DeclarationEntry {
    pub(crate) id: DeclarationId,
    pub(crate) kind: DeclarationKind,
    pub(crate) standard: Option<StandardId>,
}

impl SourceFile {
    /// Returns the IDs of its declarations, in source order.
    pub fn declarations(&self) -> impl DoubleEndedIterator<Item = DeclarationId> {
        self.entries.iter().map(|entry| entry.id)
    }

    /// Returns the index of a declaration among its entries.
    pub(crate) fn place(&self, id: DeclarationId) -> Option<usize> {
        self.entries.binary_search_by(|entry| entry.id.cmp(&id)).ok()
    }
}

/// A project and its meaning. A project is immutable: an edit returns a new one, which shares
/// nearly everything with the old one ([`crate::Analysis`]).
#[derive(Clone, Debug)]
pub struct Project {
    pub(crate) files: Vec<Arc<SourceFile>>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) standards: Arc<Vec<Standard>>,
    pub(crate) bases: Arc<Bases>,
    /// The declarations that change each provision.
    pub(crate) changes: Changes,
    /// The declarations that use each symbol.
    pub(crate) uses: Uses,
    /// The declarations with each label and each identity.
    pub(crate) identities: Identities,
}

impl Project {
    /// Returns the settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns the files, sorted by path. A [`FileId::Project`] is an index into them.
    pub fn files(&self) -> &[Arc<SourceFile>] {
        &self.files
    }

    /// Returns a file of the project; built-in files are not included.
    pub(crate) fn source(&self, file: FileId) -> Option<&SourceFile> {
        match file {
            FileId::Project(index) => self.files.get(index as usize).map(|file| &**file),
            FileId::BuiltIn(_) => None,
        }
    }

    /// Returns the IDs of the files, in order.
    pub fn file_ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..self.files.len() as u32).map(FileId::Project)
    }

    /// Returns the path of a file, or the name of a built-in one.
    pub fn path(&self, file: FileId) -> &str {
        match file {
            FileId::BuiltIn(index) => BUILT_IN.get(index as usize).map_or("", |file| file.name),
            FileId::Project(index) => self.files.get(index as usize).map_or("", |file| &file.path),
        }
    }

    /// Returns the file with this path.
    pub fn file(&self, path: &str) -> Option<FileId> {
        let index = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        Some(FileId::Project(index as u32))
    }

    /// Returns the parsed text of a file, which can be built-in.
    pub fn document(&self, file: FileId) -> Option<&Document> {
        match file {
            FileId::BuiltIn(index) => built_in(index as usize).map(|(document, _)| document),
            FileId::Project(index) => self.files.get(index as usize).map(|file| &file.document),
        }
    }

    /// Returns the standard to which a file belongs; a file of catalogues belongs to none.
    pub fn standard_of(&self, file: FileId) -> Option<&Standard> {
        self.standard(self.source(file)?.standard?)
    }

    /// Returns the standards, sorted by prefix.
    pub fn standards(&self) -> &[Standard] {
        &self.standards
    }

    /// Returns the standard with this ID.
    pub fn standard(&self, id: StandardId) -> Option<&Standard> {
        self.standards.get(id.0 as usize)
    }

    /// Returns the standard with this prefix.
    pub fn standard_by_prefix(&self, prefix: &str) -> Option<&Standard> {
        let found =
            self.standards.binary_search_by(|standard| standard.prefix.as_str().cmp(prefix));
        found.ok().and_then(|index| self.standards.get(index))
    }

    /// Returns the number of declarations.
    pub fn declaration_count(&self) -> usize {
        self.files.iter().map(|file| file.entries.len()).sum()
    }

    /// Returns the declaration with this ID.
    pub fn declaration(&self, id: DeclarationId) -> Option<DeclarationRef<'_>> {
        let source = self.files.get(id.file as usize)?;
        let entry = source.entries.get(source.place(id)?)?;
        let (start, item) = source.document.find(id.item)?;
        at(entry, start, item)
    }

    /// Returns the entry of a declaration.
    pub(crate) fn entry(&self, id: DeclarationId) -> Option<&DeclarationEntry> {
        let source = self.files.get(id.file as usize)?;
        source.entries.get(source.place(id)?)
    }

    /// Returns all declarations in order.
    pub fn declarations(&self) -> impl Iterator<Item = DeclarationRef<'_>> {
        self.file_ids().flat_map(|file| self.declarations_in(file))
    }

    /// Returns the declarations of a file in order. This is faster than looking up each of them.
    pub fn declarations_in(&self, file: FileId) -> impl Iterator<Item = DeclarationRef<'_>> {
        self.declarations_where(file, |_, _| true)
    }

    /// Returns the declarations of a file whose entries are wanted. The others are not visited,
    /// which in a large project would take most of the time of a search for a few.
    pub(crate) fn declarations_where(
        &self,
        file: FileId,
        wanted: impl Fn(DeclarationId, &DeclarationEntry) -> bool + Copy,
    ) -> impl Iterator<Item = DeclarationRef<'_>> {
        let count = self.source(file).map_or(0, |source| source.entries.len());
        self.declarations_among(file, 0..count, wanted)
    }

    /// Returns the wanted ones of the declarations at some indices of their file.
    fn declarations_among(
        &self,
        file: FileId,
        places: Range<usize>,
        wanted: impl Fn(DeclarationId, &DeclarationEntry) -> bool + Copy,
    ) -> impl Iterator<Item = DeclarationRef<'_>> {
        /// Skipping up to this many items is faster than looking up the one behind them.
        const FEW: usize = 8;
        self.source(file).into_iter().flat_map(move |source| {
            let entries = source.entries.get(places.clone()).unwrap_or_default();
            let wanted = entries.iter().filter(move |entry| wanted(entry.id, entry));
            let mut items = source.document.items_with_starts_from(usize::MAX);
            let mut reached: Option<(ItemStart, &Arc<Item>)> = None;
            wanted.filter_map(move |entry| {
                let is_reached = |it: &(ItemStart, _)| it.0.key == entry.id.item;
                if !reached.as_ref().is_some_and(is_reached) {
                    reached = items.by_ref().take(FEW).find(is_reached);
                }
                if reached.is_none() {
                    let (start, _) = source.document.find(entry.id.item)?;
                    items = source.document.items_with_starts_from(start.index);
                    reached = items.next();
                }
                let (start, item) = reached?;
                at(entry, start, item)
            })
        })
    }

    /// Returns the declarations in a range of a file's items, in order.
    pub(crate) fn declarations_in_items(
        &self,
        file: FileId,
        items: RangeInclusive<ItemKey>,
    ) -> impl Iterator<Item = DeclarationRef<'_>> {
        let file = match file {
            FileId::Project(file) => Some(file),
            FileId::BuiltIn(_) => None,
        };
        let (first, last) = items.into_inner();
        file.into_iter().flat_map(move |file| {
            let first = DeclarationId { file, item: first, index: 0 };
            let last = DeclarationId { file, item: last, index: u32::MAX };
            self.declarations_between(first, last)
        })
    }

    /// Returns a range of a file's declarations, in order.
    pub fn declarations_between(
        &self,
        first: DeclarationId,
        last: DeclarationId,
    ) -> impl Iterator<Item = DeclarationRef<'_>> {
        let file = first.file();
        let places = self.source(file).map_or(0..0, |source| {
            let start = source.entries.partition_point(|entry| entry.id < first);
            start..source.entries.partition_point(|entry| entry.id <= last).max(start)
        });
        self.declarations_among(file, places, |_, _| true)
    }

    /// Returns the declarations of a file from the one at an offset on, as
    /// [`Project::declaration_at`] finds it.
    pub fn declarations_from(
        &self,
        file: FileId,
        offset: TextSize,
    ) -> impl Iterator<Item = DeclarationRef<'_>> {
        let first = self.declaration_at(file, offset).map(|at| at.id);
        let places = self.source(file).map_or(0..0, |source| {
            let start = first.and_then(|first| source.place(first)).unwrap_or_default();
            start..source.entries.len()
        });
        self.declarations_among(file, places, |_, _| true)
    }

    /// Same as [`Project::declarations_where`], for several files in parallel.
    fn declarations_side_by_side(
        &self,
        files: impl Iterator<Item = FileId>,
        wanted: impl Fn(DeclarationId, &DeclarationEntry) -> bool + Copy + Send + Sync,
    ) -> impl ParallelIterator<Item = DeclarationRef<'_>> {
        let parts = files.flat_map(|file| {
            let count = self.source(file).map_or(0, |source| source.entries.len());
            parts(count).map(move |part| (file, part))
        });
        let parts: Vec<_> = parts.collect();
        parts
            .into_par_iter()
            .flat_map_iter(move |(file, part)| self.declarations_among(file, part, wanted))
    }

    /// Returns all declarations in order, as a parallel iterator.
    pub(crate) fn all_side_by_side(&self) -> impl ParallelIterator<Item = DeclarationRef<'_>> {
        self.declarations_side_by_side(self.file_ids(), |_, _| true)
    }

    /// Returns the IDs and kinds of the declarations of a standard, except heads, in the order of
    /// its files. No declaration is lowered for this.
    pub fn kinds_of(
        &self,
        standard: &Standard,
    ) -> impl DoubleEndedIterator<Item = (DeclarationId, DeclarationKind)> {
        let (id, files) = (standard.id, standard.files.iter());
        let entries = files.filter_map(|file| self.source(*file)).flat_map(|it| it.entries.iter());
        let own = entries.filter(move |it| it.standard == Some(id) && !it.kind.is_file_head());
        own.map(|entry| (entry.id, entry.kind))
    }

    /// Returns the head of a standard and its declarations, in the order of its files.
    pub fn ids_of(&self, standard: &Standard) -> impl Iterator<Item = DeclarationId> {
        standard.head.into_iter().chain(self.kinds_of(standard).map(|(id, _)| id))
    }

    /// Returns the wanted declarations of a standard, except heads, in the order of its files. They
    /// are lowered in parallel; the others are not visited.
    pub fn declarations_of<'a>(
        &'a self,
        standard: &'a Standard,
        wanted: impl Fn(DeclarationId, DeclarationKind) -> bool + Copy + Send + Sync,
    ) -> impl ParallelIterator<Item = DeclarationRef<'a>> {
        self.declarations_side_by_side(standard.files.iter().copied(), move |id, entry| {
            entry.standard == Some(standard.id)
                && !entry.kind.is_file_head()
                && wanted(id, entry.kind)
        })
    }

    /// Returns the declaration at an offset of a file, or else the last one before it.
    pub fn declaration_at(&self, file: FileId, offset: TextSize) -> Option<DeclarationRef<'_>> {
        let FileId::Project(index) = file else { return None };
        let file = self.files.get(index as usize)?;
        let (start, item) = file.document.item_at(offset.into())?;
        let begins = |entry: &DeclarationEntry| {
            let declaration = item.declarations().get(entry.id.index as usize);
            declaration.map_or(0, |it| start.offset + usize::from(it.range.start()))
        };
        let behind = file.entries.partition_point(|entry| {
            entry.id.item < start.key
                || entry.id.item == start.key && begins(entry) <= offset.into()
        });
        self.declaration(file.entries.get(behind.checked_sub(1)?)?.id)
    }

    /// Returns the declaration that contains a location.
    pub(crate) fn declaration_of(&self, location: Location) -> Option<DeclarationRef<'_>> {
        self.declaration_at(location.file, self.range(location).start())
    }

    /// Returns the known catalogues, built-in ones first, then those of the project in source
    /// order.
    pub fn catalogue_ids(&self) -> impl Iterator<Item = CatalogueId> {
        self.bases.ids()
    }

    /// Returns the catalogue with this ID.
    pub fn catalogue(&self, id: CatalogueId) -> Option<&Catalogue> {
        self.bases.catalogue(id)
    }

    /// Returns the printed designation of a catalogue: `ISO/IEC 27002:2022`.
    pub(crate) fn printed(&self, id: CatalogueId) -> String {
        self.catalogue(id).map(|catalogue| catalogue.document.printed()).unwrap_or_default()
    }

    /// Returns the location of a provision's number in its catalogue.
    pub(crate) fn place_of(&self, id: CatalogueId, provision: ProvisionId) -> Option<Location> {
        Some(self.catalogue(id)?.provision(provision)?.location)
    }

    /// Returns the catalogue of an edition, or of the latest edition if none is given.
    pub fn find_catalogue(&self, document: &str, edition: Option<&str>) -> Option<CatalogueId> {
        self.bases.find(document, edition)
    }

    /// Returns the catalogue that a loosely written reference names.
    pub(crate) fn find_loose(&self, loose: &annexa_syntax::LooseReference) -> Option<CatalogueId> {
        let document = self.bases.document_of_number(loose.document.as_ref()?)?;
        self.bases.find(document, loose.edition.as_deref())
    }

    /// Returns the index of a catalogue's controls by title.
    pub(crate) fn titles(&self, id: CatalogueId) -> Option<&Titles> {
        self.bases.titles(id)
    }

    /// Returns the catalogue that supersedes another.
    pub fn newer(&self, id: CatalogueId) -> Option<CatalogueId> {
        self.bases.newer(id)
    }

    /// Returns the catalogue of the newest edition, if this one is superseded.
    pub fn newest(&self, id: CatalogueId) -> Option<CatalogueId> {
        // Catalogues of the project can supersede each other in a cycle.
        let newer = std::iter::successors(self.newer(id), |&id| self.newer(id));
        newer.take(self.catalogue_ids().count()).last()
    }

    /// Returns the correspondence from one edition to another.
    pub fn correspondence(&self, from: CatalogueId, to: CatalogueId) -> Option<&Correspondence> {
        self.bases.correspondence(from, to)
    }

    /// Returns the project's overlays for an edition.
    pub fn overlays(&self, id: CatalogueId) -> impl Iterator<Item = &Overlay> {
        self.bases.overlays(id)
    }

    /// Returns the references in a declaration: first that of its head, then those of its texts in
    /// order.
    pub fn links(&self, declaration: DeclarationId) -> &[Link] {
        self.links_of(declaration).map_or(&[], |links| &links.links)
    }

    /// Returns the links and uses of a declaration.
    pub(crate) fn links_of(&self, declaration: DeclarationId) -> Option<&Links> {
        let source = self.files.get(declaration.file as usize)?;
        source.links.get(source.place(declaration)?).map(|links| &**links)
    }

    /// Returns the target of the reference in the head of a declaration.
    pub fn target(&self, declaration: DeclarationId) -> Option<&Resolved> {
        let first = self.links(declaration).first()?;
        if first.role == LinkRole::Target { first.resolved.as_ref().ok() } else { None }
    }

    /// Returns the provision that a declaration adds, with its standard.
    pub fn added(&self, declaration: DeclarationId) -> Option<(&Standard, &AddedProvision)> {
        let standard = self.standard(self.entry(declaration)?.standard?)?;
        Some((standard, standard.added(declaration)?))
    }

    /// Returns the range of a location in its file, in bytes.
    pub fn range(&self, location: Location) -> TextRange {
        self.document(location.file).map_or(location.range, |document| location.range_in(document))
    }

    /// Returns the location of a range of a file, limited to the item in which it begins.
    pub fn location(&self, file: FileId, range: TextRange) -> Option<Location> {
        let (start, item) = self.document(file)?.item_at(range.start().into())?;
        let range = range - TextSize::new(start.offset as u32);
        let end = range.end().min(TextSize::of(item.text()));
        let range = TextRange::new(range.start().min(end), end);
        Some(Location { file, item: start.key, range })
    }
}

/// Returns the declaration of an entry.
fn at<'a>(
    entry: &DeclarationEntry,
    start: ItemStart,
    item: &'a Arc<Item>,
) -> Option<DeclarationRef<'a>> {
    Some(DeclarationRef {
        id: entry.id,
        declaration: item.declarations().get(entry.id.index as usize)?,
        item,
        item_index: start.index as u32,
        offset: TextSize::new(start.offset as u32),
        line: start.line as u32,
        file: entry.id.file(),
        standard: entry.standard,
    })
}

#[cfg(test)]
mod tests {
    use annexa_syntax::DeclarationKind;

    use super::{DeclarationRef, FileId};
    use crate::testing::with_head;

    #[test]
    fn declarations_that_are_read_in_order_are_those_that_are_looked_up() {
        // Close to each other, and far apart.
        const TERMS: [usize; 9] = [0, 1, 5, 14, 15, 23, 24, 40, 58];
        let declaration = |place: usize| match TERMS.contains(&place) {
            true => format!("term \"t{place}\" {{\n  definition \"x\"\n}}\n\n"),
            false => format!("add clause SMX.{place} \"x\" to 27001\n\n"),
        };
        let project = with_head(&(0..60).map(declaration).collect::<String>());
        let shown = |at: DeclarationRef<'_>| {
            let title = at.declaration.title.as_ref().map(|title| title.value.to_string());
            (at.id, title, at.item.text().to_owned(), at.item_index, at.offset, at.line)
        };
        let file = FileId::Project(0);
        let read: Vec<_> = project
            .declarations_where(file, |_, entry| entry.kind == DeclarationKind::Term)
            .map(shown)
            .collect();
        let titles: Vec<_> = read.iter().filter_map(|(_, title, ..)| title.clone()).collect();
        assert_eq!(titles, TERMS.map(|place| format!("t{place}")));
        let ids = read.iter().map(|(id, ..)| project.declaration(*id).map(shown));
        assert!(ids.eq(read.iter().cloned().map(Some)));
        let all: Vec<_> = project.declarations_in(file).map(|at| at.id).collect();
        assert_eq!(all.len(), project.declaration_count());
    }
}
