//! References inside a text: `{27002 5.23}`, `{term head-end system}`, `{figure "path" "title"}`.

use chumsky::Parser as _;
use text_size::{TextRange, TextSize};

use crate::{
    Keyword, NodeKind, SyntaxError, SyntaxErrorKind, TokenKind, Wanted, grammar, item::TokenStream,
    lines::is_blank, loose, node::NodeWriter, token,
};

/// Parses a reference in a text. `range` includes the braces, `closed` says whether there is a `}`,
/// and `alone` whether the paragraph holds nothing else.
pub(crate) fn parse(
    source: &str,
    range: TextRange,
    closed: bool,
    alone: bool,
    writer: &mut NodeWriter,
    errors: &mut Vec<SyntaxError>,
) {
    let brace = TextSize::of('{');
    if !closed {
        errors.push(SyntaxError {
            kind: SyntaxErrorKind::UnexpectedToken,
            range: TextRange::at(range.start(), brace),
            message: "this reference is never closed; write `}` on the same line, or `{{` for a plain brace"
                .to_owned(),
            subject: range,
            wanted: Wanted::Other,
        });
        writer.leaf(NodeKind::TextReference, range);
        return;
    }
    let inner = TextRange::new(range.start() + brace, range.end() - brace);
    let content = &source[inner];
    let word = content.trim_start_matches(is_blank);
    let word_end = word.find(|character: char| !character.is_alphabetic()).unwrap_or(word.len());
    match Keyword::of(&word[..word_end]) {
        Some(Keyword::Term) => term(source, range, inner, writer, errors),
        Some(Keyword::Figure) => {
            if !alone {
                errors.push(unexpected(range, "a figure stands alone in its paragraph"));
            }
            figure(source, range, inner, writer, errors);
        }
        _ => provision(source, range, inner, writer, errors),
    }
}

/// `{term head-end system "head-end systems"}`: the name is everything between `term` and the
/// string.
fn term(
    source: &str,
    range: TextRange,
    inner: TextRange,
    writer: &mut NodeWriter,
    errors: &mut Vec<SyntaxError>,
) {
    let content = &source[inner];
    let lead = content.find("term").unwrap_or(0) + "term".len();
    let rest = &content[lead..];
    let name_end = rest.find('"').unwrap_or(rest.len());
    let name = rest[..name_end].trim_matches(is_blank);
    let name_start = lead + (rest.len() - rest.trim_start_matches(is_blank).len()).min(name_end);
    let open = writer.open(NodeKind::TermReference, range);
    let name_range =
        TextRange::at(TextSize::new(name_start as u32), TextSize::of(name)) + inner.start();
    writer.leaf(NodeKind::TermName, name_range);
    let shown = rest[name_end..].trim_end_matches(is_blank);
    if !shown.is_empty() {
        let start = inner.start() + TextSize::new((lead + name_end) as u32);
        let shown_range = TextRange::at(start, TextSize::of(shown));
        if shown.len() < 2 || !shown.ends_with('"') || shown[1..shown.len() - 1].contains('"') {
            errors.push(unexpected(
                shown_range,
                "the form of a term that is shown stands in one pair of quotation marks",
            ));
        }
        writer.leaf(NodeKind::String, shown_range);
    }
    writer.close(open);
    if name.is_empty() {
        errors.push(unexpected(range, "expected the name of a term after `term`"));
    }
}

fn unexpected(range: TextRange, message: &str) -> SyntaxError {
    SyntaxError {
        kind: SyntaxErrorKind::UnexpectedToken,
        range,
        message: message.to_owned(),
        subject: range,
        wanted: Wanted::Other,
    }
}

fn figure(
    source: &str,
    range: TextRange,
    inner: TextRange,
    writer: &mut NodeWriter,
    errors: &mut Vec<SyntaxError>,
) {
    let open = writer.open(NodeKind::Figure, range);
    let tokens = token::lex(&source[inner]);
    let mut strings = 0;
    let mut wrong = None;
    for (index, (kind, at)) in
        token::with_ranges(&tokens).filter(|(kind, _)| !kind.is_trivia()).enumerate()
    {
        let at = at + inner.start();
        if kind == TokenKind::String && strings < 2 {
            writer.leaf(NodeKind::String, at);
            strings += 1;
        } else if index > 0 {
            wrong = wrong.or(Some(at));
        }
    }
    writer.close(open);
    if let Some(at) = wrong.or((strings < 2).then_some(range)) {
        errors.push(unexpected(at, "a figure is written `{figure \"path\" \"title\"}`"));
    }
}

/// Parses any other reference by the grammar of heads; if that fails, as a misspelt reference.
fn provision(
    source: &str,
    range: TextRange,
    inner: TextRange,
    writer: &mut NodeWriter,
    errors: &mut Vec<SyntaxError>,
) {
    let open = writer.open(NodeKind::TextReference, range);
    let content = &source[inner];
    let tokens = token::lex(content);
    let stream = TokenStream::new(content, &tokens).shifted(inner.start());
    let (branch, misses) = grammar::reference().parse(&stream.toks).into_output_errors();
    match (branch, misses.first()) {
        (Some(branch), None)
            if branch.children.iter().all(|part| part.kind != NodeKind::Misspelt) =>
        {
            stream.write(source, &branch, writer, errors);
        }
        _ if stream.toks.is_empty() => errors.push(unexpected(
            range,
            "expected a reference between the braces; write `{{` for a plain brace",
        )),
        _ => {
            let written = content.trim_matches(is_blank);
            let lead = content.len() - content.trim_start_matches(is_blank).len();
            let at =
                TextRange::at(inner.start() + TextSize::new(lead as u32), TextSize::of(written));
            let reference = writer.open(NodeKind::Reference, at);
            writer.leaf(NodeKind::Misspelt, at);
            writer.close(reference);
            let mut error = loose::error(source, at, NodeKind::Misspelt);
            if error.kind == SyntaxErrorKind::UnexpectedToken {
                error.message.push_str("; a plain brace is written `{{`");
            }
            errors.push(error);
        }
    }
    writer.close(open);
}
