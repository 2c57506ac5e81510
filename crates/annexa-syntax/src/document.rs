//! A document that follows edits.
//!
//! A text is cut into items at the lines that begin a declaration in column 1, which such a line
//! tells by itself ([`crate::head`]), and an item depends on its own text alone. So an edit concerns the
//! items that it touches, the one before where it touches a head line (the two may become one), and
//! no other: these are cut and parsed anew, all others are kept by pointer.

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

/// So many items are parsed in one go.
const AT_A_TIME: usize = 64;

/// A text with its items. A copy costs nothing and shares everything.
#[derive(Clone)]
pub struct Document {
    items: ItemTree,
    /// Made when it is first asked for: who only reads a file needs none.
    text: OnceLock<Rope>,
}

/// What an edit made the parser do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reparse {
    /// The items that an edit replaced, by index in the old document.
    pub replaced: Range<usize>,
    /// The items in their place, by index in the new document. Those at either end may be old ones
    /// that turned out to be unchanged.
    pub items: Range<usize>,
    /// How many of these were parsed.
    pub parsed_items: usize,
    /// How many tokens were lexed.
    pub lexed_tokens: usize,
    /// The bytes that were looked at, in the new text.
    pub window: Range<usize>,
}

/// Which item of a document it is, and where it begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ItemStart {
    /// Which of the items of the document it is, counted from 0.
    pub index: usize,
    /// Its key, which it keeps while the document is edited.
    pub key: ItemKey,
    /// The bytes before it.
    pub offset: usize,
    /// The lines before it.
    pub line: usize,
}

impl ItemStart {
    fn of(found: ItemPlace<'_>) -> ItemStart {
        let ItemPlace { before, key, .. } = found;
        ItemStart { index: before.items, key, offset: before.bytes, line: before.lines }
    }

    /// The line and the column in the document of a byte of the item, as
    /// [`Document::line_and_column`] gives them.
    pub fn line_and_column(self, item: &Item, at: usize) -> (usize, usize) {
        let text = item.text();
        let mut end = at.min(text.len());
        // One within a character is at its beginning.
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        // Between `\r` and `\n` the line has not ended yet.
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

    /// Parses a text, with the other threads of the pool where it is long. Nobody who waits for this may
    /// be needed for anything else that the pool has to do.
    pub fn new_side_by_side(text: &str) -> Document {
        let texts = head::split_items(text);
        let items: Vec<_> = texts.par_chunks(AT_A_TIME).flat_map_iter(Item::parse_all).collect();
        Document::of(items)
    }

    /// A text that is not read, such as that of a binary file, with the reason as its only error. An edit
    /// reads it.
    pub fn unread(text: &str, why: impl Into<String>) -> Document {
        let item = Arc::new(Item::unread(text, why.into()));
        Document::of([item])
    }

    fn of(items: impl IntoIterator<Item = Arc<Item>>) -> Document {
        let items: Vec<_> = ItemKey::of_new_document().zip(items).collect();
        Document { items: ItemTree::new(&items), text: OnceLock::new() }
    }

    /// Whether its text is read.
    pub fn is_read(&self) -> bool {
        // One that is not read has a single item.
        self.item(0).is_none_or(|(_, item)| item.is_read())
    }

    /// Lowers all its items, side by side where there are many. Whoever asks for a declaration would do
    /// it one by one.
    pub fn lower(&self) {
        let items: Vec<_> = self.items().map(|(_, item)| item).collect();
        items.into_par_iter().with_min_len(64).for_each(|item| {
            item.declarations();
        });
    }

    /// The text.
    pub fn text(&self) -> &Rope {
        self.text.get_or_init(|| {
            let mut rope = RopeBuilder::new();
            self.items().for_each(|(_, item)| rope.append(item.text()));
            rope.finish()
        })
    }

    /// How many bytes long the text is.
    pub fn len(&self) -> usize {
        self.items.extent().bytes
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many items there are.
    pub fn item_count(&self) -> usize {
        self.items.extent().items
    }

    /// The items, each with the offset at which it begins.
    pub fn items(&self) -> impl Iterator<Item = (usize, &Arc<Item>)> {
        self.items_from(0)
    }

    /// The items from the one of that index on.
    pub fn items_from(&self, index: usize) -> impl Iterator<Item = (usize, &Arc<Item>)> {
        self.items.iter_from(index).map(|it| (it.before.bytes, it.item))
    }

    /// The same, each with all that is known of where it begins.
    pub fn items_with_starts_from(
        &self,
        index: usize,
    ) -> impl Iterator<Item = (ItemStart, &Arc<Item>)> {
        self.items.iter_from(index).map(|it| (ItemStart::of(it), it.item))
    }

    /// The item of an index, with where it begins.
    pub fn item(&self, index: usize) -> Option<(ItemStart, &Arc<Item>)> {
        self.items.get(index).map(|it| (ItemStart::of(it), it.item))
    }

    /// The item of a key, with where it begins.
    pub fn find(&self, key: ItemKey) -> Option<(ItemStart, &Arc<Item>)> {
        self.items.of_key(key).map(|it| (ItemStart::of(it), it.item))
    }

    /// How many items at the beginning are shared, under the same keys, with another document, and how many
    /// of the others at the end. That takes time that grows with what is not shared.
    pub fn in_common(&self, other: &Document) -> (usize, usize) {
        let first = self.items.in_common(&other.items, Side::Beginning);
        let rest = self.item_count().min(other.item_count()) - first;
        (first, self.items.in_common(&other.items, Side::End).min(rest))
    }

    /// The item that holds the byte at an offset, with where it begins. The end of the text belongs to the
    /// last item.
    pub fn item_at(&self, offset: usize) -> Option<(ItemStart, &Arc<Item>)> {
        self.items.find(offset).map(|it| (ItemStart::of(it), it.item))
    }

    /// The line and the column of a byte, both counted from 0, the column in characters. No rope is
    /// made for it. A byte order mark is no character of the first line.
    pub fn line_and_column(&self, offset: usize) -> (usize, usize) {
        let Some((start, item)) = self.item_at(offset) else { return (0, 0) };
        start.line_and_column(item, offset.saturating_sub(start.offset))
    }

    /// The syntax errors, with their ranges counted from the beginning of the text.
    pub fn errors(&self) -> impl Iterator<Item = SyntaxError> {
        self.items()
            .flat_map(|(start, item)| item.errors().iter().map(move |error| error.shifted(start)))
    }

    /// Replaces a range of bytes. A range that leaves the text or splits a character is first made
    /// to fit.
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

        // By their texts: an edit can replace a whole document, which must not cost each new item a look at
        // all old ones.
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
        // So that this is the only one and is changed in place.
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
            // There is no key left between two items: all get new ones.
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

    /// The items that an edit concerns, from the first to behind the last.
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
