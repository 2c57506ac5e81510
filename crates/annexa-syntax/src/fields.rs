//! What each declaration may hold: the table of LANGUAGE.md, section 4, as data. The parser reads
//! any field anywhere; this table says which of them belong.

use crate::Keyword;

macro_rules! declaration_kinds {
    ($($(#[$doc:meta])* $variant:ident = $words:literal { must: [$($must:ident),*], may: [$($may:ident),*] },)*) => {
        /// What a declaration is.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
        pub enum DeclarationKind { $($(#[$doc])* $variant,)* }

        impl DeclarationKind {
            /// Every kind of declaration.
            pub const ALL: &'static [DeclarationKind] = &[$(DeclarationKind::$variant,)*];

            /// The words that its head begins with.
            pub fn words(self) -> &'static str {
                match self { $(DeclarationKind::$variant => $words,)* }
            }

            /// The fields that it must have, in the order in which they are written.
            pub fn required_fields(self) -> &'static [Keyword] {
                match self { $(DeclarationKind::$variant => &[$(Keyword::$must),*],)* }
            }

            /// The fields that it may have beside the required ones.
            pub fn optional_fields(self) -> &'static [Keyword] {
                match self { $(DeclarationKind::$variant => &[$(Keyword::$may),*],)* }
            }
        }
    };
}

declaration_kinds! {
    /// The head of a sector-specific standard.
    Standard = "standard" {
        must: [Sector, Edition, Base],
        may: [Designation, Status, Numbering, Audience, Reference, Scope, Introduction, Foreword, Language, Allow]
    },
    /// The head of a further file of a standard.
    PartOf = "part of" { must: [], may: [] },
    /// The head of a catalogue.
    Catalogue = "catalogue" { must: [], may: [Supersedes, Layout, Summary] },
    /// The head of an overlay, which holds licensed wording.
    Overlay = "overlay" { must: [], may: [] },
    /// A correspondence between two editions.
    Correspondence = "correspondence" { must: [], may: [] },
    /// A term and its definition.
    Term = "term" { must: [Definition], may: [Note, Example, Source, Allow] },
    /// ISO/IEC 27009:2020, 5.2.
    AddRequirement = "add requirement" { must: [Text], may: [Rationale, Note, Example, Key, Applies, Allow] },
    /// ISO/IEC 27009:2020, 6.2.
    AddClause = "add clause" { must: [], may: [Text, Key, Applies, Allow] },
    /// ISO/IEC 27009:2020, 6.2, in the layout of 2013.
    AddObjective = "add objective" { must: [Text], may: [Key, Applies, Allow] },
    /// ISO/IEC 27009:2020, 6.2.
    AddControl = "add control" {
        must: [Control],
        may: [Type, Properties, Concepts, Capabilities, Domains, Purpose, Guidance, Information, Rationale, Key, Applies, Allow]
    },
    /// ISO/IEC 27009:2020, 6.2.
    AddGuidance = "add guidance" { must: [Text], may: [Rationale, Applies, Allow] },
    /// ISO/IEC 27009:2020, 6.2.
    AddInformation = "add information" { must: [Text], may: [Rationale, Applies, Allow] },
    /// ISO/IEC 27009:2020, 6.2.
    AddNote = "add note" { must: [Text], may: [Rationale, Applies, Allow] },
    /// ISO/IEC 27009:2020, 5.3.
    Refine = "refine" { must: [Text], may: [Rationale, Key, Applies, Allow] },
    /// ISO/IEC 27009:2020, 5.4.
    Interpret = "interpret" { must: [Text], may: [Rationale, Key, Applies, Allow] },
    /// ISO/IEC 27009:2020, 6.3.
    ModifyObjective = "modify objective" { must: [Reason], may: [Text, Addition, Replace, Applies, Allow] },
    /// ISO/IEC 27009:2020, 6.3.
    ModifyControl = "modify control" { must: [Reason], may: [Text, Addition, Replace, Applies, Allow] },
    /// ISO/IEC 27009:2020, 6.3.
    ModifyPurpose = "modify purpose" { must: [Reason], may: [Text, Addition, Replace, Applies, Allow] },
    /// ISO/IEC 27009:2020, 6.3.
    ModifyGuidance = "modify guidance" { must: [Reason], may: [Text, Addition, Replace, Applies, Allow] },
    /// ISO/IEC 27009:2020, 6.3.
    ModifyInformation = "modify information" { must: [Reason], may: [Text, Addition, Replace, Applies, Allow] },
    /// Looked at and left unchanged (ISO/IEC 27009:2020, clause 4).
    Retain = "retain" { must: [Reason], may: [Allow] },
    /// A clause of a catalogue, or of an overlay.
    Clause = "clause" { must: [], may: [Item, Summary, Text, Note] },
    /// A control objective of a catalogue, or of an overlay.
    Objective = "objective" { must: [], may: [Summary, Text] },
    /// A control of a catalogue, or of an overlay.
    Control = "control" {
        must: [],
        may: [Type, Properties, Concepts, Capabilities, Domains, Control, Purpose, Guidance, Information, Summary]
    },
    /// An annex of a catalogue that carries the controls of another document.
    Annex = "annex" { must: [], may: [Summary] },
    /// One clause that an amendment of a catalogue's document changes.
    Amendment = "amendment" { must: [Clause], may: [Summary] },
}

impl DeclarationKind {
    /// Whether a file may begin with it.
    pub fn is_file_head(self) -> bool {
        matches!(
            self,
            Self::Standard | Self::PartOf | Self::Catalogue | Self::Overlay | Self::Correspondence
        )
    }

    /// Whether it belongs to a catalogue or an overlay rather than to a standard.
    pub fn is_catalogue_entry(self) -> bool {
        matches!(
            self,
            Self::Clause | Self::Objective | Self::Control | Self::Annex | Self::Amendment
        )
    }

    /// Whether it modifies an existing part of a provision (ISO/IEC 27009:2020, 6.3).
    pub fn is_modification(self) -> bool {
        matches!(
            self,
            Self::ModifyObjective
                | Self::ModifyControl
                | Self::ModifyPurpose
                | Self::ModifyGuidance
                | Self::ModifyInformation
        )
    }

    /// Whether the declaration may hold the field.
    pub fn takes(self, field: Keyword) -> bool {
        self.required_fields().contains(&field) || self.optional_fields().contains(&field)
    }
}

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

/// The shape of a field's value, or `None` for a word that names no field.
pub fn field_shape(field: Keyword) -> Option<FieldShape> {
    use Keyword::*;
    Some(match field {
        Text | Rationale | Purpose | Information | Addition | Reason | Applies | Definition
        | Note | Example | Source | Scope | Introduction | Foreword | Summary | Control => {
            FieldShape::Text
        }
        Guidance => FieldShape::TextForAudiences,
        Sector => FieldShape::String,
        Edition => FieldShape::Number,
        Status | Numbering | Language | Layout => FieldShape::Word,
        Type | Properties | Concepts | Capabilities | Domains => FieldShape::Words,
        Base => FieldShape::Base,
        Designation | Supersedes => FieldShape::Designation,
        Audience => FieldShape::Audience,
        Reference => FieldShape::BibliographicReference,
        Key => FieldShape::Label,
        Allow => FieldShape::Allow,
        Replace => FieldShape::Replace,
        Item => FieldShape::Item,
        Clause => FieldShape::Clause,
        _ => return None,
    })
}

/// What a field takes, with an example, as a message says it.
pub fn value_of_field(field: Keyword) -> String {
    use FieldShape::*;
    let name = field.as_str();
    let what = match field_shape(field) {
        Some(Text) => "a text in triple quotation marks",
        Some(TextForAudiences) => {
            "a text in triple quotation marks, behind `for` and audiences if it is not for all"
        }
        Some(String) => "a text in quotation marks",
        Some(Number) => "a number",
        Some(Word) => "one word",
        Some(Words) => "words with commas between them, on one line",
        Some(Base) => {
            "a document with its edition, then its amendments and an alias if there are any"
        }
        Some(Designation) => "a document",
        Some(Audience) => "a word in small letters and a title in quotation marks",
        Some(BibliographicReference) => "a document and its title, both in quotation marks",
        Some(Label) => "a label",
        Some(Allow) => "the code or the name of a rule, and the reason in triple quotation marks",
        Some(Replace) => {
            "the old words and the new ones in quotation marks, with `by` between them"
        }
        Some(Item) => "the mark of a list item",
        Some(Clause) => "the number of a clause",
        None => "a value",
    };
    format!("`{name}` takes {what}: `{name} {}`", example_value(field))
}

/// A value that a field can have.
fn example_value(field: Keyword) -> &'static str {
    match field {
        Keyword::Sector => "\"Energy\"",
        Keyword::Edition => "2",
        Keyword::Status => "draft",
        Keyword::Numbering => "inline",
        Keyword::Language => "en",
        Keyword::Layout => "attributes",
        Keyword::Type => "preventive, detective",
        Keyword::Properties => "confidentiality, integrity",
        Keyword::Concepts => "protect, detect",
        Keyword::Capabilities => "physical_security, asset_management",
        Keyword::Domains => "protection, defence",
        _ => match field_shape(field) {
            Some(FieldShape::Text) => "\"\"\"…\"\"\"",
            Some(FieldShape::TextForAudiences) => "for operator \"\"\"…\"\"\"",
            Some(FieldShape::String) => "\"…\"",
            Some(FieldShape::Number) => "1",
            Some(FieldShape::Word | FieldShape::Words) => "word",
            Some(FieldShape::Base) => "ISO/IEC 27001:2022 + Amd 1:2024",
            Some(FieldShape::Designation) => "ISO/IEC 27002:2022",
            Some(FieldShape::Audience) => "operator \"Network operator\"",
            Some(FieldShape::BibliographicReference) => "\"IEC 62443-3-3:2013\" \"…\"",
            Some(FieldShape::Label) => "SMX.8.35",
            Some(FieldShape::Allow) => "C606 \"\"\"…\"\"\"",
            Some(FieldShape::Replace) => "\"…\" by \"…\"",
            Some(FieldShape::Item) => "a)",
            Some(FieldShape::Clause) => "6.1.3",
            None => "…",
        },
    }
}
