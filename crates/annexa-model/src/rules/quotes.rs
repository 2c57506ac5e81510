//! S009: typographic quotation marks that open a string or a text.

use std::cell::OnceCell;

use annexa_syntax::{Document, Item, SyntaxErrorKind, TextRange};

use super::{Findings, ItemContext};
use crate::Edit;

/// A string with straight quotation marks.
struct Straight {
    new: String,
    /// Whether all its quotation marks existed; otherwise some were added.
    is_whole: bool,
}

pub(super) fn typographic_quote(context: &ItemContext<'_>, findings: &mut Findings<'_>) {
    let is_harmless = OnceCell::new();
    for (location, subject, error) in context.errors(SyntaxErrorKind::TypographicQuote) {
        let finding = findings.report(location, error.message);
        let Some(Straight { new, is_whole }) = straight(context.item, subject.range) else {
            continue;
        };
        let edits = vec![Edit { location: subject, new }];
        let finding = finding.fix("Write straight quotation marks", edits);
        // Only the author knows where an unclosed string or text was meant to end.
        if is_whole && *is_harmless.get_or_init(|| is_harmless_in(context)) {
            finding.safe();
        }
    }
}

/// Straightens the quotation marks of one string. Three in a row open or close a text, and each of
/// them becomes a straight one.
fn straight(item: &Item, range: TextRange) -> Option<Straight> {
    let (before, text) = item.text().split_at_checked(range.start().into())?;
    let (text, behind) = text.split_at_checked(range.len().into())?;
    let leading = |text: &str| text.chars().take_while(|it| is_quote(*it)).count();
    let trailing = |text: &str| text.chars().rev().take_while(|it| is_quote(*it)).count();
    let opens = trailing(before) + leading(text);
    let closes = trailing(text) + leading(behind);
    if opens.max(closes) > 2 {
        return Some(Straight { new: text.replace(is_quote, "\""), is_whole: true });
    }
    let inner = text.strip_prefix(is_quote)?;
    let closed = inner.strip_suffix(is_quote);
    let inner = closed.unwrap_or(inner);
    let backslashes = inner.len() - inner.trim_end_matches('\\').len();
    let escape = if backslashes % 2 == 1 { "\\" } else { "" };
    Some(Straight { new: format!("\"{inner}{escape}\""), is_whole: closed.is_some() })
}

fn is_quote(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '„')
}

/// Whether the item has no new syntax errors after all its complete strings are straightened.
fn is_harmless_in(context: &ItemContext<'_>) -> bool {
    let text = context.item.text();
    let mut new = String::with_capacity(text.len());
    let mut end = 0;
    for (_, subject, _) in context.errors(SyntaxErrorKind::TypographicQuote) {
        let Some(it) = straight(context.item, subject.range).filter(|it| it.is_whole) else {
            continue;
        };
        new.push_str(text.get(end..subject.range.start().into()).unwrap_or_default());
        new.push_str(&it.new);
        end = subject.range.end().into();
    }
    new.push_str(text.get(end..).unwrap_or_default());
    let after = Document::new(&new);
    [SyntaxErrorKind::UnexpectedToken, SyntaxErrorKind::UnterminatedString].iter().all(|kind| {
        let now = after.errors().filter(|error| error.kind == *kind).count();
        now <= context.item.errors().iter().filter(|error| error.kind == *kind).count()
    })
}
