//! Which list a mark belongs to.

use super::OpenList;
use crate::lines::{is_blank, line};
use crate::marks::{self, ListStyle};

/// Where an item goes.
pub(super) enum ListPlace {
    /// Into the open list of this index.
    In(usize),
    /// Into a new list, within the item of the last of so many open lists.
    Below { keep: usize, style: ListStyle },
}

/// The place of an item, where no open list stands further in than its mark. At one indentation the next mark of
/// an open list continues it, innermost first; `next` is the mark that follows there.
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
    // Dashes lie innermost: any other list that begins ends them.
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

/// Whether a letter that is a roman numeral as well is one: the next mark says so.
fn opens_roman<'a>(mark: &str, next: impl FnOnce() -> Option<&'a str>) -> bool {
    let (roman, letter) = (ListStyle::Roman.position(mark), ListStyle::Letters.position(mark));
    let (Some(position), Some(_)) = (roman, letter) else { return false };
    next().is_some_and(|next| ListStyle::Roman.follows(position, next))
}

/// The next mark at an indentation in the lines behind one, past what stands further in, up to the end of
/// the list. At most 32 lists are open, so a line is looked at by no more marks than that.
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
