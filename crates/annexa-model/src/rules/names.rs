//! R106, R109, R110, R114, R116, R118, R129: duplicate, undeclared and unused names.

use annexa_base::{Location, attribute, natural_key};
use annexa_syntax::{DeclarationKind, FieldValue, Keyword, SmolStr, Spanned, TextRange};
use rustc_hash::FxHashMap;

use super::{DeclarationContext, Findings, StandardContext, edits, listed, nearest, wanted};
use crate::{
    CitedDocument, Edit, LinkRole, Project, Resolved, Standard, Symbol, links,
    project::DeclarationEntry,
};

/// Collects names with their locations and reports duplicates.
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
    let is_head = |_, entry: &DeclarationEntry| entry.kind == DeclarationKind::Standard;
    for at in project.file_ids().flat_map(|file| project.declarations_where(file, is_head)) {
        if let Some(prefix) = &at.declaration.label {
            prefixes.add(prefix.value.as_str(), at.location(prefix.range), || {
                format!(
                    "the prefix {} belongs to another standard of the project; prefixes are unique",
                    prefix.value
                )
            });
        }
    }
    designations_twice(project, findings);
    for standard in project.standards() {
        head_names_twice(project, standard, findings);
    }
    catalogues_twice(project, findings);
}

/// Reports standards with the same designation, because a reference by designation would be
/// ambiguous.
fn designations_twice(project: &Project, findings: &mut Findings<'_>) {
    let mut names = Names::new(findings);
    for standard in project.standards() {
        let Some(head) = standard.head.and_then(|head| project.declaration(head)) else { continue };
        let fields = head.declaration.fields(Keyword::Designation);
        let places = fields.filter_map(|field| match &field.value {
            FieldValue::Designation(designation) => Some(head.location(designation.range)),
            _ => None,
        });
        for (designation, place) in standard.designations.iter().zip(places) {
            let printed = designation.printed();
            names.add(printed.as_str(), place, || {
                format!("{printed} is already the designation of a standard of this project")
            });
        }
    }
}

/// Reports a term that an earlier declaration also defines.
pub(super) fn term_twice(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let Some(standard) = context.standard else { return };
    let Some(term) = standard.term_of(context.at.id) else { return };
    if let Some(first) = standard.term(&term.name)
        && first.declaration != context.at.id
    {
        let message = format!("the term “{}” is defined twice; keep one definition", term.name);
        findings.report(term.location, message).related(first.location, "the first one is here");
    }
}

fn head_names_twice(project: &Project, standard: &Standard, findings: &mut Findings<'_>) {
    let mut audiences = Names::new(findings);
    for audience in &standard.audiences {
        audiences.add(audience.name.as_str(), audience.location, || {
            format!("the audience {} is declared twice; keep one of them", audience.name)
        });
    }
    amendments_twice(project, standard, findings);
    let mut aliases = Names::new(findings);
    for base in &standard.bases {
        let Some(alias) = &base.alias else { continue };
        let location = base.alias_location.unwrap_or(base.location);
        aliases.add(alias.as_str(), location, || {
            format!(
                "another base already has the alias {alias}; give this one its own alias with `as`"
            )
        });
    }
}

fn amendments_twice(project: &Project, standard: &Standard, findings: &mut Findings<'_>) {
    let Some(head) = standard.head.and_then(|head| project.declaration(head)) else { return };
    for (_, line) in edits::base_lines(head.declaration) {
        for (index, amendment) in line.amendments.iter().enumerate() {
            let earlier = line.amendments[..index].iter();
            let Some(first) = earlier.clone().find(|it| it.value == amendment.value) else {
                continue;
            };
            // Includes the `+` before it.
            let before = earlier.last().map_or(first.range.end(), |it| it.range.end());
            let place = TextRange::new(before, amendment.range.end());
            findings
                .report(
                    head.location(amendment.range),
                    format!("{} is listed twice; keep one of them", amendment.value),
                )
                .related(head.location(first.range), "the first one is here")
                .fix(
                    "Delete it",
                    vec![Edit { location: head.location(place), new: String::new() }],
                );
        }
    }
}

/// Reports duplicate editions, and duplicate numbers in an edition, among the catalogues of the
/// project.
fn catalogues_twice(project: &Project, findings: &mut Findings<'_>) {
    let mut editions: FxHashMap<String, Location> = FxHashMap::default();
    for catalogue in project.bases.files().iter().flat_map(|file| &file.catalogues) {
        let printed = catalogue.document.printed();
        if !project.settings().replaces_bases
            && let Some(built_in) = project.bases.built_in(&catalogue.document)
        {
            let message = format!(
                "{printed} has a built-in catalogue; delete this one, or set `replace = true` in the \
                 section `[bases]` of annexa.toml to use it instead"
            );
            findings
                .report(catalogue.location, message)
                .related(built_in, "the built-in catalogue");
        }
        match editions.get(&printed) {
            Some(first) => {
                let message = format!("{printed} already has a catalogue; keep one of them");
                findings
                    .report(catalogue.location, message)
                    .related(*first, "the first one is here");
            }
            None => {
                editions.insert(printed, catalogue.location);
            }
        }
        let mut provisions: Vec<_> = catalogue.citable().map(|(_, provision)| provision).collect();
        provisions.sort_by_key(|provision| (natural_key(&provision.number), provision.location));
        for pair in provisions.windows(2) {
            if let [first, later] = pair
                && first.number == later.number
            {
                let message = format!("{} occurs twice in this catalogue", later.number);
                findings
                    .report(later.location, message)
                    .related(first.location, "the first one is here");
            }
        }
    }
}

pub(super) fn unknown_term(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    // Rule S001 reports a term whose name has a syntax error.
    let Some(standard) = context.standard.filter(|it| it.terms.are_known()) else { return };
    for (_, text) in context.at.declaration.texts() {
        for term in text.terms.iter().filter(|term| !term.name.value.is_empty()) {
            let name = term.name.value.as_str();
            if standard.term(name).is_some() {
                continue;
            }
            let location = context.location(term.name.range);
            let mut finding = findings.report(
                location,
                format!("the standard does not define the term “{name}”; define it with `term`, or write \
                 it as plain words"),
            );
            let names = standard.terms().map(|term| term.name.as_str());
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

/// R118: names of terms that no reference can spell.
pub(super) fn unwritable_name(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    let Some(name) = &declaration.title else { return };
    if declaration.kind != DeclarationKind::Term {
        return;
    }
    if is_writable(&name.value) {
        return;
    }
    let message = match name.value.chars().find(|it| UNWRITABLE.contains(it)) {
        Some(mark) => format!(
            "references with `{{term …}}` cannot contain `{mark}`; write the name without it"
        ),
        None => "a term needs a name".to_owned(),
    };
    findings.report(context.location(name.range), message);
}

/// The characters with a special meaning in `{term …}`.
const UNWRITABLE: &[char] = &['"', '{', '}'];

/// Whether a reference can spell the name of a term.
fn is_writable(name: &str) -> bool {
    !name.trim().is_empty() && !name.contains(UNWRITABLE)
}

/// R129: prefixes that Windows reserves.
pub(super) fn reserved_prefix(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    let Some(prefix) = declaration.label.as_ref() else { return };
    if declaration.kind == DeclarationKind::Standard && is_device(&prefix.value) {
        findings.report(
            context.location(prefix.range),
            format!(
                "Windows reserves the name {0} for a device, so there can be no file {1}.json; \
                 choose another prefix",
                prefix.value,
                prefix.value.to_lowercase()
            ),
        );
    }
}

/// Whether Windows reserves a name for a device, with any extension and in any case.
fn is_device(name: &str) -> bool {
    const WORDS: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];
    let is_port = |port: &str| {
        let number = name.strip_prefix(port).unwrap_or_default();
        matches!(number.as_bytes(), [b'1'..=b'9'])
    };
    WORDS.contains(&name) || is_port("COM") || is_port("LPT")
}

/// R110 for `reference` lines.
fn unused_references(context: &StandardContext<'_>, findings: &mut Findings<'_>) {
    let StandardContext { project, standard } = *context;
    // Only documents that braces can name can be cited.
    let is_citable = |it: &&CitedDocument| is_designation(&it.document);
    let mut unused: Vec<_> = standard.references.iter().filter(is_citable).collect();
    let mut declarations = project.ids_of(standard);
    while !unused.is_empty() {
        let Some(id) = declarations.next() else { break };
        for link in project.links(id) {
            let document = match &link.resolved {
                Ok(Resolved::External { document, .. }) => document.as_str(),
                Ok(Resolved::Base(target)) if link.role == LinkRole::Citation => {
                    let read = project.catalogue(target.catalogue);
                    let cited = read.map(|read| read.document.printed()).unwrap_or_default();
                    unused.retain(|it| it.document != cited);
                    continue;
                }
                _ => continue,
            };
            unused.retain(|it| it.document != document);
        }
        if let Some(at) = project.declaration(id)
            && let Some(source) = at.declaration.field(Keyword::Source)
        {
            unused.retain(|it| !at.source(source.range).contains(&it.document));
        }
    }
    for reference in unused {
        let message = format!(
            "nothing cites {0}; cite it in a text with `{{{0}}}`, or delete this line",
            reference.document
        );
        findings.report(reference.location, message);
    }
}

/// Whether a text can name a document in braces: words in capital letters, a number, and optionally
/// an edition.
fn is_designation(document: &str) -> bool {
    let (name, edition) = match document.split_once(':') {
        Some((name, edition)) => (name, Some(edition)),
        None => (document, None),
    };
    let is_number = |word: &str| {
        word.starts_with(|it: char| it.is_ascii_digit())
            && word.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'.' | b'-'))
    };
    let is_words = |word: &str| {
        word.bytes().all(|it| it.is_ascii_uppercase() || it == b'/') && !word.is_empty()
    };
    let Some((words, number)) = name.rsplit_once(' ') else { return false };
    words.split(' ').all(is_words)
        && is_number(number)
        && edition.is_none_or(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
}

pub(super) fn unused_definition(context: &StandardContext<'_>, findings: &mut Findings<'_>) {
    unused_references(context, findings);
    let StandardContext { project, standard } = *context;
    for term in standard.terms() {
        let symbol = Symbol::Term(standard.id, term.declaration);
        // A definition that mentions its own term does not use it.
        let is_used = project.uses.of(symbol).any(|user| user != term.declaration);
        // References mean the first of two terms with the same name. Rule R118 reports a name that
        // no reference can spell.
        if !is_used && is_writable(&term.name) && standard.term(&term.name) == Some(term) {
            findings.report(
                term.location,
                format!("the term “{0}” is not used; refer to it with `{{term {0}}}`", term.name),
            );
        }
    }
    for (index, audience) in standard.audiences.iter().enumerate() {
        let symbol = Symbol::Audience(standard.id, index as u32);
        let is_used = project.uses.of(symbol).next().is_some();
        if !is_used && standard.audience(&audience.name) == Some(index) {
            findings.report(
                audience.location,
                format!("no declaration is `for {}`; use the audience or delete it", audience.name),
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
        let advice = match known.as_slice() {
            [] => String::new(),
            known => format!("it declares {}: write one of these, or ", listed(known, "and")),
        };
        let message = format!(
            "the standard declares no audience `{0}`; {advice}add `audience {0} \"title\"` to its head",
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

pub(super) fn unknown_value(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    for field in &declaration.fields {
        if !declaration.kind.takes(field.name) {
            continue;
        }
        let Some(values) = wanted::values(field.name) else { continue };
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
    let message =
        format!("`{}` is not a value of {what}; write {}", word.value, listed(values, "or"));
    let near = wanted::value_like(&word.value, values);
    let finding = findings.report(location, message);
    if let Some(near) = near {
        let finding = finding.replace(location, near);
        // Another value may be meant, even if only one is similar.
        if near.eq_ignore_ascii_case(&word.value) {
            finding.safe();
        }
    }
}
