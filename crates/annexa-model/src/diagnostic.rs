//! Findings: the mistake, its place, and its fixes.

use annexa_base::Location;

use crate::{Level, rules::Rule};

/// Something that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// The rule that says so.
    pub rule: &'static Rule,
    /// How grave it is, after the settings.
    pub level: Level,
    /// Where; always in a file of the project.
    pub location: Location,
    /// What is wrong, and what to write instead.
    pub message: String,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// Ways to fix it, the best first.
    pub fixes: Vec<Fix>,
    /// How many findings it counts, where it counts those that are not made or listed.
    pub rest: usize,
}

impl Diagnostic {
    /// The code of the rule: `R102`.
    pub fn code(&self) -> &'static str {
        self.rule.code
    }
}

/// Another place that explains a diagnostic; it can be in a built-in catalogue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    /// Where.
    pub location: Location,
    /// What is there.
    pub message: String,
}

/// A change that resolves a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does, as an editor shows it.
    pub title: String,
    /// Whether it may be applied without asking the author.
    pub applicability: Applicability,
    /// The changes, none of which overlap.
    pub edits: Vec<Edit>,
}

/// Whether a fix may be applied without asking the author. The rule that makes the fix decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Applicability {
    /// One answer that needs no knowledge of the author's intent and changes no meaning: an invisible
    /// character, a typographic quote, the article before a definition. `check --fix`,
    /// `source.fixAll` and saving apply these fixes only.
    Safe,
    /// One of several answers, or one that changes what the text says. It is offered, never applied
    /// unasked.
    Choice,
}

/// A change of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// What is replaced; nothing where its range is empty.
    pub location: Location,
    /// What stands there afterwards.
    pub new: String,
}
