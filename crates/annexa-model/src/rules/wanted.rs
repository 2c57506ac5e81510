//! What was meant where the grammar expected something else: a misspelt head, a value in a wrong form.

use annexa_base::{BUILT_IN, Holds};
use annexa_syntax::{
    DeclarationKind, FieldShape, Keyword, field_shape, read_loosely, value_of_field,
};

use super::{listed, names, nearest};
/// What to say of a wrong value, and what to write instead.
#[derive(Default)]
pub(super) struct ValueHelp {
    /// `None` where the message of the grammar says all.
    pub(super) message: Option<String>,
    pub(super) instead: Vec<String>,
}

/// The words of a head that are nearest to a misspelt one. `first` are the words before it.
pub(super) fn head(first: &str, written: &str) -> Option<&'static str> {
    let words = DeclarationKind::ALL.iter().filter_map(|kind| {
        let rest = kind.words().strip_prefix(first)?.trim_start();
        Some(rest.split(' ').next().unwrap_or_default())
    });
    nearest(written, words.filter(|word| !word.is_empty()))
}

/// Help with the value of a field.
pub(super) fn value(field: Keyword, written: &str) -> ValueHelp {
    if let Some(values) = names::values(field) {
        let takes = match field_shape(field) {
            Some(FieldShape::Words) => "one or more of",
            _ => "one of",
        };
        return ValueHelp {
            message: Some(format!("`{}` takes {takes} {}", field.as_str(), listed(values, "and"))),
            instead: value_like(written, values).into_iter().map(str::to_owned).collect(),
        };
    }
    let unquoted = written.trim_matches(['"', '“', '”', '\'', '‘', '’']).trim();
    let instead = match field_shape(field) {
        Some(FieldShape::Number | FieldShape::Clause) => {
            let digits = unquoted.trim_start_matches(|character: char| !character.is_ascii_digit());
            let is_number = |text: &str| {
                !text.is_empty()
                    && text.split(['.', '-']).all(|part| {
                        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
                    })
            };
            is_number(digits).then(|| digits.to_owned())
        }
        Some(FieldShape::String) => in_quotes(unquoted, "\""),
        Some(FieldShape::Text | FieldShape::TextForAudiences) => in_quotes(unquoted, "\"\"\""),
        Some(FieldShape::Base | FieldShape::Designation) => designation(unquoted),
        _ => None,
    };
    let message = instead.is_some().then(|| value_of_field(field));
    ValueHelp { message, instead: instead.into_iter().collect() }
}

/// A value of a closed list in which a written one differs by case, by blanks or hyphens, or by a few
/// letters.
pub(super) fn value_like(written: &str, values: &[&'static str]) -> Option<&'static str> {
    let form = |text: &str| {
        let words = text.split(|character: char| !character.is_alphanumeric());
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_").to_lowercase()
    };
    let written = form(written);
    let same = values.iter().find(|value| form(value) == written).copied();
    same.or_else(|| {
        nearest(&written, values.iter().copied())
            .and_then(|near| values.iter().find(|it| **it == near).copied())
    })
}

/// What was written on one line, in quotation marks.
fn in_quotes(written: &str, quotes: &str) -> Option<String> {
    let is_plain = !written.is_empty() && !written.contains(['"', '\\', '{', '}']);
    is_plain.then(|| format!("{quotes}{written}{quotes}"))
}

/// The built-in document that a number or another name means: `27001:2022`, `ISO 27001`.
fn designation(written: &str) -> Option<String> {
    let read = read_loosely(written)?;
    let number = read.document?;
    let editions = BUILT_IN.iter().filter_map(|file| match file.holds {
        Holds::Catalogue { document, edition, .. }
            if document.rsplit(' ').next() == Some(number.as_str()) =>
        {
            Some((document, edition))
        }
        _ => None,
    });
    let (document, latest) = editions.max_by_key(|(_, edition)| *edition)?;
    let edition = read.edition.as_deref().unwrap_or(latest);
    let amendment = read.amendment.map_or(String::new(), |amendment| format!(" + {amendment}"));
    Some(format!("{document}:{edition}{amendment}"))
}
