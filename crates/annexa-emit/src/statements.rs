//! The sentences of a text with what their verbal forms make of them.

use annexa_syntax::{SmolStr, format_smolstr};

use crate::{
    context::Context,
    text,
    types::{Block, Inline, ListItem, Origin, Part, Statement, Text, VerbalCategory, VerbalForm},
};

/// Where sentences stand, and to whom they speak.
#[derive(Clone)]
pub(crate) struct Within<'a> {
    pub(crate) part: Part,
    pub(crate) item: Option<SmolStr>,
    pub(crate) audiences: &'a [String],
    pub(crate) origin: Origin,
    /// Whether the verbal forms of its language are known.
    pub(crate) has_known_forms: bool,
}

impl<'a> Within<'a> {
    /// A part of a provision of the standard.
    pub(crate) fn sector(context: &Context<'_>, part: Part, audiences: &'a [String]) -> Within<'a> {
        let has_known_forms = context.standard.is_english();
        Within { part, item: None, audiences, origin: Origin::Sector, has_known_forms }
    }
}

/// The sentences of a text, those of notes and examples excepted.
pub(crate) fn statements(text: &Text, within: Within<'_>) -> Vec<Statement> {
    let mut collector = Collector { within, statements: Vec::new() };
    collector.blocks(&[], &text.blocks, None, false);
    collector.statements
}

/// What the strongest of some verbal forms makes of a sentence.
pub(crate) fn category(forms: &[VerbalForm]) -> VerbalCategory {
    let category = |form: &VerbalForm| match form {
        VerbalForm::Shall | VerbalForm::ShallNot => VerbalCategory::Requirement,
        VerbalForm::Should | VerbalForm::ShouldNot => VerbalCategory::Recommendation,
        VerbalForm::May | VerbalForm::MayNot | VerbalForm::NeedNot => VerbalCategory::Permission,
        VerbalForm::Can | VerbalForm::Cannot => VerbalCategory::Possibility,
        VerbalForm::Must | VerbalForm::MustNot => VerbalCategory::Constraint,
    };
    forms.iter().map(category).min().unwrap_or(VerbalCategory::Fact)
}

struct Collector<'a> {
    within: Within<'a>,
    statements: Vec<Statement>,
}

#[derive(Default)]
struct Sentence {
    text: String,
    forms: Vec<VerbalForm>,
}

impl Collector<'_> {
    /// Some words and the blocks behind them. In a list that belongs to a sentence before it, only
    /// what has a verbal form of its own is a statement of its own.
    fn blocks(
        &mut self,
        content: &[Inline],
        blocks: &[Block],
        item: Option<&SmolStr>,
        in_sentence: bool,
    ) {
        let mut taken = self.paragraph(content, blocks.first(), item, in_sentence);
        for (index, block) in blocks.iter().enumerate() {
            match block {
                Block::Paragraph { content } => {
                    taken = self.paragraph(content, blocks.get(index + 1), item, in_sentence);
                    continue;
                }
                Block::List { items } => self.list(items, item, in_sentence || taken),
                Block::Table { rows, .. } => {
                    for row in rows {
                        let text: Vec<String> = row.iter().map(|cell| text::prose(cell)).collect();
                        let forms: Vec<VerbalForm> =
                            row.iter().flat_map(|cell| text::forms(cell)).collect();
                        if !forms.is_empty() {
                            self.push(Sentence { text: text.join(" | "), forms }, item);
                        }
                    }
                }
                Block::Note { .. } | Block::Example { .. } | Block::Figure { .. } => {}
            }
            taken = false;
        }
    }

    fn list(&mut self, items: &[ListItem], above: Option<&SmolStr>, in_sentence: bool) {
        for item in items {
            // Dashes give no name.
            let path = match (above, item.mark.as_str()) {
                (above, "-") => above.cloned(),
                (Some(above), mark) => Some(format_smolstr!("{above} {mark}")),
                (None, _) => Some(item.mark.clone()),
            };
            self.blocks(&item.content, &item.blocks, path.as_ref(), in_sentence);
        }
    }

    /// Whether its last sentence takes the list behind it with it.
    fn paragraph(
        &mut self,
        content: &[Inline],
        next: Option<&Block>,
        item: Option<&SmolStr>,
        in_sentence: bool,
    ) -> bool {
        let mut sentences = sentences(content);
        let mut takes_list = false;
        if let (Some(last), Some(Block::List { items })) = (sentences.last_mut(), next)
            && last.text.ends_with(':')
        {
            last.text.push('\n');
            text::push_list(items, 0, &mut last.text);
            takes_list = true;
        }
        for sentence in sentences {
            if !in_sentence || !sentence.forms.is_empty() {
                self.push(sentence, item);
            }
        }
        takes_list
    }

    fn push(&mut self, sentence: Sentence, item: Option<&SmolStr>) {
        let within = &self.within;
        let item = match (&within.item, item) {
            (Some(base), Some(item)) => Some(format_smolstr!("{base} {item}")),
            (base, item) => base.as_ref().or(item).cloned(),
        };
        self.statements.push(Statement {
            part: within.part,
            item,
            audiences: within.audiences.to_vec(),
            origin: within.origin,
            category: within.has_known_forms.then(|| category(&sentence.forms)),
            verbal_forms: sentence.forms,
            text: sentence.text,
        });
    }
}

/// Most sentences are no longer.
const USUAL_SENTENCE: usize = 160;

fn sentences(content: &[Inline]) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut current = Sentence::default();
    let mut finish = |current: &mut Sentence| {
        let Sentence { mut text, forms } = std::mem::take(current);
        text.truncate(text.trim_end().len());
        if !text.is_empty() {
            sentences.push(Sentence { text, forms });
        }
    };
    for (index, inline) in content.iter().enumerate() {
        if let Inline::VerbalForm { form, .. } = inline {
            current.forms.push(*form);
        }
        let mut rest = text::words(inline);
        if current.text.is_empty() {
            current.text.reserve(USUAL_SENTENCE);
            rest = rest.trim_start();
        }
        if matches!(inline, Inline::Text { .. }) {
            let next = content.get(index + 1).map_or("", text::words);
            while let Some(end) = sentence_end(rest, next) {
                current.text.push_str(&rest[..end]);
                finish(&mut current);
                rest = rest[end..].trim_start();
            }
        }
        current.text.push_str(rest);
    }
    finish(&mut current);
    sentences
}

/// Where the first sentence of some words ends, if another one begins behind it: a stop, a blank and a
/// capital letter.
fn sentence_end(words: &str, next: &str) -> Option<usize> {
    memchr::memchr3_iter(b'.', b'!', b'?', words.as_bytes()).find_map(|at| {
        let behind = &words[at + 1..];
        let rest = behind.trim_start_matches(['"', '\'', ')', '”', '’', '»']);
        let end = words.len() - rest.len();
        let follows = rest.trim_start();
        let parted = follows.len() < rest.len();
        let first = follows.chars().next().or_else(|| next.chars().next());
        let begins = first.is_some_and(|first| first.is_uppercase());
        (parted && begins && !is_abbreviation(&words[..at])).then_some(end)
    })
}

/// `e.g`, `cf`: what stands before a stop that ends no sentence.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or(before);
    matches!(word, "e.g" | "i.e" | "cf" | "vs" | "No" | "Dr" | "Mr" | "Ms" | "St")
}
