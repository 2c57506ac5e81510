//! The possible meanings of a reference that `annexa base show` cannot find as written.

use annexa_model::{Moved, Project, readings};
use annexa_syntax::read_loosely;

use super::wrap;
use crate::outcome::Failure;
use crate::terminal;

/// The meaning of the reference.
pub(super) enum Near {
    /// A reference in the form of the language.
    Reference(String),
    /// The text to show: the clauses that an amendment changes.
    Text(String),
}

/// Reads a reference again; returns `failure` if it has no meaning.
pub(super) fn read(project: &Project, reference: &str, failure: Failure) -> Result<Near, Failure> {
    if let Some(text) = amendment(project, reference) {
        return Ok(Near::Text(text));
    }
    let found = readings(project, None, reference);
    match found.same.as_slice() {
        [] => match found.moved.first() {
            Some(moved) => Err(Failure::new(failure.plain()).help(where_it_went(project, moved))),
            None => Err(failure),
        },
        [one] => Ok(Near::Reference(one.text.clone())),
        several => {
            let texts: Vec<String> = several.iter().map(|it| format!("`{}`", it.text)).collect();
            Err(Failure::new(format!("`{reference}` is in several documents"))
                .help(format!("write {}", texts.join(" or "))))
        }
    }
}

/// `ISO/IEC 27002:2013 has it: 12.1.2 Change management; here that is 27002 8.32 Change
/// management`.
fn where_it_went(project: &Project, moved: &Moved) -> String {
    let title = |(catalogue, provision)| {
        let provision = project.catalogue(catalogue).and_then(|it| it.provision(provision));
        provision.map_or("", |provision| provision.title.as_str())
    };
    let edition = project.catalogue(moved.edition).map(|it| it.document.printed());
    let edition = edition.unwrap_or_default();
    let here: Vec<String> = moved
        .readings
        .iter()
        .filter_map(|reading| Some(format!("{} {}", reading.text, title(reading.provision?))))
        .collect();
    let here = match here.is_empty() {
        true => "it has no successor in the later edition".to_owned(),
        false => format!("the latest edition has {}", here.join(" and ")),
    };
    format!("{edition} has it: {} {}; {here}", moved.point, title(moved.provision))
}

/// Returns the clauses that an amendment changes.
fn amendment(project: &Project, reference: &str) -> Option<String> {
    let loose = read_loosely(reference)?;
    let name = loose.amendment?;
    let mut text = String::new();
    for id in project.catalogue_ids() {
        let Some(catalogue) = project.catalogue(id) else { continue };
        let is_meant = catalogue.document.number == loose.document
            && (loose.edition.is_none() || catalogue.document.edition == loose.edition);
        let is_named = |it: &&annexa_model::Amendment| {
            it.name == name || it.name.starts_with(&format!("{name}:"))
        };
        let clauses: Vec<_> = catalogue.amendments.iter().filter(is_named).collect();
        let (true, Some(first)) = (is_meant, clauses.first()) else { continue };
        let heading = format!("{} + {}", catalogue.document.printed(), first.name);
        text.push_str(&format!("{}\n", terminal::styled(terminal::STRONG, &heading)));
        for clause in clauses {
            let summary = clause.summary.as_deref().unwrap_or("changes it");
            text.push_str(&format!("{}\n", wrap(&format!("{}: {summary}", clause.clause), 2)));
        }
    }
    (!text.is_empty()).then_some(text)
}
