//! The digest of a catalogue: of what it says, however it is laid out.

use annexa_model::{Catalogue, Layout, ListItem};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The SHA-256 of a catalogue's canonical form, in hexadecimal.
///
/// The canonical form is a JSON array without blanks, its provisions in the order of their numbers.
/// There is no object in it, so that no order of keys can matter; nor where things stand in the file.
pub(crate) fn digest(catalogue: &Catalogue) -> String {
    hexadecimal(&Sha256::digest(canonical(catalogue).to_string().as_bytes()))
}

/// Bytes in hexadecimal.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn canonical(catalogue: &Catalogue) -> Value {
    let provisions: Vec<Value> = catalogue
        .provisions
        .iter()
        .map(|provision| {
            let attributes = &provision.attributes;
            json!([
                provision.number,
                provision.kind.as_str(),
                provision.title,
                items(&provision.items),
                [
                    attributes.types,
                    attributes.properties,
                    attributes.concepts,
                    attributes.capabilities,
                    attributes.domains,
                ],
                provision.summary,
            ])
        })
        .collect();
    let annexes: Vec<Value> = catalogue
        .annexes
        .iter()
        .map(|annex| {
            let titles: Vec<_> = annex.titles.iter().map(|own| (&own.number, &own.title)).collect();
            json!([annex.letter, annex.title, annex.document.printed(), titles])
        })
        .collect();
    let amendments: Vec<Value> = catalogue
        .amendments
        .iter()
        .map(|amendment| json!([amendment.name, amendment.clause, amendment.summary]))
        .collect();
    json!([
        catalogue.document.printed(),
        catalogue.title,
        match catalogue.layout {
            Layout::Attributes => "attributes",
            Layout::Objectives => "objectives",
            Layout::Plain => "plain",
        },
        catalogue.supersedes.as_ref().map(|edition| edition.printed()),
        provisions,
        annexes,
        amendments,
    ])
}

fn items(items: &[ListItem]) -> Value {
    items.iter().map(|item| json!([item.mark, self::items(&item.items)])).collect()
}
