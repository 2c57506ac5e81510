//! The tree of an item: nodes in one array, in the order in which they begin, each before its
//! children. Nodes hold offsets relative to their item, so a tree is never changed once it is built,
//! and shared as long as its item is.

use text_size::TextRange;

use crate::{DeclarationKind, Keyword};

/// Blocks and lists may nest this deep (S007).
pub const MAX_DEPTH: usize = 32;

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NodeKind {
    /// The root of an item: it covers all of its bytes.
    Item,
    /// A declaration, its head and its block.
    Declaration(DeclarationKind),
    /// The words that a head begins with.
    HeadWords,
    /// The prefix of a standard.
    Prefix,
    /// A label, or the number of a provision in a catalogue.
    Label,
    /// A title, the name of a term or of an amendment, in quotation marks.
    Title,
    /// A reference to a provision or a document.
    Reference,
    /// The alias of a base in a reference, or the alias that `as` gives.
    Alias,
    /// The edition in a reference or a designation.
    Edition,
    /// The number or label of a provision in a reference.
    Provision,
    /// `c)`.
    ItemMark,
    /// `ISO/IEC 27002:2022`, or a string in its place.
    Designation,
    /// `+ Amd 1:2024`.
    Amendment,
    /// The name of an audience.
    AudienceName,
    /// From `{` to `}`.
    Block,
    /// A field, its name and its value.
    Field(Keyword),
    /// A field of a name that the language does not have.
    UnknownField,
    /// The name of a field.
    FieldName,
    /// A string as a value.
    String,
    /// A word or a number as a value.
    Word,
    /// A pair of a correspondence.
    Pair,
    /// `rest unchanged`.
    RestUnchanged,
    /// `new 6.3`.
    New,
    /// A reference, in a form that the language does not have.
    Misspelt,
    /// An amendment, in a form that the language does not have.
    MisspeltAmendment,
    /// Tokens that the parser passed over after an error.
    Skipped,
    /// A text, its quotes included.
    Text,
    /// Lines up to a blank one.
    Paragraph,
    /// A note.
    Note,
    /// An example.
    Example,
    /// List items of one kind, one after the other.
    List,
    /// A list item.
    ListItem,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell of a table.
    Cell,
    /// `{figure "path" "title"}`.
    Figure,
    /// `{term name "shown"}`.
    TermReference,
    /// The name in it.
    TermName,
    /// `{…}` with any other reference.
    TextReference,
    /// `{{`.
    EscapedBrace,
    /// A verbal form.
    VerbalForm(VerbalForm),
}

/// A verbal form of the ISO/IEC Directives, Part 2:2021, clause 7.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum VerbalForm {
    /// `shall`: a requirement.
    Shall,
    /// `shall not`: a requirement.
    ShallNot,
    /// `should`: a recommendation.
    Should,
    /// `should not`: a recommendation.
    ShouldNot,
    /// `may`: a permission.
    May,
    /// `may not`, which the Directives advise against.
    MayNot,
    /// `need not`: there is no requirement.
    NeedNot,
    /// `can`: a possibility or a capability.
    Can,
    /// `cannot`.
    Cannot,
    /// `must`, kept for law and nature.
    Must,
    /// `must not`.
    MustNot,
}

/// A node as it is stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NodeData {
    pub(crate) kind: NodeKind,
    pub(crate) range: TextRange,
    /// How many nodes after this one lie below it.
    pub(crate) descendants: u32,
}

/// A node of the tree of an item.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    text: &'a str,
    /// This node and all those below it.
    nodes: &'a [NodeData],
}

impl<'a> Node<'a> {
    /// The root of a tree. `nodes` is not empty.
    pub(crate) fn root(text: &'a str, nodes: &'a [NodeData]) -> Self {
        Node { text, nodes }
    }

    /// What it is.
    pub fn kind(self) -> NodeKind {
        self.nodes[0].kind
    }

    /// What it covers, from the beginning of the item.
    pub fn range(self) -> TextRange {
        self.nodes[0].range
    }

    /// Its source text.
    pub fn text(self) -> &'a str {
        &self.text[self.range()]
    }

    /// The nodes right below it, in order.
    pub fn children(self) -> impl Iterator<Item = Node<'a>> {
        let mut rest = &self.nodes[1..];
        std::iter::from_fn(move || {
            let (node, after) = rest.split_at_checked(rest.first()?.descendants as usize + 1)?;
            rest = after;
            Some(Node { text: self.text, nodes: node })
        })
    }

    /// Whether a row of a table, where it stands directly below the header, only parts it from the others:
    /// `|---|---|`.
    pub fn is_table_rule(self) -> bool {
        self.children().all(|cell| {
            let text = cell.text();
            text.contains('-') && text.chars().all(|it| matches!(it, '-' | ':'))
        })
    }

    /// The first child of a kind.
    pub fn child(self, kind: NodeKind) -> Option<Node<'a>> {
        self.children().find(|node| node.kind() == kind)
    }

    /// The node of a kind below it that covers exactly this. Nodes begin in order, so that few are looked at.
    pub(crate) fn at(self, kind: NodeKind, range: TextRange) -> Option<Node<'a>> {
        let first = self.nodes.partition_point(|node| node.range.start() < range.start());
        let here =
            self.nodes.get(first..)?.iter().take_while(|node| node.range.start() == range.start());
        let (index, node) =
            (first..).zip(here).find(|(_, node)| node.kind == kind && node.range == range)?;
        let nodes = self.nodes.get(index..index + node.descendants as usize + 1)?;
        Some(Node { text: self.text, nodes })
    }

    /// All the nodes below it, each before its own children.
    pub fn descendants(self) -> impl Iterator<Item = Node<'a>> {
        (1..self.nodes.len()).map(move |index| {
            let end = index + self.nodes[index].descendants as usize + 1;
            Node { text: self.text, nodes: &self.nodes[index..end] }
        })
    }
}

/// Appends nodes in order, and fills in how many lie below each.
#[derive(Default)]
pub(crate) struct NodeWriter {
    nodes: Vec<NodeData>,
}

/// A node that has been begun.
pub(crate) struct Open(usize);

impl NodeWriter {
    pub(crate) fn open(&mut self, kind: NodeKind, range: TextRange) -> Open {
        self.nodes.push(NodeData { kind, range, descendants: 0 });
        Open(self.nodes.len() - 1)
    }

    pub(crate) fn close(&mut self, open: Open) {
        self.nodes[open.0].descendants = (self.nodes.len() - open.0 - 1) as u32;
    }

    /// Closes a node whose end was not known when it was begun.
    pub(crate) fn close_at(&mut self, open: Open, end: text_size::TextSize) {
        let start = self.nodes[open.0].range.start();
        self.nodes[open.0].range = TextRange::new(start, end.max(start));
        self.close(open);
    }

    pub(crate) fn leaf(&mut self, kind: NodeKind, range: TextRange) {
        self.nodes.push(NodeData { kind, range, descendants: 0 });
    }

    /// The tree, with no room to spare; the room here serves the next one.
    pub(crate) fn finish(&mut self) -> Box<[NodeData]> {
        let nodes = self.nodes.as_slice().into();
        self.nodes.clear();
        nodes
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        fn write(
            node: Node<'_>,
            depth: usize,
            out: &mut std::fmt::Formatter<'_>,
        ) -> std::fmt::Result {
            write!(out, "{:depth$}{:?} {:?}", "", node.kind(), node.range(), depth = depth * 2)?;
            if node.nodes.len() == 1 {
                write!(out, " {:?}", node.text())?;
            }
            writeln!(out)?;
            node.children().try_for_each(|child| write(child, depth + 1, out))
        }
        write(*self, 0, out)
    }
}
