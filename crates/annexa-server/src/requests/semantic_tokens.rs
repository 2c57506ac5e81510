//! `textDocument/semanticTokens/full`, `/full/delta` and `/range`

use std::sync::Arc;

use annexa_ide::{SemanticTokenKind, SemanticTokenModifier};
use annexa_syntax::TextRange;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    self as types, SemanticToken, SemanticTokens, SemanticTokensDelta, SemanticTokensDeltaParams,
    SemanticTokensEdit, SemanticTokensFullDeltaResult, SemanticTokensLegend, SemanticTokensParams,
    SemanticTokensRangeParams,
};

use super::Context;
use crate::positions;
use crate::snapshot::FilePlace;

/// The numbers of one token.
const NUMBERS: usize = 5;

pub(crate) fn legend() -> SemanticTokensLegend {
    let types = SemanticTokenKind::LEGEND.iter();
    let modifiers = SemanticTokenModifier::LEGEND.iter();
    SemanticTokensLegend {
        token_types: types.map(|(name, _)| types::SemanticTokenType::new(name)).collect(),
        token_modifiers: modifiers
            .map(|(name, _)| types::SemanticTokenModifier::new(name))
            .collect(),
    }
}

pub(crate) fn full(
    context: &Context,
    params: SemanticTokensParams,
) -> Result<Option<SemanticTokens>> {
    let uri = params.text_document.uri;
    let Some(place) = context.snapshot.place(&uri) else { return Ok(None) };
    let data = Arc::new(tokens(context, &place, None)?);
    let result_id = Some(context.sent.remember(uri, &data));
    Ok(Some(SemanticTokens { result_id, data: data.to_vec() }))
}

pub(crate) fn delta(
    context: &Context,
    params: SemanticTokensDeltaParams,
) -> Result<Option<SemanticTokensFullDeltaResult>> {
    let uri = params.text_document.uri;
    let Some(place) = context.snapshot.place(&uri) else { return Ok(None) };
    let data = Arc::new(tokens(context, &place, None)?);
    let before = context.sent.find(&uri, &params.previous_result_id);
    let result_id = Some(context.sent.remember(uri, &data));
    Ok(Some(match before {
        Some(before) => {
            let edits = difference(&before, &data).into_iter().collect();
            SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta { result_id, edits })
        }
        None => {
            let data = data.to_vec();
            SemanticTokensFullDeltaResult::Tokens(SemanticTokens { result_id, data })
        }
    }))
}

pub(crate) fn range(
    context: &Context,
    params: SemanticTokensRangeParams,
) -> Result<Option<SemanticTokens>> {
    let Some(place) = context.snapshot.place(&params.text_document.uri) else { return Ok(None) };
    let data = tokens(context, &place, Some(place.text_range(params.range)))?;
    Ok(Some(SemanticTokens { result_id: None, data }))
}

/// Tokens as the protocol writes them: each counted from the one before.
fn tokens(
    context: &Context,
    place: &FilePlace<'_>,
    range: Option<TextRange>,
) -> Result<Vec<SemanticToken>> {
    let cancelled = || context.is_cancelled();
    let tokens = annexa_ide::semantic_tokens(place.project(), place.file, range, &cancelled);
    if cancelled() {
        return Err(Error::request_cancelled());
    }
    let ends = tokens.iter().flat_map(|token| [token.range.start(), token.range.end()]);
    let encoding = place.snapshot.client.encoding;
    let positions = positions::positions(place.document, ends, encoding);
    let mut before = types::Position::default();
    let encoded = tokens.iter().zip(positions.chunks_exact(2)).map(|(token, ends)| {
        let (start, end) = (ends[0], ends[1]);
        let delta_line = start.line - before.line;
        let column = if delta_line == 0 { before.character } else { 0 };
        before = start;
        SemanticToken {
            delta_line,
            delta_start: start.character - column,
            length: end.character.saturating_sub(start.character),
            token_type: token.kind as u32,
            token_modifiers_bitset: token.modifiers,
        }
    });
    Ok(encoded.collect())
}

/// What to put in the place of what, so that the one becomes the other.
fn difference(old: &[SemanticToken], new: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    let same = |(old, new): &(&SemanticToken, &SemanticToken)| old == new;
    let start = old.iter().zip(new).take_while(same).count();
    let (old, new) = (old.get(start..)?, new.get(start..)?);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(same).count();
    let (deleted, inserted) = (old.len() - end, new.get(..new.len() - end)?);
    (deleted > 0 || !inserted.is_empty()).then(|| SemanticTokensEdit {
        start: (start * NUMBERS) as u32,
        delete_count: (deleted * NUMBERS) as u32,
        data: Some(inserted.to_vec()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(kinds: &[u32]) -> Vec<SemanticToken> {
        kinds.iter().map(|&token_type| SemanticToken { token_type, ..Default::default() }).collect()
    }

    fn check(old: &[u32], new: &[u32], edit: Option<(u32, u32, &[u32])>) {
        let found = difference(&tokens(old), &tokens(new));
        let edit = edit.map(|(start, delete_count, data)| SemanticTokensEdit {
            start,
            delete_count,
            data: Some(tokens(data)),
        });
        assert_eq!(found, edit);
    }

    #[test]
    fn only_what_differs_is_sent() {
        check(&[1, 2, 3], &[1, 2, 3], None);
        check(&[1, 2, 3], &[1, 4, 5, 3], Some((5, 5, &[4, 5])));
        check(&[1, 2, 3], &[1, 3], Some((5, 5, &[])));
        check(&[1, 1], &[1, 1, 1], Some((10, 0, &[1])));
        check(&[], &[1], Some((0, 0, &[1])));
    }
}
