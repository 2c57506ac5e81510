//! What a request sees: an immutable version of all projects and open documents.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use annexa_ide::{Replacement, Span};
use annexa_model::{Analysis, FileId, Project, rules::Rule};
use annexa_syntax::{Document, TextRange, TextSize};
use annexa_workspace::uri::{Flavour, relative_uri};
use rustc_hash::FxHashMap;
use tower_lsp::ls_types::{Location, Position, Range, TextDocumentPositionParams, TextEdit, Uri};

use crate::catalogues::Catalogues;
use crate::client::ClientInfo;
use crate::positions;
use crate::rule_pages::RulePages;
use crate::workspace::ProjectState;

/// A version of everything.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    /// How many messages about documents it has seen.
    pub(crate) generation: u64,
    /// The projects.
    pub(crate) views: Vec<Arc<View>>,
    /// Which of them have a file, by its path.
    pub(crate) index: Arc<Index>,
    /// The documents that are open.
    pub(crate) open: Arc<OpenFiles>,
    /// Folders of the workspace that the client spells otherwise than by their path without links.
    pub(crate) spelled: Arc<Vec<Folder>>,
    /// The project that was worked on last: built-in catalogues are looked at from there.
    pub(crate) active: usize,
    pub(crate) client: Arc<ClientInfo>,
    pub(crate) catalogues: Arc<Catalogues>,
    pub(crate) rule_pages: Arc<RulePages>,
}

/// The projects that have a file, by its path.
pub(crate) type Index = FxHashMap<PathBuf, Vec<usize>>;

/// A folder of the workspace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Folder {
    /// Without links.
    pub(crate) path: PathBuf,
    /// As the client spells it.
    pub(crate) uri: Uri,
}

impl Folder {
    pub(crate) fn new(uri: &Uri) -> Folder {
        Folder { path: path_of(uri), uri: uri.clone() }
    }

    /// The outermost folder above an open file that the client reaches by a link, if there is one.
    pub(crate) fn above(uri: &Uri, path: &Path) -> Option<Folder> {
        let spelled = PathBuf::from(Flavour::HERE.path(uri.as_str())?);
        let (mut spelled, mut real) = (&*spelled, path);
        let mut found = None;
        while spelled != real && spelled.file_name() == real.file_name() {
            (spelled, real) = (spelled.parent()?, real.parent()?);
            // Below a link the names can be the same by chance.
            if annexa_workspace::real(spelled) != real {
                break;
            }
            found = Some((spelled, real));
        }
        let (spelled, real) = found?;
        let folder = Folder { path: real.to_owned(), uri: uri_of(spelled)? };
        Some(folder).filter(Folder::is_spelled_otherwise)
    }

    /// Whether its URI is not the one that its path has.
    pub(crate) fn is_spelled_otherwise(&self) -> bool {
        let trimmed = |uri: &Uri| uri.as_str().trim_end_matches('/').to_owned();
        uri_of(&self.path).is_none_or(|uri| trimmed(&uri) != trimmed(&self.uri))
    }

    /// The URI of what is below it.
    fn uri_below(&self, rest: &Path) -> Option<Uri> {
        let folder = self.uri.as_str().trim_end_matches('/');
        let rest = relative_uri(&Flavour::HERE.slashed(rest.to_str()?));
        format!("{folder}/{rest}").trim_end_matches('/').parse().ok()
    }
}

/// The documents that are open, to be found by their URI and by their path. Each snapshot has a copy,
/// whose names are shared with the others.
#[derive(Clone, Default, Debug)]
pub(crate) struct OpenFiles {
    by_uri: FxHashMap<Arc<str>, Arc<OpenFile>>,
    /// The document that was opened first of those with a path.
    by_path: FxHashMap<Arc<Path>, Arc<OpenFile>>,
}

impl OpenFiles {
    pub(crate) fn insert(&mut self, file: OpenFile) {
        let file = Arc::new(file);
        self.by_uri.insert(file.uri.as_str().into(), Arc::clone(&file));
        match self.by_path.get_mut(&*file.path) {
            None => _ = self.by_path.insert(Arc::clone(&file.path), file),
            Some(first) if first.uri == file.uri => *first = file,
            Some(_) => {}
        }
    }

    pub(crate) fn set_version(&mut self, uri: &Uri, version: i32) {
        if let Some(file) = self.by_uri.get(uri.as_str()) {
            self.insert(OpenFile { version, ..OpenFile::clone(file) });
        }
    }

    pub(crate) fn remove(&mut self, uri: &Uri) {
        let Some(file) = self.by_uri.remove(uri.as_str()) else { return };
        if self.by_path.get(&file.path).is_none_or(|first| first.uri != *uri) {
            return;
        }
        // The same file may be open by another name.
        match self.by_uri.values().find(|other| other.path == file.path) {
            Some(other) => self.by_path.insert(Arc::clone(&other.path), Arc::clone(other)),
            None => self.by_path.remove(&file.path),
        };
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = &OpenFile> {
        self.by_uri.values().map(|file| &**file)
    }

    /// Whether a file is open.
    pub(crate) fn has(&self, path: &Path) -> bool {
        self.by_path.contains_key(path)
    }
}

/// Projects by their files: an edit keeps these, so that two versions of a project are found.
pub(crate) fn by_files<'a>(
    views: impl IntoIterator<Item = &'a Arc<View>>,
) -> FxHashMap<*const Files, &'a Arc<View>> {
    views.into_iter().map(|view| (Arc::as_ptr(&view.files), view)).collect()
}

/// A document that is open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct OpenFile {
    /// As the client writes it.
    pub(crate) uri: Uri,
    /// Without links; the URI itself where it is no file.
    pub(crate) path: Arc<Path>,
    /// The client's number of its text.
    pub(crate) version: i32,
}

/// A project.
#[derive(Clone, Debug)]
pub(crate) struct View {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// What it means, and what is wrong with it.
    pub(crate) analysis: Analysis,
    /// Its files.
    pub(crate) files: Arc<Files>,
    /// How much of it is known.
    pub(crate) state: ProjectState,
    /// What is wrong with its settings, and with files that cannot be read.
    pub(crate) troubles: Vec<Trouble>,
}

/// The files of a project on disk.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// In the order of the project.
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) ids: FxHashMap<PathBuf, FileId>,
}

/// Something wrong with a file that is none of the project's texts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Trouble {
    pub(crate) path: PathBuf,
    pub(crate) range: Range,
    pub(crate) message: String,
    /// Whether the rest can be used without it.
    pub(crate) is_warning: bool,
}

impl Files {
    pub(crate) fn new(paths: Vec<PathBuf>) -> Files {
        let ids = paths.iter().enumerate();
        let ids = ids.map(|(index, path)| (path.clone(), FileId::Project(index as u32))).collect();
        Files { paths, ids }
    }
}

/// A file of a project, or a built-in one as a project sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FilePlace<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) view: &'a View,
    pub(crate) file: FileId,
    pub(crate) document: &'a Document,
}

impl Snapshot {
    /// The file that a URI names.
    pub(crate) fn place(&self, uri: &Uri) -> Option<FilePlace<'_>> {
        let path = self.path(uri);
        for view in self.views_of(&path) {
            if let Some(&file) = view.files.ids.get(&path) {
                return self.place_in(view, file);
            }
        }
        let file = self.catalogues.find(&path)?;
        self.place_in(self.views.get(self.active)?, file)
    }

    /// The projects that have a file.
    pub(crate) fn views_of(&self, path: &Path) -> impl Iterator<Item = &Arc<View>> {
        let views = self.index.get(path).into_iter().flatten();
        views.filter_map(|view| self.views.get(*view))
    }

    fn place_in<'a>(&'a self, view: &'a View, file: FileId) -> Option<FilePlace<'a>> {
        Some(FilePlace { snapshot: self, view, file, document: view.project().document(file)? })
    }

    /// Where a span of any file of a project is.
    pub(crate) fn location(&self, view: &View, span: Span) -> Option<Location> {
        self.place_in(view, span.file)?.location(span)
    }

    fn path(&self, uri: &Uri) -> PathBuf {
        match self.open.by_uri.get(uri.as_str()) {
            Some(open) => open.path.to_path_buf(),
            None => path_of(uri),
        }
    }

    /// The file and the offset of a position.
    pub(crate) fn cursor(
        &self,
        at: &TextDocumentPositionParams,
    ) -> Option<(FilePlace<'_>, TextSize)> {
        let place = self.place(&at.text_document.uri)?;
        Some((place, place.offset(at.position)))
    }

    /// The URI of a path, as the client writes it where it has it open.
    pub(crate) fn uri(&self, path: &Path) -> Option<Uri> {
        if let Some(open) = self.open.by_path.get(path) {
            return Some(open.uri.clone());
        }
        let spelled = self.spelled.iter().filter(|folder| path.starts_with(&folder.path));
        let spelled = spelled.max_by_key(|folder| folder.path.as_os_str().len());
        match spelled {
            Some(folder) => folder.uri_below(path.strip_prefix(&folder.path).ok()?),
            None => uri_of(path),
        }
    }

    /// The URI of the page of a rule.
    pub(crate) fn page_of(&self, rule: &Rule) -> Option<Uri> {
        self.uri(&self.rule_pages.path(rule)?)
    }

    /// The client's number of the text of a file that it has open.
    pub(crate) fn version(&self, path: &Path) -> Option<i32> {
        self.open.by_path.get(path).map(|open| open.version)
    }
}

impl View {
    pub(crate) fn project(&self) -> &Project {
        self.analysis.project()
    }

    /// Whether all its files are read and checked, so that requests may rely on what it shows of other
    /// files.
    pub(crate) fn is_checked(&self) -> bool {
        self.state == ProjectState::Checked
    }

    /// The project in another version.
    pub(crate) fn with(&self, analysis: Analysis) -> View {
        View {
            analysis,
            folder: self.folder.clone(),
            files: Arc::clone(&self.files),
            state: self.state,
            troubles: self.troubles.clone(),
        }
    }
}

impl<'a> FilePlace<'a> {
    pub(crate) fn project(&self) -> &'a Project {
        self.view.project()
    }

    pub(crate) fn offset(&self, position: Position) -> TextSize {
        positions::offset(self.document, position, self.snapshot.client.encoding)
    }

    pub(crate) fn position(&self, offset: TextSize) -> Position {
        positions::position(self.document, offset, self.snapshot.client.encoding)
    }

    pub(crate) fn text_range(&self, range: Range) -> TextRange {
        positions::text_range(self.document, range, self.snapshot.client.encoding)
    }

    pub(crate) fn range(&self, range: TextRange) -> Range {
        positions::range(self.document, range, self.snapshot.client.encoding)
    }

    /// Replacements of bytes as edits of the protocol.
    pub(crate) fn text_edits(&self, replacements: Vec<Replacement>) -> Vec<TextEdit> {
        let edits = replacements.into_iter();
        edits.map(|(range, new_text)| TextEdit { range: self.range(range), new_text }).collect()
    }

    /// The same project, another file.
    pub(crate) fn other(&self, file: FileId) -> Option<FilePlace<'a>> {
        self.snapshot.place_in(self.view, file)
    }

    /// Where the file is.
    pub(crate) fn path(&self) -> Option<PathBuf> {
        match self.file {
            FileId::Project(index) => self.view.files.paths.get(index as usize).cloned(),
            FileId::BuiltIn(index) => self.snapshot.catalogues.path(index),
        }
    }

    pub(crate) fn uri(&self) -> Option<Uri> {
        self.snapshot.uri(&self.path()?)
    }

    /// The client's number of its text, where it has it open.
    pub(crate) fn version(&self) -> Option<i32> {
        self.snapshot.version(&self.path()?)
    }

    /// Where a span of any file of the project is.
    pub(crate) fn location(&self, span: Span) -> Option<Location> {
        let place = self.other(span.file)?;
        Some(Location { uri: place.uri()?, range: place.range(span.range) })
    }
}

/// The path of a URI, without links; the URI itself where it names no file.
pub(crate) fn path_of(uri: &Uri) -> PathBuf {
    match Flavour::HERE.path(uri.as_str()) {
        Some(path) => annexa_workspace::real(Path::new(&path)),
        None => PathBuf::from(uri.as_str()),
    }
}

/// The URI of a path without links, or that of a document that is no file.
fn uri_of(path: &Path) -> Option<Uri> {
    let path = path.to_str()?;
    Flavour::HERE.uri(path).as_deref().unwrap_or(path).parse().ok()
}
