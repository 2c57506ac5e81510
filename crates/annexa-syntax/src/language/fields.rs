//! The shapes of field values, and the roles of their texts.

use super::{Keyword, Part, example_value, field_shape};

/// The shape of a field's value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldShape {
    /// A text, or a string in place of one.
    Text,
    /// A text, with `for AUDIENCE, …` before it.
    TextForAudiences,
    /// A string.
    String,
    /// A number, as a year is.
    Number,
    /// One word.
    Word,
    /// Words separated by commas, on one line.
    Words,
    /// Strings separated by commas, on one line.
    Strings,
    /// A designation, its amendments and an alias.
    Base,
    /// A designation.
    Designation,
    /// A name and a title: `operator "operator of a network"`.
    Audience,
    /// A designation and a title, both strings.
    BibliographicReference,
    /// A label, or a reference with optional audiences.
    Key,
    /// The code of a rule, and a text.
    Allow,
    /// `"…" by "…"`.
    Replace,
    /// List items, which can be nested.
    Item,
    /// The number of a clause.
    Clause,
    /// The number of a provision and a string.
    TitleOfProvision,
}

/// The role of a printed text, which decides whether it can state provisions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextRole {
    /// It can state provisions.
    Provision,
    /// Other information.
    Information,
    /// A note or an example.
    Remark,
    /// The scope.
    Scope,
    /// The introduction.
    Introduction,
    /// The foreword.
    Foreword,
    /// The definition of a term.
    Definition,
}

impl FieldShape {
    /// Returns the parts of a value of this shape, in order.
    pub fn parts(self) -> &'static [Part] {
        match self {
            FieldShape::Text => &[Part::Text],
            FieldShape::TextForAudiences => &[Part::For, Part::Text],
            FieldShape::String => &[Part::String],
            FieldShape::Number => &[Part::Year],
            FieldShape::Word => &[Part::Word],
            FieldShape::Words => &[Part::Words],
            FieldShape::Strings => &[Part::Strings],
            FieldShape::Base => &[Part::Document, Part::Amendments, Part::AsAlias],
            FieldShape::Designation => &[Part::Document],
            FieldShape::Audience => &[Part::AudienceName, Part::Title],
            FieldShape::BibliographicReference => &[Part::String, Part::Title],
            FieldShape::Key => &[Part::Reference, Part::For],
            FieldShape::Allow => &[Part::Code, Part::Text],
            FieldShape::Replace => &[Part::String, Part::By, Part::String],
            FieldShape::Item => &[Part::Item],
            FieldShape::Clause => &[Part::Number],
            FieldShape::TitleOfProvision => &[Part::Number, Part::Title],
        }
    }

    /// Returns a value of this shape as source; `fill` returns what is written at each position
    /// that the author fills in.
    pub fn template(self, fill: &mut dyn FnMut() -> String) -> String {
        match self {
            FieldShape::Text | FieldShape::TextForAudiences => {
                format!("\"\"\"{}\"\"\"", fill())
            }
            FieldShape::String | FieldShape::Strings => format!("\"{}\"", fill()),
            FieldShape::TitleOfProvision | FieldShape::Audience => {
                format!("{} \"{}\"", fill(), fill())
            }
            FieldShape::BibliographicReference => format!("\"{}\" \"{}\"", fill(), fill()),
            FieldShape::Allow => format!("{} \"\"\"{}\"\"\"", fill(), fill()),
            FieldShape::Replace => format!("\"{}\" by \"{}\"", fill(), fill()),
            _ => fill(),
        }
    }

    pub(super) fn example(self) -> &'static str {
        match self {
            FieldShape::Text => "\"\"\"…\"\"\"",
            FieldShape::TextForAudiences => "for operator \"\"\"…\"\"\"",
            FieldShape::String => "\"…\"",
            FieldShape::Number => "1",
            FieldShape::Word => "word",
            FieldShape::Words => "word",
            FieldShape::Strings => "\"…\", \"…\"",
            FieldShape::Base => "ISO/IEC 27001:2022 + Amd 1:2024",
            FieldShape::Designation => "ISO/IEC 27002:2022",
            FieldShape::Audience => "operator \"Network operator\"",
            FieldShape::BibliographicReference => "\"IEC 62443-3-3:2013\" \"…\"",
            FieldShape::Key => "SMX.8.35",
            FieldShape::Allow => "C606 \"\"\"…\"\"\"",
            FieldShape::Replace => "\"…\" by \"…\"",
            FieldShape::Item => "a)",
            FieldShape::Clause => "6.1.3",
            FieldShape::TitleOfProvision => "8.1 \"…\"",
        }
    }

    /// Describes a value of this shape for a message.
    fn described(self) -> &'static str {
        match self {
            FieldShape::Text => "a text in triple quotation marks",
            FieldShape::TextForAudiences => {
                "a text in triple quotation marks, after `for` and audiences if it is not for all"
            }
            FieldShape::String => "a text in quotation marks",
            FieldShape::Number => "a number",
            FieldShape::Word => "one word",
            FieldShape::Words => "words separated by commas, on one line",
            FieldShape::Strings => "texts in quotation marks separated by commas, on one line",
            FieldShape::Base => "a document with its edition, then any amendments and an alias",
            FieldShape::Designation => "a document",
            FieldShape::Audience => "a word in small letters and a title in quotation marks",
            FieldShape::BibliographicReference => {
                "a document and its title, both in quotation marks"
            }
            FieldShape::Key => "a label, or a reference with its audiences after `for`",
            FieldShape::Allow => {
                "the code or the name of a rule, and the reason in triple quotation marks"
            }
            FieldShape::Replace => {
                "the old and the new words in quotation marks, separated by `by`"
            }
            FieldShape::Item => "the mark of a list item",
            FieldShape::Clause => "the number of a clause",
            FieldShape::TitleOfProvision => {
                "the number of a control and a title in quotation marks"
            }
        }
    }
}

/// Returns the parts of a field behind its name.
pub fn field_parts(field: Keyword) -> &'static [Part] {
    field_shape(field).map_or(&[], FieldShape::parts)
}

/// Returns the source of a field whose value is still to be written.
pub fn empty_field(field: Keyword) -> String {
    let value = field_shape(field).map(|shape| shape.template(&mut String::new));
    format!("{} {}", field.as_str(), value.unwrap_or_default())
}

/// Returns a field with a value that it can have: `concepts protect, detect`.
pub fn example_of_field(field: Keyword) -> String {
    format!("{} {}", field.as_str(), example_value(field))
}

/// Returns a field with the parts of its value: `guidance [for AUDIENCE, …] """TEXT"""`.
pub fn shape_of_field(field: Keyword) -> String {
    let parts = field_parts(field).iter().map(|part| part.shown());
    std::iter::once(field.as_str()).chain(parts).collect::<Vec<_>>().join(" ")
}

/// Describes the value of a field for a message, with an example.
pub fn value_of_field(field: Keyword) -> String {
    let name = field.as_str();
    let what = field_shape(field).map_or("a value", FieldShape::described);
    format!("`{name}` takes {what}: `{}`", example_of_field(field))
}
