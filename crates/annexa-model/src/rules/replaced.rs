//! R126: the words of `replace`, if an overlay has the wording of the base.

use annexa_syntax::{Effect, FieldValue, Keyword};

use super::{DeclarationContext, Findings};
use crate::{BaseTarget, Resolved};

pub(super) fn words_to_replace(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    let wording = wording(context);
    for field in declaration.fields(Keyword::Replace) {
        let FieldValue::Replace { old, .. } = &field.value else { continue };
        let words = collapsed(&old.value);
        let message = match (&wording, words.is_empty()) {
            (_, true) => "the words to replace are blank; write words of the base".to_owned(),
            (None, false) => continue,
            (Some(wording), false) => match wording.matches(&words).count() {
                1 => continue,
                0 => "the wording of the base does not contain these words; write them exactly as \
                 they are there"
                    .to_owned(),
                many => format!(
                    "the wording of the base contains these words {many} times; add words before \
                     or after them, so that only one place matches"
                ),
            },
        };
        findings.report(context.location(old.range), message);
    }
}

/// Returns the wording of the part that a declaration modifies, if an overlay of the project has
/// it.
fn wording(context: &DeclarationContext<'_>) -> Option<String> {
    let Effect::Modifies(part) = context.at.declaration.kind.effect() else { return None };
    let part = part.field();
    let project = context.project;
    let Resolved::Base(BaseTarget { catalogue, provision: Some(id), items, .. }) =
        project.target(context.at.id)?
    else {
        return None;
    };
    let number = &project.catalogue(*catalogue)?.provision(*id)?.number;
    if !items.is_empty() {
        return None;
    }
    let entries = project.overlays(*catalogue).filter_map(|overlay| overlay.entry(number));
    let texts = entries.filter_map(|entry| {
        entry.text(part).or_else(|| {
            let is_statement = matches!(part, Keyword::Control | Keyword::Purpose);
            entry.text(Keyword::Text).filter(|_| is_statement && part == Keyword::Control)
        })
    });
    texts.map(|text| collapsed(&text.value)).next()
}

fn collapsed(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
