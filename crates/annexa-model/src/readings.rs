//! The possible meanings of a reference that cannot be resolved: `27001 5.7` may mean `27001
//! A.5.7`, `27002 A.5.10` may mean `27002 5.10`, and `27001 A.12.6.1` of 2013 is `27001 A.8.8` in
//! 2022.
//!
//! Each reading exists and has the form of the language, so that a finding can propose it.

use annexa_base::{Catalogue, Point, ProvisionId};
use annexa_syntax::{
    LooseReference, Reference, ReferenceTarget, SmolStr, format_smolstr, read_loosely,
};

use crate::{CatalogueId, Project, Standard};

/// A place that a reference may mean.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The reference to write: `27001 A.5.7`.
    pub text: String,
    /// The catalogue that the reference names; `None` for a label of the project.
    pub catalogue: Option<CatalogueId>,
    /// The provision, and the catalogue that holds it.
    pub provision: Option<(CatalogueId, ProvisionId)>,
    /// Whether it refers to a control through an annex: `27001 A.5.7`.
    pub through_annex: bool,
}

/// The successors, in the edition that a reference names, of a provision of another edition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moved {
    /// The other edition, which has the number.
    pub edition: CatalogueId,
    /// The number with its list items, as that edition prints it.
    pub point: String,
    /// The provision and its catalogue.
    pub provision: (CatalogueId, ProvisionId),
    /// All corresponding provisions.
    pub readings: Vec<Reading>,
}

/// All possible meanings of a reference.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Readings {
    /// The same place in the form of the language, the most likely first.
    pub same: Vec<Reading>,
    /// Places in other editions, with the corresponding ones.
    pub moved: Vec<Moved>,
    /// The same number in another document.
    pub elsewhere: Vec<Reading>,
    /// The provision without the list items, if it does not have these.
    pub whole: Vec<Reading>,
    /// The provision with the nearest number.
    pub nearest: Option<Reading>,
}

impl Readings {
    /// Returns the readings of the most likely kind.
    pub fn best(&self) -> Vec<&Reading> {
        let moved: Vec<&Reading> = self.moved.iter().flat_map(|moved| &moved.readings).collect();
        let kinds = [
            self.same.iter().collect(),
            moved,
            self.elsewhere.iter().collect(),
            self.whole.iter().collect(),
            self.nearest.iter().collect(),
        ];
        let mut unique: Vec<&Reading> = Vec::new();
        for reading in kinds.into_iter().find(|kind: &Vec<_>| !kind.is_empty()).unwrap_or_default()
        {
            if !unique.iter().any(|other| other.text == reading.text) {
                unique.push(reading);
            }
        }
        unique
    }

    fn all(&mut self) -> impl Iterator<Item = &mut Reading> {
        let moved = self.moved.iter_mut().flat_map(|moved| &mut moved.readings);
        let others = self.elsewhere.iter_mut().chain(&mut self.whole).chain(&mut self.nearest);
        self.same.iter_mut().chain(moved).chain(others)
    }
}

/// Returns the possible meanings of a text as a reference, for a standard or, without one, for all
/// known documents.
pub fn readings(project: &Project, standard: Option<&Standard>, source: &str) -> Readings {
    match read_loosely(source) {
        Some(loose) => Reader { project, standard }.read(&loose),
        None => Readings::default(),
    }
}

/// Returns the possible meanings of a reference. `source` is its text. `is_changed` states that the
/// declaration changes the target, so that a control is named in its own document and not through
/// an annex.
pub(crate) fn readings_of(
    project: &Project,
    standard: &Standard,
    reference: &Reference,
    source: &str,
    is_changed: bool,
) -> Readings {
    let reader = Reader { project, standard: Some(standard) };
    let Some(loose) = read_loosely(source).or_else(|| as_written(reference)) else {
        return Readings::default();
    };
    let mut found = reader.read(&loose);
    if is_changed {
        found.all().for_each(|reading| reader.bring_home(reading, &loose.items));
    }
    found
}

/// Returns the parts of a reference that the grammar could parse.
fn as_written(reference: &Reference) -> Option<LooseReference> {
    let (document, edition, provision) = match &reference.target {
        ReferenceTarget::Base { alias, edition, provision } => {
            (alias.value.clone(), edition.as_ref().map(|it| it.value.clone()), provision)
        }
        ReferenceTarget::Document { document, provision } => {
            let edition = document.edition.as_ref().map(|edition| edition.value.clone());
            (document.number.clone().unwrap_or(document.document.clone()), edition, provision)
        }
        ReferenceTarget::Label(_) | ReferenceTarget::Misspelt(_) => return None,
    };
    let place = provision.as_ref().and_then(|provision| read_loosely(&provision.value));
    let items = reference.items.iter().map(|item| item.value.clone()).collect();
    Some(LooseReference { document: Some(document), edition, items, ..place.unwrap_or_default() })
}

/// A document that a reference can name.
struct Document {
    /// Its name in references: `27001`, `27002:2013`.
    name: SmolStr,
    catalogue: CatalogueId,
}

struct Reader<'a> {
    project: &'a Project,
    standard: Option<&'a Standard>,
}

impl Reader<'_> {
    fn read(&self, loose: &LooseReference) -> Readings {
        let mut found = Readings::default();
        if let Some(prefix) = &loose.prefix {
            found.same.extend(self.label(prefix, loose));
        }
        let (named, others) = self.documents(loose);
        for document in &named {
            let (same, whole) = self.places(document, loose);
            found.same.extend(same);
            found.whole.extend(whole);
        }
        if loose.document.is_none() {
            keep_closest(&mut found.same, loose.annex.is_some());
        }
        if found.same.is_empty() && loose.prefix.is_none() {
            for document in &named {
                found.moved.extend(self.moved(document, loose));
            }
            let is_known = !named.is_empty();
            found.elsewhere = others
                .iter()
                .filter(|_| is_known)
                .filter_map(|other| self.places(other, loose).0.into_iter().next())
                .collect();
            found.nearest = named.first().and_then(|document| self.nearest(document, loose));
        }
        found
    }

    /// Returns the documents that are named, and the others that are possible.
    fn documents(&self, loose: &LooseReference) -> (Vec<Document>, Vec<Document>) {
        let all = self.known();
        let Some(name) = &loose.document else { return (all, Vec::new()) };
        let is_named = |document: &Document| {
            let catalogue = self.project.catalogue(document.catalogue);
            catalogue.is_some_and(|catalogue| {
                let edition =
                    loose.edition.is_none() || loose.edition == catalogue.document.edition;
                let number = catalogue.document.number.as_deref() == Some(name)
                    || catalogue.document.document == *name;
                edition && (document.name.eq_ignore_ascii_case(name) || number)
            })
        };
        let (mut named, others): (Vec<_>, Vec<_>) = all.into_iter().partition(is_named);
        if named.is_empty() {
            named.extend(self.no_base(name, loose.edition.as_deref()));
        }
        (named, others)
    }

    /// Returns the bases of the standard, or the latest editions of all documents.
    fn known(&self) -> Vec<Document> {
        match self.standard {
            Some(standard) => {
                let named = standard.bases.iter().filter_map(|base| {
                    Some(Document { name: base.alias.clone()?, catalogue: base.catalogue? })
                });
                named.collect()
            }
            None => {
                let latest = self.project.catalogue_ids().filter(|&id| {
                    self.project.catalogue(id).is_some_and(|catalogue| {
                        self.project.find_catalogue(&catalogue.document.document, None) == Some(id)
                    })
                });
                let named = latest.filter_map(|id| {
                    let document = &self.project.catalogue(id)?.document;
                    let name = document.number.as_ref().unwrap_or(&document.document).clone();
                    Some(Document { name, catalogue: id })
                });
                named.collect()
            }
        }
    }

    /// Returns a known edition that is not a base; references to it include the year.
    fn no_base(&self, number: &str, edition: Option<&str>) -> Option<Document> {
        let name = self.project.bases.document_of_number(number)?;
        let catalogue = self.project.find_catalogue(name, edition)?;
        let edition = self.project.catalogue(catalogue)?.document.edition.clone()?;
        Some(Document { name: format_smolstr!("{number}:{edition}"), catalogue })
    }

    fn label(&self, prefix: &str, loose: &LooseReference) -> Option<Reading> {
        let label = format!("{prefix}.{}", loose.number.as_ref()?);
        let holder = self.project.standard_by_prefix(prefix)?;
        holder.added_by_label(&label)?;
        let text = Point { number: label.into(), items: loose.items.clone() }.printed();
        Some(Reading { text, catalogue: None, provision: None, through_annex: false })
    }

    /// Returns the places of a document that a reference may mean: those with its list items, and
    /// those without them where the provision does not have them.
    fn places(&self, document: &Document, loose: &LooseReference) -> (Vec<Reading>, Vec<Reading>) {
        let Some(catalogue) = self.project.catalogue(document.catalogue) else {
            return Default::default();
        };
        let Some(number) = &loose.number else {
            return (self.whole_document(document, loose).into_iter().collect(), Vec::new());
        };
        let (mut exact, mut whole) = (Vec::new(), Vec::new());
        let direct = (loose.annex.is_none() || catalogue.annexes.is_empty())
            .then(|| catalogue.find(number))
            .flatten()
            .map(|provision| (document.catalogue, provision, None));
        let annexed = catalogue
            .annexes
            .iter()
            .filter(|annex| loose.annex.as_ref().is_none_or(|letter| *letter == annex.letter))
            .filter_map(|annex| {
                let id = self.annexed(annex)?;
                let provision = self.project.catalogue(id)?.find(number)?;
                Some((id, provision, Some(&annex.letter)))
            });
        for (holder, provision, letter) in direct.into_iter().chain(annexed) {
            let reading = |items: &[SmolStr]| {
                self.reading(document, holder, provision, letter.map(|it| it.as_str()), items)
            };
            let has_items = loose.items.is_empty()
                || self
                    .project
                    .catalogue(holder)
                    .and_then(|catalogue| catalogue.provision(provision))
                    .is_some_and(|provision| provision.item(&loose.items).is_some());
            match has_items {
                true => exact.extend(reading(&loose.items)),
                false => whole.extend(reading(&[])),
            }
        }
        (exact, whole)
    }

    fn whole_document(&self, document: &Document, loose: &LooseReference) -> Option<Reading> {
        if !loose.items.is_empty() || loose.annex.is_some() && self.standard.is_some() {
            return None;
        }
        let annex = match &loose.annex {
            Some(letter) => {
                Some(&self.project.catalogue(document.catalogue)?.annex(letter)?.letter)
            }
            None => None,
        };
        Some(Reading {
            text: annex
                .map_or(document.name.to_string(), |letter| format!("{} {letter}", document.name)),
            catalogue: Some(document.catalogue),
            provision: None,
            through_annex: annex.is_some(),
        })
    }

    fn annexed(&self, annex: &annexa_base::Annex) -> Option<CatalogueId> {
        self.project.find_catalogue(&annex.document.document, annex.document.edition.as_deref())
    }

    fn reading(
        &self,
        document: &Document,
        holder: CatalogueId,
        provision: ProvisionId,
        letter: Option<&str>,
        items: &[SmolStr],
    ) -> Option<Reading> {
        let number = &self.project.catalogue(holder)?.provision(provision)?.number;
        let number = match letter {
            Some(letter) => format_smolstr!("{letter}.{number}"),
            None => number.clone(),
        };
        let point = Point { number, items: items.to_vec() };
        Some(Reading {
            text: format!("{} {}", document.name, point.printed()),
            catalogue: Some(document.catalogue),
            provision: Some((holder, provision)),
            through_annex: letter.is_some(),
        })
    }

    /// Refers to a control of an annex in the base that holds it.
    fn bring_home(&self, reading: &mut Reading, items: &[SmolStr]) {
        let (true, Some((holder, provision))) = (reading.through_annex, reading.provision) else {
            return;
        };
        let home = self.known().into_iter().find(|document| document.catalogue == holder);
        if let Some(new) = home.and_then(|home| self.reading(&home, holder, provision, None, items))
        {
            *reading = new;
        }
    }

    /// Returns the editions of a document that have a place which this one does not have.
    fn moved(&self, document: &Document, loose: &LooseReference) -> Vec<Moved> {
        let Some(number) = &loose.number else { return Vec::new() };
        let point = Point { number: number.clone(), items: loose.items.clone() };
        let Some(here) = self.project.catalogue(document.catalogue) else { return Vec::new() };
        let mut found = Vec::new();
        for other in self.other_editions(document.catalogue) {
            let Some(there) = self.project.catalogue(other) else { continue };
            let is_direct = loose.annex.is_none() || there.annexes.is_empty();
            if is_direct && point.exists_in(there) {
                found.extend(self.moved_point(
                    document,
                    (other, other),
                    document.catalogue,
                    None,
                    &point,
                ));
            }
            // The annex of that edition contains the controls of another document.
            for annex in &there.annexes {
                let is_named = loose.annex.as_ref().is_none_or(|letter| *letter == annex.letter);
                let to = here.annex(&annex.letter).and_then(|annex| self.annexed(annex));
                if let (true, Some(from), Some(to)) = (is_named, self.annexed(annex), to) {
                    let letter = Some(annex.letter.as_str());
                    found.extend(self.moved_point(document, (other, from), to, letter, &point));
                }
            }
        }
        found
    }

    fn other_editions(&self, catalogue: CatalogueId) -> impl Iterator<Item = CatalogueId> {
        let document = |id| self.project.bases.edition(id).map(|(document, _)| document);
        let named = document(catalogue);
        self.project.catalogue_ids().filter(move |&id| id != catalogue && document(id) == named)
    }

    /// Returns the successors in `to` of a place in `from`. `edition` is the edition whose annex
    /// contains the controls of `from`, if the reference has a letter.
    fn moved_point(
        &self,
        document: &Document,
        (edition, from): (CatalogueId, CatalogueId),
        to: CatalogueId,
        letter: Option<&str>,
        point: &Point,
    ) -> Option<Moved> {
        let (earlier, here) = (self.project.catalogue(from)?, self.project.catalogue(to)?);
        if !point.exists_in(earlier) {
            return None;
        }
        let points = match self.project.correspondence(from, to) {
            Some(correspondence) => correspondence.successors(point, earlier, here),
            None => self
                .project
                .correspondence(to, from)
                .map(|correspondence| correspondence.backward(point, here))
                .unwrap_or_default(),
        };
        let reading = |point: &Point| {
            self.reading(document, to, here.find(&point.number)?, letter, &point.items)
        };
        let printed = point.printed();
        Some(Moved {
            edition,
            point: letter.map_or(printed.clone(), |letter| format!("{letter}.{printed}")),
            provision: (from, earlier.find(&point.number)?),
            readings: points.iter().filter_map(reading).collect(),
        })
    }

    /// Returns the provision with a number similar to one that does not exist: with two digits
    /// swapped, or the last one in the same clause.
    fn nearest(&self, document: &Document, loose: &LooseReference) -> Option<Reading> {
        let catalogue = self.project.catalogue(document.catalogue)?;
        let (number, letter) = (loose.number.as_ref()?, loose.annex.as_ref());
        let annex = letter.and_then(|letter| catalogue.annex(letter));
        let holder = match annex {
            Some(annex) => self.annexed(annex)?,
            None => document.catalogue,
        };
        let near = nearest_number(self.project.catalogue(holder)?, number)?;
        self.reading(document, holder, near, annex.map(|annex| annex.letter.as_str()), &[])
    }
}

/// If no document is named, keeps one reading per control: that through its annex if an annex is
/// named.
fn keep_closest(readings: &mut Vec<Reading>, names_annex: bool) {
    let others = readings.clone();
    readings.retain(|reading| {
        let is_same = |other: &&Reading| other.provision == reading.provision;
        reading.through_annex == names_annex
            || others.iter().filter(is_same).all(|it| it.through_annex != names_annex)
    });
}

fn nearest_number(catalogue: &Catalogue, number: &str) -> Option<ProvisionId> {
    let (above, last) = number.rsplit_once('.')?;
    let clause = catalogue.find(above)?;
    let children = &catalogue.provision(clause)?.children;
    let swapped: String = last.chars().rev().collect();
    let ends_in = |id: &&ProvisionId| {
        let child = catalogue.provision(**id).and_then(|child| child.number.rsplit_once('.'));
        swapped != last && child.is_some_and(|(_, last)| last == swapped)
    };
    let swapped = children.iter().find(ends_in);
    Some(swapped.or(children.last()).copied().unwrap_or(clause))
}

#[cfg(test)]
mod tests;
