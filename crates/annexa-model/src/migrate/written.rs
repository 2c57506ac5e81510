//! How places are written in references and in decisions.

use annexa_base::Point;
use annexa_syntax::{Reference, ReferenceTarget, TextRange};

use super::{draft::Drafts, passage::Passage};
use crate::DeclarationRef;

/// Changes the target of a reference.
pub(super) fn redirect(
    at: &DeclarationRef<'_>,
    reference: &Reference,
    passage: &Passage<'_>,
    to: &Point,
    drafts: &mut Drafts,
) {
    let end = reference.range.end();
    let edits = &mut drafts.of(at.id).edits;
    match &reference.target {
        ReferenceTarget::Base { alias, .. } => {
            let range = TextRange::new(alias.range.end(), end);
            let new = format!(" {}", to.printed());
            if at.source(range) != new {
                edits.push((range, new));
            }
        }
        ReferenceTarget::Document { document, provision: Some(provision) } => {
            let later = passage.later.document.edition.as_deref().unwrap_or_default();
            edits.extend(document.edition.iter().map(|it| (it.range, later.to_owned())));
            edits.push((TextRange::new(provision.range.start(), end), to.printed()));
        }
        _ => {}
    }
}

/// Returns the source of a reference with another target.
pub(super) fn named(reference: &Reference, to: &Point) -> String {
    match &reference.target {
        ReferenceTarget::Base { alias, .. } => format!("{} {}", alias.value, to.printed()),
        _ => to.printed(),
    }
}

/// `27002:2013 12.1.2`.
pub(super) fn printed(passage: &Passage<'_>, point: &Point) -> String {
    let document = &passage.earlier.document;
    let name = document.number.as_ref().unwrap_or(&document.document);
    format!("{name}:{} {}", edition(passage), point.printed())
}

/// Returns the earlier edition of a passage.
pub(super) fn edition<'a>(passage: &Passage<'a>) -> &'a str {
    passage.earlier.document.edition.as_deref().unwrap_or_default()
}

/// `5.36 and 8.8`.
pub(super) fn listed(points: &[Point], last: &str) -> String {
    let printed: Vec<String> = points.iter().map(Point::printed).collect();
    match printed.split_last() {
        None => "nothing".to_owned(),
        Some((only, [])) => only.clone(),
        Some((end, others)) => format!("{} {last} {end}", others.join(", ")),
    }
}
