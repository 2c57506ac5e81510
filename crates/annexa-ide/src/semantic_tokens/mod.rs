//! What each piece of a text is, so that an editor can colour it by its meaning.
//!
//! Tokens come from the tree of each item and never overlap. All but the mark of a superseded edition
//! and the language of verbal forms depend on the item alone.

use annexa_model::{CatalogueId, FileId, Project, Standard, StandardId};
use annexa_syntax::{
    DeclarationKind, FieldShape, FieldValue, Item, Keyword, Node, NodeKind, Remark, TextRange,
    TextSize, TokenKind, VerbalForm, field_shape,
};

mod legend;

pub use legend::{SemanticTokenKind, SemanticTokenModifier};

/// A coloured piece of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SemanticToken {
    /// Where it stands in the file.
    pub range: TextRange,
    /// What it is.
    pub kind: SemanticTokenKind,
    /// What else is known of it: bits, each of [`SemanticTokenModifier::bit`].
    pub modifiers: u32,
}

/// The tokens of a file, or of those of its items that a range touches, in order. None overlaps
/// another, and each lies on one line: not every client can take others. Those of no more items once it
/// is cancelled.
pub fn semantic_tokens(
    project: &Project,
    file: FileId,
    range: Option<TextRange>,
    cancelled: &dyn Fn() -> bool,
) -> Vec<SemanticToken> {
    let Some(document) = project.document(file) else { return Vec::new() };
    let start = range.map_or(0, |range| usize::from(range.start()).min(document.len()));
    let end = range.map_or(usize::MAX, |range| range.end().into());
    let Some((first, _)) = document.item_at(start) else { return Vec::new() };
    let first = first.index;
    let standard = project.standard_of(file);
    let is_english = standard.is_none_or(Standard::is_english);
    let standard = standard.map(|standard| standard.id);
    let mut tokens = Vec::new();
    let items = document.items_from(first).take_while(|(start, _)| *start <= end);
    for (start, item) in items.take_while(|_| !cancelled()) {
        let mut writer = Writer { project, standard, is_english, item, tokens: Vec::new() };
        writer.item();
        let offset = TextSize::new(start as u32);
        let shifted = writer.tokens.into_iter();
        tokens.extend(shifted.map(|token| SemanticToken { range: token.range + offset, ..token }));
    }
    tokens
}

/// Writes the tokens of an item, their ranges relative to it.
struct Writer<'a> {
    project: &'a Project,
    standard: Option<StandardId>,
    is_english: bool,
    item: &'a Item,
    tokens: Vec<SemanticToken>,
}

impl<'a> Writer<'a> {
    fn item(&mut self) {
        // Few items hold a comment, and only these are lexed again.
        let comments: Vec<TextRange> = if self.item.text().contains("//") {
            let tokens = self.item.tokens();
            tokens.filter(|(kind, _)| *kind == TokenKind::Comment).map(|(_, range)| range).collect()
        } else {
            Vec::new()
        };
        self.below(self.item.root(), NodeKind::Item, &comments);
        if !comments.is_empty() {
            for comment in comments {
                self.add(comment, SemanticTokenKind::Comment, 0);
            }
            self.tokens.sort_by_key(|token| token.range.start());
        }
    }

    /// What lies below a node: its children, and the words between them.
    fn below(&mut self, node: Node<'_>, kind: NodeKind, comments: &[TextRange]) {
        let mut end = node.range().start();
        for child in node.children() {
            self.between(kind, TextRange::new(end, child.range().start().max(end)), comments);
            self.node(child, kind, comments);
            end = child.range().end().max(end);
        }
        self.between(kind, TextRange::new(end, node.range().end().max(end)), comments);
    }

    /// The keywords that are no nodes: `to`, `for`, `as` and the like.
    fn between(&mut self, within: NodeKind, range: TextRange, comments: &[TextRange]) {
        let holds_words = matches!(
            within,
            NodeKind::Declaration(_)
                | NodeKind::Field(_)
                | NodeKind::Pair
                | NodeKind::New
                | NodeKind::RestUnchanged
                | NodeKind::TermReference
                | NodeKind::Figure
        );
        if !holds_words || range.len() < TextSize::new(2) {
            return;
        }
        let text = self.text(range);
        let mut start = 0;
        for piece in text.split_inclusive(|character: char| !is_of_word(character)) {
            let word = piece.trim_end_matches(|character: char| !is_of_word(character));
            let at = TextRange::at(range.start() + TextSize::new(start), TextSize::of(word));
            start += piece.len() as u32;
            if comments.iter().any(|comment| comment.contains_range(at)) {
                continue;
            }
            if word == "->" {
                self.add(at, SemanticTokenKind::Operator, 0);
            } else if Keyword::of(word).is_some() {
                self.add(at, SemanticTokenKind::Keyword, 0);
            }
        }
    }

    fn node(&mut self, node: Node<'_>, parent: NodeKind, comments: &[TextRange]) {
        use SemanticTokenKind as Kind;
        use SemanticTokenModifier as Modifier;
        let declared = Modifier::Declaration.bit();
        let (kind, modifiers) = match node.kind() {
            NodeKind::HeadWords => (Kind::Keyword, 0),
            NodeKind::FieldName if matches!(parent, NodeKind::Field(_)) => (Kind::Property, 0),
            NodeKind::Prefix if parent == NodeKind::Declaration(DeclarationKind::PartOf) => {
                (Kind::Namespace, 0)
            }
            NodeKind::Prefix => (Kind::Namespace, declared),
            NodeKind::Title if parent == NodeKind::Declaration(DeclarationKind::Term) => {
                (Kind::Term, declared)
            }
            NodeKind::Title | NodeKind::String => (Kind::String, 0),
            NodeKind::Label => match parent {
                NodeKind::Declaration(_) => (Kind::Label, declared),
                _ => (Kind::Label, 0),
            },
            NodeKind::AudienceName if parent == NodeKind::Field(Keyword::Audience) => {
                (Kind::Audience, declared)
            }
            NodeKind::AudienceName => (Kind::Audience, 0),
            NodeKind::Alias if parent == NodeKind::Field(Keyword::Base) => {
                (Kind::Reference, declared)
            }
            NodeKind::Alias | NodeKind::Provision => (Kind::Reference, 0),
            NodeKind::ItemMark if parent == NodeKind::Reference => (Kind::Reference, 0),
            NodeKind::ItemMark => (Kind::ListMark, 0),
            NodeKind::Amendment => (Kind::Document, 0),
            NodeKind::TermName => (Kind::Term, 0),
            NodeKind::Word => (word_kind(parent), 0),
            // The forms are English words, which mean nothing in another language.
            NodeKind::VerbalForm(_) if !self.is_english => return,
            NodeKind::VerbalForm(form) => (Kind::VerbalForm, expressed(form).bit()),
            NodeKind::Edition if parent == NodeKind::Designation => {
                (Kind::Document, self.deprecated(node.range()))
            }
            NodeKind::Edition => (Kind::Reference, self.deprecated(node.range())),
            NodeKind::Designation => return self.designation(node, comments),
            NodeKind::Note | NodeKind::Example => {
                self.remark(node);
                return self.below(node, node.kind(), comments);
            }
            kind => return self.below(node, kind, comments),
        };
        self.add(node.range(), kind, modifiers);
    }

    /// The word that a note or an example begins with, with its number and `to entry`.
    fn remark(&mut self, node: Node<'_>) {
        let label = Remark::read(node.text()).map_or(0, |remark| remark.label);
        let range = TextRange::at(node.range().start(), TextSize::new(label as u32));
        self.add(range, SemanticTokenKind::Remark, 0);
    }

    /// A designation up to its edition, and the edition.
    fn designation(&mut self, node: Node<'_>, comments: &[TextRange]) {
        let Some(edition) = node.child(NodeKind::Edition) else {
            return self.add(node.range(), SemanticTokenKind::Document, 0);
        };
        let before = TextRange::new(node.range().start(), edition.range().start());
        self.add(before, SemanticTokenKind::Document, 0);
        self.node(edition, NodeKind::Designation, comments);
    }

    /// The mark of an edition at a place, in a `base` line or a reference, that a newer one supersedes.
    fn deprecated(&self, at: TextRange) -> u32 {
        match self.catalogue_named(at).and_then(|catalogue| self.project.newer(catalogue)) {
            Some(_) => SemanticTokenModifier::Deprecated.bit(),
            None => 0,
        }
    }

    fn catalogue_named(&self, at: TextRange) -> Option<CatalogueId> {
        let mut declarations = self.item.declarations().iter();
        let declaration = declarations.find(|it| it.range.contains_range(at))?;
        let mut bases = declaration.fields(Keyword::Base).filter_map(|field| match &field.value {
            FieldValue::Base(base) => Some(&base.document),
            _ => None,
        });
        if let Some(document) = bases.find(|document| document.range.contains_range(at)) {
            let edition = document.edition.as_ref().map(|edition| edition.value.as_str());
            return self.project.find_catalogue(&document.document, edition);
        }
        let cited = declaration.texts().flat_map(|(_, text)| &text.references);
        let mut references = declaration.target.iter().chain(cited);
        let reference = references.find(|reference| reference.range.contains_range(at))?;
        let resolved = self.project.resolve(self.standard?, reference).ok()?;
        resolved.base_target().map(|target| target.catalogue)
    }

    fn text(&self, range: TextRange) -> &'a str {
        self.item.text().get(std::ops::Range::from(range)).unwrap_or_default()
    }

    fn add(&mut self, range: TextRange, kind: SemanticTokenKind, modifiers: u32) {
        let text = self.text(range);
        let mut start = range.start();
        for line in text.split_inclusive(['\n', '\r']) {
            let content = line.trim_end_matches(['\n', '\r']);
            let indent =
                if start == range.start() { 0 } else { content.len() - content.trim_start().len() };
            let piece = &content[indent..];
            if !piece.is_empty() {
                let at = start + TextSize::new(indent as u32);
                let range = TextRange::at(at, TextSize::of(piece));
                self.tokens.push(SemanticToken { range, kind, modifiers });
            }
            start += TextSize::of(line);
        }
    }
}

fn is_of_word(character: char) -> bool {
    character.is_alphabetic() || matches!(character, '-' | '>')
}

/// What a word is as the value of a field.
fn word_kind(field: NodeKind) -> SemanticTokenKind {
    match field {
        NodeKind::Field(Keyword::Allow) => SemanticTokenKind::Rule,
        NodeKind::Field(field) if field_shape(field) == Some(FieldShape::Number) => {
            SemanticTokenKind::Number
        }
        _ => SemanticTokenKind::EnumMember,
    }
}

fn expressed(form: VerbalForm) -> SemanticTokenModifier {
    match form {
        VerbalForm::Shall | VerbalForm::ShallNot => SemanticTokenModifier::Requirement,
        VerbalForm::Should | VerbalForm::ShouldNot => SemanticTokenModifier::Recommendation,
        VerbalForm::May | VerbalForm::MayNot | VerbalForm::NeedNot => {
            SemanticTokenModifier::Permission
        }
        VerbalForm::Can | VerbalForm::Cannot => SemanticTokenModifier::Capability,
        VerbalForm::Must | VerbalForm::MustNot => SemanticTokenModifier::Law,
    }
}

#[cfg(test)]
mod tests;
