//! What there is to say of an item, told only when a client asks for it.

use annexa_base::DocumentEdition;
use annexa_model::{Project, Standard, rules};
use annexa_syntax::Keyword;

use crate::{card, reader};

/// What an item is about, by names that stay true while the project is edited.
pub(super) enum Key<'a> {
    Provision(&'a Standard, &'a DocumentEdition, &'a str),
    Added(&'a str),
    Term(&'a Standard, &'a str),
    Rule(&'a str),
}

impl Key<'_> {
    pub(super) fn printed(&self) -> String {
        match self {
            Key::Provision(standard, document, number) => {
                let edition = document.edition.as_deref().unwrap_or_default();
                ["provision", &standard.prefix, &document.document, edition, number].join("\t")
            }
            Key::Added(label) => ["added", label].join("\t"),
            Key::Term(standard, name) => ["term", &standard.prefix, name].join("\t"),
            Key::Rule(code) => ["rule", code].join("\t"),
        }
    }
}

/// The documentation of an item, in Markdown, by the key that came with it. `None` where what it is
/// about is gone.
pub fn documentation(project: &Project, key: &str) -> Option<String> {
    let parts: Vec<&str> = key.split('\t').collect();
    match parts.as_slice() {
        ["provision", prefix, document, edition, number] => {
            let standard = project.standard_by_prefix(prefix).map(|standard| standard.id);
            let edition = Some(*edition).filter(|edition| !edition.is_empty());
            let catalogue = project.find_catalogue(document, edition)?;
            let provision = project.catalogue(catalogue)?.find(number)?;
            Some(card::provision_card(project, standard, catalogue, provision))
        }
        ["added", label] => added(project, label),
        ["term", prefix, name] => term(project, prefix, name),
        ["rule", code] => {
            let rule = rules::find(code)?;
            Some(format!("**{} {}**\n\n{}\n\n{}", rule.code, rule.name, rule.summary, rule.source))
        }
        _ => None,
    }
}

fn added(project: &Project, label: &str) -> Option<String> {
    let holder = project.standard_by_prefix(label.split('.').next()?)?;
    let added = holder.added(holder.added_by_label(label)?)?;
    let at = project.declaration(added.declaration)?;
    let mut shown = format!("**{} {}**", added.label, card::escaped(&added.title));
    for name in [Keyword::Control, Keyword::Text, Keyword::Purpose] {
        if let Some(text) = at.declaration.text(name) {
            shown.push_str(&format!("\n\n{}", reader::markdown(project, &at, text)));
        }
    }
    Some(shown)
}

fn term(project: &Project, prefix: &str, name: &str) -> Option<String> {
    let standard = project.standard_by_prefix(prefix)?;
    let term = standard.term(name)?;
    let at = project.declaration(term.declaration)?;
    let definition = at.declaration.text(Keyword::Definition)?;
    let definition = reader::markdown(project, &at, definition);
    Some(format!("**{}**\n\n{definition}", card::escaped(&term.name)))
}
