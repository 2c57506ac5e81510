//! The declarations of an item, lowered from its tree: plain values with their ranges. All ranges
//! count bytes from the beginning of the item.
//!
//! A missing or wrong part is `None`; the item's syntax errors report it.

use std::ops::Deref;

use smol_str::SmolStr;
use text_size::TextRange;

use crate::{DeclarationKind, Item, Keyword, Node, NodeKind, VerbalForm, lower};

/// A value with its range in the source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// The bytes that it occupies, counted from the beginning of the item.
    pub range: TextRange,
}

/// A declaration: its head, and the fields of its block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Declaration {
    /// The kind of declaration, which its opening words decide.
    pub kind: DeclarationKind,
    /// The whole declaration, head and block.
    pub range: TextRange,
    /// The opening words of the head: `add control`.
    pub words: TextRange,
    /// The whole head, up to the block.
    pub head: TextRange,
    /// The prefix of `standard` and `part of`; the label of an addition; the number of a catalogue's
    /// provision; the letter of an annex.
    pub label: Option<Spanned<SmolStr>>,
    /// The title, the name of a term or of an amendment, without its quotes. The range covers the
    /// quotes.
    pub title: Option<Spanned<SmolStr>>,
    /// The provision that the declaration adds to, refines, interprets, modifies or retains.
    pub target: Option<Reference>,
    /// The list item in `as h)`: the place of an added requirement in a list of the base.
    pub as_item: Option<Spanned<SmolStr>>,
    /// The audiences behind `for`; empty if the declaration applies to all audiences.
    pub audiences: Vec<Spanned<SmolStr>>,
    /// The documents in the head of a `catalogue`, `overlay`, `annex` (one) or `correspondence` (two).
    pub documents: Vec<Designation>,
    /// The block from `{` to `}`; `None` if there is none.
    pub block: Option<TextRange>,
    /// The fields of the block, in source order.
    pub fields: Fields,
    /// The names of fields that the language does not define.
    pub unknown_fields: Vec<Spanned<SmolStr>>,
    /// The entries of a correspondence, in source order.
    pub correspondence: Vec<CorrespondenceEntry>,
    /// The declaration has syntax errors, so a part that seems to be missing may only be misspelt.
    pub has_errors: bool,
    /// A text in it never closes and includes what follows it (S002).
    pub is_cut_short: bool,
}

/// The fields of a declaration, in source order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fields {
    all: Box<[Field]>,
    /// One bit for each field name present. Most rules look for fields that most declarations lack;
    /// the bits spare them a visit to the field list elsewhere in memory.
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

/// A field of a declaration: its name and its value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// The keyword that names the field.
    pub name: Keyword,
    /// The range of the name alone.
    pub name_range: TextRange,
    /// The whole field, name and value.
    pub range: TextRange,
    /// The audiences behind `for`, which only `guidance` takes; empty means all audiences.
    pub audiences: Box<[Spanned<SmolStr>]>,
    /// The value, by the shape that the field takes.
    pub value: FieldValue,
}

/// The value of a field. Large and rare values are boxed, because every field holds one of these.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FieldValue {
    /// The value is missing or unreadable; a syntax error reports it.
    Missing,
    /// A text, or a string in place of one.
    Text(Box<Text>),
    /// A string, a number or one word.
    Word(Spanned<SmolStr>),
    /// Words or strings separated by commas.
    Words(Vec<Spanned<SmolStr>>),
    /// The value of `base`.
    Base(Box<Base>),
    /// The value of `designation` or `supersedes`.
    Designation(Box<Designation>),
    /// `audience NAME "title"`.
    Audience {
        /// The name by which `for` refers to the audience.
        name: Spanned<SmolStr>,
        /// The title that readers see.
        title: Option<Box<Spanned<SmolStr>>>,
    },
    /// `reference "document" "title"`.
    Reference {
        /// The designation of the cited document.
        document: Spanned<SmolStr>,
        /// The title of the cited document.
        title: Option<Box<Spanned<SmolStr>>>,
    },
    /// `allow CODE """reason"""`.
    Allow {
        /// The code of the silenced rule.
        code: Spanned<SmolStr>,
        /// The author's reason for silencing the rule.
        reason: Option<Box<Text>>,
    },
    /// `replace "…" by "…"`.
    Replace {
        /// The wording of the base that is replaced.
        old: Box<Spanned<SmolStr>>,
        /// The wording that replaces it.
        new: Box<Spanned<SmolStr>>,
    },
    /// `title 8.1 "User end point devices"`.
    TitleOfProvision {
        /// The number of the provision.
        number: Spanned<SmolStr>,
        /// The title in this base.
        title: Option<Box<Spanned<SmolStr>>>,
    },
    /// `key 27001:2013 10.1 for operator`.
    Key(Box<Key>),
    /// A list item of a clause in a catalogue.
    Item(Box<ListItemDeclaration>),
}

/// What a declaration was first published as. The IDs of compiled output derive from it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Key {
    /// The label of an added provision, or the provision that a change applies to.
    pub reference: Reference,
    /// The audiences that a change was first published for; empty means all audiences.
    pub audiences: Vec<Spanned<SmolStr>>,
}

/// A list item of a clause in a catalogue, with its nested items.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListItemDeclaration {
    /// The mark, such as `a)`.
    pub mark: Spanned<SmolStr>,
    /// The licensed wording of the item; only overlays have it.
    pub text: Option<Text>,
    /// The items nested in this one, in source order.
    pub items: Vec<ListItemDeclaration>,
}

/// `base ISO/IEC 27001:2022 + Amd 1:2024 as isms`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Base {
    /// The base document.
    pub document: Designation,
    /// The amendments in the form `Amd 1:2024`, in source order.
    pub amendments: Vec<Spanned<SmolStr>>,
    /// The alias that `as` gives the base.
    pub alias: Option<Spanned<SmolStr>>,
}

/// The designation of a document: `ISO/IEC 27002:2022`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Designation {
    /// The designation without the edition, with normalized blanks and slashes: `ISO/IEC 27002`,
    /// `ISO/IEC TS 27008`.
    pub document: SmolStr,
    /// The document number: `27002`. `None` for a designation written as a string.
    pub number: Option<SmolStr>,
    /// The edition, a year; `None` for an undated reference (ISO/IEC 27009:2020, clause 2).
    pub edition: Option<Spanned<SmolStr>>,
    /// The source range of the whole designation.
    pub range: TextRange,
}

impl Designation {
    /// Returns the printed form: `ISO/IEC 27002:2022`.
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
    /// The source range, without the braces that enclose a reference in a text.
    pub range: TextRange,
    /// The provision or document that it names.
    pub target: ReferenceTarget,
    /// The marks of list items behind the provision, outermost first: `d)`, `2)`.
    pub items: Vec<Spanned<SmolStr>>,
}

/// The target of a reference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReferenceTarget {
    /// A provision of a base: `27002`, `27002 5.23`, `27002:2013 12.1.2`, `27001 A.5.23`.
    Base {
        /// The alias of a base, or the number of a document.
        alias: Spanned<SmolStr>,
        /// An edition named explicitly, which differs from that of the base. Boxed because it is
        /// rare.
        edition: Option<Box<Spanned<SmolStr>>>,
        /// The number of the clause or control; `None` for the whole document.
        provision: Option<Spanned<SmolStr>>,
    },
    /// A provision that a standard adds: `SMX.8.35`.
    Label(Spanned<SmolStr>),
    /// Another document: `ISO/IEC 27036-2:2022 6.1`.
    Document {
        /// The designation of the document.
        document: Box<Designation>,
        /// The number of a clause in it; `None` for the whole document.
        provision: Option<Spanned<SmolStr>>,
    },
    /// The source of a reference whose form the language does not have: `6.1.2(d)`. See
    /// [`crate::read_loosely`].
    Misspelt(Spanned<SmolStr>),
}

/// An entry of a correspondence between two editions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CorrespondenceEntry {
    /// `rest unchanged`: all other provisions keep their numbers.
    RestUnchanged,
    /// `5.1.1 -> 5.1`: a provision of the earlier edition, and the one that replaces it.
    Pair(Place, Place),
    /// `new 5.7`: a provision that only the later edition has.
    New(Place),
}

/// A provision of a document, or a list item of it: `9.3 c)`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The number of the provision.
    pub provision: SmolStr,
    /// The marks of the list items, outermost first.
    pub items: Vec<SmolStr>,
    /// The source range.
    pub range: TextRange,
}

/// A text and its structure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    /// The source range, including the quotation marks.
    pub range: TextRange,
    /// Its paragraphs, lists, notes, examples, tables and figures, in source order.
    pub blocks: Box<[Block]>,
    /// The verbal forms in it, in source order.
    pub verbal_forms: Box<[VerbalFormUse]>,
    /// The references in it, in source order.
    pub references: Box<[Reference]>,
    /// The references to terms in it, in source order.
    pub terms: Box<[TermReference]>,
}

/// An occurrence of a verbal form in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct VerbalFormUse {
    /// The verbal form.
    pub form: VerbalForm,
    /// The source range, including a `not` that belongs to the form.
    pub range: TextRange,
    /// The part of the text that holds it: notes and examples state no provisions.
    pub place: TextPlace,
}

/// A part of a text, as far as the use of verbal forms depends on it (ISO/IEC Directives, Part 2).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextPlace {
    /// Paragraphs, lists and tables, which can state provisions.
    Body,
    /// A note, which states none.
    Note,
    /// An example, which states none.
    Example,
}

/// A reference to a term: `{term head-end system "head-end systems"}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TermReference {
    /// The source range, including the braces.
    pub range: TextRange,
    /// The name of the term.
    pub name: Spanned<SmolStr>,
    /// The inflected form that readers see instead of the name.
    pub shown: Option<Box<Spanned<SmolStr>>>,
}

/// A block of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    /// Consecutive lines that are not empty.
    Paragraph(Vec<Inline>),
    /// A note: the content behind `NOTE 1`.
    Note {
        /// The number that the author wrote.
        number: Option<SmolStr>,
        /// The content of the note.
        content: Vec<Inline>,
    },
    /// An example: the content behind `EXAMPLE 1`.
    Example {
        /// The number that the author wrote.
        number: Option<SmolStr>,
        /// The content of the example.
        content: Vec<Inline>,
    },
    /// The items of one list.
    List(Vec<ListItem>),
    /// The rows of a table, each a list of cells; the first row is the header.
    Table(Vec<Vec<Vec<Inline>>>),
    /// A figure on a line of its own.
    Figure {
        /// The path of the picture file.
        path: Spanned<SmolStr>,
        /// The title of the figure.
        title: SmolStr,
    },
}

/// An item of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListItem {
    /// `a)`, `1)`, `i)` or `-`; other dashes and bullets count as `-`.
    pub mark: Spanned<SmolStr>,
    /// The source range of the item, including nested blocks.
    pub range: TextRange,
    /// The content before the first nested block.
    pub content: Vec<Inline>,
    /// The nested blocks.
    pub blocks: Vec<Block>,
}

/// A piece of running prose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Inline {
    /// Words. Line ends are blanks here, and `{{` is `{`.
    Prose(SmolStr),
    /// A verbal form, with its source.
    VerbalForm(VerbalForm, SmolStr),
    /// A reference: an index into [`Text::references`].
    Reference(usize),
    /// A term: an index into [`Text::terms`].
    Term(usize),
}

impl Text {
    /// Returns the node of this text in the tree of `item`, the item that declares it.
    pub fn node<'a>(&self, item: &'a Item) -> Option<Node<'a>> {
        item.root().at(NodeKind::Text, self.range)
    }

    /// Returns the value of the text: line ends as `\n`, without the common indent and without
    /// blank lines at either end. `item` is the item that declares the text.
    pub fn value(&self, item: &Item) -> String {
        lower::value_of_text(item.text().get(std::ops::Range::from(self.range)).unwrap_or_default())
    }

    /// Returns the paths of its figures, in source order.
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
    /// Returns all fields of a name, in source order.
    pub fn fields(&self, name: Keyword) -> impl Iterator<Item = &Field> {
        let among = if self.fields.names >> name as u32 & 1 == 1 { &*self.fields } else { &[] };
        among.iter().filter(move |field| field.name == name)
    }

    /// Returns the first field of a name.
    pub fn field(&self, name: Keyword) -> Option<&Field> {
        self.fields(name).next()
    }

    /// Returns the text of the first field of a name.
    pub fn text(&self, name: Keyword) -> Option<&Text> {
        self.field(name).and_then(Field::text)
    }

    /// Returns the string, number or word of the first field of a name.
    pub fn word(&self, name: Keyword) -> Option<&Spanned<SmolStr>> {
        match &self.field(name)?.value {
            FieldValue::Word(word) => Some(word),
            _ => None,
        }
    }

    /// Returns the value of the field `key`: what the declaration was first published as.
    pub fn key(&self) -> Option<&Key> {
        match &self.field(Keyword::Key)?.value {
            FieldValue::Key(key) => Some(key),
            _ => None,
        }
    }

    /// Returns the label that the declaration was first published under, if its `key` is a label
    /// and nothing else.
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

    /// Returns the words of the first field of a name; empty if there is none.
    pub fn words(&self, name: Keyword) -> &[Spanned<SmolStr>] {
        match self.field(name).map(|field| &field.value) {
            Some(FieldValue::Words(words)) => words,
            _ => &[],
        }
    }

    /// Returns all texts of the fields with the fields that hold them, except those of list items
    /// in an overlay.
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
    /// Returns the text of the value, if it has one.
    pub fn text(&self) -> Option<&Text> {
        match &self.value {
            FieldValue::Text(text) => Some(text),
            _ => None,
        }
    }
}
