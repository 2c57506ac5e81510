//! Who names a thing: in all files, in heads and in texts, in catalogues as well.

use annexa_model::{FileId, LinkRole, Location, Mention, Project, Symbol};
use annexa_syntax::{TextRange, TextSize};

use crate::{Span, definition::base_lines, place};

/// A place where something is named, and what for; `None` where it is declared.
type NamedAt = (Location, Option<LinkRole>);

/// The places that name what is named at a place of a file, by file and place, and its declaration with
/// them if that is wanted. A reference to a list item names its provision too; with the cursor on the
/// mark of the item only those count that name the item. Gives nothing once it is cancelled.
pub fn references(
    project: &Project,
    file: FileId,
    offset: TextSize,
    with_declaration: bool,
    cancelled: &dyn Fn() -> bool,
) -> Vec<Span> {
    /// So many are turned into ranges between two looks at whether somebody waits.
    const STEP: usize = 1000;
    let mut places = places(project, file, offset, false);
    places.retain(|(_, role)| with_declaration || role.is_some());
    let mut spans = Vec::with_capacity(places.len());
    for step in places.chunks(STEP) {
        if cancelled() {
            return Vec::new();
        }
        spans.extend(step.iter().map(|(place, _)| Span::of(project, *place)));
    }
    spans
}

/// A place that is highlighted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Highlight {
    /// Where.
    pub range: TextRange,
    /// Whether the thing is declared or changed there, and not only named.
    pub is_write: bool,
}

/// The places of a file that name what is named at one of them, in order.
pub fn document_highlights(project: &Project, file: FileId, offset: TextSize) -> Vec<Highlight> {
    let places = places(project, file, offset, true).into_iter();
    let highlight = |(place, role)| Highlight {
        range: Span::of(project, place).range,
        is_write: !matches!(role, Some(LinkRole::Citation | LinkRole::Key)),
    };
    places.map(highlight).collect()
}

/// The places in all files, or in this one only.
fn places(project: &Project, file: FileId, offset: TextSize, only_here: bool) -> Vec<NamedAt> {
    let Some(mut mention) = project.mention_at(file, offset) else { return Vec::new() };
    mention.items.truncate(items_up_to(project, &mention, offset));
    let Mention { symbol, items, .. } = mention;
    let mut places: Vec<NamedAt> = Vec::new();
    let uses = if only_here { project.uses_in(file, symbol) } else { project.uses(symbol) };
    for used in uses {
        let names_the_item = || {
            let links = project.links(used.declaration).iter();
            let mut links = links.filter(|link| link.range.contains_range(used.location.range));
            links.any(|it| it.resolved.as_ref().is_ok_and(|it| it.items().starts_with(&items)))
        };
        if items.is_empty() || names_the_item() {
            places.push((used.location, Some(used.role)));
        }
    }
    if matches!(symbol, Symbol::Document(_) | Symbol::Provision(..)) {
        let mentions = project.mentions_in_catalogues(symbol).into_iter();
        let meant = mentions.filter(|it| it.items.starts_with(&items));
        places.extend(meant.map(|it| (it.location, it.role)));
    }
    if let Symbol::Document(catalogue) = symbol {
        let lines = base_lines(project, catalogue).into_iter();
        places.extend(lines.map(|line| (line, Some(LinkRole::Citation))));
    }
    places.extend(project.definition(symbol, &items).map(|place| (place, None)));
    places.retain(|(place, _)| !only_here || place.file == file);
    places.sort_by_key(|(place, _)| *place);
    places
}

/// How many of the list items that a mention names end at the cursor or before it: all where the cursor
/// is on the last mark, none where it is on the number or the label.
pub(crate) fn items_up_to(project: &Project, mention: &Mention, offset: TextSize) -> usize {
    let range = Span::of(project, mention.location).range;
    let count = mention.items.len();
    if mention.role.is_none() || count == 0 {
        return count;
    }
    let source = place::source(project, mention.location);
    let behind = usize::from(offset.checked_sub(range.start()).unwrap_or_default());
    let rest = source.get(behind..).unwrap_or_default();
    // The marks that begin behind the cursor are not meant.
    let begun_behind = rest.split(char::is_whitespace).skip(1).filter(|word| !word.is_empty());
    count.saturating_sub(begun_behind.count())
}

#[cfg(test)]
mod tests;
