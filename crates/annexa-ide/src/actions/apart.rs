//! Changes that cannot stand beside one another: one part of one provision is changed once for one
//! audience, and what is retained is not changed.

use annexa_model::{Change, DeclarationId, LinkRole, Project, Resolved, Standard};
use annexa_syntax::{DeclarationKind, SmolStr, Spanned};

/// A declaration that is to be made.
pub(super) struct Wanted<'a> {
    pub(super) kind: DeclarationKind,
    pub(super) target: &'a Resolved,
    /// None means all.
    pub(super) audiences: &'a [Spanned<SmolStr>],
    /// The declaration that it takes the place of.
    pub(super) instead_of: Option<DeclarationId>,
}

impl Wanted<'_> {
    /// Why it cannot be made: what is there already.
    pub(super) fn refusal(&self, project: &Project, standard: &Standard) -> Option<String> {
        let uses = project.uses_unsorted(self.target.symbol()?);
        let others = uses
            .filter(|it| it.role == LinkRole::Target && Some(it.declaration) != self.instead_of)
            .filter_map(|it| project.declaration(it.declaration))
            .filter(|at| at.standard == Some(standard.id))
            .filter(|at| project.target(at.id).is_some_and(|it| it.items() == self.target.items()));
        let is_retained = |kind| kind == DeclarationKind::Retain;
        let mut clashes = others.filter(|at| {
            let other = at.declaration.kind;
            other == self.kind && self.addresses(&at.declaration.audiences)
                || is_retained(other) != is_retained(self.kind)
        });
        let clash = clashes.next()?;
        let written = clash.source(clash.declaration.target.as_ref()?.range);
        let done = Change::of(clash.declaration.kind)?.as_str();
        Some(format!("{written} is {done} already; go on in that declaration"))
    }

    fn addresses(&self, audiences: &[Spanned<SmolStr>]) -> bool {
        let is_named =
            |name: &Spanned<SmolStr>| audiences.iter().any(|other| other.value == name.value);
        self.audiences.is_empty() || audiences.is_empty() || self.audiences.iter().any(is_named)
    }
}
