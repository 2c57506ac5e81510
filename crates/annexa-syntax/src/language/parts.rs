//! The parts of heads and fields.

/// A part of a head or of a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The prefix of a standard.
    Prefix,
    /// The label of an added provision.
    Label,
    /// A title.
    Title,
    /// A title that is optional.
    TitleIfAny,
    /// The name of a term or of an amendment.
    Name,
    /// The word `to`.
    To,
    /// The word `of`.
    Of,
    /// A provision, or a whole document.
    Reference,
    /// `as h)`
    AsItem,
    /// `for operator, supplier`
    For,
    /// A document with its edition.
    Document,
    /// The number of a provision in a catalogue.
    Number,
    /// The letter of an annex.
    Letter,
    /// The fields in braces.
    Block,
    /// A text.
    Text,
    /// A string.
    String,
    /// The edition of a standard.
    Year,
    /// One value of a closed vocabulary.
    Word,
    /// Values parted by commas.
    Words,
    /// Strings parted by commas.
    Strings,
    /// `+ Amd 1:2024`
    Amendments,
    /// `as x1631`
    AsAlias,
    /// The name of an audience.
    AudienceName,
    /// The code of a rule.
    Code,
    /// The word `by`.
    By,
    /// The mark of a list item.
    Item,
}

impl Part {
    /// Whether it can be omitted.
    pub fn is_optional(self) -> bool {
        matches!(
            self,
            Part::TitleIfAny | Part::AsItem | Part::For | Part::Amendments | Part::AsAlias
        )
    }

    /// Returns the word that it consists of or begins with.
    pub fn keyword(self) -> Option<&'static str> {
        Some(match self {
            Part::To => "to",
            Part::Of => "of",
            Part::AsItem | Part::AsAlias => "as",
            Part::For => "for",
            Part::Amendments => "+",
            Part::By => "by",
            _ => return None,
        })
    }

    /// Returns its notation in the syntax line of a declaration.
    pub fn shown(self) -> &'static str {
        match self {
            Part::Prefix => "PREFIX",
            Part::Label => "LABEL",
            Part::Title => "\"TITLE\"",
            Part::TitleIfAny => "[\"TITLE\"]",
            Part::Name => "\"NAME\"",
            Part::To => "to",
            Part::Of => "of",
            Part::Reference => "REFERENCE",
            Part::AsItem => "[as ITEM]",
            Part::For => "[for AUDIENCE, …]",
            Part::Document => "DOCUMENT",
            Part::Number => "NUMBER",
            Part::Letter => "LETTER",
            Part::Block => "{ … }",
            Part::Text => "\"\"\"TEXT\"\"\"",
            Part::String => "\"TEXT\"",
            Part::Year => "YEAR",
            Part::Word => "VALUE",
            Part::Words => "VALUE, …",
            Part::Strings => "\"TEXT\", …",
            Part::Amendments => "[+ AMENDMENT]",
            Part::AsAlias => "[as ALIAS]",
            Part::AudienceName => "NAME",
            Part::Code => "CODE",
            Part::By => "by",
            Part::Item => "ITEM",
        }
    }

    /// Describes it in a sentence.
    pub fn about(self) -> &'static str {
        match self {
            Part::Prefix => {
                "Capital letters and digits with which all labels of the standard begin."
            }
            Part::Label => {
                "The prefix of the standard, the number of the clause, and the next free number: `SMX.8.35`. \
                 It identifies the provision permanently."
            }
            Part::Title | Part::TitleIfAny => "The title that readers see.",
            Part::Name => "The name, in quotation marks.",
            Part::To | Part::Of | Part::By => "This word, as it is.",
            Part::Reference => {
                "A provision: `27002 5.23`, `27001 6.1.3 c)`, or a label. Completion finds it by words of its title, or by an \
                 attribute."
            }
            Part::AsItem => "Prints it as the next item of the base's list: `as h)`.",
            Part::For => "The audiences; without them it applies to all.",
            Part::Document => {
                "A document with its edition, `ISO/IEC 27002:2022`; without a year, the latest."
            }
            Part::Number => "The number of a provision.",
            Part::Letter => "The letter of the annex.",
            Part::Block => "The fields, each on a line of its own.",
            Part::Text => "A text, in three quotation marks; `{27002 5.23}` in it is a reference.",
            Part::String => "A text on one line, in quotation marks.",
            Part::Year => "The year.",
            Part::Word => "One of the values that the field can have.",
            Part::Words => "Values, separated by commas.",
            Part::Strings => "Texts in quotation marks, separated by commas.",
            Part::Amendments => "The amendments of a dated document, each behind a `+`.",
            Part::AsAlias => "The name of the document in references, if that is not its number.",
            Part::AudienceName => "The name that `for` uses.",
            Part::Code => "The code of the rule.",
            Part::Item => "The mark of the item: `a)`.",
        }
    }
}
