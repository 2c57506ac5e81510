//! Completion in heads, and of whole declarations where one may begin.

use annexa_base::FIELDS_OF_2022;
use annexa_model::{Base, Layout, Parent, Project, Resolved, Standard};
use annexa_syntax::{DeclarationKind, FieldUse, Keyword, ListStyle, Part};

use super::{
    CompletionItem, CompletionKind, Insert, Place, fields, labels, named, names,
    provisions::{self, Purpose},
    references::Asked,
};
use crate::{
    shape::{self, Spot},
    typing::{Entry, Piece, declaration},
};

/// Where no declaration has begun.
pub(super) fn begin(place: &Place<'_>) -> Vec<CompletionItem> {
    declarations(place, place.typing.cursor)
}

/// In a head.
pub(super) fn complete(place: &Place<'_>, entry: &Entry<'_>) -> Vec<CompletionItem> {
    let settled = place.typing.settled();
    let words = || {
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
        let is_whole = spot.ended.is_some() && spot.from == behind.len();
        let words = if is_whole { after_reference(place, parts) } else { Vec::new() };
        return reference(place, Purpose::Head(kind), count + from, words);
    }
    let rest = behind.get(spot.from..).unwrap_or_default();
    let from = start_of(place, count + spot.from);
    match parts.get(spot.part) {
        Some(Part::Prefix) if kind == DeclarationKind::PartOf => names::prefixes(place),
        Some(Part::Label) => labels::complete(place, kind, entry),
        Some(part @ (Part::To | Part::Of)) => {
            part.keyword().and_then(|word| place.keyword(word)).into_iter().collect()
        }
        Some(Part::AsItem) if !rest.is_empty() => next_mark(place),
        Some(Part::For) if !rest.is_empty() => names::audiences(place, rest),
        Some(Part::AsItem | Part::For) => after_reference(place, parts),
        Some(Part::Document) => names::documents(place, from, &[]),
        Some(Part::Number) => fields::number_in_overlay(place, kind, from),
        _ => Vec::new(),
    }
}

/// Follows the settled pieces of a head.
pub(super) fn follow(place: &Place<'_>, parts: &[Part], settled: &[Piece<'_>]) -> Spot {
    shape::follow(parts, settled, &|pieces| {
        let pieces: Vec<&str> = pieces.iter().map(|piece| piece.text).collect();
        place.standard.map_or(0, |it| named::whole(place.project, it, &pieces))
    })
}

/// A reference that begins at a piece, with the words that may follow it.
pub(super) fn reference(
    place: &Place<'_>,
    purpose: Purpose,
    from: usize,
    words: Vec<CompletionItem>,
) -> Vec<CompletionItem> {
    let Some(standard) = place.standard else { return Vec::new() };
    let start = start_of(place, from);
    let asked = Asked { place, standard, start, purpose, close: "" };
    let mut items = asked.complete();
    let at = if place.word().1.is_empty() { items.len() } else { 0 };
    items.splice(at..at, words);
    items
}

/// The words that may follow a reference.
fn after_reference(place: &Place<'_>, parts: &[Part]) -> Vec<CompletionItem> {
    let has_audiences = place.standard.is_some_and(|standard| !standard.audiences.is_empty());
    let optional = parts.iter().filter(|part| part.is_optional());
    optional
        .filter(|part| **part != Part::For || has_audiences)
        .filter_map(|part| part.keyword().and_then(|word| place.keyword(word)))
        .collect()
}

/// Where a piece of the head begins, on the line of the cursor.
fn start_of(place: &Place<'_>, piece: usize) -> usize {
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
fn next_mark(place: &Place<'_>) -> Vec<CompletionItem> {
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
pub(super) fn declarations(place: &Place<'_>, start: usize) -> Vec<CompletionItem> {
    let typed = place.typing.typed_from(start);
    let items = kinds(place).into_iter().map(|kind| {
        let insert = match place.options.snippets {
            true => Insert::Snippet(snippet(place, kind)),
            false => Insert::Plain(format!("{} ", kind.words())),
        };
        let item = place.item(CompletionKind::Declaration, kind.words());
        CompletionItem { insert, range: place.range_from(start), ..item }.detail(kind.described())
    });
    if typed.contains(['\n', '\r']) {
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
fn kinds(place: &Place<'_>) -> Vec<DeclarationKind> {
    let head = place.file_kind();
    let fits = |kind: &DeclarationKind| match head {
        None => kind.is_file_head(),
        Some(head) => kind.fits_below(head),
    };
    let mut kinds: Vec<_> = DeclarationKind::ALL.iter().copied().filter(fits).collect();
    let often = |kind: &DeclarationKind| OFTEN.iter().position(|it| it == kind);
    kinds.sort_by_key(|kind| (often(kind).unwrap_or(OFTEN.len()), kind.is_file_head()));
    kinds
}

/// A whole declaration with placeholders, laid out as the formatter does.
fn snippet(place: &Place<'_>, kind: DeclarationKind) -> String {
    let mut snippet = kind.words().to_owned();
    let mut stop = 0;
    let mut next = |shown: &str| {
        stop += 1;
        if shown.is_empty() { format!("${stop}") } else { format!("${{{stop}:{shown}}}") }
    };
    let prefix = place.standard.map(|standard| standard.prefix.as_str());
    for part in kind.head() {
        let written = match part {
            Part::Prefix => match prefix.filter(|_| kind == DeclarationKind::PartOf) {
                Some(prefix) => next(prefix),
                None => next("PREFIX"),
            },
            Part::Label => format!("{}.{}", prefix.unwrap_or("PREFIX"), next("number")),
            Part::Title | Part::TitleIfAny => format!("\"{}\"", next("title")),
            Part::Name => format!("\"{}\"", next("name")),
            Part::Reference => match place.standard.and_then(|it| alias(place.project, it, kind)) {
                Some(alias) => format!("{alias} {}", next("number")),
                None => next("reference"),
            },
            Part::Document => next("ISO/IEC 27002:2022"),
            Part::Number => next("number"),
            Part::Letter => next("A"),
            Part::To | Part::Of => part.keyword().unwrap_or_default().to_owned(),
            Part::Block => {
                let mut block = String::from("{\n");
                for field in fields_of(place, kind) {
                    block.push_str(&format!("  {}\n", fields::snippet(field, &mut next)));
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
fn fields_of(place: &Place<'_>, kind: DeclarationKind) -> Vec<Keyword> {
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
pub(super) fn has_layout(place: &Place<'_>, layout: Layout) -> bool {
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
