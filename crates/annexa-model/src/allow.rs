//! Where a rule is allowed to be broken, and why.

use annexa_syntax::{DeclarationKind, FieldValue, Keyword, SmolStr};

use crate::{DeclarationId, DeclarationRef, Location, Project, StandardId, rules};

/// An `allow CODE """why"""`, where the code can be the name of the rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Allow {
    /// The code of the rule.
    pub code: SmolStr,
    /// The declaration that it stands in.
    pub declaration: DeclarationId,
    /// The standard for the whole of which it holds, where it stands in its head.
    pub whole: Option<StandardId>,
    /// Where the code stands.
    pub location: Location,
    /// All of the field.
    pub field: Location,
}

impl Allow {
    /// Those of a declaration, by place.
    pub(crate) fn of(at: DeclarationRef<'_>) -> impl Iterator<Item = Allow> {
        let whole =
            (at.declaration.kind == DeclarationKind::Standard).then_some(at.standard).flatten();
        at.declaration.fields(Keyword::Allow).filter_map(move |field| match &field.value {
            FieldValue::Allow { code, .. } => Some(Allow {
                code: rules::find(&code.value).map_or(code.value.clone(), |rule| rule.code.into()),
                declaration: at.id,
                whole,
                location: at.location(code.range),
                field: at.location(field.range),
            }),
            _ => None,
        })
    }
}

impl Project {
    /// The `allow`s of a declaration.
    pub fn allows(&self, declaration: DeclarationId) -> impl Iterator<Item = Allow> {
        self.declaration(declaration).into_iter().flat_map(Allow::of)
    }
}
