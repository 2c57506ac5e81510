//! Declarations moved to another file of their standard, or to a new one beside it.

use std::collections::BTreeSet;

use annexa_model::{DeclarationRef, FileId, Project, Standard};
use annexa_syntax::{AddedKind, DeclarationKind, Effect, ProvisionPart, TextRange};

use super::{Action, ActionContext, ActionKind, FileChange, Group, pieces};
use crate::Span;
use crate::formatting::replacements;

pub(super) const GROUP: Group = Group { name: "move", kind: ActionKind::Move, offer, changes };

/// A longer list of files is no help.
const OFFERED: usize = 10;

fn offer<'a>(context: &ActionContext<'a>) -> Vec<Action<'a>> {
    let project = context.project();
    let Some((standard, moved)) = moved(context) else { return Vec::new() };
    let what = match moved.len() {
        1 => "Move".to_owned(),
        count => format!("Move {count} declarations"),
    };
    let files = standard.files.iter().filter(|file| **file != context.file).take(OFFERED);
    let mut actions: Vec<Action<'a>> = files
        .map(|file| project.path(*file))
        .map(|path| Action::new(format!("{what} to {path}"), path))
        .collect();
    if context.makes_files {
        let path = new_file(project, standard, context.file, &moved);
        actions.push(Action::new(format!("{what} to a new file {path}"), path));
    }
    actions
}

fn changes(context: &ActionContext<'_>, path: &str) -> Option<Vec<FileChange>> {
    let project = context.project();
    let (standard, moved) = moved(context)?;
    let items: BTreeSet<usize> = moved.iter().map(|at| at.item_index as usize).collect();
    let document = project.document(context.file)?;
    let text = document.text().to_string();
    let pieces = pieces::pieces(document, &text);
    let taken = pieces.iter().filter(|piece| items.contains(&piece.item)).map(|piece| piece.own);
    let taken: Vec<&str> = taken.clone().filter_map(|range| text.get(bytes(range))).collect();
    let taken = taken.join(&pieces::blank_line(document));

    let mut kept = String::with_capacity(text.len());
    let mut behind = 0;
    for piece in pieces.iter().filter(|piece| items.contains(&piece.item)) {
        kept.push_str(text.get(behind..piece.own.start().into())?);
        let rest = text.get(piece.own.end().into()..)?;
        behind = text.len() - rest.trim_start().len();
    }
    let rest = text.get(behind..)?;
    if rest.is_empty() {
        kept.truncate(kept.trim_end().len());
        kept.push_str(annexa_syntax::line_end(document));
    }
    kept.push_str(rest);
    let span = |range| Span { file: context.file, range };
    let mut changes: Vec<FileChange> = replacements(0, &text, &kept)
        .into_iter()
        .map(|(range, new)| FileChange::Replace { span: span(range), new })
        .collect();
    changes.push(match project.file(path) {
        Some(file) if standard.files.contains(&file) => pieces::append(project, file, &taken)?,
        Some(_) => return None,
        None => {
            let end = annexa_syntax::line_end(document);
            let text = format!("part of {}{end}{end}{taken}{end}", standard.prefix);
            FileChange::Create { path: path.to_owned(), text }
        }
    });
    Some(changes)
}

fn bytes(range: TextRange) -> std::ops::Range<usize> {
    range.into()
}

/// The declarations that are meant, if all can be moved.
fn moved<'a>(context: &ActionContext<'a>) -> Option<(&'a Standard, Vec<DeclarationRef<'a>>)> {
    let moved = context.declarations();
    let standard = context.project().standard(moved.first()?.standard?)?;
    // What the parser has guessed could come out differently elsewhere, and a file keeps its head.
    let can_be_moved = |at: &DeclarationRef<'_>| {
        let mut beside = at.item.declarations().iter();
        at.item.errors().is_empty()
            && at.standard == Some(standard.id)
            && !beside.any(|it| it.kind.is_file_head())
    };
    moved.iter().all(can_be_moved).then_some((standard, moved))
}

/// The path of a file for these declarations that is not there yet, beside the one they stand in.
fn new_file(
    project: &Project,
    standard: &Standard,
    file: FileId,
    moved: &[DeclarationRef<'_>],
) -> String {
    let what = |at: &DeclarationRef<'_>| about(at.declaration.kind);
    let mut all = moved.iter().map(what);
    let first = all.next().unwrap_or("more");
    let about = if all.all(|other| other == first) { first } else { "more" };
    let folder = project.path(file).rsplit_once('/').map_or("", |(folder, _)| folder);
    let slash = if folder.is_empty() { "" } else { "/" };
    let path = |number: &str| format!("{folder}{slash}{}-{about}{number}.annexa", standard.prefix);
    let mut numbers = (2..).map(|number| format!("-{number}"));
    let mut free = path("");
    while project.file(&free).is_some() {
        let Some(number) = numbers.next() else { break };
        free = path(&number);
    }
    free
}

/// What a file is called that holds declarations of a kind.
fn about(kind: DeclarationKind) -> &'static str {
    use ProvisionPart::{Control, Objective, Purpose};
    match kind.effect() {
        Effect::Defines if kind == DeclarationKind::Term => "terms",
        Effect::Adds(AddedKind::Requirement) | Effect::Refines | Effect::Interprets => {
            "requirements"
        }
        Effect::Adds(AddedKind::Clause) => "clauses",
        Effect::Adds(AddedKind::Control | AddedKind::Objective)
        | Effect::Modifies(Control | Objective | Purpose) => "controls",
        Effect::AddsTo(_) | Effect::Modifies(_) => "guidance",
        Effect::Retains => "retained",
        _ => "more",
    }
}

#[cfg(test)]
mod tests {
    use crate::actions::testing::Offered;
    use crate::testing::HEAD;

    fn project(declarations: &str, part: &str) -> Offered {
        Offered::new(&format!("//- a/smx.annexa\n{HEAD}{declarations}//- b.annexa\n{part}"))
    }

    #[test]
    fn to_a_file_of_the_standard_and_back() {
        let first = "// Section\n\n// Why\nretain 27002 5.2 // here\n\n";
        let second = "retain 27002 5.3\n";
        let offered =
            project(&format!("{first}{second}").replace("5.2", "5.$02"), "part of SMX\n// End");
        assert_eq!(
            offered.titles("move"),
            ["Move to b.annexa", "Move to a new file a/SMX-retained.annexa"]
        );
        let files = offered.files("Move to b.annexa");
        assert_eq!(files[0].1, format!("{HEAD}// Section\n\n{second}"));
        let part = "part of SMX\n// End\n\n// Why\nretain 27002 5.2 // here\n";
        assert_eq!(files[1].1, part);
        let back = project(&format!("// Section\n\n{second}"), &part.replace("5.2", "5.$02"));
        let files = back.files("Move to a/smx.annexa");
        assert_eq!(
            files[0].1,
            format!("{HEAD}// Section\n\n{second}\n// Why\nretain 27002 5.2 // here\n")
        );
        assert_eq!(files[1].1, "part of SMX\n// End\n");
    }

    #[test]
    fn all_that_is_selected_to_a_new_file() {
        let terms = "term \"a\" {\n  definition \"x\"\n}\n\nterm \"b\" {\n  definition \"x\"\n}\n";
        let selected = terms.replace("term \"a", "te$0rm \"a").replace("term \"b", "te$0rm \"b");
        let offered = project(&format!("retain 27002 5.2\n\n{selected}"), "part of SMX\n");
        let files = offered.files("Move 2 declarations to a new file a/SMX-terms.annexa");
        assert_eq!(files[0].1, format!("{HEAD}retain 27002 5.2\n"));
        let new = ("a/SMX-terms.annexa".to_owned(), format!("part of SMX\n\n{terms}"));
        assert_eq!(files[2], new);
        let taken = format!(
            "//- SMX-terms.annexa\npart of SMX\n//- smx.annexa\n{HEAD}{}",
            terms.replace("term \"b", "term $0\"b")
        );
        assert_eq!(Offered::new(&taken).titles("move")[1], "Move to a new file SMX-terms-2.annexa");
    }

    #[test]
    fn not_the_head_nor_what_the_parser_guesses_nor_where_no_file_can_be_made() {
        let head = Offered::new(&HEAD.replace("standard SMX", "standard $0SMX"));
        assert!(head.of("move").is_empty());
        let broken = project("retain 27002 $05.2 {\n  reason\n}\n", "part of SMX\n");
        assert!(broken.of("move").is_empty());
        let offered = Offered::with_head("retain 27002 $05.2\n");
        let context = crate::ActionContext { makes_files: false, ..offered.context() };
        assert!(crate::actions(&context, &|kind| kind == crate::ActionKind::Move).is_empty());
    }
}
