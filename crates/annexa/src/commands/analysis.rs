//! Reads and checks the projects for all commands.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::AddAssign;
use std::path::PathBuf;
use std::time::Duration;

use annexa_model::{Diagnostic, FileId, Level, Project};
use annexa_workspace::uri::Flavour;
use annexa_workspace::{self as workspace, Root, Unread};
use annotate_snippets::Level as Shown;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use crate::findings::{self, Mark, Source};
use crate::outcome::{Failure, Outcome};
use crate::terminal::{self, count};

/// A project that was read and checked.
pub(crate) struct Checked {
    /// The folder, the settings and the files.
    pub(crate) root: Root,
    /// The model of the project.
    pub(crate) project: Project,
    /// The findings.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What could not be read: sources, and other files below the folder.
    pub(crate) unread: Vec<Unread>,
    /// Whether some of its sources could not be read.
    pub(crate) is_partial: bool,
    /// The numbers of findings and files.
    pub(crate) counts: Counts,
}

impl Checked {
    /// Returns the path of a file as the user would write it, with `/` between its components.
    pub(crate) fn shown(&self, path: &str) -> String {
        Flavour::HERE.slashed(&workspace::shown(&self.root.folder.join(path)))
    }

    /// Renders its findings for people.
    pub(crate) fn human(&self) -> String {
        let findings = render(&self.root, &self.project, &self.diagnostics);
        format!("{}{findings}", unread(&self.unread))
    }

    /// Returns why it could not be read completely, as lines without colours.
    pub(crate) fn failures(&self) -> impl Iterator<Item = String> {
        let failures = self.unread.iter().map(|unread| Failure::from(unread.failure.clone()));
        failures.filter(|failure| self.is_partial || !failure.is_warning()).map(|it| it.plain())
    }
}

/// The numbers of findings, failures and files.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Counts {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) infos: usize,
    pub(crate) files: usize,
    pub(crate) standards: usize,
    /// The number of files that could not be read.
    pub(crate) failures: usize,
}

impl Counts {
    /// Returns `2 errors, 1 warning`; empty if there are none.
    pub(crate) fn findings(&self) -> String {
        let kinds = [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "info")];
        let some = kinds.into_iter().filter(|(number, _)| *number > 0);
        some.map(|(number, kind)| count(number, kind)).collect::<Vec<_>>().join(", ")
    }

    /// Returns the outcome for these numbers.
    pub(crate) fn outcome(&self, deny_warnings: bool) -> Outcome {
        match (self.failures, self.errors, self.warnings) {
            (1.., _, _) => Outcome::Trouble,
            (0, 1.., _) => Outcome::Findings,
            (0, 0, 1..) if deny_warnings => Outcome::Findings,
            _ => Outcome::Clean,
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        self.files += other.files;
        self.standards += other.standards;
        self.failures += other.failures;
    }
}

/// Finds the projects for the paths, and runs `each` on them in parallel. The results are in the
/// order of the projects.
pub(crate) fn for_each_project<T: Send>(
    paths: &[PathBuf],
    act: impl Fn(Checked) -> Result<T, Failure> + Sync,
) -> Vec<Result<T, Failure>> {
    let roots = workspace::discover(paths);
    if roots.len() < 2 {
        return roots
            .into_iter()
            .map(|root| root.map_err(Failure::from).and_then(check).and_then(&act))
            .collect();
    }
    let progress = progress(roots.len());
    let results = roots
        .into_par_iter()
        .map(|root| {
            let result = root.map_err(Failure::from).and_then(check).and_then(&act);
            progress.inc(1);
            result
        })
        .collect();
    progress.finish_and_clear();
    results
}

/// Returns a progress bar on a terminal, and a hidden one elsewhere.
fn progress(length: usize) -> ProgressBar {
    let bar = ProgressBar::new(length as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} projects") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// Reads a project and checks it.
pub(crate) fn check(root: Root) -> Result<Checked, Failure> {
    let (documents, not_read) = root.documents();
    let settings = root.settings(&documents)?;
    // If no file of a project can be read, the reason is all there is to report.
    if let (true, Some(Unread { failure, .. })) = (documents.is_empty(), not_read.first()) {
        return Err(failure.clone().error().into());
    }
    let is_partial = !not_read.is_empty();
    let unread = not_read.into_iter().chain(root.unread.iter().cloned()).collect();
    Ok(checked(root, Project::new(documents, settings), unread, is_partial))
}

/// Checks a project that was already read.
pub(crate) fn checked(
    root: Root,
    project: Project,
    unread: Vec<Unread>,
    is_partial: bool,
) -> Checked {
    let found = annexa_model::check(&project).diagnostics;
    let mut counts = Counts {
        files: project.files().len(),
        standards: project.standards().len(),
        ..Counts::default()
    };
    for diagnostic in &found {
        let number = diagnostic.rest.max(1);
        match diagnostic.level {
            Level::Error => counts.errors += number,
            Level::Warning => counts.warnings += number,
            Level::Info => counts.infos += number,
        }
    }
    let diagnostics = annexa_model::listed(&found).into_iter().map(Cow::into_owned).collect();
    for Unread { failure, .. } in &unread {
        match failure.is_warning() {
            true => counts.warnings += 1,
            false => counts.failures += 1,
        }
    }
    Checked { root, project, diagnostics, unread, is_partial, counts }
}

/// Returns why files could not be read, one line each; if there are many, only the first ones.
fn unread(unread: &[Unread]) -> String {
    const MOST: usize = 20;
    let shown = unread.iter().take(MOST);
    let mut text: String =
        shown.map(|unread| Failure::from(unread.failure.clone()).render()).collect();
    if unread.len() > MOST {
        let more = count(unread.len() - MOST, "more file or folder");
        text.push_str(&format!("{more} cannot be read\n"));
    }
    text
}

/// Reports why files could not be read, and returns whether that stops a command.
pub(crate) fn say_unread(files: &[Unread]) -> Outcome {
    terminal::say(&unread(files));
    match files.iter().all(|unread| unread.failure.is_warning()) {
        true => Outcome::Clean,
        false => Outcome::Trouble,
    }
}

/// Reads a project completely.
pub(crate) fn read(root: &Root) -> Result<Project, Failure> {
    let (documents, unread) = root.documents();
    let settings = root.settings(&documents)?;
    match unread.into_iter().next() {
        None => Ok(Project::new(documents, settings)),
        Some(unread) => Err(unread.failure.error().into()),
    }
}

/// Renders the findings of a version of a project for people.
pub(crate) fn render(root: &Root, project: &Project, diagnostics: &[Diagnostic]) -> String {
    let mut sources: HashMap<FileId, Source> = HashMap::new();
    let related = |diagnostic: &Diagnostic| {
        diagnostic.related.iter().map(|related| related.location).collect::<Vec<_>>()
    };
    let mut text = String::new();
    for diagnostic in diagnostics {
        for location in related(diagnostic).into_iter().chain([diagnostic.location]) {
            sources.entry(location.file).or_insert_with(|| source(root, project, location.file));
        }
        text.push_str(&render_one(project, diagnostic, &sources));
        text.push('\n');
    }
    text
}

fn source(root: &Root, project: &Project, file: FileId) -> Source {
    let text = project.document(file).map(|document| document.text().to_string());
    let shown = match file {
        FileId::BuiltIn(_) => format!("built-in {}", project.path(file)),
        FileId::Project(_) => workspace::shown(&root.folder.join(project.path(file))),
    };
    Source::new(shown, text.unwrap_or_default())
}

fn render_one(
    project: &Project,
    diagnostic: &Diagnostic,
    sources: &HashMap<FileId, Source>,
) -> String {
    let level = match diagnostic.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
        Level::Info => Shown::INFO,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code());
    let own = std::iter::once((diagnostic.location, None));
    let related =
        diagnostic.related.iter().map(|related| (related.location, Some(related.message.as_str())));
    let marks: Vec<_> = own
        .chain(related)
        .filter_map(|(location, label)| {
            let range = project.range(location);
            let range = range.start().into()..range.end().into();
            Some(Mark { source: sources.get(&location.file)?, range, label })
        })
        .collect();
    let help: Vec<_> = diagnostic.fixes.iter().map(|fix| fix.title.clone()).collect();
    findings::render(title, &marks, &help)
}

/// Returns the last line: the numbers of findings, files and projects.
pub(crate) fn summary(counts: &Counts, projects: usize) -> String {
    let mut of = count(counts.files, "file");
    if projects > 1 {
        of = format!("{of} of {}", count(projects, "project"));
    }
    let mut found = counts.findings();
    if counts.failures > 0 {
        let failures = count(counts.failures, "file");
        let not_read = format!("{failures} cannot be read");
        found = if found.is_empty() { not_read } else { format!("{found}, {not_read}") };
    }
    if found.is_empty() {
        let good = terminal::styled(terminal::GOOD, "No problems");
        return format!("{good} in {of}.\n");
    }
    let style = match (counts.errors, counts.warnings) {
        (0, 0) => terminal::STRONG,
        (0, _) => terminal::WARNING,
        _ => terminal::ERROR,
    };
    format!("{} in {of}.\n", terminal::styled(style, &found))
}
