//! Where to write the remaining provisions of a clause: beside existing declarations about that
//! clause, or below the heading that `annexa new` writes for it.

use annexa_base::Location;
use annexa_syntax::{TextRange, TextSize};

use super::ClauseCoverage;
use crate::{
    Base, BaseTarget, Catalogue, DeclarationRef, Edit, FileId, Project, ProvisionId, Resolved,
    Standard, rules::edits,
};

/// A position in a file of the standard.
pub(super) struct Section {
    /// The declaration before it, or the heading.
    pub(super) location: Location,
    /// The insertion point: an empty range.
    end: Location,
}

impl Section {
    /// Returns an edit that inserts a declaration at the end.
    pub(super) fn insert(&self, declaration: &str) -> Edit {
        Edit { location: self.end, new: format!("\n\n{declaration}") }
    }

    fn behind(at: &DeclarationRef<'_>) -> Section {
        let end = edits::insert_behind(at, "").location;
        Section { location: at.location(at.declaration.head), end }
    }
}

/// Returns where to write the first open provision of a clause.
pub(super) fn place(
    project: &Project,
    standard: &Standard,
    base: &Base,
    clause: &ClauseCoverage,
) -> Option<Section> {
    let id = base.catalogue?;
    let catalogue = project.catalogue(id)?;
    let open = clause.open.first().and_then(|number| catalogue.find(number))?;
    let named = project.kinds_of(standard).filter_map(|(declaration, _)| {
        match project.target(declaration)? {
            Resolved::Base(BaseTarget { catalogue, provision: Some(it), .. })
                if *catalogue == id =>
            {
                Some((declaration, *it))
            }
            _ => None,
        }
    });
    let named: Vec<_> = named.collect();
    let in_clause =
        |it: ProvisionId| it == clause.provision || is_below(catalogue, it, clause.provision);
    let of_clause = named.iter().filter(|(_, it)| in_clause(*it));
    // Behind the last declaration with a smaller number, or else behind the first one of the
    // clause.
    let before = of_clause.clone().filter(|(_, it)| *it <= open).max_by_key(|(at, it)| (*it, *at));
    let beside = before.or_else(|| of_clause.clone().min_by_key(|(at, it)| (*it, *at)));
    if let Some(at) = beside.and_then(|(at, _)| project.declaration(*at)) {
        return Some(Section::behind(&at));
    }
    heading(project, standard, catalogue, clause).or_else(|| {
        let nearest = named.iter().filter(|(_, it)| *it <= open).max_by_key(|(at, it)| (*it, *at));
        let (at, _) = nearest.or(named.last())?;
        Some(Section::behind(&project.declaration(*at)?))
    })
}

fn is_below(catalogue: &Catalogue, provision: ProvisionId, above: ProvisionId) -> bool {
    catalogue.ancestors(provision).any(|(id, _)| id == above)
}

/// Returns the heading of a clause, a comment that `annexa new` writes.
fn heading(
    project: &Project,
    standard: &Standard,
    catalogue: &Catalogue,
    clause: &ClauseCoverage,
) -> Option<Section> {
    let heading = format!("// {}, clause {}:", catalogue.document.printed(), clause.number);
    standard.files.iter().find_map(|&file| in_file(project, file, &heading))
}

fn in_file(project: &Project, file: FileId, heading: &str) -> Option<Section> {
    for (from, item) in project.document(file)?.items_with_starts_from(0) {
        let text = item.text();
        let Some(at) = text.find(heading) else { continue };
        let behind = text.get(at..)?;
        let comment = behind.split_inclusive('\n').take_while(|line| line.starts_with("//"));
        let length: usize = comment.map(str::len).sum();
        let first = behind.lines().next().map_or(0, str::len);
        let size = |bytes: usize| TextSize::new(bytes as u32);
        let place = |start: usize, length: usize| {
            let range = TextRange::at(size(start), size(length));
            Location { file, item: from.key, range }
        };
        let end = at + behind.get(..length)?.trim_end().len();
        return Some(Section { location: place(at, first), end: place(end, 0) });
    }
    None
}
