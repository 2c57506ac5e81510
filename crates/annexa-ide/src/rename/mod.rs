//! Renaming what the author named: labels, terms, audiences, the aliases of bases, the prefix of a
//! standard. What a catalogue names keeps its name.
//!
//! A rename gives a project of the same meaning: every use goes along, in all files and in texts, what a
//! provision is told apart by stays ([`annexa_model::Project::relabel`]), and a name that is taken, or
//! that could not be read where it would stand, is refused.

use annexa_model::{
    BaseId, Edit, FileId, Location, Mention, Project, Standard, StandardId, Symbol,
};
use annexa_syntax::{Document, TextRange, TextSize, TokenKind};

use crate::{Span, place, references::items_up_to};

mod labels;
mod names;

pub(crate) use labels::renamed;

/// What can be renamed at a place of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Renamable {
    /// The name, without quotes and list items.
    pub range: TextRange,
    /// What it is now.
    pub name: String,
}

/// Why something is not renamed, in words for the author.
pub type Refusal = String;

/// What can be renamed at a place of a file; `None` where there is no name.
pub fn prepare_rename(
    project: &Project,
    file: FileId,
    offset: TextSize,
) -> Result<Option<Renamable>, Refusal> {
    let Some(subject) = Subject::at(project, file, offset)? else { return Ok(None) };
    let range = Span::of(project, subject.place).range;
    Ok(Some(Renamable { range, name: subject.name }))
}

/// The edits that give what is named at a place of a file another name. The labels below a label that
/// begin with it are renamed with it: who renames clause `SMX.A` to `SMX.B` finds `SMX.A.1` as `SMX.B.1`.
pub fn rename(
    project: &Project,
    file: FileId,
    offset: TextSize,
    new: &str,
    cancelled: &dyn Fn() -> bool,
) -> Result<Vec<Edit>, Refusal> {
    let subject = Subject::at(project, file, offset)?
        .ok_or_else(|| "there is no name here that could be changed".to_owned())?;
    let new = new.split_whitespace().collect::<Vec<_>>().join(" ");
    if new == subject.name {
        return Ok(Vec::new());
    }
    let Subject { symbol, standard, .. } = subject;
    let mut edits = match symbol {
        Symbol::Added(_, added) => labels::rename(project, standard, added, &new)?,
        Symbol::Term(_, index) => names::rename_term(project, standard, index, &new)?,
        Symbol::Audience(_, index) => names::rename_audience(project, standard, index, &new)?,
        Symbol::Base(_, base) => names::rename_alias(project, standard, base, &new)?,
        Symbol::Standard(_) => labels::rename_prefix(project, standard, &new, cancelled)?,
        Symbol::Document(_) | Symbol::Provision(..) => Vec::new(),
    };
    edits.sort_by_key(|edit| edit.location);
    edits.dedup();
    if let Some(head) = unreadable(project, &edits, cancelled) {
        return Err(format!("with `{new}` in its place, `{head}` could no longer be read"));
    }
    Ok(edits)
}

/// What is to be renamed.
struct Subject<'a> {
    symbol: Symbol,
    /// The standard that gave it its name.
    standard: &'a Standard,
    /// The name under the cursor.
    place: Location,
    /// What it is called now.
    name: String,
}

impl<'a> Subject<'a> {
    fn at(
        project: &'a Project,
        file: FileId,
        offset: TextSize,
    ) -> Result<Option<Subject<'a>>, Refusal> {
        let (symbol, place) = match alias_at(project, file, offset) {
            Some((standard, base, place)) => (Symbol::Base(standard, base), place),
            None => {
                let Some(mention) = project.mention_at(file, offset) else { return Ok(None) };
                refuse(project, &mention, offset)?;
                (mention.symbol, mention.location)
            }
        };
        let (Symbol::Added(id, _)
        | Symbol::Term(id, _)
        | Symbol::Audience(id, _)
        | Symbol::Base(id, _)
        | Symbol::Standard(id)) = symbol
        else {
            return Ok(None);
        };
        let Some(standard) = project.standard(id) else { return Ok(None) };
        let (name, place) = match symbol {
            Symbol::Added(_, added) => {
                let label = standard.added(added).map(|added| added.label.as_str());
                (label, Location { range: first_word(project, place), ..place })
            }
            Symbol::Term(_, index) => {
                let name = standard.term_of(index).map(|term| term.name.as_str());
                (name, Location { range: place::unquoted(project, place), ..place })
            }
            Symbol::Audience(_, index) => {
                let audience = standard.audiences.get(index as usize);
                (audience.map(|audience| audience.name.as_str()), place)
            }
            Symbol::Base(_, base) => {
                let base = standard.base(base);
                (base.and_then(|base| base.alias.as_deref()), place)
            }
            _ => (Some(standard.prefix.as_str()), place),
        };
        let named = |name: &str| Subject { symbol, standard, place, name: name.to_owned() };
        Ok(name.map(named))
    }
}

/// Refuses what keeps its name.
fn refuse(project: &Project, mention: &Mention, offset: TextSize) -> Result<(), Refusal> {
    match mention.symbol {
        Symbol::Document(catalogue) | Symbol::Provision(catalogue, _) => {
            let document = project.catalogue(catalogue).map(|it| it.document.printed());
            let document = document.unwrap_or_default();
            Err(match mention.symbol {
                Symbol::Document(_) => {
                    format!("{document} is a document; it keeps its designation")
                }
                _ => format!(
                    "this is a provision of {document}; it keeps the number that it has there"
                ),
            })
        }
        Symbol::Added(..) if items_up_to(project, mention, offset) > 0 => Err(
            "a list item is told by the letter in its text; change it there, and where it is cited"
                .to_owned(),
        ),
        _ => Ok(()),
    }
}

/// The alias of a base at a place, though it be the number of the document.
fn alias_at(
    project: &Project,
    file: FileId,
    offset: TextSize,
) -> Option<(StandardId, BaseId, Location)> {
    let at = project.declaration_at(file, offset)?;
    let offset = offset.checked_sub(at.offset)?;
    let standard = project.standard(at.standard?)?;
    let cited = at.declaration.texts().flat_map(|(_, text)| &text.references);
    let mut aliases =
        at.declaration.target.iter().chain(cited).filter_map(|it| standard.alias_in(it));
    let (base, alias) = aliases.find(|(_, alias)| alias.range.contains_inclusive(offset))?;
    Some((standard.id, base, at.location(alias.range)))
}

/// The label at the beginning of a reference.
fn first_word(project: &Project, place: Location) -> TextRange {
    let source = place::source(project, place);
    let end = source.find(char::is_whitespace).unwrap_or(source.len());
    TextRange::at(place.range.start(), TextSize::new(end as u32))
}

/// Whether a name is one token of a kind.
fn is_token(name: &str, kind: TokenKind) -> bool {
    let document = Document::new(name);
    let mut tokens = document.items().flat_map(|(_, item)| item.tokens().collect::<Vec<_>>());
    matches!((tokens.next(), tokens.next()), (Some((found, _)), None) if found == kind)
}

/// The first line of an item that would not be read as before: into as many items, with the same heads
/// and as many errors.
fn unreadable<'a>(
    project: &'a Project,
    edits: &[Edit],
    cancelled: &dyn Fn() -> bool,
) -> Option<&'a str> {
    let same_item = |a: &Edit, b: &Edit| {
        (a.location.file, a.location.item) == (b.location.file, b.location.item)
    };
    let is_read = |before: &str, edits: &[Edit]| {
        let mut text = before.to_owned();
        for edit in edits.iter().rev() {
            let range = std::ops::Range::from(edit.location.range);
            if text.get(range.clone()).is_none() {
                return false;
            }
            text.replace_range(range, &edit.new);
        }
        read_behind_another(&text) == read_behind_another(before)
    };
    edits.chunk_by(same_item).take_while(|_| !cancelled()).find_map(|edits| {
        let location = edits.first()?.location;
        let (_, item) = project.document(location.file)?.find(location.item)?;
        let first_line = item.text().lines().next().unwrap_or_default();
        (!is_read(item.text(), edits)).then(|| first_line.trim_end_matches([' ', '{']))
    })
}

/// How an item is read that stands behind another one: the kinds of its declarations, and its errors.
fn read_behind_another(text: &str) -> (usize, Vec<annexa_syntax::DeclarationKind>, usize) {
    let document = Document::new(&format!("term \"x\"\n{text}"));
    let declarations = document.items().flat_map(|(_, item)| item.declarations());
    let kinds = declarations.map(|declaration| declaration.kind).collect();
    (document.item_count(), kinds, document.errors().count())
}

#[cfg(test)]
mod tests;
