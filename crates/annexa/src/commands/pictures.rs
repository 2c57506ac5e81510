//! The pictures of a page: their data stands in it, so that it is whole wherever it is sent.

use std::cell::RefCell;
use std::io;
use std::path::{Path, PathBuf};

use annexa_workspace::stays_below;
use base64::{Engine, prelude::BASE64_STANDARD};

/// The pictures in the folder of a project.
pub(crate) struct Pictures {
    folder: PathBuf,
    /// What was the matter with one of them.
    trouble: RefCell<Option<String>>,
}

impl Pictures {
    pub(crate) fn of(folder: &Path) -> Pictures {
        Pictures { folder: folder.to_owned(), trouble: RefCell::default() }
    }

    /// The data of a picture as a URL.
    pub(crate) fn url(&self, path: &str) -> Option<String> {
        self.read(path).map_err(|trouble| self.trouble.replace(Some(trouble))).ok()
    }

    /// An error if any of those that were asked for could not be had.
    pub(crate) fn all_found(self) -> io::Result<()> {
        self.trouble.into_inner().map_or(Ok(()), |trouble| Err(io::Error::other(trouble)))
    }

    fn read(&self, path: &str) -> Result<String, String> {
        let ending = Path::new(path).extension().map(|ending| ending.to_ascii_lowercase());
        let kind = match ending.as_ref().and_then(|ending| ending.to_str()) {
            Some("gif") => "gif",
            Some("jpg" | "jpeg") => "jpeg",
            Some("png") => "png",
            Some("svg") => "svg+xml",
            Some("webp") => "webp",
            _ => {
                return Err(format!(
                    "the figure `{path}` is no picture that a page can show: .gif, .jpg, .png, .svg, .webp"
                ));
            }
        };
        // What lies elsewhere is nothing to be given away with the page.
        let file = stays_below(&self.folder, &self.folder.join(path))
            .map_err(|failure| format!("the figure `{path}`: {}", failure.message()))?;
        let data = std::fs::read(file).map_err(|error| format!("the figure `{path}`: {error}"))?;
        Ok(format!("data:image/{kind};base64,{}", BASE64_STANDARD.encode(data)))
    }
}
