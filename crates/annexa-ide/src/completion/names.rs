//! Names: of audiences, of standards, of documents.

use annexa_model::natural_order;

use super::{CompletionItem, CompletionKind, CompletionPlace, fitting};

/// The audiences that are not taken.
pub(super) fn audiences(
    place: &CompletionPlace<'_>,
    is_taken: &dyn Fn(&str) -> bool,
) -> Vec<CompletionItem> {
    let audiences = place.standard.into_iter().flat_map(|standard| &standard.audiences);
    let open = audiences.filter(|it| !is_taken(&it.name));
    let items = open.map(|audience| {
        place.item(CompletionKind::Audience, audience.name.as_str()).detail(audience.title.as_str())
    });
    fitting(place.word().1, items)
}

/// The prefixes of the project's standards.
pub(super) fn prefixes(place: &CompletionPlace<'_>) -> Vec<CompletionItem> {
    let items = place.project.standards().iter().filter(|standard| standard.head.is_some());
    let items = items.map(|standard| {
        let head = standard.head.and_then(|id| place.project.declaration(id));
        let title = head.and_then(|at| at.declaration.title.as_ref());
        let title = title.map_or("", |title| title.value.as_str());
        place.item(CompletionKind::Standard, standard.prefix.as_str()).detail(title)
    });
    fitting(place.word().1, items)
}

/// The documents of which a catalogue is known, later editions first, and each without its edition.
pub(super) fn documents(
    place: &CompletionPlace<'_>,
    from: usize,
    except: &[String],
) -> Vec<CompletionItem> {
    let catalogues = place.project.catalogue_ids().filter_map(|id| place.project.catalogue(id));
    let mut known: Vec<(String, bool, String)> = Vec::new();
    for catalogue in catalogues {
        let superseded = |id| place.project.newer(id).is_some();
        let document = &catalogue.document;
        let id = place.project.find_catalogue(&document.document, document.edition.as_deref());
        known.push((document.printed(), id.is_some_and(superseded), catalogue.title.to_string()));
        known.push((document.document.to_string(), false, "the latest edition".to_owned()));
    }
    known.retain(|(name, _, _)| !except.contains(name));
    known.sort_by(|(a, old, _), (b, older, _)| {
        let is_undated = |name: &str| !name.contains(':');
        (is_undated(a), *old).cmp(&(is_undated(b), *older)).then_with(|| natural_order(a, b))
    });
    known.dedup_by(|a, b| a.0 == b.0);
    let items = known.into_iter().map(|(name, superseded, title)| {
        let item = place.item(CompletionKind::Document, name).detail(title);
        CompletionItem { range: place.word_range_from(from), deprecated: superseded, ..item }
    });
    fitting(place.typing.typed_from(from), items)
}
