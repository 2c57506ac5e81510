//! The terms of the standard.

use annexa_model::Term as ModelTerm;
use annexa_syntax::Keyword;

use crate::{context::Context, types::Term};

/// The terms by name, without regard to the case of their letters.
pub(super) fn order<'a>(context: &Context<'a>) -> Vec<&'a ModelTerm> {
    let mut terms: Vec<&ModelTerm> = context.standard.terms().collect();
    terms.sort_by_cached_key(|term| (term.name.to_lowercase(), &term.name));
    terms
}

/// A term and its definition.
pub(super) fn term(context: &Context<'_>, term: &ModelTerm) -> Option<Term> {
    let declared = context.declaration(term.declaration)?;
    let identity = context.project.identity_of(&declared)?;
    let declaration = declared.declaration;
    Some(Term {
        id: crate::ids::id(&identity),
        key: identity.key,
        name: term.name.to_string(),
        definition: context
            .text(declaration, Keyword::Definition)
            .unwrap_or_else(|| crate::text::of_blocks(Vec::new())),
        notes: context.texts(declaration, Keyword::Note),
        examples: context.texts(declaration, Keyword::Example),
        definition_source: context.text(declaration, Keyword::Source),
        source: context.source(&declared),
    })
}
