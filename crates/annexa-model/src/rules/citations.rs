//! R120, R128: documents that texts cite, and citations in plain words.

use annexa_syntax::{Text, TextRange, TextSize};

use super::{DeclarationContext, Findings, edits};
use crate::{Base, Edit, LinkRole, Project, Resolved, Standard};

/// R120: documents cited without a `reference` line, reported once per declaration.
pub(super) fn undeclared_document(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let (project, Some(standard)) = (context.project, context.standard) else { return };
    let mut seen: Vec<&str> = Vec::new();
    for link in project.links(context.at.id) {
        let Ok(Resolved::External { document, .. }) = &link.resolved else { continue };
        if link.role != LinkRole::Citation
            || standard.refers_to(document)
            || is_of_project(project, document)
            || seen.contains(&document.as_str())
        {
            continue;
        }
        seen.push(document);
        let others = other_editions(standard, document);
        let message = match others.first() {
            Some(other) => format!(
                "no `reference` line names {document}; the head of the standard names {other}: \
                 cite that edition, or add a line for {document}"
            ),
            None => format!(
                "no `reference` line names {document}, so the bibliography has no title for it; \
                 add a line to the head of the standard"
            ),
        };
        let mut finding = findings.report(context.location(link.range), message);
        for other in others {
            let source = context.at.source(link.range);
            let place = source.strip_prefix(document.as_str()).unwrap_or_default();
            if source.starts_with(document.as_str()) {
                finding = finding.replace(context.location(link.range), format!("{other}{place}"));
            }
        }
        let line = format!("reference \"{document}\" \"\"");
        let behind = [annexa_syntax::Keyword::Reference, annexa_syntax::Keyword::Base];
        if let Some(edit) = edits::insert_into_head(project, standard, &behind, &line) {
            finding =
                finding.fix(format!("Add `reference \"{document}\"` for its title"), vec![edit]);
        }
        let _ = finding;
    }
}

/// Whether a document is a standard of the project, whose title is known.
fn is_of_project(project: &Project, document: &str) -> bool {
    let (name, edition) = parted(document);
    project.standards().iter().any(|it| it.is_called(name, edition))
}

/// Splits a designation from its edition.
fn parted(document: &str) -> (&str, Option<&str>) {
    match document.rsplit_once(':') {
        Some((name, edition)) => (name, Some(edition)),
        None => (document, None),
    }
}

/// Returns the other editions of the same document on `reference` lines.
fn other_editions<'a>(standard: &'a Standard, document: &str) -> Vec<&'a str> {
    let name = parted(document).0;
    let declared = standard.references.iter().map(|it| it.document.as_str());
    declared.filter(|other| parted(other).0 == name).collect()
}

/// R128: a base and a number in plain words.
pub(super) fn plain_citation(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let Some(standard) = context.standard else { return };
    for (_, text) in context.at.declaration.texts() {
        let source = context.at.source(text.range);
        for base in &standard.bases {
            let Some(alias) = &base.alias else { continue };
            let document = base.designation.document.as_str();
            for (at, _) in source.match_indices(document) {
                let start = text.range.start() + TextSize::new(at as u32);
                let rest = source.get(at + document.len()..).unwrap_or_default();
                let before = source.get(..at).unwrap_or_default();
                let Some(found) = citation(rest) else { continue };
                let range =
                    TextRange::at(start, TextSize::new((document.len() + found.length) as u32));
                // Another edition of the document may be cited although one is a base.
                let is_other = found.edition.is_some_and(|edition| {
                    standard.bases.iter().any(|other| {
                        other.designation.document == document
                            && other.edition.as_deref() == Some(edition)
                            && other.edition != base.edition
                    })
                });
                if before.ends_with(char::is_alphanumeric) || is_other || is_named(text, range) {
                    continue;
                }
                report(context, base, alias, range, &found, findings);
            }
        }
    }
}

fn report(
    context: &DeclarationContext<'_>,
    base: &Base,
    alias: &str,
    range: TextRange,
    found: &Citation<'_>,
    findings: &mut Findings<'_>,
) {
    let alias = match found.edition {
        Some(edition) if base.edition.as_deref() != Some(edition) => format!("{alias}:{edition}"),
        _ => alias.to_owned(),
    };
    let reference = format!("{{{alias} {}}}", found.place);
    let location = context.location(range);
    let message = format!(
        "this cites a provision of a base in plain words, so the number is not checked; write `{reference}`"
    );
    findings
        .report(location, message)
        .fix(format!("Write `{reference}`"), vec![Edit { location, new: reference.clone() }]);
}

/// Whether a range is within a reference to a provision or a term.
fn is_named(text: &Text, range: TextRange) -> bool {
    let references = text.references.iter().map(|it| it.range);
    let terms = text.terms.iter().map(|it| it.range);
    references.chain(terms).any(|it| it.intersect(range).is_some())
}

/// A place behind a designation in plain words.
struct Citation<'a> {
    edition: Option<&'a str>,
    /// `6.1.3 c)`.
    place: String,
    /// The length in bytes up to the end of the place.
    length: usize,
}

/// `:2022, 6.1.3 c)`, `, clause 5`, ` A.5.1`.
fn citation(rest: &str) -> Option<Citation<'_>> {
    const WORDS: &[&str] = &["clause", "subclause", "control", "Clause", "Subclause", "Control"];
    let (edition, behind) = match rest.strip_prefix(':') {
        Some(dated) => {
            let (edition, behind) = run(dated, |it| it.is_ascii_digit());
            (Some(edition).filter(|it| it.len() == 4)?.into(), behind)
        }
        None => (None, rest),
    };
    let trimmed = behind.trim_start().strip_prefix(',').unwrap_or(behind).trim_start();
    if trimmed.len() == behind.len() {
        return None;
    }
    let (word, behind_word) = run(trimmed, char::is_alphabetic);
    let is_introduced = WORDS.contains(&word);
    let number_at = if is_introduced { behind_word.trim_start() } else { trimmed };
    let (number, behind) = run(number_at, |it| it.is_ascii_alphanumeric() || it == '.');
    let number_length = number.trim_end_matches('.').len();
    let (number, behind) = (
        &number[..number_length],
        match number_length < number.len() {
            true => "",
            false => behind,
        },
    );
    let parts: Vec<&str> = number.split('.').collect();
    let [first, others @ ..] = parts.as_slice() else { return None };
    let is_digits = |part: &&str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let is_annex = first.len() == 1 && first.bytes().all(|it| it.is_ascii_uppercase());
    // A bare number can be a quantity, as in `, 93 controls`.
    let is_place = others.iter().all(is_digits)
        && (is_digits(first) || is_annex)
        && (is_introduced && is_digits(first) || !others.is_empty());
    if !is_place {
        return None;
    }
    let mut place = number.to_owned();
    let mut end = rest.len() - number_at.len() + number_length;
    let mut behind = behind;
    while let Some((mark, further)) = item(behind) {
        place.push(' ');
        place.push_str(mark);
        behind = further;
        end = rest.len() - behind.len();
    }
    Some(Citation { edition, place, length: end })
}

/// Returns the mark of a list item behind blanks, and the rest.
fn item(text: &str) -> Option<(&str, &str)> {
    let trimmed = text.trim_start_matches([' ', '\u{a0}']);
    let (name, behind) = run(trimmed, |it| it.is_ascii_lowercase() || it.is_ascii_digit());
    let is_mark = trimmed.len() < text.len() && matches!(name.len(), 1..=5);
    let behind = behind.strip_prefix(')').filter(|_| is_mark)?;
    Some((trimmed.get(..=name.len())?, behind))
}

/// Splits a text behind the leading characters of a kind.
fn run(text: &str, is_of_kind: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|it| !is_of_kind(it)).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::citation;

    #[test]
    fn places_behind_a_designation() {
        for (rest, place, length) in [
            (":2022, 5.99", "5.99", 11),
            (", 6.1.3 c)", "6.1.3 c)", 10),
            (" 9.3.2 d) 2), and", "9.3.2 d) 2)", 12),
            (":2022, clause 5.", "5", 15),
            (" A.5.1.", "A.5.1", 6),
            ("\n    5.1", "5.1", 8),
        ] {
            let found = citation(rest).unwrap();
            assert_eq!((found.place.as_str(), found.length), (place, length), "{rest}");
        }
        for rest in [
            ":2022",
            ", 93 controls",
            ":2022 and 5.1",
            ":20225.1",
            "5.1",
            "-2 5.1",
            ", clauses 5.1",
            "",
        ] {
            assert!(citation(rest).is_none(), "{rest}");
        }
    }
}
