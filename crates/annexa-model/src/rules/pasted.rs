//! D213: lines of a text that look like a mark or a comment but are not.

use annexa_syntax::{INDENT, Node, NodeKind, TextRange, TextSize};

use super::{DeclarationContext, Findings, wording::Published};
use crate::Edit;

mod look_alike;

use look_alike::{LookAlike, Meaning};

pub(super) fn pasted_mark(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let is_english = context.standard.is_some_and(|standard| standard.is_english());
    for text in context.published() {
        for line in lines(context, text) {
            let found = LookAlike::read(line.text, line.follows_prose);
            let Some(found) = found.filter(|it| is_english || !it.is_remark()) else { continue };
            report(context, &line, &found, findings);
        }
    }
}

/// A line of prose without a mark.
struct Line<'a> {
    /// The line from its first character that is not blank.
    text: &'a str,
    range: TextRange,
    indent: usize,
    /// The previous line continues with this one, as running prose does.
    follows_prose: bool,
    /// The line belongs to the content of a list item.
    in_item: bool,
}

/// Returns the lines of paragraphs, items, notes and examples, except those that begin with a mark.
fn lines<'a>(context: &DeclarationContext<'a>, text: &Published<'_>) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let item = context.at.item;
    let Some(node) = text.text.node(item) else { return lines };
    for block in node.descendants() {
        use NodeKind::{Example, List, ListItem, Note, Paragraph, Table};
        if !matches!(block.kind(), Paragraph | Note | Example | ListItem) {
            continue;
        }
        let is_block =
            |it: &Node<'_>| matches!(it.kind(), Paragraph | Note | Example | List | Table);
        let below = block.children().find(is_block).map(|below| below.range().start());
        let end = below.unwrap_or(block.range().end());
        let of_block = TextRange::new(block.range().start(), end.max(block.range().start()));
        let begins_with_mark = block.kind() != Paragraph;
        lines.extend(
            lines_of(item.text(), of_block, block.kind() == ListItem)
                .skip(usize::from(begins_with_mark)),
        );
    }
    lines
}

fn lines_of(source: &str, range: TextRange, in_item: bool) -> impl Iterator<Item = Line<'_>> {
    let text = source.get(std::ops::Range::from(range)).unwrap_or_default();
    let mut at = usize::from(range.start());
    let mut goes_on = false;
    text.split_inclusive(['\n', '\r']).filter_map(move |line| {
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        let text = line.trim();
        if text.is_empty() {
            return None;
        }
        let follows_prose = goes_on && !in_item;
        goes_on = !ends_a_thought(text) && LookAlike::read(text, follows_prose).is_none();
        let line_start = source.get(..start)?.rfind(['\n', '\r']).map_or(0, |end| end + 1);
        Some(Line {
            text,
            range: TextRange::at(TextSize::new(start as u32), TextSize::of(text)),
            indent: source.get(line_start..start)?.chars().count(),
            follows_prose,
            in_item,
        })
    })
}

/// Whether the end of a line permits a list item to follow.
fn ends_a_thought(line: &str) -> bool {
    line.ends_with([':', ';', ',', '.', '!', '?'])
        || line.ends_with(" and")
        || line.ends_with(" or")
}

fn report(
    context: &DeclarationContext<'_>,
    line: &Line<'_>,
    found: &LookAlike,
    findings: &mut Findings<'_>,
) {
    let range = TextRange::at(line.range.start(), TextSize::new(found.length as u32));
    let location = context.location(range);
    let shown = line.text.get(..found.length).unwrap_or_default();
    match &found.meaning {
        Meaning::Comment => {
            let message = "a text has no comments, so this line would be published; delete it, or move it \
             above the declaration";
            let whole = TextRange::new(line.range.start(), line.range.end());
            let delete = Edit { location: context.location(whole), new: String::new() };
            findings.report(location, message).fix("Delete the line", vec![delete]);
        }
        Meaning::Mark(mark) => {
            let message = format!(
                "`{shown}` does not begin a list item, so this line is part of a paragraph; write `{mark}`"
            );
            // A dash within a paragraph does not begin an item either, except behind a colon.
            let parts = mark == "-" && line.follows_prose && !line.in_item;
            let before = match parts {
                true => format!("\n{:indent$}", "", indent = line.indent.max(INDENT)),
                false => String::new(),
            };
            let after = line.text.get(found.length..).unwrap_or_default();
            let blank =
                if after.is_empty() || after.starts_with(char::is_whitespace) { "" } else { " " };
            let edit = Edit { location, new: format!("{before}{mark}{blank}") };
            findings.report(location, message).fix(format!("Write `{mark}`"), vec![edit]);
        }
        Meaning::Remark(label) => {
            let message = format!(
                "`{shown}` does not begin a note or example, so this line is part of the text; \
                 write `{label}`"
            );
            findings.report(location, message).replace(location, label.as_str());
        }
    }
}
