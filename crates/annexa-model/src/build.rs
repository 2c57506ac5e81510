//! Makes the model of a project from its files: first what they declare, then what that means.

use std::sync::Arc;

use annexa_base::{DocumentEdition, FileId};
use annexa_syntax::{DeclarationKind, Document, FieldValue, Keyword, SmolStr};
use rayon::prelude::*;
use rpds::VectorSync;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    Audience, Base, BaseKind, CitedDocument, DeclarationId, DeclarationRef, Numbering, Project,
    Settings, SourceFile, Standard, StandardId, Term, added, bases::Bases, changes, links,
    project::Entry, term_key,
};

/// What the declarations of a file belong to, from one head to the next.
#[derive(Clone, PartialEq, Eq)]
enum Owner {
    /// The standard of that prefix.
    Standard(SmolStr),
    /// The only standard of the project, if there is but one: the head says not which.
    OnlyStandard,
    /// A catalogue, an overlay or a correspondence.
    Bases,
}

pub(crate) fn project(mut files: Vec<(String, Document)>, settings: Settings) -> Project {
    files.sort_by(|a, b| a.0.cmp(&b.0));
    let read: Vec<(Arc<[Entry]>, Vec<Owner>)> =
        files.par_iter().map(|(_, document)| entries(document)).collect();
    let holders = files.iter().zip(&read).enumerate().filter(|(_, (_, (entries, _)))| {
        use DeclarationKind::{Catalogue, Correspondence, Overlay};
        entries.iter().any(|entry| matches!(entry.kind, Catalogue | Overlay | Correspondence))
    });
    let bases = Bases::new(
        holders.map(|(index, ((_, document), _))| (FileId::Project(index as u32), document)),
    );
    let mut owners: Vec<Owner> = Vec::new();
    let mut sources = Vec::with_capacity(files.len());
    for ((path, document), (entries, owned)) in files.into_iter().zip(read) {
        let start = owners.len() as u32;
        owners.extend(owned);
        let declarations = start..owners.len() as u32;
        let links = VectorSync::new_sync();
        sources.push(SourceFile { path, document, standard: None, declarations, entries, links });
    }
    let mut standards = standards(&owners);
    assign(&mut sources, &mut standards, &owners);
    let mut project = Project {
        ends: sources.iter().map(|source| source.declarations.end).collect(),
        files: sources.into_iter().map(Arc::new).collect(),
        settings: Arc::new(settings),
        standards: Arc::new(standards),
        bases: Arc::new(bases),
        changes: Default::default(),
        uses: Default::default(),
        edited_since: Vec::new(),
    };
    for index in 0..project.standards.len() {
        read_declarations(&mut project, index);
    }
    for index in 0..project.standards.len() {
        added::build(&mut project, index);
    }
    links::build(&mut project);
    project.changes = Arc::new(changes::build(&project));
    project
}

/// The declarations of a file, and what each belongs to.
fn entries(document: &Document) -> (Arc<[Entry]>, Vec<Owner>) {
    let mut owner = Owner::OnlyStandard;
    let mut entries = Vec::with_capacity(document.item_count());
    let mut owners = Vec::with_capacity(document.item_count());
    for (item_index, (_, item)) in document.items().enumerate() {
        for (index, declaration) in item.declarations().iter().enumerate() {
            match declaration.kind {
                DeclarationKind::Standard | DeclarationKind::PartOf => {
                    owner = match &declaration.label {
                        Some(prefix) => Owner::Standard(prefix.value.clone()),
                        None if declaration.kind == DeclarationKind::Standard => {
                            Owner::Standard(SmolStr::default())
                        }
                        None => Owner::OnlyStandard,
                    };
                }
                kind if kind.is_file_head() => owner = Owner::Bases,
                _ => {}
            }
            // Rule S001 reports a catalogue's entry in a standard, once.
            let belongs = match (&owner, declaration.kind.is_catalogue_entry()) {
                (Owner::Standard(_) | Owner::OnlyStandard, true) => Owner::Bases,
                (owner, _) => owner.clone(),
            };
            let (item_index, index) = (item_index as u32, index as u32);
            let kind = declaration.kind;
            entries.push(Entry { item_index, index, kind, standard: None });
            owners.push(belongs);
        }
    }
    (entries.into(), owners)
}

fn standards(owners: &[Owner]) -> Vec<Standard> {
    let mut prefixes: Vec<SmolStr> = Vec::new();
    let mut last = None;
    for owner in owners {
        if let Owner::Standard(prefix) = owner
            && last != Some(prefix)
        {
            prefixes.push(prefix.clone());
            last = Some(prefix);
        }
    }
    prefixes.sort_unstable();
    prefixes.dedup();
    prefixes.into_iter().enumerate().map(|(index, prefix)| empty_standard(index, prefix)).collect()
}

fn empty_standard(index: usize, prefix: SmolStr) -> Standard {
    Standard {
        id: StandardId(index as u32),
        prefix,
        head: None,
        files: Vec::new(),
        declarations: Vec::new(),
        bases: Vec::new(),
        audiences: Vec::new(),
        terms: Vec::new(),
        added: Vec::new(),
        numbering: Numbering::default(),
        designations: Vec::new(),
        references: Vec::new(),
        language: "en".into(),
        term_index: FxHashMap::default(),
        audience_index: FxHashMap::default(),
        knows_its_terms: true,
        added_index: FxHashMap::default(),
        foreign_numbers: FxHashSet::default(),
        added_by_declaration: FxHashMap::default(),
        control_titles: FxHashMap::default(),
    }
}

/// Gives each declaration and each file to its standard.
fn assign(files: &mut [SourceFile], standards: &mut [Standard], owners: &[Owner]) {
    let only = (standards.len() == 1).then_some(StandardId(0));
    let mut last: Option<(&SmolStr, Option<StandardId>)> = None;
    let mut owners = owners.iter();
    for (file, source) in files.iter_mut().enumerate() {
        let file = FileId::Project(file as u32);
        let ids = source.declarations.clone();
        let entries = Arc::make_mut(&mut source.entries).iter_mut();
        for ((entry, owner), id) in entries.zip(&mut owners).zip(ids) {
            let standard = standard_of(owner, only, standards, &mut last);
            entry.standard = standard;
            let Some(standard) = standard else { continue };
            source.standard.get_or_insert(standard);
            let Some(standard) = standards.get_mut(standard.0 as usize) else { continue };
            take(standard, file, DeclarationId(id), entry.kind);
        }
    }
    // The head's file comes first, in the declarations as well.
    for standard in standards {
        let Some(FileId::Project(first)) = standard.files.first() else { continue };
        let Some(first) = files.get(*first as usize) else { continue };
        let first = first.declarations.clone();
        standard.declarations.sort_by_key(|id| (!first.contains(&id.0), *id));
    }
}

/// The standard that an owner means. The last one that was found is remembered.
fn standard_of<'a>(
    owner: &'a Owner,
    only: Option<StandardId>,
    standards: &[Standard],
    last: &mut Option<(&'a SmolStr, Option<StandardId>)>,
) -> Option<StandardId> {
    match owner {
        Owner::Bases => None,
        Owner::OnlyStandard => only,
        Owner::Standard(prefix) => match *last {
            Some((known, id)) if known == prefix => id,
            _ => {
                let found = standards.binary_search_by(|other| other.prefix.cmp(prefix));
                let id = found.ok().map(|index| StandardId(index as u32));
                *last = Some((prefix, id));
                id
            }
        },
    }
}

/// Notes a declaration of a standard.
fn take(standard: &mut Standard, file: FileId, id: DeclarationId, kind: DeclarationKind) {
    // Files come one after the other; that of the head has been put to the front.
    if standard.files.last() != Some(&file) && standard.files.first() != Some(&file) {
        standard.files.push(file);
    }
    if kind == DeclarationKind::Standard && standard.head.is_none() {
        standard.head = Some(id);
        standard.files.retain(|other| *other != file);
        standard.files.insert(0, file);
    }
    if !kind.is_file_head() {
        standard.declarations.push(id);
    }
}

/// Reads the head, the terms and the audiences of a standard.
fn read_declarations(project: &mut Project, index: usize) {
    let Some(standard) = project.standards.get(index) else { return };
    let mut read = empty_standard(index, standard.prefix.clone());
    if let Some(head) = standard.head.and_then(|head| project.declaration(head)) {
        read_head(project, head, &mut read);
    }
    let terms = project.declarations_of(standard, |_, kind| kind == DeclarationKind::Term);
    let terms = terms.map(|at| {
        let title = at.declaration.title.as_ref()?;
        let location = at.location(title.range);
        let term = Term { name: title.value.clone(), declaration: at.id, location };
        Some((SmolStr::from(term_key(&term.name)), term))
    });
    let terms: Vec<Option<_>> = terms.collect();
    read.knows_its_terms = terms.iter().all(Option::is_some);
    read.term_index.reserve(terms.len());
    read.terms.reserve(terms.len());
    for (key, term) in terms.into_iter().flatten() {
        // Of two terms of one name the first counts; rule R106 reports the other.
        read.term_index.entry(key).or_insert(read.terms.len() as u32);
        read.terms.push(term);
    }
    for (number, audience) in read.audiences.iter().enumerate() {
        read.audience_index.entry(audience.name.clone()).or_insert(number as u32);
    }
    if let Some(standard) = Arc::make_mut(&mut project.standards).get_mut(index) {
        standard.bases = read.bases;
        standard.audiences = read.audiences;
        standard.terms = read.terms;
        standard.term_index = read.term_index;
        standard.audience_index = read.audience_index;
        standard.knows_its_terms = read.knows_its_terms;
        standard.numbering = read.numbering;
        standard.language = read.language;
        standard.designations = read.designations;
        standard.references = read.references;
    }
}

fn read_head(project: &Project, head: DeclarationRef<'_>, standard: &mut Standard) {
    let word = |name| head.declaration.word(name).map(|word| word.value.as_str());
    standard.numbering = match word(Keyword::Numbering) {
        Some("inline") => Numbering::Inline,
        Some("plain") => Numbering::Plain,
        _ => Numbering::Annex,
    };
    if let Some(language) = word(Keyword::Language) {
        standard.language = language.into();
    }
    for field in &head.declaration.fields {
        match &field.value {
            FieldValue::Base(base) => standard.bases.push(self::base(project, head, base)),
            FieldValue::Audience { name, title } => standard.audiences.push(Audience {
                name: name.value.clone(),
                title: title
                    .as_ref()
                    .map_or_else(|| name.value.clone(), |title| title.value.clone()),
                location: head.location(name.range),
                field: head.location(field.range),
            }),
            FieldValue::Designation(designation) if field.name == Keyword::Designation => {
                let mut called = DocumentEdition::from(&**designation);
                called.edition =
                    called.edition.or_else(|| word(Keyword::Edition).map(SmolStr::from));
                standard.designations.push(called);
            }
            FieldValue::Reference { document, .. } => standard.references.push(CitedDocument {
                document: document.value.split_whitespace().collect::<Vec<_>>().join(" "),
                location: head.location(document.range),
            }),
            _ => {}
        }
    }
}

fn base(project: &Project, head: DeclarationRef<'_>, line: &annexa_syntax::Base) -> Base {
    let edition = line.document.edition.as_ref().map(|edition| edition.value.clone());
    let mut catalogue = project.bases.find(&line.document.document, edition.as_deref());
    if edition.is_none() {
        catalogue = catalogue.or_else(|| project.bases.find(&line.document.document, None));
    }
    let read = catalogue.and_then(|id| project.catalogue(id));
    Base {
        designation: (&line.document).into(),
        dated: edition.is_some(),
        alias: line
            .alias
            .as_ref()
            .map(|alias| alias.value.clone())
            .or(line.document.number.clone()),
        catalogue,
        edition: edition.clone().or_else(|| read.and_then(|read| read.document.edition.clone())),
        amendments: match read {
            Some(read) if edition.is_none() => {
                read.amendment_names().into_iter().cloned().collect()
            }
            _ => {
                let mut names: Vec<SmolStr> = Vec::new();
                for amendment in &line.amendments {
                    // One that is listed twice counts once; rule R106 reports it.
                    if !names.contains(&amendment.value) {
                        names.push(amendment.value.clone());
                    }
                }
                names
            }
        },
        kind: match read {
            None => BaseKind::Unknown,
            Some(read) if read.provisions.is_empty() => BaseKind::Unknown,
            Some(read) => {
                let has_controls = read
                    .provisions
                    .iter()
                    .any(|provision| provision.kind != annexa_base::ProvisionKind::Clause);
                if has_controls { BaseKind::Controls } else { BaseKind::Requirements }
            }
        },
        location: head.location(line.document.range),
        alias_location: line.alias.as_ref().map(|alias| head.location(alias.range)),
    }
}
