//! What each piece of a text is, so that an editor can colour it by its meaning.
//!
//! Tokens come from the tree of each item and never overlap. All but the mark of a superseded edition
//! is told by the item alone.

use annexa_model::{CatalogueId, FileId, Project, StandardId};
use annexa_syntax::{
    DeclarationKind, FieldShape, FieldValue, Item, Keyword, Node, NodeKind, TextRange, TextSize,
    TokenKind, VerbalForm, field_shape,
};

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

macro_rules! legend {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal: $meaning:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum $name { $(#[doc = $meaning] $variant,)* }

        impl $name {
            /// The legend: the names that the protocol uses, in the order of the numbers, and what
            /// each means.
            pub const LEGEND: &'static [(&'static str, &'static str)] = &[$(($word, $meaning),)*];
        }
    };
}

legend! {
    /// What a token is. Names that the protocol has are used where they fit.
    SemanticTokenKind {
        Keyword = "keyword": "A word of the language in a head, or between other parts",
        Property = "property": "The name of a field",
        Comment = "comment": "A comment",
        String = "string": "A title, or another string",
        Number = "number": "A number as a value",
        EnumMember = "enumMember": "A value of a closed list, as of an attribute",
        Operator = "operator": "A mark between two parts, as the arrow of a correspondence",
        Namespace = "namespace": "The prefix of a standard",
        Document = "document": "The designation of a document, or an amendment",
        Reference = "reference": "A reference to a provision of a base",
        Label = "label": "The label of an added provision, or the number of a provision in a catalogue",
        Term = "term": "The name of a term",
        Audience = "audience": "The name of an audience",
        Rule = "rule": "The code of a rule",
        VerbalForm = "verbalForm": "A verbal form in a text, with a modifier that says what it expresses",
        ListMark = "listMark": "The mark of a list item, in a text or in a catalogue",
        Remark = "remark": "The word that a note or an example begins with",
    }
}

legend! {
    /// What else is known of a token: its number is that of a bit.
    SemanticTokenModifier {
        Declaration = "declaration": "The thing is declared here",
        Deprecated = "deprecated": "An edition that a newer one supersedes",
        Requirement = "requirement": "The verbal form expresses a requirement",
        Recommendation = "recommendation": "The verbal form expresses a recommendation",
        Permission = "permission": "The verbal form expresses a permission",
        Capability = "capability": "The verbal form expresses a possibility or a capability",
        Law = "law": "The verbal form expresses an obligation from outside, by law or by nature",
    }
}

impl SemanticTokenModifier {
    /// Its bit.
    pub fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// The tokens of a file, or of those of its items that a range touches, in order and without overlap.
/// Where a client cannot take tokens of several lines, `by_line` splits them.
pub fn semantic_tokens(
    project: &Project,
    file: FileId,
    range: Option<TextRange>,
    by_line: bool,
) -> Vec<SemanticToken> {
    let Some(document) = project.document(file) else { return Vec::new() };
    let first = range.and_then(|range| document.item_at(range.start().into()));
    let first = first.map_or(0, |(index, ..)| index);
    let end = range.map_or(usize::MAX, |range| range.end().into());
    let standard = match file {
        FileId::Project(index) => {
            project.files().get(index as usize).and_then(|source| source.standard)
        }
        FileId::BuiltIn(_) => None,
    };
    let mut tokens = Vec::new();
    for (start, item) in document.items_from(first).take_while(|(start, _)| *start <= end) {
        let mut writer = Writer { project, standard, item, by_line, tokens: Vec::new() };
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
    item: &'a Item,
    by_line: bool,
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
            NodeKind::VerbalForm(form) => (Kind::VerbalForm, expressed(form).bit()),
            NodeKind::Edition if parent == NodeKind::Designation => {
                (Kind::Document, self.deprecated(node.range()))
            }
            NodeKind::Edition => (Kind::Reference, self.deprecated(node.range())),
            NodeKind::Designation => return self.designation(node, comments),
            NodeKind::Note => {
                self.remark(node, "NOTE");
                return self.below(node, node.kind(), comments);
            }
            NodeKind::Example => {
                self.remark(node, "EXAMPLE");
                return self.below(node, node.kind(), comments);
            }
            kind => return self.below(node, kind, comments),
        };
        self.add(node.range(), kind, modifiers);
    }

    /// The word that a note or an example begins with, its number with it.
    fn remark(&mut self, node: Node<'_>, word: &str) {
        let rest = node.text().get(word.len()..).unwrap_or_default();
        let number = rest.trim_start();
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let length = match digits {
            0 => word.len(),
            _ => word.len() + rest.len() - number.len() + digits,
        };
        let range = TextRange::at(node.range().start(), TextSize::new(length as u32));
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
        if !self.by_line {
            if !range.is_empty() {
                self.tokens.push(SemanticToken { range, kind, modifiers });
            }
            return;
        }
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
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::testing::Fixture;

    fn shown(text: &str, by_line: bool) -> String {
        let fixture = Fixture::new(text);
        let file = FileId::Project(0);
        let tokens = semantic_tokens(&fixture.project, file, None, by_line);
        assert!(tokens.windows(2).all(|pair| pair[0].range.end() <= pair[1].range.start()));
        let text = fixture.project.document(file).unwrap().text().to_string();
        let mut shown = String::new();
        for token in tokens {
            let mut name = SemanticTokenKind::LEGEND[token.kind as usize].0.to_owned();
            for (bit, (modifier, _)) in SemanticTokenModifier::LEGEND.iter().enumerate() {
                if token.modifiers & 1 << bit != 0 {
                    name = format!("{name}.{modifier}");
                }
            }
            let covered = &text[std::ops::Range::from(token.range)];
            shown.push_str(&format!("{name} {covered:?}\n"));
        }
        shown
    }

    #[test]
    fn a_head_with_bases_of_two_editions() {
        expect![[r#"
            comment "// Meters // for all"
            keyword "standard"
            namespace.declaration "SMX"
            string "\"Meters\""
            comment "// the head"
            property "edition"
            number "2026"
            property "status"
            enumMember "draft"
            property "base"
            document "ISO/IEC 27001:"
            document.deprecated "2013"
            document "Amd 1:2024"
            keyword "as"
            reference.declaration "isms"
            comment "// to be replaced"
            property "base"
            document "ISO/IEC 27002"
            property "audience"
            audience.declaration "operator"
            string "\"Operator // main\""
            property "allow"
            rule "C606"
        "#]].assert_eq(&shown(
            "// Meters // for all\nstandard SMX \"Meters\" { // the head\n  edition 2026\n  status draft\n  base ISO/IEC 27001:2013 + Amd 1:2024 as isms // to be replaced\n  base ISO/IEC 27002\n  audience operator \"Operator // main\"\n  allow C606 \"It is.\"\n}\n",
            false,
        ));
    }

    #[test]
    fn references_terms_and_verbal_forms() {
        expect![[r#"
            keyword "standard"
            namespace.declaration "SMX"
            string "\"x\""
            property "base"
            document "ISO/IEC 27002:"
            document "2022"
            keyword "term"
            term.declaration "\"head-end system\""
            property "definition"
            keyword "add control"
            label.declaration "SMX.8.35"
            string "\"Custody\""
            keyword "to"
            reference "27002"
            reference "8"
            keyword "for"
            audience "operator"
            audience "supplier"
            property "type"
            enumMember "preventive"
            enumMember "detective"
            property "control"
            verbalForm.recommendation "should"
            verbalForm.requirement "shall"
            verbalForm.requirement "not"
            verbalForm.permission "need not"
            reference "27002"
            reference.deprecated "2013"
            reference "12.1.2"
            reference "27002"
            reference "5.1"
            listMark "a)"
            label "SMX.4.3"
            reference "b)"
            verbalForm.law "must"
            keyword "term"
            term "head-end system"
            string "\"systems\""
            remark "NOTE 1"
            verbalForm.capability "can"
            document "ISO/IEC 27036-2:"
            document "2022"
            reference "6.1"
            property "key"
            label "SMX.8.34"
        "#]].assert_eq(&shown(
            "standard SMX \"x\" {\n  base ISO/IEC 27002:2022\n}\n\nterm \"head-end system\" {\n  definition \"x\"\n}\n\nadd control SMX.8.35 \"Custody\" to 27002 8 for operator, supplier {\n  type preventive, detective\n  control \"\"\"\n    It should and shall\n    not, but need not, {27002:2013 12.1.2} {27002 5.1}:\n\n    a) {SMX.4.3 b)} must {term head-end system \"systems\"};\n\n    NOTE 1 It can, see {ISO/IEC 27036-2:2022 6.1}.\n  \"\"\"\n  key SMX.8.34\n}\n",
            true,
        ));
    }

    #[test]
    fn correspondences_and_catalogues() {
        expect![[r#"
            keyword "correspondence"
            document "ISO 99:"
            document "2013"
            keyword "to"
            document "ISO 99:"
            document "2022"
            keyword "rest"
            keyword "unchanged"
            reference "9.3"
            reference "c)"
            operator "->"
            reference "9.3.2"
            reference "d)"
            keyword "new"
            reference "6.3"
            keyword "catalogue"
            document "ISO 99:"
            document "2022"
            string "\"x\""
            keyword "clause"
            label.declaration "4"
            string "\"Context\""
            property "item"
            listMark "a)"
            property "item"
            listMark "1)"
            keyword "annex"
            label.declaration "A"
            string "\"Controls\""
            keyword "of"
            document "ISO 98:"
            document "2022"
        "#]].assert_eq(&shown(
            "correspondence ISO 99:2013 to ISO 99:2022 {\n  rest unchanged\n  9.3 c) -> 9.3.2 d)\n  new 6.3\n}\n\ncatalogue ISO 99:2022 \"x\"\n\nclause 4 \"Context\" {\n  item a) { item 1) }\n}\n\nannex A \"Controls\" of ISO 98:2022\n",
            false,
        ));
    }

    #[test]
    fn a_range_takes_the_items_that_it_touches() {
        let fixture = Fixture::with_head("$0retain 27002 5.1\n\n$0retain 27002 5.2\n");
        let (file, start) = fixture.marks[0];
        let range = TextRange::new(start, fixture.marks[1].1 - TextSize::of("\n"));
        let tokens = semantic_tokens(&fixture.project, file, Some(range), false);
        assert_eq!(tokens.len(), 3);
        assert_eq!(tokens[0].range.start(), start);
    }
}
