//! What a request sees: an immutable version of all projects and open documents.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use annexa_ide::{Replacement, Span};
use annexa_model::{Analysis, FileId, Project};
use annexa_syntax::{Document, TextRange, TextSize};
use rustc_hash::FxHashMap;
use tower_lsp::ls_types::{Location, Position, Range, TextDocumentPositionParams, TextEdit, Uri};

use crate::catalogues::Catalogues;
use crate::client::ClientInfo;
use crate::positions;

/// A version of everything.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    /// How many messages about documents it has seen.
    pub(crate) generation: u64,
    /// The projects.
    pub(crate) views: Vec<Arc<View>>,
    /// The documents that are open.
    pub(crate) open: Arc<Vec<OpenFile>>,
    /// The project that was worked on last: built-in catalogues are looked at from there.
    pub(crate) active: usize,
    pub(crate) client: Arc<ClientInfo>,
    pub(crate) catalogues: Arc<Catalogues>,
}

/// A document that is open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct OpenFile {
    /// As the client writes it.
    pub(crate) uri: Uri,
    /// Without links; the URI itself where it is no file.
    pub(crate) path: PathBuf,
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
    /// Its other files are still being read: what it says of them is not to be believed.
    pub(crate) is_provisional: bool,
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
pub(crate) struct Place<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) view: &'a View,
    pub(crate) file: FileId,
    pub(crate) document: &'a Document,
}

impl Snapshot {
    /// The file that a URI names.
    pub(crate) fn place(&self, uri: &Uri) -> Option<Place<'_>> {
        let path = self.path(uri);
        for view in &self.views {
            if let Some(&file) = view.files.ids.get(&path) {
                return self.place_in(view, file);
            }
        }
        let file = self.catalogues.find(&path)?;
        self.place_in(self.views.get(self.active)?, file)
    }

    fn place_in<'a>(&'a self, view: &'a View, file: FileId) -> Option<Place<'a>> {
        Some(Place { snapshot: self, view, file, document: view.project().document(file)? })
    }

    /// Where a span of any file of a project is.
    pub(crate) fn location(&self, view: &View, span: Span) -> Option<Location> {
        self.place_in(view, span.file)?.location(span)
    }

    fn path(&self, uri: &Uri) -> PathBuf {
        match self.open.iter().find(|open| open.uri == *uri) {
            Some(open) => open.path.clone(),
            None => path_of(uri),
        }
    }

    /// The file and the offset of a position.
    pub(crate) fn cursor(&self, at: &TextDocumentPositionParams) -> Option<(Place<'_>, TextSize)> {
        let place = self.place(&at.text_document.uri)?;
        Some((place, place.offset(at.position)))
    }

    /// The URI of a path, as the client writes it where it has it open.
    pub(crate) fn uri(&self, path: &Path) -> Option<Uri> {
        match self.open.iter().find(|open| open.path == path) {
            Some(open) => Some(open.uri.clone()),
            None => uri_of(path),
        }
    }

    /// The client's number of the text of a file that it has open.
    pub(crate) fn version(&self, path: &Path) -> Option<i32> {
        self.open.iter().find(|open| open.path == path).map(|open| open.version)
    }
}

impl View {
    pub(crate) fn project(&self) -> &Project {
        self.analysis.project()
    }

    /// The project in another version.
    pub(crate) fn with(&self, analysis: Analysis) -> View {
        View {
            analysis,
            folder: self.folder.clone(),
            files: Arc::clone(&self.files),
            is_provisional: self.is_provisional,
            troubles: self.troubles.clone(),
        }
    }
}

impl<'a> Place<'a> {
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
    pub(crate) fn other(&self, file: FileId) -> Option<Place<'a>> {
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
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    match uri.to_file_path().filter(|_| is_file) {
        Some(path) => plain(&path),
        None => PathBuf::from(uri.as_str()),
    }
}

/// A path without links. Of a file that is not there, its folder may be.
pub(crate) fn plain(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    match (path.parent().and_then(|folder| folder.canonicalize().ok()), path.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

pub(crate) fn uri_of(path: &Path) -> Option<Uri> {
    if path.is_absolute() {
        return Uri::from_file_path(path);
    }
    path.to_str()?.parse().ok()
}
