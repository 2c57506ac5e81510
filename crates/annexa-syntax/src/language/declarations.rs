//! What a row of the table says of a declaration, and what follows from it.

use super::Keyword::{self, *};
use super::{DeclarationKind, Part, TextRole, text_role};

/// What the table says of a declaration.
pub(super) struct DeclarationRow {
    /// The words that its head begins with.
    pub(super) words: &'static str,
    /// The parts of its head behind the words.
    pub(super) head: &'static [Part],
    pub(super) does: Effect,
    /// The clause of ISO/IEC 27009:2020 that it rests on.
    pub(super) clause: Option<&'static str>,
    /// What an author should know of it beside what it is for.
    pub(super) more: Option<&'static str>,
    /// In the order in which they are written.
    pub(super) fields: &'static [FieldUse],
}

/// What a declaration does to the standard or to a base.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// It begins a file.
    BeginsFile,
    /// It says something of the standard itself, such as what a term means, and changes no base.
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

impl AddedKind {
    /// What a reader calls it.
    pub fn as_str(self) -> &'static str {
        match self {
            AddedKind::Clause => "clause",
            AddedKind::Objective => "objective",
            AddedKind::Control => "control",
            AddedKind::Requirement => "requirement",
        }
    }
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

pub(super) const fn must(name: Keyword) -> FieldUse {
    FieldUse { name, is_required: true, can_repeat: false }
}

pub(super) const fn may(name: Keyword) -> FieldUse {
    FieldUse { name, is_required: false, can_repeat: false }
}

impl FieldUse {
    pub(super) const fn several(self) -> FieldUse {
        FieldUse { can_repeat: true, ..self }
    }
}

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

            const fn entry(self) -> &'static DeclarationRow {
                match self { $(DeclarationKind::$variant => { const ENTRY: DeclarationRow = $entry; &ENTRY })* }
            }
        }
    };
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
        let role = text_role(field).filter(|_| self.takes(field))?;
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
                self.fields().iter().any(|field| text_role(field.name).is_some())
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
