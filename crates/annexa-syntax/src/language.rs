//! The table of the language: what each declaration is made of and what it does, and what each field takes. The
//! parser, the rules on fields, the compiled kinds, and what editors complete, show and explain read it. A new
//! declaration is a row here and a new field one in `fields.rs`; a new word is also one in `keyword.rs`.

use crate::Keyword::{self, *};

mod fields;
mod parts;

pub use fields::{
    FieldShape, TextRole, about_field, empty_field, field_parts, field_shape, more_about_field,
    value_of_field,
};
pub use parts::Part;

/// What the table says of a declaration.
struct Entry {
    /// The words that its head begins with.
    words: &'static str,
    /// The parts of its head behind the words.
    head: &'static [Part],
    does: Effect,
    /// The clause of ISO/IEC 27009:2020 that it rests on.
    clause: Option<&'static str>,
    /// What an author should know of it beside what it is for.
    more: Option<&'static str>,
    /// In the order in which they are written.
    fields: &'static [FieldUse],
}

/// What a declaration does to the standard or to a base.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// It begins a file.
    BeginsFile,
    /// It defines a term.
    Defines,
    /// It adds a provision with a label of its own.
    Adds(AddedKind),
    /// It adds to a part of a provision that is there.
    AddsTo(ProvisionPart),
    /// It supplements or adapts a requirement.
    Refines,
    /// It explains a requirement.
    Interprets,
    /// It modifies a part of a provision.
    Modifies(ProvisionPart),
    /// It says that a provision was examined and stays as it is.
    Retains,
    /// It is an entry of a catalogue or of an overlay.
    Catalogues,
}

/// What a standard adds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AddedKind {
    /// A clause.
    Clause,
    /// A control objective.
    Objective,
    /// A control.
    Control,
    /// A requirement.
    Requirement,
}

/// A part of a provision that declarations modify or add to by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProvisionPart {
    /// The objective.
    Objective,
    /// The control statement.
    Control,
    /// The purpose of a control.
    Purpose,
    /// The guidance for a control.
    Guidance,
    /// Other information on a control.
    Information,
    /// The notes.
    Note,
}

/// A field that a declaration can hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FieldUse {
    /// The name of the field.
    pub name: Keyword,
    /// Whether the declaration must have it.
    pub is_required: bool,
    /// Whether the declaration can have several of it.
    pub can_repeat: bool,
}

const fn must(name: Keyword) -> FieldUse {
    FieldUse { name, is_required: true, can_repeat: false }
}

const fn may(name: Keyword) -> FieldUse {
    FieldUse { name, is_required: false, can_repeat: false }
}

impl FieldUse {
    const fn several(self) -> FieldUse {
        FieldUse { can_repeat: true, ..self }
    }
}

const CHANGE: &[FieldUse] =
    &[must(Text), may(Rationale), may(Key), may(Applies), may(Allow).several()];

const ADDITION: &[FieldUse] = &[must(Text), may(Rationale), may(Applies), may(Allow).several()];

const MODIFICATION: &[FieldUse] =
    &[may(Text), may(Addition), may(Replace), must(Reason), may(Applies), may(Allow).several()];

/// Refines or interprets a requirement.
const fn change(
    words: &'static str,
    does: Effect,
    clause: &'static str,
    more: &'static str,
) -> Entry {
    Entry { words, head: AT, does, clause: Some(clause), more: Some(more), fields: CHANGE }
}

/// Adds to a part of a provision (ISO/IEC 27009:2020, 6.2).
const fn add_to(words: &'static str, part: ProvisionPart, more: Option<&'static str>) -> Entry {
    Entry {
        words,
        head: TO,
        does: Effect::AddsTo(part),
        clause: Some("6.2"),
        more,
        fields: ADDITION,
    }
}

/// Modifies a part of a provision (ISO/IEC 27009:2020, 6.3).
const fn modify(words: &'static str, part: ProvisionPart) -> Entry {
    Entry {
        words,
        head: AT,
        does: Effect::Modifies(part),
        clause: Some("6.3"),
        more: Some("It is not to be removed, invalidated or reduced."),
        fields: MODIFICATION,
    }
}

/// `to REFERENCE [for AUDIENCE, …] { … }`
const TO: &[Part] = &[Part::To, Part::Reference, Part::For, Part::Block];

/// `REFERENCE [for AUDIENCE, …] { … }`
const AT: &[Part] = &[Part::Reference, Part::For, Part::Block];

/// `NUMBER ["TITLE"] { … }`
const NUMBERED: &[Part] = &[Part::Number, Part::TitleIfAny, Part::Block];

macro_rules! declarations {
    ($($variant:ident: $about:literal => $entry:expr,)*) => {
        /// What a declaration is.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
        pub enum DeclarationKind { $(#[doc = $about] $variant,)* }

        impl DeclarationKind {
            /// Every kind of declaration.
            pub const ALL: &'static [DeclarationKind] = &[$(DeclarationKind::$variant,)*];

            /// What it is for, in a few words.
            pub fn about(self) -> &'static str {
                match self { $(DeclarationKind::$variant => $about,)* }
            }

            const fn entry(self) -> &'static Entry {
                match self { $(DeclarationKind::$variant => { const ENTRY: Entry = $entry; &ENTRY })* }
            }
        }
    };
}

declarations! {
    Standard: "the head of a sector-specific standard" => Entry {
        words: "standard",
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
    PartOf: "this file carries a standard on" => Entry {
        words: "part of",
        head: &[Part::Prefix],
        does: Effect::BeginsFile,
        clause: None,
        more: None,
        fields: &[],
    },
    Catalogue: "the provisions of an edition of another document" => Entry {
        words: "catalogue",
        head: &[Part::Document, Part::Title, Part::Block],
        does: Effect::BeginsFile,
        clause: None,
        more: None,
        fields: &[may(Supersedes), may(Layout), may(Summary)],
    },
    Overlay: "licensed wording for a catalogue; it stays on this machine" => Entry {
        words: "overlay",
        head: &[Part::Document],
        does: Effect::BeginsFile,
        clause: None,
        more: None,
        fields: &[],
    },
    Correspondence: "what became of the provisions of one edition in another" => Entry {
        words: "correspondence",
        head: &[Part::Document, Part::To, Part::Document, Part::Block],
        does: Effect::BeginsFile,
        clause: None,
        more: None,
        fields: &[],
    },
    Term: "a term and its definition" => Entry {
        words: "term",
        head: &[Part::Name, Part::Block],
        does: Effect::Defines,
        clause: None,
        more: Some("Texts refer to it with `{term …}`."),
        fields: &[
            must(Definition), may(Note).several(), may(Example).several(), may(Source), may(Allow).several(),
        ],
    },
    AddRequirement: "a further requirement" => Entry {
        words: "add requirement",
        head: &[Part::Label, Part::Title, Part::To, Part::Reference, Part::AsItem, Part::For, Part::Block],
        does: Effect::Adds(AddedKind::Requirement),
        clause: Some("5.2"),
        more: Some("Its text holds a `shall`."),
        fields: &[
            must(Text), may(Rationale), may(Note).several(), may(Example).several(), may(Key), may(Applies),
            may(Allow).several(),
        ],
    },
    AddClause: "a further clause" => Entry {
        words: "add clause",
        head: &[Part::Label, Part::Title, Part::To, Part::Reference, Part::Block],
        does: Effect::Adds(AddedKind::Clause),
        clause: Some("6.2"),
        more: None,
        fields: &[may(Text), may(Key), may(Applies), may(Allow).several()],
    },
    AddObjective: "a further control objective, in the layout of 2013" => Entry {
        words: "add objective",
        head: &[Part::Label, Part::Title, Part::To, Part::Reference, Part::Block],
        does: Effect::Adds(AddedKind::Objective),
        clause: Some("6.2"),
        more: None,
        fields: &[must(Text), may(Key), may(Applies), may(Allow).several()],
    },
    AddControl: "a further control" => Entry {
        words: "add control",
        head: &[Part::Label, Part::Title, Part::To, Part::Reference, Part::For, Part::Block],
        does: Effect::Adds(AddedKind::Control),
        clause: Some("6.2"),
        more: Some(
            "Its statement holds one `should`. Look first whether a control of the base can be modified.",
        ),
        fields: &[
            may(Type), may(Properties), may(Concepts), may(Capabilities), may(Domains), must(Control),
            may(Purpose), may(Guidance).several(), may(Information), may(Rationale), may(Key), may(Applies),
            may(Allow).several(),
        ],
    },
    AddGuidance: "guidance that goes with a control of the base" => add_to("add guidance", ProvisionPart::Guidance, None),
    AddInformation: "other information that goes with a control" => add_to("add information", ProvisionPart::Information, None),
    AddNote: "a note that goes with a provision" => add_to("add note", ProvisionPart::Note, Some("A note holds no provision.")),
    Refine: "supplements or adapts a requirement" => change(
        "refine",
        Effect::Refines,
        "5.3",
        "The requirement of the base stays in force.",
    ),
    Interpret: "explains a requirement in the sector's context" => change(
        "interpret",
        Effect::Interprets,
        "5.4",
        "It holds no requirement of its own.",
    ),
    ModifyObjective: "changes a control objective" => modify("modify objective", ProvisionPart::Objective),
    ModifyControl: "changes a control and takes nothing away" => modify("modify control", ProvisionPart::Control),
    ModifyPurpose: "changes the purpose of a control" => modify("modify purpose", ProvisionPart::Purpose),
    ModifyGuidance: "changes the guidance for a control" => modify("modify guidance", ProvisionPart::Guidance),
    ModifyInformation: "changes other information on a control" => modify("modify information", ProvisionPart::Information),
    Retain: "examined and left unchanged" => Entry {
        words: "retain",
        head: &[Part::Reference, Part::Block],
        does: Effect::Retains,
        clause: Some("4"),
        more: Some("What no declaration names applies unchanged as well."),
        fields: &[must(Reason), may(Allow).several()],
    },
    Clause: "a clause of the document" => Entry {
        words: "clause",
        head: NUMBERED,
        does: Effect::Catalogues,
        clause: None,
        more: None,
        fields: &[may(Item).several(), may(Summary), may(Text), may(Note).several()],
    },
    Objective: "a control objective of the document" => Entry {
        words: "objective",
        head: NUMBERED,
        does: Effect::Catalogues,
        clause: None,
        more: None,
        fields: &[may(Summary), may(Text)],
    },
    Control: "a control of the document" => Entry {
        words: "control",
        head: NUMBERED,
        does: Effect::Catalogues,
        clause: None,
        more: None,
        fields: &[
            may(Type), may(Properties), may(Concepts), may(Capabilities), may(Domains), may(Keyword::Control),
            may(Purpose), may(Guidance), may(Information), may(Summary),
        ],
    },
    Annex: "an annex that carries the controls of another document" => Entry {
        words: "annex",
        head: &[Part::Letter, Part::Title, Part::Of, Part::Document, Part::Block],
        does: Effect::Catalogues,
        clause: None,
        more: None,
        fields: &[may(Summary)],
    },
    Amendment: "one clause that an amendment changes" => Entry {
        words: "amendment",
        head: &[Part::Name, Part::Block],
        does: Effect::Catalogues,
        clause: None,
        more: Some("It is repeated for each clause."),
        fields: &[must(Keyword::Clause), may(Summary)],
    },
}

impl DeclarationKind {
    /// The words that its head begins with.
    pub const fn words(self) -> &'static str {
        self.entry().words
    }

    /// The parts of its head behind the words, in order.
    pub fn head(self) -> &'static [Part] {
        self.entry().head
    }

    /// What it does to the standard or to a base.
    pub fn effect(self) -> Effect {
        self.entry().does
    }

    /// The clause of ISO/IEC 27009:2020 that it rests on.
    pub fn clause(self) -> Option<&'static str> {
        self.entry().clause
    }

    /// What it is for, with the clause of ISO/IEC 27009 that it rests on.
    pub fn described(self) -> String {
        match self.clause() {
            Some(clause) if clause.contains('.') => {
                format!("{} (ISO/IEC 27009:2020, {clause})", self.about())
            }
            Some(clause) => format!("{} (ISO/IEC 27009:2020, clause {clause})", self.about()),
            None => self.about().to_owned(),
        }
    }

    /// What an author should know of it beside what it is for.
    pub fn more(self) -> Option<&'static str> {
        self.entry().more
    }

    /// The fields that it can hold, in the order in which they are written.
    pub fn fields(self) -> &'static [FieldUse] {
        self.entry().fields
    }

    /// The fields that it must have, in the order in which they are written.
    pub fn required_fields(self) -> impl Iterator<Item = Keyword> + Clone {
        self.fields().iter().filter(|field| field.is_required).map(|field| field.name)
    }

    /// The fields that it may have beside the required ones.
    pub fn optional_fields(self) -> impl Iterator<Item = Keyword> + Clone {
        self.fields().iter().filter(|field| !field.is_required).map(|field| field.name)
    }

    /// Whether it may hold the field.
    pub fn takes(self, field: Keyword) -> bool {
        self.fields().iter().any(|it| it.name == field)
    }

    /// Whether it can hold the field several times.
    pub fn can_repeat(self, field: Keyword) -> bool {
        self.fields().iter().any(|it| it.name == field && it.can_repeat)
    }

    /// What the text of a field is for where it stands in this declaration; `None` where it is not printed.
    pub fn text_role(self, field: Keyword) -> Option<TextRole> {
        let role = fields::text_role(field).filter(|_| self.takes(field))?;
        Some(match (role, self.effect()) {
            (_, Effect::Catalogues) => return None,
            (TextRole::Provision, Effect::AddsTo(part) | Effect::Modifies(part)) => match part {
                ProvisionPart::Note => TextRole::Remark,
                ProvisionPart::Information => TextRole::Information,
                ProvisionPart::Objective
                | ProvisionPart::Control
                | ProvisionPart::Purpose
                | ProvisionPart::Guidance => TextRole::Provision,
            },
            (role, _) => role,
        })
    }

    /// Whether a file may begin with it.
    pub fn is_file_head(self) -> bool {
        self.effect() == Effect::BeginsFile
    }

    /// Whether it belongs to a catalogue or an overlay rather than to a standard.
    pub fn is_catalogue_entry(self) -> bool {
        self.effect() == Effect::Catalogues
    }

    /// Whether it belongs to a file that begins with `head`. An overlay takes the entries of a catalogue that can have
    /// wording.
    pub fn fits_below(self, head: DeclarationKind) -> bool {
        let is_of_standard =
            |kind| matches!(kind, DeclarationKind::Standard | DeclarationKind::PartOf);
        match self.effect() {
            Effect::BeginsFile => !is_of_standard(self) && !is_of_standard(head),
            Effect::Catalogues if head == DeclarationKind::Overlay => {
                self.fields().iter().any(|field| fields::text_role(field.name).is_some())
            }
            Effect::Catalogues => !is_of_standard(head),
            _ => is_of_standard(head),
        }
    }

    /// Whether its texts recommend, so that they hold no requirement (ISO/IEC 27009:2020, 6.2 and 6.3).
    pub fn recommends(self) -> bool {
        use ProvisionPart::{Control, Guidance, Information};
        match self.effect() {
            Effect::Adds(added) => added == AddedKind::Control,
            Effect::AddsTo(part) | Effect::Modifies(part) => {
                matches!(part, Control | Guidance | Information)
            }
            _ => false,
        }
    }

    /// Whether it modifies an existing part of a provision (ISO/IEC 27009:2020, 6.3).
    pub fn is_modification(self) -> bool {
        matches!(self.effect(), Effect::Modifies(_))
    }

    /// The kind that stands for it in an identity: a control has a purpose in one layout where it has an objective
    /// in the other, and both are one part.
    pub fn as_identified(self) -> DeclarationKind {
        match self {
            DeclarationKind::ModifyObjective => DeclarationKind::ModifyPurpose,
            kind => kind,
        }
    }

    /// What it adds with a label of its own.
    pub fn added(self) -> Option<AddedKind> {
        match self.effect() {
            Effect::Adds(added) => Some(added),
            _ => None,
        }
    }
}

impl ProvisionPart {
    /// The field that holds it in a control or an objective.
    pub fn field(self) -> Keyword {
        match self {
            ProvisionPart::Objective => Text,
            ProvisionPart::Control => Keyword::Control,
            ProvisionPart::Purpose => Purpose,
            ProvisionPart::Guidance => Guidance,
            ProvisionPart::Information => Information,
            ProvisionPart::Note => Note,
        }
    }
}
