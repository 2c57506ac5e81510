//! Every reference in the project with what it names, and every use of each thing that has a name.

use std::sync::{Arc, OnceLock};

use annexa_base::{FileId, ProvisionId};
use annexa_syntax::{Declaration, Reference, ReferenceTarget, SmolStr, Spanned, TextRange};
use rayon::iter::ParallelIterator as _;
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
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    pub(crate) links: Box<[Link]>,
    pub(crate) uses: Box<[Use]>,
}

/// Every use, by what is used: the declaration, and which of its uses it is.
pub(crate) type UseIndex = FxHashMap<Symbol, Vec<(DeclarationId, u32)>>;

/// Finds the links of all declarations of a project.
pub(crate) fn build(project: &mut Project) {
    let found: Vec<Links> = project.all_side_by_side().map(|at| links(project, &at)).collect();
    let mut found = found.into_iter();
    for file in &mut project.files {
        let count = file.entries.len();
        Arc::make_mut(file).links = found.by_ref().take(count).collect();
    }
}

/// Finds the links of a declaration.
pub(crate) fn links(project: &Project, at: &DeclarationRef<'_>) -> Links {
    let Some(standard) = at.standard.and_then(|id| project.standard(id)) else {
        return Links::default();
    };
    let (mut links, mut uses) = (Vec::new(), Vec::new());
    let mut add = |role, reference: &Reference| {
        let resolved = resolve::resolve(project, standard, reference);
        uses_of_reference(standard, at, role, reference, &resolved, &mut uses);
        links.push(Link { declaration: at.id, range: reference.range, role, resolved });
    };
    if let Some(target) = &at.declaration.target {
        add(LinkRole::Target, target);
    }
    for (_, text) in at.declaration.texts() {
        for reference in &text.references {
            add(LinkRole::Citation, reference);
        }
    }
    uses_of_names(project, standard, at, &mut uses);
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
    if let Some((base, alias)) = standard.alias_in(reference) {
        add(Symbol::Base(standard.id, base), alias.range);
    }
    // Who names an item that a provision does not have names the provision all the same.
    let symbol = match resolved {
        Ok(resolved) => resolved.symbol(),
        Err(ResolveError::UnknownItem { within, .. }) => within.symbol(),
        Err(_) => None,
    };
    let range = match symbol {
        Some(Symbol::Added(..)) => label_range(reference),
        _ => reference.range,
    };
    if let Some(symbol) = symbol {
        add(symbol, range);
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
        let indexed = index.get(&symbol).into_iter().flatten();
        let indexed = indexed.filter(|(declaration, _)| !self.edited_since.contains(declaration));
        let indexed = indexed.filter_map(|&(declaration, place)| {
            self.links_of(declaration)?.uses.get(place as usize)
        });
        let links = self.edited_since.iter().filter_map(|&declaration| self.links_of(declaration));
        let edited = links.flat_map(|links| &links.uses).filter(move |it| it.symbol == symbol);
        indexed.chain(edited)
    }

    /// The uses of a thing in one file, by place. No other file is looked at.
    pub fn uses_in(&self, file: FileId, symbol: Symbol) -> Vec<Use> {
        let FileId::Project(index) = file else { return Vec::new() };
        let links = self.files.get(index as usize).into_iter().flat_map(|file| &file.links);
        let uses = links.flat_map(|links| &links.uses);
        let mut uses: Vec<Use> = uses.filter(|it| it.symbol == symbol).copied().collect();
        uses.sort_by_key(|it| it.location);
        uses
    }

    fn index_uses(&self) -> UseIndex {
        let mut index = UseIndex::default();
        for links in self.files.iter().flat_map(|file| &file.links) {
            for (place, used) in (0..).zip(&links.uses) {
                index.entry(used.symbol).or_default().push((used.declaration, place));
            }
        }
        index
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
}

#[cfg(test)]
mod tests;
