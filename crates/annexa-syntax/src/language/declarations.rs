//! The rows of the table for declarations, and the properties that follow from them.

use super::Keyword::{self, *};
use super::{DeclarationKind, Part, TextRole, text_role};

/// The row of a declaration.
pub(super) struct DeclarationRow {
    /// The opening words of its head.
    pub(super) words: &'static str,
    /// A head, as an example. A test parses it.
    pub(super) example: &'static str,
    /// The parts of its head behind the words.
    pub(super) head: &'static [Part],
    pub(super) does: Effect,
    /// The clause of ISO/IEC 27009:2020 that it implements.
    pub(super) clause: Option<&'static str>,
    /// What an author should know beyond its purpose.
    pub(super) more: Option<&'static str>,
    /// In the order in which the formatter and completion write them.
    pub(super) fields: &'static [FieldUse],
}

/// The effect of a declaration on the standard or on a base.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// It begins a file.
    BeginsFile,
    /// It defines something of the standard itself, such as a term, and changes no base.
    Defines,
    /// It adds a provision with a label of its own (ISO/IEC 27009:2020, 5.2 and 6.2).
    Adds(AddedKind),
    /// It adds to a part of an existing provision (ISO/IEC 27009:2020, 6.2).
    AddsTo(ProvisionPart),
    /// It refines a requirement: supplements or adapts it (ISO/IEC 27009:2020, 5.3).
    Refines,
    /// It interprets a requirement: explains it (ISO/IEC 27009:2020, 5.4).
    Interprets,
    /// It modifies a part of a provision (ISO/IEC 27009:2020, 6.3).
    Modifies(ProvisionPart),
    /// It records that a provision was considered and applies unchanged.
    Retains,
    /// It is an entry of a catalogue or an overlay.
    Catalogues,
}

/// The kinds of provisions that a standard adds.
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
    /// Returns the name that readers see.
    pub fn as_str(self) -> &'static str {
        match self {
            AddedKind::Clause => "clause",
            AddedKind::Objective => "objective",
            AddedKind::Control => "control",
            AddedKind::Requirement => "requirement",
        }
    }
}

/// A part of a provision that declarations can modify or add to.
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

/// A field that a declaration can have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FieldUse {
    /// The keyword that names the field.
    pub name: Keyword,
    /// Whether the declaration must have it.
    pub is_required: bool,
    /// Whether the declaration can have it more than once.
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
        /// The kind of a declaration.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
        pub enum DeclarationKind { $(#[doc = $about] $variant,)* }

        impl DeclarationKind {
            /// Every kind of declaration.
            pub const ALL: &'static [DeclarationKind] = &[$(DeclarationKind::$variant,)*];

            /// Returns its purpose in a few words.
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
    /// Returns the opening words of its head.
    pub const fn words(self) -> &'static str {
        self.entry().words
    }

    /// Returns an example of its head.
    pub fn example(self) -> &'static str {
        self.entry().example
    }

    /// Returns its head as a line that names each part: `retain REFERENCE { … }`.
    pub fn shape(self) -> String {
        let parts = self.head().iter().map(|part| part.shown());
        std::iter::once(self.words()).chain(parts).collect::<Vec<_>>().join(" ")
    }

    /// Returns the parts of its head behind the words, in order.
    pub fn head(self) -> &'static [Part] {
        self.entry().head
    }

    /// Returns its effect on the standard or on a base.
    pub fn effect(self) -> Effect {
        self.entry().does
    }

    /// Returns the clause of ISO/IEC 27009:2020 that it implements.
    pub fn clause(self) -> Option<&'static str> {
        self.entry().clause
    }

    /// Returns its purpose, with the clause of ISO/IEC 27009 that it implements.
    pub fn described(self) -> String {
        match self.clause() {
            Some(clause) if clause.contains('.') => {
                format!("{} (ISO/IEC 27009:2020, {clause})", self.about())
            }
            Some(clause) => format!("{} (ISO/IEC 27009:2020, clause {clause})", self.about()),
            None => self.about().to_owned(),
        }
    }

    /// Returns what an author should know beyond its purpose.
    pub fn more(self) -> Option<&'static str> {
        self.entry().more
    }

    /// Returns the fields that it can have, in canonical order.
    pub fn fields(self) -> &'static [FieldUse] {
        self.entry().fields
    }

    /// Returns the fields that it must have, in canonical order.
    pub fn required_fields(self) -> impl Iterator<Item = Keyword> + Clone {
        self.fields().iter().filter(|field| field.is_required).map(|field| field.name)
    }

    /// Returns the fields that it can have besides the required ones.
    pub fn optional_fields(self) -> impl Iterator<Item = Keyword> + Clone {
        self.fields().iter().filter(|field| !field.is_required).map(|field| field.name)
    }

    /// Whether it can have the field.
    pub fn takes(self, field: Keyword) -> bool {
        self.fields().iter().any(|it| it.name == field)
    }

    /// Whether it can have the field more than once.
    pub fn can_repeat(self, field: Keyword) -> bool {
        self.fields().iter().any(|it| it.name == field && it.can_repeat)
    }

    /// Returns the role of a field's text in this declaration; `None` if the text is not printed.
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

    /// Whether a file can begin with it.
    pub fn is_file_head(self) -> bool {
        self.effect() == Effect::BeginsFile
    }

    /// Whether it belongs to a catalogue or an overlay rather than to a standard.
    pub fn is_catalogue_entry(self) -> bool {
        self.effect() == Effect::Catalogues
    }

    /// Whether it can occur in a file that begins with `head`. An overlay takes those entries of a
    /// catalogue that have wording.
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

    /// Whether its texts are recommendations and must not state requirements (ISO/IEC 27009:2020,
    /// 6.2 and 6.3).
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

    /// Returns the kind that represents it in IDs. Purpose and objective are one part: a control
    /// has a purpose in the 2022 layout and an objective in that of 2013.
    pub fn as_identified(self) -> DeclarationKind {
        match self {
            DeclarationKind::ModifyObjective => DeclarationKind::ModifyPurpose,
            kind => kind,
        }
    }

    /// Returns the kind of provision that it adds with a label of its own.
    pub fn added(self) -> Option<AddedKind> {
        match self.effect() {
            Effect::Adds(added) => Some(added),
            _ => None,
        }
    }
}

impl ProvisionPart {
    /// Returns the field that holds this part in a control or an objective.
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
