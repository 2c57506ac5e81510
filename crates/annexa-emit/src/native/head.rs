//! The head of the standard.

use annexa_model::Numbering as ModelNumbering;
use annexa_syntax::{Declaration, FieldValue, Keyword, SmolStr, format_smolstr};

use crate::{
    context::Context,
    ids,
    types::{Audience, Numbering, SourcePlace, Standard, Status},
};

pub(super) fn standard(context: &Context<'_>) -> Standard {
    let standard = context.standard;
    let head = context.head();
    let declaration = head.as_ref().map(|head| head.declaration);
    let word = |field| {
        let word = declaration.and_then(|head| head.word(field));
        word.map(|word| word.value.to_string()).unwrap_or_default()
    };
    let text = |field| declaration.and_then(|head| context.text(head, field));
    let title = declaration.and_then(|head| head.title.as_ref());
    Standard {
        id: ids::standard(&standard.prefix),
        prefix: standard.prefix.to_string(),
        title: title.map(|title| title.value.to_string()).unwrap_or_default(),
        designation: declaration.and_then(designation),
        edition: word(Keyword::Edition),
        status: status(&word(Keyword::Status)),
        sector: word(Keyword::Sector),
        language: standard.language.to_string(),
        numbering: match standard.numbering {
            ModelNumbering::Inline => Numbering::Inline,
            ModelNumbering::Annex => Numbering::Annex,
            ModelNumbering::Plain => Numbering::Plain,
        },
        audiences: standard
            .audiences
            .iter()
            .map(|audience| Audience {
                name: audience.name.to_string(),
                title: audience.title.to_string(),
            })
            .collect(),
        scope: text(Keyword::Scope),
        introduction: text(Keyword::Introduction),
        foreword: text(Keyword::Foreword),
        source: head.map_or_else(
            || SourcePlace { file: SmolStr::default(), line: 1, column: 1 },
            |head| context.source(&head),
        ),
    }
}

/// The standard as a document: its designation, or else prefix and edition.
pub(super) fn document(context: &Context<'_>) -> SmolStr {
    let head = context.head();
    let head = head.as_ref().map(|head| head.declaration);
    if let Some(designation) = head.and_then(designation) {
        return designation.into();
    }
    let prefix = &context.standard.prefix;
    match head.and_then(|head| head.word(Keyword::Edition)) {
        Some(edition) => format_smolstr!("{prefix}:{}", edition.value),
        None => prefix.clone(),
    }
}

/// The designation in the head of a standard.
pub(crate) fn designation(head: &Declaration) -> Option<String> {
    match &head.field(Keyword::Designation)?.value {
        FieldValue::Designation(designation) => Some(designation.printed()),
        FieldValue::Word(word) => Some(word.value.to_string()),
        _ => None,
    }
}

/// A draft, unless the head says otherwise.
fn status(word: &str) -> Status {
    match word {
        "committee" => Status::Committee,
        "enquiry" => Status::Enquiry,
        "published" => Status::Published,
        "withdrawn" => Status::Withdrawn,
        _ => Status::Draft,
    }
}
