//! The open documents.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use annexa_syntax::Document;
use tower_lsp::ls_types::Uri;

use crate::documents::Open;
use crate::snapshot::{Folder, OpenFile, OpenFiles};

/// All open documents.
#[derive(Default)]
pub(crate) struct OpenTexts {
    /// The texts of the user's documents, by URI.
    texts: BTreeMap<Arc<str>, OpenText>,
    /// These, and built-in catalogues, as snapshots show them.
    files: Arc<OpenFiles>,
    /// The URIs of documents that were opened since [`OpenTexts::take_new`].
    new: Vec<Arc<str>>,
}

/// An open document of the user.
pub(crate) struct OpenText {
    pub(crate) path: Arc<Path>,
    pub(crate) document: Document,
    /// A folder above it that the client spells otherwise.
    pub(crate) folder: Option<Folder>,
}

impl OpenTexts {
    /// Opens a document of the user. Returns whether the client spells a folder above it otherwise than
    /// its path is.
    pub(crate) fn open(&mut self, uri: Uri, path: &Path, open: &Open) -> bool {
        let (folder, document) = (Folder::above(&uri, path), open.document.clone());
        let (name, is_spelled_otherwise): (Arc<str>, _) = (uri.as_str().into(), folder.is_some());
        self.texts.insert(Arc::clone(&name), OpenText { path: path.into(), document, folder });
        self.new.push(name);
        self.open_built_in(uri, path, open);
        is_spelled_otherwise
    }

    /// Opens a built-in catalogue, whose text is known.
    pub(crate) fn open_built_in(&mut self, uri: Uri, path: &Path, open: &Open) {
        let file = OpenFile { uri, path: path.into(), version: open.version };
        Arc::make_mut(&mut self.files).insert(file);
    }

    /// Takes over the text of an open document. Returns its path if it is the user's.
    pub(crate) fn change(&mut self, uri: &Uri, open: &Open) -> Option<PathBuf> {
        Arc::make_mut(&mut self.files).set_version(uri, open.version);
        let text = self.texts.get_mut(uri.as_str())?;
        text.document = open.document.clone();
        Some(text.path.to_path_buf())
    }

    /// Closes a document. Returns its text if it is the user's.
    pub(crate) fn close(&mut self, uri: &Uri) -> Option<OpenText> {
        Arc::make_mut(&mut self.files).remove(uri);
        self.texts.remove(uri.as_str())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &OpenText> {
        self.texts.values()
    }

    /// The documents that were opened since the last call. An editor opens many files at once, which are
    /// taken over together.
    pub(crate) fn take_new(&mut self) -> impl Iterator<Item = &OpenText> {
        let new = std::mem::take(&mut self.new);
        new.into_iter().filter_map(|uri| self.texts.get(&uri))
    }

    /// Whether a file is open, by whatever URI.
    pub(crate) fn has(&self, path: &Path) -> bool {
        self.files.has(path)
    }

    pub(crate) fn files(&self) -> Arc<OpenFiles> {
        Arc::clone(&self.files)
    }
}
