//! What a project sets for its rules, and what its rules need to know of its folder.

use std::collections::BTreeMap;

/// How grave a diagnostic is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// Worth a look.
    Info,
    /// Likely a mistake.
    Warning,
    /// A mistake.
    Error,
}

impl Level {
    /// As `annexa.toml` writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// What the model needs to know of a project besides its texts: the settings of `annexa.toml` that concern
/// it, and which files of figures are there.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Settings {
    /// The level of a rule by its code (`C606`), where it is not the default one; `None` is off.
    /// Rules that are fixed ([`crate::rules::Rule::fixed`]) keep their level.
    pub levels: BTreeMap<String, Option<Level>>,
    /// Whether catalogues of the project stand in the place of built-in ones of the same edition
    /// (`[bases] replace`).
    pub replaces_bases: bool,
    /// The files of figures by their paths as the texts write them. The model reads no files: the caller
    /// looks at them. A path that is missing here has not been looked at, and no rule mentions it.
    pub figures: BTreeMap<String, FigureFile>,
}

/// What the caller found at the path of a figure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FigureFile {
    /// A picture that can be shown.
    Picture,
    /// No such picture, and why.
    Unusable(String),
}
