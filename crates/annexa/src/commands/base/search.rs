//! `annexa base search`: finds provisions by their words.

use annexa_base::ATTRIBUTES;
use annexa_model::{Catalogue, CatalogueId, Project, Provision, ProvisionKind};

use super::query;
use crate::outcome::{Failure, Outcome};
use crate::terminal::{self, count};

/// A provision that has all the words.
struct Hit<'a> {
    score: u32,
    newest: bool,
    catalogue: &'a Catalogue,
    provision: &'a Provision,
}

/// What is found, as it is printed.
pub(super) fn search(
    project: &Project,
    words: &str,
    document: Option<&str>,
    limit: usize,
) -> Result<(String, Outcome), Failure> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let only = document.map(|document| query::document(project, document)).transpose()?;
    let mut hits = Vec::new();
    for id in project.catalogue_ids() {
        if only.is_none_or(|(only, _)| only == id)
            && let Some(catalogue) = project.catalogue(id)
        {
            hits.extend(hits_in(project, id, catalogue, &words));
        }
    }
    // The catalogues and their provisions are in order already, and the sort keeps that.
    hits.sort_by_key(|hit| (std::cmp::Reverse(hit.score), !hit.newest));
    if hits.is_empty() {
        terminal::say(&format!("nothing is found that has: {}\n", words.join(" ")));
        return Ok((String::new(), Outcome::Findings));
    }
    let mut text = String::new();
    for hit in hits.iter().take(limit) {
        let number = format!("{} {}", short(hit.catalogue), hit.provision.number);
        let kind = match hit.provision.kind {
            ProvisionKind::Clause => " (clause)",
            ProvisionKind::Objective => " (objective)",
            ProvisionKind::Control => "",
        };
        let number = terminal::styled(terminal::STRONG, &format!("{number:<18}"));
        text.push_str(&format!("{number}  {}{kind}\n", hit.provision.title));
    }
    if hits.len() > limit {
        terminal::say(&format!("… and {}; see --limit\n", count(hits.len() - limit, "other")));
    }
    Ok((text, Outcome::Clean))
}

/// The document as a reference names it: `27002:2022`.
fn short(catalogue: &Catalogue) -> String {
    match (&catalogue.document.number, &catalogue.document.edition) {
        (Some(number), Some(edition)) => format!("{number}:{edition}"),
        _ => catalogue.document.printed(),
    }
}

fn hits_in<'a>(
    project: &'a Project,
    id: CatalogueId,
    catalogue: &'a Catalogue,
    words: &[String],
) -> impl Iterator<Item = Hit<'a>> {
    let newest = project.newer(id).is_none();
    catalogue.iter().filter_map(move |(_, provision)| {
        let mut score = 0;
        for word in words {
            score += score_of(provision, word)?;
        }
        score += bonus(&provision.title.to_lowercase(), &words.join(" "));
        Some(Hit { score, newest, catalogue, provision })
    })
}

/// What all the words together are worth: who writes a whole title means that one.
fn bonus(title: &str, words: &str) -> u32 {
    match title {
        title if title == words => 60,
        title if title.starts_with(words) => 20,
        title if title.contains(words) => 10,
        _ => 0,
    }
}

/// How well a word fits: its number before its title, that before attributes, these before the
/// summary; whole words before beginnings and these before parts. `None` if it does not occur.
fn score_of(provision: &Provision, word: &str) -> Option<u32> {
    if provision.number.to_lowercase() == word {
        return Some(100);
    }
    let attributes = ATTRIBUTES
        .iter()
        .flat_map(|attribute| provision.attributes.values(*attribute))
        .map(|value| value.to_lowercase());
    let in_attributes = attributes
        .filter_map(|value| match value == word || value.replace('_', "-") == word {
            true => Some(30),
            false => fit(&value, word).map(|fit| fit * 5),
        })
        .max();
    let in_title = fit(&provision.title.to_lowercase(), word).map(|fit| fit * 20);
    let in_summary =
        provision.summary.as_ref().and_then(|summary| fit(&summary.to_lowercase(), word));
    in_title.max(in_attributes).max(in_summary)
}

/// 3 for a whole word, 2 for the beginning of one, 1 for a part.
fn fit(text: &str, word: &str) -> Option<u32> {
    let mut best = None;
    for found in text.split(|letter: char| !letter.is_alphanumeric() && letter != '-') {
        let fit = match found {
            found if found == word => 3,
            found if found.starts_with(word) => 2,
            found if found.contains(word) => 1,
            _ => continue,
        };
        best = best.max(Some(fit));
    }
    // A word with a mark in it, such as `and/or`, is none of these.
    best.or_else(|| text.contains(word).then_some(1))
}
