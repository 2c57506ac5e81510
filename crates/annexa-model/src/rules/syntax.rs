//! S: the form of a file.

use annexa_base::Location;
use annexa_syntax::{
    DeclarationKind, FieldShape, Keyword, SyntaxError, SyntaxErrorKind, TextRange, TextSize,
    field_shape,
};

use super::{
    Check, Findings, ItemContext, Rule, edits, fields, no_head::no_head, quotes::typographic_quote,
};
use crate::{Edit, Level, Project, SourceFile};

const LANGUAGE: &str = "the form of the language";

pub(super) static RULES: &[Rule] = &[
    Rule::new("S001", "unexpected-token", Level::Error, UNEXPECTED_TOKEN)
        .source(LANGUAGE)
        .summary("The language does not allow this here.")
        .fixed()
        .explained(include_str!("pages/S001.md")),
    Rule::new("S002", "unterminated-string", Level::Error, Check::Item(unterminated_string))
        .source(LANGUAGE)
        .summary("A string or a text has no end.")
        .fixed()
        .explained(include_str!("pages/S002.md")),
    Rule::new("S003", "invisible-character", Level::Error, Check::Item(invisible_character))
        .source(LANGUAGE)
        .summary(
            "The file holds an invisible character. Some of them make a file look different from \
             what it says; joiners are allowed in texts.",
        )
        .fixed()
        .explained(include_str!("pages/S003.md")),
    Rule::new("S004", "unknown-field", Level::Error, Check::Declaration(fields::unknown_field))
        .source(LANGUAGE)
        .summary("The declaration has no such field.")
        .fixed()
        .explained(include_str!("pages/S004.md")),
    Rule::new("S005", "missing-field", Level::Error, Check::Declaration(fields::missing_field))
        .source(LANGUAGE)
        .summary("A mandatory field is missing.")
        .fixed()
        .explained(include_str!("pages/S005.md")),
    Rule::new("S006", "duplicate-field", Level::Error, Check::Declaration(fields::duplicate_field))
        .source(LANGUAGE)
        .summary("A field occurs twice, or a declaration has two fields that exclude each other.")
        .fixed()
        .explained(include_str!("pages/S006.md")),
    Rule::new("S007", "nesting-too-deep", Level::Error, Check::Item(nesting_too_deep))
        .source(LANGUAGE)
        .summary("Lists or blocks nest deeper than 32 levels.")
        .fixed()
        .explained(include_str!("pages/S007.md")),
    Rule::new("S008", "no-head", Level::Error, Check::Faces(no_head))
        .source(LANGUAGE)
        .summary(
            "A file does not begin with `standard`, `part of`, `catalogue`, `overlay` or \
             `correspondence`.",
        )
        .fixed()
        .explained(include_str!("pages/S008.md")),
    Rule::new("S009", "typographic-quote", Level::Error, Check::Item(typographic_quote))
        .source(LANGUAGE)
        .summary("A typographic quotation mark opens a string or a text.")
        .fixed()
        .explained(include_str!("pages/S009.md")),
];

const UNEXPECTED_TOKEN: Check =
    Check::Each(&[Check::Item(unexpected_token), Check::Faces(misplaced)]);

/// The errors of one kind, with what they are about.
pub(super) fn errors(
    context: &ItemContext<'_>,
    kind: SyntaxErrorKind,
) -> impl Iterator<Item = (Location, Location, SyntaxError)> {
    let of_kind = context.item.errors().iter().filter(move |error| error.kind == kind);
    of_kind.map(|error| {
        (context.location(error.range), context.location(error.subject), error.clone())
    })
}

fn source<'a>(context: &ItemContext<'a>, location: Location) -> &'a str {
    let range = usize::from(location.range.start())..usize::from(location.range.end());
    context.item.text().get(range).unwrap_or_default()
}

fn unexpected_token(context: &ItemContext<'_>, findings: &mut Findings<'_>) {
    for (location, _, error) in errors(context, SyntaxErrorKind::UnexpectedToken) {
        findings.report(location, error.message);
    }
}

/// What a file begins with says what else can stand in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Standard,
    Catalogue,
    Correspondence,
}

/// Declarations that are well formed and stand in a file where they belong to nothing. Once a head
/// is reported, what follows it is not reported again.
fn misplaced(project: &Project, findings: &mut Findings<'_>) {
    project.files().iter().for_each(|source| misplaced_in(project, source, findings));
}

fn misplaced_in(project: &Project, source: &SourceFile, findings: &mut Findings<'_>) {
    let mut holds = None;
    for (id, kind) in source.kinds() {
        let words = kind.words();
        let head = match kind {
            DeclarationKind::Standard | DeclarationKind::PartOf => Some(Holds::Standard),
            DeclarationKind::Catalogue | DeclarationKind::Overlay => Some(Holds::Catalogue),
            DeclarationKind::Correspondence => Some(Holds::Correspondence),
            _ => None,
        };
        let message = match (holds, head) {
            (None, _) => None,
            (Some(Holds::Standard), Some(Holds::Standard)) => Some(format!(
                "a file holds one `standard` or one `part of`; put this `{words}` into a file of its own"
            )),
            (Some(Holds::Standard), Some(_)) => Some(format!(
                "this file belongs to a standard; put this `{words}` into a file of its own"
            )),
            (Some(_), Some(Holds::Standard)) => Some(format!(
                "this file belongs to a catalogue; put this `{words}` into a file of its own"
            )),
            (Some(_), Some(_)) => None,
            (Some(Holds::Standard), None) if kind.is_catalogue_entry() => Some(format!(
                "`{words}` belongs in a catalogue; {}",
                match kind {
                    DeclarationKind::Clause => "a clause of this standard is written `add clause`",
                    DeclarationKind::Objective => {
                        "an objective of this standard is written `add objective`"
                    }
                    DeclarationKind::Control =>
                        "a control of this standard is written `add control`",
                    _ => "put it into a file that begins with `catalogue`",
                }
            )),
            (Some(Holds::Catalogue | Holds::Correspondence), None)
                if !kind.is_catalogue_entry() =>
            {
                Some(format!(
                    "`{words}` belongs in a standard; put it into a file that begins with `standard` or `part of`"
                ))
            }
            (Some(Holds::Correspondence), None) => Some(format!(
                "`{words}` belongs in a catalogue; put a `catalogue` or an `overlay` before it"
            )),
            _ => None,
        };
        holds = head.or(holds);
        if let Some(message) = message
            && let Some(at) = project.declaration(id)
        {
            findings.report(at.location(at.declaration.words), message);
        }
    }
}

fn unterminated_string(context: &ItemContext<'_>, findings: &mut Findings<'_>) {
    for (location, subject, error) in errors(context, SyntaxErrorKind::UnterminatedString) {
        let text = source(context, subject);
        let (at, close) = if text.starts_with("\"\"\"") {
            (text_end(text), "\"\"\"")
        } else {
            (text.trim_end().len(), "\"")
        };
        let place = subject.range.start() + TextSize::new(at as u32);
        findings.report(location, error.message).fix(
            format!("Close it with `{close}`"),
            vec![edits::insert(subject, place, close.into())],
        );
    }
}

/// Where a text that never closes was most likely meant to end: before the first line that is a `}`
/// or begins with a field, or else with its first paragraph.
fn text_end(text: &str) -> usize {
    let mut end = 3;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let is_field = words.split_once(' ').is_some_and(|(name, value)| {
            Keyword::of(name).and_then(field_shape).is_some_and(|shape| shape != FieldShape::Clause)
                && value.trim_start().starts_with(['"', '“'])
        });
        if start > 0 && (words == "}" || is_field) {
            break;
        }
        if !words.is_empty() {
            end = start + line.trim_end().len();
        }
        start += line.len();
    }
    end.max(3).min(text.len())
}

fn invisible_character(context: &ItemContext<'_>, findings: &mut Findings<'_>) {
    for (location, subject, error) in errors(context, SyntaxErrorKind::InvisibleCharacter) {
        let new = if parts_words(context, subject) { " " } else { "" };
        let title = if new.is_empty() { "Delete it" } else { "Write a blank" };
        findings
            .report(location, error.message)
            .fix(title, vec![Edit { location: subject, new: new.to_owned() }])
            .safe();
    }
}

/// Whether an invisible character is a blank that alone parts two words, as a pasted line break is.
fn parts_words(context: &ItemContext<'_>, subject: Location) -> bool {
    let range = subject.range;
    let before = source(context, Location { range: TextRange::up_to(range.start()), ..subject });
    let end = TextSize::of(context.item.text());
    let after = source(context, Location { range: TextRange::new(range.end(), end), ..subject });
    let is_word = |next: Option<char>| next.is_some_and(|next| !next.is_whitespace());
    source(context, subject).chars().all(char::is_whitespace)
        && is_word(before.chars().next_back())
        && is_word(after.chars().next())
}

fn nesting_too_deep(context: &ItemContext<'_>, findings: &mut Findings<'_>) {
    for (location, _, error) in errors(context, SyntaxErrorKind::NestingTooDeep) {
        findings.report(location, error.message);
    }
}
