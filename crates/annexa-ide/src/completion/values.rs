//! Values of fields: closed vocabularies, amendments, codes of rules.

use annexa_model::{Base, Level, rules};
use annexa_syntax::Keyword;

use super::{CompletionItem, CompletionKind, CompletionPlace, Insert, fitting, resolve::Key};
use crate::{Span, typing::Piece};

/// The values that a field can have, those that it has already left out.
pub(super) fn of_field(
    place: &CompletionPlace<'_>,
    field: Keyword,
    listed: &[Piece<'_>],
) -> Vec<CompletionItem> {
    let values = match field {
        Keyword::Language => &["en"][..],
        _ => rules::values(field).unwrap_or_default(),
    };
    let open = values.iter().filter(|value| !listed.iter().any(|piece| piece.text == **value));
    fitting(place.word().1, open.map(|value| place.item(CompletionKind::Value, *value)))
}

/// The documents that other lines name as bases.
pub(super) fn bases(place: &CompletionPlace<'_>) -> Vec<String> {
    let cursor = place.typing.in_file(place.typing.cursor, place.typing.cursor).start();
    let bases = place.standard.into_iter().flat_map(|standard| &standard.bases);
    let is_here = |base: &&Base| {
        let span = Span::of(place.project, base.location);
        span.file == place.file && span.touches(cursor)
    };
    bases.filter(|base| !is_here(base)).map(|base| base.designation.printed()).collect()
}

/// The amendments of the document on a `base` line that it does not list.
pub(super) fn amendments(
    place: &CompletionPlace<'_>,
    line: &[Piece<'_>],
    rest: &[Piece<'_>],
) -> Vec<CompletionItem> {
    let printed = line.iter().map(|piece| piece.text).collect::<Vec<_>>().join(" ");
    let catalogues = place.project.catalogue_ids().filter_map(|id| place.project.catalogue(id));
    let named = catalogues.filter(|it| {
        let document = it.document.printed();
        printed == document || printed.strip_prefix(&document).is_some_and(|it| it.starts_with(' '))
    });
    let names: Vec<String> = named
        .flat_map(|catalogue| catalogue.amendment_names())
        .filter(|name| !printed.contains(name.as_str()))
        .map(|name| name.to_string())
        .collect();
    let plus = if rest.is_empty() { "+ " } else { "" };
    let items = names.iter().map(|name| {
        let item = place.item(CompletionKind::Value, name.as_str());
        item.insert(Insert::Plain(format!("{plus}{name}")))
    });
    let typed = place.word().1.trim_start_matches('+');
    let mut items = fitting(typed, items.collect::<Vec<_>>());
    if rest.is_empty() {
        items.extend(place.keyword("as"));
    }
    items
}

/// The rules that can be silenced, by code and name.
pub(super) fn rules(place: &CompletionPlace<'_>) -> Vec<CompletionItem> {
    let items = rules::all().filter(|rule| !rule.fixed).map(|rule| {
        let level = match rule.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "info",
        };
        place
            .item(CompletionKind::Rule, rule.code)
            .detail(rule.name)
            .description(level)
            .key(Key::Rule(rule.code).printed())
    });
    let mut items: Vec<CompletionItem> = items.collect();
    items.sort_by(|a, b| a.label.cmp(&b.label));
    fitting(place.word().1, items)
}
