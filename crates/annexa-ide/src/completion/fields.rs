//! Completion in blocks: the fields that are still missing, and what stands behind their names.

use annexa_base::FIELDS_OF_2022;
use annexa_model::{DeclarationRef, FileId, Layout, ProvisionKind};
use annexa_syntax::{
    Declaration, DeclarationKind, FieldUse, Keyword, Part, about_field, field_parts, field_shape,
};

use super::provisions::Purpose;
use super::{CompletionItem, CompletionKind, Insert, Place, heads, names, shown, values};
use crate::shape;
use crate::typing::{Entry, PieceKind};

/// Where no field has begun.
pub(super) fn begin(place: &Place<'_>) -> Vec<CompletionItem> {
    let mut items = missing(place);
    // In column 1 the block may have lost its brace.
    if place.typing.cursor == place.typing.line_start() {
        items.extend(heads::begin(place));
    }
    items
}

/// In a field.
pub(super) fn complete(place: &Place<'_>, entry: &Entry<'_>) -> Vec<CompletionItem> {
    let settled = place.typing.settled();
    if let Some(items) = in_correspondence(place, entry) {
        return items;
    }
    let Some((name, behind)) = settled.split_first() else {
        let mut items = missing(place);
        if entry.in_column_one {
            items.extend(heads::declarations(place, place.typing.word_start()));
        }
        return items;
    };
    let Some(name) = crate::typing::field(name.text) else { return Vec::new() };
    let parts = field_parts(name);
    let spot = heads::follow(place, parts, behind);
    let rest = behind.get(spot.from..).unwrap_or_default();
    let from = place
        .typing
        .pieces_before()
        .get(spot.from + 1)
        .map_or(place.typing.cursor, |piece| piece.range.start().into());
    if name == Keyword::Key
        && let Some(piece) = shape::in_reference(parts, spot, behind)
    {
        return key(place, piece + 1);
    }
    match parts.get(spot.part) {
        Some(Part::For) if !rest.is_empty() => names::audiences(place, rest),
        Some(Part::For) => place.keyword("for").into_iter().collect(),
        Some(Part::Word | Part::Words) => values::of_field(place, name, behind),
        Some(Part::Document) => names::documents(place, from, &values::bases(place)),
        Some(Part::Amendments) => values::amendments(place, behind, rest),
        Some(Part::AsAlias) if rest.is_empty() => place.keyword("as").into_iter().collect(),
        Some(Part::Code) => values::rules(place),
        Some(Part::By) => place.keyword("by").into_iter().collect(),
        Some(Part::Number) if name == Keyword::Title => number_in_annex(place, from),
        Some(Part::Number) => number_of_catalogue(place, from),
        _ => Vec::new(),
    }
}

/// The place that a change had when it was first published, and what may follow it. The key of what has a label is a
/// label that no list has any more.
fn key(place: &Place<'_>, piece: usize) -> Vec<CompletionItem> {
    let head = place.typing.head().and_then(|head| place.typing.entries.get(head));
    match head.and_then(Entry::declaration) {
        Some((kind, _)) if kind.added().is_none() => {
            heads::reference(place, Purpose::Key, piece, place.keyword("for").into_iter().collect())
        }
        _ => Vec::new(),
    }
}

/// The fields that the block can still have, those that it must have first.
fn missing(place: &Place<'_>) -> Vec<CompletionItem> {
    let Some(head) = place.typing.head() else { return Vec::new() };
    let kind = place.typing.entries.get(head).and_then(|entry| entry.declaration());
    let Some((kind, _)) = kind else { return Vec::new() };
    if place.typing.depth > 1 {
        let items = matches!(kind, DeclarationKind::Clause);
        return if items { vec![item(place, Keyword::Item, "")] } else { Vec::new() };
    }
    let current = place.typing.current;
    let present: Vec<Keyword> = place
        .typing
        .fields(head)
        .filter(|(index, _)| Some(*index) != current)
        .filter_map(|(_, entry)| entry.field())
        .collect();
    let is_open = |field: &Keyword| kind.can_repeat(*field) || !present.contains(field);
    let required = required(place, kind);
    let optional: Vec<_> =
        kind.optional_fields().filter(|field| !required.contains(field)).collect();
    let (_, typed) = place.word();
    let fits = |field: &&Keyword| is_open(field) && field.as_str().starts_with(typed);
    let mut items: Vec<CompletionItem> = Vec::new();
    let is_absent = |field: &&Keyword| !present.contains(field);
    items.extend(
        required.iter().filter(is_absent).filter(fits).map(|it| item(place, *it, "required")),
    );
    let again = required.iter().filter(|field| present.contains(field));
    items.extend(optional.iter().chain(again).filter(fits).map(|it| item(place, *it, "")));
    if kind == DeclarationKind::Correspondence {
        items.extend(["new", "rest unchanged"].into_iter().filter_map(|word| place.keyword(word)));
    }
    items
}

/// What a block must have, in the order in which it is written.
fn required(place: &Place<'_>, kind: DeclarationKind) -> Vec<Keyword> {
    let of_layout =
        kind == DeclarationKind::AddControl && heads::has_layout(place, Layout::Attributes);
    let is_required =
        |field: &&FieldUse| field.is_required || of_layout && FIELDS_OF_2022.contains(&field.name);
    kind.fields().iter().filter(is_required).map(|field| field.name).collect()
}

fn item(place: &Place<'_>, field: Keyword, description: &str) -> CompletionItem {
    let mut stop = 0;
    let mut next = |_: &str| {
        stop += 1;
        format!("${stop}")
    };
    let insert = match place.options.snippets {
        true => Insert::Snippet(snippet(field, &mut next)),
        false => Insert::Plain(format!("{} ", field.as_str())),
    };
    place
        .item(CompletionKind::Field, field.as_str())
        .detail(about_field(field))
        .description(description)
        .insert(insert)
}

/// A field with placeholders; `next` makes them.
pub(super) fn snippet(field: Keyword, next: &mut dyn FnMut(&str) -> String) -> String {
    let value = field_shape(field).map(|shape| shape.template(next)).unwrap_or_default();
    format!("{} {value}", field.as_str())
}

impl<'a> Place<'a> {
    /// The declaration at the cursor, as far as it can be read.
    pub(super) fn declaration(&self) -> Option<DeclarationRef<'a>> {
        let cursor = self.typing.in_file(self.typing.cursor, self.typing.cursor).start();
        self.project.declaration_at(self.file, cursor)
    }

    /// The declarations of the file, in order.
    fn declarations(&self) -> impl DoubleEndedIterator<Item = DeclarationRef<'a>> + use<'a> {
        let project = self.project;
        let file = match self.file {
            FileId::Project(index) => project.files().get(index as usize),
            FileId::BuiltIn(_) => None,
        };
        let ids = file.into_iter().flat_map(|file| file.declarations());
        ids.filter_map(move |id| project.declaration(id))
    }

    /// What the file begins with.
    pub(super) fn file_kind(&self) -> Option<DeclarationKind> {
        let kinds = self.declarations().map(|at| at.declaration.kind);
        kinds.take(1).find(|kind| kind.is_file_head())
    }

    /// The head of the catalogue, the overlay or the correspondence that the cursor stands below.
    fn document_head(&self) -> Option<DeclarationRef<'a>> {
        let here = self.declaration()?.id;
        let before = self.declarations().rev().filter(|at| at.id <= here);
        before.into_iter().find(|at| at.declaration.kind.is_file_head())
    }

    /// The catalogue of one of the documents that the head above names.
    fn document(&self, index: usize) -> Option<annexa_model::CatalogueId> {
        self.catalogue_of(self.document_head()?.declaration, index)
    }

    /// The catalogue of one of the documents that a head names.
    fn catalogue_of(&self, head: &Declaration, index: usize) -> Option<annexa_model::CatalogueId> {
        let document = head.documents.get(index)?;
        let edition = document.edition.as_ref().map(|edition| edition.value.as_str());
        self.project.find_catalogue(&document.document, edition)
    }
}

/// In an overlay: the numbers of the provisions of its document.
pub(super) fn number_in_overlay(
    place: &Place<'_>,
    kind: DeclarationKind,
    from: usize,
) -> Vec<CompletionItem> {
    let head = place.document_head().map(|at| at.declaration.kind);
    if head != Some(DeclarationKind::Overlay) {
        return Vec::new();
    }
    let Some(id) = place.document(0) else { return Vec::new() };
    shown::numbers(place, id, from, |provision, _| provision.declaration() == kind)
}

/// In an amendment of a catalogue: its clauses.
fn number_of_catalogue(place: &Place<'_>, from: usize) -> Vec<CompletionItem> {
    let Some(id) = place.document(0) else { return Vec::new() };
    shown::numbers(place, id, from, |_, _| true)
}

/// In an annex: the controls of the document that it carries.
fn number_in_annex(place: &Place<'_>, from: usize) -> Vec<CompletionItem> {
    let annexed = place.declaration().and_then(|at| place.catalogue_of(at.declaration, 0));
    let Some(id) = annexed else { return Vec::new() };
    shown::numbers(place, id, from, |provision, _| provision == ProvisionKind::Control)
}

/// In a correspondence: provisions of the earlier edition before the arrow, of the later one behind
/// it and behind `new`.
fn in_correspondence(place: &Place<'_>, entry: &Entry<'_>) -> Option<Vec<CompletionItem>> {
    let head = place.typing.entries.get(place.typing.head()?)?;
    let (kind, _) = head.declaration()?;
    if kind != DeclarationKind::Correspondence || entry.depth != 1 {
        return None;
    }
    let settled = place.typing.settled();
    let arrow = settled.iter().rposition(|piece| piece.kind == PieceKind::Arrow);
    let is_new = settled.first().is_some_and(|piece| piece.text == "new");
    let (index, first) = match arrow {
        Some(arrow) => (1, arrow + 1),
        None if is_new => (1, 1),
        None => (0, 0),
    };
    let pieces = place.typing.pieces_before();
    let from = pieces.get(first).map_or(place.typing.cursor, |it| it.range.start().into());
    let mut items = Vec::new();
    if index == 0 {
        items.extend(["new", "rest unchanged"].into_iter().filter_map(|word| place.keyword(word)));
    }
    if let Some(id) = place.document(index) {
        items.extend(shown::numbers(place, id, from, |_, _| true));
    }
    Some(items)
}
