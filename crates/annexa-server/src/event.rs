//! What happens to documents, files and projects, in the order in which it is dealt with.

use std::path::PathBuf;
use std::sync::Arc;

use tower_lsp::ls_types::{FileChangeType, Uri};

use crate::client::ClientInfo;
use crate::documents::Open;
use crate::loader::{LoadResult, LoadedProject};
use crate::snapshot::Folder;
use crate::targets::LoadTarget;

/// Something that happened.
pub(crate) enum Event {
    /// The conversation begins.
    Started { folders: Vec<Folder>, client: Arc<ClientInfo> },
    /// A document was opened.
    Opened { uri: Uri, open: Open },
    /// A document that is open has another text.
    Changed { uri: Uri, open: Open },
    /// A document was closed.
    Closed { uri: Uri },
    /// The watcher saw files come, change or go.
    Watched(Vec<(PathBuf, FileChangeType)>),
    /// The client created, renamed or deleted files.
    Moved(Vec<PathBuf>),
    /// The folders of the workspace are others.
    Folders { added: Vec<Folder>, removed: Vec<Folder> },
    /// The user wants everything to be read again.
    Reload,
    /// A project is still being read or checked, but some of it is known.
    Understood(Box<LoadedProject>),
    /// Projects were read from disk.
    Loaded { target: LoadTarget, result: LoadResult },
}
