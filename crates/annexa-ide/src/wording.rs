//! What declarations, fields and their parts are for, in a sentence each. Completion and signature help
//! show them.

use annexa_syntax::{DeclarationKind, Keyword};

use crate::shape::Part;

/// What a declaration is for, with its clause of ISO/IEC 27009 where there is one.
pub(crate) fn declaration(kind: DeclarationKind) -> &'static str {
    use DeclarationKind::*;
    match kind {
        Standard => "the head of a sector-specific standard",
        PartOf => "this file carries a standard on",
        Catalogue => "the provisions of an edition of another document",
        Overlay => "licensed wording for a catalogue; it stays on this machine",
        Correspondence => "what became of the provisions of one edition in another",
        Term => "a term and its definition",
        AddRequirement => "a further requirement (ISO/IEC 27009:2020, 5.2)",
        AddClause => "a further clause (ISO/IEC 27009:2020, 6.2)",
        AddObjective => {
            "a further control objective, in the layout of 2013 (ISO/IEC 27009:2020, 6.2)"
        }
        AddControl => "a further control (ISO/IEC 27009:2020, 6.2)",
        AddGuidance => "guidance that goes with a control of the base (ISO/IEC 27009:2020, 6.2)",
        AddInformation => "other information that goes with a control (ISO/IEC 27009:2020, 6.2)",
        AddNote => "a note that goes with a provision (ISO/IEC 27009:2020, 6.2)",
        Refine => "supplements or adapts a requirement (ISO/IEC 27009:2020, 5.3)",
        Interpret => "explains a requirement in the sector's context (ISO/IEC 27009:2020, 5.4)",
        ModifyObjective => "changes a control objective (ISO/IEC 27009:2020, 6.3)",
        ModifyControl => "changes a control and takes nothing away (ISO/IEC 27009:2020, 6.3)",
        ModifyPurpose => "changes the purpose of a control (ISO/IEC 27009:2020, 6.3)",
        ModifyGuidance => "changes the guidance for a control (ISO/IEC 27009:2020, 6.3)",
        ModifyInformation => "changes other information on a control (ISO/IEC 27009:2020, 6.3)",
        Retain => "looked at and left unchanged",
        Clause => "a clause of the document",
        Objective => "a control objective of the document",
        Control => "a control of the document",
        Annex => "an annex that carries the controls of another document",
        Amendment => "one clause that an amendment changes",
    }
}

/// What a field is for.
pub(crate) fn field(name: Keyword) -> &'static str {
    use Keyword::*;
    match name {
        Addition => "what is said beside the wording of the base",
        Allow => "a rule that is silent here, and why",
        Applies => "the condition under which it applies",
        Audience => "a group of readers that guidance can be for",
        Base => "a document that the standard rests on",
        Capabilities => "operational capabilities",
        Clause => "the clause that the amendment changes",
        Concepts => "cybersecurity concepts",
        Control => "the control statement, with one “should”",
        Definition => "what the term means; it can stand in place of the term",
        Designation => "how the standard is cited",
        Domains => "security domains",
        Edition => "the year of the edition",
        Example => "an example; it holds no provision",
        Foreword => "the foreword",
        Guidance => "implementation guidance, for all or for some audiences",
        Information => "other information; it holds no provision",
        Introduction => "the introduction; it holds no requirement",
        Item => "a list item of the clause",
        Key => "the label that the provision was first published under",
        Language => "the language of the standard; `en` where none is named",
        Layout => "how the controls of the document are laid out",
        Note => "a note; it holds no provision",
        Numbering => "how added provisions are printed",
        Properties => "information security properties",
        Purpose => "what the control is there for",
        Rationale => "why it is said; it is not part of the provision",
        Reason => "the reason for it",
        Reference => "an entry of the bibliography",
        Replace => "wording of the base, and what stands in its place",
        Scope => "what the standard is about and whom it is for",
        Sector => "the sector",
        Source => "where the definition comes from",
        Status => "how far the standard has come",
        Summary => "what it is about, in one's own words",
        Supersedes => "the edition whose place it takes",
        Text => "the wording",
        Type => "the control type",
        _ => "",
    }
}

impl Part {
    /// As the shape of a declaration shows it.
    pub(crate) fn shown(self) -> &'static str {
        match self {
            Part::Prefix => "PREFIX",
            Part::Label => "LABEL",
            Part::Title => "\"TITLE\"",
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
            Part::Amendments => "[+ AMENDMENT]",
            Part::AsAlias => "[as ALIAS]",
            Part::AudienceName => "NAME",
            Part::Code => "CODE",
            Part::By => "by",
            Part::Item => "ITEM",
        }
    }

    /// What it is, in a sentence.
    pub(crate) fn about(self) -> &'static str {
        match self {
            Part::Prefix => {
                "Capital letters and digits that all labels of the standard begin with."
            }
            Part::Label => {
                "The prefix of the standard, the number of the clause, and the next free number: `SMX.8.35`. \
                 It identifies the provision for good."
            }
            Part::Title => "The title as it is printed.",
            Part::Name => "The name, in quotation marks.",
            Part::To | Part::Of | Part::By => "This word stands here.",
            Part::Reference => {
                "A provision: `27002 5.23`, `27001 6.1.3 c)`, or a label. Words of its title find it, or an \
                 attribute."
            }
            Part::AsItem => "Prints it as the next item of the base's list: `as h)`.",
            Part::For => "The audiences that it is for; none means all.",
            Part::Document => {
                "A document with its edition, `ISO/IEC 27002:2022`; without one the latest is meant."
            }
            Part::Number => "The number of a provision.",
            Part::Letter => "The letter of the annex.",
            Part::Block => "The fields, each on a line of its own.",
            Part::Text => "A text, in three quotation marks; `{27002 5.23}` in it is a reference.",
            Part::String => "A text on one line, in quotation marks.",
            Part::Year => "The year.",
            Part::Word => "One of the values that the field can have.",
            Part::Words => "Values, parted by commas.",
            Part::Amendments => "The amendments of a dated document, each behind a `+`.",
            Part::AsAlias => "What references call the document, where that is not its number.",
            Part::AudienceName => "The name that `for` uses.",
            Part::Code => "The code of the rule.",
            Part::Item => "The mark of the item: `a)`.",
        }
    }
}
