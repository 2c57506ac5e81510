//! From a name to what it stands for, down to the list item; to the line that brings a document in;
//! to the document as a whole.

use std::collections::HashSet;

use annexa_model::{
    BaseId, CatalogueId, FileId, Location, Mention, Overlay, Project, Resolved, StandardId, Symbol,
};
use annexa_syntax::{Field, FieldValue, Keyword, SmolStr, Spanned, TextRange, TextSize};

use crate::{Span, Target};

/// A name in a file, and where a jump from it leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Jump {
    /// All of the name: the whole reference.
    pub origin: TextRange,
    /// Where it leads, the best place first.
    pub targets: Vec<Target>,
}

impl Jump {
    fn new(project: &Project, origin: TextRange, places: Vec<Location>) -> Option<Jump> {
        let mut known = HashSet::new();
        let targets = places.into_iter().map(|place| Target::of(project, place));
        let targets: Vec<Target> = targets.filter(|target| known.insert(*target)).collect();
        (!targets.is_empty()).then_some(Jump { origin, targets })
    }

    pub(crate) fn of(project: &Project, mention: &Mention, places: Vec<Location>) -> Option<Jump> {
        Jump::new(project, Span::of(project, mention.location).range, places)
    }
}

/// What the name at a place of a file stands for: the base clause in its catalogue, the list item, the
/// provision, the term, the audience, the line that gives an alias, the standard. Behind a base
/// provision comes the wording that overlays give it.
pub fn definition(project: &Project, file: FileId, offset: TextSize) -> Option<Jump> {
    let Some(mention) = project.mention_at(file, offset) else {
        return amendment(project, file, offset).or_else(|| bibliography(project, file, offset));
    };
    let places = match mention.symbol {
        // The designation on a `base` line names the document; the alias behind it is a name itself.
        Symbol::Base(standard, base) if is_designation(project, &mention, standard, base) => {
            let catalogue = catalogue_of(project, standard, base);
            let head = catalogue.and_then(|id| project.definition(Symbol::Document(id), &[]));
            vec![head.unwrap_or(mention.location)]
        }
        symbol => {
            let mut places: Vec<_> =
                project.definition(symbol, &mention.items).into_iter().collect();
            let wordings = wordings(project, symbol, &mention.items);
            places.extend(wordings.into_iter().filter(|place| *place != mention.location));
            places
        }
    };
    Jump::of(project, &mention, places)
}

/// The `base` lines that bring in what the name at a place of a file names: that of the standard for a
/// reference, those of all standards in a catalogue. What belongs to no base is declared where it is
/// defined.
pub fn declaration(project: &Project, file: FileId, offset: TextSize) -> Option<Jump> {
    let mention = project.mention_at(file, offset)?;
    let places = match (mention.symbol, mention.base) {
        (_, Some((standard, base))) => base_line(project, standard, base).into_iter().collect(),
        (Symbol::Document(catalogue) | Symbol::Provision(catalogue, _), None) => {
            base_lines(project, catalogue)
        }
        (Symbol::Base(standard, base), None) => {
            base_line(project, standard, base).into_iter().collect()
        }
        (symbol, None) => project.definition(symbol, &[]).into_iter().collect(),
    };
    Jump::of(project, &mention, places)
}

/// The document that the thing named at a place of a file belongs to: its catalogue, its standard.
pub fn type_definition(project: &Project, file: FileId, offset: TextSize) -> Option<Jump> {
    let mention = project.mention_at(file, offset)?;
    let document = match mention.symbol {
        Symbol::Document(catalogue) | Symbol::Provision(catalogue, _) => {
            Symbol::Document(catalogue)
        }
        Symbol::Base(standard, base) => Symbol::Document(catalogue_of(project, standard, base)?),
        Symbol::Added(standard, _)
        | Symbol::Term(standard, _)
        | Symbol::Audience(standard, _)
        | Symbol::Standard(standard) => Symbol::Standard(standard),
    };
    let places = project.definition(document, &[]).into_iter().collect();
    Jump::of(project, &mention, places)
}

fn is_designation(
    project: &Project,
    mention: &Mention,
    standard: StandardId,
    base: BaseId,
) -> bool {
    base_line(project, standard, base) == Some(mention.location)
}

fn catalogue_of(project: &Project, standard: StandardId, base: BaseId) -> Option<CatalogueId> {
    project.standard(standard)?.base(base)?.catalogue
}

fn base_line(project: &Project, standard: StandardId, base: BaseId) -> Option<Location> {
    Some(project.standard(standard)?.base(base)?.location)
}

/// The `base` lines of all standards that rest on an edition.
pub(crate) fn base_lines(project: &Project, catalogue: CatalogueId) -> Vec<Location> {
    let bases = project.standards().iter().flat_map(|standard| &standard.bases);
    bases.filter(|base| base.catalogue == Some(catalogue)).map(|base| base.location).collect()
}

/// Where overlays of the project word a provision, or a list item of it.
pub(crate) fn wordings(project: &Project, symbol: Symbol, items: &[SmolStr]) -> Vec<Location> {
    let Symbol::Provision(id, provision) = symbol else { return Vec::new() };
    let Some(found) = project.catalogue(id).and_then(|it| it.provision(provision)) else {
        return Vec::new();
    };
    let entry = |overlay: &Overlay| {
        let entry = overlay.entry(&found.number)?;
        let Some((first, below)) = items.split_first() else { return Some(entry.location) };
        let first = entry.items.iter().find(|item| item.mark == *first)?;
        let last = below
            .iter()
            .try_fold(first, |above, mark| above.items.iter().find(|item| item.mark == *mark))?;
        Some(last.location)
    };
    project.overlays(id).filter_map(entry).collect()
}

/// From `+ Amd 1:2024` on a `base` line to what the amendment changes. The name of an amendment in its
/// catalogue leads to itself.
fn amendment(project: &Project, file: FileId, offset: TextSize) -> Option<Jump> {
    let catalogues = project.catalogue_ids().filter_map(|id| project.catalogue(id));
    let mut names = catalogues.flat_map(|it| &it.amendments).map(|it| it.location);
    let is_here = |it: &Location| it.file == file && project.range(*it).contains_inclusive(offset);
    if let Some(name) = names.find(is_here) {
        return Jump::new(project, project.range(name), vec![name]);
    }
    let at = project.declaration_at(file, offset)?;
    let offset = offset.checked_sub(at.offset)?;
    let standard = project.standard(at.standard?)?;
    let bases = at.declaration.fields(Keyword::Base).filter_map(|field| match &field.value {
        FieldValue::Base(base) => Some(base),
        _ => None,
    });
    let mut amendments = bases.flat_map(|base| base.amendments.iter().map(move |it| (base, it)));
    let (line, amendment) = amendments.find(|(_, it)| it.range.contains_inclusive(offset))?;
    let here = at.location(line.document.range);
    let base = standard.bases.iter().find(|base| base.location == here)?;
    let changed = project.catalogue(base.catalogue?)?.amendments.iter();
    let changed = changed.filter(|it| it.name == amendment.value).map(|it| it.location).collect();
    Jump::new(project, amendment.range + at.offset, changed)
}

/// From a reference to a document that is no base to the `reference` line that gives its title, and from
/// there to itself.
fn bibliography(project: &Project, file: FileId, offset: TextSize) -> Option<Jump> {
    let at = project.declaration_at(file, offset)?;
    let offset = offset.checked_sub(at.offset)?;
    let head = project.declaration(project.standard(at.standard?)?.head?)?;
    let lines = || head.declaration.fields(Keyword::Reference).filter_map(document);
    let here = lines().find(|it| at.id == head.id && it.range.contains_inclusive(offset));
    let (origin, line) = match here {
        Some(line) => (line.range, line),
        None => {
            let mut links = project.links(at.id).iter();
            let link = links.find(|link| link.range.contains_inclusive(offset))?;
            let Ok(Resolved::External { document, .. }) = &link.resolved else { return None };
            (link.range, lines().find(|it| it.value == *document)?)
        }
    };
    Jump::new(project, origin + at.offset, vec![head.location(line.range)])
}

/// The document that a `reference` line names.
fn document(line: &Field) -> Option<&Spanned<SmolStr>> {
    match &line.value {
        FieldValue::Reference { document, .. } => Some(document),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
