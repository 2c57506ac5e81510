//! References: whatever may be named in a head or between braces in a text. No more is put in than
//! what is missing: behind `27002 ` the number alone.

use annexa_base::{ListItem, natural_order};
use annexa_model::{
    AddedId, AddedKind, BaseId, BaseKind, Catalogue, CatalogueId, Project, ProvisionId,
    ProvisionKind, Standard, StandardId, lettered,
};
use annexa_syntax::{Block, DeclarationKind, ListItem as TextItem, SmolStr};

use super::{
    CompletionItem, CompletionKind, Insert, MOST, Place,
    provisions::{self, Found, Purpose},
    query::{Class, Query, Rank, Term, fit_title, fold},
    resolve::Key,
};

/// What the settled pieces of a reference name.
#[derive(Default)]
struct Named {
    /// How many pieces name the document.
    document: usize,
    /// Its catalogue, and the base that it is.
    scope: Option<(CatalogueId, Option<BaseId>)>,
    target: Option<Target>,
    /// How many pieces make a whole reference.
    whole: usize,
}

#[derive(Clone, Copy)]
enum Target {
    Provision(CatalogueId, ProvisionId),
    Added(StandardId, AddedId),
}

/// How many pieces at the beginning make a whole reference.
pub(super) fn whole(place: &Place<'_>, pieces: &[&str]) -> usize {
    place.standard.map_or(0, |standard| named(place.project, standard, pieces).whole)
}

fn named(project: &Project, standard: &Standard, pieces: &[&str]) -> Named {
    let mut named = Named::default();
    let Some(first) = pieces.first() else { return named };
    if let Some((scope, count)) = document(project, standard, pieces) {
        named.document = count;
        named.scope = scope;
        named.whole = count;
        let number = pieces.get(count).copied().unwrap_or_default();
        named.target = scope.and_then(|(id, _)| provision(project, id, number));
    } else if let Some((holder, added)) = labelled(project, standard, first) {
        named.target = Some(Target::Added(holder, added));
    }
    if named.target.is_some() {
        let marks = pieces.iter().skip(named.document + 1).take_while(|it| it.ends_with(')'));
        named.whole = named.document + 1 + marks.count();
    }
    named
}

type Scope = Option<(CatalogueId, Option<BaseId>)>;

/// The document that the first pieces name, and how many they are: an alias, an alias with another
/// edition, or a designation.
fn document(project: &Project, standard: &Standard, pieces: &[&str]) -> Option<(Scope, usize)> {
    let first = *pieces.first()?;
    if let Some((id, base)) = standard.base_by_alias(first) {
        return Some((base.catalogue.map(|catalogue| (catalogue, Some(id))), 1));
    }
    if let Some((alias, edition)) = first.split_once(':') {
        let base = standard.base_by_alias(alias).map(|(_, base)| base.designation.document.clone());
        let name = base.or_else(|| document_of_number(project, alias))?;
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

fn document_of_number(project: &Project, number: &str) -> Option<SmolStr> {
    let mut catalogues = project.catalogue_ids().filter_map(|id| project.catalogue(id));
    let found = catalogues.find(|it| it.document.number.as_deref() == Some(number))?;
    Some(found.document.document.clone())
}

/// The provision of that number, seen through an annex too: `A.5.23`.
fn provision(project: &Project, id: CatalogueId, number: &str) -> Option<Target> {
    let catalogue = project.catalogue(id)?;
    if let Some(found) = catalogue.find(number) {
        return Some(Target::Provision(id, found));
    }
    let (letter, rest) = number.split_once('.')?;
    let annexed = annexed(project, catalogue, letter)?;
    Some(Target::Provision(annexed, project.catalogue(annexed)?.find(rest)?))
}

/// The catalogue whose controls an annex carries.
fn annexed(project: &Project, catalogue: &Catalogue, letter: &str) -> Option<CatalogueId> {
    let document = &catalogue.annex(letter)?.document;
    project.find_catalogue(&document.document, document.edition.as_deref())
}

fn labelled(project: &Project, standard: &Standard, label: &str) -> Option<(StandardId, AddedId)> {
    let own = standard.added_by_label(label).map(|added| (standard.id, added));
    own.or_else(|| {
        let other = project.standard_by_prefix(label.split('.').next()?)?;
        Some((other.id, other.added_by_label(label)?))
    })
}

/// Something that a reference can name, and how good it is.
struct Candidate {
    rank: Rank,
    what: What,
}

enum What {
    Document(BaseId),
    /// With what stands before its number: an alias, or the letter of an annex.
    Provision(CatalogueId, Found, String),
    /// With what stands before its marks.
    Item(Target, Vec<SmolStr>, String),
    Added(StandardId, AddedId),
    Term(u32),
}

/// A reference that is being typed.
pub(super) struct Asked<'a> {
    pub(super) place: &'a Place<'a>,
    pub(super) standard: &'a Standard,
    /// Where it begins in the item.
    pub(super) start: usize,
    pub(super) purpose: Purpose,
    /// What closes it in a text, where that is missing.
    pub(super) close: &'static str,
}

impl<'a> Asked<'a> {
    /// What the reference can name, best first.
    pub(super) fn complete(&self) -> Vec<CompletionItem> {
        let project = self.place.project;
        let typed = self.place.typing.typed_from(self.start);
        let pieces: Vec<&str> = typed.split_whitespace().collect();
        let is_blank = typed.is_empty() || typed.ends_with(char::is_whitespace);
        let settled = if is_blank { pieces.len() } else { pieces.len() - 1 };
        let settled = pieces.get(..settled).unwrap_or_default();
        let named = named(project, self.standard, settled);
        let mut found = Vec::new();
        if let Some(target) = named.target
            && named.whole == settled.len()
        {
            let marks = settled.get(named.document + 1..).unwrap_or_default();
            let last = if is_blank { "" } else { pieces.last().copied().unwrap_or_default() };
            self.items_of(target, marks, last, "", &mut found);
            if is_blank || !found.is_empty() {
                return self.shown(found, self.place.typing.word_start(), &Query::default());
            }
        }
        let asked = pieces.get(named.document..).unwrap_or_default();
        let from = match asked.first() {
            Some(first) => self.start + (first.as_ptr() as usize - typed.as_ptr() as usize),
            None => self.place.typing.cursor,
        };
        let query = Query::new(&asked.join(" "));
        match (named.scope, pieces.as_slice()) {
            (Some((id, _)), _) => self.provisions(id, "", asked, &query, &mut found),
            (None, _) if named.document > 0 => {}
            // The alias itself, and what it can be followed by.
            (None, [alias]) if let Some((id, base)) = self.standard.base_by_alias(alias) => {
                found.push(self.document(id, Class::Number));
                if let Some(catalogue) = base.catalogue {
                    let all = Query::default();
                    self.provisions(catalogue, &format!("{alias} "), &[], &all, &mut found);
                }
            }
            _ => self.anything(asked, &query, &mut found),
        }
        self.shown(found, from, &query)
    }

    /// Without a document: all that can be named.
    fn anything(&self, asked: &[&str], query: &Query, found: &mut Vec<Candidate>) {
        for (id, base) in self.standard.bases_with_ids() {
            let Some(alias) = &base.alias else { continue };
            if asked.is_empty() {
                found.push(self.document(id, Class::Number));
            } else if matches!(asked, [typed] if alias.starts_with(typed)) {
                found.push(self.document(id, Class::NumberPrefix));
            }
            let Some(catalogue) = base.catalogue else { continue };
            let before = format!("{alias} ");
            self.provisions(catalogue, &before, asked, query, found);
            // `6.1.3 c`
            if let [number, marks @ .., last] = asked
                && let Some(target @ Target::Provision(..)) =
                    provision(self.place.project, catalogue, number)
            {
                self.items_of(target, marks, last, &format!("{before}{number} "), found);
            }
        }
        self.added(asked, query, found);
        if self.purpose == Purpose::Citation {
            self.terms(query, found);
        }
    }

    fn document(&self, id: BaseId, class: Class) -> Candidate {
        let base = self.standard.base(id);
        let suits =
            base.is_some_and(|base| provisions::base_suits(self.place.project, self.purpose, base));
        let unsuited = if suits { 0 } else { 2 };
        let order = (0, id.0);
        let rank = Rank { unsuited, class, cost: 0, is_above: false, others: 0, order };
        Candidate { rank, what: What::Document(id) }
    }

    /// The provisions of a catalogue, and of the one that its annex carries.
    fn provisions(
        &self,
        id: CatalogueId,
        before: &str,
        asked: &[&str],
        query: &Query,
        found: &mut Vec<Candidate>,
    ) {
        let project = self.place.project;
        let Some(catalogue) = project.catalogue(id) else { return };
        let base = self.standard.bases_with_ids().find(|(_, base)| base.catalogue == Some(id));
        let kind = base.map_or(BaseKind::Unknown, |(_, base)| base.kind);
        let order = base.map_or(u8::MAX, |(id, _)| 3 + id.0.min(100) as u8);
        for it in provisions::find(project, id, query) {
            let Some(provision) = catalogue.provision(it.provision) else { continue };
            let rank = Rank {
                unsuited: provisions::unsuited(self.purpose, kind, catalogue.layout, provision),
                class: it.fit.class,
                cost: it.fit.cost,
                is_above: !query.is_empty() && !provision.is_leaf(),
                others: it.fit.others,
                order: (order, it.provision.0),
            };
            found.push(Candidate { rank, what: What::Provision(id, it, before.to_owned()) });
        }
        let Some((letter, rest)) = asked.first().and_then(|first| first.split_once('.')) else {
            return;
        };
        let Some(annexed) = annexed(project, catalogue, letter) else { return };
        let rest: Vec<&str> = std::iter::once(rest).chain(asked.iter().skip(1).copied()).collect();
        for it in provisions::find(project, annexed, &Query::new(&rest.join(" "))) {
            let unsuited = if self.purpose == Purpose::Citation { 0 } else { 2 };
            let (class, cost, others) = (it.fit.class, it.fit.cost, it.fit.others);
            let order = (order, it.provision.0);
            let rank = Rank { unsuited, class, cost, is_above: false, others, order };
            let before = format!("{before}{letter}.");
            found.push(Candidate { rank, what: What::Provision(annexed, it, before) });
        }
    }

    /// The list items below a path of marks whose own mark begins with what is typed.
    fn items_of(
        &self,
        target: Target,
        path: &[&str],
        typed: &str,
        before: &str,
        found: &mut Vec<Candidate>,
    ) {
        let path: Vec<SmolStr> = path.iter().map(|mark| SmolStr::new(mark)).collect();
        let mut before = before.to_owned();
        if !before.is_empty() {
            path.iter().for_each(|mark| before.extend([mark.as_str(), " "]));
        }
        for (index, mark) in marks_below(self.place.project, target, &path).into_iter().enumerate()
        {
            if mark.starts_with(typed) {
                let mut path = path.clone();
                path.push(mark);
                let rank = Rank {
                    unsuited: 0,
                    class: Class::Number,
                    cost: 0,
                    is_above: false,
                    others: 0,
                    order: (0, index as u32),
                };
                found.push(Candidate { rank, what: What::Item(target, path, before.clone()) });
            }
        }
    }

    /// Added provisions: of this standard by label and title, of others by label.
    fn added(&self, asked: &[&str], query: &Query, found: &mut Vec<Candidate>) {
        let label = asked.first().copied().unwrap_or_default();
        for holder in self.place.project.standards() {
            let is_own = holder.id == self.standard.id;
            if !is_own && !label.starts_with(holder.prefix.as_str()) {
                continue;
            }
            for (index, added) in holder.added.iter().enumerate() {
                let class = if query.is_empty() {
                    Some((Class::Word, 0))
                } else if added.label.starts_with(label) && asked.len() == 1 {
                    Some((Class::NumberPrefix, 0))
                } else if is_own {
                    fit_added(&added.title, added.number_in_label(), query)
                } else {
                    None
                };
                let Some((class, cost)) = class else { continue };
                let unsuited = match self.purpose {
                    Purpose::Citation => 0,
                    Purpose::Head(kind) => unsuited_added(kind, added.kind),
                };
                let order = (1, index as u32);
                let rank = Rank { unsuited, class, cost, is_above: false, others: 1, order };
                let what = What::Added(holder.id, AddedId(index as u32));
                found.push(Candidate { rank, what });
            }
        }
    }

    fn terms(&self, query: &Query, found: &mut Vec<Candidate>) {
        for (index, term) in self.standard.terms.iter().enumerate() {
            let fit = if query.is_empty() {
                Some((Class::Word, 0))
            } else {
                fit_added(&term.name, "", query)
            };
            if let Some((class, cost)) = fit {
                let order = (2, index as u32);
                let rank = Rank { unsuited: 0, class, cost, is_above: false, others: 1, order };
                found.push(Candidate { rank, what: What::Term(index as u32) });
            }
        }
    }

    fn shown(&self, mut found: Vec<Candidate>, from: usize, query: &Query) -> Vec<CompletionItem> {
        found.sort_by_key(|candidate| candidate.rank);
        found.truncate(MOST);
        found.iter().filter_map(|it| self.item(&it.what, from, query)).collect()
    }

    fn item(&self, what: &What, from: usize, query: &Query) -> Option<CompletionItem> {
        let project = self.place.project;
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
            What::Provision(id, found, before) => {
                let catalogue = project.catalogue(*id)?;
                let provision = catalogue.provision(found.provision)?;
                let kind = match provision.kind {
                    ProvisionKind::Control => CompletionKind::Control,
                    _ => CompletionKind::Clause,
                };
                let is_base = self.standard.bases.iter().any(|base| base.catalogue == Some(*id));
                let description = provisions::description(self.place, *id, found, query);
                let key = Key::Provision(self.standard, &catalogue.document, &provision.number);
                let item = item(kind, format!("{before}{}", provision.number))
                    .detail(provision.title.as_str())
                    .description(description)
                    .key(key.printed());
                CompletionItem { deprecated: !is_base && project.newer(*id).is_some(), ..item }
            }
            What::Item(target, path, before) => {
                let label = format!("{before}{}", path.last()?);
                let item = item(CompletionKind::ListItem, label);
                match target {
                    Target::Provision(id, provision) => {
                        let catalogue = project.catalogue(*id)?;
                        let provision = catalogue.provision(*provision)?;
                        let key =
                            Key::Provision(self.standard, &catalogue.document, &provision.number);
                        item.detail(wording(project, *id, &provision.number, path))
                            .description(format!("{} {}", provision.number, provision.title))
                            .key(key.printed())
                    }
                    Target::Added(holder, added) => {
                        let added = project.standard(*holder)?.added(*added)?;
                        let declared = project.declaration(added.declaration)?;
                        let listed = lettered(declared.declaration, path)?;
                        let text = declared.source(listed.range);
                        let text = text.strip_prefix(path.last()?.as_str()).unwrap_or(text);
                        item.detail(crate::card::beginning(text))
                            .description(format!("{} {}", added.label, added.title))
                            .key(Key::Added(&added.label).printed())
                    }
                }
            }
            What::Added(holder, added) => {
                let holder = project.standard(*holder)?;
                let added = holder.added(*added)?;
                item(CompletionKind::Added, added.label.to_string())
                    .detail(added.title.as_str())
                    .description(format!("{} of {}", added_name(added.kind), holder.prefix))
                    .key(Key::Added(&added.label).printed())
            }
            What::Term(index) => {
                let term = self.standard.terms.get(*index as usize)?;
                item(CompletionKind::Term, format!("term {}", term.name))
                    .description(format!("term of {}", self.standard.prefix))
                    .key(Key::Term(self.standard, &term.name).printed())
            }
        })
    }
}

/// How a title that is in no index fits.
fn fit_added(title: &str, number: &str, query: &Query) -> Option<(Class, u32)> {
    let title = fold(title);
    let mut worst = Class::Number;
    let mut cost = 0;
    for term in &query.terms {
        let class = match term {
            Term::Number(typed) if number.starts_with(typed.as_str()) => Class::NumberPrefix,
            Term::Word(word) => fit_title(word, &title)?,
            _ => return None,
        };
        worst = worst.max(class);
        cost += class as u32;
    }
    Some((worst, cost))
}

pub(super) fn added_name(kind: AddedKind) -> &'static str {
    match kind {
        AddedKind::Clause => "clause",
        AddedKind::Objective => "objective",
        AddedKind::Control => "control",
        AddedKind::Requirement => "requirement",
    }
}

/// How little an added provision suits a head, as [`provisions::unsuited`] has it.
fn unsuited_added(head: DeclarationKind, added: AddedKind) -> u8 {
    let suits = match head {
        DeclarationKind::AddControl => matches!(added, AddedKind::Clause | AddedKind::Objective),
        DeclarationKind::AddObjective | DeclarationKind::AddClause => added == AddedKind::Clause,
        DeclarationKind::AddRequirement => added == AddedKind::Requirement,
        _ => return 1,
    };
    if suits { 0 } else { 2 }
}

/// The marks of the list items right below a path.
fn marks_below(project: &Project, target: Target, path: &[SmolStr]) -> Vec<SmolStr> {
    let of_base = |items: &[ListItem]| items.iter().map(|item| item.mark.clone()).collect();
    match target {
        Target::Provision(id, provision) => {
            let found = project.catalogue(id).and_then(|catalogue| catalogue.provision(provision));
            match (found, path) {
                (Some(found), []) => of_base(&found.items),
                (Some(found), path) => {
                    found.item(path).map_or_else(Vec::new, |item| of_base(&item.items))
                }
                (None, _) => Vec::new(),
            }
        }
        Target::Added(holder, added) => {
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
            item.value.as_deref().map(crate::card::beginning)
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
        if !keep(provision.kind, &provision.number) {
            return None;
        }
        let kind = match provision.kind {
            ProvisionKind::Control => CompletionKind::Control,
            _ => CompletionKind::Clause,
        };
        let description = provisions::description(place, id, it, &query);
        let item = place.item(kind, provision.number.as_str());
        let item = CompletionItem { range: place.range_from(from), ..item };
        Some(item.detail(provision.title.as_str()).description(description))
    });
    found.take(MOST).collect()
}
