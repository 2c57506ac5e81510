//! Texts as HTML, and the words that the page itself says.

use std::cell::Cell;

use maud::{Markup, html};

use super::index::Index;
use crate::types::{
    Base, Block, ChangeKind, Id, Inline, ListItem, Part, ReferencedDocument, SourcePlace, State,
    Text, VerbalForm,
};

/// Where a thing is written: `FILE:LINE`.
pub(super) fn place(source: &SourcePlace) -> String {
    format!("{}:{}", source.file, source.line)
}

/// What a standard does to a provision, as a mark behind its title.
pub(super) fn badge(state: State) -> Markup {
    let (class, words) = match state {
        State::Unchanged => ("unchanged", "unchanged"),
        State::Retained => ("retained", "retained"),
        State::Interpreted => ("interpreted", "interpreted"),
        State::GuidanceAdded => ("guidance-added", "guidance added"),
        State::AddedTo => ("added-to", "added to"),
        State::Refined => ("refined", "refined"),
        State::Modified => ("modified", "modified"),
        State::New => ("new", "new"),
    };
    html! { span class={ "state " (class) } { (words) } }
}

/// What a change is called in front of its text.
pub(super) fn kind(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Refinement => "Refinement",
        ChangeKind::Interpretation => "Interpretation",
        ChangeKind::GuidanceAddition => "Additional guidance",
        ChangeKind::InformationAddition => "Additional information",
        ChangeKind::NoteAddition => "Additional note",
        ChangeKind::Modification => "Modification",
        ChangeKind::Retention => "Retained as it is",
    }
}

/// What a part of a provision is called.
pub(super) fn part(part: Part) -> &'static str {
    match part {
        Part::Text => "Text",
        Part::Objective => "Objective",
        Part::Control => "Control",
        Part::Purpose => "Purpose",
        Part::Guidance => "Guidance",
        Part::Information => "Other information",
        Part::Note => "Note",
    }
}

/// A text behind its label, if there is one.
pub(super) fn labelled(index: &Index<'_>, label: &str, text: Option<&Text>) -> Markup {
    html! {
        @if let Some(text) = text {
            div.part { p.label { (label) } (self::text(index, text)) }
        }
    }
}

pub(super) fn text(index: &Index<'_>, text: &Text) -> Markup {
    let numbers = |is_kind: fn(&Block) -> bool| Numbers::of(count(&text.blocks, &is_kind));
    let remarks = Remarks {
        notes: numbers(|block| matches!(block, Block::Note { .. })),
        examples: numbers(|block| matches!(block, Block::Example { .. })),
    };
    blocks(index, &text.blocks, &remarks)
}

/// How the notes and the examples of a text are numbered in print.
struct Remarks {
    notes: Numbers,
    examples: Numbers,
}

/// Numbers from 1 on, where there are several.
struct Numbers {
    several: bool,
    printed: Cell<usize>,
}

impl Numbers {
    fn of(count: usize) -> Numbers {
        Numbers { several: count > 1, printed: Cell::new(0) }
    }

    /// The next number; `own` is the author's, which is printed as it is.
    fn next(&self, own: Option<&str>) -> Option<String> {
        self.printed.set(self.printed.get() + 1);
        own.map(str::to_owned).or_else(|| self.several.then(|| self.printed.get().to_string()))
    }
}

/// How many blocks are of a kind, those in list items too.
fn count(blocks: &[Block], is_kind: &dyn Fn(&Block) -> bool) -> usize {
    let counts = blocks.iter().map(|block| match block {
        Block::List { items } => items.iter().map(|item| count(&item.blocks, is_kind)).sum(),
        other => usize::from(is_kind(other)),
    });
    counts.sum()
}

fn blocks(index: &Index<'_>, blocks: &[Block], remarks: &Remarks) -> Markup {
    html! { @for block in blocks { (self::block(index, block, remarks)) } }
}

fn block(index: &Index<'_>, block: &Block, remarks: &Remarks) -> Markup {
    let inlines = |content: &[Inline]| inlines(index, content);
    match block {
        Block::Paragraph { content } => html! { p { (inlines(content)) } },
        Block::Note { number, content } => {
            aside("NOTE", remarks.notes.next(number.as_deref()), inlines(content))
        }
        Block::Example { number, content } => {
            aside("EXAMPLE", remarks.examples.next(number.as_deref()), inlines(content))
        }
        Block::List { items } => list(index, items, remarks),
        Block::Table { header, rows } => html! {
            table {
                thead { tr { @for cell in header { th scope="col" { (inlines(cell)) } } } }
                tbody { @for row in rows { tr { @for cell in row { td { (inlines(cell)) } } } } }
            }
        },
        Block::Figure { path, title } => html! {
            figure {
                img src=((index.picture)(path).as_deref().unwrap_or(path)) alt=(title);
                figcaption { (title) }
            }
        },
    }
}

/// A note or an example.
fn aside(label: &str, number: Option<String>, words: Markup) -> Markup {
    html! {
        p.aside {
            span.label { (label) @if let Some(number) = number { " " (number) } }
            " " (words)
        }
    }
}

/// Notes or examples that are texts of their own, with numbers where there are several.
pub(super) fn asides(index: &Index<'_>, label: &str, texts: &[Text]) -> Markup {
    let numbers = Numbers::of(texts.len());
    let label =
        || numbers.next(None).map_or(label.to_owned(), |number| format!("{label} {number}"));
    html! { @for text in texts { (labelled_aside(index, &label(), text)) } }
}

/// The notes to a term's entry, which always have numbers.
pub(super) fn notes_to_entry(index: &Index<'_>, texts: &[Text]) -> Markup {
    html! {
        @for (place, text) in texts.iter().enumerate() {
            (labelled_aside(index, &format!("Note {} to entry:", place + 1), text))
        }
    }
}

fn labelled_aside(index: &Index<'_>, label: &str, text: &Text) -> Markup {
    html! {
        div.aside {
            p.label { (label) }
            (self::text(index, text))
        }
    }
}

fn list(index: &Index<'_>, items: &[ListItem], remarks: &Remarks) -> Markup {
    html! {
        ul.list {
            @for item in items {
                li {
                    span.mark { (item.mark) } " " (inlines(index, &item.content))
                    (blocks(index, &item.blocks, remarks))
                }
            }
        }
    }
}

fn inlines(index: &Index<'_>, content: &[Inline]) -> Markup {
    html! { @for inline in content { (self::inline(index, inline)) } }
}

fn inline(index: &Index<'_>, inline: &Inline) -> Markup {
    match inline {
        Inline::Text { text } => html! { (text) },
        Inline::VerbalForm { form, text } => {
            html! { span class={ "form " (force(*form)) } { (text) } }
        }
        Inline::Reference { text, id, .. } => link(index, id.as_ref(), text),
        Inline::Term { text, id } => {
            let term = id.as_ref().and_then(|id| index.term(id));
            match term {
                Some(term) => html! {
                    a.term href={ "#" (term.id.0) } title=(term.definition.plain) { (text) }
                },
                None => html! { (text) },
            }
        }
    }
}

/// Words that lead to a place of the page, if it has that place.
pub(super) fn link(index: &Index<'_>, id: Option<&Id>, words: &str) -> Markup {
    match id.filter(|id| index.has_place(id)) {
        Some(id) => html! { a href={ "#" (id.0) } { (words) } },
        None => html! { span.reference { (words) } },
    }
}

fn force(form: VerbalForm) -> &'static str {
    match form {
        VerbalForm::Shall | VerbalForm::ShallNot => "requirement",
        VerbalForm::Should | VerbalForm::ShouldNot => "recommendation",
        VerbalForm::May | VerbalForm::MayNot | VerbalForm::NeedNot => "permission",
        VerbalForm::Can | VerbalForm::Cannot => "possibility",
        VerbalForm::Must | VerbalForm::MustNot => "constraint",
    }
}

/// A base with the amendments that were taken into account: `ISO/IEC 27001:2022 + Amd 1:2024`.
pub(super) fn named(base: &Base) -> String {
    let names = base.amendments.iter().map(|amendment| format!(" + {}", amendment.name));
    [base.designation.clone()].into_iter().chain(names).collect()
}

/// A document that is referred to; a base with its amendments.
pub(super) fn named_document(index: &Index<'_>, document: &ReferencedDocument) -> String {
    let base = index.document.bases.iter().find(|base| base.id == document.id);
    base.map_or_else(|| document.designation.clone(), named)
}
