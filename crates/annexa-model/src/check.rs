//! Runs the rules over a project.

use rustc_hash::FxHashMap;

use crate::{
    Allow, DeclarationId, Diagnostic, FileId, Level, Project,
    rules::{self, Check, DeclarationContext, FileContext, Findings, Rule, StandardContext},
};

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
    for index in 0..project.declaration_count() as u32 {
        check_with(project, DeclarationId(index), &of_declarations, &mut found);
    }
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

type DeclarationRule =
    (&'static Rule, Level, fn(&DeclarationContext<'_>, &mut Findings<'_>));

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
