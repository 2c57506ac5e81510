//! Files without settings above them: with each go the files of its folder that carry its standard on,
//! and those that tell of bases. A folder is looked at once, however many of its files are asked for.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use annexa_syntax::{DeclarationKind, Document};

use crate::open::beginning;
use crate::sources::{SourceFile, has_ending, not_utf8, stays_below};
use crate::{Config, Failure, Root, read};

/// As many bytes of a file as show what it is.
const ENOUGH: u64 = 64 * 1024;

/// What a file begins with.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
enum Head {
    Standard(String),
    PartOf(String),
    Base,
}

/// The files of a folder, by what they begin with.
#[derive(Debug)]
pub(crate) struct Loose {
    folder: PathBuf,
    files: Vec<SourceFile>,
    by_path: HashMap<PathBuf, usize>,
    by_head: HashMap<Head, Vec<usize>>,
    /// Heads that were asked for already.
    seen: HashSet<BTreeSet<Head>>,
    /// What was given already.
    given: HashSet<BTreeSet<usize>>,
}

impl Loose {
    pub(crate) fn of(folder: &Path) -> Result<Loose, Failure> {
        let mut loose = Loose {
            folder: folder.to_owned(),
            files: Vec::new(),
            by_path: HashMap::new(),
            by_head: HashMap::new(),
            seen: HashSet::new(),
            given: HashSet::new(),
        };
        let entries = fs::read_dir(folder)
            .map_err(|error| Failure::of_file("search", folder, read::plain(&error)))?;
        for entry in entries.flatten() {
            let path = entry.path();
            let is_regular = entry.file_type().is_ok_and(|kind| kind.is_file());
            let name = path.file_name().and_then(|name| name.to_str());
            let (true, true, Some(name)) = (is_regular, has_ending(&path), name) else { continue };
            // A neighbour that is none of ours may be in any state.
            let Ok(bytes) = beginning(&path, ENOUGH) else { continue };
            let heads = heads(&String::from_utf8_lossy(&bytes));
            loose.add(SourceFile { name: name.to_owned(), path }, heads);
        }
        Ok(loose)
    }

    fn add(&mut self, file: SourceFile, heads: BTreeSet<Head>) -> usize {
        let index = self.files.len();
        self.by_path.insert(file.path.clone(), index);
        self.files.push(file);
        for head in heads {
            self.by_head.entry(head).or_default().push(index);
        }
        index
    }

    /// The project of one of the files; none where it was given for another file.
    pub(crate) fn root(&mut self, path: &Path) -> Result<Option<Root>, Failure> {
        let real = stays_below(&self.folder, path)?;
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| Failure::new(not_utf8(path)))?.to_owned();
        let file = SourceFile { name, path: real };
        let heads = heads(&file.read()?);
        let leads = heads.iter().any(|head| matches!(head, Head::Standard(_)));
        // Parts of one standard belong to the same project, whichever is asked for.
        if !leads && !heads.is_empty() && !self.seen.insert(heads.clone()) {
            return Ok(None);
        }
        let own = match self.by_path.get(&file.path) {
            Some(index) => *index,
            None => self.add(file, BTreeSet::new()),
        };
        let together = self.together(own, &heads);
        if !self.given.insert(together.clone()) {
            return Ok(None);
        }
        let files = together.into_iter().filter_map(|index| self.files.get(index).cloned());
        let mut files: Vec<_> = files.collect();
        files.sort();
        let config = Config::default();
        Ok(Some(Root { folder: self.folder.clone(), config, files, unread: Vec::new() }))
    }

    fn together(&self, own: usize, heads: &BTreeSet<Head>) -> BTreeSet<usize> {
        let mut wanted = vec![Head::Base];
        for head in heads {
            match head {
                Head::Standard(prefix) => wanted.push(Head::PartOf(prefix.clone())),
                Head::PartOf(prefix) => {
                    wanted.extend([head.clone(), Head::Standard(prefix.clone())]);
                }
                Head::Base => {}
            }
        }
        let with = wanted.iter().filter_map(|head| self.by_head.get(head)).flatten().copied();
        with.chain([own]).collect()
    }
}

fn heads(text: &str) -> BTreeSet<Head> {
    let document = Document::new(text);
    document.items().flat_map(|(_, item)| item.declarations()).filter_map(head).collect()
}

fn head(declaration: &annexa_syntax::Declaration) -> Option<Head> {
    let prefix = || declaration.label.as_ref().map(|label| label.value.to_string());
    match declaration.kind {
        DeclarationKind::Standard => prefix().map(Head::Standard),
        DeclarationKind::PartOf => prefix().map(Head::PartOf),
        DeclarationKind::Catalogue | DeclarationKind::Overlay | DeclarationKind::Correspondence => {
            Some(Head::Base)
        }
        _ => None,
    }
}
