//! The table of fields: the shape of each one's value, what it is for, and what else there is to know of it.

use super::Part;
use crate::Keyword;

/// The shape of a field's value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldShape {
    /// A text, or a string in its place.
    Text,
    /// A text, with `for AUDIENCE, …` before it.
    TextForAudiences,
    /// A string.
    String,
    /// A number.
    Number,
    /// One word.
    Word,
    /// Words parted by commas, on one line.
    Words,
    /// A designation, its amendments and an alias.
    Base,
    /// A designation.
    Designation,
    /// A word and a string.
    Audience,
    /// Two strings.
    BibliographicReference,
    /// A label.
    Label,
    /// The code of a rule and a text.
    Allow,
    /// `"…" by "…"`.
    Replace,
    /// List items, nested.
    Item,
    /// The number of a clause.
    Clause,
}

/// What a printed text is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextRole {
    /// It can hold provisions.
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

macro_rules! fields {
    ($($name:ident: $shape:ident $(in $role:ident)? $(like $example:literal)? => $about:literal $(more $more:literal)?,)*) => {
        /// The shape of a field's value, or `None` for a word that names no field.
        pub fn field_shape(field: Keyword) -> Option<FieldShape> {
            match field {
                $(Keyword::$name => Some(FieldShape::$shape),)*
                _ => None,
            }
        }

        /// What the text of a field is for in the printed standard; `None` where it is not printed as a text.
        pub(super) fn text_role(field: Keyword) -> Option<TextRole> {
            match field {
                $($(Keyword::$name => Some(TextRole::$role),)?)*
                _ => None,
            }
        }

        /// What a field is for, in a few words; nothing for a word that names no field.
        pub fn about_field(field: Keyword) -> &'static str {
            match field {
                $(Keyword::$name => $about,)*
                _ => "",
            }
        }

        /// What else an author should know of a field.
        pub fn more_about_field(field: Keyword) -> Option<&'static str> {
            match field {
                $($(Keyword::$name => Some($more),)?)*
                _ => None,
            }
        }

        /// A value that a field can have.
        fn example_value(field: Keyword) -> &'static str {
            match field {
                $($(Keyword::$name => $example,)?)*
                _ => field_shape(field).map_or("…", FieldShape::example),
            }
        }
    };
}

// NAME: shape [in the role of its text] [like an example, where that of the shape says little] => what it is for
// [more that there is to know].
fields! {
    Addition: Text in Provision => "the wording that is added to that of the base",
    Allow: Allow => "a rule that is silent here, and why"
        more "The reason goes into the compiled output.",
    Applies: Text => "the condition under which it applies",
    Audience: Audience => "a group of readers that guidance can be for"
        more "Heads and fields use the name behind `for`; the title is printed.",
    Base: Base => "a document that the standard rests on"
        more "With a year it is that edition alone, without one the latest that is known. Amendments follow after `+`.",
    Capabilities: Words like "physical_security, asset_management" => "operational capabilities",
    Clause: Clause => "the clause that the amendment changes",
    Concepts: Words like "protect, detect" => "cybersecurity concepts",
    Control: Text in Provision => "the control statement, with one “should”",
    Definition: Text in Definition => "what the term means; it can stand in place of the term"
        more "No article before it, no full stop behind it.",
    Designation: Designation => "how the standard is cited",
    Domains: Words like "protection, defence" => "security domains",
    Edition: Number like "2" => "the year of the edition",
    Example: Text in Remark => "an example; it holds no provision",
    Foreword: Text in Foreword => "the foreword",
    Guidance: TextForAudiences in Provision => "implementation guidance, for all or for some audiences",
    Information: Text in Information => "other information; it holds no provision",
    Introduction: Text in Introduction => "the introduction; it holds no requirement",
    Item: Item => "a list item of the clause",
    Key: Label => "the label that the provision was first published under"
        more "So it keeps its identity under a new label.",
    Language: Word like "en" => "the language of the standard; `en` where none is named"
        more "Rules on English wording look at it.",
    Layout: Word like "attributes" => "how the controls of the document are laid out"
        more "`attributes` (2022), `objectives` (2013) or `plain`.",
    Note: Text in Remark => "a note; it holds no provision",
    Numbering: Word like "inline" => "how added provisions are printed"
        more "`inline` among their neighbours, in an `annex` of their own, or `plain` without the prefix.",
    Properties: Words like "confidentiality, integrity" => "information security properties",
    Purpose: Text in Provision => "what the control is there for",
    Rationale: Text => "why it is said; it is not part of the provision"
        more "It goes into the compiled output.",
    Reason: Text => "the reason for it",
    Reference: BibliographicReference => "an entry of the bibliography",
    Replace: Replace => "wording of the base, and what stands in its place",
    Scope: Text in Scope => "what the standard is about and whom it is for"
        more "It holds no requirement, recommendation or permission.",
    Sector: String like "\"Energy\"" => "the sector",
    Source: Text => "where the definition comes from",
    Status: Word like "draft" => "how far the standard has come"
        more "`draft`, `committee`, `enquiry`, `published` or `withdrawn`.",
    Summary: Text => "what it is about, in one's own words",
    Supersedes: Designation => "the edition whose place it takes",
    Text: Text in Provision => "the wording",
    Type: Words like "preventive, detective" => "the control type"
        more "When it acts on a risk: before, while or after it comes about.",
}

impl FieldShape {
    /// The parts that a value of this shape is made of, in order.
    pub fn parts(self) -> &'static [Part] {
        match self {
            FieldShape::Text => &[Part::Text],
            FieldShape::TextForAudiences => &[Part::For, Part::Text],
            FieldShape::String => &[Part::String],
            FieldShape::Number => &[Part::Year],
            FieldShape::Word => &[Part::Word],
            FieldShape::Words => &[Part::Words],
            FieldShape::Base => &[Part::Document, Part::Amendments, Part::AsAlias],
            FieldShape::Designation => &[Part::Document],
            FieldShape::Audience => &[Part::AudienceName, Part::Title],
            FieldShape::BibliographicReference => &[Part::String, Part::Title],
            FieldShape::Label => &[Part::Label],
            FieldShape::Allow => &[Part::Code, Part::Text],
            FieldShape::Replace => &[Part::String, Part::By, Part::String],
            FieldShape::Item => &[Part::Item],
            FieldShape::Clause => &[Part::Number],
        }
    }

    /// A value of this shape; `fill` writes what an author fills in, of which it gets the name.
    pub fn template(self, fill: &mut dyn FnMut(&str) -> String) -> String {
        match self {
            FieldShape::Text | FieldShape::TextForAudiences => {
                format!("\"\"\"{}\"\"\"", fill(""))
            }
            FieldShape::String => format!("\"{}\"", fill("")),
            FieldShape::Audience => format!("{} \"{}\"", fill("name"), fill("title")),
            FieldShape::BibliographicReference => {
                format!("\"{}\" \"{}\"", fill("document"), fill("title"))
            }
            FieldShape::Allow => format!("{} \"\"\"{}\"\"\"", fill("code"), fill("")),
            FieldShape::Replace => format!("\"{}\" by \"{}\"", fill(""), fill("")),
            _ => fill(""),
        }
    }

    fn example(self) -> &'static str {
        match self {
            FieldShape::Text => "\"\"\"…\"\"\"",
            FieldShape::TextForAudiences => "for operator \"\"\"…\"\"\"",
            FieldShape::String => "\"…\"",
            FieldShape::Number => "1",
            FieldShape::Word => "word",
            FieldShape::Words => "word",
            FieldShape::Base => "ISO/IEC 27001:2022 + Amd 1:2024",
            FieldShape::Designation => "ISO/IEC 27002:2022",
            FieldShape::Audience => "operator \"Network operator\"",
            FieldShape::BibliographicReference => "\"IEC 62443-3-3:2013\" \"…\"",
            FieldShape::Label => "SMX.8.35",
            FieldShape::Allow => "C606 \"\"\"…\"\"\"",
            FieldShape::Replace => "\"…\" by \"…\"",
            FieldShape::Item => "a)",
            FieldShape::Clause => "6.1.3",
        }
    }

    /// What a value of this shape is, as a message says it.
    fn described(self) -> &'static str {
        match self {
            FieldShape::Text => "a text in triple quotation marks",
            FieldShape::TextForAudiences => {
                "a text in triple quotation marks, behind `for` and audiences if it is not for all"
            }
            FieldShape::String => "a text in quotation marks",
            FieldShape::Number => "a number",
            FieldShape::Word => "one word",
            FieldShape::Words => "words with commas between them, on one line",
            FieldShape::Base => {
                "a document with its edition, then its amendments and an alias if there are any"
            }
            FieldShape::Designation => "a document",
            FieldShape::Audience => "a word in small letters and a title in quotation marks",
            FieldShape::BibliographicReference => {
                "a document and its title, both in quotation marks"
            }
            FieldShape::Label => "a label",
            FieldShape::Allow => {
                "the code or the name of a rule, and the reason in triple quotation marks"
            }
            FieldShape::Replace => {
                "the old words and the new ones in quotation marks, with `by` between them"
            }
            FieldShape::Item => "the mark of a list item",
            FieldShape::Clause => "the number of a clause",
        }
    }
}

/// The parts of a field behind its name.
pub fn field_parts(field: Keyword) -> &'static [Part] {
    field_shape(field).map_or(&[], FieldShape::parts)
}

/// A field whose value the author has still to write.
pub fn empty_field(field: Keyword) -> String {
    let value = field_shape(field).map(|shape| shape.template(&mut |_| String::new()));
    format!("{} {}", field.as_str(), value.unwrap_or_default())
}

/// What a field takes, with an example, as a message says it.
pub fn value_of_field(field: Keyword) -> String {
    let name = field.as_str();
    let what = field_shape(field).map_or("a value", FieldShape::described);
    format!("`{name}` takes {what}: `{name} {}`", example_value(field))
}
