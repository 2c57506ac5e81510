//! Figures above declarations: what a standard does to its bases, how often a base provision is
//! changed, how many controls lie below an added clause. Where a figure stands is told at once; it
//! is counted when it comes into sight.

use annexa_model::{
    AddedKind, Base, BaseId, CatalogueId, Change, DeclarationId, FileId, LinkRole, Project,
    ProvisionId, ProvisionKind, Standard, Symbol,
};
use annexa_syntax::{DeclarationKind, TextRange};

use crate::Span;
use crate::declared::{Declared, declared};

/// What a lens says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodeLens {
    /// The figure.
    pub title: String,
    /// The places that it counts; none where it sums up.
    pub places: Vec<Span>,
}

/// What a lens stands over.
enum Subject<'a> {
    Standard(&'a Standard),
    /// How far a standard is from complete.
    Status(&'a Standard),
    Added(&'a Standard, DeclarationId),
    Provision(CatalogueId, ProvisionId),
}

/// Where lenses stand in a file: at the words that heads begin with. There are no more of them once it is
/// cancelled.
pub fn code_lenses(
    project: &Project,
    file: FileId,
    cancelled: &dyn Fn() -> bool,
) -> Vec<TextRange> {
    subjects(project, file, cancelled).map(|(range, _)| range).collect()
}

/// What the lens at one of these ranges says. `None` where there is no longer one, or where it was
/// cancelled.
pub fn code_lens(
    project: &Project,
    file: FileId,
    range: TextRange,
    cancelled: &dyn Fn() -> bool,
) -> Option<CodeLens> {
    let (_, subject) = subjects(project, file, cancelled).find(|(at, _)| *at == range)?;
    match subject {
        Subject::Standard(standard) => of_standard(project, standard, cancelled),
        Subject::Status(standard) => of_status(project, standard, cancelled),
        Subject::Added(standard, added) => Some(of_added(project, standard, added)),
        Subject::Provision(catalogue, provision) => {
            Some(of_provision(project, catalogue, provision))
        }
    }
}

fn subjects<'a>(
    project: &'a Project,
    file: FileId,
    cancelled: &'a dyn Fn() -> bool,
) -> impl Iterator<Item = (TextRange, Subject<'a>)> {
    let mut catalogue = None;
    declared(project, file).take_while(|_| !cancelled()).flat_map(move |at| {
        if at.declaration.kind.is_file_head() {
            catalogue = catalogue_of(project, file, &at);
        }
        let subject = subject(project, &at, catalogue);
        // A range has one lens: the second one over a standard stands at its prefix.
        let status = match (&subject, &at.declaration.label) {
            (Some(Subject::Standard(standard)), Some(label)) => {
                Some((label.range + at.offset, Subject::Status(standard)))
            }
            _ => None,
        };
        let subject = subject.map(|subject| (at.declaration.words + at.offset, subject));
        subject.into_iter().chain(status)
    })
}

/// The catalogue that a head opens in this file.
fn catalogue_of(project: &Project, file: FileId, at: &Declared<'_>) -> Option<CatalogueId> {
    if at.declaration.kind != DeclarationKind::Catalogue {
        return None;
    }
    let document = at.declaration.documents.first()?;
    let edition = document.edition.as_ref().map(|edition| edition.value.as_str());
    let id = project.find_catalogue(&document.document, edition)?;
    // Another file can have the same edition, and be the one that counts.
    (project.catalogue(id)?.location.file == file).then_some(id)
}

fn subject<'a>(
    project: &'a Project,
    at: &Declared<'a>,
    catalogue: Option<CatalogueId>,
) -> Option<Subject<'a>> {
    let label = at.declaration.label.as_ref()?;
    match at.declaration.kind {
        DeclarationKind::Standard => {
            let standard = project.standard_by_prefix(&label.value)?;
            (standard.head == at.id).then_some(Subject::Standard(standard))
        }
        DeclarationKind::AddClause => {
            let (standard, added) = project.added(at.id?)?;
            (!added.children.is_empty()).then_some(Subject::Added(standard, at.id?))
        }
        kind if ProvisionKind::of(kind).is_some() => {
            let provision = project.catalogue(catalogue?)?.find(&label.value)?;
            let uses = project.uses(Symbol::Provision(catalogue?, provision));
            let is_changed = uses.iter().any(|it| it.role == LinkRole::Target);
            is_changed.then_some(Subject::Provision(catalogue?, provision))
        }
        _ => None,
    }
}

/// `ISO/IEC 27002:2022: 2 added, 3 modified, 88 unchanged of 93`
fn of_standard(
    project: &Project,
    standard: &Standard,
    cancelled: &dyn Fn() -> bool,
) -> Option<CodeLens> {
    let mut figures = Vec::new();
    for (id, base) in standard.bases_with_ids() {
        if cancelled() {
            return None;
        }
        figures.extend(of_base(project, standard, id, base));
    }
    let title = if figures.is_empty() { "no base".to_owned() } else { figures.join(" · ") };
    Some(CodeLens { title, places: Vec::new() })
}

/// `12 of 20 done; next: Scope`. It leads to where that is to be written.
fn of_status(
    project: &Project,
    standard: &Standard,
    cancelled: &dyn Fn() -> bool,
) -> Option<CodeLens> {
    let status = project.status(standard, cancelled)?;
    let done = format!("{} of {} done", status.done(), status.steps.len());
    let Some(next) = status.next() else {
        return Some(CodeLens { title: done, places: Vec::new() });
    };
    let place = next.edit.as_ref().map(|edit| edit.location).or(next.location);
    let places = place.map(|location| Span::of(project, location)).into_iter().collect();
    Some(CodeLens { title: format!("{done}; next: {}", next.title), places })
}

/// What is done to the controls of a base, or to the clauses of one of requirements that have no
/// clause below them.
fn of_base(project: &Project, standard: &Standard, id: BaseId, base: &Base) -> Option<String> {
    let catalogue = project.catalogue(base.catalogue?)?;
    let counts = |provision: ProvisionId| {
        catalogue.provision(provision).is_some_and(|provision| base.counts(provision))
    };
    let states = project.states(standard.id, id);
    let states: Vec<_> = states.iter().filter(|state| counts(state.provision)).collect();
    let done = |change: Change| {
        states.iter().filter(|state| state.causes.iter().any(|it| it.change == change)).count()
    };
    let is_counted = |kind| matches!(kind, AddedKind::Control | AddedKind::Requirement);
    let added =
        standard.added_in_order().filter(|it| it.base == Some(id) && is_counted(it.kind)).count();
    let figures = [
        (added, "added"),
        (done(Change::Refined), "refined"),
        (done(Change::Interpreted), "interpreted"),
        (done(Change::Modified), "modified"),
        (done(Change::GuidanceAdded), "with guidance added"),
        (done(Change::Retained), "retained"),
    ];
    let figures: Vec<String> = figures
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    let what = if figures.is_empty() { "nothing changed".to_owned() } else { figures.join(", ") };
    Some(format!("{}: {what} of {}", catalogue.document.printed(), states.len()))
}

fn of_provision(project: &Project, catalogue: CatalogueId, provision: ProvisionId) -> CodeLens {
    let changes = project.changes(catalogue, provision);
    let places = changes.iter().map(|it| Span::of(project, it.location));
    let title = match changes.len() {
        1 => "changed by 1 declaration".to_owned(),
        number => format!("changed by {number} declarations"),
    };
    CodeLens { title, places: places.collect() }
}

fn of_added(project: &Project, standard: &Standard, clause: DeclarationId) -> CodeLens {
    let mut places = Vec::new();
    // The model has broken what goes round in circles.
    let mut pending = vec![clause];
    while let Some(above) = pending.pop().and_then(|id| standard.added(id)) {
        for (id, below) in above.children.iter().filter_map(|id| Some((id, standard.added(*id)?))) {
            pending.push(*id);
            if matches!(below.kind, AddedKind::Control | AddedKind::Requirement) {
                places.push(below.location);
            }
        }
    }
    places.sort();
    let title = match places.len() {
        1 => "1 provision below".to_owned(),
        number => format!("{number} provisions below"),
    };
    CodeLens { title, places: places.into_iter().map(|at| Span::of(project, at)).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Fixture;

    fn shown(fixture: &Fixture, file: FileId) -> Vec<String> {
        let text = fixture.project.document(file).unwrap().text().to_string();
        let lenses = code_lenses(&fixture.project, file, &|| false).into_iter().map(|range| {
            let line = text[usize::from(range.start())..].lines().next().unwrap();
            let lens = code_lens(&fixture.project, file, range, &|| false).unwrap();
            let places: Vec<_> = lens.places.iter().map(|place| fixture.shown(*place)).collect();
            format!("{line} > {} > {}", lens.title, places.join(" | "))
        });
        lenses.collect()
    }

    const DECLARATIONS: &str = "refine 27001 6.1.3 c) {\n  text \"x\"\n}\n\nrefine 27001 6.1.3 d) {\n  text \"x\"\n}\n\ninterpret 27001 4.1 {\n  text \"x\"\n}\n\nmodify control 27002 5.1 {\n  addition \"x\"\n}\n\nadd guidance to 27002 5.1 {\n  text \"x\"\n}\n\nretain 27002 5.2\n\nadd clause SMX.A \"Meters\" to 27002\n\nadd clause SMX.B \"Empty\" to 27002\n\nadd clause SMX.A.1 \"Keys\" to SMX.A\n\nadd control SMX.A.1.2 \"Two\" to SMX.A.1\n\nadd control SMX.A.1.1 \"One\" to SMX.A.1\n";

    #[test]
    fn over_a_standard_and_over_added_clauses() {
        let fixture = Fixture::with_head(DECLARATIONS);
        assert_eq!(
            shown(&fixture, FileId::Project(0)),
            [
                "standard SMX \"Meters\" { > ISO/IEC 27001:2022: 1 refined, 1 interpreted of 30 · ISO/IEC 27002:2022: 2 added, 1 modified, 1 with guidance added, 1 retained of 93 > ",
                "SMX \"Meters\" { > 4 of 21 done; next: Foreword > smx.annexa: \n",
                "add clause SMX.A \"Meters\" to 27002 > 2 provisions below > smx.annexa: SMX.A.1.2 | smx.annexa: SMX.A.1.1",
                "add clause SMX.A.1 \"Keys\" to SMX.A > 2 provisions below > smx.annexa: SMX.A.1.2 | smx.annexa: SMX.A.1.1"
            ]
        );
    }

    #[test]
    fn over_base_provisions_that_are_changed() {
        let fixture = Fixture::with_head(DECLARATIONS);
        assert_eq!(
            shown(&fixture, FileId::BuiltIn(3)),
            [
                "control 5.1 \"Policies for information security\" { > changed by 2 declarations > smx.annexa: 27002 5.1 | smx.annexa: 27002 5.1",
                "control 5.2 \"Information security roles and responsibilities\" { > changed by 1 declaration > smx.annexa: 27002 5.2"
            ]
        );
    }

    #[test]
    fn a_complete_standard_has_nothing_next() {
        let head = crate::testing::HEAD.replace(
            "  base ISO/IEC 27001:2022 + Amd 1:2024\n",
            "  foreword \"x\"\n  introduction \"x\"\n  scope \"x\"\n",
        );
        let rest = "term \"x\" {\n  definition \"x\"\n}\n\nretain 27002 {\n  reason \"No sector need.\"\n}\n";
        let fixture = Fixture::new(&format!("{head}{rest}"));
        let lens = "SMX \"Meters\" { > 11 of 11 done > ".to_owned();
        assert!(shown(&fixture, FileId::Project(0)).contains(&lens));
    }

    #[test]
    fn a_lens_that_is_gone_or_not_wanted_says_nothing() {
        let fixture = Fixture::with_head(DECLARATIONS);
        let file = FileId::Project(0);
        let first = code_lenses(&fixture.project, file, &|| false)[0];
        assert_eq!(code_lens(&fixture.project, file, first, &|| true), None);
        let other = TextRange::new(1.into(), 2.into());
        assert_eq!(code_lens(&fixture.project, file, other, &|| false), None);
    }
}
