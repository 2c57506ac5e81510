//! `annexa base search`: finds provisions by number, by words, or by amendment.

use std::collections::BTreeSet;

use annexa_base::ATTRIBUTES;
use annexa_model::{
    Annex, Catalogue, CatalogueId, Moved, Project, Provision, ProvisionKind, Reading, readings,
    rules,
};

use super::query;
use crate::outcome::{Failure, Outcome};
use crate::terminal::{self, count};

/// A line of the results.
struct Hit {
    score: u32,
    is_newest: bool,
    /// The reference: `27002:2022 5.23`.
    reference: String,
    title: String,
}

/// Returns the printed results.
pub(super) fn search(
    project: &Project,
    words: &str,
    document: Option<&str>,
    limit: usize,
) -> Result<(String, Outcome), Failure> {
    let only = document.map(|document| query::document(project, document)).transpose()?;
    let is_looked_into = |id: CatalogueId| only.is_none_or(|(only, _)| only == id);
    let mut hits: Vec<Hit> = by_reference(project, words)
        .into_iter()
        .filter(|(reading, _)| reading.catalogue.is_some_and(is_looked_into))
        .filter_map(|(reading, score)| hit_of_reading(project, &reading, score))
        .collect();
    let asked = asked_for(words);
    let ids = project.catalogue_ids().filter(|&id| is_looked_into(id) && !asked.is_empty());
    for id in ids {
        let Some(catalogue) = project.catalogue(id) else { continue };
        let is_newest = project.newer(id).is_none();
        hits.extend(amendments_in(catalogue, &asked, is_newest));
        hits.extend(hits_in(catalogue, &asked, is_newest));
    }
    // The catalogues and their provisions are already sorted, and the sort is stable.
    hits.sort_by_key(|hit| (std::cmp::Reverse(hit.score), !hit.is_newest));
    let mut seen = BTreeSet::new();
    hits.retain(|hit| seen.insert(hit.reference.clone()));
    if hits.is_empty() {
        terminal::say(&nothing(project, words, &asked));
        return Ok((String::new(), Outcome::Findings));
    }
    let mut text = String::new();
    for hit in hits.iter().take(limit) {
        let reference = terminal::styled(terminal::STRONG, &format!("{:<18}", hit.reference));
        let line =
            terminal::hanging(&format!("{reference}  "), &hit.title, terminal::output_width());
        text.push_str(&format!("{line}\n"));
    }
    if hits.len() > limit {
        terminal::say(&format!("… and {}; see --limit\n", count(hits.len() - limit, "other")));
    }
    Ok((text, Outcome::Clean))
}

/// Returns the possible meanings of a text that resembles a reference, the most likely with the
/// highest score.
fn by_reference(project: &Project, words: &str) -> Vec<(Reading, u32)> {
    // A single number is searched by its digits, in all editions.
    let is_number = |text: &str| text.chars().all(|it| it.is_ascii_digit() || it == '.');
    if is_number(words.trim()) {
        return Vec::new();
    }
    let found = readings(project, None, words);
    let there = |moved: &Moved| Reading {
        text: format!("- {}", moved.point),
        catalogue: Some(moved.edition),
        provision: Some(moved.provision),
        through_annex: false,
    };
    let earlier: Vec<_> = found.moved.iter().map(there).collect();
    let moved = found.moved.into_iter().flat_map(|moved| moved.readings);
    let is_provision = |(reading, _): &(Reading, u32)| reading.provision.is_some();
    found
        .same
        .into_iter()
        .map(|reading| (reading, 1000))
        .chain(moved.map(|reading| (reading, 900)))
        .chain(earlier.into_iter().map(|reading| (reading, 850)))
        .chain(found.whole.into_iter().map(|reading| (reading, 800)))
        .filter(is_provision)
        .collect()
}

fn hit_of_reading(project: &Project, reading: &Reading, score: u32) -> Option<Hit> {
    let (holder, provision) = reading.provision?;
    let provision = project.catalogue(holder)?.provision(provision)?;
    let named = short(project.catalogue(reading.catalogue?)?);
    let number = reading.text.split_once(' ').map_or("", |(_, number)| number);
    Some(Hit {
        score,
        is_newest: true,
        reference: format!("{named} {number}"),
        title: titled(annex_of(project, reading), provision),
    })
}

/// Returns the annex through which a reading names a control.
fn annex_of<'a>(project: &'a Project, reading: &Reading) -> Option<&'a Annex> {
    let seen = project.catalogue(reading.catalogue?).filter(|_| reading.through_annex)?;
    let holder = project.catalogue(reading.provision?.0)?;
    seen.annexes.iter().find(|annex| annex.document.is(&holder.document))
}

/// Returns the words to search for: in lower case, without punctuation around them.
fn asked_for(words: &str) -> Vec<String> {
    let marks = |letter: char| !letter.is_alphanumeric();
    let words = words.split_whitespace().map(|word| word.trim_matches(marks).to_lowercase());
    words.filter(|word| !word.is_empty()).collect()
}

/// Returns the message that nothing was found, with similar words.
fn nothing(project: &Project, words: &str, asked: &[String]) -> String {
    let known: BTreeSet<String> = project
        .catalogue_ids()
        .filter_map(|id| project.catalogue(id))
        .flat_map(|catalogue| catalogue.citable().map(|(_, provision)| provision))
        .flat_map(|provision| {
            let summary = provision.summary.as_deref().unwrap_or_default();
            let texts = [provision.title.as_str(), summary].into_iter();
            texts.chain(provision.words.iter().map(|term| term.as_str())).flat_map(parts)
        })
        .filter(|word| word.chars().count() > 3)
        .collect();
    let nearest: Vec<String> = asked
        .iter()
        .filter(|word| !known.contains(*word))
        .filter_map(|word| rules::nearest_word(word, known.iter().map(String::as_str)))
        .map(|word| format!("`{word}`"))
        .collect();
    let help = match nearest.is_empty() {
        true => "try one word of a title, or a number such as A.5.23".to_owned(),
        false => format!("did you mean {}?", nearest.join(" and ")),
    };
    format!("no match for `{words}`; {help}\n")
}

/// Returns the document as a reference names it: `27002:2022`.
fn short(catalogue: &Catalogue) -> String {
    match (&catalogue.document.number, &catalogue.document.edition) {
        (Some(number), Some(edition)) => format!("{number}:{edition}"),
        _ => catalogue.document.printed(),
    }
}

fn titled(annex: Option<&Annex>, provision: &Provision) -> String {
    let kind = match provision.kind {
        ProvisionKind::Control => String::new(),
        kind => format!(" ({})", kind.as_str()),
    };
    let title = annex.map_or(&provision.title, |annex| annex.title_of(provision));
    format!("{title}{kind}")
}

/// Finds amendments by name (`Amd 1:2024`, `amendment 1`) or by summary, and returns the clauses
/// that they change.
fn amendments_in(
    catalogue: &Catalogue,
    asked: &[String],
    is_newest: bool,
) -> impl Iterator<Item = Hit> {
    let kinds = [("amd", "amendment"), ("cor", "corrigendum")];
    let fits = |amendment: &annexa_model::Amendment| {
        let name = amendment.name.to_lowercase();
        let long =
            kinds.iter().find(|(short, _)| name.starts_with(short)).map_or("", |(_, long)| long);
        let all = format!(
            "{name} {long} {} {}",
            short(catalogue),
            amendment.summary.as_deref().unwrap_or_default()
        );
        let all: Vec<String> = parts(&all).collect();
        asked.iter().all(|word| parts(word).all(|part| all.iter().any(|it| is_form_of(it, &part))))
    };
    let hits: Vec<Hit> = catalogue
        .amendments
        .iter()
        .filter(|amendment| fits(amendment))
        .map(|amendment| {
            let summary = amendment.summary.as_deref().unwrap_or("changes it");
            Hit {
                score: 50,
                is_newest,
                reference: format!("{} {}", short(catalogue), amendment.clause),
                title: format!(
                    "{}: {}",
                    amendment.name,
                    summary.split_whitespace().collect::<Vec<_>>().join(" ")
                ),
            }
        })
        .collect();
    hits.into_iter()
}

fn hits_in(catalogue: &Catalogue, asked: &[String], is_newest: bool) -> impl Iterator<Item = Hit> {
    catalogue.citable().filter_map(move |(_, provision)| {
        let mut score = 0;
        for word in asked {
            score += score_of(provision, word)?;
        }
        let asked = asked.join(" ");
        score += bonus(provision, &asked);
        let reference = format!("{} {}", short(catalogue), provision.number);
        Some(Hit { score, is_newest, reference, title: titled(None, provision) })
    })
}

/// Returns an additional score if the words are a complete title or search term.
fn bonus(provision: &Provision, words: &str) -> u32 {
    let is_term = || provision.words.iter().any(|term| parts(term).eq(parts(words)));
    match provision.title.to_lowercase() {
        title if title == words => 60,
        title if title.starts_with(words) || is_term() => 20,
        title if title.contains(words) => 10,
        _ => 0,
    }
}

/// Returns how well a word matches. A match in the number scores higher than one in the title, then
/// come search terms, attributes and the summary; a whole word scores higher than the beginning of
/// one, and that higher than a part. `None` if the word does not occur.
fn score_of(provision: &Provision, word: &str) -> Option<u32> {
    if provision.number.to_lowercase() == word {
        return Some(100);
    }
    let attributes = ATTRIBUTES
        .iter()
        .flat_map(|attribute| provision.attributes.values(*attribute))
        .map(|value| value.to_lowercase());
    let in_attributes = attributes
        .filter_map(|value| match value.replace('_', "-") == word.replace('_', "-") {
            true => Some(30),
            false => fit(&value, word).map(|fit| fit * 5),
        })
        .max();
    let in_title = fit(&provision.title, word).map(|fit| fit * 20);
    let in_terms = provision.words.iter().filter_map(|term| fit(term, word)).max();
    let in_terms = in_terms.map(|fit| fit * 18);
    let in_summary = provision.summary.as_ref().and_then(|summary| fit(summary, word));
    in_title.max(in_terms).max(in_attributes).max(in_summary)
}

/// Returns 3 for a whole word in any number, 2 for the beginning of one, 1 for a part. A word with
/// a hyphen matches its parts.
fn fit(text: &str, word: &str) -> Option<u32> {
    let asked: Vec<String> = parts(word).collect();
    let words: Vec<String> = parts(text).collect();
    let fits = asked.iter().map(|asked| {
        let fits = words.iter().map(|word| match word {
            word if is_form_of(word, asked) => 3,
            word if word.starts_with(asked.as_str()) => 2,
            word if word.contains(asked.as_str()) => 1,
            _ => 0,
        });
        fits.max().filter(|fit| *fit > 0)
    });
    // `back-up` matches `backup`, and the reverse.
    let joined = || {
        let whole = asked.concat();
        let pairs = words.windows(2).any(|pair| pair.concat() == whole);
        (words.contains(&whole) || pairs).then_some(3)
    };
    let all: Option<Vec<u32>> = fits.collect();
    all.and_then(|all| all.into_iter().min()).or_else(joined)
}

/// Returns words and numbers in lower case; hyphens, underscores and other punctuation separate
/// them.
fn parts(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).map(str::to_lowercase)
}

/// Whether two words are the same, in singular or plural.
fn is_form_of(word: &str, asked: &str) -> bool {
    stem(word) == stem(asked)
}

fn stem(word: &str) -> String {
    match word {
        _ if word.len() > 4 && word.ends_with("ies") => format!("{}y", &word[..word.len() - 3]),
        _ if word.len() > 4
            && ["sses", "xes", "ches", "shes"].iter().any(|end| word.ends_with(end)) =>
        {
            word[..word.len() - 2].to_owned()
        }
        _ if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") => {
            word[..word.len() - 1].to_owned()
        }
        _ => word.to_owned(),
    }
}
