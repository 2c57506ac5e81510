//! How what a reference can name is shown, and what is put in for it.

use annexa_model::{BaseTarget, CatalogueId, Project, ProvisionKind, Resolved, Room, lettered};
use annexa_syntax::{Part, SmolStr};

use super::{
    CompletionItem, CompletionKind, CompletionPlace, Insert, MOST,
    named::{NamedTarget, marks_below},
    provisions::{self, ProvisionMatch, Purpose},
    query::Query,
    references::{Asked, What},
    resolve::Key,
};
use crate::{card::beginning, reader, typing::PieceKind};

/// What an item writes behind the name of a thing.
enum Behind {
    Nothing,
    /// The thing itself is taken; list items of it are not.
    Item,
    /// It is taken for some audiences.
    Audience,
}

impl Asked<'_> {
    /// The item for something that can be named; it takes the place of what is typed from `from` on. `None` where the
    /// declaration would be an error.
    pub(super) fn item(&self, what: &What, from: usize, query: &Query) -> Option<CompletionItem> {
        let project = self.place.project;
        let behind = self.behind(what)?;
        let from = if matches!(what, What::Home(..)) { self.start } else { from };
        let item = |kind, label: String| {
            let insert = match behind {
                Behind::Nothing => format!("{label}{}", self.close),
                Behind::Item => format!("{label} "),
                Behind::Audience => format!("{label} for "),
            };
            let range = self.place.range_from(from);
            let item = CompletionItem {
                insert: Insert::Plain(insert),
                range,
                ..self.place.item(kind, label)
            };
            match behind {
                Behind::Nothing => item,
                _ => CompletionItem { range: self.place.with_blank(range), ..item }.leads_on(),
            }
        };
        Some(match what {
            What::Document(base) => {
                let base = self.standard.base(*base)?;
                let label = base.alias.as_ref()?.to_string();
                let title = base.catalogue.and_then(|id| project.catalogue(id));
                let title = title.map_or("", |catalogue| catalogue.title.as_str());
                let range = self.place.word_range_from(from);
                let item = self.place.item(CompletionKind::Document, label);
                let item = self.opened(CompletionItem { range, ..item });
                item.detail(title).description(base.designation.printed())
            }
            What::Edition(id, named) => {
                let catalogue = project.catalogue(*id)?;
                let range = self.place.word_range_from(from);
                let item = self.place.item(CompletionKind::Document, named.clone());
                let item = self.opened(CompletionItem { range, ..item });
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

    /// A document: what is wanted of it is a provision, as a rule, so that the list of these opens.
    pub(super) fn opened(&self, item: CompletionItem) -> CompletionItem {
        let (insert, range) = match self.close {
            "" => (Insert::Plain(format!("{} ", item.label)), self.place.with_blank(item.range)),
            close => (self.place.open_brace(&item.label, close), item.range),
        };
        CompletionItem { insert, range, ..item }.leads_on()
    }

    /// What has to stand behind the name of a thing, so that the declaration is no error; `None` where it is one in any
    /// case, because the standard changes the thing already or the thing is of a wrong kind.
    fn behind(&self, what: &What) -> Option<Behind> {
        let (Purpose::Head(kind), Some(named)) = (self.purpose, self.named(what)) else {
            return Some(Behind::Nothing);
        };
        let project = self.place.project;
        if !project.fits(self.standard, kind, &named) {
            return None;
        }
        let symbol = named.symbol()?;
        let room = |items: &[SmolStr]| {
            project.room_for((self.standard.id, kind), (symbol, items), self.edited)
        };
        let written = self.audiences_behind();
        let here = room(named.items());
        let is_open = match &here {
            Room::ForAll => true,
            room => !written.is_empty() && written.iter().all(|it| provisions::is_free(room, it)),
        };
        if is_open {
            return Some(Behind::Nothing);
        }
        let mut audiences = self.standard.audiences.iter();
        let takes_audiences = kind.head().contains(&Part::For) && written.is_empty();
        if takes_audiences && audiences.any(|it| provisions::is_free(&here, &it.name)) {
            return Some(Behind::Audience);
        }
        let target = match what {
            What::Provision(id, found, _) | What::Home(id, found, _) => {
                NamedTarget::Provision(*id, found.provision)
            }
            What::Item(target, ..) => *target,
            What::Added(holder, added) => NamedTarget::Added(*holder, *added),
            _ => return None,
        };
        let below = marks_below(project, target, named.items()).into_iter();
        let mut below = below.map(|mark| [named.items(), &[mark]].concat());
        below.any(|path| room(&path) == Room::ForAll).then_some(Behind::Item)
    }

    /// What an item names.
    fn named(&self, what: &What) -> Option<Resolved> {
        let of_base = |catalogue: CatalogueId, provision, items: &[SmolStr]| {
            let mut bases = self.standard.bases_with_ids();
            let base = bases.find(|(_, base)| base.catalogue == Some(catalogue));
            Resolved::Base(BaseTarget {
                base: base.map(|(id, _)| id),
                catalogue,
                provision: Some(provision),
                items: items.to_vec(),
                annex: None,
                is_front: false,
            })
        };
        Some(match what {
            What::Provision(id, found, _) | What::Home(id, found, _) => {
                of_base(*id, found.provision, &[])
            }
            What::Item(NamedTarget::Provision(id, provision), path, _) => {
                of_base(*id, *provision, path)
            }
            What::Item(NamedTarget::Added(standard, added), path, _) => {
                Resolved::Added { standard: *standard, added: *added, items: path.clone() }
            }
            What::Added(standard, added) => {
                Resolved::Added { standard: *standard, added: *added, items: Vec::new() }
            }
            What::Document(_) | What::Edition(..) | What::InAnnex(..) | What::Term(_) => {
                return None;
            }
        })
    }

    /// The audiences that stand in the head behind the cursor.
    fn audiences_behind(&self) -> Vec<&str> {
        let typing = self.place.typing;
        let entry = typing.current.and_then(|index| typing.entries.get(index));
        let behind = entry.into_iter().flat_map(|entry| &entry.pieces);
        let behind = behind.filter(|piece| usize::from(piece.range.start()) >= typing.cursor);
        let words = behind.filter(|piece| piece.kind == PieceKind::Word).map(|piece| piece.text);
        words.skip_while(|word| *word != "for").skip(1).collect()
    }

    fn provision(
        &self,
        id: CatalogueId,
        found: &ProvisionMatch,
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
        target: NamedTarget,
        path: &[SmolStr],
        item: CompletionItem,
    ) -> Option<CompletionItem> {
        let project = self.place.project;
        Some(match target {
            NamedTarget::Provision(id, provision) => {
                let catalogue = project.catalogue(id)?;
                let provision = catalogue.provision(provision)?;
                let key = Key::Provision(self.standard, &catalogue.document, &provision.number);
                item.detail(wording(project, id, &provision.number, path))
                    .description(format!("{} {}", provision.number, provision.title))
                    .key(key.printed())
            }
            NamedTarget::Added(holder, added) => {
                let added = project.standard(holder)?.added(added)?;
                let declared = project.declaration(added.declaration)?;
                let said = lettered(declared.declaration, path)?;
                let said = reader::item_words(project, &declared, said).unwrap_or_default();
                item.detail(beginning(&said))
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
    place: &CompletionPlace<'_>,
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
