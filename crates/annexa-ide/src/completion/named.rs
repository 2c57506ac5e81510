//! What the settled pieces of a reference name: a document, a provision in it, an added provision.

use annexa_base::{ListItem, natural_order};
use annexa_model::{
    BaseId, Catalogue, CatalogueId, DeclarationId, Project, ProvisionId, Standard, StandardId,
    lettered,
};
use annexa_syntax::{Block, ListItem as TextItem, SmolStr};

/// What the settled pieces of a reference name.
#[derive(Default)]
pub(super) struct Named {
    /// How many pieces name the document.
    pub(super) document: usize,
    /// Its catalogue, and the base that it is.
    pub(super) scope: Scope,
    pub(super) target: Option<NamedTarget>,
    /// How many pieces make a whole reference.
    pub(super) whole: usize,
}

#[derive(Clone, Copy)]
pub(super) enum NamedTarget {
    Provision(CatalogueId, ProvisionId),
    Added(StandardId, DeclarationId),
}

/// How many pieces at the beginning make a whole reference.
pub(crate) fn whole(project: &Project, standard: &Standard, pieces: &[&str]) -> usize {
    named(project, standard, pieces).whole
}

pub(super) fn named(project: &Project, standard: &Standard, pieces: &[&str]) -> Named {
    let mut named = Named::default();
    let Some(first) = pieces.first() else { return named };
    if let Some((scope, count)) = document(project, standard, pieces) {
        named.document = count;
        named.scope = scope;
        named.whole = count;
        let number = pieces.get(count).copied().unwrap_or_default();
        named.target = scope.and_then(|(id, _)| provision(project, id, number));
    } else if let Some((holder, added)) = labelled(project, standard, first) {
        named.target = Some(NamedTarget::Added(holder, added));
    }
    if named.target.is_some() {
        let marks = pieces.iter().skip(named.document + 1).take_while(|it| it.ends_with(')'));
        named.whole = named.document + 1 + marks.count();
    }
    named
}

/// A catalogue, and the base that it is.
pub(super) type Scope = Option<(CatalogueId, Option<BaseId>)>;

/// The document that the first pieces name, and how many they are: an alias, an alias with another
/// edition, or a designation.
fn document(project: &Project, standard: &Standard, pieces: &[&str]) -> Option<(Scope, usize)> {
    let first = *pieces.first()?;
    if let Some((id, base)) = standard.base_by_alias(first) {
        return Some((base.catalogue.map(|catalogue| (catalogue, Some(id))), 1));
    }
    if let Some((alias, edition)) = first.split_once(':') {
        let name = document_of_alias(project, standard, alias)?;
        let found = project.find_catalogue(&name, Some(edition)).map(|id| (id, None));
        return Some((found, 1));
    }
    let publisher = pieces.iter().take_while(|it| it.starts_with(char::is_uppercase)).count();
    let number =
        pieces.get(publisher).filter(|it| publisher > 0 && it.starts_with(char::is_numeric))?;
    let (number, edition) = match number.split_once(':') {
        Some((number, edition)) => (number, Some(edition)),
        None => (*number, None),
    };
    let name = pieces.get(..publisher).unwrap_or_default().join(" ");
    let found = project.find_catalogue(&format!("{name} {number}"), edition);
    Some((found.map(|id| (id, None)), publisher + 1))
}

/// The document that a base has as its alias, or a known one as its number.
pub(super) fn document_of_alias(
    project: &Project,
    standard: &Standard,
    alias: &str,
) -> Option<SmolStr> {
    if let Some((_, base)) = standard.base_by_alias(alias) {
        return Some(base.designation.document.clone());
    }
    let mut catalogues = project.catalogue_ids().filter_map(|id| project.catalogue(id));
    let found = catalogues.find(|it| it.document.number.as_deref() == Some(alias))?;
    Some(found.document.document.clone())
}

/// The provision of that number, seen through an annex too: `A.5.23`.
pub(super) fn provision(project: &Project, id: CatalogueId, number: &str) -> Option<NamedTarget> {
    let catalogue = project.catalogue(id)?;
    if let Some(found) = catalogue.find(number) {
        return Some(NamedTarget::Provision(id, found));
    }
    let (letter, rest) = number.split_once('.')?;
    let annexed = annexed(project, catalogue, letter)?;
    Some(NamedTarget::Provision(annexed, project.catalogue(annexed)?.find(rest)?))
}

/// The catalogue whose controls an annex carries.
pub(super) fn annexed(
    project: &Project,
    catalogue: &Catalogue,
    letter: &str,
) -> Option<CatalogueId> {
    let document = &catalogue.annex(letter)?.document;
    project.find_catalogue(&document.document, document.edition.as_deref())
}

fn labelled(
    project: &Project,
    standard: &Standard,
    label: &str,
) -> Option<(StandardId, DeclarationId)> {
    let own = standard.added_by_label(label).map(|added| (standard.id, added));
    own.or_else(|| {
        let other = project.standard_by_prefix(label.split('.').next()?)?;
        Some((other.id, other.added_by_label(label)?))
    })
}

/// The marks of the list items right below a path.
pub(super) fn marks_below(
    project: &Project,
    target: NamedTarget,
    path: &[SmolStr],
) -> Vec<SmolStr> {
    let of_base = |items: &[ListItem]| items.iter().map(|item| item.mark.clone()).collect();
    match target {
        NamedTarget::Provision(id, provision) => {
            let found = project.catalogue(id).and_then(|catalogue| catalogue.provision(provision));
            match (found, path) {
                (Some(found), []) => of_base(&found.items),
                (Some(found), path) => {
                    found.item(path).map_or_else(Vec::new, |item| of_base(&item.items))
                }
                (None, _) => Vec::new(),
            }
        }
        NamedTarget::Added(holder, added) => {
            let added = project.standard(holder).and_then(|holder| holder.added(added));
            let declared = added.and_then(|added| project.declaration(added.declaration));
            let Some(declared) = declared else { return Vec::new() };
            let mut marks: Vec<SmolStr> = match path {
                [] => {
                    let texts = declared.declaration.texts();
                    texts.flat_map(|(_, text)| lists(&text.blocks)).collect()
                }
                path => lettered(declared.declaration, path)
                    .map_or_else(Vec::new, |item| lists(&item.blocks).collect()),
            };
            marks.retain(|mark| mark.ends_with(')'));
            marks.sort_by(|a, b| natural_order(a, b));
            marks.dedup();
            marks
        }
    }
}

fn lists(blocks: &[Block]) -> impl Iterator<Item = SmolStr> + '_ {
    let lists = blocks.iter().filter_map(|block| match block {
        Block::List(items) => Some(items.as_slice()),
        _ => None,
    });
    lists.flatten().map(|item: &TextItem| item.mark.value.clone())
}
