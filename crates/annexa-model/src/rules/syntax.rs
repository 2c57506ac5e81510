//! S: the form of a file.

use annexa_base::Location;
use annexa_syntax::{
    DeclarationKind, FieldShape, Keyword, Part, ReferenceTarget, SyntaxErrorKind, TextRange,
    TextSize, Wanted, field_shape, read_loosely,
};

use super::{
    Check, DeclarationContext, Findings, ItemContext, Rule, edits, fields, no_head::no_head,
    quotes::typographic_quote, wanted,
};
use crate::{Edit, Level, Project, SourceFile};

const LANGUAGE: &str = "the Annexa language (form of a file)";

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
            "The file contains an invisible character. Some of them make a file look different \
             from what it means; joiners are permitted in texts.",
        )
        .fixed()
        .explained(include_str!("pages/S003.md")),
    Rule::new("S004", "unknown-field", Level::Error, Check::Declaration(fields::unknown_field))
        .source(LANGUAGE)
        .summary("The declaration has a field that the language does not define for it.")
        .fixed()
        .explained(include_str!("pages/S004.md")),
    Rule::new("S005", "missing-field", Level::Error, Check::Declaration(fields::missing_field))
        .source(LANGUAGE)
        .summary("A required field is missing.")
        .fixed()
        .explained(include_str!("pages/S005.md")),
    Rule::new("S006", "duplicate-field", Level::Error, Check::Declaration(fields::duplicate_field))
        .source(LANGUAGE)
        .summary("A field occurs twice, or a declaration has two fields that exclude each other.")
        .fixed()
        .explained(include_str!("pages/S006.md")),
    Rule::new("S007", "nesting-too-deep", Level::Error, Check::Item(nesting_too_deep))
        .source(LANGUAGE)
        .summary("Lists or blocks are nested more than 32 levels deep.")
        .fixed()
        .explained(include_str!("pages/S007.md")),
    Rule::new("S008", "no-head", Level::Error, Check::Heads(no_head))
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
    Rule::new("S010", "misplaced-part", Level::Error, Check::Declaration(misplaced_part))
        .source(LANGUAGE)
        .summary(
            "A declaration has a `for` or `as` that it cannot have, or the `key` of an added \
             provision is not just a label.",
        )
        .fixed()
        .explained(include_str!("pages/S010.md")),
];

const UNEXPECTED_TOKEN: Check = Check::Each(&[
    Check::Item(unexpected_token),
    Check::Declaration(misspelt_reference),
    Check::Heads(misplaced),
]);

/// Reports parts of a head that the parser accepts behind any reference but this declaration cannot
/// have.
fn misplaced_part(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    misplaced_in_key(context, findings);
    let Some(target) = &declaration.target else { return };
    let item = declaration.as_item.as_ref().map(|item| item.range.end());
    let audiences = declaration.audiences.last().map(|last| last.range.end());
    let mut before = target.range.end();
    for (part, end) in [(Part::AsItem, item), (Part::For, audiences)] {
        let Some(end) = end else { continue };
        let with_blanks = TextRange::new(std::mem::replace(&mut before, end), end);
        if declaration.kind.head().contains(&part) {
            continue;
        }
        let written = context.at.source(with_blanks);
        let blanks = TextSize::of(written) - TextSize::of(written.trim_start());
        let range = TextRange::new(with_blanks.start() + blanks, end);
        let (words, word) = (declaration.kind.words(), part.keyword().unwrap_or_default());
        let message = format!("`{words}` cannot have `{word}`; {}", instead(part));
        findings.report(context.location(range), message).fix(
            format!("Delete `{}`", written.trim()),
            vec![Edit { location: context.location(with_blanks), new: String::new() }],
        );
    }
}

/// Reports the key of a labelled provision that is not a label.
fn misplaced_in_key(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    let Some(key) = declaration.key().filter(|_| declaration.kind.added().is_some()) else {
        return;
    };
    if declaration.key_label().is_some() {
        return;
    }
    let last = key.audiences.last().map_or(key.reference.range, |audience| audience.range);
    let range = key.reference.range.cover(last);
    let written = context.at.source(range);
    let message = format!(
        "`{written}` is not a label; the `key` of a labelled provision is the label that it was \
         first published under"
    );
    findings.report(context.location(range), message);
}

/// Returns what to write instead of a part.
fn instead(part: Part) -> &'static str {
    match part {
        Part::For => "it applies to all audiences",
        _ => "only an added requirement becomes an item of a list",
    }
}

fn source<'a>(context: &ItemContext<'a>, location: Location) -> &'a str {
    let range = usize::from(location.range.start())..usize::from(location.range.end());
    context.item.text().get(range).unwrap_or_default()
}

fn unexpected_token(context: &ItemContext<'_>, findings: &mut Findings<'_>) {
    for (location, subject, error) in context.errors(SyntaxErrorKind::UnexpectedToken) {
        let written = source(context, subject);
        match &error.wanted {
            Wanted::Other => _ = findings.report(location, error.message),
            Wanted::Instead(new) => {
                let subject = edits::with_blanks_before(context.item.text(), subject);
                findings.report(location, error.message).fix(
                    format!("Write `{}`", new.trim()),
                    vec![Edit { location: subject, new: new.to_string() }],
                );
            }
            Wanted::Head(first) => match wanted::head(first, written) {
                Some(near) => {
                    let message = format!(
                        "`{written}` is not the beginning of a declaration; did you mean `{near}`?"
                    );
                    findings.report(location, message).replace(location, near);
                }
                None => _ = findings.report(location, error.message),
            },
            Wanted::Value(field) => {
                let help = wanted::value(*field, written);
                let message = help.message.unwrap_or(error.message);
                let mut finding = findings.report(location, message);
                for new in help.instead {
                    finding = finding.replace(subject, new);
                }
            }
        }
    }
}

/// Reports references of a form that the language does not have, if there is no standard whose
/// bases could explain them.
fn misspelt_reference(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    if context.standard.is_some() {
        return;
    }
    let declaration = context.at.declaration;
    let cited = declaration.texts().flat_map(|(_, text)| &text.references);
    for reference in declaration.target.iter().chain(cited) {
        let ReferenceTarget::Misspelt(written) = &reference.target else { continue };
        if read_loosely(&written.value).is_some() {
            let message = format!(
                "`{}` is not the form of a reference; write a reference such as `27002 5.23` or \
                 `27001 6.1.3 c)`",
                written.value
            );
            findings.report(context.location(written.range), message);
        }
    }
}

/// The content of a file, which its first declaration decides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Standard,
    Catalogue,
    Correspondence,
}

/// Reports declarations without syntax errors in a file to which they do not belong. After a
/// misplaced head, the declarations that follow it are not reported.
fn misplaced(project: &Project, findings: &mut Findings<'_>) {
    project.files().iter().for_each(|source| misplaced_in(project, source, findings));
}

fn misplaced_in(project: &Project, source: &SourceFile, findings: &mut Findings<'_>) {
    let mut holds = None;
    for crate::project::DeclarationEntry { id, kind, .. } in source.entries.iter().copied() {
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
                "a file has only one `standard` or `part of`; move this `{words}` to a file of its own"
            )),
            (Some(Holds::Standard), Some(_)) => Some(format!(
                "this file belongs to a standard; move this `{words}` to a file of its own"
            )),
            (Some(_), Some(Holds::Standard)) => Some(format!(
                "this file belongs to a catalogue; move this `{words}` to a file of its own"
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
                    _ => "move it to a file that begins with `catalogue`",
                }
            )),
            (Some(Holds::Catalogue | Holds::Correspondence), None)
                if !kind.is_catalogue_entry() =>
            {
                Some(format!(
                    "`{words}` belongs in a standard; move it to a file that begins with \
                     `standard` or `part of`"
                ))
            }
            (Some(Holds::Correspondence), None) => Some(format!(
                "`{words}` belongs in a catalogue; write a `catalogue` or an `overlay` before it"
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
    for (location, subject, error) in context.errors(SyntaxErrorKind::UnterminatedString) {
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

/// Returns the most likely end of a text that never closes: before the first line that is a `}` or
/// begins with a field, or else after its first paragraph.
fn text_end(text: &str) -> usize {
    let mut end = 3;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let is_field = words.split_once(' ').is_some_and(|(name, value)| {
            Keyword::of(name).and_then(field_shape).is_some_and(|shape| {
                !matches!(shape, FieldShape::Clause | FieldShape::TitleOfProvision)
            }) && value.trim_start().starts_with(['"', '“'])
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
    for (location, subject, error) in context.errors(SyntaxErrorKind::InvisibleCharacter) {
        let new = if parts_words(context, subject) { " " } else { "" };
        let title = if new.is_empty() { "Delete it" } else { "Write a blank" };
        findings
            .report(location, error.message)
            .fix(title, vec![Edit { location: subject, new: new.to_owned() }])
            .safe();
    }
}

/// Whether an invisible character is a blank, such as a pasted line break, that alone separates two
/// words.
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
    for (location, _, error) in context.errors(SyntaxErrorKind::NestingTooDeep) {
        findings.report(location, error.message);
    }
}
