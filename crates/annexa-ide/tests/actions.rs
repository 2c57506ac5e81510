//! Whatever is offered can be done: in the examples everything at every head, after which the project
//! can be read as before; in texts that are cut off without a panic.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use annexa_ide::{Action, ActionContext, ActionKind, FileChange, actions, resolve_action};
use annexa_model::{Analysis, FileId, Settings};
use annexa_syntax::{Document, TextRange, TextSize};

const EXAMPLES: [&str; 2] = [
    include_str!("../../../examples/energy/energy.annexa"),
    include_str!("../../../examples/company/profile.annexa"),
];

/// Bytes between two cuts, and between two places that are asked about: no divisors of anything.
const STEPS: [usize; 2] = [4_999, 311];

fn analysis(files: &[(String, String)]) -> Analysis {
    let files = files.iter().map(|(path, text)| (path.clone(), Document::new(text)));
    Analysis::new(files.collect::<Vec<_>>(), Settings::default())
}

fn files(text: &str) -> Vec<(String, String)> {
    vec![("a.annexa".to_owned(), text.to_owned()), ("b.annexa".to_owned(), "part of ENR\n".into())]
}

/// The actions that change files; an action that explains a rule changes nothing.
fn offered<'a>(context: &ActionContext<'a>) -> Vec<Action<'a>> {
    let mut offered = actions(context, &|_| true);
    offered.retain(changes_files);
    offered
}

fn changes_files(action: &Action<'_>) -> bool {
    action.disabled.is_none() && action.explains.is_none()
}

/// The files after an action.
fn after(files: &[(String, String)], changes: Vec<FileChange>) -> Vec<(String, String)> {
    let mut files = files.to_vec();
    let mut replaced = Vec::new();
    for change in changes {
        match change {
            FileChange::Create { path, text } => files.push((path, text)),
            FileChange::Replace { span, new } => replaced.push((span, new)),
        }
    }
    replaced.sort_by_key(|(span, _)| std::cmp::Reverse((span.file, span.range.start())));
    for (span, new) in replaced {
        let FileId::Project(index) = span.file else { panic!("built-in files stay as they are") };
        files[index as usize].1.replace_range(std::ops::Range::<usize>::from(span.range), &new);
    }
    files
}

/// The graver findings, without those that say that something is to be written.
fn errors(analysis: &Analysis) -> Vec<&'static str> {
    let files = 0..analysis.project().files().len() as u32;
    let found = files.flat_map(|file| analysis.findings(FileId::Project(file)));
    let mut codes: Vec<_> = found.map(|it| it.code()).filter(|it| it.starts_with('R')).collect();
    codes.retain(|code| !matches!(*code, "R110" | "R112"));
    codes.sort_unstable();
    codes
}

#[test]
fn a_project_means_the_same_after_a_refactoring() {
    for example in EXAMPLES {
        let before = files(example);
        let analysis = analysis(&before);
        let file = FileId::Project(0);
        let found = errors(&analysis);
        let words = analysis.project().document(file).expect("it is there");
        let words: usize = words.text().to_string().split_whitespace().count();
        let mut taken = 0;
        for at in analysis.project().declarations().filter(|at| at.file == file) {
            let head = TextRange::empty(at.declaration.head.end() + at.offset);
            let context =
                ActionContext { analysis: &analysis, file, range: head, makes_files: true };
            for action in offered(&context)
                .into_iter()
                .filter(|it| !matches!(it.kind, ActionKind::QuickFix | ActionKind::FixAll))
            {
                let changes = resolve_action(&context, &action.id).expect("it can be done");
                let after = after(&before, changes);
                let read = self::analysis(&after);
                let errors_of =
                    |it: &FileId| read.project().document(*it).map(|it| it.errors().count());
                let count = after.len() as u32;
                let wrong: usize =
                    (0..count).map(FileId::Project).filter_map(|it| errors_of(&it)).sum();
                assert_eq!(wrong, 0, "{}: {after:#?}", action.id);
                assert_eq!(errors(&read), found, "{}: {after:#?}", action.id);
                // Nothing that was written is lost.
                let now = after.iter().flat_map(|(_, text)| text.split_whitespace()).count();
                assert!(now >= words, "{}: {after:#?}", action.id);
                taken += 1;
            }
        }
        assert!(taken > 30, "little is offered: {taken}");
    }
}

#[test]
fn nothing_panics_and_what_is_offered_is_there() {
    for example in EXAMPLES {
        for cut in (0..example.len()).step_by(STEPS[0]).filter(|at| example.is_char_boundary(*at)) {
            let (before, after) = example.split_at(cut);
            for text in [before, after, &format!("{before}{{{before}")] {
                look_at(text);
            }
        }
    }
}

fn look_at(text: &str) {
    let before = files(text);
    let analysis = analysis(&before);
    let offset = |at: usize| TextSize::new(at as u32);
    for at in (0..text.len() + 100).step_by(STEPS[1]) {
        for end in [at, at + 3, at + 1_000] {
            let range = TextRange::new(offset(at), offset(end));
            let file = FileId::Project(0);
            let context = ActionContext { analysis: &analysis, file, range, makes_files: true };
            // What is done to the whole file is the same everywhere.
            let is_first = at == 0 && end == 0;
            let all = actions(&context, &|kind| {
                is_first || !matches!(kind, ActionKind::Sort | ActionKind::FixAll)
            });
            for action in all.into_iter().filter(changes_files) {
                let changes = resolve_action(&context, &action.id);
                let changes = changes.unwrap_or_else(|| panic!("{} is not there", action.id));
                after(&before, changes);
            }
        }
    }
}

/// What none of the fixtures has: a declaration of an earlier edition than that of its base.
const EARLIER: &str = "standard SMX \"Meters\" {\r\n  base ISO/IEC 27002:2022\r\n}\r\n\r\n\
                       retain 27002 12.1.2 {\r\n  reason \"No sector need.\"\r\n}\r\n";

/// The `.annexa` files of each fixture and example, with `\r\n` at the end of each line.
fn fixtures() -> Vec<Vec<(String, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = ["tests/fixtures/rules", "tests/fixtures/syntax", "examples"];
    let entries = |folder: &Path| {
        let entries = fs::read_dir(folder).expect("the folder is there");
        let mut paths: Vec<PathBuf> =
            entries.map(|entry| entry.expect("it can be read").path()).collect();
        paths.sort();
        paths.retain(|path| path.is_dir() || path.extension().is_some_and(|it| it == "annexa"));
        paths
    };
    let read = |path: PathBuf| {
        let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(path).expect("it can be read");
        (name, text.replace("\r\n", "\n").replace('\n', "\r\n"))
    };
    let of = |path: PathBuf| match path.is_dir() {
        true => entries(&path).into_iter().filter(|it| it.is_file()).map(read).collect(),
        false => vec![read(path)],
    };
    folders.iter().flat_map(|folder| entries(&root.join(folder))).map(of).collect()
}

fn bare_ends(text: &str) -> usize {
    text.replace("\r\n", "").matches(['\n', '\r']).count()
}

#[test]
fn every_action_keeps_the_line_ends_of_its_file() {
    let mut taken = BTreeSet::new();
    for before in fixtures().into_iter().chain([files(EARLIER)]) {
        let analysis = analysis(&before);
        for (index, (path, old)) in before.iter().enumerate() {
            let file = FileId::Project(index as u32);
            let heads = analysis.project().declarations().filter(|at| at.file == file);
            let heads = heads.map(|at| TextRange::empty(at.declaration.head.end() + at.offset));
            let found = analysis.findings(file).into_iter();
            let found = found.map(|it| analysis.project().range(it.location));
            let whole = TextRange::up_to(TextSize::of(old.as_str()));
            // In an example one declaration is like another.
            for range in heads.step_by(1 + old.len() / 10_000).chain(found).chain([whole]) {
                let context = ActionContext { analysis: &analysis, file, range, makes_files: true };
                for action in offered(&context) {
                    let changes = resolve_action(&context, &action.id).expect("it can be done");
                    for (changed, text) in after(&before, changes) {
                        let was = before.iter().find(|(path, _)| *path == changed);
                        let was = was.map_or(0, |(_, text)| bare_ends(text));
                        assert_eq!(bare_ends(&text), was, "{path}: {}: {text:?}", action.id);
                    }
                    taken.insert(action.id.split(' ').next().unwrap_or_default().to_owned());
                }
            }
        }
    }
    let groups = [
        "allow",
        "change",
        "fix",
        "fix-all",
        "migrate",
        "migrate-standard",
        "move",
        "next",
        "renumber",
        "restate",
        "sort",
    ];
    assert!(taken.iter().eq(groups), "{taken:?}");
}
