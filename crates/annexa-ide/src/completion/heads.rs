//! Completion in heads, and of whole declarations where one may begin.

use annexa_base::FIELDS_OF_2022;
use annexa_model::{Base, Layout, Parent, Project, Resolved, Room, Standard};
use annexa_syntax::{DeclarationKind, FieldUse, Keyword, ListStyle, Part};

use super::{
    CompletionItem, CompletionKind, CompletionPlace, Insert,
    fields::{self, Stops},
    labels, named, names,
    provisions::{self, Purpose},
    references::Asked,
};
use crate::{
    shape::{self, Spot},
    typing::{Piece, UnfinishedPart, declaration},
};

/// Where no declaration has begun.
pub(super) fn begin(place: &CompletionPlace<'_>) -> Vec<CompletionItem> {
    declarations(place, place.typing.cursor)
}

/// In a head.
pub(super) fn complete(
    place: &CompletionPlace<'_>,
    entry: &UnfinishedPart<'_>,
) -> Vec<CompletionItem> {
    let settled = place.typing.settled();
    let words = || {
        if place.typing.is_in_braces {
            return Vec::new();
        }
        let first = entry.pieces.first().map_or(place.typing.cursor, |it| it.range.start().into());
        declarations(place, first)
    };
    let Some((kind, count)) = declaration(settled) else { return words() };
    if place.standard.is_some() && kind.is_catalogue_entry() {
        return words();
    }
    let behind = settled.get(count..).unwrap_or_default();
    let parts = kind.head();
    let spot = follow(place, parts, behind);
    if let Some(from) = shape::in_reference(parts, spot, behind) {
        // `for` behind a whole reference; behind words of a title it is one of them.
        let is_whole =
            matches!(spot.ended, Some((Part::Reference, _))) && spot.from == behind.len();
        let words = if is_whole { after_reference(place, entry, kind) } else { Vec::new() };
        return reference(place, Purpose::Head(kind), count + from, words);
    }
    let rest = behind.get(spot.from..).unwrap_or_default();
    let from = start_of(place, count + spot.from);
    match parts.get(spot.part) {
        Some(Part::Prefix) if kind == DeclarationKind::PartOf => names::prefixes(place),
        Some(Part::Label) => labels::complete(place, kind, entry),
        Some(part @ (Part::To | Part::Of)) => {
            part.keyword().and_then(|word| place.leading_keyword(word)).into_iter().collect()
        }
        Some(Part::AsItem) if !rest.is_empty() => next_mark(place),
        Some(Part::For) if !rest.is_empty() => {
            let room = room_at_head(place, entry, kind);
            names::audiences(place, &|audience| {
                rest.iter().any(|piece| piece.text == audience)
                    || !provisions::is_free(&room, audience)
            })
        }
        Some(Part::AsItem | Part::For) => after_reference(place, entry, kind),
        Some(Part::Document) => names::documents(place, from, &[]),
        Some(Part::Number) => fields::number_in_overlay(place, kind, from),
        _ => Vec::new(),
    }
}

/// Follows the settled pieces of a head.
pub(super) fn follow(place: &CompletionPlace<'_>, parts: &[Part], settled: &[Piece<'_>]) -> Spot {
    shape::follow(parts, settled, &|pieces| {
        let pieces: Vec<&str> = pieces.iter().map(|piece| piece.text).collect();
        place.standard.map_or(0, |it| named::whole(place.project, it, &pieces))
    })
}

/// A reference that begins at a piece, with the words that may follow it.
pub(super) fn reference(
    place: &CompletionPlace<'_>,
    purpose: Purpose,
    from: usize,
    words: Vec<CompletionItem>,
) -> Vec<CompletionItem> {
    let Some(standard) = place.standard else { return Vec::new() };
    let start = start_of(place, from);
    let mut items = Asked::new(place, standard, start, purpose, "").complete();
    // List items are what is meant of a provision, unless something is added beside them.
    let is_item = |it: &CompletionItem| it.kind == CompletionKind::ListItem;
    let is_added = matches!(purpose, Purpose::Head(kind) if kind.added().is_some());
    let are_first = !place.word().1.is_empty() || is_added && items.iter().all(is_item);
    let at = if are_first { 0 } else { items.len() };
    items.splice(at..at, words);
    items
}

/// The words that may follow the reference of a head.
fn after_reference(
    place: &CompletionPlace<'_>,
    entry: &UnfinishedPart<'_>,
    kind: DeclarationKind,
) -> Vec<CompletionItem> {
    let room = room_at_head(place, entry, kind);
    let mut audiences = place.standard.into_iter().flat_map(|standard| &standard.audiences);
    let has_audiences = audiences.any(|audience| provisions::is_free(&room, &audience.name));
    let can_follow = |part: &&Part| match part {
        Part::For => has_audiences,
        Part::AsItem => !next_mark(place).is_empty(),
        part => part.is_optional(),
    };
    let words = kind.head().iter().filter(can_follow).filter_map(|part| part.keyword());
    words.filter_map(|word| place.leading_keyword(word)).collect()
}

/// For whom a declaration can still be that names in its head what stands there.
fn room_at_head(
    place: &CompletionPlace<'_>,
    entry: &UnfinishedPart<'_>,
    kind: DeclarationKind,
) -> Room {
    let room = || {
        let declaration = place.declaration_of(entry)?;
        let target = place.project.target(declaration.id)?;
        let named = (target.symbol()?, target.items());
        let standard = declaration.standard?;
        Some(place.project.room_for((standard, kind), named, Some(declaration.id)))
    };
    room().unwrap_or(Room::ForAll)
}

/// Where a piece of the head begins, on the line of the cursor.
fn start_of(place: &CompletionPlace<'_>, piece: usize) -> usize {
    let typing = place.typing;
    let start =
        typing.pieces_before().get(piece).map_or(typing.cursor, |it| it.range.start().into());
    let line = typing.line_start();
    if start >= line {
        return start;
    }
    let on_line = typing.pieces_before().iter().map(|it| usize::from(it.range.start()));
    on_line.filter(|at| *at >= line).min().unwrap_or(typing.cursor)
}

/// The mark behind the last one of the base's list and of those that are added to it.
fn next_mark(place: &CompletionPlace<'_>) -> Vec<CompletionItem> {
    let mark = || {
        let at = place.declaration()?;
        let standard = place.standard?;
        let Some(Resolved::Base(target)) = place.project.target(at.id) else { return None };
        let base = target.base?;
        let provision = target.provision?;
        let found = place.project.catalogue(target.catalogue)?.provision(provision)?;
        let marks = || found.items.iter().map(|item| item.mark.as_str());
        let style =
            if marks().next().is_none() { ListStyle::Letters } else { ListStyle::of(marks()) };
        let last = marks().next_back().and_then(|last| style.position(last)).unwrap_or(0);
        let is_taken = |mark: &str| {
            let number = format!("{} {mark}", found.number);
            let same = Parent::Provision(base, provision);
            let mut others = standard.added_in_order().filter(|it| it.declaration != at.id);
            others.any(|it| it.parent == same && it.number == number)
        };
        (last + 1..).map_while(|position| style.mark(position)).find(|mark| !is_taken(mark))
    };
    mark().map(|mark| place.item(CompletionKind::ListItem, mark)).into_iter().collect()
}

/// The declarations that can begin here, for what is typed from `start` on.
pub(super) fn declarations(place: &CompletionPlace<'_>, start: usize) -> Vec<CompletionItem> {
    let typed = place.typing.typed_from(start);
    let items = kinds(place).into_iter().map(|kind| {
        let insert = if place.has_rest() {
            Insert::Plain(kind.words().to_owned())
        } else if place.options.snippets {
            Insert::Snippet(snippet(place, kind))
        } else {
            Insert::Plain(format!("{} ", kind.words()))
        };
        let item = place.item(CompletionKind::Declaration, kind.words());
        let leads_on = !place.has_rest() && leads_on(place, kind);
        let item = CompletionItem { insert, leads_on, range: place.range_from(start), ..item };
        item.detail(kind.described())
    });
    if typed.contains(['\n', '\r']) || place.is_before_another() {
        return Vec::new();
    }
    let typed = super::query::fold(typed);
    // By its words alone: what it is for is no name.
    let (begun, rest): (Vec<_>, Vec<_>) = items.partition(|it| it.label.starts_with(&typed));
    let mut items = begun;
    items.extend(
        rest.into_iter().filter(|it| it.label.split(' ').any(|word| word.starts_with(&typed))),
    );
    items
}

/// The declarations that authors begin most often, which are proposed before the others.
const OFTEN: [DeclarationKind; 9] = {
    use DeclarationKind::*;
    [
        AddControl,
        AddGuidance,
        AddRequirement,
        Refine,
        Interpret,
        Retain,
        ModifyControl,
        ModifyGuidance,
        Control,
    ]
};

/// The declarations that belong into the file, the likelier ones first.
fn kinds(place: &CompletionPlace<'_>) -> Vec<DeclarationKind> {
    let head = place.file_kind();
    let fits = |kind: &DeclarationKind| match head {
        None => kind.is_file_head(),
        Some(head) => kind.fits_below(head) && has_target(place, *kind),
    };
    let mut kinds: Vec<_> = DeclarationKind::ALL.iter().copied().filter(fits).collect();
    let often = |kind: &DeclarationKind| OFTEN.iter().position(|it| it == kind);
    kinds.sort_by_key(|kind| (often(kind).unwrap_or(OFTEN.len()), kind.is_file_head()));
    kinds
}

/// Whether there is something that a declaration of that kind can name in its head: without a control objective none is
/// modified. Where no base is known yet, every kind is proposed.
fn has_target(place: &CompletionPlace<'_>, kind: DeclarationKind) -> bool {
    let Some(standard) = place.standard.filter(|standard| !standard.bases.is_empty()) else {
        return true;
    };
    let purpose = Purpose::Head(kind);
    !kind.head().contains(&Part::Reference)
        || standard.bases.iter().any(|base| {
            base.catalogue.is_none() || provisions::base_suits(place.project, purpose, base)
        })
}

/// Whether there is something to choose from behind the words of a declaration.
fn leads_on(place: &CompletionPlace<'_>, kind: DeclarationKind) -> bool {
    match kind.head().first() {
        Some(Part::Prefix) => {
            kind == DeclarationKind::PartOf && !place.project.standards().is_empty()
        }
        Some(Part::Label | Part::Reference) => place.standard.is_some(),
        Some(Part::Number) => place.file_kind() == Some(DeclarationKind::Overlay),
        // `to` comes first in a snippet with its reference.
        Some(Part::To) => true,
        Some(Part::Document) => true,
        _ => false,
    }
}

/// A whole declaration, laid out as the formatter does, with empty stops where an author fills in.
fn snippet(place: &CompletionPlace<'_>, kind: DeclarationKind) -> String {
    let mut snippet = kind.words().to_owned();
    let mut stops = Stops::default();
    for part in kind.head() {
        let written = match part {
            Part::Prefix | Part::Label | Part::Document | Part::Number | Part::Letter => {
                stops.next()
            }
            Part::Title | Part::TitleIfAny | Part::Name => format!("\"{}\"", stops.next()),
            Part::Reference => match place.standard.and_then(|it| alias(place.project, it, kind)) {
                Some(alias) => format!("{alias} {}", stops.next()),
                None => stops.next(),
            },
            Part::To | Part::Of => part.keyword().unwrap_or_default().to_owned(),
            Part::Block => {
                let mut block = String::from("{\n");
                for field in fields_of(place, kind) {
                    block.push_str(&format!("  {}\n", fields::snippet(field, &mut stops)));
                }
                block.push('}');
                if block.len() > 3 { block } else { continue }
            }
            _ => continue,
        };
        snippet.push(' ');
        snippet.push_str(&written);
    }
    snippet
}

/// The fields that a new declaration begins with.
fn fields_of(place: &CompletionPlace<'_>, kind: DeclarationKind) -> Vec<Keyword> {
    let with_guidance =
        kind == DeclarationKind::AddControl && has_layout(place, Layout::Attributes);
    let is_wanted = |field: &&FieldUse| {
        field.is_required
            || with_guidance
                && (FIELDS_OF_2022.contains(&field.name) || field.name == Keyword::Guidance)
            || kind.is_modification() && field.name == Keyword::Addition
    };
    kind.fields().iter().filter(is_wanted).map(|field| field.name).collect()
}

/// Whether a base of the standard has controls in that layout.
pub(super) fn has_layout(place: &CompletionPlace<'_>, layout: Layout) -> bool {
    let bases = place.standard.into_iter().flat_map(|standard| &standard.bases);
    let mut catalogues = bases.filter_map(|base| place.project.catalogue(base.catalogue?));
    catalogues.any(|catalogue| catalogue.layout == layout)
}

/// The alias of the base that a declaration of that kind changes as a rule.
fn alias(project: &Project, standard: &Standard, kind: DeclarationKind) -> Option<String> {
    let suits = |base: &&Base| provisions::base_suits(project, Purpose::Head(kind), base);
    // Retaining suits every base, and most of what is retained are controls.
    let mut bases = standard.bases.iter().filter(suits);
    let base = if kind == DeclarationKind::Retain { bases.next_back() } else { bases.next() };
    base?.alias.as_ref().map(|alias| alias.to_string())
}
