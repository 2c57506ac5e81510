//! Labels, and the prefix that they begin with.

use annexa_model::{
    AddedProvision, DeclarationId, Edit, Location, Numbering, Project, Standard, Symbol,
};
use annexa_syntax::{Keyword, ReferenceTarget, SmolStr, TextRange, TextSize, TokenKind};

use super::{Refusal, is_token};

/// Gives a provision another label, and those below it that begin with its label.
pub(super) fn rename(
    project: &Project,
    standard: &Standard,
    id: DeclarationId,
    new: &str,
) -> Result<Vec<Edit>, Refusal> {
    let prefix = &standard.prefix;
    if !is_token(new, TokenKind::Label) {
        return Err(format!(
            "`{new}` is no label; write the prefix, then numbers or one capital letter, as in \
             `{prefix}.8.35` or `{prefix}.A.1`"
        ));
    }
    if new.split('.').next() != Some(prefix.as_str()) {
        return Err(format!(
            "the labels of this standard begin with {prefix}; write `{prefix}.{}`",
            new.split_once('.').map_or(new, |(_, number)| number)
        ));
    }
    let renamed = renamed(standard, id, new);
    for (id, label) in &renamed {
        let taken = standard.added_by_label(label).and_then(|taken| standard.added(taken));
        let goes_along =
            || renamed.iter().any(|(id, _)| standard.added_by_label(label) == Some(*id));
        if let Some(taken) = taken.filter(|_| !goes_along()) {
            return Err(format!("{label} is the label of “{}” already; take another", taken.title));
        }
        if let Some(taken) =
            standard.added(*id).and_then(|it| printed(project, standard, it, label))
        {
            return Err(format!("{taken}; choose a free number"));
        }
    }
    let relabelled = renamed.iter().filter_map(|(id, label)| Some((standard.added(*id)?, label)));
    Ok(relabelled.flat_map(|(it, label)| project.relabel(it.declaration, label)).collect())
}

/// A provision, and those below it that are called after it, with their new labels.
pub(crate) fn renamed(
    standard: &Standard,
    id: DeclarationId,
    new: &str,
) -> Vec<(DeclarationId, String)> {
    let Some(old) = standard.added(id).map(|added| &added.label) else { return Vec::new() };
    let mut renamed = Vec::new();
    let mut pending = vec![id];
    while let Some(id) = pending.pop() {
        let Some(added) = standard.added(id) else { continue };
        let rest = added
            .label
            .strip_prefix(old.as_str())
            .filter(|it| it.is_empty() || it.starts_with('.'));
        if let Some(rest) = rest {
            renamed.push((id, format!("{new}{rest}")));
            pending.extend(&added.children);
        }
    }
    renamed
}

/// What the base prints under the number of a label where the standard prints it too.
fn printed(
    project: &Project,
    standard: &Standard,
    added: &AddedProvision,
    label: &str,
) -> Option<String> {
    let at = project.declaration(added.declaration)?;
    if standard.numbering == Numbering::Annex || at.declaration.as_item.is_some() {
        return None;
    }
    let (_, number) = label.split_once('.')?;
    let catalogue = project.catalogue(standard.base(added.base?)?.catalogue?)?;
    let taken = catalogue.provision(catalogue.find(number)?)?;
    Some(format!("{number} is “{}” in {}", taken.title, catalogue.document.printed()))
}

/// Gives a standard another prefix, and with it all its labels, wherever they are named. Identities are
/// made of the prefix, so this is for drafts alone.
pub(super) fn rename_prefix(
    project: &Project,
    standard: &Standard,
    new: &str,
    cancelled: &dyn Fn() -> bool,
) -> Result<Vec<Edit>, Refusal> {
    let old = &standard.prefix;
    let is_prefix = is_token(&format!("{new}.1"), TokenKind::Label) && !new.contains('.');
    if !is_prefix {
        return Err(format!(
            "`{new}` is no prefix; write capital letters and digits, a letter first"
        ));
    }
    if project.standard_by_prefix(new).is_some() {
        return Err(format!("{new} is the prefix of another standard of the project"));
    }
    let Some(head) = standard.head.and_then(|head| project.declaration(head)) else {
        return Err(format!("no file of the project opens the standard {old}"));
    };
    let status = head.declaration.word(Keyword::Status).map(|status| status.value.as_str());
    if let Some(status) = status.filter(|status| *status != "draft") {
        return Err(format!(
            "{old} is no draft ({status}): what it holds is told apart by its prefix, which stays"
        ));
    }
    let mut edits = Vec::new();
    let mut whole = |location: Location| edits.push(Edit { location, new: new.to_owned() });
    project.definition(Symbol::Standard(standard.id), &[]).into_iter().for_each(&mut whole);
    project.uses(Symbol::Standard(standard.id)).iter().for_each(|it| whole(it.location));
    for at in project.declarations() {
        if cancelled() {
            return Ok(Vec::new());
        }
        let cited = at.declaration.texts().flat_map(|(_, text)| &text.references);
        let references = at.declaration.target.iter().chain(cited);
        let named = references.filter_map(|reference| match &reference.target {
            ReferenceTarget::Label(label) => Some(label),
            _ => None,
        });
        let key = at.declaration.key().and_then(|key| match &key.reference.target {
            ReferenceTarget::Label(label) => Some(label),
            _ => None,
        });
        let own = at.declaration.label.iter().chain(key);
        let own = own.filter(|_| at.standard == Some(standard.id));
        let is_of_prefix = |label: &SmolStr| {
            label.strip_prefix(old.as_str()).is_some_and(|rest| rest.starts_with('.'))
        };
        for label in own.chain(named).filter(|label| is_of_prefix(&label.value)) {
            let range = TextRange::at(label.range.start(), TextSize::of(old.as_str()));
            whole(at.location(range));
        }
    }
    Ok(edits)
}
