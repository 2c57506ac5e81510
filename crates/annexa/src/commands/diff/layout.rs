//! Shared by the formats for people: how a change is described, and which of its words are shown.

use annexa_diff::{
    Change, ChangeKind, Force, FormChange, Piece, Presence, Side, StandardDifference,
};

/// `moved, changed`.
pub(super) fn kinds(change: &Change) -> String {
    let name = |kind: &ChangeKind| match kind {
        ChangeKind::Added => "added",
        ChangeKind::Removed => "removed",
        ChangeKind::Renumbered => "renumbered",
        ChangeKind::Moved => "moved",
        ChangeKind::Changed => "changed",
    };
    change.kinds.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Returns the subject of the change, and where it was moved: `add guidance: ISO/IEC 27002:2013,
/// 10.1.1 → …`.
pub(super) fn headline(change: &Change) -> String {
    let newest = change.new.first().or(change.old.first());
    let Some(side) = newest else { return String::new() };
    let is_moved = change.kinds.contains(&ChangeKind::Moved);
    let mut line = side.declaration.clone();
    if let Some(label) = &side.label {
        let old = change.old.first().and_then(|old| old.label.as_ref());
        match old.filter(|old| *old != label && change.kinds.contains(&ChangeKind::Renumbered)) {
            Some(old) => line.push_str(&format!(" {old} → {label}")),
            None => line.push_str(&format!(" {label}")),
        }
    }
    if let Some(title) = &side.title {
        line.push_str(&format!(" “{title}”"));
    }
    if let (None, false, Some(place)) = (&side.label, is_moved, &side.place) {
        let to = if side.declaration.starts_with("add ") { " to" } else { "" };
        line.push_str(&format!("{to} {place}"));
    }
    if !side.audiences.is_empty() {
        line.push_str(&format!(" for {}", side.audiences.join(", ")));
    }
    if is_moved {
        line.push_str(&format!(": {} → {}", places(&change.old), places(&change.new)));
    }
    line
}

fn places(sides: &[Side]) -> String {
    sides.iter().filter_map(|side| side.place.as_deref()).collect::<Vec<_>>().join(" and ")
}

/// Returns its place in the new version, or else in the old one.
pub(super) fn source(change: &Change) -> String {
    let side = change.new.first().or(change.old.first());
    side.map(|side| format!("{}:{}", side.file, side.line)).unwrap_or_default()
}

/// Returns the prefix of a standard, and whether only one version has it.
pub(super) fn standard(standard: &StandardDifference) -> String {
    match standard.presence {
        Presence::Both => standard.prefix.clone(),
        Presence::Added => format!("{} (added)", standard.prefix),
        Presence::Removed => format!("{} (removed)", standard.prefix),
    }
}

/// `strengthened: should → shall`.
pub(super) fn form(change: &FormChange) -> String {
    let name = match change.force {
        Some(Force::Strengthened) => "strengthened",
        Some(Force::Weakened) => "weakened",
        Some(Force::Reversed) => "reversed",
        None => "other verbal form",
    };
    format!("{name}: {} → {}", change.from, change.to)
}

/// Returns the pieces of a text on one line. Unchanged text between changes is shortened.
pub(super) fn shown(pieces: &[Piece], write: &dyn Fn(&Piece, &str) -> String) -> String {
    let mut line = String::new();
    for (index, piece) in pieces.iter().enumerate() {
        let (Piece::Same(text) | Piece::Removed(text) | Piece::Added(text)) = piece;
        let text = text.replace('\n', " ");
        let text = match piece {
            Piece::Same(_) => shortened(&text, index == 0, index + 1 == pieces.len()),
            _ => text,
        };
        // The blank before a change does not belong to it.
        let words = text.trim_start();
        line.push_str(text.get(..text.len() - words.len()).unwrap_or_default());
        line.push_str(&write(piece, words));
    }
    line
}

/// Returns the words around a change.
fn shortened(text: &str, is_first: bool, is_last: bool) -> String {
    const NEAR: usize = 6;
    let blanks = text.len() - text.trim_start().len();
    let (blank, text) = text.split_at(blanks);
    let words: Vec<&str> = text.split(' ').collect();
    let (before, after) = (if is_first { 0 } else { NEAR }, if is_last { 0 } else { NEAR });
    match (words.get(..before), words.len().checked_sub(after).and_then(|at| words.get(at..))) {
        (Some(head), Some(tail)) if words.len() > before + after + 2 => {
            format!("{blank}{}", [head, &["…"], tail].concat().join(" "))
        }
        _ => format!("{blank}{text}"),
    }
}
