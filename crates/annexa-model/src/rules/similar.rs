//! C606: added controls that resemble one of the base.

use annexa_syntax::{DeclarationKind, FieldValue, Keyword, TextRange};

use super::{DeclarationContext, Findings};
use crate::{AddedProvision, Base, Edit, Project, Provision, Standard, Symbol, titles};

pub(super) fn modify_first(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    let (Some(standard), Some(title)) = (context.standard, &declaration.title) else { return };
    if declaration.kind != DeclarationKind::AddControl {
        return;
    }
    let Some(added) = standard.added(context.at.id) else {
        return;
    };
    let words = titles::words(&title.value);
    let mut best: Option<(usize, &Base, &Provision)> = None;
    for base in &standard.bases {
        let Some(id) = base.catalogue else { continue };
        let (Some(catalogue), Some(titles)) =
            (context.project.catalogue(id), context.project.titles(id))
        else {
            continue;
        };
        for (likeness, control) in titles.close_to(&words) {
            let Some(control) = catalogue.provision(control) else { continue };
            // Rule R113 reports a title that already exists.
            if control.title.eq_ignore_ascii_case(title.value.trim()) {
                return;
            }
            if best.is_none_or(|(most, ..)| likeness > most) {
                best = Some((likeness, base, control));
            }
        }
    }
    let Some((_, base, control)) = best else { return };
    let document = base.catalogue.map(|id| context.project.printed(id));
    let message = format!(
        "this is similar to {}, {} “{}”; first consider whether you can modify that control or \
         add guidance to it",
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

/// Returns declarations that modify a control of the base with the content of an added one. Content
/// with a label of its own, or below the control, is left to the author.
fn modification(
    context: &DeclarationContext<'_>,
    standard: &Standard,
    added: &AddedProvision,
    base: &Base,
    control: &Provision,
) -> Option<Edit> {
    let at = &context.at;
    let symbol = Symbol::Added(standard.id, at.id);
    let is_used = |project: &Project| project.uses.of(symbol).next().is_some();
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
