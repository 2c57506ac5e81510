//! What an editor offers to do to a project: the fixes of rules, and refactorings, one file each. Which
//! there are at a place is told at once; what one changes is worked out when it is chosen, so an
//! action is found again by its id.

use annexa_model::{Analysis, DeclarationRef, Diagnostic, Edit, FileId, Project};
use annexa_syntax::TextRange;

use crate::{Span, line_ends};

mod allow;
mod apart;
mod explain;
mod fix_all;
mod fixes;
mod migrate;
mod move_to_part;
mod next_step;
mod pieces;
mod provision;
mod renumber;
mod restate;
mod sort;
#[cfg(test)]
mod testing;

/// Where actions are asked for, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct ActionContext<'a> {
    /// The project.
    pub analysis: &'a Analysis,
    /// The file.
    pub file: FileId,
    /// What is selected; empty for a cursor.
    pub range: TextRange,
    /// Whether the editor can make files.
    pub makes_files: bool,
}

/// Something that can be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Action<'a> {
    /// What it does, as an editor shows it.
    pub title: String,
    /// Of what kind it is.
    pub kind: ActionKind,
    /// What it is told by among those of its place.
    pub id: String,
    /// The finding that it fixes.
    pub finding: Option<&'a Diagnostic>,
    /// Whether an editor may apply it without asking: it is a safe fix.
    pub is_preferred: bool,
    /// Why it cannot be done here, in words for the author.
    pub disabled: Option<String>,
    /// The code of the rule whose page it shows; it changes nothing then.
    pub explains: Option<&'static str>,
}

/// What kind of action something is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ActionKind {
    /// It fixes a finding.
    QuickFix,
    /// It shows what a rule wants and why.
    Explain,
    /// It adds a declaration.
    Refactor,
    /// It says the same, or nearly, in another form.
    Rewrite,
    /// It moves declarations.
    Move,
    /// It applies the safe fixes of the file.
    FixAll,
    /// It sorts the file.
    Sort,
}

/// A part of what an action changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FileChange {
    /// Other text in a place of a file.
    Replace {
        /// The place.
        span: Span,
        /// What stands there afterwards.
        new: String,
    },
    /// A file that was not there.
    Create {
        /// Its path below the root of the project, with `/`.
        path: String,
        /// What it holds.
        text: String,
    },
}

/// Actions of one sort. Another sort is another entry in [`GROUPS`].
struct Group {
    /// The first word of their ids.
    name: &'static str,
    kind: ActionKind,
    /// Those that there are at a place.
    offer: for<'a> fn(&ActionContext<'a>) -> Vec<Action<'a>>,
    /// What one changes, told by what its id says behind the name; `None` where it is not there.
    changes: fn(&ActionContext<'_>, &str) -> Option<Vec<FileChange>>,
}

static GROUPS: &[Group] = &[
    fixes::GROUP,
    migrate::STANDARD,
    allow::GROUP,
    restate::GROUP,
    migrate::DECLARATION,
    next_step::GROUP,
    provision::GROUP,
    renumber::GROUP,
    move_to_part::GROUP,
    sort::GROUP,
    fix_all::GROUP,
    explain::GROUP,
];

/// What can be done at a place, of the kinds that are wanted.
pub fn actions<'a>(
    context: &ActionContext<'a>,
    wants: &dyn Fn(ActionKind) -> bool,
) -> Vec<Action<'a>> {
    let groups = GROUPS.iter().filter(|group| wants(group.kind));
    let actions = groups.flat_map(|group| {
        let offered = (group.offer)(context).into_iter();
        offered.map(|action| Action {
            kind: group.kind,
            id: format!("{} {}", group.name, action.id),
            ..action
        })
    });
    actions.collect()
}

/// What the action of an id changes at the place where it was offered; `None` where it is there no
/// longer.
pub fn resolve_action(context: &ActionContext<'_>, id: &str) -> Option<Vec<FileChange>> {
    let (name, choice) = id.split_once(' ')?;
    let group = GROUPS.iter().find(|group| group.name == name)?;
    let changes = (group.changes)(context, choice)?.into_iter();
    Some(changes.map(|it| line_ends::of_change(context.project(), context.file, it)).collect())
}

impl Action<'_> {
    /// An action of a group, told by `choice` among those of the group.
    fn new(title: impl Into<String>, choice: impl Into<String>) -> Self {
        Action {
            title: title.into(),
            kind: ActionKind::Refactor,
            id: choice.into(),
            finding: None,
            is_preferred: false,
            disabled: None,
            explains: None,
        }
    }
}

impl FileChange {
    /// An edit of the model, with the line ends of its file.
    pub fn of(project: &Project, edit: &Edit) -> FileChange {
        let new = line_ends::of_file(project, edit.location.file, edit.new.clone());
        FileChange::Replace { span: Span::of(project, edit.location), new }
    }
}

impl<'a> ActionContext<'a> {
    fn project(&self) -> &'a Project {
        self.analysis.project()
    }

    /// The findings that the selection touches.
    fn findings(&self) -> impl Iterator<Item = &'a Diagnostic> {
        let (project, range) = (self.project(), self.range);
        let all = self.analysis.findings(self.file).into_iter();
        all.filter(move |it| Span::of(project, it.location).range.intersect(range).is_some())
    }

    /// The declarations that are meant: that whose head the cursor is in, or all of which something is
    /// selected. The heads of files are none.
    fn declarations(&self) -> Vec<DeclarationRef<'a>> {
        let project = self.project();
        let first = project.declaration_at(self.file, self.range.start());
        let last = project.declaration_at(self.file, self.range.end());
        let Some(last) = last.map(|at| at.id) else { return Vec::new() };
        let first = first.map_or(last, |at| at.id);
        let declarations = project.declarations_between(first, last);
        declarations.filter(|at| self.means(at)).collect()
    }

    fn means(&self, at: &DeclarationRef<'_>) -> bool {
        let declaration = at.declaration;
        let range = if self.range.is_empty() { declaration.head } else { declaration.range };
        let touched = (range + at.offset).intersect(self.range);
        !declaration.kind.is_file_head()
            && touched.is_some_and(|touched| self.range.is_empty() || !touched.is_empty())
    }

    /// The only one of these declarations.
    fn declaration(&self) -> Option<DeclarationRef<'a>> {
        match self.declarations().as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }
}
