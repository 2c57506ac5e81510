//! Findings: rule, location, message and fixes.

use annexa_base::Location;

use crate::{Level, rules::Rule};

/// A finding of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// The severity, which the settings can change.
    pub level: Level,
    /// The location, which is always in a file of the project.
    pub location: Location,
    /// What is wrong, and what to write instead.
    pub message: String,
    /// Related locations that help to understand the finding.
    pub related: Vec<Related>,
    /// Possible fixes, the best first.
    pub fixes: Vec<Fix>,
    /// The number of further findings that this one stands for, if it counts those that were
    /// omitted.
    pub rest: usize,
}

impl Diagnostic {
    /// Returns the code of the rule: `R102`.
    pub fn code(&self) -> &'static str {
        self.rule.code
    }
}

/// A location that helps to understand a finding; it can be in a built-in catalogue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    /// The related location.
    pub location: Location,
    /// What is at that location.
    pub message: String,
}

/// A change that resolves a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// The title that editors show.
    pub title: String,
    /// Whether it may be applied without asking the author.
    pub applicability: Applicability,
    /// The edits, which do not overlap.
    pub edits: Vec<Edit>,
}

/// Whether a fix may be applied without asking the author. The rule that offers the fix decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Applicability {
    /// The only answer, which does not depend on the author's intent and changes no meaning: an
    /// invisible character, a typographic quotation mark, an article before a definition. `check
    /// --fix`, `source.fixAll` and saving apply only these fixes.
    Safe,
    /// One of several answers, or one that changes the meaning of a text. It is offered, and never
    /// applied without the author's choice.
    Choice,
}

/// An edit of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// The range to replace; empty for an insertion.
    pub location: Location,
    /// The replacement.
    pub new: String,
}
