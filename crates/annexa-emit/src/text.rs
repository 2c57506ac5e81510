//! Texts: from the syntax tree to blocks with resolved references, and to plain prose.

use annexa_syntax as ast;

use crate::{
    context::Context,
    types::{Block, Inline, ListItem, Text, VerbalForm},
};

/// A text with its references resolved.
pub(crate) fn text(context: &Context<'_>, text: &ast::Text) -> Text {
    of_blocks(text.blocks.iter().map(|block| self::block(context, text, block)).collect())
}

/// A text of blocks.
pub(crate) fn of_blocks(blocks: Vec<Block>) -> Text {
    let mut verbal_forms = Vec::new();
    verbal_forms_of(&blocks, &mut verbal_forms);
    Text { plain: plain(&blocks), blocks, verbal_forms }
}

fn block(context: &Context<'_>, text: &ast::Text, block: &ast::Block) -> Block {
    let inlines = |content: &[ast::Inline]| inlines(context, text, content);
    match block {
        ast::Block::Paragraph(content) => Block::Paragraph { content: inlines(content) },
        ast::Block::Note { number, content } => Block::Note {
            number: number.as_ref().map(ToString::to_string),
            content: inlines(content),
        },
        ast::Block::Example { number, content } => Block::Example {
            number: number.as_ref().map(ToString::to_string),
            content: inlines(content),
        },
        ast::Block::List(items) => Block::List {
            items: items
                .iter()
                .map(|item| ListItem {
                    mark: item.mark.value.to_string(),
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
            Block::Figure { path: path.value.to_string(), title: title.to_string() }
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
        ast::Inline::VerbalForm(form, words) => {
            Inline::VerbalForm { form: verbal_form(*form), text: words.to_string() }
        }
        ast::Inline::Reference(index) => {
            let (target, text) = context.cited(text.references.get(*index)?);
            Inline::Reference { text, target: target.kind, id: target.id, item: target.item }
        }
        ast::Inline::Term(index) => {
            let term = text.terms.get(*index)?;
            let shown = term.shown.as_deref().unwrap_or(&term.name);
            Inline::Term { text: shown.value.to_string(), id: term_id(context, &term.name.value) }
        }
    })
}

/// The id of the term of that name.
pub(crate) fn term_id(context: &Context<'_>, name: &str) -> Option<crate::types::Id> {
    let term = context.standard.terms.get(context.standard.term(name)?)?;
    context.id(term.declaration)
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
    content.iter().map(words).collect::<String>().trim().to_owned()
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

/// A text as plain prose.
pub(crate) fn plain(blocks: &[Block]) -> String {
    blocks.iter().map(|block| plain_block(block, 0)).collect::<Vec<_>>().join("\n\n")
}

fn plain_block(block: &Block, depth: usize) -> String {
    let labelled = |label: &str, number: &Option<String>, content: &[Inline]| match number {
        Some(number) => format!("{label} {number} {}", prose(content)),
        None => format!("{label} {}", prose(content)),
    };
    match block {
        Block::Paragraph { content } => prose(content),
        Block::Note { number, content } => labelled("NOTE", number, content),
        Block::Example { number, content } => labelled("EXAMPLE", number, content),
        Block::List { items } => plain_list(items, depth),
        Block::Table { header, rows } => {
            let row = |cells: &Vec<Vec<Inline>>| {
                let cells: Vec<String> = cells.iter().map(|cell| prose(cell)).collect();
                format!("| {} |", cells.join(" | "))
            };
            std::iter::once(header).chain(rows).map(row).collect::<Vec<_>>().join("\n")
        }
        Block::Figure { title, .. } => title.clone(),
    }
}

/// The items of a list, each on a line of its own behind its mark, nested ones further in.
pub(crate) fn plain_list(items: &[ListItem], depth: usize) -> String {
    let mut lines = Vec::new();
    let indent = "  ".repeat(depth);
    for item in items {
        lines.push(format!("{indent}{} {}", item.mark, prose(&item.content)));
        for block in &item.blocks {
            let below = plain_block(block, depth + 1);
            match block {
                Block::List { .. } => lines.push(below),
                _ => lines.extend(below.lines().map(|line| format!("{indent}  {line}"))),
            }
        }
    }
    lines.join("\n")
}

/// A control statement as it stands in the annex of reference controls: `should` as `shall`.
pub(crate) fn as_reference_control(text: &Text) -> Text {
    of_blocks(text.blocks.iter().map(shall_block).collect())
}

fn shall_block(block: &Block) -> Block {
    let cells = |row: &[Vec<Inline>]| row.iter().map(|cell| shall(cell)).collect::<Vec<_>>();
    match block {
        Block::Paragraph { content } => Block::Paragraph { content: shall(content) },
        Block::List { items } => Block::List {
            items: items
                .iter()
                .map(|item| ListItem {
                    mark: item.mark.clone(),
                    content: shall(&item.content),
                    blocks: item.blocks.iter().map(shall_block).collect(),
                })
                .collect(),
        },
        Block::Table { header, rows } => Block::Table {
            header: cells(header),
            rows: rows.iter().map(|row| cells(row)).collect(),
        },
        Block::Note { .. } | Block::Example { .. } | Block::Figure { .. } => block.clone(),
    }
}

fn shall(content: &[Inline]) -> Vec<Inline> {
    let shall = |inline: &Inline| match inline {
        Inline::VerbalForm { form, text } => {
            let form = match form {
                VerbalForm::Should => VerbalForm::Shall,
                VerbalForm::ShouldNot => VerbalForm::ShallNot,
                other => *other,
            };
            let text = text.replace("should", "shall").replace("Should", "Shall");
            Inline::VerbalForm { form, text }
        }
        other => other.clone(),
    };
    content.iter().map(shall).collect()
}
