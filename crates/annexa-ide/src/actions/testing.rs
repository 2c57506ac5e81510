//! What is offered at the place that `$0` marks, and what comes of it.

use annexa_model::{Analysis, FileId, Settings};
use annexa_syntax::TextRange;

use super::{Action, ActionContext, FileChange, actions, resolve_action};
use crate::testing::{Fixture, HEAD};

pub(super) struct Offered {
    pub(super) analysis: Analysis,
    pub(super) file: FileId,
    pub(super) range: TextRange,
}

impl Offered {
    /// One mark is a cursor, two are what is selected.
    pub(super) fn new(text: &str) -> Offered {
        let fixture = Fixture::new(text);
        let (file, start) = fixture.marks[0];
        let (_, end) = *fixture.marks.last().unwrap();
        let files = fixture.project.files().iter();
        let files = files.map(|it| (it.path.clone(), it.document.clone()));
        let analysis = Analysis::new(files.collect::<Vec<_>>(), Settings::default());
        Offered { analysis, file, range: TextRange::new(start, end) }
    }

    pub(super) fn with_head(declarations: &str) -> Offered {
        Offered::new(&format!("{HEAD}{declarations}"))
    }

    pub(super) fn context(&self) -> ActionContext<'_> {
        let Offered { analysis, file, range } = self;
        ActionContext { analysis, file: *file, range: *range, makes_files: true }
    }

    /// The actions of a group.
    pub(super) fn of(&self, group: &str) -> Vec<Action<'_>> {
        let mut all = actions(&self.context(), &|_| true);
        all.retain(|action| action.id.split(' ').next() == Some(group));
        all
    }

    pub(super) fn titles(&self, group: &str) -> Vec<String> {
        self.of(group).into_iter().map(|action| action.title).collect()
    }

    /// The files after the action of a title: path and text of each.
    pub(super) fn files(&self, title: &str) -> Vec<(String, String)> {
        let context = self.context();
        let all = actions(&context, &|_| true);
        let action = all.iter().find(|it| it.title == title && it.disabled.is_none());
        let action = action.unwrap_or_else(|| panic!("{title} is not offered: {all:?}"));
        let changes = resolve_action(&context, &action.id).unwrap();
        let project = self.analysis.project();
        let files = project.files().iter();
        let mut texts: Vec<_> =
            files.map(|it| (it.path.clone(), it.document.text().to_string())).collect();
        let mut replaced = Vec::new();
        for change in changes {
            match change {
                FileChange::Create { path, text } => texts.push((path, text)),
                FileChange::Replace { span, new } => replaced.push((span, new)),
            }
        }
        replaced.sort_by_key(|(span, _)| std::cmp::Reverse((span.file, span.range.start())));
        for pair in replaced.windows(2) {
            let (later, earlier) = (pair[0].0, pair[1].0);
            let is_apart = later.file != earlier.file || earlier.range.end() <= later.range.start();
            assert!(is_apart, "edits overlap: {pair:?}");
        }
        for (span, new) in replaced {
            let FileId::Project(index) = span.file else { panic!("built-in files stay") };
            texts[index as usize].1.replace_range(std::ops::Range::<usize>::from(span.range), &new);
        }
        texts
    }

    /// What stands behind the head of the first file after the action of a title.
    pub(super) fn applied(&self, title: &str) -> String {
        let text = self.files(title).swap_remove(0).1;
        text.strip_prefix(HEAD).unwrap_or(&text).to_owned()
    }
}
