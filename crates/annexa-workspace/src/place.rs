//! A project's root folder, and how paths are shown.

use std::path::{Path, PathBuf};

use annexa_model::Settings;
use annexa_syntax::Document;
use rayon::{iter::Either, prelude::*};

use crate::uri::Flavour;
use crate::{CONFIG_FILE, Config, Failure, SourceFile, Unread, figures, read, settings};

/// A project: its folder, its settings and its files.
#[derive(Debug)]
pub struct Root {
    /// The absolute path of the folder, with links resolved.
    pub folder: PathBuf,
    /// The settings.
    pub config: Config,
    /// The files, sorted by name.
    pub files: Vec<SourceFile>,
    /// What could not be read below the folder.
    pub unread: Vec<Unread>,
}

/// The parsed files of a project with their names, and those that could not be read.
pub type Documents = (Vec<(String, Document)>, Vec<Unread>);

impl Root {
    /// Reads and parses the files in parallel.
    pub fn documents(&self) -> Documents {
        // One file per task: otherwise one thread could get the last few files while the others
        // wait.
        let files = self.files.par_iter().with_max_len(1).map(|file| match file.read() {
            Ok(text) => {
                let document = Document::new_side_by_side(&text);
                // Several threads are available here, while the model would lower the declarations
                // one by one.
                document.lower();
                Either::Left((file.name.clone(), document))
            }
            Err(failure) => Either::Right(Unread { path: file.path.clone(), failure }),
        });
        let files = || files.partition_map(|file| file);
        rayon::join(files, annexa_model::parse_newest).0
    }

    /// Returns the settings for the model, with the files of the figures that the documents name.
    ///
    /// # Errors
    ///
    /// Fails if `annexa.toml` names a rule that does not exist or has a fixed level.
    pub fn settings(&self, documents: &[(String, Document)]) -> Result<Settings, Failure> {
        let documents = documents.iter().map(|(_, document)| document);
        Ok(Settings { figures: figures(&self.folder, documents), ..settings(&self.config)? })
    }

    /// Returns the name of the project, or else that of its folder.
    pub fn name(&self) -> String {
        match &self.config.project.name {
            Some(name) => name.clone(),
            None => shown(&self.folder),
        }
    }
}

/// Reads the settings of a folder, or returns the defaults if it has no `annexa.toml`.
pub(crate) fn config_of(folder: &Path) -> Result<Config, Failure> {
    let path = folder.join(CONFIG_FILE);
    if !has_config(folder) {
        return Ok(Config::default());
    }
    let text = read::text_file(&path)?;
    Config::parse(text, path)
}

/// Whether a folder is the root of a project because it has an `annexa.toml`. A file that cannot be
/// read counts too; reading it will report the reason.
pub(crate) fn has_config(folder: &Path) -> bool {
    let there = folder.join(CONFIG_FILE).symlink_metadata();
    there.is_ok_and(|there| !there.is_dir())
}

/// Returns a path as the user would write it: relative to the current folder if it is below it.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let short = match path.strip_prefix(&here) {
        Ok(rest) if rest.as_os_str().is_empty() => Path::new("."),
        Ok(rest) => rest,
        Err(_) => path,
    };
    Flavour::HERE.shown(&short.to_string_lossy()).into_owned()
}
