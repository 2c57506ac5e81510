//! The pictures of a page: the page contains their data, so that it is complete wherever it is
//! sent.

use std::cell::RefCell;
use std::io;
use std::path::{Path, PathBuf};

use annexa_workspace::{Picture, picture};
use base64::{Engine, prelude::BASE64_STANDARD};

/// The pictures in the folder of a project.
pub(crate) struct Pictures {
    folder: PathBuf,
    /// Why one of them cannot be shown.
    failure: RefCell<Option<String>>,
}

impl Pictures {
    pub(crate) fn of(folder: &Path) -> Pictures {
        Pictures { folder: folder.to_owned(), failure: RefCell::default() }
    }

    /// Returns the data of a picture as a URL.
    pub(crate) fn url(&self, path: &str) -> Option<String> {
        match picture(&self.folder, path) {
            Ok(Picture { media_type, data }) => {
                Some(format!("data:{media_type};base64,{}", BASE64_STANDARD.encode(data)))
            }
            Err(failure) => {
                self.failure.replace(Some(failure));
                None
            }
        }
    }

    /// Checks that all pictures could be read. Rule R124 reports a figure that cannot be shown
    /// before a page is compiled; this is for a file that changes in between.
    ///
    /// # Errors
    ///
    /// Fails if a picture could not be read.
    pub(crate) fn all_found(self) -> io::Result<()> {
        self.failure.into_inner().map_or(Ok(()), |failure| Err(io::Error::other(failure)))
    }
}
