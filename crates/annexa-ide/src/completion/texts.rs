//! Completion inside texts: behind `{`, and nowhere else.

use annexa_syntax::{FieldShape, TextRange, field_shape};

use super::{
    CompletionItem, CompletionKind, Insert, Place, provisions::Purpose, references::Asked,
};

/// Completes in the string or text of that range.
pub(super) fn complete(place: &Place<'_>, range: TextRange) -> Vec<CompletionItem> {
    let Some(standard) = place.standard else { return Vec::new() };
    if !holds_markup(place) {
        return Vec::new();
    }
    let start = place.typing.line_start().max(range.start().into());
    let Some(open) = open_brace(place.typing.typed_from(start)) else { return Vec::new() };
    let start = start + open + 1;
    let typed = place.typing.typed_from(start);
    let content = typed.trim_start();
    let start = start + typed.len() - content.len();
    let close = if is_closed(place.typing.rest_of_line()) { "" } else { "}" };
    match content.split_once(char::is_whitespace) {
        Some(("figure", _)) => Vec::new(),
        Some(("term", name)) if name.contains('"') => Vec::new(),
        Some(("term", name)) => {
            let name = name.trim_start();
            let from = start + content.len() - name.len();
            terms(place, from, name, close)
        }
        _ => {
            let asked = Asked { place, standard, start, purpose: Purpose::Citation, close };
            let keywords = ["term", "figure"].into_iter().filter_map(|word| place.keyword(word));
            let mut items = asked.complete();
            if content.is_empty() {
                items.extend(keywords);
            } else if !content.contains(char::is_whitespace) {
                items.splice(0..0, keywords);
            }
            items
        }
    }
}

/// Whether the field that the cursor stands in is a text: titles and sectors are not.
fn holds_markup(place: &Place<'_>) -> bool {
    let entry = place.typing.current.and_then(|index| place.typing.entries.get(index));
    let shape = entry.filter(|entry| entry.depth > 0).and_then(|it| field_shape(it.field()?));
    let is_text = [FieldShape::Text, FieldShape::TextForAudiences, FieldShape::Allow];
    shape.is_some_and(|shape| is_text.contains(&shape))
}

/// The last brace that is opened and not closed; `{{` is a plain one.
fn open_brace(line: &str) -> Option<usize> {
    let mut open = None;
    let mut bytes = line.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'{' if bytes.next_if(|(_, next)| *next == b'{').is_some() => open = None,
            b'{' => open = Some(at),
            b'}' => open = None,
            _ => {}
        }
    }
    open
}

/// Whether a `}` closes the reference behind the cursor.
fn is_closed(rest: &str) -> bool {
    rest.find(['{', '}']).is_some_and(|at| rest.get(at..).is_some_and(|it| it.starts_with('}')))
}

fn terms(place: &Place<'_>, from: usize, typed: &str, close: &str) -> Vec<CompletionItem> {
    let Some(standard) = place.standard else { return Vec::new() };
    let items = standard.terms().map(|term| {
        let item = place.item(CompletionKind::Term, term.name.as_str());
        let item = CompletionItem { range: place.range_from(from), ..item };
        item.description(format!("term of {}", standard.prefix))
            .insert(Insert::Plain(format!("{}{close}", term.name)))
            .key(super::resolve::Key::Term(standard, &term.name).printed())
    });
    super::fitting(typed, items)
}
