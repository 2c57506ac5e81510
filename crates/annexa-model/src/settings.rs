//! What a project sets for its rules.

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

/// The settings that the model needs from `annexa.toml`.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Settings {
    /// The level of a rule by its code (`C606`), where it is not the default one; `None` is off.
    /// Rules that are fixed ([`crate::rules::Rule::fixed`]) keep their level.
    pub levels: BTreeMap<String, Option<Level>>,
    /// Whether catalogues of the project stand in the place of built-in ones of the same edition
    /// (`[bases] replace`).
    pub replaces_bases: bool,
}
