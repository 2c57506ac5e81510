//! References: whatever may be named in a head or between braces in a text. No more is put in than
//! what is missing: behind `27002 ` the number alone.

use annexa_model::{
    AddedKind, BaseId, BaseKind, Catalogue, CatalogueId, DeclarationId, Provision, ProvisionKind,
    Standard, StandardId,
};
use annexa_syntax::{DeclarationKind, SmolStr};

use super::{
    CompletionItem, CompletionPlace, MOST,
    named::{NamedTarget, annexed, document_of_alias, marks_below, named, provision},
    names,
    provisions::{self, ProvisionMatch, Purpose},
    query::{Class, Query, Rank, Term, fit_title, fold, fold_into},
};

/// Something that a reference can name, and how good it is.
struct Candidate {
    rank: Rank,
    what: What,
}

/// Something that a reference can name.
pub(super) enum What {
    Document(BaseId),
    /// Another edition of a document, as it is written.
    Edition(CatalogueId, String),
    /// With what stands before its number: an alias, or the letter of an annex.
    Provision(CatalogueId, ProvisionMatch, String),
    /// A control that is cited through an annex, with the title that it has there.
    InAnnex(CatalogueId, ProvisionMatch, String, SmolStr),
    /// A control that is asked for through an annex, in the base that holds it: it takes the place of the
    /// whole reference.
    Home(CatalogueId, ProvisionMatch, String),
    /// With what stands before its marks.
    Item(NamedTarget, Vec<SmolStr>, String),
    Added(StandardId, DeclarationId),
    Term(DeclarationId),
}

/// A reference that is being typed.
pub(super) struct Asked<'a> {
    pub(super) place: &'a CompletionPlace<'a>,
    pub(super) standard: &'a Standard,
    /// Where it begins in the item.
    pub(super) start: usize,
    pub(super) purpose: Purpose,
    /// What closes it in a text, where that is missing.
    pub(super) close: &'static str,
    /// The declaration whose head names it already.
    pub(super) edited: Option<DeclarationId>,
    /// The number of the provision below which the label of the head belongs.
    above: Option<&'a str>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        place: &'a CompletionPlace<'a>,
        standard: &'a Standard,
        start: usize,
        purpose: Purpose,
        close: &'static str,
    ) -> Asked<'a> {
        let entry = place.typing.current.and_then(|index| place.typing.entries.get(index));
        let edited = entry.and_then(|entry| place.declaration_of(entry)).map(|at| at.id);
        let label = entry
            .into_iter()
            .flat_map(|entry| &entry.pieces)
            .find_map(|piece| piece.text.strip_prefix(standard.prefix.as_str())?.strip_prefix('.'));
        let above = label.and_then(|label| label.rsplit_once('.')).map(|(above, _)| above);
        let above =
            above.filter(|_| matches!(purpose, Purpose::Head(kind) if kind.added().is_some()));
        Asked { place, standard, start, purpose, close, edited, above }
    }

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
            (None, [typed]) if let Some((alias, _)) = typed.split_once(':') => {
                self.editions(alias, typed, &mut found);
            }
            _ => self.anything(asked, &query, &mut found),
        }
        let mut items = self.shown(found, from, &query);
        // A document that is no base can be cited too.
        if self.purpose == Purpose::Citation && !typed.is_empty() && from == self.start {
            let documents = names::documents(self.place, from, &[]);
            let begun = documents.into_iter().filter(|it| it.label.starts_with(typed));
            items.splice(0..0, begun.map(|it| self.opened(it)));
        }
        items
    }

    /// The editions of a document, as `27002:2013` names one.
    fn editions(&self, alias: &str, typed: &str, found: &mut Vec<Candidate>) {
        let project = self.place.project;
        let Some(document) = document_of_alias(project, self.standard, alias) else { return };
        for id in project.catalogue_ids() {
            let Some(catalogue) = project.catalogue(id) else { continue };
            let Some(edition) = &catalogue.document.edition else { continue };
            let named = format!("{alias}:{edition}");
            if catalogue.document.document == document && named.starts_with(typed) {
                let unsuited = if matches!(self.purpose, Purpose::Head(_)) { 2 } else { 0 };
                let order = (0, u32::MAX - id.0);
                let class = Class::Number;
                let rank = Rank { unsuited, class, cost: 0, is_above: false, others: 0, order };
                found.push(Candidate { rank, what: What::Edition(id, named) });
            }
        }
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
                && let Some(target @ NamedTarget::Provision(..)) =
                    provision(self.place.project, catalogue, number)
            {
                self.items_of(target, marks, last, &format!("{before}{number} "), found);
            }
        }
        self.added(asked, query, found);
        if self.purpose == Purpose::Citation {
            self.terms(asked, query, found);
        }
    }

    fn document(&self, id: BaseId, class: Class) -> Candidate {
        let base = self.standard.base(id);
        let suits =
            base.is_some_and(|base| provisions::base_suits(self.place.project, self.purpose, base));
        let unsuited = if suits { 0 } else { 2 };
        // In a text, what the standard itself declares comes first.
        let order = (if self.purpose == Purpose::Citation { 3 } else { 0 }, id.0);
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
        let order = base.map_or(u8::MAX, |(id, _)| 4 + id.0.min(100) as u8);
        for it in provisions::find(project, id, query) {
            let Some(provision) = catalogue.provision(it.provision) else { continue };
            if provision.kind == ProvisionKind::Front && self.purpose != Purpose::Citation {
                continue;
            }
            let rank = Rank {
                unsuited: provisions::unsuited(self.purpose, kind, catalogue.layout, provision),
                class: it.fit.class,
                cost: it.fit.cost,
                is_above: !query.is_empty() && !provision.is_leaf(),
                others: it.fit.others,
                order: if self.above == Some(&*provision.number) {
                    (0, 0)
                } else {
                    (order, it.provision.0)
                },
            };
            found.push(Candidate { rank, what: What::Provision(id, it, before.to_owned()) });
        }
        self.controls_of_annexes(catalogue, before, asked, order, found);
    }

    /// The controls of an annex: a text cites them through it, a head names them in their own document.
    fn controls_of_annexes(
        &self,
        catalogue: &Catalogue,
        before: &str,
        asked: &[&str],
        order: u8,
        found: &mut Vec<Candidate>,
    ) {
        let project = self.place.project;
        let Some((letter, rest)) = in_annex(asked, before.is_empty()) else { return };
        let Some(id) = annexed(project, catalogue, &letter) else { return };
        let Some(holder) = project.catalogue(id) else { return };
        let annex = catalogue.annex(&letter);
        let title = |it: &Provision| annex.map_or(&it.title, |annex| annex.title_of(it)).clone();
        let home = self.standard.bases.iter().find(|base| base.catalogue == Some(id));
        let home = home
            .and_then(|base| base.alias.as_ref())
            .filter(|_| matches!(self.purpose, Purpose::Head(_)));
        for it in provisions::find(project, id, &Query::new(&rest)) {
            let Some(provision) = holder.provision(it.provision) else { continue };
            if provision.kind == ProvisionKind::Front {
                continue;
            }
            let (what, unsuited) = match home {
                Some(alias) => (
                    What::Home(id, it, format!("{alias} ")),
                    provisions::unsuited(
                        self.purpose,
                        BaseKind::Controls,
                        holder.layout,
                        provision,
                    ),
                ),
                None => (
                    What::InAnnex(id, it, format!("{before}{letter}."), title(provision)),
                    if matches!(self.purpose, Purpose::Head(_)) { 2 } else { 0 },
                ),
            };
            let (class, cost, others) = (it.fit.class, it.fit.cost, it.fit.others);
            let order = (order, it.provision.0);
            let rank = Rank { unsuited, class, cost, is_above: false, others, order };
            found.push(Candidate { rank, what });
        }
    }

    /// The list items below a path of marks whose own mark begins with what is typed.
    fn items_of(
        &self,
        target: NamedTarget,
        path: &[&str],
        typed: &str,
        before: &str,
        found: &mut Vec<Candidate>,
    ) {
        let path: Vec<SmolStr> = path.iter().map(SmolStr::new).collect();
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
        let typed = fold(&asked.join(" "));
        let mut folded = String::new();
        for holder in self.place.project.standards() {
            let is_own = holder.id == self.standard.id;
            if !is_own && !label.starts_with(holder.prefix.as_str()) {
                continue;
            }
            let mut listed = 0;
            for (index, added) in holder.added_in_order().enumerate() {
                // These come in the order in which they are shown.
                let class = if listed > MOST {
                    None
                } else if query.is_empty() {
                    listed += 1;
                    Some((self.unasked(), 0))
                } else if added.label.starts_with(label) && asked.len() == 1 {
                    listed += 1;
                    Some((Class::NumberPrefix, 0))
                } else if is_own {
                    fit_own(&added.title, added.number_in_label(), &typed, query, &mut folded)
                } else {
                    None
                };
                let Some((class, cost)) = class else { continue };
                let unsuited = match self.purpose {
                    Purpose::Citation | Purpose::Key => 0,
                    Purpose::Head(kind) => unsuited_added(kind, added.kind),
                };
                let order = (1, index as u32);
                let rank = Rank { unsuited, class, cost, is_above: false, others: 0, order };
                let what = What::Added(holder.id, added.declaration);
                found.push(Candidate { rank, what });
            }
        }
    }

    /// How well something that the standard declares fits where nothing is typed yet.
    fn unasked(&self) -> Class {
        if self.purpose == Purpose::Citation { Class::Number } else { Class::Word }
    }

    fn terms(&self, asked: &[&str], query: &Query, found: &mut Vec<Candidate>) {
        let mut folded = String::new();
        let typed = fold(&asked.join(" "));
        // A label is what one cites as a rule; a word rather is that of a term.
        let first = if query.is_empty() { 2 } else { 0 };
        for (index, term) in self.standard.terms().enumerate() {
            let fit = if query.is_empty() {
                Some((self.unasked(), 0))
            } else {
                fit_own(&term.name, "", &typed, query, &mut folded)
            };
            if let Some((class, cost)) = fit {
                let order = (first, index as u32);
                let rank = Rank { unsuited: 0, class, cost, is_above: false, others: 0, order };
                found.push(Candidate { rank, what: What::Term(term.declaration) });
            }
        }
    }

    fn shown(&self, mut found: Vec<Candidate>, from: usize, query: &Query) -> Vec<CompletionItem> {
        found.retain(|candidate| candidate.rank.unsuited < 2);
        found.sort_by_key(|candidate| candidate.rank);
        found.iter().filter_map(|it| self.item(&it.what, from, query)).take(MOST).collect()
    }
}

/// The letter of an annex, and what is typed behind it: `A.5.1`, `A5.1`, `a.5`, `Annex A 5.1`. Behind a
/// document a letter alone is one as well.
fn in_annex(asked: &[&str], is_in_document: bool) -> Option<(String, String)> {
    let is_annex = asked.first().is_some_and(|first| first.eq_ignore_ascii_case("annex"));
    let asked = if is_annex { asked.get(1..)? } else { asked };
    let first = asked.first()?;
    let letter = first.chars().next().filter(char::is_ascii_alphabetic)?;
    let behind = first.get(1..)?;
    let number = behind.trim_start_matches(['.', '-']);
    let is_number = number.is_empty() && behind.len() == 1
        || number.starts_with(|next: char| next.is_ascii_digit())
        || !number.is_empty() && behind.starts_with('.');
    let is_letter = behind.is_empty() && (is_annex || is_in_document);
    if !is_number && !is_letter {
        return None;
    }
    let rest: Vec<&str> = std::iter::once(number).chain(asked.get(1..)?.iter().copied()).collect();
    Some((letter.to_ascii_uppercase().to_string(), rest.join(" ").trim().to_owned()))
}

/// How a name that is in no index fits: the title of an added provision, or a term. `typed` is folded.
fn fit_own(
    title: &str,
    number: &str,
    typed: &str,
    query: &Query,
    folded: &mut String,
) -> Option<(Class, u32)> {
    let could_fit = |term: &Term| match term {
        Term::Number(typed) => number.starts_with(typed.as_str()),
        Term::Word(word) => could_fit(word, title),
        Term::Attribute(_) => false,
    };
    if !query.terms.iter().all(could_fit) {
        return None;
    }
    fold_into(title, folded);
    if folded.starts_with(typed) {
        return Some((Class::Name, 0));
    }
    let mut worst = Class::Number;
    let mut cost = 0;
    for term in &query.terms {
        let class = match term {
            Term::Number(typed) if number.starts_with(typed.as_str()) => Class::NumberPrefix,
            Term::Word(word) => fit_title(word, folded)?,
            _ => return None,
        };
        worst = worst.max(class);
        cost += class as u32;
    }
    Some((worst, cost))
}

/// Whether a word of a title begins with the same two letters, before the title is folded: there can
/// be very many.
fn could_fit(word: &str, title: &str) -> bool {
    let Some(first) = word.get(..2).filter(|first| first.is_ascii()) else { return true };
    let mut starts = title.as_bytes().windows(2).enumerate();
    starts.any(|(at, two)| {
        let before = at.checked_sub(1).and_then(|before| title.as_bytes().get(before));
        two.eq_ignore_ascii_case(first.as_bytes())
            && before.is_none_or(|before| !before.is_ascii_alphanumeric())
    })
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
