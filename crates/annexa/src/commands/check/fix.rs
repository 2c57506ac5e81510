//! `annexa check --fix`: mends what has a fix, on disk or as a diff.

use std::ops::AddAssign;

use annexa_model::{Analysis, FileId, Project, mend};

use crate::commands::analysis::{self, Checked};
use crate::outcome::{Failure, Outcome};
use crate::patch::patch;
use crate::terminal::{self, count};
use crate::write;

/// What came of it.
#[derive(Default)]
pub(super) struct Fixed {
    fixes: usize,
    /// The files that are mended.
    files: Vec<String>,
    /// The files that are not, as they would not parse.
    left_alone: Vec<String>,
    /// What changes in the files, where that was asked for.
    diff: String,
}

impl AddAssign for Fixed {
    fn add_assign(&mut self, other: Fixed) {
        self.fixes += other.fixes;
        self.files.extend(other.files);
        self.left_alone.extend(other.left_alone);
        self.diff.push_str(&other.diff);
    }
}

/// Mends a project, and checks it again. Nothing is written where only the difference is wanted.
pub(super) fn project(checked: Checked, diff: bool) -> Result<(Checked, Fixed), Failure> {
    let files: Vec<_> = (0..checked.project.files().len() as u32).map(FileId::Project).collect();
    let mended = mend(&Analysis::of(checked.project.clone()), &files);
    let after = mended.analysis.project();
    let shown = |file| checked.shown(checked.project.path(file));
    let mut fixed = Fixed {
        fixes: mended.fixes,
        left_alone: mended.left_alone.iter().map(|file| shown(*file)).collect(),
        ..Fixed::default()
    };
    let mut changes = Vec::new();
    for &file in &mended.changed {
        let shown = shown(file);
        let (old, new) = (text(&checked.project, file), text(after, file));
        if diff {
            fixed.diff.push_str(&patch(&shown, &old, &new));
        } else {
            changes.push((checked.root.folder.join(checked.project.path(file)), old, new));
        }
        fixed.files.push(shown);
    }
    // A fix can change several files.
    write::all(&changes)?;
    Ok((analysis::checked(checked.root, after.clone()), fixed))
}

fn text(project: &Project, file: FileId) -> String {
    project.document(file).map(|document| document.text().to_string()).unwrap_or_default()
}

impl Fixed {
    /// Says what was mended, or would be; and whether that is a finding.
    pub(super) fn tell(&self, diff: bool) -> Result<Outcome, Failure> {
        if diff {
            terminal::print_bytes(self.diff.as_bytes())?;
        }
        for file in &self.left_alone {
            terminal::say(&format!("left alone {file}: mended, it would not parse\n"));
        }
        let findings = count(self.fixes, "finding");
        let files = count(self.files.len(), "file");
        terminal::say(&match (self.fixes, diff) {
            (0, _) => "Nothing could be mended. What remains: ".to_owned(),
            (_, true) => format!("{findings} to be mended in {files}. What would remain: "),
            (_, false) => format!("{findings} mended in {files}. What remains: "),
        });
        Ok(if diff && !self.files.is_empty() { Outcome::Findings } else { Outcome::Clean })
    }
}
