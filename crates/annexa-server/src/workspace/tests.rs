//! The states that projects pass through, event by event, without threads.

use std::fs;

use annexa_model::{Analysis, Project, Settings};
use annexa_workspace::Config;
use tempfile::TempDir;

use super::*;
use crate::documents;
use crate::snapshot::Files;
use crate::targets::together;

/// An event. Names are paths below the folder of the test.
enum Step {
    AddFolder(&'static str),
    RemoveFolder(&'static str),
    Open(&'static str),
    Close(&'static str),
    /// Writes another text to a file and reports that.
    Write(&'static str),
    /// Deletes a file and reports that.
    Delete(&'static str),
    /// Some files of a project of a folder are known.
    Understood(&'static str, &'static [&'static str]),
    /// The pass over a folder ends, with these projects.
    ReadFolder(&'static str, &'static [Found]),
    /// The pass over a loose file ends, with these projects.
    ReadFile(&'static str, &'static [Found]),
}

/// A project: its folder, and its files.
type Found = (&'static str, &'static [&'static str]);

struct Table {
    folder: PathBuf,
    workspace: Workspace,
    _files: TempDir,
}

impl Table {
    /// A folder with the files that the tables name, but for those that are called `new`.
    fn new() -> Table {
        let files = tempfile::tempdir().unwrap();
        let folder = annexa_workspace::real(files.path());
        for name in ["p/a", "p/b", "q/a", "q/b", "q/base"] {
            let path = folder.join(format!("{name}.annexa"));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "part of SMX\n").unwrap();
        }
        Table { folder, workspace: Workspace::default(), _files: files }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.annexa"))
    }

    fn uri(&self, path: &Path) -> Uri {
        format!("file://{}", path.display()).parse().unwrap()
    }

    fn folder(&self, name: &str) -> Folder {
        let path = self.folder.join(name);
        Folder { uri: self.uri(&path), path }
    }

    fn project(&self, (folder, names): Found, is_checked: bool) -> LoadedProject {
        let paths = Vec::from_iter(names.iter().map(|name| self.path(&format!("{folder}/{name}"))));
        let text = |path: &PathBuf| Document::new(&fs::read_to_string(path).unwrap_or_default());
        let names = names.iter().map(|name| format!("{name}.annexa"));
        let documents = names.zip(paths.iter().map(text));
        let project = Project::new(documents, Settings::default());
        LoadedProject {
            folder: self.folder.join(folder),
            files: Arc::new(Files::new(paths)),
            config: Arc::new(Config::default()),
            settings: Settings::default(),
            analysis: if is_checked { Analysis::of(project) } else { Analysis::unchecked(project) },
            troubles: Vec::new(),
        }
    }

    fn projects(&self, found: &[Found]) -> Vec<LoadedProject> {
        found.iter().map(|found| self.project(*found, true)).collect()
    }

    /// Takes a step as the main loop does. Returns the passes that begin.
    fn take(&mut self, step: &Step) -> String {
        let mut targets = match step {
            Step::AddFolder(name) => self.workspace.set_folders(vec![self.folder(name)], &[]),
            Step::RemoveFolder(name) => self.workspace.set_folders(vec![], &[self.folder(name)]),
            Step::Open(name) => {
                let path = self.path(name);
                let open = documents::Open::new(1, &path, "part of SMX\n");
                self.workspace.open(self.uri(&path), path, &open);
                vec![]
            }
            Step::Close(name) => self.workspace.close(&self.uri(&self.path(name))),
            Step::Write(name) => {
                fs::write(self.path(name), "part of SMX\n\nterm \"a\" {\n}\n").unwrap();
                let change = (self.path(name), FileChangeType::CHANGED);
                self.workspace.changed_on_disk(&[change])
            }
            Step::Delete(name) => {
                fs::remove_file(self.path(name)).unwrap();
                let change = (self.path(name), FileChangeType::DELETED);
                self.workspace.changed_on_disk(&[change])
            }
            Step::Understood(folder, names) => {
                let project = self.project((folder, names), false);
                self.workspace.understood(project);
                vec![]
            }
            Step::ReadFolder(name, found) => {
                let target = LoadTarget::Folder(self.folder.join(name));
                self.workspace.loaded(&target, self.projects(found))
            }
            Step::ReadFile(name, found) => {
                let target = LoadTarget::file(&self.path(name));
                self.workspace.loaded(&target, self.projects(found))
            }
        };
        targets.extend(self.workspace.settle());
        let mut targets = together(targets);
        targets.retain(|target| self.workspace.begin_loading(target));
        let names = targets.iter().flat_map(LoadTarget::paths).map(|path| self.short(&path));
        Vec::from_iter(names).join(" ")
    }

    /// A path below the folder, without its extension.
    fn short(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.folder).unwrap().with_extension("");
        path.display().to_string().replace('\\', "/")
    }

    /// The projects with their states. A `+` follows a file whose text has a declaration.
    fn views(&mut self) -> String {
        let views = self.workspace.views();
        let shown = views.iter().map(|view| {
            let texts = view.project().files().iter().map(|source| source.document.text());
            let files = view.files.paths.iter().zip(texts).map(|(path, text)| {
                let is_new = text.to_string().contains("term");
                self.short(path) + if is_new { "+" } else { "" }
            });
            format!("{:?}: {}", view.state, Vec::from_iter(files).join(" "))
        });
        Vec::from_iter(shown).join("; ")
    }
}

/// The steps of a test, each with the passes that begin and the projects that are there then.
type Steps = &'static [(Step, &'static str, &'static str)];

fn check(steps: Steps) {
    let mut table = Table::new();
    for (number, (step, passes, views)) in steps.iter().enumerate() {
        let number = number + 1;
        assert_eq!(table.take(step), *passes, "passes of step {number}");
        assert_eq!(table.views(), *views, "projects of step {number}");
        let index = table.workspace.index();
        for open in table.workspace.open.iter() {
            assert!(index.contains_key(&*open.path), "an open file has a project, step {number}");
        }
    }
}

#[test]
fn a_file_of_a_large_folder_is_provisional_then_unchecked_then_checked() {
    check(&[
        (Step::AddFolder("p"), "p", ""),
        (Step::Open("p/a"), "", "Provisional: p/a"),
        (Step::Understood("p", &["a"]), "", "Unchecked: p/a"),
        (Step::Understood("p", &["a", "b"]), "", "Unchecked: p/a p/b"),
        (Step::ReadFolder("p", &[("p", &["a", "b"])]), "", "Checked: p/a p/b"),
        (Step::Close("p/a"), "", "Checked: p/a p/b"),
    ]);
}

#[test]
fn an_open_file_joins_the_heads_of_its_project() {
    check(&[
        (Step::AddFolder("p"), "p", ""),
        (Step::Understood("p", &["b"]), "", "Unchecked: p/b"),
        (Step::Open("p/a"), "", "Unchecked: p/a p/b"),
        (Step::ReadFolder("p", &[("p", &["a", "b"])]), "", "Checked: p/a p/b"),
    ]);
}

#[test]
fn a_loose_file_has_a_project_while_it_is_open() {
    check(&[
        (Step::Open("p/a"), "p/a", "Provisional: p/a"),
        (Step::ReadFile("p/a", &[("p", &["a", "b"])]), "", "Checked: p/a p/b"),
        (Step::Open("p/b"), "", "Checked: p/a p/b"),
        (Step::Close("p/a"), "", "Checked: p/a p/b"),
        (Step::Close("p/b"), "", ""),
    ]);
}

#[test]
fn a_file_without_a_project_stays_alone_and_is_read_once() {
    check(&[
        (Step::Open("p/a"), "p/a", "Provisional: p/a"),
        (Step::ReadFile("p/a", &[]), "", "Checked: p/a"),
        (Step::Open("q/new"), "", "Checked: p/a; Checked: q/new"),
        (Step::Close("q/new"), "", "Checked: p/a"),
    ]);
}

#[test]
fn a_file_that_is_not_on_disk_yet_belongs_to_the_project_that_would_have_it() {
    check(&[
        (Step::AddFolder("p"), "p", ""),
        (Step::ReadFolder("p", &[("p", &["a"])]), "", "Checked: p/a"),
        (Step::Open("p/new"), "", "Checked: p/a p/new"),
        (Step::Close("p/new"), "p", "Checked: p/a"),
    ]);
}

#[test]
fn files_of_one_folder_that_are_opened_during_a_pass_are_read_after_it() {
    check(&[
        (Step::Open("q/a"), "q/a", "Provisional: q/a"),
        (Step::Open("q/b"), "", "Provisional: q/a; Provisional: q/b"),
        (Step::ReadFile("q/a", &[("q", &["a"])]), "q/b", "Provisional: q/b; Checked: q/a"),
        (Step::ReadFile("q/b", &[("q", &["b"])]), "", "Checked: q/a; Checked: q/b"),
    ]);
}

#[test]
fn a_change_during_a_pass_is_read_again_after_it() {
    check(&[
        (Step::AddFolder("p"), "p", ""),
        (Step::ReadFolder("p", &[("p", &["a", "b"])]), "", "Checked: p/a p/b"),
        (Step::Write("p/b"), "", "Checked: p/a p/b+"),
        (Step::Open("p/a"), "", "Checked: p/a p/b+"),
        // The open text counts.
        (Step::Write("p/a"), "", "Checked: p/a p/b+"),
        (Step::Close("p/a"), "", "Checked: p/a+ p/b+"),
        (Step::Delete("p/b"), "p", "Checked: p/a+ p/b+"),
        (Step::ReadFolder("p", &[("p", &["a"])]), "", "Checked: p/a+"),
    ]);
}

#[test]
fn a_project_that_is_not_found_again_is_gone() {
    check(&[
        (Step::AddFolder("p"), "p", ""),
        (Step::ReadFolder("p", &[("p", &["a", "b"])]), "", "Checked: p/a p/b"),
        // A new folder can be above another: all are read again.
        (Step::AddFolder("q"), "p q", "Checked: p/a p/b"),
        (Step::ReadFolder("p", &[("p", &["a", "b"])]), "", "Checked: p/a p/b"),
        (Step::ReadFolder("q", &[("q", &["a"])]), "", "Checked: p/a p/b; Checked: q/a"),
        (Step::Open("p/a"), "", "Checked: p/a p/b; Checked: q/a"),
        (Step::Delete("p/b"), "p", "Checked: p/a p/b; Checked: q/a"),
        (Step::ReadFolder("p", &[]), "", "Checked: q/a; Checked: p/a"),
    ]);
}

#[test]
fn a_folder_takes_its_projects_along_when_it_is_removed() {
    check(&[
        (Step::AddFolder("p"), "p", ""),
        (Step::ReadFolder("p", &[("p", &["a", "b"])]), "", "Checked: p/a p/b"),
        (Step::AddFolder("q"), "p q", "Checked: p/a p/b"),
        (Step::RemoveFolder("p"), "", ""),
        (Step::ReadFolder("q", &[("q", &["a"])]), "q", "Checked: q/a"),
        (Step::ReadFolder("q", &[("q", &["a"])]), "", "Checked: q/a"),
        (Step::Open("q/a"), "", "Checked: q/a"),
        (Step::RemoveFolder("q"), "", "Checked: q/a"),
        (Step::Close("q/a"), "", ""),
    ]);
}

#[test]
fn projects_of_one_folder_can_share_a_file() {
    check(&[
        (Step::Open("q/a"), "q/a", "Provisional: q/a"),
        (Step::ReadFile("q/a", &[("q", &["base", "a"])]), "", "Checked: q/base q/a"),
        (Step::Open("q/b"), "q/b", "Checked: q/base q/a; Provisional: q/b"),
        // That of the open file `a` stays beside it.
        (
            Step::ReadFile("q/b", &[("q", &["base", "b"])]),
            "",
            "Checked: q/base q/a; Checked: q/base q/b",
        ),
        (Step::Close("q/a"), "", "Checked: q/base q/b"),
    ]);
}

#[test]
fn a_project_that_lost_a_closed_file_is_replaced() {
    check(&[
        (Step::Open("q/base"), "q/base", "Provisional: q/base"),
        (Step::ReadFile("q/base", &[("q", &["base", "a"])]), "", "Checked: q/base q/a"),
        (Step::Open("q/b"), "q/b", "Checked: q/base q/a; Provisional: q/b"),
        (Step::ReadFile("q/b", &[("q", &["base", "b"])]), "", "Checked: q/base q/b"),
    ]);
}
