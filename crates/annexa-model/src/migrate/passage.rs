//! The bases that are migrated to another edition, and the successors of the places that references
//! name.

use annexa_base::{Catalogue, Correspondence, Point, natural_key};
use annexa_syntax::{Reference, ReferenceTarget, SmolStr};

use super::NewProvision;
use crate::{
    BaseId, BaseTarget, CatalogueId, Link, Project, ProvisionId, ResolveError, Resolved, Standard,
};

/// A base that is migrated from one edition to another.
pub(super) struct Passage<'a> {
    pub(super) base: BaseId,
    pub(super) from: CatalogueId,
    pub(super) to: CatalogueId,
    pub(super) earlier: &'a Catalogue,
    pub(super) later: &'a Catalogue,
    pub(super) correspondence: &'a Correspondence,
    /// The `base` line already names the later edition; only references to the earlier one are
    /// migrated.
    pub(super) is_moved: bool,
}

/// A place in the earlier edition that a reference names, and its successors.
pub(super) struct Became {
    /// The place in the earlier edition; `A.5.1.1` if it is named through an annex.
    pub(super) from: Point,
    /// The places in the later edition: one, several, or none.
    pub(super) to: Vec<Point>,
    /// The provision in the catalogue of the earlier edition; `None` if it is named through an
    /// annex.
    pub(super) provision: Option<ProvisionId>,
}

impl<'a> Passage<'a> {
    /// Returns the bases of a standard that can be migrated to an edition, or already were.
    pub(super) fn all(project: &'a Project, standard: &Standard, to: &str) -> Vec<Passage<'a>> {
        let bases = standard.bases_with_ids();
        bases.filter_map(|(id, base)| Passage::new(project, id, base, to)).collect()
    }

    fn new(project: &'a Project, id: BaseId, base: &crate::Base, to: &str) -> Option<Passage<'a>> {
        let now = base.catalogue?;
        let is_moved = base.edition.as_deref() == Some(to);
        let (from, to) = if is_moved {
            let earlier = project.catalogue(now)?.supersedes.as_ref()?;
            (project.find_catalogue(&earlier.document, earlier.edition.as_deref())?, now)
        } else {
            (now, project.find_catalogue(&base.designation.document, Some(to))?)
        };
        Some(Passage {
            base: id,
            from,
            to,
            earlier: project.catalogue(from)?,
            later: project.catalogue(to)?,
            correspondence: project.correspondence(from, to)?,
            is_moved,
        })
    }

    /// Returns the provisions and list items of the later edition without a predecessor, and the
    /// clauses that its amendments change.
    pub(super) fn new_provisions(&self) -> Vec<NewProvision> {
        let document = &self.later.document;
        let is_new = |point: &Point| self.correspondence.backward(point, self.earlier).is_empty();
        let leaves = self.later.provisions.iter().filter(|provision| provision.is_leaf());
        let provisions =
            leaves.filter(|it| is_new(&Point::of(&it.number))).map(|it| NewProvision {
                document: document.clone(),
                place: it.number.to_string(),
                title: it.title.to_string(),
            });
        let items = self.correspondence.new.iter().filter(|point| !point.items.is_empty());
        let items = items.map(|point| NewProvision {
            document: document.clone(),
            place: point.printed(),
            title: String::new(),
        });
        let amended = self.later.amendments.iter().map(|amendment| {
            let clause = self.later.find(&amendment.clause).and_then(|id| self.later.provision(id));
            let title = clause.map_or("", |clause| &clause.title);
            NewProvision {
                document: document.clone(),
                place: amendment.clause.to_string(),
                title: format!("{title} ({})", amendment.name),
            }
        });
        let mut all: Vec<NewProvision> = provisions.chain(items).chain(amended).collect();
        all.sort_by_cached_key(|it| natural_key(&it.place));
        all
    }

    /// Returns the successors of the place that a link names, if it is in the earlier edition of
    /// this base. An edition that a text names explicitly is kept.
    pub(super) fn became(&self, project: &Project, link: &Link) -> Option<Became> {
        match &link.resolved {
            Ok(Resolved::Base(target)) => self.of_target(project, target),
            Err(ResolveError::UnknownProvision { catalogue, number, .. })
                if self.is_moved && *catalogue == self.to =>
            {
                if let Some(id) = self.earlier.find(number) {
                    return self.of_provision(id, &[]);
                }
                let (letter, rest) = number.split_once('.')?;
                self.through_annex(project, letter, rest, &[])
            }
            Err(ResolveError::UnknownItem { within, items, .. }) if self.is_moved => {
                let target = within.base_target()?;
                let provision = self.later.provision(target.provision?)?;
                if target.catalogue != self.to || target.annex.is_some() {
                    return None;
                }
                let id = self.earlier.find(&provision.number)?;
                self.earlier.provision(id)?.item(items)?;
                self.of_provision(id, items)
            }
            _ => None,
        }
    }

    fn of_target(&self, project: &Project, target: &BaseTarget) -> Option<Became> {
        // In a base that was already migrated, references that could not be migrated name the
        // earlier edition explicitly.
        let is_ours = match self.is_moved {
            true => target.base.is_none(),
            false => target.base == Some(self.base),
        };
        if !is_ours {
            return None;
        }
        match target.annex.as_deref() {
            None if target.catalogue == self.from => {
                self.of_provision(target.provision?, &target.items)
            }
            Some((seen, letter)) if *seen == self.from => {
                let annexed = project.catalogue(target.catalogue)?;
                let number = &annexed.provision(target.provision?)?.number;
                self.through_annex(project, letter, number, &target.items)
            }
            _ => None,
        }
    }

    fn of_provision(&self, id: ProvisionId, items: &[SmolStr]) -> Option<Became> {
        let number = self.earlier.provision(id)?.number.clone();
        let from = Point { number, items: items.to_vec() };
        let to = self.correspondence.successors(&from, self.earlier, self.later);
        Some(Became { from, to, provision: Some(id) })
    }

    /// The successors of a control of the annexed document come from the correspondence of that
    /// document.
    fn through_annex(
        &self,
        project: &Project,
        letter: &str,
        number: &str,
        items: &[SmolStr],
    ) -> Option<Became> {
        let annexed = |catalogue: &Catalogue| {
            let document = &catalogue.annex(letter)?.document;
            project.find_catalogue(&document.document, document.edition.as_deref())
        };
        let (from, to) = (annexed(self.earlier)?, annexed(self.later)?);
        let (earlier, later) = (project.catalogue(from)?, project.catalogue(to)?);
        earlier.find(number)?;
        let lettered = |point: Point| Point {
            number: format!("{letter}.{}", point.number).into(),
            items: point.items,
        };
        let point = Point { number: number.into(), items: items.to_vec() };
        let to = project.correspondence(from, to)?.successors(&point, earlier, later);
        let to = to.into_iter().map(lettered).collect();
        Some(Became { from: lettered(point), to, provision: None })
    }
}

/// Whether a reference names an edition explicitly.
pub(super) fn names_edition(reference: &Reference) -> bool {
    match &reference.target {
        ReferenceTarget::Base { edition, .. } => edition.is_some(),
        ReferenceTarget::Document { .. } => true,
        ReferenceTarget::Label(_) | ReferenceTarget::Misspelt(_) => false,
    }
}
