//! The projects of the workspace, and which of them have a file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use annexa_model::{Analysis, Settings};
use annexa_syntax::Document;
use annexa_workspace::Config;
use rustc_hash::FxHashMap;

use super::state::ProjectState;
use crate::counters;
use crate::documents;
use crate::loader::LoadedProject;
use crate::snapshot::{Files, Index, View};

/// All projects.
#[derive(Default)]
pub(crate) struct Projects {
    projects: Vec<WorkspaceProject>,
    /// `None` if it has to be made again.
    index: Option<Arc<Index>>,
}

impl Projects {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &WorkspaceProject> {
        self.projects.iter()
    }

    /// Which of them have a file.
    pub(crate) fn index(&mut self) -> Arc<Index> {
        if let Some(index) = &self.index {
            return Arc::clone(index);
        }
        let mut index = Index::default();
        for (number, project) in self.projects.iter().enumerate() {
            for path in project.paths() {
                index.entry(path.to_owned()).or_default().push(number);
            }
        }
        let index = Arc::new(index);
        self.index = Some(Arc::clone(&index));
        index
    }

    /// Those that have a file.
    pub(crate) fn of(&mut self, path: &Path) -> impl Iterator<Item = &WorkspaceProject> {
        let numbers = self.index().get(path).cloned().unwrap_or_default();
        numbers.into_iter().filter_map(|number| self.projects.get(number))
    }

    /// Takes over another text of a file.
    pub(crate) fn set(&mut self, path: &Path, document: &Document) {
        for number in self.index().get(path).into_iter().flatten() {
            if let Some(project) = self.projects.get_mut(*number) {
                project.set(path, document);
            }
        }
    }

    /// Takes over other texts of many files.
    pub(crate) fn set_all<'a>(&mut self, texts: impl Iterator<Item = (&'a Path, &'a Document)>) {
        let index = self.index();
        let mut of_each: FxHashMap<usize, Vec<(&Path, &Document)>> = FxHashMap::default();
        for text in texts {
            for number in index.get(text.0).into_iter().flatten() {
                of_each.entry(*number).or_default().push(text);
            }
        }
        for (number, texts) in of_each {
            self.projects.get_mut(number).into_iter().for_each(|it| it.set_all(&texts));
        }
    }

    pub(crate) fn extend(&mut self, more: impl IntoIterator<Item = WorkspaceProject>) {
        let before = self.projects.len();
        self.projects.extend(more);
        if self.projects.len() > before {
            self.index = None;
        }
    }

    pub(crate) fn retain(&mut self, is_needed: impl FnMut(&WorkspaceProject) -> bool) {
        let before = self.projects.len();
        self.projects.retain(is_needed);
        if self.projects.len() < before {
            self.index = None;
        }
    }

    pub(crate) fn sort(&mut self) {
        self.projects.sort_by(|a, b| a.view.folder.cmp(&b.view.folder));
        self.index = None;
    }

    /// The projects, for changes of which files they have.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut WorkspaceProject> {
        self.index = None;
        self.projects.iter_mut()
    }
}

/// A project.
#[derive(Clone)]
pub(crate) struct WorkspaceProject {
    pub(crate) view: Arc<View>,
    pub(crate) config: Arc<Config>,
    pub(crate) settings: Settings,
}

impl WorkspaceProject {
    pub(crate) fn of(project: LoadedProject, state: ProjectState) -> WorkspaceProject {
        let LoadedProject { folder, files, config, settings, analysis, troubles } = project;
        let view = View { folder, analysis, files, state, troubles };
        WorkspaceProject { view: Arc::new(view), config, settings }
    }

    pub(crate) fn is_checked(&self) -> bool {
        self.view.is_checked()
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.view.folder
    }

    /// The paths of its files.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.view.files.paths.iter().map(PathBuf::as_path)
    }

    /// Whether it has neither a file nor anything to report.
    pub(crate) fn is_empty(&self) -> bool {
        self.view.files.paths.is_empty() && self.view.troubles.is_empty()
    }

    pub(crate) fn has(&self, path: &Path) -> bool {
        self.view.files.ids.contains_key(path)
    }

    pub(crate) fn document(&self, path: &Path) -> Option<&Document> {
        self.view.project().document(*self.view.files.ids.get(path)?)
    }

    /// Whether a file names figures that nothing is known of.
    pub(crate) fn names_new_figures(&self, path: &Path) -> bool {
        let known = &self.settings.figures;
        let named = self.document(path).map(annexa_workspace::named_figures);
        named.is_some_and(|named| named.iter().any(|figure| !known.contains_key(figure)))
    }

    /// Whether a file has another text than is known.
    fn is_changed(&self, path: &Path, document: &Document) -> bool {
        self.document(path).is_some_and(|known| !documents::are_same(known, document))
    }

    /// Takes over other texts of several files.
    fn set_all(&mut self, texts: &[(&Path, &Document)]) {
        /// More texts than these cost more one by one than all files at once.
        const FEW: usize = 8;
        let changed: FxHashMap<&Path, &Document> = texts
            .iter()
            .copied()
            .filter(|(path, document)| self.is_changed(path, document))
            .collect();
        if changed.len() <= FEW {
            changed.into_iter().for_each(|(path, document)| self.set(path, document));
            return;
        }
        let files = self.view.project().files().iter().zip(&self.view.files.paths);
        let files = files.map(|(source, path)| {
            let document = changed.get(path.as_path()).copied().unwrap_or(&source.document);
            (source.path.clone(), document.clone())
        });
        let analysis = self.view.analysis.with_files(files.collect::<Vec<_>>());
        counters::worked(analysis.work());
        self.view = Arc::new(self.view.with(analysis));
    }

    /// Takes over another text of a file.
    pub(crate) fn set(&mut self, path: &Path, document: &Document) {
        if let Some(&file) = self.view.files.ids.get(path)
            && self.is_changed(path, document)
        {
            let analysis = self.view.analysis.edited(file, document.clone());
            counters::worked(analysis.work());
            self.view = Arc::new(self.view.with(analysis));
        }
    }

    /// Takes over which files there are.
    pub(crate) fn set_files(&mut self, files: Vec<(PathBuf, Document)>) {
        let folder = &self.view.folder;
        let mut named: Vec<(String, PathBuf, Document)> = files
            .into_iter()
            .map(|(path, document)| (name(folder, &path), path, document))
            .collect();
        named.sort_by(|a, b| a.0.cmp(&b.0));
        let paths = named.iter().map(|(_, path, _)| path.clone()).collect();
        let documents = named.into_iter().map(|(name, _, document)| (name, document));
        let analysis = self.view.analysis.with_files(documents.collect::<Vec<_>>());
        counters::worked(analysis.work());
        let files = Arc::new(Files::new(paths));
        self.view = Arc::new(View { files, ..self.view.with(analysis) });
    }

    pub(crate) fn files(&self) -> Vec<(PathBuf, Document)> {
        self.texts().map(|(path, document)| (path.clone(), document.clone())).collect()
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = (&PathBuf, &Document)> {
        let sources = self.view.project().files().iter();
        self.view.files.paths.iter().zip(sources.map(|source| &source.document))
    }

    /// A document that belongs to no known project.
    pub(crate) fn alone(path: &Path, document: &Document, state: ProjectState) -> WorkspaceProject {
        let folder = path.parent().unwrap_or(path).to_owned();
        let documents = [(name(&folder, path), document.clone())];
        let analysis = Analysis::new(documents, Settings::default());
        counters::worked(analysis.work());
        let files = Arc::new(Files::new(vec![path.to_owned()]));
        let view = View { folder, analysis, files, state, troubles: Vec::new() };
        WorkspaceProject {
            view: Arc::new(view),
            config: Arc::new(Config::default()),
            settings: Settings::default(),
        }
    }

    /// Whether a file that is not on disk yet would be one of the project's.
    pub(crate) fn would_have(&self, path: &Path) -> bool {
        self.is_checked() && self.names(path)
    }

    /// Whether its settings name a path as one of its sources.
    pub(crate) fn names(&self, path: &Path) -> bool {
        let below = path.strip_prefix(&self.view.folder);
        below.is_ok_and(|below| self.config.names(below))
    }
}

/// What a project calls a file: the path below its folder, with `/`.
fn name(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_texts_are_taken_over_as_each_by_itself_is() {
        for count in [0, 1, 8, 9, 40] {
            let text = |number: usize, name: &str| {
                let text = format!("part of SMX\n\nterm \"{name} {number}\" {{\n}}\n");
                (PathBuf::from(format!("/f/{number:02}.annexa")), Document::new(&text))
            };
            let before: Vec<_> = (0..40).map(|number| text(number, "old")).collect();
            let mut one_by_one =
                WorkspaceProject::alone(&before[0].0, &before[0].1, ProjectState::Checked);
            one_by_one.set_files(before.clone());
            let mut together = one_by_one.clone();
            let files = Arc::clone(&together.view.files);
            // A file that is none of the project's changes nothing.
            let new: Vec<_> = (0..count).chain([99]).map(|number| text(number, "new")).collect();
            together.set_all(&new.iter().map(|(path, text)| (&**path, text)).collect::<Vec<_>>());
            new.iter().for_each(|(path, document)| one_by_one.set(path, document));
            assert!(Arc::ptr_eq(&together.view.files, &files));
            for (number, (path, old)) in before.iter().enumerate() {
                let expected = new.get(number).filter(|(new, _)| new == path);
                let expected = expected.map_or(old, |(_, document)| document);
                let known = together.document(path).expect("it is there");
                assert!(documents::are_same(known, expected), "{count}: {number}");
            }
            let found = |project: &WorkspaceProject| {
                let findings = project.view.files.paths.iter().map(|path| {
                    let found = project.view.analysis.findings(project.view.files.ids[path]);
                    found.into_iter().map(|it| it.message.clone()).collect::<Vec<_>>()
                });
                findings.collect::<Vec<_>>()
            };
            assert_eq!(found(&together), found(&one_by_one), "{count}");
        }
    }
}
