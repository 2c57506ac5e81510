//! Completion inside texts: behind `{`, and nowhere else.

use annexa_model::Standard;
use annexa_syntax::{FieldShape, TextRange, field_shape};

use super::{
    CompletionItem, CompletionKind, CompletionPlace, Insert, provisions::Purpose, references::Asked,
};

/// Completes in the string or text of that range.
pub(super) fn complete(place: &CompletionPlace<'_>, range: TextRange) -> Vec<CompletionItem> {
    let Some(standard) = place.standard else { return Vec::new() };
    if !holds_markup(place) {
        return Vec::new();
    }
    let start = place.typing.line_start().max(range.start().into());
    let line = place.typing.typed_from(start);
    let Some(open) = open_brace(line) else {
        let is_blank = line.trim().is_empty() && place.typing.rest_of_line().trim().is_empty();
        let is_line = start > range.start().into();
        return if is_line && is_blank { text_parts(place) } else { Vec::new() };
    };
    let start = start + open + 1;
    let typed = place.typing.typed_from(start);
    let content = typed.trim_start();
    let start = start + typed.len() - content.len();
    let end = end_of_reference(place.typing.rest_of_line());
    let close = if end.is_some() { "" } else { "}" };
    let replaces_up_to = end.map(|end| place.typing.cursor + end);
    let place = &CompletionPlace { replaces_up_to, ..*place };
    match content.split_once(char::is_whitespace) {
        Some(("figure", _)) => Vec::new(),
        Some(("term", name)) if name.contains('"') => Vec::new(),
        Some(("term", name)) => {
            let name = name.trim_start();
            let from = start + content.len() - name.len();
            terms(place, from, name, close)
        }
        _ => {
            let mut items = Asked::new(place, standard, start, Purpose::Citation, close).complete();
            if !content.contains(char::is_whitespace) {
                let is_own = |it: &CompletionItem| {
                    matches!(it.kind, CompletionKind::Added | CompletionKind::Term)
                };
                let own = items.iter().take_while(|it| is_own(it)).count();
                let at = if content.is_empty() { own } else { 0 };
                items.splice(at..at, words(place, standard, close));
            }
            items
        }
    }
}

/// What a paragraph of a text can be other than prose, where an author asks for it on an empty line.
fn text_parts(place: &CompletionPlace<'_>) -> Vec<CompletionItem> {
    if !place.options.is_asked || !place.options.snippets {
        return Vec::new();
    }
    let parts = [
        ("list", "a list whose items can be referred to", "a) $1;\nb) $2."),
        ("table", "a table; its first line is the header", "| $1 | $2 |\n| $3 | $4 |"),
        ("NOTE", "a note; it contains no provision", "NOTE $1"),
        ("EXAMPLE", "an example; it contains no provision", "EXAMPLE $1"),
        ("figure", "a figure, in a paragraph of its own", "{figure \"$1\" \"$2\"}"),
    ];
    let item = |(label, detail, snippet): (&str, &str, &str)| {
        let insert = Insert::Snippet(snippet.to_owned());
        place.item(CompletionKind::TextPart, label).detail(detail).insert(insert)
    };
    parts.into_iter().map(item).collect()
}

/// The words that can stand behind a brace.
fn words(place: &CompletionPlace<'_>, standard: &Standard, close: &str) -> Vec<CompletionItem> {
    let has_terms = standard.terms().next().is_some();
    let term = place.leading_keyword("term").filter(|_| has_terms);
    let term = term.map(|item| match close {
        "" => item,
        close => item.insert(place.open_brace("term", close)),
    });
    // A figure stands alone in its paragraph.
    let before = place.typing.typed_from(place.typing.line_start());
    let is_alone = before.trim_start().starts_with('{');
    let figure = place.keyword("figure").filter(|_| is_alone);
    let figure = figure.map(|item| match place.options.snippets && !place.has_rest() {
        true => item.insert(Insert::Snippet(format!("figure \"$1\" \"$2\"{close}"))),
        false => item,
    });
    term.into_iter().chain(figure).collect()
}

impl CompletionPlace<'_> {
    /// A word behind a brace that is still to be closed, with the cursor behind it.
    pub(super) fn open_brace(&self, word: &str, close: &str) -> Insert {
        match self.options.snippets {
            true => Insert::Snippet(format!("{word} $0{close}")),
            false => Insert::Plain(format!("{word} ")),
        }
    }
}

/// Whether the field that the cursor stands in is a text: titles and sectors are not.
fn holds_markup(place: &CompletionPlace<'_>) -> bool {
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

/// Where the reference ends that is edited, in what stands behind the cursor: at the `}` that closes it, or at the form
/// of a term that is shown. `None` where none closes it.
fn end_of_reference(rest: &str) -> Option<usize> {
    let brace = rest.find(['{', '}'])?;
    let (content, behind) = rest.split_at(brace);
    let content = content.split('"').next().unwrap_or_default().trim_end();
    behind.starts_with('}').then_some(content.len())
}

fn terms(
    place: &CompletionPlace<'_>,
    from: usize,
    typed: &str,
    close: &str,
) -> Vec<CompletionItem> {
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
