//! What an edit leaves of a project. Nearly every edit leaves the *faces* of the declarations as they
//! are: what is seen of a declaration from elsewhere. Then all that was made of faces (standards,
//! numbers, names) is true as it is, and so are the links of all other declarations.

use std::sync::Arc;

use annexa_base::FileId;
use annexa_syntax::{Block, Declaration, Document, Item, Keyword, SmolStr};

use crate::{Project, SourceFile, Symbol, Use, links};

/// More edited items than these are not worth a comparison.
const FEW: usize = 64;

/// A project after an edit that left the faces as they were.
pub(crate) struct Edited {
    pub(crate) project: Project,
    /// The items that have another text, by index in their file.
    pub(crate) items: Vec<u32>,
    /// How many declarations were resolved.
    pub(crate) resolved: usize,
    /// Whether other things are used than before, or not as often.
    pub(crate) uses_changed: bool,
}

/// The project after a file of it got another text; `None` where a face is not what it was.
pub(crate) fn edited(project: &Project, file: FileId, document: &Document) -> Option<Edited> {
    let FileId::Project(index) = file else { return None };
    let source = project.files.get(index as usize)?;
    let items = edited_items(source, document)?;
    let mut after = project.clone();
    *after.files.get_mut(index as usize)? =
        Arc::new(SourceFile { document: document.clone(), ..SourceFile::clone(source) });

    let edited = items.iter().flat_map(|&item| after.declarations_in_items(file, item..item + 1));
    let ids: Vec<_> = edited.map(|at| at.id).collect();
    let mut uses_changed = false;
    for &id in &ids {
        let links = links::links(&after, &after.declaration(id)?);
        let before = project.links_of(id)?;
        if before.uses != links.uses {
            after.note_edited(id);
            uses_changed |= !symbols(&before.uses).eq(symbols(&links.uses));
        }
        let (_, place) = project.place(id)?;
        // Only this version has the file, so nothing is copied.
        Arc::make_mut(after.files.get_mut(index as usize)?).links.set_mut(place, links);
    }
    Some(Edited { project: after, items, resolved: ids.len(), uses_changed })
}

fn symbols(uses: &[Use]) -> impl Iterator<Item = Symbol> {
    uses.iter().map(|it| it.symbol)
}

/// The items that are not what they were; `None` where that shows elsewhere. What both versions share
/// is not looked at.
fn edited_items(source: &SourceFile, document: &Document) -> Option<Vec<u32>> {
    let count = document.item_count();
    if source.document.item_count() != count {
        return None;
    }
    let is_led = || {
        let (_, first) = source.document.item(source.entries.first()?.item_index as usize)?;
        Some(first.declarations().first()?.kind.is_file_head())
    };
    let (same, same_behind) = source.document.in_common(document);
    let changed = source.document.items_from(same).zip(document.items_from(same));
    let mut edited = Vec::new();
    for (index, ((_, before), (_, after))) in (same..count - same_behind).zip(changed) {
        // A file that is opened or closed is read anew, and says the same.
        if Arc::ptr_eq(before, after) || before.text() == after.text() {
            continue;
        }
        // Where nothing leads the file, what stands before its first declaration counts (S008).
        if edited.len() == FEW || !same_faces(before, after) || !is_led().unwrap_or_default() {
            return None;
        }
        edited.push(index as u32);
    }
    Some(edited)
}

fn same_faces(before: &Item, after: &Item) -> bool {
    let (before, after) = (before.declarations(), after.declarations());
    before.len() == after.len() && before.iter().zip(after).all(|(a, b)| same_face(a, b))
}

/// Whether two declarations look the same from elsewhere. The model keeps nothing of a declaration
/// but what is compared here; heads and catalogues are kept as a whole.
fn same_face(a: &Declaration, b: &Declaration) -> bool {
    let is_kept_whole = |declaration: &Declaration| {
        declaration.kind.is_file_head() || declaration.kind.is_catalogue_entry()
    };
    !is_kept_whole(a)
        && a.kind == b.kind
        && a.words == b.words
        && a.label == b.label
        && a.title == b.title
        && a.target == b.target
        && a.as_item == b.as_item
        && a.audiences == b.audiences
        && a.word(Keyword::Key) == b.word(Keyword::Key)
        && marks(a) == marks(b)
}

/// The marks of the list items in the texts, which references can name, with their depth.
fn marks(declaration: &Declaration) -> Vec<(Keyword, usize, &SmolStr)> {
    fn of<'a>(
        field: Keyword,
        depth: usize,
        blocks: &'a [Block],
        marks: &mut Vec<(Keyword, usize, &'a SmolStr)>,
    ) {
        for block in blocks {
            if let Block::List(items) = block {
                for item in items {
                    marks.push((field, depth, &item.mark.value));
                    of(field, depth + 1, &item.blocks, marks);
                }
            }
        }
    }
    let mut marks = Vec::new();
    for field in &declaration.fields {
        if let Some(text) = field.text() {
            of(field.name, 0, &text.blocks, &mut marks);
        }
    }
    marks
}
