//! Places: a project's root, and how a path is shown.

use std::path::{Path, PathBuf};

use annexa_model::Settings;
use annexa_syntax::Document;
use rayon::{iter::Either, prelude::*};

use crate::uri::Flavour;
use crate::{CONFIG_FILE, Config, Failure, SourceFile, Unread, figures, read, settings};

/// A project, its settings and its files.
#[derive(Debug)]
pub struct Root {
    /// Its folder: absolute and without links.
    pub folder: PathBuf,
    /// Its settings.
    pub config: Config,
    /// Its files, sorted.
    pub files: Vec<SourceFile>,
    /// What else is below its folder and is not read.
    pub unread: Vec<Unread>,
}

/// The files of a project: those that can be read, parsed, with their names, and the others.
pub type Documents = (Vec<(String, Document)>, Vec<Unread>);

impl Root {
    /// Its files, read and parsed, several at a time.
    pub fn documents(&self) -> Documents {
        // One by one, or the last of several would be left to one thread while the others wait.
        let files = self.files.par_iter().with_max_len(1).map(|file| match file.read() {
            Ok(text) => {
                let document = Document::new_side_by_side(&text);
                // Lowered here, where there are several threads; the model would do it one by one.
                document.lower();
                Either::Left((file.name.clone(), document))
            }
            Err(failure) => Either::Right(Unread { path: file.path.clone(), failure }),
        });
        let files = || files.partition_map(|file| file);
        rayon::join(files, annexa_model::parse_newest).0
    }

    /// Its settings, and the files of the figures that its documents name.
    ///
    /// # Errors
    ///
    /// `annexa.toml` names a rule that does not exist or may not be set.
    pub fn settings(&self, documents: &[(String, Document)]) -> Result<Settings, Failure> {
        let documents = documents.iter().map(|(_, document)| document);
        Ok(Settings { figures: figures(&self.folder, documents), ..settings(&self.config)? })
    }

    /// What to call it: its name, or its folder.
    pub fn name(&self) -> String {
        match &self.config.project.name {
            Some(name) => name.clone(),
            None => shown(&self.folder),
        }
    }
}

/// Reads the settings of a folder, which are the defaults if it has no `annexa.toml`.
pub(crate) fn config_of(folder: &Path) -> Result<Config, Failure> {
    let path = folder.join(CONFIG_FILE);
    if !has_config(folder) {
        return Ok(Config::default());
    }
    let text = read::text_file(&path)?;
    Config::parse(text, path)
}

/// Whether a folder is the root of a project by its `annexa.toml`. One that cannot be read counts as
/// well: whoever reads it finds out why.
pub(crate) fn has_config(folder: &Path) -> bool {
    let there = folder.join(CONFIG_FILE).symlink_metadata();
    there.is_ok_and(|there| !there.is_dir())
}

/// A path as the user would write it here: from the current folder if it lies below it.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let short = match path.strip_prefix(&here) {
        Ok(rest) if rest.as_os_str().is_empty() => Path::new("."),
        Ok(rest) => rest,
        Err(_) => path,
    };
    Flavour::HERE.shown(&short.to_string_lossy()).into_owned()
}
