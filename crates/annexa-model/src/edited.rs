//! Updates a project after an edit of a file.
//!
//! Other declarations see a declaration only through its *signature*: its head, its key and the
//! marks of its list items. An edit that changes no signature affects only the edited declarations.
//! If a signature changes, or declarations come and go, the declarations that refer to them are
//! resolved again, and all indexes of signatures (terms, additions, changes, uses, identities) are
//! corrected. All other declarations keep their IDs and need not be visited. Heads of files and
//! catalogues are read as a whole: an edit of these, except within a text, rebuilds the project.

use std::collections::BTreeSet;
use std::sync::Arc;

use annexa_base::FileId;
use annexa_syntax::{
    Block, Declaration, DeclarationKind, Document, FieldValue, Item, ItemKey, Keyword, SmolStr,
};
use imbl::Vector;

use crate::{
    DeclarationId, Parent, Project, SourceFile, Standard, StandardId, Symbol, added, additions,
    build,
    changes::{self, ChangedPart},
    identity,
    links::{self, Links},
    project::DeclarationEntry,
};

/// This many edited items are compared in a project of any size.
const FEW: usize = 64;
/// If more than one item in this many is edited, the project is rebuilt.
const ONE_IN: usize = 4;

/// A project after an edit.
pub(crate) struct Edited {
    pub(crate) project: Project,
    /// The items of the file that are new or have another text.
    pub(crate) items: Vec<ItemKey>,
    /// The items that were removed from the file.
    pub(crate) gone: Vec<ItemKey>,
    /// The items of any file whose findings may change, except those that already had findings.
    pub(crate) again: BTreeSet<(FileId, ItemKey)>,
    /// The standards of these items.
    pub(crate) standards: BTreeSet<StandardId>,
    /// Whether the head of a file was edited.
    pub(crate) has_head: bool,
    /// The number of declarations that were resolved.
    pub(crate) resolved: usize,
}

/// The effect of an edit on the declarations of a file.
#[derive(Default)]
struct Edits {
    items: Vec<ItemKey>,
    gone_items: Vec<ItemKey>,
    /// The edited declarations whose signature is unchanged.
    quiet: BTreeSet<DeclarationId>,
    /// The declarations that were removed or have another signature.
    gone: Vec<DeclarationId>,
    /// The declarations that are new or have another signature.
    new: Vec<(DeclarationId, DeclarationKind)>,
    has_head: bool,
}

/// Returns the project after an edit of a file; `None` if it must be rebuilt.
pub(crate) fn edited(project: &Project, file: FileId, document: &Document) -> Option<Edited> {
    let FileId::Project(index) = file else { return None };
    let source = project.files.get(index as usize)?;
    let edits = edits(project, index, source, document)?;
    let mut after = project.clone();
    let slot = after.files.get_mut(index as usize)?;
    *slot = Arc::new(with_entries(source, document, &edits));

    let (mut readers, mut moved) = (BTreeSet::new(), Vec::new());
    if edits.has_head || !edits.gone.is_empty() || !edits.new.is_empty() {
        let before = project.standard(source.standard?)?;
        readers = readers_of(project, &after, before, &edits);
        let standard;
        (standard, moved) = standard_after(&after, before, &edits, &readers)?;
        *Arc::make_mut(&mut after.standards).get_mut(before.id.0 as usize)? = standard;
    }

    let new = edits.new.iter().map(|(id, _)| *id);
    let mut again: BTreeSet<DeclarationId> = new.chain(readers).collect();
    again.retain(|id| after.entry(*id).is_some());
    for id in again.iter().chain(&edits.quiet) {
        let links = Arc::new(links::links(&after, &after.declaration(*id)?));
        let place = after.files.get(id.file as usize)?.place(*id)?;
        let source = Arc::make_mut(after.files.get_mut(id.file as usize)?);
        source.links.set(place, links);
    }
    let mut known = again.clone();
    known.extend(&edits.gone);
    let resolved = again.len() + edits.quiet.len();
    correct(project, &mut after, &known, &edits.quiet, &mut again);
    for id in known.iter().chain(&moved) {
        neighbours(project, *id, &mut again);
        neighbours(&after, *id, &mut again);
    }
    again.extend(moved);
    again.extend(&edits.quiet);
    let again = again.iter().filter_map(|id| after.entry(*id));
    let again: Vec<_> =
        again.map(|entry| (entry.standard, (entry.id.file(), entry.id.item))).collect();
    let own = edits.items.iter().map(|item| (file, *item));
    Some(Edited {
        again: again.iter().map(|(_, place)| *place).chain(own).collect(),
        standards: again
            .iter()
            .filter_map(|(standard, _)| *standard)
            .chain(source.standard)
            .collect(),
        project: after,
        items: edits.items,
        gone: edits.gone_items,
        has_head: edits.has_head,
        resolved,
    })
}

/// An item before and after an edit; `None` where it does not exist.
type ChangedItem<'a> = (ItemKey, Option<&'a Arc<Item>>, Option<&'a Arc<Item>>);

/// Returns a standard with its terms and additions after an edit, and the declarations whose
/// printed number or base changed; `None` if the project must be rebuilt.
fn standard_after(
    after: &Project,
    before: &Standard,
    edits: &Edits,
    readers: &BTreeSet<DeclarationId>,
) -> Option<(Standard, Vec<DeclarationId>)> {
    let mut standard = match edits.has_head {
        true => build::with_head(after, before),
        false => before.clone(),
    };
    for gone in &edits.gone {
        standard.terms.remove(standard.rank(*gone));
    }
    for (new, _) in edits.new.iter().filter(|(_, kind)| *kind == DeclarationKind::Term) {
        let term = build::term(&after.declaration(*new)?);
        standard.terms.insert(standard.rank(*new), term);
    }
    let new: Vec<_> = edits.new.iter().map(|(new, _)| *new).collect();
    let readers: Vec<_> = readers.iter().copied().collect();
    let moved;
    (standard.added, moved) = additions::update(after, &standard, &edits.gone, &new, &readers)?;
    Some((standard, moved))
}

/// Returns the changed, new and removed declarations; `None` if the project must be rebuilt.
fn edits(project: &Project, file: u32, source: &SourceFile, document: &Document) -> Option<Edits> {
    let mut edits = Edits::default();
    let (first, last) = source.document.in_common(document);
    let part = |document: &Document| document.item_count() - first - last;
    let most = FEW.max(project.declaration_count() / ONE_IN);
    let old = source.document.items_with_starts_from(first).take(part(&source.document));
    let new = document.items_with_starts_from(first).take(part(document));
    let (mut old, mut new) = (old.peekable(), new.peekable());
    let mut changed: Vec<ChangedItem<'_>> = Vec::new();
    loop {
        let (key, before, after) = match (old.peek(), new.peek()) {
            (None, None) => break,
            (Some((a, _)), Some((b, _))) if a.key == b.key => (a.key, old.next(), new.next()),
            (Some((a, _)), b) if b.is_none_or(|(b, _)| a.key < b.key) => (a.key, old.next(), None),
            (_, Some((b, _))) => (b.key, None, new.next()),
            (Some(_), None) => break,
        };
        let (before, after) = (before.map(|(_, item)| item), after.map(|(_, item)| item));
        // A file that is opened or closed is parsed again with the same text.
        let is_same = |(before, after): (&Arc<Item>, &Arc<Item>)| {
            Arc::ptr_eq(before, after) || before.text() == after.text()
        };
        if !before.zip(after).is_some_and(is_same) {
            changed.push((key, before, after));
            if changed.len() > most {
                return None;
            }
        }
    }
    let is_led = source.entries.first().is_some_and(|first| first.kind.is_file_head());
    // If a file has no head, the text before its first declaration matters (S008).
    if !changed.is_empty() && !is_led {
        return None;
    }
    for (item, before, after) in changed {
        match after {
            Some(_) => edits.items.push(item),
            None => edits.gone_items.push(item),
        }
        let of = |index: usize| DeclarationId { file, item, index: index as u32 };
        let old = before.map_or(&[][..], |item| item.declarations());
        let new = after.map_or(&[][..], |item| item.declarations());
        for index in 0..old.len().max(new.len()) {
            let (id, old, new) = (of(index), old.get(index), new.get(index));
            let whole = |it: &&Declaration| it.kind.is_file_head() || it.kind.is_catalogue_entry();
            if old.iter().chain(&new).any(whole) {
                let ((old, new), (before, after)) = (old.zip(new)?, before.zip(after)?);
                if !is_same_head((before, old), (after, new)) {
                    return None;
                }
                edits.has_head = true;
                edits.quiet.insert(id);
            } else if old.zip(new).is_some_and(|(old, new)| is_same_signature(old, new)) {
                edits.quiet.insert(id);
            } else {
                edits.gone.extend(old.map(|_| id));
                edits.new.extend(new.map(|new| (id, new.kind)));
            }
        }
    }
    // Declarations before the head belong to nothing (S008); those after a second head belong to
    // that head.
    let first = source.entries.first().map(|entry| entry.id);
    if edits.new.first().is_some_and(|(new, _)| Some(*new) < first) {
        return None;
    }
    let heads = || source.entries.iter().filter(|entry| entry.kind.is_file_head()).count();
    let is_plain = !edits.has_head && edits.gone.is_empty() && edits.new.is_empty();
    (is_plain || source.standard.is_some() && heads() == 1).then_some(edits)
}

/// Returns a file with its new text and entries. Their links are the old ones until they are
/// resolved again.
fn with_entries(source: &SourceFile, document: &Document, edits: &Edits) -> SourceFile {
    let (mut entries, mut links) = (source.entries.clone(), source.links.clone());
    if !edits.gone.is_empty() || !edits.new.is_empty() {
        let kept = source.entries.iter().filter(|it| edits.gone.binary_search(&it.id).is_err());
        let new = edits.new.iter().map(|(id, kind)| DeclarationEntry {
            id: *id,
            kind: *kind,
            standard: source.standard,
        });
        let mut all: Vec<DeclarationEntry> = kept.copied().chain(new).collect();
        all.sort_unstable_by_key(|entry| entry.id);
        let of = |entry: &DeclarationEntry| {
            source.place(entry.id).and_then(|place| source.links.get(place))
        };
        links =
            all.iter().map(|entry| of(entry).cloned().unwrap_or_default()).collect::<Vector<_>>();
        entries = all.into();
    }
    let (path, standard) = (source.path.clone(), source.standard);
    SourceFile { path, document: document.clone(), standard, entries, links }
}

/// Returns the declarations whose meaning may have changed, because what they refer to was removed,
/// added or changed.
fn readers_of(
    project: &Project,
    after: &Project,
    standard: &Standard,
    edits: &Edits,
) -> BTreeSet<DeclarationId> {
    let (mut symbols, mut labels, mut terms) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let id = standard.id;
    for gone in &edits.gone {
        symbols.extend([Symbol::Added(id, *gone), Symbol::Term(id, *gone)]);
    }
    let gone = edits.gone.iter().filter_map(|id| project.declaration(*id));
    let new = edits.new.iter().filter_map(|(id, _)| after.declaration(*id));
    for at in gone.chain(new).map(|at| at.declaration) {
        labels.extend(at.label.iter().map(|label| label.value.clone()));
        let title = at.title.iter().filter(|_| at.kind == DeclarationKind::Term);
        terms.extend(title.map(|title| title.value.clone()));
    }
    // Another declaration can now be the first of its name, and a label of this standard has
    // precedence over one of the standard whose prefix it has.
    for label in &labels {
        let other = project.standard_by_prefix(added::prefix_of(label));
        let holders = [Some(standard), other].into_iter().flatten();
        let first = holders.filter_map(|it| Some(Symbol::Added(it.id, it.added_by_label(label)?)));
        symbols.extend(first);
    }
    let by_name = terms.iter().filter_map(|name| standard.term(name));
    symbols.extend(by_name.map(|first| Symbol::Term(id, first.declaration)));
    let mut readers: BTreeSet<_> =
        symbols.into_iter().flat_map(|symbol| project.uses.of(symbol)).collect();
    if !labels.is_empty() || !terms.is_empty() {
        readers.extend(&project.uses.open);
    }
    readers
}

/// Corrects the indexes of signatures and links for declarations that were removed, added or
/// resolved again, and for quiet ones, of which only the links changed. Adds the declarations to
/// `again` whose users changed.
fn correct(
    project: &Project,
    after: &mut Project,
    known: &BTreeSet<DeclarationId>,
    quiet: &BTreeSet<DeclarationId>,
    again: &mut BTreeSet<DeclarationId>,
) {
    let (mut uses, mut changes) = (after.uses.clone(), after.changes.clone());
    let mut identities = after.identities.clone();
    for id in known {
        if let Some(at) = project.declaration(*id) {
            changes.remove(project, &at);
            identities.remove(project, &at);
        }
    }
    for id in known.iter().chain(quiet) {
        let (old, new) = (project.links_of(*id), after.links_of(*id));
        if let Some(old) = old {
            uses.remove(*id, old);
        }
        if let Some(new) = new {
            uses.insert(*id, new);
        }
        let uses = |links: Option<&Links>| links.map(|links| links.symbols()).unwrap_or_default();
        let (old, new) = (uses(old), uses(new));
        if old == new {
            continue;
        }
        for symbol in old.into_iter().chain(new) {
            if let Symbol::Added(_, used) | Symbol::Term(_, used) = symbol {
                again.insert(used);
            }
        }
    }
    for id in known {
        if let Some(at) = after.declaration(*id) {
            changes.insert(after, &at);
            identities.insert(after, &at);
        }
    }
    (after.uses, after.changes, after.identities) = (uses, changes, identities);
}

/// Collects the declarations that a rule compares with this one although they need not refer to it:
/// those of the same name or title, the same or the next number, the parent and its children, and
/// those that change the same provision.
fn neighbours(project: &Project, id: DeclarationId, found: &mut BTreeSet<DeclarationId>) {
    /// Rules examine the children of a clause if there are few.
    const MOST_CHILDREN: usize = 3;
    let Some(at) = project.declaration(id) else { return };
    let Some(standard) = at.standard.and_then(|id| project.standard(id)) else { return };
    if let Some(label) = &at.declaration.label {
        found.extend(project.identities.of_label(&label.value));
    }
    if let Some(key) = identity::key(project, &at) {
        found.extend(project.identities.of_key(&key));
    }
    if let Some(term) = standard.term_of(id) {
        found.extend(standard.terms.all(&term.name).map(|term| term.declaration));
    }
    if let Some(added) = standard.added(id) {
        found.extend(standard.added.titled(&added.title).map(|added| added.declaration));
        let number = added.number_in_label();
        let (above, last) =
            number.rsplit_once('.').map_or(("", number), |(above, last)| (above, last));
        let next = last.parse::<u32>().ok().and_then(|last| last.checked_add(1));
        if let Some(next) = next {
            let dot = if above.is_empty() { "" } else { "." };
            let label = format!("{}.{above}{dot}{next}", standard.prefix);
            found.extend(project.identities.of_label(&label));
        }
        if let [_, _, ..] = project.standards() {
            let of = |other: &Standard| other.added_by_label(&format!("{}.{number}", other.prefix));
            found.extend(project.standards().iter().filter_map(of));
        }
        if let Parent::Added(parent) = added.parent {
            found.insert(parent);
            let children = standard.added(parent).map(|parent| parent.children.as_slice());
            found.extend(children.filter(|all| all.len() <= MOST_CHILDREN).into_iter().flatten());
        }
    }
    if let Some((standard, symbol, ..)) = changes::changed(project, &at) {
        // Among requirements, only those conflict that become items of the same list.
        let is_item = at.declaration.as_item.is_some();
        let parts = ChangedPart::CHANGED.iter().chain([&ChangedPart::Retained]);
        for part in parts.filter(|part| is_item || **part != ChangedPart::Requirement) {
            found.extend(project.changed_by(standard, symbol, *part));
        }
        if let Symbol::Added(_, changed) = symbol {
            found.insert(changed);
        }
    }
}

/// Whether two heads of files differ at most in their texts, title and sector.
fn is_same_head(before: (&Item, &Declaration), after: (&Item, &Declaration)) -> bool {
    fn said<'a>(
        (item, head): (&'a Item, &'a Declaration),
    ) -> impl Iterator<Item = (Keyword, &'a str)> {
        let fields = head.fields.iter().filter(|field| {
            field.name != Keyword::Sector && !matches!(field.value, FieldValue::Text(_))
        });
        fields.map(|field| {
            let range = usize::from(field.range.start())..usize::from(field.range.end());
            (field.name, item.text().get(range).unwrap_or_default())
        })
    }
    let name = |head: &Declaration| head.label.as_ref().map(|label| label.value.clone());
    let is_of_standard = |kind| matches!(kind, DeclarationKind::Standard | DeclarationKind::PartOf);
    is_of_standard(before.1.kind)
        && before.1.kind == after.1.kind
        && name(before.1) == name(after.1)
        && said(before).eq(said(after))
}

/// Whether two declarations have the same signature. The model stores nothing else of a
/// declaration.
fn is_same_signature(a: &Declaration, b: &Declaration) -> bool {
    a.kind == b.kind
        && a.words == b.words
        && a.label == b.label
        && a.title == b.title
        && a.target == b.target
        && a.as_item == b.as_item
        && a.audiences == b.audiences
        && a.key() == b.key()
        && marks(a) == marks(b)
}

/// Returns the marks of list items in the texts, which references can name, with their depth.
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
