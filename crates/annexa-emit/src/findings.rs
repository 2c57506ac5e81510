//! What the rules say of projects, as data: every way to write findings starts from here.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use annexa_model::{Applicability, Diagnostic, FileId, Level, Location, Project, rules::Rule};
use annexa_syntax::{Document, TextSize, with_line_ends};
use sha2::{Digest, Sha256};

use crate::{
    digest::hexadecimal,
    schema::{FINDINGS_SCHEMA_ID, FORMAT_VERSION},
    types::{
        Finding, FindingCounts, FindingEdit, FindingFix, FindingLevel, FindingPlace,
        FixApplicability, Generator, Position, RelatedPlace, Report, RuleSummary,
    },
};

/// Gathers the findings of projects.
#[derive(Debug, Default)]
pub struct Gathered {
    files: BTreeSet<String>,
    rules: BTreeMap<&'static str, &'static Rule>,
    findings: Vec<Finding>,
    failures: Vec<String>,
    seen: HashMap<[u8; 32], u32>,
}

impl Gathered {
    /// Adds a project and what was found in it. `shown` is the path to tell for one of its files.
    pub fn project(
        &mut self,
        project: &Project,
        diagnostics: &[Diagnostic],
        shown: impl Fn(&str) -> String,
    ) {
        let places = Places { project, shown: &shown };
        self.files.extend(project.files().iter().map(|file| shown(&file.path)));
        for diagnostic in diagnostics {
            self.rules.insert(diagnostic.rule.code, diagnostic.rule);
            let place = places.of(diagnostic.location);
            let marked = places.marked(diagnostic.location);
            let fingerprint = self.fingerprint([
                diagnostic.code(),
                &place.file,
                marked.as_str(),
                &diagnostic.message,
            ]);
            self.findings.push(finding(&places, diagnostic, place, fingerprint));
        }
    }

    /// Adds why a project could not be checked.
    pub fn failure(&mut self, message: impl Into<String>) {
        self.failures.push(message.into());
    }

    /// The report of all that was added.
    pub fn report(self) -> Report {
        let of = |level| self.findings.iter().filter(|finding| finding.level == level).count();
        let counts = FindingCounts {
            errors: of(FindingLevel::Error),
            warnings: of(FindingLevel::Warning),
            infos: of(FindingLevel::Info),
        };
        Report {
            schema: FINDINGS_SCHEMA_ID.to_owned(),
            annexa: FORMAT_VERSION.to_owned(),
            generator: Generator::this(),
            files: self.files.into_iter().collect(),
            counts,
            rules: self.rules.into_values().map(rule).collect(),
            findings: self.findings,
            failures: self.failures,
        }
    }

    /// Lines are left out, so that it stays the same while text before it changes; of several findings
    /// that are alike, each says which of them it is.
    fn fingerprint(&mut self, parts: [&str; 4]) -> String {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let number = self.seen.entry(hash.clone().finalize().into()).or_default();
        hash.update(number.to_be_bytes());
        *number += 1;
        hexadecimal(&hash.finalize())
    }
}

fn rule(rule: &'static Rule) -> RuleSummary {
    RuleSummary {
        code: rule.code.to_owned(),
        name: rule.name.to_owned(),
        level: level(rule.level),
        summary: rule.summary.to_owned(),
        basis: rule.source.to_owned(),
    }
}

fn level(level: Level) -> FindingLevel {
    match level {
        Level::Error => FindingLevel::Error,
        Level::Warning => FindingLevel::Warning,
        Level::Info => FindingLevel::Info,
    }
}

fn finding(
    places: &Places<'_>,
    diagnostic: &Diagnostic,
    place: FindingPlace,
    fingerprint: String,
) -> Finding {
    let related = diagnostic.related.iter().map(|related| RelatedPlace {
        place: places.of(related.location),
        message: related.message.clone(),
    });
    let fixes = diagnostic.fixes.iter().map(|fix| FindingFix {
        title: fix.title.clone(),
        applicability: match fix.applicability {
            Applicability::Safe => FixApplicability::Safe,
            Applicability::Choice => FixApplicability::Choice,
        },
        edits: fix
            .edits
            .iter()
            .map(|edit| {
                let document = places.project.document(edit.location.file);
                let text = document.map(|document| with_line_ends(&edit.new, document));
                FindingEdit { place: places.of(edit.location), text: text.unwrap_or_default() }
            })
            .collect(),
    });
    Finding {
        code: diagnostic.code().to_owned(),
        level: level(diagnostic.level),
        message: diagnostic.message.clone(),
        place,
        related: related.collect(),
        fixes: fixes.collect(),
        fingerprint,
    }
}

/// How the places of a project are told.
pub(crate) struct Places<'a> {
    pub(crate) project: &'a Project,
    pub(crate) shown: &'a dyn Fn(&str) -> String,
}

impl Places<'_> {
    pub(crate) fn of(&self, location: Location) -> FindingPlace {
        let range = self.project.range(location);
        let document = self.project.document(location.file);
        let at = |offset| document.map_or(Position::FIRST, |document| position(document, offset));
        let path = self.project.path(location.file);
        let built_in = matches!(location.file, FileId::BuiltIn(_));
        FindingPlace {
            file: if built_in { path.to_owned() } else { (self.shown)(path) },
            built_in,
            start: at(range.start()),
            end: at(range.end()),
        }
    }

    fn marked(&self, location: Location) -> String {
        let range = self.project.range(location);
        let Some(document) = self.project.document(location.file) else { return String::new() };
        let text = document.text();
        let end = usize::from(range.end()).min(text.len_bytes());
        text.byte_slice(usize::from(range.start()).min(end)..end).to_string()
    }
}

impl Position {
    const FIRST: Position = Position { line: 1, column: 1, offset: 0 };
}

/// A place of a document in lines and columns.
fn position(document: &Document, offset: TextSize) -> Position {
    let (line, column) = document.line_and_column(offset.into());
    Position { line: from_one(line), column: from_one(column), offset: offset.into() }
}

/// A line or a column as people count them.
pub(crate) fn from_one(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}
