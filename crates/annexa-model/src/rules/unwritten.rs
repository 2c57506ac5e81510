//! T304, T308, T309: texts that are blank, unfinished, or too short to be a reason.

use annexa_syntax::{DeclarationKind, FieldValue, Keyword};

use super::{DeclarationContext, Findings};
use crate::placeholder::{self, ENOUGH_WORDS, Unwritten, word_count};

/// T304. Rules T308 and T309 report a blank or unfinished reason.
pub(super) fn no_reason(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    if declaration.is_cut_short {
        return;
    }
    for field in &declaration.fields {
        let (reason, advice) = match &field.value {
            FieldValue::Allow { reason, .. } => {
                (reason.as_deref(), "explain in a sentence why the rule does not apply here")
            }
            FieldValue::Text(text) if field.name == Keyword::Reason => (
                Some(&**text),
                match declaration.kind.is_modification() {
                    true => "explain in a sentence why this takes nothing away from the base",
                    false => "explain the decision in a sentence",
                },
            ),
            _ => continue,
        };
        let item = context.at.item;
        let is_short = reason.is_none_or(|text| {
            placeholder::in_text(item, text).is_none()
                && word_count(&text.value(item)) < ENOUGH_WORDS
        });
        if is_short {
            let message = format!("this reason has fewer than three words; {advice}");
            findings.report(context.location(field.name_range), message);
        }
    }
}

/// T308: blank texts.
pub(super) fn empty_text(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    if declaration.is_cut_short {
        return;
    }
    for (field, text) in declaration.texts() {
        if placeholder::in_text(context.at.item, text) == Some(Unwritten::Blank) {
            let message = match field.name {
                Keyword::Allow => {
                    "the reason of this `allow` is blank; explain why the rule does not apply here"
                        .to_owned()
                }
                name if declaration.kind.required_fields().any(|it| it == name) => {
                    format!("`{}` is blank; write its content", name.as_str())
                }
                name => {
                    format!("`{}` is blank; write its content, or delete it", name.as_str())
                }
            };
            findings.report(context.location(text.range), message);
        }
    }
    blank_titles(context, findings);
}

/// A fix that adds an audience or a requirement leaves the title to the author.
fn blank_titles(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    // Other rules cover terms without a name and the entries of catalogues.
    let has_title =
        declaration.kind != DeclarationKind::Term && !declaration.kind.is_catalogue_entry();
    let own = declaration.title.as_ref().filter(|_| has_title);
    let audiences = declaration.fields.iter().filter_map(|field| match &field.value {
        FieldValue::Audience { title, .. } => title.as_deref(),
        _ => None,
    });
    for title in own.into_iter().chain(audiences).filter(|it| it.value.trim().is_empty()) {
        findings.report(context.location(title.range), "this title is blank; write it");
    }
}

/// T309 in texts, titles and strings.
pub(super) fn placeholder(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    if declaration.is_cut_short {
        return;
    }
    let texts = declaration
        .texts()
        .filter_map(|(_, text)| Some((text.range, placeholder::in_text(context.at.item, text)?)));
    for (range, unwritten) in texts.chain(placeholder::in_strings(&context.at)) {
        let (place, message) = match unwritten {
            Unwritten::Blank => continue,
            Unwritten::Mark(mark) => {
                let written = context.at.source(mark);
                (mark, format!("`{written}` marks a text that is not finished; write it"))
            }
            Unwritten::Template => {
                (range, "this is a sentence of the template; replace it with your own".to_owned())
            }
        };
        findings.report(context.location(place), message);
    }
}

/// T309 in comments.
pub(super) fn left_to_decide(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    for comment in placeholder::comments_to_decide(&context.at) {
        findings.report(
            context.location(comment),
            "this decision is still open; decide, and delete the comment",
        );
    }
}
