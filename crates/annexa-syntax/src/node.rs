//! The tree of an item: nodes in one array, in source order, each before its children. Nodes hold
//! offsets relative to their item, so a tree never changes after it is built and lives as long as
//! its item.

use text_size::TextRange;

use crate::{DeclarationKind, Keyword};

/// The maximal depth of blocks and of lists (S007).
pub const MAX_DEPTH: usize = 32;

/// The kind of a node.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NodeKind {
    /// The root of an item, which covers all its bytes.
    Item,
    /// A declaration: its head and its block.
    Declaration(DeclarationKind),
    /// The opening words of a head.
    HeadWords,
    /// The prefix of a standard: `SMX`.
    Prefix,
    /// A label, or the number of a provision in a catalogue.
    Label,
    /// A title, or the name of a term or an amendment, in quotation marks.
    Title,
    /// A reference to a provision or a document.
    Reference,
    /// An alias of a base: in a reference, or behind `as`.
    Alias,
    /// The edition in a reference or a designation.
    Edition,
    /// The number or label of a provision in a reference.
    Provision,
    /// The mark of a list item: `c)`.
    ItemMark,
    /// A designation, `ISO/IEC 27002:2022`, or a string in place of one.
    Designation,
    /// `+ Amd 1:2024`.
    Amendment,
    /// The name of an audience.
    AudienceName,
    /// A block, from `{` to `}`.
    Block,
    /// A field: its name and its value.
    Field(Keyword),
    /// A field whose name the language does not define.
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
    /// A reference whose form the language does not have.
    Misspelt,
    /// An amendment whose form the language does not have.
    MisspeltAmendment,
    /// Tokens that the parser skipped after an error.
    Skipped,
    /// A text, including its quotation marks.
    Text,
    /// Consecutive lines that are not empty.
    Paragraph,
    /// A note, including the word `NOTE`.
    Note,
    /// An example, including the word `EXAMPLE`.
    Example,
    /// The consecutive items of one list.
    List,
    /// An item of a list, with its nested blocks.
    ListItem,
    /// A table, with its header.
    Table,
    /// A row of a table, on one line.
    Row,
    /// A cell of a row, without the pipes.
    Cell,
    /// `{figure "path" "title"}`.
    Figure,
    /// `{term name "shown"}`.
    TermReference,
    /// The name in a reference to a term.
    TermName,
    /// `{…}` with a reference to a provision or document.
    TextReference,
    /// `{{`, which stands for `{`.
    EscapedBrace,
    /// A verbal form, including its `not`.
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
    /// `need not`: the absence of a requirement.
    NeedNot,
    /// `can`: a possibility or a capability.
    Can,
    /// `cannot`: an impossibility.
    Cannot,
    /// `must`: reserved for constraints of law and nature.
    Must,
    /// `must not`: reserved likewise.
    MustNot,
}

/// The stored form of a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NodeData {
    pub(crate) kind: NodeKind,
    pub(crate) range: TextRange,
    /// The number of nodes after this one that are below it.
    pub(crate) descendants: u32,
}

/// A node in the tree of an item.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    text: &'a str,
    /// This node and all its descendants.
    nodes: &'a [NodeData],
}

impl<'a> Node<'a> {
    /// Returns the root of a tree. `nodes` must not be empty.
    pub(crate) fn root(text: &'a str, nodes: &'a [NodeData]) -> Self {
        Node { text, nodes }
    }

    /// Returns the kind of the node.
    pub fn kind(self) -> NodeKind {
        self.nodes[0].kind
    }

    /// Returns the range that it covers, in bytes from the beginning of the item.
    pub fn range(self) -> TextRange {
        self.nodes[0].range
    }

    /// Returns its source text.
    pub fn text(self) -> &'a str {
        &self.text[self.range()]
    }

    /// Returns its direct children, in source order.
    pub fn children(self) -> impl Iterator<Item = Node<'a>> {
        let mut rest = &self.nodes[1..];
        std::iter::from_fn(move || {
            let (node, after) = rest.split_at_checked(rest.first()?.descendants as usize + 1)?;
            rest = after;
            Some(Node { text: self.text, nodes: node })
        })
    }

    /// Whether a row of a table is only the rule below the header: `|---|---|`.
    pub fn is_table_rule(self) -> bool {
        self.children().all(|cell| {
            let text = cell.text();
            text.contains('-') && text.chars().all(|it| matches!(it, '-' | ':'))
        })
    }

    /// Returns the first child of a kind.
    pub fn child(self, kind: NodeKind) -> Option<Node<'a>> {
        self.children().find(|node| node.kind() == kind)
    }

    /// Returns the descendant of a kind that covers exactly this range. Nodes are in source order,
    /// so the search visits few of them.
    pub(crate) fn at(self, kind: NodeKind, range: TextRange) -> Option<Node<'a>> {
        let first = self.nodes.partition_point(|node| node.range.start() < range.start());
        let here =
            self.nodes.get(first..)?.iter().take_while(|node| node.range.start() == range.start());
        let (index, node) =
            (first..).zip(here).find(|(_, node)| node.kind == kind && node.range == range)?;
        let nodes = self.nodes.get(index..index + node.descendants as usize + 1)?;
        Some(Node { text: self.text, nodes })
    }

    /// Returns all descendants, each before its own children.
    pub fn descendants(self) -> impl Iterator<Item = Node<'a>> {
        (1..self.nodes.len()).map(move |index| {
            let end = index + self.nodes[index].descendants as usize + 1;
            Node { text: self.text, nodes: &self.nodes[index..end] }
        })
    }
}

/// Appends nodes in order and counts the descendants of each.
#[derive(Default)]
pub(crate) struct NodeWriter {
    nodes: Vec<NodeData>,
}

/// A node that is not closed yet.
pub(crate) struct Open(usize);

impl NodeWriter {
    pub(crate) fn open(&mut self, kind: NodeKind, range: TextRange) -> Open {
        self.nodes.push(NodeData { kind, range, descendants: 0 });
        Open(self.nodes.len() - 1)
    }

    pub(crate) fn close(&mut self, open: Open) {
        self.nodes[open.0].descendants = (self.nodes.len() - open.0 - 1) as u32;
    }

    /// Closes a node whose end was unknown when it was opened.
    pub(crate) fn close_at(&mut self, open: Open, end: text_size::TextSize) {
        let start = self.nodes[open.0].range.start();
        self.nodes[open.0].range = TextRange::new(start, end.max(start));
        self.close(open);
    }

    pub(crate) fn leaf(&mut self, kind: NodeKind, range: TextRange) {
        self.nodes.push(NodeData { kind, range, descendants: 0 });
    }

    /// Returns the tree without spare capacity; the writer keeps its buffer for the next tree.
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
