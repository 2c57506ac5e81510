//! What an item declares, lowered from its tree: plain values with the ranges they stand at, all
//! counted from the beginning of the item.
//!
//! A part that is missing or wrong is `None`; the syntax error that says so is with the item.

use std::ops::Deref;

use smol_str::SmolStr;
use text_size::TextRange;

use crate::{DeclarationKind, Item, Keyword, Node, NodeKind, VerbalForm, lower};

/// A value and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands, from the beginning of the item.
    pub range: TextRange,
}

/// A declaration: its head, and the fields of its block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Declaration {
    /// What it is.
    pub kind: DeclarationKind,
    /// All of it.
    pub range: TextRange,
    /// The words that its head begins with: `add control`.
    pub words: TextRange,
    /// All of its head, up to its block.
    pub head: TextRange,
    /// The prefix of `standard` and `part of`; the label of an addition; the number of a catalogue's
    /// provision; the letter of an annex.
    pub label: Option<Spanned<SmolStr>>,
    /// The title, the name of a term or of an amendment, without its quotes. The range covers the
    /// quotes.
    pub title: Option<Spanned<SmolStr>>,
    /// What it is added to, refines, interprets, modifies or retains.
    pub target: Option<Reference>,
    /// `as h)`.
    pub as_item: Option<Spanned<SmolStr>>,
    /// `for …`; none means all.
    pub audiences: Vec<Spanned<SmolStr>>,
    /// The documents in the head of a `catalogue`, `overlay`, `annex` (one) or `correspondence` (two).
    pub documents: Vec<Designation>,
    /// From `{` to `}`, if there is a block.
    pub block: Option<TextRange>,
    /// The fields, in order.
    pub fields: Fields,
    /// The fields whose names the language does not have.
    pub unknown_fields: Vec<Spanned<SmolStr>>,
    /// The pairs of a correspondence.
    pub correspondence: Vec<CorrespondenceEntry>,
    /// There are syntax errors in it: what seems to be missing may only be misspelt.
    pub has_errors: bool,
    /// A text in it never closes and has swallowed what follows (S002).
    pub is_cut_short: bool,
}

/// The fields of a declaration, in order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fields {
    all: Box<[Field]>,
    /// A bit for each name that one of them has. Most rules ask for fields that most declarations do not
    /// have, and the fields themselves lie elsewhere in memory.
    names: u128,
}

const _: () = assert!(Keyword::ALL.len() <= u128::BITS as usize);

impl From<Vec<Field>> for Fields {
    fn from(all: Vec<Field>) -> Self {
        let names = all.iter().fold(0, |names, field| names | 1 << field.name as u32);
        Fields { all: all.into(), names }
    }
}

impl Deref for Fields {
    type Target = [Field];

    fn deref(&self) -> &[Field] {
        &self.all
    }
}

impl<'a> IntoIterator for &'a Fields {
    type Item = &'a Field;
    type IntoIter = std::slice::Iter<'a, Field>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.iter()
    }
}

/// A field of a declaration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Its name.
    pub name: Keyword,
    /// The name's place.
    pub name_range: TextRange,
    /// All of it.
    pub range: TextRange,
    /// `for …`, behind `guidance`.
    pub audiences: Box<[Spanned<SmolStr>]>,
    /// What it says.
    pub value: FieldValue,
}

/// The value of a field. What is large and rare is boxed, for there is one of these for each field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FieldValue {
    /// It is not there, or not readable; there is a syntax error.
    Missing,
    /// A text (or a string in its place).
    Text(Box<Text>),
    /// A string, a number or one word.
    Word(Spanned<SmolStr>),
    /// Words or strings parted by commas.
    Words(Vec<Spanned<SmolStr>>),
    /// `base`.
    Base(Box<Base>),
    /// `designation`, `supersedes`.
    Designation(Box<Designation>),
    /// `audience NAME "title"`.
    Audience {
        /// The name.
        name: Spanned<SmolStr>,
        /// The title.
        title: Option<Box<Spanned<SmolStr>>>,
    },
    /// `reference "document" "title"`.
    Reference {
        /// The document.
        document: Spanned<SmolStr>,
        /// Its title.
        title: Option<Box<Spanned<SmolStr>>>,
    },
    /// `allow CODE """why"""`.
    Allow {
        /// The code of the rule.
        code: Spanned<SmolStr>,
        /// Why the rule is silent here.
        reason: Option<Box<Text>>,
    },
    /// `replace "…" by "…"`.
    Replace {
        /// The wording of the base.
        old: Box<Spanned<SmolStr>>,
        /// What stands in its place.
        new: Box<Spanned<SmolStr>>,
    },
    /// `title 8.1 "User end point devices"`
    TitleOfProvision {
        /// The number.
        number: Spanned<SmolStr>,
        /// The title.
        title: Option<Box<Spanned<SmolStr>>>,
    },
    /// `key 27001:2013 10.1 for operator`
    Key(Box<Key>),
    /// An item of a catalogue's clause.
    Item(Box<ListItemDeclaration>),
}

/// What a declaration was first published as: it decides its identity.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Key {
    /// The label of a provision; the place of a change.
    pub reference: Reference,
    /// Whom a change was for; none means all.
    pub audiences: Vec<Spanned<SmolStr>>,
}

/// A list item of a catalogue's clause.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListItemDeclaration {
    /// `a)`.
    pub mark: Spanned<SmolStr>,
    /// Licensed wording, in an overlay.
    pub text: Option<Text>,
    /// The items below it.
    pub items: Vec<ListItemDeclaration>,
}

/// `base ISO/IEC 27001:2022 + Amd 1:2024 as isms`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Base {
    /// The document.
    pub document: Designation,
    /// Its amendments, as `Amd 1:2024`.
    pub amendments: Vec<Spanned<SmolStr>>,
    /// The name that `as` gives it.
    pub alias: Option<Spanned<SmolStr>>,
}

/// `ISO/IEC 27002:2022`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Designation {
    /// Without the edition, blanks and slashes in one form: `ISO/IEC 27002`, `ISO/IEC TS 27008`.
    pub document: SmolStr,
    /// The number in it: `27002`. `None` for a designation written as a string.
    pub number: Option<SmolStr>,
    /// The edition; `None` where it is undated.
    pub edition: Option<Spanned<SmolStr>>,
    /// Where it stands.
    pub range: TextRange,
}

impl Designation {
    /// As it is printed: `ISO/IEC 27002:2022`.
    pub fn printed(&self) -> String {
        match &self.edition {
            Some(edition) => format!("{}:{}", self.document, edition.value),
            None => self.document.to_string(),
        }
    }
}

/// A reference to a provision or to a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reference {
    /// Where it stands, without the braces that it has in a text.
    pub range: TextRange,
    /// What it names.
    pub target: ReferenceTarget,
    /// The list items behind it: `d)`, `2)`.
    pub items: Vec<Spanned<SmolStr>>,
}

/// What a reference names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReferenceTarget {
    /// `27002`, `27002 5.23`, `27002:2013 12.1.2`, `27001 A.5.23`
    Base {
        /// The alias of a base, or the number of a document.
        alias: Spanned<SmolStr>,
        /// Another edition, named outright, which is rare.
        edition: Option<Box<Spanned<SmolStr>>>,
        /// The clause or control; `None` for the whole document.
        provision: Option<Spanned<SmolStr>>,
    },
    /// `SMX.8.35`
    Label(Spanned<SmolStr>),
    /// `ISO/IEC 27036-2:2022 6.1`
    Document {
        /// The document.
        document: Box<Designation>,
        /// The clause in it.
        provision: Option<Spanned<SmolStr>>,
    },
    /// A form that the language does not have, as it is written: `6.1.2(d)`. See
    /// [`crate::read_loosely`].
    Misspelt(Spanned<SmolStr>),
}

/// A line of a correspondence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CorrespondenceEntry {
    /// `rest unchanged`
    RestUnchanged,
    /// `5.1.1 -> 5.1`
    Pair(Place, Place),
    /// `new 5.7`
    New(Place),
}

/// A provision, or an item of one, within a document: `9.3 c)`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The number.
    pub provision: SmolStr,
    /// The list items behind it.
    pub items: Vec<SmolStr>,
    /// Where it stands.
    pub range: TextRange,
}

/// A text and its markup.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    /// Where it stands, quotes included.
    pub range: TextRange,
    /// Its paragraphs, lists, notes, examples, tables and figures.
    pub blocks: Box<[Block]>,
    /// The verbal forms in it, in order.
    pub verbal_forms: Box<[VerbalFormUse]>,
    /// The references in it, in order.
    pub references: Box<[Reference]>,
    /// The terms that it refers to, in order.
    pub terms: Box<[TermReference]>,
}

/// A verbal form in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct VerbalFormUse {
    /// Which.
    pub form: VerbalForm,
    /// Where.
    pub range: TextRange,
    /// In what: notes and examples hold no provisions.
    pub place: TextPlace,
}

/// In what part of a text something stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextPlace {
    /// Paragraphs, lists and tables.
    Body,
    /// A note.
    Note,
    /// An example.
    Example,
}

/// `{term head-end system "head-end systems"}`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TermReference {
    /// All of it, braces included.
    pub range: TextRange,
    /// The name of the term.
    pub name: Spanned<SmolStr>,
    /// The form that is shown in its place.
    pub shown: Option<Box<Spanned<SmolStr>>>,
}

/// A part of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    /// Lines up to a blank one.
    Paragraph(Vec<Inline>),
    /// A note: what follows `NOTE 1`.
    Note {
        /// Its number, if it has one.
        number: Option<SmolStr>,
        /// What it says.
        content: Vec<Inline>,
    },
    /// An example: what follows `EXAMPLE 1`.
    Example {
        /// Its number, if it has one.
        number: Option<SmolStr>,
        /// What it says.
        content: Vec<Inline>,
    },
    /// List items.
    List(Vec<ListItem>),
    /// A table; the first row is its header.
    Table(Vec<Vec<Vec<Inline>>>),
    /// A figure.
    Figure {
        /// The path of the picture.
        path: Spanned<SmolStr>,
        /// The title.
        title: SmolStr,
    },
}

/// A list item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListItem {
    /// `a)`, `1)`, `i)` or `-`, which the other dash marks count as.
    pub mark: Spanned<SmolStr>,
    /// All of it.
    pub range: TextRange,
    /// What it says before the first block below it.
    pub content: Vec<Inline>,
    /// What is nested in it.
    pub blocks: Vec<Block>,
}

/// A piece of a paragraph.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Inline {
    /// Words; line ends are blanks, `{{` is `{`.
    Prose(SmolStr),
    /// A verbal form.
    VerbalForm(VerbalForm, SmolStr),
    /// A reference: an index into [`Text::references`].
    Reference(usize),
    /// A term: an index into [`Text::terms`].
    Term(usize),
}

impl Text {
    /// Its node in the tree of the item that it stands in.
    pub fn node<'a>(&self, item: &'a Item) -> Option<Node<'a>> {
        item.root().at(NodeKind::Text, self.range)
    }

    /// Its value: line ends as `\n`, without the common indent and without blank lines at either end.
    /// `item` is the one that it stands in.
    pub fn value(&self, item: &Item) -> String {
        lower::value_of_text(item.text().get(std::ops::Range::from(self.range)).unwrap_or_default())
    }

    /// The paths of the figures in it, in order.
    pub fn figures(&self) -> Vec<&Spanned<SmolStr>> {
        let mut found = Vec::new();
        let mut open: Vec<&Block> = self.blocks.iter().rev().collect();
        while let Some(block) = open.pop() {
            match block {
                Block::Figure { path, .. } => found.push(path),
                Block::List(items) => {
                    open.extend(items.iter().flat_map(|item| &item.blocks).rev());
                }
                _ => {}
            }
        }
        found
    }
}

impl Declaration {
    /// The fields of a name, in order.
    pub fn fields(&self, name: Keyword) -> impl Iterator<Item = &Field> {
        let among = if self.fields.names >> name as u32 & 1 == 1 { &*self.fields } else { &[] };
        among.iter().filter(move |field| field.name == name)
    }

    /// The first field of a name.
    pub fn field(&self, name: Keyword) -> Option<&Field> {
        self.fields(name).next()
    }

    /// The text of the first field of a name.
    pub fn text(&self, name: Keyword) -> Option<&Text> {
        self.field(name).and_then(Field::text)
    }

    /// The string, number or word of the first field of a name.
    pub fn word(&self, name: Keyword) -> Option<&Spanned<SmolStr>> {
        match &self.field(name)?.value {
            FieldValue::Word(word) => Some(word),
            _ => None,
        }
    }

    /// What it was first published as, where a `key` says that.
    pub fn key(&self) -> Option<&Key> {
        match &self.field(Keyword::Key)?.value {
            FieldValue::Key(key) => Some(key),
            _ => None,
        }
    }

    /// The label that it was first published under, where a `key` gives one and nothing else.
    pub fn key_label(&self) -> Option<&Spanned<SmolStr>> {
        let key = self.key()?;
        match &key.reference.target {
            ReferenceTarget::Label(label)
                if key.reference.items.is_empty() && key.audiences.is_empty() =>
            {
                Some(label)
            }
            _ => None,
        }
    }

    /// The words of the first field of a name.
    pub fn words(&self, name: Keyword) -> &[Spanned<SmolStr>] {
        match self.field(name).map(|field| &field.value) {
            Some(FieldValue::Words(words)) => words,
            _ => &[],
        }
    }

    /// All the texts in it, with the fields that hold them (list items of an overlay excepted).
    pub fn texts(&self) -> impl Iterator<Item = (&Field, &Text)> {
        self.fields.iter().filter_map(|field| match &field.value {
            FieldValue::Text(text) | FieldValue::Allow { reason: Some(text), .. } => {
                Some((field, &**text))
            }
            _ => None,
        })
    }
}

impl Field {
    /// Its text.
    pub fn text(&self) -> Option<&Text> {
        match &self.value {
            FieldValue::Text(text) => Some(text),
            _ => None,
        }
    }
}
