//! Completion in blocks: the fields that are still missing, and what stands behind their names.

use annexa_base::FIELDS_OF_2022;
use annexa_model::{DeclarationRef, FileId, Layout, ProvisionKind};
use annexa_syntax::{
    Declaration, DeclarationKind, FieldShape, FieldUse, Keyword, Part, about_field, field_parts,
    field_shape,
};

use super::provisions::Purpose;
use super::{CompletionItem, CompletionKind, CompletionPlace, Insert, heads, names, shown, values};
use crate::shape;
use crate::typing::{PieceKind, UnfinishedPart};

/// Where no field has begun.
pub(super) fn begin(place: &CompletionPlace<'_>) -> Vec<CompletionItem> {
    let mut items = missing(place);
    // In column 1 the block may have lost its brace.
    if place.typing.cursor == place.typing.line_start() && !place.typing.is_in_braces {
        items.extend(heads::begin(place));
    }
    items
}

/// In a field.
pub(super) fn complete(
    place: &CompletionPlace<'_>,
    entry: &UnfinishedPart<'_>,
) -> Vec<CompletionItem> {
    let settled = place.typing.settled();
    if let Some(items) = in_correspondence(place, entry) {
        return items;
    }
    let Some((name, behind)) = settled.split_first() else {
        let mut items = missing(place);
        if entry.in_column_one && !place.typing.is_in_braces {
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
        Some(Part::For) if !rest.is_empty() => {
            let taken = audiences_of_others(place, name);
            names::audiences(place, &|audience| {
                rest.iter().any(|piece| piece.text == audience) || taken.contains(&audience)
            })
        }
        Some(Part::For) if can_be_for_others(place, name) => {
            place.leading_keyword("for").into_iter().collect()
        }
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
fn key(place: &CompletionPlace<'_>, piece: usize) -> Vec<CompletionItem> {
    let head = place.typing.head().and_then(|head| place.typing.entries.get(head));
    match head.and_then(UnfinishedPart::declaration) {
        Some((kind, _)) if kind.added().is_none() => {
            let words = place.leading_keyword("for").into_iter().collect();
            heads::reference(place, Purpose::Key, piece, words)
        }
        _ => Vec::new(),
    }
}

/// The fields that the block can still have, those that it must have first.
fn missing(place: &CompletionPlace<'_>) -> Vec<CompletionItem> {
    let head = place.typing.head().filter(|_| !place.is_before_another());
    let Some(head) = head else { return Vec::new() };
    let kind = place.typing.entries.get(head).and_then(|entry| entry.declaration());
    let Some((kind, _)) = kind else { return Vec::new() };
    if place.typing.depth > 1 {
        let items = matches!(kind, DeclarationKind::Clause);
        return if items { vec![item(place, Keyword::Item, "")] } else { Vec::new() };
    }
    let present: Vec<Keyword> = others(place).filter_map(UnfinishedPart::field).collect();
    let has_attributes = kind != DeclarationKind::AddControl
        || heads::has_layout(place, Layout::Attributes)
        || !heads::has_layout(place, Layout::Objectives);
    let is_open = |field: &Keyword| {
        if !has_attributes && FIELDS_OF_2022.contains(field) {
            return false;
        }
        let is_absent = !present.contains(field) && !is_replaced_by(*field, &present);
        is_absent || kind.can_repeat(*field) && present.contains(field) && can_follow(place, *field)
    };
    let required = required(place, kind, &present);
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
        items.extend(place.leading_keyword("new"));
        items.extend(place.keyword("rest unchanged"));
    }
    items
}

/// The other fields of the block.
fn others<'t>(place: &'t CompletionPlace<'_>) -> impl Iterator<Item = &'t UnfinishedPart<'t>> {
    let head = place.typing.head();
    let fields = head.into_iter().flat_map(|head| place.typing.fields(head));
    fields.filter(|(index, _)| Some(*index) != place.typing.current).map(|(_, entry)| entry)
}

/// The wording of a modification, of which it has one sort: all of it, or what is added and replaced.
const WORDINGS: [Keyword; 3] = [Keyword::Addition, Keyword::Replace, Keyword::Text];

/// Whether a field that is there takes the place of another one (S006).
fn is_replaced_by(field: Keyword, present: &[Keyword]) -> bool {
    let is_modification = |all: &[Keyword]| all.iter().any(|it| present.contains(it));
    match field {
        Keyword::Text => is_modification(&[Keyword::Addition, Keyword::Replace]),
        Keyword::Addition | Keyword::Replace => is_modification(&[Keyword::Text]),
        _ => false,
    }
}

/// Whether a field that is there can stand once more: a text for audiences can for other ones.
fn can_follow(place: &CompletionPlace<'_>, field: Keyword) -> bool {
    field_shape(field) != Some(FieldShape::TextForAudiences)
        || !is_for_all(place, field)
        || can_be_for_others(place, field)
}

/// Whether another field of that name is for all.
fn is_for_all(place: &CompletionPlace<'_>, field: Keyword) -> bool {
    let is_for_all =
        |entry: &&UnfinishedPart<'_>| entry.pieces.get(1).is_none_or(|it| it.text != "for");
    others(place).filter(|entry| entry.field() == Some(field)).any(|entry| is_for_all(&entry))
}

/// The audiences that other fields of that name are for.
fn audiences_of_others<'t>(place: &'t CompletionPlace<'_>, field: Keyword) -> Vec<&'t str> {
    let fields = others(place).filter(|entry| entry.field() == Some(field));
    let pieces = fields.flat_map(|entry| entry.pieces.iter().skip(1));
    pieces.filter(|piece| piece.kind == PieceKind::Word).map(|piece| piece.text).collect()
}

/// Whether the standard has an audience that no other field of that name is for.
fn can_be_for_others(place: &CompletionPlace<'_>, field: Keyword) -> bool {
    let taken = audiences_of_others(place, field);
    let mut audiences = place.standard.into_iter().flat_map(|standard| &standard.audiences);
    audiences.any(|audience| !taken.contains(&audience.name.as_str()))
}

/// What a block must have, in the order in which it is written.
fn required(
    place: &CompletionPlace<'_>,
    kind: DeclarationKind,
    present: &[Keyword],
) -> Vec<Keyword> {
    let of_layout =
        kind == DeclarationKind::AddControl && heads::has_layout(place, Layout::Attributes);
    let is_required =
        |field: &&FieldUse| field.is_required || of_layout && FIELDS_OF_2022.contains(&field.name);
    let required = kind.fields().iter().filter(is_required).map(|field| field.name);
    let has_wording = WORDINGS.iter().any(|field| present.contains(field));
    let wordings = WORDINGS.into_iter().filter(|_| kind.is_modification() && !has_wording);
    wordings.chain(required).collect()
}

fn item(place: &CompletionPlace<'_>, field: Keyword, description: &str) -> CompletionItem {
    let is_for_others =
        field_shape(field) == Some(FieldShape::TextForAudiences) && is_for_all(place, field);
    let mut stops = Stops::default();
    let insert = if place.has_rest() {
        Insert::Plain(field.as_str().to_owned())
    } else if !place.options.snippets {
        Insert::Plain(format!("{} ", field.as_str()))
    } else if is_for_others {
        let audiences = stops.next();
        Insert::Snippet(format!("{} for {audiences} \"\"\"{}\"\"\"", field.as_str(), stops.next()))
    } else {
        Insert::Snippet(snippet(field, &mut stops))
    };
    let item = place
        .item(CompletionKind::Field, field.as_str())
        .detail(about_field(field))
        .description(description)
        .insert(insert);
    let is_open = !place.has_rest() && (is_for_others || has_values(place, field));
    if is_open { item.leads_on() } else { item }
}

/// Whether there are values to choose from at the beginning of a field.
fn has_values(place: &CompletionPlace<'_>, field: Keyword) -> bool {
    let head = place.typing.head().and_then(|head| place.typing.entries.get(head));
    let kind = head.and_then(UnfinishedPart::declaration).map(|(kind, _)| kind);
    match field_parts(field).first() {
        Some(Part::Word | Part::Words | Part::Document | Part::Code) => true,
        Some(Part::Number) => place.standard.is_none(),
        Some(Part::Reference) => kind.is_some_and(|kind| kind.added().is_none()),
        _ => false,
    }
}

/// The stops of a snippet, which are empty: a word in one would be taken for what the author has typed.
#[derive(Default)]
pub(super) struct Stops(u32);

impl Stops {
    pub(super) fn next(&mut self) -> String {
        self.0 += 1;
        format!("${}", self.0)
    }
}

/// A field with stops where an author fills in.
pub(super) fn snippet(field: Keyword, stops: &mut Stops) -> String {
    let value = field_shape(field).map(|shape| shape.template(&mut || stops.next()));
    format!("{} {}", field.as_str(), value.unwrap_or_default())
}

impl<'a> CompletionPlace<'a> {
    /// The declaration at the cursor, as far as it can be read.
    pub(super) fn declaration(&self) -> Option<DeclarationRef<'a>> {
        let cursor = self.typing.in_file(self.typing.cursor, self.typing.cursor).start();
        self.project.declaration_at(self.file, cursor)
    }

    /// The declaration that an entry is the head of.
    pub(super) fn declaration_of(&self, entry: &UnfinishedPart<'_>) -> Option<DeclarationRef<'a>> {
        let begins = usize::from(entry.pieces.first()?.range.start());
        let begins = self.typing.in_file(begins, begins).start();
        let at = self.project.declaration_at(self.file, begins)?;
        (at.declaration.range.start() + at.offset == begins).then_some(at)
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
    place: &CompletionPlace<'_>,
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
fn number_of_catalogue(place: &CompletionPlace<'_>, from: usize) -> Vec<CompletionItem> {
    let Some(id) = place.document(0) else { return Vec::new() };
    shown::numbers(place, id, from, |_, _| true)
}

/// In an annex: the controls of the document that it carries.
fn number_in_annex(place: &CompletionPlace<'_>, from: usize) -> Vec<CompletionItem> {
    let annexed = place.declaration().and_then(|at| place.catalogue_of(at.declaration, 0));
    let Some(id) = annexed else { return Vec::new() };
    shown::numbers(place, id, from, |provision, _| provision == ProvisionKind::Control)
}

/// In a correspondence: provisions of the earlier edition before the arrow, of the later one behind
/// it and behind `new`.
fn in_correspondence(
    place: &CompletionPlace<'_>,
    entry: &UnfinishedPart<'_>,
) -> Option<Vec<CompletionItem>> {
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
        items.extend(place.leading_keyword("new"));
        items.extend(place.keyword("rest unchanged"));
    }
    if let Some(id) = place.document(index) {
        items.extend(shown::numbers(place, id, from, |_, _| true));
    }
    Some(items)
}
