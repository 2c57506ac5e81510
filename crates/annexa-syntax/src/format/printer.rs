//! Writes tokens as lines: declarations, their fields, and the comments between them.

use std::ops::Range;

use text_size::TextSize;

use crate::{Item, Keyword, Node, NodeKind, TokenKind, head, lines::is_blank};

use super::{
    INDENT, MAX_WIDTH,
    cursor::Cursor,
    gap::Gap,
    lines::Lines,
    list_items::{has_items, opening, run_length, write_flat},
    text,
};

/// Whether a blank line goes before a line.
#[derive(Clone, Copy)]
pub(super) enum Spacing {
    /// Never: the line is the first of its block.
    Tight,
    /// If the author left one.
    AsWritten,
    /// Always: the line begins a declaration.
    Apart,
}

impl Spacing {
    fn leaves_blank(self, written: bool) -> bool {
        match self {
            Spacing::Tight => false,
            Spacing::AsWritten => written,
            Spacing::Apart => true,
        }
    }
}

/// The output, and the input that was read but not yet written.
pub(super) struct Printer<'a> {
    pub(super) lines: Lines,
    pub(super) gap: Gap<'a>,
}

impl<'a> Printer<'a> {
    pub(super) fn new(line_end: &'static str) -> Self {
        Printer { lines: Lines::new(line_end), gap: Gap::at_start_of_file() }
    }

    /// Writes an item, except the comments behind its last declaration, which belong to what
    /// follows.
    pub(super) fn item(&mut self, item: &'a Item) {
        // A byte order mark anywhere else is an error (S003).
        if item.text().starts_with('\u{FEFF}') {
            self.lines.byte_order_mark();
        }
        let mut cursor = Cursor::new(item);
        let mut declarations = item.root().children().peekable();
        while let Some(declaration) = declarations.next() {
            self.declaration(&mut cursor, declaration, declarations.peek().copied());
        }
        cursor.read_rest(&mut self.gap);
    }

    /// Returns the output since the last call.
    pub(super) fn take(&mut self) -> String {
        self.lines.take()
    }

    /// Returns the output, with the comments behind the last declaration.
    pub(super) fn finish(mut self) -> String {
        self.write_gap(0, Spacing::Apart);
        self.lines.finish()
    }

    /// Returns the output up to the end of the last declaration's line.
    pub(super) fn finish_declarations(mut self) -> String {
        self.write_comment_behind();
        self.lines.finish_without_line_end()
    }

    // Declarations and fields --------------------------------------------------------------------

    fn declaration(&mut self, cursor: &mut Cursor<'a>, node: Node<'a>, next: Option<Node<'a>>) {
        match node.child(NodeKind::Block) {
            Some(block) if !is_idle(block, cursor) || needs_block(node, next, cursor) => {
                self.with_block(cursor, node, block, 0, Spacing::Apart);
            }
            _ => self.line(cursor, node, cursor.tokens_of(node), false, 0, Spacing::Apart),
        }
    }

    /// Writes the entries of a block.
    fn entries(&mut self, cursor: &mut Cursor<'a>, block: Node<'a>, indent: usize) {
        let entries: Vec<_> = block.children().collect();
        let mut spacing = Spacing::Tight;
        let mut rest = entries.as_slice();
        while let Some((&first, others)) = rest.split_first() {
            let (run, after) = rest.split_at(run_length(rest, cursor));
            if run.is_empty() {
                self.entry(cursor, first, indent, spacing);
                rest = others;
            } else {
                self.run(cursor, run, indent, spacing);
                rest = after;
            }
            spacing = Spacing::AsWritten;
        }
    }

    fn entry(&mut self, cursor: &mut Cursor<'a>, node: Node<'a>, indent: usize, spacing: Spacing) {
        match node.kind() {
            NodeKind::UnknownField => self.unknown_field(cursor, node, indent, spacing),
            NodeKind::Field(Keyword::Item) => self.list_item(cursor, node, indent, spacing),
            _ => self.line(cursor, node, cursor.tokens_of(node), false, indent, spacing),
        }
    }

    /// Writes an item that cannot share a line.
    pub(super) fn list_item(
        &mut self,
        cursor: &mut Cursor<'a>,
        node: Node<'a>,
        indent: usize,
        spacing: Spacing,
    ) {
        match node.child(NodeKind::Block) {
            Some(block) if has_items(node) || !is_idle(block, cursor) => {
                self.with_block(cursor, node, block, indent, spacing);
            }
            _ => self.line(cursor, node, cursor.tokens_of(node), false, indent, spacing),
        }
    }

    /// A field that the language does not define can hold anything, and line ends decide where it
    /// stops. So its lines are kept.
    fn unknown_field(
        &mut self,
        cursor: &mut Cursor<'a>,
        node: Node<'a>,
        indent: usize,
        spacing: Spacing,
    ) {
        cursor.read_gap(node.range().start(), &mut self.gap);
        self.begin(indent, spacing);
        let source = node.text().replace("\r\n", "\n");
        for (index, line) in source.split(['\n', '\r']).enumerate() {
            if index > 0 {
                self.lines.end();
            }
            self.lines.push(line.trim_end_matches(is_blank));
        }
        cursor.pass(cursor.tokens_of(node).end);
    }

    /// Writes a declaration or an item, with its block over several lines.
    fn with_block(
        &mut self,
        cursor: &mut Cursor<'a>,
        node: Node<'a>,
        block: Node<'a>,
        indent: usize,
        spacing: Spacing,
    ) {
        let braces = cursor.tokens_of(block);
        let opening = cursor.index_at(node.range().start())..braces.start + 1;
        self.line(cursor, node, opening, true, indent, spacing);
        self.entries(cursor, block, indent + INDENT);
        let has_entries = block.children().next().is_some();
        let spacing = if has_entries { Spacing::AsWritten } else { Spacing::Tight };
        cursor.read_gap(block.range().end() - TextSize::of('}'), &mut self.gap);
        self.write_gap(indent + INDENT, spacing);
        self.lines.begin(indent, false);
        self.lines.push("}");
        cursor.pass(braces.end);
    }

    // Lines --------------------------------------------------------------------------------------

    /// Writes a run on one line if it fits, otherwise one item per line.
    fn run(&mut self, cursor: &mut Cursor<'a>, run: &[Node<'a>], indent: usize, spacing: Spacing) {
        let mut flat = String::new();
        for &item in run {
            if !flat.is_empty() {
                flat.push(' ');
            }
            write_flat(item, &mut flat);
        }
        match run {
            [item] if indent + flat.chars().count() > MAX_WIDTH && has_items(*item) => {
                self.list_item(cursor, *item, indent, spacing);
            }
            [_, _, ..] if indent + flat.chars().count() > MAX_WIDTH => {
                let (first, others) = run.split_at(1);
                self.run(cursor, first, indent, spacing);
                for item in others {
                    self.run(cursor, std::slice::from_ref(item), indent, Spacing::AsWritten);
                }
            }
            [first, ..] => {
                cursor.read_gap(first.range().start(), &mut self.gap);
                for (comment, _) in cursor.comments(opening(*first, cursor)) {
                    self.gap.add_own_line(comment);
                }
                self.begin(indent, spacing);
                self.lines.push(&flat);
                if let Some(last) = run.last() {
                    cursor.pass(cursor.tokens_of(*last).end);
                }
            }
            [] => {}
        }
    }

    /// Begins a line, after the comments that precede it.
    pub(super) fn begin(&mut self, indent: usize, spacing: Spacing) {
        let blank = self.write_gap(indent, spacing);
        self.lines.begin(indent, blank);
    }

    /// Writes tokens of a node on one line.
    fn line(
        &mut self,
        cursor: &mut Cursor<'a>,
        node: Node<'a>,
        tokens: Range<usize>,
        opens_block: bool,
        indent: usize,
        spacing: Spacing,
    ) {
        cursor.read_gap(node.range().start(), &mut self.gap);
        let behind = self.hoist_comments(cursor, tokens.clone());
        self.begin(indent, spacing);
        write_tokens(cursor, tokens.clone(), opens_block, &mut self.lines);
        if behind.is_some() {
            self.gap.behind = behind;
            self.write_comment_behind();
        }
        cursor.pass(tokens.end);
    }

    /// A line can hold one comment, at its end. Other comments among its tokens move before the
    /// line; the last one stays if it is behind a token and no other comment follows.
    fn hoist_comments(&mut self, cursor: &Cursor<'a>, tokens: Range<usize>) -> Option<&'a str> {
        if !cursor.has_comment(tokens.clone()) {
            return None;
        }
        let mut comments = cursor.comments(tokens.clone());
        // Behind a text of many lines, the comment would be too far from its original place.
        let is_taken = cursor.comment_follows(tokens.end)
            || tokens.into_iter().any(|index| cursor.kind(index) == TokenKind::Text);
        let behind = comments.pop_if(|(_, stands_behind)| *stands_behind && !is_taken);
        for (comment, _) in comments {
            self.gap.add_own_line(comment);
        }
        behind.map(|(comment, _)| comment)
    }

    /// Writes the comments of the gap and returns whether a blank line precedes what follows.
    fn write_gap(&mut self, indent: usize, mut spacing: Spacing) -> bool {
        self.write_comment_behind();
        let gap = std::mem::replace(&mut self.gap, Gap::behind_token());
        for comment in &gap.comments {
            self.lines.begin(indent, spacing.leaves_blank(comment.blank_before));
            self.lines.push(comment.text.trim_end());
            spacing = Spacing::AsWritten;
        }
        spacing.leaves_blank(gap.ends_blank())
    }

    fn write_comment_behind(&mut self) {
        if let Some(comment) = self.gap.behind.take() {
            self.lines.push(" ");
            self.lines.push(comment.trim_end());
        }
    }
}

/// Writes tokens with the blanks that belong between them. The braces of a block are excluded,
/// because an empty block is dropped.
fn write_tokens(cursor: &Cursor<'_>, tokens: Range<usize>, opens_block: bool, lines: &mut Lines) {
    let brace = " {";
    let mut last = None;
    for index in tokens {
        let kind = cursor.kind(index);
        if kind.is_trivia() || matches!(kind, TokenKind::OpenBrace | TokenKind::CloseBrace) {
            continue;
        }
        if last.is_some_and(|last| !is_glued(last, kind)) {
            lines.push(" ");
        }
        match kind {
            TokenKind::Text => {
                text::write(lines, cursor.text(index), if opens_block { brace.len() } else { 0 });
            }
            _ => lines.push(cursor.text(index)),
        }
        last = Some(kind);
    }
    if opens_block {
        lines.push(brace);
    }
}

/// Whether no blank separates two tokens: `ISO/IEC 27002:2022`, `supplier, operator`.
fn is_glued(left: TokenKind, right: TokenKind) -> bool {
    use TokenKind::{Colon, Comma, Slash};
    matches!(left, Slash | Colon) || matches!(right, Slash | Colon | Comma)
}

/// Whether a block holds neither fields nor comments.
fn is_idle(block: Node<'_>, cursor: &Cursor<'_>) -> bool {
    block.children().next().is_none() && !cursor.has_comment(cursor.tokens_of(block))
}

/// Whether a declaration needs its block even though it is empty: without the block, its own head
/// (`interpret x1631 { }`) or that of the next declaration would not be recognized.
fn needs_block(node: Node<'_>, next: Option<Node<'_>>, cursor: &Cursor<'_>) -> bool {
    let is_head = |node: Node<'_>, opens_block: bool| {
        let block = node.child(NodeKind::Block);
        let end = block.map_or(node.range().end(), |block| block.range().start());
        let mut head = Lines::new("\n");
        let tokens = cursor.index_at(node.range().start())..cursor.index_at(end);
        write_tokens(cursor, tokens, opens_block, &mut head);
        head::is_head_line(&head.finish_without_line_end())
    };
    !is_head(node, false)
        || next.is_some_and(|next| !is_head(next, next.child(NodeKind::Block).is_some()))
}
