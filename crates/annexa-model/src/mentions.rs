//! The symbol at a position of a file, and the definition of each symbol: in standards, and in
//! catalogues, overlays and correspondences.

use annexa_base::{FileId, Location};
use annexa_syntax::{
    Block, CorrespondenceEntry, Declaration, DeclarationKind, Designation, FieldValue, Item,
    ItemStart, Keyword, ListItemDeclaration, SmolStr, Spanned, TextRange, TextSize,
};

use crate::{
    BaseId, CatalogueId, DeclarationRef, LinkRole, Project, ResolveError, Resolved, Standard,
    StandardId, Symbol, lettered,
};

/// A name or a reference, and the symbol that it means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mention {
    /// The symbol that is meant.
    pub symbol: Symbol,
    /// The path of list items within the provision.
    pub items: Vec<SmolStr>,
    /// The base through which a reference names a document or a provision of it.
    pub base: Option<(StandardId, BaseId)>,
    /// The role; `None` at the definition of the symbol.
    pub role: Option<LinkRole>,
    /// The location of the name: the whole reference, the name in `{term …}`, or the mark of a list
    /// item.
    pub location: Location,
}

impl Mention {
    fn new(symbol: Symbol, role: Option<LinkRole>, location: Location) -> Mention {
        Mention { symbol, items: Vec::new(), base: None, role, location }
    }
}

/// The catalogue that declarations belong to, directly or through an overlay.
#[derive(Clone, Copy)]
struct Owner {
    catalogue: CatalogueId,
    is_overlay: bool,
}

impl Project {
    /// Returns the mention at a position of a file: a reference, a name in `{term …}` or behind
    /// `for`, an alias behind `as`, or a definition.
    pub fn mention_at(&self, file: FileId, offset: TextSize) -> Option<Mention> {
        let (start, item) = self.document(file)?.item_at(offset.into())?;
        let at = self.declaration_at(file, offset);
        let offset = offset.checked_sub(TextSize::new(start.offset as u32))?;
        let standard = at.and_then(|at| Some((self.standard(at.standard?)?, at)));
        let mentions = match standard {
            Some((standard, at)) => self.mentions_in_standard(standard, &at, offset),
            None => self.mentions_in_base_file(file, start, item, offset),
        };
        let here = mentions.into_iter().filter(|it| {
            it.location.item == start.key && it.location.range.contains_inclusive(offset)
        });
        // The narrowest; one that begins at the position has precedence over one that ends there.
        here.min_by_key(|it| (it.location.range.end() == offset, it.location.range.len()))
    }

    fn mentions_in_standard(
        &self,
        standard: &Standard,
        at: &DeclarationRef<'_>,
        offset: TextSize,
    ) -> Vec<Mention> {
        let mut mentions = self.declared_by(standard, at, offset);
        let uses = self.links_of(at.id).map_or(&[][..], |links| &links.uses);
        for link in self.links(at.id) {
            let location = at.location(link.range);
            let resolved = match &link.resolved {
                Ok(resolved) => resolved,
                Err(ResolveError::UnknownItem { within, .. }) => within,
                Err(ResolveError::NoCatalogue) => {
                    // Only the `base` line is known of this document.
                    let alias = uses.iter().find(|it| {
                        matches!(it.symbol, Symbol::Base(..))
                            && it.location.range.start() == link.range.start()
                    });
                    let base = alias.map(|it| Mention::new(it.symbol, Some(link.role), location));
                    mentions.extend(base);
                    continue;
                }
                Err(_) => continue,
            };
            let Some(symbol) = resolved.symbol() else { continue };
            let base = match resolved {
                Resolved::Base(target) => target.base.map(|base| (standard.id, base)),
                _ => None,
            };
            let items = resolved.items().to_vec();
            mentions.push(Mention { symbol, items, base, role: Some(link.role), location });
        }
        for used in uses {
            let is_name = match used.symbol {
                Symbol::Term(..) | Symbol::Audience(..) | Symbol::Standard(_) => true,
                // The author did not choose the number, so the provision is meant.
                Symbol::Base(_, base) => {
                    standard.base(base).is_some_and(|base| base.alias_location.is_some())
                }
                Symbol::Document(_) | Symbol::Provision(..) | Symbol::Added(..) => false,
            };
            if is_name {
                mentions.push(Mention::new(used.symbol, Some(used.role), used.location));
            }
        }
        mentions
    }

    /// Returns the definitions in a declaration of a standard, with the locations of the names.
    fn declared_by(
        &self,
        standard: &Standard,
        at: &DeclarationRef<'_>,
        offset: TextSize,
    ) -> Vec<Mention> {
        let declared = |symbol, location| Mention::new(symbol, None, location);
        let mut mentions = Vec::new();
        if let Some(added) = standard.added(at.id) {
            let symbol = Symbol::Added(standard.id, at.id);
            mentions.push(declared(symbol, added.location));
            if let Some((items, mark)) = item_at(at, offset) {
                mentions.push(Mention { items, ..declared(symbol, at.location(mark)) });
            }
        }
        // Each of two terms with the same name defines itself, although references mean the first.
        if let Some(term) = standard.term_of(at.id) {
            mentions.push(declared(Symbol::Term(standard.id, at.id), term.location));
        }
        if standard.head == Some(at.id) {
            for (index, audience) in standard.audiences.iter().enumerate() {
                let symbol = Symbol::Audience(standard.id, index as u32);
                mentions.push(declared(symbol, audience.location));
            }
            for (id, base) in standard.bases_with_ids() {
                let symbol = Symbol::Base(standard.id, id);
                mentions.push(declared(symbol, base.location));
                mentions.extend(base.alias_location.map(|place| declared(symbol, place)));
            }
            if let Some(prefix) = &at.declaration.label {
                let symbol = Symbol::Standard(standard.id);
                mentions.push(declared(symbol, at.location(prefix.range)));
            }
        }
        mentions
    }

    /// Returns the mentions of a document or a provision in the project's own catalogues, overlays
    /// and correspondences, in source order. [`Project::uses`] returns those in standards.
    pub fn mentions_in_catalogues(&self, symbol: Symbol) -> Vec<Mention> {
        let mut found = Vec::new();
        for source in &self.files {
            let mut owner = None;
            for id in source.declarations() {
                let Some(at) = self.declaration(id) else { continue };
                if at.standard.is_some() {
                    break;
                }
                let place = |range| at.location(range);
                if at.declaration.kind.is_file_head() {
                    owner = self.owned_by(at.declaration, &place);
                }
                let mentions = self.mentions_in_catalogue(owner, at.declaration, &place);
                found.extend(
                    mentions.into_iter().filter(|it| it.symbol == symbol && it.role.is_some()),
                );
            }
        }
        found
    }

    /// Returns the mentions in the last declaration that begins before a position of an item, if it
    /// belongs to a catalogue, an overlay or a correspondence.
    fn mentions_in_base_file(
        &self,
        file: FileId,
        start: ItemStart,
        item: &Item,
        offset: TextSize,
    ) -> Vec<Mention> {
        let mut declarations = item.declarations().iter();
        let at = declarations.rfind(|it| it.range.start() <= offset);
        let head = self.document(file).and_then(|document| {
            (0..=start.index).rev().find_map(|index| {
                let (start, item) = document.item(index)?;
                let head = item.declarations().iter().rfind(|it| it.kind.is_file_head())?;
                Some((start.key, head))
            })
        });
        let owner = head
            .and_then(|(item, head)| self.owned_by(head, &|range| Location { file, item, range }));
        let place = |range| Location { file, item: start.key, range };
        at.map_or_else(Vec::new, |at| self.mentions_in_catalogue(owner, at, &place))
    }

    /// Returns the mentions in a declaration of a catalogue, an overlay or a correspondence.
    fn mentions_in_catalogue(
        &self,
        owner: Option<Owner>,
        at: &Declaration,
        place: &dyn Fn(TextRange) -> Location,
    ) -> Vec<Mention> {
        let mut mentions = Vec::new();
        let cited = |symbol, range| Mention::new(symbol, Some(LinkRole::Citation), place(range));
        for document in documents(at) {
            let is_head = at.kind == DeclarationKind::Catalogue
                && at.documents.first().is_some_and(|own| own.range == document.range);
            let own = owner.filter(|_| is_head).map(|owner| owner.catalogue);
            if let Some(catalogue) = own.or_else(|| self.edition(document)) {
                let role = (!is_head).then_some(LinkRole::Citation);
                let symbol = Symbol::Document(catalogue);
                mentions.push(Mention::new(symbol, role, place(document.range)));
            }
        }
        for (point, document) in points(at) {
            let Some(catalogue) = self.edition(document) else { continue };
            let named = self.provision(catalogue, &point.provision, &point.items);
            mentions.extend(
                named.map(|(symbol, items)| Mention { items, ..cited(symbol, point.range) }),
            );
        }
        for (number, annexed) in titles_in_annex(at) {
            let Some(catalogue) = self.edition(annexed) else { continue };
            let named = self.provision(catalogue, &number.value, &[]);
            mentions.extend(named.map(|(symbol, _)| cited(symbol, number.range)));
        }
        let Some(Owner { catalogue, is_overlay }) = owner else { return mentions };
        if let Some(clause) = at.word(Keyword::Clause) {
            let named = self.provision(catalogue, &clause.value, &[]);
            mentions.extend(named.map(|(symbol, _)| cited(symbol, clause.range)));
        }
        if is_provision(at.kind)
            && let Some(number) = &at.label
        {
            let role = is_overlay.then_some(LinkRole::Citation);
            let whole = (Vec::new(), number.range);
            for (items, range) in [whole].into_iter().chain(marks(at)) {
                let named = self.provision(catalogue, &number.value, &items);
                mentions.extend(named.map(|(symbol, items)| Mention {
                    items,
                    ..Mention::new(symbol, role, place(range))
                }));
            }
        }
        mentions
    }

    /// Returns the owner of the declarations below a head. `place` converts a range of its item to
    /// a location.
    fn owned_by(&self, head: &Declaration, place: &dyn Fn(TextRange) -> Location) -> Option<Owner> {
        let designation = head.documents.first()?;
        match head.kind {
            DeclarationKind::Catalogue => {
                let catalogue = self.bases.declared_at(place(designation.range))?;
                Some(Owner { catalogue, is_overlay: false })
            }
            DeclarationKind::Overlay => {
                Some(Owner { catalogue: self.edition(designation)?, is_overlay: true })
            }
            _ => None,
        }
    }

    fn edition(&self, designation: &Designation) -> Option<CatalogueId> {
        let edition = designation.edition.as_ref().map(|edition| edition.value.as_str());
        self.find_catalogue(&designation.document, edition)
    }

    /// Returns a provision of a catalogue with those list items that exist.
    fn provision(
        &self,
        catalogue: CatalogueId,
        number: &str,
        items: &[SmolStr],
    ) -> Option<(Symbol, Vec<SmolStr>)> {
        let read = self.catalogue(catalogue)?;
        let id = read.find(number)?;
        let has_items = read.provision(id)?.item(items).is_some();
        let items = if has_items { items.to_vec() } else { Vec::new() };
        Some((Symbol::Provision(catalogue, id), items))
    }

    /// Returns the location at which a symbol, or a list item of it, is defined.
    pub fn definition(&self, symbol: Symbol, items: &[SmolStr]) -> Option<Location> {
        match symbol {
            Symbol::Document(id) => Some(self.catalogue(id)?.location),
            Symbol::Provision(id, provision) => {
                let provision = self.catalogue(id)?.provision(provision)?;
                Some(provision.item(items).map_or(provision.location, |item| item.location))
            }
            Symbol::Added(standard, added) => {
                let added = self.standard(standard)?.added(added)?;
                let at = self.declaration(added.declaration)?;
                let item = lettered(at.declaration, items);
                Some(item.map_or(added.location, |item| at.location(item.mark.range)))
            }
            Symbol::Term(standard, index) => {
                Some(self.standard(standard)?.term_of(index)?.location)
            }
            Symbol::Audience(standard, index) => {
                Some(self.standard(standard)?.audiences.get(index as usize)?.location)
            }
            Symbol::Base(standard, base) => {
                let base = self.standard(standard)?.base(base)?;
                Some(base.alias_location.unwrap_or(base.location))
            }
            Symbol::Standard(standard) => {
                let head = self.declaration(self.standard(standard)?.head?)?;
                Some(head.location(head.declaration.label.as_ref()?.range))
            }
        }
    }
}

fn is_provision(kind: DeclarationKind) -> bool {
    use DeclarationKind::*;
    matches!(kind, Front | Clause | Objective | Control)
}

/// Returns the documents in a declaration of a catalogue, an overlay or a correspondence.
fn documents(declaration: &Declaration) -> impl Iterator<Item = &Designation> {
    let in_fields = declaration.fields.iter().filter_map(|field| match &field.value {
        FieldValue::Designation(document) => Some(&**document),
        _ => None,
    });
    declaration.documents.iter().chain(in_fields)
}

/// Returns the places in a correspondence, each with its document.
fn points(declaration: &Declaration) -> Vec<(&annexa_syntax::Place, &Designation)> {
    let [from, to] = declaration.documents.as_slice() else { return Vec::new() };
    let mut points = Vec::new();
    for entry in &declaration.correspondence {
        match entry {
            CorrespondenceEntry::Pair(earlier, later) => {
                points.extend([(earlier, from), (later, to)]);
            }
            CorrespondenceEntry::New(new) => points.push((new, to)),
            CorrespondenceEntry::RestUnchanged => {}
        }
    }
    points
}

/// Returns the numbers of the controls with another title in an annex, each with its document.
fn titles_in_annex(
    declaration: &Declaration,
) -> impl Iterator<Item = (&Spanned<SmolStr>, &Designation)> {
    let annexed = declaration.documents.first();
    declaration.fields(Keyword::Title).filter_map(move |field| match &field.value {
        FieldValue::TitleOfProvision { number, .. } => Some((number, annexed?)),
        _ => None,
    })
}

/// Returns the list items of a provision of a catalogue or an overlay: the path and the mark of
/// each.
fn marks(declaration: &Declaration) -> Vec<(Vec<SmolStr>, TextRange)> {
    fn of(
        item: &ListItemDeclaration,
        above: &[SmolStr],
        marks: &mut Vec<(Vec<SmolStr>, TextRange)>,
    ) {
        let path: Vec<SmolStr> = above.iter().chain([&item.mark.value]).cloned().collect();
        item.items.iter().for_each(|item| of(item, &path, marks));
        marks.push((path, item.mark.range));
    }
    let mut marks = Vec::new();
    for field in declaration.fields(Keyword::Item) {
        if let FieldValue::Item(item) = &field.value {
            of(item, &[], &mut marks);
        }
    }
    marks
}

/// Returns the list item of an added provision whose mark is at a position of the item, with its
/// path.
fn item_at(at: &DeclarationRef<'_>, offset: TextSize) -> Option<(Vec<SmolStr>, TextRange)> {
    fn within(
        blocks: &[Block],
        offset: TextSize,
        above: &[SmolStr],
    ) -> Option<(Vec<SmolStr>, TextRange)> {
        let lists = blocks.iter().filter_map(|block| match block {
            Block::List(items) => Some(items),
            _ => None,
        });
        let item = lists.flatten().find(|item| item.range.contains_inclusive(offset))?;
        let path: Vec<SmolStr> = above.iter().chain([&item.mark.value]).cloned().collect();
        if item.mark.range.contains_inclusive(offset) {
            return Some((path, item.mark.range));
        }
        within(&item.blocks, offset, &path)
    }
    let mut texts = at.declaration.texts();
    let (_, text) = texts.find(|(_, text)| text.range.contains_inclusive(offset))?;
    let (path, mark) = within(&text.blocks, offset, &[])?;
    // References mean the first of two items with the same mark.
    let is_meant = lettered(at.declaration, &path).is_some_and(|it| it.mark.range == mark);
    is_meant.then_some((path, mark))
}

#[cfg(test)]
mod tests;
