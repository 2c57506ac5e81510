//! Every reference in the project with what it names, and every use of each thing that has a name.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use annexa_base::{FileId, ProvisionId};
use annexa_syntax::{
    Declaration, Reference, ReferenceTarget, SmolStr, Spanned, TextRange, TextSize,
};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::{
    AddedId, BaseId, CatalogueId, DeclarationId, DeclarationRef, Location, Project, ResolveError,
    Resolved, Standard, StandardId, resolve,
};

/// A reference and what it names.
#[derive(Clone, Debug)]
pub struct Link {
    /// The declaration that it stands in.
    pub declaration: DeclarationId,
    /// Where it stands, without braces, relative to the item.
    pub range: TextRange,
    /// What for.
    pub role: LinkRole,
    /// What it names.
    pub resolved: Result<Resolved, ResolveError>,
}

/// What a reference is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LinkRole {
    /// The head of a declaration names what it changes or adds to.
    Target,
    /// A text cites it.
    Citation,
}

/// A thing that has a name and is used by it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Symbol {
    /// An edition of a document as a whole.
    Document(CatalogueId),
    /// A provision of an edition, whatever list item of it is named.
    Provision(CatalogueId, ProvisionId),
    /// An added provision.
    Added(StandardId, AddedId),
    /// A term: an index into [`crate::Standard::terms`].
    Term(StandardId, u32),
    /// An audience: an index into [`crate::Standard::audiences`].
    Audience(StandardId, u32),
    /// A base by its alias.
    Base(StandardId, BaseId),
    /// A standard by its prefix.
    Standard(StandardId),
}

/// A use of a thing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Use {
    /// What is used.
    pub symbol: Symbol,
    /// The declaration that uses it.
    pub declaration: DeclarationId,
    /// Where its name stands: the whole reference, the name in `{term …}` or after `for`, the alias.
    pub location: Location,
    /// What for.
    pub role: LinkRole,
}

/// The links of a declaration, and the uses that it makes.
#[derive(Debug, Default)]
pub(crate) struct Links {
    pub(crate) links: Box<[Link]>,
    pub(crate) uses: Box<[Use]>,
}

/// Every use.
#[derive(Debug, Default)]
pub(crate) struct UseIndex {
    /// By what is used, then by place.
    uses: Vec<Use>,
    /// Where the uses of each thing stand among them.
    of: FxHashMap<Symbol, Range<usize>>,
}

impl UseIndex {
    fn new(mut uses: Vec<Use>) -> UseIndex {
        uses.sort_unstable_by_key(|it| (it.symbol, it.location));
        let mut of = FxHashMap::default();
        let mut start = 0;
        for same in uses.chunk_by(|a, b| a.symbol == b.symbol) {
            of.extend(same.first().map(|it| (it.symbol, start..start + same.len())));
            start += same.len();
        }
        UseIndex { uses, of }
    }

    fn of(&self, symbol: Symbol) -> &[Use] {
        self.of.get(&symbol).and_then(|range| self.uses.get(range.clone())).unwrap_or_default()
    }
}

/// Fewer declarations than these are not worth a thread.
const SIDE_BY_SIDE: usize = 500;

/// Finds the links of all declarations of a project.
pub(crate) fn build(project: &mut Project) {
    let found: Vec<Links> = (0..project.declaration_count() as u32)
        .into_par_iter()
        .with_min_len(SIDE_BY_SIDE)
        .map(|id| links(project, DeclarationId(id)))
        .collect();
    let mut found = found.into_iter();
    for file in &mut project.files {
        for (entry, links) in Arc::make_mut(file).entries.iter_mut().zip(&mut found) {
            // Most terms and heads have none.
            if !links.links.is_empty() || !links.uses.is_empty() {
                entry.links = Arc::new(links);
            }
        }
    }
}

/// Finds the links of a declaration.
pub(crate) fn links(project: &Project, declaration: DeclarationId) -> Links {
    let at = project.declaration(declaration);
    let standard = at.and_then(|at| project.standard(at.standard?));
    let (Some(at), Some(standard)) = (at, standard) else { return Links::default() };
    let (mut links, mut uses) = (Vec::new(), Vec::new());
    let mut add = |role, reference: &Reference| {
        let resolved = resolve::resolve(project, standard, reference);
        uses_of_reference(standard, &at, role, reference, &resolved, &mut uses);
        links.push(Link { declaration, range: reference.range, role, resolved });
    };
    if let Some(target) = &at.declaration.target {
        add(LinkRole::Target, target);
    }
    for (_, text) in at.declaration.texts() {
        for reference in &text.references {
            add(LinkRole::Citation, reference);
        }
    }
    uses_of_names(project, standard, &at, &mut uses);
    Links { links: links.into(), uses: uses.into() }
}

fn uses_of_reference(
    standard: &Standard,
    at: &DeclarationRef<'_>,
    role: LinkRole,
    reference: &Reference,
    resolved: &Result<Resolved, ResolveError>,
    uses: &mut Vec<Use>,
) {
    let mut add = |symbol, range| {
        uses.push(Use { symbol, declaration: at.id, location: at.location(range), role });
    };
    if let ReferenceTarget::Base { alias, edition: None, .. } = &reference.target
        && let Some((base, _)) = standard.base_by_alias(&alias.value)
    {
        add(Symbol::Base(standard.id, base), alias.range);
    }
    match resolved {
        Ok(Resolved::Base(target)) => match target.provision {
            Some(provision) => add(Symbol::Provision(target.catalogue, provision), reference.range),
            None => add(Symbol::Document(target.catalogue), reference.range),
        },
        Ok(Resolved::Added { standard, added, .. }) => {
            add(Symbol::Added(*standard, *added), label_range(reference));
        }
        _ => {}
    }
}

/// The label of a reference without its items, so that a rename touches nothing else.
fn label_range(reference: &Reference) -> TextRange {
    match &reference.target {
        ReferenceTarget::Label(label) => label.range,
        _ => reference.range,
    }
}

/// The audiences and terms that a declaration uses, and the standard that a `part of` names.
fn uses_of_names(
    project: &Project,
    standard: &Standard,
    at: &DeclarationRef<'_>,
    uses: &mut Vec<Use>,
) {
    let mut add = |symbol, range| {
        let role = LinkRole::Citation;
        uses.push(Use { symbol, declaration: at.id, location: at.location(range), role });
    };
    for audience in audiences(at.declaration) {
        if let Some(index) = standard.audience(&audience.value) {
            add(Symbol::Audience(standard.id, index as u32), audience.range);
        }
    }
    for (_, text) in at.declaration.texts() {
        for term in &text.terms {
            if let Some(index) = standard.term(&term.name.value) {
                add(Symbol::Term(standard.id, index as u32), term.name.range);
            }
        }
    }
    if at.declaration.kind == annexa_syntax::DeclarationKind::PartOf
        && let Some(prefix) = &at.declaration.label
        && project.standard_by_prefix(&prefix.value).is_some()
    {
        add(Symbol::Standard(standard.id), prefix.range);
    }
}

/// The audiences that a declaration names, in its head and in its fields.
pub(crate) fn audiences(declaration: &Declaration) -> impl Iterator<Item = &Spanned<SmolStr>> {
    declaration.audiences.iter().chain(declaration.fields.iter().flat_map(|field| &field.audiences))
}

impl Project {
    /// All uses of a thing, by place.
    pub fn uses(&self, symbol: Symbol) -> Vec<Use> {
        let mut uses: Vec<Use> = self.uses_unsorted(symbol).copied().collect();
        uses.sort_by_key(|it| it.location);
        uses
    }

    /// All uses of a thing, in no order.
    pub fn uses_unsorted(&self, symbol: Symbol) -> impl Iterator<Item = &Use> {
        let index = self.uses.get_or_init(|| self.index_uses());
        let indexed = index.of(symbol).iter();
        let links = self.edited_since.iter().filter_map(|&declaration| self.links_of(declaration));
        let edited = links.flat_map(|links| &links.uses).filter(move |it| it.symbol == symbol);
        indexed.filter(|it| !self.edited_since.contains(&it.declaration)).chain(edited)
    }

    fn index_uses(&self) -> UseIndex {
        let entries = self.files.iter().flat_map(|file| &file.entries);
        UseIndex::new(entries.flat_map(|entry| &entry.links.uses).copied().collect())
    }

    /// Notes that a declaration has other links than before: [`Project::uses`] looks there.
    pub(crate) fn note_edited(&mut self, declaration: DeclarationId) {
        const MANY: usize = 64;
        if self.uses.get().is_none() || self.edited_since.len() >= MANY {
            self.uses = Arc::new(OnceLock::new());
            self.edited_since.clear();
        } else if !self.edited_since.contains(&declaration) {
            self.edited_since.push(declaration);
        }
    }

    /// What the name at a place of a file means, and where the name stands: in references, in
    /// `{term …}`, after `for`, and where things are declared.
    pub fn symbol_at(&self, file: FileId, offset: TextSize) -> Option<(Symbol, Location)> {
        if let FileId::BuiltIn(_) = file {
            return self.provision_at(file, offset);
        }
        let Some(at) = self.declaration_at(file, offset) else {
            return self.provision_at(file, offset);
        };
        let Some(standard) = at.standard.and_then(|id| self.standard(id)) else {
            return self.provision_at(file, offset);
        };
        let mut uses = Vec::new();
        let references = at.declaration.target.iter().map(|target| (LinkRole::Target, target));
        let cited = at.declaration.texts().flat_map(|(_, text)| &text.references);
        for (role, reference) in references.chain(cited.map(|cited| (LinkRole::Citation, cited))) {
            let resolved = resolve::resolve(self, standard, reference);
            uses_of_reference(standard, &at, role, reference, &resolved, &mut uses);
        }
        uses_of_names(self, standard, &at, &mut uses);
        let used = uses.into_iter().map(|it| (it.symbol, it.location));
        used.chain(self.declared_by(standard, &at))
            .filter(|(_, location)| self.is_at(*location, file, offset))
            // The narrowest, and the provision before the alias that it begins with.
            .min_by_key(|(symbol, location)| {
                (matches!(symbol, Symbol::Base(..)), location.range.len(), *symbol)
            })
    }

    /// What a declaration declares, with the places of the names.
    fn declared_by(&self, standard: &Standard, at: &DeclarationRef<'_>) -> Vec<(Symbol, Location)> {
        let mut declared = Vec::new();
        if let Some(id) = standard.added_by(at.id)
            && let Some(added) = standard.added(id)
        {
            declared.push((Symbol::Added(standard.id, id), added.location));
        }
        for (index, term) in standard.terms.iter().enumerate() {
            if term.declaration == at.id {
                declared.push((Symbol::Term(standard.id, index as u32), term.location));
            }
        }
        if standard.head == Some(at.id) {
            for (index, audience) in standard.audiences.iter().enumerate() {
                declared.push((Symbol::Audience(standard.id, index as u32), audience.location));
            }
            for (id, base) in standard.bases_with_ids() {
                let place = base.alias_location.unwrap_or(base.location);
                declared.push((Symbol::Base(standard.id, id), place));
            }
            if let Some(prefix) = &at.declaration.label {
                declared.push((Symbol::Standard(standard.id), at.location(prefix.range)));
            }
        }
        declared
    }

    fn is_at(&self, location: Location, file: FileId, offset: TextSize) -> bool {
        location.file == file && self.range(location).contains_inclusive(offset)
    }

    /// The provision of a catalogue whose number stands at a place.
    fn provision_at(&self, file: FileId, offset: TextSize) -> Option<(Symbol, Location)> {
        let (item, start, _) = self.document(file)?.item_at(offset.into())?;
        let offset = offset.checked_sub(TextSize::new(start as u32))?;
        let is_here = |location: &Location| {
            location.file == file
                && location.item as usize == item
                && location.range.contains_inclusive(offset)
        };
        self.catalogue_ids().find_map(|id| {
            if let FileId::BuiltIn(index) = file
                && self.bases.built_in_index(id) != Some(index)
            {
                return None;
            }
            let catalogue = self.catalogue(id)?;
            if is_here(&catalogue.location) {
                return Some((Symbol::Document(id), catalogue.location));
            }
            let mut provisions = catalogue.iter();
            let (provision, found) = provisions.find(|(_, found)| is_here(&found.location))?;
            Some((Symbol::Provision(id, provision), found.location))
        })
    }

    /// Where a thing is declared.
    pub fn definition(&self, symbol: Symbol) -> Option<Location> {
        match symbol {
            Symbol::Document(id) => Some(self.catalogue(id)?.location),
            Symbol::Provision(id, provision) => {
                Some(self.catalogue(id)?.provision(provision)?.location)
            }
            Symbol::Added(standard, added) => Some(self.standard(standard)?.added(added)?.location),
            Symbol::Term(standard, index) => {
                Some(self.standard(standard)?.terms.get(index as usize)?.location)
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
