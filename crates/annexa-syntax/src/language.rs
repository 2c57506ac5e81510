//! The table of the language. For each declaration it gives the parts of its head, its effect and
//! its fields; for each word that names a field, the shape and the meaning of that field. The
//! parser, the rules on fields, the compiled kinds, the generated grammars, completion, signature
//! help and hover read it. A new declaration or field is a row here.

#[macro_use]
mod declarations;
mod fields;
mod parts;
#[macro_use]
mod words;

pub use declarations::{AddedKind, Effect, FieldUse, ProvisionPart};
pub use fields::{
    FieldShape, TextRole, empty_field, example_of_field, field_parts, shape_of_field,
    value_of_field,
};
pub use parts::Part;

use Keyword::*;
use declarations::{DeclarationRow, may, must};

const CHANGE: &[FieldUse] =
    &[must(Text), may(Rationale), may(Key), may(Applies), may(Allow).several()];

const MODIFICATION: &[FieldUse] = &[
    may(Text),
    may(Addition),
    may(Replace),
    must(Reason),
    may(Key),
    may(Applies),
    may(Allow).several(),
];

/// A refinement or an interpretation of a requirement (ISO/IEC 27009:2020, 5.3 and 5.4).
const fn change(
    words: &'static str,
    example: &'static str,
    does: Effect,
    clause: &'static str,
    more: &'static str,
) -> DeclarationRow {
    DeclarationRow {
        words,
        example,
        head: AT,
        does,
        clause: Some(clause),
        more: Some(more),
        fields: CHANGE,
    }
}

/// An addition to a part of a provision (ISO/IEC 27009:2020, 6.2).
const fn add_to(
    words: &'static str,
    example: &'static str,
    part: ProvisionPart,
    more: Option<&'static str>,
) -> DeclarationRow {
    DeclarationRow {
        words,
        example,
        head: TO,
        does: Effect::AddsTo(part),
        clause: Some("6.2"),
        more,
        fields: CHANGE,
    }
}

/// A modification of a part of a provision (ISO/IEC 27009:2020, 6.3).
const fn modify(words: &'static str, example: &'static str, part: ProvisionPart) -> DeclarationRow {
    DeclarationRow {
        words,
        example,
        head: AT,
        does: Effect::Modifies(part),
        clause: Some("6.3"),
        more: Some("It must not be removed, invalidated or reduced."),
        fields: MODIFICATION,
    }
}

/// `to REFERENCE [for AUDIENCE, …] { … }`.
const TO: &[Part] = &[Part::To, Part::Reference, Part::For, Part::Block];

/// `REFERENCE [for AUDIENCE, …] { … }`.
const AT: &[Part] = &[Part::Reference, Part::For, Part::Block];

/// `NUMBER ["TITLE"] { … }`.
const NUMBERED: &[Part] = &[Part::Number, Part::TitleIfAny, Part::Block];

declarations! {
    Standard: "the head of a sector-specific standard" => DeclarationRow {
        words: "standard",
        example: r#"standard SMX "Controls for smart meters""#,
        head: &[Part::Prefix, Part::Title, Part::Block],
        does: Effect::BeginsFile,
        clause: None,
        more: None,
        fields: &[
            must(Sector), must(Edition), must(Base).several(), may(Designation), may(Status), may(Numbering),
            may(Audience).several(), may(Reference).several(), may(Scope), may(Introduction), may(Foreword),
            may(Language), may(Allow).several(),
        ],
    },
    PartOf: "a further file of a standard" => DeclarationRow {
        words: "part of",
        example: "part of SMX",
        head: &[Part::Prefix],
        does: Effect::BeginsFile,
        clause: None,
        more: None,
        fields: &[],
    },
    Catalogue: "the provisions of an edition of a document" => DeclarationRow {
        words: "catalogue",
        example: r#"catalogue "ACME-POL-1:2025" "Security policy of Acme""#,
        head: &[Part::Document, Part::Title, Part::Block],
        does: Effect::BeginsFile,
        clause: None,
        more: None,
        fields: &[may(Supersedes), may(Layout), may(Summary)],
    },
    Overlay: "licensed wording for a catalogue, for use on this computer" => DeclarationRow {
        words: "overlay",
        example: "overlay ISO/IEC 27002:2022",
        head: &[Part::Document],
        does: Effect::BeginsFile,
        clause: None,
        more: None,
        fields: &[],
    },
    Correspondence: "which provisions of one edition replace those of another" => DeclarationRow {
        words: "correspondence",
        example: "correspondence ISO/IEC 27001:2013 to ISO/IEC 27001:2022",
        head: &[Part::Document, Part::To, Part::Document, Part::Block],
        does: Effect::BeginsFile,
        clause: None,
        more: None,
        fields: &[],
    },
    Term: "a term and its definition" => DeclarationRow {
        words: "term",
        example: r#"term "head-end system""#,
        head: &[Part::Name, Part::Block],
        does: Effect::Defines,
        clause: None,
        more: Some("Texts refer to it with `{term …}`."),
        fields: &[
            must(Definition), may(Note).several(), may(Example).several(), may(Source), may(Allow).several(),
        ],
    },
    AddRequirement: "a further requirement" => DeclarationRow {
        words: "add requirement",
        example: r#"add requirement SMX.4.3.1 "Head-end systems in scope" to 27001 4.3"#,
        head: &[Part::Label, Part::Title, Part::To, Part::Reference, Part::AsItem, Part::For, Part::Block],
        does: Effect::Adds(AddedKind::Requirement),
        clause: Some("5.2"),
        more: Some("Its text contains a `shall`."),
        fields: &[
            must(Text), may(Rationale), may(Note).several(), may(Example).several(), may(Key), may(Applies),
            may(Allow).several(),
        ],
    },
    AddClause: "a further clause" => DeclarationRow {
        words: "add clause",
        example: r#"add clause SMX.9 "Metering controls" to 27002"#,
        head: &[Part::Label, Part::Title, Part::To, Part::Reference, Part::Block],
        does: Effect::Adds(AddedKind::Clause),
        clause: Some("6.2"),
        more: None,
        fields: &[may(Text), may(Key), may(Applies), may(Allow).several()],
    },
    AddObjective: "a further control objective, in the layout of 2013" => DeclarationRow {
        words: "add objective",
        example: r#"add objective SMX.9.1 "Custody of meters" to SMX.9"#,
        head: &[Part::Label, Part::Title, Part::To, Part::Reference, Part::Block],
        does: Effect::Adds(AddedKind::Objective),
        clause: Some("6.2"),
        more: None,
        fields: &[must(Text), may(Key), may(Applies), may(Allow).several()],
    },
    AddControl: "a further control" => DeclarationRow {
        words: "add control",
        example: r#"add control SMX.8.35 "Custody of meter keys" to 27002 8"#,
        head: &[Part::Label, Part::Title, Part::To, Part::Reference, Part::For, Part::Block],
        does: Effect::Adds(AddedKind::Control),
        clause: Some("6.2"),
        more: Some(
            "Its statement contains one `should`. First consider modifying a control of the base.",
        ),
        fields: &[
            may(Type), may(Properties), may(Concepts), may(Capabilities), may(Domains), must(Control),
            may(Purpose), may(Guidance).several(), may(Information), may(Rationale), may(Key), may(Applies),
            may(Allow).several(),
        ],
    },
    AddGuidance: "guidance added to a control of the base" => add_to("add guidance", "add guidance to 27002 5.23 for operator", ProvisionPart::Guidance, None),
    AddInformation: "other information added to a control" => add_to("add information", "add information to 27002 5.23", ProvisionPart::Information, None),
    AddNote: "a note added to a provision" => add_to("add note", "add note to 27001 6.1.2", ProvisionPart::Note, Some("A note contains no provision.")),
    Refine: "supplements or adapts a requirement" => change(
        "refine",
        "refine 27001 6.1.3 c)",
        Effect::Refines,
        "5.3",
        "The requirement of the base stays in force.",
    ),
    Interpret: "explains a requirement in the sector's context" => change(
        "interpret",
        "interpret 27001 7.2",
        Effect::Interprets,
        "5.4",
        "It adds no requirement.",
    ),
    ModifyObjective: "changes a control objective" => modify("modify objective", "modify objective 27002 5.1", ProvisionPart::Objective),
    ModifyControl: "changes a control without reducing it" => modify("modify control", "modify control 27002 7.10", ProvisionPart::Control),
    ModifyPurpose: "changes the purpose of a control" => modify("modify purpose", "modify purpose 27002 8.24", ProvisionPart::Purpose),
    ModifyGuidance: "changes the guidance for a control" => modify("modify guidance", "modify guidance 27002 8.24", ProvisionPart::Guidance),
    ModifyInformation: "changes other information on a control" => modify("modify information", "modify information 27002 8.24", ProvisionPart::Information),
    Retain: "considered and left unchanged" => DeclarationRow {
        words: "retain",
        example: "retain 27002 8.28",
        head: &[Part::Reference, Part::Block],
        does: Effect::Retains,
        clause: Some("4"),
        more: Some("Provisions that no declaration names apply unchanged as well."),
        fields: &[must(Reason), may(Key), may(Allow).several()],
    },
    Front: "a clause of the document that can be cited but not changed" => DeclarationRow {
        words: "front",
        example: r#"front 3 "Terms and definitions""#,
        head: &[Part::Number, Part::Title, Part::Block],
        does: Effect::Catalogues,
        clause: None,
        more: Some("Such as its scope and its terms. No standard changes it, and the coverage does not count it."),
        fields: &[may(Summary), may(Words)],
    },
    Clause: "a clause of the document" => DeclarationRow {
        words: "clause",
        example: r#"clause 6.1.2 "Risk assessment""#,
        head: NUMBERED,
        does: Effect::Catalogues,
        clause: None,
        more: None,
        fields: &[may(Item).several(), may(Summary), may(Words), may(Text), may(Note).several()],
    },
    Objective: "a control objective of the document" => DeclarationRow {
        words: "objective",
        example: r#"objective 5.1 "Management direction""#,
        head: NUMBERED,
        does: Effect::Catalogues,
        clause: None,
        more: None,
        fields: &[may(Summary), may(Words), may(Text)],
    },
    Control: "a control of the document" => DeclarationRow {
        words: "control",
        example: r#"control 5.1 "Policies for security""#,
        head: NUMBERED,
        does: Effect::Catalogues,
        clause: None,
        more: None,
        fields: &[
            may(Type), may(Properties), may(Concepts), may(Capabilities), may(Domains), may(Keyword::Control),
            may(Purpose), may(Guidance), may(Information), may(Summary), may(Words),
        ],
    },
    Annex: "an annex with the controls of another document" => DeclarationRow {
        words: "annex",
        example: r#"annex A "Reference controls" of ISO/IEC 27002:2022"#,
        head: &[Part::Letter, Part::Title, Part::Of, Part::Document, Part::Block],
        does: Effect::Catalogues,
        clause: None,
        more: None,
        fields: &[may(Summary), may(Title).several()],
    },
    Amendment: "a clause that an amendment changes" => DeclarationRow {
        words: "amendment",
        example: r#"amendment "Amd 1:2024""#,
        head: &[Part::Name, Part::Block],
        does: Effect::Catalogues,
        clause: None,
        more: Some("Write one for each clause."),
        fields: &[must(Keyword::Clause), may(Summary)],
    },
}

// The words, in alphabetical order. A word that is also the name of a field has the row: NAME =
// WORD: shape [in the role of its text] [like an example, where that of the shape says little] =>
// what it is for [more that an author should know].
words! {
    Add = "add",
    Addition = "addition": Text in Provision => "the wording added to that of the base",
    Allow = "allow": Allow => "a rule that does not apply here, and the reason"
        more "The compiled output contains the reason.",
    Amendment = "amendment",
    Annex = "annex",
    Applies = "applies": Text => "the condition under which it applies",
    As = "as",
    Audience = "audience": Audience => "a group of readers, for whom guidance can be written"
        more "Write the name behind `for`; readers see the title.",
    Base = "base": Base => "a document that the standard extends"
        more "With a year it is that edition alone, without one the latest known edition. Amendments follow after `+`.",
    By = "by",
    Capabilities = "capabilities": Words like "physical_security, asset_management" => "operational capabilities",
    Catalogue = "catalogue",
    Clause = "clause": Clause => "the clause that the amendment changes",
    Concepts = "concepts": Words like "protect, detect" => "cybersecurity concepts",
    Control = "control": Text in Provision => "the control statement, with one “should”",
    Correspondence = "correspondence",
    Definition = "definition": Text in Definition => "what the term means; it can replace the term in a sentence"
        more "Without an article at the beginning and a full stop at the end.",
    Designation = "designation": Designation => "how the standard is cited",
    Domains = "domains": Words like "protection, defence" => "security domains",
    Edition = "edition": Number like "2" => "the year of the edition",
    Example = "example": Text in Remark => "an example; it contains no provision",
    Figure = "figure",
    For = "for",
    Foreword = "foreword": Text in Foreword => "the foreword",
    Front = "front",
    Guidance = "guidance": TextForAudiences in Provision => "implementation guidance, for all or for some audiences",
    Information = "information": Text in Information => "other information; it contains no provision",
    Interpret = "interpret",
    Introduction = "introduction": Text in Introduction => "the introduction; it contains no requirement",
    Item = "item": Item => "a list item of the clause",
    Key = "key": Key like "27001:2013 10.1" => "what it was first published as: its label, or the place and the audiences of a change"
        more "So it keeps its identity if its label, or the number or edition of its place, changes.",
    Language = "language": Word like "en" => "the language of the standard; `en` if you name none"
        more "The rules on wording run only for English.",
    Layout = "layout": Word like "attributes" => "the layout of the controls of the document"
        more "`attributes` (2022), `objectives` (2013) or `plain`.",
    Modify = "modify",
    New = "new",
    Note = "note": Text in Remark => "a note; it contains no provision",
    Numbering = "numbering": Word like "inline" => "how added provisions are numbered"
        more "`inline` among the provisions of the base, in an `annex` of their own, or `plain` without the prefix.",
    Objective = "objective",
    Of = "of",
    Overlay = "overlay",
    Part = "part",
    Properties = "properties": Words like "confidentiality, integrity" => "information security properties",
    Purpose = "purpose": Text in Provision => "the purpose of the control",
    Rationale = "rationale": Text => "the reason for it, which is not part of the provision"
        more "The compiled output contains it.",
    Reason = "reason": Text => "the reason for it",
    Reference = "reference": BibliographicReference => "an entry of the bibliography",
    Refine = "refine",
    Replace = "replace": Replace => "wording of the base, and the wording that replaces it",
    Requirement = "requirement",
    Rest = "rest",
    Retain = "retain",
    Scope = "scope": Text in Scope => "what the standard is about and whom it is for"
        more "It contains no requirement, recommendation or permission.",
    Sector = "sector": String like "\"Energy\"" => "the sector",
    Source = "source": Text => "where the definition comes from",
    Standard = "standard",
    Status = "status": Word like "draft" => "the stage of the standard"
        more "`draft`, `committee`, `enquiry`, `published` or `withdrawn`.",
    Summary = "summary": Text => "what it is about, in your own words",
    Supersedes = "supersedes": Designation => "the edition that it replaces",
    Term = "term",
    Text = "text": Text in Provision => "the wording",
    Title = "title": TitleOfProvision like "8.1 \"User end point devices\"" => "the title of a control in the annex, if it differs",
    To = "to",
    Type = "type": Words like "preventive, detective" => "the control type"
        more "When it acts: before, during or after an incident.",
    Unchanged = "unchanged",
    Words = "words": Strings like "\"MFA\", \"multi-factor\"" => "terms with which authors search for it"
        more "Search and completion find it by these, as by the words of its title.",
}
