//! Builds the model of a project: first from the declarations in its files, then by resolving them.

use std::sync::Arc;

use annexa_base::{DocumentEdition, FileId};
use annexa_syntax::{DeclarationKind, Document, FieldValue, Keyword, SmolStr};
use imbl::Vector;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::{
    Audience, Base, BaseKind, CitedDocument, DeclarationId, DeclarationRef, Numbering, Project,
    Settings, SourceFile, Standard, StandardId, Term, additions, bases::Bases, changes, identity,
    links, project::DeclarationEntry, terms::Terms,
};

/// The standard or base that the declarations after a head belong to.
#[derive(Clone, PartialEq, Eq)]
enum Owner {
    /// The standard with this prefix.
    Standard(SmolStr),
    /// The only standard of the project, because the head names none.
    OnlyStandard,
    /// A catalogue, an overlay or a correspondence.
    Bases,
}

impl Project {
    /// Builds the model of a project. `files` are pairs of a path below the root and a parsed text,
    /// in any order.
    pub fn new(files: impl IntoIterator<Item = (String, Document)>, settings: Settings) -> Project {
        project(files.into_iter().collect(), settings)
    }
}

fn project(mut files: Vec<(String, Document)>, settings: Settings) -> Project {
    files.sort_by(|a, b| a.0.cmp(&b.0));
    let each = files.par_iter().enumerate();
    let read: Vec<(Arc<[DeclarationEntry]>, Vec<Owner>)> =
        each.map(|(index, (_, document))| entries(index as u32, document)).collect();
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
        owners.extend(owned);
        let links = Vector::new();
        sources.push(SourceFile { path, document, standard: None, entries, links });
    }
    let mut standards = standards(&owners);
    assign(&mut sources, &mut standards, &owners);
    let mut project = Project {
        files: sources.into_iter().map(Arc::new).collect(),
        settings: Arc::new(settings),
        standards: Arc::new(standards),
        bases: Arc::new(bases),
        changes: Default::default(),
        uses: Default::default(),
        identities: Default::default(),
    };
    for index in 0..project.standards.len() {
        read_declarations(&mut project, index);
    }
    for index in 0..project.standards.len() {
        additions::build(&mut project, index);
    }
    links::build(&mut project);
    (project.changes, (project.uses, project.identities)) = rayon::join(
        || changes::build(&project),
        || rayon::join(|| links::uses(&project), || identity::build(&project)),
    );
    project
}

/// Returns the declarations of a file, each with its owner.
fn entries(file: u32, document: &Document) -> (Arc<[DeclarationEntry]>, Vec<Owner>) {
    let mut owner = Owner::OnlyStandard;
    let mut entries = Vec::with_capacity(document.item_count());
    let mut owners = Vec::with_capacity(document.item_count());
    for (start, item) in document.items_with_starts_from(0) {
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
            // Rule S001 reports an entry of a catalogue in a standard, once.
            let belongs = match (&owner, declaration.kind.is_catalogue_entry()) {
                (Owner::Standard(_) | Owner::OnlyStandard, true) => Owner::Bases,
                (owner, _) => owner.clone(),
            };
            let id = DeclarationId { file, item: start.key, index: index as u32 };
            entries.push(DeclarationEntry { id, kind: declaration.kind, standard: None });
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
        bases: Vec::new(),
        audiences: Vec::new(),
        numbering: Numbering::default(),
        designations: Vec::new(),
        references: Vec::new(),
        language: "en".into(),
        audience_index: FxHashMap::default(),
        terms: Default::default(),
        added: Default::default(),
    }
}

/// Assigns each declaration and each file to its standard.
fn assign(files: &mut [SourceFile], standards: &mut [Standard], owners: &[Owner]) {
    let only = (standards.len() == 1).then_some(StandardId(0));
    let mut last: Option<(&SmolStr, Option<StandardId>)> = None;
    let mut owners = owners.iter();
    for (file, source) in files.iter_mut().enumerate() {
        let file = FileId::Project(file as u32);
        let entries = Arc::make_mut(&mut source.entries).iter_mut();
        for (entry, owner) in entries.zip(&mut owners) {
            let standard = standard_of(owner, only, standards, &mut last);
            entry.standard = standard;
            let Some(standard) = standard else { continue };
            source.standard.get_or_insert(standard);
            let Some(standard) = standards.get_mut(standard.0 as usize) else { continue };
            take(standard, file, entry);
        }
    }
}

/// Returns the standard of an owner. The previous result is cached.
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

/// Adds a declaration to a standard.
fn take(standard: &mut Standard, file: FileId, entry: &DeclarationEntry) {
    // The entries arrive file by file, and the file with the head is already first.
    if standard.files.last() != Some(&file) && standard.files.first() != Some(&file) {
        standard.files.push(file);
    }
    if entry.kind == DeclarationKind::Standard && standard.head.is_none() {
        standard.head = Some(entry.id);
        standard.files.retain(|other| *other != file);
        standard.files.insert(0, file);
    }
}

/// Reads the head and the terms of a standard.
fn read_declarations(project: &mut Project, index: usize) {
    let Some(standard) = project.standards.get(index) else { return };
    let terms = project.declarations_of(standard, |_, kind| kind == DeclarationKind::Term);
    let found: Vec<_> = terms.map(|at| (at.id, term(&at))).collect();
    let mut terms = Terms::default();
    for (id, term) in found {
        terms.insert(standard.rank(id), term);
    }
    let mut read = with_head(project, standard);
    read.terms = terms;
    if let Some(standard) = Arc::make_mut(&mut project.standards).get_mut(index) {
        *standard = read;
    }
}

/// Returns the term that a declaration defines; `None` if its name has a syntax error.
pub(crate) fn term(at: &DeclarationRef<'_>) -> Option<Term> {
    let title = at.declaration.title.as_ref()?;
    let location = at.location(title.range);
    Some(Term { name: title.value.clone(), declaration: at.id, location })
}

/// Returns a standard with its head read again; its files, terms and additions are kept.
pub(crate) fn with_head(project: &Project, standard: &Standard) -> Standard {
    let mut read = Standard {
        head: standard.head,
        files: standard.files.clone(),
        terms: standard.terms.clone(),
        added: standard.added.clone(),
        ..empty_standard(standard.id.0 as usize, standard.prefix.clone())
    };
    if let Some(head) = standard.head.and_then(|head| project.declaration(head)) {
        read_head(project, head, &mut read);
    }
    for (number, audience) in read.audiences.iter().enumerate() {
        read.audience_index.entry(audience.name.clone()).or_insert(number as u32);
    }
    read
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
                    // A duplicate counts once; rule R106 reports it.
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
