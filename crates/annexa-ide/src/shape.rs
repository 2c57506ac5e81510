//! Which part of a head or of a field is being typed, after the table of the language. Completion and
//! signature help ask it.

use annexa_syntax::Part;

use crate::typing::{Piece, PieceKind};

/// How many of the settled pieces a part takes; 0 where it does not stand there, or not all of it.
/// `reference` tells how many pieces at the beginning make a whole reference.
fn takes(part: Part, pieces: &[Piece<'_>], reference: &dyn Fn(&[Piece<'_>]) -> usize) -> usize {
    let Some(first) = pieces.first() else { return 0 };
    let is_word = first.kind == PieceKind::Word;
    let list = |pieces: &[Piece<'_>]| {
        let goes_on = |pair: &[Piece<'_>]| pair.iter().any(|piece| piece.kind == PieceKind::Comma);
        pieces.windows(2).take_while(|pair| goes_on(pair)).count() + 1
    };
    match part {
        Part::Reference => reference(pieces),
        Part::Document => document(pieces),
        Part::For if first.text == "for" => match pieces.split_first() {
            Some((_, names)) if names.last().is_some_and(|it| it.kind != PieceKind::Comma) => {
                1 + list(names)
            }
            _ => 0,
        },
        Part::Words if is_word && pieces.last().is_some_and(|it| it.kind != PieceKind::Comma) => {
            list(pieces)
        }
        Part::AsItem | Part::AsAlias if first.text == "as" && pieces.len() > 1 => 2,
        Part::Amendments if first.text == "+" && pieces.len() > 2 => 3,
        Part::Strings
            if first.kind == PieceKind::Quoted
                && pieces.last().is_some_and(|it| it.kind != PieceKind::Comma) =>
        {
            list(pieces)
        }
        Part::Block
        | Part::For
        | Part::Words
        | Part::Strings
        | Part::AsItem
        | Part::AsAlias
        | Part::Amendments => 0,
        Part::Title | Part::TitleIfAny | Part::Name | Part::String | Part::Text => {
            (first.kind == PieceKind::Quoted).into()
        }
        _ => match part.keyword() {
            Some(word) => (first.text == word).into(),
            None => is_word.into(),
        },
    }
}

/// How many pieces make a designation: capitals and slashes up to a number, or a string.
pub(crate) fn document(pieces: &[Piece<'_>]) -> usize {
    match pieces.first() {
        Some(first) if first.kind == PieceKind::Quoted => 1,
        _ => {
            let publisher = |piece: &Piece<'_>| piece.text.starts_with(char::is_uppercase);
            let count = pieces.iter().take_while(|piece| publisher(piece)).count();
            match pieces.get(count) {
                Some(number) if count > 0 && number.text.starts_with(char::is_numeric) => count + 1,
                _ => 0,
            }
        }
    }
}

/// Where the settled pieces lead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Spot {
    /// The part that is being typed: an index into the parts; their number where all are there.
    pub(crate) part: usize,
    /// How many of the settled pieces stand before it.
    pub(crate) from: usize,
    /// The part that stands before it, and at which piece that begins.
    pub(crate) ended: Option<(Part, usize)>,
}

/// Follows settled pieces along the parts of a shape.
pub(crate) fn follow(
    parts: &[Part],
    settled: &[Piece<'_>],
    reference: &dyn Fn(&[Piece<'_>]) -> usize,
) -> Spot {
    let mut spot = Spot { part: parts.len(), from: 0, ended: None };
    for (index, part) in parts.iter().enumerate() {
        let rest = settled.get(spot.from..).unwrap_or_default();
        let taken = takes(*part, rest, reference);
        if taken > 0 {
            spot.ended = Some((*part, spot.from));
            spot.from += taken;
            continue;
        }
        let begun = rest.first().is_some_and(|first| part.keyword() == Some(first.text));
        if begun || rest.is_empty() || !part.is_optional() {
            return Spot { part: index, ..spot };
        }
    }
    spot
}

/// The piece at which the reference that the cursor stands in begins. It goes on for as long as
/// nothing else has begun: behind `27002 ` a number can stand.
pub(crate) fn in_reference(parts: &[Part], spot: Spot, settled: &[Piece<'_>]) -> Option<usize> {
    let part = parts.get(spot.part).copied();
    if part == Some(Part::Reference) {
        return Some(spot.from);
    }
    let next = settled.get(spot.from);
    match spot.ended {
        Some((Part::Reference, from))
            if next.is_none_or(|it| part.and_then(Part::keyword) != Some(it.text)) =>
        {
            Some(from)
        }
        _ => None,
    }
}
