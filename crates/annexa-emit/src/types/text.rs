//! Texts, as plain strings and as structure, and the statements in them.

use annexa_syntax::SmolStr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Id, Part};

/// A text of the standard, twice: as a plain string for search and display, and as structure for
/// those who print it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Text {
    /// The text as plain prose. Paragraphs are parted by an empty line, list items stand on lines of
    /// their own behind their marks, references and terms in their printed form.
    pub plain: String,
    /// Its paragraphs, lists, notes, examples, tables and figures.
    pub blocks: Vec<Block>,
    /// The verbal forms in it, in order, those of notes and examples excepted, which hold no
    /// provisions (ISO/IEC Directives, Part 2:2021, clause 7).
    pub verbal_forms: Vec<VerbalForm>,
}

/// A part of a text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(
    tag = "type",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Block {
    /// A paragraph.
    Paragraph {
        /// Its words.
        content: Vec<Inline>,
    },
    /// A note. It holds no provision.
    Note {
        /// Its number, if it has one.
        number: Option<SmolStr>,
        /// Its words.
        content: Vec<Inline>,
    },
    /// An example. It holds no provision.
    Example {
        /// Its number, if it has one.
        number: Option<SmolStr>,
        /// Its words.
        content: Vec<Inline>,
    },
    /// A list.
    List {
        /// Its items.
        items: Vec<ListItem>,
    },
    /// A table.
    Table {
        /// The cells of its first row.
        header: Vec<Vec<Inline>>,
        /// The other rows, each with its cells.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A figure.
    Figure {
        /// The path of the picture, as the source has it.
        path: SmolStr,
        /// Its title.
        title: SmolStr,
    },
}

/// An item of a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListItem {
    /// `a)`, `1)` or `-`. Items with letters can be referred to.
    pub mark: SmolStr,
    /// Its words.
    pub content: Vec<Inline>,
    /// What is nested in it.
    pub blocks: Vec<Block>,
}

/// A piece of a paragraph. The `text` of all pieces, one behind the other, is the paragraph.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(
    tag = "type",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Inline {
    /// Words.
    Text {
        /// The words.
        text: SmolStr,
    },
    /// A verbal form (ISO/IEC Directives, Part 2:2021, clause 7).
    VerbalForm {
        /// The form, in lower case.
        form: VerbalForm,
        /// As it is written.
        text: SmolStr,
    },
    /// A reference to a provision or a document.
    Reference {
        /// In its printed form.
        text: SmolStr,
        /// What kind of thing it refers to.
        target: TargetKind,
        /// The id of what it refers to: of a provision of a base, of an addition, of a standard of the
        /// project, or of a document in `references`. `null` where the reference could not be resolved.
        id: Option<Id>,
        /// The list item of it that is meant: `b)`, `d) 2)`.
        item: Option<SmolStr>,
    },
    /// A term of the standard.
    Term {
        /// In the form that is shown.
        text: SmolStr,
        /// The id of the term; `null` where there is no such term.
        id: Option<Id>,
    },
}

/// What a reference leads to.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum TargetKind {
    /// A provision of a base: see `provisions`.
    Provision,
    /// A provision of another edition of a base, or of a document of the catalogues that is no base.
    /// It is not in this document; its id is the one it has where it is a base.
    OtherEdition,
    /// An addition of this standard: see `additions`.
    Addition,
    /// A provision of another sector standard: see that standard's document.
    OtherStandard,
    /// A document as a whole, a clause of it that can be cited and not changed, or a place in a document
    /// that is no base: see `references`.
    Document,
    /// A term: see `terms`.
    Term,
}

/// A verbal form in the running text, in lower case (ISO/IEC Directives, Part 2:2021, clause 7).
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema,
)]
pub enum VerbalForm {
    /// A requirement.
    #[serde(rename = "shall")]
    Shall,
    /// A requirement.
    #[serde(rename = "shall not")]
    ShallNot,
    /// A recommendation.
    #[serde(rename = "should")]
    Should,
    /// A recommendation.
    #[serde(rename = "should not")]
    ShouldNot,
    /// A permission.
    #[serde(rename = "may")]
    May,
    /// Not a form of the Directives; read it with care.
    #[serde(rename = "may not")]
    MayNot,
    /// There is no requirement.
    #[serde(rename = "need not")]
    NeedNot,
    /// A possibility or a capability.
    #[serde(rename = "can")]
    Can,
    /// An impossibility, or a capability that is lacking.
    #[serde(rename = "cannot")]
    Cannot,
    /// A constraint of law or nature.
    #[serde(rename = "must")]
    Must,
    /// A constraint of law or nature.
    #[serde(rename = "must not")]
    MustNot,
}

/// What a verbal form makes of its sentence (ISO/IEC Directives, Part 2:2021, clause 7).
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum VerbalCategory {
    /// shall, shall not
    Requirement,
    /// should, should not
    Recommendation,
    /// may, may not, need not
    Permission,
    /// can, cannot
    Possibility,
    /// must, must not
    Constraint,
    /// There is no verbal form: a statement of fact.
    Fact,
}

/// Who says it.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The document that the standard extends.
    Base,
    /// This standard.
    Sector,
}

/// One sentence of a provision, apart from notes and examples: what an assessor ticks off.
///
/// A sentence that ends in a colon takes the list below it with it; an item of such a list is a
/// statement of its own where it has a verbal form of its own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Statement {
    /// The part of the provision that it stands in.
    pub part: Part,
    /// The list item that it stands in, if it is one: `b)`.
    pub item: Option<SmolStr>,
    /// The audiences that it is addressed to, by name; empty for all.
    pub audiences: Vec<String>,
    /// The base or this standard.
    pub origin: Origin,
    /// What its strongest verbal form makes of it; null where the standard is written in a language
    /// whose verbal forms are not known (rule T307).
    pub category: Option<VerbalCategory>,
    /// The verbal forms in it, in order.
    pub verbal_forms: Vec<VerbalForm>,
    /// The sentence.
    pub text: String,
}
