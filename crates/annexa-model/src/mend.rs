//! Mends what has a fix: round by round, as one fix can bring the next or make it needless.

use std::collections::{BTreeMap, BTreeSet};

use annexa_syntax::{TextRange, line_end};

use crate::{Analysis, Diagnostic, Edit, FileId, Fix, Project};

/// More rounds than these mean that fixes undo one another.
const ROUNDS: usize = 20;

/// A project in which what could be mended is.
#[derive(Clone, Debug)]
pub struct Mended {
    /// The project afterwards; its files have the ids that they had before.
    pub analysis: Analysis,
    /// The files that have another text.
    pub changed: BTreeSet<FileId>,
    /// How many fixes were made.
    pub fixes: usize,
    /// The files that fixes would have left with an error of syntax. They are as they were.
    pub left_alone: BTreeSet<FileId>,
}

/// Makes the first fix of every finding in some files that has one; others follow where a fix reaches
/// them. A fix that touches what another one changes waits for the next round, and is made then if it
/// is still needed.
pub fn mend(analysis: &Analysis, files: &[FileId]) -> Mended {
    let mut left_alone = BTreeSet::new();
    loop {
        let mended = mend_but(analysis, files, &left_alone);
        let parses = |file: &&FileId| {
            let document = mended.analysis.project().document(**file);
            document.is_some_and(|document| document.errors().next().is_none())
        };
        let broken: Vec<FileId> =
            mended.changed.iter().filter(|file| !parses(file)).copied().collect();
        if broken.is_empty() {
            return mended;
        }
        // From the beginning: a fix that reaches several files is made in all of them or in none.
        left_alone.extend(broken);
    }
}

/// Mends files, and leaves some alone.
fn mend_but(analysis: &Analysis, files: &[FileId], left_alone: &BTreeSet<FileId>) -> Mended {
    let mut mended = Mended {
        analysis: analysis.clone(),
        changed: BTreeSet::new(),
        fixes: 0,
        left_alone: left_alone.clone(),
    };
    for _ in 0..ROUNDS {
        let mut round = Round::new(mended.analysis.project());
        let found = files.iter().flat_map(|file| mended.analysis.findings(*file));
        for fix in found.filter_map(first_fix) {
            round.take(fix, left_alone);
        }
        if round.fixes == 0 {
            break;
        }
        mended.fixes += round.fixes;
        mended.changed.extend(round.edits.keys());
        mended.analysis = round.made(&mended.analysis);
    }
    mended.changed.retain(|file| {
        let text = |it: &Analysis| it.project().document(*file).map(|it| it.text().clone());
        text(analysis) != text(&mended.analysis)
    });
    mended
}

fn first_fix(diagnostic: &Diagnostic) -> Option<&Fix> {
    diagnostic.fixes.first().filter(|fix| !fix.edits.is_empty())
}

/// The fixes that are made side by side.
struct Round<'a> {
    project: &'a Project,
    edits: BTreeMap<FileId, Vec<(TextRange, &'a str)>>,
    /// The labels that they give: of two fixes that mean the same free number, one waits.
    labels: BTreeSet<&'a str>,
    fixes: usize,
}

impl<'a> Round<'a> {
    fn new(project: &'a Project) -> Self {
        Round { project, edits: BTreeMap::new(), labels: BTreeSet::new(), fixes: 0 }
    }

    fn take(&mut self, fix: &'a Fix, left_alone: &BTreeSet<FileId>) {
        let edits: Vec<_> = fix
            .edits
            .iter()
            .map(|edit| (edit.location.file, self.project.range(edit.location), edit.new.as_str()))
            .collect();
        let is_free = edits.iter().all(|(file, range, _)| {
            matches!(file, FileId::Project(_))
                && !left_alone.contains(file)
                && !self.edits.get(file).is_some_and(|taken| {
                    // Two that meet at one place would have no order.
                    taken.iter().any(|(other, _)| other.intersect(*range).is_some())
                })
        });
        let labels: Vec<&str> = fix.edits.iter().filter_map(|edit| self.label(edit)).collect();
        if !is_free || labels.iter().any(|label| self.labels.contains(label)) {
            return;
        }
        self.labels.extend(labels);
        self.fixes += 1;
        for (file, range, new) in edits {
            self.edits.entry(file).or_default().push((range, new));
        }
    }

    /// The label that an edit gives a provision.
    fn label<'b>(&self, edit: &'b Edit) -> Option<&'b str> {
        let start = self.project.range(edit.location).start();
        let at = self.project.declaration_at(edit.location.file, start)?;
        let label = at.declaration.label.as_ref()?;
        (at.location(label.range) == edit.location).then_some(edit.new.as_str())
    }

    /// The project with these fixes.
    fn made(self, analysis: &Analysis) -> Analysis {
        let mut made = analysis.clone();
        for (file, mut edits) in self.edits {
            let Some(mut document) = self.project.document(file).cloned() else { continue };
            edits.sort_by_key(|(range, _)| std::cmp::Reverse((range.start(), range.end())));
            let line_end = line_end(&document);
            for (range, new) in edits {
                document.edit(range.into(), &new.replace('\n', line_end));
            }
            made = made.edited(file, document);
        }
        made
    }
}

#[cfg(test)]
mod tests {
    use super::Mended;
    use crate::testing::{HEAD, found, project};
    use crate::{Analysis, FileId, Project};

    fn mend(project: &Project) -> Mended {
        let files: Vec<_> = project.file_ids().collect();
        super::mend(&Analysis::of(project.clone()), &files)
    }

    fn text(mended: &Mended, file: u32) -> String {
        mended.analysis.project().document(FileId::Project(file)).unwrap().text().to_string()
    }

    #[test]
    fn several_fixes_are_made_in_one_declaration() {
        let before = project(&[(
            "a.annexa",
            &format!(
                "{HEAD}\nadd guidance to 27002 5.99 for opertor {{\n  text \"\"\"It shall be so, and shall be there.\"\"\"\n}}\n"
            ),
        )]);
        let mended = mend(&before);
        let after = text(&mended, 0);
        assert!(after.contains("to 27002 5.37 for operator {"), "{after}");
        assert!(after.contains("It should be so, and should be there."), "{after}");
        assert!(mended.fixes >= 3 && mended.left_alone.is_empty());
        assert!(!found(mended.analysis.project()).iter().any(|it| it.starts_with("R102")));
        // It is at rest.
        assert_eq!(mend(mended.analysis.project()).fixes, 0);
    }

    #[test]
    fn a_fix_within_what_another_one_deletes_is_not_made() {
        let twice = "interpret 27001 7.2 {\n  text \"x\"\n  text \"{27002 7.99} y\"\n  rationale \"z\"\n}\n";
        let before = project(&[("a.annexa", &format!("{HEAD}\n{twice}"))]);
        let mended = mend(&before);
        let after = "interpret 27001 7.2 {\n  text \"x\"\n  rationale \"z\"\n}\n";
        assert_eq!(text(&mended, 0), format!("{HEAD}\n{after}"));
        assert_eq!(mended.fixes, 1);
    }

    #[test]
    fn what_a_fix_brings_to_light_is_mended_too() {
        let misspelt = "add guidance to 27002 5.1 {\n  txet \"It shall be.\"\n}\n";
        let mended = mend(&project(&[("a.annexa", &format!("{HEAD}\n{misspelt}"))]));
        let after = "add guidance to 27002 5.1 {\n  text \"It should be.\"\n}\n";
        assert_eq!(text(&mended, 0), format!("{HEAD}\n{after}"));
    }

    #[test]
    fn two_fixes_never_give_one_label() {
        let gaps = "add clause SMX.12 \"A\" to 27001\n\nadd clause SMX.15 \"B\" to 27001\n";
        let mended = mend(&project(&[("a.annexa", &format!("{HEAD}\n{gaps}"))]));
        let after = text(&mended, 0);
        assert!(after.contains("SMX.11 \"A\"") && after.contains("SMX.12 \"B\""), "{after}");
    }

    #[test]
    fn line_ends_stay_those_of_the_file() {
        let control = "add control SMX.8.35 \"x\" to 27002 8 {\n  control \"x should\"\n}\n";
        let before = format!("{HEAD}\n{control}").replace('\n', "\r\n");
        let mended = mend(&project(&[("a.annexa", &before)]));
        let after = text(&mended, 0);
        assert!(after.contains("\r\n\r\nrefine 27001 6.1.3 c) {\r\n"), "{after:?}");
        assert!(!after.replace("\r\n", "").contains('\n'), "{after:?}");
    }

    #[test]
    fn a_file_that_would_not_parse_is_left_alone_and_others_are_not() {
        let wrong = "part of SMX\n\nretain 27001 7.9 {\n  reason \"No need at all.\"\n}\n";
        let files = [
            ("a.annexa", HEAD.to_owned()),
            ("b.annexa", format!("{wrong}\nretain 27001 7.2 [\n")),
            ("c.annexa", wrong.to_owned()),
        ];
        let before = project(&files.each_ref().map(|(path, text)| (*path, text.as_str())));
        let mended = mend(&before);
        assert_eq!(Vec::from_iter(&mended.changed), [&FileId::Project(2)]);
        assert_eq!(Vec::from_iter(&mended.left_alone), [&FileId::Project(1)]);
        assert_eq!(text(&mended, 1), files[1].1);
    }

    #[test]
    fn a_fix_over_two_files_is_made_in_both_or_in_none() {
        let inline = HEAD.replace("  audience operator", "  numbering annex\n  audience operator");
        let added = "add clause SMX.15 \"x\" to 27001\n";
        let cites = "part of SMX\n\ninterpret 27001 7.2 {\n  text \"See {SMX.15}.\"\n}\n";
        let head = format!("{inline}\n{added}");
        let whole = mend(&project(&[("a.annexa", &head), ("b.annexa", cites)]));
        assert!(text(&whole, 0).contains("SMX.11"), "{}", text(&whole, 0));
        assert!(text(&whole, 1).contains("{SMX.11}"), "{}", text(&whole, 1));
        let broken = format!("{cites}\nretain 27001 7.2 [\n");
        let none = mend(&project(&[("a.annexa", &head), ("b.annexa", &broken)]));
        assert!(text(&none, 0).contains("SMX.15"));
        assert_eq!(text(&none, 1), broken);
    }
}
