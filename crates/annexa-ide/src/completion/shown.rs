//! How what a reference can name is shown, and what is put in for it.

use annexa_model::{CatalogueId, Project, ProvisionKind, lettered};
use annexa_syntax::SmolStr;

use super::{
    CompletionItem, CompletionKind, Insert, MOST, Place,
    named::Target,
    provisions::{self, Found},
    query::Query,
    references::{Asked, What},
    resolve::Key,
};
use crate::card::beginning;

impl Asked<'_> {
    /// The item for something that can be named; it takes the place of what is typed from `from` on.
    pub(super) fn item(&self, what: &What, from: usize, query: &Query) -> Option<CompletionItem> {
        let project = self.place.project;
        let from = if matches!(what, What::Home(..)) { self.start } else { from };
        let item = |kind, label: String| {
            let insert = Insert::Plain(format!("{label}{}", self.close));
            let range = self.place.range_from(from);
            CompletionItem { insert, range, ..self.place.item(kind, label) }
        };
        Some(match what {
            What::Document(base) => {
                let base = self.standard.base(*base)?;
                let label = base.alias.as_ref()?.to_string();
                let title = base.catalogue.and_then(|id| project.catalogue(id));
                let title = title.map_or("", |catalogue| catalogue.title.as_str());
                // What is wanted of a document is a provision, as a rule.
                item(CompletionKind::Document, label.clone())
                    .insert(Insert::Plain(label))
                    .detail(title)
                    .description(base.designation.printed())
            }
            What::Edition(id, named) => {
                let catalogue = project.catalogue(*id)?;
                let insert = Insert::Plain(named.clone());
                let item = item(CompletionKind::Document, named.clone()).insert(insert);
                item.detail(catalogue.title.as_str()).description(catalogue.document.printed())
            }
            What::Provision(id, found, before) | What::Home(id, found, before) => {
                self.provision(*id, found, before, query, item)?
            }
            What::InAnnex(id, found, before, title) => {
                self.provision(*id, found, before, query, item)?.detail(title.as_str())
            }
            What::Item(target, path, before) => {
                let item = item(CompletionKind::ListItem, format!("{before}{}", path.last()?));
                self.list_item(*target, path, item)?
            }
            What::Added(holder, added) => {
                let holder = project.standard(*holder)?;
                let added = holder.added(*added)?;
                item(CompletionKind::Added, added.label.to_string())
                    .detail(added.title.as_str())
                    .description(format!("{} of {}", added.kind.as_str(), holder.prefix))
                    .key(Key::Added(&added.label).printed())
            }
            What::Term(declaration) => {
                let term = self.standard.term_of(*declaration)?;
                item(CompletionKind::Term, format!("term {}", term.name))
                    .description(format!("term of {}", self.standard.prefix))
                    .key(Key::Term(self.standard, &term.name).printed())
            }
        })
    }

    fn provision(
        &self,
        id: CatalogueId,
        found: &Found,
        before: &str,
        query: &Query,
        item: impl Fn(CompletionKind, String) -> CompletionItem,
    ) -> Option<CompletionItem> {
        let project = self.place.project;
        let catalogue = project.catalogue(id)?;
        let provision = catalogue.provision(found.provision)?;
        let is_base = self.standard.bases.iter().any(|base| base.catalogue == Some(id));
        let key = Key::Provision(self.standard, &catalogue.document, &provision.number);
        let item = item(kind_of(provision.kind), format!("{before}{}", provision.number))
            .detail(provision.title.as_str())
            .description(provisions::description(self.place, id, found, query))
            .key(key.printed());
        Some(CompletionItem { deprecated: !is_base && project.newer(id).is_some(), ..item })
    }

    fn list_item(
        &self,
        target: Target,
        path: &[SmolStr],
        item: CompletionItem,
    ) -> Option<CompletionItem> {
        let project = self.place.project;
        Some(match target {
            Target::Provision(id, provision) => {
                let catalogue = project.catalogue(id)?;
                let provision = catalogue.provision(provision)?;
                let key = Key::Provision(self.standard, &catalogue.document, &provision.number);
                item.detail(wording(project, id, &provision.number, path))
                    .description(format!("{} {}", provision.number, provision.title))
                    .key(key.printed())
            }
            Target::Added(holder, added) => {
                let added = project.standard(holder)?.added(added)?;
                let declared = project.declaration(added.declaration)?;
                let text = declared.source(lettered(declared.declaration, path)?.range);
                let text = text.strip_prefix(path.last()?.as_str()).unwrap_or(text);
                item.detail(beginning(text))
                    .description(format!("{} {}", added.label, added.title))
                    .key(Key::Added(&added.label).printed())
            }
        })
    }
}

fn kind_of(provision: ProvisionKind) -> CompletionKind {
    match provision {
        ProvisionKind::Control => CompletionKind::Control,
        _ => CompletionKind::Clause,
    }
}

/// The licensed wording of a list item, where an overlay has it.
fn wording(project: &Project, id: CatalogueId, number: &str, path: &[SmolStr]) -> String {
    project
        .overlays(id)
        .filter_map(|overlay| overlay.entry(number))
        .find_map(|entry| {
            let (first, rest) = path.split_first()?;
            let mut item = entry.items.iter().find(|item| item.mark == *first)?;
            for mark in rest {
                item = item.items.iter().find(|item| item.mark == *mark)?;
            }
            item.value.as_deref().map(beginning)
        })
        .unwrap_or_default()
}

/// What can be meant by a number where the document is known: in an overlay, a correspondence, an
/// amendment.
pub(super) fn numbers(
    place: &Place<'_>,
    id: CatalogueId,
    from: usize,
    keep: impl Fn(ProvisionKind, &str) -> bool,
) -> Vec<CompletionItem> {
    let project = place.project;
    let Some(catalogue) = project.catalogue(id) else { return Vec::new() };
    let query = Query::new(place.typing.typed_from(from));
    let mut found = provisions::find(project, id, &query);
    found.sort_by_key(|it| (it.fit.class, it.fit.cost, it.fit.others, it.provision));
    let found = found.iter().filter_map(|it| {
        let provision = catalogue.provision(it.provision)?;
        if provision.kind == ProvisionKind::Front || !keep(provision.kind, &provision.number) {
            return None;
        }
        let description = provisions::description(place, id, it, &query);
        let item = place.item(kind_of(provision.kind), provision.number.as_str());
        let item = CompletionItem { range: place.range_from(from), ..item };
        Some(item.detail(provision.title.as_str()).description(description))
    });
    found.take(MOST).collect()
}
