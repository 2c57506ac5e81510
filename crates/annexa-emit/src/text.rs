//! Texts: from the syntax tree to blocks with resolved references, and to plain prose.

use annexa_model::rules;
use annexa_syntax as ast;

use crate::{
    context::Context,
    types::{Block, Inline, ListItem, Text, VerbalForm},
};

/// A text with its references resolved.
pub(crate) fn text(context: &Context<'_>, text: &ast::Text) -> Text {
    let blocks = text.blocks.iter().map(|block| self::block(context, text, block)).collect();
    of_about(text.range.len().into(), blocks)
}

/// A text of blocks.
pub(crate) fn of_blocks(blocks: Vec<Block>) -> Text {
    of_about(0, blocks)
}

/// A text of blocks that hold about so many bytes.
fn of_about(length: usize, blocks: Vec<Block>) -> Text {
    let mut verbal_forms = Vec::new();
    verbal_forms_of(&blocks, &mut verbal_forms);
    Text { plain: plain(length, &blocks), blocks, verbal_forms }
}

fn block(context: &Context<'_>, text: &ast::Text, block: &ast::Block) -> Block {
    let inlines = |content: &[ast::Inline]| inlines(context, text, content);
    match block {
        ast::Block::Paragraph(content) => Block::Paragraph { content: inlines(content) },
        ast::Block::Note { number, content } => {
            Block::Note { number: number.clone(), content: inlines(content) }
        }
        ast::Block::Example { number, content } => {
            Block::Example { number: number.clone(), content: inlines(content) }
        }
        ast::Block::List(items) => Block::List {
            items: items
                .iter()
                .map(|item| ListItem {
                    mark: item.mark.value.clone(),
                    content: inlines(&item.content),
                    blocks: item
                        .blocks
                        .iter()
                        .map(|below| self::block(context, text, below))
                        .collect(),
                })
                .collect(),
        },
        ast::Block::Table(rows) => {
            let mut rows =
                rows.iter().map(|row| row.iter().map(|cell| inlines(cell)).collect::<Vec<_>>());
            Block::Table { header: rows.next().unwrap_or_default(), rows: rows.collect() }
        }
        ast::Block::Figure { path, title } => {
            Block::Figure { path: path.value.clone(), title: title.clone() }
        }
    }
}

fn inlines(context: &Context<'_>, text: &ast::Text, content: &[ast::Inline]) -> Vec<Inline> {
    let mut inlines = Vec::with_capacity(content.len());
    inlines.extend(content.iter().filter_map(|inline| self::inline(context, text, inline)));
    inlines
}

fn inline(context: &Context<'_>, text: &ast::Text, inline: &ast::Inline) -> Option<Inline> {
    Some(match inline {
        ast::Inline::Prose(words) => Inline::Text { text: words.clone() },
        // A word of another language that looks like an English verbal form is none.
        ast::Inline::VerbalForm(_, words) if !context.standard.is_english() => {
            Inline::Text { text: words.clone() }
        }
        ast::Inline::VerbalForm(form, words) => {
            Inline::VerbalForm { form: verbal_form(*form), text: words.clone() }
        }
        ast::Inline::Reference(index) => {
            let (target, text) = context.cited(text.references.get(*index)?);
            Inline::Reference { text, target: target.kind, id: target.id, item: target.item }
        }
        ast::Inline::Term(index) => {
            let term = text.terms.get(*index)?;
            let shown = term.shown.as_deref().unwrap_or(&term.name);
            Inline::Term { text: shown.value.clone(), id: context.term_id(&term.name.value) }
        }
    })
}

fn verbal_form(form: ast::VerbalForm) -> VerbalForm {
    match form {
        ast::VerbalForm::Shall => VerbalForm::Shall,
        ast::VerbalForm::ShallNot => VerbalForm::ShallNot,
        ast::VerbalForm::Should => VerbalForm::Should,
        ast::VerbalForm::ShouldNot => VerbalForm::ShouldNot,
        ast::VerbalForm::May => VerbalForm::May,
        ast::VerbalForm::MayNot => VerbalForm::MayNot,
        ast::VerbalForm::NeedNot => VerbalForm::NeedNot,
        ast::VerbalForm::Can => VerbalForm::Can,
        ast::VerbalForm::Cannot => VerbalForm::Cannot,
        ast::VerbalForm::Must => VerbalForm::Must,
        ast::VerbalForm::MustNot => VerbalForm::MustNot,
    }
}

/// The words of a piece of a paragraph.
pub(crate) fn words(inline: &Inline) -> &str {
    match inline {
        Inline::Text { text }
        | Inline::VerbalForm { text, .. }
        | Inline::Reference { text, .. }
        | Inline::Term { text, .. } => text,
    }
}

/// The words of a paragraph.
pub(crate) fn prose(content: &[Inline]) -> String {
    let mut said = String::new();
    push_prose(content, &mut said);
    said
}

fn push_prose(content: &[Inline], said: &mut String) {
    let start = said.len();
    said.reserve(content.iter().map(|inline| words(inline).len()).sum());
    for inline in content {
        match words(inline) {
            first if said.len() == start => said.push_str(first.trim_start()),
            more => said.push_str(more),
        }
    }
    said.truncate(start + said[start..].trim_end().len());
}

/// The verbal forms of a paragraph.
pub(crate) fn forms(content: &[Inline]) -> impl Iterator<Item = VerbalForm> {
    content.iter().filter_map(|inline| match inline {
        Inline::VerbalForm { form, .. } => Some(*form),
        _ => None,
    })
}

fn verbal_forms_of(blocks: &[Block], found: &mut Vec<VerbalForm>) {
    for block in blocks {
        match block {
            Block::Paragraph { content } => found.extend(forms(content)),
            Block::List { items } => {
                for item in items {
                    found.extend(forms(&item.content));
                    verbal_forms_of(&item.blocks, found);
                }
            }
            Block::Table { header, rows } => {
                found.extend(
                    header.iter().chain(rows.iter().flatten()).flat_map(|cell| forms(cell)),
                );
            }
            Block::Note { .. } | Block::Example { .. } | Block::Figure { .. } => {}
        }
    }
}

/// A text as plain prose, about so many bytes of it.
fn plain(length: usize, blocks: &[Block]) -> String {
    let mut said = String::with_capacity(length);
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            said.push_str("\n\n");
        }
        push_block(block, 0, &mut said);
    }
    said
}

fn push_block(block: &Block, depth: usize, said: &mut String) {
    let mut labelled = |label: &str, number: &Option<ast::SmolStr>, content: &[Inline]| {
        said.push_str(label);
        if let Some(number) = number {
            said.push(' ');
            said.push_str(number);
        }
        said.push(' ');
        push_prose(content, said);
    };
    match block {
        Block::Paragraph { content } => push_prose(content, said),
        Block::Note { number, content } => labelled("NOTE", number, content),
        Block::Example { number, content } => labelled("EXAMPLE", number, content),
        Block::List { items } => push_list(items, depth, said),
        Block::Table { header, rows } => {
            for (index, row) in std::iter::once(header).chain(rows).enumerate() {
                if index > 0 {
                    said.push('\n');
                }
                said.push('|');
                for cell in row {
                    said.push(' ');
                    push_prose(cell, said);
                    said.push_str(" |");
                }
            }
        }
        Block::Figure { title, .. } => said.push_str(title),
    }
}

/// Adds the items of a list, each on a line of its own behind its mark, nested ones further in.
pub(crate) fn push_list(items: &[ListItem], depth: usize, said: &mut String) {
    const INDENT: &str = "  ";
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            said.push('\n');
        }
        (0..depth).for_each(|_| said.push_str(INDENT));
        said.push_str(&item.mark);
        said.push(' ');
        push_prose(&item.content, said);
        for block in &item.blocks {
            if let Block::List { items } = block {
                said.push('\n');
                push_list(items, depth + 1, said);
                continue;
            }
            let mut below = String::new();
            push_block(block, depth + 1, &mut below);
            for line in below.lines() {
                said.push('\n');
                (0..=depth).for_each(|_| said.push_str(INDENT));
                said.push_str(line);
            }
        }
    }
}

/// A control statement for the annex of reference controls: with `shall` for a `should` that states what
/// holds, without its notes and examples. `source` is where `text` was made of.
pub(crate) fn as_reference_control(item: &ast::Item, source: &ast::Text, text: &Text) -> Text {
    // In another language no word is a verbal form.
    let stated = rules::stated_forms(item, source);
    let blocks = shall_blocks(&text.blocks, &mut stated.into_iter());
    of_about(text.plain.len(), blocks)
}

/// Says of each verbal form of a text, in order, whether it states what holds.
type Stated = std::vec::IntoIter<bool>;

fn shall_blocks(blocks: &[Block], stated: &mut Stated) -> Vec<Block> {
    blocks.iter().filter_map(|block| shall_block(block, stated)).collect()
}

fn shall_block(block: &Block, stated: &mut Stated) -> Option<Block> {
    let mut cells =
        |row: &[Vec<Inline>]| row.iter().map(|cell| shall(cell, stated)).collect::<Vec<_>>();
    Some(match block {
        Block::Paragraph { content } => Block::Paragraph { content: shall(content, stated) },
        Block::List { items } => Block::List {
            items: items
                .iter()
                .map(|item| ListItem {
                    mark: item.mark.clone(),
                    content: shall(&item.content, stated),
                    blocks: shall_blocks(&item.blocks, stated),
                })
                .collect(),
        },
        Block::Table { header, rows } => Block::Table {
            header: cells(header),
            rows: rows.iter().map(|row| cells(row)).collect(),
        },
        Block::Figure { .. } => block.clone(),
        Block::Note { content, .. } | Block::Example { content, .. } => {
            // Its forms are counted, too.
            shall(content, stated);
            return None;
        }
    })
}

fn shall(content: &[Inline], stated: &mut Stated) -> Vec<Inline> {
    let mut shall = |inline: &Inline| {
        let Inline::VerbalForm { form, text } = inline else { return inline.clone() };
        match (form, stated.next()) {
            (VerbalForm::Should, Some(true)) => {
                Inline::VerbalForm { form: VerbalForm::Shall, text: in_case_of(text, "shall") }
            }
            (VerbalForm::ShouldNot, Some(true)) => {
                let text = in_case_of(text, "shall not");
                Inline::VerbalForm { form: VerbalForm::ShallNot, text }
            }
            _ => inline.clone(),
        }
    };
    content.iter().map(&mut shall).collect()
}

/// A verbal form with its first or all letters as capitals where another one has them.
fn in_case_of(other: &str, form: &str) -> ast::SmolStr {
    let is_small = |letter: char| letter.is_lowercase();
    match other {
        _ if !other.contains(is_small) => form.to_uppercase().into(),
        _ if !other.starts_with(is_small) => (form[..1].to_uppercase() + &form[1..]).into(),
        _ => form.into(),
    }
}
