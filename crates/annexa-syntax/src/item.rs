//! An item: a declaration and everything up to the next one. Its tokens, tree, errors and
//! declarations depend only on its own text. So each is computed once and shared by all versions of
//! all documents that contain the item.

use std::sync::{Arc, OnceLock};

use chumsky::span::SimpleSpan;
use text_size::{TextRange, TextSize};

use crate::{
    Declaration, Keyword, MAX_DEPTH, Node, NodeKind, SyntaxError, SyntaxErrorKind, Token,
    TokenKind, Wanted,
    expected::{FoundToken, Miss},
    grammar::{self, Branch, Grammar, Tok},
    head, invisible, loose, lower, markup,
    node::{NodeData, NodeWriter},
    token,
};

/// A declaration with what follows it, up to the line on which the next one begins. The first item
/// of a file may have no declaration.
pub struct Item {
    text: Box<str>,
    /// The number of tokens. The tokens themselves are lexed again on request, which is rare.
    token_count: u32,
    line_breaks: u32,
    nodes: Box<[NodeData]>,
    errors: Box<[SyntaxError]>,
    declarations: OnceLock<Box<[Declaration]>>,
    /// Whether the text was lexed and parsed.
    is_read: bool,
}

impl Item {
    /// Lexes and parses the text of an item.
    pub(crate) fn parse(text: &str) -> Item {
        Lexed::new(text).parse(&grammar::declarations(), &mut NodeWriter::default())
    }

    /// Lexes and parses several texts. Building the parser takes an eighth of the work on an item
    /// of ordinary size, so it is built once for all of them; all their tokens must then exist at
    /// once.
    pub(crate) fn parse_all(texts: &[&str]) -> Vec<Arc<Item>> {
        let lexed: Vec<_> = texts.iter().map(|text| Lexed::new(text)).collect();
        let (grammar, mut writer) = (grammar::declarations(), NodeWriter::default());
        lexed.iter().map(|lexed| Arc::new(lexed.parse(&grammar, &mut writer))).collect()
    }

    /// Returns an item for a text that must not be parsed: one unknown token, with an error at its
    /// beginning.
    pub(crate) fn unread(text: &str, why: String) -> Item {
        let mut nodes = NodeWriter::default();
        nodes.leaf(NodeKind::Item, TextRange::up_to(TextSize::of(text)));
        let beginning = TextRange::empty(TextSize::new(0));
        let error = SyntaxError {
            kind: SyntaxErrorKind::UnexpectedToken,
            range: beginning,
            message: why,
            subject: beginning,
            wanted: Wanted::Other,
        };
        Item {
            text: text.into(),
            token_count: 1,
            line_breaks: line_breaks(text) as u32,
            nodes: nodes.finish(),
            errors: Box::new([error]),
            declarations: OnceLock::new(),
            is_read: false,
        }
    }

    /// Whether the text was lexed and parsed; that of a binary file is not.
    pub(crate) fn is_read(&self) -> bool {
        self.is_read
    }

    /// Returns the source text, including comments and blanks.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the tokens with their ranges; together they cover every byte.
    pub fn tokens(&self) -> impl Iterator<Item = (TokenKind, TextRange)> {
        token::with_ranges(self.lex(&self.text))
    }

    fn lex(&self, text: &str) -> Vec<Token> {
        match self.is_read {
            true => token::lex(text),
            false => vec![Token { kind: TokenKind::Unknown, end: TextSize::of(text) }],
        }
    }

    /// Returns the tokens in a part of the text that begins where a token begins. Lexing the whole
    /// item for each of its declarations would be quadratic.
    pub fn tokens_in(&self, part: TextRange) -> impl Iterator<Item = (TokenKind, TextRange)> {
        let text = self.text.get(std::ops::Range::from(part)).unwrap_or_default();
        let tokens = token::with_ranges(self.lex(text));
        tokens.map(move |(kind, range)| (kind, range + part.start()))
    }

    /// Returns the number of tokens.
    pub fn token_count(&self) -> usize {
        self.token_count as usize
    }

    /// Returns the number of line breaks.
    pub(crate) fn line_breaks(&self) -> usize {
        self.line_breaks as usize
    }

    /// Returns the root of the syntax tree.
    pub fn root(&self) -> Node<'_> {
        Node::root(&self.text, &self.nodes)
    }

    /// Returns the syntax errors, in source order.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// Returns the declarations: usually one; none before the first head of a file; several if they
    /// share a line.
    pub fn declarations(&self) -> &[Declaration] {
        self.declarations.get_or_init(|| lower::declarations(self.root(), &self.errors))
    }
}

/// The text of an item and its tokens.
struct Lexed<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    stream: TokenStream,
}

impl Lexed<'_> {
    fn new(text: &str) -> Lexed<'_> {
        let tokens = token::lex(text);
        let stream = TokenStream::new(text, &tokens);
        Lexed { text, tokens, stream }
    }

    fn parse<'a>(
        &'a self,
        grammar: &impl Grammar<'a, Vec<Branch>>,
        writer: &mut NodeWriter,
    ) -> Item {
        let Lexed { text, tokens, stream } = self;
        let (branches, misses) = grammar.parse(&stream.toks).into_output_errors();

        let mut errors = stream.lexical_errors(text);
        errors.extend(invisible_characters(text, tokens));
        errors.extend(stream.errors_of(text, &misses));
        let root = writer.open(NodeKind::Item, TextRange::up_to(TextSize::of(*text)));
        for branch in branches.iter().flatten() {
            stream.write(text, branch, writer, &mut errors);
        }
        writer.close(root);
        errors.sort_by_key(|error| (error.range.start(), error.range.end(), error.kind));
        Item {
            text: (*text).into(),
            token_count: tokens.len() as u32,
            line_breaks: line_breaks(text) as u32,
            nodes: writer.finish(),
            errors: errors.into_boxed_slice(),
            declarations: OnceLock::new(),
            is_read: true,
        }
    }
}

/// Counts the line breaks of a text: `\n`, `\r` and `\r\n`.
pub(crate) fn line_breaks(text: &str) -> usize {
    let bytes = text.as_bytes();
    let starts_a_pair = |&at: &usize| bytes.get(at + 1) == Some(&b'\n');
    memchr::memchr_iter(b'\n', bytes).count()
        + memchr::memchr_iter(b'\r', bytes).filter(|at| !starts_a_pair(at)).count()
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
            && self.token_count == other.token_count
            && self.nodes == other.nodes
            && self.errors == other.errors
    }
}

impl std::fmt::Debug for Item {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:?}{:?}", self.root(), self.errors)
    }
}

/// The tokens that the grammar sees, and their ranges.
pub(crate) struct TokenStream {
    pub(crate) toks: Vec<Tok>,
    pub(crate) ranges: Vec<TextRange>,
    /// The first brace that exceeds the maximal depth.
    too_deep: Option<TextRange>,
    /// The index of a text that closes only where the next one opens, because its own closing
    /// quotation marks are missing.
    swallower: Option<usize>,
}

const NEVER_CLOSED: &str = "this text is never closed; write `\"\"\"` at its end";

impl TokenStream {
    pub(crate) fn new(text: &str, tokens: &[Token]) -> TokenStream {
        let mut stream = TokenStream {
            toks: Vec::with_capacity(tokens.len()),
            ranges: Vec::with_capacity(tokens.len()),
            too_deep: None,
            swallower: None,
        };
        let mut starts_entry = true;
        let mut depth = 0usize;
        for (kind, range) in token::with_ranges(tokens) {
            match kind {
                TokenKind::Newline => starts_entry = true,
                TokenKind::Blank | TokenKind::Comment => {}
                _ => {
                    if kind == TokenKind::OpenBrace {
                        depth += 1;
                    }
                    if depth <= MAX_DEPTH {
                        stream.push(kind, &text[range], starts_entry);
                        stream.ranges.push(range);
                    } else if stream.too_deep.is_none() {
                        stream.too_deep = Some(range);
                    }
                    if kind == TokenKind::CloseBrace {
                        depth = depth.saturating_sub(1);
                    }
                    starts_entry = matches!(kind, TokenKind::OpenBrace | TokenKind::CloseBrace);
                }
            }
        }
        if stream.toks.last().is_some_and(|last| last.kind == TokenKind::UnterminatedText) {
            stream.swallower = stream.toks.iter().zip(&stream.ranges).position(|(token, range)| {
                token.kind == TokenKind::Text && ends_at_a_field(&text[*range])
            });
        }
        for index in 0..stream.toks.len() {
            if stream.toks[index].starts_entry && stream.toks[index].keyword.is_some() {
                let mut following = stream.toks[index..]
                    .iter()
                    .enumerate()
                    .take_while(|(at, token)| *at == 0 || !token.starts_entry)
                    .map(|(_, token)| *token);
                stream.toks[index].head = head::is_head(|| following.next());
            }
        }
        stream
    }

    fn push(&mut self, kind: TokenKind, text: &str, starts_entry: bool) {
        let is_word = kind == TokenKind::Word;
        self.toks.push(Tok {
            kind,
            keyword: if is_word { Keyword::of(text) } else { None },
            capitals: is_word
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-'),
            small: is_word && text.starts_with(char::is_lowercase),
            loose: is_word && loose::is_reference_word(text),
            starts_entry,
            head: false,
        });
    }

    /// Returns the source range of consecutive tokens.
    fn range(&self, tokens: SimpleSpan<usize>) -> TextRange {
        let start = self.ranges.get(tokens.start).map_or(self.end(), |range| range.start());
        let end = match tokens.end.checked_sub(1).and_then(|last| self.ranges.get(last)) {
            Some(range) if tokens.end > tokens.start => range.end(),
            _ => start,
        };
        TextRange::new(start, end)
    }

    /// Returns the end of the last token.
    fn end(&self) -> TextSize {
        self.ranges.last().map_or(TextSize::new(0), |range| range.end())
    }

    /// Returns the errors that single tokens are, regardless of the grammar.
    fn lexical_errors(&self, text: &str) -> Vec<SyntaxError> {
        let mut errors = Vec::new();
        for (index, (token, &range)) in self.toks.iter().zip(&self.ranges).enumerate() {
            let opening = |length: TextSize| TextRange::at(range.start(), length);
            let (kind, at, message) = match token.kind {
                TokenKind::UnterminatedString => (
                    SyntaxErrorKind::UnterminatedString,
                    opening(TextSize::of('"')),
                    "this string is never closed; write `\"` at its end, on the same line",
                ),
                TokenKind::UnterminatedText if self.swallower.is_some() => continue,
                TokenKind::UnterminatedText => (
                    SyntaxErrorKind::UnterminatedString,
                    opening(TextSize::of("\"\"\"")),
                    NEVER_CLOSED,
                ),
                TokenKind::Text if self.swallower == Some(index) => {
                    let quotes = TextSize::of("\"\"\"");
                    let kind = SyntaxErrorKind::UnterminatedString;
                    let meant = before_last_line(&text[range]).trim_end();
                    let subject = opening(TextSize::of(meant));
                    let message = NEVER_CLOSED.to_owned();
                    let wanted = Wanted::Other;
                    errors.push(SyntaxError {
                        kind,
                        range: opening(quotes),
                        message,
                        subject,
                        wanted,
                    });
                    continue;
                }
                TokenKind::TypographicString => (
                    SyntaxErrorKind::TypographicQuote,
                    opening(text[range].chars().next().map_or(TextSize::new(0), TextSize::of)),
                    "a string opens with the plain quotation mark `\"`, not with a typographic one",
                ),
                _ => continue,
            };
            errors.push(SyntaxError {
                kind,
                range: at,
                message: message.to_owned(),
                subject: range,
                wanted: Wanted::Other,
            });
        }
        if let Some(range) = self.too_deep {
            errors.push(SyntaxError {
                kind: SyntaxErrorKind::NestingTooDeep,
                range,
                message: format!("blocks nest deeper than {MAX_DEPTH}"),
                subject: range,
                wanted: Wanted::Other,
            });
        }
        errors
    }

    /// Returns the errors of the parser, at most one per position.
    fn errors_of(&self, text: &str, misses: &[Miss]) -> Vec<SyntaxError> {
        // What an unclosed text contains, and what was skipped because it is nested too deeply,
        // needs no second error.
        let cut_short =
            self.toks.last().is_some_and(|last| last.kind == TokenKind::UnterminatedText);
        let mut errors: Vec<SyntaxError> = Vec::new();
        let mut seen = None;
        for miss in misses {
            let at_end = miss.span.start >= self.toks.len();
            if cut_short && (at_end || miss.is_unclosed())
                || self.swallower.is_some_and(|index| miss.span.start > index)
                || self.too_deep.is_some()
                || seen == Some(miss.span.start)
            {
                continue;
            }
            seen = Some(miss.span.start);
            // A part missing at the end of a line is reported there, not on the next line.
            let begins_line = !at_end && self.toks[miss.span.start].starts_entry;
            let before = miss.span.start.checked_sub(1).and_then(|before| self.ranges.get(before));
            let (range, found) = match before {
                Some(&before) if at_end || begins_line && !miss.is_about_an_entry() => {
                    (before, FoundToken::NothingAfter(&text[before]))
                }
                _ => match self.ranges.get(miss.span.start) {
                    Some(&range) => (range, FoundToken::Instead(&text[range])),
                    None => (TextRange::empty(self.end()), FoundToken::Instead("")),
                },
            };
            let range = first_line(range, text);
            errors.push(self.error_of(text, miss, range, found));
        }
        errors
    }

    /// Converts a parser error; within the value of a field, the message is about that value.
    fn error_of(
        &self,
        text: &str,
        miss: &Miss,
        range: TextRange,
        found: FoundToken<'_>,
    ) -> SyntaxError {
        let kind = SyntaxErrorKind::UnexpectedToken;
        if let Some((field, value)) = self.field_around(miss) {
            let what = crate::value_of_field(field);
            let is_empty = value.start == value.end;
            let subject = if is_empty { range } else { first_line(self.range(value), text) };
            let message = match is_empty {
                false if miss.is_about_the_end() => {
                    format!("{what}; nothing else stands on its line")
                }
                _ => what,
            };
            let wrong = miss.span.end > miss.span.start + 1;
            let range = if wrong { subject } else { range };
            return SyntaxError { kind, range, message, subject, wanted: Wanted::Value(field) };
        }
        let wanted = miss.head().map_or(Wanted::Other, Wanted::Head);
        SyntaxError { kind, range, message: miss.message(found), subject: range, wanted }
    }

    /// Returns the field whose value contains the error, and the tokens of that value; in a list,
    /// those up to the next comma.
    fn field_around(&self, miss: &Miss) -> Option<(Keyword, SimpleSpan<usize>)> {
        if miss.is_unclosed() || miss.is_about_an_entry() {
            return None;
        }
        let at = miss.span.start;
        let name = (0..at.min(self.toks.len())).rev().find(|&index| {
            self.toks[index].starts_entry || self.toks[index].kind == TokenKind::OpenBrace
        })?;
        let token = self.toks[name];
        let field = token.keyword.filter(|_| token.starts_entry && !token.head)?;
        let shape = crate::field_shape(field)?;
        let is_list = matches!(shape, crate::FieldShape::Words | crate::FieldShape::Strings);
        let is_parted = |index: &usize| is_list && self.toks[*index].kind == TokenKind::Comma;
        let start = (name + 1..at).rev().find(is_parted).map_or(name + 1, |comma| comma + 1);
        let ends = |index: &usize| {
            self.toks[*index].starts_entry
                || self.toks[*index].kind == TokenKind::CloseBrace
                || is_parted(index)
        };
        let end = (start..self.toks.len()).find(ends).unwrap_or(self.toks.len());
        Some((field, (start..end).into()))
    }

    /// Returns the same tokens with all ranges moved by `by` bytes.
    pub(crate) fn shifted(mut self, by: TextSize) -> TokenStream {
        for range in &mut self.ranges {
            *range += by;
        }
        self
    }

    /// Writes a branch and its children into the tree, with the structure of texts.
    pub(crate) fn write(
        &self,
        text: &str,
        branch: &Branch,
        writer: &mut NodeWriter,
        errors: &mut Vec<SyntaxError>,
    ) {
        let range = self.range(branch.tokens);
        let open = writer.open(branch.kind, range);
        if let NodeKind::Misspelt | NodeKind::MisspeltAmendment = branch.kind {
            errors.push(loose::error(text, range, branch.kind));
        }
        if branch.kind == NodeKind::Text {
            let kind = self.toks[branch.tokens.start].kind;
            markup::parse(text, inside_quotes(kind, range, text), writer, errors);
        }
        for child in &branch.children {
            self.write(text, child, writer, errors);
        }
        writer.close(open);
    }
}

/// Returns the range between the quotation marks of a text, or of a string in place of one.
fn inside_quotes(kind: TokenKind, range: TextRange, text: &str) -> TextRange {
    let source = &text[range];
    let first = source.chars().next().map_or(TextSize::new(0), TextSize::of);
    let last = source.chars().next_back().map_or(TextSize::new(0), TextSize::of);
    let three = TextSize::of("\"\"\"");
    let (open, close) = match kind {
        TokenKind::Text => (three, three),
        TokenKind::UnterminatedText => (three, TextSize::new(0)),
        TokenKind::UnterminatedString => (first, TextSize::new(0)),
        TokenKind::TypographicString
            if !source.ends_with(['"', '”']) || source.chars().nth(1).is_none() =>
        {
            (first, TextSize::new(0))
        }
        _ => (first, last),
    };
    let start = range.start() + open;
    TextRange::new(start, (range.end() - close).max(start))
}

/// Whether the last line of a text holds only the name of a field. Then its closing quotation marks
/// are probably the opening ones of the next text.
fn ends_at_a_field(source: &str) -> bool {
    let line = &source[before_last_line(source).len()..];
    let words = line.trim_end_matches('"').trim();
    let name = words.split_once(char::is_whitespace).map_or(words, |(name, _)| name);
    let rest = words[name.len()..].trim_start();
    line.len() < source.len()
        && (rest.is_empty() || rest.starts_with("for "))
        && Keyword::of(name).is_some_and(|name| crate::field_shape(name).is_some())
}

/// Returns a text without its last line.
fn before_last_line(source: &str) -> &str {
    &source[..memchr::memrchr2(b'\n', b'\r', source.as_bytes()).map_or(0, |at| at + 1)]
}

/// Returns the part of a range on its first line.
fn first_line(range: TextRange, text: &str) -> TextRange {
    let line = text[range].split(['\n', '\r']).next().unwrap_or_default();
    TextRange::at(range.start(), TextSize::of(line))
}

/// S003: bidirectional controls anywhere, and other invisible characters outside comments. Joiners
/// are permitted inside texts and strings.
fn invisible_characters(text: &str, tokens: &[Token]) -> Vec<SyntaxError> {
    // Without a branch per byte, this check takes almost no time on nearly every text.
    if !text.bytes().fold(false, |found, byte| found | invisible::needs_a_look(byte)) {
        return Vec::new();
    }
    let mut errors = Vec::new();
    for (kind, range) in token::with_ranges(tokens) {
        for (at, character) in text[range].char_indices() {
            let lawful = kind == TokenKind::Comment && !invisible::is_bidirectional(character)
                || invisible::is_joiner(character) && (kind.is_text() || kind.is_string())
                || character == '\u{FEFF}' && range.start() == TextSize::new(0) && at == 0;
            if invisible::is_invisible(character) && !lawful {
                let place = range.start() + TextSize::new(at as u32);
                let range = TextRange::at(place, TextSize::of(character));
                errors.push(SyntaxError {
                    kind: SyntaxErrorKind::InvisibleCharacter,
                    range,
                    message: format!(
                        "an invisible character, U+{:04X}, stands here; delete it",
                        character as u32
                    ),
                    subject: range,
                    wanted: Wanted::Other,
                });
            }
        }
    }
    errors
}
