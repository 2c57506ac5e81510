//! Terms, audiences, and what a standard calls its bases.

use annexa_model::{BaseId, DeclarationId, Edit, Location, Project, Standard, Symbol, Use};
use annexa_syntax::{FieldValue, Keyword, TextRange, TextSize, TokenKind};

use super::{Refusal, is_token};
use crate::place::{source, unquoted};

/// Gives a term another name. A use keeps the case of its first letter, and the form that it shows where
/// that is the name with something behind it.
pub(super) fn rename_term(
    project: &Project,
    standard: &Standard,
    declaration: DeclarationId,
    new: &str,
) -> Result<Vec<Edit>, Refusal> {
    let Some(term) = standard.term_of(declaration) else { return Ok(Vec::new()) };
    if new.is_empty() {
        return Err("a term has a name of one letter or more".to_owned());
    }
    if let Some(mark) = new.chars().find(|it| matches!(it, '"' | '{' | '}' | '\\')) {
        return Err(format!(
            "the name of a term cannot hold `{mark}`; references to it could not be read"
        ));
    }
    if let Some(taken) = standard.term(new).filter(|taken| taken.declaration != declaration) {
        return Err(format!("there is a term “{}” already; take another name", taken.name));
    }
    let declared = Location { range: unquoted(project, term.location), ..term.location };
    let mut edits = vec![Edit { location: declared, new: new.to_owned() }];
    for used in project.uses(Symbol::Term(standard.id, declaration)) {
        let cased = in_case_of(source(project, used.location), &term.name, new);
        edits.push(Edit { location: used.location, new: cased });
        edits.extend(shown_form(project, &used, &term.name, new));
    }
    Ok(edits)
}

/// The form that a reference to a term shows, after the term has another name: the new name, with what
/// followed the old one. A form that is not made of the name, or would be misspelt, stays.
fn shown_form(project: &Project, used: &Use, old: &str, new: &str) -> Option<Edit> {
    let at = project.declaration(used.declaration)?;
    let mut terms = at.declaration.texts().flat_map(|(_, text)| &text.terms);
    let shown = terms.find(|term| term.name.range == used.location.range)?.shown.as_ref()?;
    let place = at.location(shown.range);
    let range = unquoted(project, place);
    let form = source(project, Location { range, ..place });
    let same_but_for_case = form
        .get(..old.len())
        .filter(|start| annexa_model::term_key(start) == annexa_model::term_key(old))?;
    let rest = form.get(old.len()..)?;
    let plural = rest.strip_prefix('s');
    if plural.unwrap_or(rest).starts_with(char::is_alphanumeric)
        || plural.is_some() && new.ends_with(['s', 'x', 'z', 'h', 'y'])
    {
        return None;
    }
    let name = in_case_of(same_but_for_case, old, new);
    let range = TextRange::at(range.start(), TextSize::of(same_but_for_case));
    Some(Edit { location: Location { range, ..place }, new: name })
}

/// The new name with its first letter in the case that a use has it in, where it has that case: `ß` has
/// no capital that would be read as the same name.
fn in_case_of(used: &str, old: &str, new: &str) -> String {
    let first = |name: &str| name.chars().next().unwrap_or(' ');
    let mut rest = new.chars();
    let cased: String = match rest.next() {
        Some(letter) if first(used) != first(old) => match first(used).is_uppercase() {
            true => letter.to_uppercase().chain(rest).collect(),
            false => letter.to_lowercase().chain(rest).collect(),
        },
        _ => return new.to_owned(),
    };
    let is_same = annexa_model::term_key(&cased) == annexa_model::term_key(new);
    if is_same { cased } else { new.to_owned() }
}

/// Gives an audience another name.
pub(super) fn rename_audience(
    project: &Project,
    standard: &Standard,
    index: u32,
    new: &str,
) -> Result<Vec<Edit>, Refusal> {
    let Some(audience) = standard.audiences.get(index as usize) else { return Ok(Vec::new()) };
    if !is_token(new, TokenKind::Word) {
        return Err(format!(
            "`{new}` is no name of an audience; write one word, a letter first, then letters, digits, \
             `_` and `-`"
        ));
    }
    if let Some(taken) = standard.audience(new).and_then(|taken| standard.audiences.get(taken)) {
        return Err(format!("{new} is the audience “{}” already; take another name", taken.title));
    }
    Ok(everywhere(project, audience.location, Symbol::Audience(standard.id, index), new))
}

fn everywhere(project: &Project, declared: Location, symbol: Symbol, new: &str) -> Vec<Edit> {
    let uses = project.uses(symbol).into_iter().map(|used| used.location);
    let places = [declared].into_iter().chain(uses);
    places.map(|location| Edit { location, new: new.to_owned() }).collect()
}

/// Calls a base by another name: the `as` of its line is changed, put in where the base is called by its
/// number, and taken out where the new name is that number.
pub(super) fn rename_alias(
    project: &Project,
    standard: &Standard,
    id: BaseId,
    new: &str,
) -> Result<Vec<Edit>, Refusal> {
    let Some(base) = standard.base(id) else { return Ok(Vec::new()) };
    let number = base.designation.number.as_deref();
    let is_number = number == Some(new);
    let is_name = is_token(new, TokenKind::Word) && new.starts_with(char::is_lowercase);
    // `{term …}` and `{figure …}` mean other things; `for` and `as` go on with a head.
    let means_something = ["term", "figure", "for", "as"].contains(&new);
    if !is_number && (!is_name || means_something) {
        return Err(format!(
            "`{new}` is no name for a base; write one word that begins with a small letter, as in \
             `isms`{}",
            number.map_or(String::new(), |number| format!(", or its number `{number}`"))
        ));
    }
    if let Some((_, taken)) = standard.base_by_alias(new) {
        return Err(format!(
            "{new} is what {} is called already; take another name",
            taken.designation.printed()
        ));
    }
    let Some(location) = place_of_name(project, standard, base.location) else {
        return Ok(Vec::new());
    };
    let name = if is_number { String::new() } else { format!(" as {new}") };
    let mut edits = vec![Edit { location, new: name }];
    let uses = project.uses(Symbol::Base(standard.id, id)).into_iter();
    edits.extend(uses.map(|used| Edit { location: used.location, new: new.to_owned() }));
    Ok(edits)
}

/// Where ` as NAME` stands on the `base` line of a designation, or would stand.
fn place_of_name(
    project: &Project,
    standard: &Standard,
    designation: Location,
) -> Option<Location> {
    let head = project.declaration(standard.head?)?;
    let line = head.declaration.fields(Keyword::Base).find_map(|field| match &field.value {
        FieldValue::Base(line) if line.document.range == designation.range => Some(line),
        _ => None,
    })?;
    let start = line.amendments.last().map_or(line.document.range, |last| last.range).end();
    let end = line.alias.as_ref().map_or(start, |alias| alias.range.end());
    Some(head.location(TextRange::new(start, end)))
}
