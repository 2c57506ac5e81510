//! A project with its findings, updated from version to version.
//!
//! Findings are kept until something that they depend on changes ([`crate::rules`]): those about an
//! item until the item or a provision that it refers to is edited, those about heads of files until
//! a head is edited. So the cost of an edit depends on what it changes, not on the size of the
//! project.

use std::collections::BTreeSet;
use std::sync::Arc;

use annexa_base::FileId;
use annexa_syntax::{Document, ItemKey};

use crate::{
    Allow, Diagnostic, Location, Project, Report, Settings,
    check::{AllFindings, Checks},
    edited::{self, Edited},
    stale,
};

/// An immutable version of a project with its findings; an edit returns a new version.
#[derive(Clone, Debug)]
pub struct Analysis {
    project: Project,
    /// The findings about items, by file, in source order.
    own: Vec<Arc<Report>>,
    /// The findings about each standard as a whole, by standard.
    standards: Vec<Arc<Report>>,
    /// The findings about heads of files and about catalogues.
    heads: Arc<Report>,
    /// The `allow` fields, by file, in source order.
    allows: Vec<Arc<Vec<Allow>>>,
    /// The findings about `allow` fields that silence nothing.
    stale: Arc<Report>,
    is_checked: bool,
    work: Work,
}

/// The amount of work that led from the previous version to this one.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Work {
    /// The number of declarations whose references and names were resolved.
    pub resolved: usize,
    /// The number of items that were checked.
    pub checked: usize,
}

impl Analysis {
    /// Analyses a project. `files` are pairs of a path below the root and a parsed text, in any
    /// order.
    pub fn new(
        files: impl IntoIterator<Item = (String, Document)>,
        settings: Settings,
    ) -> Analysis {
        Analysis::of(Project::new(files, settings))
    }

    /// Analyses an existing project.
    pub fn of(project: Project) -> Analysis {
        let checks = Checks::of(&project);
        let AllFindings { files, standards, heads, allows } = checks.all(&project);
        let report = |found| Arc::new(Report::of(&project, found));
        let own: Vec<_> = files.into_iter().map(report).collect();
        let standards: Vec<_> = standards.into_iter().map(report).collect();
        let allows: Vec<_> = allows.into_iter().map(Arc::new).collect();
        Analysis {
            stale: Arc::new(stale(&project, &allows, &own, &standards)),
            own,
            standards,
            heads: report(heads),
            allows,
            is_checked: true,
            work: Work {
                resolved: project.declaration_count(),
                checked: project.files().iter().map(|file| file.document.item_count()).sum(),
            },
            project,
        }
    }

    /// Wraps a project without checking it, or any version derived from it. It has no findings.
    pub fn unchecked(project: Project) -> Analysis {
        let of_each = |count| vec![Arc::default(); count];
        let files = project.files().len();
        Analysis {
            own: of_each(files),
            standards: of_each(project.standards().len()),
            heads: Arc::default(),
            allows: vec![Arc::default(); files],
            stale: Arc::default(),
            is_checked: false,
            work: Work { resolved: project.declaration_count(), checked: 0 },
            project,
        }
    }

    /// Returns the project after an edit of one file.
    pub fn edited(&self, file: FileId, document: Document) -> Analysis {
        if let Some(edited) = edited::edited(&self.project, file, &document) {
            return self.after(file, edited);
        }
        let files = self.project.files().iter().enumerate().map(|(index, source)| {
            let is_edited = FileId::Project(index as u32) == file;
            let document = if is_edited { &document } else { &source.document };
            (source.path.clone(), document.clone())
        });
        self.with_files(files.collect::<Vec<_>>())
    }

    /// Returns the project with other files, checked if this one is.
    pub fn with_files(&self, files: impl IntoIterator<Item = (String, Document)>) -> Analysis {
        let project = Project::new(files, self.project.settings().clone());
        if self.is_checked { Analysis::of(project) } else { Analysis::unchecked(project) }
    }

    /// Whether the rules were run.
    pub fn is_checked(&self) -> bool {
        self.is_checked
    }

    fn after(&self, file: FileId, edited: Edited) -> Analysis {
        let Edited { project, items, gone, mut again, standards: in_standards, has_head, resolved } =
            edited;
        if !self.is_checked {
            return Analysis { project, work: Work { resolved, checked: 0 }, ..self.clone() };
        }
        let checks = Checks::of(&project);
        let is_edited = |it: &Location| {
            it.file == file && (items.contains(&it.item) || gone.contains(&it.item))
        };
        // The message, fixes and related locations of a finding can depend on what was edited.
        let is_wide = !gone.is_empty() || again.len() > items.len();
        for found in self.own.iter().flat_map(|own| &own.diagnostics) {
            let elsewhere = found.related.iter().map(|related| related.location);
            let edits = found.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.location);
            if is_wide || elsewhere.chain(edits).any(|it| is_edited(&it)) {
                again.insert((found.location.file, found.location.item));
            }
        }
        let is_gone = |place: &(FileId, ItemKey)| place.0 == file && gone.contains(&place.1);
        again.retain(|place| !is_gone(place));

        let mut own = self.own.clone();
        let removed = gone.iter().map(|item| (file, *item));
        let places: Vec<_> =
            again.iter().copied().chain(removed).collect::<BTreeSet<_>>().into_iter().collect();
        for of_file in places.chunk_by(|(a, _), (b, _)| a == b) {
            let Some((FileId::Project(index), _)) = of_file.first() else { continue };
            let Some(own) = own.get_mut(*index as usize) else { continue };
            let is_again = |found: &&Diagnostic| {
                of_file.binary_search(&(found.location.file, found.location.item)).is_ok()
            };
            let mut found = Vec::new();
            for &(file, item) in of_file {
                checks.item(&project, file, item, &mut found);
            }
            let mut found = Report::of(&project, found);
            let was = own.diagnostics.iter().chain(own.silenced.iter().map(|it| &it.diagnostic));
            if found.diagnostics.is_empty()
                && found.silenced.is_empty()
                && !was.into_iter().any(|found| is_again(&found))
            {
                continue;
            }
            let kept = own.diagnostics.iter().filter(|found| !is_again(found)).cloned();
            let silenced = own.silenced.iter().filter(|it| !is_again(&&it.diagnostic)).cloned();
            found.add(Report { diagnostics: kept.collect(), silenced: silenced.collect() });
            *own = Arc::new(found);
        }

        let mut standards = self.standards.clone();
        for standard in in_standards.iter().filter_map(|id| project.standard(*id)) {
            if let Some(slot) = standards.get_mut(standard.id.0 as usize) {
                *slot = Arc::new(Report::of(&project, checks.standard(&project, standard)));
            }
        }

        let mut allows = self.allows.clone();
        if let FileId::Project(index) = file
            && let Some(slot) = allows.get_mut(index as usize)
        {
            let new = items.iter().flat_map(|&it| project.declarations_in_items(file, it..=it));
            let new: Vec<Allow> = new.flat_map(Allow::of).collect();
            if !new.is_empty() || slot.iter().any(|allow| is_edited(&allow.location)) {
                let kept = slot.iter().filter(|allow| !is_edited(&allow.location)).cloned();
                let mut all: Vec<Allow> = kept.chain(new).collect();
                all.sort_by_key(|allow| allow.location);
                *slot = Arc::new(all);
            }
        }
        let stale = Arc::new(stale(&project, &allows, &own, &standards));
        let work = Work { resolved, checked: again.len() };
        let heads = match has_head {
            true => Arc::new(Report::of(&project, checks.heads(&project))),
            false => Arc::clone(&self.heads),
        };
        Analysis { project, own, standards, heads, allows, stale, is_checked: true, work }
    }

    /// Returns the project.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Returns the findings in a file, in source order.
    pub fn findings(&self, file: FileId) -> Vec<&Diagnostic> {
        let FileId::Project(index) = file else { return Vec::new() };
        let own = self.own.get(index as usize).into_iter().flat_map(|own| &own.diagnostics);
        let wide = self.wide().flat_map(|found| &found.diagnostics);
        let mut found: Vec<_> =
            own.chain(wide.filter(|found| found.location.file == file)).collect();
        found.sort_by_key(|found| (found.location, found.code(), &found.message));
        found
    }

    /// Returns the files whose findings differ from those in an earlier version, or have moved.
    pub fn changed_since(&self, before: &Analysis) -> Vec<FileId> {
        let files = self.project.files().iter().zip(before.project.files());
        let own = self.own.iter().zip(&before.own);
        let mut changed: Vec<FileId> = files
            .zip(own)
            .enumerate()
            .filter(|(_, ((a, b), (own, own_before)))| {
                !Arc::ptr_eq(a, b) || !Arc::ptr_eq(own, own_before)
            })
            .map(|(index, _)| FileId::Project(index as u32))
            .collect();
        let edited = changed.clone();
        let mut then = before.wide();
        let mut now = self.wide();
        loop {
            let (now, then) = (now.next(), then.next());
            if now.is_none() && then.is_none() {
                break;
            }
            if now.map(|it| &it.diagnostics) != then.map(|it| &it.diagnostics) {
                let all = now.into_iter().chain(then).flat_map(|found| &found.diagnostics);
                changed.extend(all.map(|found| found.location.file));
            }
        }
        // A related location in an edited file may now be on another line.
        let all = self.own.iter().map(|own| &**own).chain(self.wide());
        let all = all.flat_map(|found| &found.diagnostics);
        let pointing = all.filter(|found| {
            found.related.iter().any(|related| edited.contains(&related.location.file))
        });
        changed.extend(pointing.map(|found| found.location.file));
        changed.sort_unstable();
        changed.dedup();
        changed
    }

    /// Returns the findings that concern more than one item.
    fn wide(&self) -> impl Iterator<Item = &Report> {
        self.standards.iter().chain([&self.heads, &self.stale]).map(|report| &**report)
    }

    /// Returns the amount of work that led from the previous version to this one.
    pub fn work(&self) -> Work {
        self.work
    }
}

fn stale(
    project: &Project,
    allows: &[Arc<Vec<Allow>>],
    own: &[Arc<Report>],
    standards: &[Arc<Report>],
) -> Report {
    let allows = allows.iter().flat_map(|allows| allows.iter());
    stale::stale(project, allows, own.iter().chain(standards).map(|report| &**report))
}
