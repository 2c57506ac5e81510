//! Projects on disk: which there are, which files belong to each, and what `annexa.toml` says.

mod config;
mod discover;
mod place;
mod sources;

pub(crate) use config::{CONFIG_FILE, Config};
pub(crate) use discover::{discover, formattable, of_current_folder};
pub(crate) use place::{Root, shown};
pub(crate) use sources::{SourceFile, stays_below};

/// The ending of the files of the language.
pub(crate) const ENDING: &str = "annexa";
