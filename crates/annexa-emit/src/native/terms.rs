//! The terms of the standard.

use annexa_model::natural_order;
use annexa_syntax::Keyword;

use crate::{context::Context, types::Term};

/// The terms by name, without regard to the case of their letters.
pub(super) fn terms(context: &Context<'_>) -> Vec<Term> {
    let mut terms: Vec<Term> = context
        .standard
        .terms
        .iter()
        .filter_map(|term| {
            let declared = context.declaration(term.declaration)?;
            let identity = context.project.identity(term.declaration)?;
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
        })
        .collect();
    terms.sort_by(|a, b| {
        natural_order(&a.name.to_lowercase(), &b.name.to_lowercase())
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| a.source.cmp(&b.source))
    });
    terms
}
