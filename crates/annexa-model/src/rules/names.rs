//! R106, R109, R110, R114, R116: names that are given twice, not at all, or for nothing.

use annexa_base::{Location, attribute, natural_key};
use annexa_syntax::{DeclarationKind, FieldValue, Keyword, SmolStr, Spanned};
use rustc_hash::FxHashMap;

use super::{DeclarationContext, Findings, StandardContext, edits, identity, listed, nearest};
use crate::{Project, Standard, Symbol, links, project::Entry, term_key};

/// Takes names with their places, and reports each that was there before.
struct Names<'f, 'a> {
    first: FxHashMap<String, Location>,
    findings: &'f mut Findings<'a>,
}

impl<'f, 'a> Names<'f, 'a> {
    fn new(findings: &'f mut Findings<'a>) -> Self {
        Names { first: FxHashMap::default(), findings }
    }

    fn add(
        &mut self,
        key: impl Into<String>,
        location: Location,
        message: impl FnOnce() -> String,
    ) {
        match self.first.entry(key.into()) {
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(location);
            }
            std::collections::hash_map::Entry::Occupied(taken) => {
                let first = *taken.get();
                self.findings.report(location, message()).related(first, "the first one is here");
            }
        }
    }
}

pub(super) fn defined_twice(project: &Project, findings: &mut Findings<'_>) {
    let mut prefixes = Names::new(findings);
    let is_head = |_, entry: &Entry| entry.kind == DeclarationKind::Standard;
    for at in project.file_ids().flat_map(|file| project.declarations_where(file, is_head)) {
        if let Some(prefix) = &at.declaration.label {
            prefixes.add(prefix.value.as_str(), at.location(prefix.range), || {
                format!(
                    "the prefix {} is that of another standard of the project; prefixes are unique",
                    prefix.value
                )
            });
        }
    }
    identity::labels_twice(project, findings);
    identity::changes_twice(project, findings);
    for standard in project.standards() {
        terms_twice(standard, findings);
        head_names_twice(standard, findings);
    }
    catalogues_twice(project, findings);
}

fn terms_twice(standard: &Standard, findings: &mut Findings<'_>) {
    let mut names = Names::new(findings);
    for term in &standard.terms {
        names.add(term_key(&term.name), term.location, || {
            format!("the term “{}” is defined twice; keep one definition", term.name)
        });
    }
}

fn head_names_twice(standard: &Standard, findings: &mut Findings<'_>) {
    let mut audiences = Names::new(findings);
    for audience in &standard.audiences {
        audiences.add(audience.name.as_str(), audience.location, || {
            format!("the audience {} is declared twice; keep one of them", audience.name)
        });
    }
    let mut aliases = Names::new(findings);
    for base in &standard.bases {
        let Some(alias) = &base.alias else { continue };
        let location = base.alias_location.unwrap_or(base.location);
        aliases.add(alias.as_str(), location, || {
            format!(
                "another base is already called {alias}; give this one a name of its own with `as`"
            )
        });
    }
}

/// Editions, and the numbers within each, in the catalogues of the project.
fn catalogues_twice(project: &Project, findings: &mut Findings<'_>) {
    let mut editions: FxHashMap<String, Location> = FxHashMap::default();
    for catalogue in project.bases.files().iter().flat_map(|file| &file.catalogues) {
        let printed = catalogue.document.printed();
        match editions.get(&printed) {
            Some(first) => {
                let message = format!("{printed} has a catalogue already; keep one of them");
                findings
                    .report(catalogue.location, message)
                    .related(*first, "the first one is here");
            }
            None => {
                editions.insert(printed, catalogue.location);
            }
        }
        let mut provisions: Vec<_> = catalogue.provisions.iter().collect();
        provisions.sort_by_key(|provision| (natural_key(&provision.number), provision.location));
        for pair in provisions.windows(2) {
            if let [first, later] = pair
                && first.number == later.number
            {
                let message = format!("{} is given twice in this catalogue", later.number);
                findings
                    .report(later.location, message)
                    .related(first.location, "the first one is here");
            }
        }
    }
}

pub(super) fn unknown_term(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    // A term whose name is not understood is told of as that.
    let Some(standard) = context.standard.filter(|it| it.knows_its_terms) else { return };
    for (_, text) in context.at.declaration.texts() {
        for term in text.terms.iter().filter(|term| !term.name.value.is_empty()) {
            let name = term.name.value.as_str();
            if standard.term(name).is_some() {
                continue;
            }
            let location = context.location(term.name.range);
            let mut finding = findings.report(
                location,
                format!("the standard defines no term “{name}”; define it with `term`, or write it as plain words"),
            );
            let names = standard.terms.iter().map(|term| term.name.as_str());
            if let Some(near) = nearest(name, names) {
                finding = finding.replace(location, near);
            }
            let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
            let new = format!("term \"{quoted}\" {{\n  definition \"\"\"\"\"\"\n}}");
            finding.fix(
                format!("Create the term “{name}”"),
                vec![edits::insert_behind(&context.at, &new)],
            );
        }
    }
}

pub(super) fn unused_definition(context: &StandardContext<'_>, findings: &mut Findings<'_>) {
    let StandardContext { project, standard } = *context;
    for (index, term) in standard.terms.iter().enumerate() {
        let symbol = Symbol::Term(standard.id, index as u32);
        // A definition that mentions its own term does not use it.
        let is_used =
            project.uses_unsorted(symbol).any(|used| used.declaration != term.declaration);
        // Of two terms of one name the first takes all the uses.
        if !is_used && standard.term(&term.name) == Some(index) {
            findings.report(
                term.location,
                format!(
                    "the term “{0}” is used nowhere; refer to it with `{{term {0}}}`",
                    term.name
                ),
            );
        }
    }
    for (index, audience) in standard.audiences.iter().enumerate() {
        let symbol = Symbol::Audience(standard.id, index as u32);
        let is_used = project.uses_unsorted(symbol).next().is_some();
        if !is_used && standard.audience(&audience.name) == Some(index) {
            findings.report(
                audience.location,
                format!("nothing is said `for {}`; use the audience or take it out", audience.name),
            );
        }
    }
}

pub(super) fn unknown_audience(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let Some(standard) = context.standard else { return };
    for name in links::audiences(context.at.declaration) {
        if standard.audience(&name.value).is_some() {
            continue;
        }
        let location = context.location(name.range);
        let known: Vec<&str> =
            standard.audiences.iter().map(|audience| audience.name.as_str()).collect();
        let says = if known.is_empty() {
            "it declares none".to_owned()
        } else {
            format!("it declares {}", listed(&known, "and"))
        };
        let message = format!(
            "the standard declares no audience `{}`; {says}, each as `audience NAME \"title\"` in its head",
            name.value
        );
        let mut finding = findings.report(location, message);
        if let Some(near) = nearest(&name.value, known.iter().copied()) {
            finding = finding.replace(location, near);
        }
        let line = format!("audience {} \"\"", name.value);
        let behind = [Keyword::Audience, Keyword::Numbering, Keyword::Base];
        let edit = edits::insert_into_head(context.project, standard, &behind, &line);
        if let Some(edit) = edit {
            finding.fix(format!("Declare the audience `{}`", name.value), vec![edit]);
        }
    }
}

const STATUS: &[&str] = &["draft", "committee", "enquiry", "published", "withdrawn"];
const NUMBERING: &[&str] = &["inline", "annex", "plain"];
const LAYOUT: &[&str] = &["attributes", "objectives", "plain"];

/// The values that a field can have, where they are a closed vocabulary.
pub fn values(field: Keyword) -> Option<&'static [&'static str]> {
    Some(match field {
        Keyword::Status => STATUS,
        Keyword::Numbering => NUMBERING,
        Keyword::Layout => LAYOUT,
        _ => attribute(field)?.values(),
    })
}

pub(super) fn unknown_value(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    for field in &declaration.fields {
        if !declaration.kind.takes(field.name) {
            continue;
        }
        let Some(values) = values(field.name) else { continue };
        let what = attribute(field.name).map_or(field.name.as_str(), |attribute| attribute.name());
        match &field.value {
            FieldValue::Words(words) => {
                words.iter().for_each(|word| value(context, word, what, values, findings));
            }
            FieldValue::Word(word) => value(context, word, what, values, findings),
            _ => {}
        }
    }
}

fn value(
    context: &DeclarationContext<'_>,
    word: &Spanned<SmolStr>,
    what: &str,
    values: &[&'static str],
    findings: &mut Findings<'_>,
) {
    if values.contains(&word.value.as_str()) {
        return;
    }
    let location = context.location(word.range);
    let message = format!("`{}` is no value of {what}; write {}", word.value, listed(values, "or"));
    let near = nearest(&word.value, values.iter().copied());
    let finding = findings.report(location, message);
    if let Some(near) = near {
        let finding = finding.replace(location, near);
        // Another value can be meant, even where only one is near.
        if near.eq_ignore_ascii_case(&word.value) {
            finding.safe();
        }
    }
}
