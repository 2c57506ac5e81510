//! Runs of list items in a catalogue, `item a) { item 1) item 2) } item b)`: the only construct of
//! which several can share a line.

use std::ops::Range;

use crate::{Keyword, Node, NodeKind};

use super::cursor::Cursor;

/// Whether an item consists of its mark and nested items alone, so that it can share a line.
/// Comments before its block do not matter: they move before the line.
fn is_plain(item: Node<'_>, cursor: &Cursor<'_>) -> bool {
    fn holds_items_only(item: Node<'_>) -> bool {
        item.kind() == NodeKind::Field(Keyword::Item)
            && item.children().all(|part| match part.kind() {
                NodeKind::FieldName | NodeKind::ItemMark => true,
                NodeKind::Block => part.children().all(holds_items_only),
                _ => false,
            })
    }
    let block = item.child(NodeKind::Block);
    holds_items_only(item) && block.is_none_or(|block| !cursor.has_comment(cursor.tokens_of(block)))
}

/// Returns the tokens of an item up to its block.
pub(super) fn opening(item: Node<'_>, cursor: &Cursor<'_>) -> Range<usize> {
    let end = item.child(NodeKind::Block).map_or(item.range().end(), |block| block.range().start());
    cursor.index_at(item.range().start())..cursor.index_at(end)
}

/// Writes an item on one line.
pub(super) fn write_flat(item: Node<'_>, out: &mut String) {
    for part in item.children() {
        match part.kind() {
            NodeKind::Block => {
                if part.children().next().is_none() {
                    continue;
                }
                out.push_str(" {");
                for inner in part.children() {
                    out.push(' ');
                    write_flat(inner, out);
                }
                out.push_str(" }");
            }
            NodeKind::FieldName => out.push_str(part.text()),
            _ => {
                out.push(' ');
                out.push_str(part.text());
            }
        }
    }
}

/// Returns how many of these entries form a run: plain items with only blanks between them.
/// Comments inside the first item move before the run; the others must have none.
pub(super) fn run_length(entries: &[Node<'_>], cursor: &Cursor<'_>) -> usize {
    let mut length = 0;
    let mut last_end = None;
    for &entry in entries {
        let parted = last_end.is_some_and(|end| {
            let tokens = opening(entry, cursor);
            cursor.has_comment(tokens.clone()) || cursor.parts(end..tokens.start)
        });
        if parted || !is_plain(entry, cursor) {
            break;
        }
        last_end = Some(cursor.tokens_of(entry).end);
        length += 1;
    }
    length
}

/// Whether the block of an item is kept.
pub(super) fn has_items(item: Node<'_>) -> bool {
    item.child(NodeKind::Block).is_some_and(|block| block.children().next().is_some())
}
