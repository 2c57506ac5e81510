//! The list that a mark belongs to.

use super::OpenList;
use crate::lines::{is_blank, line};
use crate::marks::{self, ListStyle};

/// The list that receives an item.
pub(super) enum ListPlace {
    /// The open list of this index.
    In(usize),
    /// A new list, nested in the last item of the last of the first `keep` open lists; the others
    /// end.
    Below { keep: usize, style: ListStyle },
}

/// Returns the list for an item, when no open list is indented more than its mark. At one
/// indentation, the next mark of an open list continues it, innermost first; `next` returns the
/// mark that follows at this indentation.
pub(super) fn place<'a>(
    lists: &[OpenList],
    indent: usize,
    mark: &str,
    next: impl FnOnce() -> Option<&'a str>,
) -> ListPlace {
    use ListStyle::*;
    let from = lists.iter().take_while(|list| list.indent < indent).count();
    let here = lists.get(from..).unwrap_or_default();
    if let Some(at) = here.iter().rposition(|list| list.style.follows(list.last, mark)) {
        return ListPlace::In(from + at);
    }
    // Dashes are innermost: any other new list ends them.
    let without_dashes = from + here.iter().take_while(|list| list.style != Dashes).count();
    let below = |style| ListPlace::Below { keep: without_dashes, style };
    let innermost = lists.get(from..without_dashes).and_then(|lists| lists.last());
    let innermost = innermost.map(|list| list.style);
    if innermost != Some(Roman) && opens_roman(mark, next) {
        return below(Roman);
    }
    if mark == "1)" && matches!(innermost, Some(Letters | Roman)) {
        return below(Numbers);
    }
    if let Some(at) = here.iter().rposition(|list| list.style.position(mark).is_some()) {
        return ListPlace::In(from + at);
    }
    match ListStyle::opened_by(mark) {
        Letters => ListPlace::Below { keep: from, style: Letters },
        Dashes => ListPlace::Below { keep: lists.len(), style: Dashes },
        style => below(style),
    }
}

/// Whether a letter that is also a roman numeral is one; the next mark decides.
fn opens_roman<'a>(mark: &str, next: impl FnOnce() -> Option<&'a str>) -> bool {
    let (roman, letter) = (ListStyle::Roman.position(mark), ListStyle::Letters.position(mark));
    let (Some(position), Some(_)) = (roman, letter) else { return false };
    next().is_some_and(|next| ListStyle::Roman.follows(position, next))
}

/// Returns the next mark at an indentation in the lines behind one, skipping lines that are
/// indented more, up to the end of the list. At most 32 lists are open, so at most that many marks
/// examine a line.
pub(super) fn next_mark(after: &str, indent: usize) -> Option<&str> {
    let mut rest = after.get(line(after).1..)?;
    let mut after_blank = false;
    while !rest.is_empty() {
        let (text, length) = line(rest);
        rest = &rest[length..];
        let content = text.trim_start_matches(is_blank);
        let found = text.chars().count() - content.chars().count();
        match marks::list_mark(content) {
            _ if content.is_empty() => {}
            Some(mark) if found <= indent => return (found == indent).then_some(mark),
            None if after_blank && found <= indent => return None,
            _ => {}
        }
        after_blank = content.is_empty();
    }
    None
}
