//! Projects on disk: their folders, their files, and their `annexa.toml`.
//!
//! Only this crate reads and replaces files, both for the program and for the language server.

mod config;
mod config_check;
mod discover;
mod failure;
mod figures;
mod follow;
mod formattable;
mod found;
mod list;
mod loose;
mod open;
mod place;
mod read;
mod real;
mod sources;
mod temporary;
pub mod uri;
mod walk;

pub use config::{CONFIG_FILE, Config, config_schema, settings};
pub use discover::{discover, discover_beside, of_current_folder, root_above};
pub use failure::{Failure, FailurePlace, Unread, plain};
pub use figures::{Picture, figures, named as named_figures, picture};
pub use follow::Change;
pub use formattable::formattable;
pub use found::{SourceFile, has_ending, stays_below};
pub use loose::Neighbours;
pub use open::{Unreadable, regular_file};
pub use place::{Documents, Root, shown};
pub use read::{LARGEST_TEXT, standard_input, text_file, unreadable};
pub use real::{real, real_by_name};
pub use temporary::{Temporary, sweep};

/// The extension of the language's files.
pub const ENDING: &str = "annexa";
