//! The references of a project with their targets, and the uses of everything that has a name.

use std::sync::Arc;

use annexa_base::{FileId, ProvisionId};
use annexa_syntax::{Declaration, Reference, ReferenceTarget, SmolStr, Spanned, TextRange};
use imbl::OrdSet;
use rayon::iter::ParallelIterator as _;

use crate::{
    BaseId, CatalogueId, DeclarationId, DeclarationRef, Location, Project, ResolveError, Resolved,
    Standard, StandardId, groups::Groups, resolve,
};

/// A reference and its target.
#[derive(Clone, Debug)]
pub struct Link {
    /// The declaration that contains it.
    pub declaration: DeclarationId,
    /// The range without braces, relative to the item.
    pub range: TextRange,
    /// The role of the reference.
    pub role: LinkRole,
    /// The target, or the reason why there is none.
    pub resolved: Result<Resolved, ResolveError>,
}

/// The role of a reference.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LinkRole {
    /// The reference in the head of a declaration, to what it changes or adds to.
    Target,
    /// A reference in a text.
    Citation,
    /// The reference in a `key`, to what a change was first published for.
    Key,
}

/// Something that can be referred to by name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Symbol {
    /// An edition of a document as a whole.
    Document(CatalogueId),
    /// A provision of an edition, including its list items.
    Provision(CatalogueId, ProvisionId),
    /// An added provision, identified by the declaration that adds it.
    Added(StandardId, DeclarationId),
    /// A term, identified by the declaration that defines it.
    Term(StandardId, DeclarationId),
    /// An audience: an index into [`crate::Standard::audiences`].
    Audience(StandardId, u32),
    /// A base, by its alias.
    Base(StandardId, BaseId),
    /// A standard, by its prefix.
    Standard(StandardId),
}

/// A use of a symbol.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Use {
    /// The symbol that is used.
    pub symbol: Symbol,
    /// The declaration that uses it.
    pub declaration: DeclarationId,
    /// The location of the name: the whole reference, the name in `{term …}` or behind `for`, or
    /// the alias.
    pub location: Location,
    /// The role of the use.
    pub role: LinkRole,
}

/// The links and uses of a declaration.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    pub(crate) links: Box<[Link]>,
    pub(crate) uses: Box<[Use]>,
    /// Whether it refers to something that the project does not define, so that a new declaration
    /// can change its meaning.
    pub(crate) is_open: bool,
}

impl Links {
    /// Returns the symbols that it uses, without duplicates.
    pub(crate) fn symbols(&self) -> Vec<Symbol> {
        let mut symbols: Vec<_> = self.uses.iter().map(|used| used.symbol).collect();
        symbols.sort_unstable();
        symbols.dedup();
        symbols
    }
}

/// An index from symbols to the declarations that use them.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Uses {
    by_symbol: Groups<Symbol, DeclarationId>,
    /// The declarations that refer to something that the project does not define.
    pub(crate) open: OrdSet<DeclarationId>,
}

impl Uses {
    pub(crate) fn insert(&mut self, declaration: DeclarationId, links: &Links) {
        links.symbols().into_iter().for_each(|it| self.by_symbol.insert(it, declaration));
        if links.is_open {
            self.open.insert(declaration);
        }
    }

    pub(crate) fn remove(&mut self, declaration: DeclarationId, links: &Links) {
        links.symbols().into_iter().for_each(|it| self.by_symbol.remove(it, declaration));
        self.open.remove(&declaration);
    }

    /// Returns the declarations that use a symbol, in order.
    pub(crate) fn of(&self, symbol: Symbol) -> impl Iterator<Item = DeclarationId> {
        self.by_symbol.of(symbol).copied()
    }
}

/// Resolves the links of all declarations of a project.
pub(crate) fn build(project: &mut Project) {
    let found: Vec<Arc<Links>> =
        project.all_side_by_side().map(|at| Arc::new(links(project, &at))).collect();
    let mut found = found.into_iter();
    for file in &mut project.files {
        let count = file.entries.len();
        Arc::make_mut(file).links = found.by_ref().take(count).collect();
    }
}

/// Indexes the uses when all links are resolved.
pub(crate) fn uses(project: &Project) -> Uses {
    let declared = project.files.iter().flat_map(|file| file.declarations().zip(&file.links));
    let (mut members, mut open) = (Vec::new(), Vec::new());
    for (declaration, links) in declared {
        members.extend(links.uses.iter().map(|used| (used.symbol, declaration)));
        if links.is_open {
            open.push(declaration);
        }
    }
    Uses { by_symbol: Groups::new(members), open: open.into_iter().collect() }
}

/// Resolves the links of a declaration.
pub(crate) fn links(project: &Project, at: &DeclarationRef<'_>) -> Links {
    let Some(standard) = at.standard.and_then(|id| project.standard(id)) else {
        return Links::default();
    };
    let (mut links, mut uses) = (Vec::new(), Vec::new());
    let mut is_open = false;
    let mut add = |role, reference: &Reference| {
        let resolved = resolve::resolve(project, standard, reference);
        is_open |= match &resolved {
            Err(ResolveError::UnknownLabel { .. }) => true,
            // If the designation is that of a standard of the project, that standard can later
            // contain the target.
            Ok(Resolved::External { .. }) => match &reference.target {
                ReferenceTarget::Document { document, .. } => {
                    let edition = document.edition.as_ref().map(|it| it.value.as_str());
                    project.standards().iter().any(|it| it.is_called(&document.document, edition))
                }
                _ => false,
            },
            _ => false,
        };
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
    if let Some(key) = key_reference(at.declaration) {
        add(LinkRole::Key, key);
    }
    is_open |= uses_of_names(project, standard, at, &mut uses);
    Links { links: links.into(), uses: uses.into(), is_open }
}

/// Returns the provision in the `key` of a change. A label in a key is a historical record and not
/// a link, so it stays when the provision that has the label now gets another one.
pub(crate) fn key_reference(declaration: &Declaration) -> Option<&Reference> {
    let reference = &declaration.key().filter(|_| declaration.kind.added().is_none())?.reference;
    (!matches!(reference.target, ReferenceTarget::Label(_))).then_some(reference)
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
    // A reference to a list item that does not exist still refers to the provision.
    let symbol = match resolved {
        Ok(resolved) => resolved.symbol(),
        Err(ResolveError::UnknownItem { within, .. }) => within.symbol(),
        Err(_) => None,
    };
    let range = match symbol {
        Some(Symbol::Added(..)) => label_range(reference),
        _ => reference.range,
    };
    // Renaming must not change the labels in a key, which are a historical record.
    let is_history = role == LinkRole::Key && matches!(symbol, Some(Symbol::Added(..)));
    if let Some(symbol) = symbol.filter(|_| !is_history) {
        add(symbol, range);
    }
}

/// The range of the label without its list items, so that renaming changes nothing else.
fn label_range(reference: &Reference) -> TextRange {
    match &reference.target {
        ReferenceTarget::Label(label) => label.range,
        _ => reference.range,
    }
}

/// Collects the audiences and terms that a declaration uses, and the standard in a `part of`.
/// Returns whether it uses a term that does not exist.
fn uses_of_names(
    project: &Project,
    standard: &Standard,
    at: &DeclarationRef<'_>,
    uses: &mut Vec<Use>,
) -> bool {
    let mut is_open = false;
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
            match standard.term(&term.name.value) {
                Some(it) => add(Symbol::Term(standard.id, it.declaration), term.name.range),
                None => is_open = true,
            }
        }
    }
    if at.declaration.kind == annexa_syntax::DeclarationKind::PartOf
        && let Some(prefix) = &at.declaration.label
        && project.standard_by_prefix(&prefix.value).is_some()
    {
        add(Symbol::Standard(standard.id), prefix.range);
    }
    is_open
}

/// Returns the audiences in the head and in the fields of a declaration.
pub(crate) fn audiences(declaration: &Declaration) -> impl Iterator<Item = &Spanned<SmolStr>> {
    declaration.audiences.iter().chain(declaration.fields.iter().flat_map(|field| &field.audiences))
}

impl Project {
    /// Returns the links of a declaration with their references: those of its head, its texts and
    /// its key.
    pub(crate) fn links_and_references<'a>(
        &'a self,
        at: &DeclarationRef<'a>,
    ) -> impl Iterator<Item = (&'a Link, &'a Reference)> {
        let cited = at.declaration.texts().flat_map(|(_, text)| &text.references);
        let all = at.declaration.target.iter().chain(cited).chain(key_reference(at.declaration));
        self.links(at.id).iter().zip(all)
    }

    /// Returns all uses of a symbol, in the order of files and positions.
    pub fn uses(&self, symbol: Symbol) -> Vec<Use> {
        let mut uses: Vec<Use> = self.uses_unsorted(symbol).copied().collect();
        uses.sort_by_key(|it| it.location);
        uses
    }

    /// Returns all uses of a symbol, in the order of the declarations that contain them.
    pub fn uses_unsorted(&self, symbol: Symbol) -> impl Iterator<Item = &Use> {
        let links = self.uses.of(symbol).filter_map(|declaration| self.links_of(declaration));
        links.flat_map(|links| &links.uses).filter(move |it| it.symbol == symbol)
    }

    /// Returns the uses of a symbol in one file, by position. No other file is visited.
    pub fn uses_in(&self, file: FileId, symbol: Symbol) -> Vec<Use> {
        let FileId::Project(index) = file else { return Vec::new() };
        let links = self.files.get(index as usize).into_iter().flat_map(|file| &file.links);
        let uses = links.flat_map(|links| links.uses.iter());
        let mut uses: Vec<Use> = uses.filter(|it| it.symbol == symbol).copied().collect();
        uses.sort_by_key(|it| it.location);
        uses
    }
}

#[cfg(test)]
mod tests;
