//! The settings of a project for its rules, and what the rules need to know about its folder.

use std::collections::BTreeMap;

/// The severity of a finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// A hint.
    Info,
    /// Probably a mistake.
    Warning,
    /// A mistake; `check` fails.
    Error,
}

impl Level {
    /// Returns the value in `annexa.toml`.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// What the model needs to know about a project besides its texts: the settings of `annexa.toml`
/// that concern it, and the files of figures.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Settings {
    /// The levels of rules by code (`C606`), if they differ from the default; `None` is off. Fixed
    /// rules ([`crate::rules::Rule::fixed`]) keep their level.
    pub levels: BTreeMap<String, Option<Level>>,
    /// Whether catalogues of the project replace built-in ones of the same edition (`[bases]
    /// replace`).
    pub replaces_bases: bool,
    /// The files of figures, by their paths as written in texts. The model does not read files: the
    /// caller examines them. A path that is missing here was not examined, and no rule reports it.
    pub figures: BTreeMap<String, FigureFile>,
}

/// What the caller found at the path of a figure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FigureFile {
    /// A picture that can be shown.
    Picture,
    /// No usable picture, and the reason.
    Unusable(String),
}
