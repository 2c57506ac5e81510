//! The field `allow`, which silences a rule for a stated reason.

use annexa_syntax::{DeclarationKind, FieldValue, Keyword, SmolStr};

use crate::{DeclarationId, DeclarationRef, Location, Project, StandardId, rules};

/// A field `allow CODE """reason"""`; the code can also be the name of the rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Allow {
    /// The code of the rule.
    pub code: SmolStr,
    /// The declaration that contains it.
    pub declaration: DeclarationId,
    /// The standard, if the field is in its head and holds for the whole standard.
    pub whole: Option<StandardId>,
    /// The location of the code.
    pub location: Location,
    /// The location of the whole field.
    pub field: Location,
}

impl Allow {
    /// Returns those of a declaration, in source order.
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
    /// Returns the `allow` fields of a declaration.
    pub fn allows(&self, declaration: DeclarationId) -> impl Iterator<Item = Allow> {
        self.declaration(declaration).into_iter().flat_map(Allow::of)
    }
}
