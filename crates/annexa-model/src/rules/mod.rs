//! The rules of validation: one entry a rule, one file a group.

use crate::Level;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its code, which never changes its meaning: `R102`.
    pub code: &'static str,
    /// Its name: `unknown-provision`.
    pub name: &'static str,
    /// Its level where the settings give no other.
    pub level: Level,
    /// What it rests on: a clause of ISO/IEC 27009 or of the Directives, or the language itself.
    pub source: &'static str,
    /// When it fires, in a sentence or two.
    pub summary: &'static str,
    /// Whether it looks at English wording, and runs only where the language is `en`.
    pub english_only: bool,
    /// Whether it can be neither allowed nor switched off.
    pub fixed: bool,
}

/// Every rule, by code.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    std::iter::empty()
}

/// The rule of that code.
pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code)
}
