//! D207, D208, D212: lists in texts, and clauses with a single subclause.

use std::collections::HashMap;

use annexa_syntax::{Block, Inline, ListItem};

use super::{DeclarationContext, Findings};
use crate::{AddedKind, Parent};

/// Calls `each` for every list in some blocks, including nested ones.
fn for_lists<'a>(blocks: &'a [Block], each: &mut impl FnMut(&'a [ListItem])) {
    for block in blocks {
        if let Block::List(items) = block {
            each(items);
            items.iter().for_each(|item| for_lists(&item.blocks, each));
        }
    }
}

pub(super) fn single_item(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    for text in context.published() {
        for_lists(&text.text.blocks, &mut |items| {
            if let [item] = items {
                findings.report(
                    context.location(item.mark.range),
                    "a list has at least two items; add an item, or make it part of the sentence before",
                );
            }
        });
    }
    let Some(standard) = context.standard else { return };
    let Some(added) = standard.added(context.at.id) else {
        return;
    };
    let Parent::Added(parent) = added.parent else { return };
    let Some(parent) = standard.added(parent) else { return };
    if added.kind == AddedKind::Clause
        && parent.kind == AddedKind::Clause
        && parent.children.len() == 1
    {
        let message = format!(
            "{} has only this subclause; add a second one, or move its content to {0}",
            parent.label
        );
        findings.report(added.location, message).related(parent.location, "the clause above it");
    }
}

/// Returns the punctuation mark at the end of an item.
fn ending(item: &ListItem) -> Option<char> {
    match item.content.last() {
        Some(Inline::Prose(prose)) => {
            let prose = prose.trim_end();
            // `and` and `or` follow the punctuation mark of the last item but one.
            let joined = [" and", " or"].iter().find_map(|word| prose.strip_suffix(word));
            let joined = joined.filter(|rest| rest.ends_with([',', ';']));
            let last = joined.unwrap_or(prose).chars().next_back();
            last.filter(|last| matches!(last, ',' | ';' | '.' | ':' | '!' | '?'))
        }
        _ => None,
    }
}

pub(super) fn punctuation(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    for text in context.published() {
        for_lists(&text.text.blocks, &mut |items| {
            // The end of an item with nested blocks is the end of these.
            let plain: Vec<&ListItem> =
                items.iter().filter(|item| item.blocks.is_empty()).collect();
            let Some(odd) = odd_one(&plain) else { return };
            findings.report(
                context.location(odd.mark.range),
                "this item ends differently from the others; end all items with the same \
                 punctuation, or each with `;` and the last one with a full stop",
            );
        });
    }
}

/// Returns the first item that ends differently from what the list requires.
fn odd_one<'a>(items: &[&'a ListItem]) -> Option<&'a ListItem> {
    let (last, others) = items.split_last()?;
    let expected = ending(others.first()?);
    if let Some(odd) = others.iter().find(|item| ending(item) != expected) {
        return Some(odd);
    }
    let is_closed = matches!(expected, Some(',' | ';')) && ending(last) == Some('.');
    (ending(last) != expected && !is_closed).then_some(*last)
}

pub(super) fn two_lettered(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    for text in context.published() {
        lettered_beside(context, &text.text.blocks, findings);
    }
}

/// Reports a letter or roman numeral that two adjacent lists have.
fn lettered_beside(
    context: &DeclarationContext<'_>,
    blocks: &[Block],
    findings: &mut Findings<'_>,
) {
    let lists = blocks.iter().filter_map(|block| match block {
        Block::List(items) => Some(items.as_slice()),
        _ => None,
    });
    let is_lettered = |items: &[ListItem]| {
        let mark = items.first().map(|item| item.mark.value.as_str());
        mark.is_some_and(|mark| mark.starts_with(|first: char| first.is_ascii_lowercase()))
    };
    let mut seen: HashMap<&str, &ListItem> = HashMap::new();
    for items in lists {
        items.iter().for_each(|item| lettered_beside(context, &item.blocks, findings));
        if !is_lettered(items) {
            continue;
        }
        let twice =
            items.iter().find_map(|item| Some((item, *seen.get(item.mark.value.as_str())?)));
        if let Some((item, first)) = twice {
            let message = format!(
                "an earlier list of this text already has {}, so that a reference to it is \
                 ambiguous; continue its letters, use dashes, or write two provisions",
                item.mark.value
            );
            findings
                .report(context.location(item.mark.range), message)
                .related(context.location(first.mark.range), "the first one");
        }
        for item in items {
            seen.entry(&item.mark.value).or_insert(item);
        }
    }
}
