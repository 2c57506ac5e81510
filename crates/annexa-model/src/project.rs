//! A project: its files, what they declare, and what the declarations mean.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use annexa_base::{BUILT_IN, Catalogue, Correspondence, FileId, Location, Overlay, built_in};
use annexa_syntax::{Declaration, DeclarationKind, Document, Item, ItemStart, TextRange, TextSize};
use rayon::prelude::*;
use rpds::VectorSync;

use crate::{
    AddedProvision, Allow, CatalogueId, Level, Link, LinkRole, Resolved, Settings, Standard,
    StandardId,
    bases::Bases,
    build,
    changes::Changes,
    links::{Links, UseIndex},
    rules::Rule,
    titles::Titles,
};

/// Fewer declarations or items than these are not worth a thread.
pub(crate) const SIDE_BY_SIDE: usize = 500;

/// Cuts that many of them into parts that are worth a thread.
pub(crate) fn parts(count: usize) -> impl Iterator<Item = Range<usize>> {
    (0..count).step_by(SIDE_BY_SIDE).map(move |start| start..count.min(start + SIDE_BY_SIDE))
}

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
    pub declarations: Range<u32>,
    /// Where its declarations stand. An edit that leaves their faces as they are shares this with the
    /// version before, and all but a few of the links.
    pub(crate) entries: Arc<[Entry]>,
    pub(crate) links: VectorSync<Links>,
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
    /// Which of the items of its file that is.
    pub item_index: u32,
    /// Where the item begins in the file.
    pub offset: TextSize,
    /// How many lines of the file are before the item.
    pub line: u32,
    /// The file.
    pub file: FileId,
    /// The standard that it belongs to; `None` in files of catalogues.
    pub standard: Option<StandardId>,
}

impl<'a> DeclarationRef<'a> {
    /// The place of a range of the item.
    pub fn location(&self, range: TextRange) -> Location {
        Location { file: self.file, item: self.item_index, range }
    }

    /// The line and the column in the file of a byte of the item, both counted from 0.
    pub fn line_and_column(&self, at: TextSize) -> (usize, usize) {
        let start = ItemStart { offset: self.offset.into(), line: self.line as usize };
        start.line_and_column(self.item, at.into())
    }

    /// The source text of a range of the item.
    pub fn source(&self, range: TextRange) -> &'a str {
        self.item
            .text()
            .get(usize::from(range.start())..usize::from(range.end()))
            .unwrap_or_default()
    }
}

/// Where a declaration of a file stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) item_index: u32,
    /// Which of the item's declarations.
    pub(crate) index: u32,
    pub(crate) kind: DeclarationKind,
    pub(crate) standard: Option<StandardId>,
}

impl SourceFile {
    /// The declarations in order, with their kinds.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = (DeclarationId, DeclarationKind)> {
        let ids = self.declarations.clone().map(DeclarationId);
        ids.zip(self.entries.iter().map(|entry| entry.kind))
    }

    /// The item of an entry, with the offset at which it begins.
    fn item(&self, entry: Entry) -> Option<(ItemStart, &Arc<Item>)> {
        self.document.item(entry.item_index as usize)
    }
}

/// A project and its meaning. It is made once and never changed: what follows an edit is a new one
/// that shares all but the edited file with it, or nearly all ([`crate::Analysis`]).
#[derive(Clone, Debug)]
pub struct Project {
    pub(crate) files: Vec<Arc<SourceFile>>,
    /// Behind the last declaration of each file: where a number is looked up, without a look at the
    /// files.
    pub(crate) ends: Arc<[u32]>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) standards: Arc<Vec<Standard>>,
    pub(crate) bases: Arc<Bases>,
    /// Who changes what.
    pub(crate) changes: Arc<Changes>,
    /// All uses, when they were first asked for; those of the declarations edited since are looked
    /// up in their links.
    pub(crate) uses: Arc<OnceLock<UseIndex>>,
    pub(crate) edited_since: Vec<DeclarationId>,
}

impl Project {
    /// Makes the model of a project from its files (path below the root, and parsed text), in any
    /// order, and its settings.
    pub fn new(files: impl IntoIterator<Item = (String, Document)>, settings: Settings) -> Project {
        build::project(files.into_iter().collect(), settings)
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The level of a rule after the settings; `None` where it is off.
    pub fn level(&self, rule: &Rule) -> Option<Level> {
        match self.settings.levels.get(rule.code) {
            Some(level) if !rule.fixed => *level,
            _ => Some(rule.level),
        }
    }

    /// The files, sorted by path. A [`FileId::Project`] is an index into them.
    pub fn files(&self) -> &[Arc<SourceFile>] {
        &self.files
    }

    /// A file; those that are built in are none of the project's.
    pub(crate) fn source(&self, file: FileId) -> Option<&SourceFile> {
        match file {
            FileId::Project(index) => self.files.get(index as usize).map(|file| &**file),
            FileId::BuiltIn(_) => None,
        }
    }

    /// The ids of the files, in order.
    pub fn file_ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..self.files.len() as u32).map(FileId::Project)
    }

    /// The path of a file; for a built-in one its name.
    pub fn path(&self, file: FileId) -> &str {
        match file {
            FileId::BuiltIn(index) => BUILT_IN.get(index as usize).map_or("", |file| file.name),
            FileId::Project(index) => self.files.get(index as usize).map_or("", |file| &file.path),
        }
    }

    /// The file of that path.
    pub fn file(&self, path: &str) -> Option<FileId> {
        let index = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        Some(FileId::Project(index as u32))
    }

    /// The document of a file, a built-in one included.
    pub fn document(&self, file: FileId) -> Option<&Document> {
        match file {
            FileId::BuiltIn(index) => built_in(index as usize).map(|(document, _)| document),
            FileId::Project(index) => self.files.get(index as usize).map(|file| &file.document),
        }
    }

    /// The standard to which a file belongs; a file of catalogues belongs to none.
    pub fn standard_of(&self, file: FileId) -> Option<&Standard> {
        self.standard(self.source(file)?.standard?)
    }

    /// The standards, by prefix.
    pub fn standards(&self) -> &[Standard] {
        &self.standards
    }

    /// A standard.
    pub fn standard(&self, id: StandardId) -> Option<&Standard> {
        self.standards.get(id.0 as usize)
    }

    /// The standard of that prefix.
    pub fn standard_by_prefix(&self, prefix: &str) -> Option<&Standard> {
        let found =
            self.standards.binary_search_by(|standard| standard.prefix.as_str().cmp(prefix));
        found.ok().and_then(|index| self.standards.get(index))
    }

    /// How many declarations there are; they are numbered from 0.
    pub fn declaration_count(&self) -> usize {
        self.ends.last().map_or(0, |&end| end as usize)
    }

    /// A declaration.
    pub fn declaration(&self, id: DeclarationId) -> Option<DeclarationRef<'_>> {
        let (file, index) = self.place(id)?;
        let source = self.files.get(file)?;
        let entry = *source.entries.get(index)?;
        let (start, item) = source.item(entry)?;
        Some(DeclarationRef {
            id,
            declaration: item.declarations().get(entry.index as usize)?,
            item,
            item_index: entry.item_index,
            offset: TextSize::new(start.offset as u32),
            line: start.line as u32,
            file: FileId::Project(file as u32),
            standard: entry.standard,
        })
    }

    /// The file of a declaration, and which of those there it is.
    pub(crate) fn place(&self, id: DeclarationId) -> Option<(usize, usize)> {
        let file = self.ends.partition_point(|&end| end <= id.0);
        (file < self.ends.len()).then_some(())?;
        let first = file.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        Some((file, id.0.checked_sub(first.unwrap_or_default())? as usize))
    }

    /// All declarations in order.
    pub fn declarations(&self) -> impl Iterator<Item = DeclarationRef<'_>> {
        self.file_ids().flat_map(|file| self.declarations_in(file))
    }

    /// The declarations of a file in order. This is quicker than to look each of them up.
    pub fn declarations_in(&self, file: FileId) -> impl Iterator<Item = DeclarationRef<'_>> {
        self.declarations_where(file, |_, _| true)
    }

    /// Those of the declarations of a file whose entries are wanted. The others are not looked at: in a
    /// large project that takes most of the time of one who seeks a few.
    pub(crate) fn declarations_where(
        &self,
        file: FileId,
        wanted: impl Fn(DeclarationId, &Entry) -> bool + Copy,
    ) -> impl Iterator<Item = DeclarationRef<'_>> {
        let count = self.source(file).map_or(0, |source| source.entries.len());
        self.declarations_among(file, 0..count, wanted)
    }

    /// Those that are wanted of the declarations at some places in the order of their file.
    fn declarations_among(
        &self,
        file: FileId,
        places: Range<usize>,
        wanted: impl Fn(DeclarationId, &Entry) -> bool + Copy,
    ) -> impl Iterator<Item = DeclarationRef<'_>> {
        /// It is quicker to go past so many items than to look up the one behind them.
        const FEW: u32 = 8;
        self.source(file).into_iter().flat_map(move |source| {
            let entries = source.entries.get(places.clone()).unwrap_or_default();
            let ids = source.declarations.clone().skip(places.start).map(DeclarationId);
            let wanted = ids.zip(entries).filter(move |&(id, entry)| wanted(id, entry));
            let items_from = |index| source.document.items_with_starts_from(index);
            let (mut items, mut next) = (items_from(usize::MAX), 0);
            let mut reached = None;
            wanted.filter_map(move |(id, entry)| {
                let item_index = entry.item_index;
                if reached.is_none() || item_index >= next {
                    let between = item_index - next;
                    if reached.is_none() || between > FEW {
                        items = items_from(item_index as usize);
                        reached = items.next();
                    } else {
                        reached = items.nth(between as usize);
                    }
                    next = item_index + 1;
                }
                let (start, item) = reached?;
                Some(DeclarationRef {
                    id,
                    declaration: item.declarations().get(entry.index as usize)?,
                    item,
                    item_index,
                    offset: TextSize::new(start.offset as u32),
                    line: start.line as u32,
                    file,
                    standard: entry.standard,
                })
            })
        })
    }

    /// The declarations in some items of a file, in order.
    pub(crate) fn declarations_in_items(
        &self,
        file: FileId,
        items: Range<u32>,
    ) -> impl Iterator<Item = DeclarationRef<'_>> {
        let places = self.source(file).map_or(0..0, |source| {
            let before = |item| source.entries.partition_point(|entry| entry.item_index < item);
            before(items.start)..before(items.end)
        });
        self.declarations_among(file, places, |_, _| true)
    }

    /// [`Project::declarations_where`] of some files, one file after the other, read side by side.
    fn declarations_side_by_side(
        &self,
        files: impl Iterator<Item = FileId>,
        wanted: impl Fn(DeclarationId, &Entry) -> bool + Copy + Send + Sync,
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

    /// All declarations in order, read side by side.
    pub(crate) fn all_side_by_side(&self) -> impl ParallelIterator<Item = DeclarationRef<'_>> {
        self.declarations_side_by_side(self.file_ids(), |_, _| true)
    }

    /// Those of the declarations of a standard that are wanted, in the order of its files, read side by
    /// side; heads are left out. The others are not looked at.
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

    /// The declaration at a place of a file: the one that stands there, or else the last one before.
    pub fn declaration_at(&self, file: FileId, offset: TextSize) -> Option<DeclarationRef<'_>> {
        let FileId::Project(index) = file else { return None };
        let file = self.files.get(index as usize)?;
        let (item_index, start, item) = file.document.item_at(offset.into())?;
        let begins = |entry: &Entry| {
            let declaration = item.declarations().get(entry.index as usize);
            declaration.map_or(0, |declaration| start + usize::from(declaration.range.start()))
        };
        let behind = file.entries.partition_point(|entry| {
            match (entry.item_index as usize).cmp(&item_index) {
                Ordering::Less => true,
                Ordering::Equal => begins(entry) <= offset.into(),
                Ordering::Greater => false,
            }
        });
        let index = behind.checked_sub(1)?;
        self.declaration(DeclarationId(file.declarations.start + index as u32))
    }

    /// The known catalogues, built-in ones first, then the project's own by place.
    pub fn catalogue_ids(&self) -> impl Iterator<Item = CatalogueId> {
        self.bases.ids()
    }

    /// A catalogue.
    pub fn catalogue(&self, id: CatalogueId) -> Option<&Catalogue> {
        self.bases.catalogue(id)
    }

    /// The catalogue of an edition of a document; of the latest edition where none is given.
    pub fn find_catalogue(&self, document: &str, edition: Option<&str>) -> Option<CatalogueId> {
        self.bases.find(document, edition)
    }

    /// The catalogue that a loosely written reference names.
    pub(crate) fn find_loose(&self, loose: &annexa_syntax::LooseReference) -> Option<CatalogueId> {
        let document = self.bases.document_of_number(loose.document.as_ref()?)?;
        self.bases.find(document, loose.edition.as_deref())
    }

    /// The titles of the controls of a catalogue.
    pub(crate) fn titles(&self, id: CatalogueId) -> Option<&Titles> {
        self.bases.titles(id)
    }

    /// The edition that supersedes that of a catalogue.
    pub fn newer(&self, id: CatalogueId) -> Option<CatalogueId> {
        self.bases.newer(id)
    }

    /// The catalogue of the newest edition, where that of another one is superseded.
    pub fn newest(&self, id: CatalogueId) -> Option<CatalogueId> {
        // A catalogue of the project can say that two supersede one another.
        let newer = std::iter::successors(self.newer(id), |&id| self.newer(id));
        newer.take(self.catalogue_ids().count()).last()
    }

    /// The correspondence from the edition of one catalogue to that of another.
    pub fn correspondence(&self, from: CatalogueId, to: CatalogueId) -> Option<&Correspondence> {
        self.bases.correspondence(from, to)
    }

    /// The project's overlays of the edition of a catalogue.
    pub fn overlays(&self, id: CatalogueId) -> impl Iterator<Item = &Overlay> {
        self.bases.overlays(id)
    }

    /// The references in a declaration, that of its head first, then those of its texts in order.
    pub fn links(&self, declaration: DeclarationId) -> &[Link] {
        self.links_of(declaration).map_or(&[], |links| &links.links)
    }

    /// What a declaration links to and uses.
    pub(crate) fn links_of(&self, declaration: DeclarationId) -> Option<&Links> {
        let (file, index) = self.place(declaration)?;
        self.files.get(file)?.links.get(index)
    }

    /// What the reference in the head of a declaration names.
    pub fn target(&self, declaration: DeclarationId) -> Option<&Resolved> {
        let first = self.links(declaration).first()?;
        if first.role == LinkRole::Target { first.resolved.as_ref().ok() } else { None }
    }

    /// The provision that a declaration adds, with the standard.
    pub fn added(&self, declaration: DeclarationId) -> Option<(&Standard, &AddedProvision)> {
        let (file, index) = self.place(declaration)?;
        let standard = self.standard(self.files.get(file)?.entries.get(index)?.standard?)?;
        Some((standard, standard.added(standard.added_by(declaration)?)?))
    }

    /// The `allow`s of a declaration.
    pub fn allows(&self, declaration: DeclarationId) -> impl Iterator<Item = Allow> {
        self.declaration(declaration).into_iter().flat_map(Allow::of)
    }

    /// The bytes of its file that a location covers.
    pub fn range(&self, location: Location) -> TextRange {
        self.document(location.file).map_or(location.range, |document| location.range_in(document))
    }

    /// The location of a range of a file; where that reaches beyond an item, it is cut off there.
    pub fn location(&self, file: FileId, range: TextRange) -> Option<Location> {
        let (index, start, item) = self.document(file)?.item_at(range.start().into())?;
        let range = range - TextSize::new(start as u32);
        let end = range.end().min(TextSize::of(item.text()));
        Some(Location::new(file, index, TextRange::new(range.start().min(end), end)))
    }
}

#[cfg(test)]
mod tests {
    use annexa_syntax::DeclarationKind;

    use super::{DeclarationRef, FileId};
    use crate::testing::with_head;

    #[test]
    fn declarations_that_are_read_in_order_are_those_that_are_looked_up() {
        // Close to one another and far apart.
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
