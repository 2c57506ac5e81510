//! C606: controls that are added although one of the base is close.

use annexa_syntax::{DeclarationKind, FieldValue, Keyword, TextRange};

use super::{DeclarationContext, Findings, references};
use crate::{AddedProvision, Base, Edit, Project, Provision, ProvisionKind, Standard, Symbol};

pub(super) fn modify_first(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    let (Some(standard), Some(title)) = (context.standard, &declaration.title) else { return };
    if declaration.kind != DeclarationKind::AddControl {
        return;
    }
    let Some(added) = standard.added_by(context.at.id).and_then(|id| standard.added(id)) else {
        return;
    };
    let wanted: Vec<&str> = words(&title.value).collect();
    let mut close = Vec::new();
    for base in &standard.bases {
        let controls = base.catalogue.and_then(|id| context.project.catalogue(id));
        let controls = controls.into_iter().flat_map(|catalogue| &catalogue.provisions);
        for control in controls.filter(|it| it.kind == ProvisionKind::Control) {
            // A title that is taken is told by rule R113.
            if control.title.eq_ignore_ascii_case(title.value.trim()) {
                return;
            }
            close.extend(likeness(&wanted, &control.title).map(|it| (it, base, control)));
        }
    }
    // The first of the closest, as the base lists them.
    let best = close.iter().map(|(it, ..)| *it).max();
    let Some((_, base, control)) = close.iter().find(|(it, ..)| Some(*it) == best) else { return };
    let document = base.catalogue.map(|id| references::printed(context.project, id));
    let message = format!(
        "this comes close to {}, {} “{}”; consider first whether that control can be modified or given \
         guidance",
        document.unwrap_or_default(),
        control.number,
        control.title
    );
    let finding = findings
        .report(context.location(title.range), message)
        .related(control.location, "the control of the base");
    if let Some(edit) = modification(context, standard, added, base, control) {
        finding.fix(format!("Turn it into a modification of {}", control.number), vec![edit]);
    }
}

/// The words of a title that say something, without the ending of a plural.
fn words(title: &str) -> impl Iterator<Item = &str> {
    const SMALL: &[&str] = &[
        "a",
        "an",
        "and",
        "by",
        "for",
        "from",
        "in",
        "information",
        "of",
        "on",
        "or",
        "security",
        "the",
        "to",
        "with",
    ];
    let words = title.split(|character: char| !character.is_alphanumeric());
    words
        .filter(|word| {
            !word.is_empty() && !SMALL.iter().any(|small| word.eq_ignore_ascii_case(small))
        })
        .map(|word| word.strip_suffix('s').filter(|stem| stem.len() > 2).unwrap_or(word))
}

/// How close a title comes to some words, in hundredths, if it comes close: at least two words are the
/// same, and they are most of each, or all of the base's title.
fn likeness(wanted: &[&str], title: &str) -> Option<usize> {
    let (mut all, mut same) = (0, 0);
    for word in words(title) {
        all += 1;
        same += usize::from(wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(word)));
    }
    let longer = all.max(wanted.len()).max(1);
    let is_close = same >= 2 && (same * 3 >= longer * 2 || same == all && wanted.len() <= all + 2);
    is_close.then_some(same * 100 / longer)
}

/// The declarations that say of a control of the base what an added one says. What has its own label
/// elsewhere, or hangs below it, is left to its author.
fn modification(
    context: &DeclarationContext<'_>,
    standard: &Standard,
    added: &AddedProvision,
    base: &Base,
    control: &Provision,
) -> Option<Edit> {
    let at = &context.at;
    let id = standard.added_by(at.id)?;
    let is_used =
        |project: &Project| project.uses_unsorted(Symbol::Added(standard.id, id)).next().is_some();
    if at.declaration.has_errors
        || at.declaration.is_cut_short
        || !added.children.is_empty()
        || is_used(context.project)
    {
        return None;
    }
    let source = |range: TextRange| at.source(range);
    let target = format!("{} {}", base.alias.as_ref()?, control.number);
    let audiences = |names: &[annexa_syntax::Spanned<annexa_syntax::SmolStr>]| {
        let names: Vec<&str> = names.iter().map(|name| name.value.as_str()).collect();
        if names.is_empty() { String::new() } else { format!(" for {}", names.join(", ")) }
    };
    let text = |name| at.declaration.text(name).map(|text| source(text.range));
    let statement = text(Keyword::Control)?;
    let reason = text(Keyword::Rationale).unwrap_or("\"\"\"\"\"\"");
    let whole = audiences(&at.declaration.audiences);
    let mut new =
        format!("modify control {target}{whole} {{\n  addition {statement}\n  reason {reason}\n}}");
    for field in &at.declaration.fields {
        let FieldValue::Text(text) = &field.value else { continue };
        let part = match field.name {
            Keyword::Guidance => "guidance",
            Keyword::Information => "information",
            _ => continue,
        };
        let narrow = audiences(&field.audiences);
        let whom = if narrow.is_empty() { &whole } else { &narrow };
        let text = source(text.range);
        new.push_str(&format!("\n\nadd {part} to {target}{whom} {{\n  text {text}\n}}"));
    }
    Some(Edit { location: at.location(at.declaration.range), new })
}
