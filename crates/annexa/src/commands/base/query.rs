//! Reads a reference on the command line: a document, then a number in it, then list items.

use annexa_model::{Annex, Catalogue, CatalogueId, Project, ProvisionId};

use crate::outcome::Failure;

/// The target of a reference.
pub(super) struct NamedPlace<'a> {
    /// The catalogue that the reference names.
    pub(super) id: CatalogueId,
    /// The annex that it goes through: the `A` of `27001 A.5.23`.
    pub(super) annex: Option<&'a Annex>,
    /// The provision; `None` for the whole document or annex.
    pub(super) provision: Option<ProvisionId>,
    /// The marks of the list items.
    pub(super) items: Vec<String>,
    /// The catalogue that contains the provision: another one for a control of an annex.
    pub(super) holder: CatalogueId,
}

/// Splits a reference into the document and the rest.
pub(super) fn document<'q>(
    project: &Project,
    reference: &'q str,
) -> Result<(CatalogueId, &'q str), Failure> {
    let mut best: Option<(usize, CatalogueId)> = None;
    for id in project.catalogue_ids() {
        let Some(catalogue) = project.catalogue(id) else { continue };
        for name in names(catalogue) {
            let rest = strip(reference, &name);
            let longer = best.is_none_or(|(length, _)| name.len() > length);
            if rest.is_some() && longer {
                let dated = name.ends_with(catalogue.document.edition.as_deref().unwrap_or(" "))
                    && name.contains(':');
                // Without an edition, the latest is meant.
                let id = match dated {
                    true => project.find_catalogue(
                        &catalogue.document.document,
                        catalogue.document.edition.as_deref(),
                    ),
                    false => project.find_catalogue(&catalogue.document.document, None),
                };
                best = id.map(|id| (name.len(), id)).or(best);
            }
        }
    }
    let (length, id) = best.ok_or_else(|| unknown_document(project, reference))?;
    Ok((id, reference.get(length..).unwrap_or_default().trim()))
}

/// Returns what follows a name, if the name ends there.
fn strip<'q>(reference: &'q str, name: &str) -> Option<&'q str> {
    let start = reference.get(..name.len())?;
    let rest = reference.get(name.len()..)?;
    (start.eq_ignore_ascii_case(name) && (rest.is_empty() || rest.starts_with(' '))).then_some(rest)
}

fn names(catalogue: &Catalogue) -> Vec<String> {
    let document = &catalogue.document;
    let mut names = vec![document.printed(), document.document.to_string()];
    if let Some(number) = &document.number {
        names.push(number.to_string());
        names.extend(document.edition.as_ref().map(|edition| format!("{number}:{edition}")));
    }
    names
}

fn unknown_document(project: &Project, reference: &str) -> Failure {
    let known: Vec<_> = project
        .catalogue_ids()
        .filter_map(|id| project.catalogue(id))
        .map(|catalogue| catalogue.document.printed())
        .collect();
    Failure::new(format!("no known base standard begins with `{reference}`")).help(format!(
        "the known ones are {}; write 27002 5.23 or 27002:2013 12.1.2",
        known.join(", ")
    ))
}

/// Reads a reference.
pub(super) fn place<'a>(project: &'a Project, reference: &str) -> Result<NamedPlace<'a>, Failure> {
    let reference = reference.split_whitespace().collect::<Vec<_>>().join(" ");
    let (id, rest) = document(project, &reference)?;
    let Some(catalogue) = project.catalogue(id) else {
        return Err(unknown_document(project, &reference));
    };
    let mut words = rest.split(' ').filter(|word| !word.is_empty());
    let Some(number) = words.next() else {
        return Ok(NamedPlace { id, annex: None, provision: None, items: Vec::new(), holder: id });
    };
    let items = items(words);
    let letter = number.split('.').next().unwrap_or_default();
    if let (Some(annex), None) = (catalogue.annex(letter), catalogue.find(number)) {
        let edition = annex.document.edition.as_deref();
        let holder = project.find_catalogue(&annex.document.document, edition).unwrap_or(id);
        let below = number.strip_prefix(letter).unwrap_or_default().trim_start_matches('.');
        let provision = match below {
            "" => None,
            below => Some(find(project, holder, below, number)?),
        };
        return Ok(NamedPlace { id, annex: Some(annex), provision, items, holder });
    }
    let provision = find(project, id, number, number)?;
    Ok(NamedPlace { id, annex: None, provision: Some(provision), items, holder: id })
}

/// `c)`, `2)`. The bracket can be omitted, because it is difficult to write in a shell.
fn items<'q>(words: impl Iterator<Item = &'q str>) -> Vec<String> {
    let mut items = Vec::new();
    for word in words {
        // `c)2)` in one word.
        for mark in word.split_inclusive(')') {
            items.push(format!("{})", mark.trim_end_matches(')')));
        }
    }
    items
}

fn find(
    project: &Project,
    id: CatalogueId,
    number: &str,
    written: &str,
) -> Result<ProvisionId, Failure> {
    let Some(catalogue) = project.catalogue(id) else { return Err(Failure::new("no catalogue")) };
    if let Some(found) = catalogue.find(number) {
        return Ok(found);
    }
    let printed = catalogue.document.printed();
    let elsewhere: Vec<_> = project
        .catalogue_ids()
        .filter_map(|other| project.catalogue(other))
        .filter(|other| other.document.document == catalogue.document.document)
        .filter_map(|other| {
            let provision = other.provision(other.find(number)?)?;
            Some(format!("{} has it: {number} {}", other.document.printed(), provision.title))
        })
        .collect();
    let help = match elsewhere.first() {
        Some(elsewhere) => elsewhere.clone(),
        None => {
            let short = catalogue.document.number.as_deref().unwrap_or(&printed);
            format!("`annexa base show {short}` lists its provisions")
        }
    };
    Err(Failure::new(format!("{printed} has no {written}")).help(help))
}
