//! What the hierarchies of an editor are made of: documents, provisions, and declarations.

use annexa_model::{
    CatalogueId, DeclarationId, FileId, Parent, Project, ProvisionId, StandardId, Symbol,
};
use annexa_syntax::{DeclarationKind, TextSize};

use crate::Target;

/// A thing in a hierarchy.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Node {
    /// A document.
    Document(CatalogueId),
    /// A provision of a document.
    Provision(CatalogueId, ProvisionId),
    /// A provision that a standard adds.
    Added(StandardId, DeclarationId),
    /// Any other declaration: a change, a term, the head of a standard.
    Declaration(DeclarationId),
}

/// A thing of a hierarchy, as an editor shows it. It is found again by the place of its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HierarchyItem {
    /// Its name: `27002 5.23`, `SMX.8.35`, `refine 27001 6.1.3 c)`.
    pub name: String,
    /// What more there is to say: the title, and the document.
    pub detail: String,
    /// What declares it.
    pub kind: DeclarationKind,
    /// Where it is declared.
    pub target: Target,
}

impl Node {
    /// The thing that is named at a place of a file, or else the declaration there.
    pub(crate) fn at(project: &Project, file: FileId, offset: TextSize) -> Option<Node> {
        let named = project.mention_at(file, offset).and_then(|it| Node::of(it.symbol));
        named.or_else(|| {
            let at = project.declaration_at(file, offset)?;
            let is_in = (at.declaration.range + at.offset).contains_inclusive(offset);
            is_in.then(|| Node::of_declaration(project, at.id))
        })
    }

    pub(crate) fn of(symbol: Symbol) -> Option<Node> {
        match symbol {
            Symbol::Document(catalogue) => Some(Node::Document(catalogue)),
            Symbol::Provision(catalogue, provision) => Some(Node::Provision(catalogue, provision)),
            Symbol::Added(standard, added) => Some(Node::Added(standard, added)),
            Symbol::Term(..) | Symbol::Audience(..) | Symbol::Base(..) | Symbol::Standard(_) => {
                None
            }
        }
    }

    pub(crate) fn of_declaration(project: &Project, id: DeclarationId) -> Node {
        let added = project.added(id).map(|(standard, _)| Node::Added(standard.id, id));
        added.unwrap_or(Node::Declaration(id))
    }

    /// What references to it name; `None` for what cannot be referred to.
    pub(crate) fn symbol(self) -> Option<Symbol> {
        match self {
            Node::Document(catalogue) => Some(Symbol::Document(catalogue)),
            Node::Provision(catalogue, provision) => Some(Symbol::Provision(catalogue, provision)),
            Node::Added(standard, added) => Some(Symbol::Added(standard, added)),
            Node::Declaration(_) => None,
        }
    }

    /// The declaration in the project that it is.
    pub(crate) fn declaration(self) -> Option<DeclarationId> {
        match self {
            Node::Added(_, id) | Node::Declaration(id) => Some(id),
            Node::Document(_) | Node::Provision(..) => None,
        }
    }

    /// What an added provision is added to.
    pub(crate) fn parent(
        project: &Project,
        standard: StandardId,
        added: DeclarationId,
    ) -> Option<Node> {
        let holder = project.standard(standard)?;
        let catalogue = |base| holder.base(base).and_then(|base| base.catalogue);
        match holder.added(added)?.parent {
            Parent::Document(base) => Some(Node::Document(catalogue(base)?)),
            Parent::Provision(base, provision) => {
                Some(Node::Provision(catalogue(base)?, provision))
            }
            Parent::Added(above) => Some(Node::Added(standard, above)),
            Parent::Unknown => None,
        }
    }

    pub(crate) fn item(self, project: &Project) -> Option<HierarchyItem> {
        let place = self.symbol().and_then(|symbol| project.definition(symbol, &[]));
        let target = place.map(|place| Target::of(project, place));
        match self {
            Node::Document(catalogue) => {
                let catalogue = project.catalogue(catalogue)?;
                Some(HierarchyItem {
                    name: catalogue.document.printed(),
                    detail: catalogue.title.to_string(),
                    kind: DeclarationKind::Catalogue,
                    target: target?,
                })
            }
            Node::Provision(catalogue, provision) => {
                let catalogue = project.catalogue(catalogue)?;
                let provision = catalogue.provision(provision)?;
                Some(HierarchyItem {
                    name: format!("{} {}", provision.number, provision.title).trim_end().to_owned(),
                    detail: catalogue.document.printed(),
                    kind: provision.kind.declaration(),
                    target: target?,
                })
            }
            Node::Added(standard, added) => {
                let standard = project.standard(standard)?;
                let added = standard.added(added)?;
                Some(HierarchyItem {
                    name: format!("{} {}", added.label, added.title).trim_end().to_owned(),
                    detail: standard.prefix.to_string(),
                    kind: project.declaration(added.declaration)?.declaration.kind,
                    target: target?,
                })
            }
            Node::Declaration(id) => {
                let at = project.declaration(id)?;
                let head = at.source(at.declaration.head);
                let standard = at.standard.and_then(|id| project.standard(id))?;
                Some(HierarchyItem {
                    name: head.split_whitespace().collect::<Vec<_>>().join(" "),
                    detail: standard.prefix.to_string(),
                    kind: at.declaration.kind,
                    target: Target {
                        file: at.file,
                        full: at.declaration.range + at.offset,
                        // No reference stands there, so the declaration is found again by it.
                        focus: at.declaration.words + at.offset,
                    },
                })
            }
        }
    }
}
