//! Lowers the tree of an item to its declarations.

use std::borrow::Cow;

use smol_str::SmolStr;
use text_size::TextRange;

use crate::{
    Base, CorrespondenceEntry, Declaration, DeclarationKind, Designation, Field, FieldValue,
    Fields, Key, Keyword, ListItemDeclaration, Node, NodeKind, Place, Reference, ReferenceTarget,
    Spanned, SyntaxError, SyntaxErrorKind,
};

mod text;

use text::{Parts, text};
pub use text::{is_plain, value_of_text};
pub(crate) use text::{remark, text_value};

pub(crate) fn declarations(root: Node<'_>, errors: &[SyntaxError]) -> Box<[Declaration]> {
    let mut parts = Parts::default();
    root.children()
        .filter_map(|node| match node.kind() {
            NodeKind::Declaration(kind) => {
                Some(declaration(kind, node, root.text(), errors, &mut parts))
            }
            _ => None,
        })
        .collect()
}

fn declaration(
    kind: DeclarationKind,
    node: Node<'_>,
    source: &str,
    errors: &[SyntaxError],
    parts: &mut Parts,
) -> Declaration {
    let range = node.range();
    let within = |error: &&SyntaxError| {
        range.contains_inclusive(error.range.start())
            && error.kind != SyntaxErrorKind::InvisibleCharacter
    };
    let mut declaration = Declaration {
        kind,
        range,
        words: range,
        head: range,
        label: None,
        title: None,
        target: None,
        as_item: None,
        audiences: Vec::new(),
        documents: Vec::new(),
        block: None,
        fields: Fields::default(),
        unknown_fields: Vec::new(),
        correspondence: Vec::new(),
        has_errors: errors
            .iter()
            .any(|error| within(&error) && error.kind == SyntaxErrorKind::UnexpectedToken),
        is_cut_short: errors.iter().any(|error| {
            within(&error)
                && error.kind == SyntaxErrorKind::UnterminatedString
                && source[error.range].starts_with("\"\"\"")
        }),
    };
    let mut head_end = range.start();
    for part in node.children() {
        match part.kind() {
            NodeKind::HeadWords => declaration.words = part.range(),
            NodeKind::Label | NodeKind::Prefix => declaration.label = Some(word(part)),
            NodeKind::Title => declaration.title = Some(string(part)),
            NodeKind::Reference => declaration.target = reference(part),
            NodeKind::ItemMark => declaration.as_item = Some(word(part)),
            NodeKind::AudienceName => declaration.audiences.push(word(part)),
            NodeKind::Designation => declaration.documents.push(designation(part)),
            NodeKind::Block => {
                declaration.block = Some(part.range());
                block(part, &mut declaration, parts);
            }
            _ => continue,
        }
        if part.kind() != NodeKind::Block {
            head_end = part.range().end();
        }
    }
    declaration.head = TextRange::new(range.start(), head_end.max(range.start()));
    // Declarations live as long as their item, so spare capacity would be most of their memory.
    declaration.correspondence.shrink_to_fit();
    declaration
}

fn block(node: Node<'_>, declaration: &mut Declaration, parts: &mut Parts) {
    let mut fields = Vec::with_capacity(node.children().count());
    for entry in node.children() {
        match entry.kind() {
            NodeKind::Field(name) => fields.push(field(name, entry, parts)),
            NodeKind::UnknownField => {
                declaration.unknown_fields.extend(entry.child(NodeKind::FieldName).map(word));
            }
            NodeKind::RestUnchanged => {
                declaration.correspondence.push(CorrespondenceEntry::RestUnchanged);
            }
            NodeKind::Pair => {
                let mut sides = entry.children().filter_map(place);
                if let (Some(from), Some(to)) = (sides.next(), sides.next()) {
                    declaration.correspondence.push(CorrespondenceEntry::Pair(from, to));
                }
            }
            NodeKind::New => {
                let new = entry.children().find_map(place);
                declaration.correspondence.extend(new.map(CorrespondenceEntry::New));
            }
            _ => {}
        }
    }
    declaration.fields = fields.into();
}

fn place(node: Node<'_>) -> Option<Place> {
    let provision = node.child(NodeKind::Provision)?;
    Some(Place {
        provision: provision.text().into(),
        items: node
            .children()
            .filter(|part| part.kind() == NodeKind::ItemMark)
            .map(|mark| mark.text().into())
            .collect(),
        range: node.range(),
    })
}

fn field(name: Keyword, node: Node<'_>, parts: &mut Parts) -> Field {
    let values = || node.children().filter(|part| part.kind() != NodeKind::FieldName);
    let value = match crate::field_shape(name) {
        Some(shape) => value(shape, node, parts),
        None => None,
    };
    Field {
        name,
        name_range: node.child(NodeKind::FieldName).map_or(node.range(), Node::range),
        range: node.range(),
        audiences: values()
            .filter(|part| part.kind() == NodeKind::AudienceName && name == Keyword::Guidance)
            .map(word)
            .collect(),
        value: value.unwrap_or(FieldValue::Missing),
    }
}

fn value(shape: crate::FieldShape, node: Node<'_>, parts: &mut Parts) -> Option<FieldValue> {
    use crate::FieldShape;
    let mut text = || node.child(NodeKind::Text).map(|node| text(node, parts));
    let single = |kind| node.child(kind).map(word).map(FieldValue::Word);
    match shape {
        FieldShape::Text | FieldShape::TextForAudiences => {
            text().map(Box::new).map(FieldValue::Text)
        }
        FieldShape::String => node.child(NodeKind::String).map(string).map(FieldValue::Word),
        FieldShape::Number | FieldShape::Word => single(NodeKind::Word),
        FieldShape::Clause => single(NodeKind::Provision),
        FieldShape::Words => Some(FieldValue::Words(
            node.children().filter(|part| part.kind() == NodeKind::Word).map(word).collect(),
        )),
        FieldShape::Strings => Some(FieldValue::Words(
            node.children().filter(|part| part.kind() == NodeKind::String).map(string).collect(),
        )),
        FieldShape::TitleOfProvision => Some(FieldValue::TitleOfProvision {
            number: word(node.child(NodeKind::Provision)?),
            title: node.child(NodeKind::Title).map(string).map(Box::new),
        }),
        FieldShape::Base => Some(FieldValue::Base(Box::new(Base {
            document: designation(node.child(NodeKind::Designation)?),
            amendments: node
                .children()
                .filter_map(|part| {
                    let value = match part.kind() {
                        NodeKind::Amendment => joined(part.text()),
                        NodeKind::MisspeltAmendment => crate::read_amendment(part.text())?,
                        _ => return None,
                    };
                    Some(Spanned { value, range: part.range() })
                })
                .collect(),
            alias: node.child(NodeKind::Alias).map(word),
        }))),
        FieldShape::Designation => {
            let document = designation(node.child(NodeKind::Designation)?);
            Some(FieldValue::Designation(Box::new(document)))
        }
        FieldShape::Key => Some(FieldValue::Key(Box::new(Key {
            reference: reference(node.child(NodeKind::Reference)?)?,
            audiences: node
                .children()
                .filter(|part| part.kind() == NodeKind::AudienceName)
                .map(word)
                .collect(),
        }))),
        FieldShape::Audience => Some(FieldValue::Audience {
            name: word(node.child(NodeKind::AudienceName)?),
            title: node.child(NodeKind::Title).map(string).map(Box::new),
        }),
        FieldShape::BibliographicReference => {
            let mut strings =
                node.children().filter(|part| part.kind() == NodeKind::String).map(string);
            Some(FieldValue::Reference {
                document: strings.next()?,
                title: strings.next().map(Box::new),
            })
        }
        FieldShape::Allow => {
            let reason = text().map(Box::new);
            Some(FieldValue::Allow { code: word(node.child(NodeKind::Word)?), reason })
        }
        FieldShape::Replace => {
            let mut strings =
                node.children().filter(|part| part.kind() == NodeKind::String).map(string);
            let (old, new) = (Box::new(strings.next()?), Box::new(strings.next()?));
            Some(FieldValue::Replace { old, new })
        }
        FieldShape::Item => {
            list_item_declaration(node, parts).map(|item| FieldValue::Item(Box::new(item)))
        }
    }
}

fn list_item_declaration(node: Node<'_>, parts: &mut Parts) -> Option<ListItemDeclaration> {
    let block = node.child(NodeKind::Block);
    // `item a) """…"""`, or with nested items `item a) { text """…""" item 1) … }`.
    let said = node
        .child(NodeKind::Text)
        .or_else(|| block?.child(NodeKind::Field(Keyword::Text))?.child(NodeKind::Text));
    Some(ListItemDeclaration {
        mark: word(node.child(NodeKind::ItemMark)?),
        text: said.map(|node| text(node, parts)),
        items: block
            .into_iter()
            .flat_map(Node::children)
            .filter(|part| part.kind() == NodeKind::Field(Keyword::Item))
            .filter_map(|item| list_item_declaration(item, parts))
            .collect(),
    })
}

fn word(node: Node<'_>) -> Spanned<SmolStr> {
    Spanned { value: node.text().into(), range: node.range() }
}

/// Returns the value of a string: without quotation marks, `\"` and `\\` resolved.
fn string(node: Node<'_>) -> Spanned<SmolStr> {
    Spanned { value: unquoted(node.text()).as_ref().into(), range: node.range() }
}

fn unquoted(source: &str) -> Cow<'_, str> {
    let is_quote = |character| matches!(character, '"' | '“' | '”' | '„');
    let inner = source.strip_prefix(is_quote).unwrap_or(source);
    let closed =
        inner.ends_with(is_quote) && (!inner.ends_with("\\\"") || inner.ends_with("\\\\\""));
    let inner = if closed { inner.strip_suffix(is_quote).unwrap_or(inner) } else { inner };
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return inner.into();
    }
    let mut value = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match (character, characters.clone().next()) {
            ('\\', Some(escaped @ ('"' | '\\'))) => {
                value.push(escaped);
                characters.next();
            }
            _ => value.push(character),
        }
    }
    value.into()
}

/// Comments can occur between any two tokens, even within a designation.
fn without_comments(source: &str) -> Cow<'_, str> {
    if !source.contains("//") {
        return source.into();
    }
    let lines = source.split(['\n', '\r']);
    lines.flat_map(|line| [line.split("//").next().unwrap_or_default(), " "]).collect()
}

/// Normalizes blanks: one between words, none around `:`.
fn joined(source: &str) -> SmolStr {
    let source = without_comments(source);
    let words: Vec<&str> = source.split_whitespace().collect();
    words.join(" ").replace(" :", ":").replace(": ", ":").into()
}

fn designation(node: Node<'_>) -> Designation {
    if node.text().starts_with(['"', '“', '”', '„']) {
        let printed = unquoted(node.text());
        return designation_of_string(&printed, node.range());
    }
    let edition = node.child(NodeKind::Edition).map(word);
    let source = without_comments(node.text());
    let document = source.split(':').next().unwrap_or_default();
    let words: Vec<&str> = document.split_whitespace().collect();
    let document = words.join(" ").replace(" /", "/").replace("/ ", "/");
    let number = document.rsplit([' ', '/']).next().map(SmolStr::new);
    Designation { document: document.into(), number, edition, range: node.range() }
}

/// In `"ITU-T X.1631:2015"`, the edition is what follows the last `:`, if that is a number.
fn designation_of_string(printed: &str, range: TextRange) -> Designation {
    let (document, edition) = match printed.rsplit_once(':') {
        Some((document, year))
            if !year.is_empty()
                && year.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') =>
        {
            (document, Some(Spanned { value: year.into(), range }))
        }
        _ => (printed, None),
    };
    Designation { document: document.trim().into(), number: None, edition, range }
}

fn reference(node: Node<'_>) -> Option<Reference> {
    let part = |kind| node.child(kind).map(word);
    let target = if let Some(misspelt) = part(NodeKind::Misspelt) {
        ReferenceTarget::Misspelt(misspelt)
    } else if let Some(document) = node.child(NodeKind::Designation) {
        ReferenceTarget::Document {
            document: Box::new(designation(document)),
            provision: part(NodeKind::Provision),
        }
    } else if let Some(label) = part(NodeKind::Label) {
        ReferenceTarget::Label(label)
    } else {
        ReferenceTarget::Base {
            alias: part(NodeKind::Alias)?,
            edition: part(NodeKind::Edition).map(Box::new),
            provision: part(NodeKind::Provision),
        }
    };
    let items =
        node.children().filter(|part| part.kind() == NodeKind::ItemMark).map(word).collect();
    Some(Reference { range: node.range(), target, items })
}
