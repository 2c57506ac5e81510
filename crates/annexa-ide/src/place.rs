//! What is written at a place.

use annexa_model::{Location, Project};
use annexa_syntax::{TextRange, TextSize};

/// The source text of a place.
pub(crate) fn source(project: &Project, place: Location) -> &str {
    let document = project.document(place.file);
    let item = document.and_then(|it| it.find(place.item));
    item.and_then(|(_, item)| item.text().get(std::ops::Range::from(place.range)))
        .unwrap_or_default()
}

/// What stands between the quotes of a place; all of it where there are none.
pub(crate) fn unquoted(project: &Project, place: Location) -> TextRange {
    let is_quote = |character| matches!(character, '"' | '“' | '”' | '„');
    let source = source(project, place);
    let Some(inner) = source.strip_prefix(is_quote) else { return place.range };
    let start = place.range.start() + TextSize::of(source) - TextSize::of(inner);
    TextRange::at(start, TextSize::of(inner.strip_suffix(is_quote).unwrap_or(inner)))
}
