//! `annexa check --fix`: applies safe fixes, on disk or as a diff, and counts the remaining
//! choices.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::ops::AddAssign;

use annexa_model::{Analysis, FileId, Project, SafeChange, apply_safe_fixes};
use clap::ValueEnum;

use crate::commands::analysis::{self, Checked};
use crate::outcome::{Failure, Outcome};
use crate::patch::patch;
use crate::terminal::{self, count};
use crate::{visible, write};

/// The fixes to apply.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Fixes {
    /// Only those that have one answer and change no meaning
    Safe,
    /// These, and those that you choose when asked on the terminal
    Ask,
}

/// The changes by fixes.
#[derive(Default)]
pub(super) struct Fixed {
    /// One line per change.
    list: String,
    /// The number of safe fixes applied.
    safe: usize,
    /// The number of choices that the user made.
    pub(super) chosen: usize,
    /// The files that changed.
    files: Vec<String>,
    /// The number of findings with choices and without a safe fix.
    choices: usize,
    /// The changes of the files as a unified diff, if requested.
    diff: String,
}

impl AddAssign for Fixed {
    fn add_assign(&mut self, other: Fixed) {
        self.list.push_str(&other.list);
        self.safe += other.safe;
        self.chosen += other.chosen;
        self.files.extend(other.files);
        self.choices += other.choices;
        self.diff.push_str(&other.diff);
    }
}

/// Applies the safe fixes of a project and checks it again.
pub(super) fn project(checked: Checked, diff: bool) -> Result<(Checked, Fixed), Failure> {
    let mut fixed = Fixed::default();
    let after = fixed.apply(&checked, &Analysis::of(checked.project.clone()));
    let after = fixed.write(checked, &after, diff)?;
    Ok((after, fixed))
}

impl Fixed {
    /// Applies safe fixes to a version of a project and lists them.
    pub(super) fn apply(&mut self, checked: &Checked, analysis: &Analysis) -> Analysis {
        let files: Vec<_> = analysis.project().file_ids().collect();
        let fixed = apply_safe_fixes(analysis, &files);
        self.safe += fixed.changes.len();
        for change in &fixed.changes {
            self.list.push_str(&listed(checked, change));
        }
        fixed.analysis
    }

    /// Writes the files that differ, or the differences, and checks the project again.
    pub(super) fn write(
        &mut self,
        checked: Checked,
        after: &Analysis,
        diff: bool,
    ) -> Result<Checked, Failure> {
        let after = after.project();
        let mut changes = Vec::new();
        for file in checked.project.file_ids() {
            let (old, new) = (text(&checked.project, file), text(after, file));
            if old == new {
                continue;
            }
            let path = checked.project.path(file);
            let shown = checked.shown(path);
            if diff {
                self.diff.push_str(&patch(&shown, &old, &new));
            } else {
                changes.push((checked.root.folder.join(path), old, new));
            }
            self.files.push(shown);
        }
        // A fix can change several files.
        write::all(&changes)?;
        let Checked { root, unread, is_partial, .. } = checked;
        let checked = analysis::checked(root, after.clone(), unread, is_partial);
        self.choices = checked.diagnostics.iter().filter(|it| !it.fixes.is_empty()).count();
        Ok(checked)
    }

    /// Returns one line per safe fix that was applied.
    pub(super) fn list(&self) -> &str {
        &self.list
    }

    /// Reports the numbers of changes and remaining choices, and returns whether a diff counts as a
    /// finding.
    pub(super) fn summarize(&self, diff: bool) -> Result<Outcome, Failure> {
        if diff {
            terminal::print_bytes(self.diff.as_bytes())?;
        }
        let files = self.files.iter().collect::<BTreeSet<_>>().len();
        let safe = match self.safe {
            1 => "1 safe fix".to_owned(),
            many => format!("{many} safe fixes"),
        };
        let fixes = match self.chosen {
            0 => safe,
            chosen => format!("{safe} and {}", count(chosen, "choice")),
        };
        terminal::say(&match (self.safe + self.chosen, diff) {
            (0, _) => "No safe fix applies.\n".to_owned(),
            (_, true) => format!("{fixes} would change {}.\n", count(files, "file")),
            (_, false) => format!("Applied {fixes} in {}.\n", count(files, "file")),
        });
        terminal::say(&match self.choices {
            0 => String::new(),
            1 => "1 finding offers a choice; `annexa check --fix=ask` asks for it.\n".to_owned(),
            many => format!(
                "{many} findings offer a choice; `annexa check --fix=ask` asks for each in turn.\n"
            ),
        });
        Ok(if diff && !self.files.is_empty() { Outcome::Findings } else { Outcome::Clean })
    }
}

/// `smx.annexa:12: D206 the lock → lock`.
fn listed(checked: &Checked, change: &SafeChange) -> String {
    let shown = |words: &str| match words {
        "" => "(nothing)".to_owned(),
        words => visible::line(words).into_owned(),
    };
    let mut line = String::new();
    let place = format!(
        "{}:{}",
        visible::line(&checked.shown(checked.project.path(change.file))),
        change.line + 1
    );
    let (was, now) = (shown(&change.was), shown(&change.now));
    let code = terminal::styled(terminal::STRONG, change.rule.code);
    let _ = writeln!(line, "{place}: {code} {was} → {now}");
    line
}

/// Returns the text of a file.
pub(super) fn text(project: &Project, file: FileId) -> String {
    project.document(file).map(|document| document.text().to_string()).unwrap_or_default()
}
