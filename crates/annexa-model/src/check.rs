//! Runs the rules over a project.

use std::ops::Range;

use annexa_syntax::{Item, ItemKey};
use rayon::prelude::*;

use crate::{
    Allow, DeclarationRef, Diagnostic, FileId, Level, Project, Report, Standard,
    project::{self, SIDE_BY_SIDE},
    rules::{
        self, Check, DeclarationContext, Findings, ItemContext, OfDeclaration, OfItem, OfProject,
        OfStandard, Rule, StandardContext,
    },
    stale,
};

/// Runs all rules over a project and returns their findings.
pub fn check(project: &Project) -> Report {
    let checks = Checks::of(project);
    let AllFindings { files, standards, heads, allows } = checks.all(project);
    let found = files.into_iter().chain(standards).flatten().chain(heads);
    let mut report = Report::of(project, found);
    let stale = stale::stale(project, allows.iter().flatten(), [&report]);
    report.add(stale);
    report
}

/// A check with its rule, and the level of the rule in a project.
struct Run<F> {
    rule: &'static Rule,
    level: Level,
    check: F,
}

/// The findings of all checks in a project.
pub(crate) struct AllFindings {
    /// Those about items, by file.
    pub(crate) files: Vec<Vec<Diagnostic>>,
    /// Those about standards as a whole, by standard.
    pub(crate) standards: Vec<Vec<Diagnostic>>,
    /// Those about heads of files and about catalogues.
    pub(crate) heads: Vec<Diagnostic>,
    /// All `allow` fields, by file, in source order.
    pub(crate) allows: Vec<Vec<Allow>>,
}

/// The checks of a project, by what they examine.
pub(crate) struct Checks {
    items: Vec<Run<OfItem>>,
    declarations: Vec<Run<OfDeclaration>>,
    standards: Vec<Run<OfStandard>>,
    heads: Vec<Run<OfProject>>,
}

impl Checks {
    /// Returns the checks of all rules that are not switched off.
    pub(crate) fn of(project: &Project) -> Checks {
        let mut checks = Checks {
            items: Vec::new(),
            declarations: Vec::new(),
            standards: Vec::new(),
            heads: Vec::new(),
        };
        for rule in rules::all() {
            let Some(level) = project.level(rule) else { continue };
            for part in rule.check.parts() {
                match *part {
                    Check::Item(check) => checks.items.push(Run { rule, level, check }),
                    Check::Declaration(check) => {
                        checks.declarations.push(Run { rule, level, check });
                    }
                    Check::Standard(check) => checks.standards.push(Run { rule, level, check }),
                    Check::Heads(check) => checks.heads.push(Run { rule, level, check }),
                    Check::Allows | Check::Each(_) => {}
                }
            }
        }
        checks
    }

    /// Runs all checks in parallel.
    pub(crate) fn all(&self, project: &Project) -> AllFindings {
        let standard = |standard| self.standard(project, standard);
        let allows = |file| project.declarations_in(file).flat_map(Allow::of).collect();
        let whole = || {
            rayon::join(
                || self.heads(project),
                || project.standards().par_iter().map(standard).collect(),
            )
        };
        let (files, ((heads, standards), allows)) = rayon::join(
            || self.files(project),
            || rayon::join(whole, || project.file_ids().map(allows).collect()),
        );
        AllFindings { files, standards, heads, allows }
    }

    /// Checks the heads of files, and catalogues.
    pub(crate) fn heads(&self, project: &Project) -> Vec<Diagnostic> {
        let found = self.heads.par_iter().flat_map_iter(|Run { rule, level, check }| {
            let mut found = Vec::new();
            check(project, &mut Findings::new(rule, *level, &mut found));
            found
        });
        found.collect()
    }

    /// Checks a standard as a whole.
    pub(crate) fn standard(&self, project: &Project, standard: &Standard) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let context = StandardContext { project, standard };
        for Run { rule, level, check } in &self.standards {
            if !rule.english_only || standard.is_english() {
                check(&context, &mut Findings::new(rule, *level, &mut found));
            }
        }
        found
    }

    /// Checks the items of each file.
    fn files(&self, project: &Project) -> Vec<Vec<Diagnostic>> {
        let items = |file| project.document(file).map_or(0, |document| document.item_count());
        let parts = project.file_ids().flat_map(|file| {
            let parts = project::parts(items(file));
            parts.map(move |items| (file, items))
        });
        let check = |(file, items): (FileId, Range<usize>)| {
            let mut found = Vec::new();
            self.part(project, file, items, &mut found);
            (file, found)
        };
        let all: usize = project.file_ids().map(items).sum();
        let found: Vec<_> = if all < SIDE_BY_SIDE {
            parts.map(check).collect()
        } else {
            parts.collect::<Vec<_>>().into_par_iter().with_max_len(1).map(check).collect()
        };
        let mut files = vec![Vec::new(); project.files().len()];
        for (file, mut found) in found {
            if let FileId::Project(index) = file
                && let Some(of_file) = files.get_mut(index as usize)
            {
                of_file.append(&mut found);
            }
        }
        files
    }

    /// Checks some items of a file, given by index.
    fn part(
        &self,
        project: &Project,
        file: FileId,
        items: Range<usize>,
        found: &mut Vec<Diagnostic>,
    ) {
        let Some(source) = project.source(file) else { return };
        let those = source.document.items_with_starts_from(items.start).take(items.len());
        let (mut first, mut last) = (None, None);
        for (start, item) in those {
            first.get_or_insert(start.key);
            last = Some(start.key);
            self.form(file, start.key, item, found);
        }
        let Some((first, last)) = first.zip(last) else { return };
        for at in project.declarations_in_items(file, first..=last) {
            self.declaration(project, at, found);
        }
    }

    /// Checks an item of a file and its declarations.
    pub(crate) fn item(
        &self,
        project: &Project,
        file: FileId,
        key: ItemKey,
        found: &mut Vec<Diagnostic>,
    ) {
        let document = project.document(file);
        let Some((_, item)) = document.and_then(|document| document.find(key)) else { return };
        self.form(file, key, item, found);
        for at in project.declarations_in_items(file, key..=key) {
            self.declaration(project, at, found);
        }
    }

    /// Checks the syntax of an item.
    fn form(&self, file: FileId, key: ItemKey, item: &Item, found: &mut Vec<Diagnostic>) {
        if item.errors().is_empty() {
            return;
        }
        let context = ItemContext { file, key, item };
        for Run { rule, level, check } in &self.items {
            check(&context, &mut Findings::new(rule, *level, found));
        }
    }

    fn declaration(&self, project: &Project, at: DeclarationRef<'_>, found: &mut Vec<Diagnostic>) {
        let standard = at.standard.and_then(|id| project.standard(id));
        let context = DeclarationContext::new(project, at, standard);
        let is_english = standard.is_some_and(|standard| standard.is_english());
        for Run { rule, level, check } in &self.declarations {
            if !rule.english_only || is_english {
                check(&context, &mut Findings::new(rule, *level, found));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use annexa_syntax::Document;

    use super::check;
    use crate::testing::{HEAD, found, project, summary};
    use crate::{Level, Project, Settings};

    #[test]
    fn an_allow_silences_in_its_declaration_or_in_the_standard() {
        let gap = "add clause SMX.12 \"x\" to 27001\n\nadd clause SMX.15 \"y\" to 27001";
        let project = project(&[(
            "s.annexa",
            &format!("{HEAD}\n{gap} {{\n  allow R112 \"It is known.\"\n}}\n"),
        )]);
        assert!(!found(&project).contains(&"R112 SMX.15".to_owned()));
        assert!(found(&project).contains(&"R112 SMX.12".to_owned()));
        assert_eq!(check(&project).silenced[0].allow.code, "R112");

        let head = HEAD
            .replace("  audience operator", "  allow R112 \"It is known.\"\n  audience operator");
        let whole = crate::testing::project(&[("s.annexa", &format!("{head}\n{gap}\n"))]);
        assert!(found(&whole).iter().all(|found| !found.starts_with("R112")));
        assert_eq!(check(&whole).silenced.len(), 2);
        let head = crate::testing::standard(&whole).head.unwrap();
        assert!(whole.allows(head).next().unwrap().whole.is_some());
    }

    #[test]
    fn fixed_rules_can_be_neither_allowed_nor_switched_off() {
        let text = format!(
            "{HEAD}\nretain 27001 99 {{\n  reason \"No sector need.\"\n  allow R102 \"it is there all the same\"\n}}\n\nadd clause SMX.12 \"x\" to 27001 {{\n  text \"x\"\n}}\n"
        );
        let mut settings = Settings::default();
        settings.levels.insert("R102".to_owned(), None);
        settings.levels.insert("R110".to_owned(), None);
        settings.levels.insert("R112".to_owned(), Some(Level::Error));
        let project = Project::new([("s.annexa".to_owned(), Document::new(&text))], settings);
        let report = check(&project);
        assert_eq!(summary(&project, &report), ["R102 27001 99", "T305 R102", "R112 SMX.12"]);
        let levels: Vec<_> = report.diagnostics.iter().map(|found| found.level).collect();
        assert_eq!(levels, [Level::Error, Level::Warning, Level::Error]);
    }

    #[test]
    fn rules_on_wording_run_in_english_alone() {
        let text =
            format!("{HEAD}\nadd guidance to 27002 5.1 {{\n  text \"\"\"x shall y\"\"\"\n}}\n");
        assert!(found(&project(&[("s.annexa", &text)])).contains(&"C602 shall".to_owned()));
        let german = text.replace("  edition 2026", "  edition 2026\n  language de");
        assert!(!found(&project(&[("s.annexa", &german)])).contains(&"C602 shall".to_owned()));
    }

    #[test]
    fn the_order_of_files_makes_no_difference() {
        let files = [
            ("a.annexa", format!("{HEAD}\nterm \"x\" {{\n  definition \"x\"\n}}\n")),
            (
                "b.annexa",
                "part of SMX\n\nretain 27001 99 {\n  reason \"No sector need.\"\n}\n".to_owned(),
            ),
            ("c.annexa", "part of SMX\n\nterm \"X\" {\n  definition \"x\"\n}\n".to_owned()),
        ];
        let in_order = |order: [usize; 3]| {
            let files = order.map(|index| (files[index].0, files[index].1.as_str()));
            let project = project(&files);
            format!("{:?}", check(&project).diagnostics)
        };
        let first = in_order([0, 1, 2]);
        assert_eq!(first, in_order([2, 1, 0]));
        assert_eq!(first, in_order([1, 2, 0]));
        assert!(first.contains("R106") && first.contains("R102"));
    }
}
