//! Runs the rules over a project.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::{
    Allow, DeclarationId, Diagnostic, FileId, Level, Project,
    rules::{self, Check, DeclarationContext, FileContext, Findings, Rule, StandardContext},
};

/// Fewer declarations than these are not worth a thread.
const SIDE_BY_SIDE: usize = 500;

/// What the rules say of a project.
#[derive(Clone, Default, Debug)]
pub struct Report {
    /// What is wrong, by file, place and code.
    pub diagnostics: Vec<Diagnostic>,
    /// What would be wrong, had an `allow` not silenced it.
    pub silenced: Vec<Silenced>,
}

/// A finding that an `allow` keeps silent.
#[derive(Clone, Debug)]
pub struct Silenced {
    /// The `allow`.
    pub allow: Allow,
    /// The finding.
    pub diagnostic: Diagnostic,
}

/// Runs all rules over a project.
pub fn check(project: &Project) -> Report {
    let mut found = Vec::new();
    let mut of_declarations = Vec::new();
    for rule in rules::all() {
        let Some(level) = project.level(rule) else { continue };
        match rule.check {
            Check::Declaration(check) => of_declarations.push((rule, level, check)),
            Check::Standard(check) => {
                for standard in project.standards() {
                    if !rule.english_only || standard.is_english() {
                        let context = StandardContext { project, standard };
                        check(&context, &mut Findings::new(rule, level, &mut found));
                    }
                }
            }
            Check::File(check) => {
                for (index, source) in project.files().iter().enumerate() {
                    let context =
                        FileContext { project, file: FileId::Project(index as u32), source };
                    check(&context, &mut Findings::new(rule, level, &mut found));
                }
            }
            Check::Project(check) => check(project, &mut Findings::new(rule, level, &mut found)),
        }
    }
    found.extend(
        (0..project.declaration_count() as u32)
            .into_par_iter()
            .with_min_len(SIDE_BY_SIDE)
            .fold(Vec::new, |mut found, index| {
                check_with(project, DeclarationId(index), &of_declarations, &mut found);
                found
            })
            .reduce(Vec::new, |mut found, more| {
                found.extend(more);
                found
            }),
    );
    report(project, found)
}

/// Runs the rules that look at one declaration by itself.
pub fn check_declaration(project: &Project, declaration: DeclarationId) -> Report {
    let rules: Vec<_> = rules::all()
        .filter_map(|rule| match (rule.check, project.level(rule)) {
            (Check::Declaration(check), Some(level)) => Some((rule, level, check)),
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    check_with(project, declaration, &rules, &mut found);
    report(project, found)
}

type DeclarationRule = (&'static Rule, Level, fn(&DeclarationContext<'_>, &mut Findings<'_>));

fn check_with(
    project: &Project,
    declaration: DeclarationId,
    rules: &[DeclarationRule],
    found: &mut Vec<Diagnostic>,
) {
    let Some(at) = project.declaration(declaration) else { return };
    let standard = at.standard.and_then(|id| project.standard(id));
    let context = DeclarationContext { project, at, standard };
    let is_english = standard.is_some_and(|standard| standard.is_english());
    for (rule, level, check) in rules {
        if !rule.english_only || is_english {
            check(&context, &mut Findings::new(rule, *level, found));
        }
    }
}

/// Puts findings in order, and apart those that an `allow` silences.
fn report(project: &Project, mut found: Vec<Diagnostic>) -> Report {
    found.sort_by(|a, b| {
        (a.location, a.code(), &a.message).cmp(&(b.location, b.code(), &b.message))
    });
    if project.allows().is_empty() {
        return Report { diagnostics: found, silenced: Vec::new() };
    }
    let mut allows: FxHashMap<DeclarationId, Vec<&Allow>> = FxHashMap::default();
    for allow in project.allows() {
        allows.entry(allow.declaration).or_default().push(allow);
    }
    let mut report = Report::default();
    for diagnostic in found {
        match silencing(project, &allows, &diagnostic) {
            Some(allow) => report.silenced.push(Silenced { allow: allow.clone(), diagnostic }),
            None => report.diagnostics.push(diagnostic),
        }
    }
    report
}

/// The `allow` that silences a finding: of its declaration, or else of its standard.
fn silencing<'a>(
    project: &Project,
    allows: &FxHashMap<DeclarationId, Vec<&'a Allow>>,
    diagnostic: &Diagnostic,
) -> Option<&'a Allow> {
    if diagnostic.rule.fixed {
        return None;
    }
    let place = diagnostic.location;
    let at = project.declaration_at(place.file, place.range.start())?;
    let head = at.standard.and_then(|id| project.standard(id)?.head);
    [Some(at.id), head].into_iter().flatten().find_map(|declaration| {
        let own = allows.get(&declaration)?;
        own.iter().find(|allow| allow.code == diagnostic.code()).copied()
    })
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
        let project =
            project(&[("s.annexa", &format!("{HEAD}\n{gap} {{\n  allow R112 \"x\"\n}}\n"))]);
        assert!(!found(&project).contains(&"R112 SMX.15".to_owned()));
        assert!(found(&project).contains(&"R112 SMX.12".to_owned()));
        assert_eq!(check(&project).silenced[0].allow.code, "R112");

        let head = HEAD.replace("  audience operator", "  allow R112 \"x\"\n  audience operator");
        let whole = crate::testing::project(&[("s.annexa", &format!("{head}\n{gap}\n"))]);
        assert!(found(&whole).iter().all(|found| !found.starts_with("R112")));
        assert_eq!(check(&whole).silenced.len(), 2);
        assert!(whole.allows()[0].whole.is_some());
    }

    #[test]
    fn fixed_rules_can_be_neither_allowed_nor_switched_off() {
        let text = format!(
            "{HEAD}\nretain 27001 99 {{\n  reason \"x\"\n  allow R102 \"x\"\n}}\n\nadd clause SMX.12 \"x\" to 27001\n"
        );
        let mut settings = Settings::default();
        settings.levels.insert("R102".to_owned(), None);
        settings.levels.insert("R110".to_owned(), None);
        settings.levels.insert("R112".to_owned(), Some(Level::Error));
        let project = Project::new([("s.annexa".to_owned(), Document::new(&text))], settings);
        let report = check(&project);
        assert_eq!(summary(&project, &report), ["R102 27001 99", "R112 SMX.12"]);
        assert!(report.diagnostics.iter().all(|found| found.level == Level::Error));
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
            ("b.annexa", "part of SMX\n\nretain 27001 99 {\n  reason \"x\"\n}\n".to_owned()),
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
