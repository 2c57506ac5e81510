//! D214: the order of list marks.

use std::collections::BTreeSet;

use annexa_syntax::{Block, ListItem, ListStyle};

use super::{DeclarationContext, Findings};
use crate::{Edit, Level};

pub(super) fn list_order(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    for text in context.published() {
        of_blocks(context, &text.text.blocks, findings);
    }
}

fn of_blocks(context: &DeclarationContext<'_>, blocks: &[Block], findings: &mut Findings<'_>) {
    // A later list of the same style can continue the marks of an earlier one.
    let mut earlier: Vec<(ListStyle, u32)> = Vec::new();
    for block in blocks {
        let Block::List(items) = block else { continue };
        let style = ListStyle::of(items.iter().map(|item| item.mark.value.as_str()));
        if style != ListStyle::Dashes {
            let starts: Vec<u32> =
                earlier.iter().filter(|(it, _)| *it == style).map(|(_, last)| last + 1).collect();
            of_list(context, style, items, &starts, findings);
            let positions = items.iter().filter_map(|item| style.position(&item.mark.value));
            earlier.extend(positions.max().map(|last| (style, last)));
        }
        items.iter().for_each(|item| of_blocks(context, &item.blocks, findings));
    }
}

/// Checks one list, which begins with its first mark or continues an earlier list.
fn of_list(
    context: &DeclarationContext<'_>,
    style: ListStyle,
    items: &[ListItem],
    starts: &[u32],
    findings: &mut Findings<'_>,
) {
    let position = |item: &ListItem| style.position(&item.mark.value);
    let mut seen = BTreeSet::new();
    let twice = items.iter().find(|item| !seen.insert(&item.mark.value));
    let start = items.first().and_then(position).unwrap_or(1);
    // Rule D212 reports a letter that an earlier list already has.
    let repeats = style != ListStyle::Numbers && starts.iter().any(|behind| start < *behind);
    let begins = start == 1 || starts.contains(&start) || repeats;
    let astray = items.iter().zip(start..).find(|(item, wanted)| position(item) != Some(*wanted));
    let first = items.first().filter(|_| !begins);
    let Some(item) = twice.or(first).or(astray.map(|(item, _)| item)) else { return };
    let mark = &item.mark.value;
    let from = if begins { start } else { 1 };
    let from = if items.iter().filter_map(position).any(|it| it < from) { 1 } else { from };
    let start_mark = style.mark(from).unwrap_or_default();
    let message = match twice {
        Some(_) => format!(
            "this list has {mark} twice, so that a reference to it is ambiguous; give each item \
             its own mark"
        ),
        None if first.is_some() => {
            format!("this list begins with {mark}; begin it with {start_mark}")
        }
        None => {
            format!("{mark} is not the next mark of this list; give the items their marks in order")
        }
    };
    let wanted = (from..).map_while(|position| style.mark(position));
    let edits: Vec<Edit> = items
        .iter()
        .zip(wanted)
        .filter(|(item, wanted)| item.mark.value != *wanted)
        .map(|(item, wanted)| Edit {
            location: context.location(item.mark.range),
            new: wanted.into(),
        })
        .collect();
    let mut finding = findings.report(context.location(item.mark.range), message);
    let same = items.iter().find(|other| twice.is_some() && other.mark.value == *mark);
    if let Some(same) = same {
        finding = finding.related(context.location(same.mark.range), "the first one");
    }
    let finding = if twice.is_some() { finding } else { finding.at_most(Level::Warning) };
    finding.fix("Renumber the list", edits);
}
