//! Files without settings above them. Each forms a project with the files of its folder that belong
//! to the same standard, and those that declare bases. A folder is searched once, however many of
//! its files are requested.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use annexa_syntax::{DeclarationKind, Document};

use crate::found::{SourceFile, has_ending, not_utf8, stays_below};
use crate::open::beginning;
use crate::{Config, Failure, Root, plain};

/// In bytes; enough to recognize the head of a file.
const ENOUGH: u64 = 64 * 1024;

/// The head of a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
enum Head {
    Standard(String),
    PartOf(String),
    Base,
}

/// The heads of the files in folders. A folder is searched again only if files were added or
/// removed. So a program that keeps this value and requests one file after the other takes linear
/// rather than quadratic time.
#[derive(Debug, Default)]
pub struct Neighbours(Mutex<HashMap<PathBuf, Arc<Listing>>>);

impl Neighbours {
    /// Clears the cache, because a file may have another head now.
    pub fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn of(&self, folder: &Path) -> Result<Arc<Listing>, Failure> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let modified = fs::metadata(folder).and_then(|it| it.modified()).ok();
        let listing = known().get(folder).map(Arc::clone);
        if let Some(listing) = listing.filter(|it| it.is_settled && it.modified == modified) {
            return Ok(listing);
        }
        let listing = Arc::new(Listing::of(folder, modified)?);
        known().insert(folder.to_owned(), Arc::clone(&listing));
        Ok(listing)
    }
}

/// The files of a folder, by head.
#[derive(Debug, Default)]
struct Listing {
    files: Vec<SourceFile>,
    by_head: HashMap<Head, Vec<usize>>,
    /// When a file was last added or removed.
    modified: Option<SystemTime>,
    /// Whether that is long enough ago that the clock of the file system would show another change.
    is_settled: bool,
}

impl Listing {
    fn of(folder: &Path, modified: Option<SystemTime>) -> Result<Listing, Failure> {
        /// The resolution of the coarsest clock, that of FAT.
        const TICK: Duration = Duration::from_secs(2);
        let age = modified.and_then(|it| it.elapsed().ok());
        let is_settled = age.is_some_and(|age| age > TICK);
        #[cfg(test)]
        tests::SEARCHES.set(tests::SEARCHES.get() + 1);
        let mut listing = Listing { modified, is_settled, ..Listing::default() };
        let entries = fs::read_dir(folder)
            .map_err(|error| Failure::of_file("search", folder, plain(&error)))?;
        for entry in entries.flatten() {
            let path = entry.path();
            let is_regular = entry.file_type().is_ok_and(|kind| kind.is_file());
            let name = path.file_name().and_then(|name| name.to_str());
            let (true, true, Some(name)) = (is_regular, has_ending(&path), name) else { continue };
            // A neighbour that does not belong to the language may be in any state.
            let Ok(bytes) = beginning(&path, ENOUGH) else { continue };
            let index = listing.files.len();
            for head in heads(&String::from_utf8_lossy(&bytes)) {
                listing.by_head.entry(head).or_default().push(index);
            }
            listing.files.push(SourceFile { name: name.to_owned(), path });
        }
        Ok(listing)
    }
}

/// The requested files of a folder.
#[derive(Debug)]
pub(crate) struct Loose {
    folder: PathBuf,
    listing: Arc<Listing>,
    /// The sets of heads that were already requested.
    seen: HashSet<BTreeSet<Head>>,
    /// The projects that were already returned.
    given: BTreeSet<BTreeSet<SourceFile>>,
}

impl Loose {
    pub(crate) fn of(folder: &Path, neighbours: &Neighbours) -> Result<Loose, Failure> {
        Ok(Loose {
            folder: folder.to_owned(),
            listing: neighbours.of(folder)?,
            seen: HashSet::new(),
            given: BTreeSet::new(),
        })
    }

    /// Returns the project of a file; `None` if it was already returned for another file.
    pub(crate) fn root(&mut self, path: &Path) -> Result<Option<Root>, Failure> {
        let real = stays_below(&self.folder, path)?;
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| Failure::new(not_utf8(path)))?.to_owned();
        let file = SourceFile { name, path: real };
        let heads = heads(&file.read()?);
        let leads = heads.iter().any(|head| matches!(head, Head::Standard(_)));
        // The parts of a standard belong to the same project, whichever is requested.
        if !leads && !heads.is_empty() && !self.seen.insert(heads.clone()) {
            return Ok(None);
        }
        let together = self.together(file, &heads);
        if !self.given.insert(together.clone()) {
            return Ok(None);
        }
        let config = Config::default();
        let files = together.into_iter().collect();
        Ok(Some(Root { folder: self.folder.clone(), config, files, unread: Vec::new() }))
    }

    /// Returns a file with those that belong to it, by name.
    fn together(&self, file: SourceFile, heads: &BTreeSet<Head>) -> BTreeSet<SourceFile> {
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
        let Listing { files, by_head, .. } = &*self.listing;
        let with = wanted.iter().filter_map(|head| by_head.get(head)).flatten();
        let with = with.filter_map(|index| files.get(*index).cloned());
        with.chain([file]).collect()
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

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::discover_beside;

    thread_local! {
        /// The number of searches in folders.
        pub(super) static SEARCHES: Cell<usize> = const { Cell::new(0) };
    }

    const HEAD: &str = "standard SMX \"Meters\" {\n}\n";

    fn names(root: Option<Root>) -> Vec<String> {
        root.into_iter().flat_map(|root| root.files).map(|file| file.name).collect()
    }

    #[test]
    fn a_folder_is_searched_again_where_a_file_came_or_may_begin_otherwise() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let folder = folder.path().canonicalize().expect("it is there");
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("it can be");
        let settle = || {
            let past = SystemTime::now() - Duration::from_secs(10);
            let opened = fs::File::open(&folder).expect("it is there");
            opened.set_modified(past).expect("it is ours");
        };
        let neighbours = Neighbours::default();
        let of_standard = || {
            let mut loose = Loose::of(&folder, &neighbours).expect("it can be searched");
            names(loose.root(&folder.join("smx.annexa")).expect("it can be read"))
        };
        write("smx.annexa", HEAD);
        write("a.annexa", "part of SMX\n");
        write("b.annexa", "part of ABC\n");
        settle();
        assert_eq!(of_standard(), ["a.annexa", "smx.annexa"]);
        let known = || neighbours.of(&folder).expect("it can be searched");
        assert!(Arc::ptr_eq(&known(), &known()));
        // A change within a file does not change the folder's time.
        write("b.annexa", "part of SMX\n");
        assert_eq!(of_standard(), ["a.annexa", "smx.annexa"]);
        neighbours.forget();
        assert_eq!(of_standard(), ["a.annexa", "b.annexa", "smx.annexa"]);
        write("c.annexa", "part of SMX\n");
        assert_eq!(of_standard(), ["a.annexa", "b.annexa", "c.annexa", "smx.annexa"]);
        // Another file can be added within the same tick of the file system's clock.
        assert!(!Arc::ptr_eq(&known(), &known()));
    }

    #[test]
    fn a_folder_is_searched_once_for_all_of_its_files() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let paths: Vec<_> = (0..50).map(|at| folder.path().join(format!("{at}.annexa"))).collect();
        for path in &paths {
            fs::write(path, "part of SMX\n").expect("it can be");
        }
        let roots = discover_beside(&paths, &Neighbours::default());
        assert_eq!((roots.len(), SEARCHES.get()), (1, 1));
    }
}
