//! A document that is parsed incrementally.
//!
//! Lines that begin a declaration in column 1 cut a text into items. The line alone decides whether
//! it is such a line ([`crate::head`]), and an item depends only on its own text. So an edit
//! affects the items that it touches, and the item before them if it touches a head line, because
//! the two may merge. Only these are cut and parsed again; all others are kept by pointer.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use ropey::{Rope, RopeBuilder};
use rustc_hash::FxHashMap;

use crate::{
    Item, ItemKey, SyntaxError, head, item,
    item_keys::keys_after,
    item_tree::{ItemPlace, ItemTree, Side},
};

/// The number of items that one task parses.
const AT_A_TIME: usize = 64;

/// A text and its items. A clone is cheap and shares all items.
#[derive(Clone)]
pub struct Document {
    items: ItemTree,
    /// Built on first use: callers that only read a file need no rope.
    text: OnceLock<Rope>,
}

/// The work that an edit caused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reparse {
    /// The replaced items, as indices in the old document.
    pub replaced: Range<usize>,
    /// The items that replace them, as indices in the new document. The first and the last of them
    /// may be old items that did not change.
    pub items: Range<usize>,
    /// The number of these that were parsed.
    pub parsed_items: usize,
    /// The number of tokens that were lexed.
    pub lexed_tokens: usize,
    /// The bytes that were examined, in the new text.
    pub window: Range<usize>,
}

/// The identity of an item and the position at which it begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ItemStart {
    /// The index of the item in the document, counted from 0.
    pub index: usize,
    /// The key, which the item keeps while the document is edited.
    pub key: ItemKey,
    /// The number of bytes before the item.
    pub offset: usize,
    /// The number of lines before the item.
    pub line: usize,
}

impl ItemStart {
    fn of(found: ItemPlace<'_>) -> ItemStart {
        let ItemPlace { before, key, .. } = found;
        ItemStart { index: before.items, key, offset: before.bytes, line: before.lines }
    }

    /// Returns the line and column in the document of the byte `at` of the item, in the units of
    /// [`Document::line_and_column`].
    pub fn line_and_column(self, item: &Item, at: usize) -> (usize, usize) {
        let text = item.text();
        let mut end = at.min(text.len());
        // A byte within a character has the position of the character's first byte.
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        // Between `\r` and `\n`, the line has not ended yet.
        let ended = end - usize::from(text[..end].ends_with('\r') && text[end..].starts_with('\n'));
        let text = &text[..end];
        let line = memchr::memrchr2(b'\n', b'\r', &text.as_bytes()[..ended]).map_or(0, |at| at + 1);
        let breaks = item::line_breaks(&text[..line]);
        let mark = self.offset == 0 && line == 0 && text.starts_with('\u{FEFF}');
        (self.line + breaks, text[line..].chars().count() - usize::from(mark))
    }
}

impl Document {
    /// Parses a text.
    pub fn new(text: &str) -> Document {
        let texts = head::split_items(text);
        let items: Vec<_> = texts.chunks(AT_A_TIME).flat_map(Item::parse_all).collect();
        Document::of(items)
    }

    /// Parses a text, on the thread pool if it is long. The caller must hold nothing that other
    /// tasks of the pool wait for.
    pub fn new_side_by_side(text: &str) -> Document {
        let texts = head::split_items(text);
        let items: Vec<_> = texts.par_chunks(AT_A_TIME).flat_map_iter(Item::parse_all).collect();
        Document::of(items)
    }

    /// Returns a document for a text that must not be parsed, such as that of a binary file, with
    /// `why` as its only error. An edit parses the text.
    pub fn unread(text: &str, why: impl Into<String>) -> Document {
        let item = Arc::new(Item::unread(text, why.into()));
        Document::of([item])
    }

    fn of(items: impl IntoIterator<Item = Arc<Item>>) -> Document {
        let items: Vec<_> = ItemKey::of_new_document().zip(items).collect();
        Document { items: ItemTree::new(&items), text: OnceLock::new() }
    }

    /// Whether the text was parsed; see [`Document::unread`].
    pub fn is_read(&self) -> bool {
        // An unread document has a single item.
        self.item(0).is_none_or(|(_, item)| item.is_read())
    }

    /// Lowers all items, on the thread pool if there are many. Otherwise the first access to each
    /// declaration lowers its item.
    pub fn lower(&self) {
        let items: Vec<_> = self.items().map(|(_, item)| item).collect();
        items.into_par_iter().with_min_len(64).for_each(|item| {
            item.declarations();
        });
    }

    /// Returns the text; the first call builds the rope.
    pub fn text(&self) -> &Rope {
        self.text.get_or_init(|| {
            let mut rope = RopeBuilder::new();
            self.items().for_each(|(_, item)| rope.append(item.text()));
            rope.finish()
        })
    }

    /// Returns the length of the text in bytes.
    pub fn len(&self) -> usize {
        self.items.extent().bytes
    }

    /// Whether the text has no bytes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number of items.
    pub fn item_count(&self) -> usize {
        self.items.extent().items
    }

    /// Returns the items, each with the offset in bytes at which it begins.
    pub fn items(&self) -> impl Iterator<Item = (usize, &Arc<Item>)> {
        self.items_from(0)
    }

    /// Returns the items from an index on, each with the offset in bytes at which it begins.
    pub fn items_from(&self, index: usize) -> impl Iterator<Item = (usize, &Arc<Item>)> {
        self.items.iter_from(index).map(|it| (it.before.bytes, it.item))
    }

    /// Returns the items from an index on, each with its full position.
    pub fn items_with_starts_from(
        &self,
        index: usize,
    ) -> impl Iterator<Item = (ItemStart, &Arc<Item>)> {
        self.items.iter_from(index).map(|it| (ItemStart::of(it), it.item))
    }

    /// Returns the item at an index, with its position.
    pub fn item(&self, index: usize) -> Option<(ItemStart, &Arc<Item>)> {
        self.items.get(index).map(|it| (ItemStart::of(it), it.item))
    }

    /// Returns the item of a key, with its position.
    pub fn find(&self, key: ItemKey) -> Option<(ItemStart, &Arc<Item>)> {
        self.items.of_key(key).map(|it| (ItemStart::of(it), it.item))
    }

    /// Returns how many items at the beginning both documents share under the same keys, and how
    /// many of the remaining ones at the end. The time grows with the number of items that are not
    /// shared.
    pub fn in_common(&self, other: &Document) -> (usize, usize) {
        let first = self.items.in_common(&other.items, Side::Beginning);
        let rest = self.item_count().min(other.item_count()) - first;
        (first, self.items.in_common(&other.items, Side::End).min(rest))
    }

    /// Returns the item that contains the byte at `offset`, with its position. The end of the text
    /// belongs to the last item.
    pub fn item_at(&self, offset: usize) -> Option<(ItemStart, &Arc<Item>)> {
        self.items.find(offset).map(|it| (ItemStart::of(it), it.item))
    }

    /// Returns the line and column of a byte, both counted from 0; the column counts characters.
    /// This needs no rope. A byte order mark is not a character of the first line.
    pub fn line_and_column(&self, offset: usize) -> (usize, usize) {
        let Some((start, item)) = self.item_at(offset) else { return (0, 0) };
        start.line_and_column(item, offset.saturating_sub(start.offset))
    }

    /// Returns the syntax errors; their ranges count bytes from the beginning of the text.
    pub fn errors(&self) -> impl Iterator<Item = SyntaxError> {
        self.items()
            .flat_map(|(start, item)| item.errors().iter().map(move |error| error.shifted(start)))
    }

    /// Replaces a range of bytes with `new`. A range that exceeds the text or splits a character is
    /// first adjusted.
    pub fn edit(&mut self, range: Range<usize>, new: &str) -> Reparse {
        let range = self.fit(range);
        let (first, last) = self.touched(&range);
        let old: Vec<_> = self.items_with_starts_from(first).take(last - first).collect();
        let window_start = old.first().map_or(0, |(start, _)| start.offset);
        let window_end = old.last().map_or(0, |(start, item)| start.offset + item.text().len());

        let mut window = String::with_capacity(window_end - window_start + new.len());
        for (_, item) in &old {
            window.push_str(item.text());
        }
        window.replace_range(range.start - window_start..range.end - window_start, new);

        // A map by text, because an edit can replace a whole document: comparing each new item with
        // all old ones would be quadratic.
        let known: FxHashMap<&str, &Arc<Item>> =
            old.iter().rev().map(|(_, item)| (item.text(), *item)).collect();
        let mut parsed_items = 0;
        let mut lexed_tokens = 0;
        let items: Vec<Arc<Item>> = head::split_items(&window)
            .into_iter()
            .map(|text| {
                if let Some(&item) = known.get(text) {
                    return Arc::clone(item);
                }
                let item = Item::parse(text);
                parsed_items += 1;
                lexed_tokens += item.token_count();
                Arc::new(item)
            })
            .collect();
        let keyed: Vec<_> = old.iter().map(|(start, item)| (start.key, *item)).collect();
        let key = |index: usize| self.items.get(index).map(|it| it.key);
        let neighbours = (first.checked_sub(1).and_then(key), key(last));
        let keys = keys_after(&keyed, &items, neighbours);
        let mut text = self.text().clone();
        // Drops the other reference, so that the rope can be changed in place.
        self.text.take();
        let start = text.byte_to_char(range.start);
        let end = text.byte_to_char(range.end);
        text.remove(start..end);
        text.insert(start, new);
        self.text = text.into();
        let count = items.len();
        match keys {
            Some(keys) => {
                let items: Vec<_> = keys.into_iter().zip(items).collect();
                self.items.splice(first..last, &items);
            }
            // No key is left between the two neighbours: all items get new keys.
            None => {
                let behind = self.items.iter_from(last);
                let all = self.items.iter_from(0).take(first).chain(behind);
                let mut all: Vec<_> = all.map(|it| Arc::clone(it.item)).collect();
                all.splice(first..first, items);
                self.items = Document::of(all).items;
            }
        }

        Reparse {
            replaced: first..last,
            items: first..first + count,
            parsed_items,
            lexed_tokens,
            window: window_start..window_start + window.len(),
        }
    }

    /// The items that an edit affects: the first, and the one behind the last.
    fn touched(&self, range: &Range<usize>) -> (usize, usize) {
        let Some((start, item)) = self.item_at(range.start) else { return (0, 0) };
        let is_head = range.start <= start.offset + head::first_line(item.text());
        let first = start.index.saturating_sub(usize::from(is_head));
        let last = self.item_at(range.end).map_or(0, |(start, _)| start.index);
        (first, last + 1)
    }

    fn fit(&self, range: Range<usize>) -> Range<usize> {
        let fit = |offset: usize| {
            let offset = offset.min(self.len());
            self.text().char_to_byte(self.text().byte_to_char(offset))
        };
        let start = fit(range.start);
        start..fit(range.end.max(range.start)).max(start)
    }
}

impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        self.item_count() == other.item_count()
            && self.items().zip(other.items()).all(|(a, b)| a == b)
            && self.text() == other.text()
    }
}

impl std::fmt::Debug for Document {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.items().try_for_each(|(start, item)| write!(out, "@{start}\n{item:?}"))
    }
}
