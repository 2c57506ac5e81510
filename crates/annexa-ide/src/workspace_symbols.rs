//! All provisions of a project and of its bases, and its terms, found by words of their titles, by
//! number or by label.

use std::collections::HashSet;

use annexa_model::{AddedKind, CatalogueId, FileId, Location, Project, Standard};
use annexa_syntax::DeclarationKind;

use crate::Span;

/// A provision or a term that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkspaceSymbol {
    /// Its number or label, and its title: `SMX.8.35 Custody of meter keys`.
    pub name: String,
    /// The standard or the document that it stands in.
    pub container: String,
    /// What declares it.
    pub kind: DeclarationKind,
    /// Its number, label or name.
    pub span: Span,
}

/// How many candidates are looked at between two looks at whether the answer is still wanted.
const BETWEEN_LOOKS: usize = 512;

/// What fits each word of a query, at most `limit` of it, the best first; all where nothing is asked
/// for. `None` where it was cancelled.
pub fn workspace_symbols(
    project: &Project,
    query: &str,
    limit: usize,
    cancelled: &dyn Fn() -> bool,
) -> Option<Vec<WorkspaceSymbol>> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let mut found = Vec::new();
    for (index, candidate) in candidates(project).enumerate() {
        if index % BETWEEN_LOOKS == 0 && cancelled() {
            return None;
        }
        if let Some(rank) = rank(&words, &candidate) {
            found.push((rank, index, candidate));
        }
    }
    if found.len() > limit {
        found.select_nth_unstable_by_key(limit, |(rank, index, _)| (*rank, *index));
        found.truncate(limit);
    }
    found.sort_unstable_by_key(|(rank, index, _)| (*rank, *index));
    Some(found.into_iter().map(|(.., candidate)| candidate.symbol(project)).collect())
}

/// Something that can be found.
struct Candidate<'a> {
    /// Its number or label; empty for a term.
    number: &'a str,
    title: &'a str,
    container: Container<'a>,
    kind: DeclarationKind,
    location: Location,
}

enum Container<'a> {
    Standard(&'a Standard),
    Catalogue(CatalogueId),
}

impl Candidate<'_> {
    fn symbol(&self, project: &Project) -> WorkspaceSymbol {
        let container = match self.container {
            Container::Standard(standard) => standard.prefix.to_string(),
            Container::Catalogue(id) => {
                project.catalogue(id).map(|it| it.document.printed()).unwrap_or_default()
            }
        };
        let name = format!("{} {}", self.number, self.title).trim().to_owned();
        let name = if name.is_empty() { self.kind.words().to_owned() } else { name };
        WorkspaceSymbol { name, container, kind: self.kind, span: Span::of(project, self.location) }
    }
}

/// The project's own stand before those of its bases.
fn candidates(project: &Project) -> impl Iterator<Item = Candidate<'_>> {
    let added = project.standards().iter().flat_map(|standard| {
        standard.added_in_order().map(move |added| Candidate {
            number: &added.label,
            title: &added.title,
            container: Container::Standard(standard),
            kind: match added.kind {
                AddedKind::Clause => DeclarationKind::AddClause,
                AddedKind::Objective => DeclarationKind::AddObjective,
                AddedKind::Control => DeclarationKind::AddControl,
                AddedKind::Requirement => DeclarationKind::AddRequirement,
            },
            location: added.location,
        })
    });
    let terms = project.standards().iter().flat_map(|standard| {
        standard.terms().map(move |term| Candidate {
            number: "",
            title: &term.name,
            container: Container::Standard(standard),
            kind: DeclarationKind::Term,
            location: term.location,
        })
    });
    let provisions = catalogues(project).into_iter().flat_map(move |id| {
        project.catalogue(id).into_iter().flat_map(move |catalogue| {
            catalogue.citable().map(move |(_, provision)| Candidate {
                number: &provision.number,
                title: &provision.title,
                container: Container::Catalogue(id),
                kind: provision.kind.declaration(),
                location: provision.location,
            })
        })
    });
    added.chain(terms).chain(provisions)
}

/// The catalogues that standards of the project rest on, and those that it holds itself.
fn catalogues(project: &Project) -> Vec<CatalogueId> {
    let bases = project.standards().iter().flat_map(|standard| &standard.bases);
    let used: HashSet<CatalogueId> = bases.filter_map(|base| base.catalogue).collect();
    let is_own = |id: &CatalogueId| {
        let catalogue = project.catalogue(*id);
        catalogue.is_some_and(|it| matches!(it.location.file, FileId::Project(_)))
    };
    project.catalogue_ids().filter(|id| used.contains(id) || is_own(id)).collect()
}

/// How well something fits: the smaller the better. Each word has to be found, in its number or label
/// at the beginning of a part, or anywhere in its title.
fn rank(words: &[String], candidate: &Candidate<'_>) -> Option<usize> {
    let number = candidate.number.to_lowercase();
    let title = candidate.title.to_lowercase();
    let mut rank = 0;
    for word in words {
        let in_number = begins(&number, word).map(|(start, end)| match (start, end) {
            (0, true) => 0,
            (_, true) => 1,
            (0, false) => 2,
            _ => 4,
        });
        let in_title = begins(&title, word).map(|(start, end)| match (start, end) {
            (0, true) => 1,
            (0, false) | (_, true) => 2,
            _ => 3,
        });
        let within = || title.contains(word.as_str()).then_some(8);
        rank += in_number.into_iter().chain(in_title).min().or_else(within)?;
    }
    Some(rank)
}

/// Where a word begins first in a text, and whether it ends there as well.
fn begins(text: &str, word: &str) -> Option<(usize, bool)> {
    let is_of_word = |character: char| character.is_alphanumeric();
    let parted = |before: &str| !before.ends_with(is_of_word);
    let (at, found) = text.match_indices(word).find(|(at, _)| parted(&text[..*at]))?;
    Some((at, !text[at + found.len()..].starts_with(is_of_word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Fixture;

    fn project() -> Fixture {
        Fixture::with_head(
            "term \"meter key\" {\n  definition \"x\"\n}\n\nadd control SMX.8.35 \"Custody of meter keys\" to 27002 8 {\n}\n\nadd clause SMX.A \"Überwachung\" to 27002\n",
        )
    }

    fn found(query: &str) -> Vec<String> {
        let fixture = project();
        let found = workspace_symbols(&fixture.project, query, 4, &|| false).unwrap();
        found.iter().map(|it| format!("{} in {}", it.name, it.container)).collect()
    }

    #[test]
    fn by_label_number_and_words_of_the_title() {
        assert_eq!(found("smx.8.35"), ["SMX.8.35 Custody of meter keys in SMX"]);
        assert_eq!(found("8.35"), ["SMX.8.35 Custody of meter keys in SMX"]);
        assert_eq!(
            found("key meter")[..2],
            ["meter key in SMX", "SMX.8.35 Custody of meter keys in SMX",]
        );
        assert_eq!(found("übe"), ["SMX.A Überwachung in SMX"]);
        assert_eq!(
            found("5.23")[0],
            "5.23 Information security for use of cloud services in ISO/IEC 27002:2022"
        );
        assert_eq!(found("cloud").len(), 1);
        assert_eq!(found("stod"), ["SMX.8.35 Custody of meter keys in SMX"]);
        assert_eq!(found("cloud meter"), Vec::<String>::new());
    }

    #[test]
    fn the_projects_own_come_first_and_no_more_than_asked_for() {
        assert_eq!(found("").len(), 4);
        assert_eq!(found("")[0], "SMX.8.35 Custody of meter keys in SMX");
    }

    #[test]
    fn places_and_cancellation() {
        let fixture = project();
        let found = workspace_symbols(&fixture.project, "custody", 4, &|| false).unwrap();
        assert_eq!(fixture.shown(found[0].span), "smx.annexa: SMX.8.35");
        assert_eq!(workspace_symbols(&fixture.project, "custody", 4, &|| true), None);
    }
}
