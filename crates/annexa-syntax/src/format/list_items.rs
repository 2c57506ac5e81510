//! Runs of a catalogue's list items, `item a) { item 1) item 2) } item b)`: the one construct that
//! may share a line.

use std::ops::Range;

use crate::{Keyword, Node, NodeKind};

use super::cursor::Cursor;

/// Whether an item says nothing but its mark and the items below it, so that it fits on a line.
/// Comments before its block do not count: they go before the line.
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

/// The tokens of an item up to its block.
pub(super) fn opening(item: Node<'_>, cursor: &Cursor<'_>) -> Range<usize> {
    let end = item.child(NodeKind::Block).map_or(item.range().end(), |block| block.range().start());
    cursor.index_at(item.range().start())..cursor.index_at(end)
}

/// An item on one line.
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

/// How many of these entries are a run: plain items with nothing but blanks between them. Comments
/// inside the first go before the run, so no other can have any.
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

/// Whether an item has a block that stays.
pub(super) fn has_items(item: Node<'_>) -> bool {
    item.child(NodeKind::Block).is_some_and(|block| block.children().next().is_some())
}
