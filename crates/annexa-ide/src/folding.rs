//! What can be folded away: blocks, texts and the lists in them, and comments of several lines.

use annexa_model::{FileId, Project};
use annexa_syntax::{Item, Node, NodeKind, TextRange, TextSize, TokenKind};

/// A piece of a file that can be folded away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fold {
    /// From the end of what stays on the first line to the end of the last line that goes away. It
    /// holds a line end.
    pub range: TextRange,
    /// What is folded.
    pub kind: FoldKind,
}

/// What is folded.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FoldKind {
    /// What stands between the braces of a block.
    Block,
    /// What stands between the quotes of a text.
    Text,
    /// A list in a text, or an item of one that is not its first.
    List,
    /// Comments on lines of their own, one below the other.
    Comments,
}

/// The folds of a file, in order of place. Those of no more items once it is cancelled.
pub fn folds(project: &Project, file: FileId, cancelled: &dyn Fn() -> bool) -> Vec<Fold> {
    let Some(document) = project.document(file) else { return Vec::new() };
    let mut folds = Vec::new();
    for (start, item) in document.items().take_while(|_| !cancelled()) {
        let offset = TextSize::new(start as u32);
        let own = of_nodes(item).chain(comments(item));
        folds.extend(own.map(|fold| Fold { range: fold.range + offset, ..fold }));
    }
    folds.sort_by_key(|fold| (fold.range.start(), std::cmp::Reverse(fold.range.end())));
    // A list goes away where its first item would.
    folds.dedup_by_key(|fold| fold.range.start());
    folds
}

fn of_nodes(item: &Item) -> impl Iterator<Item = Fold> {
    let text = item.text();
    item.root().descendants().filter_map(move |node| {
        let (kind, range) = match node.kind() {
            NodeKind::Block => (FoldKind::Block, between(text, node, "{", "}")),
            NodeKind::Text => (FoldKind::Text, between(text, node, "\"\"\"", "\"\"\"")),
            NodeKind::List | NodeKind::ListItem => (FoldKind::List, after_first_line(node)?),
            _ => return None,
        };
        let goes = text.get(std::ops::Range::from(range))?;
        goes.contains(['\n', '\r']).then_some(Fold { range, kind })
    })
}

/// What stands between two marks. Where the closing one begins its line, that line stays.
fn between(text: &str, node: Node<'_>, open: &str, close: &str) -> TextRange {
    let range = node.range();
    let inner = node.text().strip_prefix(open).unwrap_or(node.text());
    let closed = inner.strip_suffix(close);
    let start = range.end() - TextSize::of(inner);
    let end = start + TextSize::of(closed.unwrap_or(inner));
    let before = text.get(std::ops::Range::from(TextRange::new(start, end))).unwrap_or_default();
    let kept = before.trim_end_matches([' ', '\t']);
    let kept = match closed {
        Some(_) => kept.strip_suffix("\r\n").or(kept.strip_suffix(['\n', '\r'])).unwrap_or(before),
        None => before.trim_end(),
    };
    TextRange::at(start, TextSize::of(kept))
}

/// All but the first line.
fn after_first_line(node: Node<'_>) -> Option<TextRange> {
    let first = node.text().find(['\n', '\r'])?;
    let start = node.range().start() + TextSize::new(first as u32);
    Some(TextRange::new(start, node.range().end()))
}

/// Runs of comments that have their lines to themselves.
fn comments(item: &Item) -> Vec<Fold> {
    let mut folds = Vec::new();
    if !item.text().contains("//") {
        return folds;
    }
    let mut run: Option<(TextRange, TextSize)> = None;
    let mut newlines = 1;
    for (kind, range) in item.tokens() {
        match kind {
            TokenKind::Blank => continue,
            TokenKind::Newline => newlines += 1,
            TokenKind::Comment if newlines == 1 && run.is_some() => {
                run = run.map(|(all, first)| (all.cover(range), first));
                newlines = 0;
            }
            _ => {
                folds.extend(run.take().and_then(|(all, first)| fold_of_run(all, first)));
                let alone = kind == TokenKind::Comment && newlines > 0;
                run = alone.then_some((range, range.end()));
                newlines = 0;
            }
        }
    }
    folds.extend(run.and_then(|(all, first)| fold_of_run(all, first)));
    folds
}

fn fold_of_run(all: TextRange, first_end: TextSize) -> Option<Fold> {
    let range = TextRange::new(first_end, all.end());
    (!range.is_empty()).then_some(Fold { range, kind: FoldKind::Comments })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::testing::Fixture;

    fn shown(text: &str) -> String {
        let fixture = Fixture::new(text);
        let file = FileId::Project(0);
        let text = fixture.project.document(file).unwrap().text().to_string();
        let folds = folds(&fixture.project, file, &|| false);
        let shown = folds.iter().map(|fold| {
            format!("{:?} {:?}\n", fold.kind, &text[std::ops::Range::from(fold.range)])
        });
        shown.collect()
    }

    #[test]
    fn blocks_texts_lists_and_comments() {
        expect![[r#"
            Comments "\n// two"
            Block " // head\n  // of the standard\n  // in words\n  edition 1\n  scope \"\"\"\n    It covers:\n\n    a) meters,\n       all of them:\n       1) old;\n       2) new;\n    b) keys.\n  \"\"\"\n  foreword \"\"\"One\n    two.\"\"\""
            Comments "\n  // in words"
            Text "\n    It covers:\n\n    a) meters,\n       all of them:\n       1) old;\n       2) new;\n    b) keys."
            List "\n       all of them:\n       1) old;\n       2) new;\n    b) keys."
            List "\n       2) new;"
            Text "One\n    two."
        "#]].assert_eq(&shown(
            "// One\n// two\n\n// alone\nstandard SMX \"x\" { // head\n  // of the standard\n  // in words\n  edition 1\n  scope \"\"\"\n    It covers:\n\n    a) meters,\n       all of them:\n       1) old;\n       2) new;\n    b) keys.\n  \"\"\"\n  foreword \"\"\"One\n    two.\"\"\"\n}\n\nretain 27002 5.1 { reason \"No sector need.\" }\n",
        ));
    }

    #[test]
    fn line_ends_of_any_kind_and_what_is_not_closed() {
        expect![[r#"
            Block "\r\n  sector \"x\"\r\n"
            Block "\r\n  reason \"\"\"\r\n    x"
            Text "\r\n    x"
        "#]].assert_eq(&shown(
            "standard S \"x\" {\r\n  sector \"x\"\r\n\r\n}\r\n\r\nretain 27002 5.1 {\r\n  reason \"\"\"\r\n    x\r\n\r\n",
        ));
    }
}
