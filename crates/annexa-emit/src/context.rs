//! What every part of an output looks up: whose standard it is, what a reference leads to, where a
//! thing is written.

use annexa_model::{
    AddedProvision, BaseId, Catalogue, CatalogueId, DeclarationId, DeclarationRef, Project,
    ProvisionId, Resolved, Standard,
};
use annexa_syntax::{Declaration, Keyword, Reference, SmolStr, Spanned, TextRange};
use rayon::iter::ParallelIterator as _;
use rustc_hash::FxHashMap;

use crate::{
    Options,
    findings::from_one,
    ids, printed,
    types::{Id, SourcePlace, TargetKind, Text},
};

/// The standard that is compiled, in its project.
pub(crate) struct Context<'a> {
    pub(crate) project: &'a Project,
    pub(crate) standard: &'a Standard,
    pub(crate) options: &'a Options,
    /// The declarations of the standard with the ids of what they add or change: each is asked for
    /// several times, and its id once for each reference to it.
    declared: FxHashMap<DeclarationId, (DeclarationRef<'a>, Option<Id>)>,
    /// The ids of the provisions of the bases.
    provisions: FxHashMap<CatalogueId, Vec<Id>>,
    /// How the provisions of each base are cited.
    cited: Vec<Vec<SmolStr>>,
}

/// What a reference leads to.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ReferenceTarget {
    pub(crate) kind: TargetKind,
    pub(crate) id: Option<Id>,
    pub(crate) item: Option<SmolStr>,
}

impl ReferenceTarget {
    /// A document that nothing is known of.
    const UNKNOWN: ReferenceTarget =
        ReferenceTarget { kind: TargetKind::Document, id: None, item: None };
}

impl<'a> Context<'a> {
    pub(crate) fn new(
        project: &'a Project,
        standard: &'a Standard,
        options: &'a Options,
    ) -> Context<'a> {
        let declared = project.declarations_of(standard, |_, _| true);
        let declared = declared.map(|at| {
            let id = project.identity_of(&at).map(|identity| ids::id(&identity));
            (at.id, (at, id))
        });
        let provisions = standard.bases.iter().filter_map(|base| {
            let id = base.catalogue?;
            let catalogue = project.catalogue(id)?;
            let numbers = catalogue.provisions.iter().map(|provision| &provision.number);
            Some((id, numbers.map(|number| ids::provision(catalogue, number)).collect()))
        });
        let cited = (0..).map(BaseId).zip(&standard.bases).map(|(id, base)| {
            let Some(catalogue) = base.catalogue else { return Vec::new() };
            let document = printed::document(project, standard, Some(id), catalogue);
            let provisions = project.catalogue(catalogue).map(|known| known.provisions.iter());
            let provisions = provisions.into_iter().flatten();
            provisions.map(|it| printed::in_document(&document, &it.number)).collect()
        });
        Context {
            project,
            standard,
            options,
            declared: declared.collect(),
            provisions: provisions.collect(),
            cited: cited.collect(),
        }
    }

    /// A declaration.
    pub(crate) fn declaration(&self, id: DeclarationId) -> Option<DeclarationRef<'a>> {
        match self.declared.get(&id) {
            Some((at, _)) => Some(*at),
            None => self.project.declaration(id),
        }
    }

    /// The head of the standard.
    pub(crate) fn head(&self) -> Option<DeclarationRef<'a>> {
        self.declaration(self.standard.head?)
    }

    /// The id of what a declaration adds or changes.
    pub(crate) fn id(&self, declaration: DeclarationId) -> Option<Id> {
        match self.declared.get(&declaration) {
            Some((_, id)) => *id,
            None => self.project.identity(declaration).map(|identity| ids::id(&identity)),
        }
    }

    /// The id of the term of that name.
    pub(crate) fn term_id(&self, name: &str) -> Option<Id> {
        self.id(self.standard.term(name)?.declaration)
    }

    /// The id of a provision of an edition.
    pub(crate) fn provision_id(&self, id: CatalogueId, provision: ProvisionId) -> Option<Id> {
        if let Some(ids) = self.provisions.get(&id) {
            return ids.get(provision.0 as usize).copied();
        }
        let catalogue = self.catalogue(id)?;
        Some(ids::provision(catalogue, &catalogue.provision(provision)?.number))
    }

    /// The id of an added provision.
    pub(crate) fn added_id(&self, added: &AddedProvision) -> Option<Id> {
        self.id(added.declaration)
    }

    /// The catalogue of an edition.
    pub(crate) fn catalogue(&self, id: CatalogueId) -> Option<&'a Catalogue> {
        self.project.catalogue(id)
    }

    /// Where a declaration is written.
    pub(crate) fn source(&self, declared: &DeclarationRef<'_>) -> SourcePlace {
        self.place(declared, declared.declaration.words)
    }

    /// Where a part of the item of a declaration is written.
    pub(crate) fn place(&self, declared: &DeclarationRef<'_>, part: TextRange) -> SourcePlace {
        let (line, column) = declared.line_and_column(part.start());
        let file = self.project.path(declared.file).into();
        SourcePlace { file, line: from_one(line), column: from_one(column) }
    }

    /// The audiences that something is for, in the order in which the standard declares them.
    pub(crate) fn audiences(&self, names: &[Spanned<SmolStr>]) -> Vec<String> {
        let mut names: Vec<&SmolStr> = names.iter().map(|name| &name.value).collect();
        names.sort_by_key(|name| self.audience_rank(name));
        names.dedup();
        names.into_iter().map(ToString::to_string).collect()
    }

    /// The place of an audience in the order of declaration.
    pub(crate) fn audience_rank(&self, name: &str) -> usize {
        self.standard.audience(name).unwrap_or(usize::MAX)
    }

    /// A text field of a declaration.
    pub(crate) fn text(&self, declaration: &Declaration, field: Keyword) -> Option<Text> {
        declaration.text(field).map(|text| crate::text::text(self, text))
    }

    /// All text fields of that name of a declaration.
    pub(crate) fn texts(&self, declaration: &Declaration, field: Keyword) -> Vec<Text> {
        declaration
            .fields(field)
            .filter_map(|field| field.text())
            .map(|text| crate::text::text(self, text))
            .collect()
    }

    /// What a reference in a text leads to, and how it is printed.
    pub(crate) fn cited(&self, reference: &Reference) -> (ReferenceTarget, SmolStr) {
        match self.project.resolve(self.standard.id, reference) {
            Ok(resolved) => (self.target(&resolved), self.printed(&resolved)),
            Err(_) => (ReferenceTarget::UNKNOWN, printed::unresolved(reference)),
        }
    }

    /// What a resolved reference leads to.
    pub(crate) fn target(&self, resolved: &Resolved) -> ReferenceTarget {
        match resolved {
            Resolved::Base(target) => {
                let Some(catalogue) = self.catalogue(target.catalogue) else {
                    return ReferenceTarget::UNKNOWN;
                };
                // A front clause is no provision of the output.
                let provision = target.provision.filter(|_| !target.is_front);
                let provision = provision.and_then(|id| self.provision_id(target.catalogue, id));
                let Some(provision) = provision else {
                    let id = ids::document(&catalogue.document.printed());
                    return ReferenceTarget { id: Some(id), ..ReferenceTarget::UNKNOWN };
                };
                ReferenceTarget {
                    kind: if self.is_base(target.catalogue) {
                        TargetKind::Provision
                    } else {
                        TargetKind::OtherEdition
                    },
                    id: Some(provision),
                    item: printed::item(&target.items),
                }
            }
            Resolved::Added { standard, added, items } => ReferenceTarget {
                kind: if *standard == self.standard.id {
                    TargetKind::Addition
                } else {
                    TargetKind::OtherStandard
                },
                id: self
                    .project
                    .standard(*standard)
                    .and_then(|owner| self.added_id(owner.added(*added)?)),
                item: printed::item(items),
            },
            Resolved::External { document, .. } => {
                ReferenceTarget { id: Some(ids::document(document)), ..ReferenceTarget::UNKNOWN }
            }
        }
    }

    /// How a resolved reference is printed.
    pub(crate) fn printed(&self, resolved: &Resolved) -> SmolStr {
        match resolved {
            Resolved::Base(target) => {
                // Most are cited as a whole, and not through an annex.
                let known = || {
                    let base = target.base?.0 as usize;
                    self.cited.get(base)?.get(target.provision?.0 as usize).cloned()
                };
                let as_a_whole = target.items.is_empty() && target.annex.is_none();
                as_a_whole
                    .then(known)
                    .flatten()
                    .unwrap_or_else(|| printed::target(self.project, self.standard, target))
            }
            resolved => printed::resolved(self.project, self.standard, resolved),
        }
    }

    /// Whether a catalogue is that of a base of the standard, so that its provisions are in the output.
    pub(crate) fn is_base(&self, catalogue: CatalogueId) -> bool {
        self.standard.bases.iter().any(|base| base.catalogue == Some(catalogue))
    }
}
