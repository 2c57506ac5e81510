//! Leads from the editions that the old version uses to those of the new one.

use annexa_model::{Base, BaseTarget, Catalogue, Correspondence, Point, Project, Standard};

/// A document in the editions of the old and of the new version.
pub(crate) struct Way<'a> {
    document: &'a str,
    edition: Option<&'a str>,
    edition_after: Option<&'a str>,
    /// `None` if the edition is the same, or if the correspondence is unknown.
    correspondence: Option<(&'a Correspondence, Direction<'a>)>,
}

enum Direction<'a> {
    Forward { earlier: &'a Catalogue, later: &'a Catalogue },
    Backward { earlier: &'a Catalogue },
}

impl<'a> Way<'a> {
    /// Returns the documents that are bases in both versions of a standard.
    pub(crate) fn all(old: &'a Standard, new: &'a Standard, project: &'a Project) -> Vec<Way<'a>> {
        let both = old.bases.iter().filter_map(|before| {
            let same = |after: &&Base| after.designation.document == before.designation.document;
            Some((before, new.bases.iter().find(same)?))
        });
        both.map(|(before, after)| Way::new(before, after, project)).collect()
    }

    fn new(before: &'a Base, after: &'a Base, project: &'a Project) -> Way<'a> {
        let document = before.designation.document.as_str();
        let find = |base: &Base| project.find_catalogue(document, base.edition.as_deref());
        let catalogues = find(before).zip(find(after)).filter(|(from, to)| from != to);
        let correspondence = catalogues.and_then(|(from, to)| {
            let (old, new) = (project.catalogue(from)?, project.catalogue(to)?);
            let forward = project.correspondence(from, to);
            let forward = forward.map(|it| (it, Direction::Forward { earlier: old, later: new }));
            forward.or_else(|| {
                Some((project.correspondence(to, from)?, Direction::Backward { earlier: new }))
            })
        });
        let (edition, edition_after) = (before.edition.as_deref(), after.edition.as_deref());
        Way { document, edition, edition_after, correspondence }
    }

    /// Whether this way begins at the edition of a catalogue.
    pub(crate) fn is_of(&self, catalogue: &Catalogue) -> bool {
        catalogue.document.document == self.document
            && catalogue.document.edition.as_deref() == self.edition
    }

    /// Whether this way leads to the edition of a catalogue.
    pub(crate) fn leads_to(&self, catalogue: &Catalogue) -> bool {
        catalogue.document.document == self.document
            && catalogue.document.edition.as_deref() == self.edition_after
    }

    /// Returns the places in the edition of the new version.
    pub(crate) fn goes(&self, point: &Point) -> Vec<Point> {
        match &self.correspondence {
            None => vec![point.clone()],
            Some((known, Direction::Forward { earlier, later })) => {
                known.successors(point, earlier, later)
            }
            Some((known, Direction::Backward { earlier })) => known.backward(point, earlier),
        }
    }
}

/// Returns the place of a target; its number is empty for the whole document.
pub(crate) fn point(catalogue: &Catalogue, target: &BaseTarget) -> Point {
    let provision = target.provision.and_then(|id| catalogue.provision(id));
    Point {
        number: provision.map_or_else(Default::default, |provision| provision.number.clone()),
        items: target.items.clone(),
    }
}
