//! T305: `allow` fields that silence nothing.

use annexa_syntax::Item;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    Allow, DeclarationId, Location, Project, Report, Standard, StandardId,
    report::sort,
    rules::{self, Findings, Rule},
};

/// Checks the `allow` fields, given the findings of the project and those that were silenced.
pub(crate) fn stale<'a>(
    project: &Project,
    allows: impl Iterator<Item = &'a Allow>,
    found: impl IntoIterator<Item = &'a Report>,
) -> Report {
    let rule = rules::all().find(|rule| matches!(rule.check, rules::Check::Allows));
    let Some((rule, level)) = rule.and_then(|rule| Some((rule, project.level(rule)?))) else {
        return Report::default();
    };
    let mut allows = allows.peekable();
    if allows.peek().is_none() {
        return Report::default();
    }
    let silenced = found.into_iter().flat_map(|report| &report.silenced);
    let used: Used<'_> = silenced.map(|it| used_by(&it.allow)).collect();
    // An `allow` of T305 itself depends on the result for all others.
    let (own, others): (Vec<&Allow>, Vec<&Allow>) = allows.partition(|it| it.code == rule.code);
    // Computed once, because a standard can have as many of them as declarations.
    let wrong: FxHashSet<StandardId> = others
        .iter()
        .chain(&own)
        .filter_map(|allow| allow.whole)
        .collect::<FxHashSet<_>>()
        .into_iter()
        .filter(|id| project.standard(*id).is_some_and(|standard| project.has_errors(standard)))
        .collect();
    let judged = |allows: &[&Allow], used: &Used<'_>| {
        let mut found = Vec::new();
        for allow in allows {
            let first = used.get(&(allow.declaration, &*allow.code)).copied();
            // Rules report nothing about declarations with syntax errors.
            if first == Some(allow.location) || allow.whole.is_some_and(|id| wrong.contains(&id)) {
                continue;
            }
            judge(project, allow, first, &mut Findings::new(rule, level, &mut found));
        }
        found
    };
    let mut report = Report::of(project, judged(&others, &used));
    let own = judged(&own, &report.silenced.iter().map(|it| used_by(&it.allow)).collect());
    report.diagnostics.extend(own);
    sort(&mut report.diagnostics);
    report
}

/// The location of the `allow` that silences something, by declaration and code: the first one of
/// its code.
type Used<'a> = FxHashMap<(DeclarationId, &'a str), Location>;

fn used_by(allow: &Allow) -> ((DeclarationId, &str), Location) {
    ((allow.declaration, &allow.code), allow.location)
}

/// Reports an `allow` that silences nothing. `first` is another one for the same rule in the same
/// declaration that does.
fn judge(project: &Project, allow: &Allow, first: Option<Location>, findings: &mut Findings<'_>) {
    let Some(at) = project.declaration(allow.declaration) else { return };
    let Some(standard) = at.standard.and_then(|id| project.standard(id)) else { return };
    let declaration = at.declaration;
    if declaration.has_errors || declaration.is_cut_short {
        return;
    }
    let message = match rules::find(&allow.code) {
        None => match rules::nearest_to(&allow.code) {
            Some(near) => format!(
                "there is no rule {}; did you mean {} ({})?",
                allow.code, near.code, near.name
            ),
            None => format!("there is no rule {}; delete this `allow`", allow.code),
        },
        Some(rule) if rule.fixed => {
            format!(
                "{} cannot be allowed; delete this `allow`, and fix what the rule reports",
                rule.code
            )
        }
        Some(rule) if !runs(project, standard, rule) => return,
        Some(rule) if first.is_some() => {
            format!("{} ({}) is already allowed here; keep one of the two", rule.code, rule.name)
        }
        Some(rule) => {
            let place = if allow.whole.is_some() { "in this standard" } else { "here" };
            format!("{} ({}) reports nothing {place}; delete this `allow`", rule.code, rule.name)
        }
    };
    let mut finding = findings.report(allow.location, message);
    if rules::find(&allow.code).is_none()
        && let Some(near) = rules::nearest_to(&allow.code)
    {
        finding = finding.replace(allow.location, near.code);
    }
    if let Some(first) = first {
        finding = finding.related(first, "the first one is here");
    }
    finding.delete_field(&at, allow.field.range);
}

/// Whether a rule runs over a standard at all.
fn runs(project: &Project, standard: &Standard, rule: &Rule) -> bool {
    project.level(rule).is_some() && (!rule.english_only || standard.is_english())
}

impl Project {
    /// Whether the files of a standard have syntax errors or misplaced declarations.
    pub(crate) fn has_errors(&self, standard: &Standard) -> bool {
        let is_wrong = |item: &Item| {
            let mut declarations = item.declarations().iter();
            !item.errors().is_empty() || declarations.any(|it| it.kind.is_catalogue_entry())
        };
        let documents = standard.files.iter().filter_map(|&file| self.document(file));
        documents.into_iter().any(|it| it.items().any(|(_, item)| is_wrong(item)))
    }
}

#[cfg(test)]
mod tests {
    use annexa_syntax::Document;

    use crate::testing::{HEAD, covered, found, project, summary};
    use crate::{Project, Settings, check};

    fn stale(text: &str) -> Vec<String> {
        let mut found = found(&project(&[("s.annexa", text)]));
        found.retain(|found| found.starts_with("T305"));
        found
    }

    const GAP: &str = "\nadd clause SMX.12 \"x\" to 27001 {\n  allow R112 \"x\"\n}\n";

    #[test]
    fn an_allow_is_stale_where_its_rule_is_silent() {
        assert_eq!(stale(&format!("{HEAD}{GAP}")), [""; 0]);
        assert_eq!(stale(&format!("{HEAD}{}", GAP.replace("SMX.12", "SMX.11"))), ["T305 R112"]);
        // The second `allow` of one rule, named by its code or by its name.
        for second in ["R112", "numbering-gap"] {
            let twice = GAP.replace("\n}", &format!("\n  allow {second} \"x\"\n}}"));
            let project = project(&[("s.annexa", &format!("{HEAD}{twice}"))]);
            let report = check(&project);
            let stale: Vec<_> =
                report.diagnostics.iter().filter(|it| it.code() == "T305").collect();
            let [stale] = stale.as_slice() else { panic!("{second}: {stale:?}") };
            assert_eq!(covered(&project, stale.location), second);
            assert_eq!(
                stale.message,
                "R112 (numbering-gap) is already allowed here; keep one of the two"
            );
            assert_eq!(stale.related.len(), 1);
        }
        // The nearer `allow` silences it.
        let head = HEAD.replace("  audience operator", "  allow R112 \"x\"\n  audience operator");
        assert_eq!(stale(&format!("{head}{GAP}")), ["T305 R112"]);
        assert_eq!(stale(&format!("{HEAD}{}", GAP.replace("R112", "R111"))), ["T305 R111"]);
        assert_eq!(stale(&format!("{HEAD}{}", GAP.replace("R112", "X9"))), ["T305 X9"]);
    }

    #[test]
    fn an_allow_of_a_rule_that_is_not_run_is_let_be() {
        let text = format!("{HEAD}{}", GAP.replace("R112", "C606"));
        let mut settings = Settings::default();
        settings.levels.insert("C606".to_owned(), None);
        let project = Project::new([("s.annexa".to_owned(), Document::new(&text))], settings);
        assert!(summary(&project, &check(&project)).iter().all(|it| !it.starts_with("T305")));
        let german = text.replace("C606", "C601").replace("  edition", "  language de\n  edition");
        assert_eq!(stale(&german), [""; 0]);
        // The `allow` can be about the part with the syntax error.
        assert_eq!(stale(&text.replace("to 27001 {", "to 27001 { ,")), [""; 0]);
    }

    #[test]
    fn an_allow_of_this_rule_is_judged_by_the_others() {
        let kept = GAP.replace("  allow R112", "  allow T305 \"x\"\n  allow R111");
        assert_eq!(stale(&format!("{HEAD}{kept}")), [""; 0]);
        let alone = GAP.replace("R112", "T305");
        assert_eq!(stale(&format!("{HEAD}{alone}")), ["T305 T305"]);
    }
}
