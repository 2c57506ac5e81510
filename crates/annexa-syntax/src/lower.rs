//! From the tree of an item to its declarations.

use std::borrow::Cow;

use smol_str::SmolStr;
use text_size::{TextRange, TextSize};

use crate::{
    Base, Block, CorrespondenceEntry, Declaration, DeclarationKind, Designation, Field, FieldValue,
    Fields, Inline, Keyword, ListItem, ListItemDeclaration, Node, NodeKind, Place, Reference,
    ReferenceTarget, Spanned, SyntaxError, SyntaxErrorKind, TermReference, Text, TextPlace,
    VerbalFormUse, markup::is_blank,
};

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
    // Declarations are kept for as long as their item is: what was room to grow would be most of them.
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
        FieldShape::Label => single(NodeKind::Label),
        FieldShape::Clause => single(NodeKind::Provision),
        FieldShape::Words => Some(FieldValue::Words(
            node.children().filter(|part| part.kind() == NodeKind::Word).map(word).collect(),
        )),
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
    // `item a) """…"""`, or with items below it `item a) { text """…""" item 1) … }`.
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

/// The value of a string: without its quotes, `\"` and `\\` resolved.
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

/// A comment can stand between any two tokens, those of a designation included.
fn without_comments(source: &str) -> Cow<'_, str> {
    if !source.contains("//") {
        return source.into();
    }
    let lines = source.split(['\n', '\r']);
    lines.flat_map(|line| [line.split("//").next().unwrap_or_default(), " "]).collect()
}

/// Words parted by one blank each, none around `:`.
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

/// `"ITU-T X.1631:2015"`: the edition is what follows the last `:`, if that is a number.
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

// Texts ------------------------------------------------------------------------------------------

/// What a text is made of, as it is found. It is taken over with no room to spare, since declarations are
/// kept for as long as their item is; the room here serves the next text.
#[derive(Default)]
struct Parts {
    verbal_forms: Vec<VerbalFormUse>,
    references: Vec<Reference>,
    terms: Vec<TermReference>,
    /// The pieces and the prose of the paragraph at hand.
    pieces: Vec<Inline>,
    prose: String,
}

fn text(node: Node<'_>, parts: &mut Parts) -> Text {
    let source = node.text();
    let children = node.children();
    let mut blocks: Vec<_> = children.filter_map(|child| text_block(child, parts)).collect();
    if is_string(source) && source.contains('\\') {
        blocks.iter_mut().for_each(unescape);
    }
    Text {
        range: node.range(),
        blocks: blocks.into(),
        verbal_forms: take(&mut parts.verbal_forms).into(),
        references: take(&mut parts.references).into(),
        terms: take(&mut parts.terms).into(),
    }
}

/// All that is there, with no room to spare; the room stays.
fn take<T>(all: &mut Vec<T>) -> Vec<T> {
    let mut taken = Vec::with_capacity(all.len());
    taken.append(all);
    taken
}

/// Whether a string stands where a text is wanted.
fn is_string(source: &str) -> bool {
    !source.starts_with("\"\"\"")
}

/// The value of a text, or of a string in its place.
pub fn value_of_text(source: &str) -> String {
    if is_string(source) { unquoted(source).into_owned() } else { text_value(source) }
}

/// Resolves `\\"` and `\\\\` in what a string says that stands where a text is wanted.
fn unescape(block: &mut Block) {
    let content = match block {
        Block::Paragraph(content)
        | Block::Note { content, .. }
        | Block::Example { content, .. } => content,
        Block::List(items) => {
            items.iter_mut().flat_map(|item| &mut item.blocks).for_each(unescape);
            return items.iter_mut().for_each(|item| unescape_prose(&mut item.content));
        }
        Block::Table(_) | Block::Figure { .. } => return,
    };
    unescape_prose(content);
}

fn unescape_prose(content: &mut [Inline]) {
    for piece in content {
        if let Inline::Prose(prose) = piece {
            *prose = prose.replace("\\\"", "\"").replace("\\\\", "\\").into();
        }
    }
}

/// The value of a text: line ends as `\n`, the common indent dropped, no blank lines at either end.
/// The first line, which follows the quotes, has no part in the common indent.
pub(crate) fn text_value(source: &str) -> String {
    let inner = source.strip_prefix("\"\"\"").unwrap_or(source);
    let inner = inner.strip_suffix("\"\"\"").unwrap_or(inner);
    let normal = inner.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<&str> = normal.split('\n').collect();
    let indent_of = |line: &str| line.chars().take_while(|&character| is_blank(character)).count();
    let is_empty = |line: &str| line.chars().all(is_blank);
    let indent =
        lines.iter().skip(1).filter(|line| !is_empty(line)).map(|line| indent_of(line)).min();
    for (index, line) in lines.iter_mut().enumerate() {
        let drop = if index == 0 { usize::MAX } else { indent.unwrap_or(0) };
        let drop = drop.min(indent_of(line));
        let offset = line.char_indices().nth(drop).map_or(line.len(), |(at, _)| at);
        *line = line[offset..].trim_end_matches(is_blank);
    }
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| !line.is_empty()).map_or(first, |last| last + 1);
    lines[first..last].join("\n")
}

fn text_block(node: Node<'_>, text: &mut Parts) -> Option<Block> {
    Some(match node.kind() {
        NodeKind::Paragraph => {
            let content = inlines(node, node.range().start(), TextPlace::Body, text);
            match node.child(NodeKind::Figure) {
                Some(figure) if content.is_empty() => self::figure(figure)?,
                _ => Block::Paragraph(content),
            }
        }
        NodeKind::Note => {
            let (number, start) = remark(node, "NOTE");
            Block::Note { number, content: inlines(node, start, TextPlace::Note, text) }
        }
        NodeKind::Example => {
            let (number, start) = remark(node, "EXAMPLE");
            Block::Example { number, content: inlines(node, start, TextPlace::Example, text) }
        }
        NodeKind::List => Block::List(
            node.children()
                .filter(|item| item.kind() == NodeKind::ListItem)
                .filter_map(|item| list_item(item, text))
                .collect(),
        ),
        NodeKind::Table => Block::Table(
            node.children()
                .filter(|row| !is_rule(row.text()))
                .map(|row| {
                    row.children()
                        .map(|cell| inlines(cell, cell.range().start(), TextPlace::Body, text))
                        .collect()
                })
                .collect(),
        ),
        _ => return None,
    })
}

/// `|---|---|` parts the header from the rows in other languages; here it says nothing.
fn is_rule(row: &str) -> bool {
    row.chars().all(|character| matches!(character, '|' | '-' | ':') || is_blank(character))
        && row.contains('-')
}

fn figure(node: Node<'_>) -> Option<Block> {
    let mut strings = node.children().map(string);
    Some(Block::Figure { path: strings.next()?, title: strings.next()?.value })
}

fn list_item(node: Node<'_>, text: &mut Parts) -> Option<ListItem> {
    let mark = word(node.child(NodeKind::ItemMark)?);
    let content = inlines(node, mark.range.end(), TextPlace::Body, text);
    let blocks = node.children().filter_map(|child| text_block(child, text)).collect();
    Some(ListItem { mark, range: node.range(), content, blocks })
}

/// The number of a note or an example, and where what it says begins.
pub(crate) fn remark(node: Node<'_>, word: &str) -> (Option<SmolStr>, TextSize) {
    let rest = node.text().strip_prefix(word).unwrap_or_default();
    let trimmed = rest.trim_start_matches(is_blank);
    let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
    let followed = trimmed[digits..].chars().next().is_none_or(char::is_whitespace);
    let number = (digits > 0 && followed).then(|| SmolStr::new(&trimmed[..digits]));
    let after = trimmed[number.as_ref().map_or(0, |number| number.len())..].trim_start();
    (number, node.range().end() - TextSize::of(after))
}

/// The pieces of what a node says, from `start` up to the first block inside it.
fn inlines(node: Node<'_>, start: TextSize, place: TextPlace, text: &mut Parts) -> Vec<Inline> {
    let Parts { verbal_forms, references, terms, pieces, prose } = text;
    prose.clear();
    let mut at = start;
    let source = |from: TextSize, to: TextSize| {
        let base = node.range().start();
        &node.text()[TextRange::new(from.min(to), to) - base]
    };
    let mut end = node.range().end();
    for child in node.children() {
        let range = child.range();
        let piece = match child.kind() {
            NodeKind::VerbalForm(form) => {
                verbal_forms.push(VerbalFormUse { form, range, place });
                Some(Inline::VerbalForm(form, one_blank_each(child.text())))
            }
            NodeKind::TextReference => {
                let Some(reference) = child.child(NodeKind::Reference).and_then(reference) else {
                    continue;
                };
                references.push(reference);
                Some(Inline::Reference(references.len() - 1))
            }
            NodeKind::TermReference => {
                let Some(name) = child.child(NodeKind::TermName).map(normalised) else { continue };
                terms.push(TermReference {
                    range,
                    name,
                    shown: child.child(NodeKind::String).map(string).map(Box::new),
                });
                Some(Inline::Term(terms.len() - 1))
            }
            NodeKind::EscapedBrace => None,
            NodeKind::ItemMark => continue,
            NodeKind::Figure => {
                push_prose(source(at, range.start()), prose);
                at = range.end();
                continue;
            }
            _ => {
                end = range.start();
                break;
            }
        };
        push_prose(source(at, range.start()), prose);
        at = range.end();
        match piece {
            Some(piece) => {
                take_prose(prose, pieces);
                pieces.push(piece);
            }
            None => prose.push('{'),
        }
    }
    push_prose(source(at, end.max(at)), prose);
    prose.truncate(prose.trim_end().len());
    take_prose(prose, pieces);
    take(pieces)
}

/// Makes a piece of the prose before another one. At the beginning of a paragraph blanks say nothing.
fn take_prose(prose: &mut String, pieces: &mut Vec<Inline>) {
    let said = if pieces.is_empty() { prose.trim_start() } else { prose.as_str() };
    if !said.is_empty() {
        pieces.push(Inline::Prose(said.into()));
    }
    prose.clear();
}

/// Adds source prose with every run of blanks and line ends as one blank. A no-break space is none of
/// these, unless it indents a line or trails behind it.
fn push_prose(source: &str, prose: &mut String) {
    let mut start = 0;
    for end in memchr::memchr2_iter(b'\n', b'\r', source.as_bytes()) {
        push_line(&source[start..end], prose);
        prose.truncate(prose.trim_end_matches(is_blank).len());
        prose.push(' ');
        start = end + 1;
        start += source[start..].len() - source[start..].trim_start_matches(is_blank).len();
    }
    push_line(&source[start..], prose);
}

fn push_line(line: &str, prose: &mut String) {
    if is_plain(line) {
        prose.push_str(if prose.ends_with(' ') { line.trim_start() } else { line });
        return;
    }
    for character in line.chars() {
        if !character.is_whitespace() || character == '\u{00A0}' {
            prose.push(character);
        } else if !prose.ends_with(' ') {
            prose.push(' ');
        }
    }
}

/// Whether words are in printable ASCII, with no two blanks behind one another: as nearly all are. What
/// puts words into another form has nothing to do with them. All of them are looked at, wherever the
/// first exception is, since that is done many bytes at a time.
pub fn is_plain(words: &str) -> bool {
    let words = words.as_bytes();
    let pairs = words.iter().zip(words.get(1..).unwrap_or_default());
    words.iter().fold(true, |plain, byte| plain & (b' '..=b'~').contains(byte))
        && pairs.fold(true, |plain, (one, next)| plain & (*one != b' ' || *next != b' '))
}

/// Words parted by one blank each.
fn one_blank_each(words: &str) -> SmolStr {
    if is_plain(words) && !words.starts_with(' ') && !words.ends_with(' ') {
        return words.into();
    }
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ").into()
}

/// The name of a term, its words parted by one blank each.
fn normalised(node: Node<'_>) -> Spanned<SmolStr> {
    Spanned { value: one_blank_each(node.text()), range: node.range() }
}
